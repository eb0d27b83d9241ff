//! Upper bounds on |T⁻¹|·v for a triangular matrix T and a vector v ≥ 0.

use nalgebra::DMatrix;
use rug::Integer;

use super::directed::Upper;
use super::kernels::{SMALLEST, absolute_times, absolute_times_upper, gamma};
use crate::matrix::Product;
use crate::matrix::float::double::{inverse_of_lower, inverse_of_upper};

/// Which half of a triangular matrix is not zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Lower,
    Upper,
}

/// A bound on |T⁻¹|·v for a T with |T − `rounded`| ≤ 2⁻⁵³|T| + 2⁻¹⁰⁷⁴, through X ≈ T⁻¹ in doubles; `None` if X is not
/// good enough an inverse.
///
/// With H = I − XT and ‖H‖_∞ ≤ h < 1: T⁻¹ = (I − H)⁻¹X, so |T⁻¹|v ≤ r + h/(1 − h)·max(r)·(1, …, 1), r = |X|v. Rounding
/// is bounded as in `preconditioned.rs`: |fl(I − XT̂) − H| ≤ |X|(|T − T̂| + γ|T̂|) + 2nη + u|fl(I − XT̂)|, with γ,
/// u and η doubled.
pub(super) fn through_inverse(rounded: &DMatrix<f64>, shape: Shape, vector: &[Upper]) -> Option<Vec<Upper>> {
    let size = rounded.nrows();
    let inverse = match shape {
        Shape::Lower => inverse_of_lower(rounded),
        Shape::Upper => inverse_of_upper(rounded),
    };
    let residual = DMatrix::identity(size, size) - f64::multiply(&inverse, rounded);
    let (ones, underflow) = (vec![1.0; size], (4 * size * size) as f64 * SMALLEST);
    let of_rounded: Vec<f64> =
        absolute_times(rounded, &ones).iter().map(|x| 2.0 * gamma(size) * x + underflow).collect();
    let errors = absolute_times(&inverse, &of_rounded);
    let sums = absolute_times(&residual, &ones).into_iter().zip(errors);
    let largest = sums.map(|(sum, error)| sum * (1.0 + f64::EPSILON) + error + underflow).fold(0.0, larger);
    if largest.is_nan() || largest >= 0.5 {
        return None;
    }
    let mut bounds = absolute_times_upper(&inverse, vector);
    let surplus = Upper::largest(&bounds).times(&Upper::of(largest).geometric());
    for bound in &mut bounds {
        *bound = bound.clone().plus(&surplus);
    }
    Some(bounds)
}

/// The larger number, or NaN if there is one.
fn larger(x: f64, y: f64) -> f64 {
    if x > y || x.is_nan() { x } else { y }
}

/// A bound on |T⁻¹|·v through the comparison matrix ⟨T⟩ (|t_ii| on the diagonal, −|t_ij| elsewhere): |T⁻¹| ≤ ⟨T⟩⁻¹, by
/// substitution. It may be larger than the truth by a factor exponential in the size, but it needs nothing but a
/// diagonal without zeros. `entry` gives t_ij·2^bits.
pub(super) fn through_comparison<'a>(
    entry: impl Fn(usize, usize) -> &'a Integer,
    bits: u32,
    shape: Shape,
    vector: &[Upper],
) -> Vec<Upper> {
    let size = vector.len();
    let mut remaining: Vec<Upper> = vector.iter().map(|x| x.clone().shifted(i64::from(bits))).collect();
    let mut solution = vec![Upper::zero(); size];
    for step in 0..size {
        let (k, unsolved) = match shape {
            Shape::Lower => (step, step + 1..size),
            Shape::Upper => (size - 1 - step, 0..size - 1 - step),
        };
        solution[k] = remaining[k].clone().over(entry(k, k));
        for i in unsolved {
            remaining[i].add_product(&Upper::of(entry(i, k)), &solution[k]);
        }
    }
    solution
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matrix::exact::ExactField;
    use crate::scalar::Rational;
    use rand::{RngExt, SeedableRng};
    use rand_chacha::ChaCha8Rng;

    /// |T⁻¹|·v of the exact T = `integers`/2^bits.
    fn exactly(integers: &DMatrix<Integer>, bits: u32, vector: &[u32]) -> Vec<Rational> {
        let exact = integers.map(|entry| Rational::from(entry) >> bits);
        let inverse = Rational::invert(&exact).unwrap().map(Rational::abs);
        Rational::multiply(&inverse, &DMatrix::from_fn(vector.len(), 1, |i, _| Rational::from(vector[i])))
            .iter()
            .cloned()
            .collect()
    }

    #[test]
    fn bounds_hold_and_those_through_the_inverse_are_sharp() {
        let bits = 80;
        let generator = &mut ChaCha8Rng::seed_from_u64(1);
        for size in 1..=20 {
            let one: Integer = Integer::from(1) << bits;
            let lower = DMatrix::from_fn(size, size, |i, j| match i.cmp(&j) {
                std::cmp::Ordering::Less => Integer::new(),
                std::cmp::Ordering::Equal => one.clone(),
                std::cmp::Ordering::Greater => Integer::from(generator.random::<i64>()) << (bits - 63),
            });
            let vector: Vec<u32> = (0..size).map(|_| generator.random_range(0..9)).collect();
            let upper_bounds: Vec<Upper> = vector.iter().map(|x| Upper::of(*x)).collect();
            for (shape, integers) in [(Shape::Lower, lower.clone()), (Shape::Upper, lower.transpose())] {
                let rounded = integers.map(|entry| entry.to_f64() / 2_f64.powi(bits as i32));
                let truth = exactly(&integers, bits, &vector);
                let sharp = through_inverse(&rounded, shape, &upper_bounds).unwrap();
                let coarse = through_comparison(|i, j| &integers[(i, j)], bits, shape, &upper_bounds);
                let largest = Upper::largest(&truth.iter().map(Upper::of).collect::<Vec<_>>());
                for ((truth, sharp), coarse) in truth.iter().zip(&sharp).zip(&coarse) {
                    assert!(Upper::of(truth) <= *sharp && Upper::of(truth) <= *coarse);
                    let slightly_more = Upper::of(truth).plus(&largest.clone().times(&Upper::of(1e-6)));
                    assert!(*sharp <= slightly_more);
                }
            }
        }
    }

    #[test]
    fn an_inverse_that_is_none_is_refused() {
        let mut singular = DMatrix::<f64>::identity(4, 4);
        singular[(2, 2)] = 0.0;
        assert!(through_inverse(&singular, Shape::Lower, &vec![Upper::of(1.0); 4]).is_none());
        // The entries of the inverse grow like 3^size.
        for (size, sufficient) in [(16, true), (60, false)] {
            let growing = DMatrix::from_fn(size, size, |i, j| match i.cmp(&j) {
                std::cmp::Ordering::Less => -2.0,
                std::cmp::Ordering::Equal => 1.0,
                std::cmp::Ordering::Greater => 0.0,
            });
            let bounds = through_inverse(&growing, Shape::Upper, &vec![Upper::of(1.0); size]);
            assert_eq!(bounds.is_some(), sufficient);
        }
    }
}
