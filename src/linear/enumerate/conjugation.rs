//! Conjugation by block diagonal matrices: it maps layers to layers of the same kind, so all that is enumerated is the same for
//! a matrix and its conjugates.

use super::packed::{Arithmetic, Packed};
use super::space::Space;

/// A block diagonal matrix and its inverse.
#[derive(Clone, Copy, Debug)]
pub(super) struct Conjugation {
    pub(super) matrix: Packed,
    pub(super) inverse: Packed,
}

impl Conjugation {
    pub(super) fn identity(size: usize) -> Self {
        Self { matrix: Packed::identity(size), inverse: Packed::identity(size) }
    }

    pub(super) fn apply(&self, field: &Arithmetic, matrix: &Packed) -> Packed {
        field.product(&field.product(&self.matrix, matrix), &self.inverse)
    }

    /// First `self`, then `next`.
    pub(super) fn then(&self, field: &Arithmetic, next: &Self) -> Self {
        Self {
            matrix: field.product(&next.matrix, &self.matrix),
            inverse: field.product(&self.inverse, &next.inverse),
        }
    }

    pub(super) fn inverted(&self) -> Self {
        Self { matrix: self.inverse, inverse: self.matrix }
    }
}

/// Generators of GL(d1, F_q) × GL(d2, F_q): for each half a transvection and the cyclic permutation, whose conjugates are the
/// transvections e_i + e_{i+1}, and with them all; and a diagonal matrix whose determinant generates the group of the field.
pub(super) fn generators(space: &Space) -> Vec<Conjugation> {
    let (field, size) = (&space.field, space.size());
    let root = primitive_root(field.prime);
    let mut matrices = Vec::new();
    for (start, length) in [(0, space.partition.first), (space.partition.first, space.partition.second)] {
        if root != 1 {
            let mut diagonal = Packed::identity(size);
            diagonal.0[start] = field.times(root, diagonal.0[start]);
            matrices.push(diagonal);
        }
        if length > 1 {
            let mut transvection = Packed::identity(size);
            transvection.set(start, start + 1, 1);
            matrices.push(transvection);
            let identity = Packed::identity(size);
            let mut cycle = identity;
            for i in 0..length {
                cycle.0[start + i] = identity.0[start + (i + 1) % length];
            }
            matrices.push(cycle);
        }
    }
    let with_inverse =
        |matrix: Packed| Some(Conjugation { matrix, inverse: field.inverse_matrix(&matrix, size)? });
    matrices.into_iter().filter_map(with_inverse).collect()
}

/// The least residue whose powers are all residues but 0.
fn primitive_root(prime: u64) -> u64 {
    let order = |x: u64| {
        let mut power = x;
        (1..).find(|_| {
            let is_one = power == 1;
            power = power * x % prime;
            is_one
        })
    };
    (1..prime).find(|x| order(*x) == Some(prime - 1)).unwrap_or(1)
}
