//! Many k-subsets of M points, of which no two share more than s.
//!
//! By the greedy choice there are at least C(M, k) / Σ_{i>s} C(k, i)·C(M−k, k−i), since each set excludes so many others, itself
//! among them (docs/math/depth-separation.md, Lemma 2).

use rand::SeedableRng;
use rand::seq::index::sample;
use rand_chacha::ChaCha8Rng;
use rug::ops::Pow;
use rug::{Integer, Rational};

use crate::scalar::Ball;

/// The bits of numbers up to which binomials are computed exactly; beyond, logarithms of factorials are.
const EXACT_BITS: u64 = 1 << 17;

/// ⌈C(M, k) / Σ_{i>s} C(k, i)·C(M−k, k−i)⌉ as an integer.
///
/// ```
/// use flowcert::depth::family::greedy_count;
///
/// // Eight of the 95 sign vectors of Gilbert and Varshamov (n = 16, h = 4), four in common at most.
/// assert_eq!(greedy_count(&95.into(), 8, 4), 20121);
/// ```
///
/// # Panics
///
/// If k > M.
#[must_use]
pub fn greedy_count(points: &Integer, modes: u32, shared: u32) -> Integer {
    assert!(*points >= modes, "more elements than points");
    let rest = Integer::from(points - modes);
    let mut neighbours = Integer::new();
    for i in shared + 1..=modes {
        let others = rest.clone().binomial(modes - i);
        neighbours += Integer::from(modes).binomial(i) * others;
    }
    if neighbours.is_zero() {
        // Only for s ≥ k: every set may stand beside every other.
        return points.clone().binomial(modes);
    }
    points.clone().binomial(modes).div_rem_ceil(neighbours).0
}

/// log₂ of the quotient of [`greedy_count`], in a ball: by integers where they have few bits; else by lnΓ, with the sum between
/// its first term and a geometric series. The precision is that of the result; more is used where terms cancel.
///
/// ```
/// use flowcert::depth::family::log2_greedy_count;
///
/// let log = log2_greedy_count(&82087.into(), 16, 8, 64);
/// assert!((log.lower().to_f64() - 101.491).abs() < 1e-3);
/// ```
///
/// # Panics
///
/// If k > M.
#[must_use]
pub fn log2_greedy_count(points: &Integer, modes: u32, shared: u32, precision: u32) -> Ball {
    let bits = u64::from(points.significant_bits()) * u64::from(modes);
    if bits <= EXACT_BITS && modes <= 1 << 12 {
        return Ball::enclose(&greedy_count(points, modes, shared), precision).log2();
    }
    by_ln_gamma(points, modes, shared, precision)
}

fn by_ln_gamma(points: &Integer, modes: u32, shared: u32, precision: u32) -> Ball {
    let first = shared + 1;
    let is_vast = is_vast(points, modes, precision);
    let inner = if is_vast {
        precision + 64
    } else {
        // lnΓ(M + 1) − lnΓ(M − k + 1) loses about as many bits as M has.
        precision + points.significant_bits() + 64
    };
    let ln_factorial = |n: u32| Ball::enclose(u64::from(n) + 1, inner).ln_gamma();
    let ln_small = |n: u32, k: u32| ln_factorial(n) - ln_factorial(k) - ln_factorial(n - k);
    let rest = Integer::from(points - modes);
    let gap = modes - first;
    let ln_large = |n: &Integer, k: u32| ln_falling(n, k, inner, is_vast) - ln_factorial(k);
    let largest = ln_large(points, modes) - ln_small(modes, first) - ln_large(&rest, gap);
    // Each term is at most so many times the one before it: the ratio falls with i.
    let below: Integer = points - 2 * Integer::from(modes) + first + 1_u32;
    let ratio = Rational::from((Integer::from(gap).pow(2_u32), below.max(Integer::from(1)) * (first + 1)));
    let smallest = if ratio < 1 {
        &largest + &(Ball::enclose(&(1 - ratio), inner).ln())
    } else {
        Ball::enclose(0, inner)
    };
    let bits = smallest.hull(&largest) / Ball::enclose(2, inner).ln();
    bits.with_precision(precision)
}

/// Whether M is so much larger than k that M − k + 1 and M are alike in this precision.
fn is_vast(points: &Integer, modes: u32, precision: u32) -> bool {
    points.significant_bits() > 2 * (32 - modes.leading_zeros()) + precision + 64
}

