//! Matrices of floats: rotations, prescribed singular values, and the classics of ill conditioning.

use std::f64::consts::PI;

use nalgebra::DMatrix;
use rand::RngExt;
use rand_chacha::ChaCha8Rng;

use super::exact;
use crate::matrix::Product;
use crate::matrix::float::{FloatField, has_positive_determinant, scale_columns};
use crate::scalar::{Field, Mpfr, Rational};

/// Nearly Gaussian entries of variance 1.
pub(in crate::claim) fn gaussian(size: usize, random: &mut ChaCha8Rng) -> DMatrix<f64> {
    DMatrix::from_fn(size, size, |_, _| (0..12).map(|_| random.random::<f64>()).sum::<f64>() - 6.0)
}

/// A random rotation: orthogonal up to rounding, of determinant 1.
pub(in crate::claim) fn rotation(size: usize, random: &mut ChaCha8Rng) -> DMatrix<f64> {
    turned_to_determinant_one(f64::orthogonal_factor(&gaussian(size, random)))
}

/// The same in floats of any precision.
pub(in crate::claim) fn long_rotation(size: usize, bits: u32, random: &mut ChaCha8Rng) -> DMatrix<Mpfr> {
    turned_to_determinant_one(Mpfr::orthogonal_factor(&in_bits(&gaussian(size, random), bits)))
}

/// The same numbers as floats of another precision, rounded where it is less.
pub(in crate::claim) fn in_bits<F: Field>(matrix: &DMatrix<F>, bits: u32) -> DMatrix<Mpfr> {
    matrix.map(|entry| Mpfr::new(bits, &entry.to_rational()))
}

fn turned_to_determinant_one<F: FloatField>(mut orthogonal: DMatrix<F>) -> DMatrix<F> {
    if !has_positive_determinant(&orthogonal) {
        negate_row(&mut orthogonal, 0);
    }
    orthogonal
}

/// Changes the sign of the determinant.
pub(in crate::claim) fn negate_row<F: FloatField>(matrix: &mut DMatrix<F>, row: usize) {
    for entry in &mut matrix.row_mut(row) {
        *entry = -entry.clone();
    }
}

/// Rotations by the angles, each in a plane of its own; the planes are random, the rest is fixed.
pub(in crate::claim) fn rotation_by(angles: &[f64], size: usize, random: &mut ChaCha8Rng) -> DMatrix<f64> {
    let mut blocks = DMatrix::identity(size, size);
    for (k, angle) in angles.iter().enumerate() {
        let (sine, cosine) = angle.sin_cos();
        let plane = DMatrix::from_row_slice(2, 2, &[cosine, -sine, sine, cosine]);
        blocks.view_mut((2 * k, 2 * k), (2, 2)).copy_from(&plane);
    }
    let basis = rotation(size, random);
    f64::multiply(&f64::multiply(&basis, &blocks), &basis.transpose())
}

/// The orthonormal discrete cosine transform (DCT-II).
pub(in crate::claim) fn cosine_transform(size: usize) -> DMatrix<f64> {
    DMatrix::from_fn(size, size, |i, j| {
        let amplitude = if i == 0 { 1.0 } else { 2.0_f64 } / size as f64;
        amplitude.sqrt() * (PI * i as f64 * (j as f64 + 0.5) / size as f64).cos()
    })
}

/// A permutation with random signs.
pub(in crate::claim) fn signed_permutation(size: usize, random: &mut ChaCha8Rng) -> DMatrix<f64> {
    let image = exact::random_permutation(size, random);
    let negative: Vec<bool> = (0..size).map(|_| random.random()).collect();
    exact::permutation(&image, &negative).map(|entry| entry.to_f64())
}

/// Singular values from `largest` down to `largest`/κ at equal ratios, between random rotations.
pub(in crate::claim) fn of_condition(
    size: usize,
    condition: f64,
    largest: f64,
    random: &mut ChaCha8Rng,
) -> DMatrix<f64> {
    let values: Vec<f64> =
        (0..size).map(|k| largest * condition.powf(-(k as f64) / (size as f64 - 1.0))).collect();
    f64::multiply(&scale_columns(&rotation(size, random), &values), &rotation(size, random))
}

/// A random rotation with its rows and columns scaled by powers of ten up to 10^`row` and 10^`column`.
pub(in crate::claim) fn graded(size: usize, row: f64, column: f64, random: &mut ChaCha8Rng) -> DMatrix<f64> {
    let base = rotation(size, random);
    let power = |k: usize, exponent: f64| 10_f64.powf(exponent * k as f64 / (size as f64 - 1.0));
    DMatrix::from_fn(size, size, |i, j| base[(i, j)] * power(i, row) * power(j, column))
}

/// 1/(i + j − 1), rows and columns counted from 1.
pub(in crate::claim) fn hilbert(size: usize) -> DMatrix<Rational> {
    DMatrix::from_fn(size, size, |i, j| Rational::from((1, i + j + 1)))
}

/// Kahan's upper triangular matrix diag(1, s, s², …)·(I − c·N), N strictly upper triangular of ones, s² + c² = 1: far closer to
/// singular than its diagonal tells.
pub(in crate::claim) fn kahan(size: usize, angle: f64) -> DMatrix<f64> {
    let (sine, cosine) = angle.sin_cos();
    DMatrix::from_fn(size, size, |i, j| {
        let row = sine.powi(i as i32);
        match i.cmp(&j) {
            std::cmp::Ordering::Less => -cosine * row,
            std::cmp::Ordering::Equal => row,
            std::cmp::Ordering::Greater => 0.0,
        }
    })
}

/// Powers of the nodes 1/n, 2/n, …, 1.
pub(in crate::claim) fn vandermonde(size: usize) -> DMatrix<f64> {
    DMatrix::from_fn(size, size, |i, j| ((i + 1) as f64 / size as f64).powi(j as i32))
}
