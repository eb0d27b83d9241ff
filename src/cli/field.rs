//! From a prime on the command line to a field of the library, whose modulus is part of the type.

use super::failure::{BAD_INPUT, Failure};
use crate::matrix::exact::ExactField;
use crate::scalar::{Fp, Rational};

/// A computation over any field.
pub(super) trait OverField {
    type Output;
    fn run<F: ExactField>(self) -> Self::Output;
}

macro_rules! over_prime_field {
    ($prime:expr, $computation:expr, [$($p:literal)*]) => {
        match $prime {
            $($p => Ok($computation.run::<Fp<$p>>()),)*
            other => Err(unsupported(other, &[$($p),*])),
        }
    };
}

/// Runs a computation over ℚ, or over F_p for the primes that the program is compiled for.
pub(super) fn over_field<C: OverField>(prime: Option<u64>, computation: C) -> Result<C::Output, Failure> {
    let Some(prime) = prime else { return Ok(computation.run::<Rational>()) };
    over_prime_field!(prime, computation, [2 3 5 7 11 13 17 19 23 29 31 37 41 43 47 53 59 61 67 71 73 79 83 89 97 101 251 257 65_537 2_147_483_647])
}

fn unsupported(prime: u64, supported: &[u64]) -> Failure {
    let list = supported.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    Failure::new(BAD_INPUT, "field::unsupported", format!("the field with {prime} elements is not available"))
        .with_help(format!("the primes are {list}; leave --field out to work over ℚ"))
}
