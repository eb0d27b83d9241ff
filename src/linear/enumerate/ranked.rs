//! Small matrices numbered: those of full row rank, and those of determinant 1, 2, …, each from 0 on without gaps.
//!
//! The *code* of a matrix is the number whose digits to the base q are its entries, the first one lowest. Tables lead from
//! codes to numbers and back.

use super::packed::{Arithmetic, Packed, entry};

/// No number: the matrix is not in the list.
const NONE: u32 = u32::MAX;

/// The rows × columns matrices of rank `rows`.
pub(super) struct FullRank {
    numbers: Vec<u32>,
    /// The pivot column of each row when the rows are eliminated one after the other, three bits each.
    pivots: Vec<u32>,
    codes: Vec<u32>,
}

impl FullRank {
    pub(super) fn new(field: &Arithmetic, rows: usize, columns: usize) -> Self {
        let all = field.prime.pow((rows * columns) as u32);
        let (mut numbers, mut pivots, mut codes) = (Vec::new(), Vec::new(), Vec::new());
        for code in 0..all {
            let found = pivot_columns(field, decode(field.prime, code, rows, columns), rows);
            numbers.push(if found.is_some() { codes.len() as u32 } else { NONE });
            pivots.push(found.unwrap_or(0));
            if found.is_some() {
                codes.push(code as u32);
            }
        }
        Self { numbers, pivots, codes }
    }

    pub(super) fn len(&self) -> u64 {
        self.codes.len() as u64
    }

    /// The number of a matrix of full rank, and its pivots.
    pub(super) fn number(&self, code: u64) -> (u64, u32) {
        (u64::from(self.numbers[code as usize]), self.pivots[code as usize])
    }

    /// The code of a matrix from its number.
    pub(super) fn code(&self, number: u64) -> u64 {
        u64::from(self.codes[number as usize])
    }

    pub(super) fn pivots(&self, number: u64) -> u32 {
        self.pivots[self.codes[number as usize] as usize]
    }
}

/// The column of pivot `row`.
pub(super) fn pivot(pivots: u32, row: usize) -> usize {
    (pivots >> (3 * row) & 7) as usize
}

fn pivot_columns(field: &Arithmetic, mut matrix: Packed, rows: usize) -> Option<u32> {
    let mut pivots = 0;
    for row in 0..rows {
        let word = matrix.0[row];
        if word == 0 {
            return None;
        }
        let column = word.trailing_zeros() / 8;
        pivots |= column << (3 * row);
        field.clear_below(&mut matrix.0[..rows], row, column as usize);
    }
    Some(pivots)
}

/// The invertible matrices, numbered among those of the same determinant.
pub(super) struct Invertible {
    numbers: Vec<u32>,
    /// For each determinant from 1 on, the codes.
    codes: Vec<Vec<u32>>,
}

impl Invertible {
    pub(super) fn new(field: &Arithmetic, size: usize) -> Self {
        let all = field.prime.pow((size * size) as u32);
        let (mut numbers, mut codes) = (Vec::new(), vec![Vec::new(); field.prime as usize - 1]);
        for code in 0..all {
            let determinant = field.determinant(&decode(field.prime, code, size, size), size);
            if determinant == 0 {
                numbers.push(NONE);
            } else {
                let list = &mut codes[determinant as usize - 1];
                numbers.push(list.len() as u32);
                list.push(code as u32);
            }
        }
        Self { numbers, codes }
    }

    /// How many have determinant 1, as many as have any other nonzero one (for the 0 × 0 matrix: 1).
    pub(super) fn len(&self) -> u64 {
        self.codes[0].len() as u64
    }

    pub(super) fn number(&self, code: u64) -> u64 {
        u64::from(self.numbers[code as usize])
    }

    /// The code of the matrix with this number and determinant; `None` if there is none (only for size 0).
    pub(super) fn code(&self, number: u64, determinant: u64) -> Option<u64> {
        self.codes[determinant as usize - 1].get(number as usize).map(|code| u64::from(*code))
    }
}

/// The matrix of a code.
pub(super) fn decode(prime: u64, mut code: u64, rows: usize, columns: usize) -> Packed {
    let mut matrix = Packed::ZERO;
    for i in 0..rows {
        for j in 0..columns {
            matrix.set(i, j, code % prime);
            code /= prime;
        }
    }
    matrix
}

/// The code of the submatrix in some columns of some rows, both in the order given.
pub(super) fn encode(
    prime: u64,
    rows: impl DoubleEndedIterator<Item = u64>,
    columns: std::ops::Range<usize>,
) -> u64 {
    let mut code = 0;
    for row in rows.rev() {
        for column in columns.clone().rev() {
            code = code * prime + entry(row, column);
        }
    }
    code
}
