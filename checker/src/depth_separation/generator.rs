//! The generator: how near it is to the mixture.
//!
//! Let q_i be the i/k quantiles of N(0, 1), ρ(t) = relu(t) − relu(t − 1), and
//!
//! g(z0, z) = σz + μ_1 + Σ_{i<k} (μ_{i+1} − μ_i)·ρ((z0 − q_i)/δ + 1/2),   (z0, z) ~ N(0, I_{n+1}).
//!
//! With steps 1{z0 > q_i} in place of ramps the mean would be each μ_i with probability 1/k: the mixture. On the same (z0, z) a
//! ramp differs from its step by a function of z0 whose integral is that of two triangles of base δ/2 and height 1/2, δ/4 in all;
//! the density of z0 is at most 1/√(2π). The means lie in the unit ball, so ‖μ_{i+1} − μ_i‖ ≤ 2, and
//!
//! W1(generator, mixture) ≤ 2(k − 1)·δ/(4√(2π)).
//!
//! This is at most `error` if and only if ((k − 1)·δ/error)²/8 ≤ π.

use rug::Rational;

use super::doubt::{Doubt, decide};
use super::interval::Interval;
use crate::abbreviate;
use crate::certificate::DepthSeparation;
use crate::rejection::Rejection;

/// That the ramps are narrow enough for the error.
pub(super) fn check(it: &DepthSeparation) -> Result<(), Rejection> {
    let ratio = Rational::from(&it.ramp_width / &it.generator_error) * (it.modes - 1);
    let squared = ratio.square() / 8;
    let rejection = || Rejection::GeneratorError {
        ramp_width: abbreviate::number(&it.ramp_width),
        error: abbreviate::number(&it.generator_error),
    };
    decide(|precision| {
        let pi = Interval::pi(precision);
        if pi.low().is_some_and(|low| *low >= squared) {
            Ok(())
        } else if pi.high().is_some_and(|high| *high <= squared) {
            Err(Doubt::Refuted(rejection()))
        } else {
            Err(Doubt::Open(rejection()))
        }
    })
}
