//! Long values shortened for messages: nobody wants a megabyte of digits in a sentence.

use rug::{Integer, Rational};

/// The longest text that is shown whole, in characters.
const WHOLE: usize = 40;

/// How much is shown of a longer one.
const START: usize = 16;

/// A text, or its beginning and its length.
pub(crate) fn text(text: &str) -> String {
    if text.len() <= WHOLE {
        return text.to_owned();
    }
    let start: String = text.chars().take(START).collect();
    format!("{start}… ({} bytes)", text.len())
}

/// A number in digits, or its first digits and its size in bits.
pub(crate) fn number(value: &Rational) -> String {
    let digits = value.to_string();
    if digits.len() <= WHOLE {
        return digits;
    }
    let start: String = digits.chars().take(START).collect();
    let (above, below) = (value.numer().significant_bits(), value.denom().significant_bits());
    if below == 1 {
        format!("{start}… ({above} bits)")
    } else {
        format!("{start}… ({above} bits / {below} bits)")
    }
}

/// A number ≥ 0 in about six decimal digits, rounded up, so that what is called an upper bound is one.
pub(crate) fn decimal(value: &Rational) -> String {
    if *value <= 0 {
        return "0".to_owned();
    }
    // A first guess at the exponent from the lengths in bits is too large by one at most twice, never too small.
    let bits = i64::from(value.numer().significant_bits()) - i64::from(value.denom().significant_bits()) + 1;
    let mut exponent = (bits * 30_103).div_euclid(100_000) + 1;
    while *value < power_of_ten(exponent) {
        exponent -= 1;
    }
    let scaled = value * power_of_ten(5 - exponent);
    let mut digits = scaled.ceil().numer().to_string();
    // 9.999999 is rounded up to 10.00000: the digits are seven then.
    exponent += i64::try_from(digits.len()).unwrap_or(6) - 6;
    digits.truncate(digits.trim_end_matches('0').len());
    arranged(&digits, exponent)
}

/// 0.00262, 2.62, 2620 or 2.62e9 for the digits 262 and the exponent of the first one.
fn arranged(digits: &str, exponent: i64) -> String {
    let length = i64::try_from(digits.len()).unwrap_or(0);
    match (usize::try_from(exponent), usize::try_from(-exponent)) {
        (Ok(whole), _) if exponent < 6 && exponent < length - 1 => {
            let (whole, fraction) = digits.split_at(whole + 1);
            format!("{whole}.{fraction}")
        }
        (Ok(_), _) if exponent < 6 => {
            format!("{digits}{}", "0".repeat(usize::try_from(exponent + 1 - length).unwrap_or(0)))
        }
        (_, Ok(zeros)) if exponent > -4 => format!("0.{}{digits}", "0".repeat(zeros - 1)),
        _ => {
            let (first, rest) = digits.split_at(1);
            format!("{first}{}{rest}e{exponent}", if rest.is_empty() { "" } else { "." })
        }
    }
}

fn power_of_ten(exponent: i64) -> Rational {
    let power =
        Integer::from(Integer::u_pow_u(10, u32::try_from(exponent.unsigned_abs()).unwrap_or(u32::MAX)));
    if exponent < 0 { Rational::from((1, power)) } else { Rational::from(power) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_short_and_not_too_small() {
        for (above, below, text) in [
            (0, 1, "0"),
            (1, 1, "1"),
            (131, 50, "2.62"),
            (1, 3, "0.333334"),
            (1, 400, "0.0025"),
            (1, 1024, "9.76563e-4"),
            (1, 100_000, "1e-5"),
            (31, 10_000_000_000_000_000_i64, "3.1e-15"),
            (20, 1, "20"),
            (999_999, 1, "999999"),
            (9_999_999, 10, "1e6"),
            (123_456_789, 1, "1.23457e8"),
            (1_000_000, 1, "1e6"),
            (99_999_999, 100_000_000, "1"),
            (1, 10, "0.1"),
            (101, 1000, "0.101"),
            (8, 1, "8"),
            (9, 1, "9"),
        ] {
            assert_eq!(decimal(&Rational::from((above, below))), text);
        }
        let huge = Rational::from(Integer::from(1) << 100_000);
        assert!(decimal(&huge).ends_with("e30102"), "{}", decimal(&huge));
        assert!(decimal(&huge.recip()).ends_with("e-30103"));
    }
}
