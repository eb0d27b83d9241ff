//! `flowcert factor --partition D1,D2` and `--mask`: halves of any lengths, and what the other commands do with them.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::common::algebra::{from_csv, image, matrix, product_of_layers, to_csv};
use crate::common::program::text;
use crate::common::{Matrix, flowcert, flowcert_with_input};

const OF_FIVE: &str = "1,1,0,1,0\n2,1,0,0,3\n0,4,1,0,1\n0,0,2,1,0\n1,0,0,0,1\n";

/// A matrix and its certificate in a folder.
struct Factored {
    folder: TempDir,
    certificate: Value,
    printed: Value,
}

impl Factored {
    #[track_caller]
    fn new(csv: &str, options: &[&str]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let (input, output) = (folder.path().join("matrix.csv"), folder.path().join("certificate.json"));
        fs::write(&input, csv).expect("written");
        let arguments = ["factor", text(&input), "--format", "json", "-o", text(&output)];
        let printed = flowcert(arguments.iter().chain(options)).succeeds();
        let certificate = serde_json::from_slice(&fs::read(&output).expect("the certificate")).expect("JSON");
        Self { folder, certificate, printed: serde_json::from_str(&printed).expect("JSON") }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn matrix(&self) -> Matrix {
        matrix(&self.certificate["matrix"])
    }

    fn layers(&self) -> usize {
        self.certificate["layers"].as_array().expect("layers").len()
    }
}

fn verified(certificate: &Path) -> String {
    flowcert(["verify", text(certificate)]).succeeds()
}

#[test]
fn every_partition_of_five_coordinates() {
    for (lengths, bound) in [("1,4", 10), ("2,3", 8), ("3,2", 8), ("4,1", 10)] {
        for strategy in ["small", "fewest"] {
            let factored = Factored::new(OF_FIVE, &["--partition", lengths, "--strategy", strategy]);
            let expected: Value = serde_json::from_str(&format!("[{lengths}]")).expect("JSON");
            assert_eq!(factored.certificate["partition"], expected);
            assert_eq!(factored.printed["partition"], expected);
            assert!(factored.layers() <= bound, "{lengths}: {} layers", factored.layers());
            assert_eq!(factored.matrix(), from_csv(OF_FIVE));
            assert_eq!(product_of_layers(&factored.certificate), from_csv(OF_FIVE));
            let said = verified(&factored.path("certificate.json"));
            assert!(said.contains(&format!("halves of {}", lengths.replace(',', " and "))), "{said}");
        }
    }
}

#[test]
fn unequal_halves_of_an_even_size_over_a_field() {
    let matrix = "0,0,0,1\n1,0,0,0\n0,1,0,0\n0,0,1,0\n";
    let factored = Factored::new(matrix, &["--partition", "1,3", "--field", "2"]);
    assert_eq!((&factored.certificate["partition"], &factored.printed["field"]), (&json!([1, 3]), &json!(2)));
    assert!(factored.layers() <= 8);
    verified(&factored.path("certificate.json"));
}

#[test]
fn equal_halves_are_those_of_no_partition() {
    let matrix = "1,2,0,0\n0,1,3,0\n0,0,1,4\n-5,0,0,1\n";
    let [asked, plain] = [&["--partition", "2,2"][..], &[]].map(|options| Factored::new(matrix, options));
    assert_eq!(asked.certificate, plain.certificate);
}

#[test]
fn text_names_the_halves_where_they_are_unequal() {
    let factored = Factored::new(OF_FIVE, &["--partition", "2,3"]);
    let said = flowcert(["factor", text(&factored.path("matrix.csv")), "--partition", "2,3"]).succeeds();
    assert!(said.contains("matrix.csv: 5 × 5 over Q with halves of 2 and 3, mode "), "{said}");
    let shown = flowcert(["show", text(&factored.path("certificate.json"))]).succeeds();
    assert!(shown.contains("x1 of length 2, x2 of length 3"), "{shown}");
}

#[test]
fn apply_runs_the_layers_and_their_inverses() {
    let factored = Factored::new(OF_FIVE, &["--partition", "3,2"]);
    let certificate = factored.path("certificate.json");
    let vectors = from_csv("1,2,3,4,5\n1/2,0,-1,0,7/3\n");
    let apply = |vectors: &Matrix, options: &[&str]| {
        let arguments = ["apply", text(&certificate), "-"];
        from_csv(&flowcert_with_input(arguments.iter().chain(options), to_csv(vectors)).succeeds())
    };
    let images = apply(&vectors, &[]);
    assert_eq!(images, vectors.iter().map(|x| image(&factored.matrix(), x)).collect::<Matrix>());
    assert_eq!(apply(&images, &["--inverse"]), vectors);
}

#[test]
fn export_writes_the_layers_where_the_library_cuts_so() {
    let export = |lengths: &str, target: &str| {
        let factored = Factored::new(OF_FIVE, &["--partition", lengths]);
        let (certificate, output) = (factored.path("certificate.json"), factored.path("weights"));
        flowcert(["export", text(&certificate), "--to", target, "-o", text(&output)])
    };
    for lengths in ["2,3", "4,1"] {
        for target in ["safetensors", "json", "nflows", "freia"] {
            export(lengths, target).succeeds();
        }
        // torch.chunk gives the first half one more of an odd number, and never two.
        let said = export(lengths, "normflows").fails(2, "export::partition");
        assert!(said.contains("--to freia"), "{said}");
    }
    export("3,2", "normflows").succeeds();
}

#[test]
fn a_mask_of_any_length_is_the_first_half() {
    let factored = Factored::new(OF_FIVE, &["--mask", "4,1"]);
    assert_eq!(factored.certificate["partition"], json!([2, 3]));
    let (order, plain) = ([1, 4, 0, 2, 3], from_csv(OF_FIVE));
    let masked = factored.matrix();
    assert!((0..5).all(|i| (0..5).all(|j| masked[i][j] == plain[order[i]][order[j]])));
    let with_lengths = Factored::new(OF_FIVE, &["--mask", "4,1", "--partition", "2,3"]);
    assert_eq!(with_lengths.certificate, factored.certificate);
}

/// A certificate that is there is kept only if it has the halves that are asked for now.
#[test]
fn a_batch_with_another_partition_is_factored_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let (input, output) = (folder.path().join("in"), folder.path().join("out"));
    fs::create_dir(&input).expect("a folder");
    fs::write(input.join("a.csv"), OF_FIVE).expect("written");
    let run = |lengths: &str| {
        let arguments =
            ["factor", text(&input), "-o", text(&output), "--partition", lengths, "--format", "json"];
        let printed: Value = serde_json::from_str(&flowcert(arguments).succeeds()).expect("JSON");
        printed["matrices"][0].clone()
    };
    let first = run("2,3");
    assert_eq!((&first["kept"], &first["method"]), (&json!(false), &json!("unequal")));
    assert_eq!(run("2,3")["kept"], true);
    assert_eq!(run("1,4")["kept"], false);
}
