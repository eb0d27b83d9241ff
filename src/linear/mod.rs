//! Part I, linear maps: how many coupling layers a matrix needs, and which.
//!
//! Each theorem is one module with the same verbs: `construct` makes the factorization, `bound` states what is promised
//! for it, `certify` writes what the checker needs.

mod error;
pub mod six;

pub use error::LinearError;
