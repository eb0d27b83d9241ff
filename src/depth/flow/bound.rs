//! How far a flow of Theorem U is from its mixture, at most, and how many layers are enough.
//!
//! The flow is compared with μ_i + σξ, where i is the cell of t = z₁\[0] among the quantiles, and ξ is z with a new, independent
//! number in place of z₁\[0], which i depends on. Four terms, each proved in docs/math/depth-flow.md:
//!
//! 1. points: where the paths rest is not exactly the mean, since names are set apart: (1/k)·Σ ‖(aᵢ, b̃ᵢ) − μᵢ‖;
//! 2. ramps: while t is on a ramp of width δ, b̃ is on its way, and a may be that of the neighbour;
//! 3. noise: z₁\[0] instead of a new number, and the smaller noise s₀ of the name;
//! 4. tails: noise of the name beyond the distance to the next ramp, 4Φ(−6) for s₀ = η/18.

use rayon::prelude::*;
use rug::Rational;

use super::phases::{Phase, phases};
use super::{Flow, Units};
use crate::depth::normal::{self, PRECISION};
use crate::depth::{Means, Mixture};
use crate::scalar::Ball;

/// The number of layers of p parameters that Theorem U needs for k modes in dimension n, 2⌈(k − 1)/w⌉ + 2; `None` where p
/// holds no ramp.
///
/// ```
/// use flowcert::depth::flow::{Units, bound::enough_layers};
///
/// assert_eq!(enough_layers(64, 1 << 8, 64, Units::Clamp), Some(512));
/// assert_eq!(enough_layers(1024, 1 << 16, 100_000, Units::Clamp), Some(678));
/// assert_eq!(enough_layers(64, 1 << 8, 64, Units::Relu), None);
/// ```
#[must_use]
pub fn enough_layers(dimension: u64, modes: u64, parameters: u64, units: Units) -> Option<u64> {
    let width = units.ramps_per_layer(dimension, parameters);
    let ramps = modes - modes.min(1);
    (width > 0).then(|| ramps.div_ceil(width).saturating_mul(2).saturating_add(2))
}

/// The bound of Theorem U for any k means in the unit ball, kη/4 + δ(k − 1)/√(2π)·(2√(1/16 + β²) + η/4) + √3·σ + 4Φ(−6), with
/// η = τ/k, δ = τ/(2k) and β = 1/12 + √(2/π)/18.
///
/// ```
/// use flowcert::depth::flow::bound::of_unit_ball;
/// use flowcert::scalar::Rational;
///
/// let accuracy = Rational::from((1, 16));
/// let bound = of_unit_ball(256, &accuracy, &Rational::from((1, 48)));
/// assert!(bound.upper() < &accuracy);
/// assert_eq!(format!("{bound:.3}"), "[0.0586, 0.0587]");
/// ```
#[must_use]
pub fn of_unit_ball(modes: u64, accuracy: &Rational, sigma: &Rational) -> Ball {
    let enclose = |x: &Rational| Ball::enclose(x, PRECISION);
    let gap = Rational::from(accuracy / modes.max(1));
    let on_ramps = Rational::from(&gap / 2_u32) * (modes - modes.min(1));
    let reading =
        enclose(&Rational::from((1, 12))) + normal::mean_absolute_value() / enclose(&Rational::from(18));
    let path = (enclose(&Rational::from((1, 16))) + reading.square()).sqrt() * enclose(&Rational::from(2));
    let tails = Ball::enclose(-6, PRECISION).normal_distribution() * enclose(&Rational::from(4));
    enclose(&Rational::from(accuracy / 4_u32))
        + enclose(&on_ramps)
            * normal::largest_density(&Rational::new(), &Rational::new())
            * (path + enclose(&Rational::from(&gap / 4_u32)))
        + enclose(&Rational::from(3)).sqrt() * enclose(sigma)
        + tails
}

impl Flow {
    /// An enclosure of an upper bound of the distance W1 between the flow's distribution and the mixture, for the layers as
    /// they are stored: its upper end is certified.
    #[must_use]
    pub fn bound(&self) -> Ball {
        let terms = phases(&self.layers).and_then(|phases| terms(&phases, &self.mixture));
        terms.map_or_else(|| Ball::whole_line(PRECISION), |terms| normal::sum(&terms))
    }

