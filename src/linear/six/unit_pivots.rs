//! Unit pivots (a case of Sourour's factorization theorem): every nonscalar N of determinant 1 is similar to L₀·U₀, L₀
//! unit lower and U₀ unit upper triangular; and such a product is a commutator.

use nalgebra::DMatrix;

use crate::matrix::exact::{ExactField, rank};
use crate::matrix::{as_scalar, concatenate_columns, unit_column};
use crate::scalar::Field;

/// A basis Q in which N has unit pivots: Q⁻¹NQ = L₀·U₀. `None` only if N is scalar and not I.
///
/// Recursion on d: for v no eigenvector, in the basis (v, Nv − v, …) N is [1 r; f N₂₂] with f = e₁. The Schur complement
/// N₂₂ − f·r must not become scalar (other than I) before the last step; where it is λI, the basis is changed by
/// [1 t; 0 I] with t = e₂ᵀ, which keeps the first column and makes it λI + λft.
pub(super) fn basis<F: ExactField>(target: &DMatrix<F>) -> Option<DMatrix<F>> {
    let size = target.nrows();
    if let Some(scalar) = as_scalar(target) {
        return scalar.is_one().then(|| DMatrix::identity(size, size));
    }
    let mut outer = pivot_basis(target)?;
    let mut rest = schur_complement(&in_basis(target, &outer)?);
    if as_scalar(&rest).is_some_and(|scalar| size > 2 && !scalar.is_one()) {
        let first = outer.column(0).into_owned();
        let mut third = outer.column_mut(2);
        third += first;
        rest = schur_complement(&in_basis(target, &outer)?);
    }
    let inner = basis(&rest)?;
    let mut embedded = DMatrix::identity(size, size);
    embedded.view_mut((1, 1), (size - 1, size - 1)).copy_from(&inner);
    Some(F::multiply(&outer, &embedded))
}

/// v, Nv − v, and unit vectors that complete them, v the first e_i or e_i + e_j that is no eigenvector.
fn pivot_basis<F: ExactField>(target: &DMatrix<F>) -> Option<DMatrix<F>> {
    let size = target.nrows();
    let single = (0..size).map(|i| unit_column(size, i));
    let pairs = (0..size)
        .flat_map(|i| (0..i).map(move |j| (i, j)))
        .map(|(i, j)| unit_column::<F>(size, i) + unit_column(size, j));
    let start = single.chain(pairs).find_map(|v| {
        let pair = concatenate_columns(&v, &(F::multiply(target, &v) - &v));
        (rank(&pair) == 2).then_some(pair)
    })?;
    let candidates = concatenate_columns(&start, &DMatrix::identity(size, size));
    let pivots = F::echelon(&candidates).pivots;
    Some(candidates.select_columns(&pivots))
}

fn in_basis<F: ExactField>(target: &DMatrix<F>, basis: &DMatrix<F>) -> Option<DMatrix<F>> {
    Some(F::multiply(&F::invert(basis)?, &F::multiply(target, basis)))
}

/// N₂₂ − f·r for N = [1 r; f N₂₂].
fn schur_complement<F: Field>(matrix: &DMatrix<F>) -> DMatrix<F> {
    let size = matrix.nrows() - 1;
    DMatrix::from_fn(size, size, |i, j| {
        let mut entry = matrix[(i + 1, j + 1)].clone();
        entry.subtract_product(&matrix[(i + 1, 0)], &matrix[(0, j + 1)]);
        entry
    })
}

/// X and T with N·X = T·X·T⁻¹ from a basis Q in which N is L₀·U₀: with D diagonal, its entries distinct and not zero,
/// Y = L₀D and Z = U₀⁻¹D are triangular with the same distinct eigenvalues, Y = T Z T⁻¹, so L₀U₀ = YZ⁻¹ = T Z T⁻¹ Z⁻¹.
pub(super) fn commutator_in_basis<F: ExactField>(
    target: &DMatrix<F>,
    basis: &DMatrix<F>,
) -> Option<(DMatrix<F>, DMatrix<F>)> {
    let basis_inverse = F::invert(basis)?;
    let (lower, upper) = unit_factors(&F::multiply(&basis_inverse, &F::multiply(target, basis)));
    let diagonal = distinct_nonzero::<F>(target.nrows());
    let y = columns_scaled(&lower, &diagonal);
    let z = columns_scaled(&F::invert(&upper)?, &diagonal);
    // Eigenvectors of an upper triangular matrix are those of a lower one with the order of coordinates reversed.
    let from_z = reversed(&lower_eigenvectors(&reversed(&z))?);
    let t = F::multiply(&lower_eigenvectors(&y)?, &F::invert(&from_z)?);
    let back = |matrix: &DMatrix<F>| F::multiply(basis, &F::multiply(matrix, &basis_inverse));
    Some((back(&z), back(&t)))
}

/// L₀ and U₀ with L₀U₀ the matrix, by elimination without exchanges; every pivot is 1.
fn unit_factors<F: Field>(matrix: &DMatrix<F>) -> (DMatrix<F>, DMatrix<F>) {
    let size = matrix.nrows();
    let (mut lower, mut upper) = (DMatrix::identity(size, size), matrix.clone());
    for k in 0..size {
        for i in k + 1..size {
            let factor = upper[(i, k)].clone();
            if factor.is_zero() {
                continue;
            }
            for j in k..size {
                let source = upper[(k, j)].clone();
                upper[(i, j)].subtract_product(&factor, &source);
            }
            lower[(i, k)] = factor;
        }
    }
    (lower, upper)
}

/// 1, −1, 2, −2, …: d distinct nonzero elements of any field with more than d elements.
fn distinct_nonzero<F: Field>(size: usize) -> Vec<F> {
    (0..size as i64).map(|k| F::from_i64(if k % 2 == 0 { k / 2 + 1 } else { -(k / 2 + 1) })).collect()
}

fn columns_scaled<F: Field>(matrix: &DMatrix<F>, factors: &[F]) -> DMatrix<F> {
    DMatrix::from_fn(matrix.nrows(), matrix.ncols(), |i, j| matrix[(i, j)].times(&factors[j]))
}

fn reversed<F: Field>(matrix: &DMatrix<F>) -> DMatrix<F> {
    let last = matrix.nrows() - 1;
    DMatrix::from_fn(matrix.nrows(), matrix.ncols(), |i, j| matrix[(last - i, last - j)].clone())
}

/// The eigenvectors, as the columns of a unit lower triangular matrix, of a lower triangular matrix with distinct
/// diagonal entries: by substitution.
fn lower_eigenvectors<F: Field>(matrix: &DMatrix<F>) -> Option<DMatrix<F>> {
    let size = matrix.nrows();
    let mut vectors = DMatrix::identity(size, size);
    for k in 0..size {
        for i in k + 1..size {
            let mut sum = F::zero();
            for j in k..i {
                sum.add_product(&matrix[(i, j)], &vectors[(j, k)]);
            }
            vectors[(i, k)] = sum.times(&matrix[(k, k)].minus(&matrix[(i, i)]).inverse()?);
        }
    }
    Some(vectors)
}
