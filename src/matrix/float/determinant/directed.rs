//! Numbers rounded in a known direction: upper bounds of magnitudes, intervals of logarithms.

use std::cmp::Ordering;

use rug::Float;
use rug::float::{Constant, Round};
use rug::ops::{AddAssignRound, AssignRound, DivAssignRound, MulAssignRound};

/// The precision of upper bounds; only their magnitude counts.
const BOUND_BITS: u32 = 64;
/// The precision of logarithms, enough for the last bit of a double after a thousand roundings.
const LOGARITHM_BITS: u32 = 160;

/// A number ≥ 0, or infinity, computed upwards: never less than what exact arithmetic would give.
#[derive(Clone, Debug, PartialEq, PartialOrd)]
pub(super) struct Upper(Float);

impl Upper {
    pub(super) fn zero() -> Self {
        Self(Float::new(BOUND_BITS))
    }

    /// |value|.
    pub(super) fn of<T>(value: T) -> Self
    where
        Float: AssignRound<T, Round = Round, Ordering = Ordering>,
    {
        Self(Float::with_val_round(BOUND_BITS, value, Round::AwayZero).0.abs())
    }

    pub(super) fn plus(mut self, other: &Self) -> Self {
        self.0.add_assign_round(&other.0, Round::Up);
        self
    }

    pub(super) fn times(mut self, other: &Self) -> Self {
        self.0.mul_assign_round(&other.0, Round::Up);
        self
    }

    /// `self += a·b`.
    pub(super) fn add_product(&mut self, a: &Self, b: &Self) {
        self.0.add_assign_round(&a.0 * &b.0, Round::Up);
    }

    /// `self / |divisor|`.
    pub(super) fn over<T>(mut self, divisor: T) -> Self
    where
        Float: AssignRound<T, Round = Round, Ordering = Ordering>,
    {
        let smaller = Float::with_val_round(BOUND_BITS, divisor, Round::Zero).0.abs();
        self.0.div_assign_round(&smaller, Round::Up);
        self
    }

    pub(super) fn shifted(self, exponent: i64) -> Self {
        // Saturates far beyond any exponent that occurs; upwards in any case.
        let exponent = i32::try_from(exponent).unwrap_or(if exponent < 0 { i32::MIN } else { i32::MAX });
        let power = Float::with_val_round(BOUND_BITS, Float::i_exp(1, exponent), Round::Up).0;
        self.times(&Self(power))
    }

    /// x / (1 − x); infinite unless x < 1.
    pub(super) fn geometric(&self) -> Self {
        let rest = Float::with_val_round(BOUND_BITS, 1 - &self.0, Round::Down).0;
        if rest > 0 { self.clone().over(&rest) } else { Self(Float::with_val(BOUND_BITS, f64::INFINITY)) }
    }

    /// The largest of the bounds, 0 if there are none; infinite if one of them is not a number (as ∞·0 is none).
    pub(super) fn largest<'a>(bounds: impl IntoIterator<Item = &'a Self>) -> Self {
        let mut largest = Self::zero();
        for bound in bounds {
            if bound.0.is_nan() {
                return Self(Float::with_val(BOUND_BITS, f64::INFINITY));
            }
            if *bound > largest {
                largest = bound.clone();
            }
        }
        largest
    }

    pub(super) fn square_root(mut self) -> Self {
        self.0.sqrt_round(Round::Up);
        self
    }

    /// The k with 2^(k−1) ≤ x < 2^k; `None` for zero and infinity.
    pub(super) fn exponent(&self) -> Option<i32> {
        self.0.get_exp()
    }

    pub(super) fn is_below(&self, limit: f64) -> bool {
        self.0 < limit
    }
}

/// Two numbers between which another lies.
#[derive(Clone, Debug)]
pub(super) struct Interval {
    low: Float,
    high: Float,
}

impl Interval {
    /// [−radius, radius].
    pub(super) fn around_zero(radius: &Upper) -> Self {
        Self::around(0.0, radius)
    }

    /// [centre − radius, centre + radius].
    pub(super) fn around(centre: f64, radius: &Upper) -> Self {
        let mut interval = Self {
            low: Float::with_val(LOGARITHM_BITS, centre),
            high: Float::with_val(LOGARITHM_BITS, centre),
        };
        interval.low.add_assign_round(-radius.0.clone(), Round::Down);
        interval.high.add_assign_round(&radius.0, Round::Up);
        interval
    }

    pub(super) fn plus(mut self, other: &Self) -> Self {
        self.low.add_assign_round(&other.low, Round::Down);
        self.high.add_assign_round(&other.high, Round::Up);
        self
    }

    pub(super) fn negated(self) -> Self {
        Self { low: -self.high, high: -self.low }
    }

    /// `self` + exponent·ln 2.
    pub(super) fn plus_log_of_power(self, exponent: i64) -> Self {
        let times_log_2 = |round: Round| {
            // |exponent|·ln 2 rounded up is needed at the lower end if the exponent is negative.
            let inner = if exponent < 0 { opposite(round) } else { round };
            let mut value = Float::with_val_round(LOGARITHM_BITS, Constant::Log2, inner).0;
            value.mul_assign_round(exponent, round);
            value
        };
        let other = Self { low: times_log_2(Round::Down), high: times_log_2(Round::Up) };
        self.plus(&other)
    }

    #[cfg(test)]
    pub(super) fn contains(&self, number: &Float) -> bool {
        self.low <= *number && *number <= self.high
    }

    /// The doubles around the interval.
    pub(super) fn outward(&self) -> [f64; 2] {
        [self.low.to_f64_round(Round::Down), self.high.to_f64_round(Round::Up)]
    }
}

fn opposite(round: Round) -> Round {
    match round {
        Round::Down => Round::Up,
        _ => Round::Down,
    }
}

/// Whether the product of numbers other than zero is negative, and ln of its absolute value.
pub(super) fn sign_and_log<T>(factors: impl Iterator<Item = T>) -> (bool, Interval)
where
    T: Clone,
    Float: MulAssignRound<T, Round = Round, Ordering = Ordering>,
{
    let (mut low, mut high) = (Float::with_val(LOGARITHM_BITS, 1), Float::with_val(LOGARITHM_BITS, 1));
    for factor in factors {
        low.mul_assign_round(factor.clone(), Round::Zero);
        high.mul_assign_round(factor, Round::AwayZero);
    }
    let negative = low.is_sign_negative();
    let (mut low, mut high) = (low.abs(), high.abs());
    low.ln_round(Round::Down);
    high.ln_round(Round::Up);
    (negative, Interval { low, high })
}

#[cfg(test)]
mod tests {
    use rug::Rational;

    use super::*;

    #[test]
    fn bounds_and_intervals_are_rounded_outwards() {
        let third = Upper::of(1.0).over(3.0_f64);
        assert!(third.0.to_rational().unwrap() > Rational::from((1, 3)));
        assert!(third.geometric().0.to_rational().unwrap() > Rational::from((1, 2)));
        assert!(Upper::of(1.0).geometric().0.is_infinite());
        for exponent in [-1000, -1, 0, 1, 1000] {
            let sum = Interval::around_zero(&Upper::zero()).plus_log_of_power(exponent);
            let [low, high] = sum.outward();
            let power = Float::with_val(300, Float::i_exp(1, exponent as i32)).ln();
            assert!(low <= power && power <= high && high - low <= 1e-12);
        }
        let (negative, log) = sign_and_log([3.0, -5.0, 0.1].iter().copied());
        let product = Float::with_val(300, Float::with_val(300, 0.1) * 15).ln();
        assert!(negative && log.low < product && product < log.high);
    }
}
