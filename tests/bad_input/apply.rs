//! `flowcert apply` on what is no certificate, no vectors, or no place for them.

use std::path::PathBuf;

use super::folder::{Folder, npy};
use crate::common::examples::{certificate, example};
use crate::common::program::text;
use crate::common::{flowcert, flowcert_with_input};

/// The certificate of a 4 × 4 matrix.
fn certificate_of_four(folder: &Folder) -> PathBuf {
    folder.with("certificate.json", certificate(&example("ycocg-r-4.csv"), &[]))
}

#[test]
fn vectors_of_another_length() {
    let folder = Folder::new();
    let certificate = certificate_of_four(&folder);
    for options in [&[][..], &["--inverse"]] {
        let arguments = ["apply", text(&certificate), "-"];
        flowcert_with_input(arguments.iter().chain(options), "1,2,3\n").fails(2, "coupling::length");
    }
}

#[test]
fn vectors_that_are_not_numbers() {
    let folder = Folder::new();
    let certificate = certificate_of_four(&folder);
    let answer = flowcert_with_input(["apply", text(&certificate), "-"], "1,2,NaN,4\n");
    answer.fails(2, "read::not-finite");
    let vectors = folder.with("a.npy", npy("(1, 4)", &[1.0, f64::NAN, 0.0, 0.0]));
    flowcert(["apply", text(&certificate), text(&vectors)]).fails(2, "read::not-finite");
    flowcert_with_input(["apply", text(&certificate), "-"], "").fails(2, "read::empty");
}

#[test]
fn what_is_no_certificate() {
    let folder = Folder::new();
    let matrix = folder.with("a.csv", "1,0\n0,1\n");
    flowcert_with_input(["apply", text(&matrix), "-"], "1,2\n").fails(1, "trailing-bytes");
    let other = folder.with("a.json", "{\"format\": \"other/1\"}");
    flowcert_with_input(["apply", text(&other), "-"], "1,2\n").fails(1, "wrong-format");
    let missing = folder.path("missing.json");
    flowcert_with_input(["apply", text(&missing), "-"], "1,2\n").fails(2, "read::io");
}

/// No image of a forged certificate is printed or written.
#[test]
fn a_forged_certificate() {
    let folder = Folder::new();
    let bytes = certificate(&example("ycocg-r-4.csv"), &[]);
    let genuine = String::from_utf8(bytes).expect("UTF-8");
    let forged = genuine.replacen("\"1/4\"", "\"3/4\"", 1);
    assert_ne!(forged, genuine);
    let (certificate, output) = (folder.with("forged.json", forged), folder.output("images.csv"));
    let arguments = ["apply", text(&certificate), "-", "-o", text(&output)];
    flowcert_with_input(&arguments[..3], "1,2,3,4\n").fails(1, "product-differs");
    flowcert_with_input(arguments, "1,2,3,4\n").fails(1, "product-differs");
    folder.assert_nothing_left();
}

#[test]
fn an_output_of_another_format() {
    let folder = Folder::new();
    let certificate = certificate_of_four(&folder);
    for name in ["images.txt", "images", "images.json"] {
        let output = folder.output(name);
        let arguments = ["apply", text(&certificate), "-", "-o", text(&output)];
        flowcert_with_input(arguments, "1,2,3,4\n").fails(2, "write::format");
    }
    folder.assert_nothing_left();
}

#[test]
fn images_beyond_the_range_of_doubles() {
    let folder = Folder::new();
    let (certificate, output) = (certificate_of_four(&folder), folder.output("images.npy"));
    let arguments = ["apply", text(&certificate), "-", "-o", text(&output)];
    flowcert_with_input(arguments, "1e400,0,0,0\n").fails(2, "write::io");
    folder.assert_nothing_left();
}

#[test]
fn vectors_with_a_denominator_that_is_zero_in_the_field() {
    let folder = Folder::new();
    let bytes = certificate(&example("ycocg-r-4.csv"), &["--field", "7"]);
    let certificate = folder.with("certificate.json", bytes);
    flowcert_with_input(["apply", text(&certificate), "-"], "1/7,0,0,0\n").fails(2, "field::denominator");
}
