//! Matrices that need many layers, with the layers that make them.

use std::path::Path;

use serde_json::{Value, json};

use super::entry::{bounds_text, certificates_note, entry_json, rules_text, undecided_text};
use super::sheet::Sheet;
use super::{brief, largest, largest_bits, reason_lines};
use crate::coupling::Partition;
use crate::linear::tables::SEED;
use crate::linear::tables::witnesses::Row;
use crate::linear::unequal;

/// Equal halves; unequal halves.
pub(crate) fn witnesses_sheets([equal, unequal]: &[Vec<Row>; 2]) -> [Sheet; 2] {
    [equal_sheet(equal), unequal_sheet(unequal)]
}

fn equal_sheet(rows: &[Row]) -> Sheet {
    let header = ["halves", "mode", "layers", "why no fewer", "largest number of the layers", "bits"];
    let row = |row: &Row| {
        vec![
            row.subject.partition.first.to_string(),
            row.subject.mode.name().to_owned(),
            bounds_text(row.entry.lower, row.entry.upper()),
            why(row),
            brief(&largest(row.entry.numbers())),
            largest_bits(&row.entry.layers).to_string(),
        ]
    };
    let title = "Matrices with equal halves that need six layers";
    Sheet::new(title, header.map(str::to_owned).into(), rows.iter().map(row).collect())
}

fn unequal_sheet(rows: &[Row]) -> Sheet {
    let header = [
        "halves",
        "mode",
        "layers",
        "2m + 2",
        "enough for all",
        "why no fewer",
        "largest number of the layers",
        "bits",
    ];
    let row = |row: &Row| {
        let partition = row.subject.partition;
        vec![
            format!("{} + {}", partition.first, partition.second),
            row.subject.mode.name().to_owned(),
            bounds_text(row.entry.lower, row.entry.upper()),
            (2 * ratio(partition) + 2).to_string(),
            unequal::bound(partition).to_string(),
            why(row),
            brief(&largest(row.entry.numbers())),
            largest_bits(&row.entry.layers).to_string(),
        ]
    };
    let title = "Matrices with unequal halves d1 < d2 that need many layers, m = ⌈d2/d1⌉";
    Sheet::new(title, header.map(str::to_owned).into(), rows.iter().map(row).collect())
}

/// m = ⌈d2/d1⌉.
fn ratio(Partition { first, second }: Partition) -> usize {
    first.max(second).div_ceil(first.min(second).max(1))
}

fn why(row: &Row) -> String {
    reason_lines(&row.entry.reasons, row.entry.lower).join("; ")
}

/// What the tables mean, line by line.
pub(crate) fn witnesses_notes(rows: &[Vec<Row>; 2], out: Option<&Path>) -> Vec<String> {
    let all = || rows.iter().flatten();
    let mut notes = vec![
        "M = [A B; C D] and M⁻¹ = [P Q; R W] over Q, cut by the halves; L layers write the second half, U layers the first. Each \
         reason is a certificate; docs/math/lower-bounds.md proves the rules."
            .to_owned(),
        "Enough for all: 2m + 4, and 2m + 2 for halves d1 = 1, are layers for every matrix (Theorem 5); 6 for equal halves \
         (Theorem 1)."
            .to_owned(),
    ];
    if all().any(|row| !row.entry.is_decided()) {
        notes.push(
            "a–b: at least a and at most b layers; which of them is the least number is not decided."
                .to_owned(),
        );
    }
    notes.push(certificates_note(all().map(|row| &row.entry), out));
    notes
}

/// One record for each row, for programs.
pub(crate) fn witnesses_records(rows: &[Vec<Row>; 2]) -> Sheet {
    let header = [
        "first",
        "second",
        "mode",
        "lower",
        "upper",
        "enough_for_all",
        "rules",
        "undecided",
        "largest_number",
        "largest_bits",
        "certificates",
    ];
    let record = |row: &Row| {
        let Partition { first, second } = row.subject.partition;
        vec![
            first.to_string(),
            second.to_string(),
            row.subject.mode.name().to_owned(),
            row.entry.lower.to_string(),
            row.entry.upper().to_string(),
            unequal::bound(row.subject.partition).to_string(),
            rules_text(&row.entry.reasons),
            undecided_text(&row.entry),
            largest(row.entry.numbers()).to_string(),
            largest_bits(&row.entry.layers).to_string(),
            row.entry.certificates.len().to_string(),
        ]
    };
    let rows = rows.iter().flatten().map(record).collect();
    Sheet::new("witnesses", header.map(str::to_owned).into(), rows)
}

/// Everything, for programs.
pub(crate) fn witnesses_json(rows: &[Vec<Row>; 2], quick: bool) -> Value {
    let row = |row: &Row| {
        let matrix = row.subject.matrix.row_iter();
        let mut record = entry_json(&row.entry);
        record["partition"] = json!([row.subject.partition.first, row.subject.partition.second]);
        record["mode"] = json!(row.subject.mode.name());
        record["matrix"] = json!(
            matrix.map(|row| row.iter().map(ToString::to_string).collect::<Vec<_>>()).collect::<Vec<_>>()
        );
        record["enough_for_all"] = json!(unequal::bound(row.subject.partition));
        record["reasons"] = json!(reason_lines(&row.entry.reasons, row.entry.lower));
        record["largest_number"] = json!(largest(row.entry.numbers()).to_string());
        record
    };
    let [equal, unequal] = rows;
    json!({
        "table": "witnesses", "seed": SEED, "quick": quick,
        "equal_halves": equal.iter().map(row).collect::<Vec<_>>(),
        "unequal_halves": unequal.iter().map(row).collect::<Vec<_>>(),
        "verified": rows.iter().flatten().map(|row| row.entry.certificates.len()).sum::<usize>(),
    })
}
