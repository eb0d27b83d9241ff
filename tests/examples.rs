//! **Every matrix of examples/ factors as examples/README.md says**: in its default mode and in both strategies, and the
//! certificate is accepted by `flowcert verify`, by the checker as a library, and by arithmetic that neither of them uses.

mod common;

use std::fs;
use std::path::Path;

use common::algebra::{matrix, number, product_of_layers, vector};
use common::examples::{certificate, folder, matrices, name};
use common::flowcert;
use common::program::text;
use flowcert_check::{VerifiedFactorization, check_bytes};
use rug::Rational;
use serde_json::Value;

const STRATEGIES: [&str; 2] = ["small", "fewest"];

/// Factors and verifies by the command; the checker as a library has to agree.
#[track_caller]
fn verified(example: &Path, strategy: &str) -> (Value, VerifiedFactorization) {
    let name = name(example);
    let bytes = certificate(example, &["--strategy", strategy]);
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("certificate.json");
    fs::write(&path, &bytes).expect("written");
    let line = flowcert(["verify", text(&path)]).succeeds();
    let verified = check_bytes(&bytes).unwrap_or_else(|rejection| panic!("{name}, {strategy}: {rejection}"));
    assert_eq!(line, format!("verified {}: {verified}\n", text(&path)), "{name}, {strategy}");
    let verified = verified.into_factorization().expect("a factorization");
    (serde_json::from_slice(&bytes).expect("JSON"), verified)
}

#[test]
fn every_example_factors_and_verifies_in_both_strategies() {
    for example in matrices() {
        for strategy in STRATEGIES {
            let (certificate, verified) = verified(&example, strategy);
            let case = format!("{}, {strategy}", name(&example));
            assert!((1..=6).contains(&verified.layers), "{case}: {} layers", verified.layers);
            assert!(product_of_layers(&certificate) == matrix(&certificate["matrix"]), "{case}: the product");
        }
    }
}

#[test]
fn fewest_layers_are_no_more_than_those_with_small_numbers() {
    for example in matrices() {
        let [small, fewest] = STRATEGIES.map(|strategy| verified(&example, strategy).1.layers);
        assert!(fewest <= small, "{}: {fewest} layers, and {small} with small numbers", name(&example));
    }
}

/// The cells of the row of the table that names the file.
fn row_of(readme: &str, name: &str) -> Vec<String> {
    let file = format!("`{name}`");
    let row = readme.lines().find(|line| line.starts_with("| `") && line.contains(&file));
    let row = row.unwrap_or_else(|| panic!("examples/README.md has no row for {name}"));
    row.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect()
}

/// The determinant of a certificate: the product of all scales.
fn determinant(certificate: &Value) -> Rational {
    let layers = certificate["layers"].as_array().expect("layers");
    layers.iter().flat_map(|layer| vector(&layer["scale"])).product()
}

#[test]
fn size_determinant_and_mode_are_those_of_the_table() {
    let readme = fs::read_to_string(folder().join("README.md")).expect("the README of the examples");
    for example in matrices() {
        let name = name(&example);
        let row = row_of(&readme, &name);
        let [_, _, _, size, stated, _, mode] = &row[..] else {
            panic!("{name}: a row of seven cells: {row:?}")
        };
        let (certificate, verified) = verified(&example, "small");
        assert_eq!(verified.partition, [size.parse::<usize>().expect("a size") / 2; 2], "{name}");
        assert_eq!(verified.mode.to_string(), *mode, "{name}");
        let determinant = determinant(&certificate);
        match stated.parse::<Rational>() {
            Ok(stated) => assert_eq!(determinant, stated, "{name}"),
            // Its two figures, neither more nor less.
            Err(_) => {
                assert_eq!(stated, "1 + 2.2·10⁻⁸", "{name}: a determinant that this test cannot read");
                let excess = (determinant - 1_u32) * 100_000_000_u32;
                assert!(number("43/20") <= excess && excess < number("9/4"), "{name}: {}", excess.to_f64());
            }
        }
    }
}

#[test]
fn the_two_files_of_one_weight_have_one_certificate() {
    let [npy, safetensors] = ["npy", "safetensors"]
        .map(|extension| certificate(&folder().join("glow-invconv-8").with_extension(extension), &[]));
    assert!(npy == safetensors);
}
