//! A verified depth separation.

use std::fmt;

use rug::Rational;

use crate::abbreviate;
use crate::certificate::{Class, DepthSeparation, LayerFamily};

/// A mixture of Gaussians that a generator with one hidden layer comes near and no flow of few layers of a class does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifiedDepthSeparation {
    /// The dimension n of data and flow.
    pub dimension: u64,
    /// The number k of components.
    pub modes: u64,
    /// The distance τ in W1 that no such flow comes within.
    pub accuracy: Rational,
    /// A bound on W1 between the generator and the mixture.
    pub generator_error: Rational,
    /// The form of the layers.
    pub family: LayerFamily,
    /// What else is supposed of the flows.
    pub class: Class,
    /// The most free parameters of a layer, p.
    pub parameters: u64,
    /// B² for the bound B on every parameter.
    pub bound_squared: Rational,
    /// A lower bound on log₂ of the number of targets.
    pub log2_targets: Rational,
    /// The number of layers that flows need.
    pub layers_needed: u64,
}

impl VerifiedDepthSeparation {
    pub(crate) fn of(it: &DepthSeparation) -> Self {
        Self {
            dimension: it.dimension,
            modes: it.modes,
            accuracy: it.accuracy.clone(),
            generator_error: it.generator_error.clone(),
            family: it.family.clone(),
            class: it.class.clone(),
            parameters: it.parameters,
            bound_squared: it.bound_squared.clone(),
            log2_targets: it.log2_targets.clone(),
            layers_needed: it.layers_needed,
        }
    }

    /// The neurons of the generator's hidden layer: two for each ramp, two for each coordinate of the noise.
    #[must_use]
    pub fn generator_neurons(&self) -> u64 {
        2 * (self.modes - 1) + 2 * self.dimension
    }
}

impl fmt::Display for VerifiedDepthSeparation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { dimension, modes, parameters, layers_needed, .. } = self;
        let number = abbreviate::number;
        let class = match &self.class {
            Class::General => String::new(),
            Class::Lipschitz { lipschitz, mean_excess } => format!(
                ", {}-Lipschitz from each layer to the end, with mean norms up to sqrt({dimension}) + {}",
                number(lipschitz),
                number(mean_excess)
            ),
            Class::Budgets { lipschitz, .. } => {
                format!(", with Lipschitz constants whose product is at most {}", number(lipschitz))
            }
        };
        write!(
            formatter,
            "dimension {dimension}, {modes} modes: some mixture needs at least {layers_needed} layer{}: a generator with one \
             hidden layer of {} ReLUs comes within {} of it (W1), and no flow of fewer {} layers, each with {parameters} \
             parameters in [-B, B], B^2 = {}{class}, comes within {} of that generator",
            if *layers_needed == 1 { "" } else { "s" },
            self.generator_neurons(),
            number(&self.generator_error),
            self.family.name(),
            number(&self.bound_squared),
            number(&self.accuracy),
        )
    }
}
