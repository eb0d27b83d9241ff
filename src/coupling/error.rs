//! What can be wrong with a layer or a flow.

use thiserror::Error;

/// Why layers do not make a flow, or a flow cannot do what was asked.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum CouplingError {
    /// A layer's shift or scale does not have the shape that the partition asks for.
    #[error(
        "layer {layer}: the shift must be {expected_rows} × {expected_columns} and the scale as long as the written \
         half; here the shift is {rows} × {columns} and the scale has {scales} entries"
    )]
    Shape {
        /// The layer's place, counted from 0 in the order of application.
        layer: usize,
        /// Length of the written half.
        expected_rows: usize,
        /// Length of the other half.
        expected_columns: usize,
        /// Rows of the shift.
        rows: usize,
        /// Columns of the shift.
        columns: usize,
        /// Entries of the scale.
        scales: usize,
    },
    /// A scale is zero: the layer cannot be inverted.
    #[error("layer {layer} has a scale 0 at its coordinate {coordinate}: it is not invertible")]
    NotInvertible {
        /// The layer's place, counted from 0 in the order of application.
        layer: usize,
        /// The coordinate within the written half.
        coordinate: usize,
    },
    /// Vectors of the wrong length.
    #[error("the flow acts on vectors of length {expected}, these have length {found}")]
    Length {
        /// The flow's dimension.
        expected: usize,
        /// The vectors' length.
        found: usize,
    },
    /// A number of the certificate is no element of the field that was asked for.
    #[error("the number {number} is not an element of the field")]
    NotInField {
        /// The number, in text.
        number: String,
    },
}
