//! What must hold for every ball, and that a ball which is too small would be found out.

mod functions;
mod laws;
mod operations;
mod special_points;
mod widths;

use proptest::prelude::*;
use rug::Rational;

use super::{Ball, Float};

/// A function of one variable: of balls, and of floats in the precision of the argument, rounded to nearest.
pub(super) struct Function {
    pub(super) name: &'static str,
    pub(super) domain: Domain,
    pub(super) enclose: fn(&Ball) -> Ball,
    pub(super) evaluate: fn(&Float) -> Float,
    /// The width of the image of a point, in units of the last place of its ends, is at most this.
    pub(super) ulps: u32,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Domain {
    Line,
    Positive,
    NonZero,
    Probability,
}

const fn function(
    name: &'static str,
    domain: Domain,
    enclose: fn(&Ball) -> Ball,
    evaluate: fn(&Float) -> Float,
    ulps: u32,
) -> Function {
    Function { name, domain, enclose, evaluate, ulps }
}

/// Every function of one variable that a ball has. The quantile is evaluated by bisection, which shares nothing with
/// the search for its enclosure.
pub(super) const FUNCTIONS: [Function; 15] = [
    function("abs", Domain::Line, Ball::abs, |x| x.clone().abs(), 0),
    function("square", Domain::Line, Ball::square, |x| x.clone().square(), 1),
    function("cube", Domain::Line, |x| x.powi(3), |x| power(x, 3), 1),
    function("fourth power", Domain::Line, |x| x.powi(4), |x| power(x, 4), 1),
    function("reciprocal", Domain::NonZero, |x| x.powi(-1), |x| power(x, -1), 1),
    function("power −2", Domain::NonZero, |x| x.powi(-2), |x| power(x, -2), 1),
    function("sqrt", Domain::Positive, Ball::sqrt, |x| x.clone().sqrt(), 1),
    function("exp", Domain::Line, Ball::exp, |x| x.clone().exp(), 1),
    function("ln", Domain::Positive, Ball::ln, |x| x.clone().ln(), 1),
    function("log2", Domain::Positive, Ball::log2, |x| x.clone().log2(), 1),
    function("erf", Domain::Line, Ball::erf, |x| x.clone().erf(), 1),
    function("erfc", Domain::Line, Ball::erfc, |x| x.clone().erfc(), 1),
    function("Φ", Domain::Line, Ball::normal_distribution, distribution, 2),
    function("Φ⁻¹", Domain::Probability, Ball::normal_quantile, quantile, 2),
    function("lnΓ", Domain::Positive, Ball::ln_gamma, |x| x.clone().ln_gamma(), 1),
];

fn power(x: &Float, n: i32) -> Float {
    Float::with_val(x.prec(), rug::ops::Pow::pow(x, n))
}

pub(super) fn distribution(x: &Float) -> Float {
    (-x.clone() / Float::with_val(x.prec(), 2).sqrt()).erfc() / 2u32
}

/// Φ⁻¹(p) by halving an interval; for p above ½ by the distance to 1, where Φ(x) has its full precision.
fn quantile(p: &Float) -> Float {
    let bits = p.prec();
    if *p >= 0.5 {
        let distance = Float::with_val(bits, 1 - p);
        return if distance == 0.5 { Float::new(bits) } else { -quantile(&distance) };
    }
    // Below and above the root, since Φ(x) < e^(−x²/2) for x < 0.
    let mut low = -Float::with_val(bits, -2 * Float::with_val(bits, p.ln_ref())).sqrt() - 1u32;
    let mut high = Float::with_val(bits, 0);
    for _ in 0..bits {
        let middle = Float::with_val(bits, &low + &high) / 2u32;
        if distribution(&middle) < *p {
            low = middle;
        } else {
            high = middle;
        }
    }
    high
}

/// A rational number as a certificate might state it, as an exact point of a ball.
fn rational() -> impl Strategy<Value = Rational> {
    (any::<i32>(), 1..=i32::MAX).prop_map(Rational::from)
}

/// Finite floats of all sizes: small integers and halves, numbers around 1, 10^±300, and everything between.
fn real(precision: u32) -> impl Strategy<Value = Float> {
    let moderate = (-60.0..60.0f64).prop_map(move |x| Float::with_val(precision, x));
    let special = (-8..=8i32).prop_map(move |x| Float::with_val(precision, x) / 2u32);
    let any_size = (-1000..1000i32, any::<i128>())
        .prop_map(move |(exponent, digits)| Float::with_val(precision, digits) >> 127 << exponent);
    prop_oneof![4 => moderate, 1 => special, 2 => any_size]
}

/// Arguments in the domain, with those at which the functions are delicate: next to 0, ½, 1 and 2, the minimum of lnΓ.
fn argument(domain: Domain, precision: u32) -> BoxedStrategy<Float> {
    let near = |centre: f64| {
        (-4..=4i32, 1..200i32).prop_map(move |(steps, shift)| {
            let offset = Float::with_val(precision, steps) >> shift;
            Float::with_val(precision, centre + offset)
        })
    };
    match domain {
        Domain::Line => real(precision).boxed(),
        Domain::NonZero => real(precision).prop_filter("zero", |x| !x.is_zero()).boxed(),
        Domain::Positive => prop_oneof![real(precision), near(1.0), near(2.0), near(1.461_632_144_968_362_3)]
            .prop_map(Float::abs)
            .prop_filter("zero", |x| !x.is_zero())
            .boxed(),
        Domain::Probability => prop_oneof![
            (0.0..1.0f64).prop_map(move |p| Float::with_val(precision, p)),
            real(precision),
            near(0.0),
            near(0.5),
            near(1.0),
        ]
        .prop_map(|p: Float| p.abs())
        .prop_map(|p| if p > 1 { p.recip() } else { p })
        .prop_filter("an end", |p| *p > 0 && *p < 1)
        .boxed(),
    }
}

/// A ball and a point in it, in the precision of the ball: anywhere in it, or at an end.
fn with_a_point(domain: Domain, precision: u32) -> impl Strategy<Value = (Ball, Float)> {
    let mut three: Vec<_> = Vec::new();
    three.resize_with(3, || argument(domain, precision));
    (three, any::<bool>()).prop_map(move |(mut ends, is_point)| {
        ends.sort_by(Float::total_cmp);
        let middle = ends[1].clone();
        if is_point {
            return (Ball::at(&middle), middle);
        }
        let (lower, upper) = (ends[0].clone(), ends[2].clone());
        (Ball::from_endpoints(lower, upper).unwrap(), middle)
    })
}

/// The point function in four times the precision, and somewhat more for balls of a few bits.
pub(super) fn sharply(function: &Function, x: &Float) -> Float {
    (function.evaluate)(&Float::with_val(4 * x.prec() + 64, x))
}
