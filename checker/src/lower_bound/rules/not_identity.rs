//! `not-identity`: the product of no layers is the identity.

use crate::lower_bound::algebra::matrix::{identity, is_zero};
use crate::lower_bound::context::Context;
use crate::lower_bound::setting::{Setting, Word};
use crate::rejection::Rejection;

pub(in crate::lower_bound) fn check_form(setting: &Setting) -> Result<(), Rejection> {
    setting.require_length(0..=0)?;
    if setting.word == Word::Both {
        Ok(())
    } else {
        Err(setting.not_applicable("excludes both words at once"))
    }
}

pub(in crate::lower_bound) fn check(context: &Context<'_>) -> Result<(), Rejection> {
    let (blocks, [first, second]) = (&context.blocks, context.setting.halves);
    let is_identity = blocks.a == identity(first)
        && is_zero(&blocks.b)
        && is_zero(&blocks.c)
        && blocks.d == identity(second);
    if is_identity { Err(context.setting.fails("the matrix is the identity")) } else { Ok(()) }
}
