//! `invariant` {polynomial f, power i}: too different numbers of Jordan blocks of size i or more.
//!
//! In additive mode a word of 4 layers makes X = I + bc and Y = I + cb (see [`Pair`](crate::lower_bound::context::Pair)), and by
//! Flanders bc and cb have the same Jordan structure away from 0. So for f(1) ≠ 0 the numbers p(i) = dim ker f^i − dim ker
//! f^(i−1) agree for X and Y, and those of A and of W, on the subspaces where they are known, are at most r·deg f smaller:
//! |p_A(i) − p_W(i)| ≤ r·deg f. For r = 0 they agree.

use rug::Rational;

use crate::certificate::Mode;
use crate::lower_bound::algebra::polynomial::degree;
use crate::lower_bound::context::Context;
use crate::lower_bound::setting::Setting;
use crate::rejection::Rejection;

pub(in crate::lower_bound) fn check_form(
    setting: &Setting,
    polynomial: &[Rational],
    power: usize,
) -> Result<(), Rejection> {
    setting.require_length(4..=5)?;
    setting.require_mode(&[Mode::Additive])?;
    setting.require_polynomial("polynomial", polynomial)?;
    let [first, second] = setting.halves;
    setting.require_range("power", power, 1..=first.max(second))
}

pub(in crate::lower_bound) fn check(
    context: &Context<'_>,
    polynomial: &[Rational],
    power: usize,
) -> Result<(), Rejection> {
    let setting = &context.setting;
    if context.field.value_at_one(polynomial)?.is_zero() {
        return Err(setting.hypothesis("f(1) ≠ 0"));
    }
    let pair = context.pair()?;
    let [a, w] = pair.growths(polynomial, power)?.map(|growths| growths.last().copied().unwrap_or(0));
    let (rank, degree) = (pair.rank, degree(polynomial));
    if a.abs_diff(w) > rank.saturating_mul(degree) {
        return Ok(());
    }
    Err(setting.fails(format!(
        "p({power}) is {a} for one matrix and {w} for the other, r = {rank} and deg f = {degree}"
    )))
}
