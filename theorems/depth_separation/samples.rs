//! Two mixtures against each other by samples: empirical, no proof.

use flowcert::depth::separation::separation;
use flowcert::depth::{Means, Mixture};
use flowcert::scalar::Rational;
use flowcert_check::Separation;

use super::targets::{Targets, all};
use crate::common::transport::{mean_and_deviation, wasserstein};

const SAMPLES: usize = 256;
const SEEDS: std::ops::Range<u64> = 200..205;

fn mixture(targets: &Targets, set: &[u64], sigma: &Rational) -> Mixture {
    let means = if targets.words.is_empty() {
        let rational = |x: &f64| Rational::from_f64(*x).expect("a number");
        let point = |&point: &u64| targets.points.column(point as usize).iter().map(rational).collect();
        Means::rational(set.iter().map(point).collect())
    } else {
        let words: Vec<Vec<bool>> = set.iter().map(|&point| targets.words[point as usize].clone()).collect();
        Means::signs(&words)
    };
    Mixture::new(means.expect("points"), sigma.clone().square()).expect("a mixture")
}

/// The mean of the empirical W1 of two distributions is at least W1 itself, so at least the bound. That of equal ones is what
/// sampling alone makes.
#[test]
fn samples_are_as_far_as_promised() {
    for targets in all() {
        let dimension = targets.dimension();
        let (one, other) = targets.pairs(1)[0];
        for sigma in [Rational::from((1, 100)), Rational::from((1, 20))] {
            let [first, second] = [one, other].map(|set| mixture(&targets, set, &sigma));
            let sample = |mixture: &Mixture, seed| mixture.sample(SAMPLES, seed).expect("samples");
            let of = |other: &Mixture| -> Vec<f64> {
                SEEDS.map(|seed| wasserstein(&sample(&first, seed), &sample(other, seed + 1000))).collect()
            };
            let ((distance, spread), (baseline, baseline_spread)) =
                (mean_and_deviation(&of(&second)), mean_and_deviation(&of(&first)));
            // σ√n rounded up to 64ths of σ.
            let root = Rational::from(((64.0 * f64::from(dimension).sqrt()).ceil() as u32, 64));
            let sigma_root = Rational::from(&sigma * root);
            let bound = |by, shared: usize| {
                let (modes, shared) = (targets.modes as u32, shared as u32);
                separation(by, &targets.codebook, dimension, modes, shared, &sigma_root, 64).upper().to_f64()
            };
            let [by_distance, by_product] =
                [Separation::Distance, Separation::InnerProduct].map(|by| bound(by, targets.shared));
            let error = 3.0 * spread / (SEEDS.count() as f64).sqrt();
            println!(
                "{}, σ = {sigma}: empirical W1 {distance:.4} ± {spread:.4}, of one mixture {baseline:.4} ± {baseline_spread:.4}; \
                 bounds {by_distance:.4}, {by_product:.4} ({SAMPLES} samples, seeds {SEEDS:?})",
                targets.name
            );
            assert!(distance + error >= by_distance.max(by_product), "{}", targets.name);
            // Not so far is a mixture from itself.
            assert!(baseline + error < distance, "{}", targets.name);
        }
    }
}
