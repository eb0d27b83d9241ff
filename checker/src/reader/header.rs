//! The header: `format`, `kind`, `arith` and `precision`, wherever they stand in the object.

use serde::de::{Deserializer, IgnoredAny, MapAccess};

use super::place::{Fields, Part, Place, fill, read_text};
use crate::abbreviate;
use crate::certificate::Arith;
use crate::float;
use crate::rejection::Rejection;

/// A short word such as a kind's name.
pub(super) struct Word(pub(super) String);

impl Part for Word {
    fn read<'de, D: Deserializer<'de>>(place: &Place<'_>, deserializer: D) -> Result<Self, D::Error> {
        read_text(place, deserializer, "a string", |text| Ok(Self(text.to_owned())))
    }
}

/// What the header says: the kind, which decides the fields, and how their numbers are written.
pub(super) enum Header {
    Factorization(Arith),
    LowerBound,
    MinimalLayers,
    Enumeration,
    DepthSeparation,
}

/// What says how the rest is to be read.
#[derive(Default)]
pub(super) struct HeaderFields {
    format: Option<Word>,
    kind: Option<Word>,
    arith: Option<Word>,
    precision: Option<u64>,
}

impl Fields for HeaderFields {
    type Value = Header;

    fn field<'de, A: MapAccess<'de>>(
        &mut self,
        key: &str,
        place: &Place<'_>,
        map: &mut A,
    ) -> Result<(), A::Error> {
        match key {
            "format" => fill(&mut self.format, &place.key("format"), map),
            "kind" => fill(&mut self.kind, &place.key("kind"), map),
            "arith" => fill(&mut self.arith, &place.key("arith"), map),
            "precision" => fill(&mut self.precision, &place.key("precision"), map),
            _ => map.next_value::<IgnoredAny>().map(drop),
        }
    }

    fn finish(self, place: &Place<'_>) -> Result<Header, Rejection> {
        // A file of another format need not have this format's keys: its name is judged first.
        let Word(format) = require(self.format, place, "format")?;
        if format != "flowcert/1" {
            return Err(Rejection::Format { found: abbreviate::text(&format) });
        }
        let Word(kind) = require(self.kind, place, "kind")?;
        match kind.as_str() {
            "factorization" => {
                let Word(arith) = require(self.arith, place, "arith")?;
                arithmetic(&arith, self.precision, place).map(Header::Factorization)
            }
            // All their numbers are exact: they have no key `arith`.
            "lower-bound" => Ok(Header::LowerBound),
            "minimal-layers" => Ok(Header::MinimalLayers),
            "enumeration" => Ok(Header::Enumeration),
            "depth-separation" => Ok(Header::DepthSeparation),
            _ => Err(Rejection::Unsupported { key: "kind", found: abbreviate::text(&kind) }),
        }
    }
}

fn arithmetic(name: &str, precision: Option<u64>, place: &Place<'_>) -> Result<Arith, Rejection> {
    match name {
        "exact" => Ok(Arith::Exact),
        "f64" => Ok(Arith::F64),
        "mpfr" => {
            let precision = float::check_precision(require(precision, place, "precision")?)?;
            Ok(Arith::Mpfr { precision })
        }
        _ => Err(Rejection::Unsupported { key: "arith", found: abbreviate::text(name) }),
    }
}

/// The value of a key that every such object has.
pub(super) fn require<T>(slot: Option<T>, place: &Place<'_>, key: &'static str) -> Result<T, Rejection> {
    slot.ok_or_else(|| Rejection::MissingKey { place: place.to_string(), key })
}
