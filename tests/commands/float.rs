//! `flowcert factor` in floating point: what it chooses, what it promises, and whether the stored numbers keep it.

use std::fs;
use std::path::{Path, PathBuf};

use rug::Rational;
use serde_json::Value;

use crate::common::algebra::{Matrix, matrix, product_of_layers};
use crate::common::examples::example;
use crate::common::program::text;
use crate::common::{flowcert, flowcert_with_input};

/// A file `.csv` of integers from a small generator: invertible for the seeds used here.
fn integers(folder: &Path, size: usize, seed: u64) -> PathBuf {
    let mut state = seed;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((state >> 33) % 19) as i64 - 9
    };
    let line = |_| (0..size).map(|_| next().to_string()).collect::<Vec<_>>().join(",") + "\n";
    let path = folder.join(format!("{size}-{seed}.csv"));
    fs::write(&path, (0..size).map(line).collect::<String>()).expect("written");
    path
}

/// What is printed as JSON, and the certificate, which `verify` accepts.
#[track_caller]
fn factored(input: &Path, options: &[&str]) -> (Value, Value) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("certificate.json");
    let arguments = ["factor", text(input), "--format", "json", "-o", text(&path)];
    let printed = flowcert(arguments.iter().chain(options)).succeeds();
    flowcert(["verify", text(&path)]).succeeds();
    let certificate = fs::read(&path).expect("the certificate");
    (serde_json::from_str(&printed).expect("JSON"), serde_json::from_slice(&certificate).expect("JSON"))
}

/// ‖product − M‖² / ‖M‖² of the stored numbers, exactly.
fn squared_error(certificate: &Value) -> Rational {
    let square = |rows: &Matrix| rows.iter().flatten().map(|x| Rational::from(x * x)).sum::<Rational>();
    let (product, expected) = (product_of_layers(certificate), matrix(&certificate["matrix"]));
    let difference: Matrix = product
        .iter()
        .zip(&expected)
        .map(|(row, other)| row.iter().zip(other).map(|(x, y)| Rational::from(x - y)).collect())
        .collect();
    square(&difference) / square(&expected)
}

#[track_caller]
fn assert_error_bound(certificate: &Value) {
    let bound: Rational = certificate["error_bound"].as_str().expect("text").parse().expect("a number");
    let error = squared_error(certificate);
    assert!(error <= Rational::from(&bound * &bound), "the bound {bound} is below the error");
    assert!(Rational::from(&bound * &bound) <= error * 2 + Rational::from((1, 1_u128 << 100)), "it is loose");
}

#[test]
fn the_error_of_the_stored_numbers_is_what_is_promised() {
    let folder = tempfile::tempdir().expect("a folder");
    for (size, seed) in [(2, 1), (4, 2), (8, 3), (12, 4)] {
        let input = integers(folder.path(), size, seed);
        for options in [&["--arith", "f64"][..], &["--arith", "f64", "--store", "f32"]] {
            let (printed, certificate) = factored(&input, options);
            assert_eq!((&printed["arith"], &printed["method"]), (&"f64".into(), &"bounded".into()));
            assert_eq!(certificate["arith"], "f64");
            assert_error_bound(&certificate);
            assert_eq!(
                printed["layers"].as_array().map(Vec::len),
                certificate["layers"].as_array().map(Vec::len)
            );
            let [low, high] = [0, 1].map(|k| printed["log_abs_determinant"][k].as_f64().expect("a number"));
            let scales = printed["log_abs_scales"].as_f64().expect("a number");
            assert!(low <= high && (scales - low).abs() < 1e-4, "{low} {high} {scales}");
        }
    }
}

/// `--store f32` leaves nothing that is not a 32-bit float.
#[test]
fn numbers_stored_in_32_bits() {
    let folder = tempfile::tempdir().expect("a folder");
    let (_, certificate) = factored(&integers(folder.path(), 6, 7), &["--arith", "f64", "--store", "f32"]);
    for layer in certificate["layers"].as_array().expect("layers") {
        for entry in matrix(&layer["shift"]).iter().flatten() {
            assert_eq!(Rational::from_f32(entry.to_f64() as f32).as_ref(), Some(entry));
        }
    }
    let bound: Rational = certificate["error_bound"].as_str().expect("text").parse().expect("a number");
    assert!(bound > Rational::from((1, 1 << 30)) && bound < Rational::from((1, 100_000)));
}

#[test]
fn what_is_chosen_unasked() {
    let folder = tempfile::tempdir().expect("a folder");
    let small = factored(&integers(folder.path(), 4, 1), &[]).0;
    assert_eq!(small["arith"], "exact", "integers up to 32 × 32");
    let large = factored(&integers(folder.path(), 34, 1), &[]).0;
    assert_eq!((&large["arith"], &large["method"]), (&"f64".into(), &"bounded".into()));
    let weight = factored(&example("glow-invconv-8.npy"), &[]).0;
    assert_eq!((&weight["arith"], &weight["method"]), (&"f64".into(), &"orthogonal".into()), "{weight}");
    let rotation = folder.path().join("rotation.csv");
    fs::write(&rotation, "0.6,-0.8\n0.8,0.6\n").expect("written");
    let rotation = factored(&rotation, &["--arith", "f64"]).0;
    assert_eq!((&rotation["method"], &rotation["mode"]), (&"orthogonal".into(), &"additive".into()));
    assert!(rotation["max_shift_norm"].as_f64().expect("a norm") <= 2.62);
}

