//! **Theorem U.** Means in the unit ball, σ ≤ τ/3, 10⁻⁶ ≤ τ ≤ 1, k/τ ≥ 32, k ≤ 2²⁴: the mixture of k Gaussians is within τ, in
//! W1, of a flow of 2⌈(k − 1)/w⌉ + 2 coupling layers with at most p parameters each, w = ⌊p/(n + 4)⌋ or, with clamp units,
//! ⌊2p/(n + 4)⌋. Its parameters are in [−B, B], B = 6√(k/τ) (if σ ≥ e^(−B)), its suffixes 36k²/τ²-Lipschitz.
//!
//! Proof idea: x1 chooses a mean and writes its second half, with an extra mark, into x2; x2 tells by the mark which first half
//! x1 must get. Ramps of one coordinate, of which any number may be in one layer.

mod common;

use common::transport::{compare, mean_and_deviation, on_the_sphere, sign_vectors};
use flowcert::depth::flow::bound::enough_layers;
use flowcert::depth::flow::{self, Flow, Layer, Units};
use flowcert::depth::{DepthError, Means, Mixture, standard_normal};
use flowcert::matrix::DMatrix;
use flowcert::scalar::Rational;
use proptest::prelude::*;

fn made(mixture: &Mixture, accuracy: (u32, u32), parameters: usize, units: Units) -> Flow {
    flow::construct(mixture, &Rational::from(accuracy), parameters, units)
        .unwrap_or_else(|error| panic!("{error}"))
}

fn upper(made: &Flow) -> f64 {
    made.bound().upper().to_f64()
}

