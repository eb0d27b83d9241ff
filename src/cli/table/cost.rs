//! `flowcert table cost`.

use std::process::ExitCode;

use clap::Args;

use super::TableFormat;
use crate::cli::{Outcome, print, progress};
use crate::linear::cost::{self, Timing};
use crate::report::{cost_json, cost_notes, cost_records, cost_sheet};

/// Multiplications, memory and latency of six and ten couplings beside one 1×1 convolution
///
/// Multiplications and memory are exact counts. Latencies are measured on this machine, on one thread: the median of
/// repeated timings of a batch, and their range.
#[derive(Args)]
pub(super) struct CostArguments {
    /// The numbers of channels, even, from 4 to 2048
    #[arg(long, value_name = "LIST", value_delimiter = ',', value_parser = channels,
          default_values_t = [8, 16, 32, 64, 128, 256, 512])]
    channels: Vec<usize>,
    /// How to print the table
    #[arg(long, value_enum, default_value_t)]
    format: TableFormat,
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

pub(super) fn run(arguments: &CostArguments, quiet: bool) -> Outcome {
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
    print(&arguments.format.render(
        &[sheet],
        &cost_notes(timing),
        || cost_records(&costs),
        || cost_json(&costs, timing),
        quiet,
    )?)?;
    Ok(ExitCode::SUCCESS)
}
