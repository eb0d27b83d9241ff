//! Elimination over the field: rank, inverse, determinant, a basis of the rows.
//!
//! Over Q each row is multiplied by its common denominator, which changes neither rank nor row space, and integers are
//! eliminated without fractions (Bareiss): after each step every entry is a minor of the matrix, so the division by the pivot
//! before is exact, and no number is longer than Hadamard's bound. Over `F_p` the same steps need no division.

use rug::{Complete, Integer, Rational};

use super::field::{Field, bits, bits_of_count};
use super::matrix::identity;
use crate::certificate::Matrix;
use crate::rejection::Rejection;

/// A matrix after elimination: each row has a pivot, and a column with a pivot has no other entry.
struct Echelon {
    rows: Vec<Vec<Integer>>,
    pivots: Vec<usize>,
}

/// The numerators of a row over its common denominator, and that.
fn integers(row: &[Rational]) -> (Vec<Integer>, Integer) {
    let mut common = Integer::from(1);
    for entry in row {
        if *entry.denom() != common {
            common.lcm_mut(entry.denom());
        }
    }
    let numerator = |entry: &Rational| common.div_exact_ref(entry.denom()).complete() * entry.numer();
    (row.iter().map(numerator).collect(), common)
}

/// The longest that a minor of the matrix can be, rows over common denominators.
fn minor_bits(matrix: &Matrix) -> u64 {
    let columns = matrix.first().map_or(0, Vec::len);
    let longest = matrix.iter().map(bits).max().unwrap_or(0);
    let side = matrix.len().min(columns);
    (longest + bits_of_count(side)).saturating_mul(side as u64)
}

impl Field {
    fn echelon(&self, matrix: &Matrix) -> Result<Echelon, Rejection> {
        let columns = matrix.first().map_or(0, Vec::len);
        let steps = matrix.len().saturating_mul(columns).saturating_mul(matrix.len().min(columns));
        self.spend(2 * steps as u64, minor_bits(matrix))?;
        let mut rows: Vec<Vec<Integer>> = matrix.iter().map(|row| integers(row).0).collect();
        let mut pivots = Vec::new();
        let mut before = Integer::from(1);
        for column in 0..columns {
            let done = pivots.len();
            let Some(found) = (done..rows.len()).find(|&row| !rows[row][column].is_zero()) else { continue };
            rows.swap(done, found);
            let pivot_row = rows[done].clone();
            for (_, row) in rows.iter_mut().enumerate().filter(|(index, _)| *index != done) {
                self.eliminate(row, &pivot_row, column, &before);
            }
            before.clone_from(&pivot_row[column]);
            pivots.push(column);
        }
        rows.truncate(pivots.len());
        Ok(Echelon { rows, pivots })
    }

    /// row ← (pivot·row − row[column]·pivot row) / the pivot before.
    fn eliminate(&self, row: &mut [Integer], pivot_row: &[Integer], column: usize, before: &Integer) {
        let factor = row[column].clone();
        let pivot = &pivot_row[column];
        for (entry, above) in row.iter_mut().zip(pivot_row) {
            *entry *= pivot;
            *entry -= &factor * above;
            if self.prime().is_none() {
                entry.div_exact_mut(before);
            } else {
                *entry = self.residue(std::mem::take(entry));
            }
        }
    }

    /// The dimension of the row space.
    pub(in crate::lower_bound) fn rank(&self, matrix: &Matrix) -> Result<usize, Rejection> {
        Ok(self.echelon(matrix)?.pivots.len())
    }

    /// A basis of the row space: the reduced row echelon form without its zero rows.
    pub(in crate::lower_bound) fn row_basis(&self, matrix: &Matrix) -> Result<Matrix, Rejection> {
        let Echelon { rows, pivots } = self.echelon(matrix)?;
        let reduced = |(row, pivot): (Vec<Integer>, usize)| {
            row.iter().map(|entry| self.quotient(entry, &row[pivot])).collect()
        };
        Ok(rows.into_iter().zip(pivots).map(reduced).collect())
    }

