//! `flowcert factor` with halves that are none, or that are unequal where they cannot be.

use super::folder::refused;

const OF_FIVE: &str = "1,1,0,1,0\n2,1,0,0,3\n0,4,1,0,1\n0,0,2,1,0\n1,0,0,0,1\n";

#[test]
fn lengths_that_are_not_two_parts_of_the_size() {
    for lengths in ["2,2", "3,3", "0,5", "5,0", "5", "1,2,2", "18446744073709551615,6"] {
        let said = refused("a.csv", OF_FIVE, &["--partition", lengths], "factor::partition");
        assert!(said.contains("two lengths, neither of them 0, whose sum is 5"), "{said}");
        assert!(said.contains("--partition 2,3"), "{said}");
    }
}

#[test]
fn unequal_halves_in_floating_point() {
    for arith in ["f64", "mpfr:100"] {
        let matrix = "1,0,0,0\n0,2,0,0\n0,0,3,0\n0,0,0,4\n";
        let said = refused("a.csv", matrix, &["--arith", arith, "--partition", "1,3"], "factor::partition");
        assert!(said.contains("halves of 1 and 3") && said.contains("--arith exact"), "{said}");
    }
    // The padded size is 6.
    let said = refused("a.csv", OF_FIVE, &["--arith", "f64", "--partition", "2,4"], "factor::partition");
    assert!(said.contains("--arith exact"), "{said}");
}

#[test]
fn masks_that_are_not_the_first_half() {
    for (mask, lengths) in [("0", "2,3"), ("0,1,2", "2,3"), ("0,0", "2,3"), ("0,5", "2,3")] {
        refused("a.csv", OF_FIVE, &["--mask", mask, "--partition", lengths], "factor::mask");
    }
    for mask in ["1,1", "7"] {
        refused("a.csv", OF_FIVE, &["--mask", mask], "factor::mask");
    }
    // All coordinates leave none for the second half.
    refused("a.csv", OF_FIVE, &["--mask", "0,1,2,3,4"], "linear::odd-size");
}

#[test]
fn a_field_that_is_too_small() {
    let shift = "0,0,0,0,1\n1,0,0,0,0\n0,1,0,0,0\n0,0,1,0,0\n0,0,0,1,0\n";
    let options = ["--field", "2", "--partition", "2,3"];
    let said = refused("a.csv", shift, &options, "linear::field-too-small");
    assert!(said.contains("5 × 5 need more than 2 of them, the length of the shorter half"), "{said}");
}

#[test]
fn what_is_no_invertible_square_matrix() {
    let said = refused("a.csv", "1,0,0\n0,1,0\n", &["--partition", "1,1"], "linear::not-square");
    assert!(said.contains("2 × 3"), "{said}");
    refused("a.csv", "1,2,3\n2,4,6\n0,0,1\n", &["--partition", "1,2"], "linear::singular");
    let flip = "0,1,0\n1,0,0\n0,0,1\n";
    refused("a.csv", flip, &["--partition", "1,2"], "linear::determinant-not-positive");
}
