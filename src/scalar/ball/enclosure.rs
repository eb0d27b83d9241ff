//! The ball as a set: hull, intersection, midpoint and widths.

use rug::float::Round;

use super::{Ball, Float};

impl Ball {
    /// The smallest ball around both, in the larger precision.
    #[must_use]
    pub fn hull(&self, other: &Self) -> Self {
        let (a, b) = (self.aligned(other), other.aligned(self));
        Self::outward(a.lower.min(&b.lower), a.upper.max(&b.upper))
    }

    /// What lies in both, in the larger precision; `None` where they are disjoint.
    ///
    /// Two enclosures of one number may be intersected; a disjoint pair refutes one of them. It also states what is
    /// known from elsewhere, such as a sign before a root:
    ///
    /// ```
    /// # use flowcert::scalar::{Ball, Float};
    /// let float = |value: f64| Float::with_val(53, value);
    /// let square = Ball::from_endpoints(float(-0.1), float(4.0)).unwrap();
    /// let positive = Ball::from_endpoints(float(0.0), float(f64::INFINITY)).unwrap();
    /// assert!(!square.sqrt().is_bounded());
    /// assert_eq!(*square.intersection(&positive).unwrap().sqrt().upper(), 2);
    /// ```
    #[must_use]
    pub fn intersection(&self, other: &Self) -> Option<Self> {
        let (a, b) = (self.aligned(other), other.aligned(self));
        Self::from_endpoints(a.lower.max(&b.lower), a.upper.min(&b.upper))
    }

    /// upper − lower, rounded up.
    #[must_use]
    pub fn width(&self) -> Float {
        Float::with_val_round(self.precision(), &self.upper - &self.lower, Round::Up).0
    }

    /// A bound of the relative error of every number in the ball, whichever the true one is: the width divided by the
    /// least absolute value in the ball, rounded up. Zero for a point, ∞ where a wider ball contains zero.
    #[must_use]
    pub fn relative_width(&self) -> Float {
        let width = self.width();
        if width.is_zero() {
            return width;
        }
        Float::with_val_round(self.precision(), &width / &self.abs().lower, Round::Up).0
    }

    /// The number in the middle, rounded to nearest but never out of the ball; `None` where that is unbounded.
    ///
    /// ```
    /// # use flowcert::scalar::{Ball, Float};
    /// let ball = Ball::from_endpoints(Float::with_val(53, 1), Float::with_val(53, 2)).unwrap();
    /// assert_eq!(ball.midpoint().unwrap(), 1.5);
    /// ```
    #[must_use]
    pub fn midpoint(&self) -> Option<Float> {
        // Halved before they are added: the sum of two large ends would overflow.
        let half = |end: &Float| Float::with_val(self.precision() + 1, end / 2u32);
        let middle = Float::with_val(self.precision(), half(&self.lower) + half(&self.upper));
        self.is_bounded().then(|| middle.max(&self.lower).min(&self.upper))
    }

    /// The images of both ends under an increasing function, each rounded outward.
    pub(super) fn increasing<T>(&self, round_to: impl Fn(&mut Float, Round) -> T) -> Self {
        let (mut lower, mut upper) = (self.lower.clone(), self.upper.clone());
        round_to(&mut lower, Round::Down);
        round_to(&mut upper, Round::Up);
        Self::outward(lower, upper)
    }

    /// The images of both ends under a decreasing function, each rounded outward.
    pub(super) fn decreasing<T>(&self, round_to: impl Fn(&mut Float, Round) -> T) -> Self {
        let (mut lower, mut upper) = (self.upper.clone(), self.lower.clone());
        round_to(&mut lower, Round::Down);
        round_to(&mut upper, Round::Up);
        Self::outward(lower, upper)
    }

    fn aligned(&self, other: &Self) -> Self {
        self.with_precision(self.precision().max(other.precision()))
    }

    /// The point ball of a finite float.
    pub(super) fn at(end: &Float) -> Self {
        Self { lower: end.clone(), upper: end.clone() }
    }
}
