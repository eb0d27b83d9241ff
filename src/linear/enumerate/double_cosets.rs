//! The double cosets X·M·U of SL(n, F_q), for X the layers of one kind, numbered.
//!
//! Write the rows of M in the order in which those that X leaves alone come first: M = [A B; C D], where A and B are the rows
//! that are left alone and A, C the columns that are. X adds multiples of the upper rows to the lower ones, U multiples of the
//! left columns to the right ones. A does not change. Eliminate with pivots of A (their places depend on A alone): what remains
//! is [0 B'; C' D'], B' of full row rank, C' of full column rank, and neither changes. Of X and U there remain D' + sB' + Cy':
//! eliminate with pivots of B', then of C'; the square D'' that remains is invertible and does not change. So a double coset
//! is (A, B', C', D''), where the determinant of D'' is determined by the rest, and each of them has its number.

use super::packed::{Arithmetic, MOST_ROWS, Packed, entry};
use super::ranked::{FullRank, Invertible, decode, encode, pivot};
use super::size;
use crate::coupling::{Half, Partition};

/// The double cosets with one kind of layers on the left.
pub(super) struct DoubleCosets {
    field: Arithmetic,
    size: usize,
    /// The rows of M in order: those that X reads, then those that it writes.
    order: [usize; MOST_ROWS],
    upper: usize,
    left: usize,
    /// By the code of A.
    corners: Vec<Corner>,
    /// By the rank of A.
    shapes: Vec<Option<Shape>>,
}

/// What A alone determines.
struct Corner {
    rank: usize,
    pivots: [(u8, u8); MOST_ROWS],
    /// The rows and columns without pivot: the first `upper − rank`, `left − rank` of each list.
    free_rows: [u8; MOST_ROWS],
    free_columns: [u8; MOST_ROWS],
    /// The number of the first double coset with this corner.
    first: u64,
}

/// The matrices that stand at B', C'ᵀ and D''.
struct Shape {
    right: FullRank,
    below: FullRank,
    rest: Invertible,
    rest_size: usize,
}

impl Shape {
    fn len(&self) -> u64 {
        self.right.len() * self.below.len() * self.rest.len()
    }
}

impl DoubleCosets {
    /// `writes` is the half that the layers on the left write.
    pub(super) fn new(field: &Arithmetic, partition: Partition, writes: Half) -> Self {
        let (size, prime) = (partition.size(), field.prime);
        let (upper, left) = (partition.length(writes.other()), partition.first);
        let mut order = [0; MOST_ROWS];
        let read = partition.start(writes.other())..;
        let written = partition.start(writes)..;
        let rows = read.take(upper).chain(written.take(size - upper));
        order.iter_mut().zip(rows).for_each(|(place, row)| *place = row);

        let shapes: Vec<Option<Shape>> = (0..=upper.min(left))
            .map(|rank| {
                let [right, below, rest] = size::shapes(size, upper, left, rank)?;
                Some(Shape {
                    right: FullRank::new(field, right.0, right.1),
                    below: FullRank::new(field, below.0, below.1),
                    rest: Invertible::new(field, rest.0),
                    rest_size: rest.0,
                })
            })
            .collect();
        let (mut corners, mut first) = (Vec::new(), 0);
        for code in 0..prime.pow((upper * left) as u32) {
            let corner = Corner::of(field, decode(prime, code, upper, left), upper, left, first);
            first += shapes[corner.rank].as_ref().map_or(0, Shape::len);
            corners.push(corner);
        }
        Self { field: field.clone(), size, order, upper, left, corners, shapes }
    }

    /// One more than the largest number. (Where D'' is 0 × 0 and q > 2, some numbers stand for no matrix of determinant 1.)
    pub(super) fn len(&self) -> u64 {
        let last = &self.corners[self.corners.len() - 1];
        last.first + self.shapes[last.rank].as_ref().map_or(0, Shape::len)
    }

    /// The number of the double coset of a matrix of determinant 1.
    pub(super) fn number(&self, matrix: &Packed) -> u64 {
        let (upper, left, prime) = (self.upper, self.left, self.field.prime);
        let mut storage = [0; MOST_ROWS];
        for (row, source) in storage.iter_mut().zip(self.order) {
            *row = matrix.0[source];
        }
        let rows = &mut storage[..self.size];
        let corner = &self.corners[encode(prime, rows[..upper].iter().copied(), &(0..left)) as usize];
        let shape =
            self.shapes[corner.rank].as_ref().expect("the rank of the corner of an invertible matrix");

        let mut done = 0_u32;
        for &(row, column) in &corner.pivots[..corner.rank] {
            self.clear(rows, usize::from(row), usize::from(column), 0..self.size, &mut done);
        }
        let free_rows = &corner.free_rows[..upper - corner.rank];
        let free_columns = &corner.free_columns[..left - corner.rank];
        let (right, right_pivots) = shape.right.number(encode(
            prime,
            free_rows.iter().map(|row| rows[usize::from(*row)]),
            &(left..self.size),
        ));
        let (below, below_pivots) = shape.below.number(self.code_below(rows, free_columns));

        let mut columns = 0_u32;
        for (place, row) in free_rows.iter().enumerate() {
            let column = left + pivot(right_pivots, place);
            columns |= 1 << column;
            self.clear(rows, usize::from(*row), column, 0..self.size, &mut done);
        }
        for (place, column) in free_columns.iter().enumerate() {
            let row = upper + pivot(below_pivots, place);
            self.clear(rows, row, usize::from(*column), upper..self.size, &mut done);
        }
        let rest = self.code_of_rest(rows, done, columns);
        corner.first + (right * shape.below.len() + below) * shape.rest.len() + shape.rest.number(rest)
    }

