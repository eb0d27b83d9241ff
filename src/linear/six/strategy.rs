//! Which construction is tried when, and which result is kept.

use nalgebra::DMatrix;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::commutator::Effort;
use super::{SixLayers, five_layers, read_off, reflection, signed_permutation};
use crate::coupling::Flow;
use crate::matrix::Blocks;
use crate::matrix::exact::ExactField;
use crate::scalar::Field;

/// What to prefer; both are always correct and never need more than six layers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Strategy {
    /// The smallest numbers: six layers by one reflection, unless the matrix shows a shorter product.
    #[default]
    Small,
    /// The fewest layers: zero to four where the matrix shows them, five where the block C or B is invertible.
    Fewest,
}

/// The construction behind a factorization.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Route {
    /// At most four layers, read off.
    ReadOff,
    /// Six layers of a signed permutation.
    SignedPermutation,
    /// Six layers by one reflection.
    Reflection,
    /// Five layers by a commutator, where C or B is invertible.
    Five,
    /// At most six layers by a commutator.
    Commutator,
}

impl Route {
    /// The construction in words.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::ReadOff => "read off",
            Self::SignedPermutation => "signed permutation",
            Self::Reflection => "reflection",
            Self::Five => "commutator, five layers",
            Self::Commutator => "commutator",
        }
    }
}

/// Seeded restarts of the commutator construction, of which the one with the shortest numbers is kept.
const RESTARTS: usize = 4;
/// Beyond this size in bits the first success is kept: restarts are slow there, and find nothing much shorter.
const RESTART_BITS: u64 = 8192;
/// Attempts before the recursion that always succeeds.
const ATTEMPTS: usize = 12;

/// At most six additive layers of a `2d × 2d` matrix of determinant 1, over a field with more than d elements.
pub(super) fn special_linear<F: ExactField>(
    matrix: &DMatrix<F>,
    strategy: Strategy,
    seed: u64,
) -> SixLayers<F> {
    let half = matrix.nrows() / 2;
    let blocks = Blocks::of(matrix, half);
    if let Some(flow) = read_off::three(&blocks) {
        return SixLayers { flow, route: Route::ReadOff };
    }
    let inverse = F::invert(matrix).expect("a matrix of determinant 1 is invertible");
    let inverse = Blocks::of(&inverse, half);
    let four = || Some((read_off::four(&blocks, &inverse)?, Route::ReadOff));
    let signed_permutation = || Some((signed_permutation::construct(&blocks)?, Route::SignedPermutation));
    let reflection = || Some((reflection::construct(&blocks, &inverse)?, Route::Reflection));
    let commutator = || (by_commutator(&blocks, seed), Route::Commutator);
    let (flow, route) = match strategy {
        Strategy::Fewest => four().or_else(|| five(&blocks)).or_else(signed_permutation).or_else(reflection),
        Strategy::Small => shorter_numbers(four(), signed_permutation().or_else(reflection)),
    }
    .unwrap_or_else(commutator);
    SixLayers { flow, route }
}

type Found<F> = Option<(Flow<F>, Route)>;

fn shorter_numbers<F: Field>(one: Found<F>, other: Found<F>) -> Found<F> {
    one.into_iter().chain(other).min_by_key(|(flow, _)| flow.largest_bits())
}

/// Five layers, U L U L U where C is invertible, L U L U L where B is.
fn five<F: ExactField>(blocks: &Blocks<F>) -> Found<F> {
    let upper = || five_layers::construct(blocks, Effort::Complete);
    let lower = || Some(five_layers::construct(&blocks.clone().swapped(), Effort::Complete)?.swapped());
    Some((upper().or_else(lower)?, Route::Five))
}

/// The commutator construction with the sixth layer, for structured matrices: several seeded choices of w whose N is scalar
/// or cyclic, then the choice for which the recursion is certain to succeed.
fn by_commutator<F: ExactField>(blocks: &Blocks<F>, seed: u64) -> Flow<F> {
    let size = blocks.a.nrows();
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let completing = five_layers::completing_permutation(blocks);
    let mut found = Vec::new();
    for attempt in 0..ATTEMPTS {
        let w = match attempt {
            0 => completing.clone(),
            1 => DMatrix::identity(size, size),
            2 => -DMatrix::identity(size, size),
            _ => DMatrix::from_fn(size, size, |_, _| F::from_i64(random.random_range(-1..=1))),
        };
        found.extend(five_layers::with_sixth(blocks, &w, Effort::Cheap));
        if found.len() == RESTARTS || found.iter().any(|flow: &Flow<F>| flow.largest_bits() > RESTART_BITS) {
            break;
        }
    }
    found
        .into_iter()
        .min_by_key(Flow::largest_bits)
        .or_else(|| five_layers::with_sixth(blocks, &completing, Effort::Complete))
        .expect("Theorem 1: C + wA is invertible, and every N of determinant 1 is a commutator")
}
