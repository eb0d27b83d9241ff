//! Ranks within one process: one alone, or several threads.

use std::sync::{Barrier, Mutex, PoisonError};
use std::thread;

use super::Ranks;

/// The only rank.
#[derive(Clone, Copy, Debug)]
pub struct Alone;

impl Ranks for Alone {
    fn rank(&self) -> usize {
        0
    }

    fn count(&self) -> usize {
        1
    }

    fn is_alone(&self) -> bool {
        true
    }

    fn exchange(&self, outgoing: Vec<Vec<u8>>) -> Vec<Vec<u8>> {
        outgoing
    }
}

/// A rank that is a thread.
struct Thread<'a> {
    rank: usize,
    /// What rank i has sent to rank j.
    boxes: &'a [Vec<Mutex<Vec<u8>>>],
    all: &'a Barrier,
}

impl Ranks for Thread<'_> {
    fn rank(&self) -> usize {
        self.rank
    }

    fn count(&self) -> usize {
        self.boxes.len()
    }

    fn exchange(&self, outgoing: Vec<Vec<u8>>) -> Vec<Vec<u8>> {
        assert_eq!(outgoing.len(), self.boxes.len(), "one message for each rank");
        let locked =
            |from: usize, to: usize| self.boxes[from][to].lock().unwrap_or_else(PoisonError::into_inner);
        for (to, message) in outgoing.into_iter().enumerate() {
            *locked(self.rank, to) = message;
        }
        self.all.wait();
        let incoming =
            (0..self.boxes.len()).map(|from| std::mem::take(&mut *locked(from, self.rank))).collect();
        self.all.wait();
        incoming
    }
}

/// Runs the same work on so many ranks, each a thread, and returns their results in order: for tests, and for machines without
/// MPI.
///
/// # Panics
///
/// If the work does.
pub fn on_threads<T: Send>(count: usize, work: impl Fn(&dyn Ranks) -> T + Sync) -> Vec<T> {
    let boxes: Vec<Vec<Mutex<Vec<u8>>>> =
        (0..count).map(|_| (0..count).map(|_| Mutex::default()).collect()).collect();
    let all = Barrier::new(count);
    thread::scope(|scope| {
        let (boxes, all, work) = (&boxes, &all, &work);
        let start = |rank| scope.spawn(move || work(&Thread { rank, boxes, all }));
        let threads: Vec<_> = (0..count).map(start).collect();
        let join = |thread: thread::ScopedJoinHandle<'_, T>| {
            thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        };
        threads.into_iter().map(join).collect()
    })
}
