//! Balls in decimals, rounded outward.

use std::fmt;

use rug::float::Round;

use super::{Ball, Float};

/// `[1.4142135623, 1.4142135624]`: the lower end rounded down and the upper one up, so that what is printed is an
/// enclosure too. A precision is a number of significant digits, `{:.11}` here; without one, as many as the bits hold.
///
/// ```
/// # use flowcert::scalar::Ball;
/// assert_eq!(format!("{:.3}", Ball::pi(53)), "[3.14, 3.15]");
/// assert_eq!(Ball::pi(53).to_string(), "[3.14159265358979, 3.14159265358980]");
/// assert_eq!(Ball::whole_line(53).to_string(), "[-inf, inf]");
/// ```
impl fmt::Display for Ball {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // log10 2 = 0.30103: the digits that every number of so many bits can hold.
        let held = u64::from(self.precision()) * 30_103 / 100_000;
        let digits = f.precision().unwrap_or(held.try_into().unwrap_or(usize::MAX)).max(1);
        let lower = decimal(&self.lower, digits, Round::Down);
        let upper = decimal(&self.upper, digits, Round::Up);
        write!(f, "[{lower}, {upper}]")
    }
}

/// `0.00125`, `125.00`, and with an exponent where there would be more zeros than these: `1.25e-5`, `1.2e2`.
fn decimal(number: &Float, digits: usize, round: Round) -> String {
    let (negative, text, exponent) = number.to_sign_string_exp_round(10, Some(digits), round);
    let sign = if negative { "-" } else { "" };
    // The number is 0.text · 10^exponent; zero and ∞ have no exponent.
    let Some(exponent) = exponent else {
        return format!("{sign}{text}");
    };
    match usize::try_from(exponent) {
        Ok(places @ 1..) if places < text.len() => format!("{sign}{}.{}", &text[..places], &text[places..]),
        Ok(places) if places == text.len() => format!("{sign}{text}"),
        _ if (-2..=0).contains(&exponent) => {
            format!("{sign}0.{}{text}", "0".repeat(exponent.unsigned_abs() as usize))
        }
        _ if text.len() == 1 => format!("{sign}{text}e{}", exponent - 1),
        _ => format!("{sign}{}.{}e{}", &text[..1], &text[1..], exponent - 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_written_as_people_write_them() {
        let text = |number: f64, digits| decimal(&Float::with_val(53, number), digits, Round::Down);
        assert_eq!(text(125.0, 5), "125.00");
        assert_eq!(text(125.0, 3), "125");
        assert_eq!(text(125.0, 2), "1.2e2");
        assert_eq!(text(-125.0, 2), "-1.3e2");
        assert_eq!(text(0.5, 1), "0.5");
        assert_eq!(text(0.001_953_125, 4), "0.001953");
        assert_eq!(text(1e-5, 1), "1e-5");
        assert_eq!(text(0.0, 9), "0");
        assert_eq!(text(f64::NEG_INFINITY, 9), "-inf");
    }
}
