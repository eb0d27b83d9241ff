//! What was verified, in one sentence.

use std::fmt;

use rug::Rational;

use crate::abbreviate;
use crate::certificate::{Factorization, Ground, Mode};

/// A kind of certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A matrix as a product of coupling layers.
    Factorization,
}

/// The claim that was verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// The certificate's kind.
    pub kind: Kind,
    /// What the scales are.
    pub mode: Mode,
    /// The field.
    pub ground: Ground,
    /// The lengths of the two halves.
    pub partition: [usize; 2],
    /// The number of layers K.
    pub layers: usize,
    /// The bits of the largest numerator or denominator in the certificate.
    pub largest_bits: u64,
    /// The proved bound on the spectral norm of every shift, if there is one.
    pub max_shift_norm: Option<Rational>,
}

impl Verified {
    pub(crate) fn factorization(factorization: &Factorization) -> Self {
        let shifts = factorization.layers.iter().flat_map(|layer| layer.shift.iter().chain([&layer.scale]));
        let numbers = factorization.matrix.iter().chain(shifts).flatten();
        let bits =
            numbers.map(|number| number.numer().significant_bits().max(number.denom().significant_bits()));
        Self {
            kind: Kind::Factorization,
            mode: factorization.mode,
            ground: factorization.ground,
            partition: factorization.partition,
            layers: factorization.layers.len(),
            largest_bits: bits.max().map_or(0, u64::from),
            max_shift_norm: factorization.max_shift_norm.clone(),
        }
    }
}

impl fmt::Display for Verified {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { mode, ground, partition: [first, second], layers, largest_bits, .. } = self;
        let plural = if *layers == 1 { "" } else { "s" };
        write!(
            formatter,
            "the matrix over {ground} is exactly the product of {layers} {mode} coupling layer{plural} with \
             halves of {first} and {second}; numbers of up to {largest_bits} bits"
        )?;
        match &self.max_shift_norm {
            Some(bound) => {
                write!(formatter, "; no shift has a spectral norm above {}", abbreviate::number(bound))
            }
            None => Ok(()),
        }
    }
}
