//! Every permutation of 2d coordinates, and every signed one, by its least number of layers over ℚ in the three modes.

use std::collections::BTreeMap;

use nalgebra::DMatrix;

use super::{Entry, MODES, Store, TableError, entry};
use crate::coupling::Partition;
use crate::linear::LinearError;
use crate::linear::permutations::{classes, notation};
use crate::linear::ranks::{Ranks, sweep};
use crate::scalar::Rational;

/// What has a row of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rows {
    /// Each class of permutations under conjugation by block diagonal permutations, with one of them.
    Classes,
    /// Each class of signed permutations under conjugation by block diagonal signed permutations.
    SignedClasses,
    /// Each permutation.
    Every,
}

/// What a row is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// The permutation in cycle notation.
    pub notation: String,
    /// The number of permutations for which the row stands.
    pub size: u64,
    /// The permutation, `2d × 2d`.
    pub matrix: DMatrix<Rational>,
}

/// A row: one entry for each of [`MODES`], `None` where the mode does not reach the determinant −1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// What the row is about.
    pub subject: Subject,
    /// The entries.
    pub entries: [Option<Entry>; 3],
}

/// What the rows are about, in their order.
///
/// # Panics
///
/// If `half` is 0 or more than [`MOST_HALF`](crate::linear::permutations::MOST_HALF).
#[must_use]
pub fn subjects(half: usize, rows: Rows) -> Vec<Subject> {
    match rows {
        Rows::Classes | Rows::SignedClasses => classes(half, rows == Rows::SignedClasses)
            .iter()
            .map(|class| Subject {
                notation: class.notation(),
                size: class.size(),
                matrix: class.representative(),
            })
            .collect(),
        Rows::Every => permutations(2 * half).iter().map(|images| of_images(images)).collect(),
    }
}

fn of_images(images: &[usize]) -> Subject {
    let size = images.len();
    let matrix = DMatrix::from_fn(size, size, |i, j| Rational::from(u8::from(images[j] == i)));
    Subject { notation: notation(&cycles(images)), size: 1, matrix }
}

/// The cycles, each from its least element, with positive signs.
fn cycles(images: &[usize]) -> Vec<(Vec<usize>, bool)> {
    let mut seen = vec![false; images.len()];
    let mut cycles = Vec::new();
    for start in 0..images.len() {
        let (mut cycle, mut at) = (Vec::new(), start);
        while !seen[at] {
            seen[at] = true;
            cycle.push(at);
            at = images[at];
        }
        if !cycle.is_empty() {
            cycles.push((cycle, false));
        }
    }
    cycles
}

/// All lists of images of 0, …, size − 1, in lexicographic order.
fn permutations(size: usize) -> Vec<Vec<usize>> {
    let mut found = vec![Vec::new()];
    for _ in 0..size {
        let longer = |images: &Vec<usize>| {
            let free = (0..size).filter(|image| !images.contains(image));
            free.map(|image| [images.as_slice(), &[image]].concat()).collect::<Vec<_>>()
        };
        found = found.iter().flat_map(longer).collect();
    }
    found
}

/// One row, `number` from 1: it is in the names of the certificates.
///
/// # Errors
///
/// Those of [`entry`], but for a determinant that is out of a mode's reach.
pub fn row(number: usize, subject: Subject, store: &Store<'_>) -> Result<Row, TableError> {
    let halves = Partition::halves(subject.matrix.nrows() / 2);
    let name = format!("{number:04}");
    let mut entries = [None, None, None];
    for (place, mode) in entries.iter_mut().zip(MODES) {
        *place = match entry(&subject.matrix, halves, mode, &name, store) {
            Err(TableError::Linear { error, .. }) if is_out_of_reach(&error) => None,
            found => Some(found?),
        };
    }
    Ok(Row { subject, entries })
}

fn is_out_of_reach(error: &LinearError) -> bool {
    matches!(error, LinearError::DeterminantNotOne { .. } | LinearError::DeterminantNotPositive { .. })
}

/// All rows, on all ranks. `progress` is told, after each row of this rank, of how many these are.
///
/// ```
/// use flowcert::linear::ranks::Alone;
/// use flowcert::linear::tables::permutations::{Rows, summary, table};
///
/// let rows = table(&Alone, 1, Rows::Every, &|_, bytes| Ok(bytes.to_vec()), &|_| ())?;
/// // Of two coordinates, the exchange has determinant −1: three layers, one of them with a scale −1.
/// let exchange = rows.iter().find(|row| row.subject.notation == "(1 2)").unwrap();
/// assert_eq!(exchange.entries.clone().map(|entry| entry.map(|entry| entry.upper())), [None, None, Some(3)]);
/// assert_eq!(summary(&rows).get(&Some((3, 3))), Some(&[0, 0, 1]));
/// # Ok::<(), flowcert::linear::tables::TableError>(())
/// ```
///
/// # Errors
///
/// Those of [`row`], on all ranks.
///
/// # Panics
///
/// Those of [`subjects`].
pub fn table(
    ranks: &dyn Ranks,
    half: usize,
    rows: Rows,
    store: &Store<'_>,
    progress: &(dyn Fn(usize) + Sync),
) -> Result<Vec<Row>, TableError> {
    let subjects = subjects(half, rows);
    let share = subjects.len().div_ceil(ranks.count());
    let made = sweep(ranks, subjects.len(), |place| {
        let row = row(place + 1, subjects[place].clone(), store);
        progress(share);
        Ok(row?.entries)
    });
    let made = made.map_err(|error| error.or(TableError::OtherRank))?;
    Ok(subjects.into_iter().zip(made).map(|(subject, entries)| Row { subject, entries }).collect())
}

/// How many permutations have each pair of bounds, for each of [`MODES`]; `None`: out of the mode's reach.
#[must_use]
pub fn summary(rows: &[Row]) -> BTreeMap<Option<(usize, usize)>, [u64; 3]> {
    let mut counts: BTreeMap<_, [u64; 3]> = BTreeMap::new();
    for row in rows {
        for (mode, entry) in row.entries.iter().enumerate() {
            let bounds = entry.as_ref().map(|entry| (entry.lower, entry.upper()));
            counts.entry(bounds).or_default()[mode] += row.subject.size;
        }
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::linear::ranks::{Alone, on_threads};

    #[test]
    fn all_ranks_have_the_rows_of_one() {
        let kept = |_: &str, bytes: &[u8]| Ok(bytes.to_vec());
        let alone = table(&Alone, 2, Rows::SignedClasses, &kept, &|_| ()).unwrap();
        let made = alone.iter().flat_map(|row| &row.entries).flatten().count();
        assert!(made > 20 && alone.iter().any(|row| row.entries[0].is_none()), "{made}");
        for rows in on_threads(3, |ranks| table(ranks, 2, Rows::SignedClasses, &kept, &|_| ())) {
            assert_eq!(rows.unwrap(), alone);
        }
    }

    #[test]
    fn every_permutation_is_there_once() {
        let all = subjects(2, Rows::Every);
        assert_eq!(all.len(), 24);
        for (k, subject) in all.iter().enumerate() {
            let is_one = |number: &&Rational| **number == 1;
            assert!(subject.matrix.column_iter().all(|column| column.iter().filter(is_one).count() == 1));
            assert!(subject.matrix.row_iter().all(|row| row.iter().filter(is_one).count() == 1));
            assert!(all[..k].iter().all(|other| other.matrix != subject.matrix));
        }
        assert_eq!((all[0].notation.as_str(), all[23].notation.as_str()), ("id", "(1 4)(2 3)"));
    }
}
