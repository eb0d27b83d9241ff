//! Walks through all layers of one kind: every step adds one row to another.

use super::packed::{Arithmetic, Packed};
use crate::coupling::{Half, Partition};

/// The layers of one kind, in the order of their codes: the digits of the code to the base q are the entries of the shift,
/// row by row.
#[derive(Clone, Copy, Debug)]
pub(super) struct Walk {
    /// The first row that is written, and how many there are.
    written: (usize, usize),
    /// The first row that is read, and how many there are.
    read: (usize, usize),
}

impl Walk {
    pub(super) fn new(partition: Partition, writes: Half) -> Self {
        let rows = |half| (partition.start(half), partition.length(half));
        Self { written: rows(writes), read: rows(writes.other()) }
    }

    /// The entries of a shift.
    fn entries(self) -> usize {
        self.written.1 * self.read.1
    }

    /// The number of layers.
    pub(super) fn len(self, prime: u64) -> u64 {
        prime.pow(self.entries() as u32)
    }

    /// The rows (written, read) that belong to an entry of the shift.
    fn rows(self, entry: usize) -> (usize, usize) {
        (self.written.0 + entry / self.read.1, self.read.0 + entry % self.read.1)
    }

    /// The product of the layer with this code and the matrix.
    pub(super) fn apply(self, field: &Arithmetic, mut code: u64, matrix: &Packed) -> Packed {
        let mut product = *matrix;
        for entry in 0..self.entries() {
            let (written, read) = self.rows(entry);
            let shifted = field.times(code % field.prime, matrix.0[read]);
            product.0[written] = field.add(product.0[written], shifted);
            code /= field.prime;
        }
        product
    }

    /// The layer with this code as a matrix.
    pub(super) fn layer(self, field: &Arithmetic, code: u64, size: usize) -> Packed {
        self.apply(field, code, &Packed::identity(size))
    }

    /// Calls `visit` with the product of each layer and the matrix.
    pub(super) fn each(self, field: &Arithmetic, matrix: &Packed, mut visit: impl FnMut(u64, &Packed)) {
        let (mut product, mut digits) = (*matrix, [0_u64; 64]);
        for code in 0..self.len(field.prime) {
            if code > 0 {
                // One more: a digit that was the last one becomes 0, and the next one is raised.
                for (entry, digit) in digits.iter_mut().enumerate() {
                    let (written, read) = self.rows(entry);
                    product.0[written] = field.add(product.0[written], product.0[read]);
                    *digit = (*digit + 1) % field.prime;
                    if *digit > 0 {
                        break;
                    }
                }
            }
            visit(code, &product);
        }
    }

    /// The digits of a code, q − digit where `negative`.
    pub(super) fn negative(self, field: &Arithmetic, code: u64) -> u64 {
        self.digit_by_digit(field, code, 0, |digit, _| field.negative(digit))
    }

    /// The code of the sum of two shifts.
    pub(super) fn sum(self, field: &Arithmetic, left: u64, right: u64) -> u64 {
        self.digit_by_digit(field, left, right, |a, b| (a + b) % field.prime)
    }

    fn digit_by_digit(
        self,
        field: &Arithmetic,
        mut left: u64,
        mut right: u64,
        combine: impl Fn(u64, u64) -> u64,
    ) -> u64 {
        let (mut code, mut place) = (0, 1);
        for _ in 0..self.entries() {
            code += place * combine(left % field.prime, right % field.prime);
            (left, right) = (left / field.prime, right / field.prime);
            // The last place may be beyond the word; it is not used then.
            place = place.wrapping_mul(field.prime);
        }
        code
    }

    /// The code of the shift that stands in a layer of this kind.
    pub(super) fn code(self, field: &Arithmetic, layer: &Packed) -> u64 {
        (0..self.entries()).rev().fold(0, |code, entry| {
            let (written, read) = self.rows(entry);
            code * field.prime + layer.entry(written, read)
        })
    }

    /// The entries of the shift with this code, row by row.
    pub(super) fn shift(self, prime: u64, mut code: u64) -> Vec<u64> {
        let mut digit = || {
            let digit = code % prime;
            code /= prime;
            digit
        };
        (0..self.entries()).map(|_| digit()).collect()
    }
}
