//! Exact values, known constants, and the ends of the domains.

use rug::float::Special;

use super::{Ball, Float};

fn ball(lower: f64, upper: f64) -> Ball {
    Ball::from_endpoints(Float::with_val(53, lower), Float::with_val(53, upper)).expect("ends in order")
}

fn is(actual: &Ball, lower: f64, upper: f64) {
    assert!(*actual.lower() == lower && *actual.upper() == upper, "{actual:?} is not [{lower}, {upper}]");
}

fn is_whole_line(actual: &Ball) {
    is(actual, f64::NEG_INFINITY, f64::INFINITY);
}

#[test]
fn exact_values_are_points() {
    is(&ball(9.0, 9.0).sqrt(), 3.0, 3.0);
    is(&ball(0.0, 0.0).exp(), 1.0, 1.0);
    is(&ball(1.0, 1.0).ln(), 0.0, 0.0);
    is(&ball(0.125, 0.125).log2(), -3.0, -3.0);
    is(&ball(0.0, 0.0).normal_distribution(), 0.5, 0.5);
    is(&ball(0.5, 0.5).normal_quantile(), 0.0, 0.0);
    is(&ball(1.0, 1.0).ln_gamma(), 0.0, 0.0);
    is(&ball(2.0, 2.0).ln_gamma(), 0.0, 0.0);
    is(&ball(-3.0, 2.0).powi(0), 1.0, 1.0);
}

#[test]
fn squares_and_powers_see_the_sign() {
    is(&ball(-3.0, 2.0).abs(), 0.0, 3.0);
    is(&ball(-3.0, 2.0).square(), 0.0, 9.0);
    is(&ball(-3.0, -2.0).powi(4), 16.0, 81.0);
    is(&ball(-3.0, 2.0).powi(3), -27.0, 8.0);
    is(&ball(-4.0, -2.0).powi(-1), -0.5, -0.25);
    is(&ball(-4.0, -2.0).powi(-2), 0.0625, 0.25);
    is_whole_line(&ball(-1.0, 1.0).powi(-2));
    is_whole_line(&ball(0.0, 1.0).powi(i32::MIN));
}

/// mpmath to 50 digits.
#[test]
fn known_constants() {
    let known = |text: &str| Float::with_val(160, Float::parse(text).expect("decimals"));
    let holds = |actual: Ball, text: &str| assert!(actual.contains(&known(text)), "{actual:?}, {text}");
    for precision in [24, 53, 113] {
        let at = |value: f64| Ball::enclose(value, precision);
        holds(at(2.0).sqrt(), "1.4142135623730950488016887242096980785696718753769");
        holds(at(1.0).exp(), "2.7182818284590452353602874713526624977572470937");
        holds(at(10.0).ln(), "2.3025850929940456840179914546843642076011014886288");
        holds(at(0.5).erf(), "0.52049987781304653768274665389196452873645157575796");
        holds(at(3.0).erfc(), "0.00002209049699858544137277612958232037984770708739925");
        holds(at(-40.0).normal_distribution(), "3.6558935409150297037489858026882836650539446199774e-350");
        holds(at(-8.0).normal_distribution(), "6.2209605742717841235159951725881884224887172789003e-16");
        holds(at(8.0).normal_distribution(), "0.99999999999999937790394257282158764840048274118116");
        holds(at(0.75).normal_quantile(), "0.67448975019608174320222701454130718538690441504986");
        holds(at(0.5).ln_gamma(), "0.57236494292470008707171367567652935582364740645766");
        holds(at(1e10).ln_gamma(), "220258509288.81058147004192312346012655642727602029");
        holds(at(1.5).ln_gamma(), "-0.1207822376352452223455184457816472122518527279026");
        holds(
            Ball::at(&(Float::with_val(precision, 1) >> 1000)).normal_quantile(),
            "-37.111011937164791410114684477476949923684109678574",
        );
    }
}

#[test]
fn outside_of_the_domain_nothing_is_known() {
    for function in [Ball::sqrt, Ball::ln, Ball::log2, Ball::ln_gamma, Ball::normal_quantile] {
        is_whole_line(&function(&ball(-0.5, 0.5)));
        is_whole_line(&function(&Ball::whole_line(53)));
    }
    is_whole_line(&ball(0.5, 1.5).normal_quantile());
    is_whole_line(&(ball(1.0, 1.0) / ball(-1.0, 1.0)));
    is_whole_line(&(ball(1.0, 1.0) / ball(0.0, 1.0)));
}

