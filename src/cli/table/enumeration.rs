//! `flowcert table enumeration`.

use std::process::ExitCode;

use clap::Args;

use super::TableFormat;
use crate::cli::{Outcome, print, progress};
use crate::coupling::Partition;
use crate::linear::enumerate::enumerate;
use crate::report::{enumeration_notes, enumerations_json, enumerations_records, enumerations_sheet};

/// The numbers of the matrices of small groups SL(n, F_q) by the least number of additive coupling layers
///
/// Every matrix is accounted for; no formula goes into the numbers. One group, and larger ones: flowcert enumerate.
#[derive(Args)]
pub(super) struct EnumerationArguments {
    /// How to print the table
    #[arg(long, value_enum, default_value_t)]
    format: TableFormat,
}

/// (q; d1, d2), the smallest groups first.
const CASES: [(u64, usize, usize); 10] = [
    (2, 1, 1),
    (3, 1, 1),
    (5, 1, 1),
    (2, 1, 2),
    (3, 1, 2),
    (2, 1, 3),
    (2, 2, 2),
    (3, 1, 3),
    (3, 2, 2),
    (2, 2, 3),
];

pub(super) fn run(arguments: &EnumerationArguments, quiet: bool) -> Outcome {
    let bar = progress::bar(quiet);
    bar.set_message("enumerating");
    bar.set_length(CASES.len() as u64);
    let mut enumerations = Vec::new();
    for (field, first, second) in CASES {
        enumerations.push(enumerate(field, Partition { first, second })?);
        bar.inc(1);
    }
    bar.finish_and_clear();
    print(&arguments.format.render(
        &[enumerations_sheet(&enumerations)],
        &enumeration_notes(),
        || enumerations_records(&enumerations),
        || enumerations_json(&enumerations),
        quiet,
    )?)?;
    Ok(ExitCode::SUCCESS)
}
