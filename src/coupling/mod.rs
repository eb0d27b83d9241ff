//! Affine coupling layers over a field: [`Partition`], [`Layer`], [`Flow`].
//!
//! A partition cuts x into x = (x1, x2). A linear affine coupling writes one half and reads the other,
//! x2 ← Λ·x2 + S·x1 (matrix [I 0; S Λ]) or x1 ← Λ·x1 + S·x2 (matrix [Λ S; 0 I]), Λ diagonal. A flow is a sequence of
//! couplings in the order in which they are applied, so its matrix is the product with the last layer leftmost.

mod certificate;
mod error;
#[cfg(feature = "cli")]
pub mod files;
mod flow;
mod layer;
mod partition;

pub use certificate::Bounds;
pub(crate) use certificate::rows;
pub use error::CouplingError;
pub use flow::Flow;
pub use flowcert_check::{Arith, Half, Mode};
pub use layer::Layer;
pub use partition::Partition;
