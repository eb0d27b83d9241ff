//! Matrices known to about thirty digits, with a rigorous bound on the rest: what the exact errors of doubles need.

use nalgebra::DMatrix;

use super::slices::{Slices, multiply};
use super::{FloatField, scale_rows};
use crate::matrix::Product;
use crate::scalar::{Field, Rational, nearest_double};

/// Terms smaller than 2 to this power, where the largest is about 1, go into the radius whole.
const NEGLIGIBLE: i32 = -300;

/// Bounds what underflow can cost a whole matrix: up to 2²⁴ entries, a few roundings of at most 2^−1074 each.
const UNDERFLOW: f64 = 1e-300;

/// A matrix X with ‖2^−exponent·X − (high + low)‖ ≤ radius in the Frobenius norm. The entries of `high` are below 1, those
/// of `low` at most half a unit in the last place of their neighbours in `high`.
///
/// ```
/// use flowcert::matrix::DMatrix;
/// use flowcert::matrix::float::Enclosure;
///
/// let third = DMatrix::from_element(1, 1, 1.0 / 3.0);
/// let product = Enclosure::of(&third).scaled_plus_product(&[1.0], &third, &Enclosure::of(&third));
/// // 1/3 + 1/9, for the double 1/3.
/// let expected = DMatrix::from_element(1, 1, rug::Rational::from((4, 9)));
/// let error = Enclosure::relative_distance(&[(product, Enclosure::of_rationals(&expected))]);
/// assert!(1e-17 < error && error < 1e-16);
/// ```
#[derive(Clone, Debug)]
pub struct Enclosure {
    high: DMatrix<f64>,
    low: DMatrix<f64>,
    exponent: i32,
    radius: f64,
}

/// A matrix X with ‖2^−exponent·X − Σ terms‖ ≤ radius.
struct Terms {
    terms: Vec<DMatrix<f64>>,
    exponent: i32,
    radius: f64,
}

/// At least the exact value of an expression of a few roundings and `additions` additions.
fn upwards(value: f64, additions: usize) -> f64 {
    value * (1.0 + (additions as f64 + 16.0) * f64::EPSILON) + f64::MIN_POSITIVE
}

/// An upper bound on the Frobenius norm, of a matrix of at most 2²⁴ entries: squares may underflow.
fn norm(matrix: &DMatrix<f64>) -> f64 {
    upwards(matrix.norm(), matrix.len()) + 1e-157
}

/// An upper bound on the spectral norm, within a factor of k^(1/8) for rank k: ‖A‖⁸ ≤ ‖(AᵀA)²‖² in the Frobenius norm. The
/// entries are at most about 1.
fn spectral_bound(matrix: &DMatrix<f64>) -> f64 {
    // Rounding in a product of k terms: at most k·2^−52 of the product of the factors' norms.
    let rounding = |inner: usize, product: f64| (inner as f64 + 2.0) * f64::EPSILON * product + 1e-150;
    let length = norm(matrix);
    let gram = f64::multiply(&matrix.transpose(), matrix);
    let of_gram = norm(&gram);
    let square = f64::multiply(&gram, &gram);
    let bound = (norm(&square) + rounding(matrix.ncols(), of_gram * of_gram)).sqrt()
        + rounding(matrix.nrows(), length * length);
    upwards(bound.sqrt(), 0).min(length)
}

fn largest_exponent<'a>(entries: impl IntoIterator<Item = &'a f64>) -> i32 {
    entries.into_iter().filter_map(FloatField::exponent).max().unwrap_or(0)
}

impl Enclosure {
    /// A matrix of doubles.
    #[must_use]
    pub fn of(matrix: &DMatrix<f64>) -> Self {
        let exponent = largest_exponent(matrix);
        let low = DMatrix::zeros(matrix.nrows(), matrix.ncols());
        Self { high: matrix.map(|x| x.shifted(-exponent)), low, exponent, radius: UNDERFLOW }
    }

