//! What ranks send each other, as bytes.

use flowcert_check::{Certificate, Enumeration};

/// What can be sent to another rank.
pub trait Message: Sized {
    /// As bytes.
    fn to_bytes(&self) -> Vec<u8>;

    /// From the bytes of [`to_bytes`](Self::to_bytes); `None` for others.
    fn of_bytes(bytes: &[u8]) -> Option<Self>;
}

impl Message for Vec<u8> {
    fn to_bytes(&self) -> Vec<u8> {
        self.clone()
    }

    fn of_bytes(bytes: &[u8]) -> Option<Self> {
        Some(bytes.to_vec())
    }
}

impl Message for Certificate {
    fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        // Writing to memory does not fail; what is missing would be seen by `of_bytes`.
        let _ = flowcert_check::write(self, &mut bytes);
        bytes
    }

    fn of_bytes(bytes: &[u8]) -> Option<Self> {
        flowcert_check::read(bytes).ok()
    }
}

impl Message for Enumeration {
    fn to_bytes(&self) -> Vec<u8> {
        Certificate::from(self.clone()).to_bytes()
    }

    fn of_bytes(bytes: &[u8]) -> Option<Self> {
        match Certificate::of_bytes(bytes)? {
            Certificate::Enumeration(enumeration) => Some(enumeration),
            _ => None,
        }
    }
}

/// A message after its length, so that several of them can follow each other.
pub(in crate::linear) fn pack(message: &[u8]) -> Vec<u8> {
    [&(message.len() as u64).to_le_bytes(), message].concat()
}

/// The first of several messages; `bytes` is left with the others.
pub(in crate::linear) fn take(bytes: &mut &[u8]) -> Vec<u8> {
    let Some((length, rest)) = bytes.split_first_chunk() else { return Vec::new() };
    let (message, rest) = rest.split_at((u64::from_le_bytes(*length) as usize).min(rest.len()));
    *bytes = rest;
    message.to_vec()
}
