//! The rational numbers ℚ: `rug::Rational`, always in lowest terms.

use std::cmp::Ordering;

use super::Field;

/// An exact rational number in lowest terms (GMP through `rug`); it prints as the certificates write it: `-12`,
/// `355/113`.
pub type Rational = rug::Rational;

impl Field for Rational {
    fn order() -> Option<u64> {
        None
    }

    fn from_i64(value: i64) -> Self {
        Self::from(value)
    }

    fn from_rational(value: &Rational) -> Option<Self> {
        Some(value.clone())
    }

    fn to_rational(&self) -> Rational {
        self.clone()
    }

    fn plus(&self, other: &Self) -> Self {
        Self::from(self + other)
    }

    fn minus(&self, other: &Self) -> Self {
        Self::from(self - other)
    }

    fn times(&self, other: &Self) -> Self {
        Self::from(self * other)
    }

    fn add_product(&mut self, a: &Self, b: &Self) {
        *self += Self::from(a * b);
    }

    fn subtract_product(&mut self, a: &Self, b: &Self) {
        *self -= Self::from(a * b);
    }

    fn inverse(&self) -> Option<Self> {
        (self.cmp0() != Ordering::Equal).then(|| self.clone().recip())
    }

    fn bits(&self) -> u64 {
        u64::from(self.numer().significant_bits().max(self.denom().significant_bits()))
    }

    fn is_positive(&self) -> Option<bool> {
        Some(self.cmp0() == Ordering::Greater)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prints_the_canonical_text() {
        let text = |n: i64, d: i64| Rational::from((n, d)).to_string();
        assert_eq!(text(-24, 2), "-12");
        assert_eq!(text(710, 226), "355/113");
        assert_eq!(text(0, 5), "0");
    }

    #[test]
    fn counts_bits_of_the_longer_part() {
        assert_eq!(Rational::from((-5, 16)).bits(), 5);
        assert_eq!(Rational::from(0).bits(), 1);
        assert_eq!(Rational::from(255).bits(), 8);
    }
}
