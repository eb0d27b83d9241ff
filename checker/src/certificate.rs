//! The data model of format `flowcert/1`: what a certificate says, as typed values.
//!
//! Reused: `rug`'s rationals. Nothing is judged here: [`read`](crate::read) builds these values from bytes,
//! [`check`](crate::check) judges them.

use rug::Rational;

/// A dense matrix as a list of rows.
pub type Matrix = Vec<Vec<Rational>>;

/// One certificate of a kind that this version can check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Certificate {
    /// Kind `factorization`.
    Factorization(Factorization),
}

/// The claim that a matrix *is* the product of coupling layers, exactly or up to a relative error.
///
/// Every number is a rational in memory, whatever the arithmetic: a double *is* one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Factorization {
    /// How the numbers of the layers are stored.
    pub arith: Arith,
    /// The field that the numbers belong to.
    pub ground: Ground,
    /// What the scales of the layers may be.
    pub mode: Mode,
    /// The lengths of the two halves `[d1, d2]`, both at least 1.
    pub partition: [usize; 2],
    /// The matrix M, (d1 + d2) × (d1 + d2): rationals of any size in every arithmetic.
    pub matrix: Matrix,
    /// The layers in the order in which they are applied to x: M = `layers[K−1]` ⋯ `layers[0]`; the empty list is
    /// the identity. Consecutive layers write different halves.
    pub layers: Vec<Layer>,
    /// An upper bound on ‖product − M‖ / ‖M‖ in the Frobenius norm: 0 if `arith` is exact or M = 0.
    pub error_bound: Rational,
    /// If present, an upper bound on the spectral norm of every shift (over Q only).
    pub max_shift_norm: Option<Rational>,
}

/// How the numbers of a certificate's layers are stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arith {
    /// As fractions, or as elements of a prime field.
    Exact,
    /// As finite doubles (IEEE 754 binary64).
    F64,
    /// As binary floats of up to [`MAX_PRECISION`](crate::limits::MAX_PRECISION) significant bits.
    Mpfr {
        /// The most significant bits of a number, at least 2.
        precision: u32,
    },
}

/// The field that the numbers of a certificate belong to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ground {
    /// The rational numbers Q.
    Rationals,
    /// The field `F_p` of a prime p below 2³²; its elements are the integers 0, …, p − 1.
    Prime(u64),
}

/// What the diagonal scales Λ of the layers may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Every scale is 1, as in NICE.
    Additive,
    /// Every scale is positive, as in Real NVP and GLOW; over Q only.
    Positive,
    /// Every scale is different from 0.
    Signed,
    /// Any scale, also 0: for matrices that are singular or too close to it, in floating point only. The flow need not
    /// be invertible.
    Singular,
}

/// A half of the coordinates, x = (x1, x2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Half {
    /// x1, the first d1 coordinates.
    First,
    /// x2, the last d2 coordinates.
    Second,
}

/// One linear affine coupling layer: the written half y becomes Λ·y + S·(the other half).
///
/// As a matrix: `[I 0; S Λ]` if it writes the second half, `[Λ S; 0 I]` if it writes the first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layer {
    /// The half that is written.
    pub writes: Half,
    /// The shift S, (written half) × (other half).
    pub shift: Matrix,
    /// The diagonal of the scale Λ, as long as the written half.
    pub scale: Vec<Rational>,
}

impl Half {
    /// The half that is not this one.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::First => Self::Second,
            Self::Second => Self::First,
        }
    }

    /// The half's name in a certificate.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Second => "second",
        }
    }

    /// This half's length in a partition.
    #[must_use]
    pub fn length(self, partition: [usize; 2]) -> usize {
        let [first, second] = partition;
        match self {
            Self::First => first,
            Self::Second => second,
        }
    }
}

impl Arith {
    /// The arithmetic's name in a certificate.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::F64 => "f64",
            Self::Mpfr { .. } => "mpfr",
        }
    }
}

impl Mode {
    /// The mode's name in a certificate.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Additive => "additive",
            Self::Positive => "positive",
            Self::Signed => "signed",
            Self::Singular => "singular",
        }
    }
}

impl std::fmt::Display for Arith {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.name())
    }
}

impl std::fmt::Display for Half {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.name())
    }
}

impl std::fmt::Display for Mode {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.name())
    }
}

impl std::fmt::Display for Ground {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Rationals => formatter.write_str("Q"),
            Self::Prime(prime) => write!(formatter, "F_{prime}"),
        }
    }
}
