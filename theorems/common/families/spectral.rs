//! Prescribed Jordan structure.

use flowcert::matrix::exact::ExactField;
use flowcert::matrix::{Blocks, DMatrix};
use flowcert::scalar::Field;

use super::super::draw::conjugated;
use super::Draw;

/// Ones below the diagonal, a random last column.
pub(super) fn companion<F: Field>(size: usize, draw: &mut Draw) -> DMatrix<F> {
    DMatrix::from_fn(size, size, |i, j| {
        if j + 1 == size {
            draw.nonzero()
        } else if i == j + 1 {
            F::one()
        } else {
            F::zero()
        }
    })
}

/// Jordan blocks of random sizes for at most three eigenvalues.
pub(super) fn jordan<F: Field>(size: usize, draw: &mut Draw) -> DMatrix<F> {
    let eigenvalues: [F; 3] = [F::one(), -F::one(), draw.nonzero()];
    let mut matrix = DMatrix::zeros(size, size);
    let mut start = 0;
    while start < size {
        let end = size.min(start + 1 + draw.below(3));
        let eigenvalue = &eigenvalues[draw.below(3)];
        for k in start..end {
            matrix[(k, k)] = eigenvalue.clone();
            if k > start {
                matrix[(k - 1, k)] = F::one();
            }
        }
        start = end;
    }
    matrix
}

pub(super) fn conjugated_jordan<F: ExactField>(size: usize, draw: &mut Draw) -> DMatrix<F> {
    conjugated(&jordan(size, draw), &draw.unimodular_integers(size))
}

/// N of determinant 1 with few cyclic summands: scalar, unipotent, diag(a, 1/a, 1, …), or Jordan blocks.
fn derogatory<F: ExactField>(size: usize, draw: &mut Draw) -> DMatrix<F> {
    let minus_one = -F::one();
    let mut target = match draw.below(4) {
        0 if size.is_multiple_of(2) => DMatrix::from_diagonal_element(size, size, minus_one),
        1 if size > 1 => super::moved_pair(size, 0, 1, &draw.nonzero()),
        2 => jordan(size, draw),
        _ => DMatrix::identity(size, size),
    };
    let excess = F::determinant(&target).inverse().expect("Jordan blocks of nonzero eigenvalues");
    for entry in &mut target.column_mut(size - 1) {
        *entry = entry.times(&excess);
    }
    conjugated(&target, &draw.unimodular_integers(size))
}

/// −I + 2·u·e₁ᵀ with u = (1, …, 1)ᵀ: determinant 1 for odd sizes, every coordinate mixed with the first, derogatory. After
/// the first unit pivot the rest of it is −I, which has no unit pivots.
pub(crate) fn reflection_with_scalar_rest<F: Field>(size: usize) -> DMatrix<F> {
    DMatrix::from_fn(size, size, |i, j| {
        let diagonal = if i == j { -F::one() } else { F::zero() };
        if j == 0 { diagonal.plus(&F::from_i64(2)) } else { diagonal }
    })
}

/// M for which step 3 of the theorem meets N = ((AC⁻¹D − B)C)⁻¹ as prescribed, of determinant 1: B = AC⁻¹D − (CN)⁻¹.
pub(crate) fn with_commutator<F: ExactField>(target: &DMatrix<F>, [a, c, d]: [DMatrix<F>; 3]) -> DMatrix<F> {
    let quotient = F::divide(&a, &c).expect("C is invertible");
    let determined = F::invert(&F::multiply(&c, target)).expect("C and N are invertible");
    Blocks { b: F::multiply(&quotient, &d) - determined, a, c, d }.join()
}

/// M for which N is derogatory. A is singular where `singular_corner`, and so is the block opposite to it in M⁻¹.
pub(super) fn prescribed_commutator<F: ExactField>(
    half: usize,
    draw: &mut Draw,
    singular_corner: bool,
) -> DMatrix<F> {
    let c = draw.invertible(half);
    let target = derogatory(half, draw);
    let (a, d) = if singular_corner {
        (draw.nilpotent(half), DMatrix::zeros(half, half))
    } else {
        (draw.matrix(half, half), draw.matrix(half, half))
    };
    with_commutator(&target, [a, c, d])
}
