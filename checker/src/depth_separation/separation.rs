//! The separation: how far apart two generators are, and what is left of it.
//!
//! Let S ≠ T be targets, ν_S and ν_T their mixtures, σ² the variance of the components, r the least distance of two points of
//! the codebook. W1(ν_S, ν_T) is at least ∫f dν_S − ∫f dν_T for any f with the Lipschitz constant 1. The components of S ∩ T
//! cancel; at least k − s others are left on either side, each of weight 1/k. z is N(0, I_n), so E‖z‖ ≤ √n.
//!
//! **Distance.** f(x) = max(0, r − dist(x, S∖T)) is r at points of S∖T, 0 at those of T∖S, and changes by at most σ‖z‖ from a
//! mean μ to μ + σz: W1(ν_S, ν_T) ≥ (1 − s/k)·(r − 2σ√n).
//!
//! **Inner product,** for unit vectors. Let f(x) = max(0, max_{μ ∈ S∖T} ⟨μ, x⟩ − 1 + r²/2). From a mean in S∖T its expectation is
//! at least r²/2, which is ⟨μ, μ + σz⟩ − 1 + r²/2 in the mean. From a mean ν in T∖S, ⟨μ, ν⟩ = 1 − ‖μ − ν‖²/2 ≤ 1 − r²/2, so f is at
//! most σ·max(0, ⟨μ, z⟩, …), the largest of 0 and at most k standard normals: its expectation is at most σ·√(2·ln(k + 1)). So
//! W1(ν_S, ν_T) ≥ (1 − s/k)·(r²/2 − σ·√(2·ln(k + 1))).
//!
//! A generator is within `error` of its mixture. Two flows that come within τ of the generators of different targets are therefore at
//! least Δ = separation − 2·error − 2·τ from each other. Δ must be positive.

use rug::Rational;

use super::codebook::squared_distance;
use super::doubt::{Doubt, decide};
use super::interval::Interval;
use crate::certificate::{Codebook, DepthSeparation, Separation};
use crate::rejection::Rejection;

/// That Δ > 0.
pub(super) fn check(it: &DepthSeparation) -> Result<(), Rejection> {
    decide(|precision| {
        let gap = gap(it, precision);
        if gap.low().is_some_and(|low| *low > 0) {
            return Ok(());
        }
        let about = gap.high().map_or(f64::NAN, rug::Float::to_f64);
        let rejection = Rejection::NoSeparation { gap: format!("{about:.6}") };
        if gap.high().is_some_and(|high| *high <= 0) {
            Err(Doubt::Refuted(rejection))
        } else {
            Err(Doubt::Open(rejection))
        }
    })
}

/// Δ.
pub(super) fn gap(it: &DepthSeparation, precision: u32) -> Interval {
    let own = 1 - Rational::from((it.shared, it.modes));
    let lost = Rational::from(&it.generator_error + &it.accuracy) * 2;
    let exact = |value: Rational| Interval::rational(&value, precision);
    match (it.separation, hamming(&it.codebook)) {
        // The codebook is no code: the form has been checked, so this is the distance.
        (_, Err(distance)) => exact(own * (distance - Rational::from(&it.sigma_root_dimension * 2)) - lost),
        (Separation::Distance, Ok(hamming)) => {
            let root = exact(squared_distance(hamming, it.dimension)).sqrt();
            let noise = Rational::from(&it.sigma_root_dimension * 2) * &own;
            exact(own) * root - exact(noise + lost)
        }
        (Separation::InnerProduct, Ok(hamming)) => {
            let square = squared_distance(hamming, it.dimension) / 2;
            // σ·√(2·ln(k + 1)) = (σ√n)·√(2·ln(k + 1)/n).
            let logarithm = Interval::whole(it.modes + 1, precision).ln() * 2;
            let root = (logarithm / Interval::whole(it.dimension, precision)).sqrt();
            let noise = exact(Rational::from(&own * &it.sigma_root_dimension)) * root;
            exact(own * square - lost) - noise
        }
    }
}

/// The least number of places in which words of a code differ; the least distance if the codebook is none.
fn hamming(codebook: &Codebook) -> Result<u64, &Rational> {
    match codebook {
        Codebook::BallPacking { distance } => Err(distance),
        Codebook::GilbertVarshamov { hamming }
        | Codebook::LinearCode { hamming, .. }
        | Codebook::ListedCode { hamming, .. } => Ok(*hamming),
    }
}
