//! The processes that run one command: those that mpirun has started, or this one alone.

use std::process::ExitCode;

use super::Outcome;
use super::failure::{BAD_INPUT, Failure};
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
