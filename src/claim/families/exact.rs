//! Matrices of exact numbers.

use nalgebra::DMatrix;
use rand::RngExt;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;

use crate::matrix::exact::ExactField;
use crate::scalar::{Fp, Rational};

/// An invertible matrix with integer entries in −bound … bound.
pub(in crate::claim) fn integers(size: usize, bound: i64, random: &mut ChaCha8Rng) -> DMatrix<Rational> {
    invertible(|| DMatrix::from_fn(size, size, |_, _| Rational::from(random.random_range(-bound..=bound))))
}

/// An invertible matrix with fractions of numerators up to 20 and denominators up to 12.
pub(in crate::claim) fn fractions(size: usize, random: &mut ChaCha8Rng) -> DMatrix<Rational> {
    let mut entry = || Rational::from((random.random_range(-20..=20), random.random_range(1..=12)));
    invertible(|| DMatrix::from_fn(size, size, |_, _| entry()))
}

/// An invertible matrix over F_P.
pub(in crate::claim) fn residues<const P: u64>(size: usize, random: &mut ChaCha8Rng) -> DMatrix<Fp<P>> {
    invertible(|| DMatrix::from_fn(size, size, |_, _| Fp::new(random.random_range(0..P))))
}

fn invertible<F: ExactField>(mut draw: impl FnMut() -> DMatrix<F>) -> DMatrix<F> {
    loop {
        let matrix = draw();
        if !F::determinant(&matrix).is_zero() {
            return matrix;
        }
    }
}

/// An integer matrix of determinant 1: a product of random elementary matrices.
pub(in crate::claim) fn unimodular(size: usize, random: &mut ChaCha8Rng) -> DMatrix<Rational> {
    let mut matrix = DMatrix::identity(size, size);
    for _ in 0..3 * size {
        let (i, j) = (random.random_range(0..size), random.random_range(0..size));
        if i != j {
            let factor = Rational::from(random.random_range(-2..=2));
            for k in 0..size {
                let step = Rational::from(&matrix[(j, k)] * &factor);
                matrix[(i, k)] += step;
            }
        }
    }
    matrix
}

/// The last column divided by the determinant.
pub(in crate::claim) fn determinant_one<F: ExactField>(mut matrix: DMatrix<F>) -> DMatrix<F> {
    let inverse = F::determinant(&matrix).inverse().expect("the families are invertible");
    for entry in &mut matrix.column_mut(matrix.ncols() - 1) {
        *entry = entry.times(&inverse);
    }
    matrix
}

/// The first row negated where the determinant is negative.
pub(in crate::claim) fn positive_determinant(mut matrix: DMatrix<Rational>) -> DMatrix<Rational> {
    if Rational::determinant(&matrix) < 0 {
        for entry in &mut matrix.row_mut(0) {
            *entry = -entry.clone();
        }
    }
    matrix
}

/// e_k ↦ ±e_{image(k)}, the sign negative where `negative[k]`.
pub(in crate::claim) fn permutation(image: &[usize], negative: &[bool]) -> DMatrix<Rational> {
    let mut matrix = DMatrix::zeros(image.len(), image.len());
    for (k, &i) in image.iter().enumerate() {
        matrix[(i, k)] = Rational::from(if negative.get(k) == Some(&true) { -1 } else { 1 });
    }
    matrix
}

/// Every permutation of 0 … size − 1, in lexicographic order.
pub(in crate::claim) fn all_permutations(size: usize) -> Vec<Vec<usize>> {
    let mut found = vec![vec![]];
    for _ in 0..size {
        found = found
            .iter()
            .flat_map(|image: &Vec<usize>| {
                (0..size).filter(|k| !image.contains(k)).map(|k| [image.as_slice(), &[k]].concat())
            })
            .collect();
    }
    found
}

pub(in crate::claim) fn random_permutation(size: usize, random: &mut ChaCha8Rng) -> Vec<usize> {
    let mut image: Vec<usize> = (0..size).collect();
    image.shuffle(random);
    image
}

/// ShuffleNet's channel shuffle: the channels as a groups × (channels / groups) array, transposed.
pub(in crate::claim) fn channel_shuffle(channels: usize, groups: usize) -> Vec<usize> {
    let width = channels / groups;
    (0..channels).map(|k| (k % width) * groups + k / width).collect()
}

/// Matrices with structure: where constructions for generic ones fail.
pub(in crate::claim) fn structured() -> Vec<(String, DMatrix<Rational>)> {
    let mut found = Vec::new();
    for half in [1, 2, 3, 4, 8] {
        let size = 2 * half;
        let entry =
            |f: &dyn Fn(usize, usize) -> i64| DMatrix::from_fn(size, size, |i, j| Rational::from(f(i, j)));
        let mut add = |name: &str, matrix| found.push((format!("{name}-{size}x{size}"), matrix));
        add("identity", entry(&|i, j| i64::from(i == j)));
        add("minus-identity", entry(&|i, j| -i64::from(i == j)));
        add("one-pair-moved", one_pair_moved(size));
        add(
            "scalar-blocks",
            entry(&|i, j| {
                if i != j {
                    0
                } else if i < half {
                    2
                } else {
                    3
                }
            }),
        );
        add(
            "companion",
            entry(&|i, j| i64::from(i == j + 1) + if j + 1 == size { 1 - 2 * (i as i64 % 2) } else { 0 }),
        );
        add("jordan", entry(&|i, j| 2 * i64::from(i == j) + i64::from(i + 1 == j)));
        add("upper-unipotent", entry(&|i, j| i64::from(i <= j)));
        add("exchange", entry(&|i, j| i64::from(i + j + 1 == size)));
        if size.is_power_of_two() {
            add("walsh-hadamard", entry(&|i, j| 1 - 2 * (i64::from((i & j).count_ones()) % 2)));
        }
    }
    found
}

/// diag(2, 1/2, 1, …, 1).
fn one_pair_moved(size: usize) -> DMatrix<Rational> {
    let mut matrix = DMatrix::identity(size, size);
    matrix[(0, 0)] = Rational::from(2);
    matrix[(1, 1)] = Rational::from((1, 2));
    matrix
}
