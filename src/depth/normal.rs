//! What the bounds need of the standard normal distribution, and normal samples.

use nalgebra::DMatrix;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, StandardNormal};
use rayon::prelude::*;
use rug::{Integer, Rational};

use crate::scalar::{Ball, Float};

/// Bits of the balls of this folder.
pub(super) const PRECISION: u32 = 96;

/// Columns that one random stream fills.
const STREAM: usize = 256;

/// Φ⁻¹(i/k) for i = 1, …, k − 1, to the precision of the balls; not certified: whoever uses them encloses Φ at the numbers
/// themselves. The upper half mirrors the lower one.
pub(super) fn quantiles(modes: usize) -> Vec<Rational> {
    let lower: Vec<Rational> = (1..=modes / 2)
        .into_par_iter()
        .map(|i| {
            let probability = Ball::enclose(&Rational::from((i, modes)), PRECISION);
            probability.normal_quantile().midpoint().and_then(|x| x.to_rational()).unwrap_or_default()
        })
        .collect();
    (1..modes)
        .map(|i| if 2 * i <= modes { lower[i - 1].clone() } else { Rational::from(-&lower[modes - i - 1]) })
        .collect()
}

/// |Φ(x) − i/k|.
pub(super) fn distance_from_level(x: &Rational, i: usize, modes: usize) -> Ball {
    // In whichever tail is the shorter one, where Φ keeps its relative precision.
    let (x, i) = if 2 * i <= modes { (x.clone(), i) } else { (Rational::from(-x), modes - i) };
    let level = Ball::enclose(&Rational::from((i, modes)), PRECISION);
    (Ball::enclose(&x, PRECISION).normal_distribution() - level).abs()
}

/// The largest density of the normal distribution on [centre − width/2, centre + width/2].
pub(super) fn largest_density(centre: &Rational, width: &Rational) -> Ball {
    let nearest = Rational::from(centre.abs_ref()) - Rational::from(width / 2_u32);
    let scale = (Ball::pi(PRECISION) * Ball::enclose(2, PRECISION)).sqrt();
    let exponent = if nearest.is_positive() { nearest.square() / -2_i32 } else { Rational::new() };
    Ball::enclose(&exponent, PRECISION).exp() / scale
}

/// √(2/π), the mean of |z|.
pub(super) fn mean_absolute_value() -> Ball {
    (Ball::enclose(2, PRECISION) / Ball::pi(PRECISION)).sqrt()
}

/// The multiple of `unit` nearest to x.
pub(super) fn rounded_to(x: &Rational, unit: &Rational) -> Rational {
    let (_, count) = Rational::from(x / unit).fract_round(Integer::new());
    Rational::from(count) * unit
}

/// 2^exponent.
pub(super) fn power_of_two(exponent: i32) -> Rational {
    Rational::from(1) << exponent
}

/// The sum in the given order, whatever computed the terms.
pub(super) fn sum(terms: &[Ball]) -> Ball {
    terms.iter().fold(Ball::enclose(0, PRECISION), |total, term| total + term)
}

/// The larger of two numbers, enclosed.
pub(super) fn larger(one: &Ball, other: &Ball) -> Ball {
    let lower = Float::with_val(PRECISION, one.lower().max_ref(other.lower()));
    let upper = Float::with_val(PRECISION, one.upper().max_ref(other.upper()));
    Ball::from_endpoints(lower, upper).unwrap_or_else(|| Ball::whole_line(PRECISION))
}

/// A `dimension` × `count` matrix of independent standard normal numbers: `ChaCha8` with this seed, one of its streams for
/// every 256 columns, so that neither threads nor `count` change the columns that two calls share.
///
/// ```
/// let few = flowcert::depth::standard_normal(3, 10, 1);
/// assert_eq!(few, flowcert::depth::standard_normal(3, 1000, 1).columns(0, 10));
/// ```
#[must_use]
pub fn standard_normal(dimension: usize, count: usize, seed: u64) -> DMatrix<f64> {
    let mut samples = DMatrix::zeros(dimension, count);
    in_streams(samples.as_mut_slice(), dimension, seed, |random, column| {
        for entry in column {
            *entry = StandardNormal.sample(random);
        }
    });
    samples
}

/// Fills the columns of a matrix, each stream of the generator 256 of them.
pub(super) fn in_streams(
    entries: &mut [f64],
    dimension: usize,
    seed: u64,
    fill: impl Fn(&mut ChaCha8Rng, &mut [f64]) + Sync,
) {
    let dimension = dimension.max(1);
    entries.par_chunks_mut(STREAM * dimension).enumerate().for_each(|(stream, columns)| {
        let mut random = ChaCha8Rng::seed_from_u64(seed);
        random.set_stream(stream as u64);
        for column in columns.chunks_exact_mut(dimension) {
            fill(&mut random, column);
        }
    });
}
