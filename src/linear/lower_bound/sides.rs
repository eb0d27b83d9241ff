//! M and its inverse in blocks, with the halves exchanged where a rule is to be read so.

use nalgebra::DMatrix;

use crate::coupling::{Mode, Partition};
use crate::linear::{LinearError, six, unequal};
use crate::matrix::Blocks;
use crate::matrix::exact::{ExactField, rank};
use crate::scalar::Field;

/// M = [A B; C D] and M⁻¹ = [P Q; R W], in docs/math/lower-bounds.md's notation.
#[derive(Clone)]
pub(super) struct Sides<F: Field> {
    pub(super) matrix: Blocks<F>,
    pub(super) inverse: Blocks<F>,
}

impl<F: ExactField> Sides<F> {
    /// Cuts a matrix that products of layers of the mode reach.
    pub(super) fn new(matrix: &DMatrix<F>, partition: Partition, mode: Mode) -> Result<Self, LinearError> {
        unequal::check_partition(matrix, partition)?;
        if mode == Mode::Singular {
            return Err(LinearError::SingularMode);
        }
        six::determinant_in_reach(matrix, mode)?;
        let inverse = F::invert(matrix)
            .ok_or_else(|| LinearError::Singular { rank: rank(matrix), size: matrix.nrows() })?;
        let first = partition.first;
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
