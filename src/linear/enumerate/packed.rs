//! Matrices with at most eight rows and columns over a small prime field, one byte for each entry, one word for each row.

/// The most rows and columns: the bytes of a word.
pub(super) const MOST_ROWS: usize = 8;
/// The largest prime whose sums of two residues fit into a byte with room for a comparison.
pub(super) const LARGEST_PRIME: u64 = 127;

const ONES: u64 = 0x0101_0101_0101_0101;

/// A square matrix; the bytes and rows beyond its size are 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Packed(pub(super) [u64; MOST_ROWS]);

impl Packed {
    pub(super) const ZERO: Self = Self([0; MOST_ROWS]);

    pub(super) fn identity(size: usize) -> Self {
        let mut matrix = Self::ZERO;
        for i in 0..size {
            matrix.set(i, i, 1);
        }
        matrix
    }

    pub(super) fn entry(&self, row: usize, column: usize) -> u64 {
        entry(self.0[row], column)
    }

    /// Sets an entry that is 0.
    pub(super) fn set(&mut self, row: usize, column: usize, value: u64) {
        self.0[row] |= value << (8 * column);
    }

    pub(super) fn transpose(&self) -> Self {
        let mut transposed = Self::ZERO;
        for (i, row) in self.0.iter().enumerate() {
            for (j, target) in transposed.0.iter_mut().enumerate() {
                *target |= entry(*row, j) << (8 * i);
            }
        }
        transposed
    }
}

/// The entry of a row in a column.
pub(super) fn entry(row: u64, column: usize) -> u64 {
    row >> (8 * column) & 0xff
}

/// The field with `prime` elements, on all bytes of a word at once.
#[derive(Clone, Debug)]
pub(super) struct Arithmetic {
    pub(super) prime: u64,
    /// Added to a sum of two residues, it sets the highest bit of each byte that has reached the prime.
    threshold: u64,
    inverses: Vec<u64>,
}

impl Arithmetic {
    /// The prime is at most [`LARGEST_PRIME`].
    pub(super) fn new(prime: u64) -> Self {
        let inverse = |x: u64| (0..prime).find(|y| x * y % prime == 1).unwrap_or(0);
        Self { prime, threshold: (128 - prime) * ONES, inverses: (0..prime).map(inverse).collect() }
    }

    /// The inverse of a nonzero residue.
    pub(super) fn inverse(&self, value: u64) -> u64 {
        self.inverses[value as usize]
    }

    pub(super) fn negative(&self, value: u64) -> u64 {
        if value == 0 { 0 } else { self.prime - value }
    }

    pub(super) fn add(&self, left: u64, right: u64) -> u64 {
        let sum = left + right;
        sum - ((sum + self.threshold) >> 7 & ONES) * self.prime
    }

    /// factor · row, by doubling.
    pub(super) fn times(&self, factor: u64, row: u64) -> u64 {
        let (mut left, mut power, mut product) = (factor, row, 0);
        while left > 0 {
            if left & 1 == 1 {
                product = self.add(product, power);
            }
            left >>= 1;
            if left > 0 {
                power = self.add(power, power);
            }
        }
        product
    }

    pub(super) fn product(&self, left: &Packed, right: &Packed) -> Packed {
        let mut product = Packed::ZERO;
        for (target, row) in product.0.iter_mut().zip(left.0) {
            let mut rest = row;
            while rest != 0 {
                let column = rest.trailing_zeros() as usize / 8;
                *target = self.add(*target, self.times(entry(row, column), right.0[column]));
                rest &= !(0xff << (8 * column));
            }
        }
        product
    }

    /// The inverse of an invertible matrix of this size; `None` if it is singular.
    pub(super) fn inverse_matrix(&self, matrix: &Packed, size: usize) -> Option<Packed> {
        let (mut rows, mut inverse) = (*matrix, Packed::identity(size));
        for column in 0..size {
            let pivot = (column..size).find(|&row| rows.entry(row, column) != 0)?;
            rows.0.swap(pivot, column);
            inverse.0.swap(pivot, column);
            let scale = self.inverse(rows.entry(column, column));
            rows.0[column] = self.times(scale, rows.0[column]);
            inverse.0[column] = self.times(scale, inverse.0[column]);
            for row in (0..size).filter(|row| *row != column) {
                let factor = self.negative(rows.entry(row, column));
                rows.0[row] = self.add(rows.0[row], self.times(factor, rows.0[column]));
                inverse.0[row] = self.add(inverse.0[row], self.times(factor, inverse.0[column]));
            }
        }
        Some(inverse)
    }

    /// The determinant of the leading square of this size.
    pub(super) fn determinant(&self, matrix: &Packed, size: usize) -> u64 {
        let (mut rows, mut determinant) = (*matrix, 1);
        for column in 0..size {
            let Some(pivot) = (column..size).find(|&row| rows.entry(row, column) != 0) else { return 0 };
            if pivot != column {
                rows.0.swap(pivot, column);
                determinant = self.negative(determinant);
            }
            determinant = determinant * rows.entry(column, column) % self.prime;
            self.clear_below(&mut rows.0[..size], column, column);
        }
        determinant
    }

    /// Subtracts multiples of row `pivot` from the rows after it, so that `column` becomes 0 there.
    pub(super) fn clear_below(&self, rows: &mut [u64], pivot: usize, column: usize) {
        let row = rows[pivot];
        let scale = self.negative(self.inverse(entry(row, column)));
        for other in &mut rows[pivot + 1..] {
            *other = self.cleared(*other, row, scale, column);
        }
    }

    /// `other` minus the multiple of `row` that makes `column` zero; `scale` is −1 / (the entry of `row` there).
    pub(super) fn cleared(&self, other: u64, row: u64, scale: u64, column: usize) -> u64 {
        let value = entry(other, column);
        if value == 0 { other } else { self.add(other, self.times(value * scale % self.prime, row)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_residues() {
        for prime in [2, 3, 5, 7, 11, 127] {
            let field = Arithmetic::new(prime);
            for (a, b) in (0..prime).flat_map(|a| (0..prime).map(move |b| (a, b))) {
                assert_eq!(field.add(a << 16 | b, b << 16 | a), ((a + b) % prime) * 0x1_0001);
                assert_eq!(field.times(a, b << 56 | b), (a * b % prime) << 56 | (a * b % prime));
                assert_eq!(field.add(a, field.negative(a)), 0);
            }
            assert!((1..prime).all(|a| a * field.inverse(a) % prime == 1));
        }
    }

    #[test]
    fn inverses_and_determinants() {
        let field = Arithmetic::new(7);
        let matrix = Packed([0x01_02_03, 0x00_05_01, 0x06_00_02, 0, 0, 0, 0, 0]);
        let inverse = field.inverse_matrix(&matrix, 3).expect("an inverse");
        assert_eq!(field.product(&matrix, &inverse), Packed::identity(3));
        // [3 2 1; 1 5 0; 2 0 6]: 3·30 − 2·6 + 1·(−10) = 68 = 5 mod 7.
        assert_eq!(field.determinant(&matrix, 3), 5);
        assert_eq!(field.determinant(&matrix.transpose(), 3), 5);
        assert_eq!(field.inverse_matrix(&Packed([1, 1, 0, 0, 0, 0, 0, 0]), 2), None);
    }
}
