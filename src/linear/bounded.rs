//! **Theorem 3 (ten bounded layers).** Every M ∈ GL(2d, ℝ) is a product of ten affine couplings U L U L U L U L U L, eight
//! of them additive, whose shifts have spectral norm at most max(2.62, 5.55‖M‖), whatever the condition number. The scales
//! of the other two are singular values of two blocks; one of them is negative exactly if det M < 0.
//!
//! The proof is docs/math/conditioned.md. M = O1·[Γ1 Z; 0 Γ2]·O2 with O1 = [0 −P'; P 0], orthogonal factors of determinant
//! 1, Γ1 and Γ2 diagonal; O1 is a word of five layers, O2 one of six (Theorem 2), and the three U in the middle merge. Nothing
//! is divided by a singular value, so the error does not depend on the condition number.

use std::cmp::Ordering;

use nalgebra::DMatrix;

use super::LinearError;
use super::orthogonal::{Inner, six_factors};
use crate::coupling::{Flow, Half, Layer, Partition};
use crate::matrix::float::{
    FloatError, FloatField, Involutions, Svd, has_positive_determinant, scale_columns, scale_rows,
};
use crate::matrix::{Blocks, concatenate_rows};
use crate::scalar::Rational;

pub use crate::matrix::float::determinant::Sign;

/// What Theorem 3 promises for a matrix of spectral norm at most `norm`: the layers, and an upper bound on the spectral norm of
/// every shift, up to rounding: max(2.62, 5.55·`norm`).
///
/// ```
/// use flowcert::linear::bounded;
///
/// assert_eq!(bounded::bound(&1.into()), (10, (111, 20).into()));
/// assert_eq!(bounded::bound(&(1, 5).into()), (10, (131, 50).into()));
/// ```
#[must_use]
pub fn bound(norm: &Rational) -> (usize, Rational) {
    let scaled = Rational::from((111, 20)) * norm;
    (10, scaled.max(super::orthogonal::bound().1))
}

/// Factors a `2d × 2d` matrix into at most ten couplings with bounded shifts.
///
/// `sign` is the sign of det M, which must be known exactly: of an ill-conditioned matrix, the smallest scales computed are
/// noise, and the sign decides; [`determinant`](crate::matrix::float::determinant) finds it. Where it asks for it, the smallest scale is changed by no more than rounding already has.
///
/// ```
/// use flowcert::linear::bounded::{self, Sign};
/// use flowcert::matrix::DMatrix;
///
/// let matrix = DMatrix::from_row_slice(2, 2, &[1.0, 1.0, 1.0, 1.0 + 1e-15]);
/// let flow = bounded::construct(&matrix, Sign::Positive)?;
/// assert!((flow.matrix() - matrix).norm() < 1e-14);
/// assert!(flow.layers().iter().flat_map(|layer| &layer.scale).all(|scale| *scale > 0.0));
/// # Ok::<(), flowcert::linear::LinearError>(())
/// ```
///
/// # Errors
///
/// [`LinearError`]: not square, not of even size, a sign that the matrix contradicts, entries too large to leave room for the
/// shifts, no convergence.
pub fn construct<F: FloatField>(matrix: &DMatrix<F>, sign: Sign) -> Result<Flow<F>, LinearError> {
    let half = super::half_size(matrix)?;
    // Powers of two: exact, and nothing overflows or vanishes on the way.
    let exponent = matrix.iter().filter_map(F::exponent).max().unwrap_or(0);
    let scaled = matrix.map(|entry| entry.shifted(-exponent));
    let Blocks { b, c, .. } = Blocks::of(&scaled, half);
    let zero = |block: &DMatrix<F>| block.iter().all(num_traits::Zero::is_zero);
    let flow = if zero(&b) {
        ten(&Frame::block_triangular(&scaled)?, sign, exponent)?
    } else if zero(&c) {
        let swapped = Blocks::of(&scaled, half).swapped().join();
        ten(&Frame::block_triangular(&swapped)?, sign, exponent)?.swapped()
    } else {
        ten(&Frame::general(&scaled)?, sign, exponent)?
    };
    let finite = |layer: &Layer<F>| layer.shift.iter().chain(&layer.scale).all(F::is_finite);
    if flow.layers().iter().all(finite) { Ok(flow) } else { Err(LinearError::Overflow) }
}

/// M = [0 −P'; P 0]·[Γ1 Z; 0 Γ2]·O2.
struct Frame<F: FloatField> {
    /// P and P', `d × d`, orthogonal.
    left: [DMatrix<F>; 2],
    /// The diagonals of Γ1 and Γ2.
    scales: [Vec<F>; 2],
    /// Z, `d × d`, ‖Z‖ ≤ ‖M‖.
    corner: DMatrix<F>,
    /// O2, `2d × 2d`, orthogonal.
    right: DMatrix<F>,
    /// Whether O2 has the form [0 ·; · 0], which takes five layers instead of six.
    antidiagonal: bool,
}

