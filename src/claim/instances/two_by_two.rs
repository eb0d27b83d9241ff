//! Instances of Theorem 9: halves of two coordinates, where it is settled which matrices need six layers.

use nalgebra::{DMatrix, Matrix2};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::Instance;
use super::needed::{MODES, exactly};
use crate::claim::Suite;
use crate::claim::allowed::Allowed;
use crate::claim::expected::Expected;
use crate::coupling::{Half, Mode, Partition};
use crate::linear::{LinearError, minimal};
use crate::scalar::Rational;

const HALVES: Partition = Partition { first: 2, second: 2 };

/// Block diagonal matrices with entries −1, 0, 1 and such with something off the diagonal, in every mode that reaches them:
/// exactly six layers where Theorem 9 says so, at most five otherwise.
pub(in crate::claim) fn two_by_two(suite: Suite) -> Vec<Instance> {
    let mut random = ChaCha8Rng::seed_from_u64(suite.seed);
    let count = if suite.quick { 40 } else { 1500 };
    let mut instances = Vec::new();
    for place in 0..count {
        let (u, v) = (small(&mut random), small(&mut random));
        // Every fourth matrix is not block diagonal: five layers are enough for it.
        let corner = if place % 4 == 3 { random.random_range(1..=3) } else { 0 };
        for mode in MODES.into_iter().filter(|mode| reaches(*mode, determinant(&u) * determinant(&v))) {
            let name = format!("{}-{place}", mode.name());
            let six = corner == 0 && needs_six(mode, &u, &v);
            let matrix = joined(&u, &v, corner);
            instances.push(if six {
                exactly(name, matrix, HALVES, mode, 6)
            } else {
                at_most_five(name, matrix, mode)
            });
        }
    }
    instances
}

/// A 2 × 2 matrix of determinant ±1 or ±2 with entries −1, 0, 1.
fn small(random: &mut ChaCha8Rng) -> Matrix2<i64> {
    loop {
        let matrix = Matrix2::from_fn(|_, _| random.random_range(-1..=1));
        if determinant(&matrix) != 0 {
            return matrix;
        }
    }
}

fn determinant(matrix: &Matrix2<i64>) -> i64 {
    matrix[(0, 0)] * matrix[(1, 1)] - matrix[(0, 1)] * matrix[(1, 0)]
}

fn reaches(mode: Mode, determinant: i64) -> bool {
    match mode {
        Mode::Additive => determinant == 1,
        Mode::Positive => determinant > 0,
        Mode::Signed | Mode::Singular => true,
    }
}

/// [u 0; 0 v], with `corner` in the last row and the first column.
fn joined(u: &Matrix2<i64>, v: &Matrix2<i64>, corner: i64) -> DMatrix<Rational> {
    DMatrix::from_fn(4, 4, |i, j| {
        Rational::from(match (i / 2, j / 2) {
            (0, 0) => u[(i, j)],
            (1, 1) => v[(i - 2, j - 2)],
            _ if (i, j) == (3, 0) => corner,
            _ => 0,
        })
    })
}

fn at_most_five(name: String, matrix: DMatrix<Rational>, mode: Mode) -> Instance {
    let construct = move || {
        let word = |leading| minimal::construct(&matrix, HALVES, mode, 5, leading, 0);
        let flow =
            word(Half::First).or_else(|| word(Half::Second)).ok_or(LinearError::NotFound { layers: 5 })?;
        Ok(flow.certificate(&matrix, mode).into())
    };
    let allowed = Allowed::exactly(5, mode);
    Instance { name, expected: Expected::Factorization(allowed), construct: Box::new(construct) }
}

/// Theorem 9 for diag(u, v), in integers: w = adj v is v⁻¹ up to the factor det v.
fn needs_six(mode: Mode, u: &Matrix2<i64>, v: &Matrix2<i64>) -> bool {
    let w = Matrix2::new(v[(1, 1)], -v[(0, 1)], -v[(1, 0)], v[(0, 0)]) * determinant(v).signum();
    match mode {
        Mode::Additive => {
            // det u·det v = 1 and both are ±1, so this w is v⁻¹ and det u = det w.
            let double = u.trace() * u.trace() == 4 * determinant(u);
            let scalar = |matrix: &Matrix2<i64>| *matrix == Matrix2::identity() * matrix[(0, 0)];
            u.trace() != w.trace() || (double && u.trace() != 2 && scalar(u) != scalar(&w))
        }
        Mode::Positive => {
            let (one, other) = (class(u), class(&w));
            one != other && one != [true; 2] && other != [true; 2]
        }
        Mode::Signed | Mode::Singular => {
            let zeros = |matrix: &Matrix2<i64>| matrix.diagonal().iter().filter(|entry| **entry == 0).count();
            matches!((zeros(u), zeros(v)), (2, 1) | (1, 2))
        }
    }
}

/// Whether a diagonal has a negative, and whether it has a positive entry.
fn class(matrix: &Matrix2<i64>) -> [bool; 2] {
    let diagonal = matrix.diagonal();
    [diagonal.iter().any(|entry| *entry < 0), diagonal.iter().any(|entry| *entry > 0)]
}
