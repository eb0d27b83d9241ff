//! The form of an enumeration: the partition, the prime, no zeros at the end.

use super::{check_ground, check_partition};
use crate::certificate::{Enumeration, Ground};
use crate::rejection::Rejection;

/// Checks everything but the counts.
pub(crate) fn check(enumeration: &Enumeration) -> Result<(), Rejection> {
    check_partition(enumeration.partition)?;
    check_ground(Ground::Prime(enumeration.field))?;
    match enumeration.counts.last() {
        Some(last) if *last > 0 => Ok(()),
        _ => Err(Rejection::LastCount),
    }
}
