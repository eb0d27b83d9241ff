//! **Theorem 3.** Every M ∈ GL(2d, ℝ) is a product of ten affine couplings, eight of them additive, whose shifts have spectral
//! norm at most max(2.62, 5.55‖M‖), whatever the condition number. The scales are singular values of two blocks; one is negative
//! exactly if det M < 0.
//!
//! Proof idea: M = O1·[Γ1 Z; 0 Γ2]·O2 with rotations O1, O2, the first of them antidiagonal: five couplings and six; the middle
//! is one shift and two diagonals, and merges. Nothing is divided by a singular value, so rounding is not amplified by them.

mod common;

use std::cmp::Ordering;

use common::floats::{Doubles, exact, exact_determinant, norm, rounding_limit, verified};
use flowcert::coupling::{Flow, Mode};
use flowcert::linear::LinearError;
use flowcert::linear::bounded::{self, Sign};
use flowcert::linear::certified::{CertifiedField, residual};
use flowcert::matrix::DMatrix;
use flowcert::matrix::float::determinant::enclose_doubles;
use flowcert::scalar::{Field, Mpfr, Rational};
use proptest::prelude::*;

fn sign_of(determinant: &Rational) -> Sign {
    match determinant.cmp0() {
        Ordering::Greater => Sign::Positive,
        Ordering::Equal => Sign::Zero,
        Ordering::Less => Sign::Negative,
    }
}

fn mode_of(sign: Sign) -> Mode {
    match sign {
        Sign::Positive => Mode::Positive,
        Sign::Negative => Mode::Signed,
        Sign::Zero => Mode::Singular,
    }
}

/// All that Theorem 3 says, for the exact sign of the determinant.
#[track_caller]
fn assert_bounded(matrix: &DMatrix<f64>) -> Flow<f64> {
    let sign = sign_of(&exact_determinant(matrix));
    assert_eq!(enclose_doubles(matrix).sign, sign, "{matrix}");
    let flow = bounded::construct(matrix, sign).unwrap_or_else(|error| panic!("{error}: {matrix}"));
    assert!(flow.layers().len() <= 10);
    let promised = verified(&flow, matrix, mode_of(sign));
    assert!(promised.error <= 1e-13, "{:e}: {matrix}", promised.error);
    let bound = (5.55 * norm(matrix)).max(2.62);
    assert!(promised.norm <= bound, "{} > {bound}: {matrix}", promised.norm);
    let scales = || flow.layers().iter().flat_map(|layer| &layer.scale);
    let negative = scales().filter(|scale| **scale < 0.0).count();
    match sign {
        Sign::Zero => assert!(scales().any(|scale| *scale == 0.0), "{matrix}"),
        Sign::Positive => assert_eq!(negative, 0, "{matrix}"),
        Sign::Negative => assert_eq!(negative, 1, "{matrix}"),
    }
    flow
}

/// The error is at most ten times what rounding the stored weights costs.
#[test]
fn the_error_is_at_the_rounding_limit() {
    let draw = &mut Doubles::new(11);
    for half in [2, 8, 32, 64] {
        let size = 2 * half;
        let base = draw.rotation(size);
        let graded =
            DMatrix::from_fn(size, size, |i, j| base[(i, j)] * 10_f64.powf(-300.0 * j as f64 / size as f64));
        let cases = [
            ("Gaussian", draw.gaussian(size, size)),
            ("κ = 1e6", draw.of_condition(size, 1e6)),
            ("κ = 1e14", draw.of_condition(size, 1e14)),
            ("graded", graded),
        ];
        for (name, matrix) in cases {
            let flow = bounded::construct(&matrix, enclose_doubles(&matrix).sign).unwrap();
            let error = norm(&residual(&flow, &exact(&matrix)));
            let ratio = error / rounding_limit(&flow);
            println!("n = {size}, {name}: {ratio:.2} of the rounding limit");
            assert!(ratio <= 10.0, "n = {size}, {name}: {ratio}");
        }
    }
}

#[test]
fn condition_numbers_from_one_to_the_largest() {
    let draw = &mut Doubles::new(1);
    for half in [1, 2, 3, 5, 8, 12] {
        for condition in [1.0, 1e3, 1e6, 1e9, 1e14, 1e17, 1e20, 1e22] {
            let matrix = draw.of_condition(2 * half, condition);
            assert_bounded(&matrix);
            let mut flipped = matrix;
            flipped.row_mut(0).neg_mut();
            assert_bounded(&flipped);
        }
        assert_bounded(&draw.gaussian(2 * half, 2 * half));
    }
}

