//! Lower bounds as text: keys, types, numbers, places; and the canonical form.

use flowcert_check::{
    Certificate, CycleIn, Enumeration, Half, MinimalLayers, RankEvidence, Reasons, Rule, check_bytes, read,
    write,
};

use super::support::{both, bound, cycle, each, invariant, matrix, numbers, staircase, text, three_layers};
use crate::support::{Accepted, Ending, Rejected, expect, layer, replace};

/// diag(2, 1/2) ⊕ I by hand, in an order of its own.
const WITNESS: &str = r#"{
    "reasons": {"both": {"power": 1, "polynomial": ["-2", "1"], "rule": "invariant"}},
    "layers_needed": 6, "matrix": [["2","0","0","0"], ["0","1/2","0","0"], ["0","0","1","0"], ["0","0","0","1"]],
    "mode": "additive", "kind": "lower-bound", "partition": [2, 2], "format": "flowcert/1"
}"#;

fn changed(cases: &[(&str, &str, &str, Ending)]) {
    for (case, old, new, ending) in cases {
        expect("text", case, replace(WITNESS, old, new).as_bytes(), *ending);
    }
}

#[test]
fn keys_in_any_order() {
    expect("text", "as it is", WITNESS.as_bytes(), Accepted);
    changed(&[
        ("escapes", "\"rule\"", "\"r\\u0075le\"", Accepted),
        ("a key of another rule", "\"power\": 1", "\"power\": 1, \"k\": 1", Rejected("unknown-key")),
        ("an unknown key in a rule", "\"power\": 1", "\"power\": 1, \"note\": []", Rejected("unknown-key")),
        ("an unknown word", "\"both\"", "\"starts_with_D\"", Rejected("unknown-key")),
        ("an arithmetic", "\"mode\"", "\"arith\": \"exact\", \"mode\"", Rejected("unknown-key")),
        ("an error bound", "\"mode\"", "\"error_bound\": \"0\", \"mode\"", Rejected("unknown-key")),
        ("layers", "\"mode\"", "\"layers\": [], \"mode\"", Rejected("unknown-key")),
        ("a precision", "\"mode\"", "\"precision\": 3, \"mode\"", Rejected("unknown-key")),
        (
            "the rule twice",
            "\"power\": 1",
            "\"power\": 1, \"rule\": \"invariant\"",
            Rejected("duplicate-key"),
        ),
        ("the power twice", "\"power\": 1", "\"power\": 1, \"power\": 1", Rejected("duplicate-key")),
        (
            "the reasons twice",
            "\"layers_needed\"",
            "\"reasons\": {}, \"layers_needed\"",
            Rejected("duplicate-key"),
        ),
        ("no rule", ", \"rule\": \"invariant\"", "", Rejected("missing-key")),
        ("no power", "\"power\": 1,", "", Rejected("missing-key")),
        ("no number of layers", "\"layers_needed\": 6,", "", Rejected("missing-key")),
        ("no mode", "\"mode\": \"additive\",", "", Rejected("missing-key")),
        ("one word only", "\"both\"", "\"starts_with_L\"", Rejected("missing-key")),
        (
            "no reasons in them",
            "{\"both\": {\"power\": 1, \"polynomial\": [\"-2\", \"1\"], \"rule\": \"invariant\"}}",
            "{}",
            Rejected("reasons"),
        ),
        (
            "both and one",
            "{\"both\"",
            "{\"starts_with_L\": {\"rule\": \"not-one-layer\"}, \"both\"",
            Rejected("malformed"),
        ),
        ("an unknown rule", "\"invariant\"", "\"magic\"", Rejected("unsupported")),
        ("a minimal number without layers", "\"lower-bound\"", "\"minimal-layers\"", Rejected("missing-key")),
    ]);
}

