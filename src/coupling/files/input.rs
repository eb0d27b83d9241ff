//! What every reader is given: the bytes, their name for messages, and the limits.

use std::cell::Cell;

use rug::Rational;

use super::error::{Place, ReadError};
use super::number::{self, NumberProblem};
use super::source::Source;

/// The most rows and the most columns of a matrix, and the longest vector.
pub const MAX_SIDE: usize = 4096;

/// The most vectors that are read from one input.
pub const MAX_VECTORS: usize = 1 << 20;

/// The most entries of one input: those of the largest matrix.
pub(super) const MAX_ENTRIES: usize = MAX_SIDE * MAX_SIDE;

/// The most bits that the numerators and denominators of one text may have together (1 GiB): 17 million times
/// `1e4096` is a short text and would be 28 GB.
const MAX_BITS: u64 = 1 << 33;

/// What the rows of the input are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rows {
    /// The rows of one matrix.
    OfMatrix,
    /// Vectors; a single one may be written without the outer brackets.
    Vectors,
}

/// One input on its way to a matrix.
#[derive(Debug)]
pub(super) struct Input<'a> {
    source: &'a Source,
    bytes: &'a [u8],
    rows: Rows,
    bits: Cell<u64>,
}

impl<'a> Input<'a> {
    pub(super) fn new(source: &'a Source, bytes: &'a [u8], rows: Rows) -> Self {
        Self { source, bytes, rows, bits: Cell::new(0) }
    }

    pub(super) fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// The name of the input, for errors.
    pub(super) fn name(&self) -> Source {
        self.source.clone()
    }

    /// Whether a list of numbers without outer brackets is a vector here.
    pub(super) fn may_be_flat(&self) -> bool {
        self.rows == Rows::Vectors
    }

    /// The bytes as text, without the byte order mark that some spreadsheets write.
    pub(super) fn text(&self, format: &'static str) -> Result<&'a str, ReadError> {
        let text = std::str::from_utf8(self.bytes).map_err(|error| {
            self.format(format, format!("byte {} is not UTF-8 text", error.valid_up_to().saturating_add(1)))
        })?;
        Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
    }

    /// The exact value of `text`, which stands at `place`.
    pub(super) fn number(&self, place: Place, text: &str) -> Result<Rational, ReadError> {
        let value = number::parse(text).map_err(|problem| {
            let (input, shown) = (self.name(), excerpt(text));
            match problem {
                NumberProblem::NotANumber => ReadError::NotANumber { input, place, text: shown },
                NumberProblem::NotFinite => ReadError::NotFinite { input, place, text: shown },
                NumberProblem::ZeroDenominator => ReadError::ZeroDenominator { input, place, text: shown },
                NumberProblem::TooManyDigits { digits } => ReadError::TooManyDigits { input, place, digits },
                NumberProblem::ExponentTooLarge { exponent } => {
                    ReadError::ExponentTooLarge { input, place, exponent: excerpt(&exponent) }
                }
            }
        })?;
        let size = u64::from(value.numer().significant_bits()) + u64::from(value.denom().significant_bits());
        let bits = self.bits.get().saturating_add(size);
        self.bits.set(bits);
        self.within("bits", bits, MAX_BITS)?;
        Ok(value)
    }

    /// Rows and columns of an array of this shape: (n, m), (n, m, 1, 1), and for vectors (m).
    pub(super) fn sides(&self, shape: &[u64]) -> Result<(usize, usize), ReadError> {
        let (rows, columns) = match *shape {
            [rows, columns] | [rows, columns, 1, 1] => (rows, columns),
            [columns] if self.may_be_flat() => (1, columns),
            _ => return Err(self.not_a_matrix(shape)),
        };
        if rows == 0 || columns == 0 {
            return Err(self.not_a_matrix(shape));
        }
        self.check_sides(rows, columns)?;
        // The limits fit into usize.
        usize::try_from(rows).ok().zip(usize::try_from(columns).ok()).ok_or_else(|| self.not_a_matrix(shape))
    }

    /// Refuses more rows, columns or entries than are read.
    pub(super) fn check_sides(&self, rows: u64, columns: u64) -> Result<(), ReadError> {
        match self.rows {
            Rows::OfMatrix => self.within("rows", rows, MAX_SIDE as u64)?,
            Rows::Vectors => self.within("vectors", rows, MAX_VECTORS as u64)?,
        }
        self.within("columns", columns, MAX_SIDE as u64)?;
        self.within("entries", rows.saturating_mul(columns), MAX_ENTRIES as u64)
    }

    pub(super) fn within(&self, quantity: &'static str, found: u64, limit: u64) -> Result<(), ReadError> {
        if found <= limit {
            return Ok(());
        }
        Err(ReadError::TooLarge { input: self.name(), quantity, found, limit })
    }

    pub(super) fn not_a_matrix(&self, shape: &[u64]) -> ReadError {
        let wanted = match self.rows {
            Rows::OfMatrix => "a matrix",
            Rows::Vectors => "a list of vectors",
        };
        // A hostile header may list thousands of sides.
        ReadError::Shape { input: self.name(), shape: shape.iter().copied().take(16).collect(), wanted }
    }

    pub(super) fn format(&self, format: &'static str, problem: impl Into<String>) -> ReadError {
        ReadError::Format { input: self.name(), format, problem: problem.into() }
    }

    pub(super) fn format_at(
        &self,
        format: &'static str,
        place: Place,
        problem: impl Into<String>,
    ) -> ReadError {
        ReadError::FormatAt { input: self.name(), format, place, problem: problem.into() }
    }

    pub(super) fn truncated(&self, expected: impl Into<String>, found: impl Into<String>) -> ReadError {
        ReadError::Truncated { input: self.name(), expected: expected.into(), found: found.into() }
    }
}

/// At most 40 characters of `text`, printable and on one line, for a message.
pub(super) fn excerpt(text: &str) -> String {
    let mut shown = String::new();
    for character in text.chars().take(40) {
        match character {
            '\'' | '"' | '\\' => shown.push(character),
            _ => shown.extend(character.escape_debug()),
        }
    }
    if text.chars().nth(40).is_some() {
        shown.push('…');
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn excerpts_are_short_and_on_one_line() {
        assert_eq!(excerpt("[('a', '<f8')]\n\u{1b}"), "[('a', '<f8')]\\n\\u{1b}");
        assert_eq!(excerpt(&"é".repeat(40)), "é".repeat(40));
        assert_eq!(excerpt(&"é".repeat(41)), format!("{}…", "é".repeat(40)));
    }
}
