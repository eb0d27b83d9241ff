//! The enumeration on many ranks: more memory than one machine has, and more processors.
//!
//! A double coset is a number; its owner is the rank that is its remainder by the number of ranks, and the owner alone keeps
//! what is known of it. Three steps, each a sequence of rounds that end with one exchange between all ranks:
//!
//! 1. `labels.rs`: the classes of conjugates. Each double coset starts with its own number and tells its conjugates under the
//!    generators the least number that it has heard; when nothing changes, the numbers that remain name the classes.
//! 2. `levels.rs`: breadth-first search. The classes of a level are shared; the numbers of neighbours go to their owners, who
//!    know the classes.
//! 3. `tally.rs`: the matrices of the cosets, shared by class; their numbers go to the owners, who answer with levels.
//!
//! After a round, all ranks may write what they have, each into a file of its own (`record.rs`).

mod labels;
mod levels;
#[cfg_attr(not(feature = "cli"), allow(dead_code, reason = "only the command keeps files"))]
mod record;
mod tally;

use rug::Integer;

use super::EnumerationError;
use super::conjugation::{Conjugation, generators};
use super::count::finish;
use super::size;
use super::space::{Kind, Space};
use super::state::{Stage, Watch};
use crate::coupling::Partition;
use crate::linear::ranks::Ranks;

#[cfg(feature = "cli")]
pub use record::Records;
pub use record::Stored;

/// The bytes for each double coset, on its owner, at most: its label, two lists of those to be passed on, a mark; and while a
/// record is written two copies of the label, and its bytes.
const BYTES: u64 = 49;

/// Double cosets or matrices of one rank in one round.
const ROUND: usize = 1 << 16;

/// Where the files of the ranks are, if they are wanted; each rank has its own.
pub trait Store {
    /// Keeps what this rank has. It is asked of all ranks at the same moment.
    ///
    /// # Errors
    ///
    /// What the system says.
    fn keep(&self, record: &Stored) -> Result<(), EnumerationError>;

    /// Whether it is time to keep something; the first rank is asked.
    fn is_time(&self) -> bool;
}

/// Nothing is kept.
#[derive(Clone, Copy, Debug)]
pub struct Unkept;

impl Store for Unkept {
    fn keep(&self, _: &Stored) -> Result<(), EnumerationError> {
        Ok(())
    }

    fn is_time(&self) -> bool {
        false
    }
}

/// What all steps need.
struct Shared<'a> {
    space: Space,
    generators: Vec<Conjugation>,
    ranks: &'a dyn Ranks,
    store: &'a dyn Store,
    watch: &'a dyn Watch,
}

/// The numbers of matrices by their numbers of layers, as [`Levels::count`](super::Levels::count) gives them: the same on all
/// ranks and for any number of them. `stored` is what an earlier run has kept, on every rank of the same moment.
///
/// ```
/// use flowcert::coupling::Partition;
/// use flowcert::linear::enumerate::{Unkept, Unwatched, enumerate_on};
/// use flowcert::linear::ranks::on_threads;
///
/// let counts = on_threads(2, |ranks| {
///     enumerate_on(ranks, 2, Partition::halves(2), 1 << 30, &Unkept, &Unwatched, None)
/// });
/// for counts in counts {
///     assert_eq!(counts?, [1, 30, 441, 4053, 10645, 4974, 16]);
/// }
/// # Ok::<(), flowcert::linear::enumerate::EnumerationError>(())
/// ```
///
/// # Errors
///
/// [`EnumerationError`] for what cannot be enumerated, needs more than `memory` bytes on a rank, or cannot be kept.
pub fn enumerate_on(
    ranks: &dyn Ranks,
    field: u64,
    partition: Partition,
    memory: u64,
    store: &dyn Store,
    watch: &dyn Watch,
    stored: Option<Stored>,
) -> Result<Vec<Integer>, EnumerationError> {
    let fits = size::check_shared(field, partition, BYTES, memory, ranks.count() as u64);
    // If one rank has too little memory, none goes on.
    if ranks.any(fits.is_err()) {
        fits?;
        return Err(EnumerationError::OtherRank);
    }
    let space = Space::new(field, partition);
    let shared = Shared { generators: generators(&space), space, ranks, store, watch };
    let (labels, known) = match stored {
        Some(Stored::Labels(labels)) => (Some(labels), None),
        Some(Stored::Levels(known)) => (None, Some(known)),
        None => (None, None),
    };
    let mut known = match known {
        Some(known) => known,
        None => shared.classes(labels)?,
    };
    shared.search(&mut known)?;
    finish(&shared.space, &shared.tally(&mut known)?)
}

impl Shared<'_> {
    fn owner(&self, number: u64) -> usize {
        (number % self.ranks.count() as u64) as usize
    }

    fn slot(&self, number: u64) -> usize {
        (number / self.ranks.count() as u64) as usize
    }

    /// The number that is kept in a slot of this rank.
    fn number(&self, slot: usize) -> u64 {
        slot as u64 * self.ranks.count() as u64 + self.ranks.rank() as u64
    }

    /// How many numbers of a kind this rank owns.
    fn owned(&self, kind: Kind) -> usize {
        let (length, rank) = (self.space.cosets(kind).len(), self.ranks.rank() as u64);
        length.saturating_sub(rank).div_ceil(self.ranks.count() as u64) as usize
    }

    /// Sorts messages about numbers by the owners of the numbers.
    fn to_owners<const N: usize>(&self, messages: impl Iterator<Item = (u64, [u64; N])>) -> Vec<Vec<u64>> {
        let mut outgoing = vec![Vec::new(); self.ranks.count()];
        for (number, message) in messages {
            outgoing[self.owner(number)].extend(message);
        }
        outgoing
    }

    /// Keeps a record, on all ranks or on none.
    fn keep(&self, record: impl FnOnce() -> Stored) -> Result<(), EnumerationError> {
        if !self.ranks.any(self.ranks.rank() == 0 && self.store.is_time()) {
            return Ok(());
        }
        let kept = self.store.keep(&record());
        if self.ranks.any(kept.is_err()) {
            kept?;
            return Err(EnumerationError::OtherRank);
        }
        Ok(())
    }

    fn progress(&self, stage: Stage, done: u64, total: u64) {
        if self.ranks.rank() == 0 {
            self.watch.progress(stage, done, total);
        }
    }
}

/// What is known once there are classes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// The classes of the double cosets that this rank owns.
    ids: [Vec<u32>; 2],
    /// For every class its least number and its size; all ranks have the same.
    classes: [Vec<(u64, u64)>; 2],
    /// For every class its number of layers, 0 where it is not known; all ranks have the same between two rounds.
    levels: [Vec<u8>; 2],
    /// The level whose neighbours are looked for; 0 when there are no more.
    level: u8,
    /// How many of the classes of this level, or then of those to be counted, are done on this rank, and how many cosets of the
    /// class after them.
    done: (u64, u64),
    /// The numbers of matrices that this rank has counted.
    counts: Vec<u128>,
}
