//! The targets: N sets of k of the M points, any two of which share at most s points.
//!
//! **Counting.** Choose sets one after the other. A chosen set S excludes the sets that share more than s points with it, S itself
//! among them: V = Σ_{i>s} binom(k, i)·binom(M − k, k − i) of the T = binom(M, k) sets, for i points are in S and k − i are not.
//! So sets can be chosen until N·V ≥ T, that is N = ⌈T/V⌉ of them.
//!
//! Let t_i be the terms of V. t_{i+1}/t_i = (k − i)²/((i + 1)(M − 2k + i + 1)) decreases in i. So V ≤ t_{s+1}/(1 − ρ) for the
//! ratio ρ at i = s + 1, if ρ < 1; this is what is computed where T is too long a number (`binomial.rs`).

use rug::{Integer, Rational};

use super::binomial::log2_binomial;
use super::code::at_most;
use super::interval::Interval;
use crate::certificate::{DepthSeparation, Targets};
use crate::limits::MAX_DEPTH_COUNT_BITS;
use crate::rejection::Rejection;

/// The number of targets.
pub(super) enum Number {
    /// As a number.
    Exact(Integer),
    /// T/V for so many points, modes and shared points, bounded from below.
    Bounded { points: Integer, modes: u64, shared: u64 },
}

/// Checks the targets, and counts them.
pub(super) fn number(it: &DepthSeparation) -> Result<Number, Rejection> {
    match &it.targets {
        Targets::Listed { sets } => {
            check_listed(sets, it)?;
            Ok(Number::Exact(Integer::from(sets.len())))
        }
        Targets::Counting => Ok(Number::counted(&it.points, it.modes, it.shared)),
    }
}

impl Number {
    fn counted(points: &Integer, modes: u64, shared: u64) -> Self {
        if u64::from(points.significant_bits()).saturating_mul(modes) <= MAX_DEPTH_COUNT_BITS {
            Self::Exact(exact(points, modes, shared))
        } else {
            Self::Bounded { points: points.clone(), modes, shared }
        }
    }

    /// log₂N, or a lower bound on it: only the lower end says something then.
    pub(super) fn log2(&self, precision: u32) -> Interval {
        match self {
            Self::Exact(number) => Interval::integer(number, precision).at_least(1).log2(),
            Self::Bounded { points, modes, shared } => bounded(points, *modes, *shared, precision),
        }
    }
}

/// ⌈T/V⌉, with T and the terms of V as integers: from t_k = 1 down to t_{s+1}.
fn exact(points: &Integer, modes: u64, shared: u64) -> Integer {
    let mut term = Integer::from(1);
    let mut excluded = Integer::from(1);
    for i in (shared + 1..modes).rev() {
        let outside = Integer::from(points - 2 * modes) + (i + 1);
        if outside <= 0 {
            break;
        }
        term *= outside * (i + 1);
        term.div_exact_mut(&Integer::from(modes - i).square());
        excluded += &term;
    }
    // T is not short of V, so the quotient is at least 1.
    let all = points.clone().binomial(modes as u32);
    all.div_rem_ceil(excluded).0
}

/// log₂T − log₂(t_{s+1}/(1 − ρ)); 0 if ρ ≥ 1, for one set there is.
fn bounded(points: &Integer, modes: u64, shared: u64, precision: u32) -> Interval {
    let first = shared + 1;
    let outside = Integer::from(points - 2 * modes) + (first + 1);
    let ratio = || Rational::from((Integer::from(modes - first).square(), outside.clone() * (first + 1)));
    if outside <= 0 || ratio() >= 1 {
        return Interval::whole(0, precision);
    }
    let rest = Interval::rational(&(1 - ratio()), precision).log2();
    let all = log2_binomial(points, modes, precision);
    let inside = log2_binomial(&Integer::from(modes), first, precision);
    let beyond = log2_binomial(&Integer::from(points - modes), modes - first, precision);
    all - inside - beyond + rest
}

/// That the listed sets share few points.
fn check_listed(sets: &[Vec<u64>], it: &DepthSeparation) -> Result<(), Rejection> {
    let count = sets.len() as u128;
    at_most("targets.sets", count * count * u128::from(it.modes))?;
    for (second, set) in sets.iter().enumerate() {
        for (first, other) in sets[..second].iter().enumerate() {
            let shared = common(set, other);
            if shared > it.shared {
                return Err(Rejection::TargetsOverlap { first, second, shared, allowed: it.shared });
            }
        }
    }
    Ok(())
}

/// How many numbers are in both increasing lists.
fn common(mut one: &[u64], mut other: &[u64]) -> u64 {
    let mut count = 0;
    while let ([x, one_rest @ ..], [y, other_rest @ ..]) = (one, other) {
        count += u64::from(x == y);
        if x <= y {
            one = one_rest;
        }
        if y <= x {
            other = other_rest;
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_numbers() {
        assert_eq!(exact(&Integer::from(95), 8, 4), 20_121);
        let many = Number::counted(&Integer::from(82_087), 16, 8).log2(128);
        let low = many.low().expect("finite").to_f64();
        assert!((low - 101.491).abs() < 5e-4, "{low}");
    }

    /// T and V by binomials, term by term.
    fn by_hand(points: u64, modes: u64, shared: u64) -> Integer {
        let choose = |n: u64, k: u64| Integer::from(n).binomial(k as u32);
        let term = |i: u64| {
            if modes - i > points - modes {
                Integer::new()
            } else {
                choose(modes, i) * choose(points - modes, modes - i)
            }
        };
        let excluded: Integer = (shared + 1..=modes).map(term).sum();
        (choose(points, modes) + &excluded - 1) / excluded
    }

    #[test]
    fn exact_numbers_are_those_of_the_formula() {
        for points in 2..14 {
            for modes in 1..points {
                for shared in 0..modes {
                    let found = exact(&Integer::from(points), modes, shared);
                    assert_eq!(found, by_hand(points, modes, shared), "{points} {modes} {shared}");
                }
            }
        }
    }

    /// The bound never exceeds the number, and is near it where the terms fall fast.
    #[test]
    fn bounds_are_below_exact_numbers() {
        for (points, modes, shared) in [
            (95_u64, 8, 4),
            (82_087, 16, 8),
            (1000, 40, 10),
            (1 << 40, 200, 100),
            (50, 20, 7),
            (60, 30, 2),
            (30, 29, 5),
        ] {
            let exact = Number::Exact(exact(&Integer::from(points), modes, shared)).log2(192);
            let bound = bounded(&Integer::from(points), modes, shared, 192);
            let (exact, bound) = (exact.high().expect("finite"), bound.low().expect("finite"));
            assert!(bound <= exact, "{points} {modes} {shared}: {bound} {exact}");
            if points > 80_000 {
                assert!(exact.to_f64() - bound.to_f64() < 1e-3, "{points} {modes} {shared}: {bound} {exact}");
            }
        }
        let long = Integer::from(1) << 700;
        let exact = Number::Exact(exact(&long, 300, 150)).log2(192);
        let bound = bounded(&long, 300, 150, 192);
        let gap = exact.high().expect("finite").to_f64() - bound.low().expect("finite").to_f64();
        assert!((0.0..1e-6).contains(&gap), "{gap}");
    }

    #[test]
    fn common_points() {
        assert_eq!(common(&[0, 2, 4, 6], &[1, 2, 3, 6, 9]), 2);
        assert_eq!(common(&[], &[1]), 0);
        assert_eq!(common(&[5], &[5]), 1);
    }
}
