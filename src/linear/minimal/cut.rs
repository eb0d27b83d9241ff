//! An invertible matrix and its inverse, both cut by the partition.

use nalgebra::DMatrix;

use crate::coupling::Partition;
use crate::matrix::Blocks;
use crate::matrix::exact::ExactField;
use crate::scalar::Field;

/// M = [A B; C D] and M⁻¹ = [P Q; R W].
#[derive(Clone, Debug)]
pub(super) struct Cut<F: Field> {
    pub(super) blocks: Blocks<F>,
    pub(super) inverse: Blocks<F>,
}

impl<F: ExactField> Cut<F> {
    /// `None` if the matrix is singular.
    pub(super) fn of(matrix: &DMatrix<F>, partition: Partition) -> Option<Self> {
        let inverse = F::invert(matrix)?;
        Some(Self {
            blocks: Blocks::of(matrix, partition.first),
            inverse: Blocks::of(&inverse, partition.first),
        })
    }

    pub(super) fn partition(&self) -> Partition {
        Partition { first: self.blocks.a.nrows(), second: self.blocks.d.nrows() }
    }

    /// The halves exchanged.
    pub(super) fn swapped(self) -> Self {
        Self { blocks: self.blocks.swapped(), inverse: self.inverse.swapped() }
    }

    /// U(−x)·M: the first half's rows are A − xC and B − xD, and the inverse M⁻¹·U(x) has Q + Px and W + Rx.
    pub(super) fn without_upper(&self, x: &DMatrix<F>) -> Self {
        let Blocks { a, b, c, d } = &self.blocks;
        let Blocks { a: p, b: q, c: r, d: w } = &self.inverse;
        Self {
            blocks: Blocks { a: a - F::multiply(x, c), b: b - F::multiply(x, d), c: c.clone(), d: d.clone() },
            inverse: Blocks {
                a: p.clone(),
                b: q + F::multiply(p, x),
                c: r.clone(),
                d: w + F::multiply(r, x),
            },
        }
    }

    /// N = M·Γ⁻¹ for Γ = diag(Γ1, Γ2), and N⁻¹ = Γ·M⁻¹.
    pub(super) fn without_diagonal(&self, diagonal: &Diagonal<F>) -> Option<Self> {
        let inverses = |scales: &[F]| scales.iter().map(F::inverse).collect::<Option<Vec<F>>>();
        let (first, second) = (inverses(&diagonal.first)?, inverses(&diagonal.second)?);
        let Blocks { a, b, c, d } = &self.blocks;
        let Blocks { a: p, b: q, c: r, d: w } = &self.inverse;
        let columns = |block: &DMatrix<F>, scales: &[F]| {
            DMatrix::from_fn(block.nrows(), block.ncols(), |i, j| block[(i, j)].times(&scales[j]))
        };
        let rows = |block: &DMatrix<F>, scales: &[F]| {
            DMatrix::from_fn(block.nrows(), block.ncols(), |i, j| block[(i, j)].times(&scales[i]))
        };
        Some(Self {
            blocks: Blocks {
                a: columns(a, &first),
                b: columns(b, &second),
                c: columns(c, &first),
                d: columns(d, &second),
            },
            inverse: Blocks {
                a: rows(p, &diagonal.first),
                b: rows(q, &diagonal.first),
                c: rows(r, &diagonal.second),
                d: rows(w, &diagonal.second),
            },
        })
    }
}

/// Γ = diag(Γ1, Γ2), the scales that Lemma 0 pulls out of a product.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Diagonal<F: Field> {
    pub(super) first: Vec<F>,
    pub(super) second: Vec<F>,
}
