//! Square roots of rational numbers, the square kept exact.

use rug::Rational;

use crate::scalar::{Ball, Float};

/// Bits of [`SquareRoot::approximation`].
const BITS: u32 = 128;

/// √q for a rational q ≥ 0, such as the factor 1/√n of sign vectors.
///
/// ```
/// use flowcert::depth::SquareRoot;
/// use flowcert::scalar::Rational;
///
/// let root = SquareRoot::of(Rational::from((1, 8))).unwrap();
/// assert_eq!(root.rational(), None);
/// assert_eq!(format!("{:.6}", root.ball(53)), "[0.353553, 0.353554]");
/// assert_eq!(SquareRoot::of(Rational::from((4, 9))).unwrap().rational(), Some(Rational::from((2, 3))));
/// assert!(SquareRoot::of(Rational::from(-1)).is_none());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SquareRoot {
    square: Rational,
}

impl SquareRoot {
    /// √square, `None` for a negative square.
    #[must_use]
    pub fn of(square: Rational) -> Option<Self> {
        (!square.is_negative()).then_some(Self { square })
    }

    /// |x| for a rational x.
    #[must_use]
    pub fn of_rational(x: &Rational) -> Self {
        Self { square: x.clone().square() }
    }

    /// The square, exactly.
    #[must_use]
    pub fn square(&self) -> &Rational {
        &self.square
    }

    /// The root itself where it is rational.
    #[must_use]
    pub fn rational(&self) -> Option<Rational> {
        let (numerator, denominator) = (self.square.numer(), self.square.denom());
        let exact = numerator.is_perfect_square() && denominator.is_perfect_square();
        exact.then(|| Rational::from((numerator.clone().sqrt(), denominator.clone().sqrt())))
    }

    /// The root where it is rational, else a rational number within 2⁻¹²⁷ of it, relatively.
    #[must_use]
    pub fn approximation(&self) -> Rational {
        let nearest = || Float::with_val(BITS, &self.square).sqrt().to_rational().unwrap_or_default();
        self.rational().unwrap_or_else(nearest)
    }

    /// An enclosure.
    #[must_use]
    pub fn ball(&self, precision: u32) -> Ball {
        match self.rational() {
            Some(root) => Ball::enclose(&root, precision),
            None => Ball::enclose(&self.square, precision).sqrt(),
        }
    }
}
