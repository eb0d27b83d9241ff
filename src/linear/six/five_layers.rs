//! Five layers U L U L U where the lower left block is invertible, and the sixth that makes it so (steps 2 and 4).

use nalgebra::DMatrix;

use super::commutator::{self, Commutator, Effort};
use super::partition_of;
use crate::coupling::{Flow, Half};
use crate::matrix::Blocks;
use crate::matrix::exact::ExactField;
use crate::scalar::Field;

/// N = ((AC⁻¹D − B)·C)⁻¹, which must be written as a commutator; `None` if C is singular.
pub(in crate::linear) fn commutator_target<F: ExactField>(blocks: &Blocks<F>) -> Option<DMatrix<F>> {
    let Blocks { a, b, c, d } = blocks;
    let solved = F::multiply(&F::invert(c)?, d);
    F::invert(&F::multiply(&(F::multiply(a, &solved) - b), c))
}

/// M = U(x₀)L(a)U(b)L(c)U(e) from N = T·X·T⁻¹·X⁻¹: peeling U(x₀) with x₀ = (A − X)C⁻¹ leaves the upper left block X, and
/// the lower right block of the inverse of the rest is C·NX·C⁻¹, similar to X through T⁻¹C⁻¹; step 1 finishes.
pub(in crate::linear) fn from_commutator<F: ExactField>(
    blocks: &Blocks<F>,
    found: &Commutator<F>,
) -> Option<Flow<F>> {
    let [x0, a, b, c, e] = factors(blocks, found)?;
    let factors =
        [(Half::First, x0), (Half::Second, a), (Half::First, b), (Half::Second, c), (Half::First, e)];
    Some(Flow::of_factors(partition_of(blocks), factors))
}

fn factors<F: ExactField>(blocks: &Blocks<F>, found: &Commutator<F>) -> Option<[DMatrix<F>; 5]> {
    let Commutator { x, t } = found;
    let c_inverse = F::invert(&blocks.c)?;
    let x_inverse = F::invert(x)?;
    let x0 = F::multiply(&(&blocks.a - x), &c_inverse);
    let intertwiner = F::multiply(&F::invert(t)?, &c_inverse);
    let c = F::multiply(&blocks.c, t);
    let b = F::multiply(x, &intertwiner) - &intertwiner;
    let a = F::multiply(&(&blocks.c - &c), &x_inverse);
    let e = F::multiply(&x_inverse, &(&blocks.b - F::multiply(&x0, &blocks.d) - &b));
    Some([x0, a, b, c, e])
}

/// Five layers where C is invertible: U L U L U.
pub(in crate::linear) fn construct<F: ExactField>(blocks: &Blocks<F>, effort: Effort) -> Option<Flow<F>> {
    let target = commutator_target(blocks)?;
    from_commutator(blocks, &commutator::construct(&target, effort)?)
}

/// Six layers L(−w)·(U L U L U) for a w that makes C + wA invertible; `None` if this one does not, or the effort does not
/// reach a commutator.
pub(in crate::linear) fn with_sixth<F: ExactField>(
    blocks: &Blocks<F>,
    w: &DMatrix<F>,
    effort: Effort,
) -> Option<Flow<F>> {
    let moved = blocks.with_rows_added_to_second(w);
    Some(after_peeling(construct(&moved, effort)?, w))
}

/// L(−w)·flow.
pub(super) fn after_peeling<F: Field>(mut flow: Flow<F>, w: &DMatrix<F>) -> Flow<F> {
    flow.push(crate::coupling::Layer::additive(Half::Second, -w.clone()));
    flow
}

/// The partial permutation w of least rank d − rank C that makes C + wA invertible (step 4): the rows of C outside its
/// first row basis are matched, in order, with the rows of A that complete the row space of C.
pub(in crate::linear) fn completing_permutation<F: ExactField>(blocks: &Blocks<F>) -> DMatrix<F> {
    let size = blocks.c.nrows();
    let stacked = DMatrix::from_fn(size, 2 * size, |i, j| {
        if j < size { blocks.c[(j, i)].clone() } else { blocks.a[(j - size, i)].clone() }
    });
    // The pivot columns of [Cᵀ Aᵀ] are the first row basis of C, and then the rows of A that complete it.
    let pivots = F::echelon(&stacked).pivots;
    let mut w = DMatrix::zeros(size, size);
    let dependent = (0..size).filter(|row| !pivots.contains(row));
    for (row, completing) in dependent.zip(pivots.iter().filter(|&&pivot| pivot >= size)) {
        w[(row, completing - size)] = F::one();
    }
    w
}
