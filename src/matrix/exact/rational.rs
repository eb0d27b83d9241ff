//! The kernels over ℚ: clear denominators, work over ℤ, divide once at the end.

use nalgebra::DMatrix;
use rug::Integer;
use rug::ops::Pow;

use super::bareiss;
use super::elimination::Echelon;
use super::integer::{ClearedRows, clear_rows, common_denominator, minor_bits, over};
use super::{ExactField, multimodular, parallel};
use crate::matrix::Product;
use crate::scalar::Rational;

impl Product for Rational {
    fn multiply(left: &DMatrix<Self>, right: &DMatrix<Self>) -> DMatrix<Self> {
        assert_eq!(left.ncols(), right.nrows(), "the inner dimensions of a product must agree");
        product_of_cleared(&clear_rows(left), &clear_rows(&right.transpose()))
    }
}

impl ExactField for Rational {
    fn divide(left: &DMatrix<Self>, divisor: &DMatrix<Self>) -> Option<DMatrix<Self>> {
        assert_eq!(left.ncols(), divisor.nrows(), "the inner dimensions of a quotient must agree");
        // divisor = diag(s)·N, so divisor⁻¹ = adj N · diag(1/(s·det N)): a matrix with cleared columns, never reduced.
        let rows = clear_rows(divisor);
        let (determinant, adjugate) = multimodular::determinant_and_adjugate(&rows.numerators)?;
        let scales = reciprocals(&rows.scales, &determinant);
        Some(product_of_cleared(&clear_rows(left), &ClearedRows { numerators: adjugate.transpose(), scales }))
    }

    fn echelon(matrix: &DMatrix<Self>) -> Echelon<Self> {
        let form = bareiss::eliminate(clear_rows(matrix).numerators);
        let matrix = form
            .matrix
            .map(|entry| if entry.is_zero() { Self::new() } else { Self::from((entry, form.pivot.clone())) });
        Echelon { matrix, pivots: form.pivots }
    }

    fn determinant(matrix: &DMatrix<Self>) -> Self {
        assert!(matrix.is_square(), "only square matrices have a determinant");
        let (cleared, _) = clear_shorter(matrix);
        let scale = cleared.scales.iter().fold(Self::from(1), |product, scale| product * scale);
        scale * multimodular::determinant(&cleared.numerators)
    }

    fn invert(matrix: &DMatrix<Self>) -> Option<DMatrix<Self>> {
        assert!(matrix.is_square(), "only square matrices have an inverse");
        let (cleared, transposed) = clear_shorter(matrix);
        let inverse = inverse_of_cleared(&cleared.numerators, &cleared.scales)?;
        Some(if transposed { inverse.transpose() } else { inverse })
    }

    fn rank(matrix: &DMatrix<Self>) -> usize {
        super::rank::rank(&clear_shorter(matrix).0.numerators)
    }

    fn characteristic_polynomial(matrix: &DMatrix<Self>) -> Vec<Self> {
        let denominator = common_denominator(matrix.iter());
        let numerators = matrix.map(|entry| over(&entry, &denominator));
        let size = u32::try_from(matrix.nrows()).unwrap_or(u32::MAX);
        (0..=size)
            .zip(multimodular::characteristic_polynomial(&numerators))
            .map(|(k, coefficient)| Self::from((coefficient, Integer::from((&denominator).pow(size - k)))))
            .collect()
    }
}

/// The rows cleared, or those of the transpose, whichever leaves shorter numbers: denominators are often common to a row
/// or to a column; and whether it is the transpose.
fn clear_shorter(matrix: &DMatrix<Rational>) -> (ClearedRows, bool) {
    let (rows, columns) = (clear_rows(matrix), clear_rows(&matrix.transpose()));
    if minor_bits(&columns.numerators) < minor_bits(&rows.numerators) {
        (columns, true)
    } else {
        (rows, false)
    }
}

/// The product of a matrix with cleared rows and one with cleared columns (given transposed).
fn product_of_cleared(left: &ClearedRows, right: &ClearedRows) -> DMatrix<Rational> {
    let (rows, columns) = (left.numerators.nrows(), right.numerators.nrows());
    let entry = |i: usize, j: usize| {
        let mut sum = Integer::new();
        for k in 0..left.numerators.ncols() {
            sum += &left.numerators[(i, k)] * &right.numerators[(j, k)];
        }
        scaled(sum, &[&left.scales[i], &right.scales[j]])
    };
    // One dot product and one greatest common divisor for each entry, both by schoolbook counts of words.
    let (left_words, right_words) = (largest_words(&left.numerators), largest_words(&right.numerators));
    let inner = left.numerators.ncols() as u64;
    let each = inner * left_words * right_words + 5 * (left_words + right_words).pow(2);
    let entries =
        parallel::map(rows * columns, (rows * columns) as u64 * each, |k| entry(k % rows, k / rows));
    DMatrix::from_vec(rows, columns, entries)
}

/// 1 / (scale · determinant) for each scale.
fn reciprocals(scales: &[Rational], determinant: &Integer) -> Vec<Rational> {
    scales.iter().map(|scale| Rational::from((scale.denom(), scale.numer())) / determinant).collect()
}

/// (diag(scales) · numerators)⁻¹ = adj · diag(1 / (det · scales)).
fn inverse_of_cleared(numerators: &DMatrix<Integer>, scales: &[Rational]) -> Option<DMatrix<Rational>> {
    let (determinant, adjugate) = multimodular::determinant_and_adjugate(numerators)?;
    let divisors = reciprocals(scales, &determinant);
    let size = numerators.nrows();
    let entries = adjugate.as_slice();
    let operations = entries.len() as u64 * 5 * largest_words(&adjugate).pow(2);
    let entries =
        parallel::map(entries.len(), operations, |k| scaled(entries[k].clone(), &[&divisors[k / size]]));
    Some(DMatrix::from_vec(size, size, entries))
}

/// The most 64-bit words of an entry.
fn largest_words(matrix: &DMatrix<Integer>) -> u64 {
    matrix.iter().map(|entry| u64::from(entry.significant_bits()).div_ceil(64)).max().unwrap_or(0)
}

/// `numerator` times the factors, with one reduction to lowest terms.
fn scaled(mut numerator: Integer, factors: &[&Rational]) -> Rational {
    if numerator.is_zero() {
        return Rational::new();
    }
    let mut denominator = Integer::from(1);
    for factor in factors {
        numerator *= factor.numer();
        denominator *= factor.denom();
    }
    Rational::from((numerator, denominator))
}
