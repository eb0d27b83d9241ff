//! `flowcert table`: what couplings cost, in norms and in time.

use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Subcommand, ValueEnum};

use super::failure::{BAD_INPUT, Failure, INTERNAL};
use super::{Outcome, print, progress};
use crate::coupling::files::write_atomically;
use crate::linear::cost::{self, Timing};
use crate::linear::depth_norm::{self, DepthNorm, Effort};
use crate::report::{
    PictureFormat, Sheet, cost_json, cost_notes, cost_records, cost_sheet, depth_norm_json, depth_norm_notes,
    depth_norm_picture, depth_norm_records, depth_norm_sheets,
};

/// Tables: depth against the norm of the shifts, and the cost of couplings
#[derive(Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    table: Table,
}

#[derive(Subcommand)]
enum Table {
    DepthVsNorm(DepthVsNorm),
    Cost(CostArguments),
}

/// The smallest norm of the shifts that is found with 5 to 10 layers, for several families of matrices
///
/// Norms are upper bounds found by a seeded numerical search (empirical), or those of constructions (proved, certified); each
/// is that of a factorization that has been multiplied out. Five layers cannot make some matrices: for these the norm of
/// five layers is printed for one error after the other, beside a proved lower bound, with the fitted exponent. The results
/// do not depend on the number of threads.
#[derive(Args)]
struct DepthVsNorm {
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

/// Multiplications, memory and latency of six and ten couplings beside one 1×1 convolution
///
/// Multiplications and memory are exact counts. Latencies are measured on this machine, on one thread: the median of
/// repeated timings of a batch, and their range.
#[derive(Args)]
struct CostArguments {
    /// The numbers of channels, even, from 4 to 2048
    #[arg(long, value_name = "LIST", value_delimiter = ',', value_parser = channels,
          default_values_t = [8, 16, 32, 64, 128, 256, 512])]
    channels: Vec<usize>,
    /// How to print the table
    #[arg(long, value_enum, default_value_t)]
    format: TableFormat,
}

/// How a table is printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum TableFormat {
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

/// Two channels need fewer layers than six.
const LEAST_CHANNELS: usize = 4;
/// The largest number of channels that is timed: the dense matrix has 32 MiB.
const MOST_CHANNELS: usize = 2048;

fn channels(text: &str) -> Result<usize, String> {
    match text.trim().parse() {
        Ok(count) if (LEAST_CHANNELS..=MOST_CHANNELS).contains(&count) && count % 2 == 0 => Ok(count),
        _ => Err(format!("the number of channels is even, from {LEAST_CHANNELS} to {MOST_CHANNELS}")),
    }
}

pub(super) fn run(arguments: &Arguments, quiet: bool) -> Outcome {
    match &arguments.table {
        Table::DepthVsNorm(arguments) => depth_vs_norm(arguments, quiet),
        Table::Cost(arguments) => costs(arguments, quiet),
    }
}

fn depth_vs_norm(arguments: &DepthVsNorm, quiet: bool) -> Outcome {
    // A picture that cannot be drawn or written is refused before the work, not after it.
    let pictures = arguments
        .plots
        .iter()
        .map(|path| Ok((path, picture_format(path)?)))
        .collect::<Result<Vec<_>, Failure>>()?;
    let effort = if arguments.quick { Effort::quick() } else { Effort::full() };
    let bar = progress::bar(quiet);
    bar.set_message("searching");
    let table = depth_norm::table(&effort, &|total| {
        bar.set_length(total as u64);
        bar.inc(1);
    });
    bar.finish_and_clear();
    for (path, format) in pictures {
        draw(&table, path, format)?;
    }
    let notes = depth_norm_notes(&effort);
    print(&match arguments.format {
        TableFormat::Text => as_text(&depth_norm_sheets(&table), &notes, quiet),
        TableFormat::Markdown => as_markdown(&depth_norm_sheets(&table), &notes, quiet),
        TableFormat::Csv => as_csv(&depth_norm_records(&table, &effort))?,
        TableFormat::Json => format!("{:#}\n", depth_norm_json(&table, &effort, arguments.quick)),
    })?;
    Ok(ExitCode::SUCCESS)
}

fn picture_format(path: &Path) -> Result<PictureFormat, Failure> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    if folder.is_some_and(|folder| !folder.is_dir()) {
        return Err(Failure::output(path, &io::ErrorKind::NotFound.into()));
    }
    PictureFormat::of(path).ok_or_else(|| {
        Failure::new(BAD_INPUT, "plot::format", format!("{} is neither .svg nor .png", path.display()))
            .with_help("name the picture .svg for lines that scale, .png for pixels")
    })
}

fn draw(table: &DepthNorm, path: &Path, format: PictureFormat) -> Result<(), Failure> {
    let bytes = depth_norm_picture(table, format).map_err(|error| {
        Failure::new(INTERNAL, "plot::internal", format!("the picture cannot be drawn: {error}"))
            .with_help("this is a mistake of the program; please report it")
    })?;
    write_atomically(path, |out| out.write_all(&bytes)).map_err(|error| Failure::output(path, &error))
}

fn costs(arguments: &CostArguments, quiet: bool) -> Outcome {
    let timing = Timing::default();
    let bar = progress::bar(quiet);
    bar.set_message("timing");
    bar.set_length(arguments.channels.len() as u64);
    let mut costs = Vec::new();
    for &channels in &arguments.channels {
        costs.extend(cost::measure(channels, timing)?);
        bar.inc(1);
    }
    bar.finish_and_clear();
    let sheet = cost_sheet(&costs);
    print(&match arguments.format {
        TableFormat::Text => as_text(&[sheet], &cost_notes(timing), quiet),
        TableFormat::Markdown => as_markdown(&[sheet], &cost_notes(timing), quiet),
        TableFormat::Csv => as_csv(&cost_records(&costs))?,
        TableFormat::Json => format!("{:#}\n", cost_json(&costs, timing)),
    })?;
    Ok(ExitCode::SUCCESS)
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
