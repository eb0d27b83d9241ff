//! Files that are not of their format, or not of finite numbers.

use std::fs;

use super::folder::{npy, refused};
use crate::common::examples::example;

#[test]
fn not_a_number_and_infinities() {
    for (value, shown) in [(f64::NAN, "NaN"), (f64::INFINITY, "inf"), (f64::NEG_INFINITY, "-inf")] {
        let complaint = refused("a.npy", npy("(2, 2)", &[1.0, 0.0, value, 1.0]), &[], "read::not-finite");
        assert!(complaint.contains("row 2, column 1"), "{complaint}");
        assert!(complaint.contains(shown), "{complaint}");
    }
    refused("a.csv", "1,nan\n0,1\n", &[], "read::not-finite");
}

#[test]
fn empty() {
    for name in ["a.csv", "a.json", "a.npy", "a.mtx", "a.safetensors", "a"] {
        refused(name, "", &[], "read::empty");
    }
    refused("a.csv", "\n# nothing\n \n", &[], "read::empty");
}

#[test]
fn truncated() {
    let whole = npy("(2, 2)", &[1.0, 0.0, 0.0, 1.0]);
    for length in [1, 6, 9, 20, whole.len() - 1] {
        refused("a.npy", &whole[..length], &[], "read::truncated");
    }
    for name in ["glow-invconv-8.npy", "glow-invconv-8.safetensors"] {
        let whole = fs::read(example(name)).expect("the example");
        refused(name, &whole[..whole.len() - 1], &[], "read::truncated");
    }
    refused("a.mtx", "%%MatrixMarket matrix array real general\n2 2\n1\n0\n0\n", &[], "read::truncated");
}

#[test]
fn ragged() {
    let complaint = refused("a.csv", "1,0\n0\n", &[], "read::ragged");
    assert!(complaint.contains("line 2"), "{complaint}");
    refused("a.json", "[[1, 0], [0, 1, 0]]", &[], "read::ragged");
}

#[test]
fn words() {
    refused("a.csv", "1,zero\n0,1\n", &[], "read::not-a-number");
    refused("a.csv", "1;0\n0;1\n", &[], "read::not-a-number");
}

#[test]
fn a_fraction_with_denominator_zero() {
    refused("a.csv", "1,1/0\n0,1\n", &[], "read::zero-denominator");
}

#[test]
fn not_the_format_of_the_extension() {
    for name in ["a.npy", "a.mtx", "a.safetensors"] {
        refused(name, "this text has none of these formats", &[], "read::format");
    }
}

#[test]
fn too_large_by_the_header_of_an_array() {
    let complaint = refused("a.npy", npy("(1000000, 1000000)", &[1.0; 4]), &[], "read::too-large");
    assert!(complaint.contains("1000000 rows; at most 4096"), "{complaint}");
}

#[test]
fn too_large_by_the_header_of_matrix_market() {
    for (layout, sizes) in [("array", "1000000 1000000"), ("coordinate", "1000000 1000000 1")] {
        let text = format!("%%MatrixMarket matrix {layout} real general\n{sizes}\n1 1 1\n");
        let complaint = refused("a.mtx", text, &[], "read::too-large");
        assert!(complaint.contains("1000000 rows; at most 4096"), "{complaint}");
    }
}

#[test]
fn a_tensor_that_is_not_there() {
    let weight = fs::read(example("glow-invconv-8.safetensors")).expect("the example");
    let options = ["--tensor", "invconv.wieght"];
    let complaint = refused("a.safetensors", weight, &options, "read::no-such-tensor");
    assert!(complaint.contains("'invconv.wieght'; those that fit: invconv.weight"), "{complaint}");
    refused("a.csv", "1,0\n0,1\n", &options, "read::no-such-tensor");
}
