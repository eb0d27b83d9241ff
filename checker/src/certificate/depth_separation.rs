//! Kind `depth-separation`.

use rug::{Integer, Rational};

/// The claim that some mixture of Gaussians, and a generator with one hidden layer that comes near it, are out of reach of every
/// flow of fewer than so many layers of a class.
///
/// The mixture has `modes` components of equal weight, with means in the codebook and the covariance σ²I; distances between
/// distributions are W1, on the Euclidean norm.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DepthSeparation {
    /// The dimension n of data and flow.
    pub dimension: u64,
    /// The number k of components.
    pub modes: u64,
    /// τ: a flow comes near the generator if W1 is at most this.
    pub accuracy: Rational,
    /// σ·√n.
    pub sigma_root_dimension: Rational,
    /// The width δ of the generator's ramps.
    pub ramp_width: Rational,
    /// A bound on W1 between the generator and the mixture.
    pub generator_error: Rational,
    /// The number M of points of the codebook.
    pub points: Integer,
    /// Why there are so many points, and how far they are from each other.
    pub codebook: Codebook,
    /// The most points that two targets share, s.
    pub shared: u64,
    /// Why there are so many targets.
    pub targets: Targets,
    /// How far the targets are from each other.
    pub separation: Separation,
    /// The form of the layers.
    pub family: LayerFamily,
    /// The most free parameters of a layer, p.
    pub parameters: u64,
    /// B² for the bound B on every parameter.
    pub bound_squared: Rational,
    /// What else is supposed of the flows.
    pub class: Class,
    /// A lower bound on log₂N for the number N of targets.
    pub log2_targets: Rational,
    /// An upper bound on log₂Λ for flows of `layers_needed` − 1 layers; 0 if that is none.
    pub log2_sensitivity: Rational,
    /// An upper bound on the bits that tell the cells of one parameter apart, for such flows; 0 if they have no layer.
    pub bits_per_parameter: Rational,
    /// No flow of fewer layers comes near every target's generator.
    pub layers_needed: u64,
}

/// Why a codebook has so many points so far from each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Codebook {
    /// Points of the unit ball, as many as a packing has that no point can be added to; they exist, and are not listed.
    BallPacking {
        /// The least distance r of two points.
        distance: Rational,
    },
    /// Vectors ±1/√n, as many as the bound of Gilbert and Varshamov says; they exist, and are not listed.
    GilbertVarshamov {
        /// The least number h of coordinates in which two points differ.
        hamming: u64,
    },
    /// Vectors ±1/√n, the words of a linear code over `F_2`.
    LinearCode {
        /// Words that span the code, n bits each.
        generator: Vec<Vec<bool>>,
        /// The least number h of coordinates in which two points differ.
        hamming: u64,
    },
    /// Vectors ±1/√n, listed.
    ListedCode {
        /// The words, n bits each.
        words: Vec<Vec<bool>>,
        /// The least number h of coordinates in which two points differ.
        hamming: u64,
    },
}

/// Why there are so many targets, sets of k points of the codebook that share at most s of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Targets {
    /// They exist, by the greedy choice.
    Counting,
    /// They are listed.
    Listed {
        /// The sets, each k increasing indices below M.
        sets: Vec<Vec<u64>>,
    },
}

/// The argument for the distance of two targets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Separation {
    /// By the distance to the points of one target.
    Distance,
    /// By inner products with the points of one target, which are unit vectors.
    InnerProduct,
}

/// The form of a flow's layers, each of which writes one half of the coordinates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LayerFamily {
    /// Linear affine couplings with a bias.
    Linear,
    /// Additive couplings, the shift a network with one hidden layer of ReLUs.
    Additive {
        /// The number h of neurons.
        width: u64,
    },
    /// Affine couplings that act on a clamped input, shift and scale networks with one hidden layer of ReLUs.
    Clamped {
        /// The number h of neurons of each of the two networks.
        width: u64,
        /// ρ: the input is clamped to [−ρ, ρ].
        clamp: Rational,
        /// κ: the log-scale is κ·tanh of the network.
        slope: Rational,
    },
    /// Affine couplings with constant scales e^s, −B ≤ s ≤ 0, the shift a network with one hidden layer of ReLUs, all weights
    /// but p of them 0.
    Sparse,
}

/// What is supposed of the flows besides the form of their layers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Class {
    /// Nothing.
    General,
    /// Every part of the flow from some layer to the end is Lipschitz, and norms grow little.
    Lipschitz {
        /// The Lipschitz constant R.
        lipschitz: Rational,
        /// The mean norm after each layer is at most √n + this.
        mean_excess: Rational,
    },
    /// Each layer is Lipschitz with a constant of its own.
    Budgets {
        /// A bound R on the product of the constants.
        lipschitz: Rational,
        /// The constants of `layers_needed` − 1 layers.
        budgets: Vec<Rational>,
    },
}

impl Codebook {
    /// The name in a certificate.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::BallPacking { .. } => "ball-packing",
            Self::GilbertVarshamov { .. } => "gilbert-varshamov",
            Self::LinearCode { .. } => "linear-code",
            Self::ListedCode { .. } => "listed-code",
        }
    }
}

impl Targets {
    /// The name in a certificate.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Counting => "counting",
            Self::Listed { .. } => "listed",
        }
    }
}

impl Separation {
    /// The name in a certificate.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Distance => "distance",
            Self::InnerProduct => "inner-product",
        }
    }
}

impl LayerFamily {
    /// The name in a certificate.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Linear => "linear",
            Self::Additive { .. } => "additive",
            Self::Clamped { .. } => "clamped",
            Self::Sparse => "sparse",
        }
    }
}

impl Class {
    /// The name in a certificate.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::General => "general",
            Self::Lipschitz { .. } => "lipschitz",
            Self::Budgets { .. } => "budgets",
        }
    }
}
