//! The kernels for doubles: faer's, on one thread, so that results do not depend on the number of threads.

use std::borrow::Cow;

use faer::diag::Diag;
use faer::dyn_stack::{MemBuffer, MemStack};
use faer::linalg::householder::{
    apply_block_householder_sequence_on_the_left_in_place_scratch as apply_scratch,
    apply_block_householder_sequence_on_the_left_in_place_with_conj as apply,
};
use faer::linalg::matmul::matmul;
use faer::linalg::qr::no_pivoting::factor::{qr_in_place, qr_in_place_scratch, recommended_block_size};
use faer::linalg::solvers::DenseSolveCore;
use faer::linalg::svd::{ComputeSvdVectors, svd, svd_scratch};
use faer::linalg::triangular_inverse::{invert_lower_triangular, invert_upper_triangular};
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

/// The matrix divided by a power of two, where squares of its entries might overflow or vanish; and the exponent.
fn near_one(matrix: &DMatrix<f64>) -> (Cow<'_, DMatrix<f64>>, i32) {
    let exponent = matrix.iter().filter_map(FloatField::exponent).max().unwrap_or(0);
    if exponent.abs() < 100 {
        return (Cow::Borrowed(matrix), 0);
    }
    (Cow::Owned(matrix.map(|entry| entry.shifted(-exponent))), exponent)
}

/// The determinant as LU with pivoting gives it.
pub(super) fn determinant(matrix: &DMatrix<f64>) -> f64 {
    view(matrix).determinant()
}

/// The inverse as LU with pivoting gives it; not finite where a pivot is zero.
pub(crate) fn invert(matrix: &DMatrix<f64>) -> DMatrix<f64> {
    let inverse = view(matrix).partial_piv_lu().inverse();
    DMatrix::from_fn(matrix.nrows(), matrix.ncols(), |i, j| inverse[(i, j)])
}

/// The sign and the logarithm of the absolute value of the determinant, as LU with pivoting gives them: not certified.
pub(crate) fn approximate_log_determinant(matrix: &DMatrix<f64>) -> (f64, f64) {
    let factors = view(matrix).partial_piv_lu();
    let odd = is_odd(factors.P().arrays().0);
    let mut result = (if odd { -1.0 } else { 1.0 }, 0.0);
    for pivot in factors.U().diagonal().column_vector().iter() {
        result = (result.0 * pivot.signum(), result.1 + pivot.abs().ln());
    }
    result
}

/// The largest singular value; 0 of an empty matrix.
pub(super) fn largest_singular_value(matrix: &DMatrix<f64>) -> Result<f64, FloatError> {
    let (rows, columns) = matrix.shape();
    let none = ComputeSvdVectors::No;
    let (matrix, exponent) = near_one(matrix);
    let mut values = Diag::<f64>::zeros(rows.min(columns));
    let mut memory =
        MemBuffer::new(svd_scratch::<f64>(rows, columns, none, none, Par::Seq, Default::default()));
    let stack = MemStack::new(&mut memory);
    svd(view(&matrix), values.as_mut(), None, None, Par::Seq, stack, Default::default())
        .map_err(|_| FloatError::NoConvergence { size: rows })?;
    Ok(values.column_vector().iter().next().map_or(0.0, |value| value.shifted(exponent)))
}

/// Approximate inverses of the factors of P·M ≈ L·U.
pub(super) struct InverseFactors {
    /// About L⁻¹: lower triangular, ones on the diagonal.
    pub(super) lower: DMatrix<f64>,
    /// About U⁻¹: upper triangular. Infinite or NaN where a pivot is zero.
    pub(super) upper: DMatrix<f64>,
    /// P·M.
    pub(super) permuted: DMatrix<f64>,
    /// Whether the permutation P is odd.
    pub(super) odd: bool,
}

pub(super) fn inverse_factors(matrix: &DMatrix<f64>) -> InverseFactors {
    let factors = view(matrix).partial_piv_lu();
    let (sources, _) = factors.P().arrays();
    let permuted = DMatrix::from_fn(matrix.nrows(), matrix.ncols(), |i, j| matrix[(sources[i], j)]);
    let (lower, upper) = (inverse_lower(factors.L()), inverse_upper(factors.U()));
    InverseFactors { lower, upper, permuted, odd: is_odd(sources) }
}

