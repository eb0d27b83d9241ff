//! What can go wrong in floating point.

use thiserror::Error;

/// Why a decomposition was not found.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum FloatError {
    /// The singular value iteration did not converge.
    #[error("the singular value iteration of a {size} × {size} matrix did not converge")]
    NoConvergence {
        /// Number of rows and columns.
        size: usize,
    },
    /// The matrix is not orthogonal with determinant 1, up to rounding.
    #[error(
        "a {size} × {size} matrix is not a rotation: it is orthogonal with determinant −1, or not orthogonal"
    )]
    NotARotation {
        /// Number of rows and columns.
        size: usize,
    },
}
