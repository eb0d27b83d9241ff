//! The kernels for doubles: faer's, on one thread, so that results do not depend on the number of threads.

use faer::diag::Diag;
use faer::dyn_stack::{MemBuffer, MemStack};
use faer::linalg::householder::{
    apply_block_householder_sequence_on_the_left_in_place_scratch as apply_scratch,
    apply_block_householder_sequence_on_the_left_in_place_with_conj as apply,
};
use faer::linalg::matmul::matmul;
use faer::linalg::qr::no_pivoting::factor::{qr_in_place, qr_in_place_scratch, recommended_block_size};
use faer::linalg::svd::{ComputeSvdVectors, svd, svd_scratch};
use faer::{Accum, Conj, Mat, MatMut, MatRef, Par};
use nalgebra::DMatrix;

use super::{FloatError, FloatField, Svd};
use crate::matrix::Product;

pub(super) fn view(matrix: &DMatrix<f64>) -> MatRef<'_, f64> {
    MatRef::from_column_major_slice(matrix.as_slice(), matrix.nrows(), matrix.ncols())
}

pub(super) fn view_mut(matrix: &mut DMatrix<f64>) -> MatMut<'_, f64> {
    let (rows, columns) = matrix.shape();
    MatMut::from_column_major_slice_mut(matrix.as_mut_slice(), rows, columns)
}

/// The determinant as LU with pivoting gives it.
pub(super) fn determinant(matrix: &DMatrix<f64>) -> f64 {
    view(matrix).determinant()
}

impl Product for f64 {
    fn multiply(left: &DMatrix<Self>, right: &DMatrix<Self>) -> DMatrix<Self> {
        assert_eq!(left.ncols(), right.nrows(), "the inner dimensions of a product must agree");
        let mut product = DMatrix::zeros(left.nrows(), right.ncols());
        matmul(view_mut(&mut product), Accum::Replace, view(left), view(right), 1.0, Par::Seq);
        product
    }
}

impl FloatField for f64 {
    fn unit_roundoff(&self) -> f64 {
        Self::EPSILON / 2.0
    }

    fn square_root(&self) -> Self {
        self.sqrt()
    }

    fn over(&self, divisor: &Self) -> Self {
        self / divisor
    }

    fn shifted(&self, exponent: i32) -> Self {
        // Two steps, since 2^exponent itself need not be a double.
        let half = exponent / 2;
        self * 2_f64.powi(half) * 2_f64.powi(exponent - half)
    }

    fn exponent(&self) -> Option<i32> {
        const SUBNORMAL: i32 = -1022;
        if *self == 0.0 {
            return None;
        }
        let biased = |x: f64| ((x.to_bits() >> 52) & 0x7ff) as i32 - SUBNORMAL.abs();
        Some(if self.is_normal() { biased(*self) } else { biased(self * 2_f64.powi(64)) - 64 })
    }

    fn to_double(&self) -> f64 {
        *self
    }

    fn svd(matrix: &DMatrix<Self>) -> Result<Svd<Self>, FloatError> {
        let size = matrix.nrows();
        let full = ComputeSvdVectors::Full;
        let (mut left, mut right) = (DMatrix::zeros(size, size), DMatrix::zeros(size, size));
        let mut values = Diag::<f64>::zeros(size);
        let mut memory =
            MemBuffer::new(svd_scratch::<f64>(size, size, full, full, Par::Seq, Default::default()));
        svd(
            view(matrix),
            values.as_mut(),
            Some(view_mut(&mut left)),
            Some(view_mut(&mut right)),
            Par::Seq,
            MemStack::new(&mut memory),
            Default::default(),
        )
        .map_err(|_| FloatError::NoConvergence { size })?;
        let values = values.column_vector().iter().copied().collect();
        Ok(Svd { left, values, right })
    }

    fn orthogonal_factor(matrix: &DMatrix<Self>) -> DMatrix<Self> {
        let (rows, columns) = matrix.shape();
        let block = recommended_block_size::<f64>(rows, columns);
        let mut factored = matrix.clone();
        let mut coefficients = Mat::<f64>::zeros(block, columns);
        let scratch = qr_in_place_scratch::<f64>(rows, columns, block, Par::Seq, Default::default())
            .or(apply_scratch::<f64>(rows, block, rows));
        let mut memory = MemBuffer::new(scratch);
        let stack = MemStack::new(&mut memory);
        qr_in_place(view_mut(&mut factored), coefficients.as_mut(), Par::Seq, stack, Default::default());
        let mut orthogonal = DMatrix::identity(rows, rows);
        let basis = view(&factored);
        apply(basis, coefficients.as_ref(), Conj::No, view_mut(&mut orthogonal), Par::Seq, stack);
        for j in 0..columns {
            if factored[(j, j)] < 0.0 {
                orthogonal.column_mut(j).neg_mut();
            }
        }
        orthogonal
    }
}
