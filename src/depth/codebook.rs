//! Points of the unit ball that are far from each other: how many there are.
//!
//! | kind | points | distance r |
//! |---|---|---|
//! | ball packing | ⌈r⁻ⁿ⌉ | given |
//! | Gilbert–Varshamov | ⌈2ⁿ / Σ_{i<h} C(n, i)⌉ signs ±1/√n | 2√(h/n) |
//! | linear code | 2^rank signs ±1/√n, every nonzero word of weight h at least | 2√(h/n) |
//! | listed code | as many as there are | 2√(h/n) |
//!
//! The first two exist by volume (docs/math/depth-separation.md, Lemma 1); the others are [`LinearCode`]s
//! and lists. [`Codebook`] is the certificate's type; here its numbers are computed.

use flowcert_check::Codebook;
use rug::ops::Pow;
use rug::{Integer, Rational};

use super::linear_code::LinearCode;
use crate::scalar::Ball;

/// ⌈r⁻ⁿ⌉: so many points of the unit ball of ℝⁿ have distances of at least r, 0 < r ≤ 2.
///
/// ```
/// use flowcert::depth::codebook::ball_packing;
/// use flowcert::scalar::Rational;
///
/// assert_eq!(ball_packing(4, &Rational::from((1, 2))), 16);
/// assert_eq!(ball_packing(2, &Rational::from((2, 3))), 3);
/// ```
///
/// # Panics
///
/// If r is not positive.
#[must_use]
pub fn ball_packing(dimension: u32, distance: &Rational) -> Integer {
    assert!(*distance > 0, "the distance is not positive");
    Rational::from(distance.recip_ref()).pow(dimension).ceil().into_numer_denom().0
}

/// ⌈2ⁿ / Σ_{i<h} C(n, i)⌉: so many words of n bits differ in at least h of them.
///
/// ```
/// use flowcert::depth::codebook::gilbert_varshamov;
///
/// assert_eq!((gilbert_varshamov(16, 4), gilbert_varshamov(64, 16)), (95.into(), 82087.into()));
/// ```
///
/// # Panics
///
/// If h is 0.
#[must_use]
pub fn gilbert_varshamov(dimension: u32, hamming: u32) -> Integer {
    assert!(hamming > 0, "words that differ in no bit are equal");
    let mut term = Integer::from(1);
    let mut ball = Integer::new();
    for i in 0..hamming.min(dimension + 1) {
        ball += &term;
        term *= dimension - i;
        term /= i + 1;
    }
    (Integer::from(1) << dimension).div_rem_ceil(ball).0
}

/// The number of points.
///
/// # Panics
///
/// Those of [`ball_packing`] and [`gilbert_varshamov`].
#[must_use]
pub fn points(codebook: &Codebook, dimension: u32) -> Integer {
    match codebook {
        Codebook::BallPacking { distance } => ball_packing(dimension, distance),
        Codebook::GilbertVarshamov { hamming } => {
            gilbert_varshamov(dimension, u32::try_from(*hamming).unwrap_or(u32::MAX))
        }
        Codebook::LinearCode { generator, .. } => {
            Integer::from(1) << LinearCode::new(generator).rank() as u32
        }
        Codebook::ListedCode { words, .. } => Integer::from(words.len()),
    }
}

/// r²: the square of the least distance.
#[must_use]
pub fn distance_squared(codebook: &Codebook, dimension: u32) -> Rational {
    match codebook {
        Codebook::BallPacking { distance } => distance.clone().pow(2_u32),
        Codebook::GilbertVarshamov { hamming }
        | Codebook::LinearCode { hamming, .. }
        | Codebook::ListedCode { hamming, .. } => Rational::from((4 * hamming, dimension)),
    }
}

/// r, in the smallest ball of this precision.
#[must_use]
pub fn distance(codebook: &Codebook, dimension: u32, precision: u32) -> Ball {
    match codebook {
        Codebook::BallPacking { distance } => Ball::enclose(distance, precision),
        _ => Ball::enclose(&distance_squared(codebook, dimension), precision).sqrt(),
    }
}

/// Whether the points are unit vectors.
#[must_use]
pub fn is_of_unit_vectors(codebook: &Codebook) -> bool {
    !matches!(codebook, Codebook::BallPacking { .. })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packings_are_rounded_up() {
        for (dimension, distance, expected) in
            [(1, (1, 1), 1), (3, (2, 3), 4), (2, (2, 1), 1), (10, (1, 2), 1024), (5, (9, 10), 2)]
        {
            assert_eq!(
                ball_packing(dimension, &Rational::from(distance)),
                expected,
                "{dimension} {distance:?}"
            );
        }
    }

    #[test]
    fn gilbert_varshamov_by_the_definition() {
        for dimension in 1..12_u32 {
            for hamming in 1..=dimension {
                let ball = (0..1_u32 << dimension).filter(|word| word.count_ones() < hamming).count() as u32;
                assert_eq!(gilbert_varshamov(dimension, hamming), (1_u32 << dimension).div_ceil(ball));
            }
        }
    }
}
