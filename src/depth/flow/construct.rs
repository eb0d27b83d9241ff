//! The layers of Theorem U.

use rug::{Integer, Rational};

use super::{Activation, Flow, Layer, Unit, Units};
use crate::coupling::Half;
use crate::depth::{DepthError, Mixture, normal};

/// Bits after the point of a breakpoint of the first phase.
const BREAKPOINT_BITS: i32 = 64;

/// The flow of Theorem U for a mixture, within `accuracy` τ of it, in layers of at most `parameters` p free parameters. With
/// p ≥ n this includes the log-scales of the two diagonal layers.
///
/// # Errors
///
/// [`DepthError::OddDimension`]; [`DepthError::NoRamp`] where p does not hold one ramp; [`DepthError::Hypothesis`] where the
/// hypotheses of the theorem do not hold: means in the unit ball, σ ≤ τ/3, 10⁻⁶ ≤ τ ≤ 1, k/τ ≥ 32, k ≤ 2²⁴.
///
/// ```
/// use flowcert::depth::{Means, Mixture, flow};
/// use flowcert::scalar::Rational;
///
/// let words = [[false, false], [false, true], [true, false], [true, true]].map(Vec::from);
/// let mixture = Mixture::new(Means::signs(&words)?, Rational::from((1, 1 << 21)))?;
/// let accuracy = Rational::from((1, 8));
/// let made = flow::construct(&mixture, &accuracy, 6, flow::Units::Clamp)?;
/// assert_eq!(made.layers().len(), 2 * 2 + 2); // two ramps to a layer
/// assert!(made.largest_layer() <= 6);
/// assert!(*made.bound().upper() <= accuracy);
/// assert!(made.membership().holds());
///
/// let doubles = made.to_doubles()?;
/// let noise = flowcert::depth::standard_normal(2, 100, 1);
/// let samples = doubles.apply(&noise)?;
/// assert!((doubles.invert(&samples)? - noise).amax() < 1e-6);
/// # Ok::<(), flowcert::depth::DepthError>(())
/// ```
pub fn construct(
    mixture: &Mixture,
    accuracy: &Rational,
    parameters: usize,
    units: Units,
) -> Result<Flow, DepthError> {
    let dimension = mixture.dimension();
    if !dimension.is_multiple_of(2) {
        return Err(DepthError::OddDimension { dimension });
    }
    let width = units.ramps_per_layer(dimension as u64, parameters as u64);
    let width = usize::try_from(width).unwrap_or(usize::MAX);
    if width == 0 {
        let needed = if units == Units::Relu { dimension + 4 } else { dimension / 2 + 2 };
        return Err(DepthError::NoRamp { dimension, parameters, needed });
    }
    check_hypotheses(mixture, accuracy)?;
    let mixture = sorted(mixture);
    let shape = Shape::of(&mixture, accuracy, units);
    let (first, second) = shape.points(&mixture);

    let mut layers = Vec::new();
    let mut noise = vec![shape.sigma.clone(); dimension / 2];
    noise[0] = shape.name_noise.clone();
    layers.push(Layer::Affine { writes: Half::Second, scale: noise, shift: second[0].clone() });
    let quantiles = normal::quantiles(mixture.modes());
    let grid = normal::power_of_two(-BREAKPOINT_BITS);
    let centres: Vec<Rational> = quantiles.iter().map(|x| normal::rounded_to(x, &grid)).collect();
    layers.extend(shape.ramps(Half::Second, &centres, &shape.first_width, &second, width));

    let scale = vec![shape.sigma.clone(); dimension / 2];
    layers.push(Layer::Affine { writes: Half::First, scale, shift: first[0].clone() });
    let centres: Vec<Rational> =
        second.windows(2).map(|pair| Rational::from(&pair[0][0] + &pair[1][0]) / 2_u32).collect();
    layers.extend(shape.ramps(Half::First, &centres, &shape.second_width, &first, width));
    Ok(Flow { mixture, accuracy: accuracy.clone(), layers })
}

/// The components in the order of the first coordinate of the second half of their means.
fn sorted(mixture: &Mixture) -> Mixture {
    let (numerators, half) = (mixture.means().numerators(), mixture.dimension() / 2);
    let mut order: Vec<usize> = (0..mixture.modes()).collect();
    order.sort_by(|&i, &j| numerators[i][half].cmp(&numerators[j][half]));
    mixture.reordered(&order)
}