#[test]
fn rows_and_columns_scaled_over_the_whole_range() {
    let draw = &mut Doubles::new(2);
    for half in [1, 2, 4, 6] {
        let size = 2 * half;
        for (row, column) in [(300.0, 0.0), (0.0, 300.0), (150.0, 140.0), (-300.0, 0.0), (-320.0, 0.0)] {
            let base = draw.rotation(size);
            let power = |k: usize, exponent: f64| 10_f64.powf(exponent * k as f64 / (size as f64 - 1.0));
            assert_bounded(&DMatrix::from_fn(size, size, |i, j| {
                base[(i, j)] * power(i, row) * power(j, column)
            }));
        }
    }
}

#[test]
fn tiny_and_huge_matrices() {
    let draw = &mut Doubles::new(3);
    for scale in [1e-300, 1e300, 2e306] {
        for half in [1, 3] {
            assert_bounded(&(draw.gaussian(2 * half, 2 * half) * scale));
        }
    }
    // Subnormal doubles have few digits: the layers cannot have more, and the certificate says so.
    for scale in [1e-310, 1e-320, 5e-324] {
        let matrix = draw.gaussian(6, 6) * scale;
        let sign = sign_of(&exact_determinant(&matrix));
        let flow = bounded::construct(&matrix, sign).unwrap();
        let error = verified(&flow, &matrix, mode_of(sign)).error;
        assert!(error <= (1e-320 / scale).max(1e-13), "{error:e}");
    }
    // No room is left for a shift of 5.55 times the largest double.
    let largest = DMatrix::from_fn(4, 4, |i, j| if (i + j) % 3 == 0 { f64::MAX } else { -f64::MAX / 3.0 });
    let result = bounded::construct(&largest, sign_of(&exact_determinant(&largest)));
    assert!(matches!(result, Err(LinearError::Overflow)) || result.is_ok());
}

#[test]
fn repeated_singular_values() {
    let draw = &mut Doubles::new(4);
    for half in [1, 2, 3, 6] {
        assert_bounded(&draw.with_singular_values(&vec![3.0; 2 * half]));
        let two_levels: Vec<f64> = (0..2 * half).map(|k| if k < half { 1.0 } else { 1e-9 }).collect();
        assert_bounded(&draw.with_singular_values(&two_levels));
    }
}

#[test]
fn singular_matrices_get_scales_of_zero() {
    let draw = &mut Doubles::new(5);
    for half in [1, 2, 3, 5] {
        let size = 2 * half;
        assert_bounded(&DMatrix::zeros(size, size));
        let mut zero_row = draw.gaussian(size, size);
        zero_row.row_mut(half).fill(0.0);
        assert_bounded(&zero_row);
        let mut equal_columns = draw.gaussian(size, size);
        let column = equal_columns.column(0).into_owned();
        equal_columns.set_column(size - 1, &column);
        assert_bounded(&equal_columns);
        for rank in 1..size {
            // Small integers: the product is exact, and its rank with it.
            let integer = |draw: &mut Doubles| f64::from(draw.below(9) as u32) - 4.0;
            let left = DMatrix::from_fn(size, rank, |_, _| integer(draw));
            let right = DMatrix::from_fn(rank, size, |_, _| integer(draw));
            assert_bounded(&(left * right));
        }
    }
}

#[test]
fn channels_with_all_weights_zero() {
    let draw = &mut Doubles::new(6);
    for zeros in 1..8 {
        let mut matrix = draw.gaussian(8, 8);
        for k in 0..zeros {
            matrix.row_mut((3 * k) % 8).fill(0.0);
            matrix.column_mut((5 * k) % 8).fill(0.0);
        }
        assert_bounded(&matrix);
    }
}

#[test]
fn the_exact_sign_decides_where_doubles_have_the_wrong_one() {
    let draw = &mut Doubles::new(7);
    let mut wrong = 0;
    for _ in 0..40 {
        let matrix = draw.of_condition(16, 1e20);
        let flow = assert_bounded(&matrix);
        let computed =
            flowcert::matrix::float::FloatField::svd(&matrix).map(|_| matrix.determinant() > 0.0).unwrap();
        let exact = flow.layers().iter().flat_map(|layer| &layer.scale).all(|scale| *scale > 0.0);
        wrong += usize::from(computed != exact);
    }
    assert!(wrong >= 5, "LU in doubles has the wrong sign in {wrong} of 40: the test would not notice");
}

