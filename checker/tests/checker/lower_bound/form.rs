//! What every lower bound has to be, whatever its rules: matrix, mode, field, number of layers, reasons.

use flowcert_check::{LowerBound, Matrix, Mode, Reasons, Rule};
use rug::Rational;

use super::support::{
    accepted, both, bound, diagonal_blocks, each, invariant, matrix, over, positive, rejected, signed,
};

fn turn(needed: usize, reasons: Reasons) -> LowerBound {
    bound([1, 1], matrix(&["0 -1", "1 0"]), needed, reasons)
}

fn two() -> Reasons {
    each(Rule::NotTwoLayers, Rule::NotTwoLayers)
}

#[test]
fn matrices_that_products_of_layers_reach() {
    let of = |rows: &[&str]| bound([1, 1], matrix(rows), 3, two());
    accepted(
        "reach",
        [
            ("determinant 1", of(&["0 -1", "1 0"])),
            ("determinant 2, positive", positive(of(&["0 -2", "1 0"]))),
            ("determinant -1, signed", signed(of(&["0 1", "1 0"]))),
        ],
    );
    rejected(
        "reach",
        [
            ("determinant 2, additive", of(&["0 -2", "1 0"]), "determinant"),
            ("determinant -1, positive", positive(of(&["0 1", "1 0"])), "determinant"),
            ("singular, signed", signed(of(&["0 1", "0 1"])), "singular-matrix"),
            ("singular over F_3, though not over Q", over(3, signed(of(&["1 2", "2 1"]))), "singular-matrix"),
            (
                "singular, no layers needed",
                signed(bound([1, 1], matrix(&["0 0", "0 0"]), 0, Reasons::None)),
                "singular-matrix",
            ),
            (
                "determinant 2, no layers needed",
                bound([1, 1], matrix(&["2 0", "0 1"]), 0, Reasons::None),
                "determinant",
            ),
        ],
    );
}

#[test]
fn modes_fields_shapes() {
    let with = |change: fn(&mut LowerBound)| {
        let mut bound = turn(3, two());
        change(&mut bound);
        bound
    };
    rejected(
        "form",
        [
            ("mode singular", with(|bound| bound.mode = Mode::Singular), "mode-violated"),
            (
                "mode positive over F_3",
                positive(over(3, with(|bound| bound.matrix = matrix(&["0 2", "1 0"])))),
                "mode-violated",
            ),
            ("not a prime", over(4, turn(3, two())), "not-prime"),
            ("a prime beyond the limit", over(1 << 33, turn(3, two())), "too-large"),
            ("an entry outside of the field", over(3, turn(3, two())), "not-in-field"),
            ("an empty half", with(|bound| bound.partition = [0, 2]), "shape"),
            ("halves for another matrix", with(|bound| bound.partition = [1, 2]), "shape"),
            ("a row too long", with(|bound| bound.matrix[1].push(Rational::new())), "shape"),
            ("more layers than are allowed", with(|bound| bound.layers_needed = 1025), "too-large"),
            ("2^64 - 1 layers", with(|bound| bound.layers_needed = usize::MAX), "too-large"),
            ("no layers needed, and reasons", turn(0, two()), "reasons"),
            ("three layers needed, and no reasons", turn(3, Reasons::None), "reasons"),
        ],
    );
}

#[test]
fn a_reason_is_for_its_word() {
    // A = −1 and D = 1: U(…)·L(…) it is not, in mode positive, but L(…)·U(…) neither; with D = W = 1 only one word is out.
    let one_word = |l, u| positive(bound([1, 1], matrix(&["2 1", "1 1"]), 3, each(l, u)));
    rejected(
        "reasons",
        [
            (
                "one of two words is the matrix",
                one_word(Rule::NotTwoLayers, Rule::NotTwoLayers),
                "reason-fails",
            ),
            (
                "a reason of shorter words",
                turn(3, each(Rule::NotOneLayer, Rule::NotTwoLayers)),
                "rule-not-applicable",
            ),
            (
                "a reason of no layers",
                turn(3, each(Rule::NotTwoLayers, Rule::NotIdentity)),
                "rule-not-applicable",
            ),
        ],
    );
}

#[test]
fn places_and_numbers_are_named() {
    let witness = |reasons| bound([2, 2], diagonal_blocks(&["2 0", "0 1/2"], &["1 0", "0 1"]), 6, reasons);
    let said = |bound: LowerBound| flowcert_check::check(&bound.into()).expect_err("forged").to_string();
    assert_eq!(
        said(witness(both(invariant("-3 1", 1)))),
        "reasons.both: the rule invariant does not exclude both words of length 5: p(1) is 0 for one matrix and 0 for the other, \
         r = 0 and deg f = 1"
    );
    assert_eq!(
        said(positive(witness(both(invariant("-2 1", 1))))),
        "reasons.both: the rule invariant is for mode additive, not positive"
    );
    assert_eq!(
        said(witness(each(invariant("-2 1", 1), invariant("-1 1", 1)))),
        "reasons.starts_with_U: the rule invariant supposes f(1) ≠ 0"
    );
    assert_eq!(
        said(over(5, bound([1, 1], matrix(&["2 0", "0 3"]), 6, both(invariant("1 7", 1))))),
        "reasons.both.polynomial[1]: 7 is not one of 0, ..., 5 - 1"
    );
    assert_eq!(
        said(witness(both(Rule::BlocksAtOne { power: 9 }))),
        "reasons.both.power: 9 is not one of 1, ..., 2"
    );
    let crooked = each(Rule::Invariant { polynomial: vec![], power: 1 }, invariant("-2 1", 1));
    assert!(
        said(witness(crooked))
            .starts_with("reasons.starts_with_L: the rule invariant supposes a leading coefficient")
    );
    let tall: Matrix = matrix(&["1", "2"]);
    let rule = Rule::KernelBalance { h: tall };
    let said = said(bound([1, 1], matrix(&["0 -1", "1 0"]), 5, each(rule.clone(), rule)));
    assert_eq!(said, "reasons.starts_with_L.h: the number of rows is 2, but the partition asks for 1");
}
