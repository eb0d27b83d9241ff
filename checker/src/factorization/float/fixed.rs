//! Rational numbers with a common power of two, rounded to so many bits.

use rug::{Complete, Integer, Rational};

use crate::factorization::size;

/// Numbers x with x = (n + δ)·2^e for the integers n: δ = 0 for all if `rounded` is false, else 0 ≤ δ < 1.
#[derive(Clone, Debug, Default)]
pub(in crate::factorization) struct Fixed {
    pub(in crate::factorization) integers: Vec<Integer>,
    pub(in crate::factorization) exponent: i64,
    pub(in crate::factorization) rounded: bool,
}

impl Fixed {
    /// Rounds so that the largest integer has at most `bits` bits (one more if it is the negative of a power of two).
    ///
    /// The numbers are multiplied by an integer first, whose size adds to `bits`.
    pub(in crate::factorization) fn new<'m>(
        numbers: impl Iterator<Item = &'m Rational> + Clone,
        multiplier: &Integer,
        bits: u64,
    ) -> Self {
        let nonzero = numbers.clone().filter(|number| !number.is_zero());
        let Some(top) = nonzero.clone().map(top).max() else {
            return Self { integers: vec![Integer::new(); numbers.count()], exponent: 0, rounded: false };
        };
        let finest = top.saturating_sub_unsigned(bits);
        let exponent = nonzero.map(|number| lowest(number, multiplier)).min().unwrap_or(None);
        let exponent = exponent.map_or(finest, |exponent| exponent.max(finest));
        let mut rounded = false;
        let mut round = |number: &Rational| {
            let (integer, exact) = scaled(number, multiplier, exponent);
            rounded |= !exact;
            integer
        };
        let integers = numbers.map(&mut round).collect();
        Self { integers, exponent, rounded }
    }

    /// An upper bound, in units of 2^e, on the Euclidean norm of what was rounded off: √count, or 0.
    pub(in crate::factorization) fn slack(&self) -> Integer {
        if self.rounded { root_above(&Integer::from(self.integers.len())) } else { Integer::new() }
    }

    /// An upper bound, in units of 2^e, on the Euclidean norm of the numbers.
    pub(in crate::factorization) fn norm(&self) -> Integer {
        norm_above(&self.integers) + self.slack()
    }
}

/// A number t with |x| < 2^t, at most two too large.
fn top(number: &Rational) -> i64 {
    let [above, below] = [number.numer(), number.denom()].map(|part| i64::from(part.significant_bits()));
    above - below + 1
}

/// The largest e such that L·x is an integer times 2^e; nothing if there is none. (For an odd L.)
fn lowest(number: &Rational, multiplier: &Integer) -> Option<i64> {
    let denominator = number.denom();
    let twos = denominator.find_one(0)?;
    if !denominator.is_power_of_two() && !multiplier.is_divisible(&(denominator >> twos).complete()) {
        return None;
    }
    Some(i64::from(number.numer().find_one(0)?) - i64::from(twos))
}

/// ⌊L·x / 2^e⌋, and whether nothing was rounded.
fn scaled(number: &Rational, multiplier: &Integer, exponent: i64) -> (Integer, bool) {
    let numerator = (number.numer() * multiplier).complete();
    let denominator = number.denom();
    if denominator.is_power_of_two() {
        let by = -exponent - i64::from(denominator.significant_bits() - 1);
        let exact = by >= 0 || numerator.find_one(0).is_none_or(|zeros| i64::from(zeros) >= -by);
        return (shifted(&numerator, by), exact);
    }
    let (quotient, rest) = if exponent <= 0 {
        shifted(&numerator, -exponent).div_rem_floor(denominator.clone())
    } else {
        numerator.div_rem_floor(shifted(denominator, exponent))
    };
    (quotient, rest.is_zero())
}

/// ⌊n·2^by⌋.
pub(in crate::factorization) fn shifted(integer: &Integer, by: i64) -> Integer {
    // Exponents stay far below 2⁶³: there are at most 1024 layers of exponents below 2²² each.
    let by = isize::try_from(by).unwrap_or(if by < 0 { isize::MIN + 1 } else { 0 });
    if by < 0 { (integer >> -by).complete() } else { (integer << by).complete() }
}

/// ⌈√n⌉ for n ≥ 0.
pub(in crate::factorization) fn root_above(integer: &Integer) -> Integer {
    let (root, rest) = integer.clone().sqrt_rem(Integer::new());
    if rest.is_zero() { root } else { root + 1 }
}

/// An upper bound on the Euclidean norm.
pub(in crate::factorization) fn norm_above(integers: &[Integer]) -> Integer {
    root_above(&sum_of_squares(integers))
}

/// The square of the Euclidean norm.
pub(in crate::factorization) fn sum_of_squares(integers: &[Integer]) -> Integer {
    let mut sum = Integer::new();
    integers.iter().for_each(|integer| sum += integer * integer);
    sum
}

/// The bits of the largest integer.
pub(in crate::factorization) fn largest_bits(integers: &[Integer]) -> u64 {
    integers.iter().map(size::bits).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fixed(numbers: &[(i64, i64)], multiplier: u32, bits: u64) -> (Vec<Integer>, i64, bool) {
        let numbers: Vec<Rational> = numbers.iter().copied().map(Rational::from).collect();
        let fixed = Fixed::new(numbers.iter(), &Integer::from(multiplier), bits);
        (fixed.integers, fixed.exponent, fixed.rounded)
    }

    #[test]
    fn dyadic_numbers_that_fit_are_exact() {
        assert_eq!(
            fixed(&[(1, 2), (-3, 4), (0, 1)], 1, 60),
            ([2, -3, 0].map(Integer::from).to_vec(), -2, false)
        );
        assert_eq!(fixed(&[(8, 1), (24, 1)], 1, 60), ([1, 3].map(Integer::from).to_vec(), 3, false));
        assert_eq!(fixed(&[(0, 1)], 1, 60), (vec![Integer::new()], 0, false));
        assert_eq!(fixed(&[(1, 3), (1, 2)], 3, 60), ([2, 3].map(Integer::from).to_vec(), -1, false));
    }

    #[test]
    fn others_are_rounded_down() {
        let (integers, exponent, rounded) = fixed(&[(1024, 1), (-3, 1)], 1, 8);
        assert!(rounded);
        let [large, small] = [&integers[0], &integers[1]].map(|integer| shifted(integer, exponent));
        assert_eq!(large, 1024);
        assert!(small <= -3 && small > -3 - (1 << exponent), "{small}");
        let (integers, exponent, rounded) = fixed(&[(1, 3)], 1, 8);
        assert!(rounded && exponent < 0);
        let below = Rational::from(&integers[0]) >> u32::try_from(-exponent).expect("small");
        let gap = Rational::from((1, 3)) - below;
        assert!(gap > 0 && gap < Rational::from((1, 64)));
    }

    #[test]
    fn roots_are_rounded_up() {
        for (square, root) in [(0, 0), (1, 1), (2, 2), (4, 2), (5, 3), (99, 10), (100, 10), (101, 11)] {
            assert_eq!(root_above(&Integer::from(square)), root);
        }
        assert_eq!(norm_above(&[3, -4].map(Integer::from)), 5);
    }
}
