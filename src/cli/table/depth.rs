//! `flowcert table depth`.

use std::path::PathBuf;

use clap::Args;

use super::TableFormat;
use super::pictures::Pictures;
use crate::cli::failure::{Failure, INTERNAL};
use crate::cli::{Outcome, print, processes};
use crate::depth::table::{Extent, TableError, table};
use crate::linear::ranks;
use crate::report::{DepthPicture, depth_notes, depth_records, depth_sheets, depth_table_json};

/// How many layers flows need, and how many are enough, for what generators with one hidden layer make
///
/// Dimensions n, modes k = 2⁴ … 2²⁴, and layers of n, 10n, n²/2 and 100 000 parameters. The least number of layers is certified, and
/// every certificate verified, for flows of which nothing is supposed, and for two classes of Lipschitz flows; what is enough is
/// Theorem U. The growth with k and n is fitted.
#[derive(Args)]
pub(super) struct DepthArguments {
    /// Fewer dimensions and modes
    #[arg(long)]
    quick: bool,
    /// Draw them as well, into this file, .svg or .png; may be given several times
    #[arg(long = "plot", value_name = "FILE")]
    plots: Vec<PathBuf>,
    /// How to print the tables
    #[arg(long, value_enum, default_value_t)]
    format: TableFormat,
}

pub(super) fn run(arguments: &DepthArguments, quiet: bool) -> Outcome {
    let pictures = Pictures::new(&arguments.plots)?;
    let extent = if arguments.quick { Extent::quick() } else { Extent::full() };
    processes::table(
        quiet,
        "counting flows",
        |ranks, progress| Ok(table(ranks, &extent, progress)?),
        |rows| {
            pictures.write(&DepthPicture { rows, extent: &extent })?;
            print(&arguments.format.render(
                &depth_sheets(rows, &extent),
                &depth_notes(rows),
                || depth_records(rows),
                || depth_table_json(rows),
                quiet,
            )?)
        },
    )
}

impl From<TableError> for Failure {
    fn from(error: TableError) -> Self {
        match error {
            TableError::Depth(error) => error.into(),
            TableError::OtherRank => Self::new(INTERNAL, ranks::OTHER, error.to_string()),
            TableError::Rejected { .. } => Self::new(INTERNAL, "table::rejected", error.to_string())
                .with_help("this is a mistake of the program; please report it"),
        }
    }
}
