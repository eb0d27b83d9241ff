//! The count: fewer cells of parameters than targets.
//!
//! Let L = `layers_needed` − 1 ≥ 1. Cut [−B, B] into C = ⌊2BΛ/Δ⌋ + 1 intervals of the length 2B/C < Δ/Λ, for each parameter of a flow of
//! L layers: C^(Lp) cells. Flows in one cell are nearer than Δ to each other (`sensitivity.rs`). If two generators were within τ of two
//! flows in one cell, they would be nearer than 2τ + Δ = separation − 2·error to each other, and their mixtures nearer than
//! the separation. So the flows of a cell come near one target's generator at most.
//!
//! Flows of ℓ < L layers have at most C^(ℓp) cells, for Λ increases with L (b ≥ 1). All flows of at most L layers have, with C ≥ 2, at
//! most 1 + C^p + ⋯ + C^(Lp) < 2·C^(Lp) cells. If this is at most N, that is
//!
//! L·p·log₂C + 1 ≤ log₂N,
//!
//! there is a target whose generator no flow of at most L layers comes near. For L = 0 there is one flow, the identity, and
//! log₂N > 0 is enough: there are two targets.

use rug::{Float, Rational};

use super::doubt::{Doubt, decide};
use super::interval::Interval;
use super::layers::bound;
use super::sensitivity::sensitivity;
use super::separation::gap;
use super::targets::Number;
use crate::certificate::DepthSeparation;
use crate::limits::MAX_DEPTH_LOG2;
use crate::rejection::Rejection;

/// Confirms the certificate's three numbers.
pub(super) fn check_numbers(it: &DepthSeparation, targets: &Number) -> Result<(), Rejection> {
    decide(|precision| at_most("log2_targets", &it.log2_targets, &targets.log2(precision)))?;
    if it.layers_needed == 1 {
        return Ok(());
    }
    decide(|precision| {
        let found = finite(sensitivity(it, precision))?.log2();
        at_least("log2_sensitivity", &it.log2_sensitivity, &found)
    })?;
    decide(|precision| at_least("bits_per_parameter", &it.bits_per_parameter, &finite(bits(it, precision))?))
}

/// That there are more targets than cells.
pub(super) fn compare(it: &DepthSeparation) -> Result<(), Rejection> {
    let layers = it.layers_needed - 1;
    let cells = Rational::from(&it.bits_per_parameter * layers) * it.parameters;
    let needed = Rational::from(&cells + 1);
    let enough = if layers == 0 { it.log2_targets > 0 } else { it.log2_targets >= needed };
    if enough {
        return Ok(());
    }
    Err(Rejection::TooFewTargets { layers, cells: decimal(&cells), targets: decimal(&it.log2_targets) })
}

/// log₂C, but at least 1.
fn bits(it: &DepthSeparation, precision: u32) -> Interval {
    let quotient = bound(it, precision) * 2 * sensitivity(it, precision) / gap(it, precision);
    quotient.next_whole().at_least(2).log2()
}

/// Numbers beyond MPFR's are beyond the limits of the checker.
fn finite(interval: Interval) -> Result<Interval, Doubt> {
    if interval.high().is_some() {
        return Ok(interval);
    }
    let (place, what) = ("log2_sensitivity".to_owned(), "the sensitivity's base-2 logarithm, or more,");
    let found = MAX_DEPTH_LOG2 + 1;
    Err(Doubt::Refuted(Rejection::TooLarge { place, what, found, limit: MAX_DEPTH_LOG2 }))
}

/// For messages.
fn decimal(value: &Rational) -> String {
    format!("{:.9}", value.to_f64())
}

/// That a stored number is at most the enclosed one.
fn at_most(key: &'static str, stored: &Rational, found: &Interval) -> Result<(), Doubt> {
    judge(key, stored, found.low(), found.high(), |stored, end| stored <= end)
}

/// That a stored number is at least the enclosed one.
fn at_least(key: &'static str, stored: &Rational, found: &Interval) -> Result<(), Doubt> {
    judge(key, stored, found.high(), found.low(), |stored, end| stored >= end)
}

/// That the stored number is on the right side of the end that proves it. If it is on the wrong side of the other end too, more
/// bits would not help.
fn judge(
    key: &'static str,
    stored: &Rational,
    proves: Option<&Float>,
    refutes: Option<&Float>,
    holds: impl Fn(&Rational, &Float) -> bool,
) -> Result<(), Doubt> {
    if proves.is_some_and(|end| holds(stored, end)) {
        return Ok(());
    }
    let proved = proves.map_or_else(|| "nothing".to_owned(), |end| format!("{:.9}", end.to_f64()));
    let rejection = Rejection::BoundNotProved { key, claimed: decimal(stored), proved };
    if refutes.is_some_and(|end| !holds(stored, end)) {
        Err(Doubt::Refuted(rejection))
    } else {
        Err(Doubt::Open(rejection))
    }
}
