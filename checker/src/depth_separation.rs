//! Kind `depth-separation`: some mixture of Gaussians, and a generator with one hidden layer that comes near it, are out of
//! reach of every flow of few layers with few parameters.
//!
//! Re-derived: everything, by a count. There are many targets, mixtures far from each other (`codebook.rs`, `targets.rs`,
//! `separation.rs`), each with a generator near it (`generator.rs`). Flows of L layers with p bounded parameters each fall into few
//! cells of flows near each other (`layers.rs`, `sensitivity.rs`, `cells.rs`); the flows of a cell come near one target at most. Nothing
//! uses that a flow is invertible.
//!
//! Integers and fractions are exact. Roots, logarithms and exponentials are enclosed between binary floats of MPFR that are rounded
//! outwards (`interval.rs`), with more bits until the enclosure decides (`doubt.rs`); what stays open is rejected.

mod binomial;
mod cells;
mod code;
mod codebook;
mod doubt;
mod generator;
mod interval;
mod layers;
mod sensitivity;
mod separation;
mod targets;

use crate::certificate::DepthSeparation;
use crate::rejection::Rejection;
use crate::structure;
use crate::verified::VerifiedDepthSeparation;

/// Verifies a depth separation: form, generator, codebook, targets, separation, the numbers, the count.
pub(crate) fn check(it: &DepthSeparation) -> Result<VerifiedDepthSeparation, Rejection> {
    structure::depth_separation::check(it)?;
    generator::check(it)?;
    codebook::check(it)?;
    let targets = targets::number(it)?;
    separation::check(it)?;
    cells::check_numbers(it, &targets)?;
    cells::compare(it)?;
    Ok(VerifiedDepthSeparation::of(it))
}
