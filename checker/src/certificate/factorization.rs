//! Kind `factorization`.

use rug::Rational;

use super::{Arith, Ground, Half, Matrix, Mode};

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
