//! How far the generator is from the mixture, at most.
//!
//! Let i(z₀) be the cell of z₀ between the true quantiles: μ_i(z₀) + σz has the law ν. The generator differs from it by at most
//! Σᵢ ‖μᵢ₊₁ − μᵢ‖·|ρ((z₀ − qᵢ)/δ + ½) − \[z₀ > Φ⁻¹(i/k)]|. A ramp and the step at its centre differ by a tent of area δ/4; the
//! steps at qᵢ and at Φ⁻¹(i/k) differ with probability |Φ(qᵢ) − i/k|.

use rayon::prelude::*;
use rug::Rational;

use super::Generator;
use crate::depth::{Means, normal};
use crate::scalar::Ball;

impl Means {
    /// ‖μᵢ₊₁ − μᵢ‖ for i = 1, …, k − 1.
    pub(super) fn steps(&self) -> Vec<Ball> {
        (1..self.modes())
            .into_par_iter()
            .map(|i| Ball::enclose(&self.distance_squared(i - 1, i), normal::PRECISION).sqrt())
            .collect()
    }
}

/// Σᵢ ‖μᵢ₊₁ − μᵢ‖·(δ/4·max φ + |Φ(qᵢ) − i/k|).
pub(super) fn of(generator: &Generator) -> Ball {
    let modes = generator.mixture.modes();
    let width = &generator.ramp_width;
    let quarter = Ball::enclose(&Rational::from(width / 4_u32), normal::PRECISION);
    let steps = generator.mixture.means().steps();
    let places = generator.breakpoints.par_iter().zip(steps).enumerate();
    let terms: Vec<Ball> = places
        .map(|(index, (breakpoint, step))| {
            let tent = &quarter * normal::largest_density(breakpoint, width);
            step * (tent + normal::distance_from_level(breakpoint, index + 1, modes))
        })
        .collect();
    normal::sum(&terms)
}

/// δ/(4√(2π))·Σ steps: the bound with the largest density, and true quantiles as breakpoints.
pub(super) fn at_most(steps: &[Ball], width: &Rational) -> Ball {
    let quarter = Ball::enclose(&Rational::from(width / 4_u32), normal::PRECISION);
    quarter * normal::largest_density(&Rational::new(), width) * normal::sum(steps)
}

/// The bound for any k means in the unit ball, with true quantiles as breakpoints: 2(k − 1)·δ/(4√(2π)).
///
/// ```
/// use flowcert::depth::generator::bound::of_unit_ball;
/// use flowcert::scalar::Rational;
///
/// let bound = of_unit_ball(256, &Rational::from((1, 131_072)));
/// assert_eq!(format!("{bound:.6}"), "[3.88070e-4, 3.88071e-4]");
/// ```
#[must_use]
pub fn of_unit_ball(modes: u64, width: &Rational) -> Ball {
    let steps = Rational::from(modes - modes.min(1)) * 2_u32;
    at_most(&[Ball::enclose(&steps, normal::PRECISION)], width)
}
