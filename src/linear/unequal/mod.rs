//! **Theorem 5 (unequal halves).** Let d1 ≤ d2 be the lengths of the halves, in either order, m = ⌈d2/d1⌉, and let F have
//! more than d1 elements (any field for d1 = 1). Every M ∈ SL(d1 + d2, F) is a product of at most 2m + 4 additive
//! couplings, 2m + 2 for d1 = 1; for m ≥ 2 almost every M is one of at most 2m + 2. Hence every matrix of positive
//! determinant is such a product with positive scales, and every invertible matrix with nonzero scales.
//!
//! The proof, and lower bounds, are docs/math/unequal-halves.md. The files are its steps:
//!
//! - `pieces.rs`: the longer half is made unit, piece by piece, until a core of size 2·d1 is left;
//! - `widen.rs`: couplings of the core become couplings of M;
//! - `strategy.rs`: which couplings of the core are tried (those of Theorem 1), and which result is kept.

mod pieces;
mod strategy;
mod widen;

use flowcert_check::Factorization;
use nalgebra::DMatrix;

use super::LinearError;
use super::six::{self, Strategy, read_off};
use crate::coupling::{Flow, Mode, Partition};
use crate::matrix::Blocks;
use crate::matrix::exact::ExactField;
use crate::scalar::Field;

pub use strategy::Route;

/// A factorization and how it was found.
#[derive(Clone, Debug, PartialEq)]
pub struct UnequalHalves<F: Field> {
    /// The layers; their product is the matrix.
    pub flow: Flow<F>,
    /// The construction that gave them.
    pub route: Route,
}

/// How many layers Theorem 5 promises: 2m + 4 for m = ⌈d2/d1⌉, d1 ≤ d2 the lengths of the halves in either order, and
/// 2m + 2 for d1 = 1. For equal halves that is [`six::bound`].
///
/// ```
/// use flowcert::coupling::Partition;
/// use flowcert::linear::unequal::bound;
///
/// assert_eq!(bound(Partition { first: 3, second: 5 }), 8);
/// assert_eq!(bound(Partition { first: 7, second: 1 }), 16);
/// assert_eq!(bound(Partition { first: 4, second: 4 }), 6);
/// ```
#[must_use]
pub fn bound(partition: Partition) -> usize {
    let [shorter, longer] = lengths(partition);
    2 * longer.div_ceil(shorter.max(1)) + if shorter <= 1 { 2 } else { 4 }
}

fn lengths(Partition { first, second }: Partition) -> [usize; 2] {
    [first.min(second), first.max(second)]
}