impl<F: FloatField> Frame<F> {
    /// The last d rows of O2 span the rows of [A B]: M·O2ᵀ = [0 E; C Z].
    fn general(matrix: &DMatrix<F>) -> Result<Self, FloatError> {
        let half = matrix.nrows() / 2;
        let basis = F::orthogonal_factor(&matrix.rows(0, half).transpose()).transpose();
        let right = concatenate_rows(&basis.rows(half, half).into_owned(), &basis.rows(0, half).into_owned());
        Self::of(matrix, &right, false)
    }

    /// B = 0: the rows of [A 0] are spanned without computing.
    fn block_triangular(matrix: &DMatrix<F>) -> Result<Self, FloatError> {
        let half = matrix.nrows() / 2;
        let right = DMatrix::from_fn(2 * half, 2 * half, |i, j| {
            if j == (i + half) % (2 * half) { F::one() } else { F::zero() }
        });
        Self::of(matrix, &right, true)
    }

    fn of(matrix: &DMatrix<F>, right: &DMatrix<F>, antidiagonal: bool) -> Result<Self, FloatError> {
        let half = matrix.nrows() / 2;
        let Blocks { b: e, c, d: z, .. } = Blocks::of(&F::multiply(matrix, &right.transpose()), half);
        let (of_c, of_e) = both(half, || F::svd(&c), || F::svd(&-e));
        let (of_c, of_e) = (of_c?, of_e?);
        let (upper, lower) = (right.rows(0, half).into_owned(), right.rows(half, half).into_owned());
        let right = concatenate_rows(
            &F::multiply(&of_c.right.transpose(), &upper),
            &F::multiply(&of_e.right.transpose(), &lower),
        );
        let corner = F::multiply(&F::multiply(&of_c.left.transpose(), &z), &of_e.right);
        let Svd { left: p, values: first, .. } = of_c;
        let Svd { left: p_prime, values: second, .. } = of_e;
        let mut frame = Self { left: [p, p_prime], scales: [first, second], corner, right, antidiagonal };
        frame.orient();
        Ok(frame)
    }

    /// Makes det(P'P) = det O2 = 1; the signs go into the smallest scale, the last one of Γ1 or of Γ2.
    fn orient(&mut self) {
        let last = self.corner.nrows() - 1;
        let of_first = self.scales[0][last] <= self.scales[1][last];
        let (half, row) = if of_first { (0, last) } else { (1, 2 * last + 1) };
        let [p, p_prime] = &mut self.left;
        if has_positive_determinant(p) != has_positive_determinant(p_prime) {
            negate(self.left[half].column_mut(last).iter_mut());
            negate([&mut self.scales[half][last]]);
            if of_first {
                negate(self.corner.row_mut(last).iter_mut());
            }
        }
        if !has_positive_determinant(&self.right) {
            negate(self.right.row_mut(row).iter_mut());
            negate([&mut self.scales[half][last]]);
            if !of_first {
                negate(self.corner.column_mut(last).iter_mut());
            }
        }
    }

    /// U(x0) L(a) U(b) L(c) U(e) = [0 −P'; P 0], leftmost first.
    fn left_factors(&self) -> Result<[(Half, DMatrix<F>); 5], FloatError> {
        let [p, p_prime] = &self.left;
        antidiagonal_factors(p, p_prime)
    }

    /// O2, leftmost factor first: the word of O2ᵀ inverted.
    fn right_factors(&self) -> Result<Vec<(Half, DMatrix<F>)>, FloatError> {
        let transposed = self.right.transpose();
        let word = if self.antidiagonal {
            let Blocks { b, c, .. } = Blocks::of(&transposed, self.corner.nrows());
            antidiagonal_factors(&c, &-b)?.to_vec()
        } else {
            six_factors(&transposed)?.to_vec()
        };
        Ok(word.into_iter().rev().map(|(writes, shift)| (writes, -shift)).collect())
    }
}

/// [0 −P'; P 0] as U(x0) L(a) U(b) L(c) U(e), for orthogonal P, P' with det(P'P) = 1.
fn antidiagonal_factors<F: FloatField>(
    p: &DMatrix<F>,
    p_prime: &DMatrix<F>,
) -> Result<[(Half, DMatrix<F>); 5], FloatError> {
    let Involutions { first: x, intertwiner, .. } = Involutions::of(&F::multiply(p_prime, p))?;
    let x0 = -F::multiply(&x, &p.transpose());
    // 181/256 is 1/√2 up to 4·10⁻⁵, and exact in binary.
    let t = F::from_i64(181).over(&F::from_i64(256));
    let [a, b, c, e] = Inner::of(&x, &intertwiner, p, &-p_prime, &t).tail();
    Ok([(Half::First, x0), a, b, c, e])
}

