//! `flowcert enumerate`: SL(n, F_q) by the least number of additive layers.

mod ranks;

use std::path::{Path, PathBuf};

use clap::Args;
use flowcert_check::Enumeration;
use indicatif::ProgressBar;
use rug::Integer;

use super::failure::{BAD_INPUT, Failure, INTERNAL};
use super::table::TableFormat;
use super::{Outcome, print, processes, progress};
use crate::coupling::Partition;
use crate::coupling::files::write_atomically;
use crate::linear::enumerate::{
    Checkpoint, EnumerationError, Levels, Stage, State, Symmetry, Watch, certify, free_memory,
};
use crate::report::{enumeration_json, enumeration_notes, enumeration_sheet, enumerations_records};

/// Count the matrices of SL(n, F_q) by the least number of additive coupling layers whose product they are
///
/// Every matrix is accounted for, by a search over all products of layers, with no theorem about layers in it: the counts add
/// up to the order of the group. With --out the result is a certificate, which 'flowcert verify' counts again if the group is
/// small; the state is kept beside it until then, so that an interrupted enumeration goes on with --resume.
///
/// The work is spread over all processors; `RAYON_NUM_THREADS` limits them. The results do not depend on their number. Built with
/// the feature mpi and started by mpirun, the processes share the work, and each keeps its own checkpoint.
#[derive(Args)]
pub(super) struct Arguments {
    /// The number q of elements of the field, a prime
    #[arg(long, value_name = "Q")]
    field: u64,
    /// The lengths of the two halves
    #[arg(long, value_name = "D1,D2", value_parser = partition)]
    partition: Partition,
    /// Write the certificate here
    #[arg(long, short, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Go on from the checkpoint FILE.checkpoint if there is one
    #[arg(long, requires = "out")]
    resume: bool,
    /// Search and count everything, not one of each class of conjugates: a check, and slow
    #[arg(long)]
    no_symmetry: bool,
    /// The memory that may be used, in MiB (what is free, if left out)
    #[arg(long, value_name = "MIB")]
    memory: Option<u64>,
    /// How to print the table
    #[arg(long, value_enum, default_value_t)]
    format: TableFormat,
}

fn partition(text: &str) -> Result<Partition, String> {
    let lengths = text.split_once(',').and_then(|(first, second)| {
        Some(Partition { first: first.trim().parse().ok()?, second: second.trim().parse().ok()? })
    });
    lengths.ok_or_else(|| "give the lengths of the two halves, such as 2,2".to_owned())
}

pub(super) fn run(arguments: &Arguments, quiet: bool) -> Outcome {
    processes::on_all(|ranks| {
        if ranks.is_alone() {
            show(arguments, &counted(arguments, quiet)?, quiet)
        } else {
            ranks::run(arguments, quiet || ranks.rank() > 0, ranks)
        }
    })
}

fn show(arguments: &Arguments, enumeration: &Enumeration, quiet: bool) -> Result<(), Failure> {
    print(&arguments.format.render(
        &[enumeration_sheet(enumeration)],
        &enumeration_notes(),
        || enumerations_records(std::slice::from_ref(enumeration)),
        || enumeration_json(enumeration),
        quiet,
    )?)
}

impl Arguments {
    /// The bytes that may be used.
    fn memory(&self) -> u64 {
        self.memory.map_or_else(free_memory, |mebibytes| mebibytes.saturating_mul(1 << 20))
    }

    fn enumeration(&self, counts: Vec<Integer>) -> Enumeration {
        let Partition { first, second } = self.partition;
        Enumeration { field: self.field, partition: [first, second], counts }
    }

    /// Writes the certificate, if it is wanted.
    fn write(&self, enumeration: &Enumeration) -> Result<(), Failure> {
        let Some(out) = &self.out else { return Ok(()) };
        write_atomically(out, |file| flowcert_check::write(&certify(enumeration.clone()), file))
            .map_err(|error| Failure::output(out, &error))
    }
}

fn counted(arguments: &Arguments, quiet: bool) -> Result<Enumeration, Failure> {
    let Arguments { field, partition, .. } = *arguments;
    let symmetry = if arguments.no_symmetry { Symmetry::None } else { Symmetry::Conjugation };
    let checkpoint =
        arguments.out.as_deref().map(|out| Checkpoint::new(&beside(out), field, partition, symmetry));
    let watch = Shown { bar: progress::bar(quiet), checkpoint };
    let resumes = watch.checkpoint.as_ref().is_some_and(|it| arguments.resume && it.path().exists());
    if let Some(checkpoint) = watch.checkpoint.as_ref().filter(|_| !resumes) {
        checkpoint.begin()?;
    }
    let counts = || {
        let mut levels = Levels::prepare(field, partition, symmetry, arguments.memory(), &watch)?;
        if let Some(checkpoint) = watch.checkpoint.as_ref().filter(|_| resumes) {
            checkpoint.resume(&mut levels)?;
        }
        levels.count(&watch)
    };
    let counts = counts().inspect_err(|error| {
        // A state that has nothing to go on with is not left behind.
        if !resumes && !matches!(error, EnumerationError::Write { .. }) {
            watch.checkpoint.iter().for_each(Checkpoint::remove);
        }
    });
    watch.bar.finish_and_clear();
    let enumeration = arguments.enumeration(counts?);
    arguments.write(&enumeration)?;
    watch.checkpoint.iter().for_each(Checkpoint::remove);
    Ok(enumeration)
}

/// The checkpoint of an output.
fn beside(out: &Path) -> PathBuf {
    let mut name = out.file_name().unwrap_or_default().to_owned();
    name.push(".checkpoint");
    out.with_file_name(name)
}

/// A bar on the terminal, a checkpoint in a file.
struct Shown {
    bar: ProgressBar,
    checkpoint: Option<Checkpoint>,
}

impl Watch for Shown {
    fn progress(&self, stage: Stage, done: u64, total: u64) {
        self.bar.set_message(match stage {
            Stage::Classes => "conjugates".to_owned(),
            Stage::Level(level) => format!("{} layers", level + 1),
            Stage::Count => "counting".to_owned(),
        });
        self.bar.set_length(total);
        self.bar.set_position(done);
    }

    fn keep(&self, state: &State) -> Result<(), EnumerationError> {
        self.checkpoint.as_ref().map_or(Ok(()), |checkpoint| checkpoint.keep(state))
    }
}

impl From<EnumerationError> for Failure {
    fn from(error: EnumerationError) -> Self {
        let exit = if matches!(error, EnumerationError::Sum { .. }) { INTERNAL } else { BAD_INPUT };
        Self::new(exit, error.code(), error.to_string()).with_help(error.help())
    }
}
