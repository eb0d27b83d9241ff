//! Certificates for factorizations in floating point: the error of the stored numbers, bounded rigorously.
//!
//! The numbers of a flow are exact rationals, so ‖product − M‖ is an exact number too. It is bounded from above, never
//! estimated: over doubles from enclosures to about thirty digits, over MPFR from exact products. The checker then confirms
//! the bound from the numbers alone.

use flowcert_check::{Arith, Factorization};
use nalgebra::DMatrix;
use num_traits::Zero;
use rug::ops::Pow;
use rug::{Float, Integer};

use super::LinearError;
use crate::coupling::{Bounds, Flow, Half, Layer, Mode};
use crate::matrix::float::{Enclosure, FloatField, spectral_norm};
use crate::scalar::{Field, Mpfr, Rational};

/// Spectral norms are computed in doubles; this factor makes room for their error, and for the checker's proof.
const ROOM: f64 = 1.0 + 1e-9;

/// A float arithmetic whose factorizations can be certified.
pub trait CertifiedField: FloatField {
    /// The name in a certificate of the arithmetic that a flow's numbers are stored in.
    fn arith(flow: &Flow<Self>) -> Arith;

    /// An upper bound on ‖product − M‖ / ‖M‖ in the Frobenius norm; infinite for M = 0.
    fn relative_error(flow: &Flow<Self>, matrix: &DMatrix<Rational>) -> f64;
}

impl CertifiedField for f64 {
    fn arith(_: &Flow<Self>) -> Arith {
        Arith::F64
    }

    fn relative_error(flow: &Flow<Self>, matrix: &DMatrix<Rational>) -> f64 {
        let partition = flow.partition();
        let expected = [Half::First, Half::Second].map(|half| {
            let rows = matrix.rows(partition.start(half), partition.length(half)).into_owned();
            Enclosure::of_rationals(&rows)
        });
        let blocks: Vec<_> = enclosed_product(flow).into_iter().zip(expected).collect();
        Enclosure::relative_distance(&blocks)
    }
}

impl CertifiedField for Mpfr {
    fn arith(flow: &Flow<Self>) -> Arith {
        let numbers = flow.layers().iter().flat_map(|layer| layer.shift.iter().chain(&layer.scale));
        Arith::Mpfr { precision: numbers.map(Mpfr::precision).max().unwrap_or(64) }
    }

    fn relative_error(flow: &Flow<Self>, matrix: &DMatrix<Rational>) -> f64 {
        let square = |matrix: &DMatrix<Rational>| matrix.iter().map(|x| x.clone().square()).sum::<Rational>();
        let length = square(matrix);
        if length.is_zero() {
            return f64::INFINITY;
        }
        let error = square(&(exact(flow).matrix() - matrix)) / length;
        Float::with_val_round(53, &error, rug::float::Round::Up).0.sqrt().to_f64().next_up()
    }
}

/// The certificate of a flow in floating point: with the error that its stored numbers have, and the largest spectral norm of
/// its shifts.
///
/// ```
/// use flowcert::coupling::Mode;
/// use flowcert::linear::{certified, orthogonal};
/// use flowcert::matrix::DMatrix;
/// use flowcert::scalar::Field;
///
/// let rotation = DMatrix::from_row_slice(2, 2, &[0.6, -0.8, 0.8, 0.6]);
/// let flow = orthogonal::construct(&rotation)?;
/// let exact = rotation.map(|entry| entry.to_rational());
/// let certificate = certified::certify(&flow, &exact, Mode::Additive)?;
/// assert!(flowcert_check::check_factorization(&certificate).is_ok());
/// # Ok::<(), flowcert::linear::LinearError>(())
/// ```
///
/// # Errors
///
/// [`LinearError::Float`] if no norm is found.
pub fn certify<F: CertifiedField>(
    flow: &Flow<F>,
    matrix: &DMatrix<Rational>,
    mode: Mode,
) -> Result<Factorization, LinearError> {
    // The product of the ten layers of the zero matrix is zero exactly.
    let zero = matrix.iter().all(Zero::is_zero);
    let error = if zero { Rational::new() } else { rounded_up(F::relative_error(flow, matrix), 3) };
    let norm = largest_shift_norm(flow)?;
    let bounds = Bounds { error, max_shift_norm: Some(rounded_up(norm * ROOM, 6)) };
    Ok(flow.rounded_certificate(matrix, mode, F::arith(flow), bounds))
}