    /// The inverse of a square matrix, if it has one.
    pub(in crate::lower_bound) fn inverse(&self, matrix: &Matrix) -> Result<Option<Matrix>, Rejection> {
        let side = matrix.len();
        let widened =
            matrix.iter().zip(identity(side)).map(|(row, unit)| [row.clone(), unit].concat()).collect();
        let Echelon { rows, pivots } = self.echelon(&widened)?;
        if pivots.iter().copied().ne(0..side) {
            return Ok(None);
        }
        let right_half = |(index, row): (usize, &Vec<Integer>)| {
            row[side..].iter().map(|entry| self.quotient(entry, &row[index])).collect()
        };
        Ok(Some(rows.iter().enumerate().map(right_half).collect()))
    }

    /// The determinant of a square matrix.
    pub(in crate::lower_bound) fn determinant(&self, matrix: &Matrix) -> Result<Rational, Rejection> {
        // Over F_p, the determinant of the integers 0, …, p − 1, and its remainder.
        let length = minor_bits(matrix);
        self.spend((matrix.len() as u64).pow(3), length)?;
        let (rows, denominators): (Vec<_>, Vec<_>) = matrix.iter().map(|row| integers(row)).unzip();
        let below: Integer = denominators.into_iter().product();
        Ok(self.element(Rational::from((integer_determinant(rows), below))))
    }
}

/// The determinant of integers, by Bareiss's elimination.
pub(super) fn integer_determinant(mut rows: Vec<Vec<Integer>>) -> Integer {
    let side = rows.len();
    let mut before = Integer::from(1);
    let mut negative = false;
    for step in 0..side {
        let Some(found) = (step..side).find(|&row| !rows[row][step].is_zero()) else { return Integer::new() };
        negative ^= found != step;
        rows.swap(step, found);
        let (above, below) = rows.split_at_mut(step + 1);
        let pivot_row = &above[step];
        for row in below {
            let factor = row[step].clone();
            for (entry, upper) in row.iter_mut().zip(pivot_row).skip(step) {
                *entry *= &pivot_row[step];
                *entry -= &factor * upper;
                entry.div_exact_mut(&before);
            }
        }
        before.clone_from(&rows[step][step]);
    }
    if negative { -before } else { before }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::certificate::Ground;

    fn field(prime: u64) -> Field {
        Field::new(if prime == 0 { Ground::Rationals } else { Ground::Prime(prime) })
    }

    fn matrix(rows: &[&str]) -> Matrix {
        rows.iter()
            .map(|row| row.split(' ').map(|entry| entry.parse().expect("a number")).collect())
            .collect()
    }

    #[test]
    fn rank_depends_on_the_field() {
        let matrix = matrix(&["1 2 3", "4 5 6", "7 8 9", "0 0 0"]);
        assert_eq!(field(0).rank(&matrix), Ok(2));
        assert_eq!(field(11).rank(&matrix), Ok(2));
        let residues = self::matrix(&["1 2", "3 1"]);
        assert_eq!((field(0).rank(&residues), field(5).rank(&residues)), (Ok(2), Ok(1)));
        assert_eq!(field(0).rank(&Vec::new()), Ok(0));
        assert_eq!(field(0).rank(&self::matrix(&["0 0 0 1/2", "0 0 0 1/3"])), Ok(1));
    }

    #[test]
    fn a_basis_of_the_rows_is_reduced() {
        let basis = field(0).row_basis(&matrix(&["0 2 4 1/2", "0 1 2 1/3", "0 3 6 5/6"]));
        assert_eq!(basis, Ok(matrix(&["0 1 2 0", "0 0 0 1"])));
        assert_eq!(field(7).row_basis(&matrix(&["3 1 2", "6 2 4"])), Ok(matrix(&["1 5 3"])));
    }

    #[test]
    fn inverses_and_determinants() {
        let given = matrix(&["0 1/2 1", "3 0 2", "1 1 1/3"]);
        let inverse = field(0).inverse(&given).expect("small").expect("invertible");
        assert_eq!(field(0).product(&given, &inverse), Ok(identity(3)));
        assert_eq!(field(0).determinant(&given), Ok(Rational::from((7, 2))));
        let residues = matrix(&["0 1", "3 4"]);
        let inverse = field(5).inverse(&residues).expect("small").expect("invertible");
        assert_eq!(field(5).product(&residues, &inverse), Ok(identity(2)));
        assert_eq!(field(5).determinant(&residues), Ok(Rational::from(2)));
        assert_eq!(field(5).inverse(&matrix(&["1 2", "3 1"])), Ok(None));
        assert_eq!(field(0).determinant(&matrix(&["1 2", "2 4"])), Ok(Rational::new()));
    }
}
