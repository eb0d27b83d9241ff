//! Polynomials in one variable over a field.

use nalgebra::DMatrix;

use crate::matrix::Product;
use crate::scalar::Field;

/// A polynomial c₀ + c₁t + … + c_n tⁿ, held as its coefficients with c_n ≠ 0; the zero polynomial has none.
#[derive(Clone, Debug, PartialEq)]
pub struct Polynomial<F: Field> {
    coefficients: Vec<F>,
}

impl<F: Field> Polynomial<F> {
    /// The polynomial with these coefficients, the constant one first; zeros at the end are dropped.
    ///
    /// ```
    /// use flowcert::matrix::exact::Polynomial;
    /// use flowcert::scalar::Rational;
    ///
    /// let polynomial = |coefficients: &[i64]| {
    ///     Polynomial::new(coefficients.iter().copied().map(Rational::from).collect())
    /// };
    /// // (t − 1)²·(t + 2) and (t − 1)·t have the common divisor t − 1.
    /// let divisor = polynomial(&[2, -3, 0, 1]).gcd(&polynomial(&[0, -1, 1]));
    /// assert_eq!(divisor, polynomial(&[-1, 1]));
    /// ```
    #[must_use]
    pub fn new(mut coefficients: Vec<F>) -> Self {
        while coefficients.last().is_some_and(F::is_zero) {
            coefficients.pop();
        }
        Self { coefficients }
    }

    /// The constant 1.
    #[must_use]
    pub fn one() -> Self {
        Self { coefficients: vec![F::one()] }
    }

    /// t − `root`.
    #[must_use]
    pub fn linear(root: &F) -> Self {
        Self { coefficients: vec![-root.clone(), F::one()] }
    }

    /// The coefficients, the constant one first and the leading one last.
    #[must_use]
    pub fn coefficients(&self) -> &[F] {
        &self.coefficients
    }

    /// The degree; 0 for constants, zero included.
    #[must_use]
    pub fn degree(&self) -> usize {
        self.coefficients.len().saturating_sub(1)
    }

    /// Whether it is the zero polynomial.
    #[must_use]
    pub fn is_zero(&self) -> bool {
        self.coefficients.is_empty()
    }

    /// The largest size in bits of a coefficient.
    #[must_use]
    pub fn largest_bits(&self) -> u64 {
        self.coefficients.iter().map(F::bits).max().unwrap_or(0)
    }

    /// The polynomial divided by its leading coefficient; zero stays zero.
    #[must_use]
    pub fn monic(&self) -> Self {
        match self.coefficients.last().and_then(F::inverse) {
            Some(inverse) => {
                Self { coefficients: self.coefficients.iter().map(|c| c.times(&inverse)).collect() }
            }
            None => self.clone(),
        }
    }

    /// The product.
    #[must_use]
    pub fn times(&self, other: &Self) -> Self {
        if self.is_zero() || other.is_zero() {
            return Self { coefficients: vec![] };
        }
        let mut product = vec![F::zero(); self.degree() + other.degree() + 1];
        for (i, a) in self.coefficients.iter().enumerate() {
            for (j, b) in other.coefficients.iter().enumerate() {
                product[i + j].add_product(a, b);
            }
        }
        Self::new(product)
    }

    /// Quotient and remainder, of a degree below the divisor's; `None` if the divisor is zero.
    #[must_use]
    pub fn divided_by(&self, divisor: &Self) -> Option<(Self, Self)> {
        let leading = divisor.coefficients.last()?.inverse()?;
        let mut remainder = self.coefficients.clone();
        let count = (remainder.len() + 1).saturating_sub(divisor.coefficients.len());
        let mut quotient = vec![F::zero(); count];
        for shift in (0..count).rev() {
            let factor = remainder[shift + divisor.degree()].times(&leading);
            for (k, coefficient) in divisor.coefficients.iter().enumerate() {
                remainder[shift + k].subtract_product(&factor, coefficient);
            }
            quotient[shift] = factor;
        }
        Some((Self::new(quotient), Self::new(remainder)))
    }

    /// The quotient if the divisor divides the polynomial.
    #[must_use]
    pub fn quotient(&self, divisor: &Self) -> Option<Self> {
        let (quotient, remainder) = self.divided_by(divisor)?;
        remainder.is_zero().then_some(quotient)
    }

    /// The monic greatest common divisor; that of zero and zero is zero.
    #[must_use]
    pub fn gcd(&self, other: &Self) -> Self {
        // Monic remainders keep rational coefficients at the size of subresultants.
        let (mut larger, mut smaller) = (self.monic(), other.monic());
        while let Some((_, remainder)) = larger.divided_by(&smaller) {
            larger = std::mem::replace(&mut smaller, remainder.monic());
        }
        larger
    }

