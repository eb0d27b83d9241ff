//! Five layers near a matrix that they cannot make: how the norm grows as the error goes to 0.
//!
//! **Proposition.** Let M = diag(u, v), ‖M⁻¹‖ = m, and P a product of five additive layers with ‖P − M‖ ≤ η in the
//! Frobenius norm, ηm < 1. With η' = ηm²/(1 − ηm), some shift has spectral norm at least
//! (τ/√d − η − η') / (η(s + 2mη' + η'²)), where τ is the smaller of |tr u − tr v⁻¹| and |tr v − tr u⁻¹|, and s the larger of
//! the norms of C ↦ C − v⁻¹Cu⁻¹ and B ↦ B − u⁻¹Bv⁻¹ (Frobenius). So the norm grows at least like 1/ε.
//!
//! Proof: for U L U L U with outermost shift x, the other four layers have upper left block A − xC and their inverse has
//! lower right block W + Rx, [· ·; R W] = P⁻¹. These are I + bc and I + cb, so they have one trace:
//! tr A − tr W = tr x(C + R), and R = −WCA⁻¹. Now ‖C‖ ≤ η, A and W are within η and η' of u and v⁻¹. For L U L U L exchange
//! the halves. The details are in docs/depth-vs-norm.md. ∎

use nalgebra::DMatrix;
use rayon::prelude::*;

use super::chart::Chart;
use super::instances::{Instance, normal_number};
use super::multipliers::{Schedule, minimize};
use super::near_miss::NearMiss;
use super::polish::polish;
use super::product::quarters;
use super::{Effort, Square, near_rotation, random, spectral_norm};
use crate::coupling::{Flow, Half, Partition};
use crate::matrix::Blocks;
use crate::scalar::{Field, PowerLaw, Rational};

/// The smallest norm found at one error.
#[derive(Clone, Debug, PartialEq)]
pub struct NearMissNorm {
    /// The error that is allowed, relative to ‖M‖ in the Frobenius norm.
    pub allowed: f64,
    /// The error of the product found, at most `allowed`: computed exactly, then rounded.
    pub error: f64,
    /// The largest spectral norm of a shift: empirical, an upper bound on the least one.
    pub norm: f64,
    /// What every five-layer product with this error has at least: proved.
    pub lower_bound: f64,
    /// The five layers, exactly: in doubles their product would be off by 10⁻¹⁶/ε², more than ε for small ε.
    pub flow: Flow<Rational>,
    /// What a formula gives, where there is one: proved.
    pub closed_form: Option<ClosedNearMiss>,
}

/// A five-layer product in closed form.
#[derive(Clone, Debug, PartialEq)]
pub struct ClosedNearMiss {
    /// The error of the product relative to ‖M‖: computed exactly, then rounded.
    pub error: f64,
    /// The largest spectral norm of a shift.
    pub norm: f64,
    /// The five layers, exactly.
    pub flow: Flow<Rational>,
}

/// The norm of five layers near one matrix, error by error.
#[derive(Clone, Debug, PartialEq)]
pub struct BlowUp {
    /// The matrix that five layers cannot make.
    pub name: String,
    /// The errors that were allowed, descending.
    pub norms: Vec<NearMissNorm>,
    /// The line through (log ε, log norm).
    pub fit: Fit,
}

/// norm ≈ factor·ε^(−exponent).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fit {
    /// The exponent α: empirical.
    pub exponent: f64,
    /// The factor.
    pub factor: f64,
    /// The root mean square of the residuals of log norm (natural logarithm).
    pub residual: f64,
}

const SCHEDULE: Schedule = Schedule { doublings: &[2, 4, 6, 8], rounds: 5, steps: 150 };
/// The part of the allowed error that is used; the rest is for rounding.
const USED: f64 = 0.999;
/// Far from the streams of the rows of the table.
const STREAM: u64 = 1 << 20;

