//! The data model of format `flowcert/1`: what a certificate says, as typed values.
//!
//! Reused: `rug`'s rationals. Nothing is judged here: [`read`](crate::read) builds these values from bytes,
//! [`check`](crate::check) judges them.

mod depth_separation;
mod enumeration;
mod factorization;
mod lower_bound;

use rug::Rational;

pub use depth_separation::{Class, Codebook, DepthSeparation, LayerFamily, Separation, Targets};
pub use enumeration::Enumeration;
pub use factorization::{Factorization, Layer};
pub use lower_bound::{CycleIn, LowerBound, MinimalLayers, RankEvidence, Reasons, Rule};

/// A dense matrix as a list of rows.
pub type Matrix = Vec<Vec<Rational>>;

/// One certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Certificate {
    /// Kind `factorization`.
    Factorization(Factorization),
    /// Kind `lower-bound`.
    LowerBound(LowerBound),
    /// Kind `minimal-layers`.
    MinimalLayers(MinimalLayers),
    /// Kind `enumeration`.
    Enumeration(Enumeration),
    /// Kind `depth-separation`.
    DepthSeparation(Box<DepthSeparation>),
}

impl Certificate {
    /// The kind's name in a certificate.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Factorization(_) => "factorization",
            Self::LowerBound(_) => "lower-bound",
            Self::MinimalLayers(_) => "minimal-layers",
            Self::Enumeration(_) => "enumeration",
            Self::DepthSeparation(_) => "depth-separation",
        }
    }

    /// The factorization, if it is one.
    #[must_use]
    pub fn into_factorization(self) -> Option<Factorization> {
        match self {
            Self::Factorization(factorization) => Some(factorization),
            _ => None,
        }
    }
}

impl From<Factorization> for Certificate {
    fn from(factorization: Factorization) -> Self {
        Self::Factorization(factorization)
    }
}

impl From<LowerBound> for Certificate {
    fn from(lower_bound: LowerBound) -> Self {
        Self::LowerBound(lower_bound)
    }
}

impl From<MinimalLayers> for Certificate {
    fn from(minimal: MinimalLayers) -> Self {
        Self::MinimalLayers(minimal)
    }
}

impl From<Enumeration> for Certificate {
    fn from(enumeration: Enumeration) -> Self {
        Self::Enumeration(enumeration)
    }
}

impl From<DepthSeparation> for Certificate {
    fn from(separation: DepthSeparation) -> Self {
        Self::DepthSeparation(Box::new(separation))
    }
}

/// How the numbers of a certificate's layers are stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arith {
    /// As fractions, or as elements of a prime field.
    Exact,
    /// As finite doubles (IEEE 754 binary64).
    F64,
    /// As binary floats of up to [`MAX_PRECISION`](crate::limits::MAX_PRECISION) significant bits.
    Mpfr {
        /// The most significant bits of a number, at least 2.
        precision: u32,
    },
}

/// The field that the numbers of a certificate belong to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ground {
    /// The rational numbers Q.
    Rationals,
    /// The field `F_p` of a prime p below 2³²; its elements are the integers 0, …, p − 1.
    Prime(u64),
}

/// What the diagonal scales Λ of the layers may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Every scale is 1, as in NICE.
    Additive,
    /// Every scale is positive, as in Real NVP and GLOW; over Q only.
    Positive,
    /// Every scale is different from 0.
    Signed,
    /// Any scale, also 0: for matrices that are singular or too close to it, in floating point only. The flow need not
    /// be invertible.
    Singular,
}

/// A half of the coordinates, x = (x1, x2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Half {
    /// x1, the first d1 coordinates.
    First,
    /// x2, the last d2 coordinates.
    Second,
}

impl Half {
    /// The half that is not this one.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::First => Self::Second,
            Self::Second => Self::First,
        }
    }

    /// The half's name in a certificate.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Second => "second",
        }
    }

    /// This half's length in a partition.
    #[must_use]
    pub fn length(self, partition: [usize; 2]) -> usize {
        let [first, second] = partition;
        match self {
            Self::First => first,
            Self::Second => second,
        }
    }
}

impl Arith {
    /// The arithmetic's name in a certificate.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::F64 => "f64",
            Self::Mpfr { .. } => "mpfr",
        }
    }
}

impl Mode {
    /// The mode's name in a certificate.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Additive => "additive",
            Self::Positive => "positive",
            Self::Signed => "signed",
            Self::Singular => "singular",
        }
    }
}

impl std::fmt::Display for Arith {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.name())
    }
}

impl std::fmt::Display for Half {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.name())
    }
}

impl std::fmt::Display for Mode {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.name())
    }
}

impl std::fmt::Display for Ground {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Rationals => formatter.write_str("Q"),
            Self::Prime(prime) => write!(formatter, "F_{prime}"),
        }
    }
}
