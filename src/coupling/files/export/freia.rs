//! `FrEIA` 0.2: the modules of a `SequenceINN`.
//!
//! A `GLOWCouplingBlock` first writes the first half, by `subnet2`, and then the second, by `subnet1`: two couplings that
//! follow each other. A subnet is one linear layer: the logarithms of the scales, which do not depend on the input and are
//! biases, and below them the rows of the shift. Where a half is not written, its subnet is 0. Signs are a
//! `FixedLinearTransform`, on images a `Fixed1x1Conv`.

use flowcert_check::Factorization;
use nalgebra::{DMatrix, DVector};
use serde_json::json;

use super::layers::{Layer, Layers};
use super::tensors::Tensors;
use super::{ExportError, Format, Shape};
use crate::coupling::{Half, Partition};

pub(super) fn tensors(
    factorization: &Factorization,
    layers: &Layers,
    format: Format,
) -> Result<Vec<u8>, ExportError> {
    let mut tensors = Tensors::new(format);
    if !layers.flipped().is_empty() {
        signs(&mut tensors, &layers.signs, format.shape);
    }
    let mut remaining = layers.layers.as_slice();
    while !remaining.is_empty() {
        let first = take(&mut remaining, Half::First);
        let second = take(&mut remaining, Half::Second);
        block(&mut tensors, first, second, layers.partition);
    }
    tensors.serialize(factorization, "FrEIA 0.2", "SequenceINN")
}

/// The next layer, if it writes this half.
fn take<'a>(layers: &mut &'a [Layer], half: Half) -> Option<&'a Layer> {
    let (layer, rest) = layers.split_first().filter(|(layer, _)| layer.writes == half)?;
    *layers = rest;
    Some(layer)
}

fn signs(tensors: &mut Tensors, signs: &[f64], shape: Shape) {
    let class = match shape {
        Shape::Vectors => "FixedLinearTransform",
        Shape::Images => "Fixed1x1Conv",
    };
    let number = tensors.layer(json!({ "class": class, "size": signs.len() }));
    let diagonal = DMatrix::from_diagonal(&DVector::from_column_slice(signs));
    tensors.weight(format!("module_list.{number}.M"), &diagonal);
    tensors.weight(format!("module_list.{number}.M_inv"), &diagonal);
    tensors.numbers(format!("module_list.{number}.logDetM"), &[], [0.0]);
}

fn block(tensors: &mut Tensors, first: Option<&Layer>, second: Option<&Layer>, partition: Partition) {
    let number = tensors.layer(json!({
        "class": "GLOWCouplingBlock",
        "arguments": { "clamp": 1.0, "clamp_activation": "identity", "split_len": partition.first },
    }));
    for (subnet, written, layer) in [("subnet2", Half::First, first), ("subnet1", Half::Second, second)] {
        let (rows, columns) = (partition.length(written), partition.length(written.other()));
        let weight = DMatrix::from_fn(2 * rows, columns, |i, j| match layer {
            Some(layer) if i >= rows => layer.shift[(i - rows, j)],
            _ => 0.0,
        });
        let mut bias = vec![0.0; 2 * rows];
        if let Some(layer) = layer {
            bias[..rows].copy_from_slice(&layer.scale);
        }
        tensors.weight(format!("module_list.{number}.{subnet}.weight"), &weight);
        tensors.numbers(format!("module_list.{number}.{subnet}.bias"), &[2 * rows], bias);
    }
}
