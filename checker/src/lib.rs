//! An independent checker for certificates of the format `flowcert/1`.
//!
//! A certificate claims something about coupling flows and carries everything that is needed to check the claim.
//! This crate reads one, recomputes everything, and answers *verified* or *rejected: why*. It shares no code with
//! the programs that write certificates and is right even when they are wrong.
//!
//! Reused: GMP's integers through `rug`, and `serde_json`'s tokenizer. Re-derived: everything else, from the bytes
//! alone and without floating point, but for MPFR's outward rounding where a claim needs roots and logarithms. Two entry points, one verifier: [`check_bytes`] for bytes from anywhere,
//! [`check()`] for a typed [`Certificate`]. This version checks factorizations: exact ones over Q and `F_p`, and
//! those stored as doubles or binary floats with a bound on their error; lower bounds on the number of layers of one matrix; and
//! least numbers of layers, which are both. Enumerations are counted again; of depth separations every bound is
//! recomputed. Other kinds are rejected as unsupported.
//!
//! ```
//! // x1 ← x1 + 2·x2 after x2 ← x2 + 3·x1 is the matrix [7 2; 3 1].
//! let text = br#"{
//!     "format": "flowcert/1", "kind": "factorization", "arith": "exact", "mode": "additive",
//!     "partition": [1, 1], "matrix": [["7", "2"], ["3", "1"]], "error_bound": "0",
//!     "layers": [{"writes": "second", "shift": [["3"]], "scale": ["1"]},
//!                {"writes": "first", "shift": [["2"]], "scale": ["1"]}]
//! }"#;
//! let verified = flowcert_check::check_bytes(text)?;
//! assert_eq!(verified.into_factorization().map(|product| product.layers), Some(2));
//!
//! let forged = String::from_utf8_lossy(text).replace("7", "8");
//! let rejection = flowcert_check::check_bytes(forged.as_bytes()).unwrap_err();
//! assert_eq!(rejection.code(), "product-differs");
//! # Ok::<(), flowcert_check::Rejection>(())
//! ```
//!
//! A lower bound: in mode positive the quarter turn of two coordinates, with the other two at rest, needs six layers.
//!
//! ```
//! let text = br#"{
//!     "format": "flowcert/1", "kind": "lower-bound", "mode": "positive", "partition": [2, 2],
//!     "matrix": [["0", "-1", "0", "0"], ["1", "0", "0", "0"], ["0", "0", "1", "0"], ["0", "0", "0", "1"]],
//!     "layers_needed": 6,
//!     "reasons": {"both": {"rule": "non-real-roots", "cycle_in": "matrix", "cycle": [0, 1]}}
//! }"#;
//! assert_eq!(
//!     flowcert_check::check_bytes(text)?.to_string(),
//!     "no product of fewer than 6 positive coupling layers with halves of 2 and 2 is the matrix over Q"
//! );
//! # Ok::<(), flowcert_check::Rejection>(())
//! ```
//!
//! A depth separation: some mixture of 256 Gaussians in 64 dimensions needs three layers of 64 parameters.
//!
//! ```
//! let text = br#"{
//!     "format": "flowcert/1", "kind": "depth-separation",
//!     "dimension": 64, "modes": 256, "accuracy": "1/16", "sigma_root_dimension": "1/1024",
//!     "generator": {"ramp_width": "1/131072", "error": "1/1024"},
//!     "codebook": {"points": "181166547634371569946435476010760592", "by": "ball-packing", "distance": "9/32"},
//!     "targets": {"shared": 136, "by": "counting"}, "separation": "distance",
//!     "layers": {"family": "sparse", "parameters": 64, "bound_squared": "147456"},
//!     "class": {"by": "general"}, "layers_needed": 3,
//!     "log2_targets": "14764", "log2_sensitivity": "53", "bits_per_parameter": "71"
//! }"#;
//! let verified = flowcert_check::check_bytes(text)?.to_string();
//! assert!(verified.starts_with("dimension 64, 256 modes: some mixture needs at least 3 layers"), "{verified}");
//! # Ok::<(), flowcert_check::Rejection>(())
//! ```