fn mixtures() -> [(&'static str, Mixture); 3] {
    [
        ("n = 2", on_the_sphere(2, 8, (1, 100), 21)),
        ("n = 8", sign_vectors(8, 8, (1, 100), 22)),
        ("n = 16", on_the_sphere(16, 8, (1, 100), 23)),
    ]
}

#[test]
fn reference_values_of_the_number_of_layers() {
    for (dimension, modes, parameters, expected) in
        [(64, 1 << 8, 64, 512), (256, 1 << 12, 256, 8192), (1024, 1 << 16, 100_000, 678)]
    {
        assert_eq!(enough_layers(dimension, modes, parameters, Units::Clamp), Some(expected));
    }
    assert_eq!(enough_layers(64, 256, 33, Units::Clamp), None);
    assert_eq!(enough_layers(64, 256, 34, Units::Clamp), Some(512));
    assert_eq!(enough_layers(64, 256, 67, Units::Relu), None);
    assert_eq!(enough_layers(64, 256, 136, Units::Relu), Some(2 * 128 + 2));
    assert_eq!(enough_layers(64, 1, 64, Units::Clamp), Some(2));
    // w = p/3 ramps: three layers of them in each phase, without overflow.
    assert_eq!(enough_layers(2, u64::MAX, u64::MAX, Units::Clamp), Some(8));
}

/// The first row of the table, τ = 1/16, σ√n = 2⁻¹⁰: counted, certified, in the class.
#[test]
fn the_flow_of_256_modes_in_dimension_64() {
    let mixture = sign_vectors(64, 256, (1, 1024), 1);
    let made = made(&mixture, (1, 16), 64, Units::Clamp);
    assert_eq!(made.layers().len(), 512);
    assert!(made.layers().iter().all(|layer| layer.free_parameters() + layer.fixed_parameters() <= 64));
    let membership = made.membership();
    println!(
        "k = 256, n = 64, τ = 1/16: certified error {:.5}, terms {:?}",
        upper(&made),
        made.bound_terms().unwrap().map(|term| format!("{term:.3}"))
    );
    println!(
        "parameters ≤ {:.4} (B² = {}), Lipschitz {:.6} (R* = {}), mean excess {:.3}; {:?}",
        membership.largest_parameter,
        membership.bound_squared,
        membership.lipschitz,
        membership.largest_lipschitz,
        membership.mean_excess,
        made.resolution().unwrap()
    );
    assert!(*made.bound().upper() <= *made.accuracy());
    assert!(membership.holds());
}

/// Samples of the flow against samples of the mixture: empirical, no proof. A flow for other means is noticed.
#[test]
fn samples_agree_with_the_mixture() {
    for (name, mixture) in mixtures() {
        let dimension = mixture.dimension();
        let samples = |made: &Flow, count, seed| {
            made.to_doubles().unwrap().apply(&standard_normal(dimension, count, seed)).unwrap()
        };
        let good = made(&mixture, (1, 8), dimension + 4, Units::Relu);
        let found = compare(name, &mixture, |count, seed| samples(&good, count, seed));
        assert!(found.within(upper(&good)), "{name}");
        let permuted = made(&with_second_halves_permuted(&mixture), (1, 8), dimension + 4, Units::Relu);
        let title = format!("{name}, second halves permuted");
        let found = compare(&title, &mixture, |count, seed| samples(&permuted, count, seed));
        assert!(!found.within(upper(&permuted)), "{name}: other means are noticed");
    }
}

/// Mean i gets the second half of mean i + 3.
fn with_second_halves_permuted(mixture: &Mixture) -> Mixture {
    let (means, half) = (mixture.means(), mixture.dimension() / 2);
    let numerators = means.numerators();
    let mixed = |i: usize| {
        let other = &numerators[(i + 3) % numerators.len()];
        [&numerators[i][..half], &other[half..]].concat()
    };
    // Shortened, so that they stay in the unit ball.
    let shorter = |point: Vec<Rational>| point.into_iter().map(|x| x * Rational::from((2, 3))).collect();
    let points = (0..numerators.len()).map(|i| shorter(mixed(i))).collect();
    let means = Means::new(points, means.scale().square().clone()).unwrap();
    Mixture::new(means, mixture.sigma().square().clone()).unwrap()
}

/// Drives the flow and the coupling of the proof with the same z: the mean distance is within the bound.
#[test]
fn the_coupled_distance_is_within_the_bound() {
    for (name, mixture) in mixtures() {
        let dimension = mixture.dimension();
        let made = made(&mixture, (1, 8), dimension + 4, Units::Clamp);
        let count = 1 << 17;
        let inputs = standard_normal(dimension, count, 3);
        let fresh = standard_normal(1, count, 4);
        let images = made.to_doubles().unwrap().apply(&inputs).unwrap();
        let (means, sigma) =
            (made.mixture().means().to_doubles().unwrap(), mixture.sigma().approximation().to_f64());
        let quantiles = quantiles_of_eighths();
        let distance = |i: usize| {
            let mut noise = inputs.column(i).into_owned();
            let cell = quantiles.partition_point(|quantile| *quantile < noise[0]);
            noise[0] = fresh[i];
            (images.column(i) - means.column(cell) - noise * sigma).norm()
        };
        let distances: Vec<f64> = (0..count).map(distance).collect();
        let (mean, deviation) = mean_and_deviation(&distances);
        let error = 4.0 * deviation / (count as f64).sqrt();
        println!("{name}: coupled distance {mean:.6} ± {error:.6}, certified {:.6}, τ = 0.125", upper(&made));
        assert!(mean <= upper(&made) + error, "{name}");
        // The bound adds up what are nearly orthogonal errors.
        assert!(mean >= 0.6 * upper(&made), "{name}: the bound is not far above");
    }
}

/// Φ⁻¹(i/8).
fn quantiles_of_eighths() -> [f64; 7] {
    let (a, b, c) = (1.150_349_380_376_008, 0.674_489_750_196_081_7, 0.318_639_363_964_375_1);
    [-a, -b, -c, 0.0, c, b, a]
}

#[test]
fn inverses_return_where_they_came_from() {
    for (name, mixture) in mixtures() {
        for units in [Units::Relu, Units::Clamp] {
            let doubles = made(&mixture, (1, 8), mixture.dimension() + 4, units).to_doubles().unwrap();
            let inputs = standard_normal(mixture.dimension(), 10_000, 5);
            let images = doubles.apply(&inputs).unwrap();
            let error = (doubles.invert(&images).unwrap() - &inputs).amax();
            println!("{name}, {units:?}: the inverse is wrong by at most {error:.1e}");
            assert!(error <= 1e-6, "{name}, {units:?}");
            // An inverse it is, not the identity.
            assert!((images - inputs).amax() > 1.0);
        }
    }
}

/// The largest error of the name, x2[0] after the first phase, over points on and off the ramps.
fn name_error(made: &Flow, count: usize) -> f64 {
    let dimension = made.mixture().dimension();
    let mut inputs = standard_normal(dimension, count, 6);
    inputs.row_mut(0).iter_mut().enumerate().for_each(|(i, x)| *x = -3.0 + 6.0 * i as f64 / count as f64);
    let doubles = made.to_doubles().unwrap().apply(&inputs).unwrap();
    let errors = (0..count).map(|i| {
        let point: Vec<Rational> = inputs.column(i).iter().map(|x| Rational::from_f64(*x).unwrap()).collect();
        let exact = made.apply_exact(&point).unwrap();
        (exact[dimension / 2].to_f64() - doubles[(dimension / 2, i)]).abs()
    });
    errors.fold(0.0, f64::max)
}

/// Names are resolved for few modes. For τ = 10⁻⁶ ReLUs cancel so much that names are lost, which the estimate says before.
#[test]
fn whether_doubles_are_fine_enough_is_known_beforehand() {
    let fine = made(&on_the_sphere(4, 8, (1, 100), 7), (1, 8), 8, Units::Relu);
    let coarse_mixture = sign_vectors(6, 32, (1, 10_000_000), 8);
    let coarse = made(&coarse_mixture, (1, 1_000_000), 64, Units::Relu);
    for (name, made, is_coarse) in [("k = 8, τ = 1/8", fine, false), ("k = 32, τ = 10⁻⁶", coarse, true)]
    {
        let resolution = made.resolution().unwrap();
        let measured = name_error(&made, 200);
        println!("{name}: name wrong by {measured:.1e}, {resolution:?}");
        assert_eq!(resolution.is_too_coarse(), is_coarse, "{name}");
        assert!(measured <= resolution.name_error, "{name}");
        assert_eq!(measured > resolution.name_noise, is_coarse, "{name}");
    }
}

#[test]
fn hypotheses_are_checked() {
    let mixture = |sigma| on_the_sphere(4, 8, sigma, 1);
    let condition = |mixture: &Mixture, accuracy: (u32, u32)| match flow::construct(
        mixture,
        &Rational::from(accuracy),
        100,
        Units::Relu,
    ) {
        Err(DepthError::Hypothesis { condition, .. }) => condition,
        other => panic!("{other:?}"),
    };
    assert_eq!(condition(&mixture((1, 10)), (1, 8)), "σ ≤ τ/3");
    assert_eq!(condition(&mixture((1, 100)), (2, 1)), "an accuracy τ with 10⁻⁶ ≤ τ ≤ 1");
    assert_eq!(condition(&mixture((1, 100)), (1, 2)), "k modes with 32τ ≤ k ≤ 2²⁴");
    let far = Means::rational(vec![vec![Rational::from(1), Rational::from(1)]; 8]).unwrap();
    let far = Mixture::new(far, Rational::from((1, 10_000))).unwrap();
    assert_eq!(condition(&far, (1, 8)), "means in the unit ball");
    let odd = on_the_sphere(3, 8, (1, 100), 1);
    let odd = flow::construct(&odd, &Rational::from((1, 8)), 100, Units::Relu);
    assert_eq!(odd, Err(DepthError::OddDimension { dimension: 3 }));
    let narrow = flow::construct(&mixture((1, 100)), &Rational::from((1, 8)), 7, Units::Relu);
    assert_eq!(narrow, Err(DepthError::NoRamp { dimension: 4, parameters: 7, needed: 8 }));
}

/// σ below e^(−B) has a log-scale out of [−B, B]; all else of the class still holds.
#[test]
fn a_tiny_sigma_leaves_the_class() {
    let mixture = on_the_sphere(4, 8, (1, 100), 1);
    let tiny = Mixture::new(mixture.means().clone(), Rational::from(1) >> 200_u32).unwrap();
    let membership = made(&tiny, (1, 8), 8, Units::Relu).membership();
    // ln 2¹⁰⁰ = 69.3 > B = 48.
    assert!(!membership.parameters_hold() && !membership.holds());
    assert!(membership.lipschitz_holds() && membership.mean_norms_hold());
}

/// The Lipschitz constant that is certified is not far above what pairs of points show.
#[test]
fn the_lipschitz_constant_is_nearly_reached() {
    // Two means, opposite: the path of b, and then the jump of a, are as steep as can be.
    let half = || Rational::from((7, 10));
    let means = Means::rational(vec![vec![half(), half()], vec![-half(), -half()]]).unwrap();
    let mixture = Mixture::new(means, Rational::from((1, 10_000))).unwrap();
    let made = made(&mixture, (1, 16), 6, Units::Relu);
    let certified = made.membership().lipschitz.upper().to_f64();
    let image = |t: f64| {
        let point = [Rational::from_f64(t).unwrap(), Rational::new()];
        made.apply_exact(&point).unwrap()
    };
    // On the ramp at 0, and where the name is on the ramp that reads it.
    let (low, high) = (image(-1e-9), image(1e-9));
    let distance =
        low.iter().zip(&high).map(|(x, y)| Rational::from(x - y).to_f64().powi(2)).sum::<f64>().sqrt();
    println!("slope {:.1}, certified {certified:.1}", distance / 2e-9);
    assert!(distance / 2e-9 <= certified);
    assert!(distance / 2e-9 >= 0.9 * certified);
}

#[test]
fn threads_change_nothing() {
    let mixture = sign_vectors(8, 8, (1, 100), 31);
    let run = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            let made = made(&mixture, (1, 8), 12, Units::Relu);
            let doubles = made.to_doubles().unwrap();
            let images = doubles.apply(&standard_normal(8, 3000, 1)).unwrap();
            (made.bound().to_string(), doubles.invert(&images).unwrap(), images)
        })
    };
    assert_eq!(run(1), run(5));
}

