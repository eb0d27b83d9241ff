//! `flowcert enumerate` and `flowcert table enumeration`.

use std::fs;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use serde_json::Value;

use crate::common::flowcert;
use crate::common::program::text;

fn json(output: &str) -> Value {
    serde_json::from_str(output).expect("JSON")
}

#[test]
fn every_matrix_is_accounted_for() {
    let arguments = ["enumerate", "--field", "2", "--partition", "2,2"];
    let shown = flowcert(arguments).succeeds();
    for words in ["SL(4, F_2)", "20160", "10645", "52.803 %", "exact"] {
        assert!(shown.contains(words), "{words}: {shown}");
    }
    let counts = json(&flowcert(arguments.into_iter().chain(["--format", "json"])).succeeds());
    assert_eq!(counts["counts"], serde_json::json!(["1", "30", "441", "4053", "10645", "4974", "16"]));
    assert_eq!((&counts["matrices"], &counts["field"]), (&"20160".into(), &2.into()));
    let csv = flowcert(arguments.into_iter().chain(["--format", "csv"])).succeeds();
    assert_eq!(csv.lines().nth(7), Some("2,2,2,6,16"), "{csv}");
    let markdown = flowcert(arguments.into_iter().chain(["--format", "markdown", "-q"])).succeeds();
    assert_eq!(markdown.lines().filter(|line| line.starts_with("| ")).count(), 9, "{markdown}");
    let all = arguments.into_iter().chain(["--format", "csv", "--no-symmetry"]);
    assert_eq!(flowcert(all).succeeds(), csv);
}

#[test]
fn the_certificate_is_verified_and_the_checkpoint_gone() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("counts.json");
    flowcert(["enumerate", "--field", "3", "--partition", "2,2", "--out", text(&out)]).succeeds();
    assert_eq!(fs::read_dir(folder.path()).expect("the folder").count(), 1);
    let verified = flowcert(["verify", text(&out)]).succeeds();
    assert!(verified.contains("12130560 matrices of SL(4, F_3)"), "{verified}");
    let forged = fs::read_to_string(&out).expect("the certificate").replace("\"754\"", "\"753\"");
    fs::write(&out, forged.replace("\"5458544\"", "\"5458545\"")).expect("written");
    let rejected = flowcert(["verify", text(&out)]);
    assert_eq!(rejected.exit, Some(1), "{rejected:?}");
    assert!(rejected.output.contains("[count-differs]"), "{rejected:?}");
}

/// Killed at some moment, with no time to clean up, it goes on from what is there.
#[test]
fn a_killed_enumeration_goes_on_to_the_same_certificate() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("counts.json");
    let checkpoint = folder.path().join("counts.json.checkpoint");
    // Everything one by one takes many seconds.
    let arguments =
        ["enumerate", "--field", "3", "--partition", "2,2", "--no-symmetry", "--quiet", "--out", text(&out)];
    let mut child = Command::new(env!("CARGO_BIN_EXE_flowcert"))
        .args(arguments)
        .stdout(Stdio::null())
        .spawn()
        .expect("the program starts");
    for _ in 0..6000 {
        if fs::metadata(&checkpoint).is_ok_and(|file| file.len() > 1000) {
            break;
        }
        thread::sleep(Duration::from_millis(10));
    }
    child.kill().expect("a child");
    child.wait().expect("a child");
    assert!(checkpoint.exists() && !out.exists(), "it was killed too late");
    flowcert(arguments.into_iter().chain(["--resume"])).succeeds();
    assert!(!checkpoint.exists());
    let counts = json(&fs::read_to_string(&out).expect("the certificate"));
    assert_eq!(counts["counts"][6], "754");
}

#[test]
fn a_foreign_checkpoint_is_refused_and_kept() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("counts.json");
    let checkpoint = folder.path().join("counts.json.checkpoint");
    fs::write(&checkpoint, "something else").expect("written");
    let arguments = ["enumerate", "--field", "2", "--partition", "1,1", "--resume", "--out", text(&out)];
    flowcert(arguments).fails(2, "enumeration::checkpoint");
    assert_eq!(fs::read_to_string(&checkpoint).expect("still there"), "something else");
    assert!(!out.exists());
}

#[test]
fn what_cannot_be_enumerated() {
    let enumerate = |field, partition, more: &[&str]| {
        flowcert(["enumerate", "--field", field, "--partition", partition].iter().chain(more))
    };
    enumerate("6", "1,1", &[]).fails(2, "enumeration::not-prime");
    enumerate("2", "0,1", &[]).fails(2, "enumeration::empty-half");
    enumerate("2", "1,8", &[]).fails(2, "enumeration::out-of-range");
    let complaint = enumerate("2", "3,3", &["--memory", "1"]).fails(2, "enumeration::memory");
    assert!(complaint.contains("bytes") && complaint.contains("cluster.md"), "{complaint}");
    enumerate("2", "2", &[]).misused();
    enumerate("2", "1,1", &["--resume"]).misused();
    let folder = tempfile::tempdir().expect("a folder");
    let missing = folder.path().join("missing").join("counts.json");
    enumerate("2", "1,1", &["--out", text(&missing)]).fails(2, "enumeration::write");
}

#[test]
fn the_table_of_small_groups() {
    let csv = flowcert(["table", "enumeration", "--format", "csv"]).succeeds();
    assert!(csv.lines().any(|line| line == "2,2,3,6,2698"), "{csv}");
    assert!(csv.lines().any(|line| line == "3,1,3,8,6291"), "{csv}");
    let table = json(&flowcert(["table", "enumeration", "--format", "json"]).succeeds());
    assert_eq!(table["rows"].as_array().map(Vec::len), Some(10));
    let shown = flowcert(["table", "enumeration"]).succeeds();
    assert!(shown.contains("SL(5, F_2)") && shown.contains("4914703"), "{shown}");
}
