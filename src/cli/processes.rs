//! The processes that run one command: those that mpirun has started, or this one alone.

use std::process::ExitCode;

use super::failure::{BAD_INPUT, Failure};
use super::{Outcome, progress};
use crate::linear::ranks::{OTHER, Ranks};

/// Runs a command on all processes. The error is shown by the first of those that have one of their own; the others end with
/// its exit code and say nothing.
pub(super) fn on_all(command: impl FnOnce(&dyn Ranks) -> Result<(), Failure>) -> Outcome {
    #[cfg(feature = "mpi")]
    if let Some(world) = crate::linear::ranks::mpi::World::launched() {
        return on_ranks(&world, command);
    }
    on_ranks(&crate::linear::ranks::Alone, command)
}

/// A table that all processes make, each with a bar for its share of the rows, of which `make` is told after each; the first
/// process shows it.
pub(super) fn table<T>(
    quiet: bool,
    message: &'static str,
    make: impl FnOnce(&dyn Ranks, &(dyn Fn(usize) + Sync)) -> Result<T, Failure>,
    show: impl FnOnce(&T) -> Result<(), Failure>,
) -> Outcome {
    on_all(|ranks| {
        let bar = progress::bar(quiet || ranks.rank() > 0);
        bar.set_message(message);
        let made = make(ranks, &|share| {
            bar.set_length(share as u64);
            bar.inc(1);
        })?;
        bar.finish_and_clear();
        if ranks.rank() == 0 { show(&made) } else { Ok(()) }
    })
}

/// A step that all processes take or none.
pub(super) fn agreed<T>(ranks: &dyn Ranks, outcome: Result<T, Failure>) -> Result<T, Failure> {
    if ranks.any(outcome.is_err()) {
        outcome?;
        return Err(Failure::new(BAD_INPUT, OTHER, "another process has failed"));
    }
    outcome
}

fn on_ranks(ranks: &dyn Ranks, command: impl FnOnce(&dyn Ranks) -> Result<(), Failure>) -> Outcome {
    let outcome = command(ranks);
    let has_own = matches!(&outcome, Err(failure) if failure.code != OTHER);
    let speaker = ranks.gather(&[u8::from(has_own)]).concat().iter().position(|has_own| *has_own == 1);
    match outcome {
        Ok(()) => Ok(ExitCode::SUCCESS),
        Err(failure) if speaker.is_none_or(|speaker| speaker == ranks.rank()) => Err(failure),
        Err(failure) => Ok(ExitCode::from(failure.exit)),
    }
}
