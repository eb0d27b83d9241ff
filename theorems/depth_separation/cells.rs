//! The cells of parameters: flows of one cell are near each other, and the number of cells is right.

use flowcert::depth::counting::{Hypothesis, Problem, sensitivity};
use flowcert::depth::standard_normal;
use flowcert::matrix::DMatrix;
use flowcert::scalar::Rational;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::layers::{Form, constants_of, distance};

/// Λ of Theorem 10, and Λ of Theorem 11 with the Lipschitz constant and the mean norm that follow from a and b, rounded up.
fn sensitivities(form: &Form, layers: u32) -> [f64; 2] {
    let problem = form.problem();
    let [a, b, ..] = constants_of(form);
    let root = f64::from(problem.dimension).sqrt();
    let mean = (1..layers).fold(root, |mean, _| a + b * mean);
    let rational = |x: f64| Rational::from_f64(x * (1.0 + 1e-9)).expect("a number");
    let (lipschitz, mean_excess) = (rational(b.powi(layers as i32 - 1)), rational(mean - root));
    let lipschitz =
        Problem { hypothesis: Hypothesis::Lipschitz { lipschitz, mean_excess }, ..problem.clone() };
    [problem, lipschitz].map(|problem| sensitivity(&problem, layers.into()).upper().to_f64())
}

/// The mean distance of the images of the same points.
fn coupled(form: &Form, one: &[Vec<f64>], other: &[Vec<f64>], samples: &DMatrix<f64>) -> f64 {
    let of = |x: nalgebra::DVectorView<'_, f64>| {
        let x: Vec<f64> = x.iter().copied().collect();
        distance(&form.flow(one, &x), &form.flow(other, &x))
    };
    samples.column_iter().map(of).sum::<f64>() / samples.ncols() as f64
}

/// Parameters of flows in one cell of side 2B/cells, at its ends or anywhere in it.
fn in_one_cell(form: &Form, layers: u32, cells: f64, random: &mut ChaCha8Rng) -> [Vec<Vec<f64>>; 2] {
    let (bound, side) = (form.bound(), 2.0 * form.bound() / cells);
    let (last, ends): (bool, bool) = (random.random(), random.random());
    let mut both = [Vec::new(), Vec::new()];
    for _ in 0..layers {
        let mut ranges = Vec::new();
        for index in 0..form.parameters() {
            let (low, high) = form.range(index);
            let cell = if last { cells - 1.0 } else { (random.random::<f64>() * cells).floor() };
            let start = -bound + cell * side;
            ranges.push((start.clamp(low, high), (start + side).clamp(low, high)));
        }
        for (which, parameters) in both.iter_mut().enumerate() {
            let at = |(low, high): &(f64, f64)| {
                let part = if ends { which as f64 } else { random.random() };
                low + (high - low) * part
            };
            parameters.push(ranges.iter().map(at).collect());
        }
    }
    both
}

fn forms() -> Vec<(&'static str, Form)> {
    let bound = |bound: (u32, u32)| Rational::from(bound);
    let mut forms = Vec::new();
    for half in [1, 2] {
        for squared in [(1, 16), (1, 1), (4, 1)] {
            let sparse = vec![true; 4 * half + 2];
            forms.push(("linear", Form::linear(half, bound(squared))));
            forms.push(("additive", Form::additive(half, 2, bound(squared))));
            forms.push(("clamped", Form::clamped(half, 2, bound(squared), bound((1, 1)), bound((1, 4)))));
            forms.push(("sparse", Form::sparse(half, 2, bound(squared), sparse)));
        }
    }
    forms
}

