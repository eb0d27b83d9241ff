//! Powers of two that bring the largest entry of every row and column near 1, exactly.

use nalgebra::DMatrix;
use rug::Integer;

use crate::matrix::float::FloatField;
use crate::scalar::{Rational, nearest_double};

/// Exponents r and c: the entries of 2^−r_i · M · 2^−c_j are at most 1 in absolute value, and the largest of every row
/// and column is at least 1/4, unless all are zero.
pub(super) struct Scaling {
    rows: Vec<i64>,
    columns: Vec<i64>,
}

impl Scaling {
    pub(super) fn of_doubles(matrix: &DMatrix<f64>) -> Self {
        Self::of(&matrix.map(|entry| entry.exponent().map(i64::from)))
    }

    pub(super) fn of_rationals(matrix: &DMatrix<Rational>) -> Self {
        let bits = |part: &Integer| i64::from(part.significant_bits());
        Self::of(&DMatrix::from_fn(matrix.nrows(), matrix.ncols(), |i, j| {
            let entry = &matrix[(i, j)];
            // |p| < 2^a and q ≥ 2^(b−1).
            (!entry.is_zero()).then(|| bits(entry.numer()) - bits(entry.denom()) + 1)
        }))
    }

    /// From a k for each entry with |x| ≤ 2^k; `None` for zeros.
    fn of(exponents: &DMatrix<Option<i64>>) -> Self {
        let rows: Vec<i64> =
            exponents.row_iter().map(|row| row.iter().flatten().copied().max().unwrap_or(0)).collect();
        let columns = exponents.column_iter().map(|column| {
            let scaled = column.iter().zip(&rows).filter_map(|(exponent, row)| exponent.map(|k| k - row));
            scaled.max().unwrap_or(0)
        });
        Self { columns: columns.collect(), rows }
    }

    /// log₂ of the factor between the determinants: det M = 2^total · det(scaled M).
    pub(super) fn total(&self) -> i64 {
        self.rows.iter().chain(&self.columns).sum()
    }

    fn shift(&self, i: usize, j: usize) -> i64 {
        -self.rows[i] - self.columns[j]
    }

    /// The scaled matrix; only an entry that becomes subnormal is rounded, by less than the smallest double.
    pub(super) fn scaled_doubles(&self, matrix: &DMatrix<f64>) -> DMatrix<f64> {
        DMatrix::from_fn(matrix.nrows(), matrix.ncols(), |i, j| {
            scaled_double(matrix[(i, j)], self.shift(i, j))
        })
    }

    /// The scaled matrix itself.
    pub(super) fn scaled_rationals(&self, matrix: &DMatrix<Rational>) -> DMatrix<Rational> {
        DMatrix::from_fn(matrix.nrows(), matrix.ncols(), |i, j| {
            // The shift of a number that fits in memory fits in 32 bits, up to 256 megabytes for each entry.
            let shift = i32::try_from(self.shift(i, j)).unwrap_or(i32::MIN);
            matrix[(i, j)].clone() << shift
        })
    }
}

/// x·2^shift, where this is at most 1.
fn scaled_double(x: f64, shift: i64) -> f64 {
    // Three steps: none of the powers leaves the range of normal doubles. Below 2^−2200 all is zero up to 2^−1074.
    let third = |part: i64| 2_f64.powi(part as i32);
    let shift = shift.max(-2200);
    x * third(shift / 3) * third(shift / 3) * third(shift - shift / 3 * 2)
}

/// The nearest doubles of entries at most 1: each within 2⁻⁵³|x| + 2⁻¹⁰⁷⁴.
pub(super) fn nearest_doubles(matrix: &DMatrix<Rational>) -> DMatrix<f64> {
    matrix.map(|entry| nearest_double(&entry).unwrap_or(f64::NAN))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_and_columns_are_brought_near_one() {
        let doubles =
            DMatrix::from_row_slice(3, 3, &[1e-300, 3e-5, 0.0, 1e300, 0.0, 5e-324, 0.0, 1.5, 7e-320]);
        let exact = doubles.map(|entry| Rational::from_f64(entry).unwrap());
        for scaling in [Scaling::of_doubles(&doubles), Scaling::of_rationals(&exact)] {
            let scaled = scaling.scaled_rationals(&exact);
            for k in 0..3 {
                let largest =
                    |entries: Vec<&Rational>| entries.into_iter().map(|x| x.clone().abs()).max().unwrap();
                for largest in
                    [largest(scaled.row(k).iter().collect()), largest(scaled.column(k).iter().collect())]
                {
                    assert!(largest <= 1 && largest >= Rational::from((1, 4)));
                }
            }
            let error = (nearest_doubles(&scaled) - scaling.scaled_doubles(&doubles)).amax();
            assert!(error <= f64::from_bits(1));
        }
    }

    #[test]
    fn shifts_beyond_the_range_of_doubles_are_exact_or_vanish() {
        assert_eq!(scaled_double(2_f64.powi(1000), -2060), 2_f64.powi(-1000) * 2_f64.powi(-60));
        assert_eq!(scaled_double(f64::from_bits(3), 1072), 0.75);
        assert_eq!(scaled_double(f64::MAX, -5000), 0.0);
    }
}
