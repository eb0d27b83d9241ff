//! **What the rules of Theorem 8 miss.** In additive mode a word of up to three layers that is not the matrix has a
//! reason, for halves of any lengths over every field; one of four layers, for equal halves; one of five, if the
//! block of M that the outermost layer meets is 0 or has rank 1. (In the last case the field has to be infinite, or large enough;
//! here it is.) For 2 × 2 blocks over 𝔽₂ this is every case, so that the bound is the minimal number of layers.
//!
//! Proof idea: Fredholm's alternative for the linear equations of three layers, and of c in N₁₁ = I + bc; Flanders'
//! theorem for four; the placement of invariant factors by a rank-one change (Sá, Thompson, Zaballa) for five. Here
//! all products are multiplied out instead. And no reason is ever given for a word that is the matrix, in either
//! mode.

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

/// A group that is too large to run through: whether a matrix is a word is decided by taking layers off the left.
struct Group<const P: u64> {
    half: usize,
    layers: [Vec<Entries>; 2],
    /// The words of two layers, by their leftmost half.
    pairs: [HashSet<Entries>; 2],
}

impl<const P: u64> Group<P> {
    fn new(half: usize) -> Self {
        let layers = HALVES.map(|writes| all_layers::<P>(Partition::halves(half), writes, Mode::Additive));
        let pairs = [(0, 1), (1, 0)].map(|(left, right): (usize, usize)| {
            let products = |x| layers[right].iter().map(move |y| product::<P>(x, y, 2 * half));
            layers[left].iter().flat_map(products).collect()
        });
        Self { half, layers, pairs }
    }

    /// The layers of one kind are a group, so instead of its inverse any layer may be multiplied to the left.
    fn is_word(&self, matrix: &Entries, length: usize, leading: usize) -> bool {
        if length == 2 {
            return self.pairs[leading].contains(matrix);
        }
        let size = 2 * self.half;
        self.layers[leading]
            .iter()
            .any(|layer| self.is_word(&product::<P>(layer, matrix, size), length - 1, 1 - leading))
    }

    /// Reasons exactly for the words that are not the matrix.
    fn assert_exact(&self, matrix: &DMatrix<Fp<P>>, length: usize, leading: usize) -> bool {
        let half = HALVES[leading];
        let excluded = is_excluded(matrix, Partition::halves(self.half), Mode::Additive, length, half);
        let is_word = self.is_word(&entries(matrix), length, leading);
        assert_eq!(excluded, !is_word, "{length} layers, {half} leftmost: {matrix}");
        excluded
    }
}

/// A random matrix of determinant 1 with a block C of this rank, and often singular blocks elsewhere.
fn with_rank<const P: u64>(draw: &mut Draw, half: usize, rank_of_c: usize) -> DMatrix<Fp<P>> {
    loop {
        let mut sparse = |rows: usize, columns: usize, chance: usize| {
            DMatrix::from_fn(rows, columns, |_, _| {
                if draw.below(4) < chance { draw.number() } else { Fp::from_i64(0) }
            })
        };
        let c = sparse(half, rank_of_c, 3) * sparse(rank_of_c, half, 3);
        let matrix =
            Blocks { a: sparse(half, half, 3), b: sparse(half, half, 2), c, d: sparse(half, half, 3) };
        if rank(&matrix.c) == rank_of_c && ExactField::determinant(&matrix.join()) == Fp::from_i64(1) {
            return matrix.join();
        }
    }
}

#[test]
fn words_of_two_to_four_layers_in_sl_4_over_f_3() {
    let (group, mut draw) = (Group::<3>::new(2), Draw::new(5, Height::Integers));
    for case in 0..300 {
        let matrix = with_rank(&mut draw, 2, case % 3);
        for length in 2..=4 {
            group.assert_exact(&matrix, length, 0);
            group.assert_exact(&matrix, length, 1);
        }
    }
}

