//! A matrix with what its file says of its numbers.

use nalgebra::DMatrix;
use rug::Rational;

/// What the numbers of a file are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Numbers {
    /// Integers, or text: decimals and fractions, which are exact.
    Exact,
    /// Binary floats of 64 bits.
    Float64,
    /// Binary floats of 32 bits or fewer.
    Float32,
}

/// A matrix as it was read, exactly, and the kind of its numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MatrixFile {
    /// The matrix.
    pub matrix: DMatrix<Rational>,
    /// What its numbers are in the file.
    pub numbers: Numbers,
}

impl MatrixFile {
    /// A matrix from text.
    pub(super) fn exact(matrix: DMatrix<Rational>) -> Self {
        Self { matrix, numbers: Numbers::Exact }
    }
}
