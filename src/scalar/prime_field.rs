//! The prime fields F_p for p below 2³².

use std::fmt;
use std::hash::Hash;
use std::marker::PhantomData;
use std::ops::{Add, AddAssign, Mul, MulAssign, Neg, Sub, SubAssign};

use num_traits::{One, Zero};
use rug::Integer;
use rug::integer::IntegerExt64;

use super::{Field, Rational};

/// Where a prime field has its prime from. [`prime`](Self::prime) must always return the same prime below 2³².
pub trait Modulus: Copy + Eq + Hash + fmt::Debug + Send + Sync + 'static {
    /// The prime p.
    fn prime() -> u64;
}

/// The prime `P`, known to the compiler: a composite `P`, or one of 2³² or more, does not compile.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Fixed<const P: u64>;

impl<const P: u64> Fixed<P> {
    const PRIME: u64 = {
        assert!(is_prime(P), "the modulus of Fp must be a prime below 2^32");
        P
    };
}

impl<const P: u64> Modulus for Fixed<P> {
    fn prime() -> u64 {
        Self::PRIME
    }
}

/// An element of F_p, held as its representative in `0 … p − 1`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Residue<M: Modulus>(u64, PhantomData<M>);

/// An element of F_P.
///
/// ```
/// use flowcert::scalar::{Field, Fp};
///
/// let x = Fp::<11>::from_i64(-3);
/// assert_eq!(x.to_string(), "8");
/// assert_eq!(x.times(&x.inverse().unwrap()), Fp::from_i64(1));
/// ```
pub type Fp<const P: u64> = Residue<Fixed<P>>;

impl<M: Modulus> Residue<M> {
    /// The element whose representative is `value mod p`.
    #[must_use]
    pub fn new(value: u64) -> Self {
        Self(value % M::prime(), PhantomData)
    }

    /// The representative in `0 … p − 1`.
    #[must_use]
    pub fn residue(self) -> u64 {
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

/// Whether n is a prime below 2³², by trial division.
#[must_use]
pub const fn is_prime(n: u64) -> bool {
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

impl<M: Modulus> fmt::Display for Residue<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl<M: Modulus> Add for Residue<M> {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self::new(self.0 + other.0)
    }
}

impl<M: Modulus> Sub for Residue<M> {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self::new(self.0 + M::prime() - other.0)
    }
}

impl<M: Modulus> Mul for Residue<M> {
    type Output = Self;
    fn mul(self, other: Self) -> Self {
        Self::new(self.0 * other.0)
    }
}

impl<M: Modulus> Neg for Residue<M> {
    type Output = Self;
    fn neg(self) -> Self {
        Self::new(M::prime() - self.0)
    }
}

impl<M: Modulus> AddAssign for Residue<M> {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl<M: Modulus> SubAssign for Residue<M> {
    fn sub_assign(&mut self, other: Self) {
        *self = *self - other;
    }
}

impl<M: Modulus> MulAssign for Residue<M> {
    fn mul_assign(&mut self, other: Self) {
        *self = *self * other;
    }
}

impl<M: Modulus> Zero for Residue<M> {
    fn zero() -> Self {
        Self(0, PhantomData)
    }
    fn is_zero(&self) -> bool {
        self.0 == 0
    }
}

impl<M: Modulus> One for Residue<M> {
    fn one() -> Self {
        Self::new(1)
    }
}

impl<M: Modulus> Field for Residue<M> {
    fn order() -> Option<u64> {
        Some(M::prime())
    }

    fn from_i64(value: i64) -> Self {
        let magnitude = Self::new(value.unsigned_abs());
        if value < 0 { -magnitude } else { magnitude }
    }

    fn from_rational(value: &Rational) -> Option<Self> {
        let reduce = |part: &Integer| Self(part.mod_u64(M::prime()), PhantomData);
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
        // Fermat: x^(p − 2) = 1/x.
        (self.0 != 0).then(|| self.power(M::prime() - 2))
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
