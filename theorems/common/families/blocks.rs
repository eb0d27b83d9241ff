//! Structure in the blocks of M = [A B; C D].

use flowcert::matrix::exact::ExactField;
use flowcert::matrix::{Blocks, DMatrix};
use flowcert::scalar::Field;

use super::Draw;

fn zero<F: Field>(half: usize) -> DMatrix<F> {
    DMatrix::zeros(half, half)
}

pub(super) fn scalar_blocks<F: Field>(half: usize, draw: &mut Draw) -> DMatrix<F> {
    let mut block = || DMatrix::from_diagonal_element(half, half, draw.number());
    Blocks { a: block(), b: block(), c: block(), d: block() }.join()
}

pub(super) fn block_diagonal<F: ExactField>(half: usize, draw: &mut Draw) -> DMatrix<F> {
    Blocks { a: draw.invertible(half), b: zero(half), c: zero(half), d: draw.invertible(half) }.join()
}

pub(super) fn block_antidiagonal<F: ExactField>(half: usize, draw: &mut Draw) -> DMatrix<F> {
    Blocks { a: zero(half), b: draw.invertible(half), c: draw.invertible(half), d: zero(half) }.join()
}

pub(super) fn block_triangular<F: ExactField>(half: usize, draw: &mut Draw) -> DMatrix<F> {
    let mut blocks = Blocks::of(&block_diagonal(half, draw), half);
    let side = if draw.coin() { &mut blocks.b } else { &mut blocks.c };
    *side = draw.matrix(half, half);
    blocks.join()
}

pub(super) fn nilpotent_off_diagonal<F: ExactField>(half: usize, draw: &mut Draw) -> DMatrix<F> {
    let (b, c) = (draw.nilpotent(half), draw.nilpotent(half));
    Blocks { a: draw.matrix(half, half), b, c, d: draw.matrix(half, half) }.join()
}

/// The ranks of A, B, C and D.
pub(crate) type Ranks = [usize; 4];

/// Whether an invertible matrix has blocks of these ranks: [A B], [C D], [A; C] and [B; D] must have rank d.
pub(crate) fn ranks_exist([a, b, c, d]: Ranks, half: usize) -> bool {
    [a + b, c + d, a + c, b + d].into_iter().all(|sum| sum >= half)
}

/// An invertible matrix with blocks of these ranks: a direct sum of d invertible 2 × 2 matrices, A and D singular in the
/// first ones and B and C in the last ones, between random block diagonals.
pub(crate) fn of_ranks<F: ExactField>(ranks: Ranks, half: usize, draw: &mut Draw) -> DMatrix<F> {
    let [a, b, c, d] = ranks;
    let block = |entry: &dyn Fn(usize) -> F| {
        DMatrix::from_fn(half, half, |i, j| if i == j { entry(i) } else { F::zero() })
    };
    let indicator = |nonzero: bool| if nonzero { F::one() } else { F::zero() };
    let sum = Blocks {
        a: block(&|k| indicator(k >= half - a)),
        b: block(&|k| indicator(k < b)),
        c: block(&|k| indicator(k < c)),
        // 2 where A, B, C are all 1: then the determinant is 1.
        d: block(&|k| match (k >= half - d, k >= half - a && k < b.min(c)) {
            (true, true) => F::from_i64(2),
            (nonzero, _) => indicator(nonzero),
        }),
    };
    F::multiply(&F::multiply(&block_diagonal(half, draw), &sum.join()), &block_diagonal(half, draw))
}

pub(super) fn random_ranks<F: ExactField>(half: usize, draw: &mut Draw) -> DMatrix<F> {
    loop {
        let ranks = [(); 4].map(|()| draw.below(half + 1));
        if ranks_exist(ranks, half) {
            return of_ranks(ranks, half, draw);
        }
    }
}
