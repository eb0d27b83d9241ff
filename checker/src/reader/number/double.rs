//! Doubles as JSON numbers: the shortest digits that read back to the same double.
//!
//! Reused: the standard library's reading of decimals and its shortest digits. Neither is trusted alone: digits that
//! were read to another double than the nearest would not be as few as that double's own.
//!
//! The digits may stand around the point in any way (`0.00001`, `1e-5`, `1e-05`), but without a zero that could be
//! left out. Where several texts of the fewest digits read back, each is accepted.

use rug::Rational;

use super::Problem;

/// No shortest form is longer: `-0.000…` of the smallest doubles has 343 characters.
const MAX_TEXT: usize = 400;

/// The double that a JSON number stands for, if it is written as it should be.
pub(in crate::reader) fn parse(text: &str) -> Result<Rational, Problem> {
    if text == "0.0" {
        return Ok(Rational::new());
    }
    if text.len() > MAX_TEXT {
        return Err(Problem::NotCanonical("no double needs that many digits"));
    }
    let significant = significant_digits(text).map_err(Problem::NotCanonical)?;
    let double: f64 = text.parse().map_err(|_| Problem::NotCanonical("it is not a number"))?;
    if double == 0.0 {
        return Err(Problem::NotCanonical("no double but 0 is that small"));
    }
    let number = Rational::from_f64(double).ok_or(Problem::NotCanonical("no double is that large"))?;
    let scientific = format!("{double:e}");
    let shortest = scientific.split('e').next().unwrap_or("").bytes().filter(u8::is_ascii_digit).count();
    if significant > shortest {
        return Err(Problem::NotCanonical("fewer digits read back to the same double"));
    }
    Ok(number)
}

/// Judges the form of a number other than 0, and counts its digits without the zeros at both ends.
fn significant_digits(text: &str) -> Result<usize, &'static str> {
    let magnitude = text.strip_prefix('-').unwrap_or(text);
    let (decimal, exponent) = match magnitude.split_once('e') {
        Some((decimal, exponent)) => (decimal, Some(exponent)),
        None => (magnitude, None),
    };
    let (whole, fraction) = match decimal.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (decimal, None),
    };
    if [Some(whole), fraction].into_iter().flatten().any(|part| !is_digits(part)) {
        return Err("only digits 0 to 9, one leading -, one . between digits and one e are allowed");
    }
    if whole.len() > 1 && whole.starts_with('0') {
        return Err("a number has no leading zeros");
    }
    let digits = [whole, fraction.unwrap_or("")].concat();
    let significant = digits.trim_matches('0').len();
    if significant == 0 {
        return Err("0 is written 0.0");
    }
    match (exponent, fraction) {
        (Some(exponent), _) => {
            check_exponent(exponent)?;
            if significant < digits.len() {
                return Err("with an exponent, digits begin and end with another one than 0");
            }
        }
        (None, None) => return Err("a double has a . or an e"),
        (None, Some("0")) => {}
        (None, Some(fraction)) if fraction.ends_with('0') => return Err("a fraction has no trailing zeros"),
        (None, Some(_)) => {}
    }
    Ok(significant)
}

/// At least one digit after an optional sign; no leading zeros, unless one fills it up to two digits.
fn check_exponent(exponent: &str) -> Result<(), &'static str> {
    let digits = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    if !is_digits(digits) {
        return Err("an exponent has digits 0 to 9 after an optional sign");
    }
    if digits.len() > 2 && digits.starts_with('0') {
        return Err("an exponent has no leading zeros, but one that fills it up to two digits");
    }
    Ok(())
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrangements_of_the_shortest_digits_are_read() {
        for (text, double) in [
            ("0.0", 0.0),
            ("1.0", 1.0),
            ("-1.0", -1.0),
            ("0.1", 0.1),
            ("1e-1", 0.1),
            ("1e-05", 1e-5),
            ("0.00001", 1e-5),
            ("1e16", 1e16),
            ("1e+16", 1e16),
            ("10000000000000000.0", 1e16),
            ("1.5e300", 1.5e300),
            ("15e299", 1.5e300),
            ("5e-324", f64::from_bits(1)),
            ("1.7976931348623157e308", f64::MAX),
            ("2.2250738585072014e-308", f64::MIN_POSITIVE),
            ("9007199254740993e3", 9_007_199_254_740_993e3),
            ("100.5", 100.5),
            ("1e0", 1.0),
            ("1e+00", 1.0),
            ("0.30000000000000004", 0.1 + 0.2),
            // Half way between two decimals: both have the fewest digits, and both read back.
            ("1234567890123456.2", 1_234_567_890_123_456.0 + 0.25),
            ("1234567890123456.3", 1_234_567_890_123_456.0 + 0.25),
        ] {
            assert_eq!(parse(text), Ok(Rational::from_f64(double).expect("finite")), "{text}");
        }
        let smallest = format!("-0.{}5", "0".repeat(323));
        assert!(parse(&smallest).is_ok_and(|number| number < 0));
    }

    #[test]
    fn other_texts_are_refused() {
        for text in [
            "",
            "-",
            ".",
            "e",
            "1",
            "-1",
            "10",
            "1.",
            ".5",
            "-.5",
            "+1.0",
            "01.0",
            "00.0",
            "-0.0",
            "0",
            "-0",
            "0e0",
            "0.00",
            "1.00",
            "1.50",
            "1.0e5",
            "10e5",
            "0.1e5",
            "1E5",
            "1e",
            "1e+",
            "1e5.0",
            "1e005",
            "1e-007",
            "1ee5",
            "1e999",
            "-1e999",
            "1.7976931348623159e308",
            "1e-999",
            "2e-324",
            "0.1000000000000000055511151231257827",
            "0.10000000000000001",
            "4.9e-324",
            "1.0.0",
            "1 ",
            " 1.0",
            "1_0.0",
            "inf",
            "nan",
            "NaN",
            "0x1.8p3",
            "１.0",
            "1e９",
            "\"1.0\"",
            "[1.0]",
            "1.0f",
            "1e--5",
        ] {
            assert!(matches!(parse(text), Err(Problem::NotCanonical(_))), "{text:?}");
        }
        assert!(parse(&format!("1{}.0", "0".repeat(1_000_000))).is_err());
        assert!(parse(&format!("1e{}", "9".repeat(300))).is_err());
        assert!(parse(&format!("0.{}1", "0".repeat(1_000_000))).is_err());
    }
}