/// ln(n·(n − 1)⋯(n − k + 1)), between the powers of its factors if n is vast.
fn ln_falling(n: &Integer, k: u32, precision: u32, is_vast: bool) -> Ball {
    if is_vast {
        let least = Integer::from(n - k) + 1_u32;
        let ends = Ball::enclose(&least, precision).hull(&Ball::enclose(n, precision));
        return ends.ln() * Ball::enclose(k, precision);
    }
    let ln_factorial = |n: &Integer| Ball::enclose(&Integer::from(n + 1_u32), precision).ln_gamma();
    ln_factorial(n) - ln_factorial(&Integer::from(n - k))
}

/// (M/k)^i₀ / C(k, i₀) with i₀ = s + 1, as a logarithm to base 2: the short form, at most that of [`log2_greedy_count`].
#[must_use]
pub fn log2_short_form(points: &Integer, modes: u32, shared: u32, precision: u32) -> Ball {
    let first = shared + 1;
    let ratio = Ball::enclose(&Rational::from((points.clone(), modes)), precision).log2();
    let binomial = Ball::enclose(&Integer::from(modes).binomial(first.min(modes)), precision).log2();
    ratio * Ball::enclose(first, precision) - binomial
}

/// Sets of `modes` of the points 0 … `points` − 1, no two with more than `shared` in common: drawn one after the other, kept if
/// they fit, until there are `wanted` or `attempts` have been drawn.
///
/// ```
/// use flowcert::depth::family::drawn;
///
/// let sets = drawn(32, 6, 2, 40, 10_000, 1);
/// assert_eq!(sets.len(), 40);
/// let common = |a: &[u64], b: &[u64]| a.iter().filter(|point| b.contains(point)).count();
/// assert!(sets.iter().enumerate().all(|(i, a)| sets[..i].iter().all(|b| common(a, b) <= 2)));
/// ```
#[must_use]
pub fn drawn(
    points: usize,
    modes: usize,
    shared: usize,
    wanted: usize,
    attempts: usize,
    seed: u64,
) -> Vec<Vec<u64>> {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let mut sets: Vec<Vec<u64>> = Vec::new();
    for _ in 0..attempts {
        if sets.len() == wanted || modes > points {
            break;
        }
        let mut set: Vec<u64> =
            sample(&mut random, points, modes).into_iter().map(|point| point as u64).collect();
        set.sort_unstable();
        if sets.iter().all(|other| common(other, &set) <= shared) {
            sets.push(set);
        }
    }
    sets
}

/// How many elements two increasing lists have in common.
#[must_use]
pub fn common(one: &[u64], other: &[u64]) -> usize {
    one.iter().filter(|point| other.binary_search(point).is_ok()).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ways_to_compute_agree() {
        for (points, modes, shared) in
            [(1000_u32, 40, 20), (82087, 16, 8), (300, 64, 40), (5000, 100, 60), (90, 40, 30)]
        {
            let points = Integer::from(points);
            let exact = Ball::enclose(&greedy_count(&points, modes, shared), 128).log2();
            let by_factorials = by_ln_gamma(&points, modes, shared, 128);
            // ⌈x⌉ is above x by less than 1, so its logarithm by less than 2/x.
            let slack = Ball::enclose(2, 128) / Ball::enclose(&greedy_count(&points, modes, shared), 128);
            assert!(by_factorials.lower() <= exact.upper(), "{points} {modes} {shared}");
            assert!(
                (&by_factorials + &slack).upper() >= exact.lower(),
                "{points} {modes} {shared}: {by_factorials} {exact}"
            );
            if 4 * u64::from(modes) < u64::try_from(&points).unwrap() {
                assert!(by_factorials.width() < 1, "{by_factorials}");
            }
        }
    }

    #[test]
    fn the_short_form_is_weaker() {
        for (points, modes, shared) in [(1000_u32, 40, 20), (82087, 16, 8), (5000, 100, 60)] {
            let points = Integer::from(points);
            let short = log2_short_form(&points, modes, shared, 64);
            assert_eq!(short.is_less_than(&log2_greedy_count(&points, modes, shared, 64)), Some(true));
        }
    }

    #[test]
    fn no_family_is_smaller_than_promised() {
        // All greedy families of pairs out of five points that share no point: at least ⌈10/7⌉ sets.
        assert_eq!(greedy_count(&5.into(), 2, 0), 2);
        assert_eq!(greedy_count(&5.into(), 2, 1), 10);
        for seed in 0..20 {
            assert!(drawn(5, 2, 0, 100, 1000, seed).len() >= 2);
        }
    }
}
