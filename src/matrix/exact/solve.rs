//! Linear equations: kernels, one solution, all solutions, and systems whose unknowns are matrices.

use nalgebra::DMatrix;

use super::ExactField;
use crate::matrix::{column, concatenate_columns};
use crate::scalar::Field;

/// A basis of {x : matrix · x = 0}, as columns.
pub fn kernel<F: ExactField>(matrix: &DMatrix<F>) -> DMatrix<F> {
    F::echelon(matrix).kernel()
}

/// A basis of {z : z · matrix = 0}, as rows.
pub fn left_kernel<F: ExactField>(matrix: &DMatrix<F>) -> DMatrix<F> {
    kernel(&matrix.transpose()).transpose()
}

/// One solution X of `matrix · X = right` (free unknowns 0), `None` if there is none.
pub fn solve<F: ExactField>(matrix: &DMatrix<F>, right: &DMatrix<F>) -> Option<DMatrix<F>> {
    F::echelon(&concatenate_columns(matrix, right)).solution(matrix.ncols())
}

/// One solution X of `X · matrix = left` (free unknowns 0), `None` if there is none.
pub fn solve_from_left<F: ExactField>(matrix: &DMatrix<F>, left: &DMatrix<F>) -> Option<DMatrix<F>> {
    solve(&matrix.transpose(), &left.transpose()).map(|solution| solution.transpose())
}

/// All solutions of a system of linear equations in n unknowns: the affine space `point` + span(`directions`).
#[derive(Clone, Debug, PartialEq)]
pub struct Solutions<F: Field> {
    /// One solution, `n × 1` (free unknowns 0).
    pub point: DMatrix<F>,
    /// A basis of the solutions of the homogeneous system, as the columns of an `n × k` matrix.
    pub directions: DMatrix<F>,
}

impl<F: ExactField> Solutions<F> {
    /// All x with `matrix · x = right`, of shapes `m × n` and `m × 1`; `None` if there is none.
    #[must_use]
    pub fn of(matrix: &DMatrix<F>, right: &DMatrix<F>) -> Option<Self> {
        let unknowns = matrix.ncols();
        let augmented = concatenate_columns(matrix, right);
        // Most systems without a solution are found here: over ℚ a rank that is full shows modulo one prime.
        if F::order().is_none() && F::rank(&augmented) > unknowns {
            return None;
        }
        let form = F::echelon(&augmented);
        let point = form.solution(unknowns)?;
        // The form of [matrix | right] begins with that of the matrix, up to rows of zeros.
        let kernel = form.kernel();
        let directions = kernel.view((0, 0), (unknowns, kernel.ncols() - 1)).into_owned();
        Some(Self { point, directions })
    }

    /// The dimension of the affine space.
    #[must_use]
    pub fn dimension(&self) -> usize {
        self.directions.ncols()
    }

    /// The solution with these coordinates.
    ///
    /// # Panics
    ///
    /// If their number is not the dimension.
    #[must_use]
    pub fn at(&self, coordinates: &[F]) -> DMatrix<F> {
        assert_eq!(coordinates.len(), self.dimension(), "one coordinate for each direction");
        let mut solution = self.point.clone();
        for (k, coordinate) in coordinates.iter().enumerate() {
            for (entry, direction) in solution.iter_mut().zip(&column(&self.directions, k)) {
                entry.add_product(coordinate, direction);
            }
        }
        solution
    }
}

/// Linear equations whose unknowns are the entries of matrices: Σ L·X·R = V, entry by entry.
///
/// ```
/// use flowcert::matrix::{DMatrix, exact::MatrixEquations};
/// use flowcert::scalar::Rational;
///
/// // The matrices that commute with a Jordan block are its polynomials: a plane.
/// let jordan = DMatrix::from_row_slice(2, 2, &[3, 1, 0, 3].map(Rational::from));
/// let one = DMatrix::<Rational>::identity(2, 2);
/// let mut equations = MatrixEquations::new(&[(2, 2)]);
/// equations.require(&[(0, &one, &jordan), (0, &-&jordan, &one)], &DMatrix::zeros(2, 2), |_, _| true);
/// assert_eq!(equations.solutions().map(|all| all.dimension()), Some(2));
/// ```
#[derive(Clone, Debug)]
pub struct MatrixEquations<F: Field> {
    shapes: Vec<(usize, usize)>,
    starts: Vec<usize>,
    unknowns: usize,
    rows: Vec<Vec<F>>,
    right: Vec<F>,
}

impl<F: ExactField> MatrixEquations<F> {
    /// No equations yet, for unknown matrices of these shapes.
    #[must_use]
    pub fn new(shapes: &[(usize, usize)]) -> Self {
        let mut starts = Vec::with_capacity(shapes.len());
        let mut unknowns = 0;
        for (rows, columns) in shapes {
            starts.push(unknowns);
            unknowns += rows * columns;
        }
        Self { shapes: shapes.to_vec(), starts, unknowns, rows: Vec::new(), right: Vec::new() }
    }

