//! `flowcert table`: one file for each table.

mod cost;
mod depth_norm;
mod enumeration;

use clap::{Args, Subcommand, ValueEnum};
use serde_json::Value;

use super::Outcome;
use super::failure::{Failure, INTERNAL};
use crate::report::Sheet;

/// Tables: depth against the norm of the shifts, the cost of couplings, groups by the least number of layers
#[derive(Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    table: Table,
}

#[derive(Subcommand)]
enum Table {
    DepthVsNorm(depth_norm::DepthVsNorm),
    Cost(cost::CostArguments),
    Enumeration(enumeration::EnumerationArguments),
}

/// How a table is printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum TableFormat {
    /// With lines, for people
    #[default]
    Text,
    /// Markdown
    Markdown,
    /// One line for each number, comma separated
    Csv,
    /// For programs
    Json,
}

impl TableFormat {
    /// A table in this form; `records` and `json` are for programs. The notes are left out when quiet.
    pub(in crate::cli) fn render(
        self,
        sheets: &[Sheet],
        notes: &[String],
        records: impl FnOnce() -> Sheet,
        json: impl FnOnce() -> Value,
        quiet: bool,
    ) -> Result<String, Failure> {
        Ok(match self {
            Self::Text => as_text(sheets, notes, quiet),
            Self::Markdown => as_markdown(sheets, notes, quiet),
            Self::Csv => as_csv(&records())?,
            Self::Json => format!("{:#}\n", json()),
        })
    }
}

pub(super) fn run(arguments: &Arguments, quiet: bool) -> Outcome {
    match &arguments.table {
        Table::DepthVsNorm(arguments) => depth_norm::run(arguments, quiet),
        Table::Cost(arguments) => cost::run(arguments, quiet),
        Table::Enumeration(arguments) => enumeration::run(arguments, quiet),
    }
}

fn as_text(sheets: &[Sheet], notes: &[String], quiet: bool) -> String {
    let tables = sheets.iter().map(Sheet::as_text).collect::<Vec<_>>().join("\n");
    if quiet { tables } else { tables + "\n" + &notes.join("\n") + "\n" }
}

fn as_markdown(sheets: &[Sheet], notes: &[String], quiet: bool) -> String {
    let tables = sheets.iter().map(Sheet::as_markdown).collect::<Vec<_>>().join("\n");
    if quiet { tables } else { tables + "\n" + &notes.join("\n\n") + "\n" }
}

fn as_csv(sheet: &Sheet) -> Result<String, Failure> {
    sheet.as_csv().map_err(|error| {
        Failure::new(INTERNAL, "table::internal", format!("the table cannot be written: {error}"))
            .with_help("this is a mistake of the program; please report it")
    })
}
