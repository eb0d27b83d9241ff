//! `flowcert export`: the numbers of the certificate, each rounded to the nearest float.

use std::fs;

use rug::Rational;
use serde_json::{Value, json};

use super::exported::{Exported, export};
use super::vectors::Certified;
use crate::common::algebra::{matrix, vector};
use crate::common::examples::{example, matrices, name};
use crate::common::flowcert;
use crate::common::program::text;
use crate::common::weights::Weights;

/// Whether no other float of the type is nearer to the number.
fn nearest(number: &Rational, float: f64, single: bool) -> bool {
    let neighbours = if single {
        let float = float as f32;
        [f64::from(float.next_up()), f64::from(float.next_down())]
    } else {
        [float.next_up(), float.next_down()]
    };
    let distance = |float: f64| (number - Rational::from_f64(float).expect("finite")).abs();
    neighbours.iter().all(|&neighbour| distance(float) <= distance(neighbour))
}

#[test]
fn plain_tensors_are_the_layers_of_the_certificate() {
    for example in matrices() {
        let certified = Certified::new(&example, &[]);
        let bytes = fs::read(certified.certificate()).expect("the certificate");
        let certificate: Value = serde_json::from_slice(&bytes).expect("JSON");
        for (single, dtype) in [(true, "f32"), (false, "f64")] {
            let output = certified.path("weights.safetensors");
            export(&certified.certificate(), "safetensors", &output, &["--dtype", dtype]);
            let weights = Weights::read(&output);
            let layers = certificate["layers"].as_array().expect("layers");
            assert_eq!(weights.layers().len(), layers.len());
            for (k, layer) in layers.iter().enumerate() {
                assert_eq!(weights.layers()[k], json!({ "writes": layer["writes"] }));
                let shift = matrix(&layer["shift"]).concat();
                let numbers = [(shift, "shift"), (vector(&layer["scale"]), "scale")];
                for (numbers, tensor) in numbers {
                    let floats = weights.values(&format!("layers.{k}.{tensor}"));
                    assert_eq!(floats.len(), numbers.len());
                    let right =
                        numbers.iter().zip(floats).all(|(exact, &float)| nearest(exact, float, single));
                    assert!(right, "{}, {dtype}, layer {k}, {tensor}", name(&example));
                }
            }
        }
    }
}

#[test]
fn json_is_the_certificate_with_numbers() {
    let exported = Exported::of_many_signs();
    let certificate = exported.path("certificate.json");
    let printed = flowcert(["export", text(&certificate), "--to", "json"]).succeeds();
    let weights: Value = serde_json::from_str(&printed).expect("JSON");
    assert_eq!(weights["dtype"], "float64");
    assert_eq!(weights["partition"], json!([2, 2]));
    assert_eq!(weights["mode"], "signed");
    assert_eq!(weights["layers"].as_array().map(Vec::len), Some(4));
    assert_eq!(weights["layers"][0]["scale"], json!([-2.0, 3.0]));
    assert_eq!(weights["layers"][1]["writes"], "first");
    assert_eq!(weights["layers"][1]["shift"], json!([[0.0, 1.0], [-1.0 / 7.0, 2.0]]));
    let output = exported.path("weights.json");
    export(&certificate, "json", &output, &["--quiet"]);
    assert_eq!(fs::read_to_string(output).expect("the weights"), printed);
    let single = flowcert(["export", text(&certificate), "--to", "json", "--dtype", "f32"]).succeeds();
    let weights: Value = serde_json::from_str(&single).expect("JSON");
    assert_eq!(weights["layers"][1]["shift"][1][0], json!(f64::from(-1_f32 / 7.0)));
}

#[test]
fn libraries_get_singles_and_others_doubles_unless_told() {
    let exported = Exported::of_many_signs();
    for (target, tensor) in [
        ("normflows", "flows.0.sign_S F32 [4]"),
        ("nflows", "_transforms.0.q_vectors F32 [2, 4]"),
        ("freia", "module_list.0.M F32 [4, 4]"),
        ("safetensors", "layers.0.scale F64 [2]"),
    ] {
        let (weights, _) = exported.to(target, &[]);
        assert!(weights.signatures().contains(&tensor.to_owned()), "{:?}", weights.signatures());
    }
    let (weights, _) = exported.to("normflows", &["--dtype", "f64"]);
    assert!(weights.signatures().contains(&"flows.0.sign_S F64 [4]".to_owned()));
}

#[test]
fn it_says_what_the_rounding_cost_and_which_signs_changed() {
    let exported = Exported::of_many_signs();
    // The signs of four scales: two of them meet at the second coordinate, and cancel.
    let (_, printed) = exported.to("nflows", &[]);
    let output = exported.path("weights.safetensors");
    let beginning = format!("{}: 4 couplings in float32, after a change of sign of x[0, 2]; ", text(&output));
    assert!(printed.starts_with(&beginning), "{printed}");
    let error = |printed: &str| {
        let number = printed.split('≈').nth(1).and_then(|rest| rest.split(' ').next());
        number.and_then(|number| number.parse::<f64>().ok()).unwrap_or_else(|| panic!("{printed}"))
    };
    assert!((1e-9..1e-6).contains(&error(&printed)), "{printed}");
    for target in ["safetensors", "normflows", "nflows", "freia"] {
        let (_, printed) = exported.to(target, &["--dtype", "f64"]);
        assert!(error(&printed) < 1e-14, "{target}: {printed}");
    }
    let (_, printed) = exported.to("safetensors", &[]);
    assert!(!printed.contains("sign"), "plain scales keep theirs: {printed}");
    assert_eq!(exported.to("nflows", &["--quiet"]).1, "");
}

#[test]
fn the_same_bytes_every_time() {
    let certified = Certified::new(&example("h264-core-4.mtx"), &[]);
    for target in ["safetensors", "normflows", "nflows", "freia", "json"] {
        let written = |name: &str| {
            let output = certified.path(name);
            export(&certified.certificate(), target, &output, &[]);
            fs::read(output).expect("the weights")
        };
        assert!(written("one") == written("other"), "{target}");
    }
}

#[test]
fn the_certificate_from_standard_input() {
    let exported = Exported::of_many_signs();
    let bytes = fs::read(exported.path("certificate.json")).expect("the certificate");
    let answer = crate::common::flowcert_with_input(["export", "-", "--to", "json"], bytes);
    assert!(answer.succeeds().contains("flowcert-weights/1"));
}
