//! `flowcert layers`: bounds for the least number of layers, with certificates that the other commands take.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::common::algebra::{matrix, product_of_layers};
use crate::common::examples::{example, matrices, name};
use crate::common::program::text;
use crate::common::{flowcert, flowcert_with_input};

/// Every key of the printed object, in the order of the alphabet.
const KEYS: [&str; 16] = [
    "certificates",
    "check_seconds",
    "decided",
    "field",
    "input",
    "largest_bits",
    "layers",
    "lower",
    "mode",
    "partition",
    "reasons",
    "rules",
    "seconds",
    "seed",
    "size",
    "undecided",
];

/// The rotation by 90° of the first pair of `size` coordinates.
fn rotation(size: usize) -> String {
    let row = |i: usize| {
        let entry = |j: usize| match (i, j) {
            (0, 1) => "-1",
            (1, 0) => "1",
            _ if i == j && i > 1 => "1",
            _ => "0",
        };
        (0..size).map(entry).collect::<Vec<_>>().join(",") + "\n"
    };
    (0..size).map(row).collect()
}

fn json(input: &str, options: &[&str]) -> Value {
    let arguments = ["layers", "-", "--format", "json"].iter().chain(options).copied();
    serde_json::from_str(&flowcert_with_input(arguments, input).succeeds()).expect("JSON")
}

fn read(path: &Path) -> Value {
    serde_json::from_slice(&fs::read(path).expect("the certificate")).expect("JSON")
}

#[test]
fn six_layers_and_no_fewer_for_a_rotation() {
    let output = flowcert_with_input(["layers", "-", "--mode", "positive"], rotation(4)).succeeds();
    let lines: Vec<&str> = output.lines().collect();
    assert!(lines[0].ends_with("4 × 4 over Q, mode positive"), "{output}");
    assert!(lines[1].starts_with("exactly 6 layers, found in "), "{output}");
    assert!(lines[3].starts_with("no fewer than 6"), "{output}");
    assert!(lines[4].starts_with("  5 layers, either word: "), "{output}");
    assert!(lines[6].starts_with("no more than 6:"), "{output}");
    let last = lines.last().expect("a line");
    assert!(last.starts_with("verified by the checker in "), "{output}");
    assert!(last.ends_with("; keep the certificate with -o CERT"), "{output}");
}

#[test]
fn json_says_what_the_certificate_says() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("least.json");
    for (size, mode) in [(4, "additive"), (4, "positive"), (4, "signed"), (6, "positive")] {
        let printed = json(&rotation(size), &["--mode", mode, "-o", text(&path)]);
        let mut keys: Vec<&str> =
            printed.as_object().expect("an object").keys().map(String::as_str).collect();
        keys.retain(|key| !["upper", "verified"].contains(key));
        assert_eq!(keys, KEYS, "{printed}");
        assert_eq!((&printed["decided"], &printed["verified"]), (&true.into(), &true.into()));
        assert_eq!(printed["lower"], printed["upper"]);
        assert_eq!(printed["certificates"], serde_json::json!([text(&path)]));
        let certificate = read(&path);
        assert_eq!(certificate["kind"], "minimal-layers");
        assert_eq!(certificate["mode"], mode);
        assert_eq!(certificate["layers_needed"], printed["lower"]);
        assert_eq!(
            certificate["layers"].as_array().map(Vec::len).map(Value::from),
            Some(printed["upper"].clone())
        );
        assert!(product_of_layers(&certificate) == matrix(&certificate["matrix"]), "{mode}");
        for (word, rule) in printed["rules"].as_object().expect("rules") {
            assert_eq!(certificate["reasons"][word]["rule"], *rule);
        }
        flowcert(["verify", text(&path)]).succeeds();
    }
}

#[test]
fn undecided_bounds_are_two_certificates() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("least.json");
    let input = undecided();
    let printed = json(&input, &["--mode", "positive", "-o", text(&path)]);
    assert_eq!(printed["decided"], false, "{printed}");
    assert!(printed["lower"].as_u64() < printed["upper"].as_u64());
    assert_ne!(printed["undecided"], serde_json::json!([]));
    assert!(!path.exists(), "nothing decides the number");
    for (extension, kind) in [("factorization.json", "factorization"), ("lower-bound.json", "lower-bound")] {
        let beside = path.with_extension(extension);
        assert_eq!(read(&beside)["kind"], kind);
        flowcert(["verify", text(&beside)]).succeeds();
    }
    let output = flowcert_with_input(["layers", "-", "--mode", "positive"], input).succeeds();
    assert!(output.contains("\nbetween ") && output.contains("\nundecided: "), "{output}");
}

