//! The blocks of M and of its inverse.

use crate::certificate::Matrix;

/// M = [A B; C D] and M⁻¹ = [P Q; R W], A and P with d1 rows and columns.
#[derive(Clone, Debug)]
pub(super) struct Blocks {
    pub(super) a: Matrix,
    pub(super) b: Matrix,
    pub(super) c: Matrix,
    pub(super) d: Matrix,
    pub(super) p: Matrix,
    pub(super) q: Matrix,
    pub(super) r: Matrix,
    pub(super) w: Matrix,
}

impl Blocks {
    pub(super) fn new(matrix: &Matrix, inverse: &Matrix, [first, _]: [usize; 2]) -> Self {
        let ([a, b, c, d], [p, q, r, w]) = (four(matrix, first), four(inverse, first));
        Self { a, b, c, d, p, q, r, w }
    }

    /// Those of the matrix with the halves of the coordinates exchanged, for which L and U have exchanged their roles.
    pub(super) fn swapped(&self) -> Self {
        let Self { a, b, c, d, p, q, r, w } = self.clone();
        Self { a: d, b: c, c: b, d: a, p: w, q: r, r: q, w: p }
    }
}

fn four(matrix: &Matrix, first: usize) -> [Matrix; 4] {
    let (upper, lower) = matrix.split_at(first.min(matrix.len()));
    let columns = |rows: &[Vec<_>]| {
        rows.iter()
            .map(|row| row.split_at(first.min(row.len())))
            .map(|(left, right)| (left.to_vec(), right.to_vec()))
            .unzip()
    };
    let ((a, b), (c, d)) = (columns(upper), columns(lower));
    [a, b, c, d]
}
