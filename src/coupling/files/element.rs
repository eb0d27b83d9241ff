//! Elements of binary arrays, as the exact rational numbers that they are.
//!
//! A finite binary float is m · 2^e with integers m and e, so every conversion here is exact; NaN and the
//! infinities have no rational value and are errors.

use nalgebra::DMatrix;
use rug::Rational;

use super::error::{Place, ReadError};
use super::input::Input;
use super::matrix_file::Numbers;

/// The type of an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Element {
    /// IEEE 754 binary64.
    Float64,
    /// IEEE 754 binary32.
    Float32,
    /// IEEE 754 binary16.
    Float16,
    /// The upper half of a binary32.
    BrainFloat16,
    /// Two's complement of 1, 2, 4 or 8 bytes.
    Signed(u8),
    /// Natural numbers of 1, 2, 4 or 8 bytes.
    Unsigned(u8),
}

/// The order of the bytes of an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ByteOrder {
    Little,
    Big,
}

/// The order of the elements of a matrix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ElementOrder {
    /// One row after the other, as in C.
    ByRows,
    /// One column after the other, as in Fortran.
    ByColumns,
}

/// A matrix as it lies in a file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Layout {
    pub(super) element: Element,
    pub(super) bytes: ByteOrder,
    pub(super) order: ElementOrder,
    pub(super) rows: usize,
    pub(super) columns: usize,
}

impl Element {
    /// Bytes per element.
    pub(super) fn size(self) -> usize {
        match self {
            Self::Float64 => 8,
            Self::Float32 => 4,
            Self::Float16 | Self::BrainFloat16 => 2,
            Self::Signed(size) | Self::Unsigned(size) => usize::from(size),
        }
    }

    /// What the elements are, for those who choose an arithmetic.
    pub(super) fn numbers(self) -> Numbers {
        match self {
            Self::Float64 => Numbers::Float64,
            Self::Float32 | Self::Float16 | Self::BrainFloat16 => Numbers::Float32,
            Self::Signed(_) | Self::Unsigned(_) => Numbers::Exact,
        }
    }

    /// The exact value of the element with these bits, or how its non-finite value is called.
    fn value(self, bits: u64) -> Result<Rational, String> {
        let double = match self {
            Self::Unsigned(_) => return Ok(Rational::from(bits)),
            Self::Signed(size) => {
                let unused = 64_u32.saturating_sub(8 * u32::from(size));
                // The arithmetic shift back copies the sign bit.
                return Ok(Rational::from(bits.wrapping_shl(unused).cast_signed() >> unused));
            }
            Self::Float64 => f64::from_bits(bits),
            Self::Float32 => f64::from(f32::from_bits(bits as u32)),
            Self::BrainFloat16 => f64::from(f32::from_bits((bits as u32) << 16)),
            Self::Float16 => half_to_double(bits as u16),
        };
        Rational::from_f64(double).ok_or_else(|| double.to_string())
    }
}

/// The binary16 with these bits as a double, which holds each of them exactly.
///
/// The value of sign s, exponent e and fraction f is ±(1024 + f) · 2^(e − 25), and ±f · 2^−24 if e = 0.
fn half_to_double(bits: u16) -> f64 {
    let (exponent, fraction) = (i32::from(bits >> 10 & 0x1f), f64::from(bits & 0x3ff));
    let magnitude = match exponent {
        0 => fraction * 2_f64.powi(-24),
        0x1f if fraction == 0.0 => f64::INFINITY,
        0x1f => f64::NAN,
        _ => (1024.0 + fraction) * 2_f64.powi(exponent - 25),
    };
    if bits >> 15 == 1 { -magnitude } else { magnitude }
}

impl Layout {
    /// Bytes of the whole matrix, unless there are too many to count.
    pub(super) fn size(&self) -> Option<usize> {
        self.rows.checked_mul(self.columns)?.checked_mul(self.element.size())
    }

    /// The matrix in `data`, which must have exactly the bytes of the layout.
    pub(super) fn read(&self, input: &Input<'_>, data: &[u8]) -> Result<DMatrix<Rational>, ReadError> {
        if self.size() != Some(data.len()) {
            let expected =
                format!("{} × {} elements of {} bytes", self.rows, self.columns, self.element.size());
            return Err(input.truncated(expected, format!("{} bytes", data.len())));
        }
        let values: Result<Vec<Rational>, ReadError> = data
            .chunks_exact(self.element.size())
            .enumerate()
            .map(|(index, bytes)| {
                self.element.value(self.bits(bytes)).map_err(|text| {
                    let place = self.place(index);
                    ReadError::NotFinite { input: input.name(), place, text }
                })
            })
            .collect();
        Ok(match self.order {
            ElementOrder::ByRows => DMatrix::from_row_iterator(self.rows, self.columns, values?),
            ElementOrder::ByColumns => DMatrix::from_vec(self.rows, self.columns, values?),
        })
    }

