//! `ranks`: too few layers of one kind.

use flowcert_check::RankEvidence::{Cycle, Minors, Rank};
use flowcert_check::{LowerBound, RankEvidence, Rule};

use super::support::{
    Row, accepted, both, bound, diagonal_blocks, each, matrix, mirrored, over, positive, rejected, signed,
    staircase,
};

fn ranks(first: RankEvidence, second: RankEvidence) -> Rule {
    Rule::Ranks { first, second }
}

const MINUS3: [&str; 3] = ["-1 0 0", "0 -1 0", "0 0 -1"];

/// −I with halves of 1 and 3: four layers of each kind.
fn minus_identity(needed: usize, first: RankEvidence, second: RankEvidence) -> LowerBound {
    bound([1, 3], diagonal_blocks(&["-1"], &MINUS3), needed, both(ranks(first, second)))
}

#[test]
fn unequal_halves() {
    let rotated = ["0 -1 0", "1 0 0", "0 0 -1"];
    mirrored(
        "ranks",
        [
            Row {
                truth: "-I needs eight layers",
                true_one: minus_identity(8, Rank, Rank),
                forgery: "-I needs nine layers",
                forged: minus_identity(9, Rank, Rank),
                code: "reason-fails",
            },
            Row {
                truth: "positive, by minors",
                true_one: positive(minus_identity(8, Minors, Minors)),
                forgery: "positive, by ranks",
                forged: positive(minus_identity(8, Rank, Rank)),
                code: "rule-not-applicable",
            },
            Row {
                truth: "positive: a quarter turn has positive minors only",
                true_one: positive(bound(
                    [1, 3],
                    diagonal_blocks(&["-1"], &rotated),
                    8,
                    both(ranks(Minors, Minors)),
                )),
                forgery: "positive: minors of the identity",
                forged: positive(bound(
                    [1, 3],
                    diagonal_blocks(&["1"], &["1 0 0", "0 1 0", "0 0 1"]),
                    8,
                    both(ranks(Minors, Minors)),
                )),
                code: "hypothesis",
            },
            Row {
                truth: "over F_3",
                true_one: over(
                    3,
                    bound(
                        [1, 3],
                        diagonal_blocks(&["2"], &["2 0 0", "0 2 0", "0 0 2"]),
                        8,
                        both(ranks(Rank, Rank)),
                    ),
                ),
                forgery: "over F_3: the matrix has an eigenvalue 1",
                forged: over(
                    3,
                    bound(
                        [1, 3],
                        diagonal_blocks(&["1"], &["2 0 0", "0 2 0", "0 0 1"]),
                        8,
                        both(ranks(Rank, Rank)),
                    ),
                ),
                code: "reason-fails",
            },
            Row {
                truth: "a reason for each word, of different length",
                true_one: LowerBound {
                    reasons: each(ranks(Rank, Rank), ranks(Rank, Rank)),
                    ..minus_identity(8, Rank, Rank)
                },
                forgery: "one layer",
                forged: minus_identity(2, Rank, Rank),
                code: "rule-not-applicable",
            },
        ],
    );
    accepted("ranks", [("fewer layers than are needed", minus_identity(3, Rank, Rank))]);
}

#[test]
fn staircases() {
    // The 3-cycle: entries (1, 0), (2, 1), (0, 2).
    let of = |mode: fn(LowerBound) -> LowerBound, needed, rows: &[usize], columns: &[usize]| {
        let cycle = diagonal_blocks(&["1"], &["0 0 1", "1 0 0", "0 1 0"]);
        mode(bound([1, 3], cycle, needed, both(ranks(staircase(&[], &[]), staircase(rows, columns)))))
    };
    mirrored(
        "ranks",
        [
            Row {
                truth: "a 3-cycle, signed",
                true_one: of(signed, 4, &[2, 1], &[1, 0]),
                forgery: "the stairs in the wrong order, across the diagonal",
                forged: of(signed, 4, &[1, 2], &[0, 1]),
                code: "hypothesis",
            },
            Row {
                truth: "a 3-cycle, positive",
                true_one: of(positive, 4, &[2, 1], &[1, 0]),
                forgery: "an entry that is 0",
                forged: of(positive, 4, &[2, 1], &[0, 2]),
                code: "hypothesis",
            },
            Row {
                truth: "a 3-cycle, additive",
                true_one: of(|bound| bound, 4, &[2, 1], &[1, 0]),
                forgery: "one stair only",
                forged: of(|bound| bound, 4, &[2], &[1]),
                code: "reason-fails",
            },
            Row {
                truth: "other stairs",
                true_one: of(signed, 4, &[1, 0], &[0, 2]),
                forgery: "a row twice",
                forged: of(signed, 4, &[1, 1], &[0, 2]),
                code: "hypothesis",
            },
            Row {
                truth: "two layers",
                true_one: of(signed, 3, &[1, 0], &[0, 2]),
                forgery: "more rows than columns",
                forged: of(signed, 3, &[1, 0], &[0]),
                code: "hypothesis",
            },
        ],
    );
    rejected(
        "ranks",
        [
            ("a row beyond the half", of(signed, 4, &[3, 0], &[0, 2]), "out-of-range"),
            ("five layers", of(signed, 6, &[1, 0], &[0, 2]), "reason-fails"),
            ("a diagonal entry", of(signed, 4, &[1], &[1]), "hypothesis"),
        ],
    );
}

