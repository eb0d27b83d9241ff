//! Numbers in brief.

use std::f64::consts::LOG10_2;

use rug::ops::Pow;

use crate::scalar::{Field, Rational};

/// Numbers of at most this many characters are shown in full.
const FULL: usize = 9;

/// A short number in full, a long one as its leading digits and its size: `≈-1.54e+12 [85 bits]`.
pub(crate) fn brief(number: &Rational) -> String {
    let text = number.to_string();
    if text.len() <= FULL { text } else { format!("≈{} [{} bits]", scientific(number), number.bits()) }
}

/// A float in decimals: five significant digits.
pub(crate) fn decimal(number: &Rational) -> String {
    let value = number.to_f64();
    let size = value.abs();
    if number.is_zero() {
        "0".to_owned()
    } else if size == 0.0 || !size.is_finite() {
        scientific(number)
    } else if (1e-3..1e5).contains(&size) {
        let digits = (4 - size.log10().floor() as i32).max(0) as usize;
        format!("{value:.digits$}")
    } else {
        format!("{value:.4e}")
    }
}

/// A number above 0 to so many significant digits, rounded up: what is called a bound is one.
pub(crate) fn rounded_up(number: &Rational, digits: u32) -> String {
    let value = number.to_f64();
    if value <= 0.0 || !value.is_finite() {
        return if number.is_zero() { "0".to_owned() } else { scientific(number) };
    }
    let shift = digits as i32 - 1 - value.log10().floor() as i32;
    let power = Rational::from(rug::Integer::from(10)).pow(shift);
    let rounded = (Rational::from(number * &power).ceil() / power).to_f64();
    if (1e-3..1e5).contains(&value) {
        format!("{rounded:.places$}", places = shift.max(0) as usize)
    } else {
        format!("{rounded:.places$e}", places = digits as usize - 1)
    }
}

/// The entry of the largest absolute value.
pub(crate) fn largest<'a>(numbers: impl Iterator<Item = &'a Rational>) -> Rational {
    numbers.max_by(|a, b| a.cmp_abs(b)).cloned().unwrap_or_default()
}

/// Three leading digits and a power of ten, for display only; any size.
fn scientific(number: &Rational) -> String {
    let part = |integer: &rug::Integer| {
        let excess = integer.significant_bits().saturating_sub(64);
        (rug::Integer::from(integer >> excess).to_f64().abs(), f64::from(excess))
    };
    let ((numerator, up), (denominator, down)) = (part(number.numer()), part(number.denom()));
    let logarithm = (numerator / denominator).log10() + (up - down) * LOG10_2;
    let mut exponent = logarithm.floor();
    let mut mantissa = 10_f64.powf(logarithm - exponent);
    if mantissa >= 9.995 {
        (mantissa, exponent) = (1.0, exponent + 1.0);
    }
    let sign = if *number < 0 { "-" } else { "" };
    format!("{sign}{mantissa:.2}e{exponent:+}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_numbers_in_full_and_long_ones_in_brief() {
        assert_eq!(brief(&Rational::from((-355, 113))), "-355/113");
        assert_eq!(brief(&Rational::from(-123_456_789_012_i64)), "≈-1.23e+11 [37 bits]");
        let huge = Rational::from(rug::Integer::from(10).pow(1000));
        assert_eq!(brief(&huge), "≈1.00e+1000 [3322 bits]");
        assert_eq!(brief(&huge.clone().recip()), "≈1.00e-1000 [3322 bits]");
        assert_eq!(decimal(&huge), "1.00e+1000");
    }

    #[test]
    fn floats_have_five_digits() {
        let text = |x: f64| decimal(&Rational::from_f64(x).unwrap());
        assert_eq!(
            [0.0, 1.0, -0.25, 31.4159265, 2.5e-17].map(text),
            ["0", "1.0000", "-0.25000", "31.416", "2.5000e-17"]
        );
    }

    #[test]
    fn bounds_are_rounded_up() {
        let text = |x: f64, digits| rounded_up(&Rational::from_f64(x).unwrap(), digits);
        assert_eq!(text(2.618_034, 5), "2.6181");
        assert_eq!(text(0.0, 5), "0");
        assert_eq!(text(0.641, 2), "0.65");
        assert_eq!(text(3.01e-15, 2), "3.1e-15");
        assert_eq!(text(1e300, 2), "1.1e300");
        assert_eq!(text(123.4, 2), "130");
    }
}
