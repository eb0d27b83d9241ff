//! Canonical rational numbers: `0`, `-12`, `355/113`, and for each value one text only.
//!
//! Reused: GMP's conversion from decimal digits (subquadratic) and its greatest common divisor. Re-derived: the
//! form. A text is judged byte by byte, and its length first, before any arithmetic is done with it. Floats have files
//! of their own.

pub(super) mod double;
pub(super) mod hexadecimal;

use rug::{Integer, Rational};

use super::place::Place;
use crate::abbreviate;
use crate::limits::{MAX_DIGITS, MAX_EXPONENT};
use crate::rejection::Rejection;

/// What is wrong with a number's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Problem {
    /// More than [`MAX_DIGITS`] digits.
    TooLong(usize),
    /// The exponent of a float beyond [`MAX_EXPONENT`], without its sign.
    ExponentTooLarge(u64),
    /// The rule that is broken.
    NotCanonical(&'static str),
}

impl Problem {
    pub(super) fn at(self, place: &Place<'_>, text: &str) -> Rejection {
        let place = place.to_string();
        match self {
            Self::TooLong(found) => {
                let (found, limit) = (found as u64, MAX_DIGITS as u64);
                Rejection::TooLarge { place, what: "the number of digits", found, limit }
            }
            Self::ExponentTooLarge(found) => {
                Rejection::TooLarge { place, what: "the exponent", found, limit: u64::from(MAX_EXPONENT) }
            }
            Self::NotCanonical(problem) => {
                Rejection::NotCanonical { place, text: abbreviate::text(text), problem }
            }
        }
    }
}

/// The number that a text stands for, if it is the canonical one.
pub(super) fn parse(text: &str) -> Result<Rational, Problem> {
    let magnitude = text.strip_prefix('-').unwrap_or(text);
    let negative = magnitude.len() < text.len();
    let (above, below) = match magnitude.split_once('/') {
        Some((above, below)) => (above, Some(below)),
        None => (magnitude, None),
    };
    let mut numerator = parse_digits(above)?;
    if negative {
        if numerator.is_zero() {
            return Err(Problem::NotCanonical("0 has no sign"));
        }
        numerator = -numerator;
    }
    let Some(below) = below else { return Ok(Rational::from(numerator)) };
    let denominator = parse_digits(below)?;
    if denominator <= 1 {
        return Err(Problem::NotCanonical("a denominator is at least 2"));
    }
    // Reducing divides the denominator by the greatest common divisor g: by 2 or more, which costs it a bit,
    // unless g = 1.
    let bits = denominator.significant_bits();
    let number = Rational::from((numerator, denominator));
    if number.denom().significant_bits() == bits {
        Ok(number)
    } else {
        Err(Problem::NotCanonical("it is not in lowest terms"))
    }
}

fn parse_digits(digits: &str) -> Result<Integer, Problem> {
    if digits.len() > MAX_DIGITS {
        return Err(Problem::TooLong(digits.len()));
    }
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Problem::NotCanonical("only digits 0 to 9, one leading - and one / are allowed"));
    }
    if digits.len() > 1 && digits.starts_with('0') {
        return Err(Problem::NotCanonical("a number has no leading zeros"));
    }
    Integer::from_str_radix(digits, 10).map_err(|_| Problem::NotCanonical("it is not a number"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn canonical_numbers_are_read() {
        for text in ["0", "1", "-1", "10", "355/113", "-2/3", "123456789012345678901234567890/11"] {
            assert_eq!(parse(text).map(|number| number.to_string()), Ok(text.to_owned()));
        }
        assert!(parse(&"9".repeat(MAX_DIGITS)).is_ok());
    }

    #[test]
    fn other_texts_are_refused() {
        let texts = [
            "", "-", "/", "+1", "-0", "00", "01", "-01", "--1", " 1", "1 ", "1_000", "1e3", "1.0", "0x1",
            "１", "０", "2/4", "0/2", "-0/2", "1/1", "1/0", "1/", "/2", "1/-2", "1/02", "1/2/3", "6/9",
            "\u{0}", "∞",
        ];
        for text in texts {
            assert!(matches!(parse(text), Err(Problem::NotCanonical(_))), "{text:?}");
        }
        assert_eq!(parse(&"9".repeat(MAX_DIGITS + 1)), Err(Problem::TooLong(MAX_DIGITS + 1)));
    }
}
