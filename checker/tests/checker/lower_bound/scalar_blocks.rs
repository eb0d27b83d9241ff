//! `scalar-blocks`: multiples of the identity on halves of unequal lengths need eight layers.

use flowcert_check::{LowerBound, Matrix, Rule, check};
use rug::Rational;

use super::support::{
    Row, accepted, both, bound, each, mirrored, over, positive, rejected, signed, staircase,
};
use crate::support::rational;

/// diag(κI, λI).
fn scalars([first, second]: [usize; 2], kappa: &str, lambda: &str) -> Matrix {
    let entry = |row: usize, column: usize| match (row == column, row < first) {
        (false, _) => Rational::new(),
        (true, true) => rational(kappa),
        (true, false) => rational(lambda),
    };
    (0..first + second).map(|row| (0..first + second).map(|column| entry(row, column)).collect()).collect()
}

fn needs(needed: usize, halves: [usize; 2], kappa: &str, lambda: &str) -> LowerBound {
    bound(halves, scalars(halves, kappa, lambda), needed, both(Rule::ScalarBlocks))
}

/// diag(2⁻⁷·I₄, 2⁴·I₇).
fn eleven() -> LowerBound {
    needs(8, [4, 7], "1/128", "16")
}

#[test]
fn eight_layers() {
    mirrored(
        "scalar-blocks",
        [
            Row {
                truth: "halves of 4 and 7",
                true_one: eleven(),
                forgery: "nine layers",
                forged: LowerBound { layers_needed: 9, ..eleven() },
                code: "rule-not-applicable",
            },
            Row {
                truth: "halves of 7 and 4",
                true_one: needs(8, [7, 4], "16", "1/128"),
                forgery: "the multiples exchanged",
                forged: needs(8, [7, 4], "1/128", "16"),
                code: "determinant",
            },
            Row {
                truth: "halves of 5 and 8",
                true_one: needs(8, [5, 8], "1/256", "32"),
                forgery: "halves of 3 and 5: 2 divides 6",
                forged: needs(8, [3, 5], "1/32", "8"),
                code: "reason-fails",
            },
            Row {
                truth: "a negative multiple",
                true_one: needs(8, [5, 8], "1/256", "-32"),
                forgery: "halves of 4 and 6: 2 divides 8",
                forged: needs(8, [4, 6], "1/8", "4"),
                code: "reason-fails",
            },
            Row {
                truth: "over F_7, the longer half twice as long",
                true_one: over(7, needs(8, [3, 6], "1", "3")),
                forgery: "over F_7, another multiple",
                forged: over(7, needs(8, [3, 6], "1", "2")),
                code: "reason-fails",
            },
            Row {
                truth: "over F_101, powers of 2",
                true_one: over(101, needs(8, [4, 7], "15", "16")),
                forgery: "over F_5, powers of 2: too few",
                forged: over(5, needs(8, [4, 7], "2", "1")),
                code: "hypothesis",
            },
        ],
    );
}

#[test]
fn where_it_may_stand() {
    let elsewhere = |halves, kappa, lambda| needs(8, halves, kappa, lambda);
    let each_word = each(Rule::ScalarBlocks, Rule::ScalarBlocks);
    let ranks = Rule::Ranks { first: staircase(&[], &[]), second: staircase(&[], &[]) };
    let (not_here, no) = ("rule-not-applicable", "hypothesis");
    let changed = |row: usize, column: usize, entry: &str| {
        let mut bound = eleven();
        bound.matrix[row][column] = rational(entry);
        bound
    };
    let mut no_scalar = eleven();
    (no_scalar.matrix[9][9], no_scalar.matrix[10][10]) = (rational("8"), rational("32"));
    rejected(
        "scalar-blocks",
        [
            ("seven layers", LowerBound { layers_needed: 7, ..eleven() }, not_here),
            ("mode signed", signed(eleven()), not_here),
            ("mode positive", positive(eleven()), not_here),
            ("for each word", LowerBound { reasons: each_word, ..eleven() }, not_here),
            ("for one word", LowerBound { reasons: each(Rule::ScalarBlocks, ranks), ..eleven() }, not_here),
            ("equal halves", elsewhere([4, 4], "1/2", "2"), not_here),
            ("the longer half more than twice as long", elsewhere([2, 5], "1/32", "4"), not_here),
            ("the same, exchanged", elsewhere([5, 2], "4", "1/32"), not_here),
            ("an entry of B", changed(0, 4, "1"), no),
            ("an entry of C", changed(10, 3, "1"), no),
            ("an entry beside the diagonal of D", changed(9, 10, "1"), no),
            ("an entry beside the diagonal of A", changed(1, 0, "1"), no),
            ("a diagonal that is not constant", no_scalar, no),
            ("the longer half at rest", elsewhere([4, 6], "-1", "1"), no),
            ("the longer half negated", elsewhere([4, 6], "1", "-1"), no),
            ("the longer half negated, exchanged", elsewhere([6, 4], "-1", "1"), no),
        ],
    );
    // The shorter half may be at rest.
    accepted("scalar-blocks", [("over F_7, the shorter half at rest", over(7, elsewhere([6, 3], "5", "1")))]);
}

/// With halves of 1 and 2 every matrix is a product of six layers: the rule must never say otherwise.
#[test]
fn never_where_six_are_enough() {
    for prime in [5_u64, 7, 11, 13, 17] {
        for lambda in 1..prime {
            let kappa = (1..prime).find(|kappa| kappa * lambda * lambda % prime == 1).expect("a field");
            let bound = over(prime, needs(8, [1, 2], &kappa.to_string(), &lambda.to_string()));
            let code = check(&bound.into()).expect_err("six are enough").code();
            let expected = if lambda * lambda % prime == 1 { "hypothesis" } else { "reason-fails" };
            assert_eq!(code, expected, "F_{prime}: {lambda}");
        }
    }
}

/// The numbers of the set, by the theorem's own examples: over Q it is finite if and only if d2 − d1 divides 2·d1, and the rule
/// holds in the other cases.
#[test]
fn powers_of_two_over_the_rationals() {
    for first in 2..=6_u32 {
        for second in first + 1..=2 * first {
            let common = (1..=first).rev().find(|d| first % d == 0 && second % d == 0).expect("1");
            let (above, below) = (1_u64 << (first / common), 1_u64 << (second / common));
            let halves = [first as usize, second as usize];
            let bound = needs(8, halves, &format!("1/{below}"), &above.to_string());
            let divides = (2 * first).is_multiple_of(second - first);
            let code = check(&bound.into()).err().map(|rejection| rejection.code());
            assert_eq!(code, divides.then_some("reason-fails"), "halves {halves:?}");
        }
    }
}
