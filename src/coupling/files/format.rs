//! Which format an input has: by its extension, otherwise by its first bytes.

use super::source::Source;
use super::{mtx, npy, safetensors};

/// The formats that are read, and two that are recognised in order to say what to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    Json,
    Csv,
    Npy,
    MatrixMarket,
    Safetensors,
    Zip,
    Gzip,
}

impl Format {
    /// A known extension decides; standard input and other extensions are told by their first bytes.
    pub(super) fn of(source: &Source, bytes: &[u8]) -> Self {
        let extension = match source {
            Source::Path(path) => path.extension().map(|text| text.to_string_lossy().to_ascii_lowercase()),
            Source::Stdin => None,
        };
        match extension.as_deref() {
            Some("json") => Self::Json,
            Some("csv") => Self::Csv,
            Some("npy") => Self::Npy,
            Some("mtx") => Self::MatrixMarket,
            Some("safetensors") => Self::Safetensors,
            _ => Self::sniff(bytes),
        }
    }

    fn sniff(bytes: &[u8]) -> Self {
        let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
        if bytes.starts_with(npy::MAGIC) {
            Self::Npy
        } else if text.get(..mtx::MAGIC.len()).is_some_and(|start| start.eq_ignore_ascii_case(mtx::MAGIC)) {
            Self::MatrixMarket
        } else if text.starts_with(b"[") {
            Self::Json
        } else if safetensors::begins(bytes) {
            Self::Safetensors
        } else if bytes.starts_with(b"PK\x03\x04") {
            Self::Zip
        } else if bytes.starts_with(b"\x1f\x8b") {
            Self::Gzip
        } else {
            Self::Csv
        }
    }

    /// The name for messages.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Json => "JSON",
            Self::Csv => "CSV",
            Self::Npy => "NPY",
            Self::MatrixMarket => "Matrix Market",
            Self::Safetensors => "safetensors",
            Self::Zip => "ZIP",
            Self::Gzip => "gzip",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_known_extension_decides_and_the_first_bytes_otherwise() {
        let of = |name: &str, bytes: &[u8]| Format::of(&Source::from(name), bytes);
        assert_eq!(of("a.JSON", b"1,2"), Format::Json);
        assert_eq!(of("a.csv", b"[1]"), Format::Csv);
        for name in ["-", "a", "a.txt", "/dev/fd/63"] {
            assert_eq!(of(name, b"\x93NUMPY\x01\x00"), Format::Npy);
            assert_eq!(of(name, b"%%matrixmarket matrix"), Format::MatrixMarket);
            assert_eq!(of(name, b"\xef\xbb\xbf \n [[1]]"), Format::Json);
            assert_eq!(of(name, b"\x02\0\0\0\0\0\0\0{}"), Format::Safetensors);
            // The first byte of this length is that of a bracket, 91.
            assert_eq!(of(name, b"\x5a\0\0\0\0\0\0\0{}"), Format::Safetensors);
            assert_eq!(of(name, b"1234567,{"), Format::Csv);
            assert_eq!(of(name, b"PK\x03\x04"), Format::Zip);
            assert_eq!(of(name, b"\x1f\x8b\x08"), Format::Gzip);
            assert_eq!(of(name, b"1,2"), Format::Csv);
        }
    }
}
