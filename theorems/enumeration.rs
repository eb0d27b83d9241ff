//! **SL(n, F_q) by the least number of layers.** The counts of the library, which knows matrices by their double cosets and
//! counts one for all of its conjugates, are those of a search over all matrices one by one.
//!
//! Also: they add up to the order of the group; they are the same with the halves exchanged; counting without the symmetry
//! gives the same; and the shortest words multiply out to their matrices.

use std::cell::{Cell, RefCell};
use std::collections::{HashMap, VecDeque};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use flowcert::coupling::{Flow, Half, Layer, Partition};
use flowcert::linear::enumerate::{
    EnumerationError, Levels, Stage, State, Store, Stored, Symmetry, Unkept, Unwatched, Watch, enumerate,
    enumerate_on, free_memory, order,
};
use flowcert::linear::ranks::{Ranks, on_threads};
use flowcert::matrix::DMatrix;
use flowcert::scalar::Fp;
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

fn counts(field: u64, first: usize, second: usize) -> Vec<Integer> {
    enumerate(field, partition(first, second)).expect("counts").counts
}

/// All matrices, one by one.
fn counts_without_symmetry(field: u64, first: usize, second: usize) -> Vec<Integer> {
    let mut levels = Levels::search(field, partition(first, second), Symmetry::None).expect("levels");
    levels.count(&Unwatched).expect("counts")
}

#[test]
fn one_of_each_class_counts_as_all_of_them() {
    for (field, first, second) in [
        (2, 1, 2),
        (3, 2, 1),
        (2, 1, 3),
        (3, 1, 3),
        (3, 3, 1),
        (2, 2, 2),
        (7, 1, 1),
        (5, 1, 2),
        (2, 1, 4),
        (2, 3, 2),
    ] {
        let all = counts_without_symmetry(field, first, second);
        assert_eq!(counts(field, first, second), all, "{field}; {first}, {second}");
    }
}

#[test]
fn exchanged_halves_have_the_same_counts() {
    for (field, first, second) in
        [(2, 1, 2), (2, 1, 3), (3, 1, 3), (2, 2, 3), (3, 2, 3), (2, 2, 4), (5, 1, 2)]
    {
        assert_eq!(counts(field, first, second), counts(field, second, first), "{field}; {first}, {second}");
    }
}

#[test]
fn the_counts_add_up_to_the_order_of_the_group() {
    assert_eq!(order(2, 4), 20_160);
    assert_eq!(order(3, 4), 12_130_560);
    assert_eq!(order(2, 6), 20_158_709_760_u64);
    for (field, first, second) in [(2, 2, 2), (3, 2, 2), (5, 2, 2), (2, 2, 3), (2, 2, 4), (13, 1, 1)] {
        let sum: Integer = counts(field, first, second).iter().sum();
        assert_eq!(sum, order(field, first + second), "{field}; {first}, {second}");
    }
}

/// At most 2⌈d2/d1⌉ + 4 layers, for d1 = d2 at most six, and no fewer than 2⌈d2/d1⌉ + 2 for some matrices.
#[test]
fn the_most_layers_of_unequal_halves() {
    for (field, first, second, most) in [
        (2, 2, 2, 6),
        (3, 2, 2, 6),
        (2, 3, 3, 6),
        (2, 2, 3, 6),
        (2, 1, 2, 6),
        (2, 1, 3, 8),
        (2, 1, 4, 10),
        (3, 1, 1, 4),
    ] {
        assert_eq!(counts(field, first, second).len(), most + 1, "{field}; {first}, {second}");
    }
}

/// All of SL(6, F_2): 20 158 709 760 matrices. Those that need one layer are 2·(2⁹ − 1).
#[test]
fn sl_6_over_f_2() {
    let expected: [u64; 7] = [1, 1022, 521_213, 163_926_049, 9_226_794_987, 10_767_365_028, 101_460];
    assert_eq!(counts(2, 3, 3), expected.map(Integer::from));
}

fn searched(field: u64, first: usize, second: usize) -> Levels {
    Levels::search(field, partition(first, second), Symmetry::Conjugation).expect("levels")
}

fn layer<const P: u64>(partition: Partition, writes: Half, entries: &[u64]) -> Layer<Fp<P>> {
    let (rows, columns) = (partition.length(writes), partition.length(writes.other()));
    Layer::additive(writes, DMatrix::from_iterator(rows, columns, entries.iter().map(|x| Fp::new(*x))))
}

/// Alternating layers with these entries.
fn word<const P: u64>(partition: Partition, first: Half, entries: &[Vec<u64>]) -> Flow<Fp<P>> {
    let mut writes = first;
    let layers = entries.iter().map(|entries| {
        writes = writes.other();
        layer(partition, writes, entries)
    });
    Flow::new(partition, layers).expect("layers that fit")
}

