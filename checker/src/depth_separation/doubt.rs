//! What an enclosure says of an inequality, and more and more bits until it says something.

use crate::rejection::Rejection;

/// The precisions that are tried, in bits.
const PRECISIONS: [u32; 4] = [128, 256, 512, 1024];

/// Why an inequality was not confirmed.
#[derive(Debug)]
pub(super) enum Doubt {
    /// It is false.
    Refuted(Rejection),
    /// The enclosure is too wide to tell; the rejection is for the case that no narrower one tells.
    Open(Rejection),
}

/// Tries with more and more bits. What none of them decides is rejected: only what is proved is accepted.
pub(super) fn decide(attempt: impl Fn(u32) -> Result<(), Doubt>) -> Result<(), Rejection> {
    let mut open = None;
    for precision in PRECISIONS {
        match attempt(precision) {
            Ok(()) => return Ok(()),
            Err(Doubt::Refuted(rejection)) => return Err(rejection),
            Err(Doubt::Open(rejection)) => open = Some(rejection),
        }
    }
    open.map_or(Ok(()), Err)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stays_open_is_rejected() {
        let open = |_| Err(Doubt::Open(Rejection::LastCount));
        assert_eq!(decide(open), Err(Rejection::LastCount));
        let late = |precision| if precision < 512 { open(precision) } else { Ok(()) };
        assert_eq!(decide(late), Ok(()));
        assert_eq!(decide(|_| Err(Doubt::Refuted(Rejection::Internal))), Err(Rejection::Internal));
    }
}
