//! `scalar-blocks`: a multiple of the identity on each half. For words of seven layers, in additive mode, for both words at once.
//!
//! The halves are exchanged if need be, so that d1 < d2 ≤ 2·d1. (The rule is of use there only; the argument needs d1 < d2.)
//! Let M = diag(κI, λI), det M = 1, λ² ≠ 1, δ = d2 − d1 and ρ = κλ. Let S be the least set with
//!
//! 1/λ ∈ S;  if x ∈ S then ρ/x ∈ S;  if x ∈ S and 1/x ≠ λ then 1/x ∈ S.
//!
//! If δ·|S| > 2·d1, no product of seven additive layers is M. Suppose that one is.
//!
//! - M is block diagonal, so L(−a)·M = M·L(x) with x = −(κ/λ)·a, and likewise for U: the leftmost of seven layers moves to the
//!   right end, where a layer of its kind stands. So six layers are M. Let them be L(s1)U(x1)L(s2)U(x2)L(s3)U(x3). (If they begin
//!   with U, their inverse is such a word, for 1/κ and 1/λ, and the set of these is that of all 1/x, x ∈ S.)
//! - With y = x1 + x2 + x3, H = L(−s1)·M·U(−y) = (I + R2)(I + R3), both conjugates of some L(s): R2² = R3² = 0, ranks ≤ d1.
//! - On the left, H = [κI, −κy; −κs, λI + κsy], s = s1, has the characteristic polynomial (t − λ)^δ · Π (t² − (κ + λ + κz)t + κλ)
//!   over the eigenvalues z of ys: of its eigenvalues δ are λ, and 2·d1 come in pairs with the product ρ.
//! - On the right, let R2 = pq and R3 = p'q' with d1 columns each, qp = 0 and q'p' = 0, and G = q'p·qp'. The characteristic
//!   polynomial is (t − 1)^δ · det((t − 1)²I − tG), whose roots are those of its reverse: x and 1/x are roots equally often.
//! - So 1/λ is an eigenvalue at least δ times, all of them among the pairs, since 1/λ ≠ λ. With x each element of S is so, δ times
//!   at least, among the 2·d1 in pairs: δ·|S| ≤ 2·d1.

use std::collections::BTreeSet;

use rug::Rational;

use crate::abbreviate;
use crate::certificate::{Matrix, Mode};
use crate::lower_bound::algebra::field::Field;
use crate::lower_bound::algebra::matrix::is_zero;
use crate::lower_bound::context::Context;
use crate::lower_bound::setting::{Setting, Word};
use crate::rejection::Rejection;

pub(in crate::lower_bound) fn check_form(setting: &Setting) -> Result<(), Rejection> {
    setting.require_length(7..=7)?;
    setting.require_mode(&[Mode::Additive])?;
    if setting.word != Word::Both {
        return Err(setting.not_applicable("excludes both words at once"));
    }
    let [shorter, longer] = sorted(setting.halves);
    if shorter < longer && longer <= 2 * shorter {
        return Ok(());
    }
    Err(setting.not_applicable(format!(
        "is for halves of which one is longer, at most twice as long, not {shorter} and {longer}"
    )))
}

pub(in crate::lower_bound) fn check(context: &Context<'_>) -> Result<(), Rejection> {
    let Context { field, setting, blocks } = context;
    let scalars = (scalar(&blocks.a), scalar(&blocks.d));
    let ((Some(first), Some(second)), true) = (scalars, is_zero(&blocks.b) && is_zero(&blocks.c)) else {
        return Err(setting.hypothesis("a multiple of the identity on each half"));
    };
    let [shorter, longer] = sorted(setting.halves);
    let (kappa, lambda) = if setting.halves[0] == shorter { (first, second) } else { (second, first) };
    if field.times(lambda, lambda)? == 1 {
        let lambda = abbreviate::number(lambda);
        return Err(
            setting.hypothesis(format!("on the longer half another multiple than {lambda}, with λ² ≠ 1"))
        );
    }
    let (surplus, pairs) = (longer - shorter, 2 * shorter);
    // So many elements exceed 2·d1.
    let enough = pairs / surplus + 1;
    let found = eigenvalues(field, kappa, lambda, enough)?.len();
    if found >= enough {
        return Ok(());
    }
    let numbers = format!("{found} eigenvalues, {surplus} times each, are no more than {pairs}");
    Err(setting.fails(numbers))
}

/// The set S, or some of it: no more than `enough` elements.
fn eigenvalues(
    field: &Field,
    kappa: &Rational,
    lambda: &Rational,
    enough: usize,
) -> Result<BTreeSet<Rational>, Rejection> {
    let product = field.times(kappa, lambda)?;
    let start = field.reciprocal(lambda)?;
    let mut open = vec![start.clone()];
    let mut all = BTreeSet::from([start]);
    while let Some(x) = open.pop() {
        let inverse = field.reciprocal(&x)?;
        let partner = field.times(&product, &inverse)?;
        for next in [Some(partner), Some(inverse).filter(|inverse| inverse != lambda)].into_iter().flatten() {
            if all.len() < enough && all.insert(next.clone()) {
                open.push(next);
            }
        }
    }
    Ok(all)
}

/// κ of κI.
fn scalar(matrix: &Matrix) -> Option<&Rational> {
    let scalar = matrix.first()?.first()?;
    let is_scalar = |row: usize, column: usize, entry: &Rational| {
        if row == column { entry == scalar } else { entry.is_zero() }
    };
    let mut rows = matrix.iter().enumerate();
    rows.all(|(row, entries)| entries.iter().enumerate().all(|(column, entry)| is_scalar(row, column, entry)))
        .then_some(scalar)
}

fn sorted([first, second]: [usize; 2]) -> [usize; 2] {
    [first.min(second), first.max(second)]
}
