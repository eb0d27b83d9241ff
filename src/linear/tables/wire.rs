//! Entries on their way from one rank to another: their certificates, as bytes, and the words that are open.

use flowcert_check::{Certificate, Half};

use super::Entry;
use crate::linear::minimal::Word;
use crate::linear::ranks::{Message, pack, take};

impl Message for Entry {
    fn to_bytes(&self) -> Vec<u8> {
        let words = self.undecided.iter().flat_map(|word| {
            [u8::try_from(word.length).unwrap_or(u8::MAX), u8::from(word.leading == Half::Second)]
        });
        let mut bytes = pack(&words.collect::<Vec<_>>());
        bytes.extend(self.certificates.iter().flat_map(|certificate| pack(&certificate.to_bytes())));
        bytes
    }

    fn of_bytes(mut bytes: &[u8]) -> Option<Self> {
        let words = take(&mut bytes);
        let mut certificates: Vec<Certificate> = Vec::new();
        while !bytes.is_empty() {
            certificates.push(Certificate::of_bytes(&take(&mut bytes))?);
        }
        let word = |[length, second]: &[u8; 2]| Word {
            length: usize::from(*length),
            leading: if *second == 1 { Half::Second } else { Half::First },
        };
        Self::new(certificates, words.as_chunks().0.iter().map(word).collect())
    }
}

/// One entry for each mode; nothing stands for one that is absent.
impl Message for [Option<Entry>; 3] {
    fn to_bytes(&self) -> Vec<u8> {
        let bytes = |entry: &Option<Entry>| pack(&entry.as_ref().map_or_else(Vec::new, Entry::to_bytes));
        self.iter().flat_map(bytes).collect()
    }

    fn of_bytes(mut bytes: &[u8]) -> Option<Self> {
        let mut entries = [None, None, None];
        for entry in &mut entries {
            let bytes = take(&mut bytes);
            if !bytes.is_empty() {
                *entry = Some(Entry::of_bytes(&bytes)?);
            }
        }
        Some(entries)
    }
}
