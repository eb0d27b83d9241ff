//! `flowcert apply`: the matrix of the certificate, and its inverse, exactly.

use proptest::prelude::*;
use rug::Rational;

use super::vectors::Certified;
use crate::common::Matrix;
use crate::common::algebra::from_csv;
use crate::common::examples::{example, matrices, name};

#[test]
fn images_are_those_of_the_matrix() {
    for example in matrices() {
        let certified = Certified::new(&example, &[]);
        let vectors = certified.vectors();
        assert!(certified.apply(&vectors, &[]) == certified.images(&vectors), "{}", name(&example));
    }
}

#[test]
fn the_inverse_undoes_it_on_both_sides() {
    for example in matrices() {
        let certified = Certified::new(&example, &["--strategy", "fewest"]);
        let vectors = certified.vectors();
        let there = certified.apply(&vectors, &[]);
        assert!(there != vectors, "{}: nothing happens", name(&example));
        assert!(certified.apply(&there, &["--inverse"]) == vectors, "{}", name(&example));
        let back = certified.apply(&vectors, &["--inverse"]);
        assert!(certified.apply(&back, &[]) == vectors, "{}", name(&example));
    }
}

#[test]
fn the_inverse_of_the_text_is_the_text() {
    let certified = Certified::new(&example("ycocg-r-4.csv"), &[]);
    let text = "1,2,3,4\n1/3,-5/7,0,123456789012345678901234567890\n";
    let there = certified.apply_text(text, &[]);
    assert_eq!(there, "2,-2,0,4\n-23/84,1/3,-37/42,123456789012345678901234567890\n");
    assert_eq!(certified.apply_text(&there, &["--inverse"]), text);
}

#[test]
fn decimals_are_exact() {
    let certified = Certified::new(&example("ycocg-r-4.csv"), &[]);
    assert_eq!(certified.apply_text("0.1,0,0,0.30\n", &[]), "1/40,1/10,-1/20,3/10\n");
    assert_eq!(certified.apply_text("[[\"1/10\", 0, 0, 3e-1]]", &[]), "1/40,1/10,-1/20,3/10\n");
    assert_eq!(certified.apply_text("[0.1, 0, 0, 0.3]", &[]), "1/40,1/10,-1/20,3/10\n");
}

#[test]
fn negative_determinants_too() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.csv");
    std::fs::write(&path, "0,2\n3,1/2\n").expect("written");
    let certified = Certified::new(&path, &["--mode", "signed"]);
    assert_eq!(certified.matrix, from_csv("0,2\n3,1/2\n"));
    assert_eq!(certified.apply_text("1,0\n5,7\n", &[]), "0,3\n14,37/2\n");
    assert_eq!(certified.apply_text("14,37/2\n", &["--inverse"]), "5,7\n");
}

/// Lists of one to three vectors of length 8.
fn vectors() -> impl Strategy<Value = Matrix> {
    let number = (any::<i64>(), 1..=i64::MAX).prop_map(Rational::from);
    prop::collection::vec(prop::collection::vec(number, 8), 1..=3)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(24) })]

    #[test]
    fn any_vectors(vectors in vectors()) {
        let certified = Certified::new(&example("legall-5-3-8.json"), &[]);
        let there = certified.apply(&vectors, &[]);
        prop_assert_eq!(&there, &certified.images(&vectors));
        prop_assert_eq!(certified.apply(&there, &["--inverse"]), vectors);
    }
}
