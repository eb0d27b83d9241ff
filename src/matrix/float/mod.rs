//! Decompositions in floating point: singular values, QR, the CS decomposition, products of two reflections, and
//! certified signs of determinants.
//!
//! [`FloatField`] is what a float type must bring. Doubles have faer's kernels (`double.rs`), floats of any precision have
//! Jacobi rotations and Householder reflections of our own (`multiprecision.rs`); all that is built from them is written
//! once, for both.

pub mod determinant;

mod cosine_sine;
mod double;
mod enclosure;
mod error;
mod involutions;
mod lu;
mod multiprecision;
mod slices;

use nalgebra::DMatrix;

use super::Product;

pub use cosine_sine::CosineSine;
pub(crate) use cosine_sine::first_column_vectors;
pub(crate) use double::{approximate_log_determinant, invert};
pub use enclosure::Enclosure;
pub use error::FloatError;
pub use involutions::Involutions;
pub use lu::Lu;

/// A singular value decomposition `left · diag(values) · rightᵀ` of a square matrix.
#[derive(Clone, Debug)]
pub struct Svd<F: FloatField> {
    /// The left singular vectors as columns, `d × d`, orthogonal.
    pub left: DMatrix<F>,
    /// The singular values, descending, all ≥ 0.
    pub values: Vec<F>,
    /// The right singular vectors as columns, `d × d`, orthogonal.
    pub right: DMatrix<F>,
}

/// A type of floats, with the decompositions from which all others are made. Every number is finite.
pub trait FloatField: Product + PartialOrd {
    /// The largest relative error of one rounding: 2⁻⁵³ for doubles, 2^−p for p bits.
    fn unit_roundoff(&self) -> f64;

    /// √x, for x ≥ 0.
    #[must_use]
    fn square_root(&self) -> Self;

    /// `self / divisor`.
    #[must_use]
    fn over(&self, divisor: &Self) -> Self;

    /// `self · 2^exponent`.
    #[must_use]
    fn shifted(&self, exponent: i32) -> Self;

    /// The k with 2^(k−1) ≤ |x| < 2^k; `None` for zero.
    fn exponent(&self) -> Option<i32>;

    /// The nearest double; the largest ones stand for what is beyond.
    fn to_double(&self) -> f64;

    /// Whether this is a number, neither infinite nor NaN.
    fn is_finite(&self) -> bool;

    /// The singular value decomposition of a square matrix.
    ///
    /// # Errors
    ///
    /// [`FloatError::NoConvergence`].
    fn svd(matrix: &DMatrix<Self>) -> Result<Svd<Self>, FloatError>;

    /// An orthogonal `m × m` matrix Q with `matrix` = Q·R, R upper triangular with no negative number on its diagonal; for
    /// an `m × n` matrix, m ≥ n.
    fn orthogonal_factor(matrix: &DMatrix<Self>) -> DMatrix<Self>;

    /// The first columns of [`orthogonal_factor`](Self::orthogonal_factor), as many as the matrix has.
    fn orthonormal_columns(matrix: &DMatrix<Self>) -> DMatrix<Self> {
        Self::orthogonal_factor(matrix).columns(0, matrix.ncols()).into_owned()
    }

    /// |x|.
    #[must_use]
    fn magnitude(&self) -> Self {
        if *self < Self::zero() { -self.clone() } else { self.clone() }
    }
}

/// `matrix · diag(factors)`.
pub(crate) fn scale_columns<F: FloatField>(matrix: &DMatrix<F>, factors: &[F]) -> DMatrix<F> {
    DMatrix::from_fn(matrix.nrows(), matrix.ncols(), |i, j| matrix[(i, j)].times(&factors[j]))
}

/// `diag(factors) · matrix`.
pub(crate) fn scale_rows<F: FloatField>(factors: &[F], matrix: &DMatrix<F>) -> DMatrix<F> {
    DMatrix::from_fn(matrix.nrows(), matrix.ncols(), |i, j| matrix[(i, j)].times(&factors[i]))
}

/// Whether the determinant of an orthogonal matrix is 1 rather than −1; doubles are enough to tell.
pub(crate) fn has_positive_determinant<F: FloatField>(orthogonal: &DMatrix<F>) -> bool {
    double::determinant(&orthogonal.map(|entry| entry.to_double())) > 0.0
}

/// The largest singular value, as doubles give it.
///
/// # Errors
///
/// [`FloatError::NoConvergence`].
pub fn spectral_norm<F: FloatField>(matrix: &DMatrix<F>) -> Result<f64, FloatError> {
    double::largest_singular_value(&matrix.map(|entry| entry.to_double()))
}

/// The columns in the opposite order.
fn reverse_columns<F: FloatField>(matrix: &DMatrix<F>) -> DMatrix<F> {
    let last = matrix.ncols().wrapping_sub(1);
    DMatrix::from_fn(matrix.nrows(), matrix.ncols(), |i, j| matrix[(i, last - j)].clone())
}

#[cfg(test)]
mod tests;
