//! JSON: a list of rows, each a list of numbers or of strings such as `"p/q"`: `[[1, 0.5, "1/3"], [0, 1e-3,
//! -2]]`.
//!
//! Numbers are exact from their decimal text: `0.1` is 1/10. The text is read entry by entry into the matrix,
//! without a tree of JSON values between, so that a large file needs no more memory than its numbers.

use std::fmt;

use nalgebra::DMatrix;
use rug::Rational;
use serde::de::value::MapAccessDeserializer;
use serde::de::{self, Deserialize, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

use super::error::{Place, ReadError};
use super::gathered::Gathered;
use super::input::{Input, excerpt};
use super::number::is_not_finite;

const FORMAT: &str = "JSON";

pub(super) fn read(input: &Input<'_>) -> Result<DMatrix<Rational>, ReadError> {
    let text = input.text(FORMAT)?;
    let mut state = State { input, gathered: Gathered::new(input), flat: false, failure: None };
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let outcome = Part { state: &mut state, depth: Depth::Whole }
        .deserialize(&mut deserializer)
        .and_then(|()| deserializer.end());
    if let Some(failure) = state.failure {
        return Err(failure);
    }
    let next = state.gathered.next_entry();
    outcome.map_err(|error| explain(input, text, next, &error))?;
    state.gathered.finish()
}

/// What is gathered, and the first failure: serde's own errors carry only text.
struct State<'a> {
    input: &'a Input<'a>,
    gathered: Gathered<'a>,
    /// The whole is one vector, without outer brackets.
    flat: bool,
    failure: Option<ReadError>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Depth {
    Whole,
    Row,
    Entry,
}

/// The part of the text that is read next.
struct Part<'s, 'a> {
    state: &'s mut State<'a>,
    depth: Depth,
}

impl Part<'_, '_> {
    /// Keeps the failure and makes serde stop.
    fn stop<E: de::Error>(&mut self, failure: ReadError) -> E {
        self.state.failure.get_or_insert(failure);
        E::custom("stopped")
    }

    fn number<E: de::Error>(mut self, text: &str) -> Result<(), E> {
        let input = self.state.input;
        let place = self.state.gathered.next_entry();
        match self.depth {
            Depth::Entry => {}
            Depth::Row if self.state.flat || self.begins_flat_vector() => self.state.flat = true,
            Depth::Row | Depth::Whole => return Err(self.misplaced(&format!("'{}'", excerpt(text)))),
        }
        let pushed = input.number(place, text).and_then(|value| self.state.gathered.push(value));
        pushed.map_err(|failure| self.stop(failure))
    }

    fn begins_flat_vector(&self) -> bool {
        let first = Place::Entry { row: 1, column: 1 };
        self.state.input.may_be_flat() && self.state.gathered.next_entry() == first
    }

    /// `what` stands where it may not stand.
    fn misplaced<E: de::Error>(&mut self, what: &str) -> E {
        let expected = match self.depth {
            Depth::Whole => "a list of rows",
            Depth::Row if self.state.flat => "a number",
            Depth::Row => "a row, that is a list of numbers",
            Depth::Entry => "a number or a string such as \"1/3\"",
        };
        let problem = format!("{what} where {expected} is expected");
        let place = self.state.gathered.next_entry();
        let failure = self.state.input.format_at(FORMAT, place, problem);
        self.stop(failure)
    }

    fn end_row<E: de::Error>(&mut self, place: Place) -> Result<(), E> {
        let ended = self.state.gathered.end_row(place);
        ended.map_err(|failure| self.stop(failure))
    }
}

impl<'de> DeserializeSeed<'de> for Part<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Part<'_, '_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("rows of numbers")
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut list: A) -> Result<(), A::Error> {
        let inner = match self.depth {
            Depth::Whole => Depth::Row,
            Depth::Row if !self.state.flat => Depth::Entry,
            Depth::Row | Depth::Entry => return Err(self.misplaced("a list")),
        };
        let place = self.state.gathered.next_entry();
        while list.next_element_seed(Part { state: &mut *self.state, depth: inner })?.is_some() {}
        if self.depth == Depth::Row || self.state.flat { self.end_row(place) } else { Ok(()) }
    }

    /// Strings: fractions, and decimals as some programs write them.
    fn visit_str<E: de::Error>(self, text: &str) -> Result<(), E> {
        self.number(text.trim())
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<(), E> {
        self.number(&value.to_string())
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<(), E> {
        self.number(&value.to_string())
    }

    /// With `arbitrary_precision`, `serde_json` hands a number that is no small integer over as a map with
    /// one private key, which only `serde_json::Number` may look into; without, it would hand over a float,
    /// which is an error here.
    fn visit_map<A: MapAccess<'de>>(mut self, map: A) -> Result<(), A::Error> {
        match serde_json::Number::deserialize(MapAccessDeserializer::new(map)) {
            Ok(number) => self.number(number.as_str()),
            Err(_) => Err(self.misplaced("an object")),
        }
    }

    fn visit_bool<E: de::Error>(mut self, value: bool) -> Result<(), E> {
        Err(self.misplaced(if value { "true" } else { "false" }))
    }

    fn visit_unit<E: de::Error>(mut self) -> Result<(), E> {
        Err(self.misplaced("null"))
    }
}

