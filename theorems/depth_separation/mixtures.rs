//! Two mixtures against each other, each Gaussian replaced by the same finite set of points, so that W1 is a matching.
//!
//! The lemma's proof holds for any noise z in place of the normal one: W1 ≥ (1 − s/k)·(r − 2σE‖z‖), and, if the mean of z is 0
//! and the points are unit vectors, W1 ≥ (1 − s/k)·(r²/2 − σE max(0, ⟨μ, z⟩, …)).

use flowcert::depth::separation::separation;
use flowcert::depth::standard_normal;
use flowcert::matrix::DMatrix;
use flowcert::scalar::Rational;
use flowcert_check::{Codebook, Separation};

use super::targets::{Targets, all, hamming, least_hamming, overlap};
use crate::common::transport::wasserstein;

/// Distances are rounded to multiples of 10⁻⁷ in `wasserstein`, each by at most half of that; doubles do the rest.
pub(super) const SLACK: f64 = 1e-7;
const NOISE_SEED: u64 = 3;

/// 2·`half` points around the origin, z and −z.
pub(super) fn noise(dimension: usize, half: usize) -> DMatrix<f64> {
    let points = standard_normal(dimension, half, NOISE_SEED);
    let opposite = -&points;
    DMatrix::from_fn(
        dimension,
        2 * half,
        |i, j| if j < half { points[(i, j)] } else { opposite[(i, j - half)] },
    )
}

/// The points μ + σz.
pub(super) fn mixture(points: &DMatrix<f64>, set: &[u64], sigma: f64, noise: &DMatrix<f64>) -> DMatrix<f64> {
    let count = noise.ncols();
    DMatrix::from_fn(points.nrows(), set.len() * count, |i, j| {
        points[(i, set[j / count] as usize)] + sigma * noise[(i, j % count)]
    })
}

fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let (sum, count) = values.fold((0.0, 0.0), |(sum, count), value| (sum + value, count + 1.0));
    sum / count
}

pub(super) fn mean_norm(noise: &DMatrix<f64>) -> f64 {
    mean(noise.column_iter().map(|z| z.norm()))
}

/// The mean of max(0, ⟨μ, z⟩, …) over the points of `own`.
fn mean_largest(points: &DMatrix<f64>, own: &[u64], noise: &DMatrix<f64>) -> f64 {
    let largest = |z: nalgebra::DVectorView<'_, f64>| {
        own.iter().map(|&point| points.column(point as usize).dot(&z)).fold(0.0, f64::max)
    };
    mean(noise.column_iter().map(largest))
}

fn without(one: &[u64], other: &[u64]) -> Vec<u64> {
    one.iter().copied().filter(|point| !other.contains(point)).collect()
}

/// The library's bound for s shared points, with `by` the noise: σE‖z‖ for distances, σE max(…) for inner products.
pub(super) fn bound(targets: &Targets, by: Separation, shared: usize, by_noise: f64) -> f64 {
    let (dimension, modes) = (targets.dimension(), targets.modes as u32);
    let sigma_root_dimension = match by {
        Separation::Distance => by_noise,
        Separation::InnerProduct => {
            by_noise * f64::from(dimension).sqrt() / (2.0 * f64::from(modes + 1).ln()).sqrt()
        }
    };
    let sigma_root_dimension = Rational::from_f64(sigma_root_dimension).expect("a number");
    separation(by, &targets.codebook, dimension, modes, shared as u32, &sigma_root_dimension, 64)
        .upper()
        .to_f64()
}

/// ∫f dν_S − ∫f dν_T for the f of the proof.
fn by_test_function(
    targets: &Targets,
    by: Separation,
    own: &[u64],
    one: &DMatrix<f64>,
    other: &DMatrix<f64>,
) -> f64 {
    let r = targets.distance();
    let f = |x: nalgebra::DVectorView<'_, f64>| {
        let values = own.iter().map(|&point| {
            let point = targets.points.column(point as usize);
            match by {
                Separation::Distance => r - (point - x).norm(),
                Separation::InnerProduct => point.dot(&x) - 1.0 + r * r / 2.0,
            }
        });
        values.fold(0.0, f64::max)
    };
    mean(one.column_iter().map(f)) - mean(other.column_iter().map(f))
}

const SIGMAS: [f64; 7] = [0.0, 0.01, 0.03, 0.1, 0.2, 0.5, 1.0];

