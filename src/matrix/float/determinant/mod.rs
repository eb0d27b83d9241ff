//! The sign of a determinant, never guessed, and an enclosure of its logarithm.
//!
//! Powers of two bring rows and columns near 1 (`scaling.rs`). Doubles decide where they can (`preconditioned.rs`); where
//! they cannot, elimination modulo primes proves that the matrix is singular or that it is not
//! ([`exact::rank`](crate::matrix::exact::rank)), and a matrix that is not is eliminated in fixed point, with as many bits
//! as it takes (`fixed_point.rs`). Both certificates rest on the same fact: a matrix I − F with ‖F‖ < 1 has a positive
//! determinant.

mod directed;
mod fixed_point;
mod kernels;
mod preconditioned;
mod scaling;
mod triangular;

use nalgebra::DMatrix;

use crate::matrix::exact::rank;
use crate::scalar::Rational;
use directed::Interval;
use scaling::Scaling;

/// The bits of the first attempt in fixed point; three words.
const FIRST_BITS: u32 = 192;

/// The sign of a determinant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// Greater than zero.
    Positive,
    /// Less than zero.
    Negative,
    /// Zero: the matrix is singular.
    Zero,
}

/// What is certain about the determinant of an `n × n` matrix.
#[derive(Clone, Debug, PartialEq)]
pub struct Determinant {
    /// Its sign.
    pub sign: Sign,
    /// Numbers a ≤ ln|det M| ≤ b; `None` if the determinant is zero.
    pub log_abs: Option<[f64; 2]>,
    /// The rank of the matrix: n unless the determinant is zero.
    pub rank: usize,
}

/// The determinant of a square matrix, whatever its size, entries and condition: the sign is exact, the logarithm
/// enclosed. The answer is the same on any number of threads.
///
/// ```
/// use flowcert::matrix::DMatrix;
/// use flowcert::matrix::float::determinant::{Sign, enclose};
/// use flowcert::scalar::Rational;
///
/// let third = Rational::from((1, 3));
/// let matrix = DMatrix::from_row_slice(2, 2, &[third.clone(), 1.into(), 1.into(), 2.into()]);
/// let determinant = enclose(&matrix);
/// assert_eq!(determinant.sign, Sign::Negative);
/// let [low, high] = determinant.log_abs.unwrap();
/// assert!(low <= (1.0_f64 / 3.0).ln() && (1.0_f64 / 3.0).ln() <= high && high - low < 1e-12);
/// ```
///
/// # Panics
///
/// If the matrix is not square.
#[must_use]
pub fn enclose(matrix: &DMatrix<Rational>) -> Determinant {
    let scaling = Scaling::of_rationals(matrix);
    let exact = scaling.scaled_rationals(matrix);
    let doubles = scaling::nearest_doubles(&exact);
    decide(&doubles, || exact, &scaling)
}

/// The same for a matrix of doubles; it costs little more than an inverse where doubles suffice to decide.
///
/// ```
/// use flowcert::matrix::DMatrix;
/// use flowcert::matrix::float::determinant::{Sign, enclose_doubles};
///
/// // Elimination in doubles makes this determinant 0; it is −2⁻⁵³.
/// let near_one = 1.0 - f64::EPSILON / 2.0;
/// let matrix = DMatrix::from_row_slice(2, 2, &[near_one, 1.0, 1.0, 1.0]);
/// let determinant = enclose_doubles(&matrix);
/// assert_eq!(determinant.sign, Sign::Negative);
/// let [low, high] = determinant.log_abs.unwrap();
/// assert!(low <= -36.73680056967710 && -36.73680056967711 <= high);
/// ```
///
/// # Panics
///
/// If the matrix is not square, or an entry is NaN or infinite.
#[must_use]
pub fn enclose_doubles(matrix: &DMatrix<f64>) -> Determinant {
    assert!(matrix.iter().all(|entry| entry.is_finite()), "only finite doubles are rational numbers");
    let scaling = Scaling::of_doubles(matrix);
    let exact =
        || scaling.scaled_rationals(&matrix.map(|entry| Rational::from_f64(entry).unwrap_or_default()));
    decide(&scaling.scaled_doubles(matrix), exact, &scaling)
}

/// The sign of a determinant that is not zero, and its logarithm.
struct Enclosure {
    negative: bool,
    log_abs: Interval,
}

/// Decides for 2^r_i·A·2^c_j, where `doubles` is A rounded.
fn decide(
    doubles: &DMatrix<f64>,
    exact: impl FnOnce() -> DMatrix<Rational>,
    scaling: &Scaling,
) -> Determinant {
    assert!(doubles.is_square(), "only square matrices have a determinant");
    let size = doubles.nrows();
    match preconditioned::enclose(doubles).map_or_else(|| decide_exactly(&exact()), Ok) {
        Ok(Enclosure { negative, log_abs }) => Determinant {
            sign: if negative { Sign::Negative } else { Sign::Positive },
            log_abs: Some(log_abs.plus_log_of_power(scaling.total()).outward()),
            rank: size,
        },
        Err(rank) => Determinant { sign: Sign::Zero, log_abs: None, rank },
    }
}

/// The enclosure for a regular matrix, the rank of a singular one.
fn decide_exactly(matrix: &DMatrix<Rational>) -> Result<Enclosure, usize> {
    let rank = rank(matrix);
    if rank < matrix.nrows() {
        return Err(rank);
    }
    let mut bits = FIRST_BITS;
    loop {
        match fixed_point::enclose(matrix, bits) {
            Ok(enclosure) => return Ok(enclosure),
            Err(more) => bits += more.next_multiple_of(64),
        }
    }
}

#[cfg(test)]
mod tests;
