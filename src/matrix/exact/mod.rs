//! Exact elimination: determinant, inverse, echelon form, linear equations, characteristic polynomial, Krylov chains.
//!
//! [`ExactField`] is what a field must bring: its defaults eliminate with field operations (`elimination.rs`,
//! `hessenberg.rs`), which is right for F_p. Over ℚ that would drown in greatest common divisors and in numbers
//! far longer than the result, so [`Rational`](crate::scalar::Rational) works over ℤ with common denominators:
//! fraction-free Bareiss elimination for echelon forms, and many word-sized primes with the Chinese remainder theorem
//! for ranks, determinants, inverses and characteristic polynomials, whose sizes Hadamard's inequality bounds beforehand.

mod bareiss;
mod coprime_base;
mod elimination;
mod hessenberg;
mod integer;
mod invariants;
mod krylov;
mod modular;
mod multimodular;
mod parallel;
mod polynomial;
mod rank;
mod rational;
mod solve;

use nalgebra::DMatrix;

use super::Product;

pub use coprime_base::coprime_base;
pub use elimination::Echelon;
pub use invariants::{invariant_factors, kernel_growth, restriction, unobservable_space};
pub use krylov::{adjugate_chain, krylov_basis};
pub use polynomial::Polynomial;
pub use solve::{MatrixEquations, Solutions, kernel, left_kernel, solve, solve_from_left};

/// A field with the kernels of exact linear algebra. All of them are total: they answer for every matrix of the right
/// shape, and say `None` where there is no answer.
pub trait ExactField: Product {
    /// The reduced row echelon form, for a matrix of any shape.
    fn echelon(matrix: &DMatrix<Self>) -> Echelon<Self> {
        elimination::echelon(matrix)
    }

    /// The determinant of a square matrix (1 for the 0 × 0 matrix).
    fn determinant(matrix: &DMatrix<Self>) -> Self {
        elimination::determinant(matrix)
    }

    /// The inverse of a square matrix, `None` if it is singular.
    fn invert(matrix: &DMatrix<Self>) -> Option<DMatrix<Self>> {
        elimination::invert(matrix)
    }

    /// `left · divisor⁻¹`, of shapes `m × n` and `n × n`; `None` if the divisor is singular.
    fn divide(left: &DMatrix<Self>, divisor: &DMatrix<Self>) -> Option<DMatrix<Self>> {
        Some(Self::multiply(left, &Self::invert(divisor)?))
    }

    /// The rank of a matrix of any shape.
    fn rank(matrix: &DMatrix<Self>) -> usize {
        Self::echelon(matrix).pivots.len()
    }

    /// The coefficients c₀, …, c_{d−1}, 1 of det(t − matrix), lowest degree first.
    fn characteristic_polynomial(matrix: &DMatrix<Self>) -> Vec<Self> {
        hessenberg::characteristic_polynomial(matrix)
    }
}

impl<M: crate::scalar::Modulus> ExactField for crate::scalar::Residue<M> {}

/// The rank.
///
/// ```
/// use flowcert::matrix::{DMatrix, exact::rank};
/// use flowcert::scalar::Rational;
///
/// let matrix = DMatrix::from_row_slice(2, 2, &[1, 2, 2, 4].map(Rational::from));
/// assert_eq!(rank(&matrix), 1);
/// ```
pub fn rank<F: ExactField>(matrix: &DMatrix<F>) -> usize {
    F::rank(matrix)
}

#[cfg(test)]
mod tests;