/// The ten layers of 2^exponent · the framed matrix.
fn ten<F: FloatField>(frame: &Frame<F>, sign: Sign, exponent: i32) -> Result<Flow<F>, LinearError> {
    let (left, right) = both(frame.corner.nrows(), || frame.left_factors(), || frame.right_factors());
    let (left, right) = (left?, right?);
    let [first, second] = signed_scales(&frame.scales, sign)?;
    // U(e)·[Γ1 Z; 0 Γ2]·U(−e2) = diag(I, Γ2)·[Γ1, Z + eΓ2 − Γ1e2; 0, I].
    let [x0, a, b, (_, c), (_, e)] = left;
    let (_, minus_e2) = &right[0];
    let middle = &frame.corner + scale_columns(&e, &second) + scale_rows(&first, minus_e2);
    let half = middle.nrows();
    let shift = |entry: &F| entry.shifted(exponent);
    let scaled = |scales: &[F]| scales.iter().map(|scale| shifted_scale(scale, exponent)).collect::<Vec<_>>();
    let mut flow = Flow::identity(Partition::halves(half));
    for (writes, shift) in right.into_iter().skip(1).rev() {
        flow.push(Layer::additive(writes, shift));
    }
    flow.push(Layer { writes: Half::First, shift: middle.map(|entry| shift(&entry)), scale: scaled(&first) });
    flow.push(Layer { writes: Half::Second, shift: c, scale: scaled(&second) });
    for (writes, shift) in [b, a, x0] {
        flow.push(Layer::additive(writes, shift));
    }
    Ok(flow)
}

/// Two independent results, found side by side where the blocks are large enough to be worth waking a thread; the same on any
/// number of threads.
fn both<A: Send, B: Send>(
    half: usize,
    first: impl FnOnce() -> A + Send,
    second: impl FnOnce() -> B + Send,
) -> (A, B) {
    const WORTH_WAKING: usize = 32;
    if half < WORTH_WAKING { (first(), second()) } else { rayon::join(first, second) }
}

/// scale · 2^exponent, which stays different from 0 where doubles end.
fn shifted_scale<F: FloatField>(scale: &F, exponent: i32) -> F {
    let shifted = scale.shifted(exponent);
    if !shifted.is_zero() || scale.is_zero() {
        return shifted;
    }
    let smallest = F::one().shifted(-1074);
    if *scale < F::zero() { -smallest } else { smallest }
}

/// The scales with the sign of their product corrected: a computed scale that is zero, or whose sign is wrong, is rounding
/// noise, and is changed within the error that it already has.
fn signed_scales<F: FloatField>(scales: &[Vec<F>; 2], sign: Sign) -> Result<[Vec<F>; 2], LinearError> {
    let [mut first, mut second] = scales.clone();
    let greater = |x: F, y: F| if y > x { y } else { x };
    let largest = first.iter().chain(&second).map(F::magnitude).fold(F::zero(), greater);
    let bits = largest.unit_roundoff().log2() as i32;
    if sign == Sign::Zero {
        clear_noise(first.iter_mut().chain(&mut second), &largest.shifted(bits + 6));
        return Ok([first, second]);
    }
    for scale in first.iter_mut().chain(&mut second).filter(|scale| scale.is_zero()) {
        *scale = largest.shifted(bits);
    }
    let negative = first.iter().chain(&second).filter(|scale| **scale < F::zero()).count() % 2 == 1;
    if negative != (sign == Sign::Negative) {
        let noise = largest.shifted(bits + 10).times(&F::from_i64(first.len() as i64));
        let size = |x: &F, y: &F| x.magnitude().partial_cmp(&y.magnitude()).unwrap_or(Ordering::Equal);
        let smallest = first.iter_mut().chain(&mut second).min_by(|x, y| size(x, y));
        match smallest {
            Some(scale) if scale.magnitude() <= noise => *scale = -scale.clone(),
            _ => return Err(LinearError::WrongSign),
        }
    }
    Ok([first, second])
}

/// Makes the scales up to `noise` zero, and the smallest in any case.
fn clear_noise<'a, F: FloatField>(scales: impl Iterator<Item = &'a mut F>, noise: &F) {
    let mut scales: Vec<&mut F> = scales.collect();
    scales.sort_by(|x, y| x.magnitude().partial_cmp(&y.magnitude()).unwrap_or(Ordering::Equal));
    for (k, scale) in scales.into_iter().enumerate() {
        if k == 0 || scale.magnitude() <= *noise {
            *scale = F::zero();
        }
    }
}

fn negate<'a, F: FloatField>(entries: impl IntoIterator<Item = &'a mut F>) {
    for entry in entries {
        *entry = -entry.clone();
    }
}