#[test]
fn a_wrong_sign_is_refused_where_the_matrix_shows_it() {
    let matrix = DMatrix::<f64>::identity(4, 4) * 2.0;
    assert!(matches!(bounded::construct(&matrix, Sign::Negative), Err(LinearError::WrongSign)));
}

#[test]
fn block_triangular_matrices_take_nine_layers() {
    let draw = &mut Doubles::new(8);
    for half in [2, 3, 5] {
        let mut matrix = draw.gaussian(2 * half, 2 * half);
        matrix.view_mut((0, half), (half, half)).fill(0.0);
        assert!(assert_bounded(&matrix).layers().len() <= 9);
        assert!(assert_bounded(&matrix.transpose()).layers().len() <= 9);
        assert_eq!(assert_bounded(&draw.gaussian(2 * half, 2 * half)).layers().len(), 10);
    }
}

#[test]
fn weights_in_singles() {
    let draw = &mut Doubles::new(9);
    for half in [2, 8] {
        let matrix = draw.gaussian(2 * half, 2 * half).map(|x| f64::from(x as f32));
        assert_bounded(&matrix);
        let sign = sign_of(&exact_determinant(&matrix));
        let flow = bounded::construct(&matrix, sign).unwrap().rounded_to_singles().unwrap();
        assert!(flow.layers().iter().flat_map(|layer| &layer.shift).all(|x| f64::from(*x as f32) == *x));
        let error = verified(&flow, &matrix, mode_of(sign)).error;
        assert!(1e-9 < error && error < 1e-5, "{error:e}");
    }
}

#[test]
fn at_any_precision_and_condition() {
    let draw = &mut Doubles::new(10);
    for bits in [64, 200] {
        for half in [1, 2, 3] {
            for condition in [1e3, 1e25] {
                let matrix = draw.of_condition(2 * half, condition);
                let sign = sign_of(&exact_determinant(&matrix));
                let floats = matrix.map(|entry| Mpfr::new(bits, &Rational::from_f64(entry).unwrap()));
                let flow = bounded::construct(&floats, sign).unwrap();
                let promised = verified(&flow, &floats, mode_of(sign));
                let rounding = 2_f64.powi(-(bits as i32));
                assert!(promised.error <= 1000.0 * rounding, "{bits} bits: {:e}", promised.error);
                assert!(promised.norm <= (5.55 * norm(&matrix)).max(2.62));
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// The bound on the error is one: against exact rational arithmetic, over the whole range of doubles.
    #[test]
    fn the_certified_error_is_above_the_exact_one(
        entries in proptest::collection::vec((-1.0_f64..1.0, -40_i32..40), 16),
        scale in prop_oneof![Just(0), Just(-1000), Just(900)],
    ) {
        let matrix = DMatrix::from_iterator(4, 4, entries.iter().map(|(x, e)| x * 2_f64.powi(*e) * 2_f64.powi(scale)));
        let sign = sign_of(&exact_determinant(&matrix));
        prop_assume!(sign != Sign::Zero);
        let flow = bounded::construct(&matrix, sign).unwrap();
        let exact = matrix.map(|entry| entry.to_rational());
        let mut product = Flow::<Rational>::identity(flow.partition());
        for layer in flow.layers() {
            product.push(flowcert::coupling::Layer {
                writes: layer.writes,
                shift: layer.shift.map(|entry| entry.to_rational()),
                scale: layer.scale.iter().map(Field::to_rational).collect(),
            });
        }
        let square = |matrix: &DMatrix<Rational>| matrix.iter().map(|x| x.clone().square()).sum::<Rational>();
        let error = square(&(product.matrix() - &exact)) / square(&exact);
        let bound = f64::relative_error(&flow, &exact);
        prop_assert!(error <= Rational::from_f64(bound).unwrap().square(), "the bound {bound:e} is below the error");
        prop_assert!(bound <= 1.1 * error.to_f64().sqrt() + 1e-24, "the bound {bound:e} is loose");
    }
}
