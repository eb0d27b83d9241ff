//! Determinant, adjugate and characteristic polynomial of an integer matrix through many word-sized primes.
//!
//! A size bound that holds for every value sought (Hadamard) fixes the number of primes beforehand, so the Chinese
//! remainder theorem returns the integers themselves: nothing here is probable. Primes modulo which the matrix is
//! singular carry no adjugate and are passed over. The primes are worked on in parallel; their order is fixed, so the
//! result is the same on any number of threads.

use std::sync::RwLock;

use nalgebra::DMatrix;
use rug::Integer;
use rug::integer::{IntegerExt64, IsPrime};

use super::integer::{characteristic_bits, minor_bits, primes_needed};
use super::modular::{self, ModularMatrix};
use super::parallel;

/// det N of a square integer matrix.
pub(super) fn determinant(matrix: &DMatrix<Integer>) -> Integer {
    let primes = first_primes(primes_needed(minor_bits(matrix)));
    let residues = modulo_each(matrix, &primes, 1, |reduced| vec![reduced.determinant()]);
    Chinese::new(&primes).lift(&residues, 0)
}

/// det N and adj N = det N · N⁻¹ of a square integer matrix, `None` if det N = 0.
pub(super) fn determinant_and_adjugate(matrix: &DMatrix<Integer>) -> Option<(Integer, DMatrix<Integer>)> {
    let (primes, residues) = regular_residues(matrix, primes_needed(minor_bits(matrix)))?;
    let chinese = Chinese::new(&primes);
    let size = matrix.nrows();
    let operations = (size * size * primes.len() * primes.len()) as u64;
    let mut lifted = parallel::map(size * size + 1, operations, |k| chinese.lift(&residues, k));
    let determinant = lifted.pop()?;
    Some((determinant, DMatrix::from_row_iterator(size, size, lifted)))
}

/// The coefficients of det(t − N), lowest degree first.
pub(super) fn characteristic_polynomial(matrix: &DMatrix<Integer>) -> Vec<Integer> {
    let primes = first_primes(primes_needed(characteristic_bits(matrix)));
    let residues = modulo_each(matrix, &primes, 3, ModularMatrix::characteristic_polynomial);
    let chinese = Chinese::new(&primes);
    (0..=matrix.nrows()).map(|k| chinese.lift(&residues, k)).collect()
}

/// What `compute` makes of the matrix modulo each prime, in about `passes`·d³ operations.
pub(super) fn modulo_each<R: Send>(
    matrix: &DMatrix<Integer>,
    primes: &[u64],
    passes: u64,
    compute: impl Fn(ModularMatrix) -> R + Sync + Send,
) -> Vec<R> {
    let operations = passes * (primes.len() as u64) * (matrix.nrows() as u64).pow(3);
    parallel::map(primes.len(), operations, |k| compute(ModularMatrix::reduce(matrix, primes[k])))
}

/// The adjugates (row-major, the determinant last) modulo `count` primes at which the matrix is regular; `None` if
/// det N ≡ 0 modulo so many primes that det N = 0.
fn regular_residues(matrix: &DMatrix<Integer>, count: u64) -> Option<(Vec<u64>, Vec<Vec<u64>>)> {
    let (mut primes, mut residues, mut singular, mut seen) = (Vec::new(), Vec::new(), 0, 0);
    while (primes.len() as u64) < count {
        let missing = count - primes.len() as u64;
        let candidates = first_primes(seen + missing).split_off(seen as usize);
        seen += missing;
        let found = modulo_each(matrix, &candidates, 1, ModularMatrix::determinant_and_adjugate);
        for (q, pair) in candidates.into_iter().zip(found) {
            match pair {
                Some((determinant, adjugate)) => {
                    primes.push(q);
                    let mut values = adjugate.entries().to_vec();
                    values.push(determinant);
                    residues.push(values);
                }
                None => singular += 1,
            }
        }
        if singular >= count {
            return None;
        }
    }
    Some((primes, residues))
}

/// The `count` largest primes below 2⁶² (all of them above 2⁶¹), in descending order.
pub(super) fn first_primes(count: u64) -> Vec<u64> {
    static PRIMES: RwLock<Vec<u64>> = RwLock::new(Vec::new());
    let count = usize::try_from(count).unwrap_or(usize::MAX);
    if let Ok(known) = PRIMES.read()
        && let Some(enough) = known.get(..count)
    {
        return enough.to_vec();
    }
    let mut known = PRIMES.write().unwrap_or_else(std::sync::PoisonError::into_inner);
    let mut candidate = known.last().copied().unwrap_or(1 << 62);
    while known.len() < count {
        candidate -= 1;
        // Below 2⁶⁴ the Baillie–PSW test inside GMP has no counterexample.
        if candidate % 2 == 1 && Integer::from(candidate).is_probably_prime(24) != IsPrime::No {
            known.push(candidate);
        }
    }
    known[..count].to_vec()
}

/// Integers from their residues, in the symmetric range around 0.
struct Chinese {
    product: Integer,
    primes: Vec<u64>,
    /// Π/q for each prime q, and its inverse modulo q.
    cofactors: Vec<(Integer, u64)>,
}

impl Chinese {
    fn new(primes: &[u64]) -> Self {
        let product = primes.iter().fold(Integer::from(1), |product, &q| product * q);
        let operations = (primes.len() * primes.len()) as u64;
        let cofactors = parallel::map(primes.len(), operations, |k| {
            let cofactor = Integer::from(product.div_exact_ref(&Integer::from(primes[k])));
            let inverse = modular::inverse(cofactor.mod_u64(primes[k]), primes[k]);
            (cofactor, inverse)
        });
        Self { product, primes: primes.to_vec(), cofactors }
    }

    /// The integer of least absolute value that is `residues[k][index]` modulo prime k.
    fn lift(&self, residues: &[Vec<u64>], index: usize) -> Integer {
        let mut sum = Integer::new();
        for ((&q, (cofactor, inverse)), values) in self.primes.iter().zip(&self.cofactors).zip(residues) {
            sum += cofactor * modular::multiply(values[index], *inverse, q);
        }
        sum %= &self.product;
        let double = Integer::from(&sum << 1);
        if double > self.product { sum - &self.product } else { sum }
    }
}
