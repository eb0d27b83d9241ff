//! A verified lower bound, and a verified least number of layers.

use std::fmt;

use super::layers;
use crate::certificate::{Ground, LowerBound, Mode};

/// A matrix that no product of fewer than so many coupling layers is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifiedLowerBound {
    /// What the scales of the layers may be.
    pub mode: Mode,
    /// The field.
    pub ground: Ground,
    /// The lengths of the two halves.
    pub partition: [usize; 2],
    /// The number k: no product of fewer layers is the matrix.
    pub layers_needed: usize,
}

/// A matrix that is a product of so many coupling layers, and of no fewer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifiedMinimalLayers {
    /// What the scales of the layers may be.
    pub mode: Mode,
    /// The field.
    pub ground: Ground,
    /// The lengths of the two halves.
    pub partition: [usize; 2],
    /// The least number of layers.
    pub layers: usize,
}

impl VerifiedLowerBound {
    pub(crate) fn of(bound: &LowerBound) -> Self {
        let LowerBound { mode, ground, partition, layers_needed, .. } = *bound;
        Self { mode, ground, partition, layers_needed }
    }
}

impl fmt::Display for VerifiedLowerBound {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let layers = layers(self.layers_needed, self.mode, self.partition);
        write!(formatter, "no product of fewer than {layers} is the matrix over {}", self.ground)
    }
}

impl From<VerifiedLowerBound> for VerifiedMinimalLayers {
    fn from(bound: VerifiedLowerBound) -> Self {
        let VerifiedLowerBound { mode, ground, partition, layers_needed: layers } = bound;
        Self { mode, ground, partition, layers }
    }
}

impl fmt::Display for VerifiedMinimalLayers {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let layers = layers(self.layers, self.mode, self.partition);
        write!(formatter, "the matrix over {} needs exactly {layers}", self.ground)
    }
}
