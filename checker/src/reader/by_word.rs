//! Objects of which one word decides which other keys there are.
//!
//! The word may stand anywhere in the object, so the object's text is read twice, as the whole certificate is.

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess};

use super::entry::raw;
use super::header::{Word, require};
use super::place::{Fields, ObjectAt, Place, fill};
use crate::abbreviate;
use crate::rejection::Rejection;

/// One word of an object; the rest is skipped.
struct WordOf {
    key: &'static str,
    word: Option<Word>,
}

impl Fields for WordOf {
    type Value = String;

    fn field<'de, A: MapAccess<'de>>(
        &mut self,
        key: &str,
        place: &Place<'_>,
        map: &mut A,
    ) -> Result<(), A::Error> {
        if key == self.key {
            fill(&mut self.word, &place.key(self.key), map)
        } else {
            map.next_value::<IgnoredAny>().map(drop)
        }
    }

    fn finish(self, place: &Place<'_>) -> Result<String, Rejection> {
        require(self.word, place, self.key).map(|Word(word)| word)
    }
}

/// Reads an object whose word for `key` is one of `names`; `make` prepares for its fields.
pub(super) fn read_by_word<'de, F: Fields, D: Deserializer<'de>>(
    place: &Place<'_>,
    deserializer: D,
    key: &'static str,
    names: &'static [(&'static str, &'static [&'static str])],
    make: impl FnOnce(&'static str, &'static [&'static str]) -> F,
) -> Result<F::Value, D::Error> {
    let text = raw(place, deserializer)?;
    let again = &mut serde_json::Deserializer::from_str(text);
    let word = ObjectAt::new(place, WordOf { key, word: None });
    // The error of a second deserializer unwinds the first one.
    let word = word.deserialize(again).map_err(|_| place.unwind())?;
    let Some(&(name, keys)) = names.iter().find(|(name, _)| *name == word) else {
        return Err(place.reject(Rejection::Unsupported { key, found: abbreviate::text(&word) }));
    };
    let again = &mut serde_json::Deserializer::from_str(text);
    ObjectAt::new(place, make(name, keys)).deserialize(again).map_err(|_| place.unwind())
}
