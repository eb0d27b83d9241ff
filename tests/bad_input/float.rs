//! `flowcert factor` in floating point, on what it cannot do.

use super::folder::{Folder, on_one_line, refused};
use crate::common::flowcert;
use crate::common::program::text;

#[test]
fn singular_matrices_name_their_rank_and_the_way_out() {
    let said =
        refused("a.csv", "1,2,3,4\n2,4,6,8\n0,1,0,1\n5,0,0,0\n", &["--arith", "f64"], "linear::singular");
    assert!(said.contains("its rank is 3 of 4") && said.contains("--mode singular"), "{said}");
    refused("a.csv", "0,0\n0,0\n", &["--arith", "mpfr:100"], "linear::singular");
    refused("a.csv", "1,0\n0,2\n", &["--arith", "exact", "--mode", "singular"], "linear::singular-mode");
}

#[test]
fn the_wrong_mode_for_the_determinant() {
    let flip = "0,1\n2,0\n";
    refused("a.csv", flip, &["--arith", "f64", "--mode", "positive"], "linear::determinant-not-positive");
    refused("a.csv", flip, &["--arith", "f64", "--mode", "additive"], "linear::determinant-not-positive");
    refused("a.csv", "2,0\n0,1\n", &["--arith", "f64", "--mode", "additive"], "factor::mode");
}

#[test]
fn methods_and_arithmetics_that_do_not_go_together() {
    let matrix = "2,0\n0,1\n";
    for options in [
        &["--arith", "exact", "--method", "bounded"][..],
        &["--arith", "f64", "--method", "six"],
        &["--arith", "mpfr:100", "--method", "conditioned"],
        &["--field", "7", "--arith", "f64"],
        &["--field", "7", "--method", "orthogonal"],
    ] {
        refused("a.csv", matrix, options, "factor::method");
    }
    let folder = Folder::new();
    let input = folder.with("a.csv", matrix);
    for arith in ["mpfr:1", "mpfr:99999999", "mpfr:x", "mpfr:", "f32", ""] {
        flowcert(["factor", text(&input), "--arith", arith]).misused();
    }
    for norm in ["0", "-1", "NaN", "inf", "x"] {
        flowcert(["factor", text(&input), &format!("--max-norm={norm}")]).misused();
    }
}

#[test]
fn what_is_not_orthogonal_and_what_is_too_ill_conditioned() {
    let said = refused("a.csv", "2,0\n0,1\n", &["--method", "orthogonal"], "linear::not-orthogonal");
    assert!(said.contains("--method bounded"), "{said}");
    let nearly_singular = "1,1,0,0\n1,1.0000000001,0,0\n0,0,1,2\n0,0,2,4.0000000001\n";
    let said = refused("a.csv", nearly_singular, &["--method", "conditioned"], "linear::tolerance");
    assert!(said.contains("--method bounded"), "{said}");
}

#[test]
fn masks_and_partitions_that_are_not_halves() {
    let matrix = "1,0,0,0\n0,2,0,0\n0,0,3,0\n0,0,0,4\n";
    for mask in ["0", "0,1,2", "0,0", "0,4"] {
        refused("a.csv", matrix, &["--arith", "f64", "--mask", mask], "factor::mask");
    }
    for partition in ["1,3", "2,3", "4", "2,2,2"] {
        refused("a.csv", matrix, &["--arith", "f64", "--partition", partition], "factor::partition");
    }
    let folder = Folder::new();
    let input = folder.with("a.csv", matrix);
    flowcert(["factor", text(&input), "--mask", "a,b"]).misused();
}

#[test]
fn numbers_beyond_doubles() {
    refused("a.csv", "1e400,0\n0,1\n", &["--arith", "f64"], "factor::range");
    refused("a.csv", "1.7e308,1.7e308\n-1.7e308,1.6e308\n", &["--arith", "f64"], "linear::overflow");
}

/// A norm that is not reached does not hold: exit code 1, and nothing is written.
#[test]
fn a_norm_that_is_not_reached() {
    let folder = Folder::new();
    let input = folder.with("a.csv", "9,1,0,0\n1,9,1,0\n0,1,9,1\n3,0,1,9\n");
    let output = folder.output("certificate.json");
    for arith in ["f64", "exact"] {
        let arguments = ["factor", text(&input), "--arith", arith, "--max-norm", "0.5", "-o", text(&output)];
        let said = on_one_line(&flowcert(arguments).fails(1, "factor::max-norm"));
        assert!(said.contains("norm"), "{said}");
        folder.assert_nothing_left();
    }
}

#[test]
fn batches_that_are_none() {
    let folder = Folder::new();
    let empty = folder.output("");
    flowcert(["factor", text(&empty)]).fails(2, "read::no-matrices");
    let input = folder.path("inputs");
    std::fs::create_dir(&input).expect("a folder");
    std::fs::write(input.join("a.csv"), "1,0\n0,1\n").expect("written");
    let file = folder.with("file", "text");
    flowcert(["factor", text(&input), "-o", text(&file)]).fails(2, "factor::folder");
    flowcert(["factor", text(&input), "--jobs", "x"]).misused();
}
