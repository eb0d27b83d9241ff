//! `invariant`: different numbers of Jordan blocks.

use flowcert_check::{LowerBound, Matrix, Reasons};

use super::support::{
    Row, accepted, both, bound, diagonal_blocks, each, invariant, matrix, mirrored, over, positive, rejected,
};

/// diag(2, 1/2) ⊕ I: the eigenvalue 2 of A, which W = I lacks.
fn witness() -> Matrix {
    diagonal_blocks(&["2 0", "0 1/2"], &["1 0", "0 1"])
}

fn six(matrix: Matrix, reasons: Reasons) -> LowerBound {
    bound([2, 2], matrix, 6, reasons)
}

#[test]
fn block_diagonal() {
    let similar = || diagonal_blocks(&["2 0", "0 1/2"], &["1/2 0", "0 2"]);
    let jordan =
        |v: &[&str]| bound([2, 2], diagonal_blocks(&["-1 1", "0 -1"], v), 6, both(invariant("1 1", 2)));
    mirrored(
        "invariant",
        [
            Row {
                truth: "diag(2, 1/2) and I",
                true_one: six(witness(), both(invariant("-2 1", 1))),
                forgery: "the matrix changed such that four layers suffice",
                forged: six(similar(), both(invariant("-2 1", 1))),
                code: "reason-fails",
            },
            Row {
                truth: "both eigenvalues in one polynomial",
                true_one: six(witness(), both(invariant("1 -5/2 1", 1))),
                forgery: "an eigenvalue that neither has",
                forged: six(witness(), both(invariant("-3 1", 1))),
                code: "reason-fails",
            },
            Row {
                truth: "a reason for each word",
                true_one: six(witness(), each(invariant("-2 1", 1), invariant("-2 1", 1))),
                forgery: "the eigenvalue 1, where blocks may differ",
                forged: six(witness(), both(invariant("-1 1", 1))),
                code: "hypothesis",
            },
            Row {
                truth: "one block of size 2 and two of size 1, power 2",
                true_one: jordan(&["-1 0", "0 -1"]),
                forgery: "blocks of one size",
                forged: jordan(&["-1 1", "0 -1"]),
                code: "reason-fails",
            },
            Row {
                truth: "five layers: -1 over F_5 in one half only",
                true_one: over(
                    5,
                    six(diagonal_blocks(&["4 0", "0 4"], &["1 0", "0 1"]), both(invariant("1 1", 1))),
                ),
                forgery: "-1 over F_5 in both halves",
                forged: over(
                    5,
                    six(diagonal_blocks(&["4 0", "0 4"], &["4 0", "0 4"]), both(invariant("1 1", 1))),
                ),
                code: "reason-fails",
            },
            Row {
                truth: "additive",
                true_one: six(witness(), both(invariant("-2 1", 1))),
                forgery: "positive, where scales move eigenvalues",
                forged: positive(six(witness(), both(invariant("-2 1", 1)))),
                code: "rule-not-applicable",
            },
        ],
    );
}

#[test]
fn four_layers() {
    // A = diag(2, 3) and W = diag(2, 5); D has 1/2 and 1/5, P has 1/2 and 1/3.
    let of = |needed, l, u| {
        bound([2, 2], matrix(&["2 0 0 0", "0 3 0 1", "0 0 1/2 0", "0 0 0 1/3"]), needed, each(l, u))
    };
    let triangular = |rows: &[&str], l, u| bound([2, 2], matrix(rows), 5, each(l, u));
    let rows = ["2 0 0 1", "0 1 0 0", "0 0 1 0", "0 0 0 1/2"];
    let other = ["3 0 0 1", "0 1 0 0", "0 0 1 0", "0 0 0 1/3"];
    rejected(
        "invariant",
        [
            (
                "A and W are similar, four layers",
                of(5, invariant("-2 1", 1), invariant("-1/2 1", 1)),
                "reason-fails",
            ),
            (
                "diag(2, 1) and diag(1, 2), four layers",
                triangular(&rows, invariant("-2 1", 1), invariant("-1/2 1", 1)),
                "reason-fails",
            ),
            (
                "diag(3, 1) and diag(1, 3), four layers",
                triangular(&other, invariant("-3 1", 1), invariant("-1/3 1", 1)),
                "reason-fails",
            ),
        ],
    );
    let different = |l: &str, u: &str| {
        let rows = ["2 0 0 1", "0 1/2 0 0", "0 0 3 0", "0 0 0 1/3"];
        bound([2, 2], matrix(&rows), 5, each(invariant(l, 1), invariant(u, 1)))
    };
    mirrored(
        "invariant",
        [
            Row {
                truth: "A = diag(2, 1/2) and W = diag(1/3, 3), four layers",
                true_one: different("-2 1", "-3 1"),
                forgery: "the reasons of the words exchanged, of a polynomial that fits one",
                forged: different("-5 1", "-3 1"),
                code: "reason-fails",
            },
            Row {
                truth: "for the other word D = diag(3, 1/3) and P = diag(1/2, 2)",
                true_one: different("-3 1", "-2 1"),
                forgery: "no reason for the other word",
                forged: different("-3 1", "-7 1"),
                code: "reason-fails",
            },
        ],
    );
    let rows = ["2 0 0 1", "0 1/2 0 0", "0 0 3 0", "0 0 0 1/3"];
    rejected(
        "invariant",
        [(
            "one reason for both words, though B is not 0",
            bound([2, 2], matrix(&rows), 5, both(invariant("-2 1", 1))),
            "hypothesis",
        )],
    );
}

