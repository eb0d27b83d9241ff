//! The targets, the class of flows, and Δ.

use flowcert_check::{Codebook, LayerFamily, Separation, Targets};
use rug::{Integer, Rational};

use super::PRECISION;
use crate::depth::flow::{Units, bound::enough_layers};
use crate::depth::{DepthError, codebook, family, generator, separation};
use crate::scalar::Ball;

/// What is supposed of the flows besides the form of their layers and the range of their parameters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hypothesis {
    /// Nothing: Theorem 10.
    General,
    /// Every suffix of the flow is Lipschitz with a constant R, and the mean norm after each layer is at most √n and something:
    /// Theorem 11.
    Lipschitz {
        /// R.
        lipschitz: Rational,
        /// The mean norm is at most √n + this.
        mean_excess: Rational,
    },
}

/// Beyond, numbers have more digits than is reasonable.
const MOST_DIMENSION: u32 = 1 << 16;
/// The same.
const MOST_MODES: u32 = 1 << 26;

/// The same.
const MOST_BITS: u32 = 1 << 22;

impl Hypothesis {
    /// Every suffix of the flow is R-Lipschitz, and the mean norm after each layer is at most √n + 2, as for Theorem U's flows.
    #[must_use]
    pub fn lipschitz(lipschitz: Rational) -> Self {
        Self::Lipschitz { lipschitz, mean_excess: Rational::from(2) }
    }
}

/// A family of targets and a class of flows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The dimension n of data and flow.
    pub dimension: u32,
    /// The number k of components of a target.
    pub modes: u32,
    /// The most free parameters of a layer, p.
    pub parameters: u64,
    /// τ: a flow reaches a generator if W1 is at most this.
    pub accuracy: Rational,
    /// σ√n.
    pub sigma_root_dimension: Rational,
    /// What W1 between a target and its generator is at most.
    pub generator_error: Rational,
    /// B², for the bound B on every parameter.
    pub bound_squared: Rational,
    /// The points.
    pub codebook: Codebook,
    /// The most points s that two targets share.
    pub shared: u32,
    /// Why there are many targets: by counting, or because they are listed.
    pub targets: Targets,
    /// How the distance of two targets is bounded.
    pub separation: Separation,
    /// The form of the layers.
    pub family: LayerFamily,
    /// What is supposed of the flows.
    pub hypothesis: Hypothesis,
}

impl Problem {
    /// The usual one: τ = 1/16, σ√n and the generator's error 2⁻¹⁰, B = 6√(k/τ), sparse layers, a ball packing with r = 9/32, sets
    /// that share at most 17/32 of their points, and flows like those of Theorem U: R = 36k²/τ², mean norm at most √n + 2.
    #[must_use]
    pub fn new(dimension: u32, modes: u32, parameters: u64) -> Self {
        let accuracy = Rational::from((1, 16));
        let sharing = Rational::from((17, 32));
        Self {
            dimension,
            modes,
            parameters,
            sigma_root_dimension: Rational::from((1, 1024)),
            generator_error: Rational::from((1, 1024)),
            bound_squared: Self::star_bound_squared(modes, &accuracy),
            codebook: Codebook::BallPacking { distance: Rational::from((9, 32)) },
            shared: shared(modes, &sharing),
            targets: Targets::Counting,
            separation: Separation::Distance,
            family: LayerFamily::Sparse,
            hypothesis: Self::star(modes, &accuracy),
            accuracy,
        }
    }

    /// B² = 36k/τ: the parameters of Theorem U's flows.
    #[must_use]
    pub fn star_bound_squared(modes: u32, accuracy: &Rational) -> Rational {
        Rational::from(36 * u64::from(modes)) / accuracy
    }

    /// R* = 36k²/τ² and mean norms of at most √n + 2: what Theorem U's flows satisfy.
    #[must_use]
    pub fn star(modes: u32, accuracy: &Rational) -> Hypothesis {
        let root = Rational::from(6 * u64::from(modes)) / accuracy;
        Hypothesis::lipschitz(root.square())
    }

    /// The same for targets that share at most the part λ of their points, s = ⌊λk⌋.
    ///
    /// # Errors
    ///
    /// [`DepthError::Overlap`] unless 0 ≤ λ < 1.
    pub fn sharing(self, part: &Rational) -> Result<Self, DepthError> {
        if *part < 0 || *part >= 1 {
            return Err(DepthError::Overlap { part: part.to_string() });
        }
        Ok(Self { shared: shared(self.modes, part), ..self })
    }

