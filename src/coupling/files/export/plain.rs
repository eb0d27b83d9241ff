//! The couplings as they are, for programs without a flow library.

use flowcert_check::Factorization;
use serde_json::{Value, json};

use super::layers::Layers;
use super::tensors::Tensors;
use super::{ExportError, Format};

/// `layers.K.shift` and `layers.K.scale`; which half they write is in the metadata.
pub(super) fn tensors(
    factorization: &Factorization,
    layers: &Layers,
    format: Format,
) -> Result<Vec<u8>, ExportError> {
    let mut tensors = Tensors::new(format);
    for layer in &layers.layers {
        let number = tensors.layer(json!({ "writes": layer.writes.name() }));
        tensors.weight(format!("layers.{number}.shift"), &layer.shift);
        let sides = tensors.sides([layer.scale.len()]);
        tensors.numbers(format!("layers.{number}.scale"), &sides, layer.scale.iter().copied());
    }
    tensors.serialize(factorization, "none", "none")
}

/// The layers of the certificate with numbers instead of strings: the digits of each read back to the same float.
pub(super) fn json(factorization: &Factorization, layers: &Layers, format: Format) -> Vec<u8> {
    let layers = layers.layers.iter().map(|layer| {
        let rows = layer.shift.row_iter().map(|row| row.iter().copied().collect::<Vec<_>>());
        json!({ "writes": layer.writes.name(), "shift": rows.collect::<Vec<_>>(), "scale": layer.scale })
    });
    let file = json!({
        "format": "flowcert-weights/1", "dtype": format.precision.name(), "mode": factorization.mode.name(),
        "partition": factorization.partition, "layers": layers.collect::<Value>(),
    });
    format!("{file}\n").into_bytes()
}
