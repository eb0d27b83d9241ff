//! **Theorem 4 (eight layers, one scalar scale).** Every M ∈ GL⁺(2d, ℝ) is det(M)^(1/2d) times a product of eight additive
//! couplings, whose shifts have spectral norms bounded by a polynomial in the condition number κ(M), whatever d.
//!
//! The proof, with the constants, is docs/math/conditioned.md. G = O·P (polar) is split as X = R1·W, where O = R1·R2 and W
//! permutes the eigenvectors of P in a cycle, so ordered that W·P⁻¹ = Δ·W·Δ⁻¹ with Δ no worse conditioned than P. Rounding is
//! amplified by about κ²; [`construct_within`] refuses what misses a tolerance. [`bounded`](super::bounded) has no such limit.

use std::collections::VecDeque;

use nalgebra::DMatrix;

use super::LinearError;
use super::certified::CertifiedField;
use crate::coupling::{Flow, Half, Partition};
use crate::matrix::float::{
    FloatError, FloatField, Involutions, Svd, approximate_log_determinant, first_column_vectors, invert,
    scale_columns, spectral_norm,
};
use crate::matrix::{Blocks, Product};
use crate::scalar::Field;

/// What Theorem 4 promises for a matrix of determinant ±1 and this condition number: the layers, and an upper bound on the
/// spectral norm of every shift, 8.61·κ^(3/2). For determinant γ^(2d), one shift is multiplied by γ.
///
/// ```
/// assert_eq!(flowcert::linear::conditioned::bound(4.0), (8, 8.61 * 8.0));
/// ```
#[must_use]
pub fn bound(condition: f64) -> (usize, f64) {
    (8, 8.61 * condition.powf(1.5))
}

/// Factors a `2d × 2d` matrix into at most eight couplings, additive up to one scalar: every scale is ±det(M)^(1/2d), or 1.
///
/// ```
/// use flowcert::linear::conditioned;
/// use flowcert::matrix::DMatrix;
///
/// let matrix = DMatrix::from_row_slice(4, 4, &[
///     2.0, 1.0, 0.0, 0.0,
///     1.0, 3.0, 1.0, 0.0,
///     0.0, 1.0, 4.0, 1.0,
///     0.0, 0.0, 1.0, 5.0,
/// ]);
/// let flow = conditioned::construct(&matrix)?;
/// assert!(flow.layers().len() <= 8);
/// assert!((flow.matrix() - matrix).norm() < 1e-12);
/// # Ok::<(), flowcert::linear::LinearError>(())
/// ```
///
/// # Errors
///
/// [`LinearError`]: not square, not of even size; singular, or too ill-conditioned for doubles.
pub fn construct(matrix: &DMatrix<f64>) -> Result<Flow<f64>, LinearError> {
    let half = super::half_size(matrix)?;
    let size = 2 * half;
    // The sign need not be certified: with a wrong one, the polar factor below is no rotation.
    let (sign, logarithm) = approximate_log_determinant(matrix);
    let scale = (logarithm / size as f64).exp();
    if !scale.is_normal() {
        // Zero if a pivot is: then the matrix is singular, or as good as that.
        return Err(LinearError::Float(FloatError::NotARotation { size }));
    }
    let mut last = vec![scale; half];
    last[half - 1] *= sign;
    let inverse: Vec<f64> = last.iter().map(|x| x.recip()).collect();
    let factors = eight_factors(&scale_columns(matrix, &[vec![scale.recip(); half], inverse].concat()))?;
    Ok(Flow::of_factors(Partition::halves(half), factors).after_diagonal(vec![scale; half], last))
}

/// As [`construct`], with a certified relative error of at most `tolerance`.
///
/// # Errors
///
/// As [`construct`], and [`LinearError::Tolerance`] if the error is more, or a polar factor so near a singular matrix that the
/// sign of its determinant is lost.
pub fn construct_within(matrix: &DMatrix<f64>, tolerance: f64) -> Result<Flow<f64>, LinearError> {
    let missed = |error| LinearError::Tolerance {
        error: format!("{error:.1e}"),
        tolerance: format!("{tolerance:.1e}"),
    };
    let flow = match construct(matrix) {
        Err(LinearError::Float(FloatError::NotARotation { .. })) => return Err(missed(f64::INFINITY)),
        flow => flow?,
    };
    let finite = flow.layers().iter().all(|layer| layer.shift.iter().all(FloatField::is_finite));
    if !finite {
        return Err(missed(f64::INFINITY));
    }
    let error = f64::relative_error(&flow, &matrix.map(|x| x.to_rational()));
    if error <= tolerance { Ok(flow) } else { Err(missed(error)) }
}

