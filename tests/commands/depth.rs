//! `flowcert depth` and `flowcert table depth`.

use std::fs;

use serde_json::Value;

use crate::common::flowcert;
use crate::common::program::text;

fn json(output: &str) -> Value {
    serde_json::from_str(output).expect("JSON")
}

fn depth<'a>(dim: &'a str, modes: &'a str, parameters: &'a str) -> Vec<&'a str> {
    vec!["depth", "--dim", dim, "--modes", modes, "--params-per-layer", parameters]
}

#[test]
fn numbers_for_programs() {
    for (class, layers) in [("general", 3), ("lipschitz", 6), ("star", 4)] {
        let arguments = [depth("64", "256", "64"), vec!["--class", class, "--format", "json"]].concat();
        let found = json(&flowcert(arguments).succeeds());
        assert_eq!(found["least_layers"], layers, "{class}");
        assert_eq!((&found["enough_layers"], &found["generator_neurons"]), (&512.into(), &638.into()));
        assert_eq!((&found["generator_weights"], &found["verdict"]), (&33_980.into(), &"bites".into()));
        let log2_targets = found["log2_targets"].as_f64().expect("a number");
        assert!((log2_targets - 14_764.9).abs() < 0.1, "{log2_targets}");
        assert!(found["bits_per_parameter"].as_f64().is_some_and(|bits| bits > 40.0));
    }
    let odd = json(&flowcert([depth("65", "256", "64"), vec!["--format", "json"]].concat()).succeeds());
    assert_eq!((&odd["least_layers"], &odd["enough_layers"]), (&4.into(), &Value::Null));
    // 2p < n + 4: no ramp fits.
    let narrow = json(&flowcert([depth("64", "256", "33"), vec!["--format", "json"]].concat()).succeeds());
    assert_eq!(narrow["enough_layers"], Value::Null);
    let wide = json(&flowcert([depth("64", "256", "34"), vec!["--format", "json"]].concat()).succeeds());
    assert_eq!(wide["enough_layers"], 512);
}

#[test]
fn the_page_for_people_and_the_certificate() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("depth.json");
    let shown = flowcert([depth("256", "4096", "256"), vec!["-o", text(&out)]].concat()).succeeds();
    for words in
        ["bites", "fewer than 46 layers", "8192", "8702 neurons", "not use that flows are invertible"]
    {
        assert!(shown.contains(words), "{words}: {shown}");
    }
    let verified = flowcert(["verify", text(&out)]).succeeds();
    assert!(verified.contains("46"), "{verified}");
    let forged = fs::read_to_string(&out).expect("the certificate");
    fs::write(&out, forged.replace("\"layers_needed\": 46", "\"layers_needed\": 47")).expect("written");
    assert_eq!(flowcert(["verify", text(&out)]).exit, Some(1));
    let vacuous = flowcert(depth("64", "16", "64")).succeeds();
    assert!(vacuous.contains("vacuous"), "{vacuous}");
}

#[test]
fn families_codebooks_and_choices() {
    for family in ["linear", "additive", "clamped", "sparse"] {
        let arguments = [depth("64", "4096", "64"), vec!["--family", family, "--format", "json"]].concat();
        let found = json(&flowcert(arguments).succeeds());
        assert_eq!(found["family"], family);
        assert!(found["least_layers"].as_u64().is_some_and(|layers| layers >= 2), "{found}");
    }
    let signs = ["--hamming", "64", "--inner-products", "--accuracy", "1/64", "--format", "json"];
    let found = json(&flowcert([depth("256", "1024", "256"), signs.to_vec()].concat()).succeeds());
    assert_eq!(
        (&found["codebook"], &found["separation"]),
        (&"gilbert-varshamov".into(), &"inner-product".into())
    );
    let least = |more: &[&str]| {
        let arguments =
            [depth("128", "1024", "128"), vec!["--distance", "1/2", "--format", "json"], more.to_vec()]
                .concat();
        json(&flowcert(arguments).succeeds())["least_layers"].as_u64()
    };
    assert!(least(&["--optimize"]) > least(&[]));
}

#[test]
fn what_is_refused() {
    let refused = |arguments: Vec<&str>, code: &str| {
        flowcert(arguments).fails(2, code);
    };
    refused([depth("64", "256", "64"), vec!["--accuracy", "1/8"]].concat(), "depth::margin");
    refused([depth("64", "256", "64"), vec!["--lipschitz", "3"]].concat(), "depth::class");
    refused([depth("64", "256", "64"), vec!["--overlap", "1"]].concat(), "depth::overlap");
    refused([depth("64", "256", "64"), vec!["--distance", "3"]].concat(), "depth::too-far");
    refused([depth("64", "256", "64"), vec!["--hamming", "65"]].concat(), "depth::hamming");
    refused([depth("65", "256", "64"), vec!["--family", "linear"]].concat(), "depth::odd-dimension");
    refused(
        [depth("64", "256", "64"), vec!["--class", "lipschitz", "--lipschitz", "1/2"]].concat(),
        "depth::contraction",
    );
    refused([depth("65536", "256", "64"), vec!["--distance", "1e-4000"]].concat(), "depth::too-large");
    refused(depth("64", "1", "64"), "depth::sharing");
    refused(depth("64", "256", "0"), "depth::not-positive");
    refused(depth("4", "256", "64"), "depth::few-points");
    refused(depth("4000000000", "256", "64"), "depth::too-large");
    refused([depth("64", "256", "64"), vec!["-o", "/no/such/folder/c.json"]].concat(), "write::io");
    flowcert([depth("64", "256", "64"), vec!["--accuracy", "near"]].concat()).misused();
    flowcert(depth("64", "-1", "64")).misused();
}

#[test]
fn the_table_and_its_picture() {
    let folder = tempfile::tempdir().expect("a folder");
    let (svg, png) = (folder.path().join("depth.svg"), folder.path().join("depth.png"));
    let arguments =
        ["table", "depth", "--quick", "--format", "csv", "--plot", text(&svg), "--plot", text(&png)];
    let csv = flowcert(arguments).succeeds();
    assert!(
        csv.lines()
            .any(|line| line.starts_with("64,256,64,14764.9") && line.ends_with(",3,6,4,512,638,bites")),
        "{csv}"
    );
    assert!(csv.lines().any(|line| line.starts_with("64,16,64,") && line.ends_with("vacuous")), "{csv}");
    let picture = fs::read_to_string(&svg).expect("the picture");
    for words in ["one hidden layer", "Theorem U", "modes k"] {
        assert!(picture.contains(words), "{words}");
    }
    assert!(fs::read(&png).expect("the picture").starts_with(b"\x89PNG"));
    let table = json(&flowcert(["table", "depth", "--quick", "--format", "json"]).succeeds());
    assert_eq!(table["rows"].as_array().map(Vec::len), Some(24));
    let markdown = flowcert(["table", "depth", "--quick", "--format", "markdown"]).succeeds();
    assert!(markdown.contains("| n | 2^8 |"), "{markdown}");
}
