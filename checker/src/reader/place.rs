//! Places in a certificate, and typed reading that knows its place.
//!
//! A [`Place`] is a chain of keys and indices on the stack, turned into text only if something is wrong there. A
//! reader that refuses a value leaves its [`Rejection`] in the [`Sink`]; the tokenizer's error, which cannot carry
//! it, only unwinds. The first rejection stays: it is the innermost, hence the most precise. The sink also knows the
//! arithmetic, and how much memory its floats have taken.

use std::cell::{Cell, RefCell};
use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use crate::certificate::Arith;
use crate::limits::MAX_FLOAT_BITS;
use crate::rejection::Rejection;

/// What all places of one reading share: the arithmetic of the numbers, and where the first rejection is kept.
pub(super) struct Sink {
    arith: Arith,
    float_bits: Cell<u64>,
    rejection: RefCell<Option<Rejection>>,
}

impl Sink {
    pub(super) fn new(arith: Arith) -> Self {
        Self { arith, float_bits: Cell::new(0), rejection: RefCell::new(None) }
    }

    pub(super) fn take(&self) -> Option<Rejection> {
        self.rejection.take()
    }
}

enum Step {
    Root,
    Key(&'static str),
    Index(usize),
}

/// A place such as `layers[2].shift[1][3]`.
pub(super) struct Place<'p> {
    parent: Option<&'p Place<'p>>,
    step: Step,
    sink: &'p Sink,
}

impl<'p> Place<'p> {
    pub(super) fn root(sink: &'p Sink) -> Self {
        Self { parent: None, step: Step::Root, sink }
    }

    pub(super) fn key(&'p self, key: &'static str) -> Self {
        Self { parent: Some(self), step: Step::Key(key), sink: self.sink }
    }

    fn index(&'p self, index: usize) -> Self {
        Self { parent: Some(self), step: Step::Index(index), sink: self.sink }
    }

    /// Keeps the rejection, unless an earlier one is kept already, and returns an error to unwind with.
    pub(super) fn reject<E: Error>(&self, rejection: Rejection) -> E {
        self.sink.rejection.borrow_mut().get_or_insert(rejection);
        self.unwind()
    }

    /// An error that says nothing: the rejection is known.
    pub(super) fn unwind<E: Error>(&self) -> E {
        E::custom("rejected")
    }

    /// The arithmetic of the numbers.
    pub(super) fn arith(&self) -> Arith {
        self.sink.arith
    }

    /// Counts the bits of a float read here.
    pub(super) fn count<E: Error>(&self, bits: u64) -> Result<(), E> {
        let found = self.sink.float_bits.get().saturating_add(bits);
        self.sink.float_bits.set(found);
        if found <= MAX_FLOAT_BITS {
            return Ok(());
        }
        let (place, what) = (self.to_string(), "the number of bits of all floats up to here");
        Err(self.reject(Rejection::TooLarge { place, what, found, limit: MAX_FLOAT_BITS }))
    }

    /// An error met while reading a value here: unless the rejection is known, the value is not as expected.
    pub(super) fn unexpected<E: Error>(&self, expected: &'static str) -> E {
        self.reject(Rejection::Malformed { place: self.to_string(), expected })
    }
}

impl fmt::Display for Place<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at_top = matches!(self.parent, None | Some(Place { step: Step::Root, .. }));
        if let Some(parent) = self.parent.filter(|_| !at_top) {
            parent.fmt(formatter)?;
        }
        match self.step {
            Step::Root => formatter.write_str("the certificate"),
            Step::Key(key) if at_top => formatter.write_str(key),
            Step::Key(key) => write!(formatter, ".{key}"),
            Step::Index(index) => write!(formatter, "[{index}]"),
        }
    }
}

/// A value that a certificate can hold.
pub(super) trait Part: Sized {
    fn read<'de, D: Deserializer<'de>>(place: &Place<'_>, deserializer: D) -> Result<Self, D::Error>;
}

/// Reads a [`Part`] at a place.
pub(super) struct PartAt<'p, P> {
    place: &'p Place<'p>,
    part: PhantomData<P>,
}

impl<'p, P> PartAt<'p, P> {
    pub(super) fn new(place: &'p Place<'p>) -> Self {
        Self { place, part: PhantomData }
    }
}

impl<'de, P: Part> DeserializeSeed<'de> for PartAt<'_, P> {
    type Value = P;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<P, D::Error> {
        P::read(self.place, deserializer)
    }
}

