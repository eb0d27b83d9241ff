//! The prime fields F_p for p below 2³², the prime a parameter of the type.

use std::fmt;
use std::ops::{Add, AddAssign, Mul, MulAssign, Neg, Sub, SubAssign};

use num_traits::{One, Zero};
use rug::Integer;
use rug::integer::IntegerExt64;

use super::{Field, Rational};

/// An element of F_P, held as its representative in `0 … P − 1`.
///
/// `P` is a prime below 2³²; a composite `P` does not compile.
///
/// ```
/// use flowcert::scalar::{Field, Fp};
///
/// let x = Fp::<11>::from_i64(-3);
/// assert_eq!(x.to_string(), "8");
/// assert_eq!(x.times(&x.inverse().unwrap()), Fp::from_i64(1));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Fp<const P: u64>(u64);

impl<const P: u64> Fp<P> {
    const MODULUS: u64 = {
        assert!(is_prime(P), "the modulus of Fp must be a prime below 2^32");
        P
    };

    /// The element whose representative is `value mod P`.
    #[must_use]
    pub const fn new(value: u64) -> Self {
        Self(value % Self::MODULUS)
    }

    /// The representative in `0 … P − 1`.
    #[must_use]
    pub const fn residue(self) -> u64 {
        self.0
    }

    fn power(self, mut exponent: u64) -> Self {
        let (mut base, mut result) = (self, Self::one());
        while exponent > 0 {
            if exponent & 1 == 1 {
                result *= base;
            }
            base *= base;
            exponent >>= 1;
        }
        result
    }
}

const fn is_prime(n: u64) -> bool {
    if n < 2 || n >= 1 << 32 {
        return false;
    }
    let mut divisor = 2;
    while divisor * divisor <= n {
        if n.is_multiple_of(divisor) {
            return false;
        }
        divisor += 1;
    }
    true
}

impl<const P: u64> fmt::Display for Fp<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl<const P: u64> Add for Fp<P> {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self::new(self.0 + other.0)
    }
}

impl<const P: u64> Sub for Fp<P> {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self::new(self.0 + P - other.0)
    }
}

impl<const P: u64> Mul for Fp<P> {
    type Output = Self;
    fn mul(self, other: Self) -> Self {
        Self::new(self.0 * other.0)
    }
}

impl<const P: u64> Neg for Fp<P> {
    type Output = Self;
    fn neg(self) -> Self {
        Self::new(P - self.0)
    }
}

impl<const P: u64> AddAssign for Fp<P> {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl<const P: u64> SubAssign for Fp<P> {
    fn sub_assign(&mut self, other: Self) {
        *self = *self - other;
    }
}

impl<const P: u64> MulAssign for Fp<P> {
    fn mul_assign(&mut self, other: Self) {
        *self = *self * other;
    }
}

impl<const P: u64> Zero for Fp<P> {
    fn zero() -> Self {
        Self(0)
    }
    fn is_zero(&self) -> bool {
        self.0 == 0
    }
}

impl<const P: u64> One for Fp<P> {
    fn one() -> Self {
        Self::new(1)
    }
}

impl<const P: u64> Field for Fp<P> {
    fn order() -> Option<u64> {
        Some(P)
    }

    fn from_i64(value: i64) -> Self {
        let magnitude = Self::new(value.unsigned_abs());
        if value < 0 { -magnitude } else { magnitude }
    }

    fn from_rational(value: &Rational) -> Option<Self> {
        let reduce = |part: &Integer| Self(part.mod_u64(P));
        Some(reduce(value.numer()) * reduce(value.denom()).inverse()?)
    }

    fn to_rational(&self) -> Rational {
        Rational::from(self.0)
    }

    fn plus(&self, other: &Self) -> Self {
        *self + *other
    }

    fn minus(&self, other: &Self) -> Self {
        *self - *other
    }

    fn times(&self, other: &Self) -> Self {
        *self * *other
    }

    fn add_product(&mut self, a: &Self, b: &Self) {
        *self += *a * *b;
    }

    fn subtract_product(&mut self, a: &Self, b: &Self) {
        *self -= *a * *b;
    }

    fn inverse(&self) -> Option<Self> {
        // Fermat: x^(P − 2) = 1/x.
        (self.0 != 0).then(|| self.power(P - 2))
    }

    fn bits(&self) -> u64 {
        u64::from(64 - self.0.leading_zeros()).max(1)
    }

    fn is_positive(&self) -> Option<bool> {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_nonzero_element_has_its_inverse() {
        for value in 1..101 {
            let x = Fp::<101>::new(value);
            assert_eq!(x * x.inverse().unwrap(), Fp::one());
        }
        assert_eq!(Fp::<101>::zero().inverse(), None);
    }

    #[test]
    fn rationals_reduce_unless_p_divides_the_denominator() {
        assert_eq!(Fp::<5>::from_rational(&Rational::from((-1, 2))), Some(Fp::new(2)));
        assert_eq!(Fp::<5>::from_rational(&Rational::from((1, 10))), None);
    }

    #[test]
    fn the_largest_prime_below_2_to_32_does_not_overflow() {
        let x = Fp::<4_294_967_291>::from_i64(-1);
        assert_eq!(x * x, Fp::one());
        assert_eq!(x + x, Fp::from_i64(-2));
    }
}
