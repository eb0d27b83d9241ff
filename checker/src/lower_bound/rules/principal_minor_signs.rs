//! `principal-minor-signs` {k}: traces of exterior powers of opposite signs.
//!
//! A word of 4 layers makes A·Γ1⁻¹ = I + bc and Γ2·W = I + cb; so does one of 5 if C = 0. For halves of equal length their
//! characteristic polynomials agree, and with them
//!
//! e_k(A·Γ1⁻¹) = Σ_S minor_S(A)·Π_{i ∈ S} γ1_i⁻¹,        e_k(Γ2·W) = Σ_S minor_S(W)·Π_{i ∈ S} γ2_i,
//!
//! sums over all S of k coordinates. For positive scales they differ if all minors of one matrix are ≤ 0, all of the other
//! ≥ 0, and one of all is not 0.

use crate::certificate::Mode;
use crate::lower_bound::context::Context;
use crate::lower_bound::setting::Setting;
use crate::rejection::Rejection;

pub(in crate::lower_bound) fn check_form(setting: &Setting, k: usize) -> Result<(), Rejection> {
    setting.require_length(4..=5)?;
    setting.require_mode(&[Mode::Positive])?;
    setting.require_equal_halves()?;
    setting.require_range("k", k, 1..=setting.halves[0])
}

pub(in crate::lower_bound) fn check(context: &Context<'_>, k: usize) -> Result<(), Rejection> {
    context.require_unchanged_pair()?;
    let a = context.field.minor_signs(&context.blocks.a, k)?;
    let w = context.field.minor_signs(&context.blocks.w, k)?;
    let opposite = (a.positive == 0 && w.negative == 0) || (a.negative == 0 && w.positive == 0);
    let nonzero = a.positive + a.negative + w.positive + w.negative;
    if opposite && nonzero > 0 {
        return Ok(());
    }
    Err(context.setting.fails(format!(
        "of the minors of size {k}, {} and {} are positive, {} and {} negative",
        a.positive, w.positive, a.negative, w.negative
    )))
}
