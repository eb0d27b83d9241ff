//! Factorizations stored as floats: how their numbers are written, their error bounds, norms and modes.

use std::time::{Duration, Instant};

use crate::support::{
    Accepted, Ending, Rejected, expect, group, layer, matrix, rational, replace, stored, text,
};
use flowcert_check::Half::{First, Second};
use flowcert_check::Mode::{Additive, Positive, Signed, Singular};
use flowcert_check::{Arith, Certificate, Factorization, Ground, check, check_bytes, read};
use rug::{Integer, Rational};

const WIDE: Arith = Arith::Mpfr { precision: 200 };

/// [1 0; 2 2], of norm 3, as one layer whose shift is too large by 2^-51: the relative error is 1/(3·2^51).
const DOUBLES: &str = r#"{"format":"flowcert/1","kind":"factorization","arith":"f64","mode":"signed",
"partition":[1,1],"matrix":[[1.0,0.0],[2.0,"2"]],"layers":[
{"writes":"second","shift":[[2.0000000000000004]],"scale":[2e0]}],"error_bound":"1/6755399441055744"}"#;

/// The same with an error of 2^-90 for 2^-51.
const FLOATS: &str = r#"{"format":"flowcert/1","kind":"factorization","arith":"mpfr","mode":"signed",
"precision":92,"partition":[1,1],"matrix":[["0x1p0","0x0p0"],["0x1p1","2"]],"layers":[
{"writes":"second","shift":[["0x1.00000000000000000000002p1"]],"scale":["0x1p1"]}],
"error_bound":"1/3713820117856140824697372672"}"#;

fn doubles(old: &str, new: &str) -> String {
    replace(DOUBLES, old, new)
}

fn floats(old: &str, new: &str) -> String {
    replace(FLOATS, old, new)
}

#[test]
fn errors_at_their_bounds() {
    let bound = |value: &str| doubles("1/6755399441055744", value);
    group(
        "errors at their bounds",
        &[
            ("equal", DOUBLES.to_owned(), Accepted),
            ("above", bound("1/6755399441055743"), Accepted),
            ("below", bound("1/6755399441055745"), Rejected("error-bound")),
            ("1 % below", bound("1/6823635800000000"), Rejected("error-bound")),
            ("far below", bound("1/10000000000000000000000000"), Rejected("error-bound")),
            ("0", bound("0"), Rejected("error-bound")),
            ("negative", bound("-1"), Rejected("error-bound")),
            ("a JSON number", doubles("\"1/6755399441055744\"", "1.0"), Rejected("malformed")),
            ("0 of what is equal", bound("0").replace("2.0000000000000004", "2.0"), Accepted),
            ("low bit the other way", doubles("2.0000000000000004", "1.9999999999999998"), Accepted),
            ("low bit changed", doubles("2.0000000000000004", "2.000000000000001"), Rejected("error-bound")),
            ("a scale changed", doubles("2e0", "2.0000000000000004"), Rejected("error-bound")),
            ("the matrix changed", doubles("[[1.0,", "[[1.0000000000000002,"), Rejected("error-bound")),
            ("equal, mpfr", FLOATS.to_owned(), Accepted),
            ("above, mpfr", floats("372672\"", "372671\""), Accepted),
            ("below, mpfr", floats("372672\"", "372673\""), Rejected("error-bound")),
            ("low bit, mpfr", floats("02p1", "04p1"), Rejected("error-bound")),
            (
                "low bit, mpfr, other way",
                floats("0x1.00000000000000000000002p1", "0x1.ffffffffffffffffffffffcp0"),
                Accepted,
            ),
        ],
    );
    let message = check_bytes(bound("1/10000000000000000").as_bytes()).expect_err("too small").to_string();
    assert_eq!(
        message,
        "the relative error is about 1.4803e-16 (Frobenius norm), larger than error_bound, about 1e-16"
    );
}

