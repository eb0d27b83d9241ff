//! Over Q: layers are peeled off the matrix from both sides until two are left, and those two are read off.

use std::collections::VecDeque;

use rug::Rational;

use super::blocks::{Blocks, ScaledLayer};
use super::difference;
use super::scaled::Scaled;
use crate::certificate::{Factorization, Half};
use crate::rejection::Rejection;

/// Checks that the product of the layers is the matrix.
pub(super) fn check_product(factorization: &Factorization) -> Result<(), Rejection> {
    let mut blocks = Blocks::new(&factorization.matrix, factorization.partition)?;
    let mut layers = scaled_layers(factorization)?;
    let mut from_left = true;
    while layers.len() > 2 {
        let outermost = if from_left { layers.pop_back() } else { layers.pop_front() };
        match outermost {
            Some(layer) if from_left => blocks.peel_left(&layer)?,
            Some(layer) => blocks.peel_right(&layer)?,
            None => return Err(Rejection::Internal),
        }
        from_left = !from_left;
    }
    let (Some(inner), Some(outer)) = (layers.pop_front(), layers.pop_back()) else {
        return Err(Rejection::Internal);
    };
    if is_product(blocks, &outer, &inner)? { Ok(()) } else { Err(first_difference(factorization)?) }
}

/// The layers in order of application, with identities added until there are two.
fn scaled_layers(factorization: &Factorization) -> Result<VecDeque<ScaledLayer>, Rejection> {
    let partition = factorization.partition;
    let mut layers = VecDeque::new();
    for layer in &factorization.layers {
        layers.push_back(ScaledLayer::new(layer, partition)?);
    }
    while layers.len() < 2 {
        let writes = layers.back().map_or(Half::First, |layer| layer.writes.other());
        layers.push_back(ScaledLayer::identity(writes, partition)?);
    }
    Ok(layers)
}

/// Whether a matrix is outer·inner, for an outer layer with shift S and scale Λ that writes the half w and an inner
/// one with shift T and scale Γ that writes the other half o.
///
/// The product's blocks (rows, columns) are (o, w) = T, (o, o) = Γ, (w, o) = S·Γ, (w, w) = S·T + Λ.
fn is_product(mut blocks: Blocks, outer: &ScaledLayer, inner: &ScaledLayer) -> Result<bool, Rejection> {
    let (w, o) = (outer.writes, inner.writes);
    if *blocks.at(o, w) != inner.shift || *blocks.at(o, o) != Scaled::diagonal(&inner.scale)? {
        return Ok(false);
    }
    blocks.at(w, o).divide_columns(&inner.scale)?;
    if *blocks.at(w, o) != outer.shift {
        return Ok(false);
    }
    blocks.at(w, w).subtract_product(&outer.shift, &inner.shift)?;
    Ok(*blocks.at(w, w) == Scaled::diagonal(&outer.scale)?)
}

/// The first entry in which the product of the layers, multiplied out, is not the matrix.
fn first_difference(factorization: &Factorization) -> Result<Rejection, Rejection> {
    let mut product = identity_blocks(factorization)?;
    for layer in &factorization.layers {
        // Peeling off the inverse of a layer multiplies by the layer.
        product.peel_left(&ScaledLayer::new(layer, factorization.partition)?.inverse()?)?;
    }
    let products = product.rows().map(Iterator::collect::<Vec<Rational>>);
    Ok(difference::first(products, &factorization.matrix).unwrap_or(Rejection::Internal))
}

fn identity_blocks(factorization: &Factorization) -> Result<Blocks, Rejection> {
    let side = factorization.matrix.len();
    let row = |index| (0..side).map(|column| Rational::from(u8::from(index == column))).collect();
    Blocks::new(&(0..side).map(row).collect(), factorization.partition)
}