pub(super) fn blow_up(instance: &Instance, effort: &Effort, done: &(dyn Fn() + Sync)) -> BlowUp {
    let norms = match instance.half() {
        2 => norms::<2>(&instance.matrix, effort, done),
        3 => norms::<3>(&instance.matrix, effort, done),
        half => unreachable!("no witness has halves of {half}"),
    };
    let fit = fit(norms.iter().map(|found| (found.allowed, found.norm)));
    BlowUp { name: instance.name.clone(), norms, fit }
}

/// Each error begins with random starts and with the best coordinates for the error before it.
fn norms<const D: usize>(
    matrix: &DMatrix<f64>,
    effort: &Effort,
    done: &(dyn Fn() + Sync),
) -> Vec<NearMissNorm> {
    let mut results = Vec::new();
    let mut last: Option<End> = None;
    for (place, &allowed) in effort.errors.iter().enumerate() {
        let at_random = |attempt: usize| {
            let mut random = random(STREAM, place, attempt);
            let coordinates = (0..4 * D * D).map(|_| normal_number(&mut random)).collect();
            (attempt % 2 == 1, coordinates)
        };
        let warm = last.iter().map(|end| (end.swapped, end.coordinates.clone()));
        let starts: Vec<(bool, Vec<f64>)> = warm.chain((0..effort.restarts).map(at_random)).collect();
        let descend = |(swapped, start)| End::of::<D>(matrix, allowed, swapped, start);
        let mut ends: Vec<End> = starts.into_par_iter().map(descend).collect();
        ends.sort_by(|one, other| one.norm.total_cmp(&other.norm));
        let accepted = ends.into_iter().find_map(|end| Some((end.exactly::<D>(matrix, allowed)?, end)));
        if let Some(((error, flow), end)) = accepted {
            let (norm, lower_bound) = (end.norm, lower_bound(matrix, allowed));
            let closed_form = closed_form::<D>(matrix, allowed);
            results.push(NearMissNorm { allowed, error, norm, lower_bound, flow, closed_form });
            last = Some(end);
        }
        done();
    }
    results
}

/// Where one start has led.
struct End {
    /// L U L U L instead of U L U L U.
    swapped: bool,
    coordinates: Vec<f64>,
    norm: f64,
}

impl End {
    fn of<const D: usize>(matrix: &DMatrix<f64>, allowed: f64, swapped: bool, start: Vec<f64>) -> Self {
        let chart = chart::<D>(matrix, allowed, swapped);
        let coordinates = polish(&chart, minimize(&chart, start, SCHEDULE));
        Self::at(&chart, swapped, coordinates)
    }

    fn at<const D: usize>(chart: &NearMiss<D>, swapped: bool, coordinates: Vec<f64>) -> Self {
        let shifts = chart.forward(&coordinates).shifts;
        let norm = |shift: &Square<D>| spectral_norm(&DMatrix::from_column_slice(D, D, shift.as_slice()));
        let norm = shifts.iter().map(norm).fold(0.0, f64::max);
        Self { swapped, coordinates, norm }
    }

    /// The error of the product and the layers over ℚ, if it is as near as it has to be.
    fn exactly<const D: usize>(&self, matrix: &DMatrix<f64>, allowed: f64) -> Option<(f64, Flow<Rational>)> {
        let shifts = chart::<D>(matrix, allowed, self.swapped).exactly(&self.coordinates)?;
        let [e, c, b, a, x] = shifts.map(|shift| (Half::Second, shift));
        let first = |(_, shift)| (Half::First, shift);
        let flow = Flow::of_factors(Partition::halves(D), [first(x), a, first(b), c, first(e)]);
        let flow = if self.swapped { flow.swapped() } else { flow };
        let rational = |entry: f64| entry.to_rational();
        let difference = flow.matrix() - matrix.map(rational);
        let error = difference.map(|entry| entry.to_f64()).norm() / matrix.norm();
        (error <= allowed).then_some((error, flow))
    }
}

