//! The object `generator`.

use rug::Rational;
use serde::de::{DeserializeSeed, Deserializer, MapAccess};

use super::super::fields::unknown_key;
use super::super::header::require;
use super::super::place::{Fields, ObjectAt, Part, Place, fill};
use crate::rejection::Rejection;

/// The width of the ramps and the error.
pub(super) struct GeneratorPart {
    pub(super) ramp_width: Rational,
    pub(super) error: Rational,
}

#[derive(Default)]
struct GeneratorFields {
    ramp_width: Option<Rational>,
    error: Option<Rational>,
}

impl Fields for GeneratorFields {
    type Value = GeneratorPart;

    fn field<'de, A: MapAccess<'de>>(
        &mut self,
        key: &str,
        place: &Place<'_>,
        map: &mut A,
    ) -> Result<(), A::Error> {
        match key {
            "ramp_width" => fill(&mut self.ramp_width, &place.key("ramp_width"), map),
            "error" => fill(&mut self.error, &place.key("error"), map),
            _ => Err(place.reject(unknown_key(place, key))),
        }
    }

    fn finish(self, place: &Place<'_>) -> Result<GeneratorPart, Rejection> {
        let ramp_width = require(self.ramp_width, place, "ramp_width")?;
        Ok(GeneratorPart { ramp_width, error: require(self.error, place, "error")? })
    }
}

impl Part for GeneratorPart {
    fn read<'de, D: Deserializer<'de>>(place: &Place<'_>, deserializer: D) -> Result<Self, D::Error> {
        ObjectAt::new(place, GeneratorFields::default()).deserialize(deserializer)
    }
}
