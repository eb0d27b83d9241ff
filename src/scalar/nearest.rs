//! The nearest double or single of a rational number, and its logarithm.
//!
//! For x ≠ 0 let 2^k ≤ |x| < 2^(k+1) and u = max(k − 52, −1074): doubles near x are the multiples of 2^u, so
//! |x| · 2^−u rounded to an integer n, ties to even, is the answer n · 2^u. Here n ≤ 2^53, so both steps
//! after the rounding are exact. Singles have 23 instead of 52, −149 instead of −1074; they are rounded at once,
//! not by way of a double, whose ties are others.

use std::cmp::Ordering;

use rug::{Integer, Rational};

/// The smallest exponent of a double: 2^−1074 is the smallest positive one.
const SMALLEST: i64 = -1074;

/// The double nearest to `value`, ties to even; `None` if it is beyond the range of doubles.
pub fn nearest_double(value: &Rational) -> Option<f64> {
    nearest(value, 52, SMALLEST)
}

/// The single nearest to `value`, ties to even; `None` if it is beyond the range of singles.
pub fn nearest_single(value: &Rational) -> Option<f32> {
    // Every single is a double, so the conversion is exact; what rounds to 2^128 becomes infinite.
    nearest(value, 23, -149).map(|double| double as f32).filter(|single| single.is_finite())
}

/// The nearest number with `fraction` binary digits after the leading one, and no unit below 2^`smallest`.
fn nearest(value: &Rational, fraction: i64, smallest: i64) -> Option<f64> {
    if value.is_zero() {
        return Some(0.0);
    }
    let magnitude = value.clone().abs();
    let unit = (binary_exponent(&magnitude) - fraction).max(smallest);
    let count = round_to_even(&shifted(magnitude, -unit)?);
    // At most 2^53, hence exact; and if the unit is beyond 2^971, the product is infinite.
    let nearest = count.to_f64() * power_of_two(unit)?;
    nearest.is_finite().then_some(if value.is_negative() { -nearest } else { nearest })
}

/// ln x for x > 0 of any size, wrong by about 2^−53 · max(1, |ln x|).
#[cfg(feature = "cli")]
pub(crate) fn logarithm(x: &Rational) -> Option<f64> {
    // Doubles reach from 2^−1022 to 2^1024; beyond, x = m · 2^k with 1 ≤ m < 2.
    let exponent = Some(binary_exponent(x)).filter(|exponent| exponent.abs() > 1000).unwrap_or(0);
    let mantissa = nearest_double(&shifted(x.clone(), -exponent)?)?;
    Some(mantissa.ln() + exponent as f64 * std::f64::consts::LN_2)
}

/// The k with 2^k ≤ x < 2^(k+1), for x > 0.
pub(crate) fn binary_exponent(x: &Rational) -> i64 {
    // With p of a bits and q of b bits, p/q lies strictly between 2^(a−b−1) and 2^(a−b+1).
    let guess = i64::from(x.numer().significant_bits()) - i64::from(x.denom().significant_bits());
    match shifted(x.clone(), -guess) {
        Some(ratio) if ratio < 1 => guess - 1,
        _ => guess,
    }
}

/// x · 2^shift, unless the shift is beyond what a rational number in memory can need.
fn shifted(x: Rational, shift: i64) -> Option<Rational> {
    i32::try_from(shift).ok().map(|shift| x << shift)
}

/// 2^exponent as a double, for −1074 ≤ exponent < 1024; `None` above.
fn power_of_two(exponent: i64) -> Option<f64> {
    match u64::try_from(exponent + 1023) {
        Ok(biased @ 1..2047) => Some(f64::from_bits(biased << 52)),
        Ok(0) | Err(_) => Some(f64::from_bits(1 << (exponent - SMALLEST))),
        Ok(_) => None,
    }
}

