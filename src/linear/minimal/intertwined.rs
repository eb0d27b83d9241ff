//! Five additive layers U L U L U by their inner shift c, from which x follows by linear equations.
//!
//! c carries A − xC = I + bc to W + Rx = I + cb. For a given c this is linear in x,
//!
//! ```text
//! R·x·c + c·x·C = cA − Wc,
//! ```
//!
//! and whatever x is, ℓ(cA − Wc)κ = 0 for ℓR = 0 and Cκ = 0: linear equations for c. For a general c that satisfies them there
//! are no other conditions (with c invertible, x ↦ (c⁻¹R)x + x(Cc⁻¹) has the products of the two kernels as its cokernel, unless
//! c⁻¹R and −Cc⁻¹ have more in common). So c is drawn at random from this space, in all of which the invariant factors that A and
//! W force upon each other are there.

use nalgebra::DMatrix;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

use super::cut::Cut;
use super::small_vectors;
use crate::matrix::Blocks;
use crate::matrix::exact::{ExactField, MatrixEquations, Solutions, kernel, left_kernel};

/// Random choices of c.
const TRIES: i64 = 12;
/// With more unknowns the equations take too long.
const UNKNOWNS: usize = 100;

/// Shifts x that some c asks for.
pub(super) fn shifts<F: ExactField>(cut: &Cut<F>, seed: u64) -> impl Iterator<Item = DMatrix<F>> {
    let unknowns = cut.blocks.c.len();
    let space = (unknowns <= UNKNOWNS).then(|| carriers(cut)).flatten();
    let mut source = ChaCha8Rng::seed_from_u64(seed);
    (0..TRIES).filter_map(move |attempt| {
        let (equations, all) = space.as_ref()?;
        let coordinates = small_vectors::random::<F>(all.dimension(), 1, 1 + attempt / 4, &mut source);
        shift(cut, &equations.unknown(&all.at(coordinates.as_slice()), 0))
    })
}

/// The c with ℓ(cA − Wc)κ = 0 for ℓR = 0 and Cκ = 0.
fn carriers<F: ExactField>(cut: &Cut<F>) -> Option<(MatrixEquations<F>, Solutions<F>)> {
    let Blocks { a, c, .. } = &cut.blocks;
    let (w, r) = (&cut.inverse.d, &cut.inverse.c);
    let (rows, columns) = (left_kernel(r), kernel(c));
    let mut equations = MatrixEquations::new(&[c.shape()]);
    if !rows.is_empty() && !columns.is_empty() {
        let terms = [(0, &rows, &F::multiply(a, &columns)), (0, &-F::multiply(&rows, w), &columns)];
        equations.require(&terms, &DMatrix::zeros(rows.nrows(), columns.ncols()), |_, _| true);
    }
    let all = equations.solutions()?;
    Some((equations, all))
}

/// x with R·x·c + c·x·C = cA − Wc.
fn shift<F: ExactField>(cut: &Cut<F>, carrier: &DMatrix<F>) -> Option<DMatrix<F>> {
    let Blocks { a, c, .. } = &cut.blocks;
    let (w, r) = (&cut.inverse.d, &cut.inverse.c);
    let mut equations = MatrixEquations::new(&[(a.nrows(), w.nrows())]);
    let value = F::multiply(carrier, a) - F::multiply(w, carrier);
    equations.require(&[(0, r, carrier), (0, carrier, c)], &value, |_, _| true);
    Some(equations.unknown(&equations.solutions()?.point, 0))
}
