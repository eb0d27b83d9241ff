//! Mixtures with exact means, and the Wasserstein distance W1 of samples by an exact assignment.

use flowcert::depth::{Means, Mixture};
use flowcert::matrix::DMatrix;
use flowcert::scalar::Rational;
use pathfinding::matrix::Matrix;
use pathfinding::prelude::kuhn_munkres_min;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// Costs are rounded to multiples of this.
const UNIT: f64 = 1e-7;

/// k rational points on the unit sphere of ℝⁿ, by stereographic projection of random ones, and σ.
pub(crate) fn on_the_sphere(dimension: usize, modes: usize, sigma: (u32, u32), seed: u64) -> Mixture {
    let random = &mut ChaCha8Rng::seed_from_u64(seed);
    let point = |random: &mut ChaCha8Rng| {
        let plane: Vec<Rational> =
            (1..dimension).map(|_| Rational::from((random.random_range(-24..=24), 16))).collect();
        let square = plane.iter().fold(Rational::new(), |sum, x| sum + Rational::from(x.square_ref()));
        let over = Rational::from(&square + 1_u32);
        let pole = Rational::from(&square - 1_u32) / &over;
        plane.into_iter().map(|x| x * 2_u32 / &over).chain([pole]).collect()
    };
    let points = (0..modes).map(|_| point(random)).collect();
    let sigma = Rational::from(sigma);
    Mixture::new(Means::rational(points).expect("points"), sigma.square()).expect("a mixture")
}

/// k different sign vectors ±1/√n, and σ = s/√n.
pub(crate) fn sign_vectors(dimension: usize, modes: usize, s: (u32, u32), seed: u64) -> Mixture {
    assert!(dimension >= 64 || modes <= 1 << dimension, "there are not so many");
    let random = &mut ChaCha8Rng::seed_from_u64(seed);
    let mut words: Vec<Vec<bool>> = Vec::new();
    while words.len() < modes {
        let word: Vec<bool> = (0..dimension).map(|_| random.random()).collect();
        if !words.contains(&word) {
            words.push(word);
        }
    }
    let variance = Rational::from(s).square() / Rational::from(dimension);
    Mixture::new(Means::signs(&words).expect("words"), variance).expect("a mixture")
}

/// W1 between two samples of equally many points, the columns: the least mean distance of a matching, exactly (up to the
/// rounding of the distances).
pub(crate) fn wasserstein(one: &DMatrix<f64>, other: &DMatrix<f64>) -> f64 {
    let count = one.ncols();
    let cost = |(i, j): (usize, usize)| ((one.column(i) - other.column(j)).norm() / UNIT).round() as i64;
    let (total, _) = kuhn_munkres_min(&Matrix::from_fn(count, count, cost));
    total as f64 * UNIT / count as f64
}

/// Mean and standard deviation.
pub(crate) fn mean_and_deviation(values: &[f64]) -> (f64, f64) {
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    let variance = values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (count - 1.0);
    (mean, variance.sqrt())
}

/// The distance of independent samples of a mixture from samples of something else, beside that of samples of the mixture from
/// each other.
pub(crate) struct Comparison {
    pub(crate) distance: f64,
    pub(crate) baseline: f64,
    /// Three standard errors of the difference of the two.
    pub(crate) uncertainty: f64,
}

const SAMPLES: usize = 512;
const SEEDS: std::ops::Range<u64> = 100..106;

/// Draws from the mixture and from `other`, seed by seed, and prints what was found.
pub(crate) fn compare(
    name: &str,
    mixture: &Mixture,
    other: impl Fn(usize, u64) -> DMatrix<f64>,
) -> Comparison {
    let sample = |seed| mixture.sample(SAMPLES, seed).expect("samples");
    let distances: Vec<f64> =
        SEEDS.map(|seed| wasserstein(&sample(seed), &other(SAMPLES, seed + 1000))).collect();
    let baselines: Vec<f64> = SEEDS.map(|seed| wasserstein(&sample(seed), &sample(seed + 2000))).collect();
    let ((distance, spread), (baseline, baseline_spread)) =
        (mean_and_deviation(&distances), mean_and_deviation(&baselines));
    let uncertainty = 3.0 * (spread.hypot(baseline_spread)) / (distances.len() as f64).sqrt();
    println!(
        "{name}: empirical W1 {distance:.4} ± {spread:.4}; two samples of the mixture {baseline:.4} ± {baseline_spread:.4} \
         ({SAMPLES} samples, seeds {SEEDS:?})"
    );
    Comparison { distance, baseline, uncertainty }
}

impl Comparison {
    /// Whether the distance is within this bound, as far as samples tell.
    pub(crate) fn within(&self, bound: f64) -> bool {
        self.distance <= bound + self.baseline + self.uncertainty
    }
}
