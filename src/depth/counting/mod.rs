//! Few flows: how many layers are needed to come near every target of a family, by counting.
//!
//! A flow of L layers with p free parameters each, all in [−B, B], is one of (⌊2BΛ/Δ⌋ + 1)^(L·p) up to Δ, where Λ says how far
//! its distribution moves with its parameters (`sensitivity.rs`) and Δ is what is left of the distance between two targets
//! (`problem.rs`). If there are more targets, one is missed: the least L that may reach all of them is `least.rs`.
//!
//! | docs/math/depth-separation.md | file |
//! |---|---|
//! | the hypotheses, Δ, N | `problem.rs` |
//! | Lemma 4: a, b, a', b' of the four families of layers | `constants.rs` |
//! | Λ of Theorems 10 and 11 | `sensitivity.rs` |
//! | the inequality | `least.rs` |
//! | Corollary 12 | `corollary.rs` |
//! | the best r and λ | `optimize.rs` |
//! | the certificate | `certify.rs` |
//!
//! Everything is computed in [`Ball`](crate::scalar::Ball)s of [`PRECISION`] bits and rounded against the claim.

mod certify;
mod constants;
mod corollary;
mod least;
mod optimize;
mod problem;
mod sensitivity;

pub use certify::certify;
pub use constants::{Constants, constants};
pub use corollary::corollary;
pub use least::{Least, bits_per_parameter, least_layers};
pub use optimize::optimize;
pub use problem::{Hypothesis, Problem};
pub use sensitivity::{Recursion, sensitivity};

/// The bits of the numbers in which inequalities are decided.
pub const PRECISION: u32 = 128;
