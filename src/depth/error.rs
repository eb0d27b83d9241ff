//! What can be wrong with a mixture, a generator or a flow.

use thiserror::Error;

/// Why a mixture is none, or why there is no generator or flow for it.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum DepthError {
    /// No means, or means without coordinates.
    #[error("a mixture needs at least one mean, and means at least one coordinate")]
    NoModes,
    /// Means of different lengths.
    #[error("mean {mode} has {found} coordinates, the first one has {expected}")]
    Length {
        /// The mean's place, counted from 0.
        mode: usize,
        /// Coordinates of the first mean.
        expected: usize,
        /// Coordinates of this one.
        found: usize,
    },
    /// A number that must be positive.
    #[error("the {what} must be positive, it is {value}")]
    NotPositive {
        /// What the number is.
        what: &'static str,
        /// The number.
        value: String,
    },
    /// A batch whose columns have the wrong length.
    #[error("the map takes vectors of length {expected}, these have length {found}")]
    Vectors {
        /// The map's input dimension.
        expected: usize,
        /// The vectors' length.
        found: usize,
    },
    /// No halves of equal length.
    #[error("a flow with two equal halves needs an even dimension, this one is {dimension}")]
    OddDimension {
        /// The dimension.
        dimension: usize,
    },
    /// Too few parameters for one ramp.
    #[error(
        "{parameters} parameters per layer do not hold one ramp in dimension {dimension}, which takes {needed}"
    )]
    NoRamp {
        /// The dimension n.
        dimension: usize,
        /// The parameters per layer.
        parameters: usize,
        /// The parameters of one ramp.
        needed: usize,
    },
    /// A hypothesis of Theorem U that the mixture or the accuracy does not satisfy.
    #[error("Theorem U asks for {condition}, here {found}")]
    Hypothesis {
        /// The condition.
        condition: &'static str,
        /// What there is instead.
        found: String,
    },
    /// An error below what ramps with numbers of ordinary size can have.
    #[error("no ramp of width 2^{exponent} or more brings the error down to {error}")]
    TooFine {
        /// The error asked for.
        error: String,
        /// The exponent of the narrowest ramp tried.
        exponent: i32,
    },
    /// A number that doubles cannot hold.
    #[error("{what} is beyond the range of doubles")]
    Range {
        /// Which number.
        what: &'static str,
    },
    /// A file of weights that cannot be made or written.
    #[error("the weights cannot be written: {reason}")]
    Write {
        /// The reason.
        reason: String,
    },
}

impl DepthError {
    /// A stable name of the error.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoModes => "depth::no-modes",
            Self::Length { .. } => "depth::length",
            Self::NotPositive { .. } => "depth::not-positive",
            Self::Vectors { .. } => "depth::vectors",
            Self::OddDimension { .. } => "depth::odd-dimension",
            Self::NoRamp { .. } => "depth::no-ramp",
            Self::Hypothesis { .. } => "depth::hypothesis",
            Self::TooFine { .. } => "depth::too-fine",
            Self::Range { .. } => "depth::range",
            Self::Write { .. } => "depth::write",
        }
    }

    /// A way out.
    #[must_use]
    pub fn help(&self) -> &'static str {
        match self {
            Self::NoModes => "give at least one mean with at least one coordinate",
            Self::Length { .. } => "give means of one length, the dimension of the mixture",
            Self::NotPositive { .. } => "give a number greater than 0",
            Self::Vectors { .. } => {
                "give one vector in each column: n + 1 numbers for a generator, n for a flow"
            }
            Self::OddDimension { .. } => "add one coordinate that is 0 in all means",
            Self::NoRamp { .. } => "allow n + 4 parameters per layer, or n/2 + 2 with clamp units",
            Self::Hypothesis { .. } => {
                "scale the means into the unit ball, and choose an accuracy of at least 3σ, between 10⁻⁶ and 1, and at \
                 most k/32"
            }
            Self::TooFine { .. } => "ask for a larger error",
            Self::Range { .. } => "divide the means and σ by a power of two",
            Self::Write { .. } => "check the folder and the free space",
        }
    }
}
