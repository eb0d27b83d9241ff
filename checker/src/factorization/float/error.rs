//! The enclosure of ‖product − M‖, and its comparison with ε·‖M‖.

use rug::{Complete, Rational};

use super::ball::Ball;
use super::dyadic::Dyadic;
use super::fixed::sum_of_squares;
use crate::abbreviate;
use crate::rejection::Rejection;

/// Squares of Frobenius norms: the difference P − M lies in the ball around D with radius R, M in the one around N
/// with radius Q. (All are multiplied by the square of the same integer.)
#[derive(Debug, Default)]
pub(super) struct Sums {
    difference: Dyadic,
    difference_radius: Dyadic,
    matrix: Dyadic,
    matrix_radius: Dyadic,
}

/// What an enclosure says about a bound on the error.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// The error is at most the bound.
    Holds,
    /// The error is larger: both in digits.
    Exceeded { error: String, claimed: String },
    /// The enclosure is too wide.
    Open,
}

impl Sums {
    /// Adds a half column of the product and of the matrix. The columns' errors are independent of each other, so the
    /// squares of their radii add up.
    pub(super) fn add(&mut self, product: Ball, matrix: Ball, bits: u64) -> Result<(), Rejection> {
        self.matrix.add(&sum_of_squares(&matrix.integers), 2 * matrix.exponent)?;
        self.matrix_radius.add(&matrix.radius.square_ref().complete(), 2 * matrix.exponent)?;
        let difference = product.sum(matrix.negated(), bits);
        self.difference.add(&sum_of_squares(&difference.integers), 2 * difference.exponent)?;
        self.difference_radius.add(&difference.radius.square(), 2 * difference.exponent)
    }

    /// Compares ‖P − M‖ with ε·‖M‖ for ε = a/b ≥ 0.
    ///
    /// With d = ‖D‖ and n = ‖N‖, ‖P − M‖ lies between d ± R and ‖M‖ between n ± Q. So the bound holds if
    /// d + r ≤ ε·n for r = R + ε·Q, and fails if d − r > ε·n. Both are decided by squares, without roots:
    /// d + r ≤ t exactly if 2dr ≤ t² − d² − r², and d − r > t exactly if d > r and d² + r² − t² > 2dr (for t ≥ 0).
    pub(super) fn verdict(&self, bound: &Rational) -> Result<Verdict, Rejection> {
        let parts = [&self.difference, &self.difference_radius, &self.matrix, &self.matrix_radius];
        let lowest = parts.iter().filter_map(|part| part.exponent()).min().unwrap_or(0);
        let [above, below] = [bound.numer(), bound.denom()].map(|part| part.square_ref().complete());
        // Everything is multiplied by b², and r² is replaced by 2R² + 2ε²Q² ≥ r² if Q is not 0.
        let difference = self.difference.at(lowest)? * &below;
        let target = self.matrix.at(lowest)? * &above;
        let mut radius = self.difference_radius.at(lowest)? * &below;
        let matrix_radius = self.matrix_radius.at(lowest)? * &above;
        if !matrix_radius.is_zero() {
            radius = (radius + matrix_radius) * 2;
        }
        let twice_product_squared = (&difference * &radius).complete() * 4;
        let gap = (&target - &difference).complete() - &radius;
        if gap >= 0 && twice_product_squared <= gap.square_ref().complete() {
            return Ok(Verdict::Holds);
        }
        let excess = (&difference - &target).complete() + &radius;
        if difference > radius && excess > 0 && excess.square() > twice_product_squared {
            return Ok(Verdict::Exceeded {
                error: self.digits(lowest)?,
                claimed: abbreviate::decimal(bound),
            });
        }
        Ok(Verdict::Open)
    }

