//! The fields of a factorization and of its layers, and what other kinds share with it.

use rug::Rational;
use serde::de::{DeserializeSeed, Deserializer, MapAccess};

use super::entry::{Entry, Input, entries, inputs};
use super::header::{Word, require};
use super::number;
use super::place::{Fields, ObjectAt, Part, Place, fill, read_text};
use crate::abbreviate;
use crate::certificate::{Arith, Factorization, Ground, Half, Layer, Mode};
use crate::rejection::Rejection;

#[derive(Default)]
pub(super) struct FactorizationFields {
    format: Option<Word>,
    kind: Option<Word>,
    arith: Option<Word>,
    precision: Option<u64>,
    mode: Option<Mode>,
    field: Option<u64>,
    partition: Option<Vec<u64>>,
    matrix: Option<Vec<Vec<Input>>>,
    layers: Option<Vec<Layer>>,
    error_bound: Option<Rational>,
    max_shift_norm: Option<Rational>,
}

impl Fields for FactorizationFields {
    type Value = Factorization;

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
            "precision" if matches!(place.arith(), Arith::Mpfr { .. }) => {
                fill(&mut self.precision, &place.key("precision"), map)
            }
            "mode" => fill(&mut self.mode, &place.key("mode"), map),
            "field" => fill(&mut self.field, &place.key("field"), map),
            "partition" => fill(&mut self.partition, &place.key("partition"), map),
            "matrix" => fill(&mut self.matrix, &place.key("matrix"), map),
            "layers" => fill(&mut self.layers, &place.key("layers"), map),
            "error_bound" => fill(&mut self.error_bound, &place.key("error_bound"), map),
            "max_shift_norm" => fill(&mut self.max_shift_norm, &place.key("max_shift_norm"), map),
            _ => Err(place.reject(unknown_key(place, key))),
        }
    }

    fn finish(self, place: &Place<'_>) -> Result<Factorization, Rejection> {
        Ok(Factorization {
            arith: place.arith(),
            ground: self.field.map_or(Ground::Rationals, Ground::Prime),
            mode: require(self.mode, place, "mode")?,
            partition: partition(&require(self.partition, place, "partition")?, place)?,
            matrix: inputs(require(self.matrix, place, "matrix")?),
            layers: require(self.layers, place, "layers")?,
            error_bound: require(self.error_bound, place, "error_bound")?,
            max_shift_norm: self.max_shift_norm,
        })
    }
}

pub(super) fn partition(lengths: &[u64], place: &Place<'_>) -> Result<[usize; 2], Rejection> {
    let &[first, second] = lengths else {
        let place = place.key("partition").to_string();
        return Err(Rejection::Malformed { place, expected: "the lengths of the two halves" });
    };
    // A length that is not even a size of memory is far beyond the limit either way.
    Ok([first, second].map(|length| usize::try_from(length).unwrap_or(usize::MAX)))
}

pub(super) fn unknown_key(place: &Place<'_>, key: &str) -> Rejection {
    Rejection::UnknownKey { place: place.to_string(), key: abbreviate::text(key) }
}

#[derive(Default)]
struct LayerFields {
    writes: Option<Half>,
    shift: Option<Vec<Vec<Entry>>>,
    scale: Option<Vec<Entry>>,
}

impl Fields for LayerFields {
    type Value = Layer;

    fn field<'de, A: MapAccess<'de>>(
        &mut self,
        key: &str,
        place: &Place<'_>,
        map: &mut A,
    ) -> Result<(), A::Error> {
        match key {
            "writes" => fill(&mut self.writes, &place.key("writes"), map),
            "shift" => fill(&mut self.shift, &place.key("shift"), map),
            "scale" => fill(&mut self.scale, &place.key("scale"), map),
            _ => Err(place.reject(unknown_key(place, key))),
        }
    }

    fn finish(self, place: &Place<'_>) -> Result<Layer, Rejection> {
        Ok(Layer {
            writes: require(self.writes, place, "writes")?,
            shift: require(self.shift, place, "shift")?.into_iter().map(entries).collect(),
            scale: entries(require(self.scale, place, "scale")?),
        })
    }
}

impl Part for Layer {
    fn read<'de, D: Deserializer<'de>>(place: &Place<'_>, deserializer: D) -> Result<Self, D::Error> {
        ObjectAt::new(place, LayerFields::default()).deserialize(deserializer)
    }
}

impl Part for Rational {
    fn read<'de, D: Deserializer<'de>>(place: &Place<'_>, deserializer: D) -> Result<Self, D::Error> {
        read_text(place, deserializer, "a string that holds a number", |text| {
            number::parse(text).map_err(|problem| problem.at(place, text))
        })
    }
}

impl Part for Half {
    fn read<'de, D: Deserializer<'de>>(place: &Place<'_>, deserializer: D) -> Result<Self, D::Error> {
        let expected = "\"first\" or \"second\"";
        read_text(place, deserializer, expected, |text| match text {
            "first" => Ok(Self::First),
            "second" => Ok(Self::Second),
            _ => Err(Rejection::Malformed { place: place.to_string(), expected }),
        })
    }
}

impl Part for Mode {
    fn read<'de, D: Deserializer<'de>>(place: &Place<'_>, deserializer: D) -> Result<Self, D::Error> {
        read_text(place, deserializer, "a string", |text| match text {
            "additive" => Ok(Self::Additive),
            "positive" => Ok(Self::Positive),
            "signed" => Ok(Self::Signed),
            "singular" => Ok(Self::Singular),
            _ => Err(Rejection::Unsupported { key: "mode", found: abbreviate::text(text) }),
        })
    }
}
