//! The text of a depth separation: canonical, and read strictly, at every level.

use flowcert_check::{LayerFamily, check_bytes, read};

use super::support::{budgets, gilbert_varshamov, linear_code, listed, small, text};
use crate::support::{Accepted, Rejected, expect, group, rational, replace};

#[test]
fn what_is_written_is_read() {
    let clamped = LayerFamily::Clamped { width: 3, clamp: rational("3/2"), slope: rational("1/3") };
    let families = [LayerFamily::Linear, LayerFamily::Additive { width: 7 }, clamped];
    let mut all = vec![small(), linear_code(), listed(), gilbert_varshamov()];
    all.extend(families.map(budgets));
    for it in all {
        let text = text(&it);
        assert_eq!(read(text.as_bytes()), Ok(it.into()));
        expect("honest", "as written", text.as_bytes(), Accepted);
    }
}

/// The keys of each object, in the order of the text.
const OBJECTS: [(&str, &[&str]); 6] = [
    ("generator", &["ramp_width", "error"]),
    ("codebook", &["points", "by", "distance"]),
    ("targets", &["shared", "by"]),
    ("layers", &["family", "parameters", "bound_squared"]),
    ("class", &["by", "lipschitz", "mean_excess"]),
    (
        "",
        &[
            "format",
            "kind",
            "dimension",
            "modes",
            "accuracy",
            "sigma_root_dimension",
            "generator",
            "codebook",
            "targets",
            "separation",
            "layers",
            "class",
            "log2_targets",
            "log2_sensitivity",
            "bits_per_parameter",
            "layers_needed",
        ],
    ),
];

/// The text of a value's key and value, in an object of the text.
fn member<'t>(text: &'t str, object: &str, key: &str) -> &'t str {
    let start = if object.is_empty() {
        0
    } else {
        text.find(&format!("\"{object}\"")).expect("an object") + object.len() + 2
    };
    let start = start + text[start..].find(&format!("\"{key}\": ")).expect("a key");
    let length = if text[start..].starts_with(&format!("\"{key}\": {{")) {
        text[start..].find('}').expect("an end") + 1
    } else {
        text[start..].find([',', '}', '\n']).expect("an end")
    };
    text[start..start + length].trim_end()
}

#[test]
fn every_key_is_needed_once_and_no_other_is_allowed() {
    let text = text(&small());
    for (object, keys) in OBJECTS {
        for key in keys {
            let member = member(&text, object, key);
            let without = if text.contains(&format!("{member},")) {
                text.replacen(&format!("{member},"), "", 1)
            } else {
                let end = text.find(member).expect("a member");
                let comma = text[..end].rfind(',').expect("a comma");
                format!("{}{}", &text[..comma], &text[end + member.len()..])
            };
            expect(object, key, without.as_bytes(), Rejected("missing-key"));
            let twice = text.replacen(member, &format!("{member}, {member}"), 1);
            expect(object, key, twice.as_bytes(), Rejected("duplicate-key"));
            let renamed = text.replacen(member, &member.replacen(key, &format!("{key}s"), 1), 1);
            let words = ["format", "kind", "family", "by"];
            let code = if words.contains(key) { "missing-key" } else { "unknown-key" };
            expect(object, key, renamed.as_bytes(), Rejected(code));
            let more = text.replacen(member, &format!("{member}, \"comment\": \"1\""), 1);
            expect(object, key, more.as_bytes(), Rejected("unknown-key"));
        }
    }
}

