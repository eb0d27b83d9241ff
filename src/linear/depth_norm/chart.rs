//! What the search sees of a problem: coordinates, the shifts that they stand for, and what must vanish.

use super::Square;

/// A problem: find coordinates whose residual vanishes and whose shifts are small.
pub(super) trait Chart<const D: usize>: Sync {
    /// What the way forward leaves for the way back.
    type Trace;

    /// The shifts, the residual and the trace at a point.
    fn forward(&self, coordinates: &[f64]) -> Forward<D, Self::Trace>;

    /// The way back (reverse accumulation): the derivative by the coordinates of any function of shifts and residual, from
    /// its derivatives by these.
    fn backward(
        &self,
        forward: &Forward<D, Self::Trace>,
        by_shifts: &[Square<D>],
        by_residual: &[f64],
    ) -> Vec<f64>;
}

/// A point of a chart.
pub(super) struct Forward<const D: usize, T> {
    pub(super) shifts: Vec<Square<D>>,
    pub(super) residual: Vec<f64>,
    pub(super) trace: T,
}

/// Matrices one after the other, each by columns.
pub(super) fn pack<'a, const D: usize>(matrices: impl IntoIterator<Item = &'a Square<D>>) -> Vec<f64> {
    matrices.into_iter().flat_map(|matrix| matrix.iter().copied()).collect()
}

/// The inverse of [`pack`].
pub(super) fn unpack<const D: usize>(numbers: &[f64]) -> Vec<Square<D>> {
    numbers.chunks_exact(D * D).map(Square::from_column_slice).collect()
}

/// The length of a vector.
pub(super) fn length(vector: &[f64]) -> f64 {
    vector.iter().map(|entry| entry * entry).sum::<f64>().sqrt()
}

/// Whether the way back agrees with differences of the way forward, in every coordinate, for a function of all outputs.
#[cfg(test)]
pub(super) fn assert_gradient<const D: usize>(chart: &impl Chart<D>, coordinates: &[f64]) {
    // A sum of all outputs with weights that do not repeat.
    let weight = |k: usize| (1.0 + k as f64).sin();
    let value = |coordinates: &[f64]| {
        let forward = chart.forward(coordinates);
        let outputs = forward.residual.into_iter().chain(pack(&forward.shifts));
        outputs.enumerate().map(|(k, output)| weight(k) * output).sum::<f64>()
    };
    let forward = chart.forward(coordinates);
    let count = forward.residual.len();
    let by_residual: Vec<f64> = (0..count).map(weight).collect();
    let by_shifts: Vec<f64> = (count..count + forward.shifts.len() * D * D).map(weight).collect();
    let gradient = chart.backward(&forward, &unpack(&by_shifts), &by_residual);
    assert_eq!(gradient.len(), coordinates.len());
    let step = 1e-5;
    for k in 0..coordinates.len() {
        let moved = |by: f64| {
            let mut coordinates = coordinates.to_vec();
            coordinates[k] += by;
            value(&coordinates)
        };
        let slope = (moved(step) - moved(-step)) / (2.0 * step);
        assert!((slope - gradient[k]).abs() <= 1e-6 * (1.0 + slope.abs()), "{k}: {slope}, {}", gradient[k]);
    }
}