#[test]
fn batches_of_another_length_are_refused() {
    let made = made(&sign_vectors(8, 8, (1, 100), 31), (1, 8), 12, Units::Relu);
    let doubles = made.to_doubles().unwrap();
    let expected = DepthError::Vectors { expected: 8, found: 9 };
    assert_eq!(doubles.apply(&DMatrix::zeros(9, 2)), Err(expected.clone()));
    assert_eq!(doubles.invert(&DMatrix::zeros(9, 2)), Err(expected));
    assert!(made.apply_exact(&[]).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    /// Layers and parameters are counted from the object; the bound and the class hold.
    #[test]
    fn counts_bounds_and_the_class(
        seed in 0_u64..1000, half in 1_usize..5, modes in 2_usize..20, extra in 0_usize..60, relu: bool, signs: bool,
        fraction in 1_u32..=8,
    ) {
        let dimension = 2 * half;
        let modes = if signs { modes.min(1 << dimension) } else { modes };
        // The largest accuracy for so many modes, or less; σ up to τ/3.
        let accuracy = Rational::from((modes as u32, 32 * fraction)).min(Rational::from(1));
        let sigma = Rational::from(&accuracy / 3_u32) / fraction;
        let any = if signs { sign_vectors(dimension, modes, (1, 1), seed) } else { on_the_sphere(dimension, modes, (1, 1), seed) };
        let mixture = Mixture::new(any.means().clone(), Rational::from(sigma.square_ref())).unwrap();
        let (units, least) = if relu { (Units::Relu, dimension + 4) } else { (Units::Clamp, half + 2) };
        let parameters = least + extra;
        let made = flow::construct(&mixture, &accuracy, parameters, units).unwrap();

        let enough = enough_layers(dimension as u64, modes as u64, parameters as u64, units);
        prop_assert_eq!(Some(made.layers().len() as u64), enough);
        prop_assert!(made.largest_layer() <= parameters);
        let ramps = |layer: &Layer| matches!(layer, Layer::Shift { .. });
        prop_assert!(made.layers().iter().filter(|layer| ramps(layer)).all(|layer| layer.free_parameters() <= parameters));
        if parameters >= dimension {
            prop_assert!(made.layers().iter().all(|layer| layer.free_parameters() + layer.fixed_parameters() <= parameters));
        }
        let of_any = flow::bound::of_unit_ball(modes as u64, &accuracy, &sigma);
        prop_assert!(made.bound().upper() < of_any.lower(), "{} > {of_any}", made.bound());
        prop_assert!(*of_any.upper() <= accuracy, "{of_any} > {accuracy}");
        prop_assert!(made.membership().holds(), "{:?}", made.membership());
        let names = made.mixture().means().numerators();
        prop_assert!(names.is_sorted_by_key(|mean| mean[half].clone()));
    }

    /// Doubles and exact numbers agree up to rounding, wherever they resolve the names.
    #[test]
    fn evaluations_agree(seed in 0_u64..1000, half in 1_usize..4, modes in 2_usize..9, relu: bool) {
        let dimension = 2 * half;
        let mixture = on_the_sphere(dimension, modes, (1, 100), seed);
        let units = if relu { Units::Relu } else { Units::Clamp };
        let made = made(&mixture, (1, 16), dimension + 4, units);
        prop_assert!(!made.resolution().unwrap().is_too_coarse());
        let inputs = standard_normal(dimension, 8, seed);
        let images = made.to_doubles().unwrap().apply(&inputs).unwrap();
        for (input, image) in inputs.column_iter().zip(images.column_iter()) {
            let point: Vec<Rational> = input.iter().map(|x| Rational::from_f64(*x).unwrap()).collect();
            let exact = made.apply_exact(&point).unwrap();
            for (exact, double) in exact.iter().zip(image.iter()) {
                // The Lipschitz constant is below 36·(8·16)²: it multiplies the rounding of the name.
                prop_assert!((exact.to_f64() - double).abs() <= 1e-8);
            }
        }
    }
}
