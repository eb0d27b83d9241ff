//! Diagonals Γ to try: the unknown scales of a word of four or five layers.

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use nalgebra::DMatrix;

use super::cut::{Cut, Diagonal};
use super::{small_vectors, three, two_by_two};
use crate::coupling::Mode;
use crate::matrix::exact::ExactField;
use crate::scalar::Field;

/// A finite field with at most so many diagonals of one determinant is run through.
const EXHAUSTIVE: u64 = 5000;
/// Patterns of signs that are tried.
const SIGNS: u32 = 128;
/// Random diagonals that are tried.
const RANDOM: usize = 16;

/// Diagonals of the mode with the determinant of M, for the word L U L U.
pub(super) fn for_four<F: ExactField>(cut: &Cut<F>, mode: Mode, seed: u64) -> Vec<Diagonal<F>> {
    if mode == Mode::Additive {
        return vec![ones(cut)];
    }
    if cut.blocks.a.iter().all(F::is_zero) {
        return three::diagonal_without_corner(cut, mode, seed).into_iter().collect();
    }
    let mut found = for_five(cut, mode);
    if cut.blocks.a.shape() == (2, 2) && cut.inverse.d.shape() == (2, 2) {
        found.extend(two_by_two::diagonals(cut, mode, &determinant(cut)));
    }
    let normalized = [normalized(cut, mode)];
    found.extend(normalized.iter().cloned());
    if mode == Mode::Signed && F::from_i64(2) != F::zero() {
        found.extend(normalized.iter().flat_map(|diagonal| with_signs(diagonal, seed)));
    }
    found.extend(random(cut, mode, seed));
    let determinant = determinant(cut);
    let mut found: Vec<_> = found.into_iter().filter_map(|one| with_determinant(one, &determinant)).collect();
    found.retain(|diagonal| is_of_mode(diagonal, mode));
    found
}

/// Few diagonals for the word U L U L U: there the outermost shift makes up for almost any of them.
pub(super) fn for_five<F: ExactField>(cut: &Cut<F>, mode: Mode) -> Vec<Diagonal<F>> {
    let one = ones(cut);
    let determinant = determinant(cut);
    if mode == Mode::Additive {
        return vec![one];
    }
    let mut found = if determinant.is_one() { vec![one.clone()] } else { Vec::new() };
    for k in (0..one.first.len() + one.second.len()).rev() {
        let mut diagonal = one.clone();
        *entry(&mut diagonal, k) = determinant.clone();
        found.push(diagonal);
    }
    found.extend(all_of_small_field(cut, &determinant));
    found.retain(|diagonal| is_of_mode(diagonal, mode));
    found
}

fn ones<F: ExactField>(cut: &Cut<F>) -> Diagonal<F> {
    let partition = cut.partition();
    Diagonal { first: vec![F::one(); partition.first], second: vec![F::one(); partition.second] }
}

fn determinant<F: ExactField>(cut: &Cut<F>) -> F {
    F::determinant(&cut.blocks.join())
}

fn entry<F: Field>(diagonal: &mut Diagonal<F>, k: usize) -> &mut F {
    let first = diagonal.first.len();
    if k < first { &mut diagonal.first[k] } else { &mut diagonal.second[k - first] }
}

fn is_of_mode<F: Field>(diagonal: &Diagonal<F>, mode: Mode) -> bool {
    diagonal.first.iter().chain(&diagonal.second).all(|scale| match mode {
        Mode::Additive => scale.is_one(),
        Mode::Positive => scale.is_positive() == Some(true),
        Mode::Signed | Mode::Singular => !scale.is_zero(),
    })
}

/// The last scale changed so that det Γ is right.
fn with_determinant<F: Field>(mut diagonal: Diagonal<F>, determinant: &F) -> Option<Diagonal<F>> {
    let product = diagonal.first.iter().chain(&diagonal.second).fold(F::one(), |a, b| a.times(b));
    let factor = determinant.times(&product.inverse()?);
    if !factor.is_one() {
        let last = diagonal.second.last_mut()?;
        *last = last.times(&factor);
    }
    Some(diagonal)
}