#[test]
fn types_and_numbers() {
    changed(&[
        ("a number for the rule", "\"invariant\"", "5", Rejected("malformed")),
        (
            "a list for a rule",
            "{\"power\": 1, \"polynomial\": [\"-2\", \"1\"], \"rule\": \"invariant\"}",
            "[]",
            Rejected("malformed"),
        ),
        (
            "null for a rule",
            "{\"power\": 1, \"polynomial\": [\"-2\", \"1\"], \"rule\": \"invariant\"}",
            "null",
            Rejected("malformed"),
        ),
        (
            "a list for the reasons",
            "{\"both\": {\"power\": 1, \"polynomial\": [\"-2\", \"1\"], \"rule\": \"invariant\"}}",
            "[]",
            Rejected("malformed"),
        ),
        ("a string for the power", "\"power\": 1", "\"power\": \"1\"", Rejected("malformed")),
        ("a negative power", "\"power\": 1", "\"power\": -1", Rejected("malformed")),
        ("a power with a point", "\"power\": 1", "\"power\": 1.0", Rejected("malformed")),
        ("a power beyond 64 bits", "\"power\": 1", "\"power\": 18446744073709551616", Rejected("malformed")),
        ("a matrix for a polynomial", "[\"-2\", \"1\"]", "[[\"-2\", \"1\"]]", Rejected("malformed")),
        ("a coefficient that is no string", "[\"-2\", \"1\"]", "[-2, \"1\"]", Rejected("malformed")),
        ("a coefficient not in lowest terms", "\"-2\"", "\"-4/2\"", Rejected("not-canonical")),
        ("a coefficient with a sign", "\"-2\"", "\"+2\"", Rejected("not-canonical")),
        (
            "a string for the number of layers",
            "\"layers_needed\": 6",
            "\"layers_needed\": \"6\"",
            Rejected("malformed"),
        ),
        ("mode singular", "\"additive\"", "\"singular\"", Rejected("mode-violated")),
        ("an unknown mode", "\"additive\"", "\"triangular\"", Rejected("unsupported")),
        ("a double in the matrix", "\"1/2\"", "0.5", Rejected("malformed")),
    ]);
    let said = |old: &str, new: &str| {
        check_bytes(replace(WITNESS, old, new).as_bytes()).expect_err("forged").to_string()
    };
    assert_eq!(
        said("[\"-2\", \"1\"]", "[\"-2\", \"01\"]"),
        "reasons.both.polynomial[1]: \"01\" is not a canonical number: a number has no leading zeros"
    );
    assert_eq!(said("\"power\": 1", "\"power\": 1, \"cycle\": []"), "reasons.both: unknown key \"cycle\"");
    assert_eq!(said("\"power\": 1,", ""), "reasons.both: the key \"power\" is missing");
    assert_eq!(said("\"both\"", "\"starts_with_U\""), "reasons: the key \"starts_with_L\" is missing");
    assert_eq!(said("\"invariant\"", "\"magic\""), "rule \"magic\" is not supported by this version");
    assert_eq!(said("\"invariant\"", "{}"), "reasons.both.rule: expected a string");
}

