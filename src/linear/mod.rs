//! Part I, linear maps: how many coupling layers a matrix needs, and which.
//!
//! Each theorem is one module with the same verbs: `construct` makes the factorization, `bound` states what is promised
//! for it, `certify` writes what the checker needs.

pub mod bounded;
pub mod certified;
pub mod conditioned;
pub mod cost;
#[cfg(feature = "search")]
pub mod depth_norm;
pub mod enumerate;
mod error;
pub mod lower_bound;
pub mod minimal;
pub mod orthogonal;
pub mod permutations;
pub mod ranks;
pub mod six;
pub mod tables;
pub mod unequal;

pub use error::LinearError;

use nalgebra::DMatrix;

use crate::scalar::Field;

/// The d of a `2d × 2d` matrix.
pub(crate) fn half_size<F: Field>(matrix: &DMatrix<F>) -> Result<usize, LinearError> {
    let (rows, columns) = matrix.shape();
    if rows != columns {
        return Err(LinearError::NotSquare { rows, columns });
    }
    if rows == 0 || rows % 2 == 1 {
        return Err(LinearError::NoHalves { size: rows });
    }
    Ok(rows / 2)
}
