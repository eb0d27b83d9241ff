//! Invertibility costs depth: a mixture of k Gaussians in ℝⁿ, the generator with one hidden layer that makes it, and the
//! coupling flow that makes it with p parameters per layer.
//!
//! | file | what it holds |
//! |---|---|
//! | [`root`] | square roots of rational numbers, the square kept exact |
//! | [`mixture`] | the target (1/k)·Σ N(μᵢ, σ²I): exact means, samples |
//! | [`generator`] | the shallow side: 2(k − 1) + 2n ReLUs, with a certified distance from the mixture |
//! | [`flow`] | the deep side, Theorem U: couplings of at most p parameters, counted, certified, inverted |
//! | [`codebook`] | many points of the unit ball far from each other; `linear_code.rs`: codes whose words are counted |
//! | [`family`] | many sets of points, few in common |
//! | [`separation`] | how far the mixtures of two sets are from each other |
//! | [`counting`] | few flows: the least number of layers, Theorems 10 and 11 |
//! | [`table`] | what is needed and what is enough, for many n, k, p |
//! | [`error`] | what can be wrong with the input |
//!
//! Distances are W1, the Wasserstein distance with the Euclidean norm. Bounds are [`Ball`](crate::scalar::Ball)s whose upper
//! end is certified; evaluation is in doubles or, at rational points, exact. The proofs, with every constant, are
//! docs/math/depth-flow.md.
//!
//! Batches are matrices with one vector in each column. Work is shared by threads column by column, so that results do not
//! depend on how many there are.

pub mod codebook;
pub mod counting;
pub mod error;
pub mod family;
pub mod flow;
pub mod generator;
pub mod mixture;
pub mod root;
pub mod separation;
pub mod table;

mod linear_code;
mod normal;

pub use error::DepthError;
pub use linear_code::LinearCode;
pub use mixture::{Means, Mixture};
pub use normal::standard_normal;
pub use root::SquareRoot;
