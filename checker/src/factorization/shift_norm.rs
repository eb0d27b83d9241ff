//! Upper bounds on spectral norms: x²·I − Sᵀ·S ⪰ 0, proved by elimination without fractions.
//!
//! With S = N/e and x = a/b the claim is that the integer matrix G = (a·e)²·I − b²·Nᵀ·N is positive semidefinite.
//! First a sufficient test that costs nothing: the Frobenius norm is at most x. Then symmetric elimination in the
//! fraction-free form of Bareiss: each pivot is a leading principal minor (of the rows kept so far) and the
//! sign of an L·D·Lᵀ factor is that of two neighbouring minors, so G ⪰ 0 exactly if no pivot is negative and each
//! zero pivot stands in a zero row, which is then left out. N·Nᵀ serves as well as Nᵀ·N: the smaller one is taken.
//!
//! Where numbers are floats, shifts are large and bounds are not sharp: numbers of a fixed size settle nearly all
//! of them first (`float/norm.rs`), all layers in parallel, and elimination is the last resort.

use std::sync::OnceLock;

use rug::{Complete, Integer, Rational};

use super::scaled::Scaled;
use super::{float, parallel, size};
use crate::abbreviate;
use crate::certificate::{Arith, Factorization, Ground, Layer};
use crate::rejection::Rejection;

/// The sizes of numbers with which the norm of a shift of floats is tried.
const STORED_BITS: [u64; 2] = [120, 480];

/// Proves that no shift has a spectral norm above the certificate's `max_shift_norm`, if it has one.
pub(super) fn check(factorization: &Factorization) -> Result<(), Rejection> {
    let Some(bound) = &factorization.max_shift_norm else { return Ok(()) };
    if let Ground::Prime(prime) = factorization.ground {
        return Err(Rejection::NormOverPrime { prime });
    }
    if *bound < 0 {
        return Err(Rejection::NormNegative { bound: abbreviate::number(bound) });
    }
    let judge = if factorization.arith == Arith::Exact { judge_exact } else { judge_stored };
    let outcomes: Vec<OnceLock<_>> = factorization.layers.iter().map(|_| OnceLock::new()).collect();
    let work = outcomes.iter().zip(&factorization.layers).enumerate();
    parallel::for_each(work, |(index, (outcome, layer))| {
        let columns = layer.writes.other().length(factorization.partition);
        // Nothing else sets this outcome.
        let _ = outcome.set(judge(index, layer, columns, bound));
    });
    outcomes.into_iter().try_for_each(|outcome| outcome.into_inner().unwrap_or(Err(Rejection::Internal)))
}

fn judge_exact(index: usize, layer: &Layer, columns: usize, bound: &Rational) -> Result<(), Rejection> {
    let shift = Scaled::from_rows(layer.shift.iter().map(Vec::as_slice), columns)?;
    if is_bounded(&shift, bound)? { Ok(()) } else { Err(exceeded(index, bound)) }
}

fn judge_stored(index: usize, layer: &Layer, columns: usize, bound: &Rational) -> Result<(), Rejection> {
    let told = STORED_BITS.iter().find_map(|&bits| float::norm::is_bounded(&layer.shift, bound, bits));
    match told {
        Some(true) => Ok(()),
        Some(false) => Err(exceeded(index, bound)),
        None => judge_exact(index, layer, columns, bound).map_err(|rejection| match rejection {
            Rejection::TooLarge { .. } => {
                Rejection::NormOpen { layer: index, bound: abbreviate::number(bound) }
            }
            other => other,
        }),
    }
}

fn exceeded(layer: usize, bound: &Rational) -> Rejection {
    Rejection::NormNotProved { layer, bound: abbreviate::number(bound) }
}

/// Whether x²·I − Sᵀ·S ⪰ 0, for x ≥ 0.
fn is_bounded(shift: &Scaled, bound: &Rational) -> Result<bool, Rejection> {
    let largest = shift.bits().max(size::bits(shift.denominator()));
    size::check(2 * (largest + size::bits(bound.numer()) + size::bits(bound.denom())) + 13, 1)?;
    let squared_bound = (bound.numer() * shift.denominator()).complete().square();
    let factor = bound.denom().square_ref().complete();
    let mut gram = shift.gram();
    gram.iter_mut().flatten().for_each(|entry| *entry *= &factor);
    let trace: Integer = gram.iter().enumerate().filter_map(|(index, row)| row.get(index)).sum();
    if trace <= squared_bound {
        return Ok(true);
    }
    check_elimination(&gram, &squared_bound)?;
    for (index, row) in gram.iter_mut().enumerate() {
        row.iter_mut().for_each(rug::ops::NegAssign::neg_assign);
        if let Some(entry) = row.get_mut(index) {
            *entry += &squared_bound;
        }
    }
    Ok(is_semidefinite(gram))
}

