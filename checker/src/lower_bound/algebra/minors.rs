//! The signs of principal minors.

use std::cmp::Ordering;

use rug::{Complete, Integer};

use super::elimination::integer_determinant;
use super::field::{Field, bits, bits_of_count};
use crate::certificate::Matrix;
use crate::limits::MAX_MINORS;
use crate::rejection::Rejection;

/// How many minors have which sign. Over `F_p`, what is not 0 counts as positive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::lower_bound) struct Signs {
    pub(in crate::lower_bound) negative: usize,
    pub(in crate::lower_bound) zero: usize,
    pub(in crate::lower_bound) positive: usize,
}

impl Field {
    /// The signs of all k × k principal minors, 1 ≤ k ≤ the side.
    pub(in crate::lower_bound) fn minor_signs(&self, matrix: &Matrix, k: usize) -> Result<Signs, Rejection> {
        let side = matrix.len();
        let count = subset_count(side, k);
        if count > MAX_MINORS {
            let (place, what) = ("the computation".to_owned(), "the number of principal minors");
            return Err(Rejection::TooLarge { place, what, found: count, limit: MAX_MINORS });
        }
        let length = bits(matrix.iter().flatten());
        let cube = (k as u64).saturating_pow(3) / 3 + 1;
        self.spend(count.saturating_mul(cube), (length + bits_of_count(k)).saturating_mul(k as u64))?;
        let numerators = over_common_denominator(matrix);
        let mut signs = Signs::default();
        let mut subset: Vec<usize> = (0..k).collect();
        loop {
            let minor = subset
                .iter()
                .map(|&row| subset.iter().map(|&column| numerators[row][column].clone()).collect());
            match self.residue(integer_determinant(minor.collect())).cmp0() {
                Ordering::Less => signs.negative += 1,
                Ordering::Equal => signs.zero += 1,
                Ordering::Greater => signs.positive += 1,
            }
            if !advance(&mut subset, side) {
                return Ok(signs);
            }
        }
    }
}

/// The matrix times its common denominator, which is positive: no minor changes its sign.
fn over_common_denominator(matrix: &Matrix) -> Vec<Vec<Integer>> {
    let mut common = Integer::from(1);
    for entry in matrix.iter().flatten() {
        if *entry.denom() != common {
            common.lcm_mut(entry.denom());
        }
    }
    let numerator = |entry: &rug::Rational| common.div_exact_ref(entry.denom()).complete() * entry.numer();
    matrix.iter().map(|row| row.iter().map(numerator).collect()).collect()
}

/// The number of subsets of k of `side` elements, or more than [`MAX_MINORS`] if it is more.
fn subset_count(side: usize, k: usize) -> u64 {
    let smaller = k.min(side.saturating_sub(k)) as u64;
    let mut count = 1;
    for step in 1..=smaller {
        // Exact: a product of `step` numbers in a row is a multiple of step!.
        count = count * (side as u64 - smaller + step) / step;
        if count > MAX_MINORS {
            break;
        }
    }
    count
}

/// The next subset in lexicographic order, unless it is the last.
fn advance(subset: &mut [usize], side: usize) -> bool {
    let k = subset.len();
    let Some(place) = (0..k).rev().find(|&place| subset[place] < side - k + place) else { return false };
    let first = subset[place] + 1;
    for (offset, element) in subset[place..].iter_mut().enumerate() {
        *element = first + offset;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_subset_comes_once() {
        for (side, k) in [(1, 1), (5, 1), (5, 3), (5, 5), (6, 4)] {
            let mut subset: Vec<usize> = (0..k).collect();
            let mut all = vec![subset.clone()];
            while advance(&mut subset, side) {
                all.push(subset.clone());
            }
            assert_eq!(all.len() as u64, subset_count(side, k));
            assert!(all.windows(2).all(|pair| pair[0] < pair[1]));
            assert!(all.iter().all(|subset| subset.windows(2).all(|pair| pair[0] < pair[1])));
        }
        assert_eq!(subset_count(16, 8), 12_870);
        assert!(subset_count(4096, 2048) > MAX_MINORS);
    }
}
