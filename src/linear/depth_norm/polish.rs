//! The last digits: Newton's method for residual 0, each step the shortest one that solves the linearized equations.

use nalgebra::{DMatrix, DVector};

use super::Square;
use super::chart::{Chart, length};

/// Steps at most; the convergence is quadratic.
const STEPS: usize = 12;
/// Singular values below this part of the largest one belong to equations that the determinant makes redundant.
const CUTOFF: f64 = 1e-10;

/// A point near `start` with the residual as small as rounding allows.
pub(super) fn polish<const D: usize>(chart: &impl Chart<D>, start: Vec<f64>) -> Vec<f64> {
    let mut best = start;
    let mut least = length(&chart.forward(&best).residual);
    for _ in 0..STEPS {
        let Some(point) = step(chart, &best) else { break };
        let distance = length(&chart.forward(&point).residual);
        // Rounding ends it, or a start that was too far.
        if distance.is_nan() || distance >= least {
            break;
        }
        (best, least) = (point, distance);
    }
    best
}

fn step<const D: usize>(chart: &impl Chart<D>, point: &[f64]) -> Option<Vec<f64>> {
    let forward = chart.forward(point);
    let no_shifts = vec![Square::<D>::zeros(); forward.shifts.len()];
    let count = forward.residual.len();
    let mut jacobian = DMatrix::zeros(count, point.len());
    for i in 0..count {
        let mut unit = vec![0.0; count];
        unit[i] = 1.0;
        let row = chart.backward(&forward, &no_shifts, &unit);
        jacobian.row_mut(i).copy_from_slice(&row);
    }
    if jacobian.iter().any(|entry| !entry.is_finite()) {
        return None;
    }
    let svd = jacobian.try_svd(true, true, f64::EPSILON, 1000)?;
    let cutoff = CUTOFF * svd.singular_values.max();
    let change = svd.solve(&DVector::from_vec(forward.residual), cutoff).ok()?;
    Some(point.iter().zip(change.iter()).map(|(entry, change)| entry - change).collect())
}
