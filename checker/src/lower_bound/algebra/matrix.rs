//! Sums and products of matrices over the field.

use rug::{Complete, Rational};

use super::field::{Field, bits, bits_of_count};
use crate::certificate::Matrix;
use crate::rejection::Rejection;

/// The identity matrix.
pub(in crate::lower_bound) fn identity(side: usize) -> Matrix {
    (0..side).map(|row| (0..side).map(|column| Rational::from(u8::from(row == column))).collect()).collect()
}

/// The columns as rows. A matrix without rows stays one.
pub(in crate::lower_bound) fn transposed(matrix: &Matrix) -> Matrix {
    let columns = matrix.first().map_or(0, Vec::len);
    (0..columns).map(|column| matrix.iter().filter_map(|row| row.get(column).cloned()).collect()).collect()
}

/// Whether every entry is 0.
pub(in crate::lower_bound) fn is_zero(matrix: &Matrix) -> bool {
    matrix.iter().flatten().all(Rational::is_zero)
}

/// The diagonal.
pub(in crate::lower_bound) fn diagonal(matrix: &Matrix) -> impl Iterator<Item = &Rational> + Clone {
    matrix.iter().enumerate().filter_map(|(index, row)| row.get(index))
}

impl Field {
    /// left · right.
    pub(in crate::lower_bound) fn product(&self, left: &Matrix, right: &Matrix) -> Result<Matrix, Rejection> {
        let columns = transposed(right);
        let longest = |rows: &Matrix| rows.iter().map(bits).max().unwrap_or(0);
        let inner = right.len();
        let count = left.len().saturating_mul(columns.len()).saturating_mul(inner);
        self.spend(count as u64, longest(left) + longest(&columns) + bits_of_count(inner))?;
        let entry = |row: &[Rational], column: &[Rational]| {
            let mut sum = Rational::new();
            for (factor, entry) in row.iter().zip(column) {
                if !factor.is_zero() && !entry.is_zero() {
                    sum += (factor * entry).complete();
                }
            }
            self.element(sum)
        };
        Ok(left.iter().map(|row| columns.iter().map(|column| entry(row, column)).collect()).collect())
    }

    /// left + right.
    pub(in crate::lower_bound) fn sum(&self, left: &Matrix, right: &Matrix) -> Matrix {
        self.entrywise(left, right, |one, other| (one + other).complete())
    }

    /// left − right.
    pub(in crate::lower_bound) fn difference(&self, left: &Matrix, right: &Matrix) -> Matrix {
        self.entrywise(left, right, |one, other| (one - other).complete())
    }

    fn entrywise(
        &self,
        left: &Matrix,
        right: &Matrix,
        operation: impl Fn(&Rational, &Rational) -> Rational,
    ) -> Matrix {
        let row = |(row, others): (&Vec<Rational>, &Vec<Rational>)| {
            row.iter().zip(others).map(|(one, other)| self.element(operation(one, other))).collect()
        };
        left.iter().zip(right).map(row).collect()
    }

    /// The sum of numbers.
    pub(in crate::lower_bound) fn total<'n>(
        &self,
        numbers: impl Iterator<Item = &'n Rational> + Clone,
    ) -> Result<Rational, Rejection> {
        let count = numbers.clone().count();
        self.spend(count as u64, bits(numbers.clone()) + bits_of_count(count))?;
        Ok(self.element(numbers.sum()))
    }

    /// The trace.
    pub(in crate::lower_bound) fn trace(&self, matrix: &Matrix) -> Result<Rational, Rejection> {
        self.total(diagonal(matrix))
    }
}