#[test]
fn at_a_pole_one_end_is_infinite() {
    let infinite = f64::INFINITY;
    is(&ball(0.0, 1.0).ln(), -infinite, 0.0);
    is(&ball(0.0, 0.5).normal_quantile(), -infinite, 0.0);
    is(&ball(0.5, 1.0).normal_quantile(), 0.0, infinite);
    is_whole_line(&ball(0.0, 1.0).normal_quantile());
    is(&ball(0.0, 1.0).ln_gamma(), 0.0, infinite);
    // At the pole itself there is no value.
    is_whole_line(&ball(0.0, 0.0).ln());
    is_whole_line(&ball(0.0, 0.0).ln_gamma());
    is_whole_line(&ball(0.0, 0.0).normal_quantile());
    is_whole_line(&ball(1.0, 1.0).normal_quantile());
}

#[test]
fn infinite_ends_have_limits() {
    let (infinite, line) = (f64::INFINITY, Ball::whole_line(53));
    is(&line.exp(), 0.0, infinite);
    is(&line.erf(), -1.0, 1.0);
    is(&line.erfc(), 0.0, 2.0);
    is(&line.normal_distribution(), 0.0, 1.0);
    is(&ball(1.0, infinite).ln(), 0.0, infinite);
    is(&ball(2.0, infinite).ln_gamma(), 0.0, infinite);
    is(&ball(2.0, infinite).powi(-1), 0.0, 0.5);
    is(&(ball(1.0, 2.0) / ball(1.0, infinite)), 0.0, 2.0);
    is(&(ball(1.0, infinite) / ball(1.0, infinite)), 0.0, infinite);
    is(&(ball(0.0, 0.0) * &line), 0.0, 0.0);
    is(&(ball(0.0, 2.0) * ball(3.0, infinite)), 0.0, infinite);
    is_whole_line(&(&line - &line));
}

#[test]
fn overflow_and_underflow_are_enclosed() {
    let huge = ball(1e300, 1e300).exp();
    assert!(huge.lower().is_finite() && *huge.upper() == Special::Infinity);
    let tiny = ball(-1e300, -1e300).exp();
    assert!(*tiny.lower() == 0 && *tiny.upper() > 0);
    let tail = ball(-1e300, -1e300).normal_distribution();
    assert!(*tail.lower() == 0 && *tail.upper() > 0);
    let near_one = ball(1e300, 1e300).normal_distribution();
    assert!(*near_one.lower() < 1 && *near_one.upper() == 1);
}

/// Next to the smallest float Φ underflows in the search, which then leaves an end −∞ or 0.
#[test]
fn the_smallest_probabilities_have_a_quantile() {
    let mut smallest = Float::new(53);
    smallest.next_up();
    for shift in [0, 1, 10, 20, 1000] {
        let quantile = Ball::at(&Float::with_val(53, &smallest << shift)).normal_quantile();
        // √(2³¹·ln 2) = 38 581.4
        assert!(*quantile.lower() < -38_581 && *quantile.upper() <= 0, "{shift}: {quantile}");
        let bounded = *quantile.lower() > -38_582 && *quantile.upper() < -38_581;
        assert!(bounded || shift < 20, "{shift}: {quantile}");
    }
}

#[test]
fn numbers_that_are_not_real_are_not_enclosed() {
    is_whole_line(&Ball::enclose(f64::NAN, 53));
    is_whole_line(&Ball::enclose(f64::INFINITY, 53));
    assert!(Ball::from_endpoints(Float::with_val(53, f64::NAN), Float::with_val(53, 1)).is_none());
    assert!(!Ball::whole_line(53).contains(&f64::NAN));
}

#[test]
fn touching_balls_are_not_told_apart() {
    assert_eq!(ball(1.0, 2.0).compare(&ball(2.0, 3.0)), None);
    assert_eq!(ball(1.0, 2.0).is_less_than(&ball(2.0, 3.0)), None);
    assert_eq!(ball(2.0, 3.0).is_less_than(&ball(1.0, 2.0)), Some(false));
    assert!(ball(1.0, 2.0).intersection(&ball(2.0, 3.0)).is_some_and(|both| both.is_point()));
}

#[test]
fn widths_are_rounded_up() {
    let third = Ball::enclose(&rug::Rational::from((1, 3)), 24);
    assert_eq!(third.width(), Float::with_val(53, 1) >> 25);
    // Exactly 2⁻²⁵ over a number just below ⅓.
    assert!(third.relative_width() > Float::with_val(53, 3) >> 25);
    assert!(third.relative_width() < Float::with_val(53, 3.000_001) >> 25);
    assert!(ball(-1.0, 1.0).relative_width().is_infinite());
    assert!(ball(0.0, 0.0).relative_width().is_zero());
}

#[test]
fn negative_zero_is_zero() {
    let zero = Ball::enclose(-0.0, 53);
    assert!(zero.lower().is_sign_positive() && zero.upper().is_sign_positive());
    assert_eq!(zero.sign(), Some(std::cmp::Ordering::Equal));
}
