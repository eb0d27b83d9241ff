//! Instances in floating point: Theorems 2, 3 and 4, in doubles and in floats of 200 bits.
//!
//! What is allowed is never more than what the theorem says of the stored matrix. Where its bound depends on ‖M‖ or κ(M),
//! these are replaced by proved lower bounds ([`norm_from_below`], [`condition_from_below`]).

use std::f64::consts::PI;

use nalgebra::DMatrix;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use rug::Float;
use rug::float::Round;

use super::Instance;
use crate::claim::Suite;
use crate::claim::allowed::{Allowed, Scales};
use crate::claim::expected::Expected;
use crate::claim::families::{exact, float as families};
use crate::coupling::{Flow, Mode};
use crate::linear::bounded::{self, Sign};
use crate::linear::certified::{self, CertifiedField};
use crate::linear::{LinearError, conditioned, orthogonal};
use crate::matrix::float::determinant::enclose;
use crate::matrix::float::{FloatField, has_positive_determinant};
use crate::scalar::{Field, Rational};

/// The precision of the instances that are not in doubles.
const LONG: u32 = 200;

/// A matrix of floats, factored by `construct`.
fn instance<F: CertifiedField>(
    name: String,
    matrix: DMatrix<F>,
    allowed: Allowed,
    construct: impl Fn(&DMatrix<F>) -> Result<Flow<F>, LinearError> + Send + Sync + 'static,
) -> Instance {
    let mode = allowed.mode;
    let certify = move || {
        let flow = construct(&matrix)?;
        let exact = matrix.map(|entry| entry.to_rational());
        Ok(certified::certify(&flow, &exact, mode)?.into())
    };
    Instance { name, expected: Expected::Factorization(allowed), construct: Box::new(certify) }
}

/// 2¹³ units of rounding: 1e-12 in doubles.
fn rounding<F: FloatField>(matrix: &DMatrix<F>) -> Rational {
    let unit = matrix.iter().map(F::unit_roundoff).fold(f64::MAX, f64::min);
    Rational::from_f64(unit * 8192.0).unwrap_or_default()
}

/// Each size, so many times.
fn pairs(halves: &[usize], repeats: usize) -> impl Iterator<Item = (usize, usize)> {
    halves.iter().flat_map(move |&half| (0..repeats).map(move |repeat| (half, repeat)))
}

/// Theorem 2: rotations, and orthogonal matrices of determinant −1 with one sign flipped.
pub(in crate::claim) fn orthogonal_six(suite: Suite) -> Vec<Instance> {
    let random = &mut ChaCha8Rng::seed_from_u64(suite.seed);
    let mut instances = Vec::new();
    let (largest, repeats) = if suite.quick { (8, 2) } else { (32, 6) };
    for half in 1..=largest {
        for repeat in 0..repeats {
            let name = format!("rotation-{0}x{0}-{repeat}", 2 * half);
            instances.push(of_orthogonal(name, families::rotation(2 * half, random)));
        }
    }
    for half in (1..=largest).filter(|half: &usize| half.is_power_of_two()) {
        let matrix = families::cosine_transform(2 * half);
        instances.push(of_orthogonal(format!("cosine-transform-{}", 2 * half), matrix));
    }
    for image in exact::all_permutations(if suite.quick { 4 } else { 6 }) {
        let name = image.iter().map(ToString::to_string).collect::<String>();
        let matrix = exact::permutation(&image, &[]).map(|entry| entry.to_f64());
        instances.push(of_orthogonal(format!("permutation-{name}"), matrix));
    }
    for half in 1..=largest {
        for repeat in 0..repeats {
            let matrix = families::signed_permutation(2 * half, random);
            instances.push(of_orthogonal(format!("signed-permutation-{0}x{0}-{repeat}", 2 * half), matrix));
        }
    }
    for half in [2, 3, 4, 7, 12].into_iter().filter(|half| *half <= largest) {
        for (place, offset) in [("one", 0.0), ("minus-one", PI)] {
            for gap in [0.0, 1e-14, 1e-8, 1e-4] {
                let angles: Vec<f64> = (1..half).map(|k| offset + gap * k as f64).collect();
                let name = format!("eigenvalues-near-{place}-{0}x{0}-{gap:e}", 2 * half);
                instances.push(of_orthogonal(name, families::rotation_by(&angles, 2 * half, random)));
            }
        }
    }
    for half in if suite.quick { vec![1, 3] } else { vec![1, 2, 3, 5, 8] } {
        let name = format!("rotation-{0}x{0}-{LONG}-bits", 2 * half);
        instances.push(of_orthogonal(name, families::long_rotation(2 * half, LONG, random)));
    }
    instances
}

