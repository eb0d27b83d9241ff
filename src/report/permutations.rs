//! Permutations by their least number of layers.

use std::path::Path;

use serde_json::{Value, json};

use super::entry::{bounds_text, certificates_note, entry_json, rules_text, undecided_text};
use super::largest_bits;
use super::sheet::Sheet;
use crate::coupling::Mode;
use crate::linear::tables::permutations::{Row, Rows, summary};
use crate::linear::tables::{Entry, MODES, SEED};

/// How many permutations need how many layers; then a row for each class or permutation.
pub(crate) fn permutations_sheets(half: usize, rows: Rows, found: &[Row]) -> [Sheet; 2] {
    [summary_sheet(half, rows, found), rows_sheet(half, rows, found)]
}

fn summary_sheet(half: usize, rows: Rows, found: &[Row]) -> Sheet {
    let line = |name: String, counts: [u64; 3]| {
        let mut cells = vec![name];
        cells.extend(counts.map(|count| count.to_string()));
        cells
    };
    let mut lines = Vec::new();
    let mut out_of_reach = None;
    for (bounds, counts) in summary(found) {
        match bounds {
            Some((lower, upper)) => lines.push(line(bounds_text(lower, upper), counts)),
            None => out_of_reach = Some(counts),
        }
    }
    lines.extend(out_of_reach.map(|counts| line("– (determinant −1)".to_owned(), counts)));
    let all: u64 = found.iter().map(|row| row.subject.size).sum();
    lines.push(line("all".to_owned(), [all; 3]));
    let undecided = |mode: usize| found.iter().filter(move |row| is_undecided(&row.entries[mode]));
    let places = [0, 1, 2];
    let permutations = places.map(|mode| undecided(mode).map(|row| row.subject.size).sum());
    lines.push(line("not decided".to_owned(), permutations));
    lines.push(line("rows not decided".to_owned(), places.map(|mode| undecided(mode).count() as u64)));
    let title = format!("{} by their least number of layers", name(half, rows));
    Sheet::new(title, header(&["layers"], &[]), lines)
}

fn rows_sheet(half: usize, rows: Rows, found: &[Row]) -> Sheet {
    let row = |(place, row): (usize, &Row)| {
        let mut cells =
            vec![(place + 1).to_string(), row.subject.notation.clone(), row.subject.size.to_string()];
        cells.extend(row.entries.iter().map(|entry| match entry {
            Some(entry) => bounds_text(entry.lower, entry.upper()),
            None => "–".to_owned(),
        }));
        cells.push(open(row));
        cells
    };
    let title = format!(
        "{}, {}",
        name(half, rows),
        if rows == Rows::Every { "each of them" } else { "one of each class" }
    );
    let header = header(&["row", "permutation", "how many"], &["neither made nor excluded"]);
    Sheet::new(title, header, found.iter().enumerate().map(row).collect())
}

/// What is not decided, mode by mode.
fn open(row: &Row) -> String {
    let open = MODES.iter().zip(&row.entries).filter(|(_, entry)| is_undecided(entry));
    let text = open.filter_map(|(mode, entry)| Some(format!("{mode}: {}", undecided_text(entry.as_ref()?))));
    text.collect::<Vec<_>>().join("; ")
}

fn is_undecided(entry: &Option<Entry>) -> bool {
    entry.as_ref().is_some_and(|entry| !entry.is_decided())
}

fn header(before: &[&str], after: &[&str]) -> Vec<String> {
    let modes = MODES.map(Mode::name);
    before.iter().chain(&modes).chain(after).map(|&name| name.to_owned()).collect()
}

fn name(half: usize, rows: Rows) -> String {
    let signed = if rows == Rows::SignedClasses { "Signed permutations" } else { "Permutations" };
    format!("{signed} of {} coordinates", 2 * half)
}

/// What the tables mean, line by line.
pub(crate) fn permutations_notes(rows: Rows, found: &[Row], out: Option<&Path>) -> Vec<String> {
    let blocks = if rows == Rows::SignedClasses { "signed permutations" } else { "permutations" };
    let mut notes = vec![
        "Least numbers of layers over Q, the two halves being the first and the second half of the coordinates. The additive and \
         the positive mode reach determinant 1 only."
            .to_owned(),
    ];
    if rows != Rows::Every {
        notes.push(format!(
            "A row stands for all permutations that are conjugate to the one shown by block diagonal {blocks}; the first table \
             counts permutations, not rows."
        ));
    }
    if rows == Rows::SignedClasses {
        notes.push("− after a cycle: the product of its signs is −1.".to_owned());
    }
    if found.iter().flat_map(|row| &row.entries).any(is_undecided) {
        notes.push(
            "a–b: at least a and at most b layers. The words that are named, products of layers that write the second half (L) and \
             the first half (U), the leftmost acting last, were neither made nor excluded."
                .to_owned(),
        );
    }
    notes.push(certificates_note(found.iter().flat_map(|row| row.entries.iter().flatten()), out));
    notes
}

/// One record for each row and mode, for programs.
pub(crate) fn permutations_records(found: &[Row]) -> Sheet {
    let header = [
        "row",
        "permutation",
        "how_many",
        "mode",
        "lower",
        "upper",
        "rules",
        "undecided",
        "largest_bits",
        "certificates",
    ];
    let records = |(place, row): (usize, &Row)| {
        let subject = &row.subject;
        let start = [(place + 1).to_string(), subject.notation.clone(), subject.size.to_string()];
        let record = |(mode, entry): (&crate::coupling::Mode, &Option<Entry>)| {
            let mut cells = start.to_vec();
            cells.push(mode.name().to_owned());
            cells.extend(match entry {
                Some(entry) => [
                    entry.lower.to_string(),
                    entry.upper().to_string(),
                    rules_text(&entry.reasons),
                    undecided_text(entry),
                    largest_bits(&entry.layers).to_string(),
                    entry.certificates.len().to_string(),
                ],
                None => ["", "", "out of reach", "", "", "0"].map(str::to_owned),
            });
            cells
        };
        MODES.iter().zip(&row.entries).map(record).collect::<Vec<_>>()
    };
    let rows = found.iter().enumerate().flat_map(records).collect();
    Sheet::new("permutations", header.map(str::to_owned).into(), rows)
}

/// Everything, for programs; `null` where a mode does not reach the determinant.
pub(crate) fn permutations_json(half: usize, rows: Rows, found: &[Row]) -> Value {
    let by_mode = |values: [Value; 3]| {
        Value::Object(MODES.iter().map(|mode| mode.name().to_owned()).zip(values).collect())
    };
    let row = |(place, row): (usize, &Row)| {
        json!({
            "row": place + 1, "permutation": row.subject.notation, "how_many": row.subject.size,
            "modes": by_mode(row.entries.each_ref().map(|entry| entry.as_ref().map_or(Value::Null, entry_json))),
        })
    };
    let counts = summary(found).into_iter().map(|(bounds, counts)| {
        json!({
            "lower": bounds.map(|(lower, _)| lower), "upper": bounds.map(|(_, upper)| upper),
            "permutations": by_mode(counts.map(Value::from)),
        })
    });
    json!({
        "table": format!("permutations-{}", 2 * half), "signed": rows == Rows::SignedClasses, "every": rows == Rows::Every,
        "partition": [half, half], "seed": SEED, "counts": counts.collect::<Vec<_>>(),
        "rows": found.iter().enumerate().map(row).collect::<Vec<_>>(),
        "verified": found.iter().flat_map(|row| row.entries.iter().flatten()).map(|entry| entry.certificates.len()).sum::<usize>(),
    })
}
