//! **What the rules of Theorem 8 miss.** In additive mode a word of up to three layers that is not the matrix has a reason, for
//! halves of any lengths over every field; one of four layers, for equal halves; one of five, if the block of M that the outermost
//! layer meets has rank at most 1. For 2 × 2 blocks over 𝔽₂ this is every case, so that the bound is the minimal number of layers.
//!
//! Proof idea: Fredholm's alternative for the linear equations of three layers, and of c in N₁₁ = I + bc; Flanders' theorem for four;
//! the placement of invariant factors by a rank-one change (Sá, Thompson, Zaballa) for five. Here all products are multiplied out
//! instead. And no reason is ever given for a word that is the matrix, in either mode.

mod common;

use common::unequal::partition;
use common::words::{Entries, Words, all_layers, entries, matrix, product};
use common::{Draw, Height};
use flowcert::coupling::{Half, Mode, Partition};
use flowcert::linear::lower_bound;
use flowcert::matrix::exact::{ExactField, rank};
use flowcert::matrix::{Blocks, DMatrix};
use flowcert::scalar::{Field, Fp};
use flowcert_check::check_lower_bound;
use std::collections::HashSet;

const HALVES: [Half; 2] = [Half::First, Half::Second];

fn is_excluded<F: ExactField>(
    matrix: &DMatrix<F>,
    partition: Partition,
    mode: Mode,
    length: usize,
    leading: Half,
) -> bool {
    lower_bound::exclude(matrix, partition, mode, length, leading).expect("in reach").is_some()
}

/// The best bound, which the checker accepts.
fn bound<F: ExactField>(matrix: &DMatrix<F>, partition: Partition, mode: Mode) -> usize {
    let best = lower_bound::best(matrix, partition, mode).expect("in reach");
    let layers_needed = best.layers_needed;
    let certificate = lower_bound::certify(matrix, partition, mode, best);
    check_lower_bound(&certificate).unwrap_or_else(|rejection| panic!("{rejection}: {matrix}"));
    layers_needed
}

/// Reasons exactly for the words of `complete` lengths that are not the matrix, none for words that are.
fn assert_words<const P: u64>(words: &Words<P>, mode: Mode, complete: &[usize]) {
    let size = words.partition.size();
    for entries in words.all() {
        let matrix = matrix::<P>(&entries, size);
        for (length, leading) in
            (1..words.of_length.len()).flat_map(|length| HALVES.map(|half| (length, half)))
        {
            let excluded = is_excluded(&matrix, words.partition, mode, length, leading);
            let is_word = words.contains(&entries, length, leading);
            assert!(!(excluded && is_word), "{mode}, {length} layers, {leading} leftmost: {matrix}");
            if complete.contains(&length) {
                assert_eq!(excluded, !is_word, "{mode}, {length} layers, {leading} leftmost: {matrix}");
            }
        }
    }
}

#[test]
fn all_of_sl_4_over_f_2() {
    let words = Words::<2>::up_to(6, Partition::halves(2), Mode::Additive);
    let all = words.all();
    assert_eq!(all.len(), 20_160);
    for entries in &all {
        let found = bound(&matrix::<2>(entries, 4), words.partition, Mode::Additive);
        assert_eq!(Some(found), words.layers_needed(entries), "{}", matrix::<2>(entries, 4));
    }
    assert_words(&words, Mode::Additive, &[1, 2, 3, 4]);
}

#[test]
fn unequal_halves_over_f_2_and_f_3() {
    for (first, second) in [(1, 2), (2, 1)] {
        let partition = partition(first, second);
        let words = Words::<2>::up_to(6, partition, Mode::Additive);
        assert_eq!(words.all().len(), 168);
        assert_words(&words, Mode::Additive, &[1, 2, 3]);
        let words = Words::<3>::up_to(6, partition, Mode::Additive);
        assert_eq!(words.all().len(), 5616);
        assert_words(&words, Mode::Additive, &[1, 2, 3]);
    }
    for (first, second) in [(1, 3), (3, 1)] {
        assert_words(
            &Words::<2>::up_to(8, partition(first, second), Mode::Additive),
            Mode::Additive,
            &[1, 2, 3],
        );
    }
}

