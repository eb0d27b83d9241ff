//! `flowcert factor` on a folder or on an array of matrices.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::common::Answer;
use crate::common::examples::matrices;
use crate::common::flowcert;
use crate::common::program::{program, text};

/// A folder of small matrices, one of which is singular, and a file that is none.
fn inputs(folder: &Path) {
    for k in 0..6 {
        let rows: String = (0..4)
            .map(|i| {
                (0..4)
                    .map(|j| (if i == j { k + 2 } else { (i * k + j) % 3 }).to_string())
                    .collect::<Vec<_>>()
                    .join(",")
                    + "\n"
            })
            .collect();
        fs::write(folder.join(format!("{k}.csv")), rows).expect("written");
    }
    fs::write(folder.join("notes.txt"), "nothing").expect("written");
}

fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(folder).expect("the folder").map(|entry| entry.expect("an entry"));
    entries
        .map(|entry| (entry.file_name().to_string_lossy().into_owned(), fs::read(entry.path()).expect("it")))
        .collect()
}

#[test]
fn results_do_not_depend_on_the_number_of_jobs() {
    let folder = tempfile::tempdir().expect("a folder");
    inputs(folder.path());
    let [one, three] = ["1", "3"].map(|jobs| {
        let output = tempfile::tempdir().expect("a folder");
        flowcert([
            "factor",
            text(folder.path()),
            "--arith",
            "f64",
            "--jobs",
            jobs,
            "-q",
            "-o",
            text(output.path()),
        ])
        .succeeds();
        files(output.path())
    });
    assert_eq!(one.len(), 6);
    assert!(one == three);
    assert!(one.contains_key("0.csv.json"));
}

#[test]
fn certificates_of_an_earlier_run_are_kept_if_they_are_right() {
    let folder = tempfile::tempdir().expect("a folder");
    inputs(folder.path());
    let output = tempfile::tempdir().expect("a folder");
    let run = || -> Value {
        let arguments =
            ["factor", text(folder.path()), "--arith", "f64", "--format", "json", "-o", text(output.path())];
        serde_json::from_str(&flowcert(arguments).succeeds()).expect("JSON")
    };
    let kept = |printed: &Value| {
        let rows = printed["matrices"].as_array().expect("rows");
        rows.iter().map(|row| row["kept"].as_bool().expect("a word")).collect::<Vec<_>>()
    };
    assert_eq!(kept(&run()), [false; 6]);
    let before = files(output.path());
    // One is forged, one is for another matrix.
    let forged = String::from_utf8(before["1.csv.json"].clone())
        .expect("UTF-8")
        .replace("bound\": \"", "bound\": \"1/1");
    fs::write(output.path().join("1.csv.json"), forged).expect("written");
    fs::write(output.path().join("2.csv.json"), &before["3.csv.json"]).expect("written");
    assert_eq!(kept(&run()), [true, false, false, true, true, true]);
    assert!(files(output.path()) == before);
}

#[test]
fn a_matrix_that_fails_is_named_and_the_others_go_on() {
    let folder = tempfile::tempdir().expect("a folder");
    inputs(folder.path());
    fs::write(folder.path().join("3.csv"), "1,1\n1,1\n").expect("written");
    fs::write(folder.path().join("4.csv"), "1,x\n1,1\n").expect("written");
    let answer: Answer = Answer::of(program().args(["factor", text(folder.path()), "--arith", "f64"]));
    assert_eq!(answer.exit, Some(2), "{answer:?}");
    assert!(
        answer.output.contains("linear::singular") && answer.output.contains("read::not-a-number"),
        "{answer:?}"
    );
    assert!(answer.output.contains("4 factored, 0 kept from an earlier run, 2 failed"), "{answer:?}");
}

#[test]
fn the_examples_in_one_go() {
    let folder = tempfile::tempdir().expect("a folder");
    for example in matrices() {
        fs::copy(&example, folder.path().join(example.file_name().expect("a name"))).expect("copied");
    }
    let output = flowcert(["factor", text(folder.path())]).succeeds();
    assert!(output.contains(&format!("{} factored", matrices().len())), "{output}");
}

#[test]
fn an_array_of_matrices() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("stack.npy");
    let mut bytes = b"\x93NUMPY\x01\x00".to_vec();
    let header = "{'descr': '<f8', 'fortran_order': False, 'shape': (12, 2, 2), }";
    let padded = format!("{header:<117}\n");
    bytes.extend((padded.len() as u16).to_le_bytes());
    bytes.extend(padded.as_bytes());
    for k in 0..12 {
        bytes.extend([1.0 + f64::from(k), 0.5, -0.5, 2.0].map(f64::to_le_bytes).concat());
    }
    fs::write(&path, bytes).expect("written");
    let output = tempfile::tempdir().expect("a folder");
    flowcert(["factor", text(&path), "-q", "-o", text(output.path())]).succeeds();
    let names: Vec<String> = files(output.path()).into_keys().collect();
    assert_eq!((names.len(), names[0].as_str(), names[11].as_str()), (12, "00.json", "11.json"));
    flowcert(["verify", text(&output.path().join("07.json"))]).succeeds();
}
