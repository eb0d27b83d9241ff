//! Fraction-free Gauss–Jordan elimination over ℤ (Bareiss): every intermediate entry is a minor of the matrix.

use nalgebra::DMatrix;
use rug::{Assign, Integer};

/// The outcome of the elimination: row `k` of `matrix` has `pivot` in column `pivots[k]`, the only nonzero entry of that
/// column; the rows below the rank are zero.
pub(super) struct FractionFree {
    pub(super) matrix: DMatrix<Integer>,
    pub(super) pivots: Vec<usize>,
    pub(super) pivot: Integer,
}

pub(super) fn eliminate(mut matrix: DMatrix<Integer>) -> FractionFree {
    let mut previous = Integer::from(1);
    let mut pivots = Vec::new();
    for j in 0..matrix.ncols() {
        let r = pivots.len();
        let Some(i) = (r..matrix.nrows()).find(|&i| !matrix[(i, j)].is_zero()) else { continue };
        matrix.swap_rows(r, i);
        let pivot = matrix[(r, j)].clone();
        for i in (0..matrix.nrows()).filter(|&i| i != r) {
            combine_rows(&mut matrix, i, r, j, &pivot, &previous);
        }
        previous = pivot;
        pivots.push(j);
    }
    FractionFree { matrix, pivots, pivot: previous }
}

/// Row i ← (pivot · row i − m_ij · row r) / previous; the division is exact by Sylvester's identity.
fn combine_rows(
    matrix: &mut DMatrix<Integer>,
    i: usize,
    r: usize,
    j: usize,
    pivot: &Integer,
    previous: &Integer,
) {
    let factor = matrix[(i, j)].clone();
    let mut value = Integer::new();
    for k in 0..matrix.ncols() {
        value.assign(&matrix[(i, k)] * pivot);
        value -= &factor * &matrix[(r, k)];
        value.div_exact_mut(previous);
        matrix[(i, k)].assign(&value);
    }
}
