//! Numbers: the [`Field`] trait, its exact instances [`Rational`] and [`Fp`], the floats `f64` and [`Mpfr`], and
//! enclosures of real numbers, [`Ball`].
//!
//! Every theorem of the project that needs only field operations is written once, over [`Field`], and runs over ℚ and
//! over the prime fields alike. The floats are fields up to rounding: each operation gives the nearest float; balls round
//! outward, and always contain the number.

mod ball;
mod double;
mod mpfr;
mod nearest;
mod power_law;
mod prime_field;
mod rational;

use std::fmt::{Debug, Display};
use std::ops::Neg;

use nalgebra::{ClosedAddAssign, ClosedMulAssign, ClosedSubAssign, Scalar};
use num_traits::{One, Zero};

pub use ball::{Ball, Float};
pub use mpfr::Mpfr;
#[cfg(feature = "cli")]
pub(crate) use nearest::{binary_exponent, logarithm};
pub use nearest::{nearest_double, nearest_single};
pub use power_law::PowerLaw;
pub use prime_field::{Fixed, Fp, Modulus, Residue, is_prime};
pub use rational::Rational;

/// A field: with exact arithmetic over ℚ and F_p, rounded to nearest for floats, each of which is a rational number.
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

    /// The image of a rational number (for floats the nearest), `None` where its denominator is zero in this field or it
    /// is too large.
    fn from_rational(value: &Rational) -> Option<Self>;

    /// The number as a certificate writes it: the exact value over ℚ and of a float, the representative `0 … p − 1` over
    /// F_p.
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