/// The approximate inverse of a lower triangular matrix; ones on its diagonal stay ones.
pub(super) fn inverse_of_lower(matrix: &DMatrix<f64>) -> DMatrix<f64> {
    inverse_lower(view(matrix))
}

/// The approximate inverse of an upper triangular matrix.
pub(super) fn inverse_of_upper(matrix: &DMatrix<f64>) -> DMatrix<f64> {
    inverse_upper(view(matrix))
}

fn inverse_lower(matrix: MatRef<'_, f64>) -> DMatrix<f64> {
    let mut inverse = DMatrix::zeros(matrix.nrows(), matrix.ncols());
    invert_lower_triangular(view_mut(&mut inverse), matrix, Par::Seq);
    inverse.fill_upper_triangle(0.0, 1);
    inverse
}

fn inverse_upper(matrix: MatRef<'_, f64>) -> DMatrix<f64> {
    let mut inverse = DMatrix::zeros(matrix.nrows(), matrix.ncols());
    invert_upper_triangular(view_mut(&mut inverse), matrix, Par::Seq);
    inverse.fill_lower_triangle(0.0, 1);
    inverse
}

/// Whether i ↦ images\[i\] is an odd permutation: the parity of the number of points less the number of cycles.
fn is_odd(images: &[usize]) -> bool {
    let (mut seen, mut odd) = (vec![false; images.len()], false);
    for start in 0..images.len() {
        let mut point = start;
        while !seen[point] {
            seen[point] = true;
            point = images[point];
            odd ^= point != start;
        }
    }
    odd
}

/// The first `count` columns of the orthogonal factor, at least as many as the matrix has.
fn leading_columns(matrix: &DMatrix<f64>, count: usize) -> DMatrix<f64> {
    let (rows, columns) = matrix.shape();
    let block = recommended_block_size::<f64>(rows, columns);
    let mut factored = matrix.clone();
    let mut coefficients = Mat::<f64>::zeros(block, columns);
    let scratch = qr_in_place_scratch::<f64>(rows, columns, block, Par::Seq, Default::default())
        .or(apply_scratch::<f64>(rows, block, count));
    let mut memory = MemBuffer::new(scratch);
    let stack = MemStack::new(&mut memory);
    qr_in_place(view_mut(&mut factored), coefficients.as_mut(), Par::Seq, stack, Default::default());
    let mut orthogonal = DMatrix::identity(rows, count);
    let basis = view(&factored);
    apply(basis, coefficients.as_ref(), Conj::No, view_mut(&mut orthogonal), Par::Seq, stack);
    for j in 0..columns {
        if factored[(j, j)] < 0.0 {
            orthogonal.column_mut(j).neg_mut();
        }
    }
    orthogonal
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

    fn is_finite(&self) -> bool {
        Self::is_finite(*self)
    }

    fn svd(matrix: &DMatrix<Self>) -> Result<Svd<Self>, FloatError> {
        let size = matrix.nrows();
        let (matrix, exponent) = near_one(matrix);
        let full = ComputeSvdVectors::Full;
        let (mut left, mut right) = (DMatrix::zeros(size, size), DMatrix::zeros(size, size));
        let mut values = Diag::<f64>::zeros(size);
        let mut memory =
            MemBuffer::new(svd_scratch::<f64>(size, size, full, full, Par::Seq, Default::default()));
        svd(
            view(&matrix),
            values.as_mut(),
            Some(view_mut(&mut left)),
            Some(view_mut(&mut right)),
            Par::Seq,
            MemStack::new(&mut memory),
            Default::default(),
        )
        .map_err(|_| FloatError::NoConvergence { size })?;
        let mut values: Vec<f64> =
            values.column_vector().iter().map(|value| value.shifted(exponent)).collect();
        // Of matrices with entries of very different sizes, the smallest values can come out as negative noise.
        for (j, value) in values.iter_mut().enumerate().filter(|(_, value)| value.is_sign_negative()) {
            *value = -*value;
            left.column_mut(j).neg_mut();
        }
        Ok(Svd { left, values, right })
    }

    fn orthogonal_factor(matrix: &DMatrix<Self>) -> DMatrix<Self> {
        leading_columns(matrix, matrix.nrows())
    }

    fn orthonormal_columns(matrix: &DMatrix<Self>) -> DMatrix<Self> {
        leading_columns(matrix, matrix.ncols())
    }
}
