//! Rows of text numbers on their way to a matrix: as many columns in each, and never more than the limits.

use nalgebra::DMatrix;
use rug::Rational;

use super::error::{Place, ReadError};
use super::input::{Input, MAX_ENTRIES};

/// Rows of equal length, gathered one number at a time within the limits.
#[derive(Debug)]
pub(super) struct Gathered<'a> {
    input: &'a Input<'a>,
    entries: Vec<Rational>,
    rows: usize,
    columns: usize,
    /// Numbers in the row that is being gathered.
    filled: usize,
}

impl<'a> Gathered<'a> {
    pub(super) fn new(input: &'a Input<'a>) -> Self {
        Self { input, entries: Vec::new(), rows: 0, columns: 0, filled: 0 }
    }

    /// The entry that is gathered next, from 1.
    pub(super) fn next_entry(&self) -> Place {
        Place::Entry { row: self.rows + 1, column: self.filled + 1 }
    }

    pub(super) fn push(&mut self, value: Rational) -> Result<(), ReadError> {
        self.filled += 1;
        self.input.check_sides(self.rows as u64 + 1, self.filled as u64)?;
        self.input.within("entries", self.entries.len() as u64 + 1, MAX_ENTRIES as u64)?;
        self.entries.push(value);
        Ok(())
    }

    /// Ends the row that stands at `place`.
    pub(super) fn end_row(&mut self, place: Place) -> Result<(), ReadError> {
        if self.rows == 0 {
            self.columns = self.filled;
        } else if self.filled != self.columns {
            let (expected, found) = (self.columns, self.filled);
            return Err(ReadError::Ragged { input: self.input.name(), place, expected, found });
        }
        self.rows += 1;
        self.filled = 0;
        self.input.check_sides(self.rows as u64, self.columns as u64)
    }

    /// The matrix; without a single number, an error.
    pub(super) fn finish(self) -> Result<DMatrix<Rational>, ReadError> {
        if self.entries.is_empty() || self.entries.len() != self.rows * self.columns {
            return Err(ReadError::Empty { input: self.input.name() });
        }
        Ok(DMatrix::from_row_iterator(self.rows, self.columns, self.entries))
    }
}