/// An error of the syntax itself, found while entry `next` was read.
fn explain(input: &Input<'_>, text: &str, next: Place, error: &serde_json::Error) -> ReadError {
    if error.is_eof() {
        return input.truncated("a closing bracket or quote", "the end of the text");
    }
    let (line, column) = (error.line(), error.column());
    let word = word_at(text, line, column);
    if is_not_finite(word) {
        return ReadError::NotFinite { input: input.name(), place: next, text: excerpt(word) };
    }
    let reason = error.to_string();
    let reason = reason.split(" at line ").next().unwrap_or_default();
    let near = if word.is_empty() { String::new() } else { format!(" near '{}'", excerpt(word)) };
    input.format_at(FORMAT, Place::Field { line, column }, format!("{reason}{near}"))
}

/// The number-like word around a byte of a line, both counted from 1.
fn word_at(text: &str, line: usize, column: usize) -> &str {
    let line = text.lines().nth(line.saturating_sub(1)).unwrap_or_default();
    let ends_word = |character: char| !(character.is_alphanumeric() || "+-./_".contains(character));
    let (before, after) = line.split_at_checked(column.saturating_sub(1)).unwrap_or((line, ""));
    let start = before.len() - before.rsplit(ends_word).next().map_or(0, str::len);
    let end = before.len() + after.split(ends_word).next().map_or(0, str::len);
    line.get(start..end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::super::tests::{code, matrix, rational, read_bytes, read_vector_bytes};

    #[test]
    fn numbers_are_exact_decimals_and_strings_fractions() {
        let expected = matrix(2, 3, &["1", "1/2", "1/3", "1/10", "1/1000", "-1/400"]);
        let text = br#"[[1, 0.5, "1/3"], [0.1, 1e-3, "-2.50e-3"]]"#;
        assert_eq!(read_bytes("a.json", text), Ok(expected));
        let long = "[[0.1000000000000000000000000000000000000000000000001, 12345678901234567890123456789]]";
        let read = read_bytes("a.json", long.as_bytes()).unwrap();
        assert_eq!(read[0], rational("1/10") + rational("1e-49"));
        assert_eq!(read[1], rational("12345678901234567890123456789"));
    }

    #[test]
    fn no_number_goes_through_a_float() {
        let text = b"[[-0, -0.0, 18446744073709551615, 18446744073709551616, -9223372036854775809,
            0.30000000000000001]]";
        let expected = ["0", "0", "18446744073709551615", "18446744073709551616", "-9223372036854775809"];
        let read = read_bytes("a.json", text).unwrap();
        assert_eq!(read.columns(0, 5), matrix(1, 5, &expected));
        assert_eq!(read[5], rational("30000000000000001e-17"));
    }

    #[test]
    fn what_is_not_rows_of_numbers_is_refused_with_its_place() {
        for (text, expected, shown) in [
            ("[[1, 2], [3]]", "read::ragged", "row 2"),
            ("[[1, 2], []]", "read::ragged", "row 2"),
            ("[[1, [2]]]", "read::format", "row 1, column 2"),
            ("[[1, 2], [3, \"x\"]]", "read::not-a-number", "row 2, column 2"),
            ("[[1, 2], [NaN, 4]]", "read::not-finite", "row 2, column 1"),
            ("[[1, -Infinity]]", "read::not-finite", "row 1, column 2"),
            ("[[1, \"nan\"]]", "read::not-finite", "row 1, column 2"),
            ("[[1, true]]", "read::format", "row 1, column 2"),
            ("[[1, null]]", "read::format", "row 1, column 2"),
            ("[[1, {\"a\": 2}]]", "read::format", "an object"),
            ("[[1, 1/3]]", "read::format", "1/3"),
            ("[1, 2]", "read::format", "a row"),
            ("7", "read::format", "a list of rows"),
            ("{}", "read::format", "a list of rows"),
            ("[[1, 2]", "read::truncated", "early"),
            ("[[1, 2]] 3", "read::format", "trailing"),
            ("[[1e999999999]]", "read::too-large", "exponent 999999999"),
            ("[[1, \"1/0\"]]", "read::zero-denominator", "row 1, column 2"),
            ("[]", "read::empty", "no numbers"),
            ("[[], []]", "read::empty", "no numbers"),
        ] {
            let error = read_bytes("a.json", text.as_bytes()).unwrap_err();
            assert_eq!(error.code(), expected, "{text}: {error}");
            assert!(error.to_string().contains(shown), "{text}: {error}");
        }
        let error = read_bytes("a.json", b"[[1/3]]").unwrap_err();
        assert_eq!(error.help(), "put fractions in quotes: \"1/3\"");
    }

    #[test]
    fn one_vector_needs_no_outer_brackets() {
        assert_eq!(read_vector_bytes("a.json", b"[1, \"1/2\", 3]"), Ok(matrix(1, 3, &["1", "1/2", "3"])));
        assert_eq!(read_vector_bytes("a.json", b"[[1], [2]]"), Ok(matrix(2, 1, &["1", "2"])));
        assert_eq!(code(&read_vector_bytes("a.json", b"[1, [2]]")), "read::format");
        assert_eq!(code(&read_vector_bytes("a.json", b"[[1], 2]")), "read::format");
    }

    #[test]
    fn deep_nesting_does_not_exhaust_the_stack() {
        assert_eq!(code(&read_bytes("a.json", "[".repeat(1 << 20).as_bytes())), "read::format");
        let object = format!("[[{}", "{\"a\":".repeat(1 << 20));
        assert_eq!(code(&read_bytes("a.json", object.as_bytes())), "read::format");
    }
}
