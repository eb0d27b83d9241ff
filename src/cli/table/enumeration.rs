//! `flowcert table enumeration`.

use clap::Args;
use flowcert_check::Enumeration;

use super::TableFormat;
use crate::cli::{Outcome, print, processes};
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
    processes::table(
        quiet,
        "enumerating",
        |ranks, progress| Ok(swept(ranks, progress)?),
        |enumerations| {
            print(&arguments.format.render(
                &[enumerations_sheet(enumerations)],
                &enumeration_notes(),
                || enumerations_records(enumerations),
                || enumerations_json(enumerations),
                quiet,
            )?)
        },
    )
}

/// All cases, shared among the processes.
fn swept(ranks: &dyn Ranks, progress: &(dyn Fn(usize) + Sync)) -> Result<Vec<Enumeration>, EnumerationError> {
    let share = CASES.len().div_ceil(ranks.count());
    let enumerations = ranks::sweep(ranks, CASES.len(), |index| {
        let (field, first, second) = CASES[index];
        let enumeration = enumerate(field, Partition { first, second });
        progress(share);
        enumeration
    });
    enumerations.map_err(|error| error.or(EnumerationError::OtherRank))
}
