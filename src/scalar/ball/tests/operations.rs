//! The four operations against exact rational arithmetic.

use proptest::prelude::*;
use rug::ops::Pow;
use rug::{Integer, Rational};

use super::{Ball, Float, rational};

const PRECISION: u32 = 24;

fn bits(precision: u32) -> impl Strategy<Value = u32> {
    prop_oneof![Just(precision), 1..80u32]
}

/// A ball around the rational number, as narrow as possible or reaching further to either side, even to infinity.
fn around(number: &Rational, precision: u32, reach: (u8, u8)) -> Ball {
    let end = |reach: u8| match reach % 4 {
        0 | 1 => number.clone(),
        2 => Rational::from(reach) - 100,
        _ => Rational::from((number.numer() * (1 + i64::from(reach) % 7), number.denom() * 3u32)),
    };
    let mut ball = Ball::enclose(number, precision);
    for other in [end(reach.0), end(reach.1)] {
        ball = ball.hull(&Ball::enclose(&other, precision));
    }
    if reach.0 == 255 || reach.1 == 254 { ball.hull(&Ball::whole_line(precision)) } else { ball }
}

fn exact(end: &Float) -> Rational {
    end.to_rational().expect("a finite end")
}

/// The least and the greatest of a function over the corners of two balls.
fn corners(x: &Ball, y: &Ball, f: fn(Rational, Rational) -> Rational) -> (Rational, Rational) {
    let ends = |ball: &Ball| [exact(ball.lower()), exact(ball.upper())];
    let (xs, ys) = (ends(x), ends(y));
    let mut values: Vec<_> = xs.iter().flat_map(|x| ys.iter().map(|y| f(x.clone(), y.clone()))).collect();
    values.sort();
    (values[0].clone(), values[3].clone())
}

/// The smallest ball that contains every value of a monotone operation on two bounded balls.
fn smallest(x: &Ball, y: &Ball, f: fn(Rational, Rational) -> Rational) -> Ball {
    let precision = x.precision().max(y.precision());
    let (least, greatest) = corners(x, y, f);
    Ball::enclose(&least, precision).hull(&Ball::enclose(&greatest, precision))
}

fn same(x: &Ball, y: &Ball) -> bool {
    x.lower() == y.lower() && x.upper() == y.upper() && x.precision() == y.precision()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_exact_result_lies_in_the_ball(
        (a, b) in (rational(), rational()),
        (p, q) in (bits(PRECISION), bits(PRECISION)),
        (reach_a, reach_b) in (any::<(u8, u8)>(), any::<(u8, u8)>()),
    ) {
        let (x, y) = (around(&a, p, reach_a), around(&b, q, reach_b));
        prop_assert!(x.contains(&a) && y.contains(&b));
        prop_assert!((&x + &y).contains(&Rational::from(&a + &b)));
        prop_assert!((&x - &y).contains(&Rational::from(&a - &b)));
        prop_assert!((&x * &y).contains(&Rational::from(&a * &b)), "{x} * {y}");
        if b != 0 {
            prop_assert!((&x / &y).contains(&Rational::from(&a / &b)), "{x} / {y}");
        }
        prop_assert!((-&x).contains(&Rational::from(-&a)));
        prop_assert!(x.abs().contains(&a.clone().abs()));
        prop_assert!(x.square().contains(&a.clone().square()));
    }

    #[test]
    fn the_ball_is_as_small_as_its_precision_allows(
        (a, b) in (rational(), rational()),
        (p, q) in (bits(PRECISION), bits(PRECISION)),
        (reach_a, reach_b) in (any::<(u8, u8)>(), any::<(u8, u8)>()),
    ) {
        let (x, y) = (around(&a, p, reach_a), around(&b, q, reach_b));
        prop_assume!(x.is_bounded() && y.is_bounded());
        prop_assert!(same(&(&x + &y), &smallest(&x, &y, |a, b| a + b)));
        prop_assert!(same(&(&x - &y), &smallest(&x, &y, |a, b| a - b)));
        prop_assert!(same(&(&x * &y), &smallest(&x, &y, |a, b| a * b)), "{x} * {y}");
        if y.contains_zero() {
            prop_assert!(!(&x / &y).is_bounded());
        } else {
            prop_assert!(same(&(&x / &y), &smallest(&x, &y, |a, b| a / b)), "{x} / {y}");
        }
    }

    #[test]
    fn a_comparison_that_is_known_is_true(
        (a, b) in (rational(), rational()),
        (p, q) in (1..8u32, bits(PRECISION)),
        reach in any::<(u8, u8)>(),
    ) {
        let (x, y) = (around(&a, p, (0, 0)), around(&b, q, reach));
        prop_assert!(x.compare(&y).is_none_or(|order| order == a.cmp(&b)));
        prop_assert!(x.is_less_than(&y).is_none_or(|less| less == (a < b)));
        prop_assert!(x.sign().is_none_or(|sign| sign == a.cmp0()));
        prop_assert_eq!(x.compare(&y).map(std::cmp::Ordering::reverse), y.compare(&x));
    }

    #[test]
    fn the_widths_are_upper_bounds(a in rational(), p in bits(PRECISION), reach in any::<(u8, u8)>()) {
        let x = around(&a, p, reach);
        prop_assume!(x.is_bounded() && !x.contains_zero());
        let width = exact(x.upper()) - exact(x.lower());
        prop_assert!(exact(&x.width()) >= width);
        prop_assert!(exact(&x.relative_width()) * exact(x.abs().lower()) >= width);
    }

    #[test]
    fn the_decimals_enclose_the_ball(a in rational(), shift in -200..200i32, p in 1..200u32, digits in 1..40usize) {
        let ball = Ball::enclose(&(a << shift), p);
        for text in [format!("{ball:.digits$}"), ball.to_string()] {
            let inner = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap();
            let (lower, upper) = inner.split_once(", ").unwrap();
            prop_assert!(decimal(lower) <= exact(ball.lower()), "{text}");
            prop_assert!(decimal(upper) >= exact(ball.upper()), "{text}");
        }
    }
}

/// The rational number that a decimal such as −1.25e-7 is.
fn decimal(text: &str) -> Rational {
    let (digits, exponent) = text.split_once('e').unwrap_or((text, "0"));
    let places = digits.split_once('.').map_or(0, |(_, fraction)| i32::try_from(fraction.len()).unwrap());
    let integer: Integer = digits.replace('.', "").parse().unwrap();
    let power = exponent.parse::<i32>().unwrap() - places;
    let scale = Rational::from(Integer::from(10).pow(power.unsigned_abs()));
    if power < 0 { Rational::from(integer) / scale } else { Rational::from(integer) * scale }
}
