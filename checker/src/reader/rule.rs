//! A rule of a lower bound, and the evidence for a rank: the word `rule`, or `by`, decides which other keys there are.

use rug::Rational;
use serde::de::{Deserializer, MapAccess};

use super::by_word::read_by_word;
use super::fields::unknown_key;
use super::header::{Word, require};
use super::lower_bound::whole;
use super::place::{Fields, Part, Place, fill, read_text};
use crate::certificate::{CycleIn, Matrix, RankEvidence, Rule};
use crate::rejection::Rejection;

/// The names of the rules, and the keys of each besides `rule`.
const RULES: [(&str, &[&str]); 14] = [
    ("not-identity", &[]),
    ("not-one-layer", &[]),
    ("not-two-layers", &[]),
    ("three-layers", &["y", "z"]),
    ("invariant", &["polynomial", "power"]),
    ("blocks-at-one", &["power"]),
    ("degrees", &["factors"]),
    ("principal-minor-signs", &["k"]),
    ("lone-principal-minor", &["k"]),
    ("non-real-roots", &["cycle_in", "cycle"]),
    ("kernel-system", &["f", "g", "h"]),
    ("kernel-balance", &["h"]),
    ("ranks", &["first", "second"]),
    ("scalar-blocks", &[]),
];

/// The names of the sorts of evidence, and the keys of each besides `by`.
const EVIDENCE: [(&str, &[&str]); 4] =
    [("rank", &[]), ("minors", &[]), ("staircase", &["rows", "columns"]), ("cycle", &[])];

/// All fields that a rule may have; the rule's own are in `keys`.
#[derive(Default)]
struct RuleFields {
    name: &'static str,
    keys: &'static [&'static str],
    rule: Option<Word>,
    y: Option<Matrix>,
    z: Option<Matrix>,
    f: Option<Matrix>,
    g: Option<Matrix>,
    h: Option<Matrix>,
    polynomial: Option<Vec<Rational>>,
    power: Option<u64>,
    factors: Option<Vec<Vec<Rational>>>,
    k: Option<u64>,
    cycle_in: Option<CycleIn>,
    cycle: Option<Vec<u64>>,
    first: Option<RankEvidence>,
    second: Option<RankEvidence>,
}

impl Fields for RuleFields {
    type Value = Rule;

    fn field<'de, A: MapAccess<'de>>(
        &mut self,
        key: &str,
        place: &Place<'_>,
        map: &mut A,
    ) -> Result<(), A::Error> {
        if key == "rule" {
            return fill(&mut self.rule, &place.key("rule"), map);
        }
        let Some(&key) = self.keys.iter().find(|own| **own == key) else {
            return Err(place.reject(unknown_key(place, key)));
        };
        let place = &place.key(key);
        match key {
            "y" => fill(&mut self.y, place, map),
            "z" => fill(&mut self.z, place, map),
            "f" => fill(&mut self.f, place, map),
            "g" => fill(&mut self.g, place, map),
            "h" => fill(&mut self.h, place, map),
            "polynomial" => fill(&mut self.polynomial, place, map),
            "power" => fill(&mut self.power, place, map),
            "factors" => fill(&mut self.factors, place, map),
            "k" => fill(&mut self.k, place, map),
            "cycle_in" => fill(&mut self.cycle_in, place, map),
            "cycle" => fill(&mut self.cycle, place, map),
            "first" => fill(&mut self.first, place, map),
            "second" => fill(&mut self.second, place, map),
            _ => Err(place.reject(Rejection::Internal)),
        }
    }

