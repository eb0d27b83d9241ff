//! **The generator.** For every mixture of k Gaussians N(μᵢ, σ²I) in ℝⁿ with equal weights, a network with one hidden layer of
//! 2(k − 1) + 2n ReLUs maps N(0, I_(n+1)) to within Σᵢ ‖μᵢ₊₁ − μᵢ‖·(δ·maxφ/4 + |Φ(qᵢ) − i/k|) of it, in W1.
//!
//! Proof idea: z₀ falls into one of k cells of probability 1/k; the hidden layer is a staircase with steep ramps at their
//! borders, and a ramp differs from a step by a tent of area δ/4.

mod common;

use common::transport::{Comparison, compare, on_the_sphere, sign_vectors};
use flowcert::depth::generator::{self, Generator};
use flowcert::depth::{DepthError, Means, Mixture, standard_normal};
use flowcert::matrix::DMatrix;
use flowcert::scalar::Rational;
use proptest::prelude::*;

fn made(mixture: &Mixture, error: (u32, u32)) -> Generator {
    generator::construct(mixture, &Rational::from(error)).unwrap_or_else(|error| panic!("{error}"))
}

fn upper(generator: &Generator) -> f64 {
    generator.bound().upper().to_f64()
}

/// The density at the quantile Φ⁻¹(1/4) = −0.6744897501960817, by hand.
#[test]
fn the_bound_of_four_means_on_a_line_is_what_the_formula_says() {
    let points = [0, 1, 3, 4].map(|x| vec![Rational::from((x, 4))]);
    let mixture = Mixture::new(Means::rational(points.into()).unwrap(), Rational::from((1, 100))).unwrap();
    let made = generator::with_ramp_width(&mixture, &Rational::from((1, 1 << 20))).unwrap();
    let density = |x: f64| (-x * x / 2.0).exp() / (2.0 * std::f64::consts::PI).sqrt();
    let outer = density(0.674_489_750_196_081_7);
    let expected = (0.25 * outer + 0.5 * density(0.0) + 0.25 * outer) / 4.0 / f64::from(1 << 20);
    assert!((upper(&made) / expected - 1.0).abs() < 2e-6, "{} {expected}", upper(&made));
    assert!((made.breakpoints()[0].to_f64() + 0.674_489_750_196_081_7).abs() < 1e-12);
    assert_eq!(made.breakpoints()[1], 0);
    assert_eq!(made.breakpoints()[2], -made.breakpoints()[0].clone());
}

/// The width is the widest power of two: the next one misses the error.
#[test]
fn ramps_are_as_wide_as_the_error_allows() {
    for (mixture, error) in [
        (on_the_sphere(2, 8, (1, 100), 1), (1, 1024)),
        (sign_vectors(16, 32, (1, 1024), 2), (1, 1024)),
        (sign_vectors(64, 256, (1, 1024), 3), (1, 1 << 20)),
    ] {
        let made = made(&mixture, error);
        assert!(*made.bound().upper() <= Rational::from(error));
        let twice = Rational::from(made.ramp_width() * 2_u32);
        let wider = generator::with_ramp_width(&mixture, &twice).unwrap();
        assert!(*wider.bound().lower() > Rational::from(error), "{}", wider.bound());
        // Means in the unit ball: the bound that looks at no means is weaker.
        let of_any = generator::bound::of_unit_ball(mixture.modes() as u64, made.ramp_width());
        assert!(of_any.upper() > made.bound().upper());
    }
}

#[test]
fn weights_are_counted_from_the_matrices() {
    // Points with no coordinate in common, and none 0: the formula is met.
    let mixture = |points: Vec<Vec<Rational>>| {
        Mixture::new(Means::rational(points).unwrap(), Rational::from(1)).unwrap()
    };
    for (dimension, modes) in [(1, 2), (2, 5), (7, 3), (16, 8), (3, 1)] {
        let point = |i| (0..dimension).map(|j| Rational::from((1 + i * (j + 2), 1000))).collect();
        let made = made(&mixture((0..modes).map(point).collect()), (1, 100));
        let network = made.network().unwrap();
        let expected = 2 * (modes - 1) * (dimension + 2) + 5 * dimension;
        assert_eq!(network.nonzero_weights(), expected, "n = {dimension}, k = {modes}");
        assert_eq!(generator::weights(dimension as u64, modes as u64), expected as u64);
        assert_eq!((network.neurons(), made.neurons()), (2 * (modes - 1) + 2 * dimension, network.neurons()));
    }
    // Means that coincide, and coordinates of sign vectors that agree, save weights.
    let same = vec![vec![Rational::from(1); 3]; 2];
    let network = made(&mixture(same), (1, 100)).network().unwrap();
    assert_eq!(network.nonzero_weights() as u64, generator::weights(3, 2) - 2 * 3);
    let network = made(&sign_vectors(8, 16, (1, 2), 5), (1, 100)).network().unwrap();
    assert!((network.nonzero_weights() as u64) < generator::weights(8, 16));
}

