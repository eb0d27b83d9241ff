//! Halves of two coordinates: the scales of a word L U L U, completely.
//!
//! With x = the diagonal of Γ1⁻¹ and y = that of Γ2, N = M·Γ⁻¹ has A' = A·diag(x) and W' = diag(y)·W, and det N = 1 means
//! y1·y2 = δ·x1·x2 with δ = det M: y1 = s·x1 and y2 = (δ/s)·x2 for some s ≠ 0. Then A' and W' have the same determinant, since
//! det A = δ·det W, and the same trace if and only if
//!
//! ```text
//! p·x1 + q·x2 = 0,   p = a11 − s·w11,   q = a22 − (δ/s)·w22.
//! ```
//!
//! So x is (−q, p) up to a factor, or anything where p = q = 0; scales of the mode exist for this s if p and q are both 0, or
//! both are not and (positive mode) have opposite signs. The signs of p and q change at s = a11/w11 and s = δ·w22/a22 only, so
//! finitely many s stand for all. Where A' and W' are not similar although their characteristic polynomials agree, one of them
//! is a scalar matrix: for other s it is not, or the factor makes it I, and four layers exist again.

use super::cut::{Cut, Diagonal};
use crate::coupling::Mode;
use crate::matrix::exact::ExactField;
use crate::scalar::Field;

/// A finite field with at most so many elements is run through.
const FEW: u64 = 64;

/// Γ for enough values of s.
pub(super) fn diagonals<F: ExactField>(cut: &Cut<F>, mode: Mode, determinant: &F) -> Vec<Diagonal<F>> {
    let (a, w) = (&cut.blocks.a, &cut.inverse.d);
    let quotient = |x: &F, y: &F| Some(x.times(&y.inverse()?)).filter(|quotient| !quotient.is_zero());
    let special = [quotient(&a[(0, 0)], &w[(0, 0)]), quotient(&w[(1, 1)].times(determinant), &a[(1, 1)])];
    let special: Vec<F> = special.into_iter().flatten().collect();
    let values = if mode == Mode::Positive { positive_values(&special) } else { signed_values(&special) };
    values.iter().flat_map(|s| for_value(cut, mode, determinant, s)).collect()
}

fn for_value<F: ExactField>(cut: &Cut<F>, mode: Mode, determinant: &F, s: &F) -> Vec<Diagonal<F>> {
    let (a, w) = (&cut.blocks.a, &cut.inverse.d);
    let Some(second) = s.inverse().map(|inverse| determinant.times(&inverse)) else { return Vec::new() };
    let p = a[(0, 0)].minus(&s.times(&w[(0, 0)]));
    let q = a[(1, 1)].minus(&second.times(&w[(1, 1)]));
    let ratios: Vec<F> = if p.is_zero() && q.is_zero() {
        let candidates = [1, 2, 3, 5, -1, -2, -3].map(F::from_i64);
        candidates.into_iter().filter(|ratio| is_scale(ratio, mode)).collect()
    } else {
        let ratio = q.inverse().map(|inverse| -p.times(&inverse));
        ratio.filter(|ratio| is_scale(ratio, mode)).into_iter().collect()
    };
    let mut found = Vec::new();
    for ratio in ratios {
        let (x, y) = ([F::one(), ratio.clone()], [s.clone(), second.times(&ratio)]);
        for factor in factors(cut, mode, &x, &y) {
            let inverses = x.iter().map(|x| factor.times(x).inverse());
            if let Some(first) = inverses.collect::<Option<Vec<F>>>() {
                found.push(Diagonal { first, second: y.iter().map(|y| factor.times(y)).collect() });
            }
        }
    }
    found
}

/// 1, and what turns A·diag(x) or diag(y)·W into the identity where it is a scalar matrix.
fn factors<F: ExactField>(cut: &Cut<F>, mode: Mode, x: &[F; 2], y: &[F; 2]) -> Vec<F> {
    let (a, w) = (&cut.blocks.a, &cut.inverse.d);
    let scalar = |block: &nalgebra::DMatrix<F>, scales: &[F; 2]| {
        let values = [block[(0, 0)].times(&scales[0]), block[(1, 1)].times(&scales[1])];
        let is_scalar = block[(0, 1)].is_zero() && block[(1, 0)].is_zero() && values[0] == values[1];
        if is_scalar { values[0].inverse() } else { None }
    };
    let mut factors = vec![F::one()];
    factors
        .extend([scalar(a, x), scalar(w, y)].into_iter().flatten().filter(|factor| is_scale(factor, mode)));
    factors
}

fn is_scale<F: Field>(number: &F, mode: Mode) -> bool {
    if mode == Mode::Positive { number.is_positive() == Some(true) } else { !number.is_zero() }
}

/// Five values in each interval between positive special values, and these.
fn positive_values<F: Field>(special: &[F]) -> Vec<F> {
    let mut ends: Vec<F> = special.iter().filter(|s| s.is_positive() == Some(true)).cloned().collect();
    if let [one, other] = ends.as_slice()
        && one.minus(other).is_positive() == Some(true)
    {
        ends.reverse();
    }
    ends.dedup();
    let mut values = Vec::new();
    let mut start = F::zero();
    for end in &ends {
        let sixth = F::from_i64(6).inverse().map(|sixth| end.minus(&start).times(&sixth));
        for k in [3, 2, 4, 1, 5].map(F::from_i64) {
            values.extend(sixth.as_ref().map(|sixth| start.plus(&k.times(sixth))));
        }
        values.push(end.clone());
        start = end.clone();
    }
    let step = if start.is_zero() { F::one() } else { start.clone() };
    values.extend([1, 2, 3, 5, 8].map(|k| start.plus(&F::from_i64(k).times(&step))));
    values
}

/// All elements of a small field; else small numbers. Of them finitely many fail: p, q, or the differences of the entries of a
/// diagonal A·diag(x) or diag(y)·W, vanish for at most two values of s each, or for all.
fn signed_values<F: Field>(special: &[F]) -> Vec<F> {
    let limit = F::order().map_or(9, |order| if order <= FEW { order } else { 9 });
    let limit = i64::try_from(limit).unwrap_or(9);
    let mut values: Vec<F> = (1..limit).flat_map(|k| [F::from_i64(k), F::from_i64(-k)]).collect();
    values.extend_from_slice(special);
    values
}
