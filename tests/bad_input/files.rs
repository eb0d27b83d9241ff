//! Inputs that cannot be opened.

use super::folder::Folder;
use crate::common::examples::{certificate, example};
use crate::common::flowcert;
use crate::common::program::text;

#[test]
fn missing() {
    let folder = Folder::new();
    let (input, output) = (folder.path("missing.csv"), folder.output("certificate.json"));
    flowcert(["factor", text(&input), "-o", text(&output)]).fails(2, "read::not-found");
    folder.assert_nothing_left();
}

#[test]
fn a_directory() {
    let folder = Folder::new();
    // A folder of matrices is a batch; this one has none.
    for input in [folder.output(""), folder.path("")] {
        flowcert(["factor", text(&input)]).fails(2, "read::no-matrices");
    }
    folder.assert_nothing_left();
    // Vectors are in one file.
    let certificate = folder.with("certificate.json", certificate(&example("ycocg-r-4.csv"), &[]));
    flowcert(["apply", text(&certificate), text(&folder.path(""))]).fails(2, "read::directory");
}

#[test]
fn a_file_where_a_folder_should_be() {
    let folder = Folder::new();
    let input = folder.with("a.csv", "1,0\n0,1\n").join("b.csv");
    let answer = flowcert(["factor", text(&input)]);
    let code = if cfg!(unix) { "read::io" } else { "read::not-found" };
    answer.fails(2, code);
}
