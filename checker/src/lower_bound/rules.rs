//! The rules, one file for each. Everything in them is said of the word for which the halves need not be exchanged.

pub(super) mod blocks_at_one;
pub(super) mod degrees;
pub(super) mod invariant;
pub(super) mod kernel_balance;
pub(super) mod kernel_system;
pub(super) mod lone_principal_minor;
pub(super) mod non_real_roots;
pub(super) mod not_identity;
pub(super) mod not_one_layer;
pub(super) mod not_two_layers;
pub(super) mod principal_minor_signs;
pub(super) mod ranks;
pub(super) mod scalar_blocks;
pub(super) mod three_layers;

use rug::Rational;

use crate::certificate::{Matrix, Mode};
use crate::structure::mode_allows;

/// Whether a matrix is diagonal, with entries that the mode allows as scales.
fn is_scale(matrix: &Matrix, mode: Mode) -> bool {
    let of_mode = |row: usize, column: usize, entry: &Rational| {
        if row == column { mode_allows(mode, entry) } else { entry.is_zero() }
    };
    matrix
        .iter()
        .enumerate()
        .all(|(row, entries)| entries.iter().enumerate().all(|(column, entry)| of_mode(row, column, entry)))
}
