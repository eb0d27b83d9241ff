//! **Theorem 1 (six layers).** Let F have more than d elements. Every M ∈ SL(2d, F) is a product of at most six additive
//! couplings with the fixed half/half partition. Hence every M with det M > 0 is a product of at most six affine couplings
//! with positive scales, and every invertible M of six with nonzero scales.
//!
//! The proof is docs/math/six-layers.md; it uses field operations only, so the factorization is exact. The files are its
//! steps:
//!
//! - `read_off.rs`: zero to four layers, where the matrix shows them at once;
//! - `commutator.rs`: N = T·X·T⁻¹·X⁻¹ for every N of determinant 1 (step 3);
//! - `unit_pivots.rs`: the basis in which N is a product of unit triangular matrices;
//! - `five_layers.rs`: from a commutator to U L U L U where the lower left block is invertible, and the sixth layer that
//!   makes it so (steps 2 and 4);
//! - `reflection.rs`: six layers by one reflection and one pole placement, with far smaller numbers;
//! - `signed_permutation.rs`: six layers with entries of a few bits for signed permutations.

pub(super) mod commutator;
pub(super) mod five_layers;
pub(super) mod read_off;
pub(super) mod reflection;
pub(super) mod signed_permutation;
mod strategy;
mod unit_pivots;

use flowcert_check::Factorization;
use nalgebra::DMatrix;

use super::{LinearError, half_size};
use crate::coupling::{Flow, Mode, Partition};
use crate::matrix::Blocks;
use crate::matrix::exact::{ExactField, rank};
use crate::scalar::{Field, abbreviated};

pub use strategy::{Route, Strategy};

/// A factorization and how it was found.
#[derive(Clone, Debug, PartialEq)]
pub struct SixLayers<F: Field> {
    /// The layers; their product is the matrix.
    pub flow: Flow<F>,
    /// The construction that gave them.
    pub route: Route,
}

/// How many layers Theorem 1 promises for a `2d × 2d` matrix: 4 for d = 1, else 6.
#[must_use]
pub fn bound(half: usize) -> usize {
    if half <= 1 { 4 } else { 6 }
}

/// Factors an invertible `2d × 2d` matrix into at most [`bound`]`(d)` coupling layers of the given mode, exactly.
///
/// `seed` drives the restarts of the fallback constructions; the same seed gives the same layers.
///
/// ```
/// use flowcert::coupling::Mode;
/// use flowcert::linear::six::{self, Strategy};
/// use flowcert::matrix::DMatrix;
/// use flowcert::scalar::Rational;
///
/// let matrix = DMatrix::from_row_slice(4, 4, &[
///     1, 1, 1, 1,
///     2, 1, -1, -2,
///     1, -1, -1, 1,
///     1, -2, 2, -1,
/// ].map(Rational::from));
/// let six_layers = six::construct(&matrix, Mode::Positive, Strategy::Small, 0)?;
/// assert_eq!(six_layers.flow.matrix(), matrix);
/// assert!(six_layers.flow.layers().len() <= 6);
/// # Ok::<(), flowcert::linear::LinearError>(())
/// ```
///
/// # Errors
///
/// [`LinearError`]: the matrix is not square, not of even size, singular; its determinant is out of the mode's reach; the
/// field is not ordered (positive mode) or has at most d elements; the mode is singular.
pub fn construct<F: ExactField>(
    matrix: &DMatrix<F>,
    mode: Mode,
    strategy: Strategy,
    seed: u64,
) -> Result<SixLayers<F>, LinearError> {
    let half = half_size(matrix)?;
    if mode == Mode::Singular {
        return Err(LinearError::SingularMode);
    }
    let determinant = determinant_in_reach(matrix, mode)?;
    let blocks = Blocks::of(matrix, half);
    if let Some(flow) = read_off::at_most_two(&blocks, mode) {
        return Ok(SixLayers { flow, route: Route::ReadOff });
    }
    check_field::<F>(half)?;
    // Γ = diag(1, …, 1, det M): M·Γ⁻¹ has determinant 1 and differs from M in its last column only.
    let unimodular = with_column_divided(matrix, matrix.ncols() - 1, &determinant);
    let SixLayers { flow, route } = strategy::special_linear(&unimodular, strategy, seed);
    let mut second = vec![F::one(); half];
    second[half - 1] = determinant;
    Ok(SixLayers { flow: flow.after_diagonal(vec![F::one(); half], second), route })
}

/// The certificate that the flow's product is the matrix, for the checker.
pub fn certify<F: Field>(matrix: &DMatrix<F>, mode: Mode, flow: &Flow<F>) -> Factorization {
    flow.certificate(matrix, mode)
}

/// The least mode that reaches the matrix without a negative scale: additive for determinant 1, positive for a positive
/// determinant, over a finite field signed for any other.
///
/// # Errors
///
/// [`LinearError`] if the matrix is not square, not of even size, or singular, and
/// [`LinearError::DeterminantNotPositive`] if only the signed mode reaches it.
pub fn default_mode<F: ExactField>(matrix: &DMatrix<F>) -> Result<Mode, LinearError> {
    half_size(matrix)?;
    least_mode(matrix)
}

/// The least mode that reaches a square matrix without a negative scale.
pub(super) fn least_mode<F: ExactField>(matrix: &DMatrix<F>) -> Result<Mode, LinearError> {
    let determinant = determinant_in_reach(matrix, Mode::Signed)?;
    match determinant.is_positive() {
        _ if determinant.is_one() => Ok(Mode::Additive),
        Some(true) => Ok(Mode::Positive),
        Some(false) => Err(LinearError::DeterminantNotPositive { determinant: abbreviated(&determinant) }),
        None => Ok(Mode::Signed),
    }
}

/// The determinant of a square matrix, if the mode reaches it.
pub(super) fn determinant_in_reach<F: ExactField>(matrix: &DMatrix<F>, mode: Mode) -> Result<F, LinearError> {
    let determinant = F::determinant(matrix);
    if determinant.is_zero() {
        return Err(LinearError::Singular { rank: rank(matrix), size: matrix.nrows() });
    }
    match (mode, determinant.is_positive()) {
        (Mode::Additive, _) if !determinant.is_one() => {
            Err(LinearError::DeterminantNotOne { determinant: abbreviated(&determinant) })
        }
        (Mode::Positive, None) => Err(LinearError::NoOrder { order: F::order().unwrap_or(0) }),
        (Mode::Positive, Some(false)) => {
            Err(LinearError::DeterminantNotPositive { determinant: abbreviated(&determinant) })
        }
        _ => Ok(determinant),
    }
}

fn check_field<F: Field>(half: usize) -> Result<(), LinearError> {
    match F::order() {
        Some(order) if order <= half as u64 => {
            Err(LinearError::FieldTooSmall { order, size: 2 * half, half })
        }
        _ => Ok(()),
    }
}

/// The matrix with one column divided by a number other than 0.
pub(super) fn with_column_divided<F: Field>(matrix: &DMatrix<F>, column: usize, divisor: &F) -> DMatrix<F> {
    let mut result = matrix.clone();
    if let (Some(inverse), false) = (divisor.inverse(), divisor.is_one()) {
        for entry in &mut result.column_mut(column) {
            *entry = entry.times(&inverse);
        }
    }
    result
}

fn partition_of<F: Field>(blocks: &Blocks<F>) -> Partition {
    Partition { first: blocks.a.nrows(), second: blocks.d.nrows() }
}
