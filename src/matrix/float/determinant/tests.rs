//! Every answer against the exact determinant, on matrices that mislead doubles too.

use std::time::Instant;

use proptest::prelude::*;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rug::Float;

use super::*;
use crate::matrix::Product;
use crate::matrix::exact::ExactField;
use crate::matrix::float::{FloatField, double, scale_columns};

fn gaussian(rows: usize, columns: usize, generator: &mut ChaCha8Rng) -> DMatrix<f64> {
    DMatrix::from_fn(rows, columns, |_, _| (0..12).map(|_| generator.random::<f64>()).sum::<f64>() - 6.0)
}

/// Random orthogonal matrices around singular values from 1 down to 1/κ, in geometric progression, rounded to doubles.
pub(super) fn conditioned(size: usize, condition: f64, generator: &mut ChaCha8Rng) -> DMatrix<f64> {
    let mut orthogonal = || f64::orthogonal_factor(&gaussian(size, size, generator));
    let (left, right) = (orthogonal(), orthogonal());
    let values: Vec<f64> =
        (0..size).map(|k| condition.powf(-(k as f64) / (size.max(2) - 1) as f64)).collect();
    f64::multiply(&scale_columns(&left, &values), &right)
}

pub(super) fn exact(matrix: &DMatrix<f64>) -> DMatrix<Rational> {
    matrix.map(|entry| Rational::from_f64(entry).unwrap())
}

fn integers(matrix: &DMatrix<i64>) -> DMatrix<Rational> {
    matrix.map(Rational::from)
}

/// ln|x| to 300 bits.
pub(super) fn log_abs(x: &Rational) -> Float {
    let [numerator, denominator] =
        [x.numer(), x.denom()].map(|part| Float::with_val(300, Float::with_val(300, part).abs()).ln());
    numerator - denominator
}

/// Checks an answer against the exact determinant; returns the width of the enclosure.
fn check(matrix: &DMatrix<Rational>, answer: &Determinant) -> f64 {
    let determinant = Rational::determinant(matrix);
    let sign = match determinant.cmp0() {
        std::cmp::Ordering::Less => Sign::Negative,
        std::cmp::Ordering::Equal => Sign::Zero,
        std::cmp::Ordering::Greater => Sign::Positive,
    };
    assert_eq!(answer.sign, sign);
    assert_eq!(answer.rank, Rational::rank(matrix));
    assert_eq!(answer.log_abs.is_none(), sign == Sign::Zero);
    let Some([low, high]) = answer.log_abs else { return 0.0 };
    let logarithm = log_abs(&determinant);
    assert!(low <= logarithm && logarithm <= high, "{logarithm} is not in [{low}, {high}]");
    high - low
}

/// Both entries, which may differ in their last bits.
fn check_doubles(matrix: &DMatrix<f64>) -> f64 {
    let rational = exact(matrix);
    check(&rational, &enclose(&rational)).max(check(&rational, &enclose_doubles(matrix)))
}

#[test]
fn the_empty_matrix_has_determinant_one() {
    let answer = enclose_doubles(&DMatrix::zeros(0, 0));
    assert_eq!(answer, Determinant { sign: Sign::Positive, log_abs: Some([0.0, 0.0]), rank: 0 });
}

#[test]
fn random_matrices_are_enclosed() {
    let generator = &mut ChaCha8Rng::seed_from_u64(1);
    for size in 1..=12 {
        for _ in 0..8 {
            assert!(check_doubles(&gaussian(size, size, generator)) < 1e-10);
            let small = DMatrix::from_fn(size, size, |_, _| generator.random_range(-3_i64..=3));
            check(&integers(&small), &enclose(&integers(&small)));
            let fractions = DMatrix::from_fn(size, size, |_, _| {
                Rational::from((generator.random_range(-99_i64..=99), generator.random_range(1_i64..=99)))
            });
            check(&fractions, &enclose(&fractions));
        }
    }
}

/// The test bites: the sign that elimination in doubles gives is wrong again and again.
#[test]
fn signs_that_doubles_get_wrong_are_right() {
    let generator = &mut ChaCha8Rng::seed_from_u64(2);
    let (mut wrong, mut trials) = (0, 0);
    for size in [4, 8, 12, 16, 24] {
        for exponent in [3, 8, 12, 14, 16, 18, 20, 22] {
            for _ in 0..if exponent < 18 { 2 } else { 10 } {
                let matrix = conditioned(size, 10_f64.powi(exponent), generator);
                assert!(check_doubles(&matrix) < 2e-6 * size as f64);
                let positive = enclose_doubles(&matrix).sign == Sign::Positive;
                wrong += usize::from((double::determinant(&matrix) > 0.0) != positive);
                trials += 1;
            }
        }
    }
    println!("elimination in doubles has the wrong sign in {wrong} of {trials} trials");
    assert!(wrong >= 5, "elimination in doubles was wrong in {wrong} of {trials} trials only");
}

