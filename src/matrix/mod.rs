//! Dense matrices over a [`Field`]: nalgebra's `DMatrix`, 2 × 2 blocks, exact elimination, float decompositions.

pub mod exact;
pub mod float;

mod blocks;
mod product;

pub use blocks::Blocks;
pub use nalgebra::DMatrix;
pub use product::Product;

use crate::scalar::Field;

/// The largest size in bits of an entry (see [`Field::bits`]); 0 for an empty matrix.
pub fn largest_bits<F: Field>(matrix: &DMatrix<F>) -> u64 {
    matrix.iter().map(Field::bits).max().unwrap_or(0)
}

/// The diagonal entries, if every other entry of the square matrix is zero.
pub fn as_diagonal<F: Field>(matrix: &DMatrix<F>) -> Option<Vec<F>> {
    let off_diagonal_is_zero =
        (0..matrix.ncols()).all(|j| (0..matrix.nrows()).all(|i| i == j || matrix[(i, j)].is_zero()));
    (matrix.is_square() && off_diagonal_is_zero).then(|| matrix.diagonal().iter().cloned().collect())
}

/// The scalar α, if the square matrix is α·I (and not 0 × 0).
pub fn as_scalar<F: Field>(matrix: &DMatrix<F>) -> Option<F> {
    let diagonal = as_diagonal(matrix)?;
    let first = diagonal.first()?.clone();
    diagonal.iter().all(|entry| *entry == first).then_some(first)
}

/// Column `index` as a matrix with one column.
pub fn column<F: Field>(matrix: &DMatrix<F>, index: usize) -> DMatrix<F> {
    matrix.columns(index, 1).into_owned()
}

/// Row `index` as a matrix with one row.
pub fn row<F: Field>(matrix: &DMatrix<F>, index: usize) -> DMatrix<F> {
    matrix.rows(index, 1).into_owned()
}

/// The unit vector `e_index` of length `size`, as a column.
pub fn unit_column<F: Field>(size: usize, index: usize) -> DMatrix<F> {
    DMatrix::from_fn(size, 1, |i, _| if i == index { F::one() } else { F::zero() })
}

/// The rows of the matrices one above the other.
///
/// # Panics
///
/// If the widths differ.
pub fn concatenate_rows<F: Field>(upper: &DMatrix<F>, lower: &DMatrix<F>) -> DMatrix<F> {
    concatenate_columns(&upper.transpose(), &lower.transpose()).transpose()
}

/// The columns of the matrices side by side.
///
/// # Panics
///
/// If the heights differ.
pub fn concatenate_columns<F: Field>(left: &DMatrix<F>, right: &DMatrix<F>) -> DMatrix<F> {
    assert_eq!(left.nrows(), right.nrows(), "matrices of different heights cannot stand side by side");
    let split = left.ncols();
    DMatrix::from_fn(left.nrows(), split + right.ncols(), |i, j| {
        if j < split { left[(i, j)].clone() } else { right[(i, j - split)].clone() }
    })
}
