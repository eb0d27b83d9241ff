//! Tiny flows on a grid of their parameters: where there are more targets than cells, targets are missed.
//!
//! n = 2. The test functions are 1-Lipschitz, so that what they say of a flow's distribution and of a target is a lower bound of
//! W1. Between points of the grid a flow moves by at most Λ·step/2.

use flowcert::depth::counting::{Problem, bits_per_parameter, constants, least_layers, sensitivity};
use flowcert::depth::family::greedy_count;
use flowcert::matrix::DMatrix;
use flowcert::scalar::{Ball, Rational};
use flowcert_check::{Codebook, LayerFamily, Targets};
use rayon::prelude::*;

use super::layers::{Form, norm};
use super::targets::{circle, lexicode};

/// N(0, I₂) as finitely many weighted points, and its distance from them: squares of side δ, in each of which the point is at
/// most δ/√2 from all others, and the tails beyond ±4, which are within 2(φ(4) − 4Φ(−4)) < 2·10⁻⁵ of their ends in the mean.
fn normal() -> (Vec<([f64; 2], f64)>, f64) {
    let (width, reach) = (0.125_f64, 32_i32);
    let below = |i: i32| {
        let place = Rational::from((i, 8));
        Ball::enclose(&place, 64).normal_distribution().midpoint().expect("finite").to_f64()
    };
    let weight = |i: i32| {
        let low = if i == -reach { 0.0 } else { below(i) };
        let high = if i == reach - 1 { 1.0 } else { below(i + 1) };
        high - low
    };
    let line: Vec<(f64, f64)> = (-reach..reach).map(|i| ((f64::from(i) + 0.5) * width, weight(i))).collect();
    let pairs = line.iter().flat_map(|(x, p)| line.iter().map(move |(y, q)| ([*x, *y], p * q)));
    (pairs.collect(), width / 2_f64.sqrt() + 4e-5)
}

/// Nineteen points of the unit disc, 1/2 and more from each other: the origin, six and twelve on circles.
fn disc() -> DMatrix<f64> {
    let (inner, outer) = (circle(6), circle(12));
    DMatrix::from_fn(2, 19, |i, j| match j {
        0 => 0.0,
        1..7 => inner[(i, j - 1)] / 2.0,
        _ => outer[(i, j - 7)],
    })
}

/// The k-subsets of M points.
fn subsets(points: usize, modes: u32) -> Vec<Vec<usize>> {
    let sets = (0..1_u32 << points).filter(|set| set.count_ones() == modes);
    sets.map(|set| (0..points).filter(|point| set >> point & 1 == 1).collect()).collect()
}

/// A class of flows: which parameters are free in each layer, the others are fixed.
struct Class {
    form: Form,
    layers: usize,
    free: Vec<usize>,
    fixed: Vec<f64>,
}

impl Class {
    /// The grid's flows, with so many values of each parameter, and half of its step.
    fn grid(&self, values: usize) -> (Vec<Vec<Vec<f64>>>, f64) {
        let bound = self.form.bound();
        let value = |i: usize| -bound + 2.0 * bound * i as f64 / (values - 1) as f64;
        let all = self.free.len() * self.layers;
        let flow = |mut number: usize| {
            let mut flow = vec![self.fixed.clone(); self.layers];
            for index in 0..all {
                flow[index / self.free.len()][self.free[index % self.free.len()]] = value(number % values);
                number /= values;
            }
            flow
        };
        ((0..values.pow(all as u32)).map(flow).collect(), bound / (values - 1) as f64)
    }

    /// The class as the library's problem, with the targets' numbers.
    fn problem(&self, codebook: Codebook, modes: u32, shared: u32) -> Problem {
        Problem {
            parameters: self.free.len() as u64,
            codebook,
            modes,
            shared,
            accuracy: Rational::from((1, 128)),
            generator_error: Rational::from((1, 4096)),
            sigma_root_dimension: Rational::from((1, 512)),
            ..self.form.problem()
        }
    }
}

/// The least distance of a flow of the class from any mixture of the points, from below: the mean distance of the flow's images
/// from the nearest point, and that of the mixture, at most σ√n.
fn least_distance(class: &Class, problem: &Problem, points: &DMatrix<f64>, values: usize) -> f64 {
    let layers = class.layers as u64;
    let upper = |ball: &Ball| ball.upper().to_f64();
    let lipschitz = upper(&constants(problem).lipschitz).powi(class.layers as i32);
    let (normal, error) = normal();
    let (flows, half_step) = class.grid(values);
    let nearest = |x: &[f64]| {
        let squares = points.column_iter().map(|point| (point[0] - x[0]).powi(2) + (point[1] - x[1]).powi(2));
        squares.fold(f64::INFINITY, f64::min).sqrt()
    };
    let mean = |flow: &Vec<Vec<f64>>| {
        normal.iter().map(|(x, weight)| weight * nearest(&class.form.flow(flow, x))).sum::<f64>()
    };
    let least = flows.par_iter().map(mean).reduce(|| f64::INFINITY, f64::min);
    let of_mixture = problem.sigma_root_dimension.to_f64();
    least - lipschitz * error - upper(&sensitivity(problem, layers)) * half_step - of_mixture
}

/// How many of the targets have means farther from that of each flow than τ and the generator's error. For affine flows, whose
/// mean is the image of 0.
fn missed_by_means(class: &Class, problem: &Problem, points: &DMatrix<f64>, sets: &[Vec<usize>]) -> usize {
    let (flows, half_step) = class.grid(41);
    let slack = sensitivity(problem, class.layers as u64).upper().to_f64() * half_step;
    let needed = Rational::from(&problem.accuracy + &problem.generator_error).to_f64() + slack;
    let means: Vec<Vec<f64>> = flows.iter().map(|flow| class.form.flow(flow, &[0.0, 0.0])).collect();
    let is_missed = |set: &&Vec<usize>| {
        let modes = set.len() as f64;
        let mean = |i: usize| set.iter().map(|&point| points[(i, point)]).sum::<f64>() / modes;
        let target = [mean(0), mean(1)];
        means.iter().all(|it| norm(&[it[0] - target[0], it[1] - target[1]]) > needed)
    };
    sets.iter().filter(is_missed).count()
}

