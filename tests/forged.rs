//! **A certificate that says anything false is rejected, and for the right reason; what is true is verified however it is
//! said.** The table is mirrored: each forgery of the certificate of each example stands beside an edit of the same kind
//! after which the claim is true. `--nocapture` prints it.

mod common;

mod forged {
    pub(super) mod edits;
    pub(super) mod table;
}

use std::fs;
use std::path::Path;

use common::algebra::{matrix, product_of_layers};
use common::examples::{certificate, matrices, name};
use common::flowcert;
use common::program::text;
use flowcert_check::check_bytes;
use forged::edits::{digit_changed, parsed, places_of_numbers, written};
use forged::table::TABLE;
use serde_json::Value;

/// The answer to certificates is one line; that of a rejection has its code in brackets.
#[track_caller]
fn verdict(path: &Path) -> (Option<i32>, String) {
    let answer = flowcert(["verify", text(path)]);
    assert_eq!(answer.complaint, "", "{answer:#?}");
    let line = answer.output.strip_suffix('\n').filter(|line| !line.contains('\n'));
    let line = line.unwrap_or_else(|| panic!("one line: {answer:#?}"));
    let name = text(path);
    let code = match line.strip_prefix(&format!("rejected {name} [")).and_then(|rest| rest.split_once("]: "))
    {
        Some((code, _)) => code,
        None => line.strip_prefix(&format!("verified {name}: ")).map_or("?", |_| "verified"),
    };
    (answer.exit, code.to_owned())
}

/// Verifies an edited certificate, adds a line to the printed table, and returns what is wrong with the answer.
fn judged(example: &str, change: &str, bytes: &[u8], expected: &str) -> Option<String> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("certificate.json");
    fs::write(&path, bytes).expect("written");
    let (exit, code) = verdict(&path);
    let line = format!("{example:28} {change:66} {code:18} exit {}", exit.map_or(-1, |exit| exit));
    println!("{line}");
    let expected_exit = if expected == "verified" { 0 } else { 1 };
    let right = (exit, code.as_str()) == (Some(expected_exit), expected);
    (!right).then(|| format!("{line}, expected {expected}"))
}

#[test]
fn as_written() {
    for example in matrices() {
        let wrong = judged(&name(&example), "as written", &certificate(&example, &[]), "verified");
        assert_eq!(wrong, None);
    }
}

#[test]
fn forgeries_and_their_true_counterparts() {
    let (mut wrong, mut forgeries, mut truths) = (Vec::new(), 0, 0);
    for example in matrices() {
        let (name, original) = (name(&example), certificate(&example, &[]));
        for row in TABLE {
            for (change, edit, expected, count) in [
                (row.forgery, row.forge, row.code, &mut forgeries),
                (row.truth, row.restate, "verified", &mut truths),
            ] {
                let Some(edited) = edit(&original) else {
                    println!("{name:28} {change:66} does not apply");
                    continue;
                };
                assert!(edited != original, "{name}: '{change}' changes nothing");
                wrong.extend(judged(&name, change, &edited, expected));
                *count += 1;
            }
        }
    }
    println!("{forgeries} forgeries and {truths} true certificates");
    assert!(forgeries >= 9 * (TABLE.len() - 1) && truths == matrices().len() * TABLE.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn arithmetic_of_its_own_agrees_on_what_is_true() {
    for example in matrices() {
        let original = certificate(&example, &[]);
        for row in TABLE.iter().filter(|row| row.code == "product-differs") {
            let claim = |bytes: &[u8]| {
                let certificate = parsed(bytes);
                product_of_layers(&certificate) == matrix(&certificate["matrix"])
            };
            let forged = (row.forge)(&original).expect("a forgery");
            assert!(!claim(&forged), "{}: '{}' is no forgery", name(&example), row.forgery);
            let restated = (row.restate)(&original).expect("a truth");
            assert!(claim(&restated), "{}: '{}' is not true", name(&example), row.truth);
        }
    }
}

/// Every layer is invertible, so the product depends on every entry of every shift.
#[test]
fn one_digit_of_any_entry_of_the_matrix_or_of_a_shift() {
    for example in matrices() {
        let original = parsed(&certificate(&example, &[]));
        let places = places_of_numbers(&original);
        let side = original["matrix"].as_array().expect("rows").len();
        assert_eq!(places.len(), side * side + 6 * (side / 2) * (side / 2), "{}", name(&example));
        for place in places {
            let mut forged = original.clone();
            digit_changed(forged.pointer_mut(&place).expect("a number"));
            let rejection = check_bytes(&written(&forged)).expect_err(&place);
            assert_eq!(rejection.code(), "product-differs", "{}, {place}: {rejection}", name(&example));
        }
    }
}

/// No example needs a negative scale; this matrix does.
#[test]
fn a_negative_scale_is_not_claimed_to_be_positive() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("reflection.csv");
    fs::write(&path, "0,1,0,0\n1,0,0,0\n0,0,1,0\n0,0,0,1\n").expect("written");
    let original = certificate(&path, &["--mode", "signed"]);
    assert_eq!(judged("reflection", "as written, in mode signed", &original, "verified"), None);
    for mode in ["positive", "additive"] {
        let mut forged = parsed(&original);
        forged["mode"] = Value::from(mode);
        let change = format!("mode {mode} claimed");
        assert_eq!(judged("reflection", &change, &written(&forged), "mode-violated"), None);
    }
}
