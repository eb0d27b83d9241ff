//! `lone-principal-minor` {k}: a trace of an exterior power that cannot be 0, and one that is.
//!
//! As for `principal-minor-signs`, e_k(A·Γ1⁻¹) = e_k(Γ2·W). If all k × k principal minors of one matrix are 0, its side is 0; if
//! exactly one of the other is not, that side is one product of factors other than 0. For k = 1: a zero diagonal, and a
//! diagonal with one entry.

use crate::certificate::Mode;
use crate::lower_bound::algebra::minors::Signs;
use crate::lower_bound::context::Context;
use crate::lower_bound::setting::Setting;
use crate::rejection::Rejection;

pub(in crate::lower_bound) fn check_form(setting: &Setting, k: usize) -> Result<(), Rejection> {
    setting.require_length(4..=5)?;
    setting.require_mode(&[Mode::Positive, Mode::Signed])?;
    setting.require_equal_halves()?;
    setting.require_range("k", k, 1..=setting.halves[0])
}

pub(in crate::lower_bound) fn check(context: &Context<'_>, k: usize) -> Result<(), Rejection> {
    context.require_unchanged_pair()?;
    let nonzero = |signs: Signs| signs.positive + signs.negative;
    let a = nonzero(context.field.minor_signs(&context.blocks.a, k)?);
    let w = nonzero(context.field.minor_signs(&context.blocks.w, k)?);
    match (a, w) {
        (0, 1) | (1, 0) => Ok(()),
        _ => Err(context.setting.fails(format!("{a} and {w} minors of size {k} are not 0"))),
    }
}
