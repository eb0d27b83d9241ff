//! **Theorem 8 (six layers are needed).** In every mode, for every d ≥ 2, some 2d × 2d matrix is no product of five
//! couplings. For M = diag(u, v) in additive mode five are possible if and only if four are, if and only if u − I and
//! v⁻¹ − I have the same Jordan structure away from 0 and sorted block sizes at 0 that differ by at most 1.
//!
//! Proof idea: five couplings U(x)·(L U L U) need A − xC = I + bc and W + Rx = I + cb, with W the lower right block
//! of the inverse and R the one beside it. For C = 0 this is a condition on the blocks of M alone, and for B = 0 the
//! other word gives the same.
//!
//! Here: the witnesses; that every reason which is found is accepted by the checker; and that a product of k layers
//! is never said to need more than k. That nothing is missed where the rules are complete is in
//! `lower_bounds_complete.rs`.

mod common;

use common::judge::made_unimodular;
use common::sparse::{sparse_word, structured};
use common::strategies::configuration;
use common::unequal::{block_diagonal, partition, partitions};
use common::{Draw, Height};
use flowcert::coupling::{Half, Mode, Partition};
use flowcert::linear::six::{self, Strategy};
use flowcert::linear::{LinearError, lower_bound, unequal};
use flowcert::matrix::exact::ExactField;
use flowcert::matrix::{Blocks, DMatrix};
use flowcert::scalar::{Fp, Rational};
use flowcert_check::{Reasons, Rule, check_bytes, check_lower_bound, write};
use proptest::prelude::*;

const MODES: [Mode; 3] = [Mode::Additive, Mode::Positive, Mode::Signed];

/// The best lower bound, which the checker accepts.
fn verified<F: ExactField>(matrix: &DMatrix<F>, partition: Partition, mode: Mode) -> lower_bound::LowerBound {
    let bound =
        lower_bound::best(matrix, partition, mode).unwrap_or_else(|error| panic!("{error}: {matrix}"));
    let certificate = lower_bound::certify(matrix, partition, mode, bound.clone());
    let verified = check_lower_bound(&certificate)
        .unwrap_or_else(|rejection| panic!("{rejection}: {mode} {partition:?} {bound:?} {matrix}"));
    assert_eq!(verified.layers_needed, bound.layers_needed);
    bound
}

fn rationals<const N: usize>(size: usize, entries: [i64; N]) -> DMatrix<Rational> {
    DMatrix::from_row_slice(size, size, &entries.map(Rational::from))
}

#[test]
fn witnesses_need_six_layers_in_every_mode_for_d_from_2_to_16() {
    for half in 2..=16 {
        for mode in MODES {
            let matrix = lower_bound::witness(mode, half).expect("d is at least 2");
            let bound = verified(&matrix, Partition::halves(half), mode);
            assert_eq!(bound.layers_needed, 6, "{mode}, d = {half}");
            let Reasons::Both(rule) = bound.reasons else { panic!("one reason is enough: {bound:?}") };
            let expected = match (mode, half) {
                (Mode::Additive, _) => "invariant",
                (Mode::Positive, 2) => "principal-minor-signs",
                (Mode::Signed, 2) => "lone-principal-minor",
                _ => "non-real-roots",
            };
            assert_eq!(rule.name(), expected);
        }
    }
}

#[test]
fn witnesses_are_products_of_six_layers() {
    for half in 2..=4 {
        for mode in MODES {
            let matrix = lower_bound::witness(mode, half).expect("d is at least 2");
            let found = six::construct(&matrix, mode, Strategy::Small, 0).expect("Theorem 1");
            assert_eq!(found.flow.layers().len(), 6);
        }
    }
}

#[test]
fn the_certificate_of_a_witness_survives_the_way_through_bytes() {
    for mode in MODES {
        let matrix = lower_bound::witness(mode, 3).expect("d is at least 2");
        let halves = Partition::halves(3);
        let bound = lower_bound::best(&matrix, halves, mode).expect("in reach");
        let mut bytes = Vec::new();
        write(&lower_bound::certify(&matrix, halves, mode, bound).into(), &mut bytes).expect("memory");
        check_bytes(&bytes).expect("a lower bound that holds");
    }
}

/// An invertible block C, as small as one likes, makes five layers possible.
#[test]
fn witnesses_with_a_small_block_beside_the_diagonal_are_not_excluded() {
    for half in 2..=5 {
        for mode in MODES {
            let witness = lower_bound::witness(mode, half).expect("d is at least 2");
            let mut blocks = Blocks::of(&witness, half);
            let small = DMatrix::from_diagonal_element(half, half, Rational::from((1, 1000)));
            blocks = blocks.with_rows_added_to_second(&small);
            let bound = verified(&blocks.join(), Partition::halves(half), mode);
            assert!(bound.layers_needed <= 5, "{mode}, d = {half}: {bound:?}");
        }
    }
}

