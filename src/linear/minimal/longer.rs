//! Six layers and more: peel the outermost layer, by Theorem 1 or by search.

use nalgebra::DMatrix;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

use super::cut::Cut;
use super::{five, small_vectors};
use crate::coupling::{Flow, Half, Layer};
use crate::linear::six::commutator::Effort;
use crate::linear::six::five_layers;
use crate::matrix::exact::ExactField;

/// A finite field with at most so many shifts is run through, for the outermost layer.
const EXHAUSTIVE: u64 = 1 << 12;
/// Random shifts that are tried otherwise.
const TRIES: u64 = 64;

/// M as at most six additive layers L U L U L U: by Theorem 1 for equal halves over a field with more than d elements, else by
/// search for a w with L(w)·M = U L U L U.
pub(super) fn six<F: ExactField>(cut: &Cut<F>, seed: u64) -> Option<Flow<F>> {
    let half = cut.blocks.a.nrows();
    if cut.blocks.c.is_square() && F::order().is_none_or(|order| order > half as u64) {
        let w = five_layers::completing_permutation(&cut.blocks);
        return five_layers::with_sixth(&cut.blocks, &w, Effort::Complete);
    }
    peeled(cut, seed, |rest| five::construct(rest, seed))
}

/// As many layers as asked for, at least six; the leftmost writes the second half.
pub(super) fn construct<F: ExactField>(cut: &Cut<F>, length: usize, seed: u64) -> Option<Flow<F>> {
    if length <= 6 {
        return six(cut, seed);
    }
    peeled(cut, seed, |rest| Some(construct(&rest.clone().swapped(), length - 1, seed)?.swapped()))
}

/// L(−w)·(what is found for L(w)·M), for the first w that has anything.
fn peeled<F: ExactField>(
    cut: &Cut<F>,
    seed: u64,
    find: impl Fn(&Cut<F>) -> Option<Flow<F>>,
) -> Option<Flow<F>> {
    let (rows, columns) = cut.blocks.c.shape();
    let exchanged = cut.clone().swapped();
    let number = u32::try_from(rows * columns).ok();
    let number = F::order().zip(number).and_then(|(order, number)| order.checked_pow(number));
    let few = number.filter(|&number| number <= EXHAUSTIVE);
    let mut source = ChaCha8Rng::seed_from_u64(seed);
    (0..few.unwrap_or(TRIES)).find_map(|index| {
        let w: DMatrix<F> = if few.is_some() {
            DMatrix::from_vec(rows, columns, small_vectors::digits(index, rows * columns))
        } else {
            small_vectors::random(rows, columns, 1, &mut source)
        };
        let mut flow = find(&exchanged.without_upper(&w).swapped())?;
        flow.push(Layer::additive(Half::Second, w));
        Some(flow)
    })
}
