//! Kind `enumeration`.

use rug::Integer;

/// The claim that of the matrices of determinant 1 over a small prime field so many need so many layers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enumeration {
    /// The prime q.
    pub field: u64,
    /// The lengths of the two halves `[d1, d2]`, both at least 1.
    pub partition: [usize; 2],
    /// `counts[k]` is the number of matrices of SL(d1 + d2, `F_q`) whose least number of additive layers is k; the last one
    /// is not 0.
    pub counts: Vec<Integer>,
}