    /// The four terms of [`bound`](Self::bound): points, ramps, noise, tails. `None` where the layers are not those of the
    /// theorem.
    #[must_use]
    pub fn bound_terms(&self) -> Option<[Ball; 4]> {
        terms(&phases(&self.layers)?, &self.mixture)
    }
}

fn terms(phases: &[Phase; 2], mixture: &Mixture) -> Option<[Ball; 4]> {
    let [second, first] = phases;
    let modes = mixture.modes();
    if second.points.len() != modes || first.points.len() != modes {
        return None;
    }
    let margin = margin(second, first)?;
    Some([
        points(second, first, mixture.means()),
        ramps(second, first),
        noise(second, first, mixture),
        tails(second, first, &margin),
    ])
}

/// (1/k)·Σ ‖(aᵢ, b̃ᵢ) − μᵢ‖.
fn points(second: &Phase, first: &Phase, means: &Means) -> Ball {
    let pairs = first.points.par_iter().zip(&second.points).enumerate();
    let distances: Vec<Ball> =
        pairs.map(|(i, (a, b))| means.distance_from(i, &[a.as_slice(), b.as_slice()].concat())).collect();
    normal::sum(&distances) / Ball::enclose(&Rational::from(distances.len()), PRECISION)
}

/// Σᵢ maxφ·δ·(‖b̃ᵢ₊₁ − b̃ᵢ‖/4 + ‖aᵢ₊₁ − aᵢ‖·min(1, (ε/4 + s₀√(2/π) + ω)/(b̃ᵢ₊₁ − b̃ᵢ)\[0])) + ‖both‖·|Φ(qᵢ) − i/k|, with ε the
/// width of the second ramp and ω the distance of its centre from the middle of the names.
fn ramps(second: &Phase, first: &Phase) -> Ball {
    let noise = Ball::enclose(&second.scale[0], PRECISION) * normal::mean_absolute_value();
    let modes = second.points.len();
    let enclose = |x: &Rational| Ball::enclose(x, PRECISION);
    let places = second.ramps.par_iter().zip(&first.ramps).enumerate();
    let terms: Vec<Ball> = places
        .map(|(i, (ramp, reader))| {
            let (b, next_b) = (&second.points[i], &second.points[i + 1]);
            let (b_step, a_step) = (square(b, next_b), square(&first.points[i], &first.points[i + 1]));
            let names = Rational::from(&next_b[0] - &b[0]);
            let middle = Rational::from(&next_b[0] + &b[0]) / 2_u32;
            let reading = enclose(&(reader.width() / 4_u32 + (reader.centre() - middle).abs()));
            let share = (reading + &noise) / enclose(&names);
            let share = if share.is_less_than(&enclose(&Rational::from(1))) == Some(true) {
                share
            } else {
                enclose(&Rational::from(1))
            };
            let way = enclose(&b_step).sqrt() / enclose(&Rational::from(4)) + enclose(&a_step).sqrt() * share;
            let width = ramp.width();
            let density = normal::largest_density(&ramp.centre(), &width);
            let misplaced = normal::distance_from_level(&ramp.centre(), i + 1, modes);
            density * enclose(&width) * way + enclose(&(a_step + b_step)).sqrt() * misplaced
        })
        .collect();
    normal::sum(&terms)
}

/// √(s² + σ² + (σ − s₀)² + Σ (σ − s_j)²), s the scale of z₁\[0], s_j those of the other coordinates.
fn noise(second: &Phase, first: &Phase, mixture: &Mixture) -> Ball {
    let precision = 2 * PRECISION;
    let sigma = mixture.sigma().ball(precision);
    let selector = Ball::enclose(&first.scale[0], precision).square() + sigma.square();
    let others = first.scale[1..].iter().chain(&second.scale);
    let squares = others.map(|scale| (Ball::enclose(scale, precision) - &sigma).square());
    squares.fold(selector, |sum, square| sum + square).sqrt()
}

