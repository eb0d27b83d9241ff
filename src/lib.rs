//! flowcert: what affine coupling flows can and cannot do.
#![warn(missing_docs)]

pub mod coupling;
pub mod linear;
pub mod matrix;
pub mod scalar;
