//! A point of an affine space of solutions at which scales, affine functions on it, are what the mode allows.

use nalgebra::DMatrix;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::positive::strictly_positive;
use super::small_vectors;
use crate::coupling::Mode;
use crate::matrix::exact::{ExactField, Solutions, solve};
use crate::scalar::Field;

/// A finite space of at most so many points is run through.
const EXHAUSTIVE: u64 = 1 << 15;
/// Random points that are tried. Over ℚ a random point is right with probability more than 3/4 where any is.
const TRIES: i64 = 400;

/// A solution at which every scale is 1 (additive), positive, or not 0 (signed); `None` if there is none (over a large finite
/// field, in signed mode: if none of the random points is one).
pub(super) fn admissible<F: ExactField>(
    all: &Solutions<F>,
    scales: impl Fn(&DMatrix<F>) -> Vec<F>,
    mode: Mode,
    seed: u64,
) -> Option<DMatrix<F>> {
    let functions = affine_functions(all, &scales);
    let allowed = |solution: &DMatrix<F>| {
        scales(solution).iter().all(|scale| match mode {
            Mode::Additive => scale.is_one(),
            Mode::Positive => scale.is_positive() == Some(true),
            Mode::Signed | Mode::Singular => !scale.is_zero(),
        })
    };
    if allowed(&all.point) {
        return Some(all.point.clone());
    }
    let coordinates = match mode {
        Mode::Additive => {
            let ones = DMatrix::from_element(functions.nrows(), 1, F::one());
            let constants = functions.columns(0, 1);
            let linear = functions.columns(1, all.dimension()).into_owned();
            solve(&linear, &(ones - constants))?.iter().cloned().collect()
        }
        Mode::Positive => positive_point(&functions)?,
        Mode::Signed | Mode::Singular => {
            let vanishes = |i: usize| functions.row(i).iter().all(F::is_zero);
            if (0..functions.nrows()).any(vanishes) {
                return None;
            }
            return points(all.dimension(), functions.nrows(), seed)
                .map(|coordinates| all.at(&coordinates))
                .find(allowed);
        }
    };
    Some(all.at(&coordinates)).filter(allowed)
}

/// One row for each scale: its value at the point, and its change along each direction.
fn affine_functions<F: ExactField>(
    all: &Solutions<F>,
    scales: &impl Fn(&DMatrix<F>) -> Vec<F>,
) -> DMatrix<F> {
    let constants = scales(&all.point);
    let mut functions = DMatrix::zeros(constants.len(), 1 + all.dimension());
    for (i, constant) in constants.iter().enumerate() {
        functions[(i, 0)] = constant.clone();
    }
    for k in 0..all.dimension() {
        let moved = scales(&(&all.point + all.directions.columns(k, 1)));
        for (i, value) in moved.iter().enumerate() {
            functions[(i, k + 1)] = value.minus(&constants[i]);
        }
    }
    functions
}

/// Coordinates at which every function is positive: a homogeneous system, with 1 for the constants.
fn positive_point<F: ExactField>(functions: &DMatrix<F>) -> Option<Vec<F>> {
    let mut system = functions.clone().insert_row(functions.nrows(), F::zero());
    system[(functions.nrows(), 0)] = F::one();
    let solution = strictly_positive(&system)?;
    let inverse = solution[(0, 0)].inverse()?;
    Some(solution.iter().skip(1).map(|entry| entry.times(&inverse)).collect())
}

/// All points of a small finite space, else random ones.
fn points<F: Field>(dimension: usize, functions: usize, seed: u64) -> Box<dyn Iterator<Item = Vec<F>>> {
    let number = F::order().and_then(|order| order.checked_pow(u32::try_from(dimension).ok()?));
    if let Some(number) = number.filter(|&number| number <= EXHAUSTIVE) {
        return Box::new((0..number).map(move |index| small_vectors::digits(index, dimension)));
    }
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    Box::new((0..TRIES).map(move |attempt| {
        let range = if attempt < 8 { 1 } else { 2 * functions as i64 };
        (0..dimension).map(|_| F::from_i64(random.random_range(-range..=range))).collect()
    }))
}
