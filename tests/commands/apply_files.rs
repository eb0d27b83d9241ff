//! `flowcert apply -o`: exact text, or doubles with what the rounding cost.

use std::fs;

use rug::Rational;

use super::vectors::Certified;
use crate::common::algebra::{from_csv, number};
use crate::common::examples::example;
use crate::common::program::text;
use crate::common::{flowcert, flowcert_with_input};

/// The doubles of a `.npy` file, after its header.
fn doubles(bytes: &[u8]) -> Vec<f64> {
    let header = 10 + usize::from(u16::from_le_bytes([bytes[8], bytes[9]]));
    let (chunks, rest) = bytes[header..].as_chunks::<8>();
    assert!(rest.is_empty(), "not a list of doubles");
    chunks.iter().map(|chunk| f64::from_le_bytes(*chunk)).collect()
}

#[test]
fn csv_is_what_would_be_printed_and_nothing_is_printed() {
    let certified = Certified::new(&example("h264-core-4.mtx"), &[]);
    let vectors = certified.path("vectors.csv");
    fs::write(&vectors, "1/3,2,3,4\n5,6,7,8/9\n").expect("written");
    let (certificate, images) = (certified.certificate(), certified.path("images.csv"));
    let arguments = ["apply", text(&certificate), text(&vectors)];
    let printed = flowcert(arguments).succeeds();
    assert_eq!(from_csv(&printed), certified.images(&from_csv("1/3,2,3,4\n5,6,7,8/9\n")));
    assert_eq!(flowcert(arguments.iter().chain(&["-o", text(&images)])).succeeds(), "");
    assert_eq!(fs::read_to_string(images).expect("the images"), printed);
}

#[test]
fn npy_is_rounded_and_says_by_how_much() {
    let certified = Certified::new(&example("h264-core-4.mtx"), &[]);
    let (certificate, images) = (certified.certificate(), certified.path("images.npy"));
    let arguments = ["apply", text(&certificate), "-", "-o", text(&images)];
    let printed = flowcert_with_input(arguments, "1/3,2,3,4\n").succeeds();
    let exact = from_csv(&certified.apply_text("1/3,2,3,4\n", &[])).remove(0);
    let rounded = doubles(&fs::read(&images).expect("the images"));
    let distance =
        |exact: &Rational, double: f64| (exact - Rational::from_f64(double).expect("finite")).abs();
    for (exact, &double) in exact.iter().zip(&rounded) {
        let error = distance(exact, double);
        assert!(error <= distance(exact, double.next_up()), "{exact}: {double}");
        assert!(error <= distance(exact, double.next_down()), "{exact}: {double}");
    }
    let errors = exact.iter().zip(&rounded).map(|(exact, &double)| distance(exact, double));
    let largest = errors.max().expect("four errors").to_f64();
    let shown = format!("{largest:.2e}");
    let expected = format!("{}: rounded to doubles, by at most ≈{shown} [", text(&images));
    assert!(largest > 0.0 && printed.starts_with(&expected), "{printed}, expected {expected}");
    assert_eq!(printed.lines().count(), 1);
    assert_eq!(flowcert_with_input(arguments.iter().chain(&["-q"]), "1/3,2,3,4\n").succeeds(), "");
}

#[test]
fn doubles_that_are_exact_are_rounded_by_zero() {
    let certified = Certified::new(&example("h264-core-4.mtx"), &[]);
    let (certificate, images) = (certified.certificate(), certified.path("images.npy"));
    let arguments = ["apply", text(&certificate), "-", "-o", text(&images)];
    let printed = flowcert_with_input(arguments, "1,2,3,4.5\n").succeeds();
    assert_eq!(printed, format!("{}: rounded to doubles, by at most 0\n", text(&images)));
}

/// Images in doubles are vectors again, of exactly those doubles.
#[test]
fn npy_is_read_back() {
    let certified = Certified::new(&example("ycocg-r-4.csv"), &[]);
    let (certificate, images) = (certified.certificate(), certified.path("images.npy"));
    let arguments = ["apply", text(&certificate), "-", "-o", text(&images)];
    flowcert_with_input(arguments, "1,2,3,4\n0,0,0.5,-8\n").succeeds();
    let back = flowcert(["apply", text(&certificate), text(&images), "--inverse"]).succeeds();
    assert_eq!(back, "1,2,3,4\n0,0,1/2,-8\n");
    assert_eq!(from_csv(&back)[1][2], number("1/2"));
}