mod abbreviate;
mod certificate;
pub mod command;
mod depth_separation;
mod enumeration;
mod factorization;
mod float;
pub mod limits;
mod lower_bound;
mod reader;
mod rejection;
mod structure;
mod verified;
mod writer;

pub use certificate::{
    Arith, Certificate, Class, Codebook, CycleIn, DepthSeparation, Enumeration, Factorization, Ground, Half,
    Layer, LayerFamily, LowerBound, Matrix, MinimalLayers, Mode, RankEvidence, Reasons, Rule, Separation,
    Targets,
};
pub use reader::read;
pub use rejection::Rejection;
pub use verified::{
    Verified, VerifiedDepthSeparation, VerifiedEnumeration, VerifiedFactorization, VerifiedLowerBound,
    VerifiedMinimalLayers,
};
pub use writer::write;

/// Checks a certificate that is already typed; nothing about it is taken for granted.
///
/// # Errors
///
/// The first [`Rejection`] found: of the form, then of the product or of the reasons, then of the bound on the shifts.
///
/// ```
/// use flowcert_check::{Arith, Certificate, Factorization, Ground, Mode, check};
/// use rug::Rational;
///
/// let one = Rational::from(1);
/// let zero = Rational::new();
/// let identity = Certificate::Factorization(Factorization {
///     arith: Arith::Exact,
///     ground: Ground::Rationals,
///     mode: Mode::Additive,
///     partition: [1, 1],
///     matrix: vec![vec![one.clone(), zero.clone()], vec![zero.clone(), one]],
///     layers: vec![],
///     error_bound: zero,
///     max_shift_norm: None,
/// });
/// assert!(check(&identity)?.into_factorization().is_some_and(|product| product.layers == 0));
/// # Ok::<(), flowcert_check::Rejection>(())
/// ```
pub fn check(certificate: &Certificate) -> Result<Verified, Rejection> {
    match certificate {
        Certificate::Factorization(factorization) => {
            check_factorization(factorization).map(Verified::Factorization)
        }
        Certificate::Enumeration(enumeration) => enumeration::check(enumeration).map(Verified::Enumeration),
        Certificate::DepthSeparation(separation) => {
            depth_separation::check(separation).map(Verified::DepthSeparation)
        }
        Certificate::LowerBound(bound) => lower_bound::check(bound).map(Verified::LowerBound),
        Certificate::MinimalLayers(minimal) => {
            lower_bound::check_minimal(minimal).map(Verified::MinimalLayers)
        }
    }
}

/// [`check()`] for a factorization.
///
/// # Errors
///
/// The first [`Rejection`] found.
pub fn check_factorization(factorization: &Factorization) -> Result<VerifiedFactorization, Rejection> {
    factorization::check(factorization)
}

/// [`check()`] for a lower bound.
///
/// # Errors
///
/// The first [`Rejection`] found.
pub fn check_lower_bound(bound: &LowerBound) -> Result<VerifiedLowerBound, Rejection> {
    lower_bound::check(bound)
}

/// [`check()`] for a least number of layers.
///
/// # Errors
///
/// The first [`Rejection`] found.
pub fn check_minimal_layers(minimal: &MinimalLayers) -> Result<VerifiedMinimalLayers, Rejection> {
    lower_bound::check_minimal(minimal)
}

/// [`check()`] for a depth separation.
///
/// # Errors
///
/// The first [`Rejection`] found.
pub fn check_depth_separation(separation: &DepthSeparation) -> Result<VerifiedDepthSeparation, Rejection> {
    depth_separation::check(separation)
}

/// Checks a certificate from bytes: [`read`](read()), then [`check()`].
///
/// # Errors
///
/// The first [`Rejection`] found.
pub fn check_bytes(bytes: &[u8]) -> Result<Verified, Rejection> {
    check(&read(bytes)?)
}
