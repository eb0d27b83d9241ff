//! LU with partial pivoting for doubles: what a dense layer needs to be inverted.

use faer::Par;
use faer::dyn_stack::{MemBuffer, MemStack};
use faer::linalg::lu::partial_pivoting::factor::{lu_in_place, lu_in_place_scratch};
use faer::linalg::lu::partial_pivoting::solve::{solve_in_place, solve_in_place_scratch};
use faer::perm::PermRef;
use nalgebra::DMatrix;

use super::double::{view, view_mut};

/// P·M = L·U of a square matrix, on one thread.
#[derive(Clone, Debug)]
pub struct Lu {
    /// L below the diagonal, U on it and above.
    factors: DMatrix<f64>,
    rows: Vec<usize>,
    inverse_rows: Vec<usize>,
}

impl Lu {
    /// Factors a square matrix; one that is singular gives infinities when it is solved with.
    ///
    /// # Panics
    ///
    /// If the matrix is not square.
    #[must_use]
    pub fn of(matrix: &DMatrix<f64>) -> Self {
        assert!(matrix.is_square(), "only square matrices have an LU factorization here");
        let size = matrix.nrows();
        let mut factors = matrix.clone();
        let (mut rows, mut inverse_rows) = (vec![0; size], vec![0; size]);
        let scratch = lu_in_place_scratch::<usize, f64>(size, size, Par::Seq, Default::default());
        let mut memory = MemBuffer::new(scratch);
        let stack = MemStack::new(&mut memory);
        let (target, params) = (view_mut(&mut factors), Default::default());
        lu_in_place(target, &mut rows, &mut inverse_rows, Par::Seq, stack, params);
        Self { factors, rows, inverse_rows }
    }

    /// M⁻¹·`right`.
    ///
    /// # Panics
    ///
    /// If `right` has another number of rows than M.
    #[must_use]
    pub fn solve(&self, right: &DMatrix<f64>) -> DMatrix<f64> {
        let size = self.factors.nrows();
        assert_eq!(right.nrows(), size, "a right-hand side must have as many rows as the matrix");
        let mut solution = right.clone();
        let mut memory = MemBuffer::new(solve_in_place_scratch::<usize, f64>(size, right.ncols(), Par::Seq));
        let permutation = PermRef::new_checked(&self.rows, &self.inverse_rows, size);
        let factors = view(&self.factors);
        let target = view_mut(&mut solution);
        solve_in_place(factors, factors, permutation, target, Par::Seq, MemStack::new(&mut memory));
        solution
    }

    /// Whether det M > 0, as the pivots tell.
    #[must_use]
    pub fn determinant_is_positive(&self) -> bool {
        let negative = self.factors.diagonal().iter().filter(|pivot| **pivot < 0.0).count();
        (negative + transpositions(&self.rows)).is_multiple_of(2)
    }

    /// M⁻¹.
    #[must_use]
    pub fn inverse(&self) -> DMatrix<f64> {
        self.solve(&DMatrix::identity(self.factors.nrows(), self.factors.nrows()))
    }
}

/// How many transpositions a permutation is: its length less the number of its cycles.
fn transpositions(permutation: &[usize]) -> usize {
    let mut seen = vec![false; permutation.len()];
    let mut cycles = 0;
    for start in 0..permutation.len() {
        cycles += usize::from(!seen[start]);
        let mut place = start;
        while !std::mem::replace(&mut seen[place], true) {
            place = permutation[place];
        }
    }
    permutation.len() - cycles
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matrix::Product;

    #[test]
    fn solutions_solve_with_pivoting() {
        for size in [1, 2, 5, 40, 100] {
            let matrix = DMatrix::from_fn(size, size, |i, j| ((3 * i * i + 7 * j + i * j) as f64).sin());
            let matrix =
                matrix + DMatrix::from_fn(size, size, |i, j| if (i + 1) % size == j { 3.0 } else { 0.0 });
            let right = DMatrix::from_fn(size, 3, |i, j| (i as f64 - 2.0 * j as f64).cos());
            let solution = Lu::of(&matrix).solve(&right);
            assert!((f64::multiply(&matrix, &solution) - &right).norm() < 1e-10, "{size}");
            assert_eq!(Lu::of(&matrix).determinant_is_positive(), matrix.determinant() > 0.0, "{size}");
            let identity = f64::multiply(&matrix, &Lu::of(&matrix).inverse());
            assert!((identity - DMatrix::identity(size, size)).norm() < 1e-10, "{size}");
        }
    }
}
