//! **Theorem 1 over finite fields.** Over F_p with p > d every invertible 2d × 2d matrix is a product of at most six
//! couplings with nonzero scales, additive ones if its determinant is 1.
//!
//! Proof idea: that of Theorem 1, which uses field operations only. The field must have more than d elements because the
//! commutator needs d distinct nonzero eigenvalues; positive scales mean nothing without an order. In two coordinates the
//! groups are small enough to be run through completely.

mod common;

use common::judge::{
    STRATEGIES, assert_six_layers, assert_verified_from_bytes, factored, made_unimodular, modes_of,
};
use common::strategies::{configuration, family};
use common::{Draw, Family, Height};
use flowcert::coupling::Mode;
use flowcert::linear::LinearError;
use flowcert::linear::six::{self, Strategy};
use flowcert::matrix::DMatrix;
use flowcert::matrix::exact::ExactField;
use flowcert::scalar::Fp;
use proptest::prelude::*;

fn assert_member<const P: u64>(family: Family, half: usize, seed: u64) {
    let mut draw = Draw::new(seed, Height::Integers);
    let matrix = family.member::<Fp<P>>(half, &mut draw);
    assert_six_layers(&matrix, seed);
    assert_six_layers(&made_unimodular(&matrix, draw.below(2 * half)), seed);
}

proptest! {
    #![proptest_config(configuration(256, "theorems/regressions/six_layers_finite.txt"))]

    #[test]
    fn families_over_f_3_with_d_below_3((family, half, _, seed) in family(1..=2)) {
        assert_member::<3>(family, half, seed);
    }

    #[test]
    fn families_over_f_5_with_d_below_5((family, half, _, seed) in family(1..=4)) {
        assert_member::<5>(family, half, seed);
    }

    #[test]
    fn families_over_f_7_with_d_below_7((family, half, _, seed) in family(1..=6)) {
        assert_member::<7>(family, half, seed);
    }

    #[test]
    fn families_over_f_11_with_d_below_11((family, half, _, seed) in family(1..=10)) {
        assert_member::<11>(family, half, seed);
    }

    #[test]
    fn families_over_f_101((family, half, _, seed) in family(1..=12)) {
        assert_member::<101>(family, half, seed);
    }

    #[test]
    fn families_over_the_largest_prime_below_2_to_32((family, half, _, seed) in family(1..=6)) {
        assert_member::<4_294_967_291>(family, half, seed);
    }

    #[test]
    fn certificates_survive_the_way_through_bytes((family, half, _, seed) in family(1..=4)) {
        let matrix = family.member::<Fp<101>>(half, &mut Draw::new(seed, Height::Integers));
        for mode in modes_of(&ExactField::determinant(&matrix)) {
            assert_verified_from_bytes(&matrix, mode, &factored(&matrix, mode, Strategy::Small, seed).flow);
        }
    }
}

/// The matrix whose entries are the digits of `index` to the base P.
fn matrix_of_digits<const P: u64>(size: usize, mut index: u64) -> DMatrix<Fp<P>> {
    DMatrix::from_fn(size, size, |_, _| {
        let digit = Fp::new(index);
        index /= P;
        digit
    })
}

fn assert_all_of_two_coordinates<const P: u64>() {
    let invertible = |matrix: &DMatrix<Fp<P>>| ExactField::determinant(matrix) != Fp::new(0);
    let group: Vec<_> =
        (0..P.pow(4)).map(|index| matrix_of_digits::<P>(2, index)).filter(invertible).collect();
    assert_eq!(group.len() as u64, (P * P - 1) * (P * P - P));
    for matrix in group {
        assert_six_layers(&matrix, 0);
    }
}

#[test]
fn all_of_gl_2() {
    assert_all_of_two_coordinates::<2>();
    assert_all_of_two_coordinates::<3>();
    assert_all_of_two_coordinates::<5>();
    assert_all_of_two_coordinates::<7>();
}

/// All of SL(4, F_3), sampled by a step that is prime to the number of all matrices.
#[test]
fn every_97th_matrix_of_sl_4_over_f_3() {
    let mut members = 0;
    for index in (0..3_u64.pow(16)).step_by(97) {
        let matrix = matrix_of_digits::<3>(4, index);
        if ExactField::determinant(&matrix) == Fp::new(1) {
            members += 1;
            for strategy in STRATEGIES {
                factored(&matrix, Mode::Additive, strategy, 0);
            }
        }
    }
    assert!(members > 100_000, "{members} matrices of determinant 1");
}

/// A permutation that mixes the halves: it is no product of two couplings.
fn reversal<const P: u64>(half: usize) -> DMatrix<Fp<P>> {
    DMatrix::from_fn(2 * half, 2 * half, |i, j| Fp::new(u64::from(i + j + 1 == 2 * half)))
}

fn assert_too_small<const P: u64>() {
    let half = P as usize;
    for (half, strategy) in
        [half, half + 1].into_iter().flat_map(|half| STRATEGIES.map(|strategy| (half, strategy)))
    {
        let expected = LinearError::FieldTooSmall { order: P, size: 2 * half, half };
        assert_eq!(
            six::construct(&reversal::<P>(half), Mode::Signed, strategy, 0).map(|_| ()),
            Err(expected)
        );
    }
    assert_six_layers(&reversal::<P>(half - 1), 0);
}

#[test]
fn a_field_of_at_most_d_elements_is_too_small() {
    assert_too_small::<2>();
    assert_too_small::<3>();
    assert_too_small::<5>();
    assert_too_small::<7>();
    assert_too_small::<11>();
}

#[test]
fn a_finite_field_has_no_order() {
    let matrix = reversal::<7>(2);
    for strategy in STRATEGIES {
        let found = six::construct(&matrix, Mode::Positive, strategy, 0).map(|_| ());
        assert_eq!(found, Err(LinearError::NoOrder { order: 7 }));
    }
}

#[test]
fn singular_matrices_and_other_determinants_are_rejected() {
    let singular = DMatrix::from_fn(4, 4, |i, j| Fp::<5>::new(((i + 1) * (j + 1)) as u64));
    let found = six::construct(&singular, Mode::Signed, Strategy::Small, 0).map(|_| ());
    assert_eq!(found, Err(LinearError::Singular { rank: 1, size: 4 }));
    let mut stretched = DMatrix::<Fp<5>>::identity(4, 4);
    stretched[(2, 2)] = Fp::new(3);
    let found = six::construct(&stretched, Mode::Additive, Strategy::Small, 0).map(|_| ());
    assert_eq!(found, Err(LinearError::DeterminantNotOne { determinant: "3".to_owned() }));
}