/// Drives the generator and the quantile coupling of ν with the same (z₀, z): the mean distance is within the bound, and near it.
#[test]
fn the_coupled_distance_reaches_the_bound() {
    for (dimension, mixture) in [
        (2, on_the_sphere(2, 8, (1, 100), 11)),
        (8, sign_vectors(8, 8, (1, 100), 12)),
        (16, on_the_sphere(16, 8, (1, 100), 13)),
    ] {
        let made = generator::with_ramp_width(&mixture, &Rational::from((1, 16))).unwrap();
        let inputs = standard_normal(dimension + 1, 1 << 19, 14);
        let images = made.apply(&inputs).unwrap();
        let (means, sigma) =
            (mixture.means().to_doubles().unwrap(), mixture.sigma().approximation().to_f64());
        let quantiles: Vec<f64> = made.breakpoints().iter().map(Rational::to_f64).collect();
        let distances: Vec<f64> = inputs
            .column_iter()
            .zip(images.column_iter())
            .map(|(input, image)| {
                let cell = quantiles.partition_point(|quantile| *quantile < input[0]);
                (image - means.column(cell) - input.rows(1, dimension) * sigma).norm()
            })
            .collect();
        let (mean, deviation) = common::transport::mean_and_deviation(&distances);
        let error = 4.0 * deviation / (distances.len() as f64).sqrt();
        println!("n = {dimension}: coupled distance {mean:.6} ± {error:.6}, certified {:.6}", upper(&made));
        assert!(mean <= upper(&made) + error, "n = {dimension}");
        assert!(mean >= 0.95 * upper(&made) - error, "n = {dimension}: the bound is nearly reached");
    }
}

fn compared(name: &str, made: &Generator) -> Comparison {
    let dimension = made.mixture().dimension();
    compare(name, made.mixture(), |count, seed| {
        made.apply(&standard_normal(dimension + 1, count, seed)).unwrap()
    })
}

/// Samples of the generator against samples of the mixture: empirical, no proof.
#[test]
fn samples_agree_with_the_mixture() {
    for (name, mixture) in [
        ("n = 2", on_the_sphere(2, 8, (1, 100), 21)),
        ("n = 8", sign_vectors(8, 8, (1, 100), 22)),
        ("n = 16", on_the_sphere(16, 8, (1, 100), 23)),
    ] {
        let good = made(&mixture, (1, 1024));
        assert!(compared(name, &good).within(upper(&good)), "{name}");
        let wide = generator::with_ramp_width(&mixture, &Rational::from(4)).unwrap();
        let found = compared(&format!("{name}, ramps of width 4"), &wide);
        assert!(found.within(upper(&wide)), "{name}: its own bound holds");
        assert!(!found.within(upper(&good)), "{name}: ramps far too wide are noticed");
    }
}

#[test]
fn threads_change_nothing() {
    let mixture = sign_vectors(8, 8, (1, 100), 31);
    let run = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            let made = made(&mixture, (1, 1024));
            let inputs = standard_normal(9, 5000, 1);
            (made.bound().to_string(), made.apply(&inputs).unwrap(), mixture.sample(5000, 1).unwrap())
        })
    };
    assert_eq!(run(1), run(5));
}

