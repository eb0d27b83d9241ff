//! **Theorem 5 (unequal halves).** Let d1 ≤ d2 be the lengths of the halves, in either order, and m = ⌈d2/d1⌉. Over ℚ, or a
//! field with more than d1 elements, every matrix of determinant 1 is a product of at most 2m + 4 additive couplings, of
//! 2m + 2 for d1 = 1 over any field; hence of as many with positive scales if its determinant is positive, and with
//! nonzero scales always. Let j = d2 − (m − 1)·d1 be what is left of d2: if B or C has rank j, one layer fewer is enough.
//!
//! Proof idea: multiply from the right. Where d1 rows of C are independent, one U makes the columns of the longer half unit
//! in these rows, and one L clears the rest of them; after m − 1 pieces a core of size 2·d1 is left, which Theorem 1
//! factors, and two of its U's can be widened to the columns of the pieces.

mod common;

use common::judge::{STRATEGIES, made_unimodular, modes_of};
use common::strategies::{configuration, with_lengths};
use common::unequal::{factored, families, partition, partitions, word};
use common::{Draw, Height, permutation};
use flowcert::coupling::{Mode, Partition};
use flowcert::linear::LinearError;
use flowcert::linear::six::Strategy;
use flowcert::linear::unequal::{self, bound};
use flowcert::matrix::exact::{ExactField, rank};
use flowcert::matrix::{Blocks, DMatrix};
use flowcert::scalar::{Field, Fp, Rational};
use flowcert_check::{check_bytes, write};
use proptest::prelude::*;

/// The matrix in every mode that reaches it; and with one column divided by its determinant in additive mode, where the ranks
/// of B and C may save a layer.
fn assert_theorem<F: ExactField>(matrix: &DMatrix<F>, partition: Partition, seed: u64) {
    for mode in modes_of(&F::determinant(matrix)) {
        for strategy in STRATEGIES {
            factored(matrix, partition, mode, strategy, seed);
        }
    }
    let unimodular = made_unimodular(matrix, seed as usize % matrix.ncols());
    factored(&unimodular, partition, Mode::Additive, Strategy::Small, seed);
    let fewest = factored(&unimodular, partition, Mode::Additive, Strategy::Fewest, seed);
    let Blocks { b, c, .. } = Blocks::of(&unimodular, partition.first);
    if rank(&b).max(rank(&c)) >= remainder(partition) && partition.first != partition.second {
        assert!(fewest.flow.layers().len() < bound(partition), "{partition:?}: {unimodular}");
    }
}

/// j = d2 − (m − 1)·d1.
fn remainder(Partition { first, second }: Partition) -> usize {
    let (shorter, longer) = (first.min(second), first.max(second));
    longer - (longer.div_ceil(shorter) - 1) * shorter
}

fn assert_families<F: ExactField>(shorter: std::ops::RangeInclusive<usize>, seed: u64) {
    for partition in partitions().filter(|p| shorter.contains(&p.first.min(p.second))) {
        let mut draw = Draw::new(seed, Height::Integers);
        for matrix in families::<F>(partition, &mut draw) {
            assert_theorem(&matrix, partition, draw.seed());
        }
    }
}

#[test]
fn families_over_the_rationals() {
    assert_families::<Rational>(1..=4, 1);
}

#[test]
fn families_over_prime_fields_with_more_elements_than_the_shorter_half() {
    assert_families::<Fp<5>>(1..=4, 2);
    assert_families::<Fp<7>>(1..=4, 3);
    assert_families::<Fp<11>>(1..=4, 4);
}

#[test]
fn one_coordinate_against_the_rest_over_the_smallest_fields() {
    assert_families::<Fp<2>>(1..=1, 5);
    assert_families::<Fp<3>>(1..=2, 6);
}

/// The invertible matrix whose entries are the digits of `index` to the base P, if it is one.
fn invertible_of_digits<const P: u64>(size: usize, mut index: u64) -> Option<DMatrix<Fp<P>>> {
    let matrix = DMatrix::from_fn(size, size, |_, _| {
        let digit = index % P;
        index /= P;
        Fp::new(digit)
    });
    ExactField::determinant(&matrix).inverse().map(|_| matrix)
}

fn assert_group<const P: u64>(partition: Partition) -> usize {
    let size = partition.size();
    let all = 0..P.pow((size * size) as u32);
    let members = all.filter_map(|index| invertible_of_digits::<P>(size, index));
    members.map(|matrix| assert_theorem(&matrix, partition, 0)).count()
}

#[test]
fn every_matrix_of_the_small_groups() {
    for partition in [partition(1, 2), partition(2, 1)] {
        assert_eq!(assert_group::<2>(partition), 168);
        assert_eq!(assert_group::<3>(partition), 11_232);
    }
    assert_eq!(assert_group::<2>(partition(1, 3)), 20_160);
}