/// Two cycles: their ranks less any scales are not d1 − 1 and d2 − 1 at once, n odd, or n even with one entry on the diagonals.
#[test]
fn cycles() {
    let of = |halves: [usize; 2], u: &[&str], v: &[&str], needed, first, second| {
        signed(bound(halves, diagonal_blocks(u, v), needed, both(ranks(first, second))))
    };
    let three = ["0 0 2", "1 0 0", "0 3 0"];
    // 1 + 3: eight layers would need a rank of 4, six one of 3.
    let one_three = |u: &str, v: &[&str], needed| of([1, 3], &[u], v, needed, Cycle, Cycle);
    let one_four =
        |last: &str| of([1, 4], &["-2"], &["0 0 0 1", "3 0 0 0", "0 1 0 0", last], 8, Cycle, Cycle);
    let marked = ["5 0 2", "1 0 0", "0 3 0"];
    mirrored(
        "ranks",
        [
            Row {
                truth: "halves of 1 and 3, an entry on the diagonal",
                true_one: one_three("4", &marked, 6),
                forgery: "none, and n is even",
                forged: one_three("4", &three, 6),
                code: "reason-fails",
            },
            Row {
                truth: "the entry elsewhere",
                true_one: one_three("-1", &["0 0 2", "1 0 0", "0 3 -7"], 6),
                forgery: "two entries",
                forged: one_three("-1", &["1 0 2", "1 0 0", "0 3 -7"], 6),
                code: "reason-fails",
            },
            Row {
                truth: "halves of 1 and 4, n is odd",
                true_one: one_four("0 0 1 0"),
                forgery: "an entry on the diagonal",
                forged: one_four("0 0 1 1"),
                code: "reason-fails",
            },
            Row {
                truth: "over F_2, n is odd and an entry on the diagonal",
                true_one: over(2, of([1, 2], &["1"], &["1 1", "1 0"], 4, Cycle, Cycle)),
                forgery: "over F_2, none",
                forged: over(2, of([1, 2], &["1"], &["0 1", "1 0"], 4, Cycle, Cycle)),
                code: "reason-fails",
            },
            Row {
                truth: "over F_3, n is odd",
                true_one: over(3, of([1, 2], &["1"], &["0 1", "1 0"], 4, Cycle, Cycle)),
                forgery: "over F_3, an entry on the diagonal",
                forged: over(3, of([1, 2], &["1"], &["0 1", "1 2"], 4, Cycle, Cycle)),
                code: "reason-fails",
            },
            Row {
                truth: "one of them only: a rank of 2",
                true_one: of([1, 3], &["4"], &marked, 4, staircase(&[], &[]), Cycle),
                forgery: "one of them only: a rank of 3",
                forged: of([1, 3], &["4"], &marked, 6, staircase(&[], &[]), Cycle),
                code: "reason-fails",
            },
        ],
    );
    let no_cycle = |v: &[&str]| one_three("4", v, 6);
    rejected(
        "ranks",
        [
            ("a cycle of two of three", no_cycle(&["0 1 0", "1 0 0", "0 0 1"]), "hypothesis"),
            ("an entry beside the cycle", no_cycle(&["5 0 2", "1 0 1", "0 3 0"]), "hypothesis"),
            ("a triangle", no_cycle(&["5 1 2", "0 1 1", "0 0 1"]), "hypothesis"),
            ("two columns into one row", no_cycle(&["5 1 1", "1 0 0", "0 0 1"]), "hypothesis"),
            (
                "two cycles of two",
                of([1, 4], &["1"], &["0 1 0 0", "1 0 0 0", "0 0 0 1", "0 0 1 0"], 6, Cycle, Cycle),
                "hypothesis",
            ),
        ],
    );
}

#[test]
fn blocks_that_are_not_zero() {
    let triangular = |rows: &[&str], needed, reasons| bound([1, 3], matrix(rows), needed, reasons);
    let upper = ["-1 5 6 7", "0 -1 0 0", "0 0 -1 0", "0 0 0 -1"];
    let lower = ["-1 0 0 0", "5 -1 0 0", "6 0 -1 0", "7 0 0 -1"];
    let full = ["-1 5 6 7", "1 -6 -6 -7", "0 0 -1 0", "0 0 0 -1"];
    let rule = || ranks(Rank, Rank);
    // C = 0 bounds the L's: three in a word of six or in the U-word of seven, four in the L-word of seven.
    mirrored(
        "ranks",
        [
            Row {
                truth: "C = 0: six layers have three L's",
                true_one: triangular(&upper, 7, both(rule())),
                forgery: "C = 0: a word of seven may have four",
                forged: triangular(&upper, 8, both(rule())),
                code: "reason-fails",
            },
            Row {
                truth: "B = 0: six layers have three U's",
                true_one: triangular(&lower, 7, each(rule(), rule())),
                forgery: "neither is 0",
                forged: triangular(&full, 7, each(rule(), rule())),
                code: "hypothesis",
            },
        ],
    );
    let eight = |rows: &[&str]| {
        flowcert_check::check(&triangular(rows, 8, each(rule(), rule())).into())
            .expect_err("four")
            .to_string()
    };
    assert!(eight(&upper).starts_with("reasons.starts_with_L: "), "{}", eight(&upper));
    assert!(eight(&lower).starts_with("reasons.starts_with_U: "), "{}", eight(&lower));
    // Thirteen rows are too many for minors.
    let side = 13;
    let row = |i: usize| (0..=side).map(|j| if i == j { "-1" } else { "0" }).collect::<Vec<_>>().join(" ");
    let rows: Vec<String> = (0..=side).map(row).collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let wide = positive(bound([1, side], matrix(&rows), 8, both(ranks(Minors, Minors))));
    rejected("ranks", [("minors of thirteen rows", wide, "out-of-range")]);
}
