//! Couplings of the core, widened to the finished columns.

use nalgebra::DMatrix;

use crate::coupling::{Flow, Half};
use crate::matrix::exact::{ExactField, solve};

/// For a product N of additive couplings, and columns T: a matrix b_k for each coupling U(S_k), in the order of
/// application, such that the couplings with the shifts [S_k b_k] have the product [N T; 0 I].
///
/// A finished coordinate is never written, so U([S_k b_k]) adds b_k·e to the first half, and what acts after it, the
/// product P_k, carries this on: T = Σ P_k·(b_k; 0), a system of linear equations. It has a solution if the L's between
/// the U's have, side by side, as many independent rows as the second half is long. `None` if it has none.
pub(super) fn widened<F: ExactField>(core: &Flow<F>, columns: &DMatrix<F>) -> Option<Vec<DMatrix<F>>> {
    let partition = core.partition();
    let (first, size) = (partition.first, partition.size());
    let writers = core.layers().iter().filter(|layer| layer.writes == Half::First).count();
    let mut system = DMatrix::zeros(size, writers * first);
    // From the coupling that acts last to the one that acts first, so that simple coefficients become pivots.
    let mut after = DMatrix::<F>::identity(size, size);
    let mut place = 0;
    for layer in core.layers().iter().rev() {
        let (read, written) = (partition.start(layer.writes.other()), partition.start(layer.writes));
        if layer.writes == Half::First {
            system.columns_mut(place * first, first).copy_from(&after.columns(0, first));
            place += 1;
        }
        let source = after.columns(written, partition.length(layer.writes)).into_owned();
        let mut target = after.columns_mut(read, partition.length(layer.writes.other()));
        target += F::multiply(&source, &layer.shift);
    }
    let solution = solve(&system, columns)?;
    Some((0..writers).rev().map(|k| solution.rows(k * first, first).into_owned()).collect())
}
