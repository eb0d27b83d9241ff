//! **Theorem 1 (six layers), over ℚ.** Every invertible 2d × 2d matrix is a product of at most six affine couplings with
//! the fixed half/half partition, at most four for d = 1: additive ones if the determinant is 1, ones with positive
//! scales if it is positive, ones with nonzero scales always. Five are enough where the block C or the block B is
//! invertible.
//!
//! Proof idea: by Lemma 0 the determinant is 1. Four layers L U L U are a similarity: the upper left block must be
//! similar to the inverse of its Schur complement. A fifth layer puts any X into that corner, and then the condition is
//! that a matrix N of determinant 1, known from M, be a commutator, N = T·X·T⁻¹·X⁻¹, which every such N is. It needs C
//! invertible; a sixth layer sees to that. Field operations only, so every product here is compared exactly, twice: with
//! the product of the layers in this library, and by the independent checker.

mod common;

use std::ops::RangeInclusive;

use common::families::{blocks, moved_pair, spectral, transforms};
use common::judge::{
    STRATEGIES, assert_six_layers, assert_verified_from_bytes, factored, made_unimodular, modes_of,
};
use common::strategies::{configuration, family, invertible};
use common::{Draw, Family, Height};
use flowcert::coupling::Mode;
use flowcert::linear::LinearError;
use flowcert::linear::six::{self, Route, Strategy};
use flowcert::matrix::exact::{ExactField, rank};
use flowcert::matrix::{Blocks, DMatrix};
use flowcert::scalar::Rational;
use proptest::prelude::*;

const MODES: [Mode; 3] = [Mode::Additive, Mode::Positive, Mode::Signed];

fn integers<const N: usize>(size: usize, entries: [i64; N]) -> DMatrix<Rational> {
    DMatrix::from_row_slice(size, size, &entries.map(Rational::from))
}

/// The matrix as it is, and scaled to determinant 1 in one column.
fn assert_both(matrix: &DMatrix<Rational>, column: usize, seed: u64) {
    assert_six_layers(matrix, seed);
    assert_six_layers(&made_unimodular(matrix, column % matrix.ncols()), seed);
}

proptest! {
    #![proptest_config(configuration(96, "theorems/regressions/six_layers.txt"))]

    #[test]
    fn random_integers(matrix in invertible(1..=6, Height::Integers), seed in any::<u64>()) {
        assert_both(&matrix, seed as usize, seed);
    }

    #[test]
    fn random_fractions(matrix in invertible(1..=5, Height::Fractions), seed in any::<u64>()) {
        assert_both(&matrix, seed as usize, seed);
    }

    #[test]
    fn numerators_and_denominators_of_200_bits(matrix in invertible(1..=2, Height::Huge), seed in any::<u64>()) {
        assert_both(&matrix, seed as usize, seed);
    }

    #[test]
    fn certificates_survive_the_way_through_bytes(
        matrix in invertible(1..=3, Height::Fractions), strategy in prop::sample::select(&STRATEGIES[..]),
    ) {
        for mode in modes_of(&Rational::determinant(&matrix)) {
            assert_verified_from_bytes(&matrix, mode, &factored(&matrix, mode, strategy, 0).flow);
        }
    }

    #[test]
    fn families((family, half, height, seed) in family(1..=4)) {
        let mut draw = Draw::new(seed, height);
        assert_both(&family.member(half, &mut draw), draw.below(2 * half), seed);
    }
}

