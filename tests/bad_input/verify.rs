//! `flowcert verify` and `flowcert show` on files that are missing or malformed.

use super::folder::Folder;
use crate::common::examples::{certificate, example};
use crate::common::flowcert;
use crate::common::program::text;

#[test]
fn a_missing_file_is_not_a_rejected_one() {
    let folder = Folder::new();
    let missing = folder.path("missing.json");
    let answer = flowcert(["verify", text(&missing)]);
    assert_eq!((answer.exit, answer.output.as_str()), (Some(2), ""), "{answer:#?}");
    assert!(answer.complaint.starts_with("flowcert verify: cannot read "), "{answer:#?}");
    assert_eq!(answer.complaint.lines().count(), 1, "{answer:#?}");
    let answer = flowcert(["verify", text(&folder.output(""))]);
    assert_eq!((answer.exit, answer.output.as_str()), (Some(2), ""), "a folder: {answer:#?}");
}

#[test]
fn malformed() {
    let folder = Folder::new();
    for (bytes, code) in [
        (&b""[..], "truncated"),
        (b"[]", "malformed"),
        (b"{}", "missing-key"),
        (b"1,2\n3,4\n", "trailing-bytes"),
        (b"\x93NUMPY", "not-utf8"),
        (b"no JSON", "not-json"),
    ] {
        let path = folder.with("certificate.json", bytes);
        let answer = flowcert(["verify", text(&path)]);
        assert_eq!((answer.exit, answer.complaint.as_str()), (Some(1), ""), "{answer:#?}");
        let start = format!("rejected {} [{code}]: ", text(&path));
        assert!(answer.output.starts_with(&start), "{code}: {answer:#?}");
        flowcert(["show", text(&path)]).fails(1, code);
    }
}

/// The exit code is that of the worst file, and each file has its line.
#[test]
fn several_files() {
    let folder = Folder::new();
    let good = folder.with("good.json", certificate(&example("ycocg-r-4.csv"), &[]));
    let (bad, missing) = (folder.with("bad.json", "[]"), folder.path("missing.json"));
    let answer = flowcert(["verify", text(&bad), text(&good)]);
    assert_eq!((answer.exit, answer.output.lines().count()), (Some(1), 2), "{answer:#?}");
    let answer = flowcert(["verify", text(&missing), text(&bad), text(&good)]);
    assert_eq!((answer.exit, answer.output.lines().count()), (Some(2), 2), "{answer:#?}");
    let answer = flowcert(["verify", "--quiet", text(&bad), text(&good)]);
    assert_eq!((answer.exit, answer.output.lines().count()), (Some(1), 1), "{answer:#?}");
}
