//! `flowcert table depth-vs-norm`.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::TableFormat;
use super::pictures::Pictures;
use crate::cli::{Outcome, print, progress};
use crate::linear::depth_norm::{self, Effort};
use crate::report::{depth_norm_json, depth_norm_notes, depth_norm_records, depth_norm_sheets};

/// The smallest norm of the shifts that is found with 5 to 10 layers, for several families of matrices
///
/// Norms are upper bounds found by a seeded numerical search (empirical), or those of constructions (proved, certified); each
/// is that of a factorization that has been multiplied out. Five layers cannot make some matrices: for these the norm of
/// five layers is printed for one error after the other, beside a proved lower bound, with the fitted exponent. The results
/// do not depend on the number of threads.
#[derive(Args)]
pub(super) struct DepthVsNorm {
    /// How to print the tables
    #[arg(long, value_enum, default_value_t)]
    format: TableFormat,
    /// Draw them as well, into this file, .svg or .png; may be given several times
    #[arg(long = "plot", value_name = "FILE")]
    plots: Vec<PathBuf>,
    /// Fewer matrices and starts: seconds instead of minutes
    #[arg(long)]
    quick: bool,
}

pub(super) fn run(arguments: &DepthVsNorm, quiet: bool) -> Outcome {
    // A picture that cannot be drawn or written is refused before the work, not after it.
    let pictures = Pictures::new(&arguments.plots)?;
    let effort = if arguments.quick { Effort::quick() } else { Effort::full() };
    let bar = progress::bar(quiet);
    bar.set_message("searching");
    let table = depth_norm::table(&effort, &|total| {
        bar.set_length(total as u64);
        bar.inc(1);
    });
    bar.finish_and_clear();
    pictures.write(&table)?;
    let notes = depth_norm_notes(&effort);
    print(&arguments.format.render(
        &depth_norm_sheets(&table),
        &notes,
        || depth_norm_records(&table, &effort),
        || depth_norm_json(&table, &effort, arguments.quick),
        quiet,
    )?)?;
    Ok(ExitCode::SUCCESS)
}
