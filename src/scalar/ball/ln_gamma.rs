//! The logarithm of the gamma function, which falls to its minimum near 1.4616 and rises from there.

use rug::float::Round;

use super::{Ball, Float};

/// The minimum of lnΓ over x > 0 is between these, as the test on the signs of the digamma function shows.
const BEFORE_MINIMUM: f64 = 1.4616;
const AFTER_MINIMUM: f64 = 1.4617;

impl Ball {
    /// lnΓ(x) for x > 0; the whole line where the ball reaches below zero, ∞ as the upper end where it starts at zero.
    ///
    /// ```
    /// # use flowcert::scalar::{Ball, Float};
    /// // ln 4! = ln 24
    /// assert_eq!(format!("{:.8}", Ball::enclose(5, 53).ln_gamma()), "[3.1780538, 3.1780539]");
    ///
    /// // From 1 to 2 the function is below zero, and 0 at both ends.
    /// let ball = Ball::from_endpoints(Float::with_val(53, 1), Float::with_val(53, 2)).unwrap();
    /// assert_eq!(format!("{:.8}", ball.ln_gamma()), "[-0.12148630, 0]");
    /// ```
    #[must_use]
    pub fn ln_gamma(&self) -> Self {
        self.on_non_negative(|ball| {
            if ball.is_point() || !(slope_is_negative(&ball.lower)) {
                ball.increasing(Float::ln_gamma_round)
            } else if slope_is_negative(&ball.upper) {
                ball.decreasing(Float::ln_gamma_round)
            } else {
                ball.around_the_minimum()
            }
        })
    }

    /// lnΓ where the ball contains the minimum: from below the minimum to the larger of the values at the ends.
    fn around_the_minimum(&self) -> Self {
        let at = |end: &Float| Float::with_val_round(self.precision(), end.ln_gamma_ref(), Round::Up).0;
        let upper = at(&self.lower).max(&at(&self.upper));
        Self::outward(below_the_minimum(self.precision()), upper)
    }
}

/// Whether the digamma function ψ = (lnΓ)′ is negative at x ≥ 0. It increases, so that far from its zero the answer is
/// known without it.
fn slope_is_negative(x: &Float) -> bool {
    if *x < BEFORE_MINIMUM {
        return true;
    }
    *x < AFTER_MINIMUM && Float::with_val_round(x.prec(), x.digamma_ref(), Round::Up).0 < 0
}

/// A lower bound of lnΓ over x > 0.
///
/// lnΓ is convex, so it is above its tangent at any m: lnΓ(x) ≥ lnΓ(m) + ψ(m)·(x − m). Its minimum is between 1 and 2,
/// where it has the value 0 twice, hence for m there too the minimum is at least lnΓ(m) − |ψ(m)|. How near m is to the
/// place of the minimum is a matter of sharpness only.
fn below_the_minimum(precision: u32) -> Float {
    let point = near_the_minimum(precision).clamp(&1, &2);
    let value = Ball::at(&point).ln_gamma();
    let slope = Ball::at(&point).increasing(Float::digamma_round).abs();
    (value - slope).with_precision(precision).lower
}

/// A number between 1 and 2 at which ψ is about 2^(−precision − 10). Each step of Newton with the fixed slope
/// ψ′ = 0.9676720454 at the minimum multiplies the error by less than 2⁻³⁰.
fn near_the_minimum(precision: u32) -> Float {
    let mut point = Float::with_val(precision + 10, 1.461_632_144_968_362_3);
    for _ in 0..=precision / 30 {
        let slope = Float::with_val(point.prec(), point.digamma_ref());
        point -= slope / 0.967_672_045_4;
    }
    point
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slope(x: f64) -> Ball {
        Ball::enclose(x, 53).increasing(Float::digamma_round)
    }

    #[test]
    fn the_minimum_is_where_the_constants_say() {
        assert_eq!(slope(BEFORE_MINIMUM).sign(), Some(std::cmp::Ordering::Less));
        assert_eq!(slope(AFTER_MINIMUM).sign(), Some(std::cmp::Ordering::Greater));
    }

    #[test]
    fn the_minimum_is_bounded_to_the_last_bits() {
        // mpmath: loggamma(findroot(digamma, 1.46)) to 80 digits.
        let known = Float::with_val(
            300,
            Float::parse(
                "-0.12148629053584960809551455717769158215135617312999903886372437313313529757578912",
            )
            .unwrap(),
        );
        for precision in [24, 53, 113, 180] {
            let bound = below_the_minimum(precision);
            assert!(bound <= known);
            let gap = Float::with_val(precision, &known - &bound) << precision;
            assert!(gap < 0.25, "{gap} · 2^-{precision}");
        }
    }

    #[test]
    fn the_point_stays_between_one_and_two() {
        for precision in [1, 2, 10, 500] {
            let point = near_the_minimum(precision);
            assert!(point > 1 && point < 2);
        }
    }
}
