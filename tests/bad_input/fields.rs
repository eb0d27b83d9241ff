//! Prime fields that are none, or in which the matrix has no factorization.

use std::fs;

use super::folder::refused;
use crate::common::examples::example;

#[test]
fn not_a_prime() {
    for order in ["4", "1", "0", "4294967296", "4294967297", "18446744073709551615"] {
        let complaint = refused("a.csv", "1,1\n0,1\n", &["--field", order], "field::not-prime");
        assert!(complaint.contains(order), "{complaint}");
    }
}

#[test]
fn a_denominator_that_is_zero() {
    let complaint = refused("a.csv", "1,1/5\n0,1\n", &["--field", "5"], "field::denominator");
    assert!(complaint.contains("the entry 1/5"), "{complaint}");
}

#[test]
fn singular_in_the_field_only() {
    let complaint = refused("a.csv", "7,0\n0,1\n", &["--field", "7"], "linear::singular");
    assert!(complaint.contains("its rank is 1 of 2"), "{complaint}");
}

#[test]
fn too_small_for_the_matrix() {
    let walsh = fs::read(example("walsh-hadamard-8.csv")).expect("the example");
    let complaint = refused("a.csv", walsh, &["--field", "3"], "linear::field-too-small");
    assert!(complaint.contains("the field has 3 elements"), "{complaint}");
    assert!(complaint.contains("8 × 8 need more than 4"), "{complaint}");
}

#[test]
fn mode_positive_needs_an_order() {
    refused("a.csv", "2,0\n0,1\n", &["--field", "5", "--mode", "positive"], "linear::no-order");
}
