//! What one rank keeps between two rounds: a line of text, lists of numbers, a checksum.
//!
//! All ranks write at the same moment, each moment with a number. A rank keeps the files of the last two moments: if some rank
//! is killed while it writes, the moment before is complete on all of them.

use super::Known;

const FORMAT: &str = "flowcert-enumeration-rank/1";

/// What one rank has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stored {
    /// The least numbers heard of, while classes are looked for.
    Labels([Vec<u64>; 2]),
    /// Everything, once there are classes.
    Levels(Known),
}

impl Stored {
    /// The lists of numbers, and what kind of record it is.
    fn lists(&self) -> (&'static str, Vec<Vec<u64>>) {
        let Known { ids, classes, levels, level, done, counts } = match self {
            Self::Labels(labels) => return ("labels", labels.to_vec()),
            Self::Levels(known) => known,
        };
        let mut lists = vec![vec![u64::from(*level), done.0, done.1]];
        lists.extend(
            ids.each_ref()
                .map(|ids| ids.iter().map(|id| u64::from(*id)).collect::<Vec<_>>())
                .map(|ids| paired(&ids)),
        );
        lists.push(ids.each_ref().map(|ids| ids.len() as u64).to_vec());
        lists.extend(
            classes.each_ref().map(|list| list.iter().flat_map(|(least, size)| [*least, *size]).collect()),
        );
        lists.extend(levels.each_ref().map(|list| list.iter().map(|level| u64::from(*level)).collect()));
        lists.push(counts.iter().flat_map(|count| [*count as u64, (*count >> 64) as u64]).collect());
        ("levels", lists)
    }

    fn of_lists(kind: &str, lists: Vec<Vec<u64>>) -> Option<Self> {
        if kind == "labels" {
            return lists.try_into().ok().map(Self::Labels);
        }
        let lists: [Vec<u64>; 9] = lists.try_into().ok()?;
        let [place, id_l, id_u, lengths, class_l, class_u, level_l, level_u, counts] = lists;
        let (&[level, classes, cosets], &[l, u]) = (place.as_slice(), lengths.as_slice()) else {
            return None;
        };
        let pairs = |list: Vec<u64>| list.as_chunks().0.iter().map(|[least, size]| (*least, *size)).collect();
        let bytes = |list: Vec<u64>| list.into_iter().map(|level| level as u8).collect();
        let wide = |[low, high]: &[u64; 2]| u128::from(*low) | u128::from(*high) << 64;
        Some(Self::Levels(Known {
            ids: [unpaired(&id_l, l), unpaired(&id_u, u)],
            classes: [pairs(class_l), pairs(class_u)],
            levels: [bytes(level_l), bytes(level_u)],
            level: level as u8,
            done: (classes, cosets),
            counts: counts.as_chunks().0.iter().map(wide).collect(),
        }))
    }
}

/// Two numbers below 2³² in one.
fn paired(numbers: &[u64]) -> Vec<u64> {
    numbers.chunks(2).map(|pair| pair[0] | pair.get(1).map_or(0, |high| high << 32)).collect()
}

fn unpaired(pairs: &[u64], length: u64) -> Vec<u32> {
    pairs.iter().flat_map(|pair| [*pair as u32, (*pair >> 32) as u32]).take(length as usize).collect()
}

/// The bytes of a record. `subject` says of what, of which rank and of how many.
fn to_bytes(subject: &str, moment: u64, stored: &Stored) -> Vec<u8> {
    let (kind, lists) = stored.lists();
    let mut bytes = format!("{FORMAT} {subject} {moment} {kind}\n").into_bytes();
    for list in lists {
        bytes.extend((list.len() as u64).to_le_bytes());
        list.iter().for_each(|number| bytes.extend(number.to_le_bytes()));
    }
    let sum = checksum(&bytes);
    bytes.extend(sum.to_le_bytes());
    bytes
}

/// The moment and the record; an error says what is wrong.
fn of_bytes(subject: &str, bytes: &[u8]) -> Result<(u64, Stored), &'static str> {
    let (content, sum) = bytes.split_last_chunk::<8>().ok_or("it is too short")?;
    if checksum(content).to_le_bytes() != *sum {
        return Err("it is damaged");
    }
    let end = content.iter().position(|byte| *byte == b'\n').ok_or("it has no first line")?;
    let header = str::from_utf8(&content[..end]).map_err(|_| "its first line is not text")?;
    let rest = header.strip_prefix(FORMAT).ok_or("it is no checkpoint of this version")?;
    let rest = rest
        .strip_prefix(&format!(" {subject} "))
        .ok_or("it belongs to another enumeration, rank or number of ranks")?;
    let (moment, kind) = rest.split_once(' ').ok_or("its first line is too short")?;
    let moment = moment.parse().map_err(|_| "its moment is no number")?;
    let (mut numbers, mut lists) =
        (content[end + 1..].as_chunks().0.iter().map(|it| u64::from_le_bytes(*it)), Vec::new());
    while let Some(length) = numbers.next() {
        lists.push(numbers.by_ref().take(length as usize).collect());
    }
    Stored::of_lists(kind, lists)
        .map(|stored| (moment, stored))
        .ok_or("its lists are not those of a checkpoint")
}