#[test]
fn signed_scales_over_f_3_and_f_5() {
    assert_words(&Words::<3>::up_to(5, Partition::halves(1), Mode::Signed), Mode::Signed, &[1, 2]);
    assert_words(&Words::<5>::up_to(5, Partition::halves(1), Mode::Signed), Mode::Signed, &[1, 2]);
    assert_words(&Words::<3>::up_to(6, partition(1, 2), Mode::Signed), Mode::Signed, &[1, 2]);
    assert_words(&Words::<3>::up_to(6, partition(2, 1), Mode::Signed), Mode::Signed, &[1, 2]);
}

/// SL(4, F_3) is too large to run through; whether a matrix is a word is decided by taking layers off both ends.
struct SlFour {
    layers: [Vec<Entries>; 2],
    /// The words of two layers, by their leftmost half.
    pairs: [HashSet<Entries>; 2],
}

impl SlFour {
    fn new() -> Self {
        let layers = HALVES.map(|writes| all_layers::<3>(Partition::halves(2), writes, Mode::Additive));
        let pairs = [(0, 1), (1, 0)].map(|(left, right): (usize, usize)| {
            layers[left].iter().flat_map(|x| layers[right].iter().map(|y| product::<3>(x, y, 4))).collect()
        });
        Self { layers, pairs }
    }

    /// The layers are a group, so instead of its inverse any layer may be multiplied to the left.
    fn is_word(&self, matrix: &Entries, length: usize, leading: usize) -> bool {
        if length == 2 {
            return self.pairs[leading].contains(matrix);
        }
        self.layers[leading]
            .iter()
            .any(|layer| self.is_word(&product::<3>(layer, matrix, 4), length - 1, 1 - leading))
    }
}

/// A random matrix of determinant 1 with a block C of this rank, and B often of low rank as well.
fn with_rank(draw: &mut Draw, rank_of_c: usize) -> DMatrix<Fp<3>> {
    loop {
        let mut small = |chance: usize| {
            DMatrix::from_fn(
                2,
                2,
                |_, _| if draw.below(4) < chance { draw.number() } else { Fp::from_i64(0) },
            )
        };
        let matrix = Blocks { a: small(3), b: small(2), c: small(2), d: small(3) }.join();
        if ExactField::determinant(&matrix) == Fp::from_i64(1) && rank(&Blocks::of(&matrix, 2).c) == rank_of_c
        {
            return matrix;
        }
    }
}

#[test]
fn words_of_two_to_four_layers_in_sl_4_over_f_3() {
    let (group, mut draw) = (SlFour::new(), Draw::new(5, Height::Integers));
    let halves = Partition::halves(2);
    for case in 0..300 {
        let matrix = with_rank(&mut draw, case % 3);
        for (length, leading) in (2..=4).flat_map(|length| [0, 1].map(|leading| (length, leading))) {
            assert_eq!(
                is_excluded(&matrix, halves, Mode::Additive, length, HALVES[leading]),
                !group.is_word(&entries(&matrix), length, leading),
                "{length} layers, {} leftmost: {matrix}",
                HALVES[leading]
            );
        }
    }
}

/// The word that starts with a U meets C, of rank 0 or 1.
#[test]
fn words_of_five_layers_in_sl_4_over_f_3() {
    let (group, mut draw) = (SlFour::new(), Draw::new(6, Height::Integers));
    let halves = Partition::halves(2);
    let mut excluded = 0;
    for case in 0..60 {
        let matrix = with_rank(&mut draw, case % 2);
        let is_excluded = is_excluded(&matrix, halves, Mode::Additive, 5, Half::First);
        assert_eq!(is_excluded, !group.is_word(&entries(&matrix), 5, 0), "{matrix}");
        excluded += usize::from(is_excluded);
    }
    assert!(excluded > 0, "some words of five layers are not the matrix");
}