fn of_orthogonal<F: CertifiedField>(name: String, matrix: DMatrix<F>) -> Instance {
    let mode = if has_positive_determinant(&matrix) { Mode::Additive } else { Mode::Signed };
    let (layers, norm) = orthogonal::bound();
    let allowed = Allowed {
        // A sign flip of one coordinate is one scale.
        scales: Scales::InLayers(usize::from(mode == Mode::Signed)),
        shift_norm: Some(norm),
        error: rounding(&matrix),
        ..Allowed::exactly(layers, mode)
    };
    instance(name, matrix, allowed, |matrix| orthogonal::construct(matrix))
}

/// Theorem 3: well conditioned, ill conditioned and all but singular matrices of both signs.
pub(in crate::claim) fn ten_bounded(suite: Suite) -> Vec<Instance> {
    let random = &mut ChaCha8Rng::seed_from_u64(suite.seed);
    let mut instances = Vec::new();
    let (halves, repeats) =
        if suite.quick { (vec![1, 2, 3, 5, 8], 1) } else { (vec![1, 2, 3, 4, 5, 6, 8, 12, 16, 24, 32], 4) };
    for (half, repeat) in pairs(&halves, repeats) {
        let size = 2 * half;
        let name = format!("gaussian-{size}x{size}-{repeat}");
        of_both_signs(&name, || families::gaussian(size, random), &mut instances);
        for condition in [1e3, 1e6, 1e10, 1e14, 1e18, 1e22] {
            let name = format!("condition-{condition:e}-{size}x{size}-{repeat}");
            of_both_signs(&name, || families::of_condition(size, condition, 1.0, random), &mut instances);
        }
    }
    for half in if suite.quick { vec![1, 4] } else { vec![1, 2, 4, 8, 16] } {
        let size = 2 * half;
        for (row, column) in [(300.0, 0.0), (0.0, 300.0), (150.0, 150.0), (-300.0, 0.0), (0.0, -300.0)] {
            let name = format!("graded-{row}-{column}-{size}x{size}");
            of_both_signs(&name, || families::graded(size, row, column, random), &mut instances);
        }
    }
    for half in if suite.quick { vec![1, 2, 4, 6] } else { vec![1, 2, 3, 4, 5, 6, 7, 8, 12, 16] } {
        let size = 2 * half;
        let hilbert = families::hilbert(size);
        let doubles = hilbert.map(|entry| entry.to_f64());
        instances.extend(of_invertible(format!("hilbert-{size}x{size}"), doubles));
        if half <= 6 {
            let long = families::in_bits(&hilbert, LONG);
            instances.extend(of_invertible(format!("hilbert-{size}x{size}-{LONG}-bits"), long));
        }
        let name = format!("kahan-{size}x{size}");
        of_both_signs(&name, || families::kahan(size, 0.3), &mut instances);
        instances.extend(of_invertible(
            format!("kahan-{size}x{size}-transposed"),
            families::kahan(size, 0.3).transpose(),
        ));
        instances.extend(of_invertible(format!("vandermonde-{size}x{size}"), families::vandermonde(size)));
    }
    for half in if suite.quick { vec![2] } else { vec![1, 2, 4] } {
        let size = 2 * half;
        for condition in [1e3, 1e22] {
            let matrix = families::in_bits(&families::of_condition(size, condition, 1.0, random), LONG);
            let name = format!("condition-{condition:e}-{size}x{size}-{LONG}-bits");
            instances.extend(of_invertible(name, matrix));
        }
    }
    instances
}

/// The drawn matrix, and another with its first row negated.
fn of_both_signs(name: &str, mut draw: impl FnMut() -> DMatrix<f64>, instances: &mut Vec<Instance>) {
    let mut flipped = draw();
    families::negate_row(&mut flipped, 0);
    instances.extend(of_invertible(name.to_owned(), draw()));
    instances.extend(of_invertible(format!("{name}-row-negated"), flipped));
}

/// None for a matrix that rounding made singular: the theorem speaks of invertible ones.
fn of_invertible<F: CertifiedField>(name: String, matrix: DMatrix<F>) -> Option<Instance> {
    let exact = matrix.map(|entry| entry.to_rational());
    let sign = enclose(&exact).sign;
    let mode = match sign {
        Sign::Positive => Mode::Positive,
        Sign::Negative => Mode::Signed,
        Sign::Zero => return None,
    };
    let (layers, norm) = bounded::bound(&norm_from_below(&exact, &matrix)?);
    let allowed = Allowed {
        scales: Scales::InLayers(2),
        shift_norm: Some(norm),
        error: rounding(&matrix),
        ..Allowed::exactly(layers, mode)
    };
    Some(instance(name, matrix, allowed, move |matrix| bounded::construct(matrix, sign)))
}