    /// Eliminates `column` with the pivot in `row` from those rows of the range that have not been pivots.
    fn clear(
        &self,
        rows: &mut [u64],
        row: usize,
        column: usize,
        range: std::ops::Range<usize>,
        done: &mut u32,
    ) {
        *done |= 1 << row;
        let pivot = rows[row];
        let scale = self.field.negative(self.field.inverse(entry(pivot, column)));
        for other in range {
            if *done >> other & 1 == 0 {
                rows[other] = self.field.cleared(rows[other], pivot, scale, column);
            }
        }
    }

    /// The code of C'ᵀ.
    fn code_below(&self, rows: &[u64], free_columns: &[u8]) -> u64 {
        let mut code = 0;
        for column in free_columns.iter().rev() {
            for row in rows[self.upper..].iter().rev() {
                code = code * self.field.prime + entry(*row, usize::from(*column));
            }
        }
        code
    }

    /// The code of D'': the lower rows and right columns without pivot.
    fn code_of_rest(&self, rows: &[u64], done: u32, columns: u32) -> u64 {
        let mut code = 0;
        for row in (self.upper..self.size).rev().filter(|row| done >> row & 1 == 0) {
            for column in (self.left..self.size).rev().filter(|column| columns >> column & 1 == 0) {
                code = code * self.field.prime + entry(rows[row], column);
            }
        }
        code
    }

    /// A matrix of determinant 1 in the double coset with this number; `None` if the number stands for none.
    pub(super) fn representative(&self, number: u64) -> Option<Packed> {
        let place = self.corners.partition_point(|corner| corner.first <= number) - 1;
        // Corners that no invertible matrix has take up no numbers, so this one has a shape.
        let corner = &self.corners[place];
        let shape = self.shapes[corner.rank].as_ref()?;
        let within = number - corner.first;
        let (within, rest) = (within / shape.rest.len(), within % shape.rest.len());
        let (right, below) = (within / shape.below.len(), within % shape.below.len());
        let mut normal = decode(self.field.prime, place as u64, self.upper, self.left);
        self.place_right(&mut normal, corner, shape, right);
        self.place_below(&mut normal, corner, shape, below);

        let mut with_identity = normal;
        self.place_rest(&mut with_identity, shape, right, below, &Packed::identity(shape.rest_size));
        let determinant = self.field.determinant(&self.in_own_order(&with_identity), self.size);
        let code = shape.rest.code(rest, self.field.inverse(determinant))?;
        let rest = decode(self.field.prime, code, shape.rest_size, shape.rest_size);
        self.place_rest(&mut normal, shape, right, below, &rest);
        Some(self.in_own_order(&normal))
    }

    fn place_right(&self, normal: &mut Packed, corner: &Corner, shape: &Shape, number: u64) {
        let (rows, columns) = (self.upper - corner.rank, self.size - self.left);
        let block = decode(self.field.prime, shape.right.code(number), rows, columns);
        for (row, word) in corner.free_rows.iter().zip(block.0).take(rows) {
            normal.0[usize::from(*row)] |= word << (8 * self.left);
        }
    }

    fn place_below(&self, normal: &mut Packed, corner: &Corner, shape: &Shape, number: u64) {
        let (columns, rows) = (self.left - corner.rank, self.size - self.upper);
        let block = decode(self.field.prime, shape.below.code(number), columns, rows);
        for (column, word) in corner.free_columns.iter().zip(block.0).take(columns) {
            for row in 0..rows {
                normal.set(self.upper + row, usize::from(*column), entry(word, row));
            }
        }
    }

    fn place_rest(&self, normal: &mut Packed, shape: &Shape, right: u64, below: u64, rest: &Packed) {
        let is_pivot =
            |pivots: u32, count: usize, index: usize| (0..count).any(|place| pivot(pivots, place) == index);
        let (rows, columns) = (self.size - self.upper, self.size - self.left);
        let (in_rows, in_columns) = (rows - shape.rest_size, columns - shape.rest_size);
        let free_rows = (0..rows).filter(|row| !is_pivot(shape.below.pivots(below), in_rows, *row));
        for (i, row) in free_rows.enumerate() {
            let free_columns =
                (0..columns).filter(|column| !is_pivot(shape.right.pivots(right), in_columns, *column));
            for (j, column) in free_columns.enumerate() {
                normal.set(self.upper + row, self.left + column, rest.entry(i, j));
            }
        }
    }

    fn in_own_order(&self, arranged: &Packed) -> Packed {
        let mut matrix = Packed::ZERO;
        for (row, place) in arranged.0.iter().zip(self.order).take(self.size) {
            matrix.0[place] = *row;
        }
        matrix
    }
}

impl Corner {
    fn of(field: &Arithmetic, mut corner: Packed, upper: usize, left: usize, first: u64) -> Self {
        let (mut pivots, mut rank) = ([(0, 0); MOST_ROWS], 0);
        let (mut free_rows, mut free_columns) = ([0; MOST_ROWS], [0; MOST_ROWS]);
        let (mut free, mut columns) = (0, 0_u32);
        for row in 0..upper {
            if corner.0[row] == 0 {
                free_rows[free] = row as u8;
                free += 1;
                continue;
            }
            let column = corner.0[row].trailing_zeros() as usize / 8;
            pivots[rank] = (row as u8, column as u8);
            rank += 1;
            columns |= 1 << column;
            field.clear_below(&mut corner.0[..upper], row, column);
        }
        let without_pivot = (0..left).filter(|column| columns >> column & 1 == 0);
        free_columns.iter_mut().zip(without_pivot).for_each(|(place, column)| *place = column as u8);
        Self { rank, pivots, free_rows, free_columns, first }
    }
}
