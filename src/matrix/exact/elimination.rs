//! Gauss–Jordan elimination with field operations, for fields whose elements do not grow.

use nalgebra::DMatrix;

use super::ExactField;
use crate::matrix::concatenate_columns;
use crate::scalar::Field;

/// A reduced row echelon form: row `k` has a 1 in column `pivots[k]`, the only nonzero entry of that column; the rows
/// below the rank are zero.
#[derive(Clone, Debug, PartialEq)]
pub struct Echelon<F: Field> {
    /// The reduced matrix, of the shape of the original.
    pub matrix: DMatrix<F>,
    /// The pivot columns, ascending; their number is the rank.
    pub pivots: Vec<usize>,
}

impl<F: Field> Echelon<F> {
    /// A basis of the kernel, as columns: one vector for each column without a pivot.
    #[must_use]
    pub fn kernel(&self) -> DMatrix<F> {
        let columns = self.matrix.ncols();
        let free: Vec<usize> = (0..columns).filter(|j| !self.pivots.contains(j)).collect();
        let mut basis = DMatrix::zeros(columns, free.len());
        for (k, &j) in free.iter().enumerate() {
            basis[(j, k)] = F::one();
            for (r, &pivot) in self.pivots.iter().enumerate() {
                basis[(pivot, k)] = -self.matrix[(r, j)].clone();
            }
        }
        basis
    }

    /// Reads the form of [matrix | right] as the solution of `matrix · X = right`, `unknowns` the number of columns of
    /// `matrix`; `None` if a pivot stands in `right`.
    #[must_use]
    pub fn solution(&self, unknowns: usize) -> Option<DMatrix<F>> {
        if self.pivots.iter().any(|&pivot| pivot >= unknowns) {
            return None;
        }
        let mut solution = DMatrix::zeros(unknowns, self.matrix.ncols() - unknowns);
        for (r, &pivot) in self.pivots.iter().enumerate() {
            for j in 0..solution.ncols() {
                solution[(pivot, j)] = self.matrix[(r, unknowns + j)].clone();
            }
        }
        Some(solution)
    }
}

pub(super) fn echelon<F: Field>(matrix: &DMatrix<F>) -> Echelon<F> {
    let mut work = matrix.clone();
    let mut pivots = Vec::new();
    for j in 0..work.ncols() {
        let r = pivots.len();
        let Some((pivot_row, inverse)) = first_invertible(&work, r, j) else { continue };
        work.swap_rows(r, pivot_row);
        for k in j..work.ncols() {
            work[(r, k)] = work[(r, k)].times(&inverse);
        }
        for i in (0..work.nrows()).filter(|&i| i != r) {
            subtract_multiple_of_row(&mut work, i, r, j);
        }
        pivots.push(j);
    }
    Echelon { matrix: work, pivots }
}

fn first_invertible<F: Field>(work: &DMatrix<F>, from: usize, j: usize) -> Option<(usize, F)> {
    (from..work.nrows()).find_map(|i| Some((i, work[(i, j)].inverse()?)))
}

/// Subtracts from row `i` the multiple of row `r` that clears column `j`, where row `r` has a 1.
fn subtract_multiple_of_row<F: Field>(work: &mut DMatrix<F>, i: usize, r: usize, j: usize) {
    let factor = work[(i, j)].clone();
    if factor.is_zero() {
        return;
    }
    for k in j..work.ncols() {
        let source = work[(r, k)].clone();
        work[(i, k)].subtract_product(&factor, &source);
    }
}

pub(super) fn determinant<F: Field>(matrix: &DMatrix<F>) -> F {
    assert!(matrix.is_square(), "only square matrices have a determinant");
    let mut work = matrix.clone();
    let mut product = F::one();
    for j in 0..work.ncols() {
        let Some((pivot_row, inverse)) = first_invertible(&work, j, j) else { return F::zero() };
        if pivot_row != j {
            work.swap_rows(j, pivot_row);
            product = -product;
        }
        product = product.times(&work[(j, j)]);
        for i in j + 1..work.nrows() {
            let factor = work[(i, j)].times(&inverse);
            for k in j..work.ncols() {
                let source = work[(j, k)].clone();
                work[(i, k)].subtract_product(&factor, &source);
            }
        }
    }
    product
}

pub(super) fn invert<F: ExactField>(matrix: &DMatrix<F>) -> Option<DMatrix<F>> {
    assert!(matrix.is_square(), "only square matrices have an inverse");
    let size = matrix.nrows();
    let form = F::echelon(&concatenate_columns(matrix, &DMatrix::identity(size, size)));
    let full = form.pivots.iter().copied().eq(0..size);
    full.then(|| form.matrix.columns(size, size).into_owned())
}
