//! Why a factorization cannot be written for a library.

use thiserror::Error;

/// What floats, or the layers of a library, cannot hold.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[expect(missing_docs, reason = "the fields are the values that the message shows")]
#[non_exhaustive]
pub enum ExportError {
    /// The numbers are residues, not real numbers.
    #[error("the factorization is over the field with {prime} elements, whose numbers are no floats")]
    FiniteField { prime: u64 },
    /// The library's scales are positive, and a scale is 0.
    #[error("layer {layer} has a scale 0 at its coordinate {coordinate}: the library's scales are never 0")]
    ScaleZero { layer: usize, coordinate: usize },
    /// A number is too large, or it is a scale and too small.
    #[error("layer {layer} has a number near 2^{exponent}, beyond the range of {precision}")]
    Range { layer: usize, exponent: i64, precision: &'static str },
    /// The library cuts in the middle.
    #[error("the halves have {first} and {second} coordinates; normflows cuts in the middle")]
    Partition { first: usize, second: usize },
    /// nflows changes signs of vectors only.
    #[error(
        "a scale is negative: the sign of coordinate {coordinate} changes, for which nflows has no layer on images"
    )]
    SignOfChannel { coordinate: usize },
    /// The format has no room for the names.
    #[error("the tensors cannot be written: {reason}")]
    Tensors { reason: String },
}

impl ExportError {
    /// A stable name of the error.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::FiniteField { .. } => "export::finite-field",
            Self::ScaleZero { .. } => "export::scale-zero",
            Self::Range { .. } => "export::range",
            Self::Partition { .. } => "export::partition",
            Self::SignOfChannel { .. } => "export::sign-of-channel",
            Self::Tensors { .. } => "export::tensors",
        }
    }

    /// A way out.
    #[must_use]
    pub fn help(&self) -> &'static str {
        match self {
            Self::FiniteField { .. } => "factor the matrix over the rational numbers: leave --field out",
            Self::ScaleZero { .. } => {
                "no flow holds a singular matrix; --to safetensors and --to json write the 0"
            }
            Self::Range { .. } => {
                "try --dtype f64, or factor again for smaller numbers; 'flowcert show' prints what there is"
            }
            Self::Partition { .. } => "choose --to freia or --to nflows, which cut anywhere",
            Self::SignOfChannel { .. } => "choose --to normflows or --to freia for images",
            Self::Tensors { .. } => "choose --to json",
        }
    }
}
