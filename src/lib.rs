//! What affine coupling flows can and cannot do: constructions, bounds and certificates.
//!
//! An affine coupling layer cuts x = (x1, x2) and writes one half, x2 ← Λ·x2 + S·x1 or x1 ← Λ·x1 + S·x2. This crate finds
//! factorizations of matrices into few such layers with one fixed cut, exactly or in floating point; the crate `flowcert-check`, on which it
//! depends and which shares no code with the constructions, checks the certificates.
//!
//! # The map, in reading order
//!
//! | module | what it holds |
//! |---|---|
//! | [`scalar`] | numbers: the trait [`Field`](scalar::Field), ℚ and F_p, floats, enclosures [`Ball`](scalar::Ball) |
//! | [`matrix`] | dense matrices, 2 × 2 blocks, exact elimination, float decompositions |
//! | [`coupling`] | partitions, layers, flows; matrix files |
//! | [`linear`] | Part I, linear maps: how many layers a matrix needs |
//! | [`depth`] | invertibility costs depth: a shallow generator, and the flow that matches it |
//! | [`claim`] | the register of claims and their instances |
//!
//! # Theorems
//!
//! | theorem | module | proof |
//! |---|---|---|
//! | 1: every invertible matrix is at most six couplings | [`linear::six`] | docs/math/six-layers.md |
//! | 2: every rotation is six, with shifts of norm below 2.62 | [`linear::orthogonal`] | docs/math/conditioned.md |
//! | 3: every matrix is ten, with bounded shifts, whatever its condition number | [`linear::bounded`] | docs/math/conditioned.md |
//! | 4: every matrix is eight and one scalar, with shifts bounded in its condition number | [`linear::conditioned`] | docs/math/conditioned.md |
//! | 5: with halves of any lengths d1 ≤ d2, every matrix is 2⌈d2/d1⌉ + 4 | [`linear::unequal`] | docs/math/unequal-halves.md |
//! | 6, 7: with unequal halves so many are needed | [`linear::lower_bound`] | docs/math/unequal-halves.md |
//! | 8: five are not enough, in any mode | [`linear::lower_bound`] | docs/math/lower-bounds.md |
//! | 9: which matrices need six, for halves of two | [`linear::minimal`] | docs/math/lower-bounds.md |
//! | G: a mixture of k Gaussians is one hidden layer | [`depth::generator`] | docs/math/depth-flow.md |
//! | U: it is a flow of couplings with p parameters each | [`depth::flow`] | docs/math/depth-flow.md |
//! | all of these over small fields, by counting | [`linear::enumerate`] | docs/enumeration.md |
//!
//! ```
//! use flowcert::coupling::Mode;
//! use flowcert::linear::six::{self, Strategy};
//! use flowcert::matrix::DMatrix;
//! use flowcert::scalar::Rational;
//!
//! // The rotation by 90° of one pair of four coordinates, which five layers cannot make.
//! let rotation = DMatrix::from_row_slice(4, 4, &[
//!     0, -1, 0, 0,
//!     1, 0, 0, 0,
//!     0, 0, 1, 0,
//!     0, 0, 0, 1,
//! ].map(Rational::from));
//! let six_layers = six::construct(&rotation, Mode::Additive, Strategy::Small, 0)?;
//! let certificate = six::certify(&rotation, Mode::Additive, &six_layers.flow);
//! assert_eq!(flowcert_check::check_factorization(&certificate)?.layers, 6);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod claim;
#[cfg(feature = "cli")]
pub mod cli;
pub mod coupling;
pub mod depth;
pub mod linear;
pub mod matrix;
#[cfg(feature = "cli")]
mod report;
pub mod scalar;
