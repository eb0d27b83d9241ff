//! Products of matrices of doubles without rounding: each factor is cut into slices of so few bits that products of
//! slices are exact (Ozaki, Ogita, Oishi and Rump 2012), and the fast product of doubles can be used for them.

use nalgebra::DMatrix;

use super::FloatField;
use crate::matrix::Product;

/// Slices of each factor; products of slices i and j count for i + j ≤ COUNT (from 0: i + j < COUNT).
const COUNT: usize = 4;

/// A matrix cut into slices, largest first: slice s is a multiple of 2^(e − (s + 1)·β) and at most 2^(e − s·β), e the
/// exponent of its row (or column).
pub(super) struct Slices {
    slices: Vec<DMatrix<f64>>,
    /// ‖(2^e)‖₂ over the rows (columns).
    size: f64,
}

/// The bits β of a slice, such that a sum of `inner` products of two slices has at most 53 bits.
fn slice_bits(inner: usize) -> i32 {
    (53 - (inner.max(2) as f64).log2().ceil() as i32) / 2
}

impl Slices {
    /// The slices of `high + low`, `low` at most half a unit in the last place of `high`, for columns with common exponents.
    pub(super) fn of_columns(high: &DMatrix<f64>, low: &DMatrix<f64>) -> Self {
        let bits = slice_bits(high.nrows());
        let exponents: Vec<i32> = high
            .column_iter()
            .map(|column| column.iter().filter_map(FloatField::exponent).max().unwrap_or(0))
            .collect();
        let mut rest = high.clone();
        let mut slices = Vec::with_capacity(COUNT);
        for s in 1..=COUNT as i32 {
            if s == 3 {
                // What two slices leave of the high part has room for the low part.
                rest += low;
            }
            let mut slice = DMatrix::zeros(high.nrows(), high.ncols());
            for (j, &exponent) in exponents.iter().enumerate() {
                // Adding and subtracting 3·2^51 units rounds to a multiple of the unit.
                let rounder = 1.5_f64.shifted(exponent - s * bits + 52);
                for (entry, part) in rest.column_mut(j).iter_mut().zip(slice.column_mut(j).iter_mut()) {
                    *part = (*entry + rounder) - rounder;
                    *entry -= *part;
                }
            }
            slices.push(slice);
        }
        let size = exponents.iter().map(|&e| 1.0_f64.shifted(2 * e)).sum::<f64>().sqrt();
        Self { slices, size }
    }

    /// The slices of a matrix of doubles, for rows with common exponents.
    pub(super) fn of_rows(matrix: &DMatrix<f64>) -> Self {
        let columns = Self::of_columns(&matrix.transpose(), &DMatrix::zeros(matrix.ncols(), matrix.nrows()));
        Self { slices: columns.slices.iter().map(DMatrix::transpose).collect(), size: columns.size }
    }
}

/// The product of two sliced matrices as exact terms, and a bound on the Frobenius norm of what they leave out.
///
/// With entries of a row below 2^r, of a column below 2^t, inner dimension k and ε = 2^(−4β): the rests of both factors
/// contribute at most k·2^(r+t)·ε each (the low part's rounding included), the products of slices that are left out
/// (i + j ≥ 4) at most 4·k·2^(r+t)·ε.
pub(super) fn multiply(left: &Slices, right: &Slices) -> (Vec<DMatrix<f64>>, f64) {
    let inner = right.slices[0].nrows();
    let mut terms = Vec::new();
    for (i, first) in left.slices.iter().enumerate() {
        for second in &right.slices[..COUNT - i] {
            terms.push(f64::multiply(first, second));
        }
    }
    let epsilon = 1.0_f64.shifted(-4 * slice_bits(inner));
    (terms, 7.0 * inner as f64 * epsilon * left.size * right.size)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scalar::Rational;

    #[test]
    fn terms_are_exact_and_what_is_left_out_is_bounded() {
        for (size, spread) in [(1, 0), (3, 1), (20, 5), (64, 30)] {
            let entry = |i: usize, j: usize, seed: usize| {
                let x = ((i * 7919 + j * 104_729 + seed * 31 + 17) % 10_007) as f64 / 10_007.0 - 0.5;
                (x / 3.0).shifted(-(((i * j + seed) % (spread + 1)) as i32))
            };
            let left = DMatrix::from_fn(size, size, |i, j| entry(i, j, 1));
            let high = DMatrix::from_fn(size, size, |i, j| entry(i, j, 2));
            let low = high.map(|x| x * 2_f64.powi(-54) / 1.7);
            let (terms, bound) = multiply(&Slices::of_rows(&left), &Slices::of_columns(&high, &low));
            let exact = |matrix: &DMatrix<f64>| matrix.map(|x| Rational::from_f64(x).unwrap());
            let mut rest = Rational::multiply(&exact(&left), &(exact(&high) + exact(&low)));
            for term in &terms {
                rest -= exact(term);
            }
            let error = rest.iter().map(|x| x.to_f64().powi(2)).sum::<f64>().sqrt();
            assert!(error <= bound, "{error:e} > {bound:e}");
            assert!(bound < 1e-20 * size as f64, "the bound is useful: {bound:e}");
        }
    }
}