fn assert_word_is_no_shorter<const P: u64>(levels: &Levels, flow: &Flow<Fp<P>>) {
    let matrix = flow.matrix();
    let least = levels.minimal_layers(&matrix).expect("a number");
    assert!(least <= flow.layers().len(), "{matrix}");
    let shortest = levels.factor(&matrix).expect("layers");
    assert_eq!((shortest.matrix(), shortest.layers().len()), (matrix, least));
}

/// Entries of up to eight layers.
fn entries(prime: u64, count: usize) -> impl Strategy<Value = Vec<Vec<u64>>> {
    proptest::collection::vec(proptest::collection::vec(0..prime, count), 0..=8)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_word_over_f_5_is_shorter_than_the_shortest(words in proptest::collection::vec(entries(5, 4), 64)) {
        static LEVELS: LazyLock<Levels> = LazyLock::new(|| searched(5, 2, 2));
        for (index, entries) in words.iter().enumerate() {
            let first = if index % 2 == 0 { Half::First } else { Half::Second };
            assert_word_is_no_shorter(&LEVELS, &word::<5>(Partition::halves(2), first, entries));
        }
    }

    #[test]
    fn no_word_in_two_and_three_coordinates_is_shorter(words in proptest::collection::vec(entries(3, 6), 64)) {
        static LEVELS: LazyLock<[Levels; 2]> = LazyLock::new(|| [searched(3, 2, 3), searched(3, 3, 2)]);
        for (partition, levels) in [partition(2, 3), partition(3, 2)].into_iter().zip(&*LEVELS) {
            for (index, entries) in words.iter().enumerate() {
                let first = if index % 2 == 0 { Half::First } else { Half::Second };
                assert_word_is_no_shorter(levels, &word::<3>(partition, first, entries));
            }
        }
    }
}

/// A watch that stops the work after so many offers of a checkpoint, and remembers the last one.
struct Stopped {
    after: AtomicUsize,
}

impl Watch for Stopped {
    fn progress(&self, _: Stage, done: u64, total: u64) {
        assert!(done <= total);
    }

    fn keep(&self, _: &State) -> Result<(), EnumerationError> {
        if self.after.fetch_sub(1, Ordering::SeqCst) == 0 {
            return Err(EnumerationError::NotPrime { field: 0 });
        }
        Ok(())
    }
}

/// The state after every interruption leads to the same counts.
#[test]
fn an_interrupted_enumeration_goes_on_to_the_same_counts() {
    let expected = counts(2, 2, 2);
    for symmetry in [Symmetry::Conjugation, Symmetry::None] {
        for after in 0..64 {
            let prepared = || {
                Levels::prepare(2, Partition::halves(2), symmetry, free_memory(), &Unwatched).expect("tables")
            };
            let mut levels = prepared();
            let stopped = levels.count(&Stopped { after: AtomicUsize::new(after) }).is_err();
            assert_eq!(levels.count(&Unwatched).expect("counts"), expected, "{after}");
            if !stopped {
                assert!(after > 4, "{after}");
                break;
            }
        }
    }
}

/// On several ranks, here threads.
#[test]
fn any_number_of_ranks_has_the_same_counts() {
    for (field, first, second) in
        [(2, 1, 1), (3, 1, 1), (2, 1, 2), (3, 2, 1), (2, 2, 2), (2, 1, 3), (3, 2, 2), (2, 2, 3)]
    {
        let expected = counts(field, first, second);
        for ranks in 1..=4 {
            let partition = partition(first, second);
            let all = on_threads(ranks, |ranks| {
                enumerate_on(ranks, field, partition, 1 << 28, &Unkept, &Unwatched, None).expect("counts")
            });
            assert_eq!(all, vec![expected.clone(); ranks], "{field}; {first}, {second}");
        }
    }
}

/// A store that fails at one moment, and has what was kept before.
struct Failing {
    left: Cell<usize>,
    last: RefCell<Option<Stored>>,
}

impl Store for Failing {
    fn keep(&self, record: &Stored) -> Result<(), EnumerationError> {
        if self.left.replace(self.left.get().wrapping_sub(1)) == 0 {
            return Err(EnumerationError::NotPrime { field: 0 });
        }
        self.last.replace(Some(record.clone()));
        Ok(())
    }

    fn is_time(&self) -> bool {
        true
    }
}