    /// Adds the equations (Σ L·X_k·R)_ij = `value`_ij for the entries that are wanted; a term is (k, L, R).
    ///
    /// # Panics
    ///
    /// If a shape does not fit.
    pub fn require(
        &mut self,
        terms: &[(usize, &DMatrix<F>, &DMatrix<F>)],
        value: &DMatrix<F>,
        wanted: impl Fn(usize, usize) -> bool,
    ) {
        for &(k, left, right) in terms {
            let fits = (left.nrows(), right.ncols()) == value.shape();
            assert!(fits && (left.ncols(), right.nrows()) == self.shapes[k], "the terms must have one shape");
        }
        for j in 0..value.ncols() {
            for i in (0..value.nrows()).filter(|&i| wanted(i, j)) {
                let row = self.coefficients(terms, i, j);
                self.rows.push(row);
                self.right.push(value[(i, j)].clone());
            }
        }
    }

    /// The coefficients of entry (i, j): that of X_pq is Σ L_ip·R_qj.
    fn coefficients(&self, terms: &[(usize, &DMatrix<F>, &DMatrix<F>)], i: usize, j: usize) -> Vec<F> {
        let mut row = vec![F::zero(); self.unknowns];
        for &(k, left, right) in terms {
            let (rows, columns) = self.shapes[k];
            for q in (0..columns).filter(|&q| !right[(q, j)].is_zero()) {
                for p in 0..rows {
                    row[self.starts[k] + q * rows + p].add_product(&left[(i, p)], &right[(q, j)]);
                }
            }
        }
        row
    }

    /// All solutions, the entries of the unknown matrices column by column, one matrix after the other; `None` if there
    /// are none.
    #[must_use]
    pub fn solutions(&self) -> Option<Solutions<F>> {
        let matrix = DMatrix::from_fn(self.rows.len(), self.unknowns, |i, j| self.rows[i][j].clone());
        Solutions::of(&matrix, &DMatrix::from_column_slice(self.right.len(), 1, &self.right))
    }

    /// The unknown matrix X_k in a solution.
    ///
    /// # Panics
    ///
    /// If the solution does not have the number of unknowns, or there is no X_k.
    #[must_use]
    pub fn unknown(&self, solution: &DMatrix<F>, k: usize) -> DMatrix<F> {
        assert_eq!(solution.nrows(), self.unknowns, "a solution has one entry for each unknown");
        let (rows, columns) = self.shapes[k];
        let entries = solution.rows(self.starts[k], rows * columns);
        DMatrix::from_iterator(rows, columns, entries.iter().cloned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scalar::{Fp, Rational};

    fn small<F: Field>(rows: usize, columns: usize, seed: i64) -> DMatrix<F> {
        DMatrix::from_fn(rows, columns, |i, j| {
            F::from_i64((3 * i as i64 + 5 * j as i64 * seed + seed) % 7 - 3)
        })
    }

    fn assert_all_solutions<F: ExactField>() {
        // Rank 2: the third row is the sum of the others.
        let matrix = DMatrix::from_row_slice(3, 4, &[1, 2, 0, 1, 0, 1, 1, 1, 1, 3, 1, 2].map(F::from_i64));
        let right = DMatrix::from_column_slice(3, 1, &[1, 2, 3].map(F::from_i64));
        let all = Solutions::of(&matrix, &right).expect("consistent");
        assert_eq!(all.dimension(), 2);
        for coordinates in [[0, 0], [1, 0], [-2, 5]] {
            let solution = all.at(&coordinates.map(F::from_i64));
            assert_eq!(F::multiply(&matrix, &solution), right);
        }
        assert_eq!(F::rank(&all.directions), 2);
        let wrong = DMatrix::from_column_slice(3, 1, &[1, 2, 4].map(F::from_i64));
        assert_eq!(Solutions::of(&matrix, &wrong), None);
        assert_eq!(F::multiply(&left_kernel(&matrix), &matrix), DMatrix::zeros(1, 4));
    }

    #[test]
    fn all_solutions_of_a_system_of_rank_two() {
        assert_all_solutions::<Rational>();
        assert_all_solutions::<Fp<2>>();
        assert_all_solutions::<Fp<101>>();
    }

    #[test]
    fn matrix_equations_with_two_unknowns() {
        let (a, b) = (small::<Rational>(3, 2, 1), small::<Rational>(4, 3, 2));
        let (x, y) = (small::<Rational>(2, 2, 3), small::<Rational>(4, 3, 4));
        let one = |size| DMatrix::<Rational>::identity(size, size);
        // A·X − Y·B = V off the diagonal, with X, Y of shapes 2 × 2 and 3 × 4.
        let (y, b) = (y.transpose(), b.columns(0, 2).into_owned());
        let value = &a * &x - &y * &b;
        let mut equations = MatrixEquations::new(&[(2, 2), (3, 4)]);
        equations.require(&[(0, &a, &one(2)), (1, &-one(3), &b)], &value, |i, j| i != j);
        let all = equations.solutions().expect("one solution is known");
        let solution = all.at(&vec![Rational::from(2); all.dimension()]);
        let found = &a * equations.unknown(&solution, 0) - equations.unknown(&solution, 1) * &b;
        assert!((0..3).all(|i| (0..2).all(|j| i == j || found[(i, j)] == value[(i, j)])));
    }
}
