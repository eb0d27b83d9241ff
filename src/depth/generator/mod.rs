//! **The generator.** For means μ₁, …, μ_k ∈ ℝⁿ in any order, z₀ and z standard normal,
//!
//! ```text
//! g(z₀, z) = σz + μ₁ + Σᵢ (μᵢ₊₁ − μᵢ)·ρ((z₀ − qᵢ)/δ + ½),   ρ(t) = relu(t) − relu(t − 1),   qᵢ near Φ⁻¹(i/k),
//! ```
//!
//! is one hidden layer of 2(k − 1) + 2n ReLUs, and W1(g#N, ν) ≤ Σᵢ ‖μᵢ₊₁ − μᵢ‖·(δ·maxφ/4 + |Φ(qᵢ) − i/k|), the maximum of
//! the normal density φ over the ramp. The proof is docs/math/depth-flow.md.
//!
//! | file | idea |
//! |---|---|
//! | [`bound`] | the certified distance, for given means and for any means in the unit ball |
//! | `evaluate` | the values in doubles, and exact ones |
//! | `network` | the weights as two matrices of doubles |
//! | `weights_file` | the same as a safetensors file (feature `cli`) |

use rug::Rational;

use super::{DepthError, Mixture, normal};
use crate::scalar::Ball;

pub mod bound;
mod evaluate;
mod network;
#[cfg(feature = "cli")]
mod weights_file;

pub use evaluate::ExactImage;
pub use network::Network;
#[cfg(feature = "cli")]
pub use weights_file::{safetensors, write_safetensors};

/// The narrowest ramp that is tried.
const NARROWEST: i32 = -1000;

/// Bits of a breakpoint in units of the ramp's width: 52 for the integer below 2⁵² that doubles add ½ to without rounding.
const BREAKPOINT_BITS: i32 = 52;

/// A generator with one hidden layer; see [`construct`].
#[derive(Clone, Debug, PartialEq)]
pub struct Generator {
    mixture: Mixture,
    breakpoints: Vec<Rational>,
    ramp_width: Rational,
}

/// The generator of a mixture with the widest ramps, among powers of two up to 1, whose certified distance W1 from the
/// mixture is at most `error`.
///
/// # Errors
///
/// [`DepthError::NotPositive`] for an error ≤ 0, [`DepthError::TooFine`] where ramps of width 2⁻¹⁰⁰⁰ are not narrow enough,
/// or the error is below the precision of the breakpoints, about 2⁻⁹⁰.
///
/// ```
/// use flowcert::depth::{Means, Mixture, generator};
/// use flowcert::scalar::Rational;
///
/// let means = Means::signs(&[vec![false, false], vec![true, false], vec![true, true]])?;
/// let mixture = Mixture::new(means, Rational::from((1, 10_000)))?;
/// let error = Rational::from((1, 1024));
/// let made = generator::construct(&mixture, &error)?;
/// assert!(*made.bound().upper() <= error);
/// assert_eq!(made.ramp_width().to_string(), "1/512");
/// assert_eq!(made.neurons(), 2 * (3 - 1) + 2 * 2);
/// # Ok::<(), flowcert::depth::DepthError>(())
/// ```
pub fn construct(mixture: &Mixture, error: &Rational) -> Result<Generator, DepthError> {
    if !error.is_positive() {
        return Err(DepthError::NotPositive { what: "error", value: error.to_string() });
    }
    let quantiles = normal::quantiles(mixture.modes());
    let with = |exponent| {
        let made = Generator::with(mixture, &quantiles, normal::power_of_two(exponent));
        (*made.bound().upper() <= *error).then_some(made)
    };
    // The bound is about proportional to the width: start where it would hold if it were, for the width 1.
    let at_one = bound::at_most(&mixture.means().steps(), &Rational::from(1));
    let start = if *at_one.upper() <= *error {
        0
    } else {
        let ratio = (Ball::enclose(error, normal::PRECISION) / at_one).lower().to_f64();
        ratio.log2().floor().max(f64::from(NARROWEST)) as i32
    };
    let mut found = None;
    let mut exponent = start;
    while found.is_none() {
        if exponent < NARROWEST.max(start - 8) {
            return Err(DepthError::TooFine { error: error.to_string(), exponent });
        }
        found = with(exponent);
        exponent -= 1;
    }
    // The density at the ramps is below its maximum, so that wider ones may do.
    let mut exponent = start + 1;
    while exponent <= 0
        && let Some(wider) = with(exponent)
    {
        found = Some(wider);
        exponent += 1;
    }
    found.ok_or(DepthError::TooFine { error: error.to_string(), exponent: start })
}

