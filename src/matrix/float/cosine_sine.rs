//! The CS decomposition of an orthogonal matrix, cut in two halves.

use nalgebra::DMatrix;

use super::{FloatError, FloatField, Svd, reverse_columns};
use crate::matrix::Blocks;

/// An orthogonal matrix as diag(u1, u2) · [c −s; s c] · diag(v1, v2)ᵀ, with c, s ≥ 0 and c² + s² = 1.
///
/// The first half has p rows, the second q, p = q or q + 1. In the latter case [c −s; s c] has one row and column more in
/// its middle, where c = 1 and s = 0.
#[derive(Clone, Debug)]
pub struct CosineSine<F: FloatField> {
    /// u1, `p × p`, orthogonal.
    pub first_left: DMatrix<F>,
    /// u2, `q × q`, orthogonal.
    pub second_left: DMatrix<F>,
    /// v1, `p × p`, orthogonal.
    pub first_right: DMatrix<F>,
    /// v2, `q × q`, orthogonal.
    pub second_right: DMatrix<F>,
    /// The q cosines c, ascending.
    pub cosines: Vec<F>,
    /// The q sines s, descending.
    pub sines: Vec<F>,
}

impl<F: FloatField> CosineSine<F> {
    /// Decomposes an orthogonal matrix whose first half has `first` coordinates.
    ///
    /// Near cosine 1 the singular values of the block A cannot tell sines apart, near cosine 0 they tell everything: the
    /// vectors with cosine at most 1/√2 come from A, the others from C (Van Loan's method). No singular value is divided by,
    /// so equal ones, zeros and ones need no care.
    ///
    /// # Errors
    ///
    /// [`FloatError::NoConvergence`].
    ///
    /// # Panics
    ///
    /// If the matrix is not square or its halves do not have p = q or p = q + 1 coordinates.
    pub fn of(matrix: &DMatrix<F>, first: usize) -> Result<Self, FloatError> {
        let blocks = Blocks::of(matrix, first);
        let [first_left, second_left, first_right] = first_column_vectors(&blocks.a, &blocks.c)?;
        let (cosines, sines) = angles(&blocks, &first_left, &second_left, &first_right);
        let second_right = second_right(&blocks, &first_left, &second_left, &cosines, &sines);
        Ok(Self { first_left, second_left, first_right, second_right, cosines, sines })
    }
}

/// u1, u2 and v1 of the first block column: A = u1·c·v1ᵀ and C = u2·s·v1ᵀ, of shapes p × p and q × p, p = q or q + 1.
pub(crate) fn first_column_vectors<F: FloatField>(
    a: &DMatrix<F>,
    c: &DMatrix<F>,
) -> Result<[DMatrix<F>; 3], FloatError> {
    let (first, second) = (a.nrows(), c.nrows());
    assert!(first == second || first == second + 1, "the halves must be equal up to one coordinate");
    let svd = F::svd(a)?;
    // Cosines ascending, sines descending: the reliable directions come first.
    let (mut first_left, mut first_right) = (reverse_columns(&svd.left), reverse_columns(&svd.right));
    let half = F::one().over(&F::from_i64(2));
    let from_a = svd.values.iter().rev().take(second).take_while(|c| c.times(c) <= half).count();
    // C·v1 has orthogonal columns, of lengths s; the first ones are long.
    let columns = F::multiply(c, &first_right);
    let mut second_left = F::orthogonal_factor(&columns.columns(0, from_a).into_owned());
    // In the complement of these, A·v1 has singular values near 1: there C decides.
    let rest = F::multiply(&second_left.transpose(), &columns);
    let rest = rest.view((from_a, from_a), (second - from_a, first - from_a)).into_owned();
    let (rest_left, rest_right) = wide_singular_vectors(&rest)?;
    rotate_last_columns(&mut second_left, &rest_left);
    rotate_last_columns(&mut first_right, &rest_right);
    let image = F::multiply(&first_left.transpose(), &F::multiply(a, &first_right));
    let size = first - from_a;
    let image = image.view((from_a, from_a), (size, size)).into_owned();
    rotate_last_columns(&mut first_left, &F::orthogonal_factor(&image));
    Ok([first_left, second_left, first_right])
}

/// The left and right singular vectors of an m × m or m × (m + 1) matrix, singular values descending.
fn wide_singular_vectors<F: FloatField>(matrix: &DMatrix<F>) -> Result<(DMatrix<F>, DMatrix<F>), FloatError> {
    let rows = matrix.nrows();
    // Where there is a column more, the last right vector is the kernel's; QR of the transpose splits it off.
    let basis = F::orthogonal_factor(&matrix.transpose());
    let square = F::multiply(matrix, &basis).columns(0, rows).into_owned();
    let Svd { left, right, .. } = F::svd(&square)?;
    let mut rotated = basis.clone();
    rotated.columns_mut(0, rows).copy_from(&F::multiply(&basis.columns(0, rows).into_owned(), &right));
    Ok((left, rotated))
}

/// Multiplies the last columns of `matrix` by `factor`.
fn rotate_last_columns<F: FloatField>(matrix: &mut DMatrix<F>, factor: &DMatrix<F>) {
    let (start, count) = (matrix.ncols() - factor.nrows(), factor.nrows());
    let product = F::multiply(&matrix.columns(start, count).into_owned(), factor);
    matrix.columns_mut(start, count).copy_from(&product);
}

/// The cosines u1ᵀ A v1 and sines u2ᵀ C v1.
fn angles<F: FloatField>(
    blocks: &Blocks<F>,
    first_left: &DMatrix<F>,
    second_left: &DMatrix<F>,
    first_right: &DMatrix<F>,
) -> (Vec<F>, Vec<F>) {
    let (upper, lower) = (F::multiply(&blocks.a, first_right), F::multiply(&blocks.c, first_right));
    (0..second_left.ncols())
        .map(|j| {
            normalized(&dot(first_left, &upper, j).magnitude(), &dot(second_left, &lower, j).magnitude())
        })
        .unzip()
}

/// v2ᵀ = c·u2ᵀD − s·u1ᵀB, since D = u2 c v2ᵀ and B = −u1 s v2ᵀ (row by row).
fn second_right<F: FloatField>(
    blocks: &Blocks<F>,
    first_left: &DMatrix<F>,
    second_left: &DMatrix<F>,
    cosines: &[F],
    sines: &[F],
) -> DMatrix<F> {
    let lower = F::multiply(&second_left.transpose(), &blocks.d);
    let upper = F::multiply(&first_left.transpose(), &blocks.b);
    DMatrix::from_fn(lower.ncols(), lower.nrows(), |j, i| {
        let mut entry = cosines[i].times(&lower[(i, j)]);
        entry.subtract_product(&sines[i], &upper[(i, j)]);
        entry
    })
}

/// The scalar product of the columns `j` of both matrices.
fn dot<F: FloatField>(left: &DMatrix<F>, right: &DMatrix<F>, j: usize) -> F {
    let mut sum = F::zero();
    for i in 0..left.nrows() {
        sum.add_product(&left[(i, j)], &right[(i, j)]);
    }
    sum
}

/// (c, s) / √(c² + s²).
fn normalized<F: FloatField>(cosine: &F, sine: &F) -> (F, F) {
    let length = cosine.times(cosine).plus(&sine.times(sine)).square_root();
    (cosine.over(&length), sine.over(&length))
}
