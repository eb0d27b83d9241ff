//! From a prime on the command line to a field of the library.

use std::sync::OnceLock;

use super::failure::{BAD_INPUT, Failure};
use crate::matrix::exact::ExactField;
use crate::scalar::{Modulus, Rational, Residue, is_prime};

/// A computation over any field.
pub(super) trait OverField {
    type Output;
    fn run<F: ExactField>(self) -> Self::Output;
}

/// The prime of this process: one command works over one field.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
struct Chosen;

static CHOSEN: OnceLock<u64> = OnceLock::new();

impl Modulus for Chosen {
    fn prime() -> u64 {
        *CHOSEN.get().expect("over_field sets the prime before it computes")
    }
}

/// Runs a computation over ℚ, or over F_p for a prime p below 2³².
pub(super) fn over_field<C: OverField>(prime: Option<u64>, computation: C) -> Result<C::Output, Failure> {
    let Some(prime) = prime else { return Ok(computation.run::<Rational>()) };
    if !is_prime(prime) {
        let message = format!("{prime} is not a prime below 2^32: there is no field to work over");
        return Err(Failure::new(BAD_INPUT, "field::not-prime", message)
            .with_help("give a prime, or leave --field out to work over the rational numbers"));
    }
    assert_eq!(*CHOSEN.get_or_init(|| prime), prime, "one command works over one field");
    Ok(computation.run::<Residue<Chosen>>())
}
