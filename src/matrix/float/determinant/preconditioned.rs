//! The certificate in double arithmetic: approximate triangular inverses that make the matrix nearly the identity.
//!
//! Let P·A ≈ L·U as elimination in doubles gives it, X_L ≈ L⁻¹ unit lower and X_U ≈ U⁻¹ upper triangular, and
//! F = I − X_U·X_L·P·A. Whatever triangular matrices X_L and
//! X_U are, det X_U · det X_L · det P · det A = det(I − F). If ‖F‖_F ≤ f < 1, then
//! I − tF is regular for 0 ≤ t ≤ 1, so det(I − F) > 0, and over the eigenvalues λ of F
//!
//! ```text
//! |ln det(I − F) + tr F| ≤ Σ_{k≥2} Σ|λ|^k/k ≤ Σ_{k≥2} f^k/k ≤ f²/(2(1 − f)),      because Σ|λ|² ≤ ‖F‖_F².
//! ```
//!
//! F is evaluated in doubles; what rounding does to it is bounded a priori, row by row.

use nalgebra::DMatrix;

use super::Enclosure;
use super::directed::{Interval, Upper, sign_and_log};
use super::kernels::{SMALLEST, absolute_times, gamma};
use crate::matrix::Product;
use crate::matrix::float::double::{InverseFactors, inverse_factors};

/// Beyond this ‖F‖_F more precision is better than a wide enclosure.
const LARGEST_RESIDUAL: f64 = 0.125;

/// Encloses det A for an A with |A − matrix| ≤ 2⁻⁵³|A| + 2⁻¹⁰⁷⁴, entry by entry; `None` if doubles do not suffice.
pub(super) fn enclose(matrix: &DMatrix<f64>) -> Option<Enclosure> {
    let factors = inverse_factors(matrix);
    let residual = Residual::of(&factors);
    let f = residual.frobenius_norm();
    if !f.is_below(LARGEST_RESIDUAL) {
        return None;
    }
    let tail = f.clone().times(&f.geometric());
    let logarithm_of_rest = residual.negated_trace(&tail);
    let diagonals = [factors.lower.diagonal(), factors.upper.diagonal()];
    let (negative, log) = sign_and_log(diagonals.iter().flat_map(|diagonal| diagonal.iter().copied()));
    Some(Enclosure { negative: negative != factors.odd, log_abs: log.negated().plus(&logarithm_of_rest) })
}

/// F as computed, and for each row a bound on the sum of its errors.
struct Residual {
    matrix: DMatrix<f64>,
    errors: Vec<f64>,
}

impl Residual {
    /// With Â = P·`matrix`, Y = fl(X_L·Â), Z = fl(X_U·Y), F̂ = fl(I − Z):
    ///
    /// ```text
    /// |F̂ − F| ≤ |X_U|·(|X_L|·(|Â − PA| + γ|Â|) + 2nη + γ|Y|) + 2nη + u|F̂|,      |Â − PA| ≤ u(1 + 2u)|Â| + 2η.
    /// ```
    ///
    /// Row sums of this, with γ, u and η doubled: that covers the roundings of these very lines.
    fn of(factors: &InverseFactors) -> Self {
        let InverseFactors { lower, upper, permuted, .. } = factors;
        let size = permuted.nrows();
        let y = f64::multiply(lower, permuted);
        let matrix = DMatrix::identity(size, size) - f64::multiply(upper, &y);
        let (ones, gamma, underflow) = (vec![1.0; size], gamma(size), (4 * size * size) as f64 * SMALLEST);
        let doubled = |x: &f64| 2.0 * gamma * x + underflow;
        let of_permuted: Vec<f64> = absolute_times(permuted, &ones).iter().map(doubled).collect();
        let of_y = absolute_times(&y, &ones);
        let inner: Vec<f64> =
            absolute_times(lower, &of_permuted).iter().zip(&of_y).map(|(x, y)| x + doubled(y)).collect();
        let of_residual = absolute_times(&matrix, &ones);
        let outer = absolute_times(upper, &inner);
        let errors = outer.iter().zip(&of_residual).map(|(x, f)| x + f * f64::EPSILON + underflow);
        Self { errors: errors.collect(), matrix }
    }

    /// An upper bound on ‖F‖_F: of a row of errors, the Euclidean norm is at most the sum.
    fn frobenius_norm(&self) -> Upper {
        let norm = |entries: &mut dyn Iterator<Item = &f64>| {
            let mut square = Upper::zero();
            for entry in entries {
                let entry = Upper::of(*entry);
                square.add_product(&entry, &entry);
            }
            square.square_root()
        };
        norm(&mut self.matrix.iter()).plus(&norm(&mut self.errors.iter()))
    }

    /// −tr F, up to `tail` more.
    fn negated_trace(&self, tail: &Upper) -> Interval {
        let exact = self.matrix.diagonal().iter().fold(Interval::around_zero(tail), |sum, entry| {
            sum.plus(&Interval::around(-entry, &Upper::zero()))
        });
        let errors = self.errors.iter().fold(Upper::zero(), |sum, error| sum.plus(&Upper::of(*error)));
        exact.plus(&Interval::around_zero(&errors))
    }
}
