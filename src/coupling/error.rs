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

impl CouplingError {
    /// A stable name of the error.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Shape { .. } => "coupling::shape",
            Self::NotInvertible { .. } => "coupling::not-invertible",
            Self::Length { .. } => "coupling::length",
            Self::NotInField { .. } => "coupling::not-in-field",
        }
    }

    /// A way out.
    #[must_use]
    pub fn help(&self) -> &'static str {
        match self {
            Self::Shape { .. } => {
                "give shifts of (written half) × (other half), and one scale for each written coordinate"
            }
            Self::NotInvertible { .. } => "apply the flow forwards only, or replace the scale 0",
            Self::Length { .. } => "give one vector in each row, as long as the matrix has columns",
            Self::NotInField { .. } => "use a prime that divides no denominator",
        }
    }
}
