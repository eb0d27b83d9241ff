//! The matrices that need as many layers as is known to be needed ([`lower_bound::witness`], [`lower_bound::unequal_witness`]),
//! with layers that make them.

use nalgebra::DMatrix;

use super::{Entry, MODES, Store, TableError, entry};
use crate::coupling::{Mode, Partition};
use crate::linear::lower_bound;
use crate::linear::ranks::{Ranks, sweep};
use crate::scalar::Rational;

/// The largest half of a witness in the table.
pub const MOST_HALF: usize = 16;
/// The same in the quick table.
pub const QUICK_HALF: usize = 6;
/// The largest lengths of unequal halves.
pub const MOST_UNEQUAL: [usize; 2] = [3, 9];
/// The same in the quick table.
pub const QUICK_UNEQUAL: [usize; 2] = [2, 5];

/// What a row is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// What the scales may be.
    pub mode: Mode,
    /// The lengths of the halves.
    pub partition: Partition,
    /// The witness.
    pub matrix: DMatrix<Rational>,
    /// How many layers it is known to need: [`lower_bound::bound`].
    pub needed: usize,
}

/// A row: a witness and its least number of layers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// What the row is about.
    pub subject: Subject,
    /// The bounds that were verified.
    pub entry: Entry,
}

/// Both tables: equal halves of 2 coordinates and more, and unequal halves, each in all modes.
#[must_use]
pub fn subjects(quick: bool) -> [Vec<Subject>; 2] {
    let (most, [first, second]) = if quick { (QUICK_HALF, QUICK_UNEQUAL) } else { (MOST_HALF, MOST_UNEQUAL) };
    let unequal =
        (1..=first).flat_map(|first| (first + 1..=second).map(move |second| Partition { first, second }));
    [
        (2..=most).map(Partition::halves).flat_map(in_all_modes).collect(),
        unequal.flat_map(in_all_modes).collect(),
    ]
}

fn in_all_modes(partition: Partition) -> impl Iterator<Item = Subject> {
    MODES.into_iter().filter_map(move |mode| {
        let matrix = lower_bound::unequal_witness(mode, partition)?;
        Some(Subject { mode, partition, matrix, needed: lower_bound::bound(mode, partition)? })
    })
}

/// One row.
///
/// # Errors
///
/// Those of [`entry`].
pub fn row(subject: Subject, store: &Store<'_>) -> Result<Row, TableError> {
    let Partition { first, second } = subject.partition;
    let name = format!("{first}-{second}");
    let entry = entry(&subject.matrix, subject.partition, subject.mode, &name, store)?;
    Ok(Row { subject, entry })
}

/// The rows of both tables, on all ranks. `progress` is told, after each row of this rank, of how many these are.
///
/// # Errors
///
/// Those of [`row`], on all ranks.
pub fn tables(
    ranks: &dyn Ranks,
    quick: bool,
    store: &Store<'_>,
    progress: &(dyn Fn(usize) + Sync),
) -> Result<[Vec<Row>; 2], TableError> {
    let [equal, unequal] = subjects(quick);
    let split = equal.len();
    let subjects: Vec<Subject> = equal.into_iter().chain(unequal).collect();
    let share = subjects.len().div_ceil(ranks.count());
    let made = sweep(ranks, subjects.len(), |place| {
        let row = row(subjects[place].clone(), store);
        progress(share);
        Ok(row?.entry)
    });
    let made = made.map_err(|error| error.or(TableError::OtherRank))?;
    let rows = subjects.into_iter().zip(made).map(|(subject, entry)| Row { subject, entry });
    let mut rows: Vec<Row> = rows.collect();
    let unequal = rows.split_off(split);
    Ok([rows, unequal])
}
