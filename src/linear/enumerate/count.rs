//! How many matrices need so many layers, counted one by one, or one for all of its conjugates.
//!
//! The shortest word for M ends in a U or in an L. The first kind is what the search is about: the smaller of the levels of
//! L·M·U and U·M·U. The second kind follows from it: the inverse of a word L … U for M⁻¹ is a word U … L for M, and the
//! transpose of a word U … U for Mᵀ is a word L … L for M. So four numbers are looked up for each matrix.

use rayon::prelude::*;
use rug::Integer;

use super::EnumerationError;
use super::classes::Classes;
use super::conjugation::Conjugation;
use super::cosets::weighted_cosets;
use super::packed::Packed;
use super::size;
use super::space::{Kind, Space};
use super::stabilizers;
use super::state::{Stage, State, Watch};

/// More layers than this are never needed: the search ends long before.
pub(super) const MOST_LEVELS: usize = 64;

/// Cosets that are counted between two offers of a checkpoint hold about so many matrices.
const BETWEEN_CHECKPOINTS: u64 = 1 << 24;

/// The number of layers of the shortest word that ends in a U.
fn ending_in_u(space: &Space, classes: &[Classes; 2], state: &State, matrix: &Packed) -> u8 {
    let level =
        |kind: Kind| state.level_of(kind, classes[kind as usize].of(space.cosets(kind).number(matrix)));
    level(Kind::L).min(level(Kind::U))
}

/// The number of layers of the shortest word that ends in an L, from the inverse and the transpose.
fn ending_in_l(
    space: &Space,
    classes: &[Classes; 2],
    state: &State,
    inverse: &Packed,
    transpose: &Packed,
) -> u8 {
    let level = |kind: Kind, matrix: &Packed| {
        state.level_of(kind, classes[kind as usize].of(space.cosets(kind).number(matrix)))
    };
    level(Kind::L, inverse).min(level(Kind::U, transpose))
}

/// The smallest number of layers of a matrix other than the identity, which needs none and is given 1; the first number is
/// that of the words ending in a U, the second that of the words ending in an L.
pub(super) fn both_endings(
    space: &Space,
    classes: &[Classes; 2],
    state: &State,
    matrix: &Packed,
    inverse: &Packed,
) -> (u8, u8) {
    let transpose = matrix.transpose();
    (ending_in_u(space, classes, state, matrix), ending_in_l(space, classes, state, inverse, &transpose))
}

/// Counts on from where the state is; its levels are final.
pub(super) fn count(
    space: &Space,
    classes: &[Classes; 2],
    state: &mut State,
    watch: &dyn Watch,
) -> Result<Vec<Integer>, EnumerationError> {
    let all = &classes[Kind::L as usize];
    let mut counts = std::mem::take(&mut state.counts);
    counts.resize(MOST_LEVELS, 0);
    let piece = (BETWEEN_CHECKPOINTS / space.layers().saturating_pow(2)).max(1);
    while state.done < all.len() {
        let end = (state.done + piece).min(all.len());
        let shared = &*state;
        let tasks: Vec<Task> =
            (state.done..end).into_par_iter().flat_map_iter(|class| tasks(space, all, class)).collect();
        let found = tasks
            .par_iter()
            .map(|task| {
                coset(space, classes, shared, &task.matrix).map(|count| u128::from(count) * task.weight)
            })
            .reduce(|| [0; MOST_LEVELS], added);
        counts = added_to(counts, &found);
        state.done = end;
        watch.progress(Stage::Count, end, all.len());
        state.counts.clone_from(&counts);
        watch.keep(state)?;
    }
    finish(space, &counts)
}

/// The identity was counted as one layer; nothing else has none.
pub(super) fn finish(space: &Space, counts: &[u128]) -> Result<Vec<Integer>, EnumerationError> {
    let mut counts: Vec<Integer> = counts.iter().map(|count| Integer::from(*count)).collect();
    counts[0] += 1_u32;
    counts[1] -= 1_u32;
    while counts.last().is_some_and(|last| *last == 0) {
        counts.pop();
    }
    let (sum, order) = (counts.iter().sum::<Integer>(), size::order(space.field.prime, space.size()));
    if sum == order {
        Ok(counts)
    } else {
        Err(EnumerationError::Sum { sum: sum.to_string(), order: order.to_string() })
    }
}

/// A coset M·U that is counted for all of its conjugates.
pub(super) struct Task {
    pub(super) matrix: Packed,
    pub(super) weight: u128,
}

fn tasks(space: &Space, classes: &Classes, class: u64) -> Vec<Task> {
    let (number, size) = classes.member(class);
    let stabilizers = match classes {
        Classes::Single { .. } => Vec::new(),
        Classes::Conjugates(it) => stabilizers::drawn(space, Kind::L, &it.generators, number, size),
    };
    tasks_of(space, number, size, &stabilizers)
}

/// The cosets of a double coset that has `size` conjugates, itself among them.
pub(super) fn tasks_of(space: &Space, number: u64, size: u64, stabilizers: &[Conjugation]) -> Vec<Task> {
    let Some(matrix) = space.cosets(Kind::L).representative(number) else { return Vec::new() };
    let walk = space.walk(Kind::L);
    let task = |(code, weight): (u64, u64)| Task {
        matrix: walk.apply(&space.field, code, &matrix),
        weight: u128::from(weight) * u128::from(size),
    };
    weighted_cosets(space, &matrix, stabilizers).into_iter().map(task).collect()
}

/// Of the matrices M·U(y), how many need so many layers.
fn coset(space: &Space, classes: &[Classes; 2], state: &State, matrix: &Packed) -> [u64; MOST_LEVELS] {
    let mut found = [0; MOST_LEVELS];
    let with_u = ending_in_u(space, classes, state, matrix);
    let Some(inverse) = space.field.inverse_matrix(matrix, space.size()) else { return found };
    each_member(space, matrix, &inverse, |inverse, transpose| {
        let layers = with_u.min(ending_in_l(space, classes, state, inverse, transpose));
        found[usize::from(layers)] += 1;
    });
    found
}

/// Calls `visit` with the inverse and the transpose of M·U(y), for all y: U(−y)·M⁻¹ and L(yᵀ)·Mᵀ.
pub(super) fn each_member(
    space: &Space,
    matrix: &Packed,
    inverse: &Packed,
    mut visit: impl FnMut(&Packed, &Packed),
) {
    let (field, first, second) = (&space.field, space.partition.first, space.partition.second);
    let (mut inverse, mut transpose) = (*inverse, matrix.transpose());
    let mut digits = [0_u64; 64];
    for code in 0..space.layers() {
        if code > 0 {
            for (entry, digit) in digits[..first * second].iter_mut().enumerate() {
                let (row, column) = (entry / second, first + entry % second);
                transpose.0[column] = field.add(transpose.0[column], transpose.0[row]);
                let less = field.times(field.prime - 1, inverse.0[column]);
                inverse.0[row] = field.add(inverse.0[row], less);
                *digit = (*digit + 1) % field.prime;
                if *digit > 0 {
                    break;
                }
            }
        }
        visit(&inverse, &transpose);
    }
}

fn added(mut left: [u128; MOST_LEVELS], right: [u128; MOST_LEVELS]) -> [u128; MOST_LEVELS] {
    left.iter_mut().zip(right).for_each(|(sum, term)| *sum += term);
    left
}

fn added_to(mut left: Vec<u128>, right: &[u128; MOST_LEVELS]) -> Vec<u128> {
    left.iter_mut().zip(right).for_each(|(sum, term)| *sum += term);
    left
}
