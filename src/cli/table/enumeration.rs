//! `flowcert table enumeration`.

use clap::Args;
use flowcert_check::Enumeration;
use rug::Integer;

use super::TableFormat;
use crate::cli::{Outcome, print, processes, progress};
use crate::coupling::Partition;
use crate::linear::enumerate::{EnumerationError, enumerate};
use crate::linear::ranks::{self, Ranks};
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
    processes::on_all(|ranks| {
        let enumerations = swept(ranks, quiet || ranks.rank() > 0)?;
        if ranks.rank() > 0 {
            return Ok(());
        }
        print(&arguments.format.render(
            &[enumerations_sheet(&enumerations)],
            &enumeration_notes(),
            || enumerations_records(&enumerations),
            || enumerations_json(&enumerations),
            quiet,
        )?)
    })
}

/// All cases, shared among the processes.
fn swept(ranks: &dyn Ranks, quiet: bool) -> Result<Vec<Enumeration>, EnumerationError> {
    let bar = progress::bar(quiet);
    bar.set_message("enumerating");
    bar.set_length(CASES.len().div_ceil(ranks.count()) as u64);
    let counts = ranks::sweep(ranks, CASES.len(), |index| {
        let (field, first, second) = CASES[index];
        let counts = enumerate(field, Partition { first, second })?.counts;
        bar.inc(1);
        Ok(counts.iter().map(Integer::to_string).collect::<Vec<_>>().join(" ").into_bytes())
    })?;
    bar.finish_and_clear();
    let enumeration = |(case, counts): (&(u64, usize, usize), &Vec<u8>)| {
        let counts = String::from_utf8_lossy(counts);
        let counts = counts.split(' ').filter_map(|count| count.parse().ok()).collect();
        Enumeration { field: case.0, partition: [case.1, case.2], counts }
    };
    Ok(CASES.iter().zip(&counts).map(enumeration).collect())
}
