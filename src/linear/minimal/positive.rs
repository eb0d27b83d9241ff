//! Strict linear inequalities, exactly.

use nalgebra::DMatrix;

use crate::scalar::Field;

/// A v with every entry of K·v positive, for an m × n matrix K over an ordered field; `None` if there is none.
///
/// Gordan: either there is such a v, or some y ≥ 0, y ≠ 0, has yᵀK = 0. The simplex method with Bland's rule looks for a y
/// with Σy = 1, minimizing the sum of n + 1 artificial variables; where its minimum is not 0, the dual variables are −v.
pub(super) fn strictly_positive<F: Field>(rows: &DMatrix<F>) -> Option<DMatrix<F>> {
    let (m, n) = rows.shape();
    let mut tableau = Tableau::new(rows);
    while let Some(entering) = (0..m + n + 1).find(|&j| tableau.reduced_cost(j).is_positive() == Some(true)) {
        tableau.pivot(entering)?;
    }
    if tableau.value().is_zero() {
        return None;
    }
    // The reduced cost of the k-th artificial variable is 1 − π_k; the objective row holds its negative.
    let dual = |k: usize| F::one().plus(tableau.reduced_cost(m + k));
    Some(DMatrix::from_fn(n, 1, |k, _| -dual(k)))
}

/// Rows [Kᵀ; 1 … 1 | I | right], and below them the negative reduced costs and the value of the objective.
struct Tableau<F: Field> {
    entries: DMatrix<F>,
    basis: Vec<usize>,
}

impl<F: Field> Tableau<F> {
    fn new(rows: &DMatrix<F>) -> Self {
        let (m, n) = rows.shape();
        let mut entries = DMatrix::zeros(n + 2, m + n + 2);
        for j in 0..m {
            for i in 0..n {
                entries[(i, j)] = rows[(j, i)].clone();
            }
            entries[(n, j)] = F::one();
        }
        for i in 0..=n {
            entries[(i, m + i)] = F::one();
        }
        entries[(n, m + n + 1)] = F::one();
        // The artificial variables are basic: their reduced costs are 0, those of the others minus the column sums.
        for j in (0..m).chain([m + n + 1]) {
            let sum = (0..=n).fold(F::zero(), |sum, i| sum.plus(&entries[(i, j)]));
            entries[(n + 1, j)] = sum;
        }
        Self { entries, basis: (m..=m + n).collect() }
    }

    fn reduced_cost(&self, j: usize) -> &F {
        &self.entries[(self.entries.nrows() - 1, j)]
    }

    fn value(&self) -> &F {
        self.reduced_cost(self.entries.ncols() - 1)
    }

    /// The entering variable becomes basic; the minimum is bounded, so `None` does not occur.
    fn pivot(&mut self, entering: usize) -> Option<()> {
        let right = self.entries.ncols() - 1;
        let mut leaving: Option<(usize, F)> = None;
        for i in 0..self.basis.len() {
            if self.entries[(i, entering)].is_positive() != Some(true) {
                continue;
            }
            let ratio = self.entries[(i, right)].times(&self.entries[(i, entering)].inverse()?);
            let better = leaving.as_ref().is_none_or(|(row, least)| {
                let difference = least.minus(&ratio);
                difference.is_positive() == Some(true)
                    || difference.is_zero() && self.basis[i] < self.basis[*row]
            });
            if better {
                leaving = Some((i, ratio));
            }
        }
        let (row, _) = leaving?;
        let inverse = self.entries[(row, entering)].inverse()?;
        for j in 0..=right {
            self.entries[(row, j)] = self.entries[(row, j)].times(&inverse);
        }
        for i in (0..self.entries.nrows()).filter(|&i| i != row) {
            let factor = self.entries[(i, entering)].clone();
            if factor.is_zero() {
                continue;
            }
            for j in 0..=right {
                let source = self.entries[(row, j)].clone();
                self.entries[(i, j)].subtract_product(&factor, &source);
            }
        }
        self.basis[row] = entering;
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scalar::Rational;

    fn rows(m: usize, n: usize, entries: &[i64]) -> DMatrix<Rational> {
        DMatrix::from_row_iterator(m, n, entries.iter().map(|&entry| Rational::from(entry)))
    }

    #[test]
    fn inequalities_with_a_solution() {
        for system in [
            rows(1, 1, &[-3]),
            rows(2, 2, &[1, -2, -1, 3]),
            rows(4, 3, &[1, -1, 0, 0, 1, -1, 0, 0, 1, 5, -9, 2]),
            rows(3, 2, &[1, 0, 1, 1, 1, -7]),
        ] {
            let solution = strictly_positive(&system).expect("there is one");
            assert!((&system * &solution).iter().all(|entry| *entry > 0), "{system}{solution}");
        }
    }

    #[test]
    fn inequalities_without_a_solution() {
        for system in [
            rows(1, 2, &[0, 0]),
            rows(2, 1, &[1, -1]),
            rows(3, 2, &[1, 2, -3, 1, 2, -3]),
            rows(4, 3, &[1, -1, 0, 0, 1, -1, -1, 0, 1, 5, 5, 5]),
        ] {
            assert_eq!(strictly_positive(&system), None, "{system}");
        }
    }
}
