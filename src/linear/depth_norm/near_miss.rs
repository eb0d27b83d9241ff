//! The chart of five-layer products near diag(u, v), which five layers cannot make.
//!
//! P = U(x)·L(a)·U(b)·L(c)·U(e) with upper right block 0 and lower left block εκ·ŵ, ‖ŵ‖ = 1, κ = ‖M‖ (Frobenius): all of
//! the error is in the block that the outermost layer multiplies. As ε → 0 the shifts x and e grow like 1/ε; with y = εκ·x
//! as coordinate everything else stays of order one, and the search does not feel ε:
//!
//! X = I + bc, a = (εκŵ − c)X⁻¹, A = X + yŵ, e = −A⁻¹(b + x(I + ab)), D = εκŵe + I + ab.
//!
//! The residual is (A − u, D − v). The word L U L U L is this chart for diag(v, u).

use nalgebra::DMatrix;

use super::Square;
use super::chart::{Chart, Forward, pack, unpack};
use crate::matrix::Product;
use crate::matrix::exact::ExactField;
use crate::scalar::{Field, Rational};

/// Five-layer products at the distance `error` (absolute, Frobenius) from diag(u, v).
pub(super) struct NearMiss<const D: usize> {
    pub(super) u: Square<D>,
    pub(super) v: Square<D>,
    pub(super) error: f64,
}

/// What the way back needs besides the shifts.
pub(super) struct Trace<const D: usize> {
    x_inverse: Square<D>,
    a_inverse: Square<D>,
    /// I + ab.
    inner: Square<D>,
    direction: Square<D>,
    length: f64,
}

impl<const D: usize> NearMiss<D> {
    /// The shifts e, c, b, a, x over ℚ, from coordinates that are doubles; `None` where an inverse does not exist.
    pub(super) fn exactly(&self, coordinates: &[f64]) -> Option<[DMatrix<Rational>; 5]> {
        let [b, c, y, w]: [Square<D>; 4] = four(coordinates);
        let rational = |matrix: &Square<D>| DMatrix::from_fn(D, D, |i, j| matrix[(i, j)].to_rational());
        let finite = coordinates.iter().all(|coordinate| coordinate.is_finite());
        let (one, b, c) = (DMatrix::identity(D, D), finite.then(|| rational(&b))?, rational(&c));
        let (corner, x) = (rational(&(w / w.norm() * self.error)), rational(&(y / self.error)));
        let product = Rational::multiply;
        let big_x = &one + product(&b, &c);
        let a = product(&(&corner - &c), &Rational::invert(&big_x)?);
        let upper = big_x + product(&x, &corner);
        let sum = &b + product(&x, &(one + product(&a, &b)));
        let e = -product(&Rational::invert(&upper)?, &sum);
        Some([e, c, b, a, x])
    }
}

impl<const D: usize> Chart<D> for NearMiss<D> {
    type Trace = Trace<D>;

    /// The shifts are in the order of application: e, c, b, a, x.
    fn forward(&self, coordinates: &[f64]) -> Forward<D, Trace<D>> {
        let [b, c, y, w]: [Square<D>; 4] = four(coordinates);
        let one = Square::<D>::identity();
        let length = w.norm();
        let direction = w / length;
        let (corner, x) = (direction * self.error, y / self.error);
        let inverse = |matrix: &Square<D>| matrix.try_inverse().unwrap_or_else(|| Square::repeat(f64::NAN));
        let big_x = one + b * c;
        let x_inverse = inverse(&big_x);
        let a = (corner - c) * x_inverse;
        let upper = big_x + y * direction;
        let a_inverse = inverse(&upper);
        let inner = one + a * b;
        let e = -a_inverse * (b + x * inner);
        let lower = corner * e + inner;
        Forward {
            shifts: vec![e, c, b, a, x],
            residual: pack(&[upper - self.u, lower - self.v]),
            trace: Trace { x_inverse, a_inverse, inner, direction, length },
        }
    }

