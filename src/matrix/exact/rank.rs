//! The rank of an integer matrix through primes.
//!
//! Modulo a prime the rank is never larger, so one prime proves that a matrix has full rank. For an upper bound there are
//! two proofs. The kernel modulo the prime may lift to short vectors that are exactly in the kernel (zero and repeated
//! rows, small linear relations). Otherwise: if the rank modulo every one of many primes is at most r, they all divide
//! every minor of size r + 1, and once their product exceeds Hadamard's bound on these minors, all of them are zero.

use nalgebra::DMatrix;
use rug::Integer;

use super::integer::{largest_minor_bits, primes_needed};
use super::modular::ModularMatrix;
use super::multimodular::{first_primes, modulo_each};
use super::parallel;

/// Primes are tried in groups of this many, so that a full rank is found early.
const GROUP: u64 = 16;

pub(super) fn rank(matrix: &DMatrix<Integer>) -> usize {
    let full = matrix.nrows().min(matrix.ncols());
    let prime = first_primes(1)[0];
    let mut rank = ModularMatrix::reduce(matrix, prime).rank();
    if rank == full || has_short_relations(matrix, prime, rank) {
        return rank;
    }
    let mut used = 1;
    while rank < full {
        let missing = primes_needed(largest_minor_bits(matrix, rank + 1)).saturating_sub(used);
        if missing == 0 {
            break;
        }
        let group = first_primes(used + missing.min(GROUP)).split_off(used as usize);
        used += group.len() as u64;
        let ranks = modulo_each(matrix, &group, 1, ModularMatrix::rank);
        rank = ranks.into_iter().fold(rank, usize::max);
    }
    rank
}

/// Whether short vectors prove that the rank is at most `rank`, the rank modulo the prime.
fn has_short_relations(matrix: &DMatrix<Integer>, prime: u64, rank: usize) -> bool {
    columns_are_related(matrix, prime, rank) || columns_are_related(&matrix.transpose(), prime, rank)
}

/// Whether every column without a pivot modulo the prime is exactly the combination of columns with a pivot that its
/// residues suggest: then there are at most `rank` independent columns.
fn columns_are_related(matrix: &DMatrix<Integer>, prime: u64, rank: usize) -> bool {
    let (form, pivots) = ModularMatrix::reduce(matrix, prime).echelon();
    debug_assert_eq!(pivots.len(), rank, "the rank modulo a prime does not depend on how it is found");
    let free: Vec<usize> = (0..matrix.ncols()).filter(|j| pivots.binary_search(j).is_err()).collect();
    let is_related = |&j: &usize| {
        let coefficients = (0..pivots.len()).map(|k| small_fraction(form.at(k, j), prime));
        let coefficients: Option<Vec<(i64, u64)>> = coefficients.collect();
        coefficients.is_some_and(|coefficients| is_combination(matrix, j, &pivots, &coefficients))
    };
    // Most failures show in the first column.
    free.first().is_none_or(is_related) && {
        let operations = (matrix.nrows() * rank * free.len()) as u64;
        parallel::map(free.len(), operations, |k| is_related(&free[k])).into_iter().all(|related| related)
    }
}

/// Whether column j is Σ (p_k/q_k)·column pivots\[k\].
fn is_combination(matrix: &DMatrix<Integer>, j: usize, pivots: &[usize], fractions: &[(i64, u64)]) -> bool {
    let mut denominator = Integer::from(1);
    for (_, q) in fractions {
        denominator.lcm_mut(&Integer::from(*q));
        if denominator.significant_bits() > 64 {
            return false;
        }
    }
    let terms: Vec<(usize, Integer)> = pivots
        .iter()
        .zip(fractions)
        .filter(|(_, (p, _))| *p != 0)
        .map(|(&k, (p, q))| (k, Integer::from(&denominator / *q) * *p))
        .collect();
    (0..matrix.nrows()).all(|i| {
        let mut difference = Integer::from(&denominator * &matrix[(i, j)]);
        for (k, factor) in &terms {
            difference -= factor * &matrix[(i, *k)];
        }
        difference.is_zero()
    })
}

/// The fraction p/q with |p|, q < 2³⁰ that is `residue` modulo the prime, if there is one: Euclid's algorithm, stopped
/// half-way.
fn small_fraction(residue: u64, prime: u64) -> Option<(i64, u64)> {
    const LIMIT: i64 = 1 << 30;
    let (mut r0, mut r1) = (prime as i64, residue as i64);
    let (mut t0, mut t1) = (0_i64, 1_i64);
    while r1 >= LIMIT {
        let quotient = r0 / r1;
        (r0, r1) = (r1, r0 - quotient * r1);
        (t0, t1) = (t1, t0 - quotient * t1);
    }
    (t1.abs() < LIMIT).then(|| (r1 * t1.signum(), t1.unsigned_abs()))
}

#[cfg(test)]
mod tests {
    use super::super::modular::{inverse, multiply};
    use super::*;

    fn integers(rows: usize, columns: usize, entry: impl Fn(usize, usize) -> i64) -> DMatrix<Integer> {
        DMatrix::from_fn(rows, columns, |i, j| Integer::from(entry(i, j)))
    }

    #[test]
    fn fractions_are_read_from_their_residues() {
        let prime = first_primes(1)[0];
        for (p, q) in [(0, 1), (1, 1), (-1, 1), (7, 12), (-1_000_000_007, 998_244_353)] {
            let positive = multiply(u64::try_from(i64::abs(p)).unwrap(), inverse(q, prime), prime);
            let residue = if p < 0 { prime - positive } else { positive };
            assert_eq!(small_fraction(residue, prime), Some((p, q)));
        }
    }

    #[test]
    fn small_relations_prove_a_rank_and_wrong_ones_do_not() {
        let prime = first_primes(1)[0];
        let repeated = integers(6, 6, |i, j| ((i % 4 * 7 + 3).pow(j as u32 % 5 + 1) % 101) as i64);
        let rank = ModularMatrix::reduce(&repeated, prime).rank();
        assert_eq!(rank, 4);
        assert!(has_short_relations(&repeated, prime, rank));
        // Regular, but singular modulo the prime: the relation that the residues suggest does not hold.
        let congruent = integers(2, 2, |i, j| if i == 0 { 1 } else { 1 + j as i64 * prime as i64 });
        assert!(!has_short_relations(&congruent, prime, 1));
        assert_eq!(super::rank(&congruent), 2);
    }
}
