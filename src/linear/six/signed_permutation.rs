//! Six layers for signed permutations, every entry of a few bits.
//!
//! For a signed permutation M of determinant 1 everything in Theorem 1 stays one: w is a partial permutation, C' = C + wA
//! and E = AC'⁻¹D − B are signed permutations, and so is G = N⁻¹ = E·C'. A signed cycle is the product of two reflections
//! of its (signed) dihedral group, so G = R₁·R₂ with signed permutation involutions; X = R₁ and NX = R₂. The reflections
//! can be chosen with equal traces, cycle by cycle, so R₁ = Θ·R₂·Θ⁻¹, with Θ made of signed permutation blocks and, where a
//! 2-cycle of R₁ meets a diagonal pair ±1 of R₂ or the other way round, of blocks [1 1; 1 −1].

use nalgebra::DMatrix;

use super::commutator::Commutator;
use super::five_layers;
use crate::coupling::Flow;
use crate::matrix::Blocks;
use crate::matrix::exact::ExactField;
use crate::scalar::Field;

/// Six layers of a signed permutation of determinant 1; `None` for any other matrix, and in characteristic 2.
pub(super) fn construct<F: ExactField>(blocks: &Blocks<F>) -> Option<Flow<F>> {
    SignedPermutation::read(&blocks.join())?;
    F::from_i64(2).inverse()?;
    let w = five_layers::completing_permutation(blocks);
    let moved = blocks.with_rows_added_to_second(&w);
    let target = five_layers::commutator_target(&moved)?;
    let cycle_matrix = SignedPermutation::read(&target)?.inverse();
    let (first, second) = reflections(&cycle_matrix)?;
    let theta = intertwiner(&first, &second)?;
    let found = Commutator { x: first.matrix(), t: F::invert(&theta)? };
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

    /// The cycles, each as its coordinates in order, and whether the product of its signs is negative.
    fn cycles(&self) -> Vec<(Vec<usize>, bool)> {
        let mut seen = vec![false; self.image.len()];
        let mut cycles = Vec::new();
        for start in 0..seen.len() {
            let (mut cycle, mut odd, mut k) = (Vec::new(), false, start);
            while !std::mem::replace(&mut seen[k], true) {
                cycle.push(k);
                odd ^= self.negative[k];
                k = self.image[k];
            }
            if !cycle.is_empty() {
                cycles.push((cycle, odd));
            }
        }
        cycles
    }
}

/// Involutions R₁, R₂ of equal trace with R₁·R₂ = G. `None` if det G ≠ 1.
///
/// A cycle of length ℓ is, in the basis f_x = G^x f_0, the step x ↦ x + 1 of ℤ/ℓ (or, with negative sign, f_{x+ℓ} = −f_x),
/// the product of x ↦ k + 1 − x and x ↦ k − x. The traces of the two differ only where the cycle has determinant −1, by 2,
/// and for the other k, or with both reflections negated, by −2; there is an even number of such cycles.
fn reflections(g: &SignedPermutation) -> Option<(SignedPermutation, SignedPermutation)> {
    let (mut first, mut second) = (g.clone(), g.clone());
    let mut balance = 0_i64;
    for (cycle, odd) in g.cycles() {
        let basis = orbit_signs(g, &cycle);
        let difference =
            |shift| reflection_trace(cycle.len(), odd, shift + 1) - reflection_trace(cycle.len(), odd, shift);
        // Shifts 0 and 1 give opposite differences, or both none.
        let shift = if balance + difference(0) == 0 || balance == 0 { 0 } else { 1 };
        balance += difference(shift);
        write_reflection(&mut first, &cycle, &basis, odd, shift + 1);
        write_reflection(&mut second, &cycle, &basis, odd, shift);
    }
    (balance == 0).then_some((first, second))
}

/// f_x = ±e_{cycle[x]}: whether the sign is negative.
fn orbit_signs(g: &SignedPermutation, cycle: &[usize]) -> Vec<bool> {
    cycle
        .iter()
        .scan(false, |negative, &k| {
            let sign = *negative;
            *negative ^= g.negative[k];
            Some(sign)
        })
        .collect()
}

