//! Comparisons that can say "don't know".

use std::cmp::Ordering;

use super::{Ball, Float};

impl Ball {
    /// How the number in `self` compares with the number in `other`, `None` where the enclosures do not tell: they
    /// overlap, or touch. `Equal` is proved only by two points.
    ///
    /// ```
    /// use std::cmp::Ordering;
    /// use flowcert::scalar::Ball;
    ///
    /// let (three, pi) = (Ball::enclose(3, 53), Ball::pi(53));
    /// assert_eq!(three.compare(&pi), Some(Ordering::Less));
    /// assert_eq!(three.compare(&three), Some(Ordering::Equal));
    /// assert_eq!(pi.compare(&pi), None); // the same ball, but perhaps two numbers in it
    /// ```
    #[must_use]
    pub fn compare(&self, other: &Self) -> Option<Ordering> {
        if self.upper < other.lower {
            Some(Ordering::Less)
        } else if self.lower > other.upper {
            Some(Ordering::Greater)
        } else {
            let points = self.is_point() && other.is_point();
            points.then_some(Ordering::Equal)
        }
    }

    /// Whether the number in `self` is less than the number in `other`, `None` where the enclosures do not tell.
    ///
    /// Sharper than [`compare`](Self::compare) where they touch: [2, 3] is not less than [1, 2].
    #[must_use]
    pub fn is_less_than(&self, other: &Self) -> Option<bool> {
        if self.upper < other.lower {
            Some(true)
        } else if self.lower >= other.upper {
            Some(false)
        } else {
            None
        }
    }

    /// How the number compares with zero, `None` where the ball does not tell.
    ///
    /// ```
    /// use std::cmp::Ordering;
    /// use flowcert::scalar::Ball;
    ///
    /// let one = Ball::enclose(1, 53);
    /// assert_eq!((Ball::enclose(3, 53).ln() - &one).sign(), Some(Ordering::Greater));
    /// assert_eq!((one.exp().ln() - &one).sign(), None);
    /// ```
    #[must_use]
    pub fn sign(&self) -> Option<Ordering> {
        self.compare(&Self::enclose(0, self.precision()))
    }

    /// Whether a number lies in the ball, exactly: an integer, an `f64`, an `Integer`, a `Rational` or a [`Float`].
    ///
    /// ```
    /// # use flowcert::scalar::Ball;
    /// assert!(Ball::enclose(2, 53).contains(&2) && !Ball::enclose(2, 53).contains(&f64::NAN));
    /// ```
    #[must_use]
    pub fn contains<T>(&self, number: &T) -> bool
    where
        Float: PartialOrd<T>,
    {
        self.lower <= *number && self.upper >= *number
    }

    /// Whether zero lies in the ball.
    #[must_use]
    pub fn contains_zero(&self) -> bool {
        self.contains(&0)
    }

    /// Whether every point of `other` lies in the ball.
    #[must_use]
    pub fn contains_ball(&self, other: &Self) -> bool {
        self.lower <= other.lower && self.upper >= other.upper
    }

    /// Whether the ball is a single number, which is then known exactly.
    #[must_use]
    pub fn is_point(&self) -> bool {
        self.lower == self.upper
    }

    /// Whether both endpoints are finite.
    #[must_use]
    pub fn is_bounded(&self) -> bool {
        self.lower.is_finite() && self.upper.is_finite()
    }
}
