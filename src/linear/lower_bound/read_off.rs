//! Rules `not-one-layer` and `not-two-layers`: what the matrix and its inverse show at once.

use flowcert_check::Rule;
use nalgebra::DMatrix;

use super::sides::{Sides, is_scale, is_zero};
use crate::coupling::Mode;
use crate::matrix::as_diagonal;
use crate::matrix::exact::ExactField;
use crate::scalar::Field;

/// M is not [I 0; S Λ].
pub(super) fn one_layer<F: ExactField>(sides: &Sides<F>, mode: Mode) -> Option<Rule> {
    let blocks = &sides.matrix;
    let is_layer =
        is_of_scales(&blocks.a, Mode::Additive) && is_zero(&blocks.b) && is_of_scales(&blocks.d, mode);
    (!is_layer).then_some(Rule::NotOneLayer)
}

/// M is no word L U: that needs A = Γ1 and W = Γ2⁻¹.
pub(super) fn two_layers<F: ExactField>(sides: &Sides<F>, mode: Mode) -> Option<Rule> {
    let is_word = is_of_scales(&sides.matrix.a, mode) && is_of_scales(&sides.inverse.d, mode);
    (!is_word).then_some(Rule::NotTwoLayers)
}

fn is_of_scales<F: Field>(matrix: &DMatrix<F>, mode: Mode) -> bool {
    as_diagonal(matrix).is_some_and(|diagonal| diagonal.iter().all(|entry| is_scale(entry, mode)))
}
