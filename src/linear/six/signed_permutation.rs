//! Six layers for signed permutations, every entry of a few bits, every shift of norm at most 2.74 (Theorem 1′).
//!
//! For a signed permutation M of determinant 1 everything in Theorem 1 stays one: w is a partial permutation, C' = C + wA
//! and E = AC'⁻¹D − B are signed permutations, and so is G = N⁻¹ = E·C'. A signed cycle is the product of two reflections
//! of its (signed) dihedral group, so G = R₁·R₂ with signed permutation involutions; X = R₁ and NX = R₂. The reflections
//! can be chosen with equal traces, cycle by cycle or for two cycles together. Along a line of all coordinates, in which both
//! exchange neighbours only, the eigenvectors of R₂ are mapped to those of R₁ in order: R₁ = Θ·R₂·Θ⁻¹.

use nalgebra::DMatrix;

use super::commutator::Commutator;
use super::five_layers;
use crate::coupling::Flow;
use crate::matrix::Blocks;
use crate::matrix::exact::ExactField;
use crate::scalar::Field;

/// Six layers of a signed permutation of determinant 1; `None` for any other matrix, and in characteristic 2.
pub(in crate::linear) fn construct<F: ExactField>(blocks: &Blocks<F>) -> Option<Flow<F>> {
    SignedPermutation::read(&blocks.join())?;
    F::from_i64(2).inverse()?;
    let w = five_layers::completing_permutation(blocks);
    let moved = blocks.with_rows_added_to_second(&w);
    let target = five_layers::commutator_target(&moved)?;
    let reflections = Reflections::of(&SignedPermutation::read(&target)?.inverse())?;
    let found = Commutator { x: reflections.first.matrix(), t: reflections.intertwiner_inverse()? };
    Some(five_layers::after_peeling(five_layers::from_commutator(&moved, &found)?, &w))
}

/// e_k ↦ ±e_{image(k)}, the sign negative where `negative[k]`.
#[derive(Clone, Debug, PartialEq)]
struct SignedPermutation {
    image: Vec<usize>,
    negative: Vec<bool>,
}

impl SignedPermutation {
    fn read<F: Field>(matrix: &DMatrix<F>) -> Option<Self> {
        let size = matrix.nrows();
        let (mut image, mut negative, mut hit) = (Vec::new(), Vec::new(), vec![false; size]);
        for j in 0..size {
            let mut entries = (0..size).filter(|&i| !matrix[(i, j)].is_zero());
            let (i, None) = (entries.next()?, entries.next()) else { return None };
            let is_negative = !matrix[(i, j)].is_one();
            if is_negative && !(-matrix[(i, j)].clone()).is_one() || std::mem::replace(&mut hit[i], true) {
                return None;
            }
            image.push(i);
            negative.push(is_negative);
        }
        Some(Self { image, negative })
    }

    fn matrix<F: Field>(&self) -> DMatrix<F> {
        let mut matrix = DMatrix::zeros(self.image.len(), self.image.len());
        for (j, &i) in self.image.iter().enumerate() {
            matrix[(i, j)] = if self.negative[j] { -F::one() } else { F::one() };
        }
        matrix
    }

    fn inverse(&self) -> Self {
        let mut inverse = self.clone();
        for (j, &i) in self.image.iter().enumerate() {
            inverse.image[i] = j;
            inverse.negative[i] = self.negative[j];
        }
        inverse
    }

    fn cycles(&self) -> Vec<Cycle> {
        let mut seen = vec![false; self.image.len()];
        let mut cycles = Vec::new();
        for start in 0..seen.len() {
            let (mut orbit, mut negative, mut k) = (Vec::new(), false, start);
            while !std::mem::replace(&mut seen[k], true) {
                orbit.push(Unit { coordinate: k, negative });
                negative ^= self.negative[k];
                k = self.image[k];
            }
            if !orbit.is_empty() {
                cycles.push(Cycle { orbit, negative });
            }
        }
        cycles
    }
}

/// e_coordinate, or its negative.
#[derive(Clone, Copy, Debug)]
struct Unit {
    coordinate: usize,
    negative: bool,
}

/// A cycle of G: f_x = G^x f_0 for 0 ≤ x < ℓ, and η, the sign in f_{x+ℓ} = η·f_x.
struct Cycle {
    orbit: Vec<Unit>,
    negative: bool,
}

impl Cycle {
    fn length(&self) -> usize {
        self.orbit.len()
    }

