//! Exact numbers from text: `12`, `-0.5`, `2.50e-3`, `1/3`. No float on the way.
//!
//! A decimal with digits d, f of them after the point, and exponent e is d · 10^(e − f), exactly.

use rug::{Integer, Rational, ops::Pow};

/// The most digits that one number may have.
pub const MAX_DIGITS: usize = 100_000;

/// The largest absolute value of a decimal exponent: `1e4096` is read, `1e4097` is not.
pub const MAX_EXPONENT: u32 = 4096;

/// Why a text is not a number that is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum NumberProblem {
    NotANumber,
    NotFinite,
    ZeroDenominator,
    TooManyDigits { digits: usize },
    ExponentTooLarge { exponent: String },
}

/// A number of the command line, exactly.
pub(crate) fn parse_number(text: &str) -> Result<Rational, String> {
    parse(text.trim()).map_err(|_| "give a number such as 1/16, 0.0625 or 1e-3".to_owned())
}

/// The exact value of `text`, which has no blanks around it.
pub(super) fn parse(text: &str) -> Result<Rational, NumberProblem> {
    let (negative, magnitude) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let digits = magnitude.bytes().filter(u8::is_ascii_digit).count();
    let value = if is_not_finite(magnitude) {
        return Err(NumberProblem::NotFinite);
    } else if digits > MAX_DIGITS {
        return Err(NumberProblem::TooManyDigits { digits });
    } else if let Some((numerator, denominator)) = magnitude.split_once('/') {
        fraction(numerator, denominator)?
    } else {
        decimal(magnitude)?
    };
    Ok(if negative { -value } else { value })
}

/// Whether this is how a program writes NaN or infinity.
pub(super) fn is_not_finite(text: &str) -> bool {
    let text = text.trim_start_matches(['+', '-']);
    ["nan", "inf", "infinity"].iter().any(|name| text.eq_ignore_ascii_case(name))
}

fn fraction(numerator: &str, denominator: &str) -> Result<Rational, NumberProblem> {
    let (numerator, denominator) = (natural(numerator)?, natural(denominator)?);
    if denominator.is_zero() {
        return Err(NumberProblem::ZeroDenominator);
    }
    Ok(Rational::from((numerator, denominator)))
}

fn decimal(text: &str) -> Result<Rational, NumberProblem> {
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, decimal_exponent(exponent)?),
        None => (text, 0),
    };
    let (whole, places) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = natural(&format!("{whole}{places}"))?;
    // Both bounded: places by MAX_DIGITS, the exponent by MAX_EXPONENT.
    let shift = i64::from(exponent) - i64::try_from(places.len()).unwrap_or(i64::MAX);
    let power = u32::try_from(shift.unsigned_abs()).map_err(|_| NumberProblem::NotANumber)?;
    if digits.is_zero() {
        return Ok(Rational::new());
    }
    let power_of_ten = Integer::from(10).pow(power);
    Ok(if shift < 0 { Rational::from((digits, power_of_ten)) } else { Rational::from(digits * power_of_ten) })
}

fn decimal_exponent(text: &str) -> Result<i32, NumberProblem> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(NumberProblem::NotANumber);
    }
    match text.parse::<i32>() {
        Ok(exponent) if exponent.unsigned_abs() <= MAX_EXPONENT => Ok(exponent),
        _ => Err(NumberProblem::ExponentTooLarge { exponent: text.trim_start_matches('+').to_owned() }),
    }
}

/// One or more digits and nothing else: GMP on its own would allow blanks and underscores.
fn natural(text: &str) -> Result<Integer, NumberProblem> {
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(NumberProblem::NotANumber);
    }
    text.parse().map_err(|_| NumberProblem::NotANumber)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn value(numerator: i64, denominator: i64) -> Result<Rational, NumberProblem> {
        Ok(Rational::from((numerator, denominator)))
    }

    #[test]
    fn decimals_are_what_they_say() {
        assert_eq!(parse("0.1"), value(1, 10));
        assert_eq!(parse("-2.50e-3"), value(-1, 400));
        assert_eq!(parse("1e-3"), value(1, 1000));
        assert_eq!(parse("+1.5E+2"), value(150, 1));
        assert_eq!(parse(".5"), value(1, 2));
        assert_eq!(parse("5."), value(5, 1));
        assert_eq!(parse("-0.0e7"), value(0, 1));
        assert_eq!(parse("-6/4"), value(-3, 2));
        assert_eq!(parse("007/1"), value(7, 1));
        assert_eq!(parse("1e4096"), Ok(Rational::from(Integer::from(10).pow(4096))));
    }

    #[test]
    fn what_is_no_number_is_refused_by_its_reason() {
        use NumberProblem::*;
        for text in [
            "", "-", "+", ".", "e5", "1e", "1e+", "abc", "1_000", "1 2", "--1", "1/", "/2", "1/-2", "0.5/2",
            "1/2/3", "1e5/2", "0x10", "1,5", "1.2.3", "1e2.5", "١", "1e5e5", "−1", "i", " 1", "1\n",
        ] {
            assert_eq!(parse(text), Err(NotANumber), "{text:?}");
        }
        for text in ["NaN", "-nan", "inf", "+Infinity", "-INF"] {
            assert_eq!(parse(text), Err(NotFinite), "{text:?}");
        }
        assert_eq!(parse("1/0"), Err(ZeroDenominator));
        assert_eq!(parse("0/000"), Err(ZeroDenominator));
    }

    #[test]
    fn numbers_of_unreasonable_size_are_refused_before_they_are_computed() {
        assert_eq!(
            parse("1e999999999"),
            Err(NumberProblem::ExponentTooLarge { exponent: "999999999".into() })
        );
        assert!(matches!(parse("1e-4097"), Err(NumberProblem::ExponentTooLarge { .. })));
        assert!(matches!(
            parse(&format!("1e{}", "9".repeat(50))),
            Err(NumberProblem::ExponentTooLarge { .. })
        ));
        assert!(parse(&"7".repeat(MAX_DIGITS)).is_ok());
        assert_eq!(
            parse(&"7".repeat(MAX_DIGITS + 1)),
            Err(NumberProblem::TooManyDigits { digits: MAX_DIGITS + 1 })
        );
    }

    proptest! {
        #[test]
        fn fractions_round_trip(numerator in any::<i64>(), denominator in 1..i64::MAX) {
            let expected = Rational::from((numerator, denominator));
            prop_assert_eq!(parse(&expected.to_string()), Ok(expected));
        }

        #[test]
        fn shortest_decimals_of_doubles_round_to_the_double(double in any::<f64>()) {
            prop_assume!(double.is_finite());
            // The exact value of the decimal is within half an ulp, hence nearest to the same double.
            let exact = parse(&format!("{double:e}")).unwrap();
            prop_assert_eq!(crate::scalar::nearest_double(&exact), Some(double));
        }

        #[test]
        fn any_text_is_a_number_or_an_error(text in "[-+0-9./eE ]{0,12}|\\PC{0,12}") {
            if let Ok(value) = parse(&text) {
                prop_assert!(text.bytes().any(|byte| byte.is_ascii_digit()));
                prop_assert_eq!(parse(&value.to_string()), Ok(value));
            }
        }
    }
}
