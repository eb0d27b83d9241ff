//! `flowcert table witnesses`.

use std::path::PathBuf;

use clap::Args;

use super::{TableFormat, store};
use crate::cli::{Outcome, print, processes};
use crate::linear::tables::witnesses::tables;
use crate::report::{witnesses_json, witnesses_notes, witnesses_records, witnesses_sheets};

/// The matrices that show how many layers are needed: six for equal halves, more for unequal ones
///
/// Halves of 2 to 16 coordinates, and unequal halves of at most 3 and 9, in the three modes: the reason why no product of
/// fewer layers is the matrix, and layers that make it. The certificates of every row are written, read back and verified.
///
/// The work is spread over all processors; `RAYON_NUM_THREADS` limits them. The results do not depend on their number.
#[derive(Args)]
pub(super) struct WitnessArguments {
    /// Halves of at most 6 coordinates, and unequal ones of at most 2 and 5
    #[arg(long)]
    quick: bool,
    /// Keep the certificates, in DIR/D1-D2-MODE.json
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// How to print the tables
    #[arg(long, value_enum, default_value_t)]
    format: TableFormat,
}

pub(super) fn run(arguments: &WitnessArguments, quiet: bool) -> Outcome {
    processes::table(
        quiet,
        "counting layers",
        |ranks, progress| {
            let store = processes::agreed(ranks, store(arguments.out.as_deref()))?;
            Ok(tables(ranks, arguments.quick, &store, progress)?)
        },
        |found| {
            print(&arguments.format.render(
                &witnesses_sheets(found),
                &witnesses_notes(found, arguments.out.as_deref()),
                || witnesses_records(found),
                || witnesses_json(found, arguments.quick),
                quiet,
            )?)
        },
    )
}
