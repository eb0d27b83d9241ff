//! A square matrix as 2 × 2 blocks, cut by a partition of its coordinates.

use super::DMatrix;
use crate::scalar::Field;

/// The blocks of M = [A B; C D]: A is `first × first`, D is `second × second`.
#[derive(Clone, Debug, PartialEq)]
pub struct Blocks<F: Field> {
    /// Upper left, `first × first`.
    pub a: DMatrix<F>,
    /// Upper right, `first × second`.
    pub b: DMatrix<F>,
    /// Lower left, `second × first`.
    pub c: DMatrix<F>,
    /// Lower right, `second × second`.
    pub d: DMatrix<F>,
}

impl<F: Field> Blocks<F> {
    /// Cuts a square matrix after its first `first` coordinates.
    ///
    /// # Panics
    ///
    /// If the matrix is not square or has fewer than `first` rows.
    #[must_use]
    pub fn of(matrix: &DMatrix<F>, first: usize) -> Self {
        let size = matrix.nrows();
        assert!(matrix.is_square() && first <= size, "blocks need a square matrix of at least {first} rows");
        let second = size - first;
        let cut = |i, j, rows, columns| matrix.view((i, j), (rows, columns)).into_owned();
        Self {
            a: cut(0, 0, first, first),
            b: cut(0, first, first, second),
            c: cut(first, 0, second, first),
            d: cut(first, first, second, second),
        }
    }

    /// The matrix [A B; C D].
    #[must_use]
    pub fn join(&self) -> DMatrix<F> {
        let (first, size) = (self.a.nrows(), self.a.nrows() + self.d.nrows());
        DMatrix::from_fn(size, size, |i, j| {
            let block = match (i < first, j < first) {
                (true, true) => &self.a,
                (true, false) => &self.b,
                (false, true) => &self.c,
                (false, false) => &self.d,
            };
            block[(if i < first { i } else { i - first }, if j < first { j } else { j - first })].clone()
        })
    }

    /// The same linear map with the two halves exchanged: [D C; B A].
    #[must_use]
    pub fn swapped(self) -> Self {
        Self { a: self.d, b: self.c, c: self.b, d: self.a }
    }

    /// [A B; C D] with w·[A B] added to [C D]: the blocks of L(w)·M.
    #[must_use]
    pub fn with_rows_added_to_second(&self, w: &DMatrix<F>) -> Self
    where
        F: super::Product,
    {
        let add = |target: &DMatrix<F>, source: &DMatrix<F>| target + F::multiply(w, source);
        Self { a: self.a.clone(), b: self.b.clone(), c: add(&self.c, &self.a), d: add(&self.d, &self.b) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scalar::Rational;

    #[test]
    fn join_undoes_of_and_swapped_exchanges_the_halves() {
        let matrix = DMatrix::from_fn(5, 5, |i, j| Rational::from((10 * i + j) as u32));
        let blocks = Blocks::of(&matrix, 2);
        assert_eq!(blocks.join(), matrix);
        let swapped = blocks.swapped().join();
        assert_eq!(swapped[(0, 0)], matrix[(2, 2)]);
        assert_eq!(swapped[(3, 0)], matrix[(0, 2)]);
    }
}
