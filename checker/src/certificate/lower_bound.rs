//! Kinds `lower-bound` and `minimal-layers`.
//!
//! A *word* of length ℓ is a product of ℓ layers that write the halves in turn. It starts, on the left, with a layer that acts
//! last: with L, which writes the second half, or with U, which writes the first. There are two words of each length ℓ ≥ 1,
//! and each contains all shorter ones, since a layer may be the identity. So a matrix needs k layers if neither word of length
//! k − 1 is the matrix, and a certificate gives one reason for each of the two.

use rug::Rational;

use super::{Ground, Layer, Matrix, Mode};

/// The claim that no product of fewer than so many coupling layers is the matrix.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LowerBound {
    /// The field that the numbers belong to.
    pub ground: Ground,
    /// What the scales of the layers may be; never [`Mode::Singular`].
    pub mode: Mode,
    /// The lengths of the two halves `[d1, d2]`, both at least 1.
    pub partition: [usize; 2],
    /// The matrix M, (d1 + d2) × (d1 + d2).
    pub matrix: Matrix,
    /// The number k: no product of fewer layers is M.
    pub layers_needed: usize,
    /// Why neither word of length k − 1 is M.
    pub reasons: Reasons,
}

/// The claim that a matrix is the product of so many coupling layers and of no fewer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MinimalLayers {
    /// No fewer.
    pub lower_bound: LowerBound,
    /// So many: the layers in the order in which they are applied to x, as in an exact
    /// [`Factorization`](super::Factorization).
    pub layers: Vec<Layer>,
}

/// Why the two words are not the matrix.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reasons {
    /// There is nothing to exclude: no layers are needed.
    None,
    /// One reason excludes both words.
    Both(Rule),
    /// One reason for each word.
    Each {
        /// For the word whose leftmost layer writes the second half.
        starts_with_l: Rule,
        /// For the word whose leftmost layer writes the first half.
        starts_with_u: Rule,
    },
}

/// A rule that excludes a word, with the numbers that it needs. In the notation of docs/certificate-format.md, M = [A B; C D]
/// and M⁻¹ = [P Q; R W]; for a word that starts with U, or with L if the rule says so, the halves are exchanged first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rule {
    /// M ≠ I.
    NotIdentity,
    /// M is not one layer.
    NotOneLayer,
    /// A or W is not a diagonal matrix of the mode.
    NotTwoLayers,
    /// The linear equations of three layers have no solution, by multipliers Y and Z (Farkas).
    ThreeLayers {
        /// Y, d2 × d2.
        y: Matrix,
        /// Z, d1 × d1.
        z: Matrix,
    },
    /// Too different numbers of Jordan blocks of A and W, for a polynomial f and a power.
    Invariant {
        /// The coefficients c0, c1, … of f.
        polynomial: Vec<Rational>,
        /// The power i ≥ 1.
        power: usize,
    },
    /// Too different sizes of Jordan blocks of A and W at the eigenvalue 1.
    BlocksAtOne {
        /// The power i ≥ 1.
        power: usize,
    },
    /// Together the Jordan blocks of A and W, joined as cheaply as possible, are too many for the dimension.
    Degrees {
        /// The coefficients of the polynomials.
        factors: Vec<Vec<Rational>>,
    },
    /// The principal minors of A and of W have opposite signs.
    PrincipalMinorSigns {
        /// The size of the minors.
        k: usize,
    },
    /// One principal minor of A is not 0 and none of W is, or the other way round.
    LonePrincipalMinor {
        /// The size of the minors.
        k: usize,
    },
    /// One of A and W has non-real eigenvalues and the other only real ones, whatever the scales.
    NonRealRoots {
        /// The one with non-real eigenvalues.
        cycle_in: CycleIn,
        /// The coordinates of the cycle in order.
        cycle: Vec<usize>,
    },
    /// The linear system for the second factor of four layers has no solution, by multipliers F, G and H (Fredholm).
    KernelSystem {
        /// F, d1 × d2.
        f: Matrix,
        /// G, d1 × d2.
        g: Matrix,
        /// H, d1 × d1.
        h: Matrix,
    },
    /// A multiplier H on both sides of the kernel of A balances scales that cannot be balanced.
    KernelBalance {
        /// H, d1 × d1.
        h: Matrix,
    },
    /// The word has too few layers of one kind for the ranks of A − Γ1 and D − Γ2.
    Ranks {
        /// For A.
        first: RankEvidence,
        /// For D.
        second: RankEvidence,
    },
    /// A multiple of the identity on each half, of unequal lengths: seven layers would have too many eigenvalues.
    ScalarBlocks,
}

impl Rule {
    /// The rule's name in a certificate.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::NotIdentity => "not-identity",
            Self::NotOneLayer => "not-one-layer",
            Self::NotTwoLayers => "not-two-layers",
            Self::ThreeLayers { .. } => "three-layers",
            Self::Invariant { .. } => "invariant",
            Self::BlocksAtOne { .. } => "blocks-at-one",
            Self::Degrees { .. } => "degrees",
            Self::PrincipalMinorSigns { .. } => "principal-minor-signs",
            Self::LonePrincipalMinor { .. } => "lone-principal-minor",
            Self::NonRealRoots { .. } => "non-real-roots",
            Self::KernelSystem { .. } => "kernel-system",
            Self::KernelBalance { .. } => "kernel-balance",
            Self::Ranks { .. } => "ranks",
            Self::ScalarBlocks => "scalar-blocks",
        }
    }
}

/// Which matrix of the pair has the cycle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CycleIn {
    /// A, a block of M.
    Matrix,
    /// W, a block of M⁻¹.
    Inverse,
}

impl CycleIn {
    /// Its name in a certificate.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Matrix => "matrix",
            Self::Inverse => "inverse",
        }
    }
}

/// Why the rank of A − Γ is at least something for every diagonal Γ of the mode.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RankEvidence {
    /// Additive: it is the rank of A − I.
    Rank,
    /// Positive: no principal minor of −A is negative, so det(Γ − A) > 0.
    Minors,
    /// A triangular part without diagonal entries.
    Staircase {
        /// The rows, from 0.
        rows: Vec<usize>,
        /// The columns, from 0.
        columns: Vec<usize>,
    },
    /// A single cycle off the diagonal: one less than the number of rows, and together with another such block perhaps one more.
    Cycle,
}

impl RankEvidence {
    /// Its name in a certificate.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Rank => "rank",
            Self::Minors => "minors",
            Self::Staircase { .. } => "staircase",
            Self::Cycle => "cycle",
        }
    }
}
