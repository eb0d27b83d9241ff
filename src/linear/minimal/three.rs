//! Three layers L U L: linear equations.

use nalgebra::DMatrix;

use super::cut::{Cut, Diagonal};
use super::scales;
use crate::coupling::{Flow, Half, Layer, Mode};
use crate::linear::six::read_off::{lower_upper, upper_lower_upper};
use crate::matrix::Blocks;
use crate::matrix::exact::{ExactField, MatrixEquations};

/// M = L(x)U(y)L(z)·Γ; complete.
///
/// U(y)L(z)Γ has Γ2 as its lower right block, and its inverse Γ1⁻¹ as the upper left one. So L(−x)M is of this form if and
/// only if D − xB = Γ2 and P + Qx = Γ1⁻¹ are diagonals of the mode: off the diagonal linear equations for x, on it affine
/// functions of x.
pub(super) fn construct<F: ExactField>(cut: &Cut<F>, mode: Mode, seed: u64) -> Option<Flow<F>> {
    if mode == Mode::Additive {
        return Some(upper_lower_upper(&cut.blocks.clone().swapped())?.swapped());
    }
    let Blocks { b, d, .. } = &cut.blocks;
    let Blocks { a: p, b: q, .. } = &cut.inverse;
    let (first, second) = (p.nrows(), d.nrows());
    let (one_first, one_second) = (DMatrix::identity(first, first), DMatrix::identity(second, second));
    let mut equations = MatrixEquations::new(&[(second, first)]);
    equations.require(&[(0, &-one_second, b)], &-d, |i, j| i != j);
    equations.require(&[(0, q, &one_first)], &-p, |i, j| i != j);
    let all = equations.solutions()?;
    let scales = |solution: &DMatrix<F>| {
        let x = equations.unknown(solution, 0);
        let (lower, upper) = (d - F::multiply(&x, b), p + F::multiply(q, &x));
        lower.diagonal().iter().chain(upper.diagonal().iter()).cloned().collect()
    };
    let x = equations.unknown(&scales::admissible(&all, scales, mode, seed)?, 0);
    let rest = cut.blocks.with_rows_added_to_second(&-&x).swapped();
    let mut flow = lower_upper(&rest, mode)?.swapped();
    flow.push(Layer::additive(Half::Second, x));
    Some(flow)
}

/// The diagonals Γ for which N = M·Γ⁻¹ is L U L U, where A = 0: then c = CΓ1⁻¹ and BΓ2⁻¹C = −Γ1, linear equations for Γ2⁻¹.
/// `None` if there are none, or A ≠ 0.
pub(super) fn diagonal_without_corner<F: ExactField>(
    cut: &Cut<F>,
    mode: Mode,
    seed: u64,
) -> Option<Diagonal<F>> {
    let Blocks { a, b, c, d } = &cut.blocks;
    if a.iter().any(|entry| !entry.is_zero()) {
        return None;
    }
    let second = d.nrows();
    let ones = DMatrix::identity(second, second);
    let mut equations = MatrixEquations::new(&[(second, second)]);
    equations.require(&[(0, &ones, &ones)], &DMatrix::zeros(second, second), |i, j| i != j);
    equations.require(&[(0, b, c)], &DMatrix::zeros(a.nrows(), a.nrows()), |i, j| i != j);
    let all = equations.solutions()?;
    let parts = |solution: &DMatrix<F>| {
        let inverse = equations.unknown(solution, 0);
        let first = -F::multiply(&F::multiply(b, &inverse), c);
        (first.diagonal(), inverse.diagonal())
    };
    let scales = |solution: &DMatrix<F>| {
        let (first, inverse) = parts(solution);
        first.iter().chain(inverse.iter()).cloned().collect()
    };
    let (first, inverse) = parts(&scales::admissible(&all, scales, mode, seed)?);
    let second = inverse.iter().map(F::inverse).collect::<Option<Vec<F>>>()?;
    Some(Diagonal { first: first.iter().cloned().collect(), second })
}
