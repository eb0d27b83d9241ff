//! `not-identity`, `not-one-layer`, `not-two-layers`: what is read off.

use flowcert_check::Rule::{NotIdentity, NotOneLayer, NotTwoLayers};

use super::support::{Row, both, bound, each, matrix, mirrored, over, positive, rejected, signed};

#[test]
fn the_matrix_is_not_the_identity() {
    let shear = || bound([1, 1], matrix(&["1 1", "0 1"]), 1, both(NotIdentity));
    let identity = |needed, reasons| bound([1, 1], matrix(&["1 0", "0 1"]), needed, reasons);
    mirrored(
        "not-identity",
        [
            Row {
                truth: "a shear",
                true_one: shear(),
                forgery: "the identity",
                forged: identity(1, both(NotIdentity)),
                code: "reason-fails",
            },
            Row {
                truth: "a scale over F_5",
                true_one: over(5, signed(bound([1, 1], matrix(&["1 0", "0 2"]), 1, both(NotIdentity)))),
                forgery: "a scale over F_5 in additive mode",
                forged: over(5, bound([1, 1], matrix(&["1 0", "0 2"]), 1, both(NotIdentity))),
                code: "determinant",
            },
            Row {
                truth: "no layers needed",
                true_one: bound([1, 1], matrix(&["1 1", "0 1"]), 0, flowcert_check::Reasons::None),
                forgery: "the reason said of longer words",
                forged: bound([1, 1], matrix(&["1 1", "0 1"]), 2, both(NotIdentity)),
                code: "rule-not-applicable",
            },
        ],
    );
    rejected(
        "not-identity",
        [
            (
                "a reason for each word",
                bound([1, 1], matrix(&["1 1", "0 1"]), 1, each(NotIdentity, NotIdentity)),
                "rule-not-applicable",
            ),
            (
                "a singular matrix",
                signed(bound([1, 1], matrix(&["1 1", "1 1"]), 1, both(NotIdentity))),
                "singular-matrix",
            ),
            (
                "a negative determinant",
                positive(bound([1, 1], matrix(&["-1 0", "0 1"]), 1, both(NotIdentity))),
                "determinant",
            ),
        ],
    );
}

#[test]
fn the_matrix_is_not_one_layer() {
    let reasons = || each(NotOneLayer, NotOneLayer);
    let of = |rows: &[&str]| bound([1, 1], matrix(rows), 2, reasons());
    let negative = || bound([1, 2], matrix(&["1 0 0", "3 -2 0", "1 0 -3"]), 2, reasons());
    mirrored(
        "not-one-layer",
        [
            Row {
                truth: "A is not 1",
                true_one: of(&["2 1", "1 1"]),
                forgery: "a layer that writes the second half",
                forged: of(&["1 0", "1 1"]),
                code: "reason-fails",
            },
            Row {
                truth: "both A and D are 1",
                true_one: signed(of(&["1 2", "2 1"])),
                forgery: "a layer that writes the first half",
                forged: signed(of(&["-3 2", "0 1"])),
                code: "reason-fails",
            },
            Row {
                truth: "negative scales in positive mode",
                true_one: positive(negative()),
                forgery: "negative scales in signed mode",
                forged: signed(negative()),
                code: "reason-fails",
            },
            Row {
                truth: "D is not diagonal",
                true_one: bound([1, 2], matrix(&["1 0 0", "3 1 1", "1 0 1"]), 2, reasons()),
                forgery: "one reason for both words",
                forged: bound([1, 2], matrix(&["1 0 0", "3 1 1", "1 0 1"]), 2, both(NotOneLayer)),
                code: "rule-not-applicable",
            },
        ],
    );
}

#[test]
fn the_matrix_is_not_two_layers() {
    let reasons = || each(NotTwoLayers, NotTwoLayers);
    let of = |rows: &[&str]| bound([1, 1], matrix(rows), 3, reasons());
    mirrored(
        "not-two-layers",
        [
            Row {
                truth: "the quarter turn",
                true_one: of(&["0 -1", "1 0"]),
                forgery: "U(1)·L(1)",
                forged: of(&["2 1", "1 1"]),
                code: "reason-fails",
            },
            Row {
                truth: "A is no scale over F_3, though W is",
                true_one: over(3, signed(of(&["0 1", "1 0"]))),
                forgery: "L(1)·U(1)",
                forged: of(&["1 1", "1 2"]),
                code: "reason-fails",
            },
            Row {
                truth: "A = -1 and D = -2 in positive mode",
                true_one: positive(of(&["-1 1", "-3 -2"])),
                forgery: "A = -1 and D = -2 in signed mode",
                forged: signed(of(&["-1 1", "-3 -2"])),
                code: "reason-fails",
            },
            Row {
                truth: "the quarter turn, three layers in the way",
                true_one: signed(of(&["0 -1", "1 0"])),
                forgery: "the rule said of words of three layers",
                forged: signed(bound([1, 1], matrix(&["0 -1", "1 0"]), 4, reasons())),
                code: "rule-not-applicable",
            },
        ],
    );
}
