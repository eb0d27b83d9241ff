//! Families of matrices: random ones from a seeded generator, and structured ones.

pub(super) mod exact;
pub(super) mod float;
