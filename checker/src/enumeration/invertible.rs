//! The invertible k × k matrices, numbered.

use super::vectors::Vectors;

const NONE: u32 = u32::MAX;

/// All of GL(k, F_q); a matrix is the list of its columns.
pub(super) struct Invertible {
    /// q^k, the number of columns that there are.
    columns: usize,
    numbers: Vec<u32>,
    pub(super) list: Vec<Vec<u16>>,
}

impl Invertible {
    /// Column by column, each outside the span of those before it.
    pub(super) fn new(vectors: &Vectors, size: usize) -> Self {
        let mut list: Vec<Vec<u16>> = vec![Vec::new()];
        for _ in 0..size {
            list = list.iter().flat_map(|matrix| extended(vectors, matrix)).collect();
        }
        let mut all = Self { columns: vectors.count, numbers: Vec::new(), list };
        all.numbers = vec![NONE; vectors.count.pow(size as u32)];
        for (number, matrix) in all.list.iter().enumerate() {
            all.numbers[code(all.columns, matrix.iter().copied())] = number as u32;
        }
        all
    }

    /// The number of a matrix from its columns.
    pub(super) fn number(&self, columns: impl DoubleEndedIterator<Item = u16>) -> usize {
        self.numbers[code(self.columns, columns)] as usize
    }
}

fn code(base: usize, columns: impl DoubleEndedIterator<Item = u16>) -> usize {
    columns.rev().fold(0, |code, column| code * base + usize::from(column))
}

fn extended(vectors: &Vectors, matrix: &[u16]) -> Vec<Vec<u16>> {
    let mut spanned = vec![false; vectors.count];
    for coefficients in 0..vectors.prime.pow(matrix.len() as u32) {
        spanned[usize::from(vectors.combination(coefficients, matrix))] = true;
    }
    let outside = (0..vectors.count).filter(|vector| !spanned[*vector]);
    outside.map(|vector| [matrix, &[vector as u16]].concat()).collect()
}
