//! The fields of an enumeration.

use rug::{Integer, Rational};
use serde::de::{Deserializer, MapAccess};

use super::fields::{partition, unknown_key};
use super::header::{Word, require};
use super::number;
use super::place::{Fields, Part, Place, fill, read_text};
use crate::abbreviate;
use crate::certificate::{Enumeration, Mode};
use crate::rejection::Rejection;

#[derive(Default)]
pub(super) struct EnumerationFields {
    format: Option<Word>,
    kind: Option<Word>,
    mode: Option<Mode>,
    field: Option<u64>,
    partition: Option<Vec<u64>>,
    counts: Option<Vec<Count>>,
}

/// A whole number ≥ 0 as a string.
pub(super) struct Count(pub(super) Integer);

impl Part for Count {
    fn read<'de, D: Deserializer<'de>>(place: &Place<'_>, deserializer: D) -> Result<Self, D::Error> {
        read_text(place, deserializer, "a string that holds a number", |text| {
            let number: Rational = number::parse(text).map_err(|problem| problem.at(place, text))?;
            if !number.is_integer() || number < 0 {
                let (place, text) = (place.to_string(), abbreviate::text(text));
                let problem = "a count is a whole number without a sign";
                return Err(Rejection::NotCanonical { place, text, problem });
            }
            Ok(Self(number.into_numer_denom().0))
        })
    }
}

impl Fields for EnumerationFields {
    type Value = Enumeration;

    fn field<'de, A: MapAccess<'de>>(
        &mut self,
        key: &str,
        place: &Place<'_>,
        map: &mut A,
    ) -> Result<(), A::Error> {
        match key {
            "format" => fill(&mut self.format, &place.key("format"), map),
            "kind" => fill(&mut self.kind, &place.key("kind"), map),
            "mode" => fill(&mut self.mode, &place.key("mode"), map),
            "field" => fill(&mut self.field, &place.key("field"), map),
            "partition" => fill(&mut self.partition, &place.key("partition"), map),
            "counts" => fill(&mut self.counts, &place.key("counts"), map),
            _ => Err(place.reject(unknown_key(place, key))),
        }
    }

    fn finish(self, place: &Place<'_>) -> Result<Enumeration, Rejection> {
        let mode = require(self.mode, place, "mode")?;
        if mode != Mode::Additive {
            return Err(Rejection::Unsupported { key: "mode", found: mode.name().to_owned() });
        }
        let counts = require(self.counts, place, "counts")?;
        Ok(Enumeration {
            field: require(self.field, place, "field")?,
            partition: partition(&require(self.partition, place, "partition")?, place)?,
            counts: counts.into_iter().map(|Count(count)| count).collect(),
        })
    }
}
