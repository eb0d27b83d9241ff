//! **SL(n, F_q) by the least number of layers.** The counts of the library, which knows matrices by their double cosets and
//! counts one for all of its conjugates, are those of a search over all matrices one by one.
//!
//! Also: they add up to the order of the group; they are the same with the halves exchanged; counting without the symmetry
//! gives the same; and the shortest words multiply out to their matrices.

mod common;

use std::collections::{HashMap, VecDeque};

use common::{Draw, Height};
use flowcert::coupling::{Half, Layer, Partition};
use flowcert::linear::enumerate::{EnumerationError, Levels, Symmetry, Unwatched, enumerate, order};
use flowcert::matrix::DMatrix;
use flowcert::scalar::{Fp, Residue};
use proptest::prelude::*;
use rug::Integer;

type Group<const P: u64> = HashMap<DMatrix<Fp<P>>, usize>;

fn partition(first: usize, second: usize) -> Partition {
    Partition { first, second }
}

/// All layers of one kind as matrices.
fn layers<const P: u64>(partition: Partition, writes: Half) -> Vec<DMatrix<Fp<P>>> {
    let (rows, columns) = (partition.length(writes), partition.length(writes.other()));
    let layer = |mut code: u64| {
        let mut matrix = DMatrix::identity(partition.size(), partition.size());
        for (i, j) in (0..rows).flat_map(|i| (0..columns).map(move |j| (i, j))) {
            matrix[(partition.start(writes) + i, partition.start(writes.other()) + j)] = Fp::new(code);
            code /= P;
        }
        matrix
    };
    (0..P.pow((rows * columns) as u32)).map(layer).collect()
}

/// The least number of layers of every matrix that they reach: breadth first, words from the right. What is reached by words
/// with an L in front goes on with a U only, and conversely.
fn plain_search<const P: u64>(partition: Partition) -> Group<P> {
    let identity = DMatrix::identity(partition.size(), partition.size());
    let mut group = Group::from([(identity.clone(), 0)]);
    let all = [Half::First, Half::Second].map(|writes| (writes, layers::<P>(partition, writes)));
    let mut seen = [Group::from([(identity.clone(), 0)]), Group::from([(identity.clone(), 0)])];
    let mut open = VecDeque::from([(identity.clone(), Half::First, 0), (identity, Half::Second, 0)]);
    while let Some((matrix, front, length)) = open.pop_front() {
        let (writes, layers) = all.iter().find(|(writes, _)| *writes != front).expect("the other kind");
        for layer in layers {
            let product = layer * &matrix;
            let known = &mut seen[usize::from(*writes == Half::First)];
            if !known.contains_key(&product) {
                known.insert(product.clone(), length + 1);
                let least = group.entry(product.clone()).or_insert(length + 1);
                *least = (*least).min(length + 1);
                open.push_back((product, *writes, length + 1));
            }
        }
    }
    group
}

fn counts_of<const P: u64>(group: &Group<P>) -> Vec<Integer> {
    let most = group.values().max().copied().unwrap_or(0);
    (0..=most).map(|k| Integer::from(group.values().filter(|layers| **layers == k).count())).collect()
}

fn assert_as_plain<const P: u64>(first: usize, second: usize) {
    let partition = partition(first, second);
    let group = plain_search::<P>(partition);
    assert_eq!(Integer::from(group.len()), order(P, first + second));
    assert_eq!(enumerate(P, partition).expect("counts").counts, counts_of(&group));
    let levels = Levels::search(P, partition, Symmetry::Conjugation).expect("levels");
    for (matrix, layers) in &group {
        assert_eq!(levels.minimal_layers(matrix).expect("a number"), *layers, "{matrix}");
        let flow = levels.factor(matrix).expect("layers");
        assert_eq!((&flow.matrix(), flow.layers().len()), (matrix, *layers), "{matrix}");
    }
}

#[test]
fn every_matrix_of_tiny_groups_as_in_a_plain_search() {
    assert_as_plain::<2>(1, 1);
    assert_as_plain::<3>(1, 1);
    assert_as_plain::<5>(1, 1);
    assert_as_plain::<2>(1, 2);
    assert_as_plain::<2>(2, 1);
    assert_as_plain::<3>(1, 2);
    assert_as_plain::<3>(2, 1);
}

#[test]
fn every_matrix_of_sl_4_over_f_2_as_in_a_plain_search() {
    assert_as_plain::<2>(2, 2);
    assert_as_plain::<2>(1, 3);
    assert_as_plain::<2>(3, 1);
}
