//! `-` for standard input: the format is told by the first bytes.

use std::fs;

use serde_json::Value;

use crate::common::examples::{certificate, example, matrices, name};
use crate::common::program::text;
use crate::common::{flowcert, flowcert_with_input};

#[test]
fn every_format_through_standard_input_gives_the_certificate_of_the_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("certificate.json");
    for example in matrices() {
        let input = fs::read(&example).expect("the example");
        let arguments = ["factor", "-", "--arith", "exact", "--format", "json", "-o", text(&path)];
        let printed: Value =
            serde_json::from_str(&flowcert_with_input(arguments, input).succeeds()).expect("JSON");
        assert_eq!(printed["input"], "standard input");
        let through_input = fs::read(&path).expect("the certificate");
        assert!(through_input == certificate(&example, &[]), "{}", name(&example));
    }
}

#[test]
fn certificates_through_standard_input() {
    let bytes = certificate(&example("ycocg-r-4.csv"), &[]);
    let verified = flowcert_with_input(["verify", "-"], bytes.clone()).succeeds();
    assert!(verified.starts_with("verified -: the matrix over Q is exactly the product of 6"), "{verified}");
    let shown = flowcert_with_input(["show", "-"], bytes.clone()).succeeds();
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("certificate.json");
    fs::write(&path, bytes).expect("written");
    assert_eq!(shown, flowcert(["show", text(&path)]).succeeds());
}

/// A path that begins with a dash is a file if it is written as one.
#[test]
fn a_file_named_like_an_option() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("-q.csv"), "1,2\n0,1\n").expect("written");
    let mut command = crate::common::program::program();
    command.current_dir(folder.path()).args(["factor", "--", "-q.csv"]);
    let output = crate::common::Answer::of(&mut command).succeeds();
    assert!(output.starts_with("-q.csv: 2 × 2 over Q"), "{output}");
}
