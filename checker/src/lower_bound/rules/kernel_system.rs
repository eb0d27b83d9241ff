//! `kernel-system` {f, g, h}: a linear system for the third factor of four layers that has no solution (Fredholm).
//!
//! If M = L(a)·U(b)·L(c)·U(e), then A = I + bc, W = I + cb, C = c + aA and B = Ae + b. Hence
//!
//! cA = Wc;        cy = Cy for Ay = 0;        zᵀBc = zᵀbc = zᵀ(A − I) = −zᵀ for zᵀA = 0.
//!
//! Let A·G = 0, H·A = 0 and A·F − F·W + G + H·B = 0. Then, for every such c,
//! 0 = tr((AF − FW + G + HB)·c) = tr(F(cA − Wc)) + tr(cG) + tr(HBc) = tr(CG) − tr(H).
//! So M is no such product if tr(CG) ≠ tr(H).

use crate::abbreviate;
use crate::certificate::{Matrix, Mode};
use crate::lower_bound::algebra::matrix::is_zero;
use crate::lower_bound::context::Context;
use crate::lower_bound::setting::Setting;
use crate::rejection::Rejection;

pub(in crate::lower_bound) fn check_form(
    setting: &Setting,
    f: &Matrix,
    g: &Matrix,
    h: &Matrix,
) -> Result<(), Rejection> {
    setting.require_length(4..=4)?;
    setting.require_mode(&[Mode::Additive])?;
    setting.require_one_word()?;
    let [first, second] = setting.halves;
    setting.require_matrix("f", f, [first, second])?;
    setting.require_matrix("g", g, [first, second])?;
    setting.require_matrix("h", h, [first, first])
}

pub(in crate::lower_bound) fn check(
    context: &Context<'_>,
    f: &Matrix,
    g: &Matrix,
    h: &Matrix,
) -> Result<(), Rejection> {
    let Context { field, setting, blocks } = context;
    let [a, b, c, w] = if setting.swapped { ["D", "C", "B", "P"] } else { ["A", "B", "C", "W"] };
    if !is_zero(&field.product(&blocks.a, g)?) {
        return Err(setting.hypothesis(format!("{a}·G = 0")));
    }
    if !is_zero(&field.product(h, &blocks.a)?) {
        return Err(setting.hypothesis(format!("H·{a} = 0")));
    }
    let commutator = field.difference(&field.product(&blocks.a, f)?, &field.product(f, &blocks.w)?);
    let rest = field.sum(g, &field.product(h, &blocks.b)?);
    if !is_zero(&field.sum(&commutator, &rest)) {
        return Err(setting.hypothesis(format!("{a}·F − F·{w} + G + H·{b} = 0")));
    }
    let (left, right) = (field.trace(&field.product(&blocks.c, g)?)?, field.trace(h)?);
    if left != right {
        return Ok(());
    }
    Err(setting.fails(format!("tr({c}·G) = tr(H) = {}", abbreviate::number(&right))))
}