    fn backward(
        &self,
        forward: &Forward<D, Trace<D>>,
        by_shifts: &[Square<D>],
        by_residual: &[f64],
    ) -> Vec<f64> {
        let [e, c, b, a, x] = five(&forward.shifts);
        let [mut by_e, mut by_c, mut by_b, mut by_a, mut by_x] = five(by_shifts);
        let Trace { x_inverse, a_inverse, inner, direction, length } = &forward.trace;
        let blocks = unpack::<D>(by_residual);
        let (mut by_upper, by_lower) = (blocks[0], blocks[1]);
        let corner = direction * self.error;
        // D = corner·e + I + ab.
        by_e += corner.transpose() * by_lower;
        let mut by_corner = by_lower * e.transpose();
        // e = −A⁻¹(b + x·inner).
        let by_sum = -a_inverse.transpose() * by_e;
        by_upper += by_sum * e.transpose();
        by_b += by_sum;
        by_x += by_sum * inner.transpose();
        let by_inner = by_lower + x.transpose() * by_sum;
        by_a += by_inner * b.transpose();
        by_b += a.transpose() * by_inner;
        // A = X + x·corner.
        by_x += by_upper * corner.transpose();
        by_corner += x.transpose() * by_upper;
        // a = (corner − c)X⁻¹.
        let by_rest = by_a * x_inverse.transpose();
        by_corner += by_rest;
        by_c -= by_rest;
        let by_big_x = by_upper - a.transpose() * by_rest;
        // X = I + bc.
        by_b += by_big_x * c.transpose();
        by_c += b.transpose() * by_big_x;
        // corner = error·w/‖w‖, x = y/error.
        let by_direction = by_corner * self.error;
        let by_w = (by_direction - direction * direction.dot(&by_direction)) / *length;
        pack(&[by_b, by_c, by_x / self.error, by_w])
    }
}

fn four<const D: usize>(coordinates: &[f64]) -> [Square<D>; 4] {
    let matrices = unpack::<D>(coordinates);
    [matrices[0], matrices[1], matrices[2], matrices[3]]
}

fn five<const D: usize>(matrices: &[Square<D>]) -> [Square<D>; 5] {
    [matrices[0], matrices[1], matrices[2], matrices[3], matrices[4]]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::linear::depth_norm::chart::assert_gradient;
    use crate::linear::depth_norm::product::add_row;

    #[test]
    fn the_gradient_is_that_of_differences() {
        let u = Square::<2>::new(0.0, -1.0, 1.0, 0.0);
        let chart = NearMiss { u, v: Square::identity(), error: 0.5 };
        let coordinates: Vec<f64> = (0..16).map(|k| (k as f64 * 1.3 + 0.4).sin()).collect();
        assert_gradient(&chart, &coordinates);
    }

    /// U(x)·L(a)·U(b)·L(c)·U(e) = [A 0; corner D].
    #[test]
    fn the_product_has_the_blocks_that_are_promised() {
        let u = Square::<2>::new(0.0, -1.0, 1.0, 0.0);
        let chart = NearMiss { u, v: Square::identity(), error: 0.25 };
        let coordinates: Vec<f64> = (0..16).map(|k| (k as f64 * 1.3 + 0.4).sin()).collect();
        let forward = chart.forward(&coordinates);
        let one = Square::<2>::identity();
        let mut product = [[one, Square::zeros()], [Square::zeros(), one]];
        for (place, shift) in forward.shifts.iter().enumerate() {
            add_row(shift, &mut product, place % 2, 1 - place % 2);
        }
        let residual = unpack::<2>(&forward.residual);
        assert!((product[0][0] - chart.u - residual[0]).norm() < 1e-12);
        assert!(product[0][1].norm() < 1e-12);
        assert!((product[1][0].norm() - 0.25).abs() < 1e-12);
        assert!((product[1][1] - chart.v - residual[1]).norm() < 1e-12);
    }
}
