//! The object `layers`: the word `family` decides which other keys there are.

use rug::Rational;
use serde::de::{Deserializer, MapAccess};

use super::super::by_word::read_by_word;
use super::super::fields::unknown_key;
use super::super::header::{Word, require};
use super::super::place::{Fields, Part, Place, fill};
use crate::certificate::LayerFamily;
use crate::rejection::Rejection;

/// The families, and the keys of each besides `family`, `parameters` and `bound_squared`.
const FAMILIES: [(&str, &[&str]); 4] =
    [("linear", &[]), ("additive", &["width"]), ("clamped", &["width", "clamp", "slope"]), ("sparse", &[])];

/// The family, the number of parameters, and the square of their bound.
pub(super) struct LayersPart {
    pub(super) family: LayerFamily,
    pub(super) parameters: u64,
    pub(super) bound_squared: Rational,
}

#[derive(Default)]
struct LayersFields {
    name: &'static str,
    keys: &'static [&'static str],
    family: Option<Word>,
    parameters: Option<u64>,
    bound_squared: Option<Rational>,
    width: Option<u64>,
    clamp: Option<Rational>,
    slope: Option<Rational>,
}

impl Fields for LayersFields {
    type Value = LayersPart;

    fn field<'de, A: MapAccess<'de>>(
        &mut self,
        key: &str,
        place: &Place<'_>,
        map: &mut A,
    ) -> Result<(), A::Error> {
        let own = self.keys.contains(&key);
        match key {
            "family" => fill(&mut self.family, &place.key("family"), map),
            "parameters" => fill(&mut self.parameters, &place.key("parameters"), map),
            "bound_squared" => fill(&mut self.bound_squared, &place.key("bound_squared"), map),
            "width" if own => fill(&mut self.width, &place.key("width"), map),
            "clamp" if own => fill(&mut self.clamp, &place.key("clamp"), map),
            "slope" if own => fill(&mut self.slope, &place.key("slope"), map),
            _ => Err(place.reject(unknown_key(place, key))),
        }
    }

    fn finish(self, place: &Place<'_>) -> Result<LayersPart, Rejection> {
        let family = match self.name {
            "linear" => LayerFamily::Linear,
            "additive" => LayerFamily::Additive { width: require(self.width, place, "width")? },
            "clamped" => LayerFamily::Clamped {
                width: require(self.width, place, "width")?,
                clamp: require(self.clamp, place, "clamp")?,
                slope: require(self.slope, place, "slope")?,
            },
            "sparse" => LayerFamily::Sparse,
            _ => return Err(Rejection::Internal),
        };
        Ok(LayersPart {
            family,
            parameters: require(self.parameters, place, "parameters")?,
            bound_squared: require(self.bound_squared, place, "bound_squared")?,
        })
    }
}

impl Part for LayersPart {
    fn read<'de, D: Deserializer<'de>>(place: &Place<'_>, deserializer: D) -> Result<Self, D::Error> {
        let make = |name, keys| LayersFields { name, keys, ..LayersFields::default() };
        read_by_word(place, deserializer, "family", &FAMILIES, make)
    }
}
