//! Binary floats as hexadecimal texts: `0x0p0`, `0x1.8p-3`, and for each value one text only.
//!
//! Reused: GMP's conversion from hexadecimal digits. Re-derived: the form, judged byte by byte, and the sizes, judged
//! before a number is made: a short text can stand for a number of 2²⁰ bits.

use rug::{Integer, Rational};

use super::Problem;
use crate::limits::{MAX_EXPONENT, MAX_PRECISION};

/// The float of at most `precision` significant bits that a text stands for, if it is the canonical one.
pub(in crate::reader) fn parse(text: &str, precision: u32) -> Result<Rational, Problem> {
    let not_canonical = |problem| Err(Problem::NotCanonical(problem));
    if text == "0x0p0" {
        return Ok(Rational::new());
    }
    let magnitude = text.strip_prefix('-').unwrap_or(text);
    let Some((digits, exponent)) = magnitude.strip_prefix("0x1").and_then(|rest| rest.split_once('p')) else {
        return not_canonical(
            "a float begins with 0x1 after an optional - and has an exponent after p; 0 is 0x0p0",
        );
    };
    let fraction = match digits.strip_prefix('.') {
        Some(fraction) if fraction.is_empty() || fraction.ends_with('0') => {
            return not_canonical("a fraction ends with another digit than 0");
        }
        Some(fraction) => fraction,
        None if digits.is_empty() => digits,
        None => return not_canonical("one digit stands before the point"),
    };
    if !fraction.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')) {
        return not_canonical("only digits 0 to 9 and a to f are allowed");
    }
    let exponent = parse_exponent(exponent)?;
    if fraction.len() > MAX_PRECISION as usize / 4 {
        return not_canonical("it has more significant bits than the precision");
    }
    let mantissa = Integer::from_str_radix(&format!("1{fraction}"), 16);
    let mut number = Rational::from(mantissa.map_err(|_| Problem::NotCanonical("it is not a number"))?);
    if number.numer().significant_bits() - number.numer().find_one(0).unwrap_or(0) > precision {
        return not_canonical("it has more significant bits than the precision");
    }
    // |exponent| ≤ 2²⁰, and the fraction has no more than 2¹⁴ digits.
    number <<= exponent - 4 * i32::try_from(fraction.len()).unwrap_or(0);
    Ok(if magnitude.len() < text.len() { -number } else { number })
}

/// A decimal integer in canonical form, from −2²⁰ to 2²⁰.
fn parse_exponent(text: &str) -> Result<i32, Problem> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let negative = digits.len() < text.len();
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Problem::NotCanonical("an exponent has digits 0 to 9 after an optional -"));
    }
    if (digits.len() > 1 || negative) && digits.starts_with('0') {
        return Err(Problem::NotCanonical("an exponent has no leading zeros, and 0 has no sign"));
    }
    let magnitude = digits.parse().unwrap_or(u64::MAX);
    match i32::try_from(magnitude) {
        Ok(small) if magnitude <= u64::from(MAX_EXPONENT) => Ok(if negative { -small } else { small }),
        _ => Err(Problem::ExponentTooLarge(magnitude)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn normalized_floats_are_read() {
        for (text, above, below) in [
            ("0x0p0", 0, 1),
            ("0x1p0", 1, 1),
            ("-0x1p-1", -1, 2),
            ("0x1.8p-3", 3, 16),
            ("0x1.fp4", 31, 1),
            ("0x1.08p5", 33, 1),
            ("-0x1.fep-1", -255, 256),
            ("0x1p10", 1024, 1),
        ] {
            assert_eq!(parse(text, 8), Ok(Rational::from((above, below))), "{text}");
        }
        assert!(parse("0x1.8p1048576", 2).is_ok_and(|number| number.numer().significant_bits() == 1_048_577));
        assert!(
            parse("-0x1.8p-1048576", 2).is_ok_and(|number| number.denom().significant_bits() == 1_048_578)
        );
        assert!(parse(&format!("0x1.{}8p0", "0".repeat(16383)), MAX_PRECISION).is_ok());
    }

    #[test]
    fn other_texts_are_refused() {
        for text in [
            "",
            "-",
            "0",
            "0x",
            "0x0",
            "0x1",
            "0x1p",
            "0x0p1",
            "-0x0p0",
            "0x2p0",
            "0x11p0",
            "0x0.8p0",
            "0x1.p0",
            "0x1.0p0",
            "0x1.80p0",
            "0x1.8P0",
            "0X1.8p0",
            "0x1.Fp0",
            "0x1.gp0",
            "0x1.8p+1",
            "0x1.8p01",
            "0x1.8p-0",
            "0x1.8p-01",
            "0x1.8p1.0",
            "0x1.8p1p1",
            "+0x1p0",
            "--0x1p0",
            " 0x1p0",
            "0x1p0 ",
            "0x1..8p0",
            "0x1.8.8p0",
            "0x1.８p0",
            "0x1p１",
            "1.5",
            "1/2",
            "inf",
            "nan",
            "0x1_0p0",
            "0x1.-8p0",
            "0x1.8p--1",
        ] {
            assert!(matches!(parse(text, 64), Err(Problem::NotCanonical(_))), "{text:?}");
        }
        assert!(parse("0x1.4p0", 3).is_ok() && parse("0x1.4p0", 2).is_err(), "three bits");
        assert_eq!(parse("0x1p1048577", 53), Err(Problem::ExponentTooLarge(1_048_577)));
        assert_eq!(parse("0x1p-1048577", 53), Err(Problem::ExponentTooLarge(1_048_577)));
        assert_eq!(parse(&format!("0x1p{}", "9".repeat(1000)), 53), Err(Problem::ExponentTooLarge(u64::MAX)));
        assert!(parse(&format!("0x1.{}1p0", "0".repeat(1_000_000)), MAX_PRECISION).is_err());
    }
}
