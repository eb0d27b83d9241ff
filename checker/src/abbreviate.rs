//! Long values shortened for messages: nobody wants a megabyte of digits in a sentence.

use rug::Rational;

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