    /// A matrix of rational numbers.
    #[must_use]
    pub fn of_rationals(matrix: &DMatrix<Rational>) -> Self {
        let exponent = matrix.iter().filter_map(upper_exponent).max().unwrap_or(0);
        let scaled = matrix.map(|x| x >> exponent);
        let nearest = |x: &Rational| nearest_double(x).unwrap_or_default();
        let high = scaled.map(|x| nearest(&x));
        let low = high.zip_map(&scaled, |double, exact| nearest(&(exact - double.to_rational())));
        // Each entry is at most 1: its second rounding costs at most 2^−107.
        let radius = upwards((matrix.len() as f64).sqrt() * 2_f64.powi(-107), 0) + UNDERFLOW;
        Self { high, low, exponent, radius }
    }

    /// `diag(scale) · self + shift · other`, what a coupling layer makes of the half that it writes.
    #[must_use]
    pub fn scaled_plus_product(&self, scale: &[f64], shift: &DMatrix<f64>, other: &Self) -> Self {
        self.with_rows_scaled(scale).plus(other.multiplied_by(shift))
    }

    /// An upper bound on ‖X − Y‖ / ‖Y‖ in the Frobenius norm, X and Y given as blocks of rows; infinite if Y may be 0.
    #[must_use]
    pub fn relative_distance(blocks: &[(Self, Self)]) -> f64 {
        let exponent = blocks.iter().map(|(_, other)| other.exponent).max().unwrap_or(0);
        let (mut distance, mut length) = (0.0_f64, 0.0_f64);
        for (own, other) in blocks {
            distance = distance.hypot(own.distance(other, exponent));
            length = length.hypot(other.length(exponent));
        }
        upwards(upwards(distance, blocks.len()) / (length * (1.0 - 32.0 * f64::EPSILON)), 0)
    }

    /// X − Y in doubles, with nearly all their digits: no digits cancel that were not known.
    #[must_use]
    pub fn difference(&self, other: &Self) -> DMatrix<f64> {
        let difference = self.minus(other);
        (difference.high + difference.low).map(|x| x.shifted(difference.exponent))
    }

    fn minus(&self, other: &Self) -> Self {
        let terms = |of: &Self, sign: f64| Terms {
            terms: vec![&of.high * sign, &of.low * sign],
            exponent: of.exponent,
            radius: of.radius,
        };
        terms(self, 1.0).plus(terms(other, -1.0))
    }

    /// An upper bound on 2^−exponent·‖self − other‖.
    fn distance(&self, other: &Self, exponent: i32) -> f64 {
        let difference = self.minus(other);
        let distance = upwards(norm(&difference.high) + norm(&difference.low) + difference.radius, 0);
        distance.shifted((difference.exponent - exponent).clamp(-2000, 1023)) + f64::MIN_POSITIVE
    }

    /// A lower bound on 2^−exponent·‖self‖.
    fn length(&self, exponent: i32) -> f64 {
        let down = 1.0 - (self.high.len() as f64 + 16.0) * f64::EPSILON;
        let length = self.high.norm() * down - norm(&self.low) - self.radius;
        (length * (1.0 - 4.0 * f64::EPSILON)).max(0.0).shifted((self.exponent - exponent).max(-2000))
    }

    /// diag(scale) · self.
    fn with_rows_scaled(&self, scale: &[f64]) -> Terms {
        let exponent = largest_exponent(scale);
        let scale: Vec<f64> = scale.iter().map(|x| x.shifted(-exponent)).collect();
        let product = scale_rows(&scale, &self.high);
        let error = DMatrix::from_fn(product.nrows(), product.ncols(), |i, j| {
            scale[i].mul_add(self.high[(i, j)], -product[(i, j)])
        });
        let low = scale_rows(&scale, &self.low);
        // Only the product with the low part is rounded.
        let radius = upwards(self.radius + norm(&low) * f64::EPSILON, 0) + UNDERFLOW;
        Terms { terms: vec![product, error, low], exponent: self.exponent + exponent, radius }
    }

