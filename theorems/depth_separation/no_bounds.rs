//! What is no bound on W1 is noticed: the tests of `mixtures.rs` can fail.

use flowcert::matrix::DMatrix;
use flowcert::scalar::Rational;
use flowcert_check::{Codebook, Separation};

use super::mixtures::{SLACK, bound, mean_norm, mixture, noise};
use super::targets::{Targets, all, of_circle, overlap};
use crate::common::transport::wasserstein;

/// Fewer shared points than there are, more distance.
#[test]
fn wrong_bounds_of_a_code_are_violated() {
    let of = |name: &str| all().into_iter().find(|targets| targets.name == name).expect("it is there");
    let mut code = of("Reed–Muller, n = 8");
    let pairs: Vec<(Vec<u64>, Vec<u64>)> =
        code.pairs(4).into_iter().map(|(one, other)| (one.to_vec(), other.to_vec())).collect();
    for (one, other) in &pairs {
        assert_eq!(overlap(one, other), code.shared);
        let noise = noise(8, 10);
        let exact = |sigma| {
            let [first, second] = [one, other].map(|set| mixture(&code.points, set, sigma, &noise));
            wasserstein(&first, &second)
        };
        let true_bound = bound(&code, Separation::Distance, 2, 0.0);
        // Attained without noise.
        assert!((true_bound - exact(0.0)).abs() < SLACK);
        let one_shared = bound(&code, Separation::Distance, 1, 0.0);
        assert!(one_shared > exact(0.0) + 0.1, "{one_shared} {}", exact(0.0));
        let small = 0.02;
        let with_noise = bound(&code, Separation::Distance, 1, small * mean_norm(&noise));
        assert!(with_noise > exact(small) + 0.1, "s − 1, σ = {small}: {with_noise} {}", exact(small));
    }
    let generator = match &code.codebook {
        Codebook::LinearCode { generator, .. } => generator.clone(),
        _ => panic!("it is linear"),
    };
    code.codebook = Codebook::LinearCode { generator, hamming: 5 };
    let (one, other) = &pairs[0];
    let origin = DMatrix::zeros(8, 1);
    let [first, second] = [one, other].map(|set| mixture(&code.points, set, 0.0, &origin));
    let farther = bound(&code, Separation::Distance, 2, 0.0);
    assert!(farther > wasserstein(&first, &second) + 0.05, "h = 5 instead of 4");
}

/// On the circle, two sets next to each other: r is attained, a little more is violated, and so is what forgets the noise.
#[test]
fn wrong_bounds_on_the_circle_are_violated() {
    let mut circle = of_circle(3, 1);
    let apart = |set: [u64; 3], other: [u64; 3], sigma, noise: &DMatrix<f64>| {
        let [first, second] = [set, other].map(|set| mixture(&circle.points, &set, sigma, noise));
        wasserstein(&first, &second)
    };
    let exact = apart([0, 2, 4], [1, 3, 4], 0.0, &DMatrix::zeros(2, 1));
    let found = bound(&circle, Separation::Distance, 1, 0.0);
    assert!(found <= exact + SLACK && found >= 0.998 * exact, "{found} {exact}");
    let noise = noise(2, 50);
    let crossed = apart([0, 4, 8], [2, 6, 10], 1.0, &noise);
    let by_noise = |part: f64| bound(&of_far_points(), Separation::Distance, 0, part * mean_norm(&noise));
    println!("six points of the circle, σ = 1: W1 {crossed:.4}, bound without noise {:.4}", by_noise(0.0));
    assert!(by_noise(1.0) <= crossed && by_noise(0.0) > crossed + 0.1, "{crossed}");
    circle.codebook = Codebook::BallPacking { distance: Rational::from((52, 100)) };
    assert!(bound(&circle, Separation::Distance, 1, 0.0) > exact + 1e-3);
}

/// Every second of the twelve points: r = 1.
fn of_far_points() -> Targets {
    let codebook = Codebook::BallPacking { distance: Rational::from(1) };
    Targets { codebook, ..of_circle(3, 0) }
}
