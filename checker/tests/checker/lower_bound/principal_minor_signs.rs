//! `principal-minor-signs`: traces of opposite signs.

use flowcert_check::{LowerBound, Matrix, Rule};

use super::support::{
    Row, both, bound, diagonal_blocks, each, matrix, mirrored, over, positive, rejected, signed,
};

const R90: [&str; 2] = ["0 -1", "1 0"];
const IDENTITY: [&str; 2] = ["1 0", "0 1"];

fn of(u: &[&str], v: &[&str], k: usize) -> LowerBound {
    positive(bound([2, 2], diagonal_blocks(u, v), 6, both(Rule::PrincipalMinorSigns { k })))
}

/// Four layers, with B and C as they are.
fn four(rows: &[&str], l: usize, u: usize) -> LowerBound {
    let of = |k| Rule::PrincipalMinorSigns { k };
    positive(bound([2, 2], matrix(rows), 5, each(of(l), of(u))))
}

#[test]
fn block_diagonal() {
    mirrored(
        "principal-minor-signs",
        [
            Row {
                truth: "a quarter turn: trace 0 against a positive one",
                true_one: of(&R90, &IDENTITY, 1),
                forgery: "the matrix changed: both traces are positive",
                forged: of(&["1 -1", "1 0"], &IDENTITY, 1),
                code: "reason-fails",
            },
            Row {
                truth: "minus identity against the identity",
                true_one: of(&["-1 0", "0 -1"], &IDENTITY, 1),
                forgery: "the wrong size of minors: determinants agree in sign",
                forged: of(&["-1 0", "0 -1"], &IDENTITY, 2),
                code: "reason-fails",
            },
            Row {
                truth: "two swaps in one half: determinants agree, traces do not",
                true_one: positive(bound(
                    [2, 2],
                    diagonal_blocks(&["-1 0", "0 -2"], &["3 1", "0 1"]),
                    6,
                    both(Rule::PrincipalMinorSigns { k: 1 }),
                )),
                forgery: "minors of mixed signs",
                forged: positive(bound(
                    [2, 2],
                    diagonal_blocks(&["-1 0", "0 2"], &["-3 1", "0 1"]),
                    6,
                    both(Rule::PrincipalMinorSigns { k: 1 }),
                )),
                code: "reason-fails",
            },
            Row {
                truth: "positive",
                true_one: of(&R90, &IDENTITY, 1),
                forgery: "signed, where scales change the sign of the trace",
                forged: signed(of(&R90, &IDENTITY, 1)),
                code: "rule-not-applicable",
            },
            Row {
                truth: "minors of the inverse in the second half",
                true_one: of(&IDENTITY, &R90, 1),
                forgery: "all minors 0 on both sides",
                forged: of(&R90, &R90, 1),
                code: "reason-fails",
            },
        ],
    );
    rejected(
        "principal-minor-signs",
        [
            ("k = 0", of(&R90, &IDENTITY, 0), "out-of-range"),
            ("k beyond the dimension", of(&R90, &IDENTITY, 3), "out-of-range"),
            ("over F_5", over(5, of(&["0 4", "1 0"], &IDENTITY, 1)), "mode-violated"),
            (
                "unequal halves",
                positive(bound([1, 3], unequal(), 6, both(Rule::PrincipalMinorSigns { k: 1 }))),
                "rule-not-applicable",
            ),
        ],
    );
}

fn unequal() -> Matrix {
    diagonal_blocks(&["-1"], &["-1 0 0", "0 1 0", "0 0 1"])
}

/// The first pair alone misleads: this matrix is a product of four layers, ULUL.
const FIRST_PAIR_MISLEADS: [&str; 4] = ["-1 8 4 2", "-1 -1 0 1", "0 2 1 0", "1 -2 -1 -1"];

#[test]
fn four_layers() {
    // A = D = R90: traces 0; W = P = a matrix with a positive trace.
    mirrored(
        "principal-minor-signs",
        [Row {
            truth: "both words, B = 0",
            true_one: four(&["-1 0 0 0", "0 -1 0 0", "1 2 1 0", "3 4 0 1"], 1, 1),
            forgery: "the matrix whose first pair misleads",
            forged: four(&FIRST_PAIR_MISLEADS, 1, 1),
            code: "reason-fails",
        }],
    );
    let outcome = flowcert_check::check(&four(&FIRST_PAIR_MISLEADS, 1, 1).into());
    let place = outcome.expect_err("it is a product of four").to_string();
    assert!(place.starts_with("reasons.starts_with_U: "), "the first word is excluded: {place}");
    // Five layers peel one off, which changes A and W unless C = 0 for the one word and B = 0 for the other.
    let five = |rows: &[&str]| {
        let rule = || Rule::PrincipalMinorSigns { k: 1 };
        positive(bound([2, 2], matrix(rows), 6, each(rule(), rule())))
    };
    rejected(
        "principal-minor-signs",
        [
            (
                "five layers though C is not 0",
                five(&["-1 0 0 0", "0 -1 0 0", "1 2 1 0", "3 4 0 1"]),
                "hypothesis",
            ),
            (
                "five layers though B is not 0",
                five(&["-1 0 1 2", "0 -1 3 4", "0 0 1 0", "0 0 0 1"]),
                "hypothesis",
            ),
        ],
    );
}