/// diag(u, v) with weighted 3-cycles on diagonals of ones: no rule excludes five layers, and scales for them are three
/// polynomial equations.
fn undecided() -> String {
    "1,2,0,0,0,0\n0,1,2,0,0,0\n1,0,1,0,0,0\n0,0,0,1,3,0\n0,0,0,0,1,3\n0,0,0,2,0,1\n".to_owned()
}

#[test]
fn examples_have_bounds() {
    for path in matrices().into_iter().filter(|path| !name(path).contains("16")) {
        let arguments = ["layers", text(&path), "--mode", "signed", "--format", "json"];
        let printed: Value = serde_json::from_str(&flowcert(arguments).succeeds()).expect("JSON");
        assert!(printed["lower"].as_u64() <= printed["upper"].as_u64(), "{printed}");
        assert!(printed["upper"].as_u64() <= Some(6), "{printed}");
    }
}

#[test]
fn few_layers_are_found() {
    // One, two, three and four layers, and none.
    for (input, layers) in
        [("1,0\n0,1\n", 0), ("1,0\n5/3,1\n", 1), ("1,2\n3,7\n", 2), ("0,1\n-1,0\n", 3), ("3,0\n0,1/3\n", 4)]
    {
        let printed = json(input, &["--mode", "additive"]);
        assert_eq!((&printed["lower"], &printed["upper"]), (&layers.into(), &layers.into()), "{input}");
    }
    let output = flowcert_with_input(["layers", "-"], "1,0\n5/3,1\n").succeeds();
    assert!(output.contains("exactly 1 layer, "), "{output}");
}

#[test]
fn a_small_field_is_not_refused() {
    for (size, seed) in [(4, "1"), (6, "2")] {
        let printed = json(&rotation(size), &["--field", "2", "--seed", seed]);
        assert_eq!((&printed["mode"], &printed["field"]), (&"additive".into(), &2.into()));
        assert_eq!(printed["decided"], true, "{printed}");
    }
    let factored = flowcert_with_input(["factor", "-", "--field", "2"], rotation(4));
    factored.fails(2, "linear::field-too-small");
}

#[test]
fn halves_of_any_lengths() {
    let printed = json(&rotation(5), &["--partition", "2,3", "--mode", "additive"]);
    assert_eq!(printed["partition"], serde_json::json!([2, 3]));
    assert!(printed["lower"].as_u64() >= Some(4), "{printed}");
    let printed = json("-1,0,0\n0,-1,0\n0,0,1\n", &["--partition", "1,2", "--mode", "additive"]);
    assert_eq!(printed["decided"], true, "{printed}");
}

#[test]
fn the_same_seed_gives_the_same_bytes() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("least.json");
    let mut seen = Vec::new();
    for _ in 0..2 {
        let weight = example("walsh-hadamard-8.csv");
        let arguments =
            ["layers", text(&weight), "--mode", "positive", "--seed", "7", "-q", "-o", text(&path)];
        assert_eq!(flowcert(arguments).succeeds(), "");
        let written: Vec<_> =
            fs::read_dir(folder.path()).expect("files").map(|file| file.expect("it").path()).collect();
        let mut bytes: Vec<_> = written.iter().map(|file| fs::read(file).expect("bytes")).collect();
        bytes.sort();
        seen.push(bytes);
    }
    assert!(!seen[0].is_empty() && seen[0] == seen[1]);
}

#[test]
fn what_is_wrong_with_the_input_is_said_as_by_factor() {
    for (input, options, code) in [
        ("1,2\n2,4\n", &["--mode", "signed"][..], "linear::singular"),
        ("1,2\n3,4\n", &["--mode", "additive"], "linear::determinant-not-one"),
        ("1,2\n3,4\n", &[], "linear::determinant-not-positive"),
        ("1,0\n0,1\n", &["--mode", "positive", "--field", "3"], "linear::no-order"),
        ("1,0\n0,1\n", &["--mode", "singular"], "linear::singular-mode"),
        ("1,0,0\n0,1,0\n0,0,1\n", &[], "linear::odd-size"),
        ("1,2,3\n4,5,6\n", &[], "linear::not-square"),
        ("1,0\n0,1\n", &["--partition", "2,0"], "factor::partition"),
        ("1,0\n0,1\n", &["--field", "6"], "field::not-prime"),
        ("1/3,0\n0,3\n", &["--field", "3"], "field::denominator"),
    ] {
        let arguments = ["layers", "-"].iter().chain(options).copied();
        flowcert_with_input(arguments, input).fails(2, code);
    }
}