proptest! {
    #![proptest_config(configuration(64, "theorems/regressions/six_layers.txt"))]

    #[test]
    fn five_are_enough_where_c_or_b_is_invertible((family, half, height, seed) in family(1..=4)) {
        let mut draw = Draw::new(seed, height);
        let matrix = made_unimodular::<Rational>(&family.member(half, &mut draw), draw.below(2 * half));
        let blocks = Blocks::of(&matrix, half);
        let invertible = rank(&blocks.b) == half || rank(&blocks.c) == half;
        let bound = if invertible { 5 } else { 6 };
        prop_assert!(factored(&matrix, Mode::Additive, Strategy::Fewest, seed).flow.layers().len() <= bound);
    }

    #[test]
    fn a_product_of_at_most_three_additive_couplings_is_read_off(
        half in 1..=5_usize, layers in 0..=3_usize,
        height in prop::sample::select(&Height::ALL[..]), seed in any::<u64>(),
    ) {
        let flow = Draw::new(seed, height).flow::<Rational>(half, layers, Mode::Additive);
        for strategy in STRATEGIES {
            let found = factored(&flow.matrix(), Mode::Additive, strategy, seed);
            prop_assert!(found.flow.layers().len() <= flow.layers().len());
            prop_assert_eq!(found.route, Route::ReadOff);
        }
    }

    #[test]
    fn a_product_of_at_most_two_couplings_is_read_off_in_its_mode(
        half in 1..=5_usize, layers in 0..=2_usize, mode in prop::sample::select(&MODES[..]), seed in any::<u64>(),
    ) {
        let flow = Draw::new(seed, Height::Fractions).flow::<Rational>(half, layers, mode);
        for strategy in STRATEGIES {
            let found = factored(&flow.matrix(), mode, strategy, seed);
            prop_assert!(found.flow.layers().len() <= flow.layers().len());
            prop_assert_eq!(found.route, Route::ReadOff);
        }
    }

    #[test]
    fn the_same_seed_gives_the_same_layers_with_one_thread_and_with_two((family, half, height, seed) in family(1..=3)) {
        let matrix = family.member::<Rational>(half, &mut Draw::new(seed, height));
        for strategy in STRATEGIES {
            let construct = || six::construct(&matrix, Mode::Signed, strategy, seed);
            let pools = [1, 2].map(|threads| rayon::ThreadPoolBuilder::new().num_threads(threads).build());
            for pool in pools {
                let pool = pool.expect("one or two threads are available");
                prop_assert_eq!(pool.install(construct), construct());
            }
        }
    }
}

/// Every combination of ranks of A, B, C, D that an invertible matrix can have.
fn assert_every_combination_of_ranks(half: usize) {
    let ranks: RangeInclusive<usize> = 0..=half;
    let mut draw = Draw::new(half as u64, Height::Integers);
    let mut combinations = 0;
    for (a, b) in ranks.clone().flat_map(|a| ranks.clone().map(move |b| (a, b))) {
        for (c, d) in ranks.clone().flat_map(|c| ranks.clone().map(move |d| (c, d))) {
            if !blocks::ranks_exist([a, b, c, d], half) {
                continue;
            }
            combinations += 1;
            let matrix = blocks::of_ranks([a, b, c, d], half, &mut draw);
            let cut = Blocks::of(&matrix, half);
            assert_eq!([&cut.a, &cut.b, &cut.c, &cut.d].map(rank), [a, b, c, d]);
            assert_both(&matrix, draw.below(2 * half), 0);
        }
    }
    println!("d = {half}: {combinations} combinations of ranks");
}

#[test]
fn every_combination_of_singular_blocks() {
    for half in 1..=4 {
        assert_every_combination_of_ranks(half);
    }
}

#[test]
fn a_diagonal_with_one_pair_moved() {
    for half in 1..=4 {
        for (place, other) in (0..2 * half).flat_map(|i| (0..i).map(move |j| (i, j))) {
            for value in [(2, 1), (-1, 1), (-3, 7), (1_i64 << 40, 3)] {
                let value = Rational::from(value);
                assert_six_layers(&moved_pair(2 * half, place, other, &value), 0);
                assert_six_layers(&moved_pair(2 * half, other, place, &value), 0);
            }
        }
    }
}

#[test]
fn numerators_and_denominators_of_200_bits_for_d_3() {
    assert_six_layers(&Draw::new(3, Height::Huge).invertible::<Rational>(6), 3);
}

#[test]
fn scalars() {
    for half in 1..=6 {
        for value in [(1, 1), (-1, 1), (2, 1), (-2, 3)] {
            assert_both(&DMatrix::from_diagonal_element(2 * half, 2 * half, Rational::from(value)), half, 0);
        }
    }
}

#[test]
fn the_identity_has_no_layers() {
    for half in 1..=6 {
        let identity = DMatrix::<Rational>::identity(2 * half, 2 * half);
        for (mode, strategy) in MODES.into_iter().flat_map(|mode| STRATEGIES.map(|strategy| (mode, strategy)))
        {
            assert!(factored(&identity, mode, strategy, 0).flow.layers().is_empty());
        }
    }
}

#[test]
fn transforms_of_signal_processing() {
    assert_both(&transforms::h264(), 1, 0);
    for size in [2, 4, 8, 16] {
        assert_both(&transforms::hadamard(size).expect("a power of two"), 0, 0);
    }
}

