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

/// `show`, `apply` and `export` take factorizations; `verify` takes every kind.
#[test]
fn certificates_of_another_kind() {
    let turn = r#"{"format": "flowcert/1", "kind": "lower-bound", "mode": "additive", "partition": [1, 1],
        "matrix": [["0", "-1"], ["1", "0"]], "layers_needed": 3,
        "reasons": {"starts_with_L": {"rule": "not-two-layers"}, "starts_with_U": {"rule": "not-two-layers"}}}"#;
    let folder = Folder::new();
    let path = folder.with("turn.json", turn);
    let name = text(&path);
    let sentence =
        "no product of fewer than 3 additive coupling layers with halves of 1 and 1 is the matrix over Q";
    assert_eq!(flowcert(["verify", name]).succeeds(), format!("verified {name}: {sentence}\n"));
    let vectors = folder.with("vectors.csv", "1,2\n");
    flowcert(["show", name]).fails(2, "certificate::kind");
    flowcert(["apply", name, text(&vectors)]).fails(2, "certificate::kind");
    flowcert(["export", name, "--to", "json"]).fails(2, "certificate::kind");
}
