//! The characteristic polynomial through Hessenberg form, with field operations, O(d³).

use nalgebra::DMatrix;

use crate::scalar::Field;

pub(super) fn characteristic_polynomial<F: Field>(matrix: &DMatrix<F>) -> Vec<F> {
    assert!(matrix.is_square(), "only square matrices have a characteristic polynomial");
    let mut work = matrix.clone();
    reduce_to_hessenberg(&mut work);
    polynomial_of_hessenberg(&work)
}

/// Similarity transforms that clear everything below the subdiagonal.
fn reduce_to_hessenberg<F: Field>(work: &mut DMatrix<F>) {
    let size = work.nrows();
    for j in 0..size.saturating_sub(2) {
        let pivot = (j + 1..size).find_map(|i| Some((i, work[(i, j)].inverse()?)));
        let Some((i, inverse)) = pivot else { continue };
        work.swap_rows(i, j + 1);
        work.swap_columns(i, j + 1);
        for i in j + 2..size {
            let factor = work[(i, j)].times(&inverse);
            if factor.is_zero() {
                continue;
            }
            for k in j..size {
                let source = work[(j + 1, k)].clone();
                work[(i, k)].subtract_product(&factor, &source);
            }
            for k in 0..size {
                let source = work[(k, i)].clone();
                work[(k, j + 1)].add_product(&factor, &source);
            }
        }
    }
}

/// p_k = (t − h_kk) p_{k−1} − Σ_{i<k} h_ik (Π_{i<m≤k} h_{m,m−1}) p_{i−1}: expansion along the last column.
fn polynomial_of_hessenberg<F: Field>(h: &DMatrix<F>) -> Vec<F> {
    let mut leading: Vec<Vec<F>> = vec![vec![F::one()]];
    for k in 0..h.nrows() {
        let mut next = vec![F::zero()];
        next.extend(leading[k].iter().cloned());
        let mut subdiagonal = F::one();
        for i in (0..=k).rev() {
            let factor = subdiagonal.times(&h[(i, k)]);
            for (target, source) in next.iter_mut().zip(&leading[i]) {
                target.subtract_product(&factor, source);
            }
            if i > 0 {
                subdiagonal = subdiagonal.times(&h[(i, i - 1)]);
            }
        }
        leading.push(next);
    }
    leading.pop().unwrap_or_default()
}
