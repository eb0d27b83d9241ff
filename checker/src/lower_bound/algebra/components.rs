//! The strongly connected components of the digraph of a matrix: an edge from j to i where the entry in row i, column j is
//! not 0. Ordered by them, the matrix is block triangular, and its eigenvalues are those of the blocks.

use crate::certificate::Matrix;

/// The components, each a sorted list of coordinates.
pub(in crate::lower_bound) fn components(matrix: &Matrix) -> Vec<Vec<usize>> {
    let side = matrix.len();
    let edge = |from: usize, to: usize| from == to || !matrix[to][from].is_zero();
    let mut reaches: Vec<Vec<bool>> =
        (0..side).map(|from| (0..side).map(|to| edge(from, to)).collect()).collect();
    // Warshall: paths through the coordinates up to `middle`.
    for middle in 0..side {
        let onward = reaches[middle].clone();
        for row in reaches.iter_mut().filter(|row| row[middle]) {
            row.iter_mut().zip(&onward).for_each(|(reached, further)| *reached |= further);
        }
    }
    let component = |one: usize| -> Vec<usize> {
        (0..side).filter(|&other| reaches[one][other] && reaches[other][one]).collect()
    };
    (0..side)
        .map(component)
        .enumerate()
        .filter(|(one, members)| members.first() == Some(one))
        .map(|(_, members)| members)
        .collect()
}

#[cfg(test)]
mod tests {
    use rug::Rational;

    use super::*;

    #[test]
    fn cycles_are_components() {
        // 0 → 1 → 2 → 0, 2 → 3, 3 ↔ 4, and 5 alone with an entry on the diagonal.
        let edges = [(0, 1), (1, 2), (2, 0), (2, 3), (3, 4), (4, 3), (5, 5)];
        let entry = |row, column| Rational::from(u8::from(edges.contains(&(column, row))));
        let matrix: Matrix = (0..6).map(|row| (0..6).map(|column| entry(row, column)).collect()).collect();
        assert_eq!(components(&matrix), [vec![0, 1, 2], vec![3, 4], vec![5]]);
    }
}
