//! `non-real-roots`: cycles.

use flowcert_check::CycleIn::{Inverse, Matrix};
use flowcert_check::{LowerBound, Rule};

use super::support::{
    Row, accepted, both, bound, cycle, diagonal_blocks, each, matrix, mirrored, over, positive, rejected,
    signed,
};

const R90: [&str; 2] = ["0 -1", "1 0"];
const EYE: [&str; 2] = ["1 0", "0 1"];
const CYCLE: [&str; 3] = ["0 0 1", "1 0 0", "0 1 0"];
const EYE3: [&str; 3] = ["1 0 0", "0 1 0", "0 0 1"];

fn two(u: &[&str], v: &[&str], rule: Rule) -> LowerBound {
    positive(bound([2, 2], diagonal_blocks(u, v), 6, both(rule)))
}

fn three(u: &[&str], v: &[&str], rule: Rule) -> LowerBound {
    signed(bound([3, 3], diagonal_blocks(u, v), 6, both(rule)))
}

#[test]
fn two_coordinates() {
    let turn = || cycle(Matrix, &[0, 1]);
    mirrored(
        "non-real-roots",
        [
            Row {
                truth: "a quarter turn",
                true_one: two(&R90, &EYE, turn()),
                forgery: "a transposition, whose roots are real",
                forged: positive(bound(
                    [2, 2],
                    diagonal_blocks(&["0 1", "1 0"], &["0 1", "1 0"]),
                    6,
                    both(turn()),
                )),
                code: "reason-fails",
            },
            Row {
                truth: "the quarter turn in the second half",
                true_one: two(&EYE, &R90, cycle(Inverse, &[1, 0])),
                forgery: "the cycle said to be in the other matrix",
                forged: two(&EYE, &R90, cycle(Matrix, &[1, 0])),
                code: "hypothesis",
            },
            Row {
                truth: "against a symmetric matrix",
                true_one: two(&R90, &["2 1", "1 1"], turn()),
                forgery: "a quarter turn against a quarter turn",
                forged: two(&R90, &R90, turn()),
                code: "reason-fails",
            },
            Row {
                truth: "against off-diagonal entries of one sign",
                true_one: two(&R90, &["2 3", "1 2"], turn()),
                forgery: "against off-diagonal entries of both signs",
                forged: two(&R90, &["1 -2", "1 -1"], turn()),
                code: "reason-fails",
            },
            Row {
                truth: "positive",
                true_one: two(&R90, &EYE, turn()),
                forgery: "signed, where the cycle of two may become symmetric",
                forged: signed(two(&R90, &EYE, turn())),
                code: "reason-fails",
            },
            Row {
                truth: "a reason for each word",
                true_one: positive(bound(
                    [2, 2],
                    diagonal_blocks(&R90, &EYE),
                    6,
                    each(cycle(Inverse, &[0, 1]), turn()),
                )),
                forgery: "an entry on the diagonal of the cycle",
                forged: two(&["1 -2", "1 -1"], &EYE, turn()),
                code: "hypothesis",
            },
        ],
    );
}

#[test]
fn three_and_more() {
    let turn = || cycle(Matrix, &[0, 1, 2]);
    mirrored(
        "non-real-roots",
        [
            Row {
                truth: "a 3-cycle",
                true_one: three(&CYCLE, &EYE3, turn()),
                forgery: "its coordinates in the wrong order",
                forged: three(&CYCLE, &EYE3, cycle(Matrix, &[0, 2, 1])),
                code: "hypothesis",
            },
            Row {
                truth: "the 3-cycle from another coordinate on",
                true_one: three(&CYCLE, &EYE3, cycle(Matrix, &[2, 0, 1])),
                forgery: "a part of the cycle",
                forged: three(&CYCLE, &EYE3, cycle(Matrix, &[0, 1])),
                code: "hypothesis",
            },
            Row {
                truth: "against a triangular matrix",
                true_one: three(&CYCLE, &["1 2 3", "0 -1 5", "0 0 -1"], turn()),
                forgery: "against a transposition, signed",
                forged: three(&CYCLE, &["0 1 0", "1 0 0", "0 0 1"], turn()),
                code: "reason-fails",
            },
            Row {
                truth: "against a transposition, positive",
                true_one: positive(
                    three(&CYCLE, &["0 1 0", "1 0 0", "0 0 1"], turn()).with_last_row_negated(),
                ),
                forgery: "a matrix that becomes the identity on one coordinate",
                forged: three(&EYE3, &EYE3, cycle(Matrix, &[0])),
                code: "reason-fails",
            },
            Row {
                truth: "weights on the cycle",
                true_one: three(&["0 0 7", "-1/3 0 0", "0 2 0"], &EYE3, turn()),
                forgery: "an entry beside the cycle",
                forged: three(&["0 0 7", "-1/3 0 0", "1 2 0"], &EYE3, turn()),
                code: "hypothesis",
            },
        ],
    );
    rejected(
        "non-real-roots",
        [
            ("a coordinate twice", three(&CYCLE, &EYE3, cycle(Matrix, &[0, 1, 2, 0])), "hypothesis"),
            ("a coordinate beyond the half", three(&CYCLE, &EYE3, cycle(Matrix, &[0, 1, 3])), "out-of-range"),
            ("no coordinates", three(&CYCLE, &EYE3, cycle(Matrix, &[])), "hypothesis"),
            ("over F_5", over(5, three(&CYCLE, &EYE3, turn())), "rule-not-applicable"),
            (
                "additive",
                bound([3, 3], diagonal_blocks(&CYCLE, &EYE3), 6, both(turn())),
                "rule-not-applicable",
            ),
        ],
    );
}

/// A change of sign.
trait Negated {
    fn with_last_row_negated(self) -> Self;
}

impl Negated for LowerBound {
    /// The last coordinate negated: the determinant changes its sign.
    fn with_last_row_negated(mut self) -> Self {
        self.matrix.last_mut().expect("rows").iter_mut().for_each(|entry| *entry *= -1);
        self
    }
}

#[test]
fn unequal_halves_and_four_layers() {
    // A 3-cycle in the second half of 3; the first half of 1 has a real eigenvalue. W = D⁻¹ is the cycle turned round.
    let unequal = |rule| signed(bound([1, 3], diagonal_blocks(&["1"], &CYCLE), 6, both(rule)));
    mirrored(
        "non-real-roots",
        [Row {
            truth: "halves of 1 and 3",
            true_one: unequal(cycle(Inverse, &[0, 2, 1])),
            forgery: "the cycle of D, which is not that of its inverse",
            forged: unequal(cycle(Inverse, &[0, 1, 2])),
            code: "hypothesis",
        }],
    );
    let rows = ["0 -1 0 0", "1 0 0 0", "1 2 1 0", "3 4 0 1"];
    let of = |needed| {
        positive(bound([2, 2], matrix(&rows), needed, each(cycle(Inverse, &[0, 1]), cycle(Matrix, &[0, 1]))))
    };
    // Four layers: LULU has the pair (A, W), ULUL the pair (D, P).
    let four = |l, u| positive(bound([2, 2], matrix(&rows), 5, each(l, u)));
    accepted(
        "non-real-roots",
        [("four layers, B = 0", four(cycle(Matrix, &[0, 1]), cycle(Inverse, &[0, 1])))],
    );
    rejected(
        "non-real-roots",
        [
            (
                "four layers, the words exchanged",
                four(cycle(Inverse, &[0, 1]), cycle(Matrix, &[0, 1])),
                "hypothesis",
            ),
            ("five layers though C is not 0", of(6), "hypothesis"),
        ],
    );
}
