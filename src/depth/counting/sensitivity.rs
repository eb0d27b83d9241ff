//! Λ: how far the distribution of a flow of L layers moves with its parameters, in W1.

use super::{Constants, Hypothesis, PRECISION, Problem, constants};
use crate::scalar::Ball;

/// Theorem 10's recursion for flows of which nothing is supposed, layer by layer: m₀ = √n, e₀ = 0, e' = b·e + a' + b'·m and
/// m' = a + b·m.
///
/// ```
/// use flowcert::depth::counting::{Constants, Recursion};
/// use flowcert::scalar::Ball;
///
/// let ball = |number: i32| Ball::enclose(number, 64);
/// let (offset, lipschitz, change, change_slope) = (ball(1), ball(4), ball(2), ball(3));
/// let recursion = Recursion::new(Constants { offset, lipschitz, change, change_slope }, 16);
/// let sensitivities: Vec<f64> = recursion.take(3).map(|ball| ball.lower().to_f64()).collect();
/// assert_eq!(sensitivities, [14.0, 109.0, 645.0]);
/// ```
#[derive(Clone, Debug)]
pub struct Recursion {
    constants: Constants,
    norm: Ball,
    sensitivity: Ball,
}

impl Recursion {
    /// Begins with no layer, in dimension n.
    #[must_use]
    pub fn new(constants: Constants, dimension: u32) -> Self {
        let norm = Ball::enclose(dimension, PRECISION).sqrt();
        Self { constants, norm, sensitivity: Ball::enclose(0, PRECISION) }
    }
}

impl Iterator for Recursion {
    type Item = Ball;

    /// Λ with one layer more.
    fn next(&mut self) -> Option<Ball> {
        let Constants { offset, lipschitz, change, change_slope } = &self.constants;
        self.sensitivity = lipschitz * &self.sensitivity + change + change_slope * &self.norm;
        self.norm = offset + lipschitz * &self.norm;
        Some(self.sensitivity.clone())
    }
}

/// Λ for L layers, L ≥ 1. For general flows this takes L steps.
#[must_use]
pub fn sensitivity(problem: &Problem, layers: u64) -> Ball {
    let constants = constants(problem);
    match &problem.hypothesis {
        Hypothesis::General => {
            let steps = usize::try_from(layers).unwrap_or(usize::MAX);
            let mut recursion = Recursion::new(constants, problem.dimension);
            recursion.nth(steps.saturating_sub(1)).unwrap_or_else(|| Ball::whole_line(PRECISION))
        }
        Hypothesis::Lipschitz { lipschitz, mean_excess } => {
            let mean =
                Ball::enclose(problem.dimension, PRECISION).sqrt() + Ball::enclose(mean_excess, PRECISION);
            let of_one = constants.change + constants.change_slope * mean;
            Ball::enclose(lipschitz, PRECISION) * Ball::enclose(layers, PRECISION) * of_one
        }
    }
}
