//! The whole enumeration: prepare, search, count.

use flowcert_check::{Certificate, Enumeration};
use rug::Integer;

use super::EnumerationError;
use super::classes::Classes;
use super::count;
use super::search;
use super::size;
use super::space::{Kind, Space};
use super::state::{Stage, State, Unwatched, Watch};
use crate::coupling::Partition;

/// What is taken for the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Symmetry {
    /// Conjugates under GL(d1) × GL(d2): one of each class is searched and counted.
    #[default]
    Conjugation,
    /// Nothing: every double coset is searched, every matrix counted. For checks; slow.
    None,
}

impl Symmetry {
    /// The bytes for each double coset.
    fn bytes(self) -> u64 {
        match self {
            Self::Conjugation => 4,
            Self::None => 1,
        }
    }
}

/// SL(n, F_q) with one partition, and the number of layers of each of its matrices.
pub struct Levels {
    pub(super) space: Space,
    pub(super) classes: [Classes; 2],
    pub(super) state: State,
}

impl Levels {
    /// Prepares the tables, with nothing searched. At most `memory` bytes are used.
    ///
    /// # Errors
    ///
    /// [`EnumerationError`] for what is no prime, has an empty half, or is too large.
    pub fn prepare(
        field: u64,
        partition: Partition,
        symmetry: Symmetry,
        memory: u64,
        watch: &dyn Watch,
    ) -> Result<Self, EnumerationError> {
        size::check(field, partition, symmetry.bytes(), memory)?;
        let space = Space::new(field, partition);
        let total = Kind::BOTH.map(|kind| space.cosets(kind).len());
        let before = [0, total[0]];
        let classes = Kind::BOTH.map(|kind| match symmetry {
            Symmetry::None => Classes::single(&space, kind),
            Symmetry::Conjugation => Classes::conjugates(&space, kind, &|seen| {
                watch.progress(Stage::Classes, before[kind as usize] + seen, total.iter().sum());
            }),
        });
        let state = State::new([classes[0].len(), classes[1].len()]);
        Ok(Self { space, classes, state })
    }

    /// The numbers of layers of all matrices.
    ///
    /// ```
    /// use flowcert::coupling::Partition;
    /// use flowcert::linear::enumerate::{Levels, Symmetry};
    /// use flowcert::matrix::DMatrix;
    /// use flowcert::scalar::Fp;
    ///
    /// let levels = Levels::search(3, Partition::halves(1), Symmetry::Conjugation)?;
    /// // −I needs four layers over F_3.
    /// let matrix = -DMatrix::<Fp<3>>::identity(2, 2);
    /// assert_eq!(levels.minimal_layers(&matrix)?, 4);
    /// let flow = levels.factor(&matrix)?;
    /// assert_eq!((flow.matrix(), flow.layers().len()), (matrix, 4));
    /// # Ok::<(), flowcert::linear::enumerate::EnumerationError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`prepare`](Self::prepare), with the memory that is free.
    pub fn search(field: u64, partition: Partition, symmetry: Symmetry) -> Result<Self, EnumerationError> {
        let mut levels = Self::prepare(field, partition, symmetry, size::free_memory(), &Unwatched)?;
        levels.run_search(&Unwatched)?;
        Ok(levels)
    }

    /// Searches on from where the state is.
    ///
    /// # Errors
    ///
    /// Those of the watch.
    pub fn run_search(&mut self, watch: &dyn Watch) -> Result<(), EnumerationError> {
        search::search(&self.space, &self.classes, &mut self.state, watch)
    }

    /// The numbers of matrices by their numbers of layers; searches before if that has not been done.
    ///
    /// # Errors
    ///
    /// Those of the watch, and [`EnumerationError::Sum`] if the numbers do not add up to the order of the group.
    pub fn count(&mut self, watch: &dyn Watch) -> Result<Vec<Integer>, EnumerationError> {
        self.run_search(watch)?;
        count::count(&self.space, &self.classes, &mut self.state, watch)
    }

    /// The numbers of classes of double cosets L·M·U and U·M·U, and those of the double cosets.
    #[must_use]
    pub fn lengths(&self) -> [(u64, u64); 2] {
        Kind::BOTH.map(|kind| (self.classes[kind as usize].len(), self.space.cosets(kind).len()))
    }

    /// What is known: all that a checkpoint has to hold.
    #[must_use]
    pub fn state(&self) -> &State {
        &self.state
    }
}

/// The numbers of the matrices of SL(n, F_q), n = d1 + d2, by the least number of additive coupling layers of which each is the
/// product, counted exactly.
///
/// ```
/// use flowcert::coupling::Partition;
/// use flowcert::linear::enumerate::enumerate;
///
/// // Of the 24 matrices of SL(2, F_3) one needs none, four need one, eight two, ten three, and −I alone four.
/// let counts = enumerate(3, Partition::halves(1))?.counts;
/// assert_eq!(counts, [1, 4, 8, 10, 1]);
/// # Ok::<(), flowcert::linear::enumerate::EnumerationError>(())
/// ```
///
/// # Errors
///
/// Those of [`Levels::prepare`] and [`Levels::count`].
pub fn enumerate(field: u64, partition: Partition) -> Result<Enumeration, EnumerationError> {
    let mut levels = Levels::search(field, partition, Symmetry::Conjugation)?;
    let counts = levels.count(&Unwatched)?;
    Ok(Enumeration { field, partition: [partition.first, partition.second], counts })
}

/// The certificate of the counts, for the checker to count again.
#[must_use]
pub fn certify(enumeration: Enumeration) -> Certificate {
    enumeration.into()
}