    /// The derivative.
    #[must_use]
    pub fn derivative(&self) -> Self {
        let terms = self.coefficients.iter().zip(0_i64..).skip(1);
        Self::new(terms.map(|(c, k)| c.times(&F::from_i64(k))).collect())
    }

    /// The value at a point.
    #[must_use]
    pub fn value_at(&self, point: &F) -> F {
        self.coefficients.iter().rev().fold(F::zero(), |value, c| value.times(point).plus(c))
    }

    /// How often a divisor of degree at least 1 divides the polynomial; 0 for zero.
    #[must_use]
    pub fn multiplicity_of(&self, divisor: &Self) -> usize {
        let mut rest = self.clone();
        let mut multiplicity = 0;
        while let Some(quotient) = rest.quotient(divisor).filter(|_| rest.degree() >= divisor.degree().max(1))
        {
            rest = quotient;
            multiplicity += 1;
        }
        multiplicity
    }
}

impl<F: Product> Polynomial<F> {
    /// The polynomial of a square matrix, times a matrix of as many rows: f(A)·V by Horner's rule.
    #[must_use]
    pub fn at_matrix_times(&self, matrix: &DMatrix<F>, vectors: &DMatrix<F>) -> DMatrix<F> {
        let zero = DMatrix::zeros(vectors.nrows(), vectors.ncols());
        self.coefficients.iter().rev().fold(zero, |value, coefficient| {
            F::multiply(matrix, &value) + vectors.map(|entry| entry.times(coefficient))
        })
    }

    /// The polynomial of a square matrix.
    #[must_use]
    pub fn at_matrix(&self, matrix: &DMatrix<F>) -> DMatrix<F> {
        self.at_matrix_times(matrix, &DMatrix::identity(matrix.nrows(), matrix.nrows()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scalar::{Fp, Rational};

    fn polynomial<F: Field>(coefficients: &[i64]) -> Polynomial<F> {
        Polynomial::new(coefficients.iter().map(|&c| F::from_i64(c)).collect())
    }

    #[test]
    fn division_has_a_quotient_and_a_smaller_remainder() {
        let (dividend, divisor) = (polynomial::<Rational>(&[1, -4, 0, 3, 2]), polynomial(&[1, 2, 3]));
        let (quotient, remainder) = dividend.divided_by(&divisor).unwrap();
        assert!(remainder.degree() < divisor.degree());
        let mut sum = quotient.times(&divisor).coefficients().to_vec();
        for (entry, addend) in sum.iter_mut().zip(remainder.coefficients()) {
            *entry += addend;
        }
        assert_eq!(Polynomial::new(sum), dividend);
        assert_eq!(dividend.divided_by(&polynomial(&[])), None);
        assert_eq!(dividend.quotient(&divisor), None);
        assert_eq!(polynomial::<Rational>(&[5]).divided_by(&divisor).unwrap().1, polynomial(&[5]));
    }

    #[test]
    fn zero_and_constants() {
        let (zero, two) = (polynomial::<Rational>(&[0, 0]), polynomial(&[2]));
        assert!(zero.is_zero());
        assert_eq!(zero.gcd(&zero), zero);
        assert_eq!(zero.gcd(&two), Polynomial::one());
        assert_eq!(zero.multiplicity_of(&polynomial(&[0, 1])), 0);
        assert_eq!(two.derivative(), zero);
        assert_eq!(zero.times(&two), zero);
    }

    #[test]
    fn derivatives_vanish_on_p_th_powers() {
        assert!(polynomial::<Fp<3>>(&[1, 0, 0, 2, 0, 0, 1]).derivative().is_zero());
        assert_eq!(polynomial::<Rational>(&[1, 0, 0, 2]).derivative(), polynomial(&[0, 0, 6]));
    }

    #[test]
    fn multiplicities_count_divisors() {
        let square = polynomial::<Rational>(&[4, 4, 1]);
        assert_eq!(square.multiplicity_of(&polynomial(&[2, 1])), 2);
        assert_eq!(square.multiplicity_of(&polynomial(&[1, 1])), 0);
    }

    #[test]
    fn values_at_points_and_matrices() {
        let f = polynomial::<Rational>(&[-2, 0, 1]);
        assert_eq!(f.value_at(&Rational::from(3)), 7);
        // The companion matrix of f.
        let companion = DMatrix::from_row_slice(2, 2, &[0, 2, 1, 0].map(Rational::from));
        assert!(f.at_matrix(&companion).iter().all(Rational::is_zero));
    }
}
