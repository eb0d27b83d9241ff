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
    /// Sets that may share all their points, or sets of fewer than two.
    #[error("sets of {modes} points that may share {shared} of them are no family of targets")]
    Sharing {
        /// The points of a set.
        modes: u32,
        /// How many of them two sets may share.
        shared: u32,
    },
    /// A part that is none.
    #[error("two targets share {part} of their points: it has to be from 0 on and below 1")]
    Overlap {
        /// The part.
        part: String,
    },
    /// Points that do not fit into the unit ball.
    #[error("two points of the unit ball are not {distance} apart")]
    TooFar {
        /// The distance.
        distance: String,
    },
    /// A number of places in which words of this length cannot differ, or need not.
    #[error("words of {dimension} bits cannot all differ in {hamming} places")]
    Hamming {
        /// The places.
        hamming: u64,
        /// The length.
        dimension: u32,
    },
    /// A number beyond what is computed.
    #[error("the {what} is {number}, more than {most}")]
    TooLarge {
        /// Which number.
        what: &'static str,
        /// The number.
        number: u32,
        /// The most.
        most: u32,
    },
    /// Fewer coordinates than halves.
    #[error("a flow with two halves needs two coordinates, there are {dimension}")]
    OneHalf {
        /// The dimension.
        dimension: u32,
    },
    /// A Lipschitz constant below 1.
    #[error("the Lipschitz constant {lipschitz} is below 1, that of no layer at all")]
    Contraction {
        /// The constant.
        lipschitz: String,
    },
    /// No more points than a target has.
    #[error("the codebook has {points} points, a target {modes}: there is no choice")]
    FewPoints {
        /// The components of a target.
        modes: u32,
        /// The points.
        points: String,
    },
    /// A listed target that is none.
    #[error(
        "target {index} is no set of as many increasing indices of points as there are modes, or shares too many with one before it"
    )]
    Target {
        /// Its place, counted from 0.
        index: usize,
    },
    /// Inner products with points that are no unit vectors.
    #[error("the bound by inner products is for unit vectors, which the points of a ball packing are not")]
    NotUnit,
    /// Targets too near to each other for the accuracy.
    #[error(
        "two targets are no farther apart than twice the accuracy and the errors of their generators: Δ is {margin}"
    )]
    Margin {
        /// Δ, enclosed.
        margin: String,
    },
    /// A depth that is not computed.
    #[error("more than {most} layers are needed: their sensitivity is not computed layer by layer")]
    TooDeep {
        /// The most layers that are.
        most: u64,
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
            Self::Sharing { .. } => "depth::sharing",
            Self::Overlap { .. } => "depth::overlap",
            Self::TooFar { .. } => "depth::too-far",
            Self::Hamming { .. } => "depth::hamming",
            Self::TooLarge { .. } => "depth::too-large",
            Self::OneHalf { .. } => "depth::one-half",
            Self::Contraction { .. } => "depth::contraction",
            Self::FewPoints { .. } => "depth::few-points",
            Self::Target { .. } => "depth::target",
            Self::NotUnit => "depth::not-unit",
            Self::Margin { .. } => "depth::margin",
            Self::TooDeep { .. } => "depth::too-deep",
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
            Self::Sharing { .. } => {
                "take at least two modes, and let targets share fewer points than they have"
            }
            Self::Overlap { .. } => "give a part such as 17/32",
            Self::TooFar { .. } => "give a distance up to 2, such as 9/32",
            Self::Hamming { .. } => "give a number from 1 to the dimension, such as a quarter of it",
            Self::TooLarge { .. } => "give a smaller number",
            Self::OneHalf { .. } => "give a dimension of at least 2",
            Self::Contraction { .. } => "give a Lipschitz constant of at least 1",
            Self::FewPoints { .. } => "take fewer modes, a smaller distance, or a larger dimension",
            Self::Target { .. } => {
                "list the indices of k points in increasing order, and drop sets that share more than allowed"
            }
            Self::NotUnit => "take a code instead of a ball packing, or the bound by distances",
            Self::Margin { .. } => {
                "ask for a smaller accuracy τ, a smaller σ√n or error of the generator, or let targets share fewer points"
            }
            Self::TooDeep { .. } => "suppose a Lipschitz constant, or allow more parameters per layer",
            Self::Write { .. } => "check the folder and the free space",
        }
    }
}
