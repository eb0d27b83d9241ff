//! The object `codebook`: the word `by` decides which other keys there are.

use rug::{Integer, Rational};
use serde::de::{Deserializer, MapAccess};

use super::super::by_word::read_by_word;
use super::super::enumeration::Count;
use super::super::fields::unknown_key;
use super::super::header::{Word, require};
use super::super::place::{Fields, Part, Place, fill, read_text};
use crate::certificate::Codebook;
use crate::rejection::Rejection;

/// The reasons, and the keys of each besides `by` and `points`.
const REASONS: [(&str, &[&str]); 4] = [
    ("ball-packing", &["distance"]),
    ("gilbert-varshamov", &["hamming"]),
    ("linear-code", &["hamming", "generator"]),
    ("listed-code", &["hamming", "words"]),
];

/// The number of points, and the reason for it.
pub(super) struct CodebookPart {
    pub(super) points: Integer,
    pub(super) codebook: Codebook,
}

/// A word of a code: a string of digits 0 and 1.
struct Bits(Vec<bool>);

#[derive(Default)]
struct CodebookFields {
    name: &'static str,
    keys: &'static [&'static str],
    by: Option<Word>,
    points: Option<Count>,
    distance: Option<Rational>,
    hamming: Option<u64>,
    generator: Option<Vec<Bits>>,
    words: Option<Vec<Bits>>,
}

impl Fields for CodebookFields {
    type Value = CodebookPart;

    fn field<'de, A: MapAccess<'de>>(
        &mut self,
        key: &str,
        place: &Place<'_>,
        map: &mut A,
    ) -> Result<(), A::Error> {
        let own = self.keys.contains(&key);
        match key {
            "by" => fill(&mut self.by, &place.key("by"), map),
            "points" => fill(&mut self.points, &place.key("points"), map),
            "distance" if own => fill(&mut self.distance, &place.key("distance"), map),
            "hamming" if own => fill(&mut self.hamming, &place.key("hamming"), map),
            "generator" if own => fill(&mut self.generator, &place.key("generator"), map),
            "words" if own => fill(&mut self.words, &place.key("words"), map),
            _ => Err(place.reject(unknown_key(place, key))),
        }
    }

    fn finish(self, place: &Place<'_>) -> Result<CodebookPart, Rejection> {
        let Count(points) = require(self.points, place, "points")?;
        let plain = |words: Vec<Bits>| words.into_iter().map(|Bits(word)| word).collect();
        let codebook = match self.name {
            "ball-packing" => Codebook::BallPacking { distance: require(self.distance, place, "distance")? },
            "gilbert-varshamov" => {
                Codebook::GilbertVarshamov { hamming: require(self.hamming, place, "hamming")? }
            }
            "linear-code" => Codebook::LinearCode {
                generator: plain(require(self.generator, place, "generator")?),
                hamming: require(self.hamming, place, "hamming")?,
            },
            "listed-code" => Codebook::ListedCode {
                words: plain(require(self.words, place, "words")?),
                hamming: require(self.hamming, place, "hamming")?,
            },
            _ => return Err(Rejection::Internal),
        };
        Ok(CodebookPart { points, codebook })
    }
}

impl Part for CodebookPart {
    fn read<'de, D: Deserializer<'de>>(place: &Place<'_>, deserializer: D) -> Result<Self, D::Error> {
        let make = |name, keys| CodebookFields { name, keys, ..CodebookFields::default() };
        read_by_word(place, deserializer, "by", &REASONS, make)
    }
}

impl Part for Bits {
    fn read<'de, D: Deserializer<'de>>(place: &Place<'_>, deserializer: D) -> Result<Self, D::Error> {
        let expected = "a string of the digits 0 and 1";
        let digit = |byte| match byte {
            b'0' => Some(false),
            b'1' => Some(true),
            _ => None,
        };
        read_text(place, deserializer, expected, |text| {
            let bits: Option<Vec<bool>> = text.bytes().map(digit).collect();
            bits.map(Self).ok_or_else(|| Rejection::Malformed { place: place.to_string(), expected })
        })
    }
}
