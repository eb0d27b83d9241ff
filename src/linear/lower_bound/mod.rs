//! **Theorem 8 (six layers are needed).** Let M = diag(u, v) with halves of one length. In additive mode M is a
//! product of five layers if and only if it is one of four, if and only if u − I and v⁻¹ − I have the same Jordan
//! structure away from 0, and sorted block sizes at 0 that differ by at most 1. In the other modes five layers need
//! scales with χ(uΓ1⁻¹) = χ(Γ2v⁻¹). So in every mode, for every d ≥ 2, some matrix needs six layers ([`witness`]).
//!
//! More generally this module finds reasons, with exact numbers that anyone can check, why a matrix is *not* a
//! product of so many layers. A word of length ℓ is a product of ℓ layers that write the halves in turn; M needs k
//! layers if neither of the two words of length k − 1 is M. The rules, with their proofs in
//! docs/math/lower-bounds.md, one file for each family:
//!
//! | rules | words | modes | file |
//! |---|---|---|---|
//! | `not-one-layer`, `not-two-layers` | 1, 2 layers | all | `read_off.rs` |
//! | `three-layers` | 3 | all | `three_layers.rs` |
//! | `invariant`, `blocks-at-one`, `degrees` | 4, 5 | additive | `invariants.rs` |
//! | `kernel-system` | 4 | additive | `kernels.rs` |
//! | `kernel-balance` | 4 | positive, signed | `kernels.rs` |
//! | `principal-minor-signs` | 4, 5 | positive | `principal_minors.rs` |
//! | `lone-principal-minor` | 4, 5 | signed | `principal_minors.rs` |
//! | `non-real-roots` | 4, 5 | positive, signed, over ℚ | `real_roots.rs` |
//! | `ranks` | from 2 on | all | `ranks.rs`, `staircase.rs` |
//! | `scalar-blocks` | 7 | additive, unequal halves | `scalar_blocks.rs` |
//!
//! `word.rs` knows which rule may exclude which word. What is found for up to three layers is complete over infinite
//! fields, in every mode: if there is no reason, there are such layers. In additive mode, over every field, up to
//! four layers (for d1 = d2), and for words of five layers if the block that is peeled off is 0 or, over infinite
//! fields, has rank 1. In the other cases `None` says nothing.
//!
//! The numbers of positive scales are found by linear programming in exact arithmetic (`balance.rs`, `simplex.rs`).

mod balance;
mod invariants;
mod kernels;
mod principal_minors;
mod ranks;
mod read_off;
mod real_roots;
mod scalar_blocks;
mod sides;
mod simplex;
mod staircase;
mod three_layers;
mod witness;
mod word;

use flowcert_check::{Ground, Reasons, Rule};
use nalgebra::DMatrix;

use super::LinearError;
use crate::coupling::{Half, Mode, Partition, rows};
use crate::matrix::exact::ExactField;
use crate::scalar::Field;

use sides::Sides;
use word::Search;

pub use witness::{bound, unequal_witness, witness};

/// A lower bound for the number of layers of a matrix, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LowerBound {
    /// No product of fewer layers is the matrix.
    pub layers_needed: usize,
    /// Why neither word with one layer less is the matrix.
    pub reasons: Reasons,
}

/// A rule that excludes the word of `length` layers whose leftmost layer, the one that acts last, writes `leading`.
///
/// `None` says that no reason was found; for `length` 0, the empty word, there is none here ([`construct`] has it).
///
/// # Errors
///
/// [`LinearError`]: the matrix is not square, the partition is not one of its size, its determinant is out of the
/// mode's reach, the field has no order (positive mode), or the mode is singular.
pub fn exclude<F: ExactField>(
    matrix: &DMatrix<F>,
    partition: Partition,
    mode: Mode,
    length: usize,
    leading: Half,
) -> Result<Option<Rule>, LinearError> {
    Ok(Search::new(Sides::new(matrix, partition, mode)?, mode).exclude(length, leading))
}

/// The lower bound `layers_needed`, if reasons for it are found.
///
/// # Errors
///
/// Those of [`exclude`].
pub fn construct<F: ExactField>(
    matrix: &DMatrix<F>,
    partition: Partition,
    mode: Mode,
    layers_needed: usize,
) -> Result<Option<LowerBound>, LinearError> {
    let search = Search::new(Sides::new(matrix, partition, mode)?, mode);
    Ok(search.reasons(layers_needed).map(|reasons| LowerBound { layers_needed, reasons }))
}

/// The largest lower bound for which reasons are found: up to six layers by all rules, beyond by `ranks` and, for eight,
/// `scalar-blocks`.
///
/// ```
/// use flowcert::coupling::{Mode, Partition};
/// use flowcert::linear::lower_bound;
/// use flowcert::matrix::DMatrix;
/// use flowcert::scalar::Rational;
///
/// // The rotation by 90° of one pair of four coordinates.
/// let rotation = DMatrix::from_row_slice(4, 4, &[
///     0, -1, 0, 0,
///     1, 0, 0, 0,
///     0, 0, 1, 0,
///     0, 0, 0, 1,
/// ].map(Rational::from));
/// let (halves, mode) = (Partition::halves(2), Mode::Positive);
/// let best = lower_bound::best(&rotation, halves, mode)?;
/// assert_eq!(best.layers_needed, 6);
/// let certificate = lower_bound::certify(&rotation, halves, mode, best);
/// assert_eq!(flowcert_check::check_lower_bound(&certificate)?.layers_needed, 6);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// Those of [`exclude`].
pub fn best<F: ExactField>(
    matrix: &DMatrix<F>,
    partition: Partition,
    mode: Mode,
) -> Result<LowerBound, LinearError> {
    let search = Search::new(Sides::new(matrix, partition, mode)?, mode);
    let bounds = (0..=search.most()).rev().filter_map(|layers_needed| {
        Some(LowerBound { layers_needed, reasons: search.reasons(layers_needed)? })
    });
    Ok({ bounds }.next().unwrap_or(LowerBound { layers_needed: 0, reasons: Reasons::None }))
}

/// The certificate of kind `lower-bound`, for the checker.
pub fn certify<F: Field>(
    matrix: &DMatrix<F>,
    partition: Partition,
    mode: Mode,
    bound: LowerBound,
) -> flowcert_check::LowerBound {
    flowcert_check::LowerBound {
        ground: F::order().map_or(Ground::Rationals, Ground::Prime),
        mode,
        partition: [partition.first, partition.second],
        matrix: rows(matrix),
        layers_needed: bound.layers_needed,
        reasons: bound.reasons,
    }
}
