//! **The least number of layers at length.** 10 000 structured matrices over ℚ, d = 2 … 5, in additive, positive and signed
//! mode: how many are decided, and every certificate verified from its bytes.
//!
//! Nothing but certificates counts: what is decided has six layers or fewer and reasons against fewer; what is not has both
//! bounds all the same.

mod common;

use std::collections::BTreeMap;

use common::judge::modes_of;
use common::structured::{KINDS, structured};
use common::{Draw, Height};
use flowcert::coupling::{Mode, Partition};
use flowcert::linear::minimal::bounds;
use flowcert::matrix::exact::ExactField;
use flowcert::scalar::{Field, Rational};
use rayon::prelude::*;

const CASES: u64 = 10_000;
const SEED: u64 = 20_261_125;

/// The mode, d, and the bounds.
type Found = (Mode, usize, [usize; 2]);

/// The bounds in each mode that reaches the matrix. A third of the matrices has determinant 1, the others any.
fn found(case: u64) -> Vec<Found> {
    let (half, kind) = (2 + (case % 4) as usize, (case / 4) as usize % KINDS);
    let mut draw = Draw::new(SEED + case, Height::Integers);
    let mut matrix = structured::<Rational>(half, kind, &mut draw);
    if case % 3 != 0 {
        let factor = draw.nonzero::<Rational>();
        for entry in &mut matrix.column_mut(draw.below(2 * half)) {
            *entry = entry.times(&factor);
        }
    }
    let of_mode = |mode: Mode| {
        let bounds = bounds(&matrix, Partition::halves(half), mode, 0).expect("in reach of the mode");
        for certificate in bounds.certify(&matrix, mode) {
            let mut bytes = Vec::new();
            flowcert_check::write(&certificate, &mut bytes).expect("a vector takes every byte");
            if let Err(rejection) = flowcert_check::check_bytes(&bytes) {
                panic!("case {case}, {mode}: {rejection}: {matrix}");
            }
        }
        (mode, half, [bounds.lower(), bounds.upper()])
    };
    modes_of(&Rational::determinant(&matrix)).into_iter().map(of_mode).collect()
}

#[test]
#[ignore = "ten thousand matrices, minutes"]
fn ten_thousand_structured_matrices() {
    let found: Vec<Found> = (0..CASES).into_par_iter().flat_map_iter(found).collect();
    let mut table: BTreeMap<(&str, usize), BTreeMap<[usize; 2], usize>> = BTreeMap::new();
    for (mode, half, bounds) in &found {
        *table.entry((mode.name(), *half)).or_default().entry(*bounds).or_default() += 1;
    }
    println!("seed {SEED}; mode, d: how often between a and b layers");
    for ((mode, half), counts) in &table {
        let undecided: usize = counts.iter().filter(|([a, b], _)| a != b).map(|(_, count)| count).sum();
        let all: usize = counts.values().sum();
        let texts = counts.iter().map(|([a, b], count)| {
            if a == b { format!("{a}: {count}") } else { format!("{a}–{b}: {count}") }
        });
        let texts = texts.collect::<Vec<_>>().join(", ");
        println!("{mode:8} d = {half}: {} of {all} decided; {texts}", all - undecided);
    }
    assert!(found.iter().all(|(_, _, [a, b])| a <= b && *b <= 6));
    assert!(found.iter().filter(|(_, half, _)| *half == 2).all(|(_, _, [a, b])| a == b), "d = 2 is settled");
    for layers in 0..=6 {
        assert!(found.iter().any(|(_, _, bounds)| *bounds == [layers; 2]), "{layers} layers never occur");
    }
}
