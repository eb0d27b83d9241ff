//! How far the product of the rounded couplings is from the matrix.
//!
//! Computed in doubles: an estimate, for people, of what the rounding to floats cost. What a library computes with the
//! weights has rounding errors of its own besides.

use flowcert_check::Matrix;
use nalgebra::{DMatrix, DVector};

use super::layers::{Layer, Layers, Scales};
use crate::coupling::Partition;
use crate::scalar::nearest_double;

/// ‖product − M‖ / ‖M‖ in the Frobenius norm; ‖product‖ if M is 0.
pub(super) fn relative_error(layers: &Layers, matrix: &Matrix) -> Option<f64> {
    let size = layers.partition.size();
    let entries = matrix.iter().flatten().map(nearest_double).collect::<Option<Vec<_>>>()?;
    let matrix = DMatrix::from_row_iterator(size, size, entries);
    let difference = product(layers) - &matrix;
    // Divided by the largest entry, so that the squares of the norm do not overflow.
    let largest = matrix.amax();
    let unit = if largest > 0.0 { largest } else { 1.0 };
    let norm = (matrix / unit).norm();
    Some((difference / unit).norm() / if norm > 0.0 { norm } else { 1.0 })
}

fn product(layers: &Layers) -> DMatrix<f64> {
    let mut product = DMatrix::from_diagonal(&DVector::from_column_slice(&layers.signs));
    for layer in &layers.layers {
        apply(layer, layers.partition, layers.scales, &mut product);
    }
    product
}

fn apply(layer: &Layer, partition: Partition, scales: Scales, vectors: &mut DMatrix<f64>) {
    let (written, read) = (partition.start(layer.writes), partition.start(layer.writes.other()));
    let shifted = &layer.shift * vectors.rows(read, layer.shift.ncols());
    for (i, &scale) in layer.scale.iter().enumerate() {
        let factor = if scales == Scales::Logarithms { scale.exp() } else { scale };
        let mut row = vectors.row_mut(written + i);
        row *= factor;
        row += shifted.row(i);
    }
}
