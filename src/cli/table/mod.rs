//! `flowcert table`: one file for each table.

mod cost;
mod depth;
mod depth_norm;
mod enumeration;
mod permutations;
mod pictures;
mod witnesses;

use std::fs;
use std::io;
use std::path::Path;

use clap::{Args, Subcommand, ValueEnum};
use serde_json::Value;

use super::Outcome;
use super::failure::{BAD_INPUT, Failure, INTERNAL};
use crate::coupling::files::write_atomically;
use crate::linear::tables::TableError;
use crate::report::Sheet;

/// Tables: depth that flows need, depth against the norm of the shifts, the cost of couplings, groups, permutations and witnesses by their layers
#[derive(Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    table: Table,
}

#[derive(Subcommand)]
enum Table {
    DepthVsNorm(depth_norm::DepthVsNorm),
    Cost(cost::CostArguments),
    Depth(depth::DepthArguments),
    Enumeration(enumeration::EnumerationArguments),
    #[command(name = "permutations-4")]
    Permutations4(permutations::PermutationArguments),
    #[command(name = "permutations-6")]
    Permutations6(permutations::PermutationArguments),
    #[command(name = "permutations-8")]
    Permutations8(permutations::PermutationArguments),
    Witnesses(witnesses::WitnessArguments),
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
        Table::Depth(arguments) => depth::run(arguments, quiet),
        Table::Enumeration(arguments) => enumeration::run(arguments, quiet),
        Table::Permutations4(arguments) => permutations::run(2, arguments, quiet),
        Table::Permutations6(arguments) => permutations::run(3, arguments, quiet),
        Table::Permutations8(arguments) => permutations::run(4, arguments, quiet),
        Table::Witnesses(arguments) => witnesses::run(arguments, quiet),
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

/// What keeps certificates: in files of this folder, which is made here, or not at all.
fn store(folder: Option<&Path>) -> Result<impl Fn(&str, &[u8]) -> io::Result<Vec<u8>> + Sync, Failure> {
    if let Some(folder) = folder {
        fs::create_dir_all(folder).map_err(|error| Failure::output(folder, &error))?;
    }
    Ok(move |name: &str, bytes: &[u8]| {
        let Some(folder) = folder else { return Ok(bytes.to_vec()) };
        let path = folder.join(name).with_added_extension("json");
        write_atomically(&path, |out| out.write_all(bytes))?;
        fs::read(&path)
    })
}

/// The matrices of tables are the program's own: what is wrong with them is a mistake of the program, and only what the disk
/// does is not.
impl From<TableError> for Failure {
    fn from(error: TableError) -> Self {
        let exit = if matches!(error, TableError::Store { .. }) { BAD_INPUT } else { INTERNAL };
        Self::new(exit, error.code(), error.to_string()).with_help(error.help())
    }
}
