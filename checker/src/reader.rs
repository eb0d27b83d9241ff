//! The strict reader: bytes to a typed certificate, or the reason why not.
//!
//! Reused: `serde_json`'s tokenizer, for syntax, strings and small integers. Re-derived: everything that the
//! format asks for beyond JSON. Three passes over the text, each linear:
//!
//! 1. syntax alone: UTF-8, one JSON value, nothing after it. The tokenizer skips values without recursion, so
//!    depth costs nothing;
//! 2. the header: `format`, `kind`, `arith` and `precision`, which say what the other keys and the numbers mean;
//! 3. the fields of that kind. Each value asks for its own type and knows its place, so a wrong type, an unknown
//!    or a doubled key is refused where it stands, before anything below it is read.
//!
//! Messages of the third pass never quote the tokenizer, whose words about numbers depend on its features.

mod by_word;
mod depth_separation;
mod entry;
mod enumeration;
mod fields;
mod header;
mod lower_bound;
mod number;
mod place;
mod rule;

use std::io::Read;

use serde::de::{DeserializeSeed, IgnoredAny};
use serde_json::{Deserializer, error::Category};

use crate::certificate::{Arith, Certificate, MinimalLayers};
use crate::rejection::Rejection;
use crate::structure;
use depth_separation::SeparationFields;
use enumeration::EnumerationFields;
use fields::FactorizationFields;
use header::{Header, HeaderFields};
use lower_bound::{BoundFields, MinimalFields};
use place::{Fields, ObjectAt, Place, Sink};

/// Reads a certificate: syntax, types, keys, canonical numbers, shapes, modes, where rules may stand; not yet its product,
/// nor what its rules say.
///
/// # Errors
///
/// Every [`Rejection`] except those that need arithmetic (`product-differs`, `norm-not-proved`, `error-bound` for too
/// large an error, `singular-matrix`, `determinant`, `hypothesis`, `reason-fails`), and of enumerations and depth separations those that need a
/// count or a bound.
///
/// ```
/// let rejection = flowcert_check::read(br#"{"format": "flowcert/2"}"#).unwrap_err();
/// assert_eq!(rejection.to_string(), "the format is \"flowcert/2\", not \"flowcert/1\"");
/// ```
pub fn read(bytes: &[u8]) -> Result<Certificate, Rejection> {
    let text =
        std::str::from_utf8(bytes).map_err(|error| Rejection::NotUtf8 { offset: error.valid_up_to() })?;
    check_syntax(text)?;
    // The header has no numbers that depend on the arithmetic.
    match read_object(text, Arith::Exact, HeaderFields::default())? {
        Header::Factorization(arith) => {
            let factorization = read_object(text, arith, FactorizationFields::default())?;
            structure::check(&factorization)?;
            Ok(Certificate::Factorization(factorization))
        }
        Header::LowerBound => {
            let bound = read_object(text, Arith::Exact, BoundFields::default())?;
            structure::lower_bound::check(&bound)?;
            Ok(Certificate::LowerBound(bound))
        }
        Header::MinimalLayers => {
            let minimal: MinimalLayers = read_object(text, Arith::Exact, MinimalFields::default())?;
            structure::lower_bound::check_minimal(&minimal)?;
            Ok(Certificate::MinimalLayers(minimal))
        }
        Header::Enumeration => {
            let enumeration = read_object(text, Arith::Exact, EnumerationFields::default())?;
            structure::enumeration::check(&enumeration)?;
            Ok(Certificate::Enumeration(enumeration))
        }
        Header::DepthSeparation => {
            let separation = read_object(text, Arith::Exact, SeparationFields::default())?;
            structure::depth_separation::check(&separation)?;
            Ok(separation.into())
        }
    }
}

/// One JSON value and nothing after it.
fn check_syntax(text: &str) -> Result<(), Rejection> {
    let mut deserializer = Deserializer::from_str(text);
    let value = <IgnoredAny as serde::Deserialize>::deserialize(&mut deserializer);
    if let Err(error) = value {
        return Err(match error.classify() {
            Category::Eof => truncated(&error),
            _ if ends_inside_number(text) => truncated(&error),
            _ => Rejection::NotJson { problem: error.to_string() },
        });
    }
    deserializer
        .end()
        .map_err(|error| Rejection::TrailingBytes { line: error.line(), column: error.column() })
}

fn truncated(error: &serde_json::Error) -> Rejection {
    Rejection::Truncated { line: error.line(), column: error.column() }
}

/// Whether a text that is not JSON would go on if its last number did: the tokenizer calls `1.` and `1e` wrong, not
/// short.
fn ends_inside_number(text: &str) -> bool {
    let completed = text.as_bytes().chain(&b"0"[..]);
    let value = |completed| {
        <IgnoredAny as serde::Deserialize>::deserialize(&mut Deserializer::from_reader(completed))
    };
    text.ends_with(['.', 'e', 'E', '+', '-'])
        && value(completed).err().is_none_or(|error| error.classify() == Category::Eof)
}

/// The text as an object with certain fields.
fn read_object<F: Fields>(text: &str, arith: Arith, fields: F) -> Result<F::Value, Rejection> {
    let sink = Sink::new(arith);
    let root = Place::root(&sink);
    let seed = ObjectAt::new(&root, fields);
    seed.deserialize(&mut Deserializer::from_str(text))
        .map_err(|error| sink.take().unwrap_or_else(|| Rejection::NotJson { problem: error.to_string() }))
}
