//! `three-layers`: Farkas vectors.

use flowcert_check::Reasons;

use super::support::{
    Row, both, bound, diagonal_blocks, each, matrix, mirrored, over, positive, rejected, signed, three_layers,
};

const R90: [&str; 2] = ["0 -1", "1 0"];

/// diag(2, 1/2): the word LUL has D = 1/2 whatever it peels off, and ULU has A = 2.
fn scaling(y: &str, z: &str) -> Reasons {
    each(three_layers(&[y], &[z]), three_layers(&[y], &[z]))
}

#[test]
fn additive() {
    let of = |rows: &[&str], reasons| bound([1, 1], matrix(rows), 4, reasons);
    let scaled = ["2 0", "0 1/2"];
    // B and C have rank 1, so that Y and Z have to fit together.
    let ranked = || matrix(&["3 1 1 0", "0 2 0 0", "0 1 1 1", "0 0 0 1/6"]);
    let l = |y: &[&str], z: &[&str]| three_layers(y, z);
    let reasons = |y: &[&str], z: &[&str]| each(l(y, z), l(&["1 0", "0 0"], &["0 0", "0 0"]));
    mirrored(
        "three-layers",
        [
            Row {
                truth: "diag(2, 1/2)",
                true_one: of(&scaled, scaling("1", "0")),
                forgery: "a shear added, which lets ULU through",
                forged: of(
                    &["2 0", "1 1/2"],
                    each(three_layers(&["1"], &["0"]), three_layers(&["0"], &["0"])),
                ),
                code: "reason-fails",
            },
            Row {
                truth: "the other equation",
                true_one: of(&scaled, scaling("0", "3")),
                forgery: "multipliers that are 0",
                forged: of(&scaled, scaling("0", "0")),
                code: "reason-fails",
            },
            Row {
                truth: "over F_7, where 1/2 is 4",
                true_one: over(7, of(&["2 0", "0 4"], scaling("1", "0"))),
                forgery: "over F_7, multipliers beyond the field",
                forged: over(7, of(&["2 0", "0 4"], scaling("8", "0"))),
                code: "not-in-field",
            },
            Row {
                truth: "multipliers of both equations",
                true_one: bound([2, 2], ranked(), 4, reasons(&["0 0", "0 1"], &["0 0", "0 0"])),
                forgery: "a multiplier off by one",
                forged: bound([2, 2], ranked(), 4, reasons(&["1 0", "0 1"], &["0 0", "0 0"])),
                code: "hypothesis",
            },
        ],
    );
}

#[test]
fn positive_and_signed() {
    let turned = || diagonal_blocks(&R90, &R90);
    let corner = |entry: &str| three_layers(&[entry, "0 0"], &["0 0", "0 0"]);
    let minus_one = |entry: &str| positive(bound([1, 1], matrix(&["-1 0", "0 -1"]), 4, scaling(entry, "0")));
    mirrored(
        "three-layers",
        [
            Row {
                truth: "-1 against positive scales",
                true_one: minus_one("1"),
                forgery: "a negative multiplier",
                forged: minus_one("-1"),
                code: "reason-fails",
            },
            Row {
                truth: "quarter turns, signed",
                true_one: signed(bound([2, 2], turned(), 4, each(corner("1 0"), corner("1 0")))),
                forgery: "two multipliers that scales of both signs may balance",
                forged: signed(bound(
                    [2, 2],
                    turned(),
                    4,
                    each(three_layers(&["1 0", "0 1"], &["0 0", "0 0"]), corner("1 0")),
                )),
                code: "reason-fails",
            },
            Row {
                truth: "an entry off the diagonal, signed",
                true_one: signed(bound([2, 2], turned(), 4, each(corner("0 1"), corner("0 1")))),
                forgery: "an entry off the diagonal where D has none",
                forged: signed(bound(
                    [2, 2],
                    diagonal_blocks(&R90, &["1 0", "0 2"]),
                    4,
                    each(corner("0 1"), corner("0 1")),
                )),
                code: "reason-fails",
            },
            Row {
                truth: "quarter turns, positive",
                true_one: positive(bound([2, 2], turned(), 4, each(corner("1 0"), corner("1 0")))),
                forgery: "quarter turns of one half only, positive",
                forged: positive(bound(
                    [2, 2],
                    diagonal_blocks(&["1 0", "0 1"], &R90),
                    4,
                    each(corner("1 0"), corner("1 0")),
                )),
                code: "reason-fails",
            },
        ],
    );
}

#[test]
fn where_it_does_not_stand() {
    let rule = || three_layers(&["1"], &["0"]);
    let of = |needed, reasons| bound([1, 1], matrix(&["2 0", "0 1/2"]), needed, reasons);
    rejected(
        "three-layers",
        [
            ("both words", of(4, both(rule())), "rule-not-applicable"),
            ("words of four layers", of(5, each(rule(), rule())), "rule-not-applicable"),
            ("Y of another shape", of(4, each(three_layers(&["1 0"], &["0"]), rule())), "shape"),
        ],
    );
    // Unequal halves: Y is d2 × d2 for LUL and d1 × d1 for ULU.
    let unequal = |l, u| bound([1, 2], diagonal_blocks(&["2"], &["1/2 0", "0 1"]), 4, each(l, u));
    let l = || three_layers(&["1 0", "0 0"], &["0"]);
    let u = || three_layers(&["1"], &["0 0", "0 0"]);
    mirrored(
        "three-layers",
        [Row {
            truth: "halves of 1 and 2",
            true_one: unequal(l(), u()),
            forgery: "the reasons of the words exchanged",
            forged: unequal(u(), l()),
            code: "shape",
        }],
    );
}
