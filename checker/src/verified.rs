//! What was verified, in one sentence.

mod depth_separation;
mod enumeration;
mod factorization;
mod lower_bound;

use std::fmt;

pub use depth_separation::VerifiedDepthSeparation;
pub use enumeration::VerifiedEnumeration;
pub use factorization::VerifiedFactorization;
pub use lower_bound::{VerifiedLowerBound, VerifiedMinimalLayers};

use crate::certificate::Mode;

/// The claim that was verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verified {
    /// Of kind `factorization`.
    Factorization(VerifiedFactorization),
    /// Of kind `lower-bound`.
    LowerBound(VerifiedLowerBound),
    /// Of kind `minimal-layers`.
    MinimalLayers(VerifiedMinimalLayers),
    /// Of kind `enumeration`.
    Enumeration(VerifiedEnumeration),
    /// Of kind `depth-separation`.
    DepthSeparation(VerifiedDepthSeparation),
}

impl Verified {
    /// What was verified of a factorization, if it is one.
    #[must_use]
    pub fn into_factorization(self) -> Option<VerifiedFactorization> {
        match self {
            Self::Factorization(factorization) => Some(factorization),
            _ => None,
        }
    }
}

impl fmt::Display for Verified {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Factorization(verified) => verified.fmt(formatter),
            Self::LowerBound(verified) => verified.fmt(formatter),
            Self::MinimalLayers(verified) => verified.fmt(formatter),
            Self::Enumeration(verified) => verified.fmt(formatter),
            Self::DepthSeparation(verified) => verified.fmt(formatter),
        }
    }
}

/// Such as "6 additive coupling layers with halves of 2 and 2".
fn layers(count: usize, mode: Mode, [first, second]: [usize; 2]) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {mode} coupling layer{plural} with halves of {first} and {second}")
}