/// Stopped at any moment, all ranks go on from what they have kept, to the same counts.
#[test]
fn interrupted_ranks_go_on_to_the_same_counts() {
    let expected = counts(2, 2, 2);
    let run = |ranks: &dyn Ranks, store: &dyn Store, stored| {
        enumerate_on(ranks, 2, Partition::halves(2), 1 << 28, store, &Unwatched, stored)
    };
    let mut interruptions = 0;
    for moments in 0.. {
        let outcomes = on_threads(3, |ranks| {
            let store = Failing { left: Cell::new(moments), last: RefCell::default() };
            let stopped = run(ranks, &store, None);
            let stored = store.last.take();
            (stopped.is_err(), run(ranks, &Unkept, stored).expect("counts"))
        });
        assert!(outcomes.iter().all(|(_, counts)| *counts == expected), "{moments}");
        if outcomes.iter().all(|(stopped, _)| !stopped) {
            break;
        }
        interruptions += 1;
    }
    assert!(interruptions > 10, "{interruptions}");
}

/// If one rank cannot keep its state, all of them stop, and only that one says why.
#[test]
fn all_ranks_stop_when_one_fails() {
    let codes = on_threads(3, |ranks| {
        let left = if ranks.rank() == 1 { 2 } else { usize::MAX };
        let store = Failing { left: Cell::new(left), last: RefCell::default() };
        let counts = enumerate_on(ranks, 2, Partition::halves(2), 1 << 28, &store, &Unwatched, None);
        counts.expect_err("one of them fails").code()
    });
    let other = "ranks::other";
    assert_eq!(codes, [other, "enumeration::not-prime", other]);
}

#[test]
fn what_cannot_be_enumerated_is_refused() {
    let code = |field, first, second| match Levels::search(field, partition(first, second), Symmetry::None) {
        Ok(_) => panic!("{field}; {first}, {second} is enumerated"),
        Err(error) => error.code(),
    };
    assert_eq!(code(4, 1, 1), "enumeration::not-prime");
    assert_eq!(code(2, 0, 2), "enumeration::empty-half");
    assert_eq!(code(131, 1, 1), "enumeration::out-of-range");
    assert_eq!(code(2, 4, 5), "enumeration::out-of-range");
    assert_eq!(code(2, 1, 7), "enumeration::out-of-range");
    let small = Levels::prepare(2, Partition::halves(3), Symmetry::None, 1000, &Unwatched);
    let Err(EnumerationError::Memory { needed, memory: 1000, .. }) = small else {
        panic!("memory is limited")
    };
    // 2 · 229 320 double cosets, and tables.
    assert!(needed.parse::<u64>().is_ok_and(|bytes| (458_640..10_000_000).contains(&bytes)), "{needed}");
}

#[test]
fn matrices_outside_the_group_are_refused() {
    let levels = Levels::search(3, Partition::halves(1), Symmetry::Conjugation).expect("levels");
    let code = |matrix: &DMatrix<Fp<3>>| levels.minimal_layers(matrix).map_err(|error| error.code());
    assert_eq!(code(&DMatrix::identity(2, 2)), Ok(0));
    assert_eq!(code(&DMatrix::identity(3, 3)), Err("enumeration::shape"));
    assert_eq!(code(&DMatrix::from_element(2, 2, Fp::new(1))), Err("enumeration::determinant-not-one"));
    let stretched = DMatrix::from_diagonal_element(2, 1, Fp::<3>::new(1));
    assert_eq!(code(&stretched), Err("enumeration::shape"));
    let other = DMatrix::<Fp<5>>::identity(2, 2);
    assert_eq!(levels.factor(&other).map_err(|error| error.code()), Err("enumeration::field"));
}

/// All 458 640 double cosets of SL(6, F_2) searched one by one, and 10⁵ words whose matrices have the same least number of layers
/// with and without the symmetry. Half a minute.
#[test]
#[ignore = "long"]
fn sl_6_over_f_2_without_symmetry() {
    let partition = Partition::halves(3);
    let [with, without] = [Symmetry::Conjugation, Symmetry::None]
        .map(|symmetry| Levels::search(2, partition, symmetry).expect("levels"));
    let mut state = 1_u64;
    let mut number = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        state >> 33
    };
    let mut found = [0; 7];
    for _ in 0..100_000 {
        let length = number() as usize % 8;
        let entries: Vec<Vec<u64>> = (0..length).map(|_| (0..9).map(|_| number() % 2).collect()).collect();
        let first = if number() % 2 == 0 { Half::First } else { Half::Second };
        let flow = word::<2>(partition, first, &entries);
        let least = without.minimal_layers(&flow.matrix()).expect("a number");
        assert_eq!(with.minimal_layers(&flow.matrix()).expect("a number"), least);
        assert_word_is_no_shorter(&without, &flow);
        found[least] += 1;
    }
    println!("words of each least length: {found:?}");
    assert!(found[..6].iter().all(|count| *count > 1000), "{found:?}");
}
