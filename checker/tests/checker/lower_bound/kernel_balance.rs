//! `kernel-balance`: scales on the kernels that do not balance.

use flowcert_check::{LowerBound, Rule};

use super::support::{Row, both, bound, each, matrix, mirrored, over, positive, rejected, signed};

fn balance(h: &[&str]) -> Rule {
    Rule::KernelBalance { h: matrix(h) }
}

/// [0 I; C 0]: Σ H_ii·γ1_i + Σ (C·H)_kk / γ2_k = 0 for LULU, Σ H_ii·γ2_i + Σ (H·C)_kk / γ1_k = 0 for ULUL.
fn exchanged(c: [&str; 2], h: &[&str]) -> LowerBound {
    let lower = c.map(|row| format!("{row} 0 0"));
    let [upper, next] = &lower;
    bound([2, 2], matrix(&["0 0 1 0", "0 0 0 1", upper, next]), 5, each(balance(h), balance(h)))
}

const CORNER: [&str; 2] = ["1 0", "0 0"];
const EYE: [&str; 2] = ["1 0", "0 1"];

#[test]
fn exchanges_of_the_halves() {
    mirrored(
        "kernel-balance",
        [
            Row {
                truth: "positive: the exchange of the halves",
                true_one: positive(exchanged(EYE, &CORNER)),
                forgery: "positive: with one sign changed it is four layers",
                forged: positive(exchanged(["-1 0", "0 -1"], &CORNER)),
                code: "reason-fails",
            },
            Row {
                truth: "positive: all of H",
                true_one: positive(exchanged(EYE, &EYE)),
                forgery: "positive: H = 0",
                forged: positive(exchanged(EYE, &["0 0", "0 0"])),
                code: "reason-fails",
            },
            Row {
                truth: "signed: C has an entry where the diagonal has none",
                true_one: signed(exchanged(["0 1", "-1 0"], &["0 1", "0 0"])),
                forgery: "signed: two terms, which scales of both signs balance",
                forged: signed(exchanged(EYE, &CORNER)),
                code: "reason-fails",
            },
            Row {
                truth: "signed over F_3",
                true_one: over(3, signed(exchanged(["0 1", "2 0"], &["0 1", "0 0"]))),
                forgery: "signed over F_3: no terms",
                forged: over(3, signed(exchanged(EYE, &["0 1", "0 0"]))),
                code: "reason-fails",
            },
            Row {
                truth: "additive: 1 - 2 is not 0",
                true_one: exchanged(["-2 0", "0 -1/2"], &CORNER),
                forgery: "additive: 1 - 1 is",
                forged: exchanged(["-1 0", "0 -1"], &CORNER),
                code: "reason-fails",
            },
            Row {
                truth: "positive: a negative multiplier beside a larger one, C·H = H",
                true_one: positive(exchanged(EYE, &["1 5", "0 1"])),
                forgery: "positive: the signs of H mixed",
                forged: positive(exchanged(EYE, &["1 0", "0 -1"])),
                code: "reason-fails",
            },
        ],
    );
}

#[test]
fn kernels() {
    let rows = ["0 0 1 0", "0 1 0 0", "2 0 0 0", "0 0 0 1"];
    let of = |h: &[&str]| signed(bound([2, 2], matrix(&rows), 5, each(balance(h), balance(&CORNER))));
    rejected(
        "kernel-balance",
        [
            ("A·H is not 0", of(&["1 0", "1 0"]), "hypothesis"),
            ("H·A is not 0", of(&["1 1", "0 0"]), "hypothesis"),
            ("two terms", of(&CORNER), "reason-fails"),
            (
                "both words",
                positive(LowerBound { reasons: both(balance(&CORNER)), ..exchanged(EYE, &CORNER) }),
                "rule-not-applicable",
            ),
            (
                "three layers",
                positive(LowerBound { layers_needed: 4, ..exchanged(EYE, &CORNER) }),
                "rule-not-applicable",
            ),
            ("H of another shape", positive(exchanged(EYE, &["1 0 0", "0 0 0"])), "shape"),
        ],
    );
    // The exchange has B = C = I: its square is a product as well, and A·H = 0 for no H but 0 there.
    rejected(
        "kernel-balance",
        [(
            "A invertible",
            positive(bound(
                [2, 2],
                matrix(&["2 0 1 0", "0 2 0 1", "1 0 1 0", "0 1 0 1"]),
                5,
                each(balance(&CORNER), balance(&CORNER)),
            )),
            "hypothesis",
        )],
    );
}