/// Bound ≤ ∫f dν_S − ∫f dν_T ≤ W1, for both bounds.
#[test]
fn discretized_mixtures_are_as_far_as_promised() {
    for targets in all() {
        let noise = noise(targets.points.nrows(), 10);
        let (mut tightest, mut positive, mut cases) = ([0.0_f64; 2], [0; 2], 0);
        for (one, other) in targets.pairs(6) {
            assert!(overlap(one, other) <= targets.shared);
            for sigma in SIGMAS {
                let [first, second] = [one, other].map(|set| mixture(&targets.points, set, sigma, &noise));
                let exact = wasserstein(&first, &second);
                let own = without(one, other);
                cases += 1;
                let largest = mean_largest(&targets.points, &own, &noise);
                let kinds = [
                    (Separation::Distance, sigma * mean_norm(&noise)),
                    (Separation::InnerProduct, sigma * largest),
                ];
                for (kind, (by, by_noise)) in kinds.into_iter().enumerate() {
                    let bound = bound(&targets, by, targets.shared, by_noise);
                    let middle = by_test_function(&targets, by, &own, &first, &second);
                    let case = format!("{}, {by:?}, σ = {sigma}, {one:?}, {other:?}", targets.name);
                    assert!(bound <= middle + 1e-12, "{case}: {bound} {middle}");
                    assert!(middle <= exact + SLACK, "{case}: {middle} {exact}");
                    positive[kind] += usize::from(bound > 0.0);
                    tightest[kind] = tightest[kind].max(bound / exact);
                }
            }
        }
        println!(
            "{}, k = {}, s = {}, r = {:.4}, {} sets: {cases} pairs with σ in {SIGMAS:?}; bound/W1 at most {:.4} by \
             distance ({} positive), {:.4} by inner products ({} positive); noise of 20 points, E‖z‖ = {:.3}, seed {NOISE_SEED}",
            targets.name,
            targets.modes,
            targets.shared,
            targets.distance(),
            targets.sets.len(),
            tightest[0],
            positive[0],
            tightest[1],
            positive[1],
            mean_norm(&noise)
        );
        assert!(positive.iter().all(|&count| count >= 6));
    }
}

/// The normal distribution is no worse than what the bounds put in for it: E‖z‖ ≤ √n, E max(0, ⟨μ, z⟩, …) ≤ √(2 ln(k + 1)).
#[test]
fn the_noise_of_gaussians_is_at_most_what_the_bounds_say() {
    for targets in all() {
        let noise = standard_normal(targets.points.nrows(), 20_000, 4);
        let norm = mean_norm(&noise) / f64::from(targets.dimension()).sqrt();
        let limit = (2.0 * (targets.modes as f64 + 1.0).ln()).sqrt();
        let largest = mean_largest(&targets.points, &targets.sets[0], &noise) / limit;
        println!(
            "{}: E‖z‖/√n = {norm:.4}, E max/√(2 ln(k + 1)) = {largest:.4} (20000 samples, seed 4)",
            targets.name
        );
        // 20 000 samples: 0.01 is more than four standard errors.
        assert!(norm <= 1.01 && largest <= 1.01);
    }
}

/// The least mean distance of a matching, over all of them.
fn by_all_matchings(cost: &[Vec<f64>], used: u32) -> f64 {
    let row = used.count_ones() as usize;
    if row == cost.len() {
        return 0.0;
    }
    (0..cost.len())
        .filter(|column| used >> column & 1 == 0)
        .map(|column| cost[row][column] + by_all_matchings(cost, used | 1 << column))
        .fold(f64::INFINITY, f64::min)
}

/// Without noise W1 is found by hand: all matchings of the points, with distances read off the words.
#[test]
fn without_noise_by_hand() {
    for targets in all().iter().filter(|targets| !targets.words.is_empty()) {
        assert_eq!(least_hamming(&targets.words) as u64, declared(targets));
        let n = f64::from(targets.dimension());
        let origin = DMatrix::zeros(targets.points.nrows(), 1);
        for (one, other) in targets.pairs(6).into_iter().filter(|(one, _)| one.len() <= 6) {
            let word = |point: u64| &targets.words[point as usize];
            let distance = |x: u64, y: u64| 2.0 * (hamming(word(x), word(y)) as f64 / n).sqrt();
            let cost: Vec<Vec<f64>> =
                one.iter().map(|&x| other.iter().map(|&y| distance(x, y)).collect()).collect();
            let by_hand = by_all_matchings(&cost, 0) / one.len() as f64;
            let [first, second] = [one, other].map(|set| mixture(&targets.points, set, 0.0, &origin));
            assert!((wasserstein(&first, &second) - by_hand).abs() < SLACK, "{}", targets.name);
            assert!(by_hand >= bound(targets, Separation::Distance, targets.shared, 0.0) - 1e-12);
        }
    }
    // Of the Reed–Muller code, words differ in half of the places or in all; of two or more, none need be matched with its
    // opposite.
    let code = all().into_iter().find(|targets| targets.name == "Reed–Muller, n = 8").expect("it is there");
    for (one, other) in [([0_u64, 1, 2, 3], [4_u64, 5, 6, 7]), ([0, 8, 1, 9], [2, 10, 3, 11])] {
        let origin = DMatrix::zeros(8, 1);
        let [first, second] = [one, other].map(|set| mixture(&code.points, &set, 0.0, &origin));
        assert!((wasserstein(&first, &second) - 2_f64.sqrt()).abs() < SLACK);
    }
}

fn declared(targets: &Targets) -> u64 {
    match targets.codebook {
        Codebook::LinearCode { hamming, .. } | Codebook::ListedCode { hamming, .. } => hamming,
        _ => panic!("no code"),
    }
}
