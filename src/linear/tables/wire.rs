//! Entries on their way from one rank to another: their certificates, as bytes, and the words that are open.

use flowcert_check::{Certificate, Half};

use super::Entry;
use crate::linear::minimal::Word;
use crate::linear::ranks::{pack, take};

/// An entry that may be absent. The way back is [`entry_of`].
pub(super) fn bytes_of(entry: Option<&Entry>) -> Vec<u8> {
    let Some(entry) = entry else { return Vec::new() };
    let words = entry.undecided.iter().flat_map(|word| {
        [u8::try_from(word.length).unwrap_or(u8::MAX), u8::from(word.leading == Half::Second)]
    });
    let mut bytes = pack(&words.collect::<Vec<_>>());
    for certificate in &entry.certificates {
        let mut written = Vec::new();
        // Writing to memory does not fail; what is missing would be seen by `entry_of`.
        let _ = flowcert_check::write(certificate, &mut written);
        bytes.extend(pack(&written));
    }
    bytes
}

/// The entry, `None` if it is absent.
pub(super) fn entry_of(mut bytes: &[u8]) -> Option<Entry> {
    let words = take(&mut bytes);
    let mut certificates: Vec<Certificate> = Vec::new();
    while !bytes.is_empty() {
        certificates.push(flowcert_check::read(&take(&mut bytes)).ok()?);
    }
    let word = |[length, second]: &[u8; 2]| Word {
        length: usize::from(*length),
        leading: if *second == 1 { Half::Second } else { Half::First },
    };
    Entry::new(certificates, words.as_chunks().0.iter().map(word).collect())
}
