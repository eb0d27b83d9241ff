//! Chains of vectors under a matrix.

use nalgebra::DMatrix;

use super::ExactField;

/// The columns v, Nv, …, N^{d−1}v, for a `d × d` matrix and a `d × 1` start.
pub fn krylov_basis<F: ExactField>(matrix: &DMatrix<F>, start: &DMatrix<F>) -> DMatrix<F> {
    collect_columns(matrix.nrows(), start.clone(), |_, vector| F::multiply(matrix, vector))
}

/// The coefficients h₀, …, h_{d−1} of adj(t − N)·v = Σ t^{d−1−k} h_k as columns, by Horner's rule
/// h₀ = v, h_{k+1} = N h_k + c_{d−1−k} v with `characteristic` = (c₀, …, c_{d−1}, 1).
///
/// They span what the Krylov chain spans (the change of basis is unit triangular), but their entries are made of minors
/// of N, where those of N^k v are made of powers: far shorter numbers when N has denominators.
pub fn adjugate_chain<F: ExactField>(
    matrix: &DMatrix<F>,
    start: &DMatrix<F>,
    characteristic: &[F],
) -> DMatrix<F> {
    let size = matrix.nrows();
    collect_columns(size, start.clone(), |k, vector| {
        let mut next = F::multiply(matrix, vector);
        for (entry, base) in next.iter_mut().zip(start.iter()) {
            entry.add_product(&characteristic[size - 1 - k], base);
        }
        next
    })
}

fn collect_columns<F: ExactField>(
    count: usize,
    mut vector: DMatrix<F>,
    step: impl Fn(usize, &DMatrix<F>) -> DMatrix<F>,
) -> DMatrix<F> {
    let mut columns = DMatrix::zeros(count, count);
    for k in 0..count {
        columns.column_mut(k).copy_from(&vector.column(0));
        if k + 1 < count {
            vector = step(k, &vector);
        }
    }
    columns
}
