//! `non-real-roots` {cycle_in, cycle}: an eigenvalue that is not real, against a matrix that has none.
//!
//! A word of 4 layers makes A·Γ1⁻¹ = I + bc and Γ2·W = I + cb; so does one of 5 if C = 0. They have the same eigenvalues but 1.
//! Scales change neither which entries are 0 nor the strongly connected components of the digraph, and the eigenvalues are those
//! of the blocks on the components.
//!
//! - A block on m coordinates whose entries other than 0 form one cycle has the characteristic polynomial t^m − w, w the product
//!   of its entries over scales, not 0. For m ≥ 3 it has a root that is not real; for m = 2 if w < 0, which positive scales
//!   leave so.
//! - A block on one coordinate has a real eigenvalue. For positive scales Γ: a symmetric block S has the eigenvalues of
//!   Γ^½·S·Γ^½, all real; and one on two coordinates whose entries b, c off the diagonal have a positive product has the
//!   discriminant (a − d)² + 4bc > 0.

use std::cmp::Ordering;

use rug::Rational;

use crate::certificate::{CycleIn, Matrix, Mode};
use crate::lower_bound::algebra::components::components;
use crate::lower_bound::context::Context;
use crate::lower_bound::setting::Setting;
use crate::rejection::Rejection;

pub(in crate::lower_bound) fn check_form(
    setting: &Setting,
    cycle_in: CycleIn,
    cycle: &[usize],
) -> Result<(), Rejection> {
    setting.require_length(4..=5)?;
    setting.require_mode(&[Mode::Positive, Mode::Signed])?;
    setting.require_rationals()?;
    let [first, second] = setting.halves;
    let side = match cycle_in {
        CycleIn::Matrix => first,
        CycleIn::Inverse => second,
    };
    setting.require_indices("cycle", cycle, side)
}

pub(in crate::lower_bound) fn check(
    context: &Context<'_>,
    cycle_in: CycleIn,
    cycle: &[usize],
) -> Result<(), Rejection> {
    context.require_unchanged_pair()?;
    let (blocks, setting) = (&context.blocks, &context.setting);
    let (with_cycle, other) = match cycle_in {
        CycleIn::Matrix => (&blocks.a, &blocks.w),
        CycleIn::Inverse => (&blocks.w, &blocks.a),
    };
    require_cycle(setting, with_cycle, cycle)?;
    if !has_non_real_root(setting.mode, with_cycle, cycle) {
        let length = cycle.len();
        return Err(setting.fails(format!("a cycle of {length} coordinates may have real eigenvalues only")));
    }
    let of_real = |component: &Vec<usize>| has_real_roots(setting.mode, other, component);
    match components(other).iter().find(|component| !of_real(component)) {
        None => Ok(()),
        Some(component) => Err(setting.fails(format!(
            "the other matrix may have eigenvalues that are not real, on the coordinates {component:?}"
        ))),
    }
}

/// The coordinates are a strongly connected component, and the entries of its block are those of the cycle.
fn require_cycle(setting: &Setting, matrix: &Matrix, cycle: &[usize]) -> Result<(), Rejection> {
    let mut sorted = cycle.to_vec();
    sorted.sort_unstable();
    if !components(matrix).contains(&sorted) {
        return Err(setting.hypothesis("a cycle on a whole strongly connected component"));
    }
    let length = cycle.len();
    for (column, &from) in cycle.iter().enumerate() {
        for (row, &to) in cycle.iter().enumerate() {
            let of_cycle = row == (column + 1) % length;
            if matrix[to][from].is_zero() == of_cycle {
                return Err(setting.hypothesis(format!(
                    "entries other than 0 on the cycle and nowhere else in its block, unlike row {to}, column {from}"
                )));
            }
        }
    }
    Ok(())
}

fn has_non_real_root(mode: Mode, matrix: &Matrix, cycle: &[usize]) -> bool {
    match *cycle {
        [one, other] => {
            mode == Mode::Positive
                && sign_of_product(&matrix[one][other], &matrix[other][one]) == Ordering::Less
        }
        _ => cycle.len() >= 3,
    }
}

fn has_real_roots(mode: Mode, matrix: &Matrix, component: &[usize]) -> bool {
    let symmetric = || {
        component
            .iter()
            .all(|&row| component.iter().all(|&column| matrix[row][column] == matrix[column][row]))
    };
    match *component {
        [_] => true,
        _ if mode != Mode::Positive => false,
        [one, other] if sign_of_product(&matrix[one][other], &matrix[other][one]) == Ordering::Greater => {
            true
        }
        _ => symmetric(),
    }
}

fn sign_of_product(one: &Rational, other: &Rational) -> Ordering {
    match one.cmp0() {
        Ordering::Less => other.cmp0().reverse(),
        Ordering::Equal => Ordering::Equal,
        Ordering::Greater => other.cmp0(),
    }
}