    /// det = (−1)^(ℓ−1)·η.
    fn has_determinant_one(&self) -> bool {
        (self.length() % 2 == 1) != self.negative
    }

    /// f_x, for any integer x.
    fn vector(&self, x: isize) -> Unit {
        let length = self.length() as isize;
        let Unit { coordinate, negative } = self.orbit[x.rem_euclid(length) as usize];
        let turned = self.negative && x.div_euclid(length) % 2 != 0;
        Unit { coordinate, negative: negative ^ turned }
    }

    /// Writes f_x ↦ ±f_{k−x}.
    fn write_reflection(&self, target: &mut SignedPermutation, k: isize, negated: bool) {
        for (x, from) in (0..).zip(&self.orbit) {
            let to = self.vector(k - x);
            target.image[from.coordinate] = to.coordinate;
            target.negative[from.coordinate] = from.negative ^ to.negative ^ negated;
        }
    }
}

/// Where a cycle stands in the line; it decides which reflections are taken and from where the cycle is walked.
#[derive(Clone, Copy)]
enum Place {
    /// Determinant 1: from a vector that R₂ keeps.
    Alone,
    /// The first of two cycles of determinant −1: towards a vector that R₂ keeps.
    First,
    /// The second: from a vector that R₁ keeps.
    Second,
    /// The second, after a cycle of one coordinate: from a vector that R₂ negates.
    AfterOne,
}

/// Involutions R₁, R₂ of equal trace with R₁·R₂ = G, and the line: units p_0, p_1, …, one for each coordinate, such that both
/// involutions exchange p_i with a neighbour, with a positive sign, or keep or negate it.
struct Reflections {
    first: SignedPermutation,
    second: SignedPermutation,
    line: Vec<Unit>,
}

impl Reflections {
    /// `None` if det G ≠ 1.
    ///
    /// G on a cycle is x ↦ k + 1 − x after x ↦ k − x, in the indices of the f_x. The traces of the two differ only where the
    /// cycle has determinant −1, by 2, and for the other k, or with both negated, by −2.
    fn of(g: &SignedPermutation) -> Option<Self> {
        let (alone, mut paired): (Vec<_>, Vec<_>) =
            g.cycles().into_iter().partition(Cycle::has_determinant_one);
        paired.sort_by_key(Cycle::length);
        let mut reflections = Self { first: g.clone(), second: g.clone(), line: Vec::new() };
        for cycle in &alone {
            reflections.extend(cycle, Place::Alone);
        }
        let pairs = paired.chunks_exact(2);
        if !pairs.remainder().is_empty() {
            return None;
        }
        for pair in pairs {
            reflections.extend(&pair[0], Place::First);
            reflections.extend(&pair[1], if pair[0].length() == 1 { Place::AfterOne } else { Place::Second });
        }
        Some(reflections)
    }

    fn extend(&mut self, cycle: &Cycle, place: Place) {
        let k = if matches!(place, Place::Second) { 1 } else { 0 };
        let negated = matches!(place, Place::AfterOne);
        cycle.write_reflection(&mut self.first, k + 1, negated);
        cycle.write_reflection(&mut self.second, k, negated);
        // x ↦ 1 − x and x ↦ −x in turn make 0, 1, −1, 2, −2, …; x ↦ 1 − x and x ↦ 2 − x make 1, 0, 2, −1, 3, ….
        let walked = (0..cycle.length() as isize).map(|step| {
            let away = (step + 1) / 2;
            let x = if (step % 2 == 1) == (k == 0) { away } else { -away };
            let unit = cycle.vector(k + x);
            Unit { negative: unit.negative ^ (negated && step % 2 == 1), ..unit }
        });
        match place {
            Place::First => self.line.extend(walked.collect::<Vec<_>>().into_iter().rev()),
            _ => self.line.extend(walked),
        }
    }

    /// Θ⁻¹, where R₁ = Θ·R₂·Θ⁻¹: the eigenvectors of R₁ become those of R₂, those of −1 doubled.
    fn intertwiner_inverse<F: ExactField>(&self) -> Option<DMatrix<F>> {
        let (two, half) = (F::from_i64(2), F::from_i64(2).inverse()?);
        let mut matrix = DMatrix::zeros(self.line.len(), self.line.len());
        let (to, from) = (self.parts(&self.second), self.parts(&self.first));
        for (sign, factor) in [(Sign::Plus, F::one()), (Sign::Minus, two)] {
            for (target, source) in to.of(sign).zip(from.of(sign)) {
                let both_single = target.single && source.single;
                let entry = if both_single { factor.clone() } else { factor.times(&half) };
                for (i, to) in self.eigenvector(target, sign) {
                    for (j, from) in self.eigenvector(source, sign) {
                        matrix[(i, j)] += if to == from { entry.clone() } else { -entry.clone() };
                    }
                }
            }
        }
        Some(matrix)
    }

