//! Sums of integers times powers of two.

use rug::{Complete, Integer};

use super::fixed::shifted;
use crate::factorization::size;
use crate::rejection::Rejection;

/// The number m·2^e.
#[derive(Clone, Debug, Default)]
pub(super) struct Dyadic {
    mantissa: Integer,
    exponent: i64,
}

impl Dyadic {
    /// Adds m·2^e.
    pub(super) fn add(&mut self, mantissa: &Integer, exponent: i64) -> Result<(), Rejection> {
        // Trailing zeros are taken off, so that numbers are as long as their digits ask for.
        let Some(zeros) = mantissa.find_one(0) else { return Ok(()) };
        let (mantissa, exponent) = ((mantissa >> zeros).complete(), exponent + i64::from(zeros));
        if self.mantissa.is_zero() {
            *self = Self { mantissa, exponent };
            return Ok(());
        }
        let lowest = self.exponent.min(exponent);
        self.mantissa = self.at(lowest)?;
        self.exponent = lowest;
        self.mantissa += Self { mantissa, exponent }.at(lowest)?;
        Ok(())
    }

    /// The integer m' with the number = m'·2^lowest, for a `lowest` of at most e.
    pub(super) fn at(&self, lowest: i64) -> Result<Integer, Rejection> {
        if self.mantissa.is_zero() {
            return Ok(Integer::new());
        }
        let by = self.exponent.saturating_sub(lowest);
        size::check(size::bits(&self.mantissa).saturating_add_signed(by), 1)?;
        Ok(shifted(&self.mantissa, by))
    }

    /// The exponent e; nothing for 0, which has any.
    pub(super) fn exponent(&self) -> Option<i64> {
        (!self.mantissa.is_zero()).then_some(self.exponent)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_exact() {
        let mut sum = Dyadic::default();
        for (mantissa, exponent) in [(3, -4), (0, -4000), (8, 2), (1, 100), (-3, -4)] {
            sum.add(&Integer::from(mantissa), exponent).expect("small");
        }
        assert_eq!(sum.at(-4), Ok((Integer::from(1) << 104_u32) + 512));
        assert!(sum.add(&Integer::from(1), -(1 << 40)).is_err(), "too long");
    }
}
