//! `degrees`: more than fits into the dimension, or blocks at 1 that cannot differ in dimension as the halves do.

use flowcert_check::{LowerBound, Rule};

use super::support::{
    Row, accepted, both, bound, diagonal_blocks, each, invariant, matrix, mirrored, numbers, rejected, signed,
};

fn degrees(factors: &[&str]) -> Rule {
    Rule::Degrees { factors: factors.iter().map(|factor| numbers(factor)).collect() }
}

/// A = diag(2, 3, 35/6) and W = diag(5, 7, 1) after inverting D. C has rank 1 and leaves the eigenvalues 2 and 3 of A and 5 and 7 of
/// W unseen: together they have degree 4, more than 3.
fn crowded(seen: &str, l: Rule, u: Rule) -> LowerBound {
    let rows = ["2 0 0 0 0 0", "0 3 0 0 0 0", "0 0 35/6 0 0 0", "0 0 0 1/5 0 0", "0 0 0 0 1/7 0", seen];
    bound([3, 3], matrix(&rows), 6, each(l, u))
}

#[test]
fn five_layers_and_rank_one() {
    let l = || invariant("-1/5 1", 1);
    let (unseen, seen) = ("0 0 1 0 0 1", "1 0 1 0 0 1");
    mirrored(
        "degrees",
        [
            Row {
                truth: "four eigenvalues in dimension 3",
                true_one: crowded(unseen, l(), degrees(&["-2 1", "-3 1", "-5 1", "-7 1"])),
                forgery: "three of them",
                forged: crowded(unseen, l(), degrees(&["-2 1", "-3 1", "-5 1"])),
                code: "reason-fails",
            },
            Row {
                truth: "two polynomials of degree 2",
                true_one: crowded(unseen, l(), degrees(&["6 -5 1", "35 -12 1"])),
                forgery: "polynomials with a common factor",
                forged: crowded(unseen, l(), degrees(&["6 -5 1", "-2 1", "35 -12 1"])),
                code: "hypothesis",
            },
            Row {
                truth: "two polynomials of another degree",
                true_one: crowded(unseen, l(), degrees(&["-2 1", "-3 1", "35 -12 1"])),
                forgery: "C sees one of the eigenvalues",
                forged: crowded(seen, l(), degrees(&["6 -5 1", "35 -12 1"])),
                code: "reason-fails",
            },
            Row {
                truth: "a factor that nothing has",
                true_one: crowded(unseen, l(), degrees(&["6 -5 1", "35 -12 1", "1 0 1"])),
                forgery: "a factor that has the root 1",
                forged: crowded(unseen, l(), degrees(&["6 -5 1", "35 -12 1", "-1 0 1"])),
                code: "hypothesis",
            },
        ],
    );
    // In their product A and W have two blocks each, and the larger number counts.
    let product = crowded(unseen, l(), degrees(&["210 -247 101 -17 1"]));
    rejected("degrees", [("the product of all four", product, "reason-fails")]);
}

/// No factors: at the eigenvalue 1, X and Y have to differ in dimension by d1 − d2.
#[test]
fn the_difference_of_the_halves() {
    let of = |partition: [usize; 2], rows: &[&str]| {
        bound(partition, matrix(rows), 6, each(degrees(&[]), degrees(&[])))
    };
    // A = I has three blocks of size 1 unseen, of which Y has two at least. There are eigenvalues −1 of A (W) besides.
    let four = |third: &str, seventh: &str| {
        of(
            [4, 4],
            &[
                "1 0 0 0 0 0 0 0",
                "0 1 0 0 0 0 0 0",
                third,
                "0 0 0 0 0 0 1 0",
                "0 0 0 0 -1 0 0 0",
                "0 0 0 -1 0 0 0 0",
                seventh,
                "0 0 0 0 0 1 0 0",
            ],
        )
    };
    // X is 3 × 3 and has one block for each eigenvalue; Y is 1 × 1.
    let one = |first: &str, second: &str| of([3, 1], &[first, second, "0 1 0 0", "0 0 1 0"]);
    mirrored(
        "degrees",
        [
            Row {
                truth: "three blocks of size 1 against at most one block of Y",
                true_one: four("0 0 1 0 0 0 0 0", "0 0 0 0 0 0 0 -1"),
                forgery: "two such blocks",
                forged: four("0 0 -1 0 0 0 0 0", "0 0 0 0 0 0 0 1"),
                code: "reason-fails",
            },
            Row {
                truth: "halves of 3 and 1, everything seen",
                true_one: one("0 0 0 -1", "1 0 0 0"),
                forgery: "one block at 1 unseen",
                forged: one("1 0 0 0", "0 0 0 1"),
                code: "reason-fails",
            },
            Row {
                truth: "halves of 3 and 1, both words",
                true_one: bound(
                    [3, 1],
                    diagonal_blocks(&["2 0 0", "0 2 0", "0 0 1/4"], &["1"]),
                    6,
                    both(degrees(&[])),
                ),
                forgery: "the eigenvalue 1 twice",
                forged: bound(
                    [3, 1],
                    diagonal_blocks(&["1 0 0", "0 1 0", "0 0 1/4"], &["4"]),
                    6,
                    both(degrees(&[])),
                ),
                code: "reason-fails",
            },
        ],
    );
}

#[test]
fn block_diagonal() {
    // A = diag(2, 1/2) and W = I: 1 + 1 + T, where T counts the eigenvalue 1 of W, one smaller for each block.
    let of = |u: &[&str], v: &[&str], factors: &[&str]| {
        bound([2, 2], diagonal_blocks(u, v), 6, both(degrees(factors)))
    };
    let eye = ["1 0", "0 1"];
    mirrored(
        "degrees",
        [
            Row {
                truth: "2 and 1/2, and the identity of W",
                true_one: of(&["2 0", "0 1/2"], &eye, &["-2 1", "-1/2 1"]),
                forgery: "nothing but the eigenvalue 1",
                forged: of(&["1 1", "0 1"], &eye, &[]),
                code: "reason-fails",
            },
            Row {
                truth: "2 and 1/2 against 3 and 1/3",
                true_one: of(&["2 0", "0 1/2"], &["3 0", "0 1/3"], &["-2 1", "-1/2 1", "-3 1"]),
                forgery: "a factor with another field's number",
                forged: super::support::over(5, of(&["2 0", "0 3"], &eye, &["-2 1"])),
                code: "not-in-field",
            },
        ],
    );
    let three = ["1 1 0", "0 1 1", "0 0 1"];
    accepted(
        "degrees",
        [(
            "blocks of sizes 3 and 1 at 1 alone",
            bound([3, 3], diagonal_blocks(&three, &["1 0 0", "0 1 0", "0 0 1"]), 6, both(degrees(&[]))),
        )],
    );
    rejected(
        "degrees",
        [
            ("signed", signed(of(&["2 0", "0 1/2"], &eye, &["-2 1"])), "rule-not-applicable"),
            ("a constant factor", of(&["2 0", "0 1/2"], &eye, &["-2 1", "1"]), "hypothesis"),
            ("a factor twice", of(&["2 0", "0 1/2"], &eye, &["-2 1", "-2 1"]), "hypothesis"),
        ],
    );
}