    /// The parts of R₁ or R₂, in the order of the line.
    fn parts(&self, involution: &SignedPermutation) -> Parts {
        let mut parts = Parts(Vec::new());
        let mut start = 0;
        while let Some(&Unit { coordinate, .. }) = self.line.get(start) {
            let single = involution.image[coordinate] == coordinate;
            let sign = match (single, involution.negative[coordinate]) {
                (false, _) => None,
                (true, false) => Some(Sign::Plus),
                (true, true) => Some(Sign::Minus),
            };
            parts.0.push((Part { start, single }, sign));
            start += if single { 1 } else { 2 };
        }
        parts
    }

    /// p_i or p_i + p_{i+1} for the eigenvalue 1, the same with (−1)^i·p_i for −1: each coordinate, and whether it is negative.
    fn eigenvector(&self, part: Part, sign: Sign) -> impl Iterator<Item = (usize, bool)> {
        let end = part.start + if part.single { 1 } else { 2 };
        (part.start..end).map(move |i| {
            let Unit { coordinate, negative } = self.line[i];
            (coordinate, negative ^ (sign == Sign::Minus && i % 2 == 1))
        })
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Sign {
    Plus,
    Minus,
}

/// A coordinate of the line that an involution keeps or negates, or that and the next one, which it exchanges.
#[derive(Clone, Copy)]
struct Part {
    start: usize,
    single: bool,
}

/// All parts, with the one eigenvalue of those that have one.
struct Parts(Vec<(Part, Option<Sign>)>);

impl Parts {
    /// The parts that have this eigenvalue.
    fn of(&self, sign: Sign) -> impl Iterator<Item = Part> {
        self.0.iter().filter(move |(_, own)| own.is_none_or(|own| own == sign)).map(|(part, _)| *part)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scalar::Rational;

    /// Every signed permutation of `size` coordinates with determinant 1.
    fn all(size: usize) -> Vec<SignedPermutation> {
        let mut images = vec![vec![]];
        for _ in 0..size {
            images = images
                .iter()
                .flat_map(|image: &Vec<usize>| {
                    (0..size).filter(|k| !image.contains(k)).map(|k| [image.as_slice(), &[k]].concat())
                })
                .collect();
        }
        let signs = |bits: usize| (0..size).map(|k| bits >> k & 1 == 1).collect::<Vec<_>>();
        images
            .into_iter()
            .flat_map(|image| {
                (0..1 << size)
                    .map(move |bits| SignedPermutation { image: image.clone(), negative: signs(bits) })
            })
            .filter(|permutation| Rational::determinant(&permutation.matrix()) == 1)
            .collect()
    }

    #[test]
    fn every_signed_permutation_is_two_similar_involutions() {
        for g in (1..=5).flat_map(all) {
            let reflections = Reflections::of(&g).unwrap();
            let (r1, r2) = (reflections.first.matrix::<Rational>(), reflections.second.matrix());
            let identity = DMatrix::identity(r1.nrows(), r1.nrows());
            assert_eq!(&r1 * &r2, g.matrix(), "{g:?}");
            assert_eq!((&r1 * &r1, &r2 * &r2), (identity.clone(), identity), "{g:?}");
            let inverse = reflections.intertwiner_inverse().unwrap();
            assert_eq!(&inverse * &r1, &r2 * &inverse, "{g:?}");
            assert_ne!(Rational::determinant(&inverse), Rational::new(), "{g:?}");
        }
    }

    #[test]
    fn both_involutions_exchange_neighbours_of_the_line() {
        for g in (1..=5).flat_map(all) {
            let Reflections { first, second, line } = Reflections::of(&g).unwrap();
            let place = |coordinate| line.iter().position(|unit| unit.coordinate == coordinate).unwrap();
            for involution in [&first, &second] {
                for (i, unit) in line.iter().enumerate() {
                    let image = place(involution.image[unit.coordinate]);
                    assert!(image.abs_diff(i) <= 1, "{g:?}");
                    let negative =
                        involution.negative[unit.coordinate] ^ unit.negative ^ line[image].negative;
                    assert!(image == i || !negative, "{g:?}");
                }
            }
        }
    }
}