    /// shift · self.
    fn multiplied_by(&self, shift: &DMatrix<f64>) -> Terms {
        let exponent = largest_exponent(shift);
        // Rows and columns far below the rest would leave the range of slices; they count in the radius.
        let rows = with_small_columns_cleared(&shift.map(|x| x.shifted(-exponent)).transpose());
        let (scaled, columns) = (rows.transpose(), with_small_columns_cleared(&self.high));
        let low = DMatrix::from_fn(columns.nrows(), columns.ncols(), |i, j| {
            if columns[(i, j)] == 0.0 && self.high[(i, j)] != 0.0 { 0.0 } else { self.low[(i, j)] }
        });
        let cleared = |matrix: &DMatrix<f64>| (matrix.len() as f64).sqrt() * 2.1 * 2_f64.powi(NEGLIGIBLE);
        let (terms, left_out) = multiply(&Slices::of_rows(&scaled), &Slices::of_columns(&columns, &low));
        let (of_shift, of_self) = (spectral_bound(&scaled) + cleared(shift), 1.1 * norm(&self.high));
        let radius = of_shift * (self.radius + cleared(&self.high)) + cleared(shift) * of_self + left_out;
        Terms { terms, exponent: self.exponent + exponent, radius: upwards(radius, 0) + UNDERFLOW }
    }
}

impl Terms {
    /// The sum, in two doubles for each entry.
    fn plus(self, other: Self) -> Enclosure {
        let exponent = self.exponent.max(other.exponent);
        let (rows, columns) = self.terms[0].shape();
        let (mut high, mut low) = (DMatrix::zeros(rows, columns), DMatrix::zeros(rows, columns));
        let (mut radius, mut lengths, mut count) = (0.0, 0.0, 0.0_f64);
        for Self { terms, exponent: own, radius: own_radius } in [self, other] {
            let shift = (own - exponent).max(-2000);
            radius += own_radius.shifted(shift) + f64::MIN_POSITIVE;
            for term in terms {
                let length = norm(&term).shifted(shift) + f64::MIN_POSITIVE;
                if shift < NEGLIGIBLE {
                    radius += length;
                    continue;
                }
                (lengths, count) = (lengths + length, count + 1.0);
                add(&mut high, &mut low, &term, 1.0_f64.shifted(shift));
            }
        }
        // Sums of the low parts are rounded: each of `count` additions errs by 2^−53 of at most count·2^−53·Σ|terms|.
        let rounding = count * count * lengths * (f64::EPSILON * f64::EPSILON);
        for (upper, lower) in high.iter_mut().zip(low.iter_mut()) {
            (*upper, *lower) = two_sum(*upper, *lower);
        }
        let own = largest_exponent(&high);
        let unit = |x: f64| x.shifted(-own);
        Enclosure {
            radius: unit(upwards(radius + rounding, 0) + UNDERFLOW) + UNDERFLOW,
            high: high.map(unit),
            low: low.map(unit),
            exponent: exponent + own,
        }
    }
}

/// high + low += factor·term, where `factor` is a power of two.
fn add(high: &mut DMatrix<f64>, low: &mut DMatrix<f64>, term: &DMatrix<f64>, factor: f64) {
    for ((upper, lower), entry) in high.iter_mut().zip(low.iter_mut()).zip(term) {
        let (sum, error) = two_sum(*upper, entry * factor);
        (*upper, *lower) = (sum, *lower + error);
    }
}

/// The rounded sum and its exact error (Knuth).
fn two_sum(a: f64, b: f64) -> (f64, f64) {
    let sum = a + b;
    let of_b = sum - a;
    (sum, (a - (sum - of_b)) + (b - of_b))
}

/// The matrix without the columns whose entries are all below 2^[`NEGLIGIBLE`].
fn with_small_columns_cleared(matrix: &DMatrix<f64>) -> DMatrix<f64> {
    let mut cleared = matrix.clone();
    for mut column in cleared.column_iter_mut() {
        if column.amax() < 2_f64.powi(NEGLIGIBLE) {
            column.fill(0.0);
        }
    }
    cleared
}

