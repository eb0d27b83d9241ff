//! Exact layers, a row for each.

use flowcert_check::Layer;
use rug::Rational;
use serde_json::{Value, json};

use super::{brief, largest};
use crate::scalar::Field;

/// The layers in the order of application: what each writes, its shape, its numbers. Empty without layers.
pub(crate) fn layer_table(layers: &[Layer]) -> String {
    let mut text = String::new();
    if !layers.is_empty() {
        text += "  layer  writes   shift      bits  largest entry\n";
    }
    for (k, layer) in layers.iter().enumerate() {
        let shape = format!("{} × {}", layer.shift.len(), layer.shift.first().map_or(0, Vec::len));
        let (bits, entry) = (layer_bits(layer), brief(&largest(numbers(layer))));
        text += &format!("  {:<6} {:8} {shape:9} {bits:>5}  {entry}\n", k + 1, layer.writes.name());
    }
    text
}

/// The same for programs.
pub(crate) fn layer_records(layers: &[Layer]) -> Vec<Value> {
    let record = |layer: &Layer| {
        json!({
            "writes": layer.writes.name(), "rows": layer.shift.len(),
            "columns": layer.shift.first().map_or(0, Vec::len), "bits": layer_bits(layer),
            "largest_entry": brief(&largest(numbers(layer))),
        })
    };
    layers.iter().map(record).collect()
}

/// The size in bits of the longest number.
pub(crate) fn largest_bits(layers: &[Layer]) -> u64 {
    layers.iter().map(layer_bits).max().unwrap_or(0)
}

fn numbers(layer: &Layer) -> impl Iterator<Item = &Rational> {
    layer.shift.iter().flatten().chain(&layer.scale)
}

fn layer_bits(layer: &Layer) -> u64 {
    numbers(layer).map(Field::bits).max().unwrap_or(0)
}
