//! Zero to four layers, where the matrix shows them at once.

use nalgebra::DMatrix;

use super::partition_of;
use crate::coupling::{Flow, Half, Layer, Mode};
use crate::matrix::exact::{ExactField, kernel, krylov_basis, solve, solve_from_left};
use crate::matrix::{Blocks, as_diagonal, unit_column};
use crate::scalar::Field;

/// M as at most two couplings of the mode: L(S)·U(T) with scales is [Λ₁ T; SΛ₁ ST + Λ₂], so A and the Schur complement
/// D − CA⁻¹B must be diagonal; U·L likewise with the halves exchanged.
pub(in crate::linear) fn at_most_two<F: ExactField>(blocks: &Blocks<F>, mode: Mode) -> Option<Flow<F>> {
    lower_upper(blocks, mode).or_else(|| Some(lower_upper(&blocks.clone().swapped(), mode)?.swapped()))
}

/// M = L·U of the mode, with halves of any lengths; complete.
pub(in crate::linear) fn lower_upper<F: ExactField>(blocks: &Blocks<F>, mode: Mode) -> Option<Flow<F>> {
    let first = diagonal_of_mode(&blocks.a, mode)?;
    let inverse = F::invert(&blocks.a)?;
    let shift = F::multiply(&blocks.c, &inverse);
    let second = diagonal_of_mode(&(&blocks.d - F::multiply(&shift, &blocks.b)), mode)?;
    let mut flow = Flow::identity(partition_of(blocks));
    flow.push(Layer { writes: Half::First, shift: blocks.b.clone(), scale: first });
    flow.push(Layer { writes: Half::Second, shift, scale: second });
    Some(flow)
}

/// The diagonal of a diagonal matrix whose entries may be scales of the mode.
pub(in crate::linear) fn diagonal_of_mode<F: Field>(matrix: &DMatrix<F>, mode: Mode) -> Option<Vec<F>> {
    as_diagonal(matrix).filter(|diagonal| {
        diagonal.iter().all(|entry| match mode {
            Mode::Additive => entry.is_one(),
            Mode::Positive => entry.is_positive() == Some(true),
            Mode::Signed => !entry.is_zero(),
            Mode::Singular => true,
        })
    })
}

/// M as three additive couplings, U L U or L U L, with halves of any lengths; complete: `None` means that there are none.
pub(in crate::linear) fn three<F: ExactField>(blocks: &Blocks<F>) -> Option<Flow<F>> {
    upper_lower_upper(blocks).or_else(|| Some(upper_lower_upper(&blocks.clone().swapped())?.swapped()))
}

/// M = U(x)L(C)U(z) needs xC = A − I and then Cz = D − I with z = B − xD.
///
/// All x are x₀ + ZN, the rows of N a basis of the left kernel of C. The second condition becomes CZ·(ND) = R with
/// R = I − D + C(B − x₀D). Since [C D] has full row rank, so has ND: W = CZ is determined by W·(ND) = R.
pub(in crate::linear) fn upper_lower_upper<F: ExactField>(blocks: &Blocks<F>) -> Option<Flow<F>> {
    let Blocks { a, b, c, d } = blocks;
    let identity = |block: &DMatrix<F>| DMatrix::identity(block.nrows(), block.nrows());
    let x0 = solve_from_left(c, &(a - identity(a)))?;
    let left_kernel = kernel(&c.transpose()).transpose();
    let rest = identity(d) - d + F::multiply(c, &(b - F::multiply(&x0, d)));
    let image = solve_from_left(&F::multiply(&left_kernel, d), &rest)?;
    let x = x0 + F::multiply(&solve(c, &image)?, &left_kernel);
    let z = b - F::multiply(&x, d);
    let partition = partition_of(blocks);
    Some(Flow::of_factors(partition, [(Half::First, x), (Half::Second, c.clone()), (Half::First, z)]))
}

/// M as four additive couplings, where A (or D) is invertible and visibly similar to the opposite block of M⁻¹:
/// equal to it, or both cyclic with a unit vector as their cyclic vector.
pub(super) fn four<F: ExactField>(blocks: &Blocks<F>, inverse: &Blocks<F>) -> Option<Flow<F>> {
    lower_upper_twice(blocks, &inverse.d).or_else(|| {
        let (blocks, inverse) = (blocks.clone().swapped(), inverse.clone().swapped());
        Some(lower_upper_twice(&blocks, &inverse.d)?.swapped())
    })
}

/// Step 1 of Theorem 1: with A = T·W·T⁻¹, W = (M⁻¹)₂₂, M = L(a)U(b)L(c)U(e) for b = (A − I)T, c = T⁻¹, e = A⁻¹(B − b),
/// a = (C − c)A⁻¹.
fn lower_upper_twice<F: ExactField>(blocks: &Blocks<F>, w: &DMatrix<F>) -> Option<Flow<F>> {
    let t = intertwiner(&blocks.a, w)?;
    let c = F::invert(&t)?;
    let a_inverse = F::invert(&blocks.a)?;
    let b = F::multiply(&blocks.a, &t) - t;
    let e = F::multiply(&a_inverse, &(&blocks.b - &b));
    let a = F::multiply(&(&blocks.c - &c), &a_inverse);
    let factors = [(Half::Second, a), (Half::First, b), (Half::Second, c), (Half::First, e)];
    Some(Flow::of_factors(partition_of(blocks), factors))
}

/// An invertible T with A·T = T·W, if A = W or both have a unit vector as cyclic vector and one characteristic
/// polynomial.
fn intertwiner<F: ExactField>(a: &DMatrix<F>, w: &DMatrix<F>) -> Option<DMatrix<F>> {
    let size = a.nrows();
    if a == w {
        return Some(DMatrix::identity(size, size));
    }
    if a.trace() != w.trace() || F::characteristic_polynomial(a) != F::characteristic_polynomial(w) {
        return None;
    }
    let basis = cyclic_basis(a)?;
    Some(F::multiply(&basis, &F::invert(&cyclic_basis(w)?)?))
}

fn cyclic_basis<F: ExactField>(matrix: &DMatrix<F>) -> Option<DMatrix<F>> {
    let size = matrix.nrows();
    (0..size)
        .map(|i| krylov_basis(matrix, &unit_column(size, i)))
        .find(|basis| !F::determinant(basis).is_zero())
}