/// Fills a field that is still empty from the value of the current key.
pub(super) fn fill<'de, P: Part, A: MapAccess<'de>>(
    slot: &mut Option<P>,
    place: &Place<'_>,
    map: &mut A,
) -> Result<(), A::Error> {
    if slot.is_some() {
        return Err(place.reject(Rejection::DuplicateKey { place: place.to_string() }));
    }
    *slot = Some(map.next_value_seed(PartAt::new(place))?);
    Ok(())
}

/// The fields of an object, collected in any order.
pub(super) trait Fields {
    type Value;

    /// Reads the value that belongs to a key.
    fn field<'de, A: MapAccess<'de>>(
        &mut self,
        key: &str,
        place: &Place<'_>,
        map: &mut A,
    ) -> Result<(), A::Error>;

    /// The object, unless a key is missing.
    fn finish(self, place: &Place<'_>) -> Result<Self::Value, Rejection>;
}

/// Reads an object at a place.
pub(super) struct ObjectAt<'p, F> {
    place: &'p Place<'p>,
    fields: F,
}

impl<'p, F> ObjectAt<'p, F> {
    /// With the fields as they are before anything is read.
    pub(super) fn new(place: &'p Place<'p>, fields: F) -> Self {
        Self { place, fields }
    }
}

impl<'de, F: Fields> DeserializeSeed<'de> for ObjectAt<'_, F> {
    type Value = F::Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<F::Value, D::Error> {
        let place = self.place;
        deserializer.deserialize_map(self).map_err(|_| place.unexpected("an object"))
    }
}

impl<'de, F: Fields> Visitor<'de> for ObjectAt<'_, F> {
    type Value = F::Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<F::Value, A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            self.fields.field(&key, self.place, &mut map)?;
        }
        self.fields.finish(self.place).map_err(|rejection| self.place.reject(rejection))
    }
}

impl<P: Part> Part for Vec<P> {
    fn read<'de, D: Deserializer<'de>>(place: &Place<'_>, deserializer: D) -> Result<Self, D::Error> {
        struct ListAt<'p, P>(PartAt<'p, P>);
        impl<'de, P: Part> Visitor<'de> for ListAt<'_, P> {
            type Value = Vec<P>;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a list")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<Vec<P>, A::Error> {
                let mut list = Vec::new();
                loop {
                    let place = &self.0.place.index(list.len());
                    match sequence.next_element_seed(PartAt::new(place))? {
                        Some(element) => list.push(element),
                        None => return Ok(list),
                    }
                }
            }
        }
        let visitor = ListAt(PartAt::new(place));
        deserializer.deserialize_seq(visitor).map_err(|_| place.unexpected("a list"))
    }
}

/// Reads a string and hands it to `parse`.
pub(super) fn read_text<'de, T, D: Deserializer<'de>>(
    place: &Place<'_>,
    deserializer: D,
    expected: &'static str,
    parse: impl FnOnce(&str) -> Result<T, Rejection>,
) -> Result<T, D::Error> {
    struct TextAt<'p, F>(&'p Place<'p>, F);
    impl<T, F: FnOnce(&str) -> Result<T, Rejection>> Visitor<'_> for TextAt<'_, F> {
        type Value = T;

        fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
            formatter.write_str("a string")
        }

        fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
            (self.1)(text).map_err(|rejection| self.0.reject(rejection))
        }
    }
    deserializer.deserialize_str(TextAt(place, parse)).map_err(|_| place.unexpected(expected))
}

impl Part for u64 {
    fn read<'de, D: Deserializer<'de>>(place: &Place<'_>, deserializer: D) -> Result<Self, D::Error> {
        struct Whole;
        impl Visitor<'_> for Whole {
            type Value = u64;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a whole number")
            }

            fn visit_u64<E: Error>(self, number: u64) -> Result<u64, E> {
                Ok(number)
            }
        }
        deserializer.deserialize_u64(Whole).map_err(|_| place.unexpected("a JSON integer from 0 to 2^64 - 1"))
    }
}

#[cfg(test)]
mod tests {
    use serde::de::value::Error;

    use super::*;

    #[test]
    fn floats_are_counted() {
        let sink = Sink::new(Arith::F64);
        let (root, count) = (Place::root(&sink), |place: &Place<'_>, bits| place.count::<Error>(bits));
        let place = root.key("matrix");
        assert!(count(&place, MAX_FLOAT_BITS - 1).is_ok() && count(&place, 1).is_ok());
        assert!(sink.rejection.borrow().is_none());
        assert!(count(&place, 1).is_err());
        let rejection = sink.take().expect("kept");
        assert_eq!((rejection.code(), rejection.to_string().starts_with("matrix: ")), ("too-large", true));
    }
}
