//! `flowcert enumerate` on the processes that mpirun has started.

use super::{Arguments, Shown, beside, show};
use crate::cli::failure::{BAD_INPUT, Failure};
use crate::cli::progress;
use crate::linear::enumerate::{EnumerationError, Records, Store, Unkept, enumerate_on};
use crate::linear::ranks::Ranks;

/// The first rank prints, and writes the certificate.
pub(super) fn run(arguments: &Arguments, quiet: bool, ranks: &dyn Ranks) -> Result<(), Failure> {
    if arguments.no_symmetry {
        return Err(Failure::new(
            BAD_INPUT,
            "enumeration::one-process",
            "--no-symmetry is for one process only",
        )
        .with_help("leave it out, or run without mpirun"));
    }
    let records = arguments
        .out
        .as_deref()
        .map(|out| Records::new(&beside(out), arguments.field, arguments.partition, ranks));
    let stored = match &records {
        Some(records) if arguments.resume => records.resume(ranks)?,
        _ => None,
    };
    let watch = Shown { bar: progress::bar(quiet), checkpoint: None };
    let store: &dyn Store = records.as_ref().map_or(&Unkept, |records| records);
    let (field, partition, memory) = (arguments.field, arguments.partition, arguments.memory());
    let counts = enumerate_on(ranks, field, partition, memory, store, &watch, stored);
    watch.bar.finish_and_clear();
    let enumeration = arguments.enumeration(counts?);
    let shown = if ranks.rank() == 0 {
        arguments.write(&enumeration).and_then(|()| show(arguments, &enumeration, quiet))
    } else {
        Ok(())
    };
    // The certificate is there before the last checkpoint goes.
    if ranks.any(shown.is_err()) {
        shown?;
        return Err(EnumerationError::OtherRank.into());
    }
    records.iter().for_each(Records::remove);
    Ok(())
}