/// L(−w) U(x0) L U L U L U of determinant 1, leftmost first.
fn eight_factors(matrix: &DMatrix<f64>) -> Result<[(Half, DMatrix<f64>); 8], FloatError> {
    let half = matrix.nrows() / 2;
    let blocks = Blocks::of(matrix, half);
    let w = balancing_shift(matrix)?;
    let Blocks { a, b, c, d } = blocks.with_rows_added_to_second(&w);
    let c_inverse = invert(&c);
    let turned = f64::multiply(&(f64::multiply(&f64::multiply(&a, &c_inverse), &d) - &b), &c);
    let cycle = Cycle::of(&turned)?;
    let x = f64::multiply(&cycle.involutions.first, &cycle.shift);
    let x_inverse = x.transpose();
    let x0 = f64::multiply(&(a - &x), &c_inverse);
    let [x1, l1, x2, l2] = cycle.pairs(&c, &c_inverse)?;
    let l1 = l1 - f64::multiply(&l2, &cycle.shift.transpose());
    // The outermost two make up for what the inner four leave in the blocks C and B.
    let inner = [(Half::First, x1), (Half::Second, l1), (Half::First, x2), (Half::Second, l2)];
    let product = Flow::of_factors(Partition::halves(half), inner.clone()).matrix();
    let product = Blocks::of(&product, half);
    let left = f64::multiply(&(c - product.c), &x_inverse);
    let right = f64::multiply(&x_inverse, &(b - f64::multiply(&x0, &d) - product.b));
    let [first, second, third, fourth] = inner;
    Ok([
        (Half::Second, -w),
        (Half::First, x0),
        (Half::Second, left),
        first,
        second,
        third,
        fourth,
        (Half::First, right),
    ])
}

/// w = u2·u1ᵀ from the CS decomposition of the first block column's orthogonal factor: C + wA is as well conditioned as
/// [A; C], up to √2.
fn balancing_shift(matrix: &DMatrix<f64>) -> Result<DMatrix<f64>, FloatError> {
    let half = matrix.nrows() / 2;
    let columns = f64::orthonormal_columns(&matrix.columns(0, half).into_owned());
    let (upper, lower) = (columns.rows(0, half).into_owned(), columns.rows(half, half).into_owned());
    let [first_left, second_left, _] = first_column_vectors(&upper, &lower)?;
    Ok(f64::multiply(&second_left, &first_left.transpose()))
}

/// The polar decomposition G = O·P with O = R1·R2, and the cyclic shift W of the eigenvectors of P.
struct Cycle {
    involutions: Involutions<f64>,
    /// W.
    shift: DMatrix<f64>,
    /// The eigenvectors of P, in the order of the cycle.
    vectors: DMatrix<f64>,
    /// −log of the eigenvalues of P, with sum 0.
    weights: Vec<f64>,
}

impl Cycle {
    fn of(turned: &DMatrix<f64>) -> Result<Self, FloatError> {
        let Svd { left, values, right } = f64::svd(turned)?;
        let involutions = Involutions::of(&f64::multiply(&left, &right.transpose()))?;
        let logarithms: Vec<f64> = values.iter().map(|value| -value.ln()).collect();
        let mean = logarithms.iter().sum::<f64>() / logarithms.len() as f64;
        let order = balanced_order(&logarithms);
        let vectors = right.select_columns(&order);
        let weights = order.iter().map(|&k| logarithms[k] - mean).collect();
        let next = DMatrix::from_fn(order.len(), order.len(), |i, j| vectors[(i, (j + 1) % order.len())]);
        Ok(Self { involutions, shift: f64::multiply(&next, &vectors.transpose()), vectors, weights })
    }

    /// diag(e^exponents) in the eigenvectors.
    fn diagonal(&self, exponents: impl Iterator<Item = f64>) -> DMatrix<f64> {
        let factors: Vec<f64> = exponents.map(f64::exp).collect();
        f64::multiply(&scale_columns(&self.vectors, &factors), &self.vectors.transpose())
    }

