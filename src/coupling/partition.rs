//! The fixed partition of the coordinates.

use super::Half;

/// The cut of `first + second` coordinates into x1 (the first ones) and x2 (the rest).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Partition {
    /// Length of x1.
    pub first: usize,
    /// Length of x2.
    pub second: usize,
}

impl Partition {
    /// Two halves of length `half`.
    #[must_use]
    pub fn halves(half: usize) -> Self {
        Self { first: half, second: half }
    }

    /// The number of coordinates.
    #[must_use]
    pub fn size(self) -> usize {
        self.first + self.second
    }

    /// The length of a half.
    #[must_use]
    pub fn length(self, half: Half) -> usize {
        half.length([self.first, self.second])
    }

    /// Where a half's coordinates start.
    #[must_use]
    pub fn start(self, half: Half) -> usize {
        match half {
            Half::First => 0,
            Half::Second => self.first,
        }
    }

    /// The same cut with the halves exchanged.
    #[must_use]
    pub fn swapped(self) -> Self {
        Self { first: self.second, second: self.first }
    }
}
