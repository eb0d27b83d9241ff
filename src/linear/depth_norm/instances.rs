//! The matrices of the table, all of determinant 1.

use std::f64::consts::TAU;

use nalgebra::DMatrix;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::SEED;
use crate::matrix::float::{FloatField, scale_columns};

/// The condition number of the ill-conditioned matrices.
pub(super) const CONDITION: f64 = 1e4;

/// One matrix of the table.
#[derive(Clone, Debug, PartialEq)]
pub struct Instance {
    /// Its name.
    pub name: String,
    /// The family of which it is one.
    pub family: &'static str,
    /// The matrix, `2d × 2d`, of determinant 1.
    pub matrix: DMatrix<f64>,
    /// Whether five additive layers cannot make it, by the proposition of docs/depth-vs-norm.md.
    pub witness: bool,
}

impl Instance {
    /// The d of the `2d × 2d` matrix.
    #[must_use]
    pub fn half(&self) -> usize {
        self.matrix.nrows() / 2
    }

    fn new(name: impl Into<String>, family: &'static str, matrix: DMatrix<f64>, witness: bool) -> Self {
        Self { name: name.into(), family, matrix, witness }
    }
}

/// All matrices with halves of at most `largest_half`.
pub(super) fn all(largest_half: usize) -> Vec<Instance> {
    let mut instances = Vec::new();
    for half in 2..=4 {
        let size = 2 * half;
        instances.push(Instance::new(
            format!("random rotation, n = {size}"),
            "orthogonal",
            rotation(size, 0),
            false,
        ));
    }
    for half in 2..=4 {
        let size = 2 * half;
        instances.push(Instance::new(format!("Gaussian, n = {size}"), "Gaussian", gaussian(size), false));
    }
    for half in 2..=3 {
        let size = 2 * half;
        instances.push(Instance::new(
            format!("κ = 1e4, n = {size}"),
            "ill-conditioned",
            ill_conditioned(size),
            false,
        ));
    }
    instances.push(Instance::new("−I, n = 4", "permutation", -DMatrix::identity(4, 4), false));
    instances.push(Instance::new("3-cycle, n = 4", "permutation", cycle(&[0, 1, 2], 4), false));
    instances.push(Instance::new("3-cycle across, n = 6", "permutation", cycle(&[0, 1, 3], 6), false));
    instances.extend(witnesses());
    instances.retain(|instance| instance.half() <= largest_half);
    instances
}

/// diag(u, I), which five layers cannot make, by the proposition: tr u ≠ tr I and tr I ≠ tr u⁻¹.
fn witnesses() -> Vec<Instance> {
    let quarter_turn = DMatrix::from_row_slice(2, 2, &[0.0, -1.0, 1.0, 0.0]);
    let stretch = DMatrix::from_row_slice(2, 2, &[2.0, 0.0, 0.0, 0.5]);
    [
        ("R₉₀ ⊕ I₂", with_identity(&quarter_turn, 4)),
        ("−I₂ ⊕ I₂", with_identity(&-DMatrix::identity(2, 2), 4)),
        ("diag(2, ½) ⊕ I₂", with_identity(&stretch, 4)),
        ("R₉₀ ⊕ I₄", with_identity(&quarter_turn, 6)),
        ("3-cycle ⊕ I₃", cycle(&[0, 1, 2], 6)),
    ]
    .map(|(name, matrix)| Instance::new(name, "six-layer witness", matrix, true))
    .into()
}

fn with_identity(block: &DMatrix<f64>, size: usize) -> DMatrix<f64> {
    let mut matrix = DMatrix::identity(size, size);
    matrix.view_mut((0, 0), block.shape()).copy_from(block);
    matrix
}

/// The permutation that moves each of `points` to the next.
fn cycle(points: &[usize], size: usize) -> DMatrix<f64> {
    let mut matrix = DMatrix::identity(size, size);
    for (place, &point) in points.iter().enumerate() {
        matrix[(point, point)] = 0.0;
        matrix[(points[(place + 1) % points.len()], point)] = 1.0;
    }
    matrix
}

/// A matrix of independent Gaussian entries; `number` tells apart those of one size.
fn normal(size: usize, number: u64) -> DMatrix<f64> {
    let mut random = ChaCha8Rng::seed_from_u64(SEED);
    // Far from the streams of the starts.
    random.set_stream(u64::MAX - 100 * size as u64 - number);
    DMatrix::from_fn(size, size, |_, _| normal_number(&mut random))
}

/// A Gaussian number, by Box and Muller's method.
pub(super) fn normal_number(random: &mut ChaCha8Rng) -> f64 {
    let (radius, angle): (f64, f64) = (random.random(), random.random());
    (-2.0 * (1.0 - radius).ln()).sqrt() * (TAU * angle).cos()
}

/// A random rotation.
fn rotation(size: usize, number: u64) -> DMatrix<f64> {
    let mut matrix = f64::orthogonal_factor(&normal(size, number));
    if matrix.determinant() < 0.0 {
        matrix.row_mut(0).neg_mut();
    }
    matrix
}

fn gaussian(size: usize) -> DMatrix<f64> {
    let mut matrix = normal(size, 1);
    let determinant = matrix.determinant();
    if determinant < 0.0 {
        matrix.row_mut(0).neg_mut();
    }
    matrix / determinant.abs().powf(1.0 / size as f64)
}

/// Singular values in geometric progression from √κ to 1/√κ, so that their product is 1.
fn ill_conditioned(size: usize) -> DMatrix<f64> {
    let value = |k: usize| CONDITION.powf(0.5 - k as f64 / (size - 1) as f64);
    let values: Vec<f64> = (0..size).map(value).collect();
    scale_columns(&rotation(size, 2), &values) * rotation(size, 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_determinant_is_one_and_names_are_different() {
        let instances = all(4);
        for instance in &instances {
            let determinant = instance.matrix.determinant();
            assert!((determinant - 1.0).abs() < 1e-11, "{}: {determinant}", instance.name);
        }
        let names: std::collections::BTreeSet<_> = instances.iter().map(|instance| &instance.name).collect();
        assert_eq!(names.len(), instances.len());
    }

    #[test]
    fn the_ill_conditioned_ones_have_their_condition_number() {
        for size in [4, 6] {
            let values = ill_conditioned(size).singular_values();
            assert!((values.max() / values.min() / CONDITION - 1.0).abs() < 1e-9);
        }
    }

    #[test]
    fn witnesses_are_block_diagonal_with_different_traces() {
        for instance in witnesses() {
            let half = instance.half();
            let block = |i, j| instance.matrix.view((i, j), (half, half)).into_owned();
            assert_eq!((block(0, half).norm(), block(half, 0).norm()), (0.0, 0.0));
            assert_eq!(block(half, half), DMatrix::identity(half, half));
            let inverse = block(0, 0).try_inverse().expect("a block of determinant 1");
            for block in [block(0, 0), inverse] {
                assert!((block.trace() - half as f64).abs() > 0.1, "{}", instance.name);
            }
        }
    }
}
