//! The cosets in one double coset L·M·U, one of each class of conjugates.

use super::conjugation::Conjugation;
use super::packed::{MOST_ROWS, Packed};
use super::space::{Kind, Space};

/// Layers L(s), with weights, such that the cosets L(s)·M·U with these weights stand for all cosets in L·M·U.
///
/// Two layers s, s + k give the same coset if L(k)·M·U = M·U. A block diagonal h that maps L·M·U to itself by conjugation has
/// h·M·h⁻¹ ∈ L(a)·M·U, so it maps the coset of s to that of h₂·s·h₁⁻¹ + a, which needs as many layers. Layers are joined along
/// both kinds of maps; any set of such h is right.
pub(super) fn weighted_cosets(
    space: &Space,
    matrix: &Packed,
    stabilizers: &[Conjugation],
) -> Vec<(u64, u64)> {
    let Some(inverse) = space.field.inverse_matrix(matrix, space.size()) else { return Vec::new() };
    let kernel = kernel(space, matrix, &inverse);
    let mut maps: Vec<Map> = basis(space, &kernel).into_iter().map(Map::Translation).collect();
    maps.extend(
        stabilizers.iter().filter_map(|stabilizer| Map::conjugation(space, matrix, &inverse, stabilizer)),
    );
    let mut cosets = joined(space, &maps);
    // Each coset belongs to as many layers as there are in the kernel.
    cosets.iter_mut().for_each(|(_, weight)| *weight /= kernel.len() as u64);
    cosets
}

/// The least layer of each set that the maps join, with the size of the set.
fn joined(space: &Space, maps: &[Map]) -> Vec<(u64, u64)> {
    let length = space.layers();
    if maps.is_empty() {
        return (0..length).map(|code| (code, 1)).collect();
    }
    let mut seen = vec![false; length as usize];
    let mut sets = Vec::new();
    for start in 0..length {
        if std::mem::replace(&mut seen[start as usize], true) {
            continue;
        }
        let (mut open, mut size) = (vec![start], 0);
        while let Some(code) = open.pop() {
            size += 1;
            for map in maps {
                let image = map.image(space, code);
                if !std::mem::replace(&mut seen[image as usize], true) {
                    open.push(image);
                }
            }
        }
        sets.push((start, size));
    }
    sets
}

/// The layers k with L(k)·M·U = M·U.
fn kernel(space: &Space, matrix: &Packed, inverse: &Packed) -> Vec<u64> {
    let mut kernel = Vec::new();
    space.walk(Kind::L).each(&space.field, matrix, |code, product| {
        if fixes(space, inverse, product) {
            kernel.push(code);
        }
    });
    kernel
}

/// Whether N·U = M·U, from M⁻¹ and N: the matrix M⁻¹·N is [I x; 0 I].
fn fixes(space: &Space, inverse: &Packed, other: &Packed) -> bool {
    let quotient = space.field.product(inverse, other);
    let identity = Packed::identity(space.size());
    let right = u64::MAX << (8 * space.partition.first);
    (0..MOST_ROWS).all(|row| {
        let difference = quotient.0[row] ^ identity.0[row];
        difference & if row < space.partition.first { !right } else { u64::MAX } == 0
    })
}

/// A basis of a set of layers that is closed under addition.
fn basis(space: &Space, layers: &[u64]) -> Vec<u64> {
    let walk = space.walk(Kind::L);
    let (mut basis, mut span) = (Vec::new(), vec![0]);
    let mut spanned = vec![false; if layers.len() > 1 { space.layers() as usize } else { 1 }];
    spanned[0] = true;
    for &layer in layers {
        if !spanned[layer as usize] {
            basis.push(layer);
            let mut multiple = layer;
            for before in vec![span.clone(); space.field.prime as usize - 1] {
                let sums = before.iter().map(|other| walk.sum(&space.field, *other, multiple));
                span.extend(sums.inspect(|sum| spanned[*sum as usize] = true));
                multiple = walk.sum(&space.field, multiple, layer);
            }
        }
    }
    basis
}

/// A map of layers that keeps the number of layers of the coset.
enum Map {
    /// s ↦ s + k.
    Translation(u64),
    /// s ↦ h₂·s·h₁⁻¹ + a.
    Conjugation(Conjugation, u64),
}

impl Map {
    fn conjugation(space: &Space, matrix: &Packed, inverse: &Packed, by: &Conjugation) -> Option<Self> {
        let (field, walk) = (&space.field, space.walk(Kind::L));
        let image = by.apply(field, matrix);
        let mut minus_shift = None;
        walk.each(field, &image, |code, product| {
            if minus_shift.is_none() && fixes(space, inverse, product) {
                minus_shift = Some(code);
            }
        });
        Some(Self::Conjugation(*by, walk.negative(field, minus_shift?)))
    }

    fn image(&self, space: &Space, code: u64) -> u64 {
        let (field, walk) = (&space.field, space.walk(Kind::L));
        match self {
            Self::Translation(shift) => walk.sum(field, code, *shift),
            Self::Conjugation(by, shift) => {
                let layer = walk.layer(field, code, space.size());
                walk.sum(field, walk.code(field, &by.apply(field, &layer)), *shift)
            }
        }
    }
}