#[test]
fn no_witness_without_a_second_coordinate() {
    for mode in MODES {
        assert_eq!(lower_bound::witness(mode, 1), None);
        assert_eq!(lower_bound::bound(mode, Partition::halves(1)), None);
        assert_eq!(lower_bound::bound(mode, Partition::halves(2)), Some(6));
    }
    assert_eq!(lower_bound::witness(Mode::Singular, 3), None);
}

#[test]
fn unequal_witnesses_need_what_is_promised_and_no_more_than_suffices() {
    for partition in partitions().filter(|partition| partition.size() > 2) {
        for mode in MODES {
            let matrix = lower_bound::unequal_witness(mode, partition).expect("more than two coordinates");
            let promised = lower_bound::bound(mode, partition).expect("more than two coordinates");
            let found = verified(&matrix, partition, mode).layers_needed;
            assert_eq!(found, promised, "{mode} {partition:?}");
            assert!(found <= unequal::bound(partition), "{mode} {partition:?}");
            let [shorter, longer] =
                [partition.first.min(partition.second), partition.first.max(partition.second)];
            if mode == Mode::Additive && shorter != longer {
                let ratio = longer.div_ceil(shorter);
                let sharp = ratio == 2 && !(2 * shorter).is_multiple_of(longer - shorter);
                assert_eq!(sharp, [shorter, longer] == [4, 7], "{partition:?}");
                assert_eq!(found, 2 * ratio + if sharp { 4 } else { 2 });
            }
        }
    }
}

#[test]
fn long_halves_have_witnesses_too() {
    for (first, second) in [(1, 13), (2, 14), (12, 13), (13, 14), (14, 30)] {
        for mode in MODES {
            let partition = partition(first, second);
            let matrix = lower_bound::unequal_witness(mode, partition).expect("more than two coordinates");
            assert_eq!(
                Some(verified(&matrix, partition, mode).layers_needed),
                lower_bound::bound(mode, partition),
                "{mode} {partition:?}"
            );
        }
    }
}

/// −I needs 2m + 2 layers without negative scales, and two with them.
#[test]
fn minus_the_identity() {
    let (matrix, partition) = (-DMatrix::<Rational>::identity(8, 8), partition(3, 5));
    let layers = |mode| verified(&matrix, partition, mode).layers_needed;
    assert_eq!(MODES.map(layers), [6, 6, 2]);
}

/// The signs of the diagonals of A and W alone exclude L U L U, and yet the matrix is U L U L.
#[test]
fn one_word_excluded_is_not_a_bound() {
    let matrix = rationals(4, [-1, 8, 4, 2, -1, -1, 0, 1, 0, 2, 1, 0, 1, -2, -1, -1]);
    let halves = Partition::halves(2);
    let excluded =
        |leading| lower_bound::exclude(&matrix, halves, Mode::Positive, 4, leading).expect("in reach");
    assert_eq!(excluded(Half::Second), Some(Rule::PrincipalMinorSigns { k: 1 }));
    assert_eq!(excluded(Half::First), None);
    assert_eq!(verified(&matrix, halves, Mode::Positive).layers_needed, 4);
}

#[test]
fn what_no_word_reaches_is_an_error() {
    let halves = Partition::halves(2);
    let best =
        |matrix: &DMatrix<Rational>, partition, mode| lower_bound::best(matrix, partition, mode).unwrap_err();
    let mirror = rationals(4, [0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]);
    let determinant = || "-1".to_owned();
    assert_eq!(
        best(&mirror, halves, Mode::Additive),
        LinearError::DeterminantNotOne { determinant: determinant() }
    );
    assert_eq!(
        best(&mirror, halves, Mode::Positive),
        LinearError::DeterminantNotPositive { determinant: determinant() }
    );
    assert_eq!(best(&mirror, halves, Mode::Singular), LinearError::SingularMode);
    let other = partition(2, 3);
    assert_eq!(best(&mirror, other, Mode::Signed), LinearError::Partition { first: 2, second: 3, size: 4 });
    let singular = DMatrix::zeros(4, 4);
    assert_eq!(best(&singular, halves, Mode::Signed), LinearError::Singular { rank: 0, size: 4 });
    let over_f_5 = DMatrix::<Fp<5>>::identity(4, 4);
    let positive = lower_bound::best(&over_f_5, halves, Mode::Positive);
    assert_eq!(positive.unwrap_err(), LinearError::NoOrder { order: 5 });
}

/// Neither the bound nor a reason for the word itself.
fn assert_not_excluded<F: ExactField>(draw: &mut Draw, partition: Partition, layers: usize, mode: Mode) {
    let flow = sparse_word::<F>(draw, partition, layers, mode);
    let (matrix, layers) = (flow.matrix(), flow.layers().len());
    let bound = verified(&matrix, partition, mode);
    assert!(bound.layers_needed <= layers, "{mode} {partition:?} {bound:?}: {layers} layers make {matrix}");
    if let Some(last) = flow.layers().last() {
        for length in layers..=6 {
            let rule = lower_bound::exclude(&matrix, partition, mode, length, last.writes).expect("in reach");
            assert_eq!(rule, None, "{mode} {partition:?}: {layers} layers make {matrix}");
        }
    }
}

