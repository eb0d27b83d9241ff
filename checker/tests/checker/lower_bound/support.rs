//! Lower bounds made by hand, and the mirrored table.

use flowcert_check::{Certificate, CycleIn, Ground, LowerBound, Matrix, Mode, RankEvidence, Reasons, Rule};
use rug::Rational;

use crate::support::{Accepted, Ending, Rejected, expect};

pub(crate) const Q: Ground = Ground::Rationals;

/// A matrix from rows such as "0 -1/2".
pub(crate) fn matrix(rows: &[&str]) -> Matrix {
    rows.iter().map(|row| numbers(row)).collect()
}

/// Numbers from a text such as "0 -1/2".
pub(crate) fn numbers(text: &str) -> Vec<Rational> {
    text.split_whitespace().map(|entry| entry.parse().expect("a number")).collect()
}

/// The block diagonal matrix diag(u, v).
pub(crate) fn diagonal_blocks(u: &[&str], v: &[&str]) -> Matrix {
    let (u, v) = (matrix(u), matrix(v));
    let zeros = |length| vec![Rational::new(); length];
    let upper = u.iter().map(|row| [row.clone(), zeros(v.len())].concat());
    let lower = v.iter().map(|row| [zeros(u.len()), row.clone()].concat());
    upper.chain(lower).collect()
}

/// No fewer than `needed` additive layers over Q.
pub(crate) fn bound(partition: [usize; 2], matrix: Matrix, needed: usize, reasons: Reasons) -> LowerBound {
    LowerBound { ground: Q, mode: Mode::Additive, partition, matrix, layers_needed: needed, reasons }
}

pub(crate) fn positive(bound: LowerBound) -> LowerBound {
    LowerBound { mode: Mode::Positive, ..bound }
}

pub(crate) fn signed(bound: LowerBound) -> LowerBound {
    LowerBound { mode: Mode::Signed, ..bound }
}

pub(crate) fn over(prime: u64, bound: LowerBound) -> LowerBound {
    LowerBound { ground: Ground::Prime(prime), ..bound }
}

pub(crate) fn both(rule: Rule) -> Reasons {
    Reasons::Both(rule)
}

pub(crate) fn each(starts_with_l: Rule, starts_with_u: Rule) -> Reasons {
    Reasons::Each { starts_with_l, starts_with_u }
}

pub(crate) fn invariant(polynomial: &str, power: usize) -> Rule {
    Rule::Invariant { polynomial: numbers(polynomial), power }
}

pub(crate) fn three_layers(y: &[&str], z: &[&str]) -> Rule {
    Rule::ThreeLayers { y: matrix(y), z: matrix(z) }
}

pub(crate) fn cycle(cycle_in: CycleIn, coordinates: &[usize]) -> Rule {
    Rule::NonRealRoots { cycle_in, cycle: coordinates.to_vec() }
}

pub(crate) fn staircase(rows: &[usize], columns: &[usize]) -> RankEvidence {
    RankEvidence::Staircase { rows: rows.to_vec(), columns: columns.to_vec() }
}

/// The canonical text.
pub(crate) fn text(certificate: impl Into<Certificate>) -> String {
    let mut bytes = Vec::new();
    flowcert_check::write(&certificate.into(), &mut bytes).expect("memory");
    String::from_utf8(bytes).expect("UTF-8")
}

/// A true certificate beside a forgery of it.
pub(crate) struct Row {
    pub(crate) truth: &'static str,
    pub(crate) true_one: LowerBound,
    pub(crate) forgery: &'static str,
    pub(crate) forged: LowerBound,
    pub(crate) code: &'static str,
}

/// Checks the rows of a rule's table, as bytes, and prints them.
pub(crate) fn mirrored(rule: &str, rows: impl IntoIterator<Item = Row>) {
    for Row { truth, true_one, forgery, forged, code } in rows {
        assert_ne!(true_one, forged, "{rule}: '{forgery}' changes nothing");
        judge(rule, truth, true_one, Accepted);
        judge(rule, forgery, forged, Rejected(code));
    }
}

/// True certificates alone.
pub(crate) fn accepted(rule: &str, cases: impl IntoIterator<Item = (&'static str, LowerBound)>) {
    cases.into_iter().for_each(|(case, bound)| judge(rule, case, bound, Accepted));
}

/// Forgeries alone.
pub(crate) fn rejected(
    rule: &str,
    cases: impl IntoIterator<Item = (&'static str, LowerBound, &'static str)>,
) {
    cases.into_iter().for_each(|(case, bound, code)| judge(rule, case, bound, Rejected(code)));
}

fn judge(rule: &str, case: &str, bound: LowerBound, ending: Ending) {
    let text = text(bound);
    expect(rule, case, text.as_bytes(), ending);
    let verdict = match ending {
        Accepted => "verified",
        Rejected(code) => code,
    };
    println!("{rule:22} {case:70} {verdict}");
}
