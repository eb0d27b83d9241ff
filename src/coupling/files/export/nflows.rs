//! nflows 0.14: the transforms of a `CompositeTransform`.
//!
//! Its `AffineCouplingTransform` squeezes scales into (0.001, 1.001), so a coupling y ← Λ·y + S·x is two transforms: the
//! diagonal Λ on y, a `PointwiseAffineTransform`, and then the shift, an `AdditiveCouplingTransform`. Scales are stored as
//! they are, not by logarithms. A sign is the reflection along its coordinate, in a `HouseholderSequence`, which takes
//! vectors only.

use flowcert_check::Factorization;
use nalgebra::DMatrix;
use serde_json::json;

use super::layers::{Layer, Layers};
use super::tensors::Tensors;
use super::{ExportError, Format, Shape};
use crate::coupling::Partition;

pub(super) fn tensors(
    factorization: &Factorization,
    layers: &Layers,
    format: Format,
) -> Result<Vec<u8>, ExportError> {
    let mut tensors = Tensors::new(format);
    let flipped = layers.flipped();
    if let Some(&coordinate) = flipped.first() {
        if format.shape == Shape::Images {
            return Err(ExportError::SignOfChannel { coordinate });
        }
        signs(&mut tensors, &flipped, layers.partition.size());
    }
    for layer in &layers.layers {
        if !layer.additive {
            scaling(&mut tensors, layer, layers.partition);
        }
        shift(&mut tensors, layer, layers.partition);
    }
    tensors.serialize(factorization, "nflows 0.14", "CompositeTransform")
}

fn signs(tensors: &mut Tensors, flipped: &[usize], size: usize) {
    let arguments = json!({ "features": size, "num_transforms": flipped.len() });
    let number = tensors.layer(json!({ "class": "HouseholderSequence", "arguments": arguments }));
    let vectors = DMatrix::from_fn(flipped.len(), size, |i, j| if flipped[i] == j { 1.0 } else { 0.0 });
    tensors.matrix(format!("_transforms.{number}.q_vectors"), &vectors);
}

fn scaling(tensors: &mut Tensors, layer: &Layer, partition: Partition) {
    let (size, start) = (partition.size(), partition.start(layer.writes));
    let mut diagonal = vec![1.0; size];
    diagonal[start..start + layer.scale.len()].copy_from_slice(&layer.scale);
    let sides = tensors.sides([size]);
    let number = tensors.layer(json!({ "class": "PointwiseAffineTransform", "scale": sides }));
    tensors.numbers(format!("_transforms.{number}._scale"), &sides, diagonal);
    tensors.numbers(format!("_transforms.{number}._shift"), &[], [0.0]);
}

fn shift(tensors: &mut Tensors, layer: &Layer, partition: Partition) {
    let range = |half| partition.start(half)..partition.start(half) + partition.length(half);
    let (written, read) = (range(layer.writes), range(layer.writes.other()));
    let mask: Vec<u8> =
        (0..partition.size()).map(|coordinate| u8::from(written.contains(&coordinate))).collect();
    let number = tensors.layer(json!({
        "class": "AdditiveCouplingTransform", "arguments": { "mask": mask },
        "transform_net": { "inputs": read.len(), "outputs": written.len(), "bias": false },
    }));
    let name = |tensor: &str| format!("_transforms.{number}.{tensor}");
    tensors.weight(name("transform_net.weight"), &layer.shift);
    tensors.coordinates(name("identity_features"), read);
    tensors.coordinates(name("transform_features"), written);
}