/// The integer nearest to x ≥ 0; of two equally near, the even one.
fn round_to_even(x: &Rational) -> Integer {
    let (mut quotient, remainder) = x.numer().clone().div_rem_floor(x.denom().clone());
    match (remainder << 1_u32).cmp(x.denom()) {
        Ordering::Less => {}
        Ordering::Equal => quotient += u32::from(quotient.is_odd()),
        Ordering::Greater => quotient += 1,
    }
    quotient
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rug::ops::Pow;

    use super::*;

    fn exact(double: f64) -> Rational {
        Rational::from_f64(double).unwrap()
    }

    #[test]
    fn ties_go_to_even_and_the_ends_of_the_range_are_right() {
        let two = Integer::from(2);
        let one_and_half_ulp = Rational::from((two.clone().pow(53) + 1_u32, two.clone().pow(53)));
        assert_eq!(nearest_double(&one_and_half_ulp), Some(1.0));
        let three_halves_ulp = Rational::from((two.clone().pow(53) + 3_u32, two.clone().pow(53)));
        assert_eq!(nearest_double(&three_halves_ulp), Some(1.0 + 2.0 * f64::EPSILON));
        let half_of_smallest = exact(f64::from_bits(1)) / 2_u32;
        assert_eq!(nearest_double(&half_of_smallest), Some(0.0));
        assert_eq!(nearest_double(&(half_of_smallest * 3_u32)), Some(f64::from_bits(2)));
        // Halfway between the largest double and 2^1024: the first number that has no double.
        let overflow = Rational::from(two.clone().pow(1024) - two.pow(970));
        assert_eq!(nearest_double(&overflow), None);
        assert_eq!(nearest_double(&(-overflow.clone())), None);
        assert_eq!(nearest_double(&(overflow - 1_u32)), Some(f64::MAX));
        assert_eq!(nearest_double(&Rational::from(Integer::from(10).pow(4000))), None);
        assert_eq!(nearest_double(&Rational::from((1, Integer::from(10).pow(4000)))), Some(0.0));
    }

    #[test]
    fn singles_are_rounded_at_once() {
        // Just above the middle of 1 and its upper neighbour; its nearest double is that middle, which goes down.
        let above_the_middle =
            Rational::from(1) + (Rational::from(1) >> 24_u32) + (Rational::from(1) >> 80_u32);
        assert_eq!(nearest_double(&above_the_middle).map(|double| double as f32), Some(1.0));
        assert_eq!(nearest_single(&above_the_middle), Some(1.0 + f32::EPSILON));
        assert_eq!(nearest_single(&exact(f64::from(f32::MAX))), Some(f32::MAX));
        assert_eq!(nearest_single(&(Rational::from(1) << 128_u32)), None);
        assert_eq!(nearest_single(&-(Rational::from(1) >> 149_u32)), Some(-f32::from_bits(1)));
        assert_eq!(nearest_single(&(Rational::from(1) >> 150_u32)), Some(0.0));
    }

    #[cfg(feature = "cli")]
    #[test]
    fn logarithms_of_any_size() {
        let two = Rational::from(2);
        assert_eq!(logarithm(&Rational::from(1)), Some(0.0));
        assert_eq!(logarithm(&two), Some(std::f64::consts::LN_2));
        for exponent in [-30_000_i32, -1_100, 1_100, 30_000] {
            let expected = f64::from(exponent) * std::f64::consts::LN_2;
            let found = logarithm(&(Rational::from(1) << exponent)).unwrap();
            assert!(
                (found - expected).abs() <= 1e-15 * expected.abs(),
                "{exponent}: {found}, not {expected}"
            );
        }
        let near_one = logarithm(&exact(1.0 + f64::EPSILON)).unwrap();
        assert!((near_one / f64::EPSILON - 1.0).abs() < 1e-15, "{near_one}");
    }

    proptest! {
        #[test]
        fn doubles_are_their_own_nearest(bits in any::<u64>()) {
            let double = f64::from_bits(bits);
            prop_assume!(double.is_finite());
            prop_assert_eq!(nearest_double(&exact(double)), Some(double));
        }

        /// The standard library's decimal parser rounds correctly and shares nothing with this file.
        #[test]
        fn agrees_with_the_standard_library(digits in "-?[0-9]{1,25}", exponent in -349_i32..350) {
            let expected: f64 = format!("{digits}e{exponent}").parse().unwrap();
            let digits: Integer = digits.parse().unwrap();
            let value = Rational::from(digits) * Rational::from(10).pow(exponent);
            prop_assert_eq!(nearest_double(&value), expected.is_finite().then_some(expected));
        }

        #[test]
        fn singles_agree_with_the_standard_library(digits in "-?[0-9]{1,25}", exponent in -70_i32..70) {
            let expected: f32 = format!("{digits}e{exponent}").parse().unwrap();
            let digits: Integer = digits.parse().unwrap();
            let value = Rational::from(digits) * Rational::from(10).pow(exponent);
            prop_assert_eq!(nearest_single(&value), expected.is_finite().then_some(expected));
        }

        #[test]
        fn neither_neighbour_is_nearer(
            numerator in any::<i128>(),
            denominator in 1_u64..,
            scale in -1100_i32..890,
        ) {
            let value = Rational::from((numerator, denominator)) << scale;
            let double = nearest_double(&value).unwrap();
            let error = (&value - exact(double)).abs();
            for neighbour in [double.next_up(), double.next_down()] {
                let distance = (&value - exact(neighbour)).abs();
                prop_assert!(error < distance || (error == distance && double.to_bits().is_multiple_of(2)));
            }
        }
    }
}