fn names(reasons: &Reasons) -> Vec<&'static str> {
    match reasons {
        Reasons::None => vec![],
        Reasons::Both(rule) => vec![rule.name()],
        Reasons::Each { starts_with_l, starts_with_u } => vec![starts_with_l.name(), starts_with_u.name()],
    }
}

/// A = W = 0, so that c must be C and −B⁻¹ at once.
#[test]
fn blocks_away_from_the_diagonal_need_five_layers_unless_they_are_opposite() {
    let halves = Partition::halves(2);
    let bound =
        verified(&rationals(4, [0, 0, 1, 0, 0, 0, 0, 1, -1, -1, 0, 0, 0, -1, 0, 0]), halves, Mode::Additive);
    assert_eq!((bound.layers_needed, names(&bound.reasons)), (5, vec!["kernel-system"; 2]));
    let opposite = rationals(4, [0, 0, 1, 0, 0, 0, 0, 1, -1, 0, 0, 0, 0, -1, 0, 0]);
    assert_eq!(verified(&opposite, halves, Mode::Additive).layers_needed, 3);
}

/// Every other rule stands in a certificate that the checker accepts.
#[test]
fn every_rule_is_found() {
    let mut found = std::collections::BTreeMap::new();
    for seed in 0..600 {
        let mut draw = Draw::new(seed, Height::Integers);
        let partition = partition(1 + draw.below(4), 1 + draw.below(4));
        let matrix = structured::<Rational>(&mut draw, partition);
        let unimodular = made_unimodular(&matrix, 0);
        let mut count = |bound: lower_bound::LowerBound| {
            for name in names(&bound.reasons) {
                *found.entry(name).or_insert(0) += 1;
            }
        };
        count(verified(&unimodular, partition, Mode::Additive));
        count(verified(&unimodular, partition, Mode::Positive));
        count(verified(&matrix, partition, Mode::Signed));
        let over_f_2 = structured::<Fp<2>>(&mut draw, partition);
        count(verified(&over_f_2, partition, Mode::Additive));
    }
    let all = [
        "blocks-at-one",
        "degrees",
        "invariant",
        "kernel-balance",
        "lone-principal-minor",
        "non-real-roots",
        "not-identity",
        "not-one-layer",
        "not-two-layers",
        "principal-minor-signs",
        "ranks",
        "three-layers",
    ];
    // `scalar-blocks` has its own matrices: unequal_halves_needed.rs.
    assert!(found.keys().copied().eq(all), "{found:?}");
}

proptest! {
    #![proptest_config(configuration(192, "theorems/regressions/lower_bounds.txt"))]

    #[test]
    fn a_product_of_k_layers_never_needs_more_than_k(
        (first, second) in (1..=3_usize, 1..=3_usize), layers in 0..=6_usize, seed in any::<u64>(),
    ) {
        let (mut draw, partition) = (Draw::new(seed, Height::Integers), partition(first, second));
        for mode in MODES {
            assert_not_excluded::<Rational>(&mut draw, partition, layers, mode);
        }
        for mode in [Mode::Additive, Mode::Signed] {
            assert_not_excluded::<Fp<2>>(&mut draw, partition, layers, mode);
            assert_not_excluded::<Fp<3>>(&mut draw, partition, layers, mode);
            assert_not_excluded::<Fp<5>>(&mut draw, partition, layers, mode);
        }
    }

    #[test]
    fn every_reason_is_accepted(
        (first, second) in (1..=5_usize, 1..=5_usize), seed in any::<u64>(),
    ) {
        let (mut draw, partition) = (Draw::new(seed, Height::Integers), partition(first, second));
        let matrix = structured::<Rational>(&mut draw, partition);
        verified(&matrix, partition, Mode::Signed);
        if Rational::determinant(&matrix) > 0 {
            verified(&matrix, partition, Mode::Positive);
        }
        verified(&made_unimodular(&matrix, draw.below(first + second)), partition, Mode::Additive);
        let matrix = structured::<Fp<3>>(&mut draw, partition);
        verified(&matrix, partition, Mode::Signed);
        verified(&made_unimodular(&matrix, 0), partition, Mode::Additive);
    }

    /// Five layers are possible exactly if four are, for block diagonal matrices.
    #[test]
    fn block_diagonal_matrices_need_six_as_soon_as_they_need_five(half in 2..=4_usize, seed in any::<u64>()) {
        let mut draw = Draw::new(seed, Height::Integers);
        let [u, v] = [(); 2].map(|()| draw.unimodular_integers::<Rational>(half));
        let bound = verified(&block_diagonal(u, v), Partition::halves(half), Mode::Additive);
        prop_assert_ne!(bound.layers_needed, 5);
    }
}
