//! The instances of the claims: which matrices, in which mode, over which field.

use flowcert_check::Certificate;
use nalgebra::DMatrix;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::families;
use super::verify::Suite;
use crate::coupling::Mode;
use crate::linear::LinearError;
use crate::linear::six::{self, Strategy};
use crate::matrix::exact::ExactField;
use crate::scalar::{Fp, Rational};

/// One matrix on which a claim is checked.
pub struct Instance {
    /// What the matrix is; also the name of its certificate.
    pub name: String,
    /// The most layers that the claim allows.
    pub most_layers: usize,
    /// The longest numerator or denominator in a layer that the claim allows, in bits.
    pub most_bits: Option<u64>,
    construct: Box<dyn Fn() -> Result<Made, LinearError> + Send + Sync>,
}

/// What an instance's construction gives.
pub(super) struct Made {
    pub(super) certificate: Certificate,
    pub(super) bits: u64,
}

impl Instance {
    /// The matrix `matrix` in a mode, at most six layers.
    fn new<F: ExactField>(
        name: impl Into<String>,
        matrix: DMatrix<F>,
        mode: Mode,
        strategy: Strategy,
    ) -> Self {
        let most_layers = six::bound(matrix.nrows() / 2);
        let construct = move || {
            let flow = six::construct(&matrix, mode, strategy, 0)?.flow;
            Ok(Made { certificate: six::certify(&matrix, mode, &flow), bits: flow.largest_bits() })
        };
        Self { name: name.into(), most_layers, most_bits: None, construct: Box::new(construct) }
    }

    pub(super) fn construct(&self) -> Result<Made, LinearError> {
        (self.construct)()
    }
}

/// Matrices of positive determinant over ℚ, in positive mode.
pub(super) fn linear(suite: Suite) -> Vec<Instance> {
    let mut random = ChaCha8Rng::seed_from_u64(suite.seed);
    let (repeats, largest) = if suite.quick { (8, 6) } else { (100, 8) };
    let mut instances = Vec::new();
    for half in 1..=largest {
        for repeat in 0..repeats {
            let matrix = families::positive_determinant(families::integers(2 * half, 9, &mut random));
            let name = format!("integers-{}x{}-{repeat}", 2 * half, 2 * half);
            instances.push(Instance::new(name, matrix, Mode::Positive, Strategy::Small));
            let matrix = families::positive_determinant(families::fractions(2 * half, &mut random));
            let name = format!("fractions-{}x{}-{repeat}", 2 * half, 2 * half);
            instances.push(Instance::new(name, matrix, Mode::Positive, Strategy::Small));
        }
    }
    for half in if suite.quick { vec![12] } else { vec![12, 16, 24, 32] } {
        let matrix = families::positive_determinant(families::integers(2 * half, 9, &mut random));
        let name = format!("integers-{}x{}", 2 * half, 2 * half);
        instances.push(Instance::new(name, matrix, Mode::Positive, Strategy::Small));
    }
    for (name, matrix) in families::structured() {
        let matrix = families::positive_determinant(matrix);
        for (suffix, strategy) in [("small", Strategy::Small), ("fewest", Strategy::Fewest)] {
            instances.push(Instance::new(
                format!("{name}-{suffix}"),
                matrix.clone(),
                Mode::Positive,
                strategy,
            ));
        }
    }
    instances
}

/// Permutations: every one of four and of six coordinates, the odd ones in signed mode, and random ones up to 64.
pub(super) fn permutation(suite: Suite) -> Vec<Instance> {
    let mut random = ChaCha8Rng::seed_from_u64(suite.seed);
    let exhaustive = if suite.quick { vec![2, 4] } else { vec![2, 4, 6] };
    let mut instances = Vec::new();
    for image in exhaustive.into_iter().flat_map(families::all_permutations) {
        let name = image.iter().map(ToString::to_string).collect::<Vec<_>>().join("");
        instances.push(of_permutation(format!("permutation-{name}"), &families::permutation(&image, &[])));
    }
    for size in (8..=64).step_by(8) {
        let image = families::random_permutation(size, &mut random);
        instances.push(of_permutation(format!("random-{size}"), &families::permutation(&image, &[])));
    }
    for (channels, groups) in [(8, 2), (16, 4), (24, 3), (64, 8)] {
        let name = format!("shuffle-{channels}-{groups}");
        let image = families::channel_shuffle(channels, groups);
        instances.push(of_permutation(name, &families::permutation(&image, &[])));
    }
    instances
}

/// A (signed) permutation in additive mode if its determinant is 1, else in signed mode.
fn of_permutation(name: String, matrix: &DMatrix<Rational>) -> Instance {
    let mode = if Rational::determinant(matrix) == 1 { Mode::Additive } else { Mode::Signed };
    Instance::new(name, matrix.clone(), mode, Strategy::Small)
}

/// Signed permutations of 4 … 64 coordinates, every entry of at most 3 bits.
pub(super) fn signed_permutation(suite: Suite) -> Vec<Instance> {
    let mut random = ChaCha8Rng::seed_from_u64(suite.seed);
    let repeats = if suite.quick { 4 } else { 50 };
    let mut instances = Vec::new();
    for size in [2, 4, 6, 8, 12, 16, 24, 32, 48, 64] {
        for repeat in 0..repeats {
            let image = families::random_permutation(size, &mut random);
            let negative: Vec<bool> = (0..size).map(|_| random.random()).collect();
            let name = format!("signed-{size}-{repeat}");
            let instance = of_permutation(name, &families::permutation(&image, &negative));
            instances.push(Instance { most_bits: Some(3), ..instance });
        }
    }
    instances
}

/// Theorem 1 in additive and signed mode, over ℚ and over small prime fields, with both strategies.
pub(super) fn six_layers(suite: Suite) -> Vec<Instance> {
    let mut random = ChaCha8Rng::seed_from_u64(suite.seed);
    let repeats = if suite.quick { 6 } else { 100 };
    let mut instances = Vec::new();
    for half in 1..=if suite.quick { 4 } else { 6 } {
        for repeat in 0..repeats {
            let name = |mode: Mode| format!("rational-{}x{}-{}-{repeat}", 2 * half, 2 * half, mode.name());
            let matrix = families::integers(2 * half, 9, &mut random);
            let unimodular = families::unimodular(2 * half, &mut random);
            instances.push(Instance::new(name(Mode::Signed), matrix, Mode::Signed, Strategy::Fewest));
            instances.push(Instance::new(name(Mode::Additive), unimodular, Mode::Additive, Strategy::Small));
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
            instances.push(Instance::new(name, matrix.clone(), Mode::Signed, strategy));
            let name = format!("F{P}-{size}x{size}-additive-{repeat}");
            let matrix = families::determinant_one(matrix);
            instances.push(Instance::new(name, matrix, Mode::Additive, strategy));
        }
    }
}