/// Every diagonal of this determinant, over a field with few elements.
fn all_of_small_field<F: ExactField>(cut: &Cut<F>, determinant: &F) -> Vec<Diagonal<F>> {
    let (first, size) = (cut.partition().first, cut.partition().size());
    let scales = F::order().map_or(0, |order| order - 1);
    let number = u32::try_from(size - 1).ok().and_then(|free| scales.checked_pow(free));
    let Some(number) = number.filter(|&number| scales > 0 && number <= EXHAUSTIVE) else { return Vec::new() };
    let diagonal = |mut index: u64| {
        let mut entries: Vec<F> = Vec::with_capacity(size);
        for _ in 1..size {
            entries.push(F::from_i64(1 + i64::try_from(index % scales).unwrap_or(0)));
            index /= scales;
        }
        entries.push(F::one());
        let second = entries.split_off(first);
        with_determinant(Diagonal { first: entries, second }, determinant)
    };
    (0..number).filter_map(diagonal).collect()
}

/// The scales that make the only entry of a column of A, and of a row of W, 1 (up to its sign in positive mode): then cycles
/// of the same length have the same characteristic polynomial.
fn normalized<F: ExactField>(cut: &Cut<F>, mode: Mode) -> Diagonal<F> {
    let scale = |entries: Vec<&F>| match entries.as_slice() {
        [single] if mode == Mode::Positive && single.is_positive() == Some(false) => -(*single).clone(),
        [single] => (*single).clone(),
        _ => F::one(),
    };
    let nonzero = |entry: &&F| !entry.is_zero();
    let (a, w) = (&cut.blocks.a, &cut.inverse.d);
    let inverse = |scale: F| scale.inverse().unwrap_or_else(F::one);
    Diagonal {
        first: a.column_iter().map(|column| scale(column.iter().filter(nonzero).collect())).collect(),
        second: w.row_iter().map(|row| inverse(scale(row.iter().filter(nonzero).collect()))).collect(),
    }
}

/// The diagonal with signs: all patterns if there are few, else random ones.
fn with_signs<F: Field>(diagonal: &Diagonal<F>, seed: u64) -> Vec<Diagonal<F>> {
    let size = diagonal.first.len() + diagonal.second.len();
    let mut source = ChaCha8Rng::seed_from_u64(seed);
    let few = size <= SIGNS.ilog2() as usize;
    let number = if few { 1 << size } else { u64::from(SIGNS) };
    let pattern = |index: u64| {
        let bits = if few { index } else { source.random_range(0..=u64::MAX) };
        let mut signed = diagonal.clone();
        for k in (0..size).filter(|k| bits >> (k % 64) & 1 == 1) {
            let scale = entry(&mut signed, k);
            *scale = -scale.clone();
        }
        signed
    };
    (1..number).map(pattern).collect()
}

/// Random scales of one bit.
fn random<F: ExactField>(cut: &Cut<F>, mode: Mode, seed: u64) -> Vec<Diagonal<F>> {
    let partition = cut.partition();
    let mut source = ChaCha8Rng::seed_from_u64(seed);
    let mut scales = |length: usize| -> Vec<F> {
        let drawn: DMatrix<F> = small_vectors::random(length, 1, 2, &mut source);
        let scale = |entry: &F| match (mode, entry.is_positive()) {
            _ if entry.is_zero() => F::from_i64(2).inverse().unwrap_or_else(F::one),
            (Mode::Positive, Some(false)) => -entry.clone(),
            _ => entry.clone(),
        };
        drawn.iter().map(scale).collect()
    };
    (0..RANDOM)
        .map(|_| Diagonal { first: scales(partition.first), second: scales(partition.second) })
        .collect()
}
