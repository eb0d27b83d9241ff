//! Block diagonal matrices that map a double coset to itself.

use std::collections::HashMap;

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::conjugation::Conjugation;
use super::packed::Packed;
use super::space::{Kind, Space};

/// Stabilizers that are drawn for each double coset: more of them join more cosets, and too few of them only leave more to
/// count.
const DRAWN: usize = 12;

/// Some stabilizers of a double coset with `size` conjugates, by a random walk from a fixed seed: where it meets a conjugate for
/// the second time, the second way there and the first one back are one. A walk of t steps meets t²/(2·size) again.
pub(super) fn drawn(
    space: &Space,
    kind: Kind,
    generators: &[Conjugation],
    number: u64,
    size: u64,
) -> Vec<Conjugation> {
    let (cosets, field, side) = (space.cosets(kind), &space.field, space.size());
    let mut random = ChaCha8Rng::seed_from_u64(number);
    let mut ways = HashMap::from([(number, Conjugation::identity(side))]);
    let (mut way, mut place, mut found) = (Conjugation::identity(side), number, Vec::new());
    if generators.is_empty() {
        return found;
    }
    for _ in 0..64 + 6 * size.isqrt() {
        let generator = &generators[random.random_range(0..generators.len())];
        let Some(matrix) = cosets.representative(place) else { break };
        place = cosets.number(&generator.apply(field, &matrix));
        way = way.then(field, generator);
        if let Some(first) = ways.get(&place) {
            let back = way.then(field, &first.inverted());
            if !is_scalar(space, &back.matrix)
                && found.iter().all(|other: &Conjugation| other.matrix != back.matrix)
            {
                found.push(back);
            }
            // Another way from here on: the next meetings are of other loops.
            way = *first;
        } else {
            ways.insert(place, way);
        }
        if found.len() == DRAWN {
            break;
        }
    }
    found
}

/// Whether conjugation by the matrix does nothing.
fn is_scalar(space: &Space, matrix: &Packed) -> bool {
    let identity = Packed::identity(space.size());
    (1..space.field.prime).any(|factor| identity.0.map(|row| space.field.times(factor, row)) == matrix.0)
}
