//! Groups by the least number of layers.

use flowcert_check::Enumeration;
use rug::{Integer, Rational};
use serde_json::{Value, json};

use super::number::decimal;
use super::sheet::Sheet;

/// One group: a row for each number of layers.
pub(crate) fn enumeration_sheet(enumeration: &Enumeration) -> Sheet {
    let all = order(enumeration);
    let row =
        |(layers, count): (usize, &Integer)| vec![layers.to_string(), count.to_string(), share(count, &all)];
    let mut rows: Vec<Vec<String>> = enumeration.counts.iter().enumerate().map(row).collect();
    rows.push(vec!["all".to_owned(), all.to_string(), "100 %".to_owned()]);
    let title = format!("{} by the least number of additive coupling layers", name(enumeration));
    Sheet::new(title, ["layers", "matrices", "share"].map(str::to_owned).into(), rows)
}

/// Several groups: a row for each.
pub(crate) fn enumerations_sheet(enumerations: &[Enumeration]) -> Sheet {
    let most = enumerations.iter().map(|enumeration| enumeration.counts.len()).max().unwrap_or(0);
    let mut header = vec!["group".to_owned(), "halves".to_owned(), "matrices".to_owned()];
    header.extend((0..most).map(|layers| layers.to_string()));
    let row = |enumeration: &Enumeration| {
        let [first, second] = enumeration.partition;
        let mut cells =
            vec![group(enumeration), format!("{first} + {second}"), order(enumeration).to_string()];
        cells.extend(enumeration.counts.iter().map(Integer::to_string));
        cells.resize(3 + most, String::new());
        cells
    };
    let title = "Matrices by the least number of additive coupling layers";
    Sheet::new(title, header, enumerations.iter().map(row).collect())
}

/// A record for each group and number of layers, for programs.
pub(crate) fn enumerations_records(enumerations: &[Enumeration]) -> Sheet {
    let header = ["field", "first", "second", "layers", "matrices"];
    let records = |enumeration: &Enumeration| {
        let [first, second] = enumeration.partition.map(|length| length.to_string());
        let field = enumeration.field.to_string();
        let record = move |(layers, count): (usize, &Integer)| {
            vec![field.clone(), first.clone(), second.clone(), layers.to_string(), count.to_string()]
        };
        enumeration.counts.iter().enumerate().map(record).collect::<Vec<_>>()
    };
    let rows = enumerations.iter().flat_map(records).collect();
    Sheet::new("enumeration", header.map(str::to_owned).into(), rows)
}

/// Everything, for programs; counts are strings, since they are longer than the numbers of many readers.
pub(crate) fn enumerations_json(enumerations: &[Enumeration]) -> Value {
    json!({ "table": "enumeration", "rows": enumerations.iter().map(enumeration_json).collect::<Vec<_>>() })
}

pub(crate) fn enumeration_json(enumeration: &Enumeration) -> Value {
    json!({
        "field": enumeration.field, "partition": enumeration.partition, "mode": "additive",
        "matrices": order(enumeration).to_string(),
        "counts": enumeration.counts.iter().map(Integer::to_string).collect::<Vec<_>>(),
    })
}

/// What the table means.
pub(crate) fn enumeration_notes() -> Vec<String> {
    vec![
        "Counted by a search over all products of additive layers: exact, with no theorem about layers in it. The counts of \
         each group add up to its order."
            .to_owned(),
    ]
}

fn group(enumeration: &Enumeration) -> String {
    let [first, second] = enumeration.partition;
    format!("SL({}, F_{})", first + second, enumeration.field)
}

fn name(enumeration: &Enumeration) -> String {
    let [first, second] = enumeration.partition;
    format!("{}, halves of {first} and {second},", group(enumeration))
}

fn order(enumeration: &Enumeration) -> Integer {
    enumeration.counts.iter().sum()
}

fn share(count: &Integer, all: &Integer) -> String {
    if *all == 0 {
        "–".to_owned()
    } else {
        format!("{} %", decimal(&(Rational::from((count, all)) * 100_u32)))
    }
}
