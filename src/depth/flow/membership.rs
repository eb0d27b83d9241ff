//! Whether a flow is in the class of Theorem 11 for which Theorem U is the other side: every parameter in \[−B, B],
//! B = 6√(k/τ); every suffix of layers R*-Lipschitz, R* = 36k²/τ²; E‖x_ℓ‖ ≤ √n + 2 after every layer.

use rug::Rational;

use super::bound::norm_squared;
use super::phases::{Phase, phases};
use super::{Flow, Layer};
use crate::depth::normal::{self, PRECISION};
use crate::scalar::Ball;

/// What is found of a flow, and what the class asks for.
#[derive(Clone, Debug)]
pub struct Membership {
    /// The largest absolute value of a parameter, log-scales included.
    pub largest_parameter: Ball,
    /// B² = 36k/τ.
    pub bound_squared: Rational,
    /// A Lipschitz constant of every suffix of layers.
    pub lipschitz: Ball,
    /// R* = 36k²/τ².
    pub largest_lipschitz: Rational,
    /// max E‖x_ℓ‖ − √n, at most this (not below 0).
    pub mean_excess: Ball,
    /// Whether the log-scales are at most 0.
    pub contracts: bool,
}

impl Membership {
    /// Whether the flow is proved to be in the class.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.parameters_hold() && self.lipschitz_holds() && self.mean_norms_hold() && self.contracts
    }

    /// Whether every parameter is proved to be in [−B, B].
    #[must_use]
    pub fn parameters_hold(&self) -> bool {
        *self.largest_parameter.square().upper() <= self.bound_squared
    }

    /// Whether every suffix is proved to be R*-Lipschitz.
    #[must_use]
    pub fn lipschitz_holds(&self) -> bool {
        *self.lipschitz.upper() <= self.largest_lipschitz
    }

    /// Whether E‖x_ℓ‖ ≤ √n + 2 is proved after every layer.
    #[must_use]
    pub fn mean_norms_hold(&self) -> bool {
        *self.mean_excess.upper() <= 2
    }
}

impl Flow {
    /// Computes, from the stored layers and rounded outward, what the class of Theorem 11 asks for. The log-scales are in
    /// [−B, 0] only if σ ≥ e^(−B).
    #[must_use]
    pub fn membership(&self) -> Membership {
        let ratio = Rational::from(self.mixture.modes()) / &self.accuracy;
        let unknown = || Ball::whole_line(PRECISION);
        let phases = phases(&self.layers);
        let scales = || self.layers.iter().filter_map(scales).flatten();
        Membership {
            largest_parameter: largest_parameter(&self.layers),
            bound_squared: Rational::from(&ratio * 36_u32),
            lipschitz: phases.as_ref().map_or_else(unknown, lipschitz),
            largest_lipschitz: ratio.square() * 36_u32,
            mean_excess: phases.as_ref().map_or_else(unknown, mean_excess),
            contracts: scales().all(|scale| scale.is_positive() && *scale <= 1),
        }
    }
}

fn scales(layer: &Layer) -> Option<&[Rational]> {
    match layer {
        Layer::Affine { scale, .. } => Some(scale),
        Layer::Shift { .. } => None,
    }
}

fn largest_parameter(layers: &[Layer]) -> Ball {
    let mut largest = Rational::new();
    let mut take = |x: &Rational| {
        if x.cmp_abs(&largest).is_gt() {
            largest = Rational::from(x.abs_ref());
        }
    };
    for layer in layers {
        match layer {
            Layer::Affine { shift, .. } => shift.iter().for_each(&mut take),
            Layer::Shift { units, .. } => {
                for unit in units {
                    take(&unit.weight);
                    take(&unit.bias);
                    unit.output.iter().for_each(&mut take);
                }
            }
        }
    }
    let logarithm = |scale: &Rational| Ball::enclose(scale, PRECISION).ln().abs();
    let logarithms = layers.iter().filter_map(scales).flatten().map(logarithm);
    logarithms.fold(Ball::enclose(&largest, PRECISION), |largest, next| normal::larger(&largest, &next))
}

/// The path of a phase has the slope s of its steepest ramp, and so has what is left of it in a suffix, since ramps do not
/// overlap. The scales are at most 1, so that [1 0; s 1], whose norm is (s + √(s² + 4))/2, bounds the phase; the product of both
/// bounds every suffix.
fn lipschitz(phases: &[Phase; 2]) -> Ball {
    let [second, first] = phases.each_ref().map(|phase| {
        let scales = phase.scale.iter().max().cloned().unwrap_or_default().max(Rational::from(1));
        shear_norm(&steepest(phase)) * Ball::enclose(&scales, PRECISION)
    });
    second * first
}

fn shear_norm(slope: &Ball) -> Ball {
    let four = Ball::enclose(4, PRECISION);
    (slope + (slope.square() + four).sqrt()) / Ball::enclose(2, PRECISION)
}

fn steepest(phase: &Phase) -> Ball {
    let slopes = phase.points.windows(2).zip(&phase.ramps).map(|(pair, ramp)| {
        let step: Vec<Rational> = pair[0].iter().zip(&pair[1]).map(|(x, y)| Rational::from(y - x)).collect();
        norm_squared(&step) / ramp.width().square()
    });
    Ball::enclose(&slopes.max().unwrap_or_default(), PRECISION).sqrt()
}

/// x_ℓ is noise scaled by numbers with squares of sum S, plus a point of each path so far, whose norms are at most P1 and P2:
/// E‖x_ℓ‖ ≤ √S + √(P1² + P2²). The paths' prefixes go through prefixes of the points, so that the largest norms bound them all.
fn mean_excess(phases: &[Phase; 2]) -> Ball {
    let [second, first] = phases;
    let norms = phases
        .each_ref()
        .map(|phase| phase.points.iter().map(|point| norm_squared(point)).max().unwrap_or_default());
    let scales = [second, first].map(|phase| norm_squared(&phase.scale));
    let half = Rational::from(first.scale.len());
    let root = |square: &Rational| Ball::enclose(square, PRECISION).sqrt();
    let whole = root(&Rational::from(&half * 2_u32));
    let after_first_phase = root(&(half + &scales[0])) + root(&norms[0]);
    let after_second_phase =
        root(&Rational::from(&scales[0] + &scales[1])) + root(&Rational::from(&norms[0] + &norms[1]));
    let largest = normal::larger(&after_first_phase, &after_second_phase) - whole;
    // In the input, E‖x‖ ≤ √n.
    normal::larger(&largest, &Ball::enclose(0, PRECISION))
}
