//! **Theorem U.** The mixture of k Gaussians is within τ of a flow of L = 2⌈(k − 1)/w⌉ + 2 coupling layers of at most p
//! parameters, w = ⌊p/(n + 4)⌋ ramps of two ReLUs to a layer, or ⌊2p/(n + 4)⌋ clamp units.
//!
//! Hypotheses: means in the unit ball, σ ≤ τ/3, 10⁻⁶ ≤ τ ≤ 1, k/τ ≥ 32, k ≤ 2²⁴. The idea, for means μᵢ = (aᵢ, bᵢ) in the order
//! of the first coordinate of bᵢ: x1 is left alone while x2 becomes small noise around bᵢ, where i is the cell of the first
//! coordinate of x1 among the quantiles Φ⁻¹(i/k); the first coordinate of x2 then tells i, its *name*, from which x1 takes aᵢ.
//! Both are sums of ramps of one coordinate, which may be split into narrow layers. The proof is docs/math/depth-flow.md.
//!
//! | file | idea |
//! |---|---|
//! | [`layer`] | a layer as stored: a diagonal map, or units of one coordinate of the other half; its parameters |
//! | `construct` | the layers of the theorem |
//! | `phases` | the ramps, read back from the layers |
//! | [`bound`] | the certified distance from the mixture, and how many layers are enough |
//! | [`membership`] | whether the flow is in the class of Theorem 11: its parameters, Lipschitz constants and mean norms |
//! | [`evaluate`] | the flow and its inverse in doubles, and whether these are fine enough |
//!
//! Every number of the layers is rational; bound and membership are those of the stored numbers, in exact arithmetic.

use rug::Rational;

use super::{DepthError, Mixture};

pub mod bound;
mod construct;
pub mod evaluate;
pub mod layer;
pub mod membership;
mod phases;

pub use construct::construct;
pub use evaluate::{DoubleFlow, Resolution};
pub use layer::{Activation, Layer, Unit};
pub use membership::Membership;

/// What a ramp, which rises from 0 to 1 and stays, is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Units {
    /// Two ReLUs: relu(t) − relu(t − h), n + 4 parameters.
    Relu,
    /// One unit min(max(t, 0), h) with a fixed height h, n/2 + 2 parameters.
    Clamp,
}

impl Units {
    /// How many ramps p parameters hold in dimension n: ⌊p/(n + 4)⌋ or ⌊2p/(n + 4)⌋.
    #[must_use]
    pub fn ramps_per_layer(self, dimension: u64, parameters: u64) -> u64 {
        let parameters = match self {
            Self::Relu => u128::from(parameters),
            Self::Clamp => 2 * u128::from(parameters),
        };
        u64::try_from(parameters / (u128::from(dimension) + 4)).unwrap_or(u64::MAX)
    }
}

/// The layers of Theorem U for a mixture; see [`construct`].
#[derive(Clone, Debug, PartialEq)]
pub struct Flow {
    /// The mixture, its means in the order of the theorem.
    mixture: Mixture,
    accuracy: Rational,
    layers: Vec<Layer>,
}

impl Flow {
    /// The mixture that it makes, its means in the order in which the ramps reach them.
    #[must_use]
    pub fn mixture(&self) -> &Mixture {
        &self.mixture
    }

    /// τ, within which it was made for the mixture.
    #[must_use]
    pub fn accuracy(&self) -> &Rational {
        &self.accuracy
    }

    /// The layers in the order of application.
    #[must_use]
    pub fn layers(&self) -> &[Layer] {
        &self.layers
    }

    /// The most free parameters of a layer: those that depend on the means, at most p; see [`Layer::free_parameters`].
    #[must_use]
    pub fn largest_layer(&self) -> usize {
        self.layers.iter().map(Layer::free_parameters).max().unwrap_or(0)
    }

    /// The image of a rational point of ℝⁿ, exactly.
    ///
    /// # Errors
    ///
    /// [`DepthError::Vectors`] for a point of another length.
    pub fn apply_exact(&self, point: &[Rational]) -> Result<Vec<Rational>, DepthError> {
        let dimension = self.mixture.dimension();
        if point.len() != dimension {
            return Err(DepthError::Vectors { expected: dimension, found: point.len() });
        }
        let mut image = point.to_vec();
        for layer in &self.layers {
            layer.apply_exact(&mut image);
        }
        Ok(image)
    }
}
