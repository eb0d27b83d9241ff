//! What is known in the course of an enumeration: all that a checkpoint has to hold.

use std::sync::atomic::{AtomicU8, Ordering};

use super::space::Kind;

/// What is done of an enumeration.
#[derive(Debug)]
pub struct State {
    /// For each class of double cosets the number of layers, 0 where it is not known yet: L … U, then U … U.
    pub(super) levels: [Vec<AtomicU8>; 2],
    /// The level whose neighbours are looked for; `None` when there are no more.
    pub(super) level: Option<u8>,
    /// How much is done of the level; then, how many classes have been counted.
    pub(super) done: u64,
    /// The numbers of matrices counted so far, by the number of layers.
    pub(super) counts: Vec<u128>,
}

impl State {
    pub(super) fn new(lengths: [u64; 2]) -> Self {
        let unknown = |length| (0..length).map(|_| AtomicU8::new(0)).collect();
        Self { levels: lengths.map(unknown), level: Some(1), done: 0, counts: Vec::new() }
    }

    /// The number of layers of a class, 0 if it is not known.
    pub(super) fn level_of(&self, kind: Kind, class: u64) -> u8 {
        self.levels[kind as usize][class as usize].load(Ordering::Relaxed)
    }

    /// Sets the number of layers of a class, unless it is known. Whoever is first, all of one level set the same number.
    pub(super) fn reach(&self, kind: Kind, class: u64, level: u8) {
        let entry = &self.levels[kind as usize][class as usize];
        if entry.load(Ordering::Relaxed) == 0 {
            entry.store(level, Ordering::Relaxed);
        }
    }

    /// The classes of one level.
    pub(super) fn at(&self, kind: Kind, level: u8) -> Vec<u64> {
        let levels = &self.levels[kind as usize];
        let is_there = |class: &u64| levels[*class as usize].load(Ordering::Relaxed) == level;
        (0..levels.len() as u64).filter(is_there).collect()
    }

    /// Whether the search has ended, so that levels are final.
    #[must_use]
    pub fn is_searched(&self) -> bool {
        self.level.is_none()
    }
}

/// Where an enumeration is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// The double cosets are sorted into classes of conjugates.
    Classes,
    /// The neighbours of the words of this length are looked for.
    Level(u8),
    /// Matrices are counted.
    Count,
}

/// Who is told how far an enumeration is, and keeps its checkpoints.
pub trait Watch: Sync {
    /// So much of the stage is done.
    fn progress(&self, stage: Stage, done: u64, total: u64) {
        let _ = (stage, done, total);
    }

    /// A state from which the enumeration can go on, offered again and again.
    ///
    /// # Errors
    ///
    /// Those of keeping it; the enumeration ends then.
    fn keep(&self, state: &State) -> Result<(), super::EnumerationError> {
        let _ = state;
        Ok(())
    }
}

/// Nobody is told.
#[derive(Clone, Copy, Debug)]
pub struct Unwatched;

impl Watch for Unwatched {}
