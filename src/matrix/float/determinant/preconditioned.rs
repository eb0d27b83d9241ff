//! The certificate in double arithmetic: approximate triangular inverses that make the matrix nearly the identity.
//!
//! Let P·A ≈ L·U as elimination in doubles gives it, X_L ≈ L⁻¹ unit lower and X_U ≈ U⁻¹ upper triangular, and
//! F = I − X_U·X_L·P·A. Whatever triangular matrices X_L and
//! X_U are, det X_U · det X_L · det P · det A = det(I − F). If ‖F‖_F ≤ f < 1, then
//! I − tF is regular for 0 ≤ t ≤ 1, so det(I − F) > 0, and over the eigenvalues λ of F
//!
//! ```text
//! |ln det(I − F) + tr F| ≤ Σ_{k≥2} Σ|λ|^k/k ≤ Σ_{k≥2} f^k/k ≤ f²/(1 − f),      because Σ|λ|² ≤ ‖F‖_F².
//! ```
//!
//! F is evaluated in doubles; what rounding does to it is bounded a priori, row by row.

use nalgebra::DMatrix;

use super::Enclosure;
use super::directed::{Interval, Upper, sign_and_log};
use super::kernels::{SMALLEST, absolute_times, gamma};
use crate::matrix::Product;
use crate::matrix::float::double::{InverseFactors, inverse_factors};

/// Where ‖F‖_F is larger than this, the sign takes more precision.
const LARGEST_RESIDUAL: f64 = 0.125;
/// Where ln|det A| is not known to this for each row, it takes more precision.
const LARGEST_ERROR: f64 = 1e-6;

/// Encloses det A for an A with |A − matrix| ≤ 2⁻⁵³|A| + 2⁻¹⁰⁷⁴, entry by entry; `None` if doubles do not suffice.
pub(super) fn enclose(matrix: &DMatrix<f64>) -> Option<Enclosure> {
    let factors = inverse_factors(matrix);
    let residual = Residual::of(&factors);
    let f = residual.frobenius_norm();
    let radius = residual.radius(&f);
    let allowed = LARGEST_ERROR * matrix.nrows().max(1) as f64;
    if !(f.is_below(LARGEST_RESIDUAL) && radius.is_below(allowed)) {
        return None;
    }
    let diagonals = [factors.lower.diagonal(), factors.upper.diagonal()];
    let (negative, log) = sign_and_log(diagonals.iter().flat_map(|diagonal| diagonal.iter().copied()));
    let of_rest = residual.trace().negated().plus(&Interval::around_zero(&radius));
    Some(Enclosure { negative: negative != factors.odd, log_abs: log.negated().plus(&of_rest) })
}

/// F as computed, with bounds on its errors.
struct Residual {
    matrix: DMatrix<f64>,
    /// For each row of F, a bound on the sum of the errors.
    errors: Vec<f64>,
    /// A bound on the error of the trace, far below the sum of `errors`.
    trace_error: Upper,
}

impl Residual {
    /// With Â = P·`matrix`, Y = fl(X_L·Â), Z = fl(X_U·Y), F̂ = fl(I − Z):
    ///
    /// ```text
    /// |F̂ − F| ≤ |X_U|·(|X_L|·(|Â − PA| + γ|Â|) + 2nη + γ|Y|) + 2nη + u|F̂|,      |Â − PA| ≤ u(1 + 2u)|Â| + 2η.
    /// ```
    ///
    /// The outer bracket is at most W = 2γ(|X_L|(|Â| + 2⁻⁹⁶⁰) + |Y|) + 4n²η. Here γ, u and η are doubled: that covers the
    /// roundings of these very lines.
    fn of(factors: &InverseFactors) -> Self {
        let InverseFactors { lower, upper, permuted, .. } = factors;
        let size = permuted.nrows();
        let (gamma, underflow) = (gamma(size), (4 * size * size) as f64 * SMALLEST);
        let y = f64::multiply(lower, permuted);
        let matrix = DMatrix::identity(size, size) - f64::multiply(upper, &y);
        // γ·2⁻⁹⁶⁰ is more than 2η: what scaling may have lost to underflow.
        let tiny = 2_f64.powi(-960);
        let magnitudes = f64::multiply(&lower.abs(), &permuted.map(|entry| entry.abs() + tiny));
        let w = magnitudes.zip_map(&y, |x, y| 2.0 * gamma * (x + y.abs()) + underflow);
        let ones = vec![1.0; size];
        let last = |f: f64| f * f64::EPSILON + underflow;
        let of_residual = absolute_times(&matrix, &ones);
        let outer = absolute_times(upper, &absolute_times(&w, &ones));
        let errors = outer.iter().zip(of_residual).map(|(x, f)| x + last(f)).collect();
        let mut trace_error = Upper::zero();
        for i in 0..size {
            trace_error = trace_error.plus(&Upper::of(last(matrix[(i, i)].abs())));
            for k in i..size {
                trace_error.add_product(&Upper::of(upper[(i, k)]), &Upper::of(w[(k, i)]));
            }
        }
        Self { matrix, errors, trace_error }
    }

