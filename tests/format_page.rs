//! **The page on the format tells the truth:** each example of docs/certificate-format.md is verified as it stands, and each
//! change that the page mentions is rejected with the code that it names.

use std::fs;
use std::path::Path;

use flowcert_check::check_bytes;

/// The JSON blocks of the page, in order.
fn examples() -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/certificate-format.md");
    let page = fs::read_to_string(path).expect("the page");
    let blocks =
        page.split("```json\n").skip(1).map(|rest| rest.split("```").next().expect("a block").to_owned());
    blocks.collect()
}

#[test]
fn examples_are_verified() {
    let examples = examples();
    assert_eq!(examples.len(), 22);
    for (index, example) in examples.iter().enumerate() {
        let outcome = check_bytes(example.as_bytes());
        assert!(outcome.is_ok(), "example {index}: {outcome:?}");
    }
}

/// Example, text that occurs once, what takes its place, code.
const CHANGES: [(usize, &str, &str, &str); 72] = [
    (0, "\"additive\"", "\"singular\"", "mode-violated"),
    (0, "{ \"writes\": \"second\", \"shift\": [[\"1\"]], \"scale\": [\"1\"] },", "", "consecutive-halves"),
    (1, "9/8", "11/10", "norm-not-proved"),
    (1, "2/3", "4/6", "not-canonical"),
    (1, "positive", "additive", "mode-violated"),
    (2, "\"field\": 5", "\"field\": 7", "product-differs"),
    (2, "\"field\": 5", "\"field\": 4", "not-prime"),
    (2, "\"field\": 5", "\"field\": 3", "not-in-field"),
    (3, "1/20000000000000000", "1/40000000000000000", "error-bound"),
    (3, "1e0", "1", "not-canonical"),
    (3, "1e0", "\"1.0\"", "malformed"),
    (3, "\"1/2\"", "\"1/3\"", "norm-not-proved"),
    (3, "\"f64\"", "\"exact\"", "malformed"),
    (4, "1/1000000", "1/10000000", "error-bound"),
    (4, "\"precision\": 20", "\"precision\": 18", "not-canonical"),
    (4, "singular", "signed", "mode-violated"),
    (4, "\"mpfr\"", "\"bfloat16\"", "unsupported"),
    (5, "[\"1\", \"1\"]", "[\"1\", \"0\"]", "reason-fails"),
    (6, "[\"2\", \"1\"]", "[\"1\", \"0\"]", "reason-fails"),
    (6, "\"layers_needed\": 2", "\"layers_needed\": 3", "rule-not-applicable"),
    (7, "[[\"0\", \"-1\"], [\"1\", \"0\"]]", "[[\"0\", \"1\"], [\"1\", \"0\"]]", "product-differs"),
    (7, "[[\"0\", \"-1\"], [\"1\", \"0\"]]", "[[\"1\", \"-1\"], [\"1\", \"0\"]]", "reason-fails"),
    (7, "\"minimal-layers\"", "\"lower-bound\"", "unknown-key"),
    (8, "[\"2\", \"0\"]", "[\"2\", \"1\"]", "hypothesis"),
    (8, "\"additive\"", "\"signed\"", "reason-fails"),
    (8, "\"y\": [[\"3\"]]", "\"y\": [[\"0\"]]", "reason-fails"),
    (9, "[\"-2\", \"1\"]", "[\"-1\", \"1\"]", "hypothesis"),
    (9, "[\"-2\", \"1\"]", "[\"-3\", \"1\"]", "reason-fails"),
    (9, "\"power\": 1", "\"power\": 3", "out-of-range"),
    (9, "\"additive\"", "\"positive\"", "rule-not-applicable"),
    (9, "[\"2\", \"0\", \"0\", \"0\"]", "[\"2\", \"0\", \"0\", \"1\"]", "hypothesis"),
    (10, "\"power\": 2", "\"power\": 1", "reason-fails"),
    (10, "\"7\"", "\"0\"", "reason-fails"),
    (11, ", [\"-7\", \"1\"]", "", "reason-fails"),
    (11, "[\"-5\", \"1\"]", "[\"-2\", \"1\"]", "hypothesis"),
    (
        12,
        "[[\"0\", \"0\", \"0\", \"-1\"], [\"1\", \"0\", \"0\", \"0\"]",
        "[[\"1\", \"0\", \"0\", \"0\"], [\"0\", \"0\", \"0\", \"1\"]",
        "reason-fails",
    ),
    (13, "\"k\": 1", "\"k\": 2", "reason-fails"),
    (13, "\"positive\"", "\"signed\"", "rule-not-applicable"),
    (13, "[\"0\", \"-1\", \"0\", \"0\"]", "[\"0\", \"-1\", \"1\", \"0\"]", "hypothesis"),
    (14, "\"signed\"", "\"additive\"", "rule-not-applicable"),
    (14, "[\"0\", \"4\", \"0\", \"0\"]", "[\"2\", \"4\", \"0\", \"0\"]", "reason-fails"),
    (14, "[\"0\", \"4\", \"0\", \"0\"]", "[\"0\", \"0\", \"0\", \"0\"]", "singular-matrix"),
    (15, "[0, 1, 2]", "[0, 2, 1]", "hypothesis"),
    (15, "[0, 1, 2]", "[0, 1, 3]", "out-of-range"),
    (15, "\"matrix\", \"cycle\"", "\"inverse\", \"cycle\"", "out-of-range"),
    (16, "[\"2\", \"0\"]", "[\"3\", \"0\"]", "hypothesis"),
    (
        16,
        "[\"-2\", \"0\", \"0\", \"0\"], [\"0\", \"-1/2\", \"0\", \"0\"]",
        "[\"-1\", \"0\", \"0\", \"0\"], [\"0\", \"-1\", \"0\", \"0\"]",
        "reason-fails",
    ),
    (17, "\"positive\"", "\"signed\"", "reason-fails"),
    (17, "\"2\"", "\"-2\"", "reason-fails"),
    (18, "\"layers_needed\": 8", "\"layers_needed\": 9", "reason-fails"),
    (18, "\"additive\"", "\"positive\"", "rule-not-applicable"),
    (18, "[\"0\", \"-1\", \"0\", \"0\"]", "[\"0\", \"1\", \"0\", \"0\"]", "determinant"),
    (19, "\"layers_needed\": 8", "\"layers_needed\": 7", "rule-not-applicable"),
    (19, "[3, 6]", "[4, 5]", "hypothesis"),
    (
        19,
        "[\"1\", \"0\", \"0\", \"0\", \"0\", \"0\", \"0\", \"0\", \"0\"]",
        "[\"1\", \"0\", \"0\", \"0\", \"0\", \"0\", \"0\", \"0\", \"1\"]",
        "hypothesis",
    ),
    (19, "\"field\": 7", "\"field\": 5", "determinant"),
    (19, "\"additive\"", "\"signed\"", "rule-not-applicable"),
    (20, "\"2\", \"2\", \"1\"", "\"2\", \"3\"", "count-differs"),
    (20, "\"1\"]", "\"1\", \"0\"]", "not-canonical"),
    (21, "76010760592", "76010760593", "too-many-points"),
    (21, "1/131072", "1/32768", "generator-error"),
    (21, "9/32", "9/31", "too-many-points"),
    (21, "1/16", "1/15", "no-separation"),
    (21, "\"shared\": 136", "\"shared\": 256", "out-of-range"),
    (21, "14764915371/1000000", "3691228843/250000", "bound-not-proved"),
    (21, "24399683/500000", "9759873/200000", "bound-not-proved"),
    (21, "1659049/25000", "207381/3125", "bound-not-proved"),
    (21, "\"layers_needed\": 4", "\"layers_needed\": 5", "bound-not-proved"),
    (21, "\"parameters\": 64", "\"parameters\": 80", "bound-not-proved"),
    (
        21,
        "\"lipschitz\", \"lipschitz\": \"603979776\", \"mean_excess\": \"2\"",
        "\"general\"",
        "bound-not-proved",
    ),
    (21, "\"distance\",\n", "\"inner-product\",\n", "rule-not-applicable"),
    (21, "sparse", "linear", "bound-not-proved"),
];

#[test]
fn changes_are_rejected() {
    let examples = examples();
    for (index, old, new, code) in CHANGES {
        assert_eq!(examples[index].matches(old).count(), 1, "example {index}: {old}");
        let outcome = check_bytes(examples[index].replace(old, new).as_bytes());
        assert_eq!(
            outcome.map_err(|rejection| rejection.code()),
            Err(code),
            "example {index}: {new} for {old}"
        );
    }
}
