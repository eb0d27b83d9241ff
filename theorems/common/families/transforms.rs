//! Transforms of signal processing, and orthogonal matrices.

use flowcert::matrix::DMatrix;
use flowcert::matrix::exact::ExactField;
use flowcert::scalar::Field;

use super::Draw;
use super::permutation;

/// The Walsh–Hadamard matrix (−1)^⟨i, j⟩, for a size that is a power of two.
pub(crate) fn hadamard<F: Field>(size: usize) -> Option<DMatrix<F>> {
    let sign = |i: usize, j: usize| if (i & j).count_ones().is_multiple_of(2) { F::one() } else { -F::one() };
    size.is_power_of_two().then(|| DMatrix::from_fn(size, size, sign))
}

/// The core transform of H.264, an integer approximation of the discrete cosine transform.
pub(crate) fn h264<F: Field>() -> DMatrix<F> {
    let entries = [1, 1, 1, 1, 2, 1, -1, -2, 1, -1, -1, 1, 1, -2, 2, -1];
    DMatrix::from_row_slice(4, 4, &entries.map(F::from_i64))
}

/// As many copies of the core transform as fit on the diagonal, in a random order of coordinates.
pub(super) fn integer_transform<F: ExactField>(size: usize, draw: &mut Draw) -> Option<DMatrix<F>> {
    if size < 4 || F::from_i64(10).is_zero() {
        return None; // its determinant is 40
    }
    let mut matrix = DMatrix::identity(size, size);
    for start in (0..=size - 4).step_by(4) {
        matrix.view_mut((start, start), (4, 4)).copy_from(&h264());
    }
    Some(F::multiply(&matrix, &permutation::matrix(&draw.permutation(size), |_| false)))
}

/// (I − S)(I + S)⁻¹ for a random skew-symmetric S; `None` where I + S is singular, which needs a finite field.
pub(super) fn orthogonal<F: ExactField>(size: usize, draw: &mut Draw) -> Option<DMatrix<F>> {
    let random = draw.matrix::<F>(size, size);
    let skew = &random - random.transpose();
    let identity = DMatrix::identity(size, size);
    F::divide(&(&identity - &skew), &(identity + skew))
}
