//! `flowcert export` of what floats or libraries cannot hold, or to no place.

use serde_json::{Value, json};

use super::folder::{Folder, on_one_line};
use crate::common::algebra::{product_of_layers, to_json};
use crate::common::examples::{certificate, example};
use crate::common::flowcert;
use crate::common::program::text;

/// What `flowcert export` says of a certificate that it refuses with this code; it leaves nothing behind.
#[track_caller]
fn refused(certificate: impl AsRef<[u8]>, options: &[&str], exit: i32, code: &str) -> String {
    let folder = Folder::new();
    let input = folder.with("certificate.json", certificate);
    let output = folder.output("weights.safetensors");
    let arguments = ["export", text(&input), "-o", text(&output)];
    let complaint = flowcert(arguments.iter().chain(options)).fails(exit, code);
    folder.assert_nothing_left();
    on_one_line(&complaint)
}

/// The certificate of one layer, in signed mode.
fn one_layer(partition: [usize; 2], layer: &Value) -> String {
    let mut certificate = json!({
        "format": "flowcert/1", "kind": "factorization", "arith": "exact", "mode": "signed",
        "partition": partition, "layers": [layer], "error_bound": "0",
    });
    certificate["matrix"] = to_json(&product_of_layers(&certificate));
    certificate.to_string()
}

/// One layer on 1 + 1 coordinates.
fn of_two(shift: &str, scale: &str) -> String {
    one_layer([1, 1], &json!({ "writes": "second", "shift": [[shift]], "scale": [scale] }))
}

#[test]
fn residues_are_no_floats() {
    let certificate = certificate(&example("shuffle-8-2.mtx"), &["--field", "7"]);
    for target in ["safetensors", "normflows", "nflows", "freia", "json"] {
        let complaint = refused(&certificate, &["--to", target], 2, "export::finite-field");
        assert!(complaint.contains("7 elements"), "{complaint}");
    }
}

#[test]
fn numbers_beyond_the_floats() {
    let [large, huge] = [40, 400].map(|zeros| format!("1{}", "0".repeat(zeros)));
    let [small, tiny] = [&large, &huge].map(|denominator| format!("1/{denominator}0000000"));
    for target in ["safetensors", "normflows", "nflows", "freia", "json"] {
        let single = ["--to", target, "--dtype", "f32"];
        let complaint = refused(of_two(&large, "1"), &single, 2, "export::range");
        assert!(
            complaint.contains("layer 0 has a number near 2^132, beyond the range of float32"),
            "{complaint}"
        );
        refused(of_two("1", &large), &single, 2, "export::range");
        refused(of_two(&huge, "1"), &["--to", target, "--dtype", "f64"], 2, "export::range");
    }
    // A scale must not become 0; of a plain number 0 is the nearest float.
    for target in ["normflows", "nflows", "freia"] {
        refused(of_two("1", &small), &["--to", target, "--dtype", "f32"], 2, "export::range");
        refused(of_two("1", &tiny), &["--to", target, "--dtype", "f64"], 2, "export::range");
    }
}

#[test]
fn a_cut_elsewhere_than_in_the_middle_is_not_for_normflows() {
    let layer = json!({ "writes": "second", "shift": [["1", "2", "3"]], "scale": ["1"] });
    let complaint = refused(one_layer([3, 1], &layer), &["--to", "normflows"], 2, "export::partition");
    assert!(complaint.contains("3 and 1 coordinates"), "{complaint}");
    // Of an odd number the first half has one more.
    let layer = json!({ "writes": "second", "shift": [["1"], ["2"]], "scale": ["1", "1"] });
    refused(one_layer([1, 2], &layer), &["--to", "normflows"], 2, "export::partition");
}

#[test]
fn signs_of_channels_are_not_for_nflows() {
    let complaint = refused(of_two("1", "-2"), &["--to", "nflows", "--conv"], 2, "export::sign-of-channel");
    assert!(complaint.contains("coordinate 1"), "{complaint}");
}

#[test]
fn tensors_need_a_file() {
    let folder = Folder::new();
    let input = folder.with("certificate.json", of_two("1", "2"));
    for target in ["safetensors", "normflows", "nflows", "freia"] {
        flowcert(["export", text(&input), "--to", target]).fails(2, "export::no-output");
    }
    flowcert(["export", text(&input)]).misused();
    flowcert(["export", text(&input), "--to", "tensorflow"]).misused();
}

#[test]
fn what_is_rejected_is_not_exported() {
    let genuine = of_two("1", "2");
    let forged = genuine.replacen("\"2\"", "\"3\"", 1);
    assert_ne!(forged, genuine);
    refused(forged, &["--to", "json"], 1, "product-differs");
    refused("{\"format\": \"other/1\"}", &["--to", "json"], 1, "wrong-format");
    let folder = Folder::new();
    let missing = folder.path("missing.json");
    flowcert(["export", text(&missing), "--to", "json"]).fails(2, "read::io");
}

#[test]
fn a_place_that_cannot_be_written() {
    let folder = Folder::new();
    let input = folder.with("certificate.json", of_two("1", "2"));
    let output = folder.output("missing/weights.safetensors");
    flowcert(["export", text(&input), "--to", "freia", "-o", text(&output)]).fails(2, "write::io");
    folder.assert_nothing_left();
}
