//! The object `class`: the word `by` decides which other keys there are.

use rug::Rational;
use serde::de::{Deserializer, MapAccess};

use super::super::by_word::read_by_word;
use super::super::fields::unknown_key;
use super::super::header::{Word, require};
use super::super::place::{Fields, Part, Place, fill};
use crate::certificate::Class;
use crate::rejection::Rejection;

/// The classes, and the keys of each besides `by`.
const CLASSES: [(&str, &[&str]); 3] =
    [("general", &[]), ("lipschitz", &["lipschitz", "mean_excess"]), ("budgets", &["lipschitz", "budgets"])];

#[derive(Default)]
struct ClassFields {
    name: &'static str,
    keys: &'static [&'static str],
    by: Option<Word>,
    lipschitz: Option<Rational>,
    mean_excess: Option<Rational>,
    budgets: Option<Vec<Rational>>,
}

impl Fields for ClassFields {
    type Value = Class;

    fn field<'de, A: MapAccess<'de>>(
        &mut self,
        key: &str,
        place: &Place<'_>,
        map: &mut A,
    ) -> Result<(), A::Error> {
        let own = self.keys.contains(&key);
        match key {
            "by" => fill(&mut self.by, &place.key("by"), map),
            "lipschitz" if own => fill(&mut self.lipschitz, &place.key("lipschitz"), map),
            "mean_excess" if own => fill(&mut self.mean_excess, &place.key("mean_excess"), map),
            "budgets" if own => fill(&mut self.budgets, &place.key("budgets"), map),
            _ => Err(place.reject(unknown_key(place, key))),
        }
    }

    fn finish(self, place: &Place<'_>) -> Result<Class, Rejection> {
        Ok(match self.name {
            "general" => Class::General,
            "lipschitz" => Class::Lipschitz {
                lipschitz: require(self.lipschitz, place, "lipschitz")?,
                mean_excess: require(self.mean_excess, place, "mean_excess")?,
            },
            "budgets" => Class::Budgets {
                lipschitz: require(self.lipschitz, place, "lipschitz")?,
                budgets: require(self.budgets, place, "budgets")?,
            },
            _ => return Err(Rejection::Internal),
        })
    }
}

impl Part for Class {
    fn read<'de, D: Deserializer<'de>>(place: &Place<'_>, deserializer: D) -> Result<Self, D::Error> {
        let make = |name, keys| ClassFields { name, keys, ..ClassFields::default() };
        read_by_word(place, deserializer, "by", &CLASSES, make)
    }
}
