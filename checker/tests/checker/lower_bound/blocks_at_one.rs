//! `blocks-at-one`: sizes of blocks that differ by more than 1.

use flowcert_check::{LowerBound, Rule};

use super::support::{
    Row, both, bound, diagonal_blocks, each, matrix, mirrored, over, positive, rejected, signed,
};

const IDENTITY: [&str; 3] = ["1 0 0", "0 1 0", "0 0 1"];
/// One block of size 3.
const THREE: [&str; 3] = ["1 1 0", "0 1 1", "0 0 1"];
/// Blocks of sizes 2 and 1.
const TWO: [&str; 3] = ["1 1 0", "0 1 0", "0 0 1"];

fn of(u: &[&str], v: &[&str], power: usize) -> LowerBound {
    bound([3, 3], diagonal_blocks(u, v), 6, both(Rule::BlocksAtOne { power }))
}

#[test]
fn block_diagonal() {
    let at = |power| Rule::BlocksAtOne { power };
    mirrored(
        "blocks-at-one",
        [
            Row {
                truth: "a block of size 3 against blocks of size 1",
                true_one: of(&THREE, &IDENTITY, 2),
                forgery: "a block of size 2 against blocks of size 1",
                forged: of(&TWO, &IDENTITY, 2),
                code: "reason-fails",
            },
            Row {
                truth: "the block in the other half",
                true_one: of(&IDENTITY, &THREE, 2),
                forgery: "a power at which they do not differ",
                forged: of(&IDENTITY, &THREE, 1),
                code: "reason-fails",
            },
            Row {
                truth: "over F_2",
                true_one: over(2, of(&THREE, &IDENTITY, 2)),
                forgery: "over F_2, blocks of sizes 3 and 2",
                forged: over(2, of(&THREE, &TWO, 2)),
                code: "reason-fails",
            },
            Row {
                truth: "a reason for each word, five layers",
                true_one: bound([3, 3], diagonal_blocks(&THREE, &IDENTITY), 6, each(at(2), at(2))),
                forgery: "power 0",
                forged: of(&THREE, &IDENTITY, 0),
                code: "out-of-range",
            },
            Row {
                truth: "additive",
                true_one: of(&THREE, &IDENTITY, 2),
                forgery: "positive",
                forged: positive(of(&THREE, &IDENTITY, 2)),
                code: "rule-not-applicable",
            },
        ],
    );
    rejected(
        "blocks-at-one",
        [
            ("signed", signed(of(&THREE, &IDENTITY, 2)), "rule-not-applicable"),
            ("power beyond the dimension", of(&THREE, &IDENTITY, 4), "out-of-range"),
            (
                "words of three layers",
                bound([3, 3], diagonal_blocks(&THREE, &IDENTITY), 4, both(at(2))),
                "rule-not-applicable",
            ),
        ],
    );
}

/// Halves of 4, at 1 one block of size 4 in A and four of size 1 in D. C has rank 1 where `corner` is not 0 and does not see the
/// first three vectors of the block, which make a block of size 3.
fn block_in_a(corner: &str) -> LowerBound {
    let c = format!("0 0 0 {corner} 1 0 0 0");
    let rows = [
        "1 1 0 0 0 0 0 0",
        "0 1 1 0 0 0 0 0",
        "0 0 1 1 0 0 0 0",
        "0 0 0 1 0 0 0 0",
        &c,
        "0 0 0 0 0 1 0 0",
        "0 0 0 0 0 0 1 0",
        "0 0 0 0 0 0 0 1",
    ];
    of_five(&rows)
}

/// The block in D, and so in W; R has rank 1 and leaves a block of size 3.
fn block_in_d(corner: &str) -> LowerBound {
    let c = format!("{corner} 0 0 0 1 1 0 0");
    let rows = [
        "1 0 0 0 0 0 0 0",
        "0 1 0 0 0 0 0 0",
        "0 0 1 0 0 0 0 0",
        "0 0 0 1 0 0 0 0",
        &c,
        "0 0 0 0 0 1 1 0",
        "0 0 0 0 0 0 1 1",
        "0 0 0 0 0 0 0 1",
    ];
    of_five(&rows)
}

fn of_five(rows: &[&str]) -> LowerBound {
    let at_two = || Rule::BlocksAtOne { power: 2 };
    bound([4, 4], matrix(rows), 6, each(at_two(), at_two()))
}

#[test]
fn five_layers() {
    mirrored(
        "blocks-at-one",
        [
            Row {
                truth: "C = 0: a block of size 4 in A",
                true_one: block_in_a("0"),
                forgery: "C of rank 1: a block of size 3 in A is left",
                forged: block_in_a("1"),
                code: "reason-fails",
            },
            Row {
                truth: "C = 0: a block of size 4 in W",
                true_one: block_in_d("0"),
                forgery: "C of rank 1: a block of size 3 in W is left",
                forged: block_in_d("1"),
                code: "reason-fails",
            },
        ],
    );
}