/// d = 1: three layers where B or C is not zero, otherwise four.
#[test]
fn four_layers_of_two_coordinates() {
    let entries = -3..=3_i64;
    let pairs = || entries.clone().flat_map(|x| entries.clone().map(move |y| (x, y)));
    for ((a, b), (c, d)) in pairs().flat_map(|x| pairs().map(move |y| (x, y))) {
        let matrix = integers(2, [a, b, c, d]);
        if a * d == b * c {
            continue;
        }
        assert_six_layers(&matrix, 0);
        if a * d - b * c == 1 {
            let layers = factored(&matrix, Mode::Additive, Strategy::Fewest, 0).flow.layers().len();
            assert!(layers <= if b == 0 && c == 0 { 4 } else { 3 }, "{layers} layers: {matrix}");
        }
    }
}

/// Where A = D = 0 there is no four-layer criterion and no reflection to begin with.
#[test]
fn derogatory_commutators() {
    for half in 1..=5 {
        for seed in 0..8 {
            let mut draw = Draw::new(seed, Height::Integers);
            assert_both(
                &Family::PrescribedCommutatorSingularCorner.member(half, &mut draw),
                draw.below(2 * half),
                0,
            );
            assert_both(&Family::PrescribedCommutator.member(half, &mut draw), draw.below(2 * half), 0);
        }
    }
}

/// Five layers U L U L U need unit pivots of N; after the first pivot of this N the rest is −I, and the basis must be
/// changed. M = [N⁻¹ + S, S; I, I] with a singular S, so that L U L U L is no way out.
#[test]
fn a_scalar_schur_complement_in_the_recursion_of_the_unit_pivots() {
    for half in [3, 5, 7] {
        let mut draw = Draw::new(half as u64, Height::Integers);
        let target = spectral::reflection_with_scalar_rest::<Rational>(half);
        let singular = draw.matrix::<Rational>(half, 1) * draw.matrix::<Rational>(1, half);
        let corner = Rational::invert(&target).expect("N has determinant 1") + singular;
        let identity = || DMatrix::identity(half, half);
        let matrix = spectral::with_commutator(&target, [corner, identity(), identity()]);
        let found = factored(&matrix, Mode::Additive, Strategy::Fewest, 0);
        assert_eq!((found.flow.layers().len(), found.route), (5, Route::Five));
    }
}

fn error(matrix: &DMatrix<Rational>, mode: Mode) -> LinearError {
    let [small, fewest] =
        STRATEGIES.map(|strategy| six::construct(matrix, mode, strategy, 0).map(|found| found.route));
    assert_eq!(small, fewest);
    small.expect_err("the matrix has no such factorization")
}

#[test]
fn what_is_no_even_square_matrix_is_rejected() {
    for mode in MODES {
        let rectangle = DMatrix::from_element(2, 4, Rational::from(1));
        assert_eq!(error(&rectangle, mode), LinearError::NotSquare { rows: 2, columns: 4 });
        for size in [0, 1, 3] {
            assert_eq!(error(&DMatrix::identity(size, size), mode), LinearError::NoHalves { size });
        }
    }
}

#[test]
fn a_singular_matrix_is_rejected_with_its_rank() {
    let mut draw = Draw::new(5, Height::Fractions);
    for size in [2, 4, 6] {
        for true_rank in 0..size {
            let matrix = draw.matrix::<Rational>(size, true_rank) * draw.matrix::<Rational>(true_rank, size);
            let rank = rank(&matrix);
            assert!(rank <= true_rank);
            for mode in MODES {
                assert_eq!(error(&matrix, mode), LinearError::Singular { rank, size });
            }
        }
    }
}

#[test]
fn a_determinant_out_of_the_reach_of_the_mode_is_rejected() {
    for (entry, text) in [((2, 1), "2"), ((-1, 1), "-1"), ((1, 3), "1/3")] {
        let mut matrix = DMatrix::identity(4, 4);
        matrix[(1, 1)] = Rational::from(entry);
        let determinant = text.to_owned();
        assert_eq!(error(&matrix, Mode::Additive), LinearError::DeterminantNotOne { determinant });
    }
    let exchange = integers(2, [0, 1, 1, 0]);
    let determinant = "-1".to_owned();
    assert_eq!(error(&exchange, Mode::Positive), LinearError::DeterminantNotPositive { determinant });
    assert_eq!(error(&exchange, Mode::Singular), LinearError::SingularMode);
}
