//! Flanders' theorem at the eigenvalue 0: two nilpotent matrices as bc and cb.

use nalgebra::DMatrix;

use super::similarity::cyclic_summands;
use crate::matrix::exact::ExactField;

/// b and c with bc = `first` and cb = `second`, both nilpotent, of sizes n and m; `None` if their block sizes, in descending
/// order, differ by more than 1 somewhere, and then there are none.
///
/// In a chain v₀ → v₁ → … of `first` and one w₀ → w₁ → … of `second`:
/// - of the same length, or the first one longer by 1: c·v_i = w_i and b·w_i = v_{i+1};
/// - the second one longer by 1: c·v_i = w_{i+1} and b·w_i = v_i;
///
/// where a vector beyond the end of its chain is 0. So bc moves each v_i one step on, and cb each w_i.
pub(super) fn pair<F: ExactField>(
    first: &DMatrix<F>,
    second: &DMatrix<F>,
) -> Option<(DMatrix<F>, DMatrix<F>)> {
    let chains = |matrix: &DMatrix<F>| -> Vec<DMatrix<F>> {
        cyclic_summands(matrix).into_iter().map(|summand| summand.chain).collect()
    };
    let (v, w) = (chains(first), chains(second));
    let length = |chains: &[DMatrix<F>], k: usize| chains.get(k).map_or(0, DMatrix::ncols);
    let starts = |chains: &[DMatrix<F>]| -> Vec<usize> {
        chains.iter().scan(0, |next, chain| Some(std::mem::replace(next, *next + chain.ncols()))).collect()
    };
    let (n, m) = (first.nrows(), second.nrows());
    let (starts_v, starts_w) = (starts(&v), starts(&w));
    // b and c in the bases of the chains.
    let (mut b, mut c) = (DMatrix::zeros(n, m), DMatrix::zeros(m, n));
    for k in 0..v.len().max(w.len()) {
        let (p, q) = (length(&v, k), length(&w, k));
        if p.abs_diff(q) > 1 {
            return None;
        }
        if p == 0 || q == 0 {
            continue; // a block of size 1, where b and c are 0
        }
        let later = usize::from(q > p);
        let (v0, w0) = (starts_v[k], starts_w[k]);
        for i in (0..p).filter(|i| i + later < q) {
            c[(w0 + i + later, v0 + i)] = F::one();
        }
        for i in (0..q).filter(|i| i + 1 - later < p) {
            b[(v0 + i + 1 - later, w0 + i)] = F::one();
        }
    }
    if n == 0 || m == 0 {
        return Some((b, c));
    }
    let basis = |chains: &[DMatrix<F>], size: usize| {
        let empty = DMatrix::zeros(size, 0);
        chains.iter().fold(empty, |basis, chain| crate::matrix::concatenate_columns(&basis, chain))
    };
    let (v, w) = (basis(&v, n), basis(&w, m));
    Some((F::divide(&F::multiply(&v, &b), &w)?, F::divide(&F::multiply(&w, &c), &v)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scalar::{Field, Fp, Rational};

    fn nilpotent<F: Field>(blocks: &[usize]) -> DMatrix<F> {
        let size = blocks.iter().sum();
        let mut matrix = DMatrix::zeros(size, size);
        let mut start = 0;
        for block in blocks {
            for k in start + 1..start + block {
                matrix[(k - 1, k)] = F::one();
            }
            start += block;
        }
        matrix
    }

    fn assert_pairs<F: ExactField>() {
        let structures: [&[usize]; 8] =
            [&[], &[1], &[1, 1, 1], &[2, 1], &[3], &[3, 2, 1, 1], &[2, 2, 2], &[4, 1]];
        for one in structures {
            for other in structures {
                let differences = (0..4).map(|k| {
                    let size = |blocks: &[usize]| blocks.get(k).copied().unwrap_or(0);
                    size(one).abs_diff(size(other))
                });
                let (first, second) = (nilpotent::<F>(one), nilpotent(other));
                let found = pair(&first, &second);
                assert_eq!(found.is_some(), differences.max() <= Some(1), "{one:?}, {other:?}");
                if let Some((b, c)) = found {
                    assert_eq!((F::multiply(&b, &c), F::multiply(&c, &b)), (first, second));
                }
            }
        }
    }

    #[test]
    fn pairs_exist_exactly_where_block_sizes_differ_by_at_most_one() {
        assert_pairs::<Rational>();
        assert_pairs::<Fp<2>>();
    }
}
