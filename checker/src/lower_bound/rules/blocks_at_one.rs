//! `blocks-at-one` {power i}: too different sizes of Jordan blocks at the eigenvalue 1.
//!
//! As for `invariant`, but at the eigenvalue 1 of X = I + bc and Y = I + cb the sorted sizes of the blocks differ by at most 1
//! (Flanders): X has no more blocks of size i + 1 or larger than Y has of size i or larger. So, for f = t − 1,
//! p_A(i + 1) ≤ p_W(i) + r, and p_W(i + 1) ≤ p_A(i) + r.

use rug::Rational;

use crate::certificate::Mode;
use crate::lower_bound::context::Context;
use crate::lower_bound::setting::Setting;
use crate::rejection::Rejection;

pub(in crate::lower_bound) fn check_form(setting: &Setting, power: usize) -> Result<(), Rejection> {
    setting.require_length(4..=5)?;
    setting.require_mode(&[Mode::Additive])?;
    let [first, second] = setting.halves;
    setting.require_range("power", power, 1..=first.max(second))
}

pub(in crate::lower_bound) fn check(context: &Context<'_>, power: usize) -> Result<(), Rejection> {
    let pair = context.pair()?;
    let [a, w] = pair.growths(&at_one(context), power + 1)?;
    let (smaller, larger) = (power - 1, power);
    if a[larger] > w[smaller] + pair.rank || w[larger] > a[smaller] + pair.rank {
        return Ok(());
    }
    let numbers = format!(
        "p({power}) and p({}) are {} and {} for one matrix, {} and {} for the other, r = {}",
        power + 1,
        a[smaller],
        a[larger],
        w[smaller],
        w[larger],
        pair.rank
    );
    Err(context.setting.fails(numbers))
}

/// t − 1.
pub(super) fn at_one(context: &Context<'_>) -> [Rational; 2] {
    [context.field.minus_one(), Rational::from(1)]
}
