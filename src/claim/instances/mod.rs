//! The instances of the claims: which matrices, in which mode, over which numbers, and what is allowed for each.

mod exact;
mod float;
mod needed;
mod two_by_two;

use flowcert_check::Certificate;

use super::expected::Expected;
use crate::linear::LinearError;

pub(super) use exact::{linear, permutation, signed_permutation, six_layers};
pub(super) use float::{eight_conditioned, orthogonal_six, ten_bounded};
pub(super) use needed::{five_layers, four_layers, six_sharp, unequal_halves};
pub(super) use two_by_two::two_by_two;

/// One matrix on which a claim is checked.
pub struct Instance {
    /// What the matrix is; also the name of its certificate.
    pub name: String,
    /// What the claim expects of its certificate.
    pub expected: Expected,
    construct: Box<dyn Fn() -> Result<Certificate, LinearError> + Send + Sync>,
}

impl Instance {
    /// The certificate, as it is before anyone has checked it.
    pub(super) fn construct(&self) -> Result<Certificate, LinearError> {
        (self.construct)()
    }
}
