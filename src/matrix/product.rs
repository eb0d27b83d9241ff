//! Products of matrices, by the kernel that suits the numbers.

use super::DMatrix;
use crate::scalar::{Field, Modulus, Residue};

/// A field whose matrices can be multiplied.
pub trait Product: Field {
    /// The product `left · right`, of shapes `m × k` and `k × n`.
    fn multiply(left: &DMatrix<Self>, right: &DMatrix<Self>) -> DMatrix<Self> {
        assert_eq!(left.ncols(), right.nrows(), "the inner dimensions of a product must agree");
        DMatrix::from_fn(left.nrows(), right.ncols(), |i, j| {
            let mut sum = Self::zero();
            for k in 0..left.ncols() {
                sum.add_product(&left[(i, k)], &right[(k, j)]);
            }
            sum
        })
    }
}

impl<M: Modulus> Product for Residue<M> {}
