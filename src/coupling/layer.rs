//! One linear affine coupling layer.

use nalgebra::DMatrix;

use super::{Half, Partition};
use crate::matrix;
use crate::matrix::Product;
use crate::scalar::Field;

/// The layer that writes the half y: y ← Λ·y + S·(the other half).
#[derive(Clone, Debug, PartialEq)]
pub struct Layer<F: Field> {
    /// The half that is written.
    pub writes: Half,
    /// The shift S, (written half) × (other half).
    pub shift: DMatrix<F>,
    /// The diagonal of Λ, as long as the written half.
    pub scale: Vec<F>,
}

impl<F: Field> Layer<F> {
    /// The layer with scale 1: L(S) if it writes the second half, U(S) if it writes the first.
    #[must_use]
    pub fn additive(writes: Half, shift: DMatrix<F>) -> Self {
        let scale = vec![F::one(); shift.nrows()];
        Self { writes, shift, scale }
    }

    /// The layer with shift 0.
    #[must_use]
    pub fn scaling(writes: Half, partition: Partition, scale: Vec<F>) -> Self {
        let shift = DMatrix::zeros(partition.length(writes), partition.length(writes.other()));
        Self { writes, shift, scale }
    }

    /// Whether the layer does nothing.
    #[must_use]
    pub fn is_identity(&self) -> bool {
        self.shift.iter().all(F::is_zero) && self.scale.iter().all(F::is_one)
    }

    /// The largest size in bits of a number of the layer.
    #[must_use]
    pub fn largest_bits(&self) -> u64 {
        self.scale.iter().map(F::bits).fold(matrix::largest_bits(&self.shift), u64::max)
    }

    /// The shift with row i multiplied by `factors[i]`.
    fn shift_with_rows_scaled(&self, factors: &[F]) -> DMatrix<F> {
        DMatrix::from_fn(self.shift.nrows(), self.shift.ncols(), |i, j| self.shift[(i, j)].times(&factors[i]))
    }

    /// The layer after diag on the half that it reads: S·diag.
    pub(super) fn shift_with_columns_scaled(&self, factors: &[F]) -> DMatrix<F> {
        DMatrix::from_fn(self.shift.nrows(), self.shift.ncols(), |i, j| self.shift[(i, j)].times(&factors[j]))
    }

    /// The one layer that does what `self` does, and then `next`, which writes the same half:
    /// Λ'(Λy + Sx) + S'x = Λ'Λ·y + (Λ'S + S')x.
    pub(super) fn then(&self, next: &Self) -> Self {
        Self {
            writes: self.writes,
            shift: self.shift_with_rows_scaled(&next.scale) + &next.shift,
            scale: self.scale.iter().zip(&next.scale).map(|(a, b)| a.times(b)).collect(),
        }
    }

    /// y ← Λ⁻¹y − Λ⁻¹S·x; the error is the coordinate whose scale is zero.
    pub(super) fn inverse(&self) -> Result<Self, usize> {
        let scale = self
            .scale
            .iter()
            .enumerate()
            .map(|(coordinate, scale)| scale.inverse().ok_or(coordinate))
            .collect::<Result<Vec<_>, _>>()?;
        Ok(Self { writes: self.writes, shift: -self.shift_with_rows_scaled(&scale), scale })
    }
}

impl<F: Product> Layer<F> {
    /// Applies the layer to every column of `vectors`, of the partition's size.
    pub(super) fn apply(&self, partition: Partition, vectors: &mut DMatrix<F>) {
        let (written, read) = (partition.start(self.writes), partition.start(self.writes.other()));
        let (rows, columns) = self.shift.shape();
        let source = rows_of(vectors, read, columns);
        let shifted = F::multiply(&self.shift, &source);
        // Slices instead of indices: compilers then do several floats at once.
        let size = partition.size().max(1);
        let images = vectors.as_mut_slice().chunks_exact_mut(size);
        for (image, shifted) in images.zip(shifted.as_slice().chunks_exact(rows.max(1))) {
            let entries = image[written..written + rows].iter_mut();
            for ((entry, scale), shifted) in entries.zip(&self.scale).zip(shifted) {
                *entry = entry.times(scale).plus(shifted);
            }
        }
    }
}

/// Rows `start … start + count` of a matrix.
fn rows_of<F: Field>(matrix: &DMatrix<F>, start: usize, count: usize) -> DMatrix<F> {
    let mut entries = Vec::with_capacity(count * matrix.ncols());
    for column in matrix.as_slice().chunks_exact(matrix.nrows().max(1)) {
        entries.extend_from_slice(&column[start..start + count]);
    }
    DMatrix::from_vec(count, matrix.ncols(), entries)
}