    /// At most eight bytes as one natural number.
    fn bits(&self, bytes: &[u8]) -> u64 {
        let append = |bits: u64, &byte: &u8| bits << 8 | u64::from(byte);
        match self.bytes {
            ByteOrder::Big => bytes.iter().fold(0, append),
            ByteOrder::Little => bytes.iter().rev().fold(0, append),
        }
    }

    fn place(&self, index: usize) -> Place {
        // max(1): a division cannot fail, although a matrix without rows or columns has no index to place.
        let (row, column) = match self.order {
            ElementOrder::ByRows => (index / self.columns.max(1), index % self.columns.max(1)),
            ElementOrder::ByColumns => (index % self.rows.max(1), index / self.rows.max(1)),
        };
        Place::Entry { row: row + 1, column: column + 1 }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rug::{Integer, ops::Pow};

    use super::*;

    /// m · 2^e.
    fn scaled(mantissa: i64, exponent: i32) -> Rational {
        let power = Rational::from(Integer::from(2).pow(exponent.unsigned_abs()));
        if exponent < 0 { Rational::from(mantissa) / power } else { Rational::from(mantissa) * power }
    }

    #[test]
    fn floats_are_exact_down_to_the_smallest() {
        assert_eq!(Element::Float64.value(1), Ok(scaled(1, -1074)));
        assert_eq!(Element::Float64.value(f64::MAX.to_bits()), Ok(scaled((1 << 53) - 1, 971)));
        assert_eq!(Element::Float32.value(1), Ok(scaled(1, -149)));
        assert_eq!(Element::Float32.value(u64::from(0.1_f32.to_bits())), Ok(scaled(13_421_773, -27)));
        assert_eq!(Element::Float16.value(0x0001), Ok(scaled(1, -24)));
        assert_eq!(Element::Float16.value(0x83ff), Ok(scaled(-1023, -24)));
        assert_eq!(Element::Float16.value(0x3c01), Ok(scaled(1025, -10)));
        assert_eq!(Element::Float16.value(0x7bff), Ok(scaled(65504, 0)));
        assert_eq!(Element::BrainFloat16.value(0x3f81), Ok(scaled(129, -7)));
        assert_eq!(Element::BrainFloat16.value(0x8001), Ok(scaled(-1, -133)));
    }

    #[test]
    fn non_finite_floats_have_no_value() {
        for (element, bits) in [
            (Element::Float64, f64::NAN.to_bits()),
            (Element::Float64, f64::INFINITY.to_bits()),
            (Element::Float32, 0xff80_0000),
            (Element::Float32, 0x7fc0_0000),
            (Element::Float16, 0x7c00),
            (Element::Float16, 0xfe00),
            (Element::BrainFloat16, 0x7f80),
            (Element::BrainFloat16, 0x7fc1),
        ] {
            assert!(element.value(bits).is_err(), "{element:?} {bits:x}");
        }
    }

    #[test]
    fn integers_keep_their_sign() {
        assert_eq!(Element::Signed(1).value(0xff), Ok(Rational::from(-1)));
        assert_eq!(Element::Signed(2).value(0x8000), Ok(Rational::from(-32768)));
        assert_eq!(Element::Signed(8).value(1 << 63), Ok(Rational::from(i64::MIN)));
        assert_eq!(Element::Unsigned(1).value(0xff), Ok(Rational::from(255)));
        assert_eq!(Element::Unsigned(8).value(u64::MAX), Ok(Rational::from(u64::MAX)));
    }

    proptest! {
        #[test]
        fn halves_are_their_formula(bits in any::<u16>()) {
            let (exponent, fraction) = (i32::from(bits >> 10 & 31), i64::from(bits & 1023));
            prop_assume!(exponent < 31);
            let sign = if bits >> 15 == 1 { -1 } else { 1 };
            let expected = match exponent {
                0 => scaled(sign * fraction, -24),
                _ => scaled(sign * (1024 + fraction), exponent - 25),
            };
            prop_assert_eq!(Element::Float16.value(u64::from(bits)), Ok(expected));
        }
    }
}