/// 2Φ(−margin/s₀)·2·max‖aᵢ‖.
fn tails(second: &Phase, first: &Phase, margin: &Rational) -> Ball {
    let deviations = -Rational::from(margin / &second.scale[0]);
    let probability = Ball::enclose(&deviations, PRECISION).normal_distribution();
    let largest = first.points.iter().map(|point| norm_squared(point)).max().unwrap_or_default();
    Ball::enclose(4, PRECISION) * probability * Ball::enclose(&largest, PRECISION).sqrt()
}

/// How far a name may move before it is on a ramp that reads it; `None` where it is on one.
fn margin(second: &Phase, first: &Phase) -> Option<Rational> {
    let names = second.points.windows(2).zip(&first.ramps);
    let margins = names.flat_map(|(pair, ramp)| {
        [Rational::from(&ramp.start - &pair[0][0]), Rational::from(&pair[1][0] - &ramp.end)]
    });
    // Without ramps, every name is read alike, and one point has no tails.
    let margin = margins.min().unwrap_or_else(|| Rational::from(1));
    margin.is_positive().then_some(margin)
}

pub(super) fn norm_squared(point: &[Rational]) -> Rational {
    point.iter().fold(Rational::new(), |sum, x| sum + Rational::from(x.square_ref()))
}

fn square(one: &[Rational], other: &[Rational]) -> Rational {
    one.iter().zip(other).fold(Rational::new(), |sum, (x, y)| sum + Rational::from(x - y).square())
}

#[cfg(test)]
mod tests {
    use super::super::{Layer, construct};
    use super::*;
    use crate::depth::Means;

    fn made(units: Units) -> Flow {
        let words: Vec<Vec<bool>> =
            (0..16).step_by(2).map(|i| (0..4).map(|bit| i >> bit & 1 == 1).collect()).collect();
        let mixture = Mixture::new(Means::signs(&words).unwrap(), Rational::from((1, 40_000))).unwrap();
        construct(&mixture, &Rational::from((1, 8)), 8, units).unwrap()
    }

    fn units_of(flow: &mut Flow, layer: usize) -> &mut Vec<super::super::Unit> {
        match &mut flow.layers[layer] {
            Layer::Shift { units, .. } => units,
            Layer::Affine { .. } => panic!("layer {layer} is diagonal"),
        }
    }

    /// The bound is that of the stored numbers: whatever is changed in them changes it.
    #[test]
    fn a_changed_layer_has_another_bound() {
        let accuracy = Rational::from((1, 8));
        for units in [Units::Clamp, Units::Relu] {
            let good = made(units);
            assert!(*good.bound().upper() <= accuracy);

            // One step too far: all means after it are missed by much.
            let mut far = good.clone();
            for unit in units_of(&mut far, 2) {
                unit.output[1] *= 3_u32;
            }
            assert!(*far.bound().lower() > accuracy, "{}", far.bound());

            // A ramp moved along t: its cell has another probability.
            let mut moved = good.clone();
            for unit in units_of(&mut moved, 1) {
                unit.bias += &Rational::from((2, 1)) * unit.weight.clone();
            }
            assert!(*moved.bound().lower() > *good.bound().upper());

            // A ramp moved past the next one, or onto a name: nothing is known.
            let mut crossed = good.clone();
            let last = crossed.layers.len() - 1;
            for unit in units_of(&mut crossed, last) {
                unit.bias += Rational::from(&unit.weight * 4_u32);
            }
            assert!(!crossed.bound().is_bounded());

            // Noise of the name as large as σ: the tails reach the ramps.
            let mut noisy = good.clone();
            if let Layer::Affine { scale, .. } = &mut noisy.layers[0] {
                scale[0] = Rational::from((1, 200));
            }
            assert!(*noisy.bound().lower() > accuracy, "{}", noisy.bound());
        }
    }

    /// Two neurons of a ramp that do not cancel are no ramp.
    #[test]
    fn other_units_are_not_certified() {
        let mut flow = made(Units::Relu);
        units_of(&mut flow, 2)[1].output[0] += 1_u32;
        assert!(!flow.bound().is_bounded() && flow.bound_terms().is_none() && !flow.membership().holds());
    }
}
