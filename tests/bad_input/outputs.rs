//! Outputs that cannot be written.

use std::fs;

use super::folder::{Folder, on_one_line};
use crate::common::flowcert;
use crate::common::program::text;

const MATRIX: &str = "1,2\n0,1\n";

#[test]
fn a_folder_that_does_not_exist() {
    let folder = Folder::new();
    let (input, output) = (folder.with("a.csv", MATRIX), folder.output("missing/certificate.json"));
    let complaint = flowcert(["factor", text(&input), "-o", text(&output)]).fails(2, "write::io");
    assert!(on_one_line(&complaint).contains("cannot write"), "{complaint}");
    folder.assert_nothing_left();
}

/// The name of the temporary file beside the output means nothing to whoever reads the error.
#[test]
fn the_error_names_no_temporary_file() {
    let folder = Folder::new();
    let (input, output) = (folder.with("a.csv", MATRIX), folder.output("missing/certificate.json"));
    let complaint = flowcert(["factor", text(&input), "-o", text(&output)]).fails(2, "write::io");
    assert!(!complaint.contains(".flowcert-"), "{complaint}");
}

#[test]
fn a_folder_instead_of_a_file() {
    let folder = Folder::new();
    let (input, output) = (folder.with("a.csv", MATRIX), folder.output(""));
    flowcert(["factor", text(&input), "-o", text(&output)]).fails(2, "write::io");
    folder.assert_nothing_left();
}

#[test]
fn a_failure_leaves_the_earlier_file_as_it_was() {
    let folder = Folder::new();
    let (singular, output) = (folder.with("a.csv", "0,0\n0,0\n"), folder.with("certificate.json", "earlier"));
    flowcert(["factor", text(&singular), "-o", text(&output)]).fails(2, "linear::singular");
    assert_eq!(fs::read_to_string(output).expect("the earlier file"), "earlier");
}

#[test]
fn certificates_of_a_check_in_a_place_that_is_a_file() {
    let folder = Folder::new();
    let file = folder.with("file", "");
    let arguments = ["check", "--quick", "--claim", "permutation", "--out", text(&file)];
    flowcert(arguments).fails(2, "write::io");
}
