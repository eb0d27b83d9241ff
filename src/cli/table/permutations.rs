//! `flowcert table permutations-4`, `permutations-6`, `permutations-8`.

use std::path::PathBuf;

use clap::Args;

use super::{TableFormat, store};
use crate::cli::failure::{BAD_INPUT, Failure};
use crate::cli::{Outcome, print, processes};
use crate::linear::tables::permutations::{Rows, table};
use crate::report::{permutations_json, permutations_notes, permutations_records, permutations_sheets};

/// Every permutation by its least number of layers over the rational numbers, in the three modes
///
/// The halves are equal. A row stands for all permutations that block diagonal permutations make of the one that is named:
/// these need as many layers. Where the number is not decided, the row says between which it is, and which products were
/// neither made nor excluded. The certificates of every row are written, read back and verified.
///
/// The work is spread over all processors; `RAYON_NUM_THREADS` limits them. The results do not depend on their number.
#[derive(Args)]
pub(super) struct PermutationArguments {
    /// The signed permutations, in classes under block diagonal signed ones
    #[arg(long)]
    signed: bool,
    /// A row for each single permutation, of 4 or 6 coordinates
    #[arg(long, conflicts_with = "signed")]
    every: bool,
    /// Keep the certificates, in DIR/ROW-MODE.json
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// How to print the tables
    #[arg(long, value_enum, default_value_t)]
    format: TableFormat,
}

/// A row for each permutation of more than 2·3 coordinates would be too many.
const MOST_HALF_OF_EVERY: usize = 3;

pub(super) fn run(half: usize, arguments: &PermutationArguments, quiet: bool) -> Outcome {
    let rows = match (arguments.every, arguments.signed) {
        (true, _) if half > MOST_HALF_OF_EVERY => return Err(too_many(half)),
        (true, _) => Rows::Every,
        (false, true) => Rows::SignedClasses,
        (false, false) => Rows::Classes,
    };
    processes::table(
        quiet,
        "counting layers",
        |ranks, progress| {
            let store = processes::agreed(ranks, store(arguments.out.as_deref()))?;
            Ok(table(ranks, half, rows, &store, progress)?)
        },
        |found| {
            print(&arguments.format.render(
                &permutations_sheets(half, rows, found),
                &permutations_notes(rows, found, arguments.out.as_deref()),
                || permutations_records(found),
                || permutations_json(half, rows, found),
                quiet,
            )?)
        },
    )
}

fn too_many(half: usize) -> Failure {
    let size = 2 * half;
    Failure::new(
        BAD_INPUT,
        "table::every",
        format!("--every has no table of the permutations of {size} coordinates"),
    )
    .with_help("leave --every out: one row for each class says the same of all its permutations")
}
