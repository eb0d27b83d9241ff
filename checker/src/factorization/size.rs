//! The memory that a step of the computation may take: asked before the step, from the sizes of what goes in.
//!
//! A certificate whose numbers have nothing in common (all denominators different, say) makes common denominators
//! that no honest factorization needs; it is refused before they are computed. Single numbers stay below 2³² bits,
//! so counting their bits never overflows.

use rug::Integer;

use crate::limits::{MAX_BLOCK_BITS, MAX_NUMBER_BITS};
use crate::rejection::Rejection;

/// The number's length in bits.
pub(super) fn bits(number: &Integer) -> u64 {
    u64::from(number.significant_bits())
}

/// Refuses a matrix of so many entries of so many bits, if it is too large.
pub(super) fn check(bits: u64, entries: usize) -> Result<(), Rejection> {
    let refuse = |what, found, limit| {
        Err(Rejection::TooLarge { place: "the computation".to_owned(), what, found, limit })
    };
    let all = bits.saturating_mul(entries as u64);
    if bits > MAX_NUMBER_BITS {
        refuse("the number of bits in one number", bits, MAX_NUMBER_BITS)
    } else if all > MAX_BLOCK_BITS {
        refuse("the number of bits in one block", all, MAX_BLOCK_BITS)
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use rug::Rational;

    use super::*;
    use crate::factorization::scaled::Scaled;

    #[test]
    fn limits_are_exact() {
        assert!(check(MAX_NUMBER_BITS, 2).is_ok());
        assert!(check(MAX_NUMBER_BITS + 1, 1).is_err());
        assert!(check(MAX_BLOCK_BITS / 1024, 1024).is_ok());
        assert!(check(MAX_BLOCK_BITS / 1024, 1025).is_err());
        assert!(check(u64::MAX, usize::MAX).is_err());
    }

    /// A 32 × 32 matrix with the first entries given and zeros after them.
    fn sparse(entries: &[Rational]) -> Result<Scaled, Rejection> {
        let flat: Vec<Rational> = (0..1024).map(|at| entries.get(at).cloned().unwrap_or_default()).collect();
        Scaled::from_rows(flat.chunks(32), 32)
    }

    #[test]
    fn large_common_denominators_are_refused() {
        let [two, three] = [(2_u32, 2_500_000), (3, 1_577_000)]
            .map(|(base, exponent)| Rational::from((1, Integer::from(Integer::u_pow_u(base, exponent)))));
        assert!(sparse(&[two.clone(), two.clone()]).is_ok());
        assert!(sparse(&[three.clone(), three.clone()]).is_ok());
        assert_eq!(sparse(&[two, three]).expect_err("5 million bits, 1024 entries").code(), "too-large");
    }

    #[test]
    fn large_products_are_refused() {
        let power = |exponent| Rational::from(Integer::from(1) << exponent);
        let (small, large) =
            (sparse(&[power(9)]).expect("small"), sparse(&[power(2_500_000)]).expect("allowed"));
        let fraction = sparse(&[power(2_500_000).recip()]).expect("allowed");
        for (left, right) in [(&large, &large), (&fraction, &fraction)] {
            let mut target = small.clone();
            assert!(target.subtract_product(left, &small).is_ok());
            assert_eq!(target.subtract_product(left, right).expect_err("5 million bits").code(), "too-large");
        }
        let mut target = large.clone();
        assert_eq!(
            target.subtract_product(&fraction, &small).expect_err("5 million bits").code(),
            "too-large"
        );
    }
}
