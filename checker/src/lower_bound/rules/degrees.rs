//! `degrees` {factors f_1, …, f_s}: what X and Y need to contain is larger than they are.
//!
//! With X and Y as for `invariant` and `blocks-at-one`, p_X(i) = p_Y(i) is at least p_A(i) and p_W(i) for each f_j. At f = t − 1,
//! p_X(i) ≥ p_A(i) and p_X(i) ≥ p_Y(i + 1) ≥ p_W(i + 1). The sum of p_X(i) over all i is the dimension of the generalized
//! eigenspace; those for pairwise coprime factors, coprime to t − 1, are independent, so
//!
//! Σ_j Σ_i max(p_A(i), p_W(i)) + Σ_i max(p_A(i), p_W(i + 1) at t − 1) ≤ d1,
//!
//! and likewise for Y, with A and W exchanged in the last sum, ≤ d2.
//!
//! Away from 1 X and Y are alike, so their generalized eigenspaces at 1 differ in dimension by d1 − d2. With p at t − 1, that is
//! Σ_i p_X(i) − Σ_i p_Y(i) = p_X(1) − Σ_i (p_Y(i) − p_X(i + 1)), where no term of the sum is negative, and
//! p_Y(i) − p_X(i + 1) ≥ p_W(i) − p_A(i + 1) − r. So
//!
//! d1 − d2 ≤ p_A(1) + r − Σ_i max(0, p_W(i) − p_A(i + 1) − r),
//!
//! and d2 − d1 likewise, with A and W exchanged. The factors are of no account there.

use rug::Rational;

use super::blocks_at_one::at_one;
use crate::certificate::Mode;
use crate::lower_bound::context::Context;
use crate::lower_bound::setting::Setting;
use crate::rejection::Rejection;

pub(in crate::lower_bound) fn check_form(
    setting: &Setting,
    factors: &[Vec<Rational>],
) -> Result<(), Rejection> {
    setting.require_length(4..=5)?;
    setting.require_mode(&[Mode::Additive])?;
    let [first, second] = setting.halves;
    setting.require_range("factors, their number", factors.len(), 0..=first + second)?;
    factors
        .iter()
        .enumerate()
        .try_for_each(|(index, factor)| setting.require_polynomial(&format!("factors[{index}]"), factor))
}

pub(in crate::lower_bound) fn check(
    context: &Context<'_>,
    factors: &[Vec<Rational>],
) -> Result<(), Rejection> {
    require_coprime(context, factors)?;
    let pair = context.pair()?;
    let [first, second] = context.setting.halves;
    let most = first.max(second);
    let mut common = 0;
    for factor in factors {
        let [a, w] = pair.growths(factor, most)?;
        common += joined(&a, &w);
    }
    let [a, w] = pair.growths(&at_one(context), most + 1)?;
    let of_x = common + joined(&a, &w[1..]);
    let of_y = common + joined(&w, &a[1..]);
    if of_x > first || of_y > second {
        return Ok(());
    }
    if second + a[0] + pair.rank < first + excess(&w, &a, pair.rank)
        || first + w[0] + pair.rank < second + excess(&a, &w, pair.rank)
    {
        return Ok(());
    }
    Err(context.setting.fails(format!(
        "dimensions {of_x} ≤ {first} and {of_y} ≤ {second}, and the blocks at 1 make up for the difference, r = {}",
        pair.rank
    )))
}

/// Σ_i max(one(i), other(i)), where what is missing is 0.
fn joined(one: &[usize], other: &[usize]) -> usize {
    let length = one.len().max(other.len());
    let at = |list: &[usize], index| list.get(index).copied().unwrap_or(0);
    (0..length).map(|index| at(one, index).max(at(other, index))).sum()
}

/// Σ_i max(0, one(i) − other(i + 1) − r), for lists of one length.
fn excess(one: &[usize], other: &[usize], rank: usize) -> usize {
    let following = other.iter().skip(1).chain(std::iter::once(&0));
    one.iter().zip(following).map(|(one, other)| one.saturating_sub(other + rank)).sum()
}

/// The factors have no common factors with each other nor with t − 1.
fn require_coprime(context: &Context<'_>, factors: &[Vec<Rational>]) -> Result<(), Rejection> {
    let Context { field, setting, .. } = context;
    for (index, factor) in factors.iter().enumerate() {
        if field.value_at_one(factor)?.is_zero() {
            return Err(setting.hypothesis(format!("f(1) ≠ 0 for factors[{index}]")));
        }
        for (before, other) in factors[..index].iter().enumerate() {
            if !field.are_coprime(other, factor)? {
                let both = format!("factors[{before}] and factors[{index}]");
                return Err(setting.hypothesis(format!("coprime polynomials, unlike {both}")));
            }
        }
    }
    Ok(())
}
