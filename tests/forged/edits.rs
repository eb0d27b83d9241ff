//! Edits of a certificate, as bytes, as JSON, or layer by layer.

use rug::ops::RemRounding;
use rug::{Integer, Rational};

use serde_json::{Value, json};

use crate::common::algebra::{matrix, number, product_of_layers, to_json, vector};

/// The JSON of a certificate.
pub(crate) fn parsed(bytes: &[u8]) -> Value {
    serde_json::from_slice(bytes).expect("a certificate is JSON")
}

/// A certificate from its JSON.
pub(crate) fn written(certificate: &Value) -> Vec<u8> {
    serde_json::to_vec(certificate).expect("JSON")
}

/// The certificate after an edit of its JSON.
pub(crate) fn edited(bytes: &[u8], edit: impl FnOnce(&mut Value)) -> Option<Vec<u8>> {
    let mut certificate = parsed(bytes);
    edit(&mut certificate);
    Some(written(&certificate))
}

/// As [`edited`], and then the matrix is what the layers make: whatever was done to them, the claim is true.
pub(crate) fn restated(bytes: &[u8], edit: impl FnOnce(&mut Value)) -> Option<Vec<u8>> {
    edited(bytes, |certificate| {
        edit(certificate);
        certificate["matrix"] = to_json(&product_of_layers(certificate));
    })
}

/// The layers of a certificate.
pub(crate) fn layers(certificate: &mut Value) -> &mut Vec<Value> {
    certificate["layers"].as_array_mut().expect("a list of layers")
}

/// Changes one digit of a number such that the text is that of another number.
pub(crate) fn digit_changed(entry: &mut Value) {
    let text = entry.as_str().expect("a number is a string").to_owned();
    let places = text.bytes().enumerate().filter(|(_, byte)| byte.is_ascii_digit()).map(|(place, _)| place);
    let candidates = places.flat_map(|place| {
        let text = &text;
        ('0'..='9').map(move |digit| format!("{}{digit}{}", &text[..place], &text[place + 1..]))
    });
    let canonical =
        |candidate: &String| candidate.parse::<Rational>().is_ok_and(|value| value.to_string() == *candidate);
    let changed = candidates.filter(|candidate| *candidate != text).find(canonical);
    *entry = Value::from(changed.expect("another number"));
}

/// The places of all entries of the matrix and of the shifts, as JSON pointers.
pub(crate) fn places_of_numbers(certificate: &Value) -> Vec<String> {
    let layers = certificate["layers"].as_array().expect("layers").len();
    let shifts = (0..layers).map(|layer| format!("/layers/{layer}/shift"));
    let within = |place: String| {
        let rows = matrix(certificate.pointer(&place).expect("a matrix"));
        let entries = rows.into_iter().enumerate().flat_map(|(i, row)| (0..row.len()).map(move |j| (i, j)));
        entries.map(|(i, j)| format!("{place}/{i}/{j}")).collect::<Vec<_>>()
    };
    std::iter::once("/matrix".to_owned()).chain(shifts).flat_map(within).collect()
}

/// The layer becomes the identity on the half that it writes.
pub(crate) fn made_identity(layer: &mut Value) {
    let entries = layer["shift"].as_array_mut().expect("rows").iter_mut();
    entries.flat_map(|row| row.as_array_mut().expect("a row")).for_each(|entry| *entry = json!("0"));
    layer["scale"].as_array_mut().expect("a list").iter_mut().for_each(|scale| *scale = json!("1"));
}

/// Exchanges the first layer with another that writes the same half and differs, such that the product differs.
pub(crate) fn same_half_swapped(certificate: &mut Value) {
    let product = product_of_layers(certificate);
    for other in [2, 4] {
        layers(certificate).swap(0, other);
        if product_of_layers(certificate) != product {
            return;
        }
        layers(certificate).swap(0, other);
    }
    panic!("the layers that write the first half commute");
}

/// The sign of the first scale of a layer changes.
pub(crate) fn scale_negated(certificate: &mut Value) {
    let scale = &mut certificate["layers"][2]["scale"][0];
    *scale = Value::from((-number(scale.as_str().expect("a number"))).to_string());
}

/// The first key occurs a second time, with the same value.
pub(crate) fn key_doubled(bytes: &[u8]) -> Option<Vec<u8>> {
    replaced(bytes, "{", "{ \"kind\": \"factorization\",")
}

/// The text with the first occurrence of a part replaced.
pub(crate) fn replaced(bytes: &[u8], from: &str, to: &str) -> Option<Vec<u8>> {
    let text = std::str::from_utf8(bytes).expect("UTF-8");
    text.contains(from).then(|| text.replacen(from, to, 1).into_bytes())
}

/// The halves exchange their names: the layers write the other one.
pub(crate) fn halves_exchanged(certificate: &mut Value) {
    for layer in layers(certificate) {
        layer["writes"] = json!(if layer["writes"] == "first" { "second" } else { "first" });
    }
}

/// The largest prime that a certificate may name.
const PRIME: u32 = 4_294_967_291;

/// Claims the same numbers, unchanged, over a prime field.
pub(crate) fn claimed_over_prime(certificate: &mut Value) {
    certificate["field"] = json!(PRIME);
    certificate["mode"] = json!("signed");
}

/// Takes all numbers into the prime field, where the same identity holds.
pub(crate) fn reduced_to_prime(certificate: &mut Value) {
    claimed_over_prime(certificate);
    let prime = Integer::from(PRIME);
    let residue = |entry: &Rational| {
        let inverse =
            entry.denom().clone().invert(&prime).expect("no denominator is a multiple of the prime");
        Rational::from((inverse * entry.numer()).rem_euc(&prime))
    };
    let reduced =
        |rows: &Value| to_json(&matrix(rows).iter().map(|row| row.iter().map(residue).collect()).collect());
    certificate["matrix"] = reduced(&certificate["matrix"]);
    for layer in layers(certificate) {
        layer["shift"] = reduced(&layer["shift"]);
        layer["scale"] = vector(&layer["scale"]).iter().map(|scale| residue(scale).to_string()).collect();
    }
}

/// The sum of the absolute values of all entries of all shifts: above every spectral norm.
pub(crate) fn above_every_norm(certificate: &Value) -> String {
    let shifts =
        certificate["layers"].as_array().expect("layers").iter().map(|layer| matrix(&layer["shift"]));
    let sum: Rational = shifts.flatten().flatten().map(Rational::abs).sum();
    sum.to_string()
}
