//! Random layers of every family, in doubles: none stretches or changes by more than the constants say, and some come near.

use rug::{Integer, Rational};

use super::constants;
use crate::certificate::{Class, Codebook, DepthSeparation, LayerFamily, Separation, Targets};

/// m.
const HALF: usize = 2;
/// h, for sparse layers too.
const WIDTH: usize = 3;
/// Free numbers of a sparse layer.
const FREE: usize = 4;
const CLAMP: f64 = 2.0;
const SLOPE: f64 = 0.5;
/// The numbers of a network: V, v, W, w.
const NETWORK: usize = WIDTH * HALF + WIDTH + HALF * WIDTH + HALF;

/// Multiples of 2⁻³² in [0, 1), by a linear congruence.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 32) as f64 / 4_294_967_296.0
    }

    /// A number in [−bound, bound], often one of the ends.
    fn within(&mut self, bound: f64) -> f64 {
        match self.next() {
            small if small < 0.4 => -bound,
            small if small < 0.8 => bound,
            _ => bound * (2.0 * self.next() - 1.0),
        }
    }

    fn vector(&mut self) -> [f64; 2 * HALF] {
        let size = 10.0_f64.powf(2.0 * self.next() - 1.0);
        std::array::from_fn(|_| self.within(size))
    }
}

fn network(numbers: &[f64], input: &[f64]) -> [f64; HALF] {
    let (inner, rest) = numbers.split_at(WIDTH * HALF);
    let (bias, rest) = rest.split_at(WIDTH);
    let (outer, last) = rest.split_at(HALF * WIDTH);
    let dot = |row: &[f64], x: &[f64]| row.iter().zip(x).map(|(a, b)| a * b).sum::<f64>();
    let hidden: Vec<f64> =
        (0..WIDTH).map(|i| (dot(&inner[i * HALF..][..HALF], input) + bias[i]).max(0.0)).collect();
    std::array::from_fn(|i| dot(&outer[i * WIDTH..][..WIDTH], &hidden) + last[i])
}

/// The layer with these parameters.
fn apply(family: &LayerFamily, numbers: &[f64], x: &[f64; 2 * HALF]) -> [f64; 2 * HALF] {
    let (read, written) = x.split_at(HALF);
    let mut out = *x;
    for i in 0..HALF {
        out[HALF + i] = match family {
            LayerFamily::Linear => {
                let (scales, rest) = numbers.split_at(HALF);
                let (shift, bias) = rest.split_at(HALF * HALF);
                let row = &shift[i * HALF..][..HALF];
                scales[i].exp() * written[i] + row[0] * read[0] + row[1] * read[1] + bias[i]
            }
            LayerFamily::Additive { .. } => written[i] + network(numbers, read)[i],
            LayerFamily::Clamped { .. } => {
                let (shift, scale) = numbers.split_at(NETWORK);
                let scale = (SLOPE * network(scale, read)[i].tanh()).exp();
                written[i] + (scale - 1.0) * written[i].clamp(-CLAMP, CLAMP) + network(shift, read)[i]
            }
            LayerFamily::Sparse => {
                let (scales, rest) = numbers.split_at(HALF);
                scales[i].exp() * written[i] + network(rest, read)[i]
            }
        };
    }
    out
}

fn distance(x: &[f64], y: &[f64]) -> f64 {
    x.iter().zip(y).map(|(x, y)| (x - y).powi(2)).sum::<f64>().sqrt()
}

