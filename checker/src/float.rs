//! Binary floats as rational numbers: which rationals are doubles, or floats of so many bits, and their texts.
//!
//! Reused: the standard library's shortest digits of a double. No arithmetic is done in floating point: a number is
//! taken apart into m·2^e with an odd integer m, and a double is put together from its bits.

use rug::{Complete, Integer, Rational};

use crate::certificate::Arith;
use crate::limits::{MAX_EXPONENT, MAX_PRECISION};
use crate::rejection::Rejection;

/// The bits of a double's significand.
const DOUBLE_BITS: u32 = 53;
/// The smallest positive double is 2 to this power.
const DOUBLE_LOWEST: i64 = -1074;
/// Every finite double is below 2 to this power.
const DOUBLE_TOP: i64 = 1024;

/// A number m·2^e with m odd.
struct Float {
    mantissa: Integer,
    exponent: i64,
}

impl Float {
    /// Nothing for 0 and for numbers whose denominator is not a power of two.
    fn new(number: &Rational) -> Option<Self> {
        let zeros = number.numer().find_one(0)?;
        if !number.denom().is_power_of_two() {
            return None;
        }
        let exponent = i64::from(zeros) - i64::from(number.denom().significant_bits() - 1);
        Some(Self { mantissa: (number.numer() >> zeros).complete(), exponent })
    }

    fn bits(&self) -> u32 {
        self.mantissa.significant_bits()
    }

    /// The e' of ±1.…·2^e'.
    fn leading(&self) -> i64 {
        self.exponent + i64::from(self.bits()) - 1
    }
}

/// Why a number is not one of the arithmetic; nothing if it is.
pub(crate) fn problem(number: &Rational, arith: Arith) -> Option<&'static str> {
    if arith == Arith::Exact || number.is_zero() {
        return None;
    }
    let Some(float) = Float::new(number) else { return Some("its denominator is not a power of two") };
    let [above, below, bits] = match arith {
        Arith::Exact => return None,
        Arith::F64 => {
            [float.leading() >= DOUBLE_TOP, float.exponent < DOUBLE_LOWEST, float.bits() > DOUBLE_BITS]
        }
        Arith::Mpfr { precision } => [
            float.leading() > i64::from(MAX_EXPONENT),
            float.leading() < -i64::from(MAX_EXPONENT),
            float.bits() > precision,
        ],
    };
    if above {
        Some("it is too large for this arithmetic")
    } else if below {
        Some("it is too small for this arithmetic")
    } else {
        bits.then_some("it has more significant bits than the precision")
    }
}

/// The precision, if it is within the limits.
pub(crate) fn check_precision(found: u64) -> Result<u32, Rejection> {
    let place = "precision".to_owned();
    match u32::try_from(found) {
        Ok(precision) if precision < 2 => {
            Err(Rejection::Malformed { place, expected: "a precision of at least 2 bits" })
        }
        Ok(precision) if precision <= MAX_PRECISION => Ok(precision),
        _ => {
            let limit = u64::from(MAX_PRECISION);
            Err(Rejection::TooLarge { place, what: "the number of bits", found, limit })
        }
    }
}

/// The shortest digits of a double, `1.0` or `1e300`; nothing for a number that is no double.
pub(crate) fn shortest_digits(number: &Rational) -> Option<String> {
    if problem(number, Arith::F64).is_some() {
        return None;
    }
    let Some(float) = Float::new(number) else { return Some("0.0".to_owned()) };
    let magnitude = float.mantissa.abs_ref().complete().to_u64()?;
    let biased = (float.leading() + 1023).max(0);
    // The significand begins at bit 52; below 2^-1022 all doubles share the spacing of the smallest.
    let spacing = if biased == 0 { DOUBLE_LOWEST } else { float.leading() - 52 };
    let significand = magnitude << u32::try_from(float.exponent - spacing).ok()?;
    let exponent = u64::try_from(biased).ok()?;
    let double = f64::from_bits((exponent << 52) | (significand & ((1 << 52) - 1)));
    let sign = if *number < 0 { "-" } else { "" };
    Some(format!("{sign}{double:?}"))
}

/// The hexadecimal text of a float, `0x1.8p-3`; nothing for a number that is no float of that precision.
pub(crate) fn hexadecimal(number: &Rational, precision: u32) -> Option<String> {
    if problem(number, Arith::Mpfr { precision }).is_some() {
        return None;
    }
    let Some(float) = Float::new(number) else { return Some("0x0p0".to_owned()) };
    // Bits after the point are filled up to whole digits; the mantissa is odd, so the last digit is not 0.
    let filled = float.mantissa.abs_ref().complete() << ((5 - float.bits() % 4) % 4);
    let digits = filled.to_string_radix(16);
    let (sign, exponent) = (if *number < 0 { "-" } else { "" }, float.leading());
    Some(match digits.split_at_checked(1)? {
        (first, "") => format!("{sign}0x{first}p{exponent}"),
        (first, rest) => format!("{sign}0x{first}.{rest}p{exponent}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doubles_are_written_as_they_print() {
        let smallest = f64::from_bits(1);
        let largest_subnormal = f64::from_bits((1 << 52) - 1);
        for double in [
            0.0,
            1.0,
            -1.5,
            0.1,
            1e16,
            1e300,
            5e-5,
            f64::MAX,
            f64::MIN,
            f64::MIN_POSITIVE,
            smallest,
            largest_subnormal,
            -3.0 * smallest,
            1.0 + f64::EPSILON,
            9_007_199_254_740_991.0,
        ] {
            let number = Rational::from_f64(double).expect("finite");
            assert_eq!(shortest_digits(&number), Some(format!("{double:?}")));
        }
    }

    #[test]
    fn other_numbers_are_no_doubles() {
        let power = |exponent: i32| {
            if exponent < 0 { Rational::from(1) >> -exponent } else { Rational::from(1) << exponent }
        };
        for number in
            [Rational::from((1, 3)), power(1024), power(-1075), power(53) + 1, power(-1073) + power(-1075)]
        {
            assert!(problem(&number, Arith::F64).is_some(), "{number}");
            assert_eq!(shortest_digits(&number), None);
        }
        for number in [power(1023), power(-1074), power(53), power(53) - 1, Rational::new()] {
            assert_eq!(problem(&number, Arith::F64), None, "{number}");
        }
    }

    #[test]
    fn hexadecimal_texts_are_normalized() {
        let text =
            |above: i64, below: i64, precision| hexadecimal(&Rational::from((above, below)), precision);
        for (above, below, expected) in [
            (0, 1, "0x0p0"),
            (1, 1, "0x1p0"),
            (-1, 2, "-0x1p-1"),
            (3, 16, "0x1.8p-3"),
            (31, 1, "0x1.fp4"),
            (33, 1, "0x1.08p5"),
            (-255, 256, "-0x1.fep-1"),
            (16, 1, "0x1p4"),
            (17, 1, "0x1.1p4"),
        ] {
            assert_eq!(text(above, below, 8).as_deref(), Some(expected));
        }
        assert_eq!(text(5, 1, 3).as_deref(), Some("0x1.4p2"));
        assert_eq!(text(5, 1, 2), None, "three bits");
        assert_eq!(text(1, 3, 100), None);
    }
}
