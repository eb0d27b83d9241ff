//! Numbers: the [`Field`] trait and its exact instances, [`Rational`] and [`Fp`]; enclosures of real numbers, [`Ball`].
//!
//! Every theorem of the project that needs only field operations is written once, over [`Field`], and runs over ℚ and
//! over the prime fields alike. Fields never round; balls round outward only, and always contain the number.

mod ball;
mod prime_field;
mod rational;

use std::fmt::{Debug, Display};
use std::ops::Neg;

use nalgebra::{ClosedAddAssign, ClosedMulAssign, ClosedSubAssign, Scalar};
use num_traits::{One, Zero};

pub use ball::{Ball, Float};
pub use prime_field::{Fixed, Fp, Modulus, Residue, is_prime};
pub use rational::Rational;

/// A field with exact arithmetic and exact equality.
///
/// The bounds are those that nalgebra asks of the entries of a matrix, so that `DMatrix<F>` adds, multiplies and
/// compares out of the box; the methods are arithmetic by reference, which exact numbers need to be fast.
///
/// ```
/// use flowcert::scalar::{Field, Fp, Rational};
///
/// fn halve<F: Field>(x: &F) -> Option<F> {
///     Some(x.times(&F::from_i64(2).inverse()?))
/// }
/// assert_eq!(halve(&Rational::from((3, 5))).unwrap().to_string(), "3/10");
/// assert_eq!(halve(&Fp::<7>::from_i64(3)).unwrap().to_string(), "5");
/// ```
pub trait Field:
    Scalar
    + Zero
    + One
    + ClosedAddAssign
    + ClosedSubAssign
    + ClosedMulAssign
    + Neg<Output = Self>
    + Display
    + Debug
    + Send
    + Sync
{
    /// The number of elements, `None` for an infinite field.
    fn order() -> Option<u64>;

    /// The image of an integer.
    fn from_i64(value: i64) -> Self;

    /// The image of a rational number, `None` where its denominator is zero in this field.
    fn from_rational(value: &Rational) -> Option<Self>;

    /// The number as a certificate writes it: itself over ℚ, the representative `0 … p − 1` over F_p.
    fn to_rational(&self) -> Rational;

    /// `self + other`.
    #[must_use]
    fn plus(&self, other: &Self) -> Self;

    /// `self − other`.
    #[must_use]
    fn minus(&self, other: &Self) -> Self;

    /// `self · other`.
    #[must_use]
    fn times(&self, other: &Self) -> Self;

    /// `self += a · b`.
    fn add_product(&mut self, a: &Self, b: &Self);

    /// `self −= a · b`.
    fn subtract_product(&mut self, a: &Self, b: &Self);

    /// The multiplicative inverse, `None` for zero.
    fn inverse(&self) -> Option<Self>;

    /// The size of the number in bits: the longer of numerator and denominator over ℚ, the residue's over F_p.
    fn bits(&self) -> u64;

    /// Whether the number is greater than zero, `None` in a field without an order.
    fn is_positive(&self) -> Option<bool>;
}

/// The number in text, in full up to 40 characters, else its first and last digits and its size in bits.
pub fn abbreviated<F: Field>(number: &F) -> String {
    let text = number.to_string();
    if text.len() <= 40 {
        return text;
    }
    let (head, tail) = (&text[..12], &text[text.len() - 8..]);
    format!("{head}…{tail} ({} bits)", number.bits())
}
