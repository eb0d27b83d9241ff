//! `kernel-balance` {h}: scales on the kernels of A that cannot be balanced.
//!
//! If M = L(a)·U(b)·L(c)·U(e)·diag(Γ1, Γ2), then, as for `kernel-system`, with the blocks of M·diag(Γ1, Γ2)⁻¹: c·Γ1·y = C·y for
//! Ay = 0, and zᵀ·B·Γ2⁻¹·c = −zᵀ for zᵀA = 0. Let H·A = 0 and A·H = 0. Then
//! tr(H·B·Γ2⁻¹·C) = tr(B·Γ2⁻¹·C·H) = tr(B·Γ2⁻¹·c·Γ1·H) = tr(H·B·Γ2⁻¹·c·Γ1) = −tr(H·Γ1), that is,
//!
//! Σ H_ii·γ1_i + Σ (C·H·B)_kk·γ2_k⁻¹ = 0.
//!
//! No scales of the mode solve this if
//! - additive: the sum of all H_ii and (C·H·B)_kk is not 0;
//! - positive: none of them is negative, and one is positive;
//! - signed: exactly one of them is not 0.

use rug::Rational;

use crate::abbreviate;
use crate::certificate::{Matrix, Mode};
use crate::lower_bound::algebra::matrix::{diagonal, is_zero};
use crate::lower_bound::context::Context;
use crate::lower_bound::setting::Setting;
use crate::rejection::Rejection;

pub(in crate::lower_bound) fn check_form(setting: &Setting, h: &Matrix) -> Result<(), Rejection> {
    setting.require_length(4..=4)?;
    setting.require_one_word()?;
    let [first, _] = setting.halves;
    setting.require_matrix("h", h, [first, first])
}

pub(in crate::lower_bound) fn check(context: &Context<'_>, h: &Matrix) -> Result<(), Rejection> {
    let Context { field, setting, blocks } = context;
    let a = if setting.swapped { "D" } else { "A" };
    if !is_zero(&field.product(h, &blocks.a)?) {
        return Err(setting.hypothesis(format!("H·{a} = 0")));
    }
    if !is_zero(&field.product(&blocks.a, h)?) {
        return Err(setting.hypothesis(format!("{a}·H = 0")));
    }
    let through = field.product(&field.product(&blocks.c, h)?, &blocks.b)?;
    let coefficients = diagonal(h).chain(diagonal(&through));
    let nonzero = || coefficients.clone().filter(|entry| !entry.is_zero());
    let excluded = match setting.mode {
        Mode::Additive => !field.total(coefficients.clone())?.is_zero(),
        Mode::Positive => nonzero().count() > 0 && nonzero().all(|entry: &Rational| *entry > 0),
        Mode::Signed | Mode::Singular => nonzero().count() == 1,
    };
    if excluded {
        return Ok(());
    }
    let coefficients = coefficients.clone().map(abbreviate::number).collect::<Vec<_>>().join(", ");
    Err(setting.fails(format!("scales of the mode may solve 0 = Σ c·γ, c = {coefficients}")))
}