/// Theorem 4: condition numbers up to 1000, determinants near 1 and far from it.
pub(in crate::claim) fn eight_conditioned(suite: Suite) -> Vec<Instance> {
    let random = &mut ChaCha8Rng::seed_from_u64(suite.seed);
    let mut instances = Vec::new();
    let (halves, repeats) =
        if suite.quick { (vec![1, 2, 3, 5, 8], 1) } else { (vec![1, 2, 3, 4, 5, 6, 8, 12, 16], 4) };
    for (half, repeat) in pairs(&halves, repeats) {
        let size = 2 * half;
        for condition in [1.0, 10.0, 100.0, 1000.0] {
            for (suffix, scale) in [("", 1.0), ("-large", 1e6), ("-small", 1e-6)] {
                let largest = scale * f64::sqrt(condition);
                let matrix = families::of_condition(size, condition, largest, random);
                let name = format!("condition-{condition}-{size}x{size}-{repeat}{suffix}");
                instances.extend(of_conditioned(name, matrix));
            }
        }
    }
    instances
}

/// None for a matrix that is not in GL⁺.
fn of_conditioned(name: String, matrix: DMatrix<f64>) -> Option<Instance> {
    let exact = matrix.map(|entry| entry.to_rational());
    let determinant = enclose(&exact);
    let [log_abs, _] = determinant.log_abs.filter(|_| determinant.sign == Sign::Positive)?;
    let condition = condition_from_below(&exact, &matrix)?;
    let (layers, norm) = eight_layers_bound(&condition);
    // Rounding is amplified by about κ².
    let error = rounding(&matrix) * condition.square();
    let tolerance = error.to_f64();
    // The scalar factor is the scale of one layer for each half; where it is λ > 1 it multiplies one of the shifts.
    let factor = Rational::from_f64((log_abs / matrix.nrows() as f64).exp() * (1.0 - 1e-12))?;
    let allowed = Allowed {
        scales: Scales::OneScalar,
        shift_norm: Some(norm * factor.max(Rational::from(1))),
        error,
        ..Allowed::exactly(layers, Mode::Positive)
    };
    Some(instance(name, matrix, allowed, move |matrix| conditioned::construct_within(matrix, tolerance)))
}

/// The layers and the largest norm of a shift for a matrix of determinant 1 and condition number κ: 8.61·κ^(3/2).
fn eight_layers_bound(condition: &Rational) -> (usize, Rational) {
    let (layers, _) = conditioned::bound(1.0);
    let cube = condition.clone().square() * condition;
    (layers, Rational::from((861, 100)) * root_from_below(&cube))
}

/// ‖Mv‖ / ‖v‖, rounded down, for the singular vector v that doubles give. Whatever v is, this is at most ‖M‖.
fn norm_from_below<F: FloatField>(exact: &DMatrix<Rational>, matrix: &DMatrix<F>) -> Option<Rational> {
    let right = f64::svd(&near_one(matrix)).ok()?.right;
    Some(root_from_below(&stretch(exact, &right, 0)?))
}

/// The ratio of ‖Mv‖ / ‖v‖ for two vectors v, rounded down: at most κ(M), and nearly that for the singular vectors that
/// doubles give.
fn condition_from_below<F: FloatField>(exact: &DMatrix<Rational>, matrix: &DMatrix<F>) -> Option<Rational> {
    let right = f64::svd(&near_one(matrix)).ok()?.right;
    let (most, least) = (stretch(exact, &right, 0)?, stretch(exact, &right, right.ncols() - 1)?);
    Some(root_from_below(&(most / least)).max(Rational::from(1)))
}

/// The matrix in doubles, its largest entry between 1/2 and 1.
fn near_one<F: FloatField>(matrix: &DMatrix<F>) -> DMatrix<f64> {
    let exponent = matrix.iter().filter_map(F::exponent).max().unwrap_or(0);
    matrix.map(|entry| entry.shifted(-exponent).to_double())
}

/// ‖Mv‖² / ‖v‖² for a column v, exactly.
fn stretch(matrix: &DMatrix<Rational>, vectors: &DMatrix<f64>, column: usize) -> Option<Rational> {
    let vector: Vec<Rational> =
        vectors.column(column).iter().map(|entry| Rational::from_f64(*entry)).collect::<Option<_>>()?;
    let square = |entries: &[Rational]| entries.iter().map(|x| x.clone().square()).sum::<Rational>();
    let image: Vec<Rational> = matrix
        .row_iter()
        .map(|row| row.iter().zip(&vector).map(|(x, y)| Rational::from(x * y)).sum())
        .collect();
    let length = square(&vector);
    (length > 0).then(|| square(&image) / length)
}

/// √x to 64 bits, rounded down.
fn root_from_below(x: &Rational) -> Rational {
    let (mut root, _) = Float::with_val_round(64, x, Round::Down);
    root.sqrt_round(Round::Down);
    root.to_rational().unwrap_or_default()
}
