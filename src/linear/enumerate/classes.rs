//! The double cosets of one kind, one by one or by classes of conjugates.

use std::sync::atomic::{AtomicU32, Ordering};

use rayon::prelude::*;

use super::conjugation::{Conjugation, generators};
use super::double_cosets::DoubleCosets;
use super::packed::Packed;
use super::space::{Kind, Space};

/// A number whose class is not known yet.
const UNSEEN: u32 = u32::MAX;
/// A number that stands for no matrix.
const VOID: u32 = u32::MAX - 1;

/// A partition of the double cosets of one kind into sets that need the same number of layers.
pub(super) enum Classes {
    /// Each of the numbers 0 … length − 1 is its own class.
    Single { length: u64 },
    /// The classes of conjugates under GL(d1) × GL(d2).
    Conjugates(Conjugates),
}

/// The classes of conjugates.
pub(super) struct Conjugates {
    /// For each number its class.
    entries: Vec<AtomicU32>,
    /// For each class the least number in it, and how many are in it.
    classes: Vec<(u64, u64)>,
    pub(super) generators: Vec<Conjugation>,
}

impl Classes {
    pub(super) fn single(space: &Space, kind: Kind) -> Self {
        Self::Single { length: space.cosets(kind).len() }
    }

    /// `done` is told how many of the double cosets have been seen.
    pub(super) fn conjugates(space: &Space, kind: Kind, done: &(dyn Fn(u64) + Sync)) -> Self {
        Self::Conjugates(Conjugates::new(space, kind, done))
    }

    pub(super) fn len(&self) -> u64 {
        match self {
            Self::Single { length } => *length,
            Self::Conjugates(conjugates) => conjugates.classes.len() as u64,
        }
    }

    /// The class of a double coset.
    pub(super) fn of(&self, number: u64) -> u64 {
        match self {
            Self::Single { .. } => number,
            Self::Conjugates(conjugates) => u64::from(conjugates.entry(number)),
        }
    }

    /// A double coset of the class, and how many there are.
    pub(super) fn member(&self, class: u64) -> (u64, u64) {
        match self {
            Self::Single { .. } => (class, 1),
            Self::Conjugates(conjugates) => conjugates.classes[class as usize],
        }
    }
}

impl Conjugates {
    fn new(space: &Space, kind: Kind, done: &(dyn Fn(u64) + Sync)) -> Self {
        let cosets = space.cosets(kind);
        let entries = (0..cosets.len()).into_par_iter().map(|_| AtomicU32::new(UNSEEN)).collect();
        let mut conjugates = Self { entries, classes: Vec::new(), generators: generators(space) };
        let mut seen = 0;
        for number in 0..cosets.len() {
            if conjugates.entry(number) == UNSEEN {
                if cosets.representative(number).is_none() {
                    conjugates.entries[number as usize].store(VOID, Ordering::Relaxed);
                    continue;
                }
                let size = conjugates.fill(space, cosets, number);
                conjugates.classes.push((number, size));
                seen += size;
                done(seen);
            }
        }
        conjugates
    }

    fn entry(&self, number: u64) -> u32 {
        self.entries[number as usize].load(Ordering::Relaxed)
    }

    /// Marks everything that is conjugate to `start`, and counts it.
    fn fill(&self, space: &Space, cosets: &DoubleCosets, start: u64) -> u64 {
        let class = u32::try_from(self.classes.len()).ok().filter(|class| *class < VOID);
        let class = class.expect("there are fewer classes than double cosets, and these fit into memory");
        self.entries[start as usize].store(class, Ordering::Relaxed);
        let reached_from = |number: &u64| {
            let matrix = cosets.representative(*number);
            let image = |(matrix, generator): (Packed, &Conjugation)| {
                cosets.number(&generator.apply(&space.field, &matrix))
            };
            let images =
                matrix.into_iter().flat_map(|matrix| self.generators.iter().map(move |it| (matrix, it)));
            let is_new = |image: &u64| {
                let (entry, order) = (&self.entries[*image as usize], Ordering::Relaxed);
                entry.compare_exchange(UNSEEN, class, order, order).is_ok()
            };
            images.map(image).filter(is_new).collect::<Vec<_>>()
        };
        let (mut front, mut size) = (vec![start], 1);
        while !front.is_empty() {
            // Small fronts are not worth the threads.
            front = if front.len() < 256 {
                front.iter().flat_map(reached_from).collect()
            } else {
                front.par_iter().flat_map_iter(reached_from).collect()
            };
            size += front.len() as u64;
        }
        size
    }
}