#[test]
fn words_of_four_layers_in_sl_6_over_f_2() {
    let (group, mut draw) = (Group::<2>::new(3), Draw::new(7, Height::Integers));
    let excluded = (0..24).filter(|case| {
        let matrix = with_rank(&mut draw, 3, case % 3);
        group.assert_exact(&matrix, 4, case / 3 % 2)
    });
    let excluded = excluded.count();
    assert!(0 < excluded && excluded < 24, "some of each: {excluded}");
}

/// The word that starts with a U meets C, of rank 0 or 1.
#[test]
fn words_of_five_layers_in_sl_4_over_f_3() {
    let (group, mut draw) = (Group::<3>::new(2), Draw::new(6, Height::Integers));
    let excluded = (0..60).filter(|case| {
        let matrix = with_rank(&mut draw, 2, case % 2);
        group.assert_exact(&matrix, 5, 0)
    });
    assert!(excluded.count() > 0, "some words of five layers are not the matrix");
}

/// U(x)·(a conjugate of diag(u, v)·L(s))·U(y), in which s has rank 1 and does not see an invariant plane of u, nor
/// reaches more than an invariant line of v.
fn nearly_unseen(draw: &mut Draw) -> DMatrix<Fp<2>> {
    let mut random = |rows: usize, columns: usize| -> DMatrix<Fp<2>> { draw.matrix(rows, columns) };
    let invertible = |random: &mut dyn FnMut(usize, usize) -> DMatrix<Fp<2>>, size: usize| loop {
        let matrix = random(size, size);
        if rank(&matrix) == size {
            return matrix;
        }
    };
    let triangular = |a: DMatrix<Fp<2>>, d: DMatrix<Fp<2>>| {
        let (b, c) = (DMatrix::zeros(a.nrows(), d.nrows()), DMatrix::zeros(d.nrows(), a.nrows()));
        Blocks { a, b, c, d }.join()
    };
    let one = || DMatrix::identity(1, 1);
    let (mut u, mut v) =
        (triangular(invertible(&mut random, 2), one()), triangular(one(), invertible(&mut random, 2)));
    u.view_mut((0, 2), (2, 1)).copy_from(&invertible(&mut random, 2).column(0));
    v.view_mut((0, 1), (1, 2)).copy_from(&invertible(&mut random, 2).row(0));
    let mut s = DMatrix::zeros(3, 3);
    s[(0, 2)] = Fp::new(1);
    let mut matrix = Blocks { c: &v * s, a: u, b: DMatrix::zeros(3, 3), d: v }.join();
    let basis = triangular(invertible(&mut random, 3), invertible(&mut random, 3));
    matrix = &basis * matrix * Fp::invert(&basis).expect("a basis");
    let mut layer = || Blocks { b: random(3, 3), ..Blocks::of(&DMatrix::identity(6, 6), 3) }.join();
    layer() * matrix * layer()
}

/// A word of five layers with every outermost layer taken off: what is left is excluded each time.
#[test]
fn words_of_five_layers_in_sl_6_over_f_2() {
    let (halves, mut draw) = (Partition::halves(3), Draw::new(8, Height::Integers));
    let layers = all_layers::<2>(halves, Half::First, Mode::Additive);
    let mut found = [0, 0];
    for case in 0..160 {
        let of_matrix = if case % 2 == 0 { with_rank(&mut draw, 3, 1) } else { nearly_unseen(&mut draw) };
        let excluded = is_excluded(&of_matrix, halves, Mode::Additive, 5, Half::First);
        let all_are_excluded = layers.iter().all(|layer| {
            let rest = matrix::<2>(&product::<2>(layer, &entries(&of_matrix), 6), 6);
            is_excluded(&rest, halves, Mode::Additive, 4, Half::Second)
        });
        assert_eq!(excluded, all_are_excluded, "{of_matrix}");
        found[usize::from(excluded)] += 1;
    }
    assert!(found.iter().all(|&count| count > 10), "some of each: {found:?}");
}
