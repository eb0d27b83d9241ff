//! The constants a, b, a', b' of layers against random parameters and points.

use flowcert::scalar::Rational;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::layers::{Form, constants_of, distance, norm};

/// What doubles may be wrong by, relatively: differences of near parameters lose digits.
const ROUNDING: f64 = 1e-6;

/// Entries of V, v and W that may be nonzero: all of V and W, or all but V, or every other one.
fn masks(half: usize, width: usize) -> [Vec<bool>; 3] {
    let (inner, all) = (half * width, 2 * half * width + width);
    [
        (0..all).map(|index| !(inner..inner + width).contains(&index)).collect(),
        (0..all).map(|index| index >= inner).collect(),
        (0..all).map(|index| index % 2 == 0).collect(),
    ]
}

/// Small layers of a family: 0 linear, 1 additive, 2 clamped, 3 sparse.
fn forms(family: usize) -> Vec<Form> {
    let bounds = [(1, 100), (1, 1), (9, 4), (16, 1)].map(Rational::from);
    let mut forms = Vec::new();
    for half in [1, 2] {
        for bound in &bounds {
            if family == 0 {
                forms.push(Form::linear(half, bound.clone()));
                continue;
            }
            for width in [1, 3] {
                match family {
                    1 => forms.push(Form::additive(half, width, bound.clone())),
                    2 => {
                        for (clamp, slope) in [((1, 1), (1, 100)), ((2, 1), (1, 2)), ((1, 2), (2, 1))] {
                            let (clamp, slope) = (Rational::from(clamp), Rational::from(slope));
                            forms.push(Form::clamped(half, width, bound.clone(), clamp, slope));
                        }
                    }
                    _ => {
                        let masks = masks(half, width).into_iter();
                        forms.extend(masks.map(|mask| Form::sparse(half, width, bound.clone(), mask)));
                    }
                }
            }
        }
    }
    forms
}

const FAMILIES: [&str; 4] = ["linear", "additive", "clamped", "sparse"];

/// A point of any size and direction, or all entries equal, or a half of them 0.
fn point(size: usize, random: &mut ChaCha8Rng) -> Vec<f64> {
    let kind = random.random_range(0..4);
    let scale = 10_f64.powf(random.random_range(-2.0..4.0));
    let first = random.random::<f64>();
    let entry = |index: usize, random: &mut ChaCha8Rng| match kind {
        0 => scale * random.random_range(-1.0..=1.0),
        1 => scale,
        2 if 2 * index < size => scale * first,
        2 => scale * (1.0 - first),
        _ if 2 * index < size => scale,
        _ => 0.0,
    };
    (0..size).map(|index| entry(index, random)).collect()
}

/// The largest ratios of what happened to what a constant allows.
#[derive(Default)]
struct Ratios {
    /// ‖f(0)‖ to a.
    offset: f64,
    /// ‖f(x)‖ to a + b‖x‖.
    growth: f64,
    /// ‖f(x) − f(y)‖ to b‖x − y‖.
    lipschitz: f64,
    /// ‖f_θ(0) − f_θ'(0)‖ to a'‖θ − θ'‖.
    change: f64,
    /// ‖f_θ(x) − f_θ'(x)‖ to (a' + b'‖x‖)·‖θ − θ'‖.
    change_anywhere: f64,
    /// The same for x of norm 1000 and more.
    change_slope: f64,
}

impl Ratios {
    fn try_one(&mut self, form: &Form, [a, b, change, slope]: [f64; 4], random: &mut ChaCha8Rng) {
        let size = 2 * form.half;
        let parameters = form.draw(random);
        let (x, y) = (point(size, random), point(size, random));
        let origin = vec![0.0; size];
        let image = form.apply(&parameters, &x);
        let raise = |ratio: &mut f64, value: f64| *ratio = ratio.max(value);
        raise(&mut self.offset, norm(&form.apply(&parameters, &origin)) / a);
        raise(&mut self.growth, norm(&image) / (a + b * norm(&x)));
        // Against a point elsewhere, and one nearby on the line there.
        let nearby: Vec<f64> = x.iter().zip(&y).map(|(x, y)| x + (y - x) / 64.0).collect();
        for other in [&y, &nearby] {
            let apart = distance(&x, other);
            if apart > 1e-3 * (norm(&x) + norm(other)) {
                let images = distance(&image, &form.apply(&parameters, other));
                raise(&mut self.lipschitz, images / (b * apart));
            }
        }
        let step = form.bound() * 10_f64.powf(random.random_range(-4.0..0.3));
        let others = form.near(&parameters, step, random);
        let moved =
            parameters.iter().zip(&others).map(|(one, other)| (one - other).abs()).fold(0.0, f64::max);
        if moved > 1e-6 * form.bound() {
            let at = |x: &[f64]| distance(&form.apply(&parameters, x), &form.apply(&others, x)) / moved;
            raise(&mut self.change, at(&origin) / change);
            let found = at(&x);
            raise(&mut self.change_anywhere, found / (change + slope * norm(&x)));
            if norm(&x) >= 1000.0 {
                raise(&mut self.change_slope, found / (change + slope * norm(&x)));
            }
        }
    }