proptest! {
    #![proptest_config(configuration(96, "theorems/regressions/unequal_halves.txt"))]

    #[test]
    fn random_integers(([first, second], matrix) in with_lengths(4, 9, Height::Integers), seed in any::<u64>()) {
        for partition in [partition(first, second), partition(second, first)] {
            assert_theorem(&matrix, partition, seed);
        }
    }

    #[test]
    fn random_fractions(([first, second], matrix) in with_lengths(3, 6, Height::Fractions), seed in any::<u64>()) {
        assert_theorem(&matrix, partition(first, second), seed);
    }

    #[test]
    fn certificates_survive_the_way_through_bytes(
        ([first, second], matrix) in with_lengths(3, 5, Height::Fractions),
    ) {
        let partition = partition(first, second);
        let found = factored(&matrix, partition, Mode::Signed, Strategy::Small, 0);
        let mut bytes = Vec::new();
        write(&unequal::certify(&matrix, Mode::Signed, &found.flow).into(), &mut bytes).expect("a vector takes every byte");
        prop_assert!(check_bytes(&bytes).is_ok());
    }

    #[test]
    fn a_product_of_at_most_three_additive_couplings_is_read_off(
        first in 1..=4_usize, second in 1..=6_usize, layers in 0..=3_usize, seed in any::<u64>(),
    ) {
        let mut draw = Draw::new(seed, Height::Integers);
        let flow = word::<Rational>(&mut draw, partition(first, second), layers);
        for strategy in STRATEGIES {
            let found = factored(&flow.matrix(), flow.partition(), Mode::Additive, strategy, seed);
            prop_assert!(found.flow.layers().len() <= layers);
        }
    }

    #[test]
    fn the_same_seed_gives_the_same_layers_with_one_thread_and_with_two(
        ([first, second], matrix) in with_lengths(3, 6, Height::Integers), seed in any::<u64>(),
    ) {
        for strategy in STRATEGIES {
            let construct = || unequal::construct(&matrix, partition(first, second), Mode::Signed, strategy, seed);
            let pools = [1, 2].map(|threads| rayon::ThreadPoolBuilder::new().num_threads(threads).build());
            for pool in pools {
                let pool = pool.expect("one or two threads are available");
                prop_assert_eq!(pool.install(construct), construct());
            }
        }
    }
}

/// 2m + 2 layers for matrices without structure, where m ≥ 2 and d1 ≥ 2: as many as diag(A, D) without eigenvalue 1 needs.
#[test]
fn dense_matrices_in_two_layers_less_than_the_bound() {
    for partition in partitions().filter(|p| p.first != p.second && p.first.min(p.second) > 1) {
        let mut draw = Draw::new(7, Height::Integers);
        let matrix = made_unimodular(&draw.invertible::<Rational>(partition.size()), 0);
        let found = factored(&matrix, partition, Mode::Additive, Strategy::Fewest, 0);
        assert_eq!(found.flow.layers().len() + 2, bound(partition), "{partition:?}");
    }
}

fn error<F: ExactField>(matrix: &DMatrix<F>, partition: Partition, mode: Mode) -> LinearError {
    let [small, fewest] = STRATEGIES
        .map(|strategy| unequal::construct(matrix, partition, mode, strategy, 0).map(|found| found.route));
    assert_eq!(small, fewest);
    small.expect_err("the matrix has no such factorization")
}

#[test]
fn halves_that_do_not_make_up_the_matrix_are_rejected() {
    let matrix = DMatrix::<Rational>::identity(5, 5);
    for (first, second) in [(0, 5), (5, 0), (2, 2), (3, 3), (usize::MAX, 6)] {
        let expected = LinearError::Partition { first, second, size: 5 };
        assert_eq!(error(&matrix, partition(first, second), Mode::Signed), expected);
    }
    let rectangle = DMatrix::from_element(2, 3, Rational::from(1));
    let expected = LinearError::NotSquare { rows: 2, columns: 3 };
    assert_eq!(error(&rectangle, partition(1, 1), Mode::Signed), expected);
}

#[test]
fn what_the_mode_does_not_reach_is_rejected() {
    let mut matrix = DMatrix::<Rational>::identity(3, 3);
    matrix[(0, 0)] = Rational::from(-2);
    let partition = partition(1, 2);
    let determinant = "-2".to_owned();
    let expected = LinearError::DeterminantNotOne { determinant: determinant.clone() };
    assert_eq!(error(&matrix, partition, Mode::Additive), expected);
    assert_eq!(
        error(&matrix, partition, Mode::Positive),
        LinearError::DeterminantNotPositive { determinant }
    );
    assert_eq!(error(&matrix, partition, Mode::Singular), LinearError::SingularMode);
    matrix[(0, 0)] = Rational::new();
    assert_eq!(error(&matrix, partition, Mode::Signed), LinearError::Singular { rank: 2, size: 3 });
    let residues = DMatrix::<Fp<5>>::identity(3, 3);
    assert_eq!(error(&residues, partition, Mode::Positive), LinearError::NoOrder { order: 5 });
}

fn assert_too_small<const P: u64>(half: usize) {
    let size = 2 * half + 1;
    let reversal = permutation::matrix::<Fp<P>>(&(0..size).rev().collect::<Vec<_>>(), |_| false);
    let expected = LinearError::FieldTooSmall { order: P, size, half };
    for partition in [partition(half, half + 1), partition(half + 1, half)] {
        assert_eq!(error(&reversal, partition, Mode::Signed), expected);
    }
    let smaller = permutation::matrix::<Fp<P>>(&(0..size).rev().collect::<Vec<_>>(), |_| false);
    assert_theorem(&smaller, partition(P as usize - 1, size + 1 - P as usize), 0);
}

#[test]
fn a_field_with_as_many_elements_as_the_shorter_half_is_too_small() {
    assert_too_small::<2>(2);
    assert_too_small::<3>(3);
    assert_too_small::<5>(5);
}
