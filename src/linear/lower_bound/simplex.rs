//! A vector without negative entries in a subspace, by the simplex method in exact arithmetic.

use nalgebra::DMatrix;

use crate::scalar::Field;

/// Numbers y, not all 0, such that the combination Σ y_k·(row k) has no negative entry, for a matrix in reduced row
/// echelon form with these pivots (and no zero rows); `None` if the row space has no such vector other than 0.
///
/// The entry of the combination in the pivot column k is y_k itself. So the question is whether Σ y_k ≤ 1 can be
/// reached with equality when y ≥ 0 and every other entry is ≥ 0; y = 0 is where the simplex method starts, and
/// Bland's rule ends it.
pub(super) fn combination_without_negatives<F: Field>(rows: &DMatrix<F>, pivots: &[usize]) -> Option<Vec<F>> {
    let mut tableau = Tableau::new(rows, pivots);
    while let Some((row, column)) = tableau.next_pivot() {
        tableau.pivot(row, column);
    }
    let solution = tableau.solution(pivots.len());
    solution.iter().any(|entry| !entry.is_zero()).then_some(solution)
}

/// The equations of the constraints, one a row, solved for their basic variables; the right sides are the last column.
struct Tableau<F: Field> {
    equations: DMatrix<F>,
    /// By how much the objective grows with each variable.
    gains: Vec<F>,
    basic: Vec<usize>,
}

impl<F: Field> Tableau<F> {
    /// −Σ y_k·rows[k, j] + s_j = 0 for each column j without a pivot, and Σ y_k + s = 1.
    fn new(rows: &DMatrix<F>, pivots: &[usize]) -> Self {
        let free: Vec<usize> = (0..rows.ncols()).filter(|j| !pivots.contains(j)).collect();
        let (unknowns, count) = (pivots.len(), free.len() + 1);
        let width = unknowns + count + 1;
        let equations = DMatrix::from_fn(count, width, |i, j| match free.get(i) {
            Some(&column) if j < unknowns => -rows[(j, column)].clone(),
            None if j < unknowns || j + 1 == width => F::one(),
            _ if j == unknowns + i => F::one(),
            _ => F::zero(),
        });
        let gains = (0..width).map(|j| if j < unknowns { F::one() } else { F::zero() }).collect();
        Self { equations, gains, basic: (unknowns..unknowns + count).collect() }
    }

    /// Bland's rule: the first variable with a gain enters; of the basic variables that bound it most, the first
    /// leaves. The objective is bounded, so there is one whenever there is a gain.
    fn next_pivot(&self) -> Option<(usize, usize)> {
        let right = self.equations.ncols() - 1;
        let column = (0..right).find(|&j| is_positive(&self.gains[j]))?;
        let mut leaving: Option<(usize, F)> = None;
        for row in (0..self.equations.nrows()).filter(|&i| is_positive(&self.equations[(i, column)])) {
            let limit = self.equations[(row, right)].times(&self.equations[(row, column)].inverse()?);
            let is_better = leaving.as_ref().is_none_or(|(other, least)| {
                is_positive(&least.minus(&limit)) || (*least == limit && self.basic[row] < self.basic[*other])
            });
            if is_better {
                leaving = Some((row, limit));
            }
        }
        leaving.map(|(row, _)| (row, column))
    }

    fn pivot(&mut self, row: usize, column: usize) {
        let Some(inverse) = self.equations[(row, column)].inverse() else { return };
        for entry in &mut self.equations.row_mut(row) {
            *entry = entry.times(&inverse);
        }
        let source: Vec<F> = self.equations.row(row).iter().cloned().collect();
        for i in (0..self.equations.nrows()).filter(|&i| i != row) {
            let factor = self.equations[(i, column)].clone();
            for (entry, addend) in self.equations.row_mut(i).iter_mut().zip(&source) {
                entry.subtract_product(&factor, addend);
            }
        }
        let factor = self.gains[column].clone();
        for (gain, addend) in self.gains.iter_mut().zip(&source) {
            gain.subtract_product(&factor, addend);
        }
        self.basic[row] = column;
    }

    /// The values of the first variables.
    fn solution(&self, count: usize) -> Vec<F> {
        let right = self.equations.ncols() - 1;
        let value = |variable: usize| match self.basic.iter().position(|&basic| basic == variable) {
            Some(row) => self.equations[(row, right)].clone(),
            None => F::zero(),
        };
        (0..count).map(value).collect()
    }
}

fn is_positive<F: Field>(number: &F) -> bool {
    number.is_positive() == Some(true)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matrix::exact::{ExactField, solve};
    use crate::scalar::Rational;
    use proptest::prelude::*;

    /// The vectors with the fewest entries other than 0 decide: if there is one without negative entries, there is
    /// one that is, up to a factor, the only vector of the subspace that vanishes outside its support.
    fn has_nonnegative_vector(rows: &DMatrix<Rational>) -> bool {
        let columns = rows.ncols();
        (0..1_u32 << columns).any(|zeros| {
            let vanishing: Vec<usize> = (0..columns).filter(|j| zeros >> j & 1 == 1).collect();
            let kernel = crate::matrix::exact::kernel(&rows.select_columns(&vanishing).transpose());
            kernel.ncols() == 1 && {
                let vector = rows.transpose() * kernel;
                vector.iter().all(|entry| *entry >= 0) || vector.iter().all(|entry| *entry <= 0)
            }
        })
    }

    proptest! {
        #[test]
        fn it_is_found_exactly_if_a_vector_of_least_support_is_one(
            entries in prop::collection::vec(-2..=2_i64, 18),
            height in 1..=3_usize,
        ) {
            let matrix = DMatrix::from_row_slice(height, 6, &entries[..6 * height]).map(Rational::from);
            let form = Rational::echelon(&matrix);
            let rows = form.matrix.rows(0, form.pivots.len()).into_owned();
            let found = combination_without_negatives(&rows, &form.pivots);
            prop_assert_eq!(found.is_some(), has_nonnegative_vector(&rows));
            if let Some(y) = found {
                let vector = rows.transpose() * DMatrix::from_column_slice(y.len(), 1, &y);
                prop_assert!(vector.iter().all(|entry| *entry >= 0));
                prop_assert!(vector.iter().any(|entry| *entry > 0));
                prop_assert!(solve(&matrix.transpose(), &vector).is_some());
            }
        }
    }

    #[test]
    fn a_line_through_the_positive_quadrant_and_one_beside_it() {
        let line = |slope: i64| DMatrix::from_row_slice(1, 2, &[1, slope].map(Rational::from));
        assert_eq!(combination_without_negatives(&line(3), &[0]), Some(vec![Rational::from(1)]));
        assert_eq!(combination_without_negatives(&line(-3), &[0]), None);
        assert_eq!(combination_without_negatives(&DMatrix::<Rational>::zeros(0, 2), &[]), None);
    }
}
