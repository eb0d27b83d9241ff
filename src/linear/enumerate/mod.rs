//! **SL(n, F_q) by the least number of additive coupling layers**, exactly and without a theorem: the independent check of those
//! that say how many layers a matrix needs.
//!
//! A word is a product of layers L(s) = [I 0; s I] and U(y) = [I y; 0 I] in turn. The matrices of words of one length that
//! begin with X and end in U are a union of double cosets X·M·U. These are few: of the 20 158 709 760 matrices of SL(6, F_2)
//! with halves of 3 there are some 10⁵. The search runs over them, a byte for each (`search.rs`); words that end in an L are
//! inverses and transposes of others (`count.rs`).
//!
//! Conjugation by GL(d1) × GL(d2) changes neither layers nor counts. With [`Symmetry::Conjugation`] one double coset of each
//! class is searched, and one coset of each class counted; with [`Symmetry::None`] all of them, as a check.
//!
//! The files: `packed.rs` the arithmetic, `ranked.rs` and `double_cosets.rs` the numbers, `space.rs` and `walk.rs` what is
//! enumerated, `conjugation.rs`, `classes.rs`, `stabilizers.rs`, `cosets.rs` the symmetry, `search.rs` and `count.rs` the work, `state.rs` what a
//! checkpoint holds, `tree.rs` the shortest words, `distributed/` the work on many ranks.

#[cfg(feature = "cli")]
mod checkpoint;
mod classes;
mod conjugation;
mod cosets;
mod count;
mod distributed;
mod double_cosets;
mod error;
mod levels;
mod packed;
mod ranked;
mod search;
mod size;
mod space;
mod stabilizers;
mod state;
mod tree;
mod walk;

#[cfg(feature = "cli")]
pub use checkpoint::Checkpoint;
#[cfg(feature = "cli")]
pub use distributed::Records;
pub use distributed::{Known, Store, Stored, Unkept, enumerate_on};
pub use error::EnumerationError;
pub use levels::{Levels, Symmetry, certify, enumerate};
pub use size::{bytes, free_memory, order};
pub use state::{Stage, State, Unwatched, Watch};