#[test]
fn hilbert_matrices_are_enclosed() {
    for size in [1, 2, 4, 8, 16, 32, 64] {
        let hilbert = DMatrix::from_fn(size, size, |i, j| Rational::from((1, i as u64 + j as u64 + 1)));
        let answer = enclose(&hilbert);
        assert_eq!(answer.sign, Sign::Positive);
        check(&hilbert, &answer);
        check_doubles(&hilbert.map(|entry| entry.to_f64()));
    }
}

#[test]
fn singular_matrices_have_sign_zero_and_their_rank() {
    let generator = &mut ChaCha8Rng::seed_from_u64(3);
    for size in 2..=12 {
        let mut matrix = gaussian(size, size, generator);
        matrix.set_row(0, &(matrix.row(size - 1) * 2.0));
        check_doubles(&matrix);
        assert_eq!(enclose_doubles(&matrix).rank, size - 1);
        matrix.fill_column(1, 0.0);
        check_doubles(&matrix);
        for rank in 0..size {
            let thin = |rows, columns, generator: &mut ChaCha8Rng| {
                DMatrix::from_fn(rows, columns, |_, _| generator.random_range(-9_i64..=9))
            };
            let product = integers(&(thin(size, rank, generator) * thin(rank, size, generator)));
            check(&product, &enclose(&product));
            assert_eq!(enclose(&product).sign, Sign::Zero);
        }
    }
}

#[test]
fn a_matrix_singular_modulo_the_first_primes_is_still_regular() {
    // The two largest primes below 2^62, and their product over 2^200: doubles cannot decide.
    let (p, q) = ((1_i64 << 62) - 57, (1_i64 << 62) - 87);
    let small = Rational::from(1) >> 200;
    let one = Rational::from(1);
    let matrix = DMatrix::from_row_slice(2, 2, &[one.clone(), one.clone(), one.clone(), one + small * p * q]);
    assert!(preconditioned::enclose(&matrix.map(|entry| entry.to_f64())).is_none());
    assert_eq!(enclose(&matrix).sign, Sign::Positive);
    check(&matrix, &enclose(&matrix));
}

#[test]
fn extreme_scalings_and_subnormal_entries_are_enclosed() {
    let generator = &mut ChaCha8Rng::seed_from_u64(4);
    for size in 1..=10 {
        let wide = |generator: &mut ChaCha8Rng| {
            (0..size).map(|_| 10_f64.powi(generator.random_range(-150..=150))).collect::<Vec<_>>()
        };
        let (rows, columns) = (wide(generator), wide(generator));
        let matrix = conditioned(size, 1e6, generator);
        let scaled = DMatrix::from_fn(size, size, |i, j| rows[i] * matrix[(i, j)] * columns[j]);
        check_doubles(&scaled);
        check_doubles(&(&matrix * 1e300));
        check_doubles(&(&matrix * 1e-310));
        let scattered = DMatrix::from_fn(size, size, |i, j| {
            matrix[(i, j)] * 10_f64.powi(generator.random_range(-305..=300))
        });
        check_doubles(&scattered);
        let bits = DMatrix::from_fn(size, size, |_, _| {
            loop {
                let entry = f64::from_bits(generator.random());
                if entry.is_finite() {
                    break entry;
                }
            }
        });
        check_doubles(&bits);
    }
    let tiny = f64::from_bits(1);
    check_doubles(&DMatrix::from_row_slice(2, 2, &[tiny, f64::MAX, -f64::MAX, tiny]));
    check_doubles(&DMatrix::from_row_slice(2, 2, &[1.0, 1.0, 1.0, 1.0 + f64::EPSILON]));
}

/// κ about 1e300: A·diag(1, …, 1e−300)·A, whose graded middle no scaling of rows and columns sees.
#[test]
fn a_condition_of_1e300_is_enclosed() {
    let generator = &mut ChaCha8Rng::seed_from_u64(8);
    for size in [2, 3, 7, 20] {
        let matrix = exact(&conditioned(size, 10.0, generator));
        let middle = |k: usize| Rational::from(1) >> (997 * k / (size - 1)) as u32;
        let graded = DMatrix::from_fn(size, size, |i, j| matrix[(i, j)].clone() * middle(j));
        let product = Rational::multiply(&graded, &matrix);
        assert!(check(&product, &enclose(&product)) < 1e-10);
    }
}

