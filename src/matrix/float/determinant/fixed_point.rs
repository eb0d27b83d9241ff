//! The certificate in fixed point with any number of bits: elimination whose backward error is known without
//! evaluating anything.
//!
//! Crout's elimination takes an inner product of integers exactly and rounds once, so P·A = L̂·Û + E with
//! |e_ij| ≤ 2^−bits·(1 + max(1, |û_jj|)): one unit for the rounding of A, one for that of û_ij, |û_jj| for that of l̂_ij.
//! Hence det P · det A = Π û_jj · det(I + G) with G = Û⁻¹L̂⁻¹E, and if ‖G‖_∞ ≤ g < 1, then det(I + G) > 0 and
//! |ln det(I + G)| ≤ −n·ln(1 − g) ≤ n·g/(1 − g). More bits make E smaller and leave the rest as it is: for every regular
//! matrix some number of bits is enough.

use nalgebra::DMatrix;
use rayon::prelude::*;
use rug::{Float, Integer};

use super::Enclosure;
use super::directed::{Interval, Upper, sign_and_log};
use super::triangular::{Shape, through_comparison, through_inverse};
use crate::scalar::Rational;

/// g is accepted below 2 to this: then the enclosure is as narrow as doubles can say.
const ENOUGH: i32 = -56;

/// Encloses det A, for entries of at most 1 in absolute value.
///
/// # Errors
///
/// How many bits more it takes, by the looks of it.
pub(super) fn enclose(matrix: &DMatrix<Rational>, bits: u32) -> Result<Enclosure, u32> {
    let factors = Factors::of(matrix, bits).ok_or(bits)?;
    let g = factors.relative_error();
    match g.exponent() {
        Some(exponent) if exponent <= ENOUGH => {}
        Some(exponent) => return Err(exponent.abs_diff(ENOUGH) + 8),
        None => return Err(bits),
    }
    let size = factors.upper.len();
    let (negative, log) = sign_and_log((0..size).map(|j| &factors.upper[j][j]));
    let log = log.plus_log_of_power(-(size as i64) * i64::from(bits));
    let radius = g.geometric().times(&Upper::of(size as u64));
    Ok(Enclosure { negative: negative != factors.odd, log_abs: log.plus(&Interval::around_zero(&radius)) })
}

/// L̂ and Û in units of 2^−bits.
struct Factors {
    bits: u32,
    /// The rows of L̂, without the ones on the diagonal.
    lower: Vec<Vec<Integer>>,
    /// The columns of Û, down to the diagonal.
    upper: Vec<Vec<Integer>>,
    /// Whether P is odd.
    odd: bool,
}

impl Factors {
    /// `None` if a pivot vanishes. Every entry is an inner product of its own, so the threads change nothing.
    fn of(matrix: &DMatrix<Rational>, bits: u32) -> Option<Self> {
        let size = matrix.nrows();
        let mut rows: Vec<Vec<Integer>> = (0..size)
            .into_par_iter()
            .map(|i| matrix.row(i).iter().map(|entry| in_units(entry, bits)).collect())
            .collect();
        let mut lower = vec![Vec::with_capacity(size); size];
        let mut upper = vec![Vec::with_capacity(size); size];
        let mut odd = false;
        for j in 0..size {
            let mut column: Vec<Integer> = (j..size)
                .into_par_iter()
                .with_min_len(minimal_length(j))
                .map(|i| remainder(&rows[i][j], &lower[i], &upper[j], bits))
                .collect();
            let pivot = largest(&column);
            column.swap(0, pivot);
            rows.swap(j, j + pivot);
            lower.swap(j, j + pivot);
            odd ^= pivot != 0;
            let diagonal = Integer::from(&column[0] >> bits);
            if diagonal.is_zero() {
                return None;
            }
            for (row, entry) in lower[j + 1..].iter_mut().zip(&column[1..]) {
                row.push(Integer::from(entry / &diagonal));
            }
            upper[j].push(diagonal);
            let row = &lower[j];
            upper[j + 1..].par_iter_mut().with_min_len(minimal_length(j)).zip(&rows[j][j + 1..]).for_each(
                |(column, entry)| {
                    let rest = remainder(entry, row, column, bits);
                    column.push(rest >> bits);
                },
            );
        }
        Some(Self { bits, lower, upper, odd })
    }

    /// A bound on ‖Û⁻¹L̂⁻¹E‖_∞: |Û⁻¹|·|L̂⁻¹|·(ε, …, ε), where ε bounds the row sums of |E|.
    fn relative_error(&self) -> Upper {
        let size = self.upper.len();
        let unit = Upper::of(1.0_f64).shifted(-i64::from(self.bits));
        let epsilon = (0..size).fold(Upper::zero(), |sum, j| {
            let pivot = Upper::of(&self.upper[j][j]).times(&unit);
            sum.plus(&pivot.plus(&Upper::of(2.0_f64)).times(&unit))
        });
        let inner = self.inverse_of_lower_times(&vec![epsilon; size]);
        Upper::largest(&self.inverse_of_upper_times(&inner))
    }

    fn inverse_of_lower_times(&self, vector: &[Upper]) -> Vec<Upper> {
        let (size, bits) = (self.lower.len(), self.bits);
        let mut rounded = DMatrix::identity(size, size);
        for (i, row) in self.lower.iter().enumerate() {
            for (j, entry) in row.iter().enumerate() {
                rounded[(i, j)] = double_of(entry, -i64::from(bits));
            }
        }
        let one = Integer::from(1) << bits;
        let entry = |i: usize, j: usize| if i == j { &one } else { &self.lower[i][j] };
        through_inverse(&rounded, Shape::Lower, vector)
            .unwrap_or_else(|| through_comparison(entry, bits, Shape::Lower, vector))
    }

