//! Verifies a depth separation.

use crate::certificate::DepthSeparation;
use crate::rejection::Rejection;
use crate::verified::VerifiedDepthSeparation;

/// Verifies a depth separation.
pub(crate) fn check(separation: &DepthSeparation) -> Result<VerifiedDepthSeparation, Rejection> {
    let _ = VerifiedDepthSeparation::of(separation);
    Err(Rejection::Unsupported { key: "kind", found: "depth-separation".to_owned() })
}
