//! `kernel-system`: Fredholm multipliers for a singular A.

use flowcert_check::{LowerBound, Rule};

use super::support::{Row, both, bound, each, matrix, mirrored, over, positive, rejected};

fn system(f: &[&str], g: &[&str], h: &[&str]) -> Rule {
    Rule::KernelSystem { f: matrix(f), g: matrix(g), h: matrix(h) }
}

const ZERO: [&str; 2] = ["0 0", "0 0"];
const CORNER: [&str; 2] = ["1 0", "0 0"];

/// [0 I; C 0] with C = diag(first, second).
fn exchanged(first: &str, second: &str, l: Rule, u: Rule) -> LowerBound {
    let (upper, lower) = (format!("{first} 0 0 0"), format!("0 {second} 0 0"));
    bound([2, 2], matrix(&["0 0 1 0", "0 0 0 1", &upper, &lower]), 5, each(l, u))
}

/// A = 0 asks for c = C and B·c = −I: not so if B·C ≠ −I.
fn l() -> Rule {
    system(&ZERO, &["-1 0", "0 0"], &CORNER)
}

/// With the halves exchanged, B and C have exchanged their names.
fn u() -> Rule {
    system(&ZERO, &["2 0", "0 0"], &CORNER)
}

#[test]
fn exchanges() {
    mirrored(
        "kernel-system",
        [
            Row {
                truth: "B·C is not -I",
                true_one: exchanged("-2", "-1/2", l(), u()),
                forgery: "B·C = -I: four layers suffice",
                forged: exchanged("-1", "-1", l(), system(&ZERO, &CORNER, &CORNER)),
                code: "reason-fails",
            },
            Row {
                truth: "over F_7",
                true_one: over(7, exchanged("5", "3", system(&ZERO, &["6 0", "0 0"], &CORNER), u())),
                forgery: "over F_7, B·C = -I",
                forged: over(7, exchanged("6", "6", system(&ZERO, &["6 0", "0 0"], &CORNER), u())),
                code: "reason-fails",
            },
            Row {
                truth: "twice the multipliers",
                true_one: exchanged("-2", "-1/2", system(&ZERO, &["-2 0", "0 0"], &["2 0", "0 0"]), u()),
                forgery: "one multiplier off by one",
                forged: exchanged("-2", "-1/2", system(&ZERO, &["-1 0", "0 0"], &["2 0", "0 0"]), u()),
                code: "hypothesis",
            },
            Row {
                truth: "multipliers of the other coordinate",
                true_one: exchanged("-2", "-1/2", system(&ZERO, &["0 0", "0 -1"], &["0 0", "0 1"]), u()),
                forgery: "the reasons of the words exchanged",
                forged: exchanged("-2", "-1/2", u(), l()),
                code: "hypothesis",
            },
            Row {
                truth: "any F, since A = 0 and W = 0",
                true_one: exchanged("-2", "-1/2", system(&["7 1/2", "0 3"], &["-1 0", "0 0"], &CORNER), u()),
                forgery: "multipliers that are 0",
                forged: exchanged("-2", "-1/2", system(&ZERO, &ZERO, &ZERO), u()),
                code: "reason-fails",
            },
        ],
    );
}

#[test]
fn kernels() {
    // A = diag(0, 1): G has its columns and H its rows in the kernels.
    let rows = ["0 0 1 0", "0 1 0 0", "-2 0 0 0", "0 0 0 1/2"];
    let of = |l: Rule| bound([2, 2], matrix(&rows), 5, each(l, system(&ZERO, &["2 0", "0 0"], &CORNER)));
    mirrored(
        "kernel-system",
        [
            Row {
                truth: "A of rank 1",
                true_one: of(system(&ZERO, &["-1 0", "0 0"], &CORNER)),
                forgery: "G outside of the kernel of A",
                forged: of(system(&["0 0", "0 1"], &["-1 0", "0 1"], &CORNER)),
                code: "hypothesis",
            },
            Row {
                truth: "A of rank 1, negated",
                true_one: of(system(&ZERO, &["1 0", "0 0"], &["-1 0", "0 0"])),
                forgery: "H outside of the left kernel of A",
                forged: of(system(&ZERO, &["-1 0", "0 0"], &["1 1", "0 0"])),
                code: "hypothesis",
            },
        ],
    );
    rejected(
        "kernel-system",
        [
            ("positive", positive(exchanged("-2", "-1/2", l(), u())), "rule-not-applicable"),
            (
                "both words",
                LowerBound { reasons: both(l()), ..exchanged("-2", "-1/2", l(), u()) },
                "rule-not-applicable",
            ),
            (
                "five layers",
                LowerBound { layers_needed: 6, ..exchanged("-2", "-1/2", l(), u()) },
                "rule-not-applicable",
            ),
            ("H of another shape", exchanged("-2", "-1/2", system(&ZERO, &CORNER, &["1"]), u()), "shape"),
        ],
    );
}
