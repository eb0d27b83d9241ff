//! **The minimal number of layers of a given matrix.** A word of at most four layers in additive mode, with halves of any
//! lengths for up to three and of one length for four, over any field, and of at most three layers in the other modes, is
//! either made or excluded with a reason. Whatever the length and the mode, it is never both; and the bounds agree with
//! Theorem 1.
//!
//! Proof idea: up to three layers the shifts are solutions of linear equations; four layers are a similarity problem, solved on
//! the generalized eigenspaces of 0, of 1 (Flanders' theorem) and of the rest. The other side, with its certificates, is in
//! lower_bounds.rs.

mod common;

use common::judge::{assert_scales, made_unimodular, modes_of};
use common::strategies::configuration;
use common::{Draw, Family, Height};
use flowcert::coupling::{Half, Mode, Partition};
use flowcert::linear::minimal::{self, Bounds, construct};
use flowcert::linear::six::{self, Strategy};
use flowcert::linear::{lower_bound, unequal};
use flowcert::matrix::exact::ExactField;
use flowcert::matrix::{Blocks, DMatrix};
use flowcert::scalar::{Field, Fp, Rational};
use flowcert_check::{Verified, check};
use proptest::prelude::*;

const HALVES: [Half; 2] = [Half::First, Half::Second];

/// Whether the word is made and whether it is excluded; what is made is what it says, and what is excluded is verified.
fn made_and_excluded<F: ExactField>(
    matrix: &DMatrix<F>,
    partition: Partition,
    mode: Mode,
    length: usize,
    leading: Half,
) -> [bool; 2] {
    let case =
        || format!("{length} from {leading:?}, {partition:?}, {mode}, over {:?}: {matrix}", F::order());
    let made = construct(matrix, partition, mode, length, leading, 0);
    if let Some(flow) = &made {
        assert!(flow.matrix() == *matrix, "{}", case());
        let last = flow.layers().last();
        let shift = usize::from(last.is_some_and(|last| last.writes != leading));
        assert!(flow.layers().len() + shift <= length, "{}", case());
        assert_scales(flow, mode, &case);
    }
    let excluded = lower_bound::exclude(matrix, partition, mode, length, leading)
        .unwrap_or_else(|error| panic!("{error}: {}", case()));
    assert!(made.is_none() || excluded.is_none(), "both made and excluded: {}", case());
    [made.is_some(), excluded.is_some()]
}

#[track_caller]
fn assert_decided<F: ExactField>(matrix: &DMatrix<F>, partition: Partition, mode: Mode) {
    let equal = partition.first == partition.second;
    for length in 1..=5 {
        for leading in HALVES {
            let [made, excluded] = made_and_excluded(matrix, partition, mode, length, leading);
            let complete = length <= 3 || (length == 4 && mode == Mode::Additive && equal);
            assert!(
                !complete || made != excluded,
                "{length} from {leading:?}, {mode}, over {:?}, made: {made}: {matrix}",
                F::order()
            );
        }
    }
}

/// The bounds of the matrix, and that their certificates are verified.
fn bounded<F: ExactField>(matrix: &DMatrix<F>, partition: Partition, mode: Mode) -> Bounds<F> {
    let case = || format!("{partition:?}, {mode}, over {:?}: {matrix}", F::order());
    let bounds =
        minimal::bounds(matrix, partition, mode, 0).unwrap_or_else(|error| panic!("{error}: {}", case()));
    assert!(bounds.lower() <= bounds.upper(), "{}", case());
    let certificates = bounds.certify(matrix, mode);
    assert_eq!(certificates.len(), if bounds.is_decided() { 1 } else { 2 });
    for certificate in &certificates {
        match check(certificate).unwrap_or_else(|rejection| panic!("{rejection}: {}", case())) {
            Verified::MinimalLayers(_) => assert!(bounds.is_decided()),
            Verified::Factorization(verified) => assert_eq!(verified.layers, bounds.upper()),
            Verified::LowerBound(_) => {}
            other => panic!("{other} was not asked for"),
        }
    }
    if !bounds.is_decided() {
        assert!(!bounds.undecided.is_empty(), "undecided, but every word is decided: {}", case());
    }
    bounds
}

/// A structured matrix of determinant 1 with halves of length `half`.
fn structured<F: ExactField>(half: usize, kind: usize, draw: &mut Draw) -> DMatrix<F> {
    let size = 2 * half;
    let matrix = match kind {
        0..=5 => return draw.flow(half, kind, Mode::Additive).matrix(),
        6 => {
            // C of rank 1.
            let mut blocks = Blocks::of(&draw.invertible::<F>(size), half);
            blocks.c = F::multiply(&draw.matrix(half, 1), &draw.matrix(1, half));
            blocks.join()
        }
        7 => Family::BlockTriangular.member(half, draw),
        8 => Family::BlockDiagonal.member(half, draw),
        9 => Family::ConjugatedJordan.member(half, draw),
        10 => Family::Jordan.member(half, draw),
        11 => Family::SignedPermutation.member(half, draw),
        12 => Family::Companion.member(half, draw),
        13 => Family::BlockAntidiagonal.member(half, draw),
        _ => Family::BlockRanks.member(half, draw),
    };
    if F::determinant(&matrix).is_zero() {
        return draw.flow(half, 4, Mode::Additive).matrix();
    }
    made_unimodular(&matrix, draw.below(size))
}