/// f_x ↦ f_{k − x} on a cycle of length ℓ: the index of the image in 0 … ℓ − 1 and whether the sign is negative.
fn reflect(length: usize, odd: bool, shift: usize, x: usize) -> (usize, bool) {
    let wrapped = (shift + 2 * length - x) % (2 * length);
    (wrapped % length, odd && wrapped >= length)
}

fn reflection_trace(length: usize, odd: bool, shift: usize) -> i64 {
    (0..length)
        .map(|x| match reflect(length, odd, shift, x) {
            (image, negative) if image == x => {
                if negative {
                    -1
                } else {
                    1
                }
            }
            _ => 0,
        })
        .sum()
}

fn write_reflection(
    target: &mut SignedPermutation,
    cycle: &[usize],
    basis: &[bool],
    odd: bool,
    shift: usize,
) {
    for (x, &k) in cycle.iter().enumerate() {
        let (image, negative) = reflect(cycle.len(), odd, shift, x);
        target.image[k] = cycle[image];
        target.negative[k] = basis[x] ^ basis[image] ^ negative;
    }
}

/// The parts of a signed permutation involution: exchanges e_j ↔ ±e_k (j < k, with the sign), and the coordinates that it
/// keeps or negates.
struct Involution {
    exchanges: Vec<(usize, usize, bool)>,
    kept: Vec<usize>,
    negated: Vec<usize>,
}

impl Involution {
    fn of(permutation: &SignedPermutation) -> Self {
        let mut parts = Self { exchanges: Vec::new(), kept: Vec::new(), negated: Vec::new() };
        for (j, (&k, &negative)) in permutation.image.iter().zip(&permutation.negative).enumerate() {
            match (j == k, negative) {
                (true, false) => parts.kept.push(j),
                (true, true) => parts.negated.push(j),
                (false, _) if j < k => parts.exchanges.push((j, k, negative)),
                (false, _) => {}
            }
        }
        parts
    }
}

/// Θ with R₁·Θ = Θ·R₂, for involutions of equal trace.
fn intertwiner<F: ExactField>(first: &SignedPermutation, second: &SignedPermutation) -> Option<DMatrix<F>> {
    let (from, to) = (Involution::of(second), Involution::of(first));
    if from.exchanges.len() > to.exchanges.len() {
        return F::invert(&intertwiner(second, first)?);
    }
    let size = first.image.len();
    let mut theta = DMatrix::zeros(size, size);
    let sign = |negative| if negative { -F::one() } else { F::one() };
    let (matched, remaining) = to.exchanges.split_at(from.exchanges.len());
    for (&(j, k, odd), &(m, n, target_odd)) in from.exchanges.iter().zip(matched) {
        theta[(m, j)] = F::one();
        theta[(n, k)] = sign(odd ^ target_odd);
    }
    let (mut kept, mut negated) = (from.kept.into_iter(), from.negated.into_iter());
    for (&target, source) in to.kept.iter().zip(&mut kept).chain(to.negated.iter().zip(&mut negated)) {
        theta[(target, source)] = F::one();
    }
    // An exchange e_m ↔ ±e_n has the eigenvectors e_m ± e_n for 1 and −1: a pair ±1 of R₂ is mapped to them.
    for &(m, n, odd) in remaining {
        let (plus, minus) = (kept.next()?, negated.next()?);
        theta[(m, plus)] = F::one();
        theta[(n, plus)] = sign(odd);
        theta[(m, minus)] = F::one();
        theta[(n, minus)] = sign(!odd);
    }
    Some(theta)
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
            let (first, second) = reflections(&g).unwrap();
            let (r1, r2) = (first.matrix::<Rational>(), second.matrix());
            let identity = DMatrix::identity(r1.nrows(), r1.nrows());
            assert_eq!(&r1 * &r2, g.matrix(), "{g:?}");
            assert_eq!((&r1 * &r1, &r2 * &r2), (identity.clone(), identity), "{g:?}");
            let theta = intertwiner(&first, &second).unwrap();
            assert_eq!(&r1 * &theta, &theta * &r2, "{g:?}");
            assert_ne!(Rational::determinant(&theta), Rational::new(), "{g:?}");
        }
    }
}
