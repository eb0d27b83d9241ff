//! Why a matrix cannot be factored as asked.

use thiserror::Error;

/// What is wrong with a matrix, or with the mode or field it is to be factored in.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum LinearError {
    /// Not a square matrix.
    #[error("the matrix is {rows} × {columns}: only square matrices are invertible maps")]
    NotSquare {
        /// Number of rows.
        rows: usize,
        /// Number of columns.
        columns: usize,
    },
    /// A matrix of odd or zero size has no halves.
    #[error("the matrix is {size} × {size}: the two halves of the partition need an even size, at least 2")]
    NoHalves {
        /// Number of rows and columns.
        size: usize,
    },
    /// The matrix is not invertible.
    #[error(
        "the matrix is singular: its rank is {rank} of {size}, and every product of couplings is invertible"
    )]
    Singular {
        /// The rank.
        rank: usize,
        /// Number of rows and columns.
        size: usize,
    },
    /// The additive mode reaches determinant 1 only.
    #[error("the determinant is {determinant}: additive couplings reach determinant 1 only")]
    DeterminantNotOne {
        /// The determinant, abbreviated where it is long.
        determinant: String,
    },
    /// The positive mode reaches positive determinants only.
    #[error(
        "the determinant is {determinant}: couplings with positive scales reach positive determinants only"
    )]
    DeterminantNotPositive {
        /// The determinant, abbreviated where it is long.
        determinant: String,
    },
    /// The positive mode needs an ordered field.
    #[error("the field with {order} elements has no order: positive scales mean nothing there")]
    NoOrder {
        /// Number of elements of the field.
        order: u64,
    },
    /// An exact product of couplings cannot have a scale 0.
    #[error("mode singular belongs to factorizations in floating point: exact ones are invertible")]
    SingularMode,
    /// Theorem 1 needs more than d elements.
    #[error(
        "the field has {order} elements: six layers of size {size} × {size} need more than {half} of them"
    )]
    FieldTooSmall {
        /// Number of elements of the field.
        order: u64,
        /// Number of rows and columns of the matrix.
        size: usize,
        /// Half of it.
        half: usize,
    },
}

impl LinearError {
    /// A stable name of the error.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotSquare { .. } => "linear::not-square",
            Self::NoHalves { .. } => "linear::odd-size",
            Self::Singular { .. } => "linear::singular",
            Self::DeterminantNotOne { .. } => "linear::determinant-not-one",
            Self::DeterminantNotPositive { .. } => "linear::determinant-not-positive",
            Self::NoOrder { .. } => "linear::no-order",
            Self::SingularMode => "linear::singular-mode",
            Self::FieldTooSmall { .. } => "linear::field-too-small",
        }
    }

    /// A way out.
    #[must_use]
    pub fn help(&self) -> &'static str {
        match self {
            Self::NotSquare { .. } => "give a matrix with as many rows as columns",
            Self::NoHalves { .. } => "add one channel that is passed through: the matrix M ⊕ 1 has even size",
            Self::Singular { .. } => "check the input; no number of couplings with nonzero scales makes it",
            Self::DeterminantNotOne { .. } => {
                "use --mode positive for a positive determinant, --mode signed for any other"
            }
            Self::DeterminantNotPositive { .. } => {
                "use --mode signed: one scale is negative then, as in a flow with one fixed sign flip"
            }
            Self::NoOrder { .. } => "use --mode signed (nonzero scales), or additive for determinant 1",
            Self::SingularMode => {
                "use --mode signed for an invertible matrix; a singular one has no exact factorization"
            }
            Self::FieldTooSmall { .. } => "use a larger prime, or leave --field out to work over ℚ",
        }
    }
}