/// The generator of a mixture with ramps of this width, whatever the distance; see [`Generator::bound`].
///
/// # Errors
///
/// [`DepthError::NotPositive`] for a width ≤ 0.
pub fn with_ramp_width(mixture: &Mixture, width: &Rational) -> Result<Generator, DepthError> {
    if !width.is_positive() {
        return Err(DepthError::NotPositive { what: "width of the ramps", value: width.to_string() });
    }
    Ok(Generator::with(mixture, &normal::quantiles(mixture.modes()), width.clone()))
}

impl Generator {
    fn with(mixture: &Mixture, quantiles: &[Rational], ramp_width: Rational) -> Self {
        let breakpoints = quantiles.iter().map(|quantile| breakpoint(quantile, &ramp_width)).collect();
        Self { mixture: mixture.clone(), breakpoints, ramp_width }
    }

    /// The mixture that it makes.
    #[must_use]
    pub fn mixture(&self) -> &Mixture {
        &self.mixture
    }

    /// q₁ < … < q_(k−1), the centres of the ramps, near Φ⁻¹(i/k). Where δ is a power of two above 2⁻⁴⁸ or so, the weights and
    /// biases of the hidden layer, 1/δ and ±½ − qᵢ/δ, are doubles exactly.
    #[must_use]
    pub fn breakpoints(&self) -> &[Rational] {
        &self.breakpoints
    }

    /// δ, the width of the ramps.
    #[must_use]
    pub fn ramp_width(&self) -> &Rational {
        &self.ramp_width
    }

    /// The number of hidden neurons, 2(k − 1) + 2n.
    #[must_use]
    pub fn neurons(&self) -> usize {
        2 * self.breakpoints.len() + 2 * self.mixture.dimension()
    }

    /// An enclosure of an upper bound of W1(g#N, ν), for the breakpoints as they are stored: its upper end is certified.
    #[must_use]
    pub fn bound(&self) -> Ball {
        bound::of(self)
    }
}

/// The number of hidden neurons, 2(k − 1) + 2n.
///
/// ```
/// assert_eq!(flowcert::depth::generator::neurons(64, 256), 638);
/// ```
#[must_use]
pub fn neurons(dimension: u64, modes: u64) -> u64 {
    2 * (modes - modes.min(1)) + 2 * dimension
}

/// The number of weights and biases different from 0 if no coordinate of μ₁ or of a difference μᵢ₊₁ − μᵢ is 0, and at most
/// otherwise: 2(k − 1)(n + 2) + 5n. (A ramp's neuron has a weight, a bias and n outputs; σz takes 4n, μ₁ takes n.)
///
/// ```
/// assert_eq!(flowcert::depth::generator::weights(64, 256), 33_980);
/// ```
#[must_use]
pub fn weights(dimension: u64, modes: u64) -> u64 {
    2 * (modes - modes.min(1)) * (dimension + 2) + 5 * dimension
}

/// The number nearest to a quantile that, divided by δ, adds to ±½ without rounding in doubles: a multiple of δ·2^−s, with s
/// as large as 52 bits allow.
fn breakpoint(quantile: &Rational, ramp_width: &Rational) -> Rational {
    let in_widths = Rational::from(quantile / ramp_width).abs();
    let whole_bits = (Rational::from(in_widths.floor_ref()) + 2_u32).numer().significant_bits();
    let fraction_bits = (BREAKPOINT_BITS - i32::try_from(whole_bits).unwrap_or(i32::MAX)).max(1);
    // No finer than the precision of the quantile itself is needed.
    normal::rounded_to(quantile, &(Rational::from(ramp_width) >> fraction_bits))
}
