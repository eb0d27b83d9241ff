//! What the strict reader accepts as text, and what it rejects.

use std::time::{Duration, Instant};

use crate::support::{Accepted, Ending, Rejected, expect, group, replace};
use flowcert_check::{check_bytes, limits, read};

/// x1 ← x1 + 2·x2 after x2 ← x2 + 3/4·x1, with every key but `field`.
const SMALL: &str = r#"{"format":"flowcert/1","kind":"factorization","arith":"exact","mode":"additive",
"partition":[1,1],"matrix":[["5/2","2"],["3/4","1"]],"layers":[
{"writes":"second","shift":[["3/4"]],"scale":["1"]},{"writes":"first","shift":[["2"]],"scale":["1"]}],
"error_bound":"0","max_shift_norm":"2"}"#;

fn forged(old: &str, new: &str) -> String {
    replace(SMALL, old, new)
}

fn number(text: &str) -> String {
    forged("\"5/2\"", text)
}

#[test]
fn forms_of_one_certificate() {
    group(
        "forms of one certificate",
        &[
            ("as it is", SMALL.to_owned(), Accepted),
            ("white space around", format!(" \t\r\n{SMALL}\n\n "), Accepted),
            (
                "key order",
                replace(&forged("\"mode\":\"additive\",\n", ""), "\"2\"}", "\"2\",\"mode\":\"additive\"}"),
                Accepted,
            ),
            ("escapes in a string", number(r#""\u0035/2""#), Accepted),
            (
                "field after the matrix",
                {
                    let over_field = SMALL
                        .replace("3/4", "3")
                        .replace("5/2", "2")
                        .replace("\"max_shift_norm\":\"2\"", "\"field\":5");
                    assert!(over_field.contains("\"2\",\"2\""));
                    over_field
                },
                Accepted,
            ),
        ],
    );
}

#[test]
fn what_surrounds_the_certificate() {
    group(
        "what surrounds the certificate",
        &[
            ("nothing", String::new(), Rejected("truncated")),
            ("white space", "  \n".to_owned(), Rejected("truncated")),
            ("a letter after", format!("{SMALL}x"), Rejected("trailing-bytes")),
            ("a brace after", format!("{SMALL}\n}}"), Rejected("trailing-bytes")),
            ("a second certificate", format!("{SMALL}{SMALL}"), Rejected("trailing-bytes")),
            ("a zero byte after", format!("{SMALL}\0"), Rejected("trailing-bytes")),
            ("a form feed after", format!("{SMALL}\u{c}"), Rejected("trailing-bytes")),
            ("a byte order mark", format!("\u{feff}{SMALL}"), Rejected("not-json")),
            ("a comment", format!("// hello\n{SMALL}"), Rejected("not-json")),
            ("a list around", format!("[{SMALL}]"), Rejected("malformed")),
            ("a trailing comma", forged("\"2\"}", "\"2\",}"), Rejected("not-json")),
            ("half a number", "{\"a\":[-1.".to_owned(), Rejected("truncated")),
            ("half an exponent", "1e+".to_owned(), Rejected("truncated")),
            ("half a wrong number", "{\"a\":[1.e".to_owned(), Rejected("not-json")),
            ("a wrong sign", "{\"a\":[1 -".to_owned(), Rejected("not-json")),
            ("null", "null".to_owned(), Rejected("malformed")),
            ("a number", "1e999".to_owned(), Rejected("malformed")),
        ],
    );
    let mut bytes = SMALL.as_bytes().to_vec();
    bytes.push(0xff);
    expect("what surrounds the certificate", "not UTF-8 after", &bytes, Rejected("not-utf8"));
    bytes.insert(20, 0xc3);
    expect("what surrounds the certificate", "not UTF-8 inside", &bytes, Rejected("not-utf8"));
}

#[test]
fn truncated_anywhere() {
    for length in 0..SMALL.len() {
        expect(
            "truncated",
            &format!("after {length} bytes"),
            &SMALL.as_bytes()[..length],
            Rejected("truncated"),
        );
    }
}

#[test]
fn keys() {
    let keys = ["format", "kind", "arith", "mode", "partition", "matrix", "layers", "error_bound"];
    for key in keys {
        let missing = replace(SMALL, &format!("\"{key}\""), "\"other\"");
        let code = if ["format", "kind", "arith"].contains(&key) { "missing-key" } else { "unknown-key" };
        expect("keys renamed", key, missing.as_bytes(), Rejected(code));
    }
    for key in ["writes", "shift", "scale"] {
        let renamed = SMALL.replacen(&format!("\"{key}\""), "\"other\"", 1);
        expect("keys renamed in a layer", key, renamed.as_bytes(), Rejected("unknown-key"));
    }
    group(
        "keys",
        &[
            ("empty object", "{}".to_owned(), Rejected("missing-key")),
            ("mode missing", forged("\"mode\":\"additive\",\n", ""), Rejected("missing-key")),
            ("matrix missing", forged(r#""matrix":[["5/2","2"],["3/4","1"]],"#, ""), Rejected("missing-key")),
            ("writes missing", forged(r#""writes":"first","#, ""), Rejected("missing-key")),
            ("max_shift_norm missing", forged(r#","max_shift_norm":"2""#, ""), Accepted),
            (
                "kind doubled",
                forged("{\"format\"", "{\"kind\":\"factorization\",\"format\""),
                Rejected("duplicate-key"),
            ),
            (
                "doubled with other value",
                forged("{\"format\"", "{\"arith\":\"f64\",\"format\""),
                Rejected("duplicate-key"),
            ),
            (
                "matrix doubled",
                forged("\"layers\"", r#""matrix":[["5/2","2"],["3/4","1"]],"layers""#),
                Rejected("duplicate-key"),
            ),
            (
                "doubled by an escape",
                forged("\"layers\"", r#""\u006date":1,"mod\u0065":"additive","layers""#),
                Rejected("unknown-key"),
            ),
            (
                "doubled by an escape alone",
                forged("\"layers\"", r#""mod\u0065":"additive","layers""#),
                Rejected("duplicate-key"),
            ),
            ("scale doubled", forged(r#"[["2"]],"#, r#"[["2"]],"scale":["1"],"#), Rejected("duplicate-key")),
            ("unknown", forged("\"layers\"", "\"comment\":\"hello\",\"layers\""), Rejected("unknown-key")),
            (
                "unknown in a layer",
                forged(r#"[["2"]],"#, r#"[["2"]],"bias":["1"],"#),
                Rejected("unknown-key"),
            ),
            ("capital", forged("\"layers\"", "\"Layers\""), Rejected("unknown-key")),
            (
                "serde_json's own key",
                number(r#"{"$serde_json::private::Number":"1"}"#),
                Rejected("malformed"),
            ),
        ],
    );
}

#[test]
fn numbers_that_are_not_canonical() {
    let texts = [
        "10/4", "+5/2", "-0", "02", "1/1", "5/1", "1/0", "0/1", "0/2", "", "-", "/", "5/", "/2", " 5/2",
        "5/2 ", "5 /2", "1e3", "2.5", "0x5", "５/2", "０", "5_0", "--5", "5/-2", "5/2/1", "5/02", "NaN",
        "inf", "5\\n", "\\u00b2",
    ];
    for text in texts {
        expect("not canonical", text, number(&format!("\"{text}\"")).as_bytes(), Rejected("not-canonical"));
    }
    let bound = forged("\"error_bound\":\"0\"", "\"error_bound\":\"-0\"");
    expect("not canonical", "error bound", bound.as_bytes(), Rejected("not-canonical"));
    let bound = forged("norm\":\"2\"", "norm\":\"4/2\"");
    expect("not canonical", "norm", bound.as_bytes(), Rejected("not-canonical"));
    let scale = SMALL.replacen("[\"1\"]}", "[\"01\"]}", 1);
    let message = check_bytes(scale.as_bytes()).expect_err("forged").to_string();
    assert_eq!(
        message,
        "layers[0].scale[0]: \"01\" is not a canonical number: a number has no leading zeros"
    );
}

#[test]
fn values_of_the_wrong_type() {
    for value in
        ["5", "2.5", "-0", "1e999", "123456789012345678901234567890", "true", "null", "[]", "{}", "[\"5/2\"]"]
    {
        expect("number", value, number(value).as_bytes(), Rejected("malformed"));
        let message = check_bytes(number(value).as_bytes()).expect_err("forged").to_string();
        assert_eq!(message, "matrix[0][0]: expected a string that holds a number", "{value}");
    }
    for value in ["5", "\"1\"", "[[[\"3/4\"]]]", "{\"0\":1}", "[\"3/4\"]"] {
        let text = replace(SMALL, "[[\"3/4\"]]", value);
        expect("shift", value, text.as_bytes(), Rejected("malformed"));
    }
    for value in [
        "[1]",
        "[1,1,1]",
        "[]",
        "1",
        "\"1,1\"",
        "[1.0,1]",
        "[-1,1]",
        "[1e0,1]",
        "[\"1\",1]",
        "[1,18446744073709551616]",
    ] {
        expect("partition", value, forged("[1,1]", value).as_bytes(), Rejected("malformed"));
    }
    for value in ["\"5\"", "5.0", "-5", "null", "[5]", "1e999", "18446744073709551616"] {
        let text = forged("\"layers\"", &format!("\"field\":{value},\"layers\""));
        expect("field", value, text.as_bytes(), Rejected("malformed"));
    }
    let cases: &[(&str, &str, &str, Ending)] = &[
        ("writes a word", "\"first\"", "\"third\"", Rejected("malformed")),
        ("writes a number", "\"first\"", "1", Rejected("malformed")),
        ("mode a number", "\"additive\"", "1e999", Rejected("malformed")),
        ("format a number", "\"flowcert/1\"", "1e999", Rejected("malformed")),
        (
            "a layer a list",
            r#"{"writes":"first","shift":[["2"]],"scale":["1"]}"#,
            "[]",
            Rejected("malformed"),
        ),
        ("lone surrogate", "\"5/2\"", r#""\ud800""#, Rejected("malformed")),
    ];
    for (case, old, new, ending) in cases {
        expect("wrong types", case, forged(old, new).as_bytes(), *ending);
    }
    let layer = forged("\"first\"", "\"third\"");
    let message = check_bytes(layer.as_bytes()).expect_err("forged").to_string();
    assert_eq!(message, "layers[1].writes: expected \"first\" or \"second\"");
}

#[test]
fn other_formats_kinds_and_arithmetics() {
    group(
        "other formats, kinds and arithmetics",
        &[
            ("next format", forged("flowcert/1", "flowcert/2"), Rejected("wrong-format")),
            ("format alone", r#"{"format":"tensor/1"}"#.to_owned(), Rejected("wrong-format")),
            (
                "a kind of later versions",
                forged("\"factorization\"", "\"conditioning-bound\""),
                Rejected("unsupported"),
            ),
            (
                "a lower bound with an arithmetic",
                forged("\"factorization\"", "\"lower-bound\""),
                Rejected("unknown-key"),
            ),
            ("kind unknown", forged("\"factorization\"", "\"theorem\""), Rejected("unsupported")),
            ("arith unknown", forged("\"exact\"", "\"decimal\""), Rejected("unsupported")),
            ("mode unknown", forged("\"additive\"", "\"triangular\""), Rejected("unsupported")),
            ("singular and exact", forged("\"additive\"", "\"singular\""), Rejected("mode-violated")),
            (
                "precision and exact",
                forged("\"layers\"", "\"precision\":53,\"layers\""),
                Rejected("unknown-key"),
            ),
            ("fractions called f64", forged("\"exact\"", "\"f64\""), Rejected("malformed")),
            (
                "fractions called mpfr",
                forged("\"exact\"", "\"mpfr\",\"precision\":53"),
                Rejected("not-canonical"),
            ),
        ],
    );
    let message = check_bytes(forged("\"exact\"", "\"f32\"").as_bytes()).expect_err("unknown").to_string();
    assert_eq!(message, "arith \"f32\" is not supported by this version");
}

/// Runs a case that has to end fast.
fn expect_fast(case: &str, text: &str, ending: Ending) {
    let start = Instant::now();
    expect("sizes", case, text.as_bytes(), ending);
    assert!(start.elapsed() < Duration::from_secs(5), "{case}: {:?}", start.elapsed());
}

#[test]
fn sizes() {
    expect_fast("deep list", &"[".repeat(100_000), Rejected("truncated"));
    let deep = format!("{}{}", "[".repeat(1_000_000), "]".repeat(1_000_000));
    expect_fast("deep closed list", &deep, Rejected("malformed"));
    expect_fast("deep number", &number(&deep), Rejected("malformed"));
    expect_fast("deep objects", &"{\"a\":".repeat(100_000), Rejected("truncated"));
    expect_fast(
        "deep in an unknown key",
        &forged("\"layers\"", &format!("\"x\":{deep},\"layers\"")),
        Rejected("unknown-key"),
    );
    let hundred_megabytes = "7".repeat(100_000_000);
    expect_fast("100 MB number", &number(&format!("\"{hundred_megabytes}\"")), Rejected("too-large"));
    expect_fast("100 MB denominator", &number(&format!("\"1/{hundred_megabytes}\"")), Rejected("too-large"));
    expect_fast("100 MB JSON number", &number(&hundred_megabytes), Rejected("malformed"));
    expect_fast(
        "longest number",
        &number(&format!("\"{}\"", "7".repeat(limits::MAX_DIGITS))),
        Rejected("product-differs"),
    );
    expect_fast("10^9 x 10^9", &forged("[1,1]", "[1000000000,1000000000]"), Rejected("too-large"));
    expect_fast(
        "2^64 - 1",
        &forged("[1,1]", "[18446744073709551615,18446744073709551615]"),
        Rejected("too-large"),
    );
    let layer = r#"{"writes":"second","shift":[["3/4"]],"scale":["1"]},"#;
    let many = replace(SMALL, layer, &layer.repeat(limits::MAX_LAYERS));
    expect_fast("too many layers", &many, Rejected("too-large"));
}

#[test]
fn the_reader_alone_checks_shapes() {
    assert_eq!(read(forged("[1,1]", "[1,2]").as_bytes()).expect_err("shape").code(), "shape");
    assert!(read(number("\"7\"").as_bytes()).is_ok(), "the product is for check");
}
