//! Certificates over F_p: `factor --field P`, and what the other commands do with them.

use std::fs;

use rug::ops::RemRounding;
use rug::{Integer, Rational};
use serde_json::Value;

use super::vectors::Certified;
use crate::common::Matrix;
use crate::common::algebra::{from_csv, product_of_layers};
use crate::common::examples::{certificate, example};
use crate::common::flowcert;
use crate::common::program::text;

/// Whole numbers to 0, …, p − 1.
fn residues(rows: &Matrix, prime: u32) -> Matrix {
    let residue = |entry: &Rational| {
        assert!(entry.is_integer(), "{entry} is no whole number");
        Rational::from(entry.numer().clone().rem_euc(&Integer::from(prime)))
    };
    rows.iter().map(|row| row.iter().map(residue).collect()).collect()
}

#[test]
fn fractions_are_taken_into_the_field() {
    let certified = Certified::new(&example("ycocg-r-4.csv"), &["--field", "7"]);
    assert_eq!(certified.matrix, from_csv("2,4,2,0\n1,0,6,0\n3,1,3,0\n0,0,0,1\n"));
}

#[test]
fn the_product_holds_modulo_the_prime() {
    for prime in [5, 7, 97, 4_294_967_291] {
        for name in ["ycocg-r-4.csv", "walsh-hadamard-8.csv", "legall-5-3-8.json", "shuffle-8-2.mtx"] {
            let field = prime.to_string();
            let bytes = certificate(&example(name), &["--field", &field]);
            let certificate: Value = serde_json::from_slice(&bytes).expect("JSON");
            assert_eq!(certificate["field"], prime, "{name}");
            let matrix = crate::common::algebra::matrix(&certificate["matrix"]);
            assert!(residues(&product_of_layers(&certificate), prime) == matrix, "{name} over F_{prime}");
        }
    }
}

#[test]
fn verify_and_show_name_the_field() {
    let certified = Certified::new(&example("walsh-hadamard-8.csv"), &["--field", "7"]);
    let path = certified.certificate();
    let verified = flowcert(["verify", text(&path)]).succeeds();
    assert!(verified.contains("the matrix over F_7 is exactly the product of"), "{verified}");
    let shown = flowcert(["show", text(&path)]).succeeds();
    assert!(shown.starts_with("factorization over F_7, mode "), "{shown}");
}

#[test]
fn the_default_mode_is_additive_for_determinant_one_and_signed_for_others() {
    // 4096 is 1 modulo 7 and 2 modulo 23.
    for (prime, mode) in [("7", "additive"), ("23", "signed")] {
        let walsh = example("walsh-hadamard-8.csv");
        let arguments = ["factor", text(&walsh), "--field", prime, "--format", "json"];
        let printed: Value = serde_json::from_str(&flowcert(arguments).succeeds()).expect("JSON");
        assert_eq!(printed["mode"], mode, "{prime}");
        assert_eq!(printed["field"].to_string(), prime);
    }
}

#[test]
fn apply_computes_in_the_field() {
    let certified = Certified::new(&example("walsh-hadamard-8.csv"), &["--field", "7"]);
    let vectors = from_csv("1,2,3,4,5,6,0,1\n6,6,6,6,6,6,6,6\n");
    let there = certified.apply(&vectors, &[]);
    assert_eq!(there, residues(&certified.images(&vectors), 7));
    assert_eq!(certified.apply(&there, &["--inverse"]), vectors);
}

#[test]
fn other_numbers_become_residues() {
    let certified = Certified::new(&example("ycocg-r-4.csv"), &["--field", "7"]);
    let residues = certified.apply_text("1,4,6,0\n", &[]);
    assert_eq!(certified.apply_text("8,1/2,-1,70\n", &[]), residues);
}

#[test]
fn a_large_prime_in_a_file_is_read_back() {
    let certified = Certified::new(&example("shuffle-8-2.mtx"), &["--field", "4294967291"]);
    let text = fs::read_to_string(certified.certificate()).expect("the certificate");
    assert!(text.contains("\"field\": 4294967291,"), "{text}");
    assert_eq!(certified.apply_text("0,1,2,3,4,5,6,-1\n", &[]), "0,4,1,5,2,6,3,4294967290\n");
}
