//! Vectors in fixed point, with a bound on the norm of their error.

use rug::{Complete, Integer};

use super::fixed::{Fixed, largest_bits, norm_above, root_above, shifted};

/// All vectors v with ‖v − n·2^e‖₂ ≤ r·2^e, for a vector n of integers.
#[derive(Clone, Debug, Default)]
pub(super) struct Ball {
    pub(super) integers: Vec<Integer>,
    pub(super) exponent: i64,
    pub(super) radius: Integer,
}

impl Ball {
    /// The vector 0.
    pub(super) fn zero(length: usize) -> Self {
        Self { integers: vec![Integer::new(); length], exponent: 0, radius: Integer::new() }
    }

    pub(super) fn of_fixed(fixed: Fixed) -> Self {
        Self { radius: fixed.slack(), integers: fixed.integers, exponent: fixed.exponent }
    }

    /// Whether this is the vector 0, without error.
    pub(super) fn is_zero(&self) -> bool {
        self.radius.is_zero() && self.integers.iter().all(Integer::is_zero)
    }

    pub(super) fn negated(mut self) -> Self {
        self.integers.iter_mut().for_each(rug::ops::NegAssign::neg_assign);
        self
    }

    /// An upper bound on the norm of n.
    pub(super) fn norm(&self) -> Integer {
        norm_above(&self.integers)
    }

    /// Encloses the sum of two vectors with about so many bits.
    ///
    /// Numbers are rounded down, so each of the two adds an error below 1 to each entry of the sum; nothing is rounded
    /// if all bits of both fit.
    pub(super) fn sum(self, other: Self, bits: u64) -> Self {
        let parts = [self, other];
        let length = parts.iter().map(|part| part.integers.len()).max().unwrap_or(0);
        let nonzero = || parts.iter().filter(|part| !part.is_zero());
        let Some(top) = nonzero().map(Self::top).max() else { return Self::zero(length) };
        let lowest = nonzero().map(|part| part.exponent).min().unwrap_or(0);
        let exponent = lowest.max(top.saturating_sub_unsigned(bits));
        let mut sum = Self { exponent, ..Self::zero(length) };
        for part in nonzero() {
            let by = part.exponent - exponent;
            for (target, integer) in sum.integers.iter_mut().zip(&part.integers) {
                *target += shifted(integer, by);
            }
            // −⌊−r⌋ rounds the radius up.
            sum.radius -= shifted(&(-&part.radius).complete(), by);
            if by < 0 {
                sum.radius += root_above(&Integer::from(length));
            }
        }
        sum
    }

    /// Every entry of n is below 2 to this power, times 2^e.
    fn top(&self) -> i64 {
        let bits = largest_bits(&self.integers).max(u64::from(self.radius.significant_bits()));
        self.exponent.saturating_add_unsigned(bits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ball(integers: &[i64], exponent: i64, radius: u32) -> Ball {
        let integers = integers.iter().copied().map(Integer::from).collect();
        Ball { integers, exponent, radius: Integer::from(radius) }
    }

    #[test]
    fn sums_that_fit_are_exact() {
        let sum = ball(&[3, -1], 0, 1).sum(ball(&[1, 1], -2, 2), 60);
        assert_eq!(
            (sum.integers, sum.exponent, sum.radius),
            ([13, -3].map(Integer::from).to_vec(), -2, Integer::from(6))
        );
        assert!(Ball::zero(2).sum(Ball::zero(2), 60).is_zero());
        let small = ball(&[5, 7], -900, 0).sum(Ball::zero(2), 60);
        assert_eq!(
            (small.integers[0].clone(), small.exponent),
            (Integer::from(5), -900),
            "0 has no exponent"
        );
    }

    #[test]
    fn other_sums_enclose() {
        // 1000 + 0.75 and −7 − 0.25 with 8 bits: a unit of 4, each part rounded by less than a unit.
        let sum = ball(&[1000, -7], 0, 0).sum(ball(&[3, -1], -2, 0), 8);
        assert_eq!(sum.exponent, 2);
        let error = |at: usize, exact: f64| (exact - 4.0 * sum.integers[at].to_f64()).abs();
        assert!(error(0, 1000.75).hypot(error(1, -7.25)) <= 4.0 * sum.radius.to_f64());
        assert!(sum.radius <= 4);
        assert!(ball(&[1000], 0, 3).sum(ball(&[1], -2, 0), 8).radius >= 1, "3 is rounded up");
    }
}
