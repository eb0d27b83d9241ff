//! Linear equations for scales that no scales of the mode solve.
//!
//! Several rules end with equations Σ v_i g_i = 0 in numbers g_i of which only the mode is known: additive g_i = 1,
//! positive g_i > 0, signed g_i ≠ 0. With each equation its multiples hold, and all sums. A vector v in their span is
//! a contradiction if
//!
//! - additive: its sum is not 0;
//! - positive: it has no negative entry, and is not 0;
//! - signed: exactly one entry is not 0.
//!
//! If the span has no such vector then, over an infinite field, some g of the mode solve all of them.

use nalgebra::DMatrix;

use super::simplex::combination_without_negatives;
use crate::coupling::Mode;
use crate::matrix::exact::{ExactField, solve};
use crate::matrix::unit_column;
use crate::scalar::Field;

/// A combination k with equations·k a contradiction, for equations whose coefficients are the columns; a single
/// equation where one is enough.
pub(super) fn contradiction<F: ExactField>(equations: &DMatrix<F>, mode: Mode) -> Option<DMatrix<F>> {
    let count = equations.ncols();
    let one_is_enough = (0..count).find_map(|k| {
        let column: Vec<F> = equations.column(k).iter().cloned().collect();
        let factor = contradicting_factor(&column, mode)?;
        Some(unit_column(count, k).map(|entry: F| entry.times(&factor)))
    });
    one_is_enough.or_else(|| match mode {
        Mode::Positive | Mode::Signed => solve(equations, &contradiction_in_span(equations, mode)?),
        // If no equation has a sum other than 0, none in the span has.
        Mode::Additive | Mode::Singular => None,
    })
}

/// The factor ±1 that makes the vector a contradiction, if there is one.
fn contradicting_factor<F: Field>(vector: &[F], mode: Mode) -> Option<F> {
    let nonzero = || vector.iter().filter(|entry| !entry.is_zero());
    let positive = nonzero().filter(|entry| entry.is_positive() == Some(true)).count();
    let count = nonzero().count();
    match mode {
        Mode::Additive => {
            let sum = vector.iter().fold(F::zero(), |sum, entry| sum.plus(entry));
            (!sum.is_zero()).then(F::one)
        }
        Mode::Positive if count > 0 && positive == count => Some(F::one()),
        Mode::Positive if count > 0 && positive == 0 => Some(-F::one()),
        Mode::Signed if count == 1 => Some(F::one()),
        _ => None,
    }
}

/// A contradiction in the span of the columns, positive and signed mode. In the reduced echelon form a unit vector of
/// the span is one of the rows.
fn contradiction_in_span<F: ExactField>(equations: &DMatrix<F>, mode: Mode) -> Option<DMatrix<F>> {
    let form = F::echelon(&equations.transpose());
    let rows = form.matrix.rows(0, form.pivots.len()).into_owned();
    let row_is_enough = rows.row_iter().find_map(|row| {
        let row: Vec<F> = row.iter().cloned().collect();
        let factor = contradicting_factor(&row, mode)?;
        Some(DMatrix::from_iterator(row.len(), 1, row.iter().map(|entry| entry.times(&factor))))
    });
    row_is_enough.or_else(|| {
        let ordered = mode == Mode::Positive;
        let y = ordered.then(|| combination_without_negatives(&rows, &form.pivots))??;
        Some(F::multiply(&rows.transpose(), &DMatrix::from_vec(y.len(), 1, y)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scalar::{Fp, Rational};

    fn equations<F: Field, const N: usize>(unknowns: usize, entries: [i64; N]) -> DMatrix<F> {
        DMatrix::from_column_slice(unknowns, N / unknowns, &entries.map(F::from_i64))
    }

    #[test]
    fn additive_sums_decide() {
        assert_eq!(
            contradiction(&equations::<Rational, 4>(2, [1, -1, 2, 1]), Mode::Additive),
            Some(unit_column(2, 1))
        );
        assert_eq!(contradiction(&equations::<Rational, 4>(2, [1, -1, 2, -2]), Mode::Additive), None);
        assert_eq!(contradiction(&equations::<Fp<2>, 2>(2, [1, 1]), Mode::Additive), None);
    }

    #[test]
    fn signed_needs_a_lone_coefficient() {
        // g₁ = 2g₂, g₁ = 3g₂: both are 0.
        let twice = equations::<Rational, 4>(2, [1, -2, 1, -3]);
        let combination = contradiction(&twice, Mode::Signed).unwrap();
        assert_eq!((twice * combination).iter().filter(|entry| !entry.is_zero()).count(), 1);
        assert_eq!(contradiction(&equations::<Rational, 2>(2, [1, 1]), Mode::Signed), None);
        assert_eq!(
            contradiction(&equations::<Fp<5>, 3>(3, [0, 2, 0]), Mode::Signed),
            Some(unit_column(1, 0))
        );
    }

    #[test]
    fn positive_needs_one_sign() {
        assert_eq!(
            contradiction(&equations::<Rational, 2>(2, [-1, -3]), Mode::Positive).unwrap()[(0, 0)],
            -1
        );
        assert_eq!(contradiction(&equations::<Rational, 2>(2, [1, -3]), Mode::Positive), None);
        // No row of the echelon form is enough for g₁ + g₃ = g₄, g₂ + g₄ = g₃: their sum is g₁ + g₂ = 0.
        let cycle = equations::<Rational, 8>(4, [1, 0, 1, -1, 0, 1, -1, 1]);
        let combination = contradiction(&cycle, Mode::Positive).unwrap();
        let vector = cycle * combination;
        assert!(vector.iter().all(|entry| *entry >= 0) && vector.iter().any(|entry| *entry > 0));
    }
}