    /// An upper bound on ‖F‖_F: of a row of errors, the Euclidean norm is at most the sum.
    fn frobenius_norm(&self) -> Upper {
        euclidean_norm(self.matrix.iter()).plus(&euclidean_norm(self.errors.iter()))
    }

    /// How far ln det(I − F) may be from −tr F̂, where ‖F‖_F ≤ f: f²/(1 − f) and the error of the trace.
    fn radius(&self, f: &Upper) -> Upper {
        f.clone().times(&f.geometric()).plus(&self.trace_error)
    }

    /// The trace of F̂.
    fn trace(&self) -> Interval {
        self.matrix.diagonal().iter().fold(Interval::around(0.0, &Upper::zero()), |sum, entry| {
            sum.plus(&Interval::around(*entry, &Upper::zero()))
        })
    }
}

fn euclidean_norm<'a>(entries: impl Iterator<Item = &'a f64>) -> Upper {
    let mut square = Upper::zero();
    for entry in entries.map(|entry| Upper::of(*entry)) {
        square.add_product(&entry, &entry);
    }
    square.square_root()
}

#[cfg(test)]
mod tests {
    use super::super::tests::{conditioned, exact};
    use super::*;
    use crate::scalar::Rational;
    use rand::SeedableRng;
    use rand_chacha::ChaCha8Rng;

    /// The true errors, in exact arithmetic, are within their bounds, and the bounds are not idle.
    #[test]
    fn the_errors_of_the_residual_are_bounded() {
        let generator = &mut ChaCha8Rng::seed_from_u64(1);
        for (size, condition) in [(1, 1.0), (2, 1e3), (5, 1e9), (16, 10.0), (24, 1e7)] {
            // Products with entries this small underflow.
            for scale in [1.0, 1e-160] {
                let mut matrix = conditioned(size, condition, generator);
                matrix.row_mut(size - 1).scale_mut(scale);
                let factors = inverse_factors(&matrix);
                let residual = Residual::of(&factors);
                let [upper, lower, permuted] = [&factors.upper, &factors.lower, &factors.permuted].map(exact);
                let product = Rational::multiply(&upper, &Rational::multiply(&lower, &permuted));
                let error = exact(&residual.matrix) - (DMatrix::identity(size, size) - product);
                for (i, bound) in residual.errors.iter().enumerate() {
                    let sum: Rational = error.row(i).iter().map(|x| x.clone().abs()).sum();
                    assert!(sum <= *bound && *bound < 1e-3);
                }
                let trace = Upper::of(&error.trace());
                assert!(trace <= residual.trace_error && trace > Upper::zero() || size == 1);
            }
        }
    }

    /// F is the matrix itself here: ln det(I − F) is within the tail of −tr F, which is far from 0.
    #[test]
    fn a_matrix_far_from_what_was_factored_is_still_enclosed() {
        for off in [0.01, -0.03, 0.05] {
            let mut factors = inverse_factors(&DMatrix::identity(3, 3));
            factors.permuted.fill(off);
            factors.permuted.fill_diagonal(1.0 + off);
            let residual = Residual::of(&factors);
            let radius = residual.radius(&residual.frobenius_norm());
            let [low, high] = residual.trace().negated().plus(&Interval::around_zero(&radius)).outward();
            let truth = (1.0 + 3.0 * off).ln();
            assert!(low < truth && truth < high && high - low < 0.1);
        }
    }
}
