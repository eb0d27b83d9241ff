//! Everything that is numbered: the double cosets with L and with U on the left, and the layers.

use super::double_cosets::DoubleCosets;
use super::packed::Arithmetic;
use super::walk::Walk;
use crate::coupling::{Half, Partition};

/// The kind of a word's leftmost layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// L(S) = [I 0; S I] writes the second half. Words L … U have even length.
    L,
    /// U(S) = [I S; 0 I] writes the first half. Words U … U have odd length.
    U,
}

impl Kind {
    pub(super) const BOTH: [Self; 2] = [Self::L, Self::U];

    /// The leftmost layer of the words of this length that end in a U.
    pub(super) fn of_length(length: u8) -> Self {
        if length.is_multiple_of(2) { Self::L } else { Self::U }
    }

    pub(super) fn other(self) -> Self {
        match self {
            Self::L => Self::U,
            Self::U => Self::L,
        }
    }

    /// The half that such layers write.
    pub(super) fn writes(self) -> Half {
        match self {
            Self::L => Half::Second,
            Self::U => Half::First,
        }
    }
}

/// SL(n, F_q) with one partition.
pub(super) struct Space {
    pub(super) field: Arithmetic,
    pub(super) partition: Partition,
    cosets: [DoubleCosets; 2],
}

impl Space {
    /// The field and the partition have been checked (`size::check`).
    pub(super) fn new(field: u64, partition: Partition) -> Self {
        let field = Arithmetic::new(field);
        let cosets = Kind::BOTH.map(|kind| DoubleCosets::new(&field, partition, kind.writes()));
        Self { field, partition, cosets }
    }

    pub(super) fn size(&self) -> usize {
        self.partition.size()
    }

    pub(super) fn cosets(&self, kind: Kind) -> &DoubleCosets {
        &self.cosets[kind as usize]
    }

    pub(super) fn walk(&self, kind: Kind) -> Walk {
        Walk::new(self.partition, kind.writes())
    }

    /// The number of layers of one kind, q^(d1·d2).
    pub(super) fn layers(&self) -> u64 {
        self.walk(Kind::L).len(self.field.prime)
    }
}