/// The product of `near_rotation.rs`, where that applies.
fn closed_form<const D: usize>(matrix: &DMatrix<f64>, allowed: f64) -> Option<ClosedNearMiss> {
    let coordinates = near_rotation::coordinates(matrix)?;
    let end = End::at(&chart::<D>(matrix, allowed, false), false, coordinates);
    let (error, flow) = end.exactly::<D>(matrix, allowed)?;
    Some(ClosedNearMiss { error, norm: end.norm, flow })
}

fn chart<const D: usize>(matrix: &DMatrix<f64>, allowed: f64, swapped: bool) -> NearMiss<D> {
    let [[u, _], [_, v]] = quarters::<D>(matrix);
    let (u, v) = if swapped { (v, u) } else { (u, v) };
    NearMiss { u, v, error: USED * allowed * matrix.norm() }
}

/// The proposition's bound for the relative error `allowed`, at least 0.
fn lower_bound(matrix: &DMatrix<f64>, allowed: f64) -> f64 {
    let half = matrix.nrows() / 2;
    let inverse = matrix.clone().try_inverse().unwrap_or_else(|| matrix.clone());
    let (error, m) = (allowed * matrix.norm(), inverse.singular_values().max());
    if error * m >= 1.0 {
        return 0.0;
    }
    let inverse_error = error * m * m / (1.0 - error * m);
    let (of_matrix, of_inverse) = (Blocks::of(matrix, half), Blocks::of(&inverse, half));
    let first = (of_matrix.a.trace() - of_inverse.d.trace()).abs();
    let second = (of_matrix.d.trace() - of_inverse.a.trace()).abs();
    let gain = commutation(&of_inverse.a, &of_inverse.d).max(commutation(&of_inverse.d, &of_inverse.a));
    let numerator = first.min(second) / (half as f64).sqrt() - error - inverse_error;
    let bound = numerator / (error * (gain + 2.0 * m * inverse_error + inverse_error.powi(2)));
    bound.max(0.0)
}

/// The norm of C ↦ C − left·C·right: vec(left·C·right) = (rightᵀ ⊗ left)·vec C.
fn commutation(right: &DMatrix<f64>, left: &DMatrix<f64>) -> f64 {
    let map = right.transpose().kronecker(left);
    (DMatrix::identity(map.nrows(), map.ncols()) - map).singular_values().max()
}

/// Least squares through (log ε, log norm).
fn fit(points: impl Iterator<Item = (f64, f64)>) -> Fit {
    let PowerLaw { exponent, factor, residual } = PowerLaw::fit(points);
    Fit { exponent: -exponent, factor, residual }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_power_is_fitted_exactly() {
        let fit = fit([1e-1, 1e-2, 1e-4].into_iter().map(|error: f64| (error, 3.0 * error.powf(-0.75))));
        assert!((fit.exponent - 0.75).abs() < 1e-12 && (fit.factor - 3.0).abs() < 1e-12, "{fit:?}");
        assert!(fit.residual < 1e-12, "{fit:?}");
    }

    /// R₉₀ ⊕ I₂: τ = 2, m = 1, ‖M‖ = 2, and C ↦ C − C·R₉₀⁻¹ is √2 times a rotation.
    #[test]
    fn the_lower_bound_is_the_propositions() {
        let matrix = DMatrix::from_row_slice(
            4,
            4,
            &[0.0, -1.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 1.0],
        );
        let (error, root) = (2e-3, 2_f64.sqrt());
        let inverse_error = error / (1.0 - error);
        let expected = (root - error - inverse_error)
            / (error * (root + 2.0 * inverse_error + inverse_error * inverse_error));
        assert!((lower_bound(&matrix, 1e-3) - expected).abs() < 1e-9 * expected);
        assert!(lower_bound(&matrix, 1e-6) > 0.4999 / 1e-6, "1/η = 1/(2ε) as ε → 0");
    }
}