/// One certificate for each rule and sort of evidence; not all of them are true.
fn one_of_each() -> Vec<Certificate> {
    let mut certificates = Vec::new();
    let mut add = |needed, reasons| {
        certificates.push(Certificate::from(bound(
            [2, 2],
            matrix(&["2 0 0 0", "0 1/2 0 0", "0 0 1 0", "0 0 0 1"]),
            needed,
            reasons,
        )));
    };
    let (eye, zero) = (["1 0", "0 1"], ["0 0", "0 0"]);
    add(0, Reasons::None);
    add(1, both(Rule::NotIdentity));
    add(2, each(Rule::NotOneLayer, Rule::NotOneLayer));
    add(3, each(Rule::NotTwoLayers, Rule::NotTwoLayers));
    add(4, each(three_layers(&eye, &zero), three_layers(&zero, &eye)));
    add(6, both(invariant("-2 1/3", 2)));
    add(
        6,
        each(
            Rule::BlocksAtOne { power: 1 },
            Rule::Degrees { factors: vec![numbers("-2 1"), numbers("1/7 0 1")] },
        ),
    );
    add(6, both(Rule::Degrees { factors: vec![] }));
    let (h, g) = (matrix(&eye), matrix(&zero));
    add(5, each(Rule::KernelSystem { f: h.clone(), g, h: h.clone() }, Rule::KernelBalance { h }));
    let evidence = || Rule::Ranks { first: RankEvidence::Rank, second: staircase(&[0, 1], &[1, 0]) };
    add(9, each(evidence(), Rule::Ranks { first: staircase(&[], &[]), second: RankEvidence::Rank }));
    add(4, both(Rule::Ranks { first: RankEvidence::Cycle, second: RankEvidence::Cycle }));
    let signed = |needed, reasons| {
        let bound = bound([2, 2], matrix(&["0 -1 0 0", "1 0 0 0", "0 0 1 0", "0 0 0 1"]), needed, reasons);
        Certificate::from(super::support::positive(bound))
    };
    let scalars = matrix(&["1/4 0 0", "0 2 0", "0 0 2"]);
    certificates.push(bound([1, 2], scalars, 8, both(Rule::ScalarBlocks)).into());
    certificates.push(signed(6, both(Rule::PrincipalMinorSigns { k: 1 })));
    certificates.push(signed(6, each(Rule::LonePrincipalMinor { k: 2 }, cycle(CycleIn::Inverse, &[1, 0]))));
    certificates
        .push(signed(6, both(Rule::Ranks { first: RankEvidence::Minors, second: RankEvidence::Minors })));
    let scaled = bound([1, 1], matrix(&["2 0", "0 3"]), 2, each(Rule::NotOneLayer, Rule::NotOneLayer));
    let layers = vec![layer(Half::First, &[&["0"]], &["2"]), layer(Half::Second, &[&["0"]], &["3"])];
    let lower_bound = super::support::over(5, super::support::signed(scaled));
    certificates.push(MinimalLayers { lower_bound, layers }.into());
    let counts = [1, 4, 1].map(rug::Integer::from).to_vec();
    certificates.push(Enumeration { field: 2, partition: [1, 1], counts }.into());
    certificates
}

#[test]
fn writing_and_reading_are_inverse() {
    for certificate in one_of_each() {
        let mut bytes = Vec::new();
        write(&certificate, &mut bytes).expect("memory");
        assert_eq!(read(&bytes).as_ref(), Ok(&certificate), "{}", String::from_utf8_lossy(&bytes));
    }
}

#[test]
fn the_canonical_text() {
    let reasons = both(cycle(CycleIn::Matrix, &[0, 1]));
    let turn = bound([2, 2], matrix(&["0 -1 0 0", "1 0 0 0", "0 0 1 0", "0 0 0 1"]), 6, reasons);
    let expected = r#"{
  "format": "flowcert/1",
  "kind": "lower-bound",
  "mode": "positive",
  "partition": [2, 2],
  "matrix": [
    ["0", "-1", "0", "0"],
    ["1", "0", "0", "0"],
    ["0", "0", "1", "0"],
    ["0", "0", "0", "1"]
  ],
  "layers_needed": 6,
  "reasons": {
    "both": {
      "rule": "non-real-roots",
      "cycle_in": "matrix",
      "cycle": [0, 1]
    }
  }
}
"#;
    assert_eq!(text(super::support::positive(turn)), expected);
}

#[test]
fn enumerations() {
    let counted = r#"{"format": "flowcert/1", "kind": "enumeration", "mode": "additive", "field": 2, "partition": [1, 1],
        "counts": ["1", "2", "2", "1"]}"#;
    let read_code = |text: &str| read(text.as_bytes()).map(drop).map_err(|rejection| rejection.code());
    assert_eq!(read_code(counted), Ok(()));
    for (old, new, code) in [
        ("\"1\"]", "\"0\"]", "not-canonical"),
        ("\"1\"]", "\"-1\"]", "not-canonical"),
        ("\"1\"]", "\"1/2\"]", "not-canonical"),
        ("\"1\"]", "1]", "malformed"),
        ("[\"1\", \"2\", \"2\", \"1\"]", "[]", "not-canonical"),
        ("\"additive\"", "\"signed\"", "unsupported"),
        ("\"field\": 2,", "", "missing-key"),
        ("\"field\": 2", "\"field\": 6", "not-prime"),
        ("[1, 1]", "[0, 2]", "shape"),
        ("\"field\"", "\"matrix\": [], \"field\"", "unknown-key"),
    ] {
        assert_eq!(read_code(&replace(counted, old, new)), Err(code), "{new} for {old}");
    }
}
