//! What both certificates need of double arithmetic: approximate factors and inverses, and rigorous row sums.
//!
//! u = 2⁻⁵³ is the unit roundoff, η = 2⁻¹⁰⁷⁴ the smallest double, γ = ku/(1 − ku) with k a little above n. An inner
//! product of n terms, summed in any order, with or without fused operations, is off by at most γ Σ|a||b| + 2nη (Higham,
//! Accuracy and Stability of Numerical Algorithms, §3.1 and §2.8).

use nalgebra::DMatrix;

use super::directed::Upper;

/// The smallest positive double.
pub(super) const SMALLEST: f64 = f64::from_bits(1);

/// γ for inner products of `size` terms, rounded up: eight more roundings than terms allow for the kernels'
/// accumulators. Infinite where it would be too large to be of use.
pub(super) fn gamma(size: usize) -> f64 {
    let product = (size + 8) as f64 * (f64::EPSILON / 2.0);
    if product < 1e-6 { product / (1.0 - product) * (1.0 + 4.0 * f64::EPSILON) } else { f64::INFINITY }
}

/// An upper bound on |matrix| · vector, for a vector ≥ 0.
pub(super) fn absolute_times(matrix: &DMatrix<f64>, vector: &[f64]) -> Vec<f64> {
    let size = vector.len();
    let mut sums = vec![0.0; matrix.nrows()];
    for (column, factor) in matrix.column_iter().zip(vector) {
        for (sum, entry) in sums.iter_mut().zip(column.iter()) {
            *sum += entry.abs() * factor;
        }
    }
    // The sums are at least (1 − γ) times the true ones less nη; then 1/(1 − γ) ≤ 1 + 2γ, and the rest is slack.
    let (factor, absolute) = (1.0 + 4.0 * gamma(size), (2 * size + 2) as f64 * SMALLEST);
    sums.into_iter().map(|sum| (sum + absolute) * factor).collect()
}

/// An upper bound on |matrix| · vector, whatever the range of the vector.
pub(super) fn absolute_times_upper(matrix: &DMatrix<f64>, vector: &[Upper]) -> Vec<Upper> {
    let mut sums = vec![Upper::zero(); matrix.nrows()];
    for (column, factor) in matrix.column_iter().zip(vector) {
        for (sum, entry) in sums.iter_mut().zip(column.iter()).filter(|(_, entry)| **entry != 0.0) {
            sum.add_product(&Upper::of(*entry), factor);
        }
    }
    sums
}