fn check_hypotheses(mixture: &Mixture, accuracy: &Rational) -> Result<(), DepthError> {
    let refuse = |condition, found: String| Err(DepthError::Hypothesis { condition, found });
    if *accuracy < Rational::from((1, 1_000_000)) || *accuracy > 1 {
        return refuse("an accuracy τ with 10⁻⁶ ≤ τ ≤ 1", format!("τ = {accuracy}"));
    }
    let modes = mixture.modes();
    if modes > 1 << 24 || Rational::from(accuracy * 32_u32) > modes {
        return refuse("k modes with 32τ ≤ k ≤ 2²⁴", format!("k = {modes}, τ = {accuracy}"));
    }
    let variance = mixture.sigma().square();
    if Rational::from(variance * 9_u32) > Rational::from(accuracy.square_ref()) {
        return refuse("σ ≤ τ/3", format!("σ² = {variance}, τ = {accuracy}"));
    }
    match (0..modes).find(|&i| mixture.means().norm_squared(i) > 1) {
        Some(i) => refuse("means in the unit ball", format!("‖μ‖² = {}", mixture.means().norm_squared(i))),
        None => Ok(()),
    }
}

/// The numbers of the theorem.
struct Shape {
    units: Units,
    /// σ, or a rational number next to it.
    sigma: Rational,
    /// η = τ/k, by which names are set apart.
    gap: Rational,
    /// s₀ = min(σ, η/18).
    name_noise: Rational,
    /// δ = τ/(2k).
    first_width: Rational,
    /// η/3.
    second_width: Rational,
    /// The weight of every unit, √(k/τ) rounded up.
    weight: Rational,
}

impl Shape {
    fn of(mixture: &Mixture, accuracy: &Rational, units: Units) -> Self {
        let modes = Rational::from(mixture.modes());
        let sigma = mixture.sigma().approximation();
        let gap = Rational::from(accuracy / &modes);
        let narrow = Rational::from(&gap / 18_u32);
        Self {
            units,
            name_noise: if narrow < sigma { narrow } else { sigma.clone() },
            sigma,
            first_width: Rational::from(&gap / 2_u32),
            second_width: Rational::from(&gap / 3_u32),
            weight: root_rounded_up(Rational::from(gap.recip_ref())),
            gap,
        }
    }

    /// aᵢ and b̃ᵢ: the halves of the means, the first coordinates of the second ones set apart by η(i − (k + 1)/2).
    fn points(&self, mixture: &Mixture) -> (Vec<Vec<Rational>>, Vec<Vec<Rational>>) {
        let half = mixture.dimension() / 2;
        let centre = Rational::from((mixture.modes() + 1, 2));
        let means = mixture.means().approximations().into_iter().enumerate();
        means
            .map(|(i, mut first)| {
                let mut second = first.split_off(half);
                second[0] += (Rational::from(i + 1) - &centre) * &self.gap;
                (first, second)
            })
            .unzip()
    }

    /// Ramps of this width around the centres, which lead from each point to the next, `per_layer` of them to a layer.
    fn ramps(
        &self,
        writes: Half,
        centres: &[Rational],
        width: &Rational,
        points: &[Vec<Rational>],
        per_layer: usize,
    ) -> Vec<Layer> {
        let height = Rational::from(width * &self.weight);
        let half_width = Rational::from(width / 2_u32);
        let ramps: Vec<Vec<Unit>> = centres
            .iter()
            .zip(points.windows(2))
            .map(|(centre, pair)| {
                let steps = pair[0].iter().zip(&pair[1]);
                let output: Vec<Rational> =
                    steps.map(|(low, high)| Rational::from(high - low) / &height).collect();
                let negated = output.iter().map(|entry| Rational::from(-entry)).collect();
                let unit = |edge: Rational, output| Unit {
                    bias: -(edge * &self.weight),
                    weight: self.weight.clone(),
                    output,
                };
                let start = unit(Rational::from(centre - &half_width), output);
                match self.units {
                    Units::Clamp => vec![start],
                    Units::Relu => vec![start, unit(Rational::from(centre + &half_width), negated)],
                }
            })
            .collect();
        let activation = match self.units {
            Units::Relu => Activation::Relu,
            Units::Clamp => Activation::Clamp { height },
        };
        let layer = |ramps: &[Vec<Unit>]| Layer::Shift {
            writes,
            activation: activation.clone(),
            units: ramps.concat(),
        };
        ramps.chunks(per_layer).map(layer).collect()
    }
}

/// A multiple of 2⁻²⁰ at or just above √x.
fn root_rounded_up(x: Rational) -> Rational {
    let (_, scaled) = (x << 40_u32).fract_ceil(Integer::new());
    let root = Integer::from(scaled.sqrt_ref());
    let root = if Integer::from(root.square_ref()) < scaled { root + 1_u32 } else { root };
    Rational::from(root) >> 20_u32
}
