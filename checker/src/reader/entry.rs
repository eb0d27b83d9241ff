//! Numbers as the arithmetic of the certificate writes them.
//!
//! Reused: `serde_json`'s raw values, so that a JSON number is judged by its text and never becomes a double of the
//! tokenizer's making.

use rug::Rational;
use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer};
use serde_json::value::RawValue;

use super::number::{self, Problem, double, hexadecimal};
use super::place::{Part, PartAt, Place, read_text};
use crate::certificate::Arith;

/// A number of a shift or a scale: one that the arithmetic can store.
pub(super) struct Entry(Rational);

/// A number of the matrix: one that the arithmetic can store, or a fraction.
pub(super) struct Input(Rational);

impl Part for Entry {
    fn read<'de, D: Deserializer<'de>>(place: &Place<'_>, deserializer: D) -> Result<Self, D::Error> {
        let number = match place.arith() {
            Arith::Exact => return Rational::read(place, deserializer).map(Self),
            Arith::F64 => read_double(place, raw(place, deserializer)?)?,
            Arith::Mpfr { precision } => {
                read_number(place, deserializer, |text| hexadecimal::parse(text, precision))?
            }
        };
        count(place, number).map(Self)
    }
}

impl Part for Input {
    fn read<'de, D: Deserializer<'de>>(place: &Place<'_>, deserializer: D) -> Result<Self, D::Error> {
        let number = match place.arith() {
            Arith::Exact => return Rational::read(place, deserializer).map(Self),
            Arith::F64 => {
                let raw = raw(place, deserializer)?;
                if raw.starts_with('"') {
                    let again = &mut serde_json::Deserializer::from_str(raw);
                    // The error of a second deserializer unwinds the first one.
                    return PartAt::new(place).deserialize(again).map(Self).map_err(|_| place.unwind());
                }
                read_double(place, raw)?
            }
            // No fraction contains an x, every hexadecimal text does.
            Arith::Mpfr { precision } => read_number(place, deserializer, |text| {
                if text.contains('x') { hexadecimal::parse(text, precision) } else { number::parse(text) }
            })?,
        };
        count(place, number).map(Self)
    }
}

/// A matrix of plain numbers.
pub(super) fn inputs(rows: Vec<Vec<Input>>) -> Vec<Vec<Rational>> {
    rows.into_iter().map(|row| row.into_iter().map(|Input(number)| number).collect()).collect()
}

/// A row of plain numbers.
pub(super) fn entries(row: Vec<Entry>) -> Vec<Rational> {
    row.into_iter().map(|Entry(number)| number).collect()
}

/// The text of a JSON value of any type.
pub(super) fn raw<'de, D: Deserializer<'de>>(
    place: &Place<'_>,
    deserializer: D,
) -> Result<&'de str, D::Error> {
    let value = <&'de RawValue>::deserialize(deserializer);
    value.map(RawValue::get).map_err(|_| place.unexpected("a JSON number"))
}

fn read_double<E: serde::de::Error>(place: &Place<'_>, text: &str) -> Result<Rational, E> {
    if !text.starts_with(|first: char| first == '-' || first.is_ascii_digit()) {
        return Err(place.unexpected("a JSON number"));
    }
    double::parse(text).map_err(|problem| place.reject(problem.at(place, text)))
}

fn read_number<'de, D: Deserializer<'de>>(
    place: &Place<'_>,
    deserializer: D,
    parse: impl FnOnce(&str) -> Result<Rational, Problem>,
) -> Result<Rational, D::Error> {
    read_text(place, deserializer, "a string that holds a number", |text| {
        parse(text).map_err(|problem| problem.at(place, text))
    })
}

/// Counts what a float takes in memory.
fn count<E: serde::de::Error>(place: &Place<'_>, number: Rational) -> Result<Rational, E> {
    let bits = u64::from(number.numer().significant_bits()) + u64::from(number.denom().significant_bits());
    place.count(bits)?;
    Ok(number)
}