/// Refuses an elimination whose numbers, minors of the matrix, could be too large (Hadamard's bound).
fn check_elimination(gram: &[Vec<Integer>], squared_bound: &Integer) -> Result<(), Rejection> {
    let side = gram.len();
    let largest = gram.iter().flatten().chain([squared_bound]).map(size::bits).max().unwrap_or(0);
    size::check((largest + 13).saturating_mul(side as u64), side.saturating_mul(side))
}

/// Whether a symmetric integer matrix is positive semidefinite.
fn is_semidefinite(mut rest: Vec<Vec<Integer>>) -> bool {
    let mut before = Integer::from(1);
    // The last row is eliminated first: taking it off needs no shifting.
    while let Some(mut row) = rest.pop() {
        let Some(pivot) = row.pop() else { return false };
        let column: Vec<Integer> = rest.iter_mut().filter_map(Vec::pop).collect();
        if pivot < 0 {
            return false;
        }
        if pivot.is_zero() {
            if row.iter().any(|entry| !entry.is_zero()) {
                return false;
            }
            continue;
        }
        for (target, left) in rest.iter_mut().zip(&column) {
            for (entry, above) in target.iter_mut().zip(&row) {
                *entry *= &pivot;
                *entry -= left * above;
                entry.div_exact_mut(&before);
            }
        }
        before = pivot;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn semidefinite<const SIDE: usize>(rows: [[i32; SIDE]; SIDE]) -> bool {
        is_semidefinite(rows.iter().map(|row| row.iter().copied().map(Integer::from).collect()).collect())
    }

    fn bounded<const COLUMNS: usize>(rows: &[[(i32, i32); COLUMNS]], bound: (i32, i32)) -> bool {
        let rows: Vec<Vec<Rational>> =
            rows.iter().map(|row| row.iter().copied().map(Rational::from).collect()).collect();
        let shift = Scaled::from_rows(rows.iter().map(Vec::as_slice), COLUMNS).expect("small");
        is_bounded(&shift, &Rational::from(bound)).expect("small")
    }

    #[test]
    fn semidefinite_matrices_are_told_from_others() {
        assert!(semidefinite([[0]]));
        assert!(semidefinite([[2, 1], [1, 2]]));
        assert!(semidefinite([[1, 1], [1, 1]]), "singular");
        assert!(semidefinite([[1, 0, 1], [0, 0, 0], [1, 0, 1]]), "zero row inside");
        assert!(semidefinite([[1, 1, 0], [1, 1, 0], [0, 0, 3]]), "zero pivot after a kept one");
        assert!(semidefinite([[4, 2, 2], [2, 3, 1], [2, 1, 3]]));
        assert!(!semidefinite([[-1]]));
        assert!(!semidefinite([[1, 2], [2, 1]]));
        assert!(!semidefinite([[0, 1], [1, 0]]), "zero pivot, nonzero row");
        assert!(!semidefinite([[1, 0, 0], [0, 0, 1], [0, 1, 5]]));
        assert!(!semidefinite([[3, 2, 2], [2, 3, -2], [2, -2, 3]]), "every 2x2 minor is positive");
    }

    #[test]
    fn spectral_norms_are_bounded_exactly() {
        // diag(3, 3)/5 scaled rotation [3 -4; 4 3]/5: spectral norm 1, Frobenius norm sqrt 2.
        let rotation = [[(3, 5), (-4, 5)], [(4, 5), (3, 5)]];
        assert!(bounded(&rotation, (1, 1)));
        assert!(!bounded(&rotation, (999_999, 1_000_000)));
        assert!(bounded(&[[(0, 1), (0, 1)]], (0, 1)), "the zero matrix has norm 0");
        assert!(!bounded(&[[(1, 1_000_000), (0, 1)]], (0, 1)));
        // Wide and tall: [1 1; 1 1; 1 1] has norm sqrt 6.
        let ones = [[(1, 1), (1, 1)], [(1, 1), (1, 1)], [(1, 1), (1, 1)]];
        assert!(bounded(&ones, (2_449_490, 1_000_000)));
        assert!(!bounded(&ones, (2_449_489, 1_000_000)));
        let wide = [[(1, 1), (1, 1), (1, 1)], [(1, 1), (1, 1), (2, 1)]];
        assert!(bounded(&wide, (3, 1)));
        assert!(!bounded(&wide, (29, 10)));
    }

    #[test]
    fn large_eliminations_are_refused() {
        let mut flat = vec![Rational::new(); 64 * 64];
        flat[0] = Rational::from(Integer::from(1) << 9000);
        let shift = Scaled::from_rows(flat.chunks(64), 64).expect("allowed");
        let large = flat[0].clone();
        assert_eq!(is_bounded(&shift, &large), Ok(true), "the Frobenius norm suffices");
        let less = large - 1;
        assert_eq!(is_bounded(&shift, &less).expect_err("64 minors").code(), "too-large");
    }
}