    fn finish(self, place: &Place<'_>) -> Result<Rule, Rejection> {
        Ok(match self.name {
            "not-identity" => Rule::NotIdentity,
            "not-one-layer" => Rule::NotOneLayer,
            "not-two-layers" => Rule::NotTwoLayers,
            "three-layers" => {
                Rule::ThreeLayers { y: require(self.y, place, "y")?, z: require(self.z, place, "z")? }
            }
            "invariant" => Rule::Invariant {
                polynomial: require(self.polynomial, place, "polynomial")?,
                power: whole(require(self.power, place, "power")?),
            },
            "blocks-at-one" => Rule::BlocksAtOne { power: whole(require(self.power, place, "power")?) },
            "degrees" => Rule::Degrees { factors: require(self.factors, place, "factors")? },
            "principal-minor-signs" => Rule::PrincipalMinorSigns { k: whole(require(self.k, place, "k")?) },
            "lone-principal-minor" => Rule::LonePrincipalMinor { k: whole(require(self.k, place, "k")?) },
            "non-real-roots" => Rule::NonRealRoots {
                cycle_in: require(self.cycle_in, place, "cycle_in")?,
                cycle: indices(&require(self.cycle, place, "cycle")?),
            },
            "kernel-system" => Rule::KernelSystem {
                f: require(self.f, place, "f")?,
                g: require(self.g, place, "g")?,
                h: require(self.h, place, "h")?,
            },
            "kernel-balance" => Rule::KernelBalance { h: require(self.h, place, "h")? },
            "ranks" => Rule::Ranks {
                first: require(self.first, place, "first")?,
                second: require(self.second, place, "second")?,
            },
            "scalar-blocks" => Rule::ScalarBlocks,
            _ => return Err(Rejection::Internal),
        })
    }
}

impl Part for Rule {
    fn read<'de, D: Deserializer<'de>>(place: &Place<'_>, deserializer: D) -> Result<Self, D::Error> {
        let make = |name, keys| RuleFields { name, keys, ..RuleFields::default() };
        read_by_word(place, deserializer, "rule", &RULES, make)
    }
}

#[derive(Default)]
struct EvidenceFields {
    name: &'static str,
    keys: &'static [&'static str],
    by: Option<Word>,
    rows: Option<Vec<u64>>,
    columns: Option<Vec<u64>>,
}

impl Fields for EvidenceFields {
    type Value = RankEvidence;

    fn field<'de, A: MapAccess<'de>>(
        &mut self,
        key: &str,
        place: &Place<'_>,
        map: &mut A,
    ) -> Result<(), A::Error> {
        match key {
            "by" => fill(&mut self.by, &place.key("by"), map),
            "rows" if self.keys.contains(&key) => fill(&mut self.rows, &place.key("rows"), map),
            "columns" if self.keys.contains(&key) => fill(&mut self.columns, &place.key("columns"), map),
            _ => Err(place.reject(unknown_key(place, key))),
        }
    }

    fn finish(self, place: &Place<'_>) -> Result<RankEvidence, Rejection> {
        Ok(match self.name {
            "rank" => RankEvidence::Rank,
            "minors" => RankEvidence::Minors,
            "staircase" => RankEvidence::Staircase {
                rows: indices(&require(self.rows, place, "rows")?),
                columns: indices(&require(self.columns, place, "columns")?),
            },
            "cycle" => RankEvidence::Cycle,
            _ => return Err(Rejection::Internal),
        })
    }
}

impl Part for RankEvidence {
    fn read<'de, D: Deserializer<'de>>(place: &Place<'_>, deserializer: D) -> Result<Self, D::Error> {
        let make = |name, keys| EvidenceFields { name, keys, ..EvidenceFields::default() };
        read_by_word(place, deserializer, "by", &EVIDENCE, make)
    }
}

impl Part for CycleIn {
    fn read<'de, D: Deserializer<'de>>(place: &Place<'_>, deserializer: D) -> Result<Self, D::Error> {
        let expected = "\"matrix\" or \"inverse\"";
        read_text(place, deserializer, expected, |text| match text {
            "matrix" => Ok(Self::Matrix),
            "inverse" => Ok(Self::Inverse),
            _ => Err(Rejection::Malformed { place: place.to_string(), expected }),
        })
    }
}

fn indices(numbers: &[u64]) -> Vec<usize> {
    numbers.iter().copied().map(whole).collect()
}
