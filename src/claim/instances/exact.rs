//! Exact instances: over ℚ and over prime fields.

use nalgebra::DMatrix;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::Instance;
use crate::claim::Suite;
use crate::claim::allowed::Allowed;
use crate::claim::expected::Expected;
use crate::claim::families::exact as families;
use crate::coupling::Mode;
use crate::linear::six::{self, Strategy};
use crate::matrix::exact::ExactField;
use crate::scalar::{Fp, Rational};

/// The matrix in a mode, at most six layers.
fn instance<F: ExactField>(
    name: impl Into<String>,
    matrix: DMatrix<F>,
    mode: Mode,
    strategy: Strategy,
) -> Instance {
    let allowed = Allowed::exactly(six::bound(matrix.nrows() / 2), mode);
    within(name, matrix, allowed, strategy)
}

/// The matrix within what is allowed.
fn within<F: ExactField>(
    name: impl Into<String>,
    matrix: DMatrix<F>,
    allowed: Allowed,
    strategy: Strategy,
) -> Instance {
    let mode = allowed.mode;
    let construct = move || {
        let flow = six::construct(&matrix, mode, strategy, 0)?.flow;
        Ok(six::certify(&matrix, mode, &flow).into())
    };
    Instance { name: name.into(), expected: Expected::Factorization(allowed), construct: Box::new(construct) }
}

/// Matrices of positive determinant over ℚ, in positive mode.
pub(in crate::claim) fn linear(suite: Suite) -> Vec<Instance> {
    let mut random = ChaCha8Rng::seed_from_u64(suite.seed);
    let (repeats, largest) = if suite.quick { (8, 6) } else { (100, 8) };
    let mut instances = Vec::new();
    for half in 1..=largest {
        for repeat in 0..repeats {
            let matrix = families::positive_determinant(families::integers(2 * half, 9, &mut random));
            let name = format!("integers-{}x{}-{repeat}", 2 * half, 2 * half);
            instances.push(instance(name, matrix, Mode::Positive, Strategy::Small));
            let matrix = families::positive_determinant(families::fractions(2 * half, &mut random));
            let name = format!("fractions-{}x{}-{repeat}", 2 * half, 2 * half);
            instances.push(instance(name, matrix, Mode::Positive, Strategy::Small));
        }
    }
    for half in if suite.quick { vec![12] } else { vec![12, 16, 24, 32] } {
        let matrix = families::positive_determinant(families::integers(2 * half, 9, &mut random));
        let name = format!("integers-{}x{}", 2 * half, 2 * half);
        instances.push(instance(name, matrix, Mode::Positive, Strategy::Small));
    }
    for (name, matrix) in families::structured() {
        let matrix = families::positive_determinant(matrix);
        for (suffix, strategy) in [("small", Strategy::Small), ("fewest", Strategy::Fewest)] {
            instances.push(instance(format!("{name}-{suffix}"), matrix.clone(), Mode::Positive, strategy));
        }
    }
    instances
}

/// Permutations: every one of four and of six coordinates, the odd ones in signed mode, and random ones up to 64.
pub(in crate::claim) fn permutation(suite: Suite) -> Vec<Instance> {
    let mut random = ChaCha8Rng::seed_from_u64(suite.seed);
    let exhaustive = if suite.quick { vec![2, 4] } else { vec![2, 4, 6] };
    let mut instances = Vec::new();
    for image in exhaustive.into_iter().flat_map(families::all_permutations) {
        let name = image.iter().map(ToString::to_string).collect::<Vec<_>>().join("");
        let matrix = families::permutation(&image, &[]);
        instances.push(of_permutation(format!("permutation-{name}"), matrix, None));
    }
    for size in (8..=64).step_by(8) {
        let image = families::random_permutation(size, &mut random);
        instances.push(of_permutation(format!("random-{size}"), families::permutation(&image, &[]), None));
    }
    for (channels, groups) in [(8, 2), (16, 4), (24, 3), (64, 8)] {
        let name = format!("shuffle-{channels}-{groups}");
        let image = families::channel_shuffle(channels, groups);
        instances.push(of_permutation(name, families::permutation(&image, &[]), None));
    }
    instances
}

/// A (signed) permutation in additive mode if its determinant is 1, else in signed mode; with at most so many bits.
fn of_permutation(name: String, matrix: DMatrix<Rational>, bits: Option<u64>) -> Instance {
    let mode = if Rational::determinant(&matrix) == 1 { Mode::Additive } else { Mode::Signed };
    let allowed = Allowed { bits, ..Allowed::exactly(six::bound(matrix.nrows() / 2), mode) };
    within(name, matrix, allowed, Strategy::Small)
}

/// Signed permutations of 4 … 64 coordinates, every entry of at most 3 bits.
pub(in crate::claim) fn signed_permutation(suite: Suite) -> Vec<Instance> {
    let mut random = ChaCha8Rng::seed_from_u64(suite.seed);
    let repeats = if suite.quick { 4 } else { 50 };
    let mut instances = Vec::new();
    for size in [2, 4, 6, 8, 12, 16, 24, 32, 48, 64] {
        for repeat in 0..repeats {
            let image = families::random_permutation(size, &mut random);
            let negative: Vec<bool> = (0..size).map(|_| random.random()).collect();
            let name = format!("signed-{size}-{repeat}");
            instances.push(of_permutation(name, families::permutation(&image, &negative), Some(3)));
        }
    }
    instances
}

/// Theorem 1 in additive and signed mode, over ℚ and over small prime fields, with both strategies.
pub(in crate::claim) fn six_layers(suite: Suite) -> Vec<Instance> {
    let mut random = ChaCha8Rng::seed_from_u64(suite.seed);
    let repeats = if suite.quick { 6 } else { 100 };
    let mut instances = Vec::new();
    for half in 1..=if suite.quick { 4 } else { 6 } {
        for repeat in 0..repeats {
            let name = |mode: Mode| format!("rational-{}x{}-{}-{repeat}", 2 * half, 2 * half, mode.name());
            let matrix = families::integers(2 * half, 9, &mut random);
            let unimodular = families::unimodular(2 * half, &mut random);
            instances.push(instance(name(Mode::Signed), matrix, Mode::Signed, Strategy::Fewest));
            instances.push(instance(name(Mode::Additive), unimodular, Mode::Additive, Strategy::Small));
        }
    }
    over_prime_field::<5>(4, repeats, &mut random, &mut instances);
    over_prime_field::<7>(6, repeats, &mut random, &mut instances);
    over_prime_field::<11>(8, repeats, &mut random, &mut instances);
    over_prime_field::<101>(12, repeats, &mut random, &mut instances);
    instances
}

fn over_prime_field<const P: u64>(
    most_half: usize,
    repeats: usize,
    random: &mut ChaCha8Rng,
    instances: &mut Vec<Instance>,
) {
    for half in 1..=most_half {
        for repeat in 0..repeats {
            let matrix: DMatrix<Fp<P>> = families::residues(2 * half, random);
            let size = 2 * half;
            let strategy = if repeat % 2 == 0 { Strategy::Small } else { Strategy::Fewest };
            let name = format!("F{P}-{size}x{size}-signed-{repeat}");
            instances.push(instance(name, matrix.clone(), Mode::Signed, strategy));
            let name = format!("F{P}-{size}x{size}-additive-{repeat}");
            let matrix = families::determinant_one(matrix);
            instances.push(instance(name, matrix, Mode::Additive, strategy));
        }
    }
}