/// Like FNV-1a, on words.
fn checksum(bytes: &[u8]) -> u64 {
    let (words, rest) = bytes.as_chunks::<8>();
    let step = |sum: u64, word: u64| (sum ^ word).wrapping_mul(0x0100_0000_01b3).rotate_left(29);
    let sum = words.iter().fold(0xcbf2_9ce4_8422_2325, |sum, word| step(sum, u64::from_le_bytes(*word)));
    rest.iter().fold(sum, |sum, byte| step(sum, u64::from(*byte)))
}

#[cfg(feature = "cli")]
pub use files::Records;

#[cfg(feature = "cli")]
mod files {
    use std::cell::Cell;
    use std::path::{Path, PathBuf};
    use std::time::{Duration, Instant};
    use std::{fs, io};

    use super::{Stored, of_bytes, to_bytes};
    use crate::coupling::Partition;
    use crate::coupling::files::write_atomically;
    use crate::linear::enumerate::EnumerationError;
    use crate::linear::enumerate::distributed::Store;
    use crate::linear::ranks::Ranks;

    /// The files of one rank: PATH.RANK.0 and PATH.RANK.1, for moments of even and of odd number.
    #[derive(Debug)]
    pub struct Records {
        paths: [PathBuf; 2],
        subject: String,
        moment: Cell<u64>,
        next: Cell<Instant>,
    }

    /// At least so long from one moment to the next, and twenty times as long as it took to write.
    const INTERVAL: Duration = Duration::from_secs(1);

    impl Records {
        /// The files of this rank; nothing is written yet.
        #[must_use]
        pub fn new(path: &Path, field: u64, partition: Partition, ranks: &dyn Ranks) -> Self {
            let (rank, count) = (ranks.rank(), ranks.count());
            let path = |index: usize| {
                let mut name = path.file_name().unwrap_or_default().to_owned();
                name.push(format!(".{rank}.{index}"));
                path.with_file_name(name)
            };
            let subject = format!("{field} {} {} {rank}/{count}", partition.first, partition.second);
            Self { paths: [0, 1].map(path), subject, moment: Cell::new(0), next: Cell::new(Instant::now()) }
        }

        /// The last record that all ranks have, if there is one.
        ///
        /// # Errors
        ///
        /// [`EnumerationError::Checkpoint`] if a file is damaged or belongs to something else.
        pub fn resume(&self, ranks: &dyn Ranks) -> Result<Option<Stored>, EnumerationError> {
            let read = self.paths.iter().filter_map(|path| match fs::read(path) {
                Ok(bytes) => {
                    Some(of_bytes(&self.subject, &bytes).map_err(|problem| (path, problem.to_owned())))
                }
                Err(error) if error.kind() == io::ErrorKind::NotFound => None,
                Err(error) => Some(Err((path, error.to_string()))),
            });
            let read = read.collect::<Result<Vec<_>, _>>();
            let read =
                read.map_err(|(path, problem)| EnumerationError::Checkpoint { path: path.clone(), problem });
            if ranks.any(read.is_err()) {
                read?;
                return Err(EnumerationError::OtherRank);
            }
            let read = read?;
            let moments: Vec<u64> = read.iter().map(|(moment, _)| *moment).collect();
            let all = ranks.gather_numbers(&moments);
            let everywhere =
                |moment: &u64| all.iter().filter(|other| *other == moment).count() == ranks.count();
            let Some(last) = all.iter().copied().filter(everywhere).max() else { return Ok(None) };
            self.moment.set(last + 1);
            Ok(read.into_iter().find(|(moment, _)| *moment == last).map(|(_, stored)| stored))
        }

        /// Removes the files.
        pub fn remove(&self) {
            for path in &self.paths {
                // What cannot be removed does no harm.
                let _ = fs::remove_file(path);
            }
        }
    }

    impl Store for Records {
        fn keep(&self, record: &Stored) -> Result<(), EnumerationError> {
            let (start, moment) = (Instant::now(), self.moment.get());
            let path = &self.paths[(moment % 2) as usize];
            write_atomically(path, |out| out.write_all(&to_bytes(&self.subject, moment, record)))
                .map_err(|error| EnumerationError::Write { path: path.clone(), error })?;
            self.moment.set(moment + 1);
            self.next.set(Instant::now() + INTERVAL.max(20 * start.elapsed()));
            Ok(())
        }

        fn is_time(&self) -> bool {
            Instant::now() >= self.next.get()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known() -> Known {
        Known {
            ids: [vec![1, u32::MAX, 0], vec![7, 8]],
            classes: [vec![(0, 5), (4, 1)], vec![(9, u64::MAX)]],
            levels: [vec![2, 0], vec![1]],
            level: 3,
            done: (4, 5),
            counts: vec![0, u128::MAX, 1 << 70],
        }
    }

    #[test]
    fn records_survive_the_way_through_bytes() {
        for stored in [Stored::Labels([vec![1, 2, u64::MAX], vec![]]), Stored::Levels(known())] {
            assert_eq!(of_bytes("2 1 1 0/2", &to_bytes("2 1 1 0/2", 12, &stored)), Ok((12, stored)));
        }
    }

    #[test]
    fn damaged_and_foreign_records_are_refused() {
        let good = to_bytes("2 1 1 0/2", 3, &Stored::Levels(known()));
        assert!(of_bytes("2 1 1 1/2", &good).is_err());
        for place in 0..good.len() {
            let mut damaged = good.clone();
            damaged[place] ^= 64;
            assert!(of_bytes("2 1 1 0/2", &damaged).is_err(), "{place}");
            assert!(of_bytes("2 1 1 0/2", &good[..place]).is_err(), "{place}");
        }
    }
}
