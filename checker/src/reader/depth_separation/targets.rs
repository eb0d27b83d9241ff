//! The object `targets`: the word `by` decides which other keys there are.

use serde::de::{Deserializer, MapAccess};

use super::super::by_word::read_by_word;
use super::super::fields::unknown_key;
use super::super::header::{Word, require};
use super::super::place::{Fields, Part, Place, fill};
use crate::certificate::Targets;
use crate::rejection::Rejection;

/// The reasons, and the keys of each besides `by` and `shared`.
const REASONS: [(&str, &[&str]); 2] = [("counting", &[]), ("listed", &["sets"])];

/// The most points that two targets share, and the reason for the number of targets.
pub(super) struct TargetsPart {
    pub(super) shared: u64,
    pub(super) targets: Targets,
}

#[derive(Default)]
struct TargetsFields {
    name: &'static str,
    keys: &'static [&'static str],
    by: Option<Word>,
    shared: Option<u64>,
    sets: Option<Vec<Vec<u64>>>,
}

impl Fields for TargetsFields {
    type Value = TargetsPart;

    fn field<'de, A: MapAccess<'de>>(
        &mut self,
        key: &str,
        place: &Place<'_>,
        map: &mut A,
    ) -> Result<(), A::Error> {
        match key {
            "by" => fill(&mut self.by, &place.key("by"), map),
            "shared" => fill(&mut self.shared, &place.key("shared"), map),
            "sets" if self.keys.contains(&key) => fill(&mut self.sets, &place.key("sets"), map),
            _ => Err(place.reject(unknown_key(place, key))),
        }
    }

    fn finish(self, place: &Place<'_>) -> Result<TargetsPart, Rejection> {
        let targets = match self.name {
            "counting" => Targets::Counting,
            "listed" => Targets::Listed { sets: require(self.sets, place, "sets")? },
            _ => return Err(Rejection::Internal),
        };
        Ok(TargetsPart { shared: require(self.shared, place, "shared")?, targets })
    }
}

impl Part for TargetsPart {
    fn read<'de, D: Deserializer<'de>>(place: &Place<'_>, deserializer: D) -> Result<Self, D::Error> {
        let make = |name, keys| TargetsFields { name, keys, ..TargetsFields::default() };
        read_by_word(place, deserializer, "by", &REASONS, make)
    }
}
