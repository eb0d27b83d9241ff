//! A large triangular part of a matrix that stays away from its diagonal.

use std::collections::{BTreeMap, BTreeSet};

use nalgebra::DMatrix;

use crate::scalar::Field;

/// Rows and columns with entries (row k, column k) other than 0, off the diagonal of the matrix, and (row k, column
/// j) zero, off the diagonal, for j > k: the rank of the matrix minus any diagonal is at least their number.
///
/// A row may come first if, of the columns that are still to come, it meets one off the diagonal in an entry other
/// than 0, and this is the only one left when those are given up that it meets in another entry other than 0 or on
/// the diagonal. So the length is a function of the set of columns alone; it is largest for sides of at most 12, and
/// otherwise each step gives up as few columns as it can.
pub(super) fn longest<F: Field>(matrix: &DMatrix<F>) -> [Vec<usize>; 2] {
    let side = matrix.nrows();
    let lines: Vec<BTreeSet<usize>> =
        (0..side).map(|i| (0..side).filter(|&j| i != j && !matrix[(i, j)].is_zero()).collect()).collect();
    let columns: BTreeSet<usize> = (0..side).collect();
    let order = if side <= LARGEST_FOR_SEARCH { search(&lines) } else { greedy(&lines) };
    let mut left = columns;
    let mut staircase = [vec![], vec![]];
    for row in order {
        if let Some(column) = step(&lines, row, &mut left) {
            staircase[0].push(row);
            staircase[1].push(column);
        }
    }
    staircase
}

const LARGEST_FOR_SEARCH: usize = 12;

/// Takes a row: its column, and the columns that are left.
fn step(lines: &[BTreeSet<usize>], row: usize, left: &mut BTreeSet<usize>) -> Option<usize> {
    let column = lines[row].intersection(left).next().copied()?;
    left.retain(|j| *j != row && !lines[row].contains(j));
    Some(column)
}

/// Always the row that gives up the fewest columns.
fn greedy(lines: &[BTreeSet<usize>]) -> Vec<usize> {
    let mut left: BTreeSet<usize> = (0..lines.len()).collect();
    let mut order = Vec::new();
    loop {
        let lost = |&row: &usize| lines[row].intersection(&left).count() + usize::from(left.contains(&row));
        let candidates = (0..lines.len()).filter(|&row| !lines[row].is_disjoint(&left));
        let Some(row) = candidates.min_by_key(lost) else { return order };
        step(lines, row, &mut left);
        order.push(row);
    }
}

/// The best order, over all sets of columns that can be left, as bits.
fn search(lines: &[BTreeSet<usize>]) -> Vec<usize> {
    let masks: Vec<u16> = lines.iter().map(|line| line.iter().fold(0, |mask, &j| mask | 1 << j)).collect();
    let mut best = BTreeMap::new();
    let all = (0..lines.len()).fold(0, |mask, j| mask | 1 << j);
    longest_from(&masks, all, &mut best);
    let mut order = Vec::new();
    let mut left = all;
    while let Some(&(_, Some(row))) = best.get(&left) {
        order.push(row);
        left &= !(masks[row] | 1 << row);
    }
    order
}

/// The length of the longest staircase in these columns; `best` has it with its first row.
fn longest_from(masks: &[u16], left: u16, best: &mut BTreeMap<u16, (usize, Option<usize>)>) -> usize {
    if let Some(&(length, _)) = best.get(&left) {
        return length;
    }
    let mut found = (0, None);
    for row in (0..masks.len()).filter(|&row| masks[row] & left != 0) {
        let length = 1 + longest_from(masks, left & !(masks[row] | 1 << row), best);
        if length > found.0 {
            found = (length, Some(row));
        }
    }
    best.insert(left, found);
    found.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scalar::Rational;
    use rand::{RngExt, SeedableRng};
    use rand_chacha::ChaCha8Rng;

    fn length_of_staircase(matrix: &DMatrix<Rational>) -> usize {
        let [rows, columns] = longest(matrix);
        for (k, &i) in rows.iter().enumerate() {
            for (l, &j) in columns.iter().enumerate().skip(k) {
                assert_eq!(matrix[(i, j)] == 0, l > k);
                assert_ne!(i, j);
            }
        }
        rows.len()
    }

    #[test]
    fn cycles_lose_one() {
        for side in [2, 5, 12, 13, 20] {
            let cycle = DMatrix::from_fn(side, side, |i, j| Rational::from(u8::from((j + 1) % side == i)));
            assert_eq!(length_of_staircase(&cycle), side - 1);
        }
        assert_eq!(length_of_staircase(&DMatrix::identity(4, 4)), 0);
    }

    #[test]
    fn the_search_is_never_shorter_than_the_greedy_choice() {
        let mut random = ChaCha8Rng::seed_from_u64(3);
        for _ in 0..100 {
            let matrix =
                DMatrix::from_fn(6, 6, |_, _| Rational::from(i8::from(random.random_range(0..3) == 0)));
            let lines: Vec<BTreeSet<usize>> =
                (0..6).map(|i| (0..6).filter(|&j| i != j && matrix[(i, j)] != 0).collect()).collect();
            assert!(length_of_staircase(&matrix) >= greedy(&lines).len());
        }
    }
}
