//! Laws of one line, over balls with small, huge and infinite ends.

use quickcheck::{Arbitrary, Gen, quickcheck};

use super::{Ball, Float};

impl Arbitrary for Ball {
    fn arbitrary(g: &mut Gen) -> Self {
        let precision = 2 + u32::from(u8::arbitrary(g) % 100);
        let end = |g: &mut Gen| {
            Float::with_val(precision, *g.choose(&[0.0, 1.0, -0.5, 3.0, f64::MAX, -1e-300]).unwrap())
        };
        let ends = if bool::arbitrary(g) {
            [end(g), end(g)]
        } else {
            [f64::arbitrary(g), f64::arbitrary(g)].map(|end| Float::with_val(precision, end))
        };
        let [a, b] = ends;
        let ball = if a <= b { Self::from_endpoints(a, b) } else { Self::from_endpoints(b, a) };
        ball.unwrap_or_else(|| Self::whole_line(precision))
    }
}

fn same(x: &Ball, y: &Ball) -> bool {
    x.contains_ball(y) && y.contains_ball(x)
}

quickcheck! {
    fn addition_commutes(x: Ball, y: Ball) -> bool { same(&(&x + &y), &(&y + &x)) }
    fn multiplication_commutes(x: Ball, y: Ball) -> bool { same(&(&x * &y), &(&y * &x)) }
    fn sums_may_be_grouped_either_way(x: Ball, y: Ball, z: Ball) -> bool {
        ((&x + &y) + &z).intersection(&(&x + (&y + &z))).is_some()
    }
    fn products_distribute_into_the_product_of_the_sum(x: Ball, y: Ball, z: Ball) -> bool {
        (&x * (&y + &z)).intersection(&(&x * &y + &x * &z)).is_some()
    }
    fn a_difference_is_the_sum_with_the_negative(x: Ball, y: Ball) -> bool { same(&(&x - &y), &(&x + -&y)) }
    fn zero_is_in_x_minus_x(x: Ball) -> bool { (&x - &x).contains_zero() }
    fn one_is_in_x_over_x(x: Ball) -> bool { (&x / &x).contains(&1) }
    fn the_negative_of_the_negative(x: Ball) -> bool { same(&-(-&x), &x) }
    fn a_square_is_in_the_product(x: Ball) -> bool { (&x * &x).contains_ball(&x.square()) }
    fn a_square_is_a_second_power(x: Ball) -> bool { same(&x.powi(2), &x.square()) }
    fn the_first_power(x: Ball) -> bool { same(&x.powi(1), &x) }
    fn a_negative_power_is_a_reciprocal(x: Ball, n: u8) -> bool {
        let n = i32::from(n % 9);
        let one = Ball::enclose(1, x.precision());
        (one / x.powi(n)).intersection(&x.powi(-n)).is_some()
    }
    fn an_assignment_is_its_operator(x: Ball, y: Ball) -> bool {
        let mut z = x.clone();
        z += &y;
        z -= &x;
        z *= &y;
        z /= y.clone();
        same(&z, &(((&x + &y) - &x) * &y / y))
    }
    fn a_hull_contains_both(x: Ball, y: Ball) -> bool {
        x.hull(&y).contains_ball(&x) && x.hull(&y).contains_ball(&y)
    }
    fn an_intersection_lies_in_both(x: Ball, y: Ball) -> bool {
        x.intersection(&y).is_none_or(|both| x.contains_ball(&both) && y.contains_ball(&both))
    }
    fn disjoint_balls_are_compared(x: Ball, y: Ball) -> bool {
        x.intersection(&y).is_some() || x.compare(&y).is_some()
    }
    fn the_midpoint_is_inside(x: Ball) -> bool {
        x.midpoint().map_or(!x.is_bounded(), |middle| x.contains(&middle))
    }
    fn a_lower_precision_contains_a_higher_one(x: Ball, precision: u8) -> bool {
        x.with_precision(u32::from(precision) + 1).contains_ball(&x)
    }
    fn the_relative_width_bounds_the_distance_to_the_midpoint(x: Ball) -> bool {
        x.midpoint().is_none_or(|middle| {
            let bound = Ball::at(&middle).abs() * Ball::from_endpoints(Float::new(2), x.relative_width()).unwrap_or(Ball::whole_line(2));
            x.relative_width().is_infinite() || bound.upper() >= &Float::with_val(200, &middle - x.lower())
        })
    }
}
