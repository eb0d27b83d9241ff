//! `lone-principal-minor`: a trace that is 0 and one that is not.

use flowcert_check::{LowerBound, Rule};

use super::support::{Row, both, bound, diagonal_blocks, each, mirrored, over, positive, rejected, signed};

const R90: [&str; 2] = ["0 -1", "1 0"];
/// Its inverse is [1 −1; 1 0], with one entry on the diagonal.
const SIXTH: [&str; 2] = ["0 1", "-1 1"];

fn of(u: &[&str], v: &[&str], k: usize) -> LowerBound {
    signed(bound([2, 2], diagonal_blocks(u, v), 6, both(Rule::LonePrincipalMinor { k })))
}

#[test]
fn block_diagonal() {
    let lone = |k| Rule::LonePrincipalMinor { k };
    mirrored(
        "lone-principal-minor",
        [
            Row {
                truth: "diagonals (0, 0) and (1, 0)",
                true_one: of(&R90, &SIXTH, 1),
                forgery: "the matrix changed: diagonals (0, 0) and (1, 2)",
                forged: of(&R90, &["2 1", "1 1"], 1),
                code: "reason-fails",
            },
            Row {
                truth: "the other way round",
                true_one: of(&SIXTH, &R90, 1),
                forgery: "two entries on the diagonal, which signed scales cancel",
                forged: of(&R90, &["1 0", "0 1"], 1),
                code: "reason-fails",
            },
            Row {
                truth: "positive",
                true_one: positive(of(&R90, &SIXTH, 1)),
                forgery: "additive, which has sharper rules",
                forged: LowerBound { mode: flowcert_check::Mode::Additive, ..of(&R90, &SIXTH, 1) },
                code: "rule-not-applicable",
            },
            Row {
                truth: "over F_5",
                true_one: over(5, of(&["0 4", "1 0"], &["0 1", "4 1"], 1)),
                forgery: "over F_5, the wrong size of minors",
                forged: over(5, of(&["0 4", "1 0"], &["0 1", "4 1"], 2)),
                code: "reason-fails",
            },
            Row {
                truth: "a reason for each word",
                true_one: signed(bound([2, 2], diagonal_blocks(&R90, &SIXTH), 6, each(lone(1), lone(1)))),
                forgery: "k = 0",
                forged: of(&R90, &SIXTH, 0),
                code: "out-of-range",
            },
        ],
    );
    rejected(
        "lone-principal-minor",
        [
            (
                "words of three layers",
                signed(bound([2, 2], diagonal_blocks(&R90, &SIXTH), 4, both(lone(1)))),
                "rule-not-applicable",
            ),
            (
                "unequal halves",
                signed(bound([1, 2], diagonal_blocks(&["1"], &R90), 6, both(lone(1)))),
                "rule-not-applicable",
            ),
        ],
    );
}

#[test]
fn minors_of_size_two() {
    // The 2 × 2 principal minors of a 3-cycle are 0; W has one: rows and columns 0 and 1 of diag(1, 1, 0) + …
    let cycle = ["0 0 1", "1 0 0", "0 1 0"];
    let lone = ["1 0 0", "0 0 1", "0 1 0"];
    let both_zero = ["0 1 0", "0 0 1", "1 0 0"];
    let of = |v: &[&str]| {
        signed(bound([3, 3], diagonal_blocks(&cycle, v), 6, both(Rule::LonePrincipalMinor { k: 2 })))
    };
    mirrored(
        "lone-principal-minor",
        [Row {
            truth: "a 3-cycle against a transposition, minors of size 2",
            true_one: of(&lone),
            forgery: "a 3-cycle against a 3-cycle",
            forged: of(&both_zero),
            code: "reason-fails",
        }],
    );
}
