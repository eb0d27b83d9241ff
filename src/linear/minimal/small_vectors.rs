//! Vectors to try: all over a small field, small random ones else.

use nalgebra::DMatrix;
use rand::RngExt;
use rand_chacha::ChaCha8Rng;

use crate::scalar::Field;

/// The digits of a number to the base of the field's order, as elements.
pub(super) fn digits<F: Field>(mut index: u64, length: usize) -> Vec<F> {
    let order = F::order().unwrap_or(1);
    let mut digit = || {
        let digit = index % order;
        index /= order;
        F::from_i64(i64::try_from(digit).unwrap_or(0))
    };
    (0..length).map(|_| digit()).collect()
}

/// A matrix with entries between −`range` and `range`.
pub(super) fn random<F: Field>(
    rows: usize,
    columns: usize,
    range: i64,
    source: &mut ChaCha8Rng,
) -> DMatrix<F> {
    DMatrix::from_fn(rows, columns, |_, _| F::from_i64(source.random_range(-range..=range)))
}