    /// Whether the numbers make sense.
    ///
    /// # Errors
    ///
    /// [`DepthError`]: a number that must be positive is not; fewer than two coordinates or modes; no more points than modes; sets that may share
    /// all points; an odd dimension for couplings of equal halves; inner products with points that are no unit vectors.
    pub fn validate(&self) -> Result<(), DepthError> {
        let positive = |what: &'static str, number: &Rational| {
            if *number > 0 {
                Ok(())
            } else {
                Err(DepthError::NotPositive { what, value: number.to_string() })
            }
        };
        let at_most = |what: &'static str, number: u32, most: u32| {
            if number <= most { Ok(()) } else { Err(DepthError::TooLarge { what, number, most }) }
        };
        at_most("dimension", self.dimension, MOST_DIMENSION)?;
        at_most("number of modes", self.modes, MOST_MODES)?;
        if self.dimension < 2 {
            return Err(DepthError::OneHalf { dimension: self.dimension });
        }
        positive("number of parameters per layer", &Rational::from(self.parameters))?;
        positive("accuracy", &self.accuracy)?;
        positive("σ√n", &self.sigma_root_dimension)?;
        positive("error of the generator", &self.generator_error)?;
        positive("bound of the parameters", &self.bound_squared)?;
        if let Codebook::BallPacking { distance } = &self.codebook {
            positive("distance of the means", distance)?;
        }
        if let Hypothesis::Lipschitz { lipschitz, mean_excess } = &self.hypothesis {
            if *lipschitz < 1 {
                return Err(DepthError::Contraction { lipschitz: lipschitz.to_string() });
            }
            positive("excess of mean norms", mean_excess)?;
        }
        if let LayerFamily::Clamped { clamp, slope, .. } = &self.family {
            positive("clamp", clamp)?;
            positive("slope", slope)?;
        }
        if let Codebook::BallPacking { distance } = &self.codebook {
            if *distance > 2 {
                return Err(DepthError::TooFar { distance: distance.to_string() });
            }
            let bits = distance.denom().significant_bits().saturating_mul(self.dimension);
            at_most("number of bits of the number of points", bits, MOST_BITS)?;
        }
        if let Codebook::GilbertVarshamov { hamming } = &self.codebook
            && !(1..=u64::from(self.dimension)).contains(hamming)
        {
            return Err(DepthError::Hamming { hamming: *hamming, dimension: self.dimension });
        }
        if self.modes < 2 || self.shared >= self.modes {
            return Err(DepthError::Sharing { modes: self.modes, shared: self.shared });
        }
        if self.family != LayerFamily::Sparse && self.dimension % 2 == 1 {
            return Err(DepthError::OddDimension { dimension: self.dimension as usize });
        }
        if self.separation == Separation::InnerProduct && !codebook::is_of_unit_vectors(&self.codebook) {
            return Err(DepthError::NotUnit);
        }
        let points = self.points();
        if points <= self.modes {
            return Err(DepthError::FewPoints { modes: self.modes, points: points.to_string() });
        }
        match &self.targets {
            Targets::Counting => Ok(()),
            Targets::Listed { sets } => self.validate_sets(sets, &points),
        }
    }

    /// Sets of k of the M points each, no two of which share more than s.
    fn validate_sets(&self, sets: &[Vec<u64>], points: &Integer) -> Result<(), DepthError> {
        let is_set = |set: &Vec<u64>| {
            set.len() == self.modes as usize
                && set.is_sorted_by(|one, next| one < next)
                && set.iter().all(|point| points > point)
        };
        for (index, set) in sets.iter().enumerate() {
            let shares_too_much =
                |other: &&Vec<u64>| family::common(other.as_slice(), set) > self.shared as usize;
            if !is_set(set) || sets[..index].iter().any(|other| shares_too_much(&other)) {
                return Err(DepthError::Target { index });
            }
        }
        if sets.is_empty() { Err(DepthError::Target { index: 0 }) } else { Ok(()) }
    }

    /// M: the points from which the means are taken.
    #[must_use]
    pub fn points(&self) -> Integer {
        codebook::points(&self.codebook, self.dimension)
    }

    /// log₂N for the number N of targets.
    ///
    /// # Panics
    ///
    /// If there are fewer points than modes.
    #[must_use]
    pub fn log2_targets(&self) -> Ball {
        match &self.targets {
            Targets::Counting => {
                family::log2_greedy_count(&self.points(), self.modes, self.shared, PRECISION)
            }
            Targets::Listed { sets } => Ball::enclose(sets.len() as u64, PRECISION).log2(),
        }
    }

    /// Δ = separation − 2·error − 2τ.
    #[must_use]
    pub fn margin(&self) -> Ball {
        let separation = separation::separation(
            self.separation,
            &self.codebook,
            self.dimension,
            self.modes,
            self.shared,
            &self.sigma_root_dimension,
            PRECISION,
        );
        let lost = 2 * Rational::from(&self.generator_error + &self.accuracy);
        separation - Ball::enclose(&lost, PRECISION)
    }

    /// The layers of p parameters that are enough to reach every target, by Theorem U; `None` where p holds no ramp, or where the
    /// theorem says nothing: it asks for an even dimension, 2 ≤ k ≤ 2²⁴, 10⁻⁶ ≤ τ ≤ 1, k/τ ≥ 32 and σ ≤ τ/3.
    #[must_use]
    pub fn enough_layers(&self, units: Units) -> Option<u64> {
        let tau = &self.accuracy;
        let sigma_squared = self.sigma_root_dimension.clone().square() / self.dimension;
        let holds = self.dimension.is_multiple_of(2)
            && (2..=1 << 24).contains(&self.modes)
            && *tau >= Rational::from((1, 1_000_000))
            && *tau <= 1
            && self.modes >= Rational::from(32 * tau)
            && 9 * sigma_squared <= tau.clone().square();
        let (dimension, modes) = (self.dimension.into(), self.modes.into());
        holds.then(|| enough_layers(dimension, modes, self.parameters, units))?
    }

    /// The width of the generator's ramps: a power of two for which its certified error is small enough, whatever the means.
    ///
    /// # Panics
    ///
    /// If the error is not positive.
    #[must_use]
    pub fn ramp_width(&self) -> Rational {
        assert!(self.generator_error > 0, "the error is not positive");
        let mut width = Rational::from(1);
        while *generator::bound::of_unit_ball(u64::from(self.modes), &width).upper() > self.generator_error {
            width /= 2;
        }
        width
    }
}

/// ⌊λk⌋, at most k − 1: how many points sets share that share at most the part λ of theirs.
#[must_use]
pub(in crate::depth) fn shared(modes: u32, part: &Rational) -> u32 {
    let most = Rational::from(part * modes).floor().into_numer_denom().0;
    most.to_u32().unwrap_or(0).min(modes.saturating_sub(1))
}