fn linear(bound: (u32, u32), layers: usize, free: &[usize]) -> Class {
    let form = Form::linear(1, Rational::from(bound).square());
    Class { fixed: vec![0.0; form.parameters()], form, layers, free: free.to_vec() }
}

/// One neuron; what is not free is B.
fn additive(bound: (u32, u32), layers: usize, free: &[usize]) -> Class {
    let form = Form::additive(1, 1, Rational::from(bound).square());
    Class { fixed: vec![form.bound(); form.parameters()], form, layers, free: free.to_vec() }
}

/// Numbers 0, 1, 2 of a linear layer's parameters are the log-scale, the factor and the shift; 0, 1, 2, 3 of an additive one's
/// are V, v, W, w.
fn classes() -> Vec<(&'static str, Class)> {
    vec![
        ("linear, L = 2, scales free", linear((3, 10), 2, &[0])),
        ("linear, L = 2, factors free", linear((3, 10), 2, &[1])),
        ("linear, L = 2, shifts free", linear((3, 10), 2, &[2])),
        ("linear, L = 1, factor and shift free", linear((1, 2), 1, &[1, 2])),
        ("linear, L = 1, scale and shift free", linear((1, 2), 1, &[0, 2])),
        ("additive, L = 2, W free", additive((2, 5), 2, &[2])),
        ("additive, L = 2, V free", additive((2, 5), 2, &[0])),
        ("additive, L = 1, W and w free", additive((3, 5), 1, &[2, 3])),
    ]
}

/// 3876 targets, all sets of four out of nineteen points, and fewer cells. The bound says that at least the difference is missed.
#[test]
fn targets_are_missed_where_counting_says_so() {
    let (points, sets) = (disc(), subsets(19, 4));
    let apart = |i: usize, j: usize| (points.column(i) - points.column(j)).norm();
    assert!((0..19).all(|i| (0..i).all(|j| apart(i, j) >= 0.5 - 1e-12)));
    assert_eq!(greedy_count(&19.into(), 4, 3), sets.len());
    let codebook = || Codebook::BallPacking { distance: Rational::from((1, 2)) };
    for (name, class) in classes() {
        let problem = class.problem(codebook(), 4, 3);
        let bits = bits_per_parameter(&problem, class.layers as u64).upper().to_f64();
        let all_parameters = (class.layers * class.free.len()) as f64;
        let cells = bits.exp2().round().powf(all_parameters);
        let expected = {
            let sensitivity = sensitivity(&problem, class.layers as u64).upper().to_f64();
            (2.0 * class.form.bound() * sensitivity / problem.margin().lower().to_f64()).floor() + 1.0
        };
        assert_eq!(cells, expected.powf(all_parameters));
        assert!(all_parameters * bits < (sets.len() as f64).log2(), "{name}: {cells} cells");

        let tau = Rational::from(&problem.accuracy + &problem.generator_error).to_f64();
        let least = least_distance(&class, &problem, &points, 37);
        assert!(least > tau, "{name}: {least}");
        let by_means = (class.form.family == LayerFamily::Linear)
            .then(|| missed_by_means(&class, &problem, &points, &sets));
        println!(
            "{name}, B = {:.3}: {} targets, {cells} cells; every flow is {least:.3} and more from every target; \
             missed by their means: {by_means:?}",
            class.form.bound(),
            sets.len()
        );
        let promised = sets.len() as f64 - cells;
        assert!(by_means.is_none_or(|missed| missed as f64 >= promised && missed < sets.len()), "{name}");
    }
}

/// The least number of layers, for the four signs of the plane: one layer of one parameter is too few, as the grid confirms; with
/// larger parameters or two of them the bound is silent.
#[test]
fn one_layer_is_too_few_for_six_targets() {
    let (words, sets) = (lexicode(2, 1), subsets(4, 2));
    let codebook = || Codebook::ListedCode { words: words.clone(), hamming: 1 };
    let half = 0.5_f64.sqrt();
    let points = DMatrix::from_fn(2, 4, |i, j| if words[j][i] { -half } else { half });
    for free in 0..3 {
        let class = linear((1, 5), 1, &[free]);
        let problem = class.problem(codebook(), 2, 1);
        let least = least_layers(&problem).expect("a bound");
        assert!(least.layers >= 2 && (least.log2_targets.lower().to_f64() - 6_f64.log2()).abs() < 1e-12);
        let distance = least_distance(&class, &problem, &points, 201);
        let by_means = missed_by_means(&class, &problem, &points, &sets);
        println!(
            "six targets, parameter {free}: at least {} layers; {distance:.3} and more from every target; missed by their means: {by_means}",
            least.layers
        );
        assert!(distance > problem.accuracy.to_f64() && by_means >= 1);
        let listed = sets.iter().map(|set| set.iter().map(|&point| point as u64).collect()).collect();
        let listed = Problem { targets: Targets::Listed { sets: listed }, ..problem.clone() };
        assert_eq!(least_layers(&listed).expect("a bound").layers, least.layers);
        let silent = [
            Problem { bound_squared: Rational::from(1), ..problem.clone() },
            Problem { parameters: 2, ..problem },
        ];
        assert!(silent.iter().all(|problem| least_layers(problem).expect("a bound").layers == 1));
    }
}
