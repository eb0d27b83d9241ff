//! What the tests share: certificates made by hand, and an independent product of layers.

use flowcert_check::{Arith, Certificate, Factorization, Ground, Half, Layer, Matrix, Mode};
use rug::Rational;

/// What a case has to end in.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Ending {
    Accepted,
    Rejected(&'static str),
}

pub(crate) use Ending::{Accepted, Rejected};

/// Checks a text and compares the outcome with the expected one.
pub(crate) fn expect(group: &str, case: &str, bytes: &[u8], ending: Ending) {
    let outcome = flowcert_check::check_bytes(bytes);
    match (&outcome, ending) {
        (Ok(_), Accepted) => {}
        (Err(rejection), Rejected(code)) if rejection.code() == code => {}
        _ => panic!("{group} / {case}: expected {ending:?}, found {outcome:?}"),
    }
}

/// A group of cases named by the property that they are about.
pub(crate) fn group(property: &str, cases: &[(&str, String, Ending)]) {
    for (case, text, ending) in cases {
        expect(property, case, text.as_bytes(), *ending);
    }
}

/// Replaces what occurs exactly once, so that no forgery silently does nothing.
pub(crate) fn replace(text: &str, old: &str, new: &str) -> String {
    assert_eq!(text.matches(old).count(), 1, "{old:?} has to occur once in {text}");
    text.replace(old, new)
}

pub(crate) fn rational(text: &str) -> Rational {
    text.parse().expect("a number")
}

pub(crate) fn matrix(rows: &[&[&str]]) -> Matrix {
    rows.iter().map(|row| row.iter().copied().map(rational).collect()).collect()
}

pub(crate) fn layer(writes: Half, shift: &[&[&str]], scale: &[&str]) -> Layer {
    Layer { writes, shift: matrix(shift), scale: scale.iter().copied().map(rational).collect() }
}

/// The canonical text of a certificate.
pub(crate) fn text(factorization: Factorization) -> String {
    let mut bytes = Vec::new();
    flowcert_check::write(&Certificate::Factorization(factorization), &mut bytes).expect("memory");
    String::from_utf8(bytes).expect("UTF-8")
}

/// A factorization whose matrix is the product of its layers.
pub(crate) fn factorization(
    ground: Ground,
    mode: Mode,
    partition: [usize; 2],
    layers: Vec<Layer>,
) -> Factorization {
    let matrix = product(ground, partition, &layers);
    Factorization {
        arith: Arith::Exact,
        ground,
        mode,
        partition,
        matrix,
        layers,
        error_bound: Rational::new(),
        max_shift_norm: None,
    }
}

/// The same over floats: its error bound is 0.
pub(crate) fn stored(arith: Arith, mode: Mode, partition: [usize; 2], layers: Vec<Layer>) -> Factorization {
    Factorization { arith, ..factorization(Ground::Rationals, mode, partition, layers) }
}

/// The product of layers, entry by entry over full matrices: slow, simple, and nothing of the checker's.
pub(crate) fn product(ground: Ground, partition: [usize; 2], layers: &[Layer]) -> Matrix {
    let side = partition[0] + partition[1];
    let mut result = identity(side);
    for layer in layers {
        let full = full_matrix(partition, layer);
        let entry = |row: usize, column: usize| {
            let sum = (0..side).map(|k| Rational::from(&full[row][k] * &result[k][column])).sum();
            reduce(ground, sum)
        };
        result = (0..side).map(|row| (0..side).map(|column| entry(row, column)).collect()).collect();
    }
    result
}

pub(crate) fn identity(side: usize) -> Matrix {
    (0..side).map(|row| (0..side).map(|column| Rational::from(u8::from(row == column))).collect()).collect()
}

fn full_matrix(partition: [usize; 2], layer: &Layer) -> Matrix {
    let mut full = identity(partition[0] + partition[1]);
    let (top, left) = match layer.writes {
        Half::First => (0, partition[0]),
        Half::Second => (partition[0], 0),
    };
    for (index, (row, scale)) in layer.shift.iter().zip(&layer.scale).enumerate() {
        full[top + index][top + index] = scale.clone();
        for (column, entry) in row.iter().enumerate() {
            full[top + index][left + column] = entry.clone();
        }
    }
    full
}

fn reduce(ground: Ground, number: Rational) -> Rational {
    match ground {
        Ground::Rationals => number,
        Ground::Prime(prime) => {
            let (mut numerator, denominator) = number.into_numer_denom();
            assert_eq!(denominator, 1);
            numerator %= prime;
            Rational::from(numerator)
        }
    }
}
