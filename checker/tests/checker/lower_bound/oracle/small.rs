//! Matrices of at most four rows over F_2 or F_3, in bytes; and the choices of the tests.

use flowcert_check::Matrix;
use rug::Rational;

pub(super) type Rows = Vec<Vec<u8>>;

/// An invertible matrix M, small enough to be copied and hashed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Small {
    pub(super) prime: u8,
    pub(super) side: usize,
    entries: [[u8; 4]; 4],
}

impl Small {
    pub(super) fn identity(prime: u8, side: usize) -> Self {
        let mut entries = [[0; 4]; 4];
        (0..side).for_each(|index| entries[index][index] = 1);
        Self { prime, side, entries }
    }

    pub(super) fn from_fn(prime: u8, side: usize, entry: impl Fn(usize, usize) -> u8) -> Self {
        let mut entries = [[0; 4]; 4];
        for (row, column) in (0..side).flat_map(|row| (0..side).map(move |column| (row, column))) {
            entries[row][column] = entry(row, column) % prime;
        }
        Self { prime, side, entries }
    }

    pub(super) fn at(&self, row: usize, column: usize) -> u8 {
        self.entries[row][column]
    }

    pub(super) fn times(&self, other: &Self) -> Self {
        let mut entries = [[0; 4]; 4];
        for (row, target) in self.entries.iter().zip(&mut entries) {
            for (column, entry) in target.iter_mut().enumerate() {
                *entry = (0..4).map(|k| row[k] * other.entries[k][column]).sum::<u8>() % self.prime;
            }
        }
        Self { entries, ..*self }
    }

    /// The inverse: a matrix of a finite group has an order, and its inverse is the power before that.
    pub(super) fn inverse(&self) -> Self {
        let identity = Self::identity(self.prime, self.side);
        let mut power = identity;
        loop {
            let next = power.times(self);
            if next == identity {
                return power;
            }
            power = next;
        }
    }

    /// The halves of the coordinates exchanged.
    pub(super) fn exchanged(&self, [first, second]: [usize; 2]) -> Self {
        let from = |index: usize| if index < second { first + index } else { index - second };
        Self::from_fn(self.prime, self.side, |row, column| self.at(from(row), from(column)))
    }

    pub(super) fn block(&self, rows: std::ops::Range<usize>, columns: std::ops::Range<usize>) -> Rows {
        rows.map(|row| columns.clone().map(|column| self.at(row, column)).collect()).collect()
    }

    pub(super) fn rationals(&self) -> Matrix {
        rationals(&self.block(0..self.side, 0..self.side))
    }
}

pub(super) fn rationals(rows: &Rows) -> Matrix {
    rows.iter().map(|row| row.iter().copied().map(Rational::from).collect()).collect()
}

pub(super) fn product(prime: u8, left: &Rows, right: &Rows) -> Rows {
    let columns = right.first().map_or(0, Vec::len);
    let entry =
        |row: &Vec<u8>, column: usize| row.iter().zip(right).map(|(a, b)| a * b[column]).sum::<u8>() % prime;
    left.iter().map(|row| (0..columns).map(|column| entry(row, column)).collect()).collect()
}

/// left − right.
pub(super) fn difference(prime: u8, left: &Rows, right: &Rows) -> Rows {
    let row = |(one, other): (&Vec<u8>, &Vec<u8>)| {
        one.iter().zip(other).map(|(a, b)| (a + prime - b) % prime).collect()
    };
    left.iter().zip(right).map(row).collect()
}

/// All matrices of a shape.
pub(super) fn all(prime: u8, rows: usize, columns: usize) -> Vec<Rows> {
    let count = u32::from(prime).pow(u32::try_from(rows * columns).expect("small"));
    let digit = |number: u32, place: usize| {
        let shifted = number / u32::from(prime).pow(u32::try_from(place).expect("small"));
        u8::try_from(shifted % u32::from(prime)).expect("a digit")
    };
    let matrix = |number| {
        (0..rows)
            .map(|row| (0..columns).map(|column| digit(number, row * columns + column)).collect())
            .collect()
    };
    (0..count).map(matrix).collect()
}

/// Numbers that look random and are the same every time (xorshift).
pub(super) struct Random(u64);

impl Random {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub(super) fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % bound as u64).expect("below a usize")
    }
}
