//! A verified factorization.

use std::fmt;

use rug::Rational;

use super::layers;
use crate::abbreviate;
use crate::certificate::{Arith, Factorization, Ground, Mode};

/// A matrix that is the product of coupling layers, exactly or up to a relative error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifiedFactorization {
    /// What the scales are.
    pub mode: Mode,
    /// How the numbers of the layers are stored.
    pub arith: Arith,
    /// The field.
    pub ground: Ground,
    /// The lengths of the two halves.
    pub partition: [usize; 2],
    /// The number of layers K.
    pub layers: usize,
    /// The bits of the largest numerator or denominator in the certificate.
    pub largest_bits: u64,
    /// The proved bound on ‖product − M‖ / ‖M‖ in the Frobenius norm, 0 for exact products.
    pub error_bound: Rational,
    /// The proved bound on the spectral norm of every shift, if there is one.
    pub max_shift_norm: Option<Rational>,
}

impl VerifiedFactorization {
    pub(crate) fn of(factorization: &Factorization) -> Self {
        let shifts = factorization.layers.iter().flat_map(|layer| layer.shift.iter().chain([&layer.scale]));
        let numbers = factorization.matrix.iter().chain(shifts).flatten();
        let bits =
            numbers.map(|number| number.numer().significant_bits().max(number.denom().significant_bits()));
        Self {
            mode: factorization.mode,
            arith: factorization.arith,
            ground: factorization.ground,
            partition: factorization.partition,
            layers: factorization.layers.len(),
            largest_bits: bits.max().map_or(0, u64::from),
            error_bound: factorization.error_bound.clone(),
            max_shift_norm: factorization.max_shift_norm.clone(),
        }
    }
}

impl fmt::Display for VerifiedFactorization {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.arith {
            Arith::Exact => self.say_exact(formatter),
            Arith::F64 => self.say_stored(formatter, "doubles"),
            Arith::Mpfr { precision } => self.say_stored(formatter, &format!("floats of {precision} bits")),
        }
    }
}

impl VerifiedFactorization {
    fn say_exact(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { ground, largest_bits, .. } = self;
        let layers = self.layers();
        write!(
            formatter,
            "the matrix over {ground} is exactly the product of {layers}; numbers of up to {largest_bits} bits"
        )?;
        match &self.max_shift_norm {
            Some(bound) => {
                write!(formatter, "; no shift has a spectral norm above {}", abbreviate::number(bound))
            }
            None => Ok(()),
        }
    }

    fn say_stored(&self, formatter: &mut fmt::Formatter<'_>, stored: &str) -> fmt::Result {
        let (layers, exact) = (self.layers(), self.error_bound.is_zero());
        let exactly = if exact { "exactly " } else { "" };
        write!(formatter, "the matrix is {exactly}the product of {layers}, stored as {stored}")?;
        if !exact {
            let bound = abbreviate::decimal(&self.error_bound);
            write!(formatter, ", up to a relative error of at most {bound} (Frobenius norm)")?;
        }
        match &self.max_shift_norm {
            Some(bound) => {
                write!(formatter, "; every shift has spectral norm at most {}", abbreviate::decimal(bound))
            }
            None => Ok(()),
        }
    }

    /// Such as "6 additive coupling layers with halves of 2 and 2".
    fn layers(&self) -> String {
        layers(self.layers, self.mode, self.partition)
    }
}
