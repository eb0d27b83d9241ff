//! The codebook: at least M points of the unit ball, any two at least r apart.
//!
//! **Ball packing.** Let a set of points of the ball have distances ≥ r, and let no point of the ball be farther than that from
//! all of them. Then the open balls of radius r around them cover the unit ball, whose volume is r^(−n) times theirs: there are
//! at least ⌈r^(−n)⌉ points.
//!
//! **Gilbert–Varshamov.** Likewise among the 2^n words of n bits, with balls of V = Σ_{i<h} binom(n, i) words: at least
//! ⌈2^n/V⌉ words, any two of which differ in h places or more.
//!
//! **Codes.** A word is the point with the coordinates ±1/√n, + where its bit is 1. Words that differ in h places are points at
//! the distance 2√(h/n).
//!
//! M ≤ ⌈x⌉ for a whole number M means M − 1 < x: this is decided with integers.

use rug::ops::Pow;
use rug::{Integer, Rational};

use super::code;
use crate::certificate::{Codebook, DepthSeparation};
use crate::limits::MAX_DEPTH_EXACT_BITS;
use crate::rejection::Rejection;

/// That there are so many points, so far from each other.
pub(super) fn check(it: &DepthSeparation) -> Result<(), Rejection> {
    let before = Integer::from(&it.points - 1);
    let enough = match &it.codebook {
        Codebook::BallPacking { distance } => in_ball(&before, distance, it.dimension)?,
        Codebook::GilbertVarshamov { hamming } => {
            before * words_within(it.dimension, *hamming) < Integer::from(1) << it.dimension as u32
        }
        Codebook::LinearCode { generator, hamming } => {
            code::check_linear(generator, *hamming)?;
            before < Integer::from(1) << generator.len() as u32
        }
        Codebook::ListedCode { words, hamming } => {
            code::check_listed(words, *hamming)?;
            before < words.len()
        }
    };
    if enough { Ok(()) } else { Err(Rejection::TooManyPoints { by: it.codebook.name() }) }
}

/// r² of a code.
pub(super) fn squared_distance(hamming: u64, dimension: u64) -> Rational {
    Rational::from((Integer::from(hamming) * 4, Integer::from(dimension)))
}

/// Whether M − 1 < r^(−n).
fn in_ball(before: &Integer, distance: &Rational, dimension: u64) -> Result<bool, Rejection> {
    let bits = distance.numer().significant_bits().max(distance.denom().significant_bits());
    let (found, limit) = (u64::from(bits) * dimension, MAX_DEPTH_EXACT_BITS);
    if found > limit {
        let (place, what) = ("codebook.distance".to_owned(), "the number of bits times the dimension");
        return Err(Rejection::TooLarge { place, what, found, limit });
    }
    let power = |number: &Integer| Integer::from(number.pow(dimension as u32));
    Ok(power(distance.numer()) * before < power(distance.denom()))
}

/// Σ_{i<h} binom(n, i).
fn words_within(dimension: u64, hamming: u64) -> Integer {
    let mut binomial = Integer::from(1);
    let mut sum = Integer::new();
    for i in 0..hamming {
        sum += &binomial;
        binomial *= dimension - i;
        binomial /= i + 1;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_in_a_ball() {
        let ceiling = |n: u64, h| {
            let (quotient, rest) = (Integer::from(1) << n as u32).div_rem(words_within(n, h));
            quotient + u32::from(!rest.is_zero())
        };
        assert_eq!((ceiling(16, 4), ceiling(64, 16)), (Integer::from(95), Integer::from(82_087)));
        assert_eq!(ceiling(5, 1), 32);
        // All words but one.
        assert_eq!(words_within(5, 5), 31);
    }
}
