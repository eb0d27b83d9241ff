//! **Theorem 2 (rotations).** Every M ∈ SO(2d) is a product of six additive couplings L U L U L U whose shifts have
//! spectral norms at most 1, 2, √5, 1, 2, (3 + √5)/2 < 2.62.
//!
//! The proof is docs/math/conditioned.md. The CS decomposition M = diag(u1, u2)·[c −s; s c]·diag(v1, v2)ᵀ gives
//! everything: w = u2·diag(c/(1+s))·u1ᵀ makes C' = C + wA = u2·v1ᵀ orthogonal, G = u1·v2ᵀ·u2·v1ᵀ is a rotation, and
//! its two reflections G = R1·R2 (with R1 = Θ·R2·Θᵀ) are the rest.

use nalgebra::DMatrix;

use super::LinearError;
use crate::coupling::{Flow, Half, Partition};
use crate::matrix::Blocks;
use crate::matrix::float::{CosineSine, FloatError, FloatField, Involutions, scale_columns};
use crate::scalar::Rational;

/// How far from orthogonal a matrix may be: ‖MᵀM − I‖ in the Frobenius norm. What it is beyond rounding is in the error.
pub const MAX_DEVIATION: f64 = 1e-6;

/// What Theorem 2 promises: the layers, and a rational upper bound on every shift's spectral norm, up to rounding.
///
/// ```
/// let (layers, norm) = flowcert::linear::orthogonal::bound();
/// assert_eq!((layers, norm), (6, (131, 50).into()));
/// ```
#[must_use]
pub fn bound() -> (usize, Rational) {
    (6, Rational::from((131, 50)))
}

/// Factors an orthogonal `2d × 2d` matrix into at most six couplings: additive ones for determinant 1, with one scale −1 for
/// determinant −1.
///
/// ```
/// use flowcert::linear::orthogonal;
/// use flowcert::matrix::DMatrix;
///
/// let cycle = DMatrix::from_row_slice(4, 4, &[
///     0.0, 0.0, 0.0, -1.0,
///     1.0, 0.0, 0.0, 0.0,
///     0.0, 1.0, 0.0, 0.0,
///     0.0, 0.0, 1.0, 0.0,
/// ]);
/// let flow = orthogonal::construct(&cycle)?;
/// assert_eq!(flow.layers().len(), 6);
/// assert!((flow.matrix() - cycle).norm() < 1e-14);
/// # Ok::<(), flowcert::linear::LinearError>(())
/// ```
///
/// # Errors
///
/// [`LinearError`]: not square, not of even size, not orthogonal up to [`MAX_DEVIATION`], no convergence.
pub fn construct<F: FloatField>(matrix: &DMatrix<F>) -> Result<Flow<F>, LinearError> {
    let half = super::half_size(matrix)?;
    let deviation = deviation(matrix);
    if deviation > MAX_DEVIATION {
        return Err(LinearError::NotOrthogonal { deviation: format!("{deviation:.1e}") });
    }
    let partition = Partition::halves(half);
    match six_factors(matrix) {
        // Determinant −1: one fixed sign flip, then a rotation.
        Err(FloatError::NotARotation { .. }) => {
            let (ones, mut signs) = (vec![F::one(); half], vec![F::one(); half]);
            signs[half - 1] = -F::one();
            let rotation = scale_columns(matrix, &[ones.clone(), signs.clone()].concat());
            Ok(Flow::of_factors(partition, six_factors(&rotation)?).after_diagonal(ones, signs))
        }
        factors => Ok(Flow::of_factors(partition, factors?)),
    }
}

/// ‖MᵀM − I‖ in the Frobenius norm, as floats give it.
pub fn deviation<F: FloatField>(matrix: &DMatrix<F>) -> f64 {
    let gram = F::multiply(&matrix.transpose(), matrix) - DMatrix::identity(matrix.ncols(), matrix.ncols());
    gram.iter().map(|entry| entry.to_double().powi(2)).sum::<f64>().sqrt()
}

/// The factors L U L U L U of a rotation, leftmost first.
pub(super) fn six_factors<F: FloatField>(
    rotation: &DMatrix<F>,
) -> Result<[(Half, DMatrix<F>); 6], FloatError> {
    let half = rotation.nrows() / 2;
    let Blocks { a, b, .. } = Blocks::of(rotation, half);
    let cs = CosineSine::of(rotation, half)?;
    let (u1, u2, v1, v2) = (&cs.first_left, &cs.second_left, &cs.first_right, &cs.second_right);
    // c/(1 + s), at most 1.
    let ratios: Vec<F> = cs.cosines.iter().zip(&cs.sines).map(|(c, s)| c.over(&F::one().plus(s))).collect();
    let narrow = scale_columns(u2, &ratios);
    let w = F::multiply(&narrow, &u1.transpose());
    let c = F::multiply(u2, &v1.transpose());
    let d = F::multiply(&narrow, &v2.transpose());
    let turned = F::multiply(&F::multiply(u1, &F::multiply(&v2.transpose(), u2)), &v1.transpose());
    let Involutions { first: x, intertwiner, .. } = Involutions::of(&turned)?;
    let x0 = F::multiply(&(a - &x), &c.transpose());
    let b = b - F::multiply(&x0, &d);
    // t = 1/2 balances the norms, and multiplying by it is exact.
    let inner = Inner::of(&x, &intertwiner, &c, &b, &F::one().over(&F::from_i64(2)));
    Ok(inner.factors([(Half::Second, -w), (Half::First, x0)]))
}

/// The layers L(a) U(b) L(c) U(e) that end every word of this kind: [X B; C ·] with X = R1 and C orthogonal.
pub(super) struct Inner<F: FloatField> {
    a: DMatrix<F>,
    b: DMatrix<F>,
    c: DMatrix<F>,
    e: DMatrix<F>,
}

impl<F: FloatField> Inner<F> {
    /// With T = tΘCᵀ: b = (X − I)T, c = T⁻¹, a = (C − c)Xᵀ, e = Xᵀ(B − b).
    pub(super) fn of(
        x: &DMatrix<F>,
        intertwiner: &DMatrix<F>,
        c: &DMatrix<F>,
        b: &DMatrix<F>,
        t: &F,
    ) -> Self {
        let size = x.nrows();
        let frame = F::multiply(intertwiner, &c.transpose());
        let inner_c = frame.transpose().map(|entry| entry.over(t));
        let inner_b = F::multiply(&(x - DMatrix::identity(size, size)), &frame.map(|entry| entry.times(t)));
        let a = F::multiply(&(c - &inner_c), &x.transpose());
        let e = F::multiply(&x.transpose(), &(b - &inner_b));
        Self { a, b: inner_b, c: inner_c, e }
    }

    fn factors(self, outer: [(Half, DMatrix<F>); 2]) -> [(Half, DMatrix<F>); 6] {
        let [first, second] = outer;
        let [a, b, c, e] = self.tail();
        [first, second, a, b, c, e]
    }

    /// L(a), U(b), L(c), U(e).
    pub(super) fn tail(self) -> [(Half, DMatrix<F>); 4] {
        [(Half::Second, self.a), (Half::First, self.b), (Half::Second, self.c), (Half::First, self.e)]
    }
}