/// Factors an invertible matrix into at most [`bound`]`(partition)` coupling layers of the given mode, exactly, with halves
/// of any lengths. Equal halves are left to [`six::construct`].
///
/// `seed` drives the restarts; the same seed gives the same layers.
///
/// ```
/// use flowcert::coupling::{Mode, Partition};
/// use flowcert::linear::{six::Strategy, unequal};
/// use flowcert::matrix::DMatrix;
/// use flowcert::scalar::Rational;
///
/// let matrix = DMatrix::from_row_slice(5, 5, &[
///     2, 1, 0, 0, 3,
///     1, 1, 0, 1, 0,
///     0, 4, 1, 0, 1,
///     0, 0, 2, 1, 0,
///     1, 0, 0, 0, 1,
/// ].map(Rational::from));
/// let partition = Partition { first: 2, second: 3 };
/// let found = unequal::construct(&matrix, partition, Mode::Signed, Strategy::Small, 0)?;
/// assert_eq!(found.flow.matrix(), matrix);
/// assert!(found.flow.layers().len() <= unequal::bound(partition));
/// # Ok::<(), flowcert::linear::LinearError>(())
/// ```
///
/// # Errors
///
/// [`LinearError`]: the matrix is not square, the halves do not make it up, or one of them is empty; it is singular; its
/// determinant is out of the mode's reach; the field is not ordered (positive mode) or has at most d1 elements for d1 ≥ 2,
/// d1 the length of the shorter half; the mode is singular.
pub fn construct<F: ExactField>(
    matrix: &DMatrix<F>,
    partition: Partition,
    mode: Mode,
    strategy: Strategy,
    seed: u64,
) -> Result<UnequalHalves<F>, LinearError> {
    check_partition(matrix, partition)?;
    if partition.first == partition.second {
        let six::SixLayers { flow, route } = six::construct(matrix, mode, strategy, seed)?;
        return Ok(UnequalHalves { flow, route: Route::Equal(route) });
    }
    if mode == Mode::Singular {
        return Err(LinearError::SingularMode);
    }
    let determinant = six::determinant_in_reach(matrix, mode)?;
    if let Some(flow) = read_off::at_most_two(&Blocks::of(matrix, partition.first), mode) {
        return Ok(UnequalHalves { flow, route: Route::ReadOff });
    }
    check_field::<F>(partition)?;
    // M·Γ⁻¹ with Γ = diag(1, …, det M, …, 1) has determinant 1. In the shorter half, det M makes the shortest numbers.
    let mut gamma = [vec![F::one(); partition.first], vec![F::one(); partition.second]];
    let (half, end) =
        if partition.first < partition.second { (0, partition.first) } else { (1, partition.size()) };
    let unimodular = six::with_column_divided(matrix, end - 1, &determinant);
    let UnequalHalves { flow, route } = special_linear(&unimodular, partition, strategy, seed);
    if let Some(last) = gamma[half].last_mut() {
        *last = determinant;
    }
    let [first, second] = gamma;
    Ok(UnequalHalves { flow: flow.after_diagonal(first, second), route })
}

/// With the shorter half first.
fn special_linear<F: ExactField>(
    matrix: &DMatrix<F>,
    partition: Partition,
    strategy: Strategy,
    seed: u64,
) -> UnequalHalves<F> {
    if partition.first < partition.second {
        return strategy::special_linear(matrix, partition, strategy, seed);
    }
    let exchanged = Blocks::of(matrix, partition.first).swapped().join();
    let UnequalHalves { flow, route } =
        strategy::special_linear(&exchanged, partition.swapped(), strategy, seed);
    UnequalHalves { flow: flow.swapped(), route }
}

/// The certificate that the flow's product is the matrix, for the checker.
pub fn certify<F: Field>(matrix: &DMatrix<F>, mode: Mode, flow: &Flow<F>) -> Factorization {
    six::certify(matrix, mode, flow)
}

/// The least mode that reaches the matrix without a negative scale: additive for determinant 1, positive for a positive
/// determinant, over a finite field signed for any other.
///
/// # Errors
///
/// [`LinearError`] if the matrix is not square or singular, and [`LinearError::DeterminantNotPositive`] if only the signed
/// mode reaches it.
pub fn default_mode<F: ExactField>(matrix: &DMatrix<F>) -> Result<Mode, LinearError> {
    check_square(matrix)?;
    six::least_mode(matrix)
}

fn check_square<F: Field>(matrix: &DMatrix<F>) -> Result<usize, LinearError> {
    match matrix.shape() {
        (rows, columns) if rows == columns => Ok(rows),
        (rows, columns) => Err(LinearError::NotSquare { rows, columns }),
    }
}

pub(super) fn check_partition<F: Field>(
    matrix: &DMatrix<F>,
    partition: Partition,
) -> Result<(), LinearError> {
    let size = check_square(matrix)?;
    let Partition { first, second } = partition;
    if first == 0 || second == 0 || first.checked_add(second) != Some(size) {
        return Err(LinearError::Partition { first, second, size });
    }
    Ok(())
}

/// A commutator of size d1 needs more than d1 elements; one of size 1 is none.
fn check_field<F: Field>(partition: Partition) -> Result<(), LinearError> {
    let [shorter, _] = lengths(partition);
    match F::order() {
        Some(order) if shorter > 1 && order <= shorter as u64 => {
            Err(LinearError::FieldTooSmall { order, size: partition.size(), half: shorter })
        }
        _ => Ok(()),
    }
}
