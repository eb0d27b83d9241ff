//! The kernels over ℚ against the definitions and against the kernels by field operations.

use nalgebra::DMatrix;
use proptest::prelude::*;

use super::{
    ExactField, adjugate_chain, elimination, hessenberg, kernel, krylov_basis, rank, solve, solve_from_left,
};
use crate::matrix::Product;
use crate::scalar::{Field, Fp, Rational};

fn rational() -> impl Strategy<Value = Rational> {
    prop_oneof![
        2 => Just(Rational::new()),
        4 => (-9_i64..=9).prop_map(Rational::from),
        2 => (-50_i64..=50, 1_i64..=12).prop_map(Rational::from),
        1 => (any::<i64>(), 1_i64..=i64::MAX).prop_map(Rational::from),
    ]
}

fn matrix(rows: usize, columns: usize) -> impl Strategy<Value = DMatrix<Rational>> {
    proptest::collection::vec(rational(), rows * columns)
        .prop_map(move |v| DMatrix::from_vec(rows, columns, v))
}

fn square() -> impl Strategy<Value = DMatrix<Rational>> {
    (0_usize..=6).prop_flat_map(|size| matrix(size, size))
}

fn identity<F: Field>(size: usize) -> DMatrix<F> {
    DMatrix::identity(size, size)
}

proptest! {
    #[test]
    fn determinants_agree_with_elimination_by_fractions(m in square()) {
        prop_assert_eq!(Rational::determinant(&m), elimination::determinant(&m));
    }

    #[test]
    fn an_inverse_exists_exactly_where_the_determinant_is_not_zero(m in square()) {
        match Rational::invert(&m) {
            Some(inverse) => prop_assert_eq!(Rational::multiply(&m, &inverse), identity(m.nrows())),
            None => prop_assert_eq!(elimination::determinant(&m), Rational::new()),
        }
    }

    #[test]
    fn products_agree_with_nalgebra(a in matrix(4, 3), b in matrix(3, 5)) {
        prop_assert_eq!(Rational::multiply(&a, &b), &a * &b);
    }

    #[test]
    fn echelon_forms_agree_with_elimination_by_fractions(m in matrix(4, 6)) {
        prop_assert_eq!(Rational::echelon(&m), elimination::echelon(&m));
    }

    #[test]
    fn ranks_agree_with_elimination_by_fractions(m in matrix(4, 6), left in matrix(6, 3), right in matrix(3, 5)) {
        for matrix in [m.transpose(), m, Rational::multiply(&left, &right)] {
            prop_assert_eq!(rank(&matrix), elimination::echelon(&matrix).pivots.len());
        }
    }

    #[test]
    fn the_kernel_is_annihilated_and_as_large_as_the_rank_says(m in matrix(3, 6), singular in matrix(6, 3)) {
        for matrix in [m.clone(), Rational::multiply(&singular, &m)] {
            let basis = kernel(&matrix);
            prop_assert_eq!(basis.ncols(), matrix.ncols() - rank(&matrix));
            prop_assert_eq!(rank(&basis), basis.ncols());
            prop_assert!(Rational::multiply(&matrix, &basis).iter().all(|x| *x == Rational::new()));
        }
    }

    #[test]
    fn a_solvable_system_is_solved(m in matrix(4, 3), x in matrix(3, 2)) {
        let right = Rational::multiply(&m, &x);
        let found = solve(&m, &right).unwrap();
        prop_assert_eq!(Rational::multiply(&m, &found), right.clone());
        let found = solve_from_left(&m.transpose(), &right.transpose()).unwrap();
        prop_assert_eq!(Rational::multiply(&found, &m.transpose()), right.transpose());
    }

    #[test]
    fn characteristic_polynomials_agree_and_satisfy_cayley_hamilton(m in square()) {
        let coefficients = Rational::characteristic_polynomial(&m);
        prop_assert_eq!(&coefficients, &hessenberg::characteristic_polynomial(&m));
        let mut value = DMatrix::zeros(m.nrows(), m.nrows());
        for coefficient in coefficients.iter().rev() {
            value = Rational::multiply(&value, &m) + identity::<Rational>(m.nrows()).map(|x| x * coefficient);
        }
        prop_assert!(value.iter().all(|x| *x == Rational::new()));
    }

    #[test]
    fn the_adjugate_chain_spans_what_the_krylov_basis_spans(m in matrix(4, 4), start in matrix(4, 1)) {
        let characteristic = Rational::characteristic_polynomial(&m);
        let chain = adjugate_chain(&m, &start, &characteristic);
        prop_assert_eq!(Rational::determinant(&chain), Rational::determinant(&krylov_basis(&m, &start)));
    }

    #[test]
    fn kernels_over_a_prime_field_invert(entries in proptest::collection::vec(0_u64..11, 25)) {
        let m = DMatrix::from_vec(5, 5, entries.into_iter().map(Fp::<11>::new).collect());
        match Fp::invert(&m) {
            Some(inverse) => prop_assert_eq!(Fp::multiply(&m, &inverse), identity(5)),
            None => prop_assert_eq!(Fp::determinant(&m), Fp::new(0)),
        }
    }
}

#[test]
fn an_unsolvable_system_has_no_solution() {
    let m = DMatrix::from_row_slice(2, 1, &[1, 1].map(Rational::from));
    let right = DMatrix::from_row_slice(2, 1, &[1, 2].map(Rational::from));
    assert_eq!(solve(&m, &right), None);
}

#[test]
fn a_determinant_divisible_by_the_largest_primes_is_still_exact() {
    // The two largest primes below 2^62 divide this determinant: the primes that the method tries first.
    let (p, q) = ((1_i64 << 62) - 57, (1_i64 << 62) - 87);
    let m = DMatrix::from_row_slice(2, 2, &[p, 1, 0, q].map(Rational::from));
    assert_eq!(Rational::determinant(&m), Rational::from(p) * Rational::from(q));
    let inverse = Rational::invert(&m).unwrap();
    assert_eq!(Rational::multiply(&inverse, &m), identity(2));
}
