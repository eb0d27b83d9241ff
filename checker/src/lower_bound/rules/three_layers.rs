//! `three-layers` {y, z}: linear equations without a solution (Farkas; over any field, Fredholm).
//!
//! If M = L(x)·U(y)·L(z)·diag(Γ1, Γ2), then L(−x)·M = U(y)·L(z)·diag(Γ1, Γ2), so D − x·B = Γ2 and P + Q·x = Γ1⁻¹: linear
//! equations in x, Γ2 and Γ1⁻¹. Multiplied by Y and Z and traced, x drops out if B·Y = Z·Q, and
//!
//! tr(Y·D) + tr(Z·P) = Σ Y_ii·γ2_i + Σ Z_ii·γ1_i⁻¹
//!
//! for every solution. With s the left side, no scales of the mode solve this if
//! - additive: s ≠ tr Y + tr Z;
//! - positive: no Y_ii or Z_ii is negative, s ≤ 0, and s and they are not all 0;
//! - signed: none of them is other than 0 and s ≠ 0, or exactly one is and s = 0.

use rug::Rational;

use crate::abbreviate;
use crate::certificate::{Matrix, Mode};
use crate::lower_bound::algebra::matrix::diagonal;
use crate::lower_bound::context::Context;
use crate::lower_bound::setting::Setting;
use crate::rejection::Rejection;

pub(in crate::lower_bound) fn check_form(setting: &Setting, y: &Matrix, z: &Matrix) -> Result<(), Rejection> {
    setting.require_length(3..=3)?;
    setting.require_one_word()?;
    let [first, second] = setting.halves;
    setting.require_matrix("y", y, [second, second])?;
    setting.require_matrix("z", z, [first, first])
}

pub(in crate::lower_bound) fn check(context: &Context<'_>, y: &Matrix, z: &Matrix) -> Result<(), Rejection> {
    let Context { field, setting, blocks } = context;
    if field.product(&blocks.b, y)? != field.product(z, &blocks.q)? {
        let equation = if setting.swapped { "C·Y = Z·R" } else { "B·Y = Z·Q" };
        return Err(setting.hypothesis(equation));
    }
    let left = [field.trace(&field.product(y, &blocks.d)?)?, field.trace(&field.product(z, &blocks.p)?)?];
    let left = field.total(left.iter())?;
    let coefficients = diagonal(y).chain(diagonal(z));
    let excluded = match setting.mode {
        Mode::Additive => left != field.total(coefficients.clone())?,
        Mode::Positive => {
            let all_zero = left.is_zero() && coefficients.clone().all(Rational::is_zero);
            coefficients.clone().all(|entry| *entry >= 0) && left <= 0 && !all_zero
        }
        Mode::Signed | Mode::Singular => {
            match coefficients.clone().filter(|entry| !entry.is_zero()).count() {
                0 => !left.is_zero(),
                1 => left.is_zero(),
                _ => false,
            }
        }
    };
    if excluded {
        return Ok(());
    }
    let coefficients = coefficients.map(abbreviate::number).collect::<Vec<_>>().join(", ");
    let left = abbreviate::number(&left);
    Err(setting.fails(format!("scales of the mode may solve {left} = Σ c·γ, c = {coefficients}")))
}
