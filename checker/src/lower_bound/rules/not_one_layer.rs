//! `not-one-layer`: a layer that writes the second half is [I 0; S Λ], Λ a scale of the mode.

use super::is_scale;
use crate::lower_bound::algebra::matrix::{identity, is_zero};
use crate::lower_bound::context::Context;
use crate::lower_bound::setting::Setting;
use crate::rejection::Rejection;

pub(in crate::lower_bound) fn check_form(setting: &Setting) -> Result<(), Rejection> {
    setting.require_length(1..=1)?;
    setting.require_one_word()
}

pub(in crate::lower_bound) fn check(context: &Context<'_>) -> Result<(), Rejection> {
    let (blocks, setting) = (&context.blocks, &context.setting);
    let is_layer =
        blocks.a == identity(setting.halves[0]) && is_zero(&blocks.b) && is_scale(&blocks.d, setting.mode);
    if is_layer { Err(setting.fails("the matrix is such a layer")) } else { Ok(()) }
}
