//! The entries of a Matrix Market file: all of them (array), or those that are not zero (coordinate).

use nalgebra::DMatrix;
use rug::Rational;

use super::error::{Place, ReadError};
use super::input::{Input, excerpt};
use super::mtx::FORMAT;

/// What the values are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Real,
    Integer,
    Pattern,
}

/// Which entries follow from those that are given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Symmetry {
    General,
    Symmetric,
    Skew,
}

/// The matrix while its entries arrive.
pub(super) struct Reader<'a> {
    input: &'a Input<'a>,
    rows: usize,
    columns: usize,
    field: Field,
    symmetry: Symmetry,
}

impl<'a> Reader<'a> {
    pub(super) fn new(
        input: &'a Input<'a>,
        (rows, columns): (u64, u64),
        field: Field,
        symmetry: Symmetry,
        place: Place,
    ) -> Result<Self, ReadError> {
        let (rows, columns) = input.sides(&[rows, columns])?;
        if symmetry != Symmetry::General && rows != columns {
            let problem = format!("a symmetric matrix cannot be {rows} × {columns}");
            return Err(input.format_at(FORMAT, place, problem));
        }
        Ok(Self { input, rows, columns, field, symmetry })
    }

    /// Column by column; of a symmetric matrix from the diagonal down, of a skew one from below it.
    pub(super) fn array(
        self,
        lines: impl Iterator<Item = (&'a str, usize)>,
    ) -> Result<DMatrix<Rational>, ReadError> {
        let first_row = |column| match self.symmetry {
            Symmetry::General => 0,
            Symmetry::Symmetric => column,
            Symmetry::Skew => column + 1,
        };
        let entries: usize =
            (0..self.columns).map(|column| self.rows.saturating_sub(first_row(column))).sum();
        let mut words = lines.flat_map(|(line, number)| words(line, number));
        if entries > self.input.bytes().len() {
            return Err(self.truncated(entries as u64, words.count()));
        }
        let mut matrix = DMatrix::from_element(self.rows, self.columns, Rational::new());
        let mut found = 0;
        for column in 0..self.columns {
            for row in first_row(column)..self.rows {
                let (word, place) = words.next().ok_or_else(|| self.truncated(entries as u64, found))?;
                self.set(&mut matrix, (row, column), self.value(word, place)?);
                found += 1;
            }
        }
        self.end(words.next())?;
        Ok(matrix)
    }

    /// `row column value` on each line, or `row column` for a pattern; no entry twice.
    pub(super) fn coordinate(
        self,
        mut lines: impl Iterator<Item = (&'a str, usize)>,
        entries: u64,
    ) -> Result<DMatrix<Rational>, ReadError> {
        let mut matrix = DMatrix::from_element(self.rows, self.columns, Rational::new());
        let mut seen = DMatrix::from_element(self.rows, self.columns, false);
        let mut found = 0;
        // The entries are counted, not allocated: their number is only a claim.
        while found as u64 != entries {
            let (line, number) = lines.next().ok_or_else(|| self.truncated(entries, found))?;
            let (at, value) = self.entry(line, number)?;
            let mirrored = if self.symmetry == Symmetry::General { at } else { (at.1, at.0) };
            for at in [at, mirrored] {
                if seen.get(at) == Some(&true) {
                    let problem = format!("the entry ({}, {}) was given before", at.0 + 1, at.1 + 1);
                    return Err(self.input.format_at(FORMAT, Place::Line { line: number }, problem));
                }
            }
            if let Some(seen) = seen.get_mut(at) {
                *seen = true;
            }
            self.set(&mut matrix, at, value);
            found += 1;
        }
        self.end(lines.flat_map(|(line, number)| words(line, number)).next())?;
        Ok(matrix)
    }

    /// One line of a coordinate file: the entry, counted from 0, and its value.
    fn entry(&self, line: &str, number: usize) -> Result<((usize, usize), Rational), ReadError> {
        let place = Place::Line { line: number };
        let refuse = |problem: String| Err(self.input.format_at(FORMAT, place, problem));
        let fields: Vec<(&str, Place)> = words(line, number).take(4).collect();
        let (row, column, value) = match (fields.as_slice(), self.field) {
            (&[(row, _), (column, _)], Field::Pattern) => (row, column, Rational::from(1)),
            (&[(row, _), (column, _), (value, place)], Field::Real | Field::Integer) => {
                (row, column, self.value(value, place)?)
            }
            (_, Field::Pattern) => return refuse("a row and a column are expected".to_owned()),
            _ => return refuse("a row, a column and a value are expected".to_owned()),
        };
        let index = |text: &str, sides: usize| {
            text.parse::<usize>().ok().filter(|index| (1..=sides).contains(index)).map(|index| index - 1)
        };
        let Some(at) = index(row, self.rows).zip(index(column, self.columns)) else {
            let (row, column) = (excerpt(row), excerpt(column));
            return refuse(format!("({row}, {column}) is outside of {} × {}", self.rows, self.columns));
        };
        if self.symmetry == Symmetry::Skew && at.0 == at.1 {
            return refuse("a skew-symmetric matrix has no entries on its diagonal".to_owned());
        }
        Ok((at, value))
    }

    fn value(&self, word: &str, place: Place) -> Result<Rational, ReadError> {
        let value = self.input.number(place, word)?;
        if self.field == Field::Integer && !value.is_integer() {
            return Err(self.input.format_at(
                FORMAT,
                place,
                format!("'{}' is not an integer", excerpt(word)),
            ));
        }
        Ok(value)
    }

    /// Sets the entry and what follows from it by symmetry.
    fn set(&self, matrix: &mut DMatrix<Rational>, (row, column): (usize, usize), value: Rational) {
        let mirrored = match self.symmetry {
            Symmetry::General => None,
            Symmetry::Symmetric => Some(value.clone()),
            Symmetry::Skew => Some(-value.clone()),
        };
        if let Some((mirror, value)) = matrix.get_mut((column, row)).zip(mirrored) {
            *mirror = value;
        }
        if let Some(entry) = matrix.get_mut((row, column)) {
            *entry = value;
        }
    }

    fn truncated(&self, expected: u64, found: usize) -> ReadError {
        self.input.truncated(format!("{expected} entries"), found.to_string())
    }

    /// Nothing may follow the last entry.
    fn end(&self, next: Option<(&str, Place)>) -> Result<(), ReadError> {
        next.map_or(Ok(()), |(word, place)| {
            let problem = format!("'{}' follows the last entry", excerpt(word));
            Err(self.input.format_at(FORMAT, place, problem))
        })
    }
}

/// The words of a line with their places.
fn words(line: &str, number: usize) -> impl Iterator<Item = (&str, Place)> {
    line.split_whitespace().zip(1..).map(move |(word, column)| (word, Place::Field { line: number, column }))
}