#[test]
fn what_was_verified_is_said() {
    let said = |text: &str| check_bytes(text.as_bytes()).expect("accepted").to_string();
    let product = "the product of 1 signed coupling layer with halves of 1 and 1, stored as";
    let error = "up to a relative error of at most";
    assert_eq!(
        said(DOUBLES),
        format!("the matrix is {product} doubles, {error} 1.4803e-16 (Frobenius norm)")
    );
    let norm = doubles("\"partition\"", "\"max_shift_norm\":\"131/50\",\"partition\"");
    let tail = "; every shift has spectral norm at most 2.62";
    assert_eq!(
        said(&norm),
        format!("the matrix is {product} doubles, {error} 1.4803e-16 (Frobenius norm){tail}")
    );
    assert_eq!(
        said(FLOATS),
        format!("the matrix is {product} floats of 92 bits, {error} 2.69265e-28 (Frobenius norm)")
    );
    let exact = doubles("2.0000000000000004", "2.0").replace("1/6755399441055744", "0");
    assert_eq!(said(&exact), format!("the matrix is exactly {product} doubles"));
}

#[test]
fn forms_of_doubles() {
    let (scale, entry) =
        (|text: &str| doubles("2e0", text), |text: &str| doubles("[[1.0,", &format!("[[{text},")));
    for text in ["2.0", "2e0", "2e+00", "2e00", "2e-0"] {
        expect("forms of doubles", text, scale(text).as_bytes(), Accepted);
    }
    for text in [
        "2",
        "2.00",
        "2.0e0",
        "20e-1",
        "0.2e1",
        "2E0",
        "2e000",
        "2.0000000000000001",
        "1e999",
        "-1e999",
        "1e-999",
        "-0.0",
        "-0",
        "0",
        "0e0",
    ] {
        expect("forms of doubles", text, scale(text).as_bytes(), Rejected("not-canonical"));
    }
    for text in
        ["\"2.0\"", "\"2\"", "null", "true", "[2.0]", "{}", "{\"$serde_json::private::RawValue\":\"2.0\"}"]
    {
        expect("forms of doubles", text, scale(text).as_bytes(), Rejected("malformed"));
    }
    for text in ["02.0", "+2.0", ".5", "2.", "0x2", "NaN", "Infinity", "2e"] {
        expect("forms of doubles", text, scale(text).as_bytes(), Rejected("not-json"));
    }
    for text in ["1.0", "1e0", "\"1\"", r#""\u0031""#] {
        expect("doubles in the matrix", text, entry(text).as_bytes(), Accepted);
    }
    for text in ["\"2/2\"", "\"1.0\"", "\"01\"", "\"1e0\"", "\"0x1p0\"", "1", "1.00"] {
        expect("doubles in the matrix", text, entry(text).as_bytes(), Rejected("not-canonical"));
    }
    for text in ["null", "[1.0]", r#""\ud800""#] {
        expect("doubles in the matrix", text, entry(text).as_bytes(), Rejected("malformed"));
    }
    let message = check_bytes(scale("2.50").as_bytes()).expect_err("a zero too many").to_string();
    assert_eq!(
        message,
        "layers[0].scale[0]: \"2.50\" is not a canonical number: a fraction has no trailing zeros"
    );
    let message = check_bytes(entry("null").as_bytes()).expect_err("no number").to_string();
    assert_eq!(message, "matrix[0][0]: expected a JSON number");
}

