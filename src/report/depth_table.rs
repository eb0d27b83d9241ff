//! Depth needed and depth that is enough, as a table.

use serde_json::{Value, json};

use super::sheet::{Sheet, significant};
use crate::depth::generator;
use crate::depth::table::{Extent, FlowClass, LayerSize, Row, growth};

/// A sheet for each dimension, then what grows how.
pub(crate) fn depth_sheets(rows: &[Row], extent: &Extent) -> Vec<Sheet> {
    let of = |dimension: &u32| {
        let of_dimension = rows.iter().filter(|row| row.dimension == *dimension);
        let header = [
            "p",
            "k",
            "log₂N",
            "least L, general",
            "least L, R = n",
            "least L, R*",
            "enough L",
            "generator neurons",
            "verdict",
        ];
        let title = format!("Layers of flows in dimension n = {dimension}, τ = 1/16");
        Sheet::new(title, header.map(str::to_owned).into(), of_dimension.map(cells).collect())
    };
    let mut sheets: Vec<Sheet> = extent.dimensions.iter().map(of).collect();
    sheets.push(growth_in_modes(rows, extent));
    sheets.push(growth_in_dimension(rows, extent));
    sheets
}

fn cells(row: &Row) -> Vec<String> {
    let mut cells = vec![row.size.name(), power(row.modes), significant(row.log2_targets)];
    cells.extend(row.least.map(|least| least.to_string()));
    cells.push(enough(row));
    cells.push(neurons(row).to_string());
    cells.push(verdict(row).to_owned());
    cells
}

fn power(modes: u32) -> String {
    format!("2^{}", modes.ilog2())
}

fn enough(row: &Row) -> String {
    row.enough.map_or_else(|| "–".to_owned(), |layers| layers.to_string())
}

fn verdict(row: &Row) -> &'static str {
    if row.bites() { "bites" } else { "vacuous" }
}

fn neurons(row: &Row) -> u64 {
    generator::neurons(row.dimension.into(), row.modes.into())
}

/// For each n and p: the smallest k of the table with L ≥ 2, and a of L ≈ c·kᵃ where L ≥ 10.
fn growth_in_modes(rows: &[Row], extent: &Extent) -> Sheet {
    let header = ["n", "p", "smallest k that bites", "a, general", "a, R = n", "a, R*", "a, enough"];
    let mut cells = Vec::new();
    for dimension in &extent.dimensions {
        for size in LayerSize::ALL {
            let these: Vec<&Row> =
                rows.iter().filter(|row| row.dimension == *dimension && row.size == size).collect();
            let first = these.iter().find(|row| row.bites()).map(|row| power(row.modes));
            let mut row = vec![dimension.to_string(), size.name(), first.unwrap_or_else(|| "–".to_owned())];
            row.extend((0..4).map(|column| exponent(&these, column, 10, |row| f64::from(row.modes))));
            cells.push(row);
        }
    }
    Sheet::new("Growth with k: L ≈ c·kᵃ, fitted where L ≥ 10", header.map(str::to_owned).into(), cells)
}

/// For each p and k = 2¹⁶, or the largest k below: a of L ≈ c·nᵃ.
fn growth_in_dimension(rows: &[Row], extent: &Extent) -> Sheet {
    let header = ["p", "k", "a, general", "a, R = n", "a, R*", "a, enough"];
    let mut cells = Vec::new();
    let largest = extent
        .exponents
        .iter()
        .filter(|exponent| **exponent <= 16)
        .max()
        .map_or(0, |exponent| 1_u32 << exponent);
    for size in LayerSize::ALL {
        let these: Vec<&Row> = rows.iter().filter(|row| row.modes == largest && row.size == size).collect();
        let mut row = vec![size.name(), power(largest)];
        row.extend((0..4).map(|column| exponent(&these, column, 4, |row| f64::from(row.dimension))));
        cells.push(row);
    }
    Sheet::new("Growth with n: L ≈ c·nᵃ, fitted where L ≥ 4", header.map(str::to_owned).into(), cells)
}

/// Column 0 to 2: a class; 3: what is enough.
fn exponent(rows: &[&Row], column: usize, least: u64, of: fn(&Row) -> f64) -> String {
    let layers = |row: &Row| row.least.get(column).copied().or(row.enough);
    let point =
        |row: &&Row| layers(row).filter(|layers| *layers >= least).map(|layers| (of(row), layers as f64));
    let points: Vec<(f64, f64)> = rows.iter().filter_map(point).collect();
    growth(&points).map_or_else(|| "–".to_owned(), |(slope, _)| format!("{slope:.3}"))
}

/// One record for each row, for programs.
pub(crate) fn depth_records(rows: &[Row]) -> Sheet {
    let header = [
        "dimension",
        "modes",
        "parameters_per_layer",
        "log2_targets",
        "least_general",
        "least_lipschitz_n",
        "least_star",
        "enough_layers",
        "generator_neurons",
        "verdict",
    ];
    let record = |row: &Row| {
        let mut record = vec![row.dimension.to_string(), row.modes.to_string(), row.parameters().to_string()];
        record.push(row.log2_targets.to_string());
        record.extend(row.least.map(|least| least.to_string()));
        record.push(row.enough.map_or_else(String::new, |layers| layers.to_string()));
        record.extend([neurons(row).to_string(), verdict(row).to_owned()]);
        record
    };
    Sheet::new("depth", header.map(str::to_owned).into(), rows.iter().map(record).collect())
}

/// Everything, for programs.
pub(crate) fn depth_table_json(rows: &[Row]) -> Value {
    let row = |row: &Row| {
        let least = FlowClass::ALL
            .iter()
            .zip(row.least)
            .map(|(class, least)| (class.name().to_owned(), json!(least)));
        json!({
            "dimension": row.dimension, "modes": row.modes, "parameters_per_layer": row.parameters(),
            "log2_targets": row.log2_targets, "least_layers": Value::Object(least.collect()),
            "enough_layers": row.enough, "generator_neurons": neurons(row), "verdict": verdict(row),
        })
    };
    json!({ "table": "depth", "accuracy": "1/16", "rows": rows.iter().map(row).collect::<Vec<_>>() })
}

/// What the table means.
pub(crate) fn depth_notes(rows: &[Row]) -> Vec<String> {
    vec![
        format!(
            "Proved, row by row: a flow of fewer than the least L layers, with at most p free parameters each, misses one target \
             at least by more than τ in W1; {} certificates, all verified. Counting does not use that flows are invertible.",
            3 * rows.len()
        ),
        "Layers: affine couplings with sparse networks, parameters up to 6√(k/τ). general: nothing else supposed; R = n, R* = \
         36k²/τ²: every suffix of the flow has this Lipschitz constant, mean norms at most √n + 2. enough L: Theorem U, whose \
         flows have R* and clamp units. A verdict is about the class R*."
            .to_owned(),
        "Targets: mixtures of k Gaussians with σ√n = 2⁻¹⁰, means in a packing of the unit ball with distance 9/32, of which two \
         targets share at most 17/32. A generator with one hidden layer is within 2⁻¹⁰ of each."
            .to_owned(),
    ]
}
