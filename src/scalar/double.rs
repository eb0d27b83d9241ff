//! Doubles as scalars: every operation is rounded to nearest.

use super::{Field, Rational, nearest_double};

impl Field for f64 {
    fn order() -> Option<u64> {
        None
    }

    fn from_i64(value: i64) -> Self {
        value as Self
    }

    /// The nearest double; `None` beyond the largest one.
    fn from_rational(value: &Rational) -> Option<Self> {
        nearest_double(value)
    }

    /// The exact value.
    ///
    /// # Panics
    ///
    /// For NaN and the infinities.
    fn to_rational(&self) -> Rational {
        Rational::from_f64(*self).expect("only finite doubles are rational numbers")
    }

    fn plus(&self, other: &Self) -> Self {
        self + other
    }

    fn minus(&self, other: &Self) -> Self {
        self - other
    }

    fn times(&self, other: &Self) -> Self {
        self * other
    }

    fn add_product(&mut self, a: &Self, b: &Self) {
        *self += a * b;
    }

    fn subtract_product(&mut self, a: &Self, b: &Self) {
        *self -= a * b;
    }

    fn inverse(&self) -> Option<Self> {
        (*self != 0.0).then(|| self.recip())
    }

    fn bits(&self) -> u64 {
        Rational::from_f64(*self).map_or(0, |exact| exact.bits())
    }

    fn is_positive(&self) -> Option<bool> {
        Some(*self > 0.0)
    }
}