/// Two flows in one cell are less than Δ apart, in the mean over common samples. As these are shorter than √n in the mean, that
/// is no matter of chance.
#[test]
fn flows_of_one_cell_are_near_each_other() {
    let margin = 0.25;
    let mut tightest = std::collections::BTreeMap::<_, [f64; 2]>::new();
    for (seed, (name, form)) in forms().into_iter().enumerate() {
        let dimension = 2 * form.half;
        let samples = standard_normal(dimension, 256, 9);
        let mean_norm = samples.column_iter().map(|x| x.norm()).sum::<f64>() / 256.0;
        assert!(mean_norm < (dimension as f64).sqrt());
        let mut random = ChaCha8Rng::seed_from_u64(seed as u64);
        for layers in 1..=3 {
            for (theorem, sensitivity) in sensitivities(&form, layers).into_iter().enumerate() {
                let cells = (2.0 * form.bound() * sensitivity / margin).floor() + 1.0;
                for _ in 0..150 {
                    let [one, other] = in_one_cell(&form, layers, cells, &mut random);
                    let apart = coupled(&form, &one, &other, &samples);
                    assert!(apart < margin, "{name}, {layers} layers, {form:?}: {apart}");
                    let ratio = &mut tightest.entry((name, layers)).or_default()[theorem];
                    *ratio = ratio.max(apart / margin);
                }
            }
        }
    }
    for ((name, layers), ratios) in &tightest {
        println!(
            "{name}, {layers} layers: distance within a cell to Δ, Theorems 10 and 11: {ratios:.4?} (256 samples, seed 9)"
        );
    }
    // A quarter of Λ would be too little for one layer.
    assert!(
        tightest.iter().all(|((_, layers), ratios)| *layers > 1 || ratios.iter().all(|ratio| *ratio > 0.25))
    );
}

/// The shift of one layer is free: translations, Λ = 1. The targets N(μ, 1) on a line, r from each other, begin as far out as
/// they can be reached; it is known which are, and W1 is the distance of the means.
#[test]
fn no_cell_fewer_is_enough() {
    let (mut equal, mut cases) = (0, 0);
    for bound in 1..12_u32 {
        for distance in 3..40_u32 {
            for accuracy in 0..distance.div_ceil(2) {
                // In eighths. |μ − t| ≤ τ for some |t| ≤ B.
                let bound = 8 * bound;
                let far = bound + accuracy;
                let reached = (0..).take_while(|i| i * distance <= 2 * far).count() as u32;
                let cells = 2 * bound / (distance - 2 * accuracy) + 1;
                assert!(reached <= cells, "{bound} {distance} {accuracy}");
                equal += usize::from(reached == cells);
                cases += 1;
            }
        }
    }
    println!("translations of a line: {cases} cases, in {equal} of them all cells are needed");
    assert!(equal > 500);
}

/// The same in the plane by two layers, which also shrink: the library's Λ is no less than the true one, √2.
#[test]
fn translations_of_the_plane_are_fewer_than_cells() {
    let form = Form::linear(1, Rational::from(1));
    let [general, lipschitz] = sensitivities(&form, 2);
    assert!(general >= 2_f64.sqrt() && lipschitz >= 2_f64.sqrt());
    let shrunk = |t: f64| vec![-1.0, 0.0, t];
    for steps in [2_u32, 5, 16] {
        let r = 2.0 / f64::from(steps);
        // A target is reached by the flow with its mean.
        let mut reached = 0_u32;
        for i in 0..=steps {
            for j in 0..=steps {
                let mean = [i, j].map(|step| -1.0 + r * f64::from(step));
                let flow = [shrunk(mean[1]), shrunk(mean[0])];
                let images = [[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]].map(|x| form.flow(&flow, &x));
                let expected =
                    [mean, [mean[0] + (-1_f64).exp(), mean[1]], [mean[0], mean[1] + (-1_f64).exp()]];
                let hit = images.iter().zip(&expected).all(|(image, point)| distance(image, point) < 1e-12);
                reached += u32::from(hit);
            }
        }
        let cells = |sensitivity: f64| ((2.0 * sensitivity / r * (1.0 + 1e-12)).floor() + 1.0).powi(2);
        println!(
            "translations of the plane, r = {r}: {reached} targets reached, cells {} (true Λ), {} (Theorem 10)",
            cells(2_f64.sqrt()),
            cells(general)
        );
        assert_eq!(reached, (steps + 1).pow(2));
        assert!(f64::from(reached) <= cells(2_f64.sqrt()) && f64::from(reached) <= cells(general));
    }
}
