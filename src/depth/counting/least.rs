//! The least number of layers that counting does not exclude.

use rug::{Integer, Rational};

use super::{Hypothesis, PRECISION, Problem, Recursion, constants, sensitivity};
use crate::depth::DepthError;
use crate::scalar::{Ball, Float};

/// What counting says about a [`Problem`].
#[derive(Clone, Debug)]
pub struct Least {
    /// No flow of fewer layers comes near every target's generator. With 1, counting says nothing.
    pub layers: u64,
    /// log₂N.
    pub log2_targets: Ball,
    /// log₂C for so many layers: the bits that tell the cells of one parameter apart.
    pub bits_per_parameter: Ball,
    /// Δ.
    pub margin: Ball,
}

impl Least {
    /// Whether counting says something: more than one layer is needed.
    #[must_use]
    pub fn bites(&self) -> bool {
        self.layers >= 2
    }
}

/// More layers than this are not looked at in general flows, whose Λ is computed layer by layer.
const MOST_STEPS: u64 = 1 << 24;

/// The least L for which L·p·log₂C + 1 ≤ log₂N is not certain, C = ⌊2BΛ/Δ⌋ + 1 or 2: flows of fewer layers are certainly too few.
/// The one bit more is for flows of different lengths (docs/math/depth-separation.md).
///
/// ```
/// use flowcert::depth::counting::{Problem, least_layers};
///
/// // 256 modes in 64 dimensions, 64 parameters in each layer.
/// let least = least_layers(&Problem::new(64, 256, 64))?;
/// assert_eq!(least.layers, 4);
/// assert!(least.bites());
/// # Ok::<(), flowcert::depth::DepthError>(())
/// ```
///
/// # Errors
///
/// Those of [`Problem::validate`]; [`DepthError::Margin`] if Δ is not certainly positive.
pub fn least_layers(problem: &Problem) -> Result<Least, DepthError> {
    problem.validate()?;
    let margin = problem.margin();
    if *margin.lower() <= 0 {
        return Err(DepthError::Margin { margin: format!("{margin:.6}") });
    }
    let log2_targets = problem.log2_targets();
    let enough = |layers: u64, sensitivity: &Ball| {
        let bits = bits_of(problem, sensitivity, &margin);
        let all = &bits * &product(layers, problem.parameters) + Ball::enclose(1, PRECISION);
        (all.upper() > log2_targets.lower()).then_some(bits)
    };
    let found = match problem.hypothesis {
        Hypothesis::General => Recursion::new(constants(problem), problem.dimension)
            .zip(1..=MOST_STEPS)
            .find_map(|(sensitivity, layers)| Some((layers, enough(layers, &sensitivity)?))),
        Hypothesis::Lipschitz { .. } => {
            let is_enough = |layers: u64| enough(layers, &sensitivity(problem, layers)).is_some();
            let layers = first(is_enough);
            enough(layers, &sensitivity(problem, layers)).map(|bits| (layers, bits))
        }
    };
    let (layers, bits_per_parameter) = found.ok_or(DepthError::TooDeep { most: MOST_STEPS })?;
    Ok(Least { layers, log2_targets, bits_per_parameter, margin })
}

/// The first number from 1 on for which it holds, if from some number on it always holds.
fn first(holds: impl Fn(u64) -> bool) -> u64 {
    let mut above = 1;
    while !holds(above) && above < 1 << 62 {
        above *= 2;
    }
    let mut below = above / 2;
    // It does not hold at `below`, or that is 0; it holds at `above`.
    while above - below > 1 {
        let middle = below + (above - below) / 2;
        if holds(middle) {
            above = middle;
        } else {
            below = middle;
        }
    }
    above
}

/// log₂C for flows of L layers, in a ball: C = ⌊2BΛ/Δ⌋ + 1 cells for each parameter, or 2 if that is less.
#[must_use]
pub fn bits_per_parameter(problem: &Problem, layers: u64) -> Ball {
    bits_of(problem, &sensitivity(problem, layers), &problem.margin())
}

fn bits_of(problem: &Problem, sensitivity: &Ball, margin: &Ball) -> Ball {
    let bound = Ball::enclose(&Rational::from(4 * &problem.bound_squared), PRECISION).sqrt();
    let cells = bound * sensitivity / margin;
    let floor = |end: &Float| Float::with_val(PRECISION, end).floor().max(&Float::with_val(PRECISION, 1));
    let floors = Ball::from_endpoints(floor(cells.lower()), floor(cells.upper()));
    floors.map_or_else(|| Ball::whole_line(PRECISION), |floors| (floors + Ball::enclose(1, PRECISION)).log2())
}

/// L·p.
fn product(layers: u64, parameters: u64) -> Ball {
    let product = Integer::from(layers) * parameters;
    Ball::enclose(&product, PRECISION)
}
