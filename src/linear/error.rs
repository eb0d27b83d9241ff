//! Why a matrix cannot be factored as asked.

use thiserror::Error;

use crate::matrix::float::FloatError;

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
    /// The lengths of the halves do not make up the matrix.
    #[error("halves of {first} and {second} coordinates do not make up the {size} of the matrix")]
    Partition {
        /// Length of the first half.
        first: usize,
        /// Length of the second half.
        second: usize,
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
    /// The matrix is not invertible; floats could come near it.
    #[error(
        "the matrix is singular: its rank is {rank} of {size}, and couplings with nonzero scales are invertible"
    )]
    SingularFloat {
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
    /// Theorems 1 and 5 need more elements than the shorter half has coordinates.
    #[error(
        "the field has {order} elements: layers of size {size} × {size} need more than {half} of them, the length of the \
         shorter half"
    )]
    FieldTooSmall {
        /// Number of elements of the field.
        order: u64,
        /// Number of rows and columns of the matrix.
        size: usize,
        /// Length of the shorter half.
        half: usize,
    },
    /// The orthogonal construction needs an orthogonal matrix.
    #[error("the matrix is not orthogonal: ‖MᵀM − I‖ is {deviation}")]
    NotOrthogonal {
        /// ‖MᵀM − I‖ in the Frobenius norm, in text.
        deviation: String,
    },
    /// The layers have numbers beyond the range of the arithmetic.
    #[error("the layers would have numbers beyond the largest double: the entries are too large")]
    Overflow,
    /// The sign given for the determinant is wrong.
    #[error(
        "the determinant does not have the sign that was given: no scale is small enough to be rounding noise"
    )]
    WrongSign,
    /// The certified error is too large.
    #[error("the relative error of the layers is {error}, more than the tolerance {tolerance}")]
    Tolerance {
        /// The certified bound on the relative error, in text.
        error: String,
        /// What was allowed, in text.
        tolerance: String,
    },
    /// A lower bound that no rule proves.
    #[error("no reason is found why the matrix is no product of fewer than {layers} layers")]
    NoReason {
        /// The number of layers.
        layers: usize,
    },
    /// A number of layers for which the search found nothing.
    #[error("no product of {layers} layers is found")]
    NotFound {
        /// The number of layers.
        layers: usize,
    },
    /// A decomposition failed.
    #[error(transparent)]
    Float(#[from] FloatError),
}

impl LinearError {
    /// A stable name of the error.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotSquare { .. } => "linear::not-square",
            Self::NoHalves { .. } => "linear::odd-size",
            Self::Partition { .. } => "linear::partition",
            Self::Singular { .. } | Self::SingularFloat { .. } => "linear::singular",
            Self::DeterminantNotOne { .. } => "linear::determinant-not-one",
            Self::DeterminantNotPositive { .. } => "linear::determinant-not-positive",
            Self::NoOrder { .. } => "linear::no-order",
            Self::SingularMode => "linear::singular-mode",
            Self::FieldTooSmall { .. } => "linear::field-too-small",
            Self::NotOrthogonal { .. } => "linear::not-orthogonal",
            Self::Overflow => "linear::overflow",
            Self::WrongSign => "linear::wrong-sign",
            Self::Tolerance { .. } => "linear::tolerance",
            Self::NoReason { .. } => "linear::no-reason",
            Self::NotFound { .. } => "linear::not-found",
            Self::Float(_) => "linear::float",
        }
    }

    /// A way out.
    #[must_use]
    pub fn help(&self) -> &'static str {
        match self {
            Self::NotSquare { .. } => "give a matrix with as many rows as columns",
            Self::NoHalves { .. } => {
                "give the lengths of unequal halves with --partition D1,D2, or add one channel that is passed through: the \
                 matrix M ⊕ 1 has even size"
            }
            Self::Partition { .. } => {
                "give two lengths, neither of them 0, whose sum is the size of the matrix"
            }
            Self::Singular { .. } => "check the input; no number of couplings with nonzero scales makes it",
            Self::SingularFloat { .. } => {
                "use --mode singular: scales of 0, a map that is no longer invertible"
            }
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
            Self::NotOrthogonal { .. } => "use --method bounded: ten layers for every invertible matrix",
            Self::Overflow => "divide the matrix by a power of two, and multiply the result by it",
            Self::WrongSign => "find the sign with matrix::float::determinant",
            Self::Tolerance { .. } => {
                "use --method bounded: ten layers, with an error that does not depend on the condition number"
            }
            Self::NoReason { .. } | Self::NotFound { .. } => {
                "see what 'flowcert layers' says: the least number of layers, or between which it lies"
            }
            Self::Float(_) => "use --arith mpfr:BITS, or report this matrix",
        }
    }
}
