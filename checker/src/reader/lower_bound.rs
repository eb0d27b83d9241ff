//! The fields of a lower bound, and of a least number of layers: those of a lower bound and the layers.

use rug::Rational;
use serde::de::{DeserializeSeed, Deserializer, MapAccess};

use super::fields::{partition, unknown_key};
use super::header::{Word, require};
use super::place::{Fields, ObjectAt, Part, Place, fill};
use crate::certificate::{Ground, Layer, LowerBound, MinimalLayers, Mode, Reasons, Rule};
use crate::rejection::Rejection;

#[derive(Default)]
pub(super) struct BoundFields {
    format: Option<Word>,
    kind: Option<Word>,
    mode: Option<Mode>,
    field: Option<u64>,
    partition: Option<Vec<u64>>,
    matrix: Option<Vec<Vec<Rational>>>,
    layers_needed: Option<u64>,
    reasons: Option<Reasons>,
}

impl Fields for BoundFields {
    type Value = LowerBound;

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
            "matrix" => fill(&mut self.matrix, &place.key("matrix"), map),
            "layers_needed" => fill(&mut self.layers_needed, &place.key("layers_needed"), map),
            "reasons" => fill(&mut self.reasons, &place.key("reasons"), map),
            _ => Err(place.reject(unknown_key(place, key))),
        }
    }

    fn finish(self, place: &Place<'_>) -> Result<LowerBound, Rejection> {
        Ok(LowerBound {
            ground: self.field.map_or(Ground::Rationals, Ground::Prime),
            mode: require(self.mode, place, "mode")?,
            partition: partition(&require(self.partition, place, "partition")?, place)?,
            matrix: require(self.matrix, place, "matrix")?,
            layers_needed: whole(require(self.layers_needed, place, "layers_needed")?),
            reasons: require(self.reasons, place, "reasons")?,
        })
    }
}

#[derive(Default)]
pub(super) struct MinimalFields {
    bound: BoundFields,
    layers: Option<Vec<Layer>>,
}

impl Fields for MinimalFields {
    type Value = MinimalLayers;

    fn field<'de, A: MapAccess<'de>>(
        &mut self,
        key: &str,
        place: &Place<'_>,
        map: &mut A,
    ) -> Result<(), A::Error> {
        match key {
            "layers" => fill(&mut self.layers, &place.key("layers"), map),
            _ => self.bound.field(key, place, map),
        }
    }

    fn finish(self, place: &Place<'_>) -> Result<MinimalLayers, Rejection> {
        let lower_bound = self.bound.finish(place)?;
        Ok(MinimalLayers { lower_bound, layers: require(self.layers, place, "layers")? })
    }
}

#[derive(Default)]
struct ReasonsFields {
    both: Option<Rule>,
    starts_with_l: Option<Rule>,
    starts_with_u: Option<Rule>,
}

impl Fields for ReasonsFields {
    type Value = Reasons;

    fn field<'de, A: MapAccess<'de>>(
        &mut self,
        key: &str,
        place: &Place<'_>,
        map: &mut A,
    ) -> Result<(), A::Error> {
        match key {
            "both" => fill(&mut self.both, &place.key("both"), map),
            "starts_with_L" => fill(&mut self.starts_with_l, &place.key("starts_with_L"), map),
            "starts_with_U" => fill(&mut self.starts_with_u, &place.key("starts_with_U"), map),
            _ => Err(place.reject(unknown_key(place, key))),
        }
    }

    fn finish(self, place: &Place<'_>) -> Result<Reasons, Rejection> {
        match (self.both, self.starts_with_l, self.starts_with_u) {
            (None, None, None) => Ok(Reasons::None),
            (Some(rule), None, None) => Ok(Reasons::Both(rule)),
            (None, starts_with_l, starts_with_u) => Ok(Reasons::Each {
                starts_with_l: require(starts_with_l, place, "starts_with_L")?,
                starts_with_u: require(starts_with_u, place, "starts_with_U")?,
            }),
            (Some(_), ..) => Err(Rejection::Malformed {
                place: place.to_string(),
                expected: "one reason for both words, or one for each",
            }),
        }
    }
}

impl Part for Reasons {
    fn read<'de, D: Deserializer<'de>>(place: &Place<'_>, deserializer: D) -> Result<Self, D::Error> {
        ObjectAt::new(place, ReasonsFields::default()).deserialize(deserializer)
    }
}

/// A number that is not even a size of memory is beyond every limit either way.
pub(super) fn whole(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}
