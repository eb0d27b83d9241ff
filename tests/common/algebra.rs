//! Rational matrices and the product of a certificate's layers: written for these tests alone, so that they share nothing
//! with what they test.

use rug::Rational;
use serde_json::Value;

/// The rows of a matrix.
pub(crate) type Matrix = Vec<Vec<Rational>>;

/// A rational number from its text.
#[track_caller]
pub(crate) fn number(text: &str) -> Rational {
    text.parse().unwrap_or_else(|error| panic!("'{text}': {error}"))
}

/// A vector from the JSON list of its numbers: fractions in text, or doubles, which are rational numbers too.
#[track_caller]
pub(crate) fn vector(list: &Value) -> Vec<Rational> {
    let entry = |entry: &Value| match entry.as_str() {
        Some(text) => number(text),
        None => Rational::from_f64(entry.as_f64().expect("a string or a number")).expect("a finite number"),
    };
    list.as_array().expect("a list").iter().map(entry).collect()
}

/// A matrix from the JSON list of its rows.
#[track_caller]
pub(crate) fn matrix(rows: &Value) -> Matrix {
    rows.as_array().expect("a list of rows").iter().map(vector).collect()
}

/// A matrix, or vectors, from lines of numbers and commas.
#[track_caller]
pub(crate) fn from_csv(text: &str) -> Matrix {
    text.lines().map(|line| line.split(',').map(number).collect()).collect()
}

/// Lines of numbers and commas.
pub(crate) fn to_csv(rows: &Matrix) -> String {
    let line = |row: &Vec<Rational>| row.iter().map(Rational::to_string).collect::<Vec<_>>().join(",") + "\n";
    rows.iter().map(line).collect()
}

/// The JSON list of the rows.
pub(crate) fn to_json(rows: &Matrix) -> Value {
    rows.iter().map(|row| row.iter().map(Rational::to_string).collect::<Value>()).collect()
}

/// M·x.
pub(crate) fn image(matrix: &Matrix, vector: &[Rational]) -> Vec<Rational> {
    let entry = |row: &Vec<Rational>| {
        row.iter().zip(vector).map(|(entry, coordinate)| Rational::from(entry * coordinate)).sum()
    };
    matrix.iter().map(entry).collect()
}

/// The matrix of the layers of a certificate over ℚ: the images of the unit vectors under one layer after the other.
#[track_caller]
pub(crate) fn product_of_layers(certificate: &Value) -> Matrix {
    let half = |index: usize| certificate["partition"][index].as_u64().expect("a length") as usize;
    let (first, size) = (half(0), half(0) + half(1));
    let unit = |j: usize| (0..size).map(|i| Rational::from(u8::from(i == j))).collect::<Vec<_>>();
    let mut columns: Matrix = (0..size).map(unit).collect();
    for layer in certificate["layers"].as_array().expect("layers") {
        for column in &mut columns {
            apply_layer(layer, column, first);
        }
    }
    (0..size).map(|i| columns.iter().map(|column| column[i].clone()).collect()).collect()
}

/// One half becomes Λ times itself plus S times the other half.
fn apply_layer(layer: &Value, column: &mut [Rational], first: usize) {
    let (shift, scale) = (matrix(&layer["shift"]), vector(&layer["scale"]));
    let (x1, x2) = column.split_at_mut(first);
    let (written, read) = if layer["writes"] == "first" { (x1, x2) } else { (x2, x1) };
    for ((coordinate, scale), shifted) in written.iter_mut().zip(scale).zip(image(&shift, read)) {
        *coordinate *= scale;
        *coordinate += shifted;
    }
}
