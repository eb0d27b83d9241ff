//! M and its inverse in blocks, with the halves exchanged where a rule is to be read so.

use flowcert_check::Matrix;
use nalgebra::DMatrix;

use crate::coupling::{Mode, Partition};
use crate::linear::LinearError;
use crate::matrix::Blocks;
use crate::matrix::exact::{ExactField, rank};
use crate::scalar::{Field, abbreviated};

/// M = [A B; C D] and M⁻¹ = [P Q; R W], in docs/math/lower-bounds.md's notation.
#[derive(Clone)]
pub(super) struct Sides<F: Field> {
    pub(super) matrix: Blocks<F>,
    pub(super) inverse: Blocks<F>,
}

impl<F: ExactField> Sides<F> {
    /// Cuts a matrix that products of layers of the mode reach.
    pub(super) fn new(matrix: &DMatrix<F>, partition: Partition, mode: Mode) -> Result<Self, LinearError> {
        let (rows, columns) = matrix.shape();
        if rows != columns {
            return Err(LinearError::NotSquare { rows, columns });
        }
        let Partition { first, second } = partition;
        if first == 0 || second == 0 || first.checked_add(second) != Some(rows) {
            return Err(LinearError::Partition { first, second, size: rows });
        }
        check_mode(matrix, mode)?;
        let inverse =
            F::invert(matrix).ok_or_else(|| LinearError::Singular { rank: rank(matrix), size: rows })?;
        Ok(Self { matrix: Blocks::of(matrix, first), inverse: Blocks::of(&inverse, first) })
    }

    /// With the halves exchanged, if so asked: A ↔ D, B ↔ C, P ↔ W, Q ↔ R.
    pub(super) fn exchanged_if(&self, exchange: bool) -> Self {
        let Self { matrix, inverse } = self.clone();
        if exchange {
            Self { matrix: matrix.swapped(), inverse: inverse.swapped() }
        } else {
            Self { matrix, inverse }
        }
    }

    /// d1 and d2.
    pub(super) fn halves(&self) -> [usize; 2] {
        [self.matrix.a.nrows(), self.matrix.d.nrows()]
    }

    pub(super) fn is_block_diagonal(&self) -> bool {
        is_zero(&self.matrix.b) && is_zero(&self.matrix.c)
    }
}

fn check_mode<F: ExactField>(matrix: &DMatrix<F>, mode: Mode) -> Result<(), LinearError> {
    let determinant = F::determinant(matrix);
    if determinant.is_zero() {
        return Err(LinearError::Singular { rank: rank(matrix), size: matrix.nrows() });
    }
    match (mode, determinant.is_positive()) {
        (Mode::Singular, _) => Err(LinearError::SingularMode),
        (Mode::Additive, _) if !determinant.is_one() => {
            Err(LinearError::DeterminantNotOne { determinant: abbreviated(&determinant) })
        }
        (Mode::Positive, None) => Err(LinearError::NoOrder { order: F::order().unwrap_or(0) }),
        (Mode::Positive, Some(false)) => {
            Err(LinearError::DeterminantNotPositive { determinant: abbreviated(&determinant) })
        }
        _ => Ok(()),
    }
}

pub(super) fn is_zero<F: Field>(matrix: &DMatrix<F>) -> bool {
    matrix.iter().all(F::is_zero)
}

/// Whether a scale of the mode may be this number.
pub(super) fn is_scale<F: Field>(number: &F, mode: Mode) -> bool {
    match mode {
        Mode::Additive => number.is_one(),
        Mode::Positive => number.is_positive() == Some(true),
        Mode::Signed => !number.is_zero(),
        Mode::Singular => true,
    }
}

/// The matrix as a certificate writes it.
pub(super) fn rows<F: Field>(matrix: &DMatrix<F>) -> Matrix {
    matrix.row_iter().map(|row| row.iter().map(F::to_rational).collect()).collect()
}
