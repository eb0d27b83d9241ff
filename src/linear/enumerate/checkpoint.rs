//! Checkpoints: the state of an enumeration in a file, whole or not at all.
//!
//! A line of text says what is enumerated and how far; the bytes of the levels follow, and a checksum. Classes of conjugates
//! are not in it: they are found again, in the same order.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::EnumerationError;
use super::levels::{Levels, Symmetry};
use super::state::State;
use crate::coupling::Partition;
use crate::coupling::files::write_atomically;

const FORMAT: &str = "flowcert-enumeration/1";

/// A file that the state of one enumeration is written to again and again.
#[derive(Debug)]
pub struct Checkpoint {
    path: PathBuf,
    subject: String,
    next: Mutex<Instant>,
}

/// At least so long from one checkpoint to the next, and twenty times as long as it took to write.
const INTERVAL: Duration = Duration::from_secs(1);

impl Checkpoint {
    /// The checkpoint of an enumeration in this file; nothing is written yet.
    #[must_use]
    pub fn new(path: &Path, field: u64, partition: Partition, symmetry: Symmetry) -> Self {
        let subject = format!("{field} {} {} {symmetry:?}", partition.first, partition.second);
        Self { path: path.to_owned(), subject, next: Mutex::new(Instant::now()) }
    }

    /// The file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Writes the beginning: from then on there is something to resume.
    ///
    /// # Errors
    ///
    /// [`EnumerationError::Write`].
    pub fn begin(&self) -> Result<(), EnumerationError> {
        self.write(&State::new([0, 0]))
    }

    /// Writes the state, unless the last time was a moment ago.
    ///
    /// # Errors
    ///
    /// [`EnumerationError::Write`].
    pub fn keep(&self, state: &State) -> Result<(), EnumerationError> {
        let mut next = self.next.lock().unwrap_or_else(PoisonError::into_inner);
        let start = Instant::now();
        if start >= *next {
            self.write(state)?;
            *next = Instant::now() + INTERVAL.max(20 * start.elapsed());
        }
        Ok(())
    }

    fn write(&self, state: &State) -> Result<(), EnumerationError> {
        write_atomically(&self.path, |out| write_state(&self.subject, state, out))
            .map_err(|error| EnumerationError::Write { path: self.path.clone(), error })
    }

    /// Puts what the file holds into the levels, if there is a file; whether there was one.
    ///
    /// # Errors
    ///
    /// [`EnumerationError::Checkpoint`] if the file cannot be read, is damaged, or belongs to another enumeration.
    pub fn resume(&self, levels: &mut Levels) -> Result<bool, EnumerationError> {
        let problem = |problem: String| EnumerationError::Checkpoint { path: self.path.clone(), problem };
        let bytes = match fs::read(&self.path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
            Err(error) => return Err(problem(error.to_string())),
        };
        let state = read_state(&self.subject, &bytes).map_err(problem)?;
        let lengths = |state: &State| state.levels.each_ref().map(Vec::len);
        if lengths(&state) == [0, 0] {
            return Ok(true);
        }
        if lengths(&state) != lengths(&levels.state) {
            return Err(problem("it has other numbers of classes".to_owned()));
        }
        levels.state = state;
        Ok(true)
    }

    /// Removes the file, when it is needed no longer.
    pub fn remove(&self) {
        // What cannot be removed does no harm.
        let _ = fs::remove_file(&self.path);
    }
}

fn write_state(subject: &str, state: &State, out: &mut dyn Write) -> io::Result<()> {
    let level = state.level.unwrap_or(0);
    let counts = state.counts.iter().map(u128::to_string).collect::<Vec<_>>().join(",");
    let [l, u] = state.levels.each_ref().map(Vec::len);
    let header = format!("{FORMAT} {subject} {l} {u} {level} {} [{counts}]\n", state.done);
    let mut sum = Checksum::default();
    let mut write = |bytes: &[u8]| {
        sum.add(bytes);
        out.write_all(bytes)
    };
    write(header.as_bytes())?;
    for levels in &state.levels {
        for piece in levels.chunks(1 << 16) {
            write(&piece.iter().map(|level| level.load(Ordering::Relaxed)).collect::<Vec<u8>>())?;
        }
    }
    out.write_all(&sum.0.to_le_bytes())
}

fn read_state(subject: &str, bytes: &[u8]) -> Result<State, String> {
    let (content, sum) = bytes.split_last_chunk::<8>().ok_or("it is too short")?;
    let mut found = Checksum::default();
    found.add(content);
    if found.0.to_le_bytes() != *sum {
        return Err("it is damaged".to_owned());
    }
    let end = content.iter().position(|byte| *byte == b'\n').ok_or("it has no first line")?;
    let header = std::str::from_utf8(&content[..end]).map_err(|_| "its first line is not text")?;
    let rest = header.strip_prefix(FORMAT).ok_or("it is no checkpoint of this version")?;
    let rest = rest.strip_prefix(&format!(" {subject} ")).ok_or("it belongs to another enumeration")?;
    let fields: Vec<&str> = rest.split(' ').collect();
    let &[l, u, level, done, counts] = fields.as_slice() else { return Err("it is damaged".to_owned()) };
    let number = |text: &str| text.parse::<u64>().map_err(|_| format!("{text:?} is no number"));
    let (l, u, level) = (number(l)? as usize, number(u)? as usize, number(level)? as u8);
    let body = &content[end + 1..];
    if l.checked_add(u) != Some(body.len()) {
        return Err("it is damaged".to_owned());
    }
    let levels = |bytes: &[u8]| bytes.iter().map(|level| AtomicU8::new(*level)).collect();
    let counts =
        counts.trim_start_matches('[').trim_end_matches(']').split(',').filter(|text| !text.is_empty());
    let count = |text: &str| text.parse().map_err(|_| format!("{text:?} is no number"));
    Ok(State {
        levels: [levels(&body[..l]), levels(&body[l..])],
        level: (level > 0).then_some(level),
        done: number(done)?,
        counts: counts.map(count).collect::<Result<_, String>>()?,
    })
}

/// FNV-1a.
struct Checksum(u64);

impl Default for Checksum {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Checksum {
    fn add(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(state: &State) -> Vec<u8> {
        let mut bytes = Vec::new();
        write_state("2 1 1 None", state, &mut bytes).expect("written");
        bytes
    }

    #[test]
    fn a_state_survives_the_way_through_bytes() {
        let mut state = State::new([3, 2]);
        state.levels[1][0].store(7, Ordering::Relaxed);
        (state.level, state.done, state.counts) = (None, 5, vec![1, u128::MAX]);
        let read = read_state("2 1 1 None", &bytes(&state)).expect("read");
        assert_eq!((read.level, read.done, &read.counts), (None, 5, &state.counts));
        assert_eq!(bytes(&read), bytes(&state));
    }

    #[test]
    fn damaged_bytes_and_other_enumerations_are_refused() {
        let good = bytes(&State::new([3, 2]));
        assert!(read_state("2 1 1 None", &good).is_ok());
        assert!(read_state("3 1 1 None", &good).is_err());
        for place in 0..good.len() {
            let mut damaged = good.clone();
            damaged[place] ^= 1;
            assert!(read_state("2 1 1 None", &damaged).is_err(), "{place}");
            assert!(read_state("2 1 1 None", &good[..place]).is_err(), "{place}");
        }
    }
}