/// Over F_2 a random number is 0 or 1 as over any other field; the determinant is 1 if it is not 0.
fn assert_structured<F: ExactField>(half: usize, kind: usize, seed: u64) {
    let mut draw = Draw::new(seed, Height::Integers);
    let matrix = structured::<F>(half, kind, &mut draw);
    assert_decided(&matrix, Partition::halves(half), Mode::Additive);
    let bounds = bounded(&matrix, Partition::halves(half), Mode::Additive);
    if kind <= 5 {
        assert!(bounds.upper() <= kind, "{kind} layers were multiplied: {matrix}");
    }
    if bounds.upper() <= 4 {
        assert!(bounds.is_decided(), "{matrix}");
    }
    if let Ok(found) = six::construct(&matrix, Mode::Additive, Strategy::Fewest, 0) {
        let layers = found.flow.layers().len();
        assert!(bounds.lower() <= layers && bounds.upper() <= layers, "{layers}: {matrix}");
    }
}

proptest! {
    #![proptest_config(configuration(128, "theorems/regressions/minimal_layers.txt"))]

    #[test]
    fn structured_over_f_2(half in 1..=4_usize, kind in 0..15_usize, seed in any::<u64>()) {
        assert_structured::<Fp<2>>(half, kind, seed);
    }

    #[test]
    fn structured_over_f_3(half in 1..=4_usize, kind in 0..15_usize, seed in any::<u64>()) {
        assert_structured::<Fp<3>>(half, kind, seed);
    }

    #[test]
    fn structured_over_f_101(half in 1..=4_usize, kind in 0..15_usize, seed in any::<u64>()) {
        assert_structured::<Fp<101>>(half, kind, seed);
    }

    #[test]
    fn structured_over_q(half in 1..=4_usize, kind in 0..15_usize, seed in any::<u64>()) {
        assert_structured::<Rational>(half, kind, seed);
    }

    #[test]
    fn every_mode(half in 1..=3_usize, kind in 0..15_usize, seed in any::<u64>()) {
        let mut draw = Draw::new(seed, Height::Integers);
        let mut matrix = structured::<Rational>(half, kind, &mut draw);
        let factor = draw.nonzero::<Rational>();
        for entry in &mut matrix.column_mut(draw.below(2 * half)) {
            *entry = entry.times(&factor);
        }
        for mode in modes_of(&ExactField::determinant(&matrix)) {
            assert_decided(&matrix, Partition::halves(half), mode);
            let bounds = bounded(&matrix, Partition::halves(half), mode);
            prop_assert!(bounds.upper() <= 6);
            prop_assert!(half > 2 || bounds.is_decided(), "{mode}: {matrix}");
        }
    }

    #[test]
    fn products_of_few_couplings(half in 1..=3_usize, layers in 0..=5_usize, seed in any::<u64>()) {
        let mut draw = Draw::new(seed, Height::Integers);
        for mode in [Mode::Positive, Mode::Signed] {
            let flow = draw.flow::<Rational>(half, layers, mode);
            let matrix = flow.matrix();
            let bounds = bounded(&matrix, Partition::halves(half), mode);
            prop_assert!(bounds.lower() <= flow.layers().len(), "{mode}: {matrix}");
            if flow.layers().len() <= 3 || half <= 2 {
                prop_assert!(bounds.upper() <= flow.layers().len() && bounds.is_decided(), "{mode}: {matrix}");
            }
            for (length, leading) in (flow.layers().len()..=5).flat_map(|n| HALVES.map(|leading| (n, leading))) {
                if flow.layers().last().is_some_and(|last| last.writes == leading) {
                    let [made, excluded] =
                        made_and_excluded(&matrix, Partition::halves(half), mode, length, leading);
                    prop_assert!(!excluded && (made || length == 4 && half > 2), "{length}, {mode}: {matrix}");
                }
            }
        }
    }

    #[test]
    fn unequal_halves(first in 1..=3_usize, second in 1..=4_usize, layers in 0..=5_usize, seed in any::<u64>()) {
        let partition = Partition { first, second };
        let mut draw = Draw::new(seed, Height::Integers);
        let matrix = few_layers::<Rational>(partition, layers, &mut draw);
        assert_decided(&matrix, partition, Mode::Additive);
        let bounds = bounded(&matrix, partition, Mode::Additive);
        prop_assert!(bounds.lower() <= layers);
        prop_assert!(layers > 4 || bounds.upper() <= layers, "{layers}: {matrix}");
        prop_assert!(bounds.upper() <= unequal::bound(partition));
        let matrix = few_layers::<Fp<3>>(partition, layers, &mut draw);
        assert_decided(&matrix, partition, Mode::Additive);
        prop_assert!(bounded(&matrix, partition, Mode::Additive).lower() <= layers);
    }
}

