//! `not-two-layers`: M = L(x)·U(y)·diag(Γ1, Γ2) exactly if A = Γ1 and W = Γ2⁻¹ are scales of the mode.
//!
//! L(x)·U(y) = [I y; x I + xy] has the inverse [I + yx −y; −x I]. So A = Γ1 and W = Γ2⁻¹, and inverses of scales of a mode are
//! scales of it. (Conversely, if A·Γ1⁻¹ = I then M·diag(Γ1, Γ2)⁻¹ is L(x)·[I y; 0 s], and s⁻¹ = Γ2·W = I.)

use super::is_scale;
use crate::lower_bound::context::Context;
use crate::lower_bound::setting::Setting;
use crate::rejection::Rejection;

pub(in crate::lower_bound) fn check_form(setting: &Setting) -> Result<(), Rejection> {
    setting.require_length(2..=2)?;
    setting.require_one_word()
}

pub(in crate::lower_bound) fn check(context: &Context<'_>) -> Result<(), Rejection> {
    let (blocks, setting) = (&context.blocks, &context.setting);
    if is_scale(&blocks.a, setting.mode) && is_scale(&blocks.w, setting.mode) {
        let (a, w) = if setting.swapped { ("D", "P") } else { ("A", "W") };
        return Err(setting.fails(format!("{a} and {w} are diagonal with entries of the mode")));
    }
    Ok(())
}
