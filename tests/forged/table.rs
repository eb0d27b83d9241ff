//! The table: one row for each kind of edit, a forgery on the left and a true certificate on the right.

use serde_json::json;

use super::edits::{
    above_every_norm, claimed_over_prime, digit_changed, edited, halves_exchanged, key_doubled, layers,
    made_identity, parsed, reduced_to_prime, replaced, restated, same_half_swapped, scale_negated, written,
};

/// An edit of a certificate's bytes; `None` where it does not apply.
type Edit = fn(&[u8]) -> Option<Vec<u8>>;

/// A forgery with the reason for which it is rejected, and its true counterpart.
pub(crate) struct Row {
    pub(crate) forgery: &'static str,
    pub(crate) forge: Edit,
    pub(crate) code: &'static str,
    pub(crate) truth: &'static str,
    pub(crate) restate: Edit,
}

/// Every example has six layers.
pub(crate) const TABLE: &[Row] = &[
    Row {
        forgery: "one digit of the matrix changed",
        forge: |bytes| edited(bytes, |certificate| digit_changed(&mut certificate["matrix"][0][0])),
        code: "product-differs",
        truth: "the matrix computed anew from the layers",
        restate: |bytes| restated(bytes, |_| ()),
    },
    Row {
        forgery: "one digit of the last entry of the matrix changed",
        forge: |bytes| {
            edited(bytes, |certificate| {
                let rows = certificate["matrix"].as_array_mut().expect("rows");
                digit_changed(
                    rows.last_mut().and_then(|row| row.as_array_mut()?.last_mut()).expect("an entry"),
                );
            })
        },
        code: "product-differs",
        truth: "a first digit changed in every layer, and the matrix with them",
        restate: |bytes| {
            restated(bytes, |certificate| {
                layers(certificate).iter_mut().for_each(|layer| digit_changed(&mut layer["shift"][0][0]));
            })
        },
    },
    Row {
        forgery: "one digit of a shift changed",
        forge: |bytes| {
            edited(bytes, |certificate| digit_changed(&mut certificate["layers"][3]["shift"][1][0]))
        },
        code: "product-differs",
        truth: "one digit of a shift changed, and the matrix with it",
        restate: |bytes| {
            restated(bytes, |certificate| digit_changed(&mut certificate["layers"][3]["shift"][1][0]))
        },
    },
    Row {
        forgery: "the first layer dropped",
        forge: |bytes| edited(bytes, |certificate| drop(layers(certificate).remove(0))),
        code: "product-differs",
        truth: "the first layer dropped, and the matrix that of the rest",
        restate: |bytes| restated(bytes, |certificate| drop(layers(certificate).remove(0))),
    },
    Row {
        forgery: "the last layer dropped",
        forge: |bytes| edited(bytes, |certificate| drop(layers(certificate).pop())),
        code: "product-differs",
        truth: "the last layer dropped, and the matrix that of the rest",
        restate: |bytes| restated(bytes, |certificate| drop(layers(certificate).pop())),
    },
    Row {
        forgery: "a middle layer dropped",
        forge: |bytes| edited(bytes, |certificate| drop(layers(certificate).remove(2))),
        code: "consecutive-halves",
        truth: "a middle layer made the identity, and the matrix that of the rest",
        restate: |bytes| restated(bytes, |certificate| made_identity(&mut layers(certificate)[2])),
    },
    Row {
        forgery: "a middle layer made the identity",
        forge: |bytes| edited(bytes, |certificate| made_identity(&mut layers(certificate)[2])),
        code: "product-differs",
        truth: "an identity appended as a seventh layer",
        restate: |bytes| {
            edited(bytes, |certificate| {
                let mut layer = certificate["layers"][0].clone();
                made_identity(&mut layer);
                layers(certificate).push(layer);
            })
        },
    },
    Row {
        forgery: "two neighbouring layers swapped",
        forge: |bytes| edited(bytes, |certificate| layers(certificate).swap(2, 3)),
        code: "consecutive-halves",
        truth: "the layers in the reverse order, and the matrix with them",
        restate: |bytes| restated(bytes, |certificate| layers(certificate).reverse()),
    },
    Row {
        forgery: "two layers of the same half swapped",
        forge: |bytes| edited(bytes, same_half_swapped),
        code: "product-differs",
        truth: "two layers of the same half swapped, and the matrix with them",
        restate: |bytes| restated(bytes, same_half_swapped),
    },
    Row {
        forgery: "a scale made negative",
        forge: |bytes| edited(bytes, scale_negated),
        code: "mode-violated",
        truth: "a scale made negative, mode signed, and the matrix with it",
        restate: |bytes| {
            restated(bytes, |certificate| {
                scale_negated(certificate);
                certificate["mode"] = json!("signed");
            })
        },
    },
    Row {
        forgery: "a scale made negative, mode signed, the old matrix",
        forge: |bytes| {
            edited(bytes, |certificate| {
                scale_negated(certificate);
                certificate["mode"] = json!("signed");
            })
        },
        code: "product-differs",
        truth: "a scale made 7, mode positive, and the matrix with it",
        restate: |bytes| {
            restated(bytes, |certificate| {
                certificate["layers"][0]["scale"][0] = json!("7");
                certificate["mode"] = json!("positive");
            })
        },
    },
    Row {
        forgery: "mode additive claimed where scales are not 1",
        forge: |bytes| {
            let certificate = parsed(bytes);
            (certificate["mode"] != "additive").then(|| edited(bytes, |it| it["mode"] = json!("additive")))?
        },
        code: "mode-violated",
        truth: "mode signed claimed where scales are positive",
        restate: |bytes| edited(bytes, |certificate| certificate["mode"] = json!("signed")),
    },
    Row {
        forgery: "the halves of the layers exchanged",
        forge: |bytes| edited(bytes, halves_exchanged),
        code: "product-differs",
        truth: "the halves of the layers exchanged, and the matrix with them",
        restate: |bytes| restated(bytes, halves_exchanged),
    },
    Row {
        forgery: "the partition moved by one",
        forge: |bytes| {
            let side = parsed(bytes)["matrix"].as_array()?.len();
            edited(bytes, |certificate| certificate["partition"] = json!([1, side - 1]))
        },
        code: "shape",
        truth: "the keys in another order, all on one line",
        restate: |bytes| Some(written(&parsed(bytes))),
    },
    Row {
        forgery: "the same numbers claimed over a prime field",
        forge: |bytes| edited(bytes, claimed_over_prime),
        code: "not-in-field",
        truth: "all numbers taken into a prime field",
        restate: |bytes| edited(bytes, reduced_to_prime),
    },
    Row {
        forgery: "a bound of 0 on the norms of the shifts claimed",
        forge: |bytes| edited(bytes, |certificate| certificate["max_shift_norm"] = json!("0")),
        code: "norm-not-proved",
        truth: "a bound above every norm claimed",
        restate: |bytes| {
            edited(bytes, |certificate| certificate["max_shift_norm"] = json!(above_every_norm(certificate)))
        },
    },
    Row {
        forgery: "an error bound other than 0",
        forge: |bytes| edited(bytes, |certificate| certificate["error_bound"] = json!("1/1000")),
        code: "error-bound",
        truth: "blanks between all tokens",
        restate: |bytes| Some(format!(" \t\r\n{:#}", parsed(bytes)).into_bytes()),
    },
    Row {
        forgery: "a key doubled",
        forge: key_doubled,
        code: "duplicate-key",
        truth: "a key in JSON's escapes",
        restate: |bytes| replaced(bytes, "\"kind\"", "\"k\\u0069nd\""),
    },
    Row {
        forgery: "a number not in lowest terms",
        forge: |bytes| replaced(bytes, "[\"1\"", "[\"2/2\""),
        code: "not-canonical",
        truth: "a number in JSON's escapes",
        restate: |bytes| replaced(bytes, "\"1\"", "\"\\u0031\""),
    },
    Row {
        forgery: "trailing bytes",
        forge: |bytes| Some([bytes, b"0"].concat()),
        code: "trailing-bytes",
        truth: "trailing blanks",
        restate: |bytes| Some([bytes, b" \n\t\r"].concat()),
    },
    Row {
        forgery: "truncated before the last brace",
        forge: |bytes| Some(bytes.trim_ascii_end()[..bytes.trim_ascii_end().len() - 1].to_vec()),
        code: "truncated",
        truth: "truncated before the last line feed",
        restate: |bytes| Some(bytes.trim_ascii_end().to_vec()),
    },
    Row {
        forgery: "truncated in the middle",
        forge: |bytes| Some(bytes[..bytes.len() / 2].to_vec()),
        code: "truncated",
        truth: "a string of JSON's escapes for the mode",
        restate: |bytes| replaced(bytes, "\"mode\": \"", "\"mod\\u0065\": \""),
    },
];