/// A = 2·I has the eigenvalue 2 on the kernel of C, of dimension 2 for rank 1; W has it nowhere.
fn interlacing(corner: &str, first: &str) -> LowerBound {
    let c = format!("{corner} 0 0 1/8 0 0");
    let rows = ["2 0 0 0 0 0", "0 2 0 0 0 0", "0 0 2 0 0 0", &c, "0 0 0 0 1 0", "0 0 0 0 0 1"];
    bound([3, 3], matrix(&rows), 6, each(invariant("-1/2 1", 1), invariant(first, 1)))
}

#[test]
fn five_layers_and_rank_one() {
    let rank_two = {
        let rows =
            ["2 0 0 0 0 0", "0 2 0 0 0 0", "0 0 2 0 0 0", "1 0 0 1/8 0 0", "0 1 0 0 1 0", "0 0 0 0 0 1"];
        bound([3, 3], matrix(&rows), 6, each(invariant("-1/2 1", 1), invariant("-2 1", 1)))
    };
    mirrored(
        "invariant",
        [
            Row {
                truth: "C of rank 1: two blocks and none",
                true_one: interlacing("1", "-2 1"),
                forgery: "C of rank 2: one block and none",
                forged: rank_two,
                code: "reason-fails",
            },
            Row {
                truth: "C = 0",
                true_one: interlacing("0", "-8 1"),
                forgery: "C of rank 1 and an eigenvalue that may be placed",
                forged: interlacing("1", "-8 1"),
                code: "reason-fails",
            },
            Row {
                truth: "a square of the polynomial: difference 2 for rank 1 and degree 1",
                true_one: interlacing("1", "-6 3"),
                forgery: "a polynomial of degree 2: difference 2 for rank 1",
                forged: interlacing("1", "6 -5 1"),
                code: "reason-fails",
            },
        ],
    );
}

#[test]
fn forms() {
    let zeros = |power| six(witness(), both(invariant("-2 1", power)));
    rejected(
        "invariant",
        [
            ("a constant", six(witness(), both(invariant("3", 1))), "hypothesis"),
            ("a leading coefficient of 0", six(witness(), both(invariant("-2 1 0", 1))), "hypothesis"),
            ("no coefficients", six(witness(), both(invariant("", 1))), "hypothesis"),
            ("power 0", zeros(0), "out-of-range"),
            ("power beyond the dimension", zeros(3), "out-of-range"),
            ("power of 2^64 - 1", zeros(usize::MAX), "out-of-range"),
            ("power 2, where the first has no more", zeros(2), "reason-fails"),
            ("six layers", bound([2, 2], witness(), 7, both(invariant("-2 1", 1))), "rule-not-applicable"),
            ("three layers", bound([2, 2], witness(), 4, both(invariant("-2 1", 1))), "rule-not-applicable"),
        ],
    );
    // Halves of 1 and 2: A = 2, W = diag(1/3, 6); for five layers C = 0 and B = 0.
    let unequal = diagonal_blocks(&["2"], &["3 0", "0 1/6"]);
    accepted(
        "invariant",
        [
            ("unequal halves", bound([1, 2], unequal.clone(), 6, both(invariant("-6 1", 1)))),
            (
                "unequal halves, for each word",
                bound([1, 2], unequal, 6, each(invariant("-3 1", 1), invariant("-2 1", 1))),
            ),
        ],
    );
}
