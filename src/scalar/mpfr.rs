//! Floats of any precision (MPFR), rounded to nearest.

use std::fmt;
use std::ops::{Add, AddAssign, Mul, MulAssign, Neg, Sub, SubAssign};

use num_traits::{One, Zero};
use rug::Float;

use super::{Field, Rational};

/// The precision of numbers that come without one, such as 0 and 1; they are exact.
const EXACT_BITS: u32 = 64;

/// A float of some precision. A result has the larger precision of its operands, so small integers, which are exact in
/// 64 bits, never shorten what they are combined with.
///
/// ```
/// use flowcert::scalar::{Field, Mpfr};
///
/// let third = Mpfr::new(200, &(1, 3).into());
/// let sum = third.plus(&third).plus(&third);
/// assert_eq!(sum.to_rational(), 1);
/// assert_eq!(third.precision(), 200);
/// ```
#[derive(Clone, Debug, PartialEq, PartialOrd)]
pub struct Mpfr(Float);

impl Mpfr {
    /// The float of `precision` bits that is nearest to a rational number.
    #[must_use]
    pub fn new(precision: u32, value: &Rational) -> Self {
        Self(Float::with_val(precision, value))
    }

    /// The precision in bits.
    #[must_use]
    pub fn precision(&self) -> u32 {
        self.0.prec()
    }

    /// The same number, rounded to another precision.
    #[must_use]
    pub fn rounded(&self, precision: u32) -> Self {
        Self(Float::with_val(precision, &self.0))
    }

    /// The float itself.
    #[must_use]
    pub fn float(&self) -> &Float {
        &self.0
    }

    fn common(&self, other: &Self) -> u32 {
        self.precision().max(other.precision())
    }

    /// √x, for x ≥ 0.
    #[must_use]
    pub fn square_root(&self) -> Self {
        Self(self.0.clone().sqrt())
    }

    /// `self / divisor`.
    #[must_use]
    pub fn over(&self, divisor: &Self) -> Self {
        Self(Float::with_val(self.common(divisor), &self.0 / &divisor.0))
    }
}

impl From<Float> for Mpfr {
    fn from(float: Float) -> Self {
        Self(float)
    }
}

impl fmt::Display for Mpfr {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

macro_rules! operator {
    ($operator:ident, $method:ident, $assign_operator:ident, $assign_method:ident, $named:ident) => {
        impl $operator for Mpfr {
            type Output = Self;

            fn $method(self, other: Self) -> Self {
                self.$named(&other)
            }
        }

        impl $assign_operator for Mpfr {
            fn $assign_method(&mut self, other: Self) {
                *self = self.$named(&other);
            }
        }
    };
}

operator!(Add, add, AddAssign, add_assign, plus);
operator!(Sub, sub, SubAssign, sub_assign, minus);
operator!(Mul, mul, MulAssign, mul_assign, times);

impl Neg for Mpfr {
    type Output = Self;

    fn neg(self) -> Self {
        Self(-self.0)
    }
}

impl Zero for Mpfr {
    fn zero() -> Self {
        Self(Float::new(EXACT_BITS))
    }

    fn is_zero(&self) -> bool {
        self.0.is_zero()
    }
}

impl One for Mpfr {
    fn one() -> Self {
        Self::from_i64(1)
    }
}

impl Field for Mpfr {
    fn order() -> Option<u64> {
        None
    }

    fn from_i64(value: i64) -> Self {
        Self(Float::with_val(EXACT_BITS, value))
    }

    /// Of 64 bits, or as many as an exact value takes; [`Mpfr::new`] takes the precision.
    fn from_rational(value: &Rational) -> Option<Self> {
        let dyadic = value.denom().is_power_of_two();
        let bits = if dyadic { value.numer().significant_bits().max(EXACT_BITS) } else { EXACT_BITS };
        Some(Self::new(bits, value))
    }

    /// The exact value.
    ///
    /// # Panics
    ///
    /// For NaN and the infinities.
    fn to_rational(&self) -> Rational {
        self.0.to_rational().expect("only finite floats are rational numbers")
    }

    fn plus(&self, other: &Self) -> Self {
        Self(Float::with_val(self.common(other), &self.0 + &other.0))
    }

    fn minus(&self, other: &Self) -> Self {
        Self(Float::with_val(self.common(other), &self.0 - &other.0))
    }

    fn times(&self, other: &Self) -> Self {
        Self(Float::with_val(self.common(other), &self.0 * &other.0))
    }

    fn add_product(&mut self, a: &Self, b: &Self) {
        if self.precision() >= a.common(b) {
            self.0 += &a.0 * &b.0;
        } else {
            *self = self.plus(&a.times(b));
        }
    }

    fn subtract_product(&mut self, a: &Self, b: &Self) {
        if self.precision() >= a.common(b) {
            self.0 -= &a.0 * &b.0;
        } else {
            *self = self.minus(&a.times(b));
        }
    }

    fn inverse(&self) -> Option<Self> {
        (!self.is_zero()).then(|| Self(self.0.clone().recip()))
    }

    fn bits(&self) -> u64 {
        self.0.to_rational().map_or(0, |exact| exact.bits())
    }

    fn is_positive(&self) -> Option<bool> {
        Some(!self.0.is_zero() && self.0.is_sign_positive())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_have_the_larger_precision() {
        let third = Mpfr::new(300, &Rational::from((1, 3)));
        for result in [
            third.plus(&Mpfr::one()),
            Mpfr::one().minus(&third),
            Mpfr::from_i64(2).times(&third),
            Mpfr::one().over(&third),
        ] {
            assert_eq!(result.precision(), 300);
        }
        let mut sum = Mpfr::zero();
        sum.add_product(&third, &Mpfr::from_i64(3));
        assert_eq!((sum.to_rational(), sum.precision()), (Rational::from(1), 300));
    }

    #[test]
    fn values_are_exact_rationals() {
        let half = Mpfr::new(64, &Rational::from((1, 2)));
        assert_eq!(half.to_rational(), Rational::from((1, 2)));
        assert_eq!(half.inverse().map(|two| two.to_rational()), Some(Rational::from(2)));
        assert_eq!(Mpfr::zero().inverse(), None);
        let long = Rational::from(1) + (Rational::from(1) >> 150);
        assert_eq!(Mpfr::from_rational(&long).unwrap().to_rational(), long);
    }
}
