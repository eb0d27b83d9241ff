//! Exact linear algebra over Q and `F_p`: what the rules recompute, written to be read rather than to be fast.

pub(super) mod components;
mod elimination;
pub(super) mod field;
pub(super) mod matrix;
pub(super) mod minors;
pub(super) mod polynomial;