/// Parameters, and others near them or far away.
fn parameters(family: &LayerFamily, bound: f64, random: &mut Numbers) -> [Vec<f64>; 2] {
    let count = match family {
        LayerFamily::Linear => 2 * HALF + HALF * HALF,
        LayerFamily::Additive { .. } => NETWORK,
        LayerFamily::Clamped { .. } => 2 * NETWORK,
        LayerFamily::Sparse => HALF + NETWORK,
    };
    let step = bound * 10.0_f64.powf(-3.0 * random.next());
    let mut one: Vec<f64> = (0..count).map(|_| random.within(bound)).collect();
    let mut other: Vec<f64> =
        one.iter().map(|number| (number + random.within(step)).clamp(-bound, bound)).collect();
    if *family == LayerFamily::Sparse {
        // Often the weights into and out of one neuron; scales are constant.
        let path = [0, 1, WIDTH * HALF + WIDTH, WIDTH * HALF + WIDTH + WIDTH].map(|at| HALF + at);
        let some = |random: &mut Numbers| (random.next() * count as f64) as usize;
        let along = random.next() < 0.5;
        let free: Vec<usize> =
            path.into_iter().map(|at| if along { at } else { some(random) }).take(FREE).collect();
        for index in 0..count {
            if !free.contains(&index) {
                (one[index], other[index]) = (0.0, 0.0);
            } else if index < HALF {
                (one[index], other[index]) = (-one[index].abs(), -other[index].abs());
            }
        }
    }
    [one, other]
}

fn separation(family: LayerFamily, bound_squared: Rational) -> DepthSeparation {
    DepthSeparation {
        dimension: 2 * HALF as u64,
        modes: 2,
        accuracy: Rational::from(1),
        sigma_root_dimension: Rational::from(1),
        ramp_width: Rational::from(1),
        generator_error: Rational::from(1),
        points: Integer::from(3),
        codebook: Codebook::BallPacking { distance: Rational::from(1) },
        shared: 0,
        targets: Targets::Counting,
        separation: Separation::Distance,
        family,
        parameters: FREE as u64,
        bound_squared,
        class: Class::General,
        log2_targets: Rational::new(),
        log2_sensitivity: Rational::new(),
        bits_per_parameter: Rational::new(),
        layers_needed: 1,
    }
}

/// The largest ratios found: of ‖f(x) − f(y)‖ to b‖x − y‖, of ‖f(0)‖ to a, of ‖f_θ(x) − f_θ′(x)‖ to (a′ + b′‖x‖)·|θ − θ′|.
fn ratios(family: &LayerFamily, bound: f64, bound_squared: Rational, random: &mut Numbers) -> [f64; 3] {
    let found = constants(&separation(family.clone(), bound_squared), 96);
    let [a, b, change, with_norm] =
        [found.offset, found.stretch, found.change, found.change_with_norm].map(|constant| {
            let (low, high) = (constant.low().expect("finite"), constant.high().expect("finite"));
            assert!(high.to_f64() - low.to_f64() < 1e-12 * high.to_f64());
            high.to_f64()
        });
    let mut largest = [0.0_f64; 3];
    for _ in 0..20_000 {
        let [one, other] = parameters(family, bound, random);
        let (x, y) = (random.vector(), random.vector());
        let between = one.iter().zip(&other).map(|(s, t)| (s - t).abs()).fold(0.0, f64::max);
        let f = |numbers: &[f64], x: &[f64; 4]| apply(family, numbers, x);
        let norm = distance(&x, &[0.0; 4]);
        let all = [
            distance(&f(&one, &x), &f(&one, &y)) / (b * distance(&x, &y)),
            distance(&f(&one, &[0.0; 4]), &[0.0; 4]) / a,
            distance(&f(&one, &x), &f(&other, &x)) / ((change + with_norm * norm) * between),
        ];
        for (largest, ratio) in largest.iter_mut().zip(all) {
            // 0/0 says nothing.
            *largest = largest.max(ratio);
        }
    }
    largest
}

#[test]
fn constants_bound_all_samples_and_some_come_near() {
    let mut random = Numbers(1);
    let width = WIDTH as u64;
    let clamped = LayerFamily::Clamped { width, clamp: Rational::from(2), slope: Rational::from((1, 2)) };
    for family in [LayerFamily::Linear, LayerFamily::Additive { width }, clamped, LayerFamily::Sparse] {
        for (bound, bound_squared) in [(0.5, Rational::from((1, 4))), (2.0, Rational::from(4))] {
            let found = ratios(&family, bound, bound_squared, &mut random);
            assert!(
                found.iter().all(|ratio| (0.15..1.0 + 1e-9).contains(ratio)),
                "{family:?} {bound}: {found:?}"
            );
        }
    }
}