/// The largest spectral norm of a shift, as doubles give it.
///
/// # Errors
///
/// [`LinearError::Float`] if no norm is found.
pub fn largest_shift_norm<F: FloatField>(flow: &Flow<F>) -> Result<f64, LinearError> {
    let mut largest = 0.0_f64;
    for layer in flow.layers() {
        largest = largest.max(spectral_norm(&layer.shift)?);
    }
    Ok(largest)
}

/// product − M for the stored numbers, in doubles that are right to nearly all their digits.
#[must_use]
pub fn residual(flow: &Flow<f64>, matrix: &DMatrix<Rational>) -> DMatrix<f64> {
    let partition = flow.partition();
    let mut residual = DMatrix::zeros(partition.size(), partition.size());
    for (half, product) in [Half::First, Half::Second].into_iter().zip(enclosed_product(flow)) {
        let (start, length) = (partition.start(half), partition.length(half));
        let expected = Enclosure::of_rationals(&matrix.rows(start, length).into_owned());
        residual.rows_mut(start, length).copy_from(&product.difference(&expected));
    }
    residual
}

/// The two halves of the rows of the product.
fn enclosed_product(flow: &Flow<f64>) -> [Enclosure; 2] {
    let size = flow.partition().size();
    let identity = DMatrix::<f64>::identity(size, size);
    let mut halves = [Half::First, Half::Second].map(|half| {
        let (start, length) = (flow.partition().start(half), flow.partition().length(half));
        Enclosure::of(&identity.rows(start, length).into_owned())
    });
    for layer in flow.layers() {
        let [first, second] = &mut halves;
        let (written, read) = match layer.writes {
            Half::First => (first, second),
            Half::Second => (second, first),
        };
        *written = written.scaled_plus_product(&layer.scale, &layer.shift, read);
    }
    halves
}

/// The flow with its numbers as the rationals that they are.
fn exact<F: FloatField>(flow: &Flow<F>) -> Flow<Rational> {
    let mut result = Flow::identity(flow.partition());
    for layer in flow.layers() {
        result.push(Layer {
            writes: layer.writes,
            shift: layer.shift.map(|entry| entry.to_rational()),
            scale: layer.scale.iter().map(Field::to_rational).collect(),
        });
    }
    result
}

/// The least number of so many significant decimal digits that is not below x; x itself where it is 0.
fn rounded_up(x: f64, digits: i32) -> Rational {
    let Some(exact) = Rational::from_f64(x).filter(|exact| !exact.is_zero()) else { return Rational::new() };
    let shift = digits - 1 - x.abs().log10().floor() as i32;
    let power = Rational::from(Integer::from(10)).pow(shift);
    Rational::from((exact * &power).ceil()) / power
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_are_rounded_upwards_to_few_digits() {
        for (x, expected) in
            [(1.0, (1, 1)), (0.125, (125, 1000)), (2.6180339, (262, 100)), (1234.0, (1240, 1))]
        {
            assert_eq!(rounded_up(x, 3), Rational::from(expected));
        }
        for x in [3.14159e-17, 9.9999e-15, 1e300, 5e-324] {
            let rounded = rounded_up(x, 3);
            let exact = Rational::from_f64(x).unwrap();
            assert!(rounded >= exact && rounded <= exact * Rational::from((102, 100)));
        }
    }
}
