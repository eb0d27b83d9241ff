//! `flowcert factor`: what it prints for people and for programs.

use std::fs;

use rug::Rational;
use serde_json::Value;

use crate::common::algebra::{matrix, number, vector};
use crate::common::examples::{example, matrices, name};
use crate::common::flowcert;
use crate::common::program::text;

/// Every key of the printed object, in the order of the alphabet.
const KEYS: [&str; 14] = [
    "arith",
    "certificate",
    "check_seconds",
    "field",
    "input",
    "largest_bits",
    "layers",
    "mode",
    "partition",
    "route",
    "seconds",
    "seed",
    "size",
    "verified",
];
const LAYER_KEYS: [&str; 5] = ["bits", "columns", "largest_entry", "rows", "writes"];

fn keys(object: &Value) -> Vec<&str> {
    let mut keys: Vec<&str> = object.as_object().expect("an object").keys().map(String::as_str).collect();
    keys.sort_unstable();
    keys
}

/// The longest numerator or denominator of a layer of a certificate.
fn bits(layer: &Value) -> u64 {
    let entries = matrix(&layer["shift"]).into_iter().flatten().chain(vector(&layer["scale"]));
    let bits = entries.map(|entry| entry.numer().significant_bits().max(entry.denom().significant_bits()));
    u64::from(bits.max().expect("an entry"))
}

#[test]
fn json_says_what_the_certificate_says() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("certificate.json");
    for example in matrices() {
        let case = name(&example);
        let arguments = [
            "factor",
            text(&example),
            "--arith",
            "exact",
            "--format",
            "json",
            "--seed",
            "5",
            "-o",
            text(&path),
        ];
        let printed: Value = serde_json::from_str(&flowcert(arguments).succeeds()).expect("JSON");
        let certificate: Value = serde_json::from_slice(&fs::read(&path).expect("it")).expect("JSON");
        assert_eq!(keys(&printed), KEYS, "{case}");
        assert_eq!(printed["input"], text(&example));
        assert_eq!(printed["certificate"], text(&path));
        assert_eq!((&printed["arith"], &printed["mode"]), (&certificate["arith"], &certificate["mode"]));
        assert_eq!(printed["size"], certificate["matrix"].as_array().expect("rows").len(), "{case}");
        assert_eq!(printed["partition"], certificate["partition"]);
        assert_eq!((&printed["field"], &printed["seed"]), (&Value::Null, &Value::from(5)));
        assert_eq!(printed["verified"], true);
        assert!(printed["seconds"].is_number() && printed["check_seconds"].is_number());
        assert_layers(&printed, &certificate, &case);
    }
}

#[track_caller]
fn assert_layers(printed: &Value, certificate: &Value, case: &str) {
    let (shown, layers) = (&printed["layers"], certificate["layers"].as_array().expect("layers"));
    assert_eq!(shown.as_array().expect("a list").len(), layers.len(), "{case}");
    for (shown, layer) in shown.as_array().expect("a list").iter().zip(layers) {
        let shift = matrix(&layer["shift"]);
        assert_eq!(keys(shown), LAYER_KEYS, "{case}");
        assert_eq!(shown["writes"], layer["writes"], "{case}");
        assert_eq!((&shown["rows"], &shown["columns"]), (&shift.len().into(), &shift[0].len().into()));
        assert_eq!(shown["bits"], bits(layer), "{case}");
        let entries = shift.into_iter().flatten().chain(vector(&layer["scale"]));
        let largest = entries.max_by(Rational::cmp_abs).expect("an entry");
        let entry = shown["largest_entry"].as_str().expect("text");
        match entry.strip_prefix('≈') {
            None => assert_eq!(number(entry).cmp_abs(&largest), std::cmp::Ordering::Equal, "{case}"),
            Some(brief) => assert!(is_near(brief, largest.to_f64()), "{case}: {entry}"),
        }
    }
    let largest_bits = layers.iter().map(bits).max().expect("a layer");
    assert_eq!(printed["largest_bits"], largest_bits, "{case}");
}

/// Whether `-1.54e+12 [85 bits]` has the right digits.
fn is_near(brief: &str, value: f64) -> bool {
    let digits: f64 = brief.split(' ').next().expect("digits").parse().expect("a decimal");
    (digits.abs() - value.abs()).abs() <= 0.0051 * value.abs()
}

#[test]
fn text_for_people() {
    let output = flowcert(["factor", text(&example("h264-core-4.mtx"))]).succeeds();
    let lines: Vec<&str> = output.lines().collect();
    assert!(lines[0].ends_with("h264-core-4.mtx: 4 × 4 over Q, mode positive"), "{output}");
    assert!(lines[1].starts_with("6 layers (reflection), numbers of at most 8 bits, found in "), "{output}");
    assert_eq!(
        lines[3].split_whitespace().collect::<Vec<_>>(),
        ["layer", "writes", "shift", "bits", "largest", "entry"]
    );
    let halves: Vec<&str> = lines[4..10].iter().filter_map(|line| line.split_whitespace().nth(1)).collect();
    assert!(halves.len() == 6 && halves.windows(2).all(|pair| pair[0] != pair[1]), "{output}");
    assert!(lines[11].starts_with("verified by the checker in "), "{output}");
    assert!(lines[11].ends_with("; keep the certificate with -o CERT"), "{output}");
    assert_eq!(lines.len(), 12, "{output}");
}

#[test]
fn no_layers_for_the_identity() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("identity.csv");
    fs::write(&path, "1,0\n0,1\n").expect("written");
    let output = flowcert(["factor", text(&path)]).succeeds();
    assert!(output.contains("\n0 layers (read off), numbers of at most 0 bits"), "{output}");
    assert!(!output.contains("writes"), "an empty table: {output}");
}

#[test]
fn quiet_prints_what_is_asked_for_only() {
    let example = example("ycocg-r-4.csv");
    for arguments in [["factor", text(&example), "--quiet"], ["-q", "factor", text(&example)]] {
        assert_eq!(flowcert(arguments).succeeds(), "");
    }
    let json = flowcert(["factor", text(&example), "--quiet", "--format", "json"]).succeeds();
    assert!(json.starts_with('{'), "{json}");
}

#[test]
fn every_mode_that_reaches_the_matrix_may_be_asked_for() {
    let example = example("ycocg-r-4.csv");
    for mode in ["additive", "positive", "signed"] {
        let arguments = ["factor", text(&example), "--mode", mode, "--format", "json"];
        let printed: Value = serde_json::from_str(&flowcert(arguments).succeeds()).expect("JSON");
        assert_eq!(printed["mode"], mode);
    }
}

#[test]
fn a_named_tensor_is_the_only_one() {
    let weight = example("glow-invconv-8.safetensors");
    let arguments = ["factor", text(&weight), "--quiet", "--tensor", "invconv.weight"];
    assert_eq!(flowcert(arguments).succeeds(), "");
}