    /// x1, l1, x2, l2 with I + x1·l1 = R1, I + x2·l2 = W, I + l1·x1 = F·R2·F⁻¹ and I + l2·x2 = F·R2·ΔWΔ⁻¹·R2·F⁻¹, F = C'P⁻¹.
    fn pairs(&self, c: &DMatrix<f64>, c_inverse: &DMatrix<f64>) -> Result<[DMatrix<f64>; 4], FloatError> {
        let size = c.nrows();
        let identity = DMatrix::<f64>::identity(size, size);
        let Involutions { first: r1, second: r2, intertwiner } = &self.involutions;
        let frame = f64::multiply(c, &self.diagonal(self.weights.iter().copied()));
        let frame_inverse = f64::multiply(&self.diagonal(self.weights.iter().map(|x| -x)), c_inverse);
        let (l1, t1_inverse) =
            (f64::multiply(&frame, &intertwiner.transpose()), f64::multiply(intertwiner, &frame_inverse));
        let prefixes = self.centred_prefix_sums();
        let delta = self.diagonal(prefixes.iter().copied());
        let delta_inverse = self.diagonal(prefixes.iter().map(|x| -x));
        let l2 = f64::multiply(&f64::multiply(&frame, r2), &delta);
        let t2_inverse = f64::multiply(&delta_inverse, &f64::multiply(r2, &frame_inverse));
        let turned = r1 - &identity;
        let x1 = f64::multiply(&turned, &t1_inverse);
        // The outermost layer holds x1·K2⁻¹ = (R1 − I)·ΘR2·PWᵀ·R2·F⁻¹, in which F has cancelled: it is what l1 is balanced with.
        let stretch = self.diagonal(self.weights.iter().map(|x| -x));
        let carried = f64::multiply(
            &f64::multiply(&f64::multiply(&turned, &f64::multiply(intertwiner, r2)), &stretch),
            &f64::multiply(&self.shift.transpose(), &f64::multiply(r2, &frame_inverse)),
        );
        let of_x1 = spectral_norm(&x1)?.max(spectral_norm(&carried)?);
        let (x1, l1) = balanced(x1, of_x1, l1)?;
        let x2 = f64::multiply(&(&self.shift - &identity), &t2_inverse);
        let of_x2 = spectral_norm(&x2)?;
        let (x2, l2) = balanced(x2, of_x2, l2)?;
        Ok([x1, l1, x2, l2])
    }

    /// The logarithms of Δ: sums of the weights before each place, their range centred at 0.
    fn centred_prefix_sums(&self) -> Vec<f64> {
        let mut sums = vec![0.0; self.weights.len()];
        for k in 1..sums.len() {
            sums[k] = sums[k - 1] + self.weights[k - 1];
        }
        let extreme = |pick: fn(f64, f64) -> f64| sums.iter().copied().fold(0.0, pick);
        let centre = (extreme(f64::max) + extreme(f64::min)) / 2.0;
        sums.iter().map(|x| x - centre).collect()
    }
}

/// An order in which the prefix sums of the numbers, less their mean, stay within the largest of them: a positive one when
/// the sum is not positive, else a negative one.
fn balanced_order(numbers: &[f64]) -> Vec<usize> {
    let mean = numbers.iter().sum::<f64>() / numbers.len() as f64;
    let mut sorted: Vec<usize> = (0..numbers.len()).collect();
    sorted.sort_by(|&i, &j| numbers[j].total_cmp(&numbers[i]));
    let mut rest = VecDeque::from(sorted);
    let (mut sum, mut order) = (0.0, Vec::with_capacity(numbers.len()));
    while let Some(k) = if sum <= 0.0 { rest.pop_front() } else { rest.pop_back() } {
        sum += numbers[k] - mean;
        order.push(k);
    }
    order
}

/// (x·t, l/t), t a power of two with ‖l/t‖ about t times the norm given for x.
fn balanced(x: DMatrix<f64>, of_x: f64, l: DMatrix<f64>) -> Result<(DMatrix<f64>, DMatrix<f64>), FloatError> {
    let of_l = spectral_norm(&l)?;
    if of_x == 0.0 || of_l == 0.0 {
        return Ok((x, l));
    }
    let exponent = ((of_l / of_x).log2() / 2.0).round() as i32;
    Ok((x.map(|entry| entry.shifted(exponent)), l.map(|entry| entry.shifted(-exponent))))
}
