//! Real numbers enclosed between two binary floats, rounded outwards.
//!
//! Reused: MPFR, through `rug`. Each of its operations has a correctly rounded result, in the direction that is asked for.
//! An end that overflows is infinite, or no number at all: whoever reads an end has to ask for a finite one.

use std::ops::{Add, Div, Mul, Sub};

use rug::float::{Constant, Round};
use rug::{Assign, Float, Integer, Rational};

/// A real number x with low ≤ x ≤ high.
#[derive(Clone, Debug)]
pub(super) struct Interval {
    low: Float,
    high: Float,
}

/// Rounds the same value down and up, to so many bits.
macro_rules! both_ways {
    ($precision:expr, $low:expr, $high:expr) => {
        Interval {
            low: Float::with_val_round($precision, $low, Round::Down).0,
            high: Float::with_val_round($precision, $high, Round::Up).0,
        }
    };
}

impl Interval {
    pub(super) fn rational(value: &Rational, precision: u32) -> Self {
        both_ways!(precision, value, value)
    }

    pub(super) fn integer(value: &Integer, precision: u32) -> Self {
        both_ways!(precision, value, value)
    }

    pub(super) fn whole(value: u64, precision: u32) -> Self {
        both_ways!(precision, value, value)
    }

    pub(super) fn pi(precision: u32) -> Self {
        both_ways!(precision, Constant::Pi, Constant::Pi)
    }

    /// ln Γ(n + 1) = ln n!, of the exact n.
    pub(super) fn ln_factorial(n: &Integer, precision: u32) -> Self {
        let next = Integer::from(n + 1);
        let mut argument = Float::new(next.significant_bits().max(2));
        argument.assign(&next);
        both_ways!(precision, argument.ln_gamma_ref(), argument.ln_gamma_ref())
    }

    /// The square root of a number ≥ 0.
    pub(super) fn sqrt(self) -> Self {
        let this = self.not_negative();
        both_ways!(this.precision(), this.low.sqrt_ref(), this.high.sqrt_ref())
    }

    pub(super) fn exp(self) -> Self {
        both_ways!(self.precision(), self.low.exp_ref(), self.high.exp_ref())
    }

    /// The natural logarithm of a number > 0.
    pub(super) fn ln(self) -> Self {
        let this = self.not_negative();
        both_ways!(this.precision(), this.low.ln_ref(), this.high.ln_ref())
    }

    /// The base-2 logarithm of a number > 0.
    pub(super) fn log2(self) -> Self {
        let this = self.not_negative();
        both_ways!(this.precision(), this.low.log2_ref(), this.high.log2_ref())
    }

    /// ⌊x⌋ + 1 of a number ≥ 0, in some part: both ends are rounded outwards as the others are.
    pub(super) fn next_whole(self) -> Self {
        let this = self.not_negative();
        let (low, high) = (this.low.clone().floor(), this.high.clone().floor());
        both_ways!(this.precision(), &low + 1_u32, &high + 1_u32)
    }

    /// The larger of two numbers.
    pub(super) fn at_least(self, other: u32) -> Self {
        let larger = |end: Float| if end < other { Float::with_val(end.prec(), other) } else { end };
        Self { low: larger(self.low), high: larger(self.high) }
    }

    /// All numbers from the lower end of one to the upper end of another.
    pub(super) fn hull(below: Self, above: Self) -> Self {
        Self { low: below.low, high: above.high }
    }

    /// The lower end, if it is finite.
    pub(super) fn low(&self) -> Option<&Float> {
        Some(&self.low).filter(|end| end.is_finite())
    }

    /// The upper end, if it is finite.
    pub(super) fn high(&self) -> Option<&Float> {
        Some(&self.high).filter(|end| end.is_finite())
    }

    pub(super) fn precision(&self) -> u32 {
        self.low.prec()
    }

    /// The same for a number that is known not to be negative.
    fn not_negative(self) -> Self {
        let low = if self.low < 0 { Float::new(self.low.prec()) } else { self.low };
        Self { low, high: self.high }
    }
}

