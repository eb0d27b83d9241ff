//! `flowcert claims`: the register.

use flowcert::claim::CLAIMS;
use serde_json::Value;

use crate::common::flowcert;

#[test]
fn the_list_names_every_claim_with_both_bounds() {
    let output = flowcert(["claims"]).succeeds();
    let row = |id: &str| output.lines().find(|line| line.split_whitespace().next() == Some(id));
    for claim in CLAIMS {
        let row = row(claim.id).unwrap_or_else(|| panic!("{} is missing: {output}", claim.id));
        let here = if claim.instances.is_some() { claim.our_bound } else { "not checked here" };
        assert!(row.contains(claim.paper_bound) && row.ends_with(here), "{row}");
    }
    assert!(row("linear").is_some_and(|row| row.contains("≤ 47 layers") && row.ends_with("≤ 6 layers")));
    assert!(row("four-layers").is_some_and(|row| row.ends_with("≥ 6 layers")));
    assert!(row("universal").is_some_and(|row| row.ends_with("not checked here")));
}

#[test]
fn each_is_explained() {
    for claim in CLAIMS {
        let output = flowcert(["claims", claim.id]).succeeds();
        let words = output.split_whitespace().collect::<Vec<_>>().join(" ");
        for text in [claim.id, claim.statement, claim.source.name(), claim.idea, claim.proof] {
            assert!(
                words.contains(&text.split_whitespace().collect::<Vec<_>>().join(" ")),
                "{text}: {output}"
            );
        }
        assert!(output.lines().all(|line| line.chars().count() <= 100), "{output}");
        for name in ["claim ", "source ", "statement ", "paper ", "here ", "idea ", "proof "] {
            assert!(output.lines().any(|line| line.starts_with(name)), "{name}: {output}");
        }
    }
}

#[test]
fn json_for_programs() {
    let list: Value =
        serde_json::from_str(&flowcert(["claims", "--format", "json"]).succeeds()).expect("JSON");
    let ids: Vec<&str> =
        list.as_array().expect("a list").iter().filter_map(|it| it["claim"].as_str()).collect();
    assert_eq!(ids, CLAIMS.iter().map(|claim| claim.id).collect::<Vec<_>>());
    let arguments = ["claims", "universal", "--format", "json"];
    let one: Value = serde_json::from_str(&flowcert(arguments).succeeds()).expect("JSON");
    assert_eq!((one.as_array().map(Vec::len), &one[0]["checked"]), (Some(1), &Value::Bool(false)));
}

/// What is said to be proved in a file is proved in a file that is there.
#[test]
fn proofs_are_in_files_that_exist() {
    for claim in CLAIMS.iter().filter(|claim| claim.instances.is_some()) {
        let file = claim.proof.split(',').next().expect("a file");
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
        assert!(path.is_file(), "{}: {file}", claim.id);
    }
}
