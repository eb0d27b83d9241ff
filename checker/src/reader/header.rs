//! The header: `format`, `kind` and `arith`, wherever they stand in the object.

use serde::de::{Deserializer, IgnoredAny, MapAccess};

use super::place::{Fields, Part, Place, fill, read_text};
use crate::abbreviate;
use crate::rejection::Rejection;

/// A short word such as a kind's name.
pub(super) struct Word(String);

impl Part for Word {
    fn read<'de, D: Deserializer<'de>>(place: &Place<'_>, deserializer: D) -> Result<Self, D::Error> {
        read_text(place, deserializer, "a string", |text| Ok(Self(text.to_owned())))
    }
}

/// What says how the rest is to be read.
#[derive(Default)]
pub(super) struct HeaderFields {
    format: Option<Word>,
    kind: Option<Word>,
    arith: Option<Word>,
}

impl Fields for HeaderFields {
    type Value = ();

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
            _ => map.next_value::<IgnoredAny>().map(drop),
        }
    }

    fn finish(self, place: &Place<'_>) -> Result<(), Rejection> {
        // A file of another format need not have this format's keys: its name is judged first.
        let Word(format) = require(self.format, place, "format")?;
        if format != "flowcert/1" {
            return Err(Rejection::Format { found: abbreviate::text(&format) });
        }
        check_supported("kind", require(self.kind, place, "kind")?, "factorization")?;
        check_supported("arith", require(self.arith, place, "arith")?, "exact")
    }
}

fn check_supported(key: &'static str, Word(found): Word, supported: &str) -> Result<(), Rejection> {
    if found == supported {
        return Ok(());
    }
    Err(Rejection::Unsupported { key, found: abbreviate::text(&found) })
}

/// The value of a key that every such object has.
pub(super) fn require<T>(slot: Option<T>, place: &Place<'_>, key: &'static str) -> Result<T, Rejection> {
    slot.ok_or_else(|| Rejection::MissingKey { place: place.to_string(), key })
}
