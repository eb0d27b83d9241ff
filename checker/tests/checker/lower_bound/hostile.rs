//! Certificates that would take forever, or all memory, are refused before anything of that size is computed.

use flowcert_check::{LowerBound, Matrix, RankEvidence, Rule, limits};
use rug::{Integer, Rational};

use super::support::{both, bound, each, invariant, positive, signed, text};
use crate::support::{Ending, Rejected, expect};

fn judge(case: &str, bound: LowerBound, ending: Ending) {
    expect("hostile", case, text(bound).as_bytes(), ending);
}

fn diagonal(side: usize, entry: impl Fn(usize) -> Rational) -> Matrix {
    (0..side)
        .map(|row| (0..side).map(|column| if row == column { entry(row) } else { Rational::new() }).collect())
        .collect()
}

fn one() -> Rational {
    Rational::from(1)
}

#[test]
fn sizes_and_lengths() {
    let large = bound([300, 300], diagonal(600, |_| one()), 1, both(Rule::NotIdentity));
    judge("an inverse of 600 rows", large, Rejected("too-large"));
    let (long, huge) =
        (Rational::from(Integer::from(1) << 80_000), Rational::from(Integer::from(1) << 2_000_000));
    for (case, number) in [("a number of 80 000 bits", long), ("a number of 2 000 000 bits", huge)] {
        let scaled = diagonal(2, |row| if row == 0 { number.clone() } else { number.clone().recip() });
        judge(
            case,
            bound([1, 1], scaled, 2, each(Rule::NotOneLayer, Rule::NotOneLayer)),
            Rejected("too-large"),
        );
        let mut rule = invariant("-2 1", 1);
        let Rule::Invariant { polynomial, .. } = &mut rule else { panic!("an invariant") };
        polynomial[0] = number;
        judge(
            "as a coefficient",
            bound([2, 2], diagonal(4, |_| one()), 6, both(rule)),
            Rejected("too-large"),
        );
    }
}

#[test]
fn denominators_that_have_nothing_in_common() {
    let power = |base: u32| Rational::from((1, Integer::from(Integer::u_pow_u(base, 20_000))));
    let coefficients = [2, 3, 5, 7, 11, 13].map(power).to_vec();
    let rule = Rule::Invariant { polynomial: coefficients[..5].to_vec(), power: 1 };
    judge("coefficients", bound([2, 2], diagonal(4, |_| one()), 6, both(rule)), Rejected("too-large"));
    let scaled = diagonal(12, |row| coefficients[row / 2].clone().pow_sign(row));
    judge(
        "entries",
        signed(bound([6, 6], scaled, 2, each(Rule::NotOneLayer, Rule::NotOneLayer))),
        Rejected("too-large"),
    );
}

trait PowSign {
    fn pow_sign(self, row: usize) -> Self;
}

impl PowSign for Rational {
    /// The number, or its reciprocal in odd rows.
    fn pow_sign(self, row: usize) -> Self {
        if row.is_multiple_of(2) { self } else { self.recip() }
    }
}

#[test]
fn polynomials_and_minors() {
    let degree = 1_000_000;
    let mut coefficients = vec![Rational::new(); degree];
    coefficients.push(one());
    let witness = |rule| {
        bound(
            [4, 4],
            diagonal(8, |row| Rational::from((row < 4).then_some(2).map_or((1, 2), |two| (two, 1)))),
            6,
            both(rule),
        )
    };
    let rule = Rule::Invariant { polynomial: coefficients.clone(), power: 1 };
    judge("a polynomial of degree 1 000 000", witness(rule), Rejected("out-of-range"));
    let mut other = coefficients.clone();
    other[0] = one();
    let rule = Rule::Degrees { factors: vec![coefficients, other] };
    judge("two of them, coprime or not", witness(rule), Rejected("out-of-range"));
    let eye = diagonal(48, |_| one());
    judge(
        "C(24, 12) minors",
        positive(bound([24, 24], eye.clone(), 6, both(Rule::PrincipalMinorSigns { k: 12 }))),
        Rejected("too-large"),
    );
    let minors = Rule::Ranks { first: RankEvidence::Minors, second: RankEvidence::Minors };
    judge("all minors of 24 rows", positive(bound([24, 24], eye, 6, both(minors))), Rejected("out-of-range"));
    let many = (0..100_000).map(|constant| vec![Rational::from(constant + 2), one()]).collect();
    judge("100 000 factors", witness(Rule::Degrees { factors: many }), Rejected("out-of-range"));
}

#[test]
fn the_limits_let_honest_certificates_through() {
    // Half of the work that is allowed: a dense inverse of 64 rows with entries of two digits.
    let side = 64;
    let entry = |row: usize, column: usize| match (row, column) {
        (row, column) if row == column => one(),
        (row, column) if row > column => Rational::new(),
        (row, column) => Rational::from(u32::try_from((row * 31 + column * 17) % 97).expect("small")),
    };
    let triangular: Matrix =
        (0..side).map(|row| (0..side).map(|column| entry(row, column)).collect()).collect();
    let bound = bound([32, 32], triangular, 2, each(Rule::NotOneLayer, Rule::NotOneLayer));
    judge("64 rows", bound, crate::support::Accepted);
    const { assert!(limits::MAX_MINORS >= 12_870) };
}