impl Add for Interval {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        both_ways!(self.precision(), &self.low + &other.low, &self.high + &other.high)
    }
}

impl Sub for Interval {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        both_ways!(self.precision(), &self.low - &other.high, &self.high - &other.low)
    }
}

/// Of numbers that are not negative.
impl Mul for Interval {
    type Output = Self;

    fn mul(self, other: Self) -> Self {
        let (this, other) = (self.not_negative(), other.not_negative());
        both_ways!(this.precision(), &this.low * &other.low, &this.high * &other.high)
    }
}

/// Of numbers that are not negative, the divisor positive.
impl Div for Interval {
    type Output = Self;

    fn div(self, other: Self) -> Self {
        let (this, other) = (self.not_negative(), other.not_negative());
        both_ways!(this.precision(), &this.low / &other.high, &this.high / &other.low)
    }
}

/// By a whole number.
impl Mul<u64> for Interval {
    type Output = Self;

    fn mul(self, other: u64) -> Self {
        let factor = Self::whole(other, self.precision());
        self * factor
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rational(above: i64, below: i64) -> Rational {
        Rational::from((above, below))
    }

    fn encloses(interval: &Interval, value: &Rational) -> bool {
        interval.low <= *value && interval.high >= *value
    }

    #[test]
    fn exact_operations_stay_exact_and_others_enclose() {
        let three = || Interval::whole(3, 64);
        let nine = three() * three();
        assert_eq!((nine.low.to_f64(), nine.high.to_f64()), (9.0, 9.0));
        let third = Interval::whole(1, 64) / three();
        assert!(third.low < third.high && encloses(&third, &rational(1, 3)));
        assert!(encloses(&(third.clone() * 3), &rational(1, 1)));
        assert!(encloses(&(third.clone() - third.clone()), &rational(0, 1)));
        assert!(encloses(&(third.clone() + third), &rational(2, 3)));
        let root = Interval::whole(2, 64).sqrt();
        assert!(encloses(&(root.clone() * root), &rational(2, 1)));
        let eight = Interval::whole(8, 64).log2();
        assert_eq!((eight.low.to_f64(), eight.high.to_f64()), (3.0, 3.0));
        assert!(encloses(&Interval::whole(5, 64).ln().exp(), &rational(5, 1)));
        assert!(encloses(&Interval::pi(40), &rational(3_141_592_653_589_793_238, 1_000_000_000_000_000_000)));
    }

    #[test]
    fn factorials() {
        let mut factorial = Integer::from(1);
        for n in 1..60_u32 {
            factorial *= n;
            let logarithm = Interval::ln_factorial(&Integer::from(n), 160);
            assert!(encloses(&logarithm.exp(), &Rational::from(&factorial)), "{n}");
        }
        let none = Interval::ln_factorial(&Integer::new(), 64);
        assert!(none.low == 0 && none.high == 0);
    }

    #[test]
    fn what_overflows_is_not_finite() {
        let huge = Interval::integer(&(Integer::from(1) << 40), 64).exp();
        assert!(huge.high().is_none());
        assert!((huge.clone() * huge.clone()).high().is_none());
        assert!((Interval::whole(0, 64) * huge).high().is_none(), "0 times infinity is no number");
        assert!((Interval::whole(1, 64) / Interval::whole(0, 64)).high().is_none());
    }

    #[test]
    fn cells_are_counted_from_above() {
        let cells = (Interval::whole(7, 64) / Interval::whole(2, 64)).next_whole();
        assert_eq!((cells.low.to_f64(), cells.high.to_f64()), (4.0, 4.0));
        let third = (Interval::whole(1, 64) / Interval::whole(3, 64)) * 3;
        let cells = third.next_whole();
        assert_eq!((cells.low.to_f64(), cells.high.to_f64()), (1.0, 2.0), "1 is not told from below 1");
        assert_eq!(Interval::whole(1, 64).at_least(2).high.to_f64(), 2.0);
    }
}