/// A product of additive layers.
fn few_layers<F: ExactField>(partition: Partition, layers: usize, draw: &mut Draw) -> DMatrix<F> {
    let mut flow = flowcert::coupling::Flow::identity(partition);
    let mut writes = if draw.coin() { Half::First } else { Half::Second };
    for _ in 0..layers {
        let shift = draw.matrix(partition.length(writes), partition.length(writes.other()));
        flow.push(flowcert::coupling::Layer::additive(writes, shift));
        writes = writes.other();
    }
    flow.matrix()
}

#[test]
fn theorem_2_has_its_witnesses() {
    for half in 2..=5 {
        for mode in [Mode::Additive, Mode::Positive, Mode::Signed] {
            let matrix = lower_bound::witness(mode, half).expect("every d from 2 on has one");
            let bounds = bounded(&matrix, Partition::halves(half), mode);
            assert_eq!((bounds.lower(), bounds.upper()), (6, 6), "{mode}: {matrix}");
        }
    }
}

#[test]
fn a_field_too_small_for_theorem_1_has_bounds_all_the_same() {
    let mut draw = Draw::new(1, Height::Integers);
    for half in 2..=4 {
        for _ in 0..20 {
            let matrix = draw.invertible::<Fp<2>>(2 * half);
            let bounds = bounded(&matrix, Partition::halves(half), Mode::Additive);
            assert!(bounds.upper() <= 6, "{matrix}");
        }
    }
}

/// diag(2, 1/2) with halves of one coordinate: four layers.
#[test]
fn one_coordinate_each() {
    let matrix = DMatrix::from_row_slice(2, 2, &[(2, 1), (0, 1), (0, 1), (1, 2)].map(Rational::from));
    let bounds = bounded(&matrix, Partition::halves(1), Mode::Additive);
    assert_eq!((bounds.lower(), bounds.upper()), (4, 4));
    let best = lower_bound::best(&matrix, Partition::halves(1), Mode::Additive).expect("determinant 1");
    assert_eq!(best.layers_needed, 4);
    for mode in [Mode::Positive, Mode::Signed] {
        assert_eq!(bounded(&matrix, Partition::halves(1), mode).upper(), 2);
    }
}

#[test]
fn errors_are_those_of_the_input() {
    let matrix = DMatrix::from_row_slice(2, 2, &[1, 2, 2, 4].map(Rational::from));
    assert!(minimal::bounds(&matrix, Partition::halves(1), Mode::Signed, 0).is_err());
    let matrix = DMatrix::<Rational>::identity(3, 3);
    assert!(minimal::bounds(&matrix, Partition::halves(1), Mode::Additive, 0).is_err());
    let identity = DMatrix::<Rational>::identity(4, 4);
    let bounds = minimal::bounds(&identity, Partition::halves(2), Mode::Additive, 0).expect("no layers");
    assert_eq!((bounds.lower(), bounds.upper()), (0, 0));
    for certificate in bounds.certify(&identity, Mode::Additive) {
        assert!(check(&certificate).is_ok());
    }
    assert!(construct(&identity, Partition::halves(2), Mode::Additive, 0, Half::First, 0).is_some());
}

/// Structured matrices over ℚ, d = 2 … 5, of determinant 1 and 2: how many are decided.
#[test]
#[ignore = "long: run with `cargo test --test minimal_layers -- --ignored --nocapture`"]
fn ten_thousand_structured_matrices() {
    const EACH: u64 = 10_000 / (KINDS.len() as u64 * 8);
    let mut total = [0; 2];
    for (kind, name) in KINDS {
        for half in 2..=5_usize {
            for mode in [Mode::Additive, Mode::Positive] {
                let mut counts = [0; 2];
                let mut least = [0; 7];
                for seed in 0..EACH {
                    let mut draw = Draw::new(seed, Height::Integers);
                    let mut matrix = structured::<Rational>(half, kind, &mut draw);
                    if mode == Mode::Positive {
                        for entry in &mut matrix.column_mut(draw.below(2 * half)) {
                            *entry = entry.times(&Rational::from(2));
                        }
                    }
                    let bounds = bounded(&matrix, Partition::halves(half), mode);
                    counts[usize::from(bounds.is_decided())] += 1;
                    if bounds.is_decided() {
                        least[bounds.upper()] += 1;
                    }
                }
                let [undecided, decided] = counts;
                println!(
                    "{name:22} d = {half} {mode:8}  decided {decided:4}  undecided {undecided:4}  by layers {least:?}"
                );
                total[0] += undecided;
                total[1] += decided;
            }
        }
    }
    println!("{} decided, {} undecided", total[1], total[0]);
}

/// The kinds of [`structured`] that have names.
const KINDS: [(usize, &str); 10] = [
    (4, "four layers"),
    (5, "five layers"),
    (6, "rank-one C"),
    (7, "block triangular"),
    (8, "block diagonal"),
    (9, "Jordan, conjugated"),
    (10, "Jordan"),
    (11, "signed permutation"),
    (12, "companion"),
    (14, "blocks of low rank"),
];
