//! Kind `enumeration`: not checked by this version.

use crate::certificate::Enumeration;
use crate::rejection::Rejection;
use crate::verified::VerifiedEnumeration;

/// Verifies an enumeration.
pub(crate) fn check(_: &Enumeration) -> Result<VerifiedEnumeration, Rejection> {
    Err(Rejection::Unsupported { key: "kind", found: "enumeration".to_owned() })
}
