//! Matrices that no couplings of the asked mode make.

use super::folder::refused;

#[test]
fn not_square() {
    let complaint = refused("a.csv", "1,0,0\n0,1,0\n", &[], "linear::not-square");
    assert!(complaint.contains("the matrix is 2 × 3"), "{complaint}");
    refused("a.csv", "1,0\n0,1\n0,0\n", &["--mode", "signed"], "linear::not-square");
}

#[test]
fn odd_size() {
    let complaint = refused("a.csv", "1,0,0\n0,1,0\n0,0,1\n", &[], "linear::odd-size");
    assert!(complaint.contains("the matrix is 3 × 3"), "{complaint}");
    assert!(complaint.contains("--partition D1,D2"), "{complaint}");
    refused("a.csv", "1\n", &["--mode", "additive"], "linear::odd-size");
}

#[test]
fn singular() {
    let singular = "1,2,3,4\n2,4,6,8\n0,0,1,0\n0,0,0,1\n";
    for options in [&[][..], &["--mode", "signed"], &["--mode", "positive"], &["--mode", "additive"]] {
        let complaint = refused("a.csv", singular, options, "linear::singular");
        assert!(complaint.contains("its rank is 3 of 4"), "{complaint}");
    }
    refused("a.csv", "0,0\n0,0\n", &[], "linear::singular");
}

#[test]
fn determinant_other_than_one_in_mode_additive() {
    let complaint = refused("a.csv", "2,0\n0,1\n", &["--mode", "additive"], "linear::determinant-not-one");
    assert!(complaint.contains("the determinant is 2"), "{complaint}");
    assert!(complaint.contains("--mode positive"), "{complaint}");
    refused("a.csv", "0,1\n1,0\n", &["--mode", "additive"], "linear::determinant-not-one");
}

#[test]
fn negative_determinant() {
    for options in [&[][..], &["--mode", "positive"]] {
        let complaint = refused("a.csv", "0,1/2\n1,0\n", options, "linear::determinant-not-positive");
        assert!(complaint.contains("the determinant is -1/2"), "{complaint}");
        assert!(complaint.contains("use --mode signed"), "{complaint}");
    }
}
