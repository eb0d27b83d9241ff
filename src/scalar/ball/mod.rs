//! Rigorous enclosures: [`Ball`], intervals that round outward, over MPFR.
//!
//! Real numbers that are not rational (logarithms of determinants, Gaussian probabilities, volumes) are carried as
//! intervals that contain them, so that an inequality between enclosures proves the inequality between the numbers.
//! The functions of one variable round by MPFR, which returns for each direction the nearest number on that side.

mod arithmetic;
mod compare;
mod display;
mod elementary;
mod enclosure;
mod ln_gamma;
mod normal;
mod quantile;
#[cfg(test)]
mod tests;

use std::cmp::Ordering;

use rug::float::{Constant, Round, Special};
use rug::ops::AssignRound;

/// A binary floating-point number of a chosen precision in bits: `rug::Float`, which is MPFR's number.
pub type Float = rug::Float;

/// An interval [lower, upper] that contains a real number.
///
/// Both endpoints are floating-point numbers of one precision in bits; every operation rounds lower down and upper up.
/// An operation on balls of two precisions works in the larger one.
///
/// The sum, difference, product and quotient of two points, and a function of one, is the smallest ball that there is:
/// a point or two neighbouring floats. Only for Φ and Φ⁻¹ there may be one float between the ends.
///
/// # What an enclosure promises
///
/// If x lies in X, y in Y, … and the expression f(x, y, …) has a real value, that value lies in f(X, Y, …). Balls never
/// hold NaN; what cannot be enclosed becomes wider:
///
/// - past the largest number, an endpoint is ±∞; below the smallest, it is zero or the smallest number;
/// - where an argument touches the end of the domain at a pole, the endpoint is ±∞: ln \[0, 1\] = [−∞, 0];
/// - where an argument leaves the domain (the root of a ball that reaches below zero, its logarithm, a quotient by a
///   ball that contains zero), the result is the [whole line](Self::whole_line), with which every comparison says
///   "don't know".
///
/// There is no `==` or `<`, since two enclosures do not tell whether the numbers in them are equal; see
/// [`compare`](Self::compare), [`sign`](Self::sign), [`contains`](Self::contains).
///
/// ```
/// use flowcert::scalar::{Ball, Rational};
///
/// let root = Ball::enclose(2, 53).sqrt();
/// assert_eq!(format!("{root:.11}"), "[1.4142135623, 1.4142135624]");
///
/// // The square contains 2 and cannot tell more; 7/5 < √2 is proved.
/// assert!(root.square().contains(&2));
/// assert_eq!(root.square().is_less_than(&Ball::enclose(2, 53)), None);
/// assert_eq!(Ball::enclose(&Rational::from((7, 5)), 53).is_less_than(&root), Some(true));
/// ```
#[derive(Clone, Debug)]
pub struct Ball {
    lower: Float,
    upper: Float,
}

impl Ball {
    /// The smallest ball of `precision` bits around a number: an integer, an `f64`, or a reference to an `Integer`, a
    /// `Rational` or a [`Float`]. It is a point where the number fits: an `f64` in 53 bits, an `i64` in 64.
    ///
    /// NaN and ±∞ are no real numbers and become the whole line.
    ///
    /// # Panics
    ///
    /// Like every constructor with a precision, where that is zero or above MPFR's limit, which is not below 2³¹ − 257.
    ///
    /// ```
    /// use flowcert::scalar::{Ball, Rational};
    ///
    /// let third = Ball::enclose(&Rational::from((1, 3)), 24);
    /// assert!(third.contains(&Rational::from((1, 3))) && !third.is_point());
    /// assert!(Ball::enclose(0.1, 53).is_point()); // the f64, which is not 1/10
    /// assert!(!Ball::enclose(0.1, 53).contains(&Rational::from((1, 10))));
    /// ```
    #[must_use]
    pub fn enclose<T: Clone>(number: T, precision: u32) -> Self
    where
        Float: AssignRound<T, Round = Round, Ordering = Ordering>,
    {
        let (lower, _) = Float::with_val_round(precision, number.clone(), Round::Down);
        let (upper, _) = Float::with_val_round(precision, number, Round::Up);
        Self::outward(lower, upper)
    }

    /// π, in the smallest ball of `precision` bits.
    ///
    /// ```
    /// # use flowcert::scalar::Ball;
    /// assert_eq!(format!("{:.6}", Ball::pi(53)), "[3.14159, 3.14160]");
    /// ```
    #[must_use]
    pub fn pi(precision: u32) -> Self {
        Self::enclose(Constant::Pi, precision)
    }

    /// The ball with these endpoints, in the larger of their precisions; `None` where the first is above the second or
    /// one is NaN. Infinite endpoints are allowed where they leave room for a real number.
    ///
    /// ```
    /// # use flowcert::scalar::{Ball, Float};
    /// let float = |value: f64| Float::with_val(53, value);
    /// assert!(Ball::from_endpoints(float(-1.0), float(f64::INFINITY)).is_some());
    /// assert!(Ball::from_endpoints(float(1.0), float(-1.0)).is_none());
    /// assert!(Ball::from_endpoints(float(f64::INFINITY), float(f64::INFINITY)).is_none());
    /// ```
    #[must_use]
    pub fn from_endpoints(mut lower: Float, mut upper: Float) -> Option<Self> {
        let precision = lower.prec().max(upper.prec());
        lower.set_prec(precision);
        upper.set_prec(precision);
        let real = lower <= upper && lower != Special::Infinity && upper != Special::NegInfinity;
        real.then(|| Self::outward(lower, upper))
    }

    /// [−∞, ∞]: nothing is known.
    #[must_use]
    pub fn whole_line(precision: u32) -> Self {
        Self {
            lower: Float::with_val(precision, Special::NegInfinity),
            upper: Float::with_val(precision, Special::Infinity),
        }
    }

    /// The same enclosure in another precision, rounded outward where that is the smaller one.
    #[must_use]
    pub fn with_precision(&self, precision: u32) -> Self {
        let (lower, _) = Float::with_val_round(precision, &self.lower, Round::Down);
        let (upper, _) = Float::with_val_round(precision, &self.upper, Round::Up);
        Self::outward(lower, upper)
    }

    /// A lower bound of the number, −∞ where none is known.
    #[must_use]
    pub fn lower(&self) -> &Float {
        &self.lower
    }

    /// An upper bound of the number, ∞ where none is known.
    #[must_use]
    pub fn upper(&self) -> &Float {
        &self.upper
    }

    /// The precision of both endpoints, in bits.
    #[must_use]
    pub fn precision(&self) -> u32 {
        self.lower.prec()
    }

    /// Every ball is made here, from endpoints that are already rounded: NaN, or an interval without a real number,
    /// becomes the whole line, and −0 becomes 0, so that no sign of zero reaches a function or the reader.
    fn outward(mut lower: Float, mut upper: Float) -> Self {
        let empty = lower == Special::Infinity || upper == Special::NegInfinity;
        if empty || lower.is_nan() || upper.is_nan() {
            return Self::whole_line(lower.prec());
        }
        for end in [&mut lower, &mut upper] {
            if end.is_zero() {
                end.abs_mut();
            }
        }
        Self { lower, upper }
    }
}
