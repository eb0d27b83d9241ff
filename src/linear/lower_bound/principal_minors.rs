//! Rules `principal-minor-signs` and `lone-principal-minor`: coefficients of characteristic polynomials that no
//! scales make equal.
//!
//! AΓ1⁻¹ and Γ2W have one characteristic polynomial for d1 = d2, and its coefficients are sums of principal minors,
//! each times scales. For k of them: if all k-minors of A are ≤ 0 and all of W are ≥ 0 and one is not 0, the sums
//! differ for all positive scales; if all of one are 0 and exactly one of the other is not, they differ for all
//! scales.

use flowcert_check::Rule;
use nalgebra::DMatrix;

use super::sides::Sides;
use crate::coupling::Mode;
use crate::matrix::exact::ExactField;

/// The most minors of one size that are computed.
const MOST: u64 = 4096;

/// The k-minors of A against those of W.
pub(super) fn find<F: ExactField>(sides: &Sides<F>, mode: Mode, k: usize) -> Option<Rule> {
    let (a, w) = (&sides.matrix.a, &sides.inverse.d);
    if a.nrows() != w.nrows() || binomial(a.nrows(), k)? > MOST {
        return None;
    }
    let signs = |matrix| signs(matrix, k, mode);
    match mode {
        Mode::Positive => signs(a)?.oppose(&signs(w)?).then_some(Rule::PrincipalMinorSigns { k }),
        Mode::Signed => {
            let counts = (signs(a)?.count(), signs(w)?.count());
            matches!(counts, (0, 1) | (1, 0)).then_some(Rule::LonePrincipalMinor { k })
        }
        Mode::Additive | Mode::Singular => None,
    }
}

/// How many minors have which sign; over F_p what is not 0 counts as positive.
#[derive(Default)]
struct Signs {
    negative: usize,
    positive: usize,
}

impl Signs {
    fn count(&self) -> usize {
        self.negative + self.positive
    }

    fn oppose(&self, other: &Self) -> bool {
        let one_way = |low: &Self, high: &Self| low.positive == 0 && high.negative == 0;
        (one_way(self, other) || one_way(other, self)) && self.count() + other.count() > 0
    }
}

/// The signs of all k-minors, `None` as soon as they are of no use: both signs in positive mode, two nonzero ones in
/// signed mode.
fn signs<F: ExactField>(matrix: &DMatrix<F>, k: usize, mode: Mode) -> Option<Signs> {
    let mut signs = Signs::default();
    for subset in subsets(matrix.nrows(), k) {
        let minor = F::determinant(&matrix.select_rows(&subset).select_columns(&subset));
        if !minor.is_zero() {
            let is_negative = minor.is_positive() == Some(false);
            *if is_negative { &mut signs.negative } else { &mut signs.positive } += 1;
        }
        let is_useless = match mode {
            Mode::Positive => signs.negative > 0 && signs.positive > 0,
            _ => signs.count() > 1,
        };
        if is_useless {
            return None;
        }
    }
    Some(signs)
}

/// Whether no principal minor is negative, for sides of at most 12.
pub(super) fn none_is_negative<F: ExactField>(matrix: &DMatrix<F>) -> bool {
    let side = matrix.nrows();
    side <= flowcert_check::limits::MAX_ALL_MINORS_SIDE
        && (1..=side).flat_map(|k| subsets(side, k)).all(|subset| {
            let minor = F::determinant(&matrix.select_rows(&subset).select_columns(&subset));
            minor.is_zero() || minor.is_positive() == Some(true)
        })
}

/// The subsets of {0, …, `side` − 1} with k ≥ 1 elements, in lexicographic order.
fn subsets(side: usize, k: usize) -> impl Iterator<Item = Vec<usize>> {
    let first = (k <= side).then(|| (0..k).collect::<Vec<_>>());
    std::iter::successors(first, move |subset| {
        let place = (0..k).rev().find(|&place| subset[place] < side - k + place)?;
        let start = subset[place] + 1;
        let tail = (0..k - place).map(|offset| start + offset);
        Some(subset[..place].iter().copied().chain(tail).collect())
    })
}

/// The number of subsets, `None` if it is too large for a `u64`.
fn binomial(side: usize, k: usize) -> Option<u64> {
    let k = k.min(side.saturating_sub(k));
    (0..k as u64).try_fold(1_u64, |count, step| Some(count.checked_mul(side as u64 - step)? / (step + 1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_subset_comes_once() {
        for (side, k) in [(1, 1), (4, 2), (6, 3), (5, 5), (2, 3)] {
            let all: Vec<Vec<usize>> = subsets(side, k).collect();
            let expected = if k > side { 0 } else { binomial(side, k).unwrap() };
            assert_eq!(all.len() as u64, expected);
            assert!(all.windows(2).all(|pair| pair[0] < pair[1]));
        }
        assert_eq!(binomial(16, 8), Some(12_870));
        assert_eq!(binomial(4096, 2048), None);
    }
}