/// A k with |x| ≤ 2^k, at most two too large; `None` for zero.
fn upper_exponent(x: &Rational) -> Option<i32> {
    let (numerator, denominator) = (x.numer().significant_bits(), x.denom().significant_bits());
    (numerator > 0).then(|| numerator as i32 - denominator as i32 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exact(matrix: &DMatrix<f64>) -> DMatrix<Rational> {
        matrix.map(|x| x.to_rational())
    }

    fn entry(i: usize, j: usize, seed: usize, spread: i32) -> f64 {
        let k = (i * 7919 + j * 104_729 + seed * 31 + 17) % 10_007;
        ((k as f64 / 10_007.0 - 0.5) / 3.0).shifted(if spread == 0 { 0 } else { (k as i32 * 37) % spread })
    }

    /// The enclosure of one layer's result against exact arithmetic: the radius is honest, and small.
    #[test]
    fn radii_hold_and_are_small() {
        for (size, spread) in [(1, 0), (5, 0), (16, 20), (16, 600), (16, -600), (16, -900), (40, 3)] {
            let matrix = |seed| DMatrix::from_fn(size, size, |i, j| entry(i, j, seed, spread));
            let (shift, x, y) = (matrix(1), matrix(2), matrix(3));
            let scale: Vec<f64> = (0..size).map(|i| entry(i, 3, 4, spread)).collect();
            let result = Enclosure::of(&y).scaled_plus_product(&scale, &shift, &Enclosure::of(&x));
            let result = Enclosure::of(&y).scaled_plus_product(&scale, &shift, &result);
            let layer = |other: &DMatrix<Rational>| {
                let scaled =
                    DMatrix::from_fn(size, size, |i, j| y[(i, j)].to_rational() * scale[i].to_rational());
                scaled + Rational::multiply(&exact(&shift), other)
            };
            let expected = layer(&layer(&exact(&x)));
            let stored = (exact(&result.high) + exact(&result.low)).map(|x| x << result.exponent);
            let error = (&stored - &expected).map(|x| (x >> result.exponent).to_f64()).norm();
            assert!(error <= result.radius, "{size} {spread}: {error:e} > {:e}", result.radius);
            // Entries spread over the whole range: ‖shift‖·‖x‖ may be far above the product's norm.
            let small = if spread.abs() <= 20 { 1e-19 * size as f64 } else { 1e-15 };
            assert!(result.radius < small, "{size} {spread}: {:e}", result.radius);
            let error = Enclosure::relative_distance(&[(result, Enclosure::of_rationals(&expected))]);
            assert!(error <= 20.0 * small, "{size} {spread}: {error:e}");
        }
    }

    #[test]
    fn spectral_bounds_are_above_and_near_the_norm() {
        for size in [1, 4, 33] {
            let matrix = DMatrix::from_fn(size, size + 3, |i, j| entry(i, j, 5, 2));
            let (norm, bound) = (super::super::spectral_norm(&matrix).unwrap(), spectral_bound(&matrix));
            assert!(norm * (1.0 - 1e-14) <= bound && bound <= 1.6 * norm, "{norm} {bound}");
        }
        assert!(spectral_bound(&DMatrix::identity(256, 256)) <= 2.001);
    }

    #[test]
    fn a_wrong_radius_would_be_noticed() {
        let matrix = DMatrix::from_fn(9, 9, |i, j| entry(i, j, 1, 0));
        let product = Enclosure::of(&matrix).scaled_plus_product(&[0.0; 9], &matrix, &Enclosure::of(&matrix));
        let rounded = Enclosure::of(&f64::multiply(&matrix, &matrix));
        let error = Enclosure::relative_distance(&[(product, rounded)]);
        assert!(1e-17 < error && error < 1e-15, "what rounding a product costs");
    }
}
