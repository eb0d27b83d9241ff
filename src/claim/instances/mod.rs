//! The instances of the claims: which matrices or mixtures, in which mode, over which numbers, and what is allowed for each.

mod depth;
mod exact;
mod float;
mod needed;
mod two_by_two;

use flowcert_check::Certificate;
use thiserror::Error;

use super::expected::Expected;
use crate::depth::DepthError;
use crate::linear::LinearError;

pub(super) use depth::depth;
pub(super) use exact::{linear, permutation, signed_permutation, six_layers};
pub(super) use float::{eight_conditioned, orthogonal_six, ten_bounded};
pub(super) use needed::{five_layers, four_layers, six_sharp, unequal_halves};
pub(super) use two_by_two::two_by_two;

/// Why an instance has no certificate.
#[derive(Debug, Error)]
pub(super) enum InstanceError {
    #[error("{0}")]
    Linear(#[from] LinearError),
    #[error("{0}")]
    Depth(#[from] DepthError),
}

/// One matrix, or one family of mixtures, on which a claim is checked.
pub struct Instance {
    /// What it is; also the name of its certificate.
    pub name: String,
    /// What the claim expects of its certificate.
    pub expected: Expected,
    construct: Box<dyn Fn() -> Result<Certificate, InstanceError> + Send + Sync>,
}

impl Instance {
    /// The certificate, as it is before anyone has checked it.
    pub(super) fn construct(&self) -> Result<Certificate, InstanceError> {
        (self.construct)()
    }
}
