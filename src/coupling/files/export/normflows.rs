//! normflows 1.7.3: the flows of a `NormalizingFlow`.
//!
//! A coupling is an `AffineCouplingBlock`, Glow's own. Its parameter map is one linear layer: the rows of shift and
//! logarithm of the scale alternate, the logarithms do not depend on the input and are biases. Signs are an
//! `InvertibleAffine` (on images `Invertible1x1Conv`) with P L U = I and its diagonal of signs, the only layer of the
//! library that holds them.

use flowcert_check::Factorization;
use nalgebra::DMatrix;
use serde_json::json;

use super::layers::{Layer, Layers};
use super::tensors::Tensors;
use super::{ExportError, Format, Shape};
use crate::coupling::Half;

pub(super) fn tensors(
    factorization: &Factorization,
    layers: &Layers,
    format: Format,
) -> Result<Vec<u8>, ExportError> {
    let partition = layers.partition;
    // torch.chunk gives the first half one more of an odd number.
    if partition.first != partition.size().div_ceil(2) {
        return Err(ExportError::Partition { first: partition.first, second: partition.second });
    }
    let mut tensors = Tensors::new(format);
    if !layers.flipped().is_empty() {
        signs(&mut tensors, &layers.signs, format.shape);
    }
    for layer in &layers.layers {
        coupling(&mut tensors, layer);
    }
    tensors.serialize(factorization, "normflows 1.7.3", "NormalizingFlow")
}

fn signs(tensors: &mut Tensors, signs: &[f64], shape: Shape) {
    let size = signs.len();
    let class = match shape {
        Shape::Vectors => "InvertibleAffine",
        Shape::Images => "Invertible1x1Conv",
    };
    let number =
        tensors.layer(json!({ "class": class, "arguments": { "num_channels": size, "use_lu": true } }));
    let name = |tensor: &str| format!("flows.{number}.{tensor}");
    let identity = DMatrix::identity(size, size);
    for factor in ["P", "L", "eye"] {
        tensors.matrix(name(factor), &identity);
    }
    // Without its diagonal, which is sign_S · exp(log_S).
    tensors.matrix(name("U"), &DMatrix::zeros(size, size));
    tensors.numbers(name("sign_S"), &[size], signs.iter().copied());
    tensors.numbers(name("log_S"), &[size], vec![0.0; size]);
}

fn coupling(tensors: &mut Tensors, layer: &Layer) {
    let (rows, columns) = layer.shift.shape();
    let outputs = if layer.additive { rows } else { 2 * rows };
    let number = tensors.layer(json!({
        "class": "AffineCouplingBlock",
        "arguments": {
            "scale": !layer.additive, "scale_map": "exp",
            "split_mode": match layer.writes { Half::Second => "channel", Half::First => "channel_inv" },
        },
        "param_map": { "inputs": columns, "outputs": outputs, "bias": !layer.additive },
    }));
    let name = |tensor: &str| format!("flows.{number}.flows.1.param_map.{tensor}");
    if layer.additive {
        tensors.weight(name("weight"), &layer.shift);
        return;
    }
    let weight =
        DMatrix::from_fn(
            outputs,
            columns,
            |i, j| {
                if i.is_multiple_of(2) { layer.shift[(i / 2, j)] } else { 0.0 }
            },
        );
    tensors.weight(name("weight"), &weight);
    tensors.numbers(name("bias"), &[outputs], layer.scale.iter().flat_map(|&logarithm| [0.0, logarithm]));
}