#[test]
fn what_is_no_mixture_is_refused() {
    let one = || Rational::from(1);
    assert_eq!(Means::rational(vec![]), Err(DepthError::NoModes));
    assert_eq!(Means::rational(vec![vec![]]), Err(DepthError::NoModes));
    let ragged = Means::rational(vec![vec![one()], vec![one(), one()]]);
    assert_eq!(ragged, Err(DepthError::Length { mode: 1, expected: 1, found: 2 }));
    let means = Means::rational(vec![vec![one()]]).unwrap();
    let refused = Mixture::new(means.clone(), Rational::new()).unwrap_err();
    assert_eq!(refused.code(), "depth::not-positive");
    let mixture = Mixture::new(means, one()).unwrap();
    assert!(matches!(generator::construct(&mixture, &Rational::new()), Err(DepthError::NotPositive { .. })));
    let one_mean = made(&mixture, (1, 1 << 30));
    assert_eq!((one_mean.bound().upper().to_f64(), one_mean.neurons()), (0.0, 2));
    assert!(matches!(
        one_mean.apply(&DMatrix::zeros(1, 3)),
        Err(DepthError::Vectors { expected: 2, found: 1 })
    ));
    // Breakpoints have 96 bits: an error far below that cannot be certified.
    let fine = Rational::from(1) >> 200_u32;
    let two = sign_vectors(2, 3, (1, 2), 1);
    assert!(matches!(generator::construct(&two, &fine), Err(DepthError::TooFine { .. })));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    /// The bound increases with δ, and is at most that with the largest density.
    #[test]
    fn the_bound_is_monotone_in_the_width(
        seed in 0_u64..1000, modes in 2_usize..12, dimension in 1_usize..6, exponent in -30_i32..2,
    ) {
        let mixture = on_the_sphere(dimension + 1, modes, (1, 10), seed);
        let widths = [exponent, exponent + 1].map(|exponent| Rational::from(1) << exponent);
        let [narrow, wide] = widths.each_ref().map(|width| generator::with_ramp_width(&mixture, width).unwrap());
        prop_assert!(narrow.bound().upper() <= wide.bound().upper());
        let of_any = generator::bound::of_unit_ball(modes as u64, &widths[1]);
        prop_assert!(wide.bound().upper() <= of_any.upper());
        prop_assert!(narrow.breakpoints().is_sorted());
    }

    /// Doubles, the two matrices and exact numbers agree up to rounding.
    #[test]
    fn evaluations_agree(
        seed in 0_u64..1000, modes in 1_usize..10, half in 1_usize..4, exponent in -12_i32..3, signs: bool,
        place in -2.5_f64..2.5, near: bool,
    ) {
        let dimension = 2 * half;
        let mixture = match signs {
            true => sign_vectors(dimension, modes.min(1 << dimension), (1, 4), seed),
            false => on_the_sphere(dimension, modes, (1, 4), seed),
        };
        let width = Rational::from(1) << exponent;
        let made = generator::with_ramp_width(&mixture, &width).unwrap();
        let mut inputs = standard_normal(dimension + 1, 1, seed);
        inputs[0] = place;
        if near && mixture.modes() > 1 {
            // On a ramp.
            inputs[0] = made.breakpoints()[seed as usize % made.breakpoints().len()].to_f64() + place / 6.0 * width.to_f64();
        }
        let point: Vec<Rational> = inputs.iter().map(|x| Rational::from_f64(*x).unwrap()).collect();
        let exact = made.apply_exact(&point).unwrap();
        let doubles = made.apply(&inputs).unwrap();
        let network = made.network().unwrap();
        let by_matrices = network.apply(&inputs).unwrap();
        for (row, enclosure) in exact.enclosures(100).iter().enumerate() {
            let value = enclosure.midpoint().unwrap().to_f64();
            // The slope 1/δ multiplies the rounding of z₀ − q; the neurons of all ramps that were passed nearly cancel.
            let slope = 1.0 + 1.0 / width.to_f64();
            prop_assert!((doubles[row] - value).abs() <= 1e-15 * slope * 8.0);
            prop_assert!((by_matrices[row] - value).abs() <= 1e-15 * slope * 64.0);
        }
        if let Some(rational) = exact.rational() {
            prop_assert!(exact.enclosures(60).iter().zip(&rational).all(|(ball, x)| ball.contains(x)));
        }
        let rounding = made.rounding(&network).unwrap().expect("the hidden layer is exact");
        prop_assert!(*rounding.upper() <= 1e-14);
    }
}
