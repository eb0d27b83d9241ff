//! Kinds `lower-bound` and `minimal-layers`: no product of fewer than so many layers is the matrix.
//!
//! Re-derived: everything. Each rule is a theorem of the form "if a word of ℓ layers is M, then …", and a certificate has
//! numbers for which the conclusion fails; the checker recomputes it from M, M⁻¹ and those numbers. One file for each rule in
//! `rules/`, whose head states the theorem and why it holds. The linear algebra is this kind's own, in `algebra/`.

mod algebra;
mod blocks;
mod context;
mod registry;
mod rules;
mod setting;

use crate::abbreviate;
use crate::certificate::{Arith, Factorization, LowerBound, Matrix, MinimalLayers, Mode, Reasons, Rule};
use crate::factorization;
use crate::rejection::Rejection;
use crate::structure;
use crate::verified::{VerifiedLowerBound, VerifiedMinimalLayers};
use algebra::field::Field;
use blocks::Blocks;
use context::Context;
use setting::{Setting, Word};

/// Verifies a lower bound: its form, that products of layers reach the matrix at all, and each reason.
pub(crate) fn check(bound: &LowerBound) -> Result<VerifiedLowerBound, Rejection> {
    structure::lower_bound::check(bound)?;
    let field = &Field::new(bound.ground);
    let blocks = Blocks::new(&bound.matrix, &inverse_in_reach(bound, field)?, bound.partition);
    for (word, rule) in reasons(&bound.reasons) {
        let setting = Setting::new(bound, word, rule);
        let blocks = if setting.swapped { blocks.swapped() } else { blocks.clone() };
        registry::check(rule, &Context { field, setting, blocks })?;
    }
    Ok(VerifiedLowerBound::of(bound))
}

/// Verifies a least number of layers: the lower bound, and that the layers multiply to the matrix.
pub(crate) fn check_minimal(minimal: &MinimalLayers) -> Result<VerifiedMinimalLayers, Rejection> {
    structure::lower_bound::check_minimal(minimal)?;
    let MinimalLayers { lower_bound, layers } = minimal;
    let verified = check(lower_bound)?;
    factorization::check(&Factorization {
        arith: Arith::Exact,
        ground: lower_bound.ground,
        mode: lower_bound.mode,
        partition: lower_bound.partition,
        matrix: lower_bound.matrix.clone(),
        layers: layers.clone(),
        error_bound: rug::Rational::new(),
        max_shift_norm: None,
    })?;
    Ok(verified.into())
}

/// Checks that every rule may stand where it stands, and the shapes of what it gives.
pub(crate) fn check_form(bound: &LowerBound) -> Result<(), Rejection> {
    reasons(&bound.reasons)
        .into_iter()
        .try_for_each(|(word, rule)| registry::check_form(rule, &Setting::new(bound, word, rule)))
}

/// The words and the rules that exclude them.
fn reasons(reasons: &Reasons) -> Vec<(Word, &Rule)> {
    match reasons {
        Reasons::None => vec![],
        Reasons::Both(rule) => vec![(Word::Both, rule)],
        Reasons::Each { starts_with_l, starts_with_u } => {
            vec![(Word::StartsWithL, starts_with_l), (Word::StartsWithU, starts_with_u)]
        }
    }
}

/// The inverse of the matrix, whose determinant has to be one that products of layers have: theirs is the product of all
/// scales. Of a matrix that no product is, a least number of layers means nothing.
fn inverse_in_reach(bound: &LowerBound, field: &Field) -> Result<Matrix, Rejection> {
    let mode = bound.mode;
    let inverse = field.inverse(&bound.matrix)?.ok_or(Rejection::SingularMatrix { mode })?;
    let determinant = field.determinant(&bound.matrix)?;
    let in_reach = match mode {
        Mode::Additive => determinant == 1,
        Mode::Positive => determinant > 0,
        Mode::Signed | Mode::Singular => true,
    };
    if in_reach {
        Ok(inverse)
    } else {
        Err(Rejection::Determinant { determinant: abbreviate::number(&determinant), mode })
    }
}