/// Kahan's triangular matrices: bounds through the comparison matrix must take over from inverses in doubles.
#[test]
fn triangular_matrices_with_enormous_inverses_are_enclosed() {
    for size in [8, 40, 80] {
        let matrix = DMatrix::from_fn(size, size, |i, j| match i.cmp(&j) {
            std::cmp::Ordering::Less => -1.0,
            std::cmp::Ordering::Equal => 1.0 / 3.0,
            std::cmp::Ordering::Greater => 0.0,
        });
        check_doubles(&matrix);
        check_doubles(&matrix.transpose());
        check_doubles(&(&matrix + 1e-13 * gaussian(size, size, &mut ChaCha8Rng::seed_from_u64(5))));
    }
}

#[test]
fn threads_change_nothing() {
    let matrix = conditioned(60, 1e19, &mut ChaCha8Rng::seed_from_u64(6));
    let on = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| enclose_doubles(&matrix))
    };
    assert_eq!(on(1), on(3));
}

fn entry() -> impl Strategy<Value = Rational> {
    prop_oneof![
        3 => (-4_i64..=4).prop_map(Rational::from),
        2 => (-1e3..1e3).prop_map(|x: f64| Rational::from_f64(x).unwrap()),
        1 => any::<f64>().prop_map(|x| Rational::from_f64(x).unwrap_or_default()),
        1 => (any::<i64>(), 1_i64..).prop_map(Rational::from),
    ]
}

proptest! {
    #[test]
    fn determinants_of_any_rationals_are_enclosed(
        matrix in (1_usize..=6).prop_flat_map(|size| {
            proptest::collection::vec(entry(), size * size)
                .prop_map(move |entries| DMatrix::from_vec(size, size, entries))
        }),
    ) {
        check(&matrix, &enclose(&matrix));
    }

    /// Exchanging rows changes the sign and nothing else.
    #[test]
    fn an_exchange_of_rows_changes_the_sign(seed in any::<u64>(), size in 2_usize..20, exponent in 0..20) {
        let matrix = conditioned(size, 10_f64.powi(exponent), &mut ChaCha8Rng::seed_from_u64(seed));
        let mut exchanged = matrix.clone();
        exchanged.swap_rows(0, size - 1);
        let (first, second) = (enclose_doubles(&matrix), enclose_doubles(&exchanged));
        prop_assert!(first.sign != second.sign && first.sign != Sign::Zero);
        let ([low, high], [other_low, other_high]) = (first.log_abs.unwrap(), second.log_abs.unwrap());
        prop_assert!(low <= other_high && other_low <= high);
    }
}

/// Times and widths: `cargo test --lib determinant::tests::table -- --ignored --nocapture`.
#[test]
#[ignore = "a measurement"]
fn table() {
    let generator = &mut ChaCha8Rng::seed_from_u64(7);
    let sizes: Vec<usize> = std::env::var("SIZES")
        .map_or(vec![64, 256, 512], |sizes| sizes.split(',').map(|size| size.parse().unwrap()).collect());
    let report = |name: &str, matrix: &DMatrix<f64>| {
        let start = Instant::now();
        let answer = enclose_doubles(matrix);
        let seconds = start.elapsed().as_secs_f64();
        let width = answer.log_abs.map_or(0.0, |[low, high]| high - low);
        println!(
            "{:5} {name:24} {seconds:8.3} s  width {width:.1e}  {:?} rank {}",
            matrix.nrows(),
            answer.sign,
            answer.rank
        );
    };
    for size in sizes {
        report("Gaussian", &gaussian(size, size, generator));
        for exponent in [6, 10, 14, 20] {
            report(&format!("κ = 1e{exponent}"), &conditioned(size, 10_f64.powi(exponent), generator));
        }
        let mut repeated = gaussian(size, size, generator);
        repeated.set_row(0, &repeated.row(1).clone_owned());
        report("repeated row", &repeated);
        let thin = |rows, columns, generator: &mut ChaCha8Rng| {
            DMatrix::from_fn(rows, columns, |_, _| f64::from(generator.random_range(-9_i32..=9)))
        };
        let product = thin(size, size / 2, generator) * thin(size / 2, size, generator);
        report("thin integers, rank n/2", &product);
    }
}