    /// About ‖D‖ / ‖N‖.
    fn digits(&self, lowest: i64) -> Result<String, Rejection> {
        let (difference, matrix) = (self.difference.at(lowest)?, self.matrix.at(lowest)?);
        if matrix.is_zero() {
            return Ok("infinite".to_owned());
        }
        Ok(abbreviate::decimal(&root(&Rational::from((difference, matrix)))))
    }
}

/// The square root to at least 60 bits, rounded down.
fn root(square: &Rational) -> Rational {
    let short = square.denom().significant_bits().saturating_sub(square.numer().significant_bits());
    let half = 60 + short.div_ceil(2);
    let scaled = (square.numer() << (2 * half)).complete() / square.denom();
    Rational::from(scaled.sqrt()) >> half
}

#[cfg(test)]
mod tests {
    use rug::Integer;

    use super::*;

    fn ball(integer: i64, exponent: i64, radius: u32) -> Ball {
        Ball { integers: vec![Integer::from(integer)], exponent, radius: Integer::from(radius) }
    }

    /// The verdict on |product − matrix| ≤ bound·|matrix|, of one number each.
    fn verdict(product: Ball, matrix: Ball, bound: (u32, u32)) -> Verdict {
        let mut sums = Sums::default();
        sums.add(product, matrix, 60).expect("small");
        sums.verdict(&Rational::from(bound)).expect("small")
    }

    #[test]
    fn points_are_decided_exactly() {
        let point = |bound| verdict(ball(5, 0, 0), ball(4, 0, 0), bound);
        assert_eq!(point((1, 4)), Verdict::Holds);
        assert_eq!(point((2, 1)), Verdict::Holds);
        let exceeded =
            |claimed: &str| Verdict::Exceeded { error: "0.25".to_owned(), claimed: claimed.to_owned() };
        assert_eq!(point((249, 1000)), exceeded("0.249"));
        assert_eq!(point((0, 1)), exceeded("0"));
        assert_eq!(verdict(ball(4, 0, 0), ball(2, 1, 0), (0, 1)), Verdict::Holds, "equal");
        assert_eq!(verdict(ball(0, 0, 0), ball(0, 0, 0), (0, 1)), Verdict::Holds, "0 = 0");
        let infinite = Verdict::Exceeded { error: "infinite".to_owned(), claimed: "0".to_owned() };
        assert_eq!(verdict(ball(1, 0, 0), ball(0, 0, 0), (0, 1)), infinite);
    }

    #[test]
    fn balls_are_decided_if_all_their_points_agree() {
        // |P − M| in 10 ± 2, M = 100.
        let wide = |bound| verdict(ball(110, 0, 2), ball(100, 0, 0), bound);
        assert_eq!(wide((12, 100)), Verdict::Holds);
        assert_eq!(wide((1199, 10_000)), Verdict::Open);
        assert_eq!(wide((8, 100)), Verdict::Open);
        assert!(matches!(wide((799, 10_000)), Verdict::Exceeded { .. }));
        // |P − M| in 10 ± 20: nothing can be excluded from below.
        assert_eq!(verdict(ball(110, 0, 20), ball(100, 0, 0), (0, 1)), Verdict::Open);
        // M in 100 ± 10, its error in both norms: P − M in 10 ± 10.
        let matrix = |bound| verdict(ball(110, 0, 0), ball(100, 0, 10), bound);
        assert_eq!(matrix((20, 90)), Verdict::Open, "a bound on r that is not sharp");
        assert_eq!(matrix((3, 10)), Verdict::Holds);
        assert_eq!(matrix((0, 1)), Verdict::Open);
    }

    #[test]
    fn roots_are_close() {
        for (square, expected) in
            [((1, 4), 0.5), ((2, 1), std::f64::consts::SQRT_2), ((1, 1_000_000_000), 3.162_277_66e-5)]
        {
            let found = root(&Rational::from(square)).to_f64();
            assert!((found / expected - 1.0).abs() < 1e-8, "{found}");
        }
        assert_eq!(root(&Rational::new()), 0);
    }
}