#[test]
fn keys_of_another_reason() {
    let small = text(&small());
    let more = |old: &str, new: &str| replace(&small, old, &format!("{old}, {new}"));
    group(
        "another reason's key",
        &[
            ("hamming of a ball", more("\"distance\": \"9/32\"", "\"hamming\": 3"), Rejected("unknown-key")),
            ("words of a ball", more("\"distance\": \"9/32\"", "\"words\": []"), Rejected("unknown-key")),
            ("sets for counting", more("\"by\": \"counting\"", "\"sets\": []"), Rejected("unknown-key")),
            ("width of sparse", more("\"family\": \"sparse\"", "\"width\": 3"), Rejected("unknown-key")),
            ("budgets", more("\"mean_excess\": \"2\"", "\"budgets\": []"), Rejected("unknown-key")),
            ("arith", more("\"separation\": \"distance\"", "\"arith\": \"exact\""), Rejected("unknown-key")),
            ("another packing", replace(&small, "ball-packing", "sphere-packing"), Rejected("unsupported")),
            ("a code", replace(&small, "ball-packing", "gilbert-varshamov"), Rejected("unknown-key")),
            ("other targets", replace(&small, "counting", "guessing"), Rejected("unsupported")),
            ("listed targets", replace(&small, "counting", "listed"), Rejected("missing-key")),
            ("another family", replace(&small, "sparse", "dense"), Rejected("unsupported")),
            ("width missing", replace(&small, "sparse", "additive"), Rejected("missing-key")),
            ("another class", replace(&small, "by\": \"lipschitz", "by\": \"hope"), Rejected("unsupported")),
            (
                "another separation",
                replace(&small, "separation\": \"distance", "separation\": \"angle"),
                Rejected("malformed"),
            ),
        ],
    );
}

#[test]
fn numbers() {
    let small = text(&small());
    let forged = |old: &str, new: &str| replace(&small, old, new);
    for (old, new, code) in [
        ("\"accuracy\": \"1/16\"", "\"accuracy\": \"2/32\"", "not-canonical"),
        ("\"accuracy\": \"1/16\"", "\"accuracy\": \"0.0625\"", "not-canonical"),
        ("\"accuracy\": \"1/16\"", "\"accuracy\": 0.0625", "malformed"),
        ("\"dimension\": 64", "\"dimension\": \"64\"", "malformed"),
        ("\"dimension\": 64", "\"dimension\": 64.0", "malformed"),
        ("\"modes\": 256", "\"modes\": -256", "malformed"),
        ("\"shared\": 136", "\"shared\": 18446744073709551616", "malformed"),
        ("\"points\": \"", "\"points\": \"0", "not-canonical"),
        ("\"points\": \"", "\"points\": \"-", "not-canonical"),
        ("\"bound_squared\": \"147456\"", "\"bound_squared\": \"147456/1\"", "not-canonical"),
        ("\"mean_excess\": \"2\"", "\"mean_excess\": \"+2\"", "not-canonical"),
    ] {
        expect("numbers", new, forged(old, new).as_bytes(), Rejected(code));
    }
    let points = small.find("\"points\": \"").expect("points") + 11;
    let half = format!("{}7/{}", &small[..points], &small[points..]);
    expect("numbers", "half a point", half.as_bytes(), Rejected("not-canonical"));
    let listed = text(&listed());
    for (old, new, code) in [
        ("\"000000000000000000000\"", "\"00000000000000000000\"", "shape"),
        ("\"000000000000000000000\"", "\"00000000000000000000x\"", "malformed"),
        ("\"000000000000000000000\"", "\"00000000000000000000é\"", "malformed"),
        ("\"000000000000000000000\"", "0", "malformed"),
        ("[0, 1, 2]", "[0, 1, \"2\"]", "malformed"),
        ("[0, 1, 2]", "[0, 1, -2]", "malformed"),
        ("[0, 1, 2]", "[2, 1, 0]", "out-of-range"),
    ] {
        expect("lists", new, replace(&listed, old, new).as_bytes(), Rejected(code));
    }
}

/// The reader alone judges the form; distances and counts are for check.
#[test]
fn the_reader_alone() {
    let short = replace(&text(&small()), "\"layers_needed\": 4", "\"layers_needed\": 5");
    assert!(read(short.as_bytes()).is_ok() && check_bytes(short.as_bytes()).is_err());
    let zero = replace(&short, "\"layers_needed\": 5", "\"layers_needed\": 0");
    assert_eq!(read(zero.as_bytes()).expect_err("form").code(), "out-of-range");
}