#[test]
fn forms_of_binary_floats() {
    let (scale, entry) =
        (|text: &str| floats("[\"0x1p1\"]", &format!("[{text}]")), |text: &str| floats("\"0x1p0\"", text));
    expect("forms of floats", "escaped", scale(r#""\u0030x1p1""#).as_bytes(), Accepted);
    for text in [
        "0x1.0p1",
        "0x2p0",
        "0x1p01",
        "0x1p+1",
        "0X1p1",
        "0x1P1",
        "1p1",
        "2",
        "2.0",
        "",
        "-0x0p0",
        "0x1.00000000000000000000001p1",
    ] {
        expect("forms of floats", text, scale(&format!("\"{text}\"")).as_bytes(), Rejected("not-canonical"));
    }
    for text in ["2.0", "2", "null", "[\"0x1p1\"]", r#""\ud800""#] {
        expect("forms of floats", text, scale(text).as_bytes(), Rejected("malformed"));
    }
    expect("forms of floats", "exponent", scale("\"0x1p1048577\"").as_bytes(), Rejected("too-large"));
    expect("floats in the matrix", "a fraction", entry("\"1\"").as_bytes(), Accepted);
    expect("floats in the matrix", "no fraction", entry("\"2/2\"").as_bytes(), Rejected("not-canonical"));
    expect("floats in the matrix", "a double", entry("1.0").as_bytes(), Rejected("malformed"));
}

#[test]
fn keys_of_arithmetics() {
    let precision = |value: &str| floats("\"precision\":92", &format!("\"precision\":{value}"));
    group(
        "keys of arithmetics",
        &[
            ("more precision", precision("93"), Accepted),
            ("the largest precision", precision("65536"), Accepted),
            ("less precision", precision("91"), Rejected("not-canonical")),
            ("one bit", precision("1"), Rejected("malformed")),
            ("no bits", precision("0"), Rejected("malformed")),
            ("too much precision", precision("65537"), Rejected("too-large")),
            ("2^32 + 92", precision("4294967388"), Rejected("too-large")),
            ("precision as text", precision("\"92\""), Rejected("malformed")),
            ("no precision", floats("\"precision\":92,", ""), Rejected("missing-key")),
            ("two precisions", precision("92,\"precision\":92"), Rejected("duplicate-key")),
            (
                "precision of doubles",
                doubles("\"partition\"", "\"precision\":53,\"partition\""),
                Rejected("unknown-key"),
            ),
            ("a field", doubles("\"partition\"", "\"field\":5,\"partition\""), Rejected("not-in-field")),
            ("a field, mpfr", floats("\"partition\"", "\"field\":5,\"partition\""), Rejected("not-in-field")),
            (
                "header at the end",
                doubles("\"arith\":\"f64\",", "").replace("744\"}", "744\",\"arith\":\"f64\"}"),
                Accepted,
            ),
            (
                "precision at the end",
                floats("\"precision\":92,", "").replace("672\"}", "672\",\"precision\":92}"),
                Accepted,
            ),
        ],
    );
    for length in 0..DOUBLES.len() {
        expect(
            "truncated",
            &format!("after {length} bytes"),
            &DOUBLES.as_bytes()[..length],
            Rejected("truncated"),
        );
    }
}

/// One layer that writes the second half of two coordinates, and its matrix.
fn scaled(mode: flowcert_check::Mode, scale: &str) -> (&'static str, String, Ending) {
    let made = stored(Arith::F64, mode, [1, 1], vec![layer(Second, &[&["3/4"]], &[scale])]);
    ("scale", text(made), Accepted)
}

#[test]
fn modes() {
    let rejected = |(case, text, _): (&'static str, String, Ending)| (case, text, Rejected("mode-violated"));
    for case in [
        scaled(Additive, "1"),
        scaled(Positive, "1/8"),
        scaled(Signed, "-1/8"),
        scaled(Singular, "0"),
        scaled(Singular, "-2"),
        scaled(Singular, "1"),
        rejected(scaled(Additive, "2")),
        rejected(scaled(Additive, "4503599627370497/4503599627370496")),
        rejected(scaled(Positive, "0")),
        rejected(scaled(Positive, "-1")),
        rejected(scaled(Signed, "0")),
    ] {
        group("modes", &[case]);
    }
    let exact = text(stored(Arith::Exact, Singular, [1, 1], vec![]));
    group("modes", &[("singular and exact", exact, Rejected("mode-violated"))]);
}

/// Two layers of scale 0 and shift 0 are the matrix 0.
#[test]
fn the_matrix_zero() {
    let zero = |half| layer(half, &[&["0"]], &["0"]);
    let made = || stored(Arith::F64, Singular, [1, 1], vec![zero(First), zero(Second)]);
    let changed = |change: fn(&mut Factorization)| {
        let mut made = made();
        change(&mut made);
        text(made)
    };
    assert!(made().matrix.iter().flatten().all(Rational::is_zero));
    group(
        "the matrix 0",
        &[
            ("equal", text(made()), Accepted),
            ("a bound", changed(|it| it.error_bound = rational("1/2")), Rejected("error-bound")),
            ("not 0", changed(|it| it.matrix[0][0] = rational("1/2")), Rejected("error-bound")),
            (
                "not 0, relative error 1",
                changed(|it| {
                    it.matrix[0][0] = rational("1/2");
                    it.error_bound = rational("1");
                }),
                Accepted,
            ),
            (
                "the product is not 0",
                changed(|it| it.layers[0].shift[0][0] = rational("1/2")),
                Rejected("error-bound"),
            ),
            ("another product that is 0", changed(|it| it.layers[1].shift[0][0] = rational("1/2")), Accepted),
            (
                "the product is not 0",
                changed(|it| it.layers[1].scale[0] = rational("1/2")),
                Rejected("error-bound"),
            ),
            ("one layer alone", changed(|it| drop(it.layers.pop())), Rejected("error-bound")),
        ],
    );
}

/// A matrix of fractions that are no floats: their common denominator 3·7 is cleared where the bound is met exactly.
#[test]
fn fractions_in_the_matrix() {
    // M = [1/3 0; 0 1/3], the product is diag(1, 1)·1/4.
    let quarter = |half| layer(half, &[&["0"]], &["1/4"]);
    let with = |bound: &str| {
        let mut made = stored(Arith::F64, Positive, [1, 1], vec![quarter(First), quarter(Second)]);
        made.matrix = matrix(&[&["1/3", "0"], &["0", "1/3"]]);
        made.error_bound = rational(bound);
        text(made)
    };
    assert!(with("1/4").contains("\"1/3\"") && with("1/4").contains("0.0"));
    group(
        "fractions in the matrix",
        &[
            ("equal", with("1/4"), Accepted),
            ("above", with("1000000000000000000001/4000000000000000000000"), Accepted),
            ("below", with("999999999999999999999/4000000000000000000000"), Rejected("error-bound")),
        ],
    );
}

fn power(exponent: i32) -> Rational {
    if exponent < 0 {
        Rational::from(1) >> exponent.unsigned_abs()
    } else {
        Rational::from(1) << exponent.unsigned_abs()
    }
}

/// Layers with shifts 2^exponent and scales 1, and their exact product.
fn powers(arith: Arith, exponents: &[i32]) -> Factorization {
    let layer = |(index, &exponent): (usize, &i32)| flowcert_check::Layer {
        writes: if index % 2 == 0 { First } else { Second },
        shift: vec![vec![power(exponent)]],
        scale: vec![Rational::from(1)],
    };
    stored(arith, Additive, [1, 1], exponents.iter().enumerate().map(layer).collect())
}

#[test]
fn numbers_of_very_different_sizes() {
    let start = Instant::now();
    for (arith, large) in [(Arith::F64, 1023), (WIDE, 200_000)] {
        for exponents in
            [[large, -large, large], [-large, large, -large], [large, large, large], [-large, -large, 0]]
        {
            let mut made = powers(arith, &exponents);
            let verdict =
                |made: &Factorization| check_bytes(text(made.clone()).as_bytes()).map_err(|it| it.code());
            assert!(verdict(&made).is_ok(), "{exponents:?}, exactly");
            // The smallest entry forgotten: the error is far below every double, and not 0.
            let entries = made.matrix.iter_mut().flatten().filter(|entry| !entry.is_zero());
            *entries.min_by(|a, b| a.partial_cmp(b).expect("ordered")).expect("not 0") = Rational::new();
            assert_eq!(verdict(&made).expect_err("not exact"), "error-bound", "{exponents:?}");
            made.error_bound = rational("1");
            assert!(verdict(&made).is_ok(), "{exponents:?}, up to 1");
        }
    }
    let hostile = powers(WIDE, &[1 << 20, -(1 << 20), 1 << 20, 1 << 20]);
    expect("sizes", "2^(2^20)", text(hostile).as_bytes(), Accepted);
    assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
}

#[test]
fn norms_of_rows_of_very_different_sizes() {
    let with = |bound: Rational| {
        let mut made = powers(Arith::F64, &[1000, -1000]);
        made.max_shift_norm = Some(bound);
        text(made)
    };
    group(
        "norms of very different sizes",
        &[
            ("equal", with(power(1000)), Accepted),
            ("above", with(power(1000) + power(-1000)), Accepted),
            ("below", with(power(1000) - power(-1000)), Rejected("norm-not-proved")),
            ("0", with(Rational::new()), Rejected("norm-not-proved")),
            ("negative", with(Rational::from(-1)), Rejected("norm-not-proved")),
        ],
    );
}

/// A Householder reflection's first columns, times 3: I − 2vvᵀ with integers over n = ‖v‖²; its spectral norm is 3.
#[test]
fn norms_of_larger_shifts() {
    let side = 48_usize;
    let entry = |row: usize, column: usize| {
        let factor = |index: usize| i64::try_from(index % 5).expect("small") - 2;
        let square: i64 = (0..side).map(|index| factor(index).pow(2)).sum();
        let identity = Rational::from(u8::from(row == column));
        let exact: Rational = 3 * (identity - Rational::from((2 * factor(row) * factor(column), square)));
        Rational::from_f64(exact.to_f64()).expect("finite")
    };
    let shift = (0..side).map(|row| (0..40).map(|column| entry(row, column)).collect()).collect();
    let layer = flowcert_check::Layer { writes: Second, shift, scale: vec![Rational::from(1); side] };
    let with = |above: u64| {
        let mut made = stored(Arith::F64, Additive, [40, side], vec![layer.clone()]);
        made.max_shift_norm = Some(Rational::from((above, 1_000_000_000_u64)));
        text(made)
    };
    let start = Instant::now();
    group(
        "norms of larger shifts",
        &[
            ("3 + 10^-9", with(3_000_000_001), Accepted),
            ("5", with(5_000_000_000), Accepted),
            ("3 - 10^-9", with(2_999_999_999), Rejected("norm-not-proved")),
            ("2", with(2_000_000_000), Rejected("norm-not-proved")),
        ],
    );
    assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
}

#[test]
fn typed_numbers_are_not_trusted() {
    let made = || stored(Arith::F64, Positive, [1, 1], vec![layer(Second, &[&["3/4"]], &["2"])]);
    let code = |change: fn(&mut Factorization)| {
        let mut made = made();
        change(&mut made);
        check(&Certificate::Factorization(made)).map_err(|rejection| rejection.code())
    };
    assert!(code(|_| ()).is_ok());
    assert_eq!(code(|it| it.layers[0].shift[0][0] = rational("1/3")), Err("not-canonical"));
    assert_eq!(code(|it| it.layers[0].scale[0] = rational("9007199254740993")), Err("not-canonical"));
    assert_eq!(code(|it| it.layers[0].scale[0] = Rational::from(1) << 1024), Err("not-canonical"));
    assert_eq!(code(|it| it.arith = Arith::Mpfr { precision: 1 }), Err("malformed"));
    assert_eq!(code(|it| it.arith = Arith::Mpfr { precision: 1 << 17 }), Err("too-large"));
    assert_eq!(code(|it| it.ground = Ground::Prime(5)), Err("not-in-field"));
    assert_eq!(code(|it| it.mode = Additive), Err("mode-violated"));
    assert!(code(|it| it.arith = Arith::Mpfr { precision: 2 }).is_ok());
}

#[test]
fn what_no_float_is_is_not_written() {
    let mut made = stored(Arith::F64, Positive, [1, 1], vec![layer(Second, &[&["3/4"]], &["2"])]);
    made.layers[0].shift[0][0] = rational("1/3");
    let refused = flowcert_check::write(&Certificate::Factorization(made), Vec::new());
    assert_eq!(refused.expect_err("1/3").kind(), std::io::ErrorKind::InvalidInput);
}

#[test]
fn the_canonical_text() {
    let canonical = |text: &str| {
        let mut bytes = Vec::new();
        flowcert_check::write(&read(text.as_bytes()).expect("read"), &mut bytes).expect("memory");
        String::from_utf8(bytes).expect("UTF-8")
    };
    let text = canonical(DOUBLES);
    assert!(text.contains("\"arith\": \"f64\",\n  \"mode\""), "{text}");
    assert!(text.contains("[2.0, 2.0]") && text.contains("[2.0000000000000004]"), "{text}");
    let text = canonical(FLOATS);
    assert!(text.contains("\"arith\": \"mpfr\",\n  \"precision\": 92,\n  \"mode\""), "{text}");
    assert!(text.contains("[\"0x1p1\", \"0x1p1\"]"), "{text}");
}

/// A number of 2^1 to 2^1023 that only just fits, and sums that leave the range of doubles.
#[test]
fn overflow_of_doubles_is_no_error() {
    let largest = Rational::from_f64(f64::MAX).expect("finite");
    let shift = |value: &Rational| vec![vec![value.clone()]];
    let one = || vec![Rational::from(1)];
    let layers = vec![
        flowcert_check::Layer { writes: First, shift: shift(&largest), scale: vec![largest.clone()] },
        flowcert_check::Layer { writes: Second, shift: shift(&largest), scale: one() },
    ];
    let mut made = stored(Arith::F64, Positive, [1, 1], layers);
    assert!(made.matrix[1][0] > largest && *made.matrix[1][0].numer() > Integer::from(1) << 2000);
    expect("overflow", "exact product beyond the doubles", text(made.clone()).as_bytes(), Accepted);
    made.matrix[1][0] += 1;
    expect("overflow", "off by one in 2^2048", text(made).as_bytes(), Rejected("error-bound"));
}
