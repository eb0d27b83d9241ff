//! The four operations, negation, absolute value, squares and integer powers.

use std::ops::{Add, AddAssign, Div, DivAssign, Mul, MulAssign, Neg, Sub, SubAssign};

use rug::float::Round;
use rug::ops::PowAssignRound;

use super::{Ball, Float};

impl Ball {
    /// The absolute value.
    #[must_use]
    pub fn abs(&self) -> Self {
        if self.lower.is_sign_positive() {
            return self.clone();
        }
        let negated = -self;
        if self.upper <= 0 {
            return negated;
        }
        let larger = if negated.upper > self.upper { negated.upper } else { self.upper.clone() };
        Self::outward(Float::new(self.precision()), larger)
    }

    /// x², sharper than x·x where the ball contains zero: never below zero.
    ///
    /// ```
    /// # use flowcert::scalar::{Ball, Float};
    /// let float = |value: i32| Float::with_val(53, value);
    /// let ball = Ball::from_endpoints(float(-1), float(2)).unwrap();
    /// assert!(*ball.square().lower() == 0 && *(&ball * &ball).lower() == -2);
    /// ```
    #[must_use]
    pub fn square(&self) -> Self {
        self.abs().increasing(Float::square_round)
    }

    /// xⁿ, with x⁰ = 1; the whole line for n < 0 where the ball contains zero.
    ///
    /// ```
    /// # use flowcert::scalar::Ball;
    /// assert!(Ball::enclose(-2, 53).powi(-3).contains(&-0.125));
    /// assert!(!Ball::enclose(0, 53).powi(-1).is_bounded());
    /// ```
    #[must_use]
    pub fn powi(&self, n: i32) -> Self {
        let power = |x: &mut Float, round| x.pow_assign_round(n, round);
        // Even powers see only |x|; on either side of zero a negative power decreases, a positive one increases.
        let base = if n % 2 == 0 { self.abs() } else { self.clone() };
        match n {
            0 => Self::enclose(1, self.precision()),
            1.. => base.increasing(power),
            _ if self.contains_zero() => Self::whole_line(self.precision()),
            _ => base.decreasing(power),
        }
    }

    fn sum(&self, other: &Self) -> Self {
        let precision = self.precision().max(other.precision());
        let (lower, _) = Float::with_val_round(precision, &self.lower + &other.lower, Round::Down);
        let (upper, _) = Float::with_val_round(precision, &self.upper + &other.upper, Round::Up);
        Self::outward(lower, upper)
    }

    fn difference(&self, other: &Self) -> Self {
        let precision = self.precision().max(other.precision());
        let (lower, _) = Float::with_val_round(precision, &self.lower - &other.upper, Round::Down);
        let (upper, _) = Float::with_val_round(precision, &self.upper - &other.lower, Round::Up);
        Self::outward(lower, upper)
    }

    fn product(&self, other: &Self) -> Self {
        let precision = self.precision().max(other.precision());
        let times = |x: &Float, y: &Float, round| {
            // Here 0·∞ = 0: the infinite end stands for numbers of any size, and zero times each of them is zero.
            let zero = x.is_zero() || y.is_zero();
            if zero { Float::new(precision) } else { Float::with_val_round(precision, x * y, round).0 }
        };
        let (a, b, c, d) = (&self.lower, &self.upper, &other.lower, &other.upper);
        // The corners at which the product is least and greatest, by the signs of the two intervals.
        let (least, greatest) = match (self.side(), other.side()) {
            (Side::Above, Side::Above) => ((a, c), (b, d)),
            (Side::Above, Side::Below) => ((b, c), (a, d)),
            (Side::Below, Side::Above) => ((a, d), (b, c)),
            (Side::Below, Side::Below) => ((b, d), (a, c)),
            (Side::Across, Side::Above) => ((a, d), (b, d)),
            (Side::Across, Side::Below) => ((b, c), (a, c)),
            (Side::Above, Side::Across) => ((b, c), (b, d)),
            (Side::Below, Side::Across) => ((a, d), (a, c)),
            (Side::Across, Side::Across) => {
                let lower = times(a, d, Round::Down).min(&times(b, c, Round::Down));
                let upper = times(a, c, Round::Up).max(&times(b, d, Round::Up));
                return Self::outward(lower, upper);
            }
        };
        Self::outward(times(least.0, least.1, Round::Down), times(greatest.0, greatest.1, Round::Up))
    }

    fn quotient(&self, other: &Self) -> Self {
        let precision = self.precision().max(other.precision());
        if other.contains_zero() {
            return Self::whole_line(precision);
        }
        let over = |x: &Float, y: &Float, round| Float::with_val_round(precision, x / y, round).0;
        let (a, b, c, d) = (&self.lower, &self.upper, &other.lower, &other.upper);
        // As for products; an end of ±∞ is never divided by one, since it takes the end of the divisor nearest zero.
        let (least, greatest) = match (self.side(), other.side()) {
            (Side::Above, Side::Above) => ((a, d), (b, c)),
            (Side::Below, Side::Above) => ((a, c), (b, d)),
            (Side::Across, Side::Above) => ((a, c), (b, c)),
            (Side::Above, _) => ((b, d), (a, c)),
            (Side::Below, _) => ((b, c), (a, d)),
            (Side::Across, _) => ((b, d), (a, d)),
        };
        Self::outward(over(least.0, least.1, Round::Down), over(greatest.0, greatest.1, Round::Up))
    }

    fn side(&self) -> Side {
        if self.lower >= 0 {
            Side::Above
        } else if self.upper <= 0 {
            Side::Below
        } else {
            Side::Across
        }
    }
}

/// Where an interval lies; zero itself may be an end of `Above` and of `Below`.
#[derive(Clone, Copy)]
enum Side {
    Below,
    Across,
    Above,
}

impl Neg for &Ball {
    type Output = Ball;
    fn neg(self) -> Ball {
        -self.clone()
    }
}

impl Neg for Ball {
    type Output = Self;
    fn neg(self) -> Self {
        Self::outward(-self.upper, -self.lower)
    }
}

/// An operator on references and on values, and its assignment.
macro_rules! operator {
    ($operator:ident::$method:ident, $assign:ident::$assign_method:ident, $work:ident) => {
        impl $operator<&Ball> for &Ball {
            type Output = Ball;
            fn $method(self, other: &Ball) -> Ball {
                self.$work(other)
            }
        }

        impl $operator<Ball> for &Ball {
            type Output = Ball;
            fn $method(self, other: Ball) -> Ball {
                self.$work(&other)
            }
        }

        impl $operator<&Ball> for Ball {
            type Output = Ball;
            fn $method(self, other: &Ball) -> Ball {
                self.$work(other)
            }
        }

        impl $operator<Ball> for Ball {
            type Output = Ball;
            fn $method(self, other: Ball) -> Ball {
                self.$work(&other)
            }
        }

        impl $assign<&Ball> for Ball {
            fn $assign_method(&mut self, other: &Ball) {
                *self = self.$work(other);
            }
        }

        impl $assign<Ball> for Ball {
            fn $assign_method(&mut self, other: Ball) {
                *self = self.$work(&other);
            }
        }
    };
}

operator!(Add::add, AddAssign::add_assign, sum);
operator!(Sub::sub, SubAssign::sub_assign, difference);
operator!(Mul::mul, MulAssign::mul_assign, product);
operator!(Div::div, DivAssign::div_assign, quotient);