    /// The rows of Û are brought near 1 first: Û⁻¹ = (D⁻¹Û)⁻¹D⁻¹.
    fn inverse_of_upper_times(&self, vector: &[Upper]) -> Vec<Upper> {
        let (size, bits) = (self.upper.len(), self.bits);
        let length =
            |i: usize| (i..size).map(|j| i64::from(self.upper[j][i].significant_bits())).max().unwrap_or(0);
        let lengths: Vec<i64> = (0..size).map(length).collect();
        let mut rounded = DMatrix::zeros(size, size);
        for (j, column) in self.upper.iter().enumerate() {
            for (i, entry) in column.iter().enumerate() {
                rounded[(i, j)] = double_of(entry, -lengths[i]);
            }
        }
        let scaled: Vec<Upper> = vector
            .iter()
            .zip(&lengths)
            .map(|(x, length)| x.clone().shifted(i64::from(bits) - length))
            .collect();
        through_inverse(&rounded, Shape::Upper, &scaled)
            .unwrap_or_else(|| through_comparison(|i, j| &self.upper[j][i], bits, Shape::Upper, vector))
    }
}

/// ⌊x·2^bits⌋.
fn in_units(x: &Rational, bits: u32) -> Integer {
    Integer::from(x.numer() << bits).div_rem_floor(x.denom().clone()).0
}

/// `entry` − Σ row·column, exactly, in units of 2^(−2·bits).
fn remainder(entry: &Integer, row: &[Integer], column: &[Integer], bits: u32) -> Integer {
    let mut rest = Integer::from(entry << bits);
    for (x, y) in row.iter().zip(column) {
        rest -= x * y;
    }
    rest
}

/// The index of the entry of largest absolute value, the first of several.
fn largest(column: &[Integer]) -> usize {
    let better = |best: usize, k: usize| {
        if column[k].cmp_abs(&column[best]).is_gt() { k } else { best }
    };
    (1..column.len()).fold(0, better)
}

/// The double nearest to entry·2^exponent, where this is at most 2; within 2⁻¹⁰⁷⁴ if that is subnormal.
fn double_of(entry: &Integer, exponent: i64) -> f64 {
    let exponent = i32::try_from(exponent).unwrap_or(i32::MIN);
    (Float::with_val(f64::MANTISSA_DIGITS, entry) << exponent).to_f64()
}

/// How many inner products of `terms` terms are worth waking another thread for.
fn minimal_length(terms: usize) -> usize {
    1024 / (terms + 1) + 1
}

#[cfg(test)]
mod tests {
    use super::super::tests::{conditioned, exact, log_abs};
    use super::*;
    use crate::matrix::Product;
    use crate::matrix::exact::ExactField;
    use rand::SeedableRng;
    use rand_chacha::ChaCha8Rng;

    /// L̂·Û and Û⁻¹L̂⁻¹E, exactly; E against the rows in the order that elimination left them in.
    #[test]
    fn the_backward_error_and_its_amplification_are_bounded() {
        let generator = &mut ChaCha8Rng::seed_from_u64(1);
        for (size, bits) in [(1, 8), (3, 16), (8, 24), (16, 40), (16, 90)] {
            let matrix = exact(&conditioned(size, 100.0, generator));
            let factors = Factors::of(&matrix, bits).unwrap();
            let unit = |entry: &Integer| Rational::from(entry) >> bits;
            let lower = DMatrix::from_fn(size, size, |i, j| match i.cmp(&j) {
                std::cmp::Ordering::Less => Rational::new(),
                std::cmp::Ordering::Equal => Rational::from(1),
                std::cmp::Ordering::Greater => unit(&factors.lower[i][j]),
            });
            let upper = DMatrix::from_fn(size, size, |i, j| {
                if i <= j { unit(&factors.upper[j][i]) } else { Rational::new() }
            });
            let product = Rational::multiply(&lower, &upper);
            let limit = Rational::from(1) >> (bits - 4);
            let row_of = |i: usize| {
                let near =
                    |k: &usize| (0..size).all(|j| (product[(i, j)].clone() - &matrix[(*k, j)]).abs() < limit);
                (0..size).find(near).unwrap()
            };
            let permuted = DMatrix::from_fn(size, size, |i, j| matrix[(row_of(i), j)].clone());
            let g = Rational::divide(&(permuted - &product).transpose(), &product.transpose()).unwrap();
            let norm = (0..size).map(|j| g.column(j).iter().map(|x| x.clone().abs()).sum::<Rational>()).max();
            let truth = Upper::of(&norm.unwrap());
            assert!(truth <= factors.relative_error());
        }
    }

    /// Before it is rounded to doubles, the interval is right because of its radius alone.
    #[test]
    fn enclosures_of_few_bits_are_refused_or_right() {
        let generator = &mut ChaCha8Rng::seed_from_u64(2);
        let mut accepted = 0;
        for bits in (40..=100).step_by(4) {
            for _ in 0..10 {
                let matrix = exact(&conditioned(4, 10.0, generator));
                let Ok(Enclosure { negative, log_abs: log }) = enclose(&matrix, bits) else { continue };
                let determinant = Rational::determinant(&matrix);
                assert!(log.contains(&log_abs(&determinant)));
                assert_eq!(negative, determinant < 0);
                accepted += 1;
            }
        }
        assert!((50..150).contains(&accepted), "{accepted} of 160 accepted");
    }
}
