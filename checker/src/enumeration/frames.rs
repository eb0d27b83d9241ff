//! First block columns: the n × d matrices of rank d, numbered, each with coordinates on the quotient by its columns.

use super::vectors::{Vectors, digit, inverse};

/// The most rows.
pub(super) const MOST_ROWS: usize = 8;
const NONE: u32 = u32::MAX;

/// All frames of one shape.
pub(super) struct Frames {
    pub(super) rows: usize,
    pub(super) columns: usize,
    /// From codes, whose digits are the columns one after the other, to numbers.
    numbers: Vec<u32>,
    pub(super) list: Vec<Frame>,
}

/// One frame. The unit vectors of its free rows are a basis of the quotient.
pub(super) struct Frame {
    pub(super) code: u32,
    pub(super) free_rows: [u8; MOST_ROWS],
    /// The coordinates of every unit vector in the quotient.
    pub(super) coordinates: [u16; MOST_ROWS],
}

impl Frames {
    /// `quotient` has vectors of length rows − columns.
    pub(super) fn new(quotient: &Vectors, rows: usize, columns: usize) -> Self {
        let prime = quotient.prime;
        let (mut numbers, mut list) = (Vec::new(), Vec::new());
        for code in 0..prime.pow((rows * columns) as u32) {
            let frame = Frame::new(quotient, code, rows, columns);
            numbers.push(frame.as_ref().map_or(NONE, |_| list.len() as u32));
            list.extend(frame);
        }
        Self { rows, columns, numbers, list }
    }

    /// The number of the frame with this code.
    pub(super) fn number(&self, code: usize) -> usize {
        self.numbers[code] as usize
    }

    /// Of a frame, one entry.
    pub(super) fn entry(&self, prime: usize, code: u32, row: usize, column: usize) -> usize {
        digit(prime, code as usize, column * self.rows + row)
    }

    /// The code after row `target` has been raised by row `source`.
    pub(super) fn with_row_added(&self, prime: usize, code: u32, target: usize, source: usize) -> usize {
        (0..self.columns).fold(code as usize, |code_so_far, column| {
            let place = prime.pow((column * self.rows + target) as u32);
            let old = self.entry(prime, code, target, column);
            let new = (old + self.entry(prime, code, source, column)) % prime;
            code_so_far - old * place + new * place
        })
    }
}

impl Frame {
    /// `None` if the columns are not independent.
    fn new(quotient: &Vectors, code: usize, rows: usize, columns: usize) -> Option<Self> {
        let prime = quotient.prime;
        let mut basis = [[0; MOST_ROWS]; MOST_ROWS];
        for (column, vector) in basis.iter_mut().enumerate().take(columns) {
            for (row, entry) in vector.iter_mut().enumerate().take(rows) {
                *entry = digit(prime, code, column * rows + row);
            }
        }
        // The reduced echelon form of the columns, as rows.
        let mut pivots = [usize::MAX; MOST_ROWS];
        for index in 0..columns {
            let pivot = (0..rows).find(|row| basis[index][*row] != 0)?;
            pivots[index] = pivot;
            let scale = inverse(prime, basis[index][pivot]);
            basis[index].iter_mut().for_each(|entry| *entry = *entry * scale % prime);
            let vector = basis[index];
            for (other, changed) in
                basis.iter_mut().enumerate().take(columns).filter(|(other, _)| *other != index)
            {
                let factor = prime - changed[pivot];
                debug_assert!(other < columns);
                changed
                    .iter_mut()
                    .zip(vector)
                    .for_each(|(entry, term)| *entry = (*entry + factor * term) % prime);
            }
        }
        let pivots = &pivots[..columns];
        let (mut free_rows, mut free) = ([0; MOST_ROWS], 0);
        let mut coordinates = [0; MOST_ROWS];
        for row in (0..rows).filter(|row| !pivots.contains(row)) {
            free_rows[free] = row as u8;
            coordinates[row] = prime.pow(free as u32) as u16;
            free += 1;
        }
        // The unit vector of a pivot plus the rest of its column is 0 in the quotient.
        for (vector, pivot) in basis.iter().zip(pivots) {
            let rest = free_rows[..free].iter().map(|row| usize::from(*row));
            coordinates[*pivot] = rest.fold(0, |sum, row| {
                quotient.sum(sum, quotient.times((prime - vector[row]) % prime, coordinates[row]))
            });
        }
        Some(Self { code: code as u32, free_rows, coordinates })
    }
}