    fn all(&self) -> [f64; 6] {
        let Self { offset, growth, lipschitz, change, change_anywhere, change_slope } = *self;
        [offset, growth, lipschitz, change, change_anywhere, change_slope]
    }
}

const TESTS: u64 = 100_000;

/// The ratios of every form of a family.
fn tried(family: usize) -> Vec<(Form, [f64; 6])> {
    let forms = forms(family);
    let each = TESTS.div_ceil(forms.len() as u64);
    let of_form = |(seed, form): (usize, Form)| {
        let (mut ratios, mut random) = (Ratios::default(), ChaCha8Rng::seed_from_u64(seed as u64));
        let constants = constants_of(&form);
        for _ in 0..each {
            ratios.try_one(&form, constants, &mut random);
        }
        (form, ratios.all())
    };
    forms.into_iter().enumerate().map(of_form).collect()
}

/// No layer does more than its constants say, and some do nearly as much: no constant can be much smaller. Those of linear and
/// additive layers are attained by every form.
#[test]
fn constants_hold_and_are_nearly_attained() {
    // For B = 4, in the order of `Ratios`: a, a + b‖x‖, b, a', a' + b'‖x‖, the same far out.
    let attained =
        [[0.995; 6], [0.995; 6], [0.99, 0.99, 0.98, 0.98, 0.98, 0.98], [0.99, 0.99, 0.97, 0.99, 0.98, 0.96]];
    for (family, name) in FAMILIES.iter().enumerate() {
        let ratios = tried(family);
        for (form, ratios) in &ratios {
            assert!(ratios.iter().all(|ratio| *ratio <= 1.0 + ROUNDING), "{form:?}: {ratios:?}");
        }
        for bound in [1.0, 1.5, 4.0] {
            let of_bound = || ratios.iter().filter(|(form, _)| form.bound() == bound).map(|(_, ratio)| ratio);
            let most = [0, 1, 2, 3, 4, 5].map(|which| of_bound().map(|it| it[which]).fold(0.0, f64::max));
            let least = [0, 1, 2, 3, 4, 5].map(|which| of_bound().map(|it| it[which]).fold(1.0, f64::min));
            println!(
                "{name}, B = {bound}: of a, a + b‖x‖, b, a', a' + b'‖x‖ near and far {most:.4?}, of the loosest form {least:.4?}"
            );
            if bound == 4.0 {
                assert!(
                    most.iter().zip(attained[family]).all(|(ratio, at_least)| *ratio >= at_least),
                    "{name}"
                );
                assert!(family > 1 || least.iter().all(|ratio| *ratio >= 0.99), "{name}");
            }
        }
    }
}

/// In clamped layers the scale counts: with c = 1, b and b' are too small, and with c = 1 + ρκ in place of 1 + ρκe^κ b still is.
#[test]
fn the_scale_of_clamped_layers_counts() {
    // One neuron, all weights at B = 1 and the last shifts at −B; u, the argument of tanh, is x1, and x2 = ρ.
    let parameters = [1.0, 1.0, 1.0, -1.0, 1.0, 1.0, 1.0, -1.0];
    let (clamp, slope) = (100, Rational::from((1, 2)));
    let clamped =
        |clamp: Rational, slope: &Rational| Form::clamped(1, 1, Rational::from(1), clamp, slope.clone());
    let form = clamped(Rational::from(clamp), &slope);
    // The derivative κe^(κ tanh u)/cosh²u is largest here.
    let place = 0.2405;
    let point = |u: f64| [u, f64::from(clamp)];
    let near = 1e-5;
    let images =
        distance(&form.apply(&parameters, &point(place)), &form.apply(&parameters, &point(place + near)));
    let steep = images / near;
    let [_, right, _, _] = constants_of(&form);
    let [_, without, _, _] = constants_of(&clamped(Rational::from((1, 1_000_000)), &slope));
    // 1 + ρ'κe^κ = 1 + ρκ.
    let smaller = Rational::from_f64(f64::from(clamp) * (-0.5_f64).exp()).expect("a number");
    let [_, half, _, _] = constants_of(&clamped(smaller, &slope));
    println!(
        "clamped, ρ = 100, κ = 1/2: slope {steep:.2}; b {right:.2}, with c = 1 + ρκ {half:.2}, with c = 1 {without:.2}"
    );
    assert!(steep <= right && steep > 0.6 * right && steep > half && steep > without);

    // κ = 2, ρ = 2: one step of all parameters.
    let slope = Rational::from(2);
    let form = clamped(Rational::from(2), &slope);
    let place = [0.72, 2.0];
    let moved = parameters.map(|parameter| parameter - near);
    let change = distance(&form.apply(&parameters, &place), &form.apply(&moved, &place)) / near;
    let allowed = |[_, _, offset, slope]: [f64; 4]| offset + slope * norm(&place);
    let (right, without) = (
        allowed(constants_of(&form)),
        allowed(constants_of(&clamped(Rational::from((1, 1_000_000)), &slope))),
    );
    println!("clamped, ρ = κ = 2: change {change:.2}; allowed {right:.2}, with c = 1 {without:.2}");
    assert!(change <= right && change > without);
}
