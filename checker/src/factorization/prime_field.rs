//! Over `F_p`: the layers are multiplied to the identity one after the other, in machine integers.
//!
//! p < 2³², so a product of two elements fits into 64 bits, and a sum of 4096 products into 128.

use rug::Rational;

use super::difference;
use crate::certificate::{Factorization, Half, Layer};
use crate::rejection::Rejection;

/// A matrix of elements 0, …, p − 1.
type Elements = Vec<Vec<u64>>;

/// Checks that the product of the layers is the matrix.
pub(super) fn check_product(factorization: &Factorization, prime: u64) -> Result<(), Rejection> {
    let side = factorization.matrix.len();
    let mut first: Elements = (0..side).map(|row| unit(row, side)).collect();
    let mut second = first.split_off(factorization.partition[0].min(side));
    for layer in &factorization.layers {
        let (written, other) = match layer.writes {
            Half::First => (&mut first, &second),
            Half::Second => (&mut second, &first),
        };
        apply(layer, written, other, prime);
    }
    let product = first.iter().chain(&second).map(|row| row.iter().copied().map(Rational::from).collect());
    difference::first(product, &factorization.matrix).map_or(Ok(()), Err)
}

fn unit(index: usize, length: usize) -> Vec<u64> {
    (0..length).map(|column| u64::from(column == index)).collect()
}

/// written ← Λ·written + S·other.
fn apply(layer: &Layer, written: &mut Elements, other: &Elements, prime: u64) {
    for ((row, shift), scale) in written.iter_mut().zip(&layer.shift).zip(&layer.scale) {
        let scale = element(scale);
        let mut sums: Vec<u128> = row.iter().map(|entry| u128::from(entry * scale)).collect();
        for (factor, other_row) in shift.iter().map(element).zip(other) {
            for (sum, entry) in sums.iter_mut().zip(other_row) {
                *sum += u128::from(entry * factor);
            }
        }
        // A remainder below p < 2³² always fits.
        *row = sums.iter().map(|sum| u64::try_from(sum % u128::from(prime)).unwrap_or(0)).collect();
    }
}

/// An element of the field; that it is one of 0, …, p − 1 has been checked.
fn element(number: &Rational) -> u64 {
    number.numer().to_u64().unwrap_or(0)
}