#[test]
fn a_negative_determinant_is_one_negative_scale() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("flip.csv");
    fs::write(&path, "0,1,0,0\n2,0,0,0\n0,0,3,1\n0,0,1,3\n").expect("written");
    let (printed, certificate) = factored(&path, &["--method", "bounded"]);
    assert_eq!((&printed["mode"], &printed["determinant_sign"]), (&"signed".into(), &Value::from(-1)));
    let layers = certificate["layers"].as_array().expect("layers");
    let scales = layers.iter().flat_map(|layer| layer["scale"].as_array().expect("scales"));
    assert_eq!(scales.filter(|scale| scale.as_f64().expect("a number") < 0.0).count(), 1);
}

#[test]
fn odd_sizes_are_padded_and_masks_permute() {
    let folder = tempfile::tempdir().expect("a folder");
    let (printed, certificate) = factored(&integers(folder.path(), 5, 3), &["--arith", "f64"]);
    assert_eq!(printed["size"], 6);
    assert!(printed["notes"][0].as_str().expect("a note").starts_with("odd size"));
    let rows = matrix(&certificate["matrix"]);
    assert!(rows[5].iter().enumerate().all(|(j, entry)| *entry == i32::from(j == 5)));
    let input = integers(folder.path(), 4, 3);
    let plain = matrix(&factored(&input, &["--arith", "f64"]).1["matrix"]);
    let masked = matrix(&factored(&input, &["--arith", "f64", "--mask", "1,3"]).1["matrix"]);
    let order = [1, 3, 0, 2];
    assert!((0..4).all(|i| (0..4).all(|j| masked[i][j] == plain[order[i]][order[j]])));
    factored(&input, &["--arith", "f64", "--partition", "2,2"]);
}

#[test]
fn singular_matrices_have_scales_of_zero() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("singular.csv");
    fs::write(&path, "1,2,3,4\n2,4,6,8\n0,1,0,1\n5,0,0,0\n").expect("written");
    let (printed, certificate) = factored(&path, &["--arith", "f64", "--mode", "singular"]);
    assert_eq!((&printed["rank"], &printed["mode"]), (&Value::from(3), &"singular".into()));
    assert_eq!((&printed["condition"], &printed["inverse_error"]), (&Value::Null, &Value::Null));
    let layers = certificate["layers"].as_array().expect("layers");
    assert!(
        layers.iter().flat_map(|layer| layer["scale"].as_array().expect("scales")).any(|scale| *scale == 0.0)
    );
    let certificate_path = folder.path().join("certificate.json");
    fs::write(&certificate_path, certificate.to_string()).expect("written");
    flowcert_with_input(["apply", text(&certificate_path), "-"], "1,2,3,4\n").succeeds();
    flowcert_with_input(["apply", text(&certificate_path), "-", "--inverse"], "1,2,3,4\n")
        .fails(2, "coupling::not-invertible");
}

#[test]
fn at_any_precision() {
    let folder = tempfile::tempdir().expect("a folder");
    let input = integers(folder.path(), 6, 5);
    let (printed, certificate) = factored(&input, &["--arith", "mpfr:200"]);
    assert_eq!((&certificate["arith"], &certificate["precision"]), (&"mpfr".into(), &Value::from(200)));
    assert!(printed["error_bound"].as_f64().expect("a number") < 1e-55, "{printed}");
    let path = folder.path().join("certificate.json");
    fs::write(&path, certificate.to_string()).expect("written");
    let image = flowcert_with_input(["apply", text(&path), "-"], "1,0,0,0,0,0\n").succeeds();
    let first: f64 = image.split(',').next().expect("a number").parse().expect("a number");
    let entry = fs::read_to_string(&input).expect("the input");
    let expected: f64 = entry.split(',').next().expect("an entry").parse().expect("a number");
    assert!((first - expected).abs() < 1e-12, "{first} {expected}");
}

#[test]
fn images_in_doubles_and_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("certificate.json");
    let input = integers(folder.path(), 4, 9);
    flowcert(["factor", text(&input), "--arith", "f64", "-q", "-o", text(&path)]).succeeds();
    let image = flowcert_with_input(["apply", text(&path), "-"], "1,2,3,4\n").succeeds();
    let back = flowcert_with_input(["apply", text(&path), "-", "--inverse"], image.clone()).succeeds();
    for (entry, expected) in back.trim().split(',').zip([1.0, 2.0, 3.0, 4.0]) {
        let entry: f64 = entry.parse().expect("a number");
        assert!((entry - expected).abs() < 1e-11, "{back}");
    }
    let shown = flowcert(["show", text(&path)]).succeeds();
    assert!(
        shown.starts_with("factorization in doubles, mode ") && shown.contains("up to a relative error"),
        "{shown}"
    );
}

#[test]
fn eight_layers_and_limits_on_the_norm() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("tame.csv");
    fs::write(&path, "2,1,0,0\n1,3,1,0\n0,1,4,1\n0,0,1,5\n").expect("written");
    let (printed, _) = factored(&path, &["--method", "conditioned"]);
    assert_eq!(printed["method"], "conditioned");
    assert!(printed["layers"].as_array().expect("layers").len() <= 8);
    factored(&path, &["--method", "bounded", "--max-norm", "40"]);
    factored(&path, &["--arith", "exact", "--max-norm", "1000"]);
}

/// People read the same as programs.
#[test]
fn the_text_says_what_was_chosen() {
    let folder = tempfile::tempdir().expect("a folder");
    let output = flowcert(["factor", text(&integers(folder.path(), 4, 2)), "--arith", "f64"]).succeeds();
    for part in [
        "layers (bounded: MᵀM ≠ I)",
        "largest spectral norm",
        "at most",
        "log |determinant|",
        "verified by the checker",
    ] {
        assert!(output.contains(part), "{part}: {output}");
    }
}
