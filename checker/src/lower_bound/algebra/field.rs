//! The field of a lower bound, and the account of the work that is done in it.
//!
//! Numbers are rationals in memory; over `F_p` they are the integers 0, …, p − 1, as in the certificate.

use std::cell::Cell;

use rug::{Complete, Integer, Rational};

use crate::certificate::Ground;
use crate::limits::{MAX_REASON_BITS, MAX_REASON_WORK};
use crate::rejection::Rejection;

/// Q or `F_p`.
pub(in crate::lower_bound) struct Field {
    ground: Ground,
    work: Cell<u64>,
}

impl Field {
    pub(in crate::lower_bound) fn new(ground: Ground) -> Self {
        Self { ground, work: Cell::new(0) }
    }

    /// The prime of a finite field.
    pub(super) fn prime(&self) -> Option<u64> {
        match self.ground {
            Ground::Rationals => None,
            Ground::Prime(prime) => Some(prime),
        }
    }

    /// The element that a sum or product of elements stands for: over `F_p` its remainder.
    pub(super) fn element(&self, number: Rational) -> Rational {
        match self.prime() {
            None => number,
            Some(_) => Rational::from(self.residue(number.into_numer_denom().0)),
        }
    }

    /// The integer, over `F_p` its remainder.
    pub(super) fn residue(&self, number: Integer) -> Integer {
        match self.prime() {
            None => number,
            Some(prime) => number.modulo(&Integer::from(prime)),
        }
    }

    /// above / below, for `below` ≠ 0 in the field.
    pub(super) fn quotient(&self, above: &Integer, below: &Integer) -> Rational {
        let Some(prime) = self.prime() else { return Rational::from((above, below)) };
        // Every residue but 0 has an inverse.
        let inverse = below.invert_ref(&Integer::from(prime)).map(Integer::from).unwrap_or_default();
        Rational::from(self.residue((above * &inverse).complete()))
    }

    /// The product of two elements.
    pub(in crate::lower_bound) fn times(
        &self,
        left: &Rational,
        right: &Rational,
    ) -> Result<Rational, Rejection> {
        self.spend(1, bits([left]) + bits([right]))?;
        Ok(self.element((left * right).complete()))
    }

    /// 1/x for x ≠ 0.
    pub(in crate::lower_bound) fn reciprocal(&self, number: &Rational) -> Result<Rational, Rejection> {
        self.spend(1, bits([number]))?;
        Ok(self.quotient(number.denom(), number.numer()))
    }

    /// −1.
    pub(in crate::lower_bound) fn minus_one(&self) -> Rational {
        self.element(Rational::from(-1))
    }

    /// Refuses so many multiplications with results of so many bits, if they are too many together with what was done
    /// before.
    pub(super) fn spend(&self, multiplications: u64, bits: u64) -> Result<(), Rejection> {
        let refuse = |what, found, limit| {
            Err(Rejection::TooLarge { place: "the computation".to_owned(), what, found, limit })
        };
        let bits = if self.prime().is_some() { 64 } else { bits };
        if bits > MAX_REASON_BITS {
            return refuse("the number of bits in one number", bits, MAX_REASON_BITS);
        }
        // A multiplication of short numbers takes as long as one of 64 bits.
        let work = self.work.get().saturating_add(multiplications.saturating_mul(bits + 64));
        self.work.set(work);
        if work > MAX_REASON_WORK {
            return refuse("the number of multiplications times their bits", work, MAX_REASON_WORK);
        }
        Ok(())
    }
}

/// At most how many bits the numerators of these numbers and their common denominator have, once they have it; more than
/// [`MAX_REASON_BITS`] if it is long.
pub(super) fn bits<'n>(numbers: impl IntoIterator<Item = &'n Rational>) -> u64 {
    let mut common = Integer::from(1);
    let mut longest = 0;
    for number in numbers {
        longest = longest.max(u64::from(number.numer().significant_bits()));
        let both = u64::from(common.significant_bits()) + u64::from(number.denom().significant_bits());
        if *number.denom() != common {
            if both > MAX_REASON_BITS {
                return both;
            }
            common.lcm_mut(number.denom());
        }
    }
    longest + u64::from(common.significant_bits())
}

/// The number of bits of a count: the length of a sum of so many terms exceeds theirs by no more.
pub(super) fn bits_of_count(count: usize) -> u64 {
    u64::from(usize::BITS - count.leading_zeros())
}
