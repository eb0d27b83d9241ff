//! `flowcert check`: claims on their instances, and the certificates that it keeps.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use flowcert::claim::CLAIMS;
use serde_json::Value;

use crate::common::flowcert;
use crate::common::program::text;

/// The certificates in a folder, in the order of their names.
fn certificates(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("the folder of a claim");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    paths
}

#[test]
fn permutations_are_proved_and_the_kept_certificates_verify() {
    let folder = tempfile::tempdir().expect("a folder");
    let kept = folder.path().join("new/folder");
    let arguments = ["check", "--quick", "--claim", "permutation", "--format", "json", "--out", text(&kept)];
    let printed: Value = serde_json::from_str(&flowcert(arguments).succeeds()).expect("JSON");
    assert_eq!((&printed["quick"], &printed["seed"]), (&Value::Bool(true), &Value::from(1)));
    let claim = &printed["claims"][0];
    assert_eq!(printed["claims"].as_array().map(Vec::len), Some(1));
    assert_eq!((&claim["claim"], &claim["verdict"]), (&"permutation".into(), &"proved".into()));
    assert_eq!((&claim["paper"], &claim["here"]), (&"≤ 21 layers".into(), &"≤ 6 layers".into()));
    assert_eq!(claim["failures"], Value::Array(Vec::new()));
    assert!(claim["most_layers"].as_u64().expect("a number") <= 6, "{claim}");
    assert_eq!((&claim["error_bound"], &claim["max_shift_norm"]), (&"0".into(), &Value::Null), "exact");
    let certificates = certificates(&kept.join("permutation"));
    assert_eq!(
        (&claim["instances"], &claim["verified"]),
        (&certificates.len().into(), &certificates.len().into())
    );
    // All 2! + 4! permutations of two and of four coordinates, and larger ones.
    assert!(certificates.len() > 26, "{certificates:?}");
    let output =
        flowcert(["verify".as_ref()].into_iter().chain(certificates.iter().map(|it| it.as_os_str())));
    assert_eq!(output.succeeds().matches("verified ").count(), certificates.len());
}

#[test]
fn the_instances_are_the_permutations() {
    let folder = tempfile::tempdir().expect("a folder");
    let arguments = ["check", "--quick", "--claim", "permutation", "--quiet", "--out", text(folder.path())];
    flowcert(arguments).succeeds();
    let images: BTreeSet<Vec<usize>> = certificates(&folder.path().join("permutation"))
        .iter()
        .map(|path| serde_json::from_slice::<Value>(&fs::read(path).expect("a certificate")).expect("JSON"))
        .filter(|certificate| certificate["matrix"].as_array().map(Vec::len) == Some(4))
        .map(|certificate| images(&certificate["matrix"]))
        .collect();
    assert_eq!(images.len(), 24, "{images:?}");
}

/// The place of the one in each row; every other entry is zero.
fn images(matrix: &Value) -> Vec<usize> {
    let place = |row: &Value| {
        let row = row.as_array().expect("a row");
        assert_eq!(row.iter().filter(|entry| **entry == "0").count(), row.len() - 1, "{matrix}");
        row.iter().position(|entry| *entry == "1").expect("a one")
    };
    matrix.as_array().expect("rows").iter().map(place).collect()
}

#[test]
fn the_table_for_people() {
    let arguments = ["check", "--quick", "--claim", "permutation", "--claim", "universal", "--seed", "3"];
    let output = flowcert(arguments).succeeds();
    let row = |id: &str| output.lines().find(|line| line.split_whitespace().any(|word| word == id));
    assert!(row("permutation").is_some_and(|row| row.contains("proved")), "{output}");
    assert!(row("universal").is_some_and(|row| row.contains("not checked here")), "{output}");
    let last = output.lines().last().expect("a line");
    assert!(
        last.ends_with(" instances, random ones from seed 3; keep the certificates with --out DIR"),
        "{last}"
    );
    let quiet = flowcert(arguments.iter().chain(&["--quiet"])).succeeds();
    assert!(quiet.contains("permutation") && !quiet.contains("--out DIR"), "{quiet}");
}

#[test]
fn rotations_in_floating_point() {
    let folder = tempfile::tempdir().expect("a folder");
    let arguments = ["check", "--quick", "--claim", "orthogonal-six", "--out", text(folder.path())];
    let table = flowcert(arguments).succeeds().replace('\u{a0}', " ");
    assert!(
        table.contains("≤ 6 layers") && table.contains("norm ≤ 2.") && table.contains("error ≤ "),
        "{table}"
    );
    let printed = flowcert(arguments.iter().chain(&["--format", "json"])).succeeds();
    let claim = &serde_json::from_str::<Value>(&printed).expect("JSON")["claims"][0];
    let number = |key: &str| {
        claim[key].as_str().expect("a number in text").split_once('/').map(|(a, b)| {
            let part = |text: &str| text.parse::<f64>().expect("an integer");
            part(a) / part(b)
        })
    };
    assert!(number("error_bound").is_some_and(|error| 0.0 < error && error <= 1e-12), "{claim}");
    assert!(number("max_shift_norm").is_some_and(|norm| 2.0 < norm && norm <= 2.62), "{claim}");
    let certificates = certificates(&folder.path().join("orthogonal-six"));
    assert_eq!(claim["verified"], Value::from(certificates.len()));
    let output =
        flowcert(["verify".as_ref()].into_iter().chain(certificates.iter().map(|it| it.as_os_str())));
    assert_eq!(output.succeeds().matches("verified ").count(), certificates.len());
}

#[test]
fn every_claim_in_its_quick_form() {
    let printed = flowcert(["check", "--quick", "--format", "json"]).succeeds();
    let printed: Value = serde_json::from_str(&printed).expect("JSON");
    let rows = printed["claims"].as_array().expect("a list");
    assert_eq!(rows.len(), CLAIMS.len());
    for (row, claim) in rows.iter().zip(CLAIMS) {
        let verdict = if claim.instances.is_some() { "proved" } else { "not checked here" };
        assert_eq!((&row["claim"], &row["verdict"]), (&claim.id.into(), &verdict.into()));
        assert_eq!(row["instances"], row["verified"], "{row}");
    }
}
