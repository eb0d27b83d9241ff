//! What holds for every reader: no input makes it panic, and what is written is read back.
//!
//! Also the helpers of the tests in the other files.

use nalgebra::DMatrix;
use proptest::prelude::*;
use rug::Rational;

use super::input::{Input, Rows};
use super::{ReadError, Source, parse, read_matrix, read_vectors};

type Outcome = Result<DMatrix<Rational>, ReadError>;

/// Reads a matrix as if these bytes were the file of this name.
pub(super) fn read_bytes(name: &str, bytes: &[u8]) -> Outcome {
    parse(&Input::new(&Source::from(name), bytes, Rows::OfMatrix), None).map(|file| file.matrix)
}

pub(super) fn read_vector_bytes(name: &str, bytes: &[u8]) -> Outcome {
    parse(&Input::new(&Source::from(name), bytes, Rows::Vectors), None).map(|file| file.matrix)
}

pub(super) fn read_tensor_bytes(name: &str, bytes: &[u8], tensor: &str) -> Outcome {
    parse(&Input::new(&Source::from(name), bytes, Rows::OfMatrix), Some(tensor)).map(|file| file.matrix)
}

/// The code of the error, or "read".
pub(super) fn code(outcome: &Outcome) -> &'static str {
    outcome.as_ref().map_or_else(ReadError::code, |_| "read")
}

pub(super) fn rational(text: &str) -> Rational {
    match text.split_once('e') {
        None => text.parse().unwrap(),
        Some((mantissa, exponent)) => {
            let power = rug::ops::Pow::pow(Rational::from(10), exponent.parse::<i32>().unwrap());
            mantissa.parse::<Rational>().unwrap() * power
        }
    }
}

/// A matrix, row by row.
pub(super) fn matrix(rows: usize, columns: usize, entries: &[&str]) -> DMatrix<Rational> {
    DMatrix::from_row_iterator(rows, columns, entries.iter().map(|text| rational(text)))
}

/// A version 1.0 `.npy` file with this header, right or wrong.
pub(super) fn npy_file(dtype: &str, by_columns: bool, shape: &str, data: &[u8]) -> Vec<u8> {
    let order = if by_columns { "True" } else { "False" };
    let header = format!("{{'descr': '{dtype}', 'fortran_order': {order}, 'shape': {shape}, }}\n");
    let length = u16::try_from(header.len()).unwrap().to_le_bytes();
    [b"\x93NUMPY\x01\x00", &length[..], header.as_bytes(), data].concat()
}

/// Small matrices of fractions of very different sizes.
pub(super) fn matrices() -> impl Strategy<Value = DMatrix<Rational>> {
    (1..4_usize, 1..4_usize).prop_flat_map(|(rows, columns)| {
        let entry =
            (any::<i64>(), 1_u64.., -1100..900_i32, any::<bool>()).prop_map(|(p, q, scale, whole)| {
                if whole { Rational::from(p % 100) } else { Rational::from((p, q)) << scale }
            });
        proptest::collection::vec(entry, rows * columns)
            .prop_map(move |entries| DMatrix::from_row_iterator(rows, columns, entries))
    })
}

/// A valid file of each format, some in several dialects.
fn valid_files() -> Vec<(&'static str, Vec<u8>)> {
    let header = br#"{"__metadata__":{"a":"b"},"w":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]}}"#;
    let safetensors = [&(header.len() as u64).to_le_bytes()[..], header, &[0x3f; 16]].concat();
    vec![
        ("a.json", br#"[[1, 0.5, "1/3"], [-2.50e-3, 1E+2, "7"]]"#.to_vec()),
        ("a.csv", b"# c\n1, 0.5, 1/3\r\n\n-2.50e-3,\"1E2\",7\n".to_vec()),
        ("a.npy", npy_file("<f8", false, "(2, 2)", &[0x3f; 32])),
        ("a.npy", npy_file(">i4", true, "(2, 1, 1, 1)", &[0x3f; 8])),
        ("a.mtx", b"%%MatrixMarket matrix array real symmetric\n% c\n2 2\n1\n0.5\n1/3\n".to_vec()),
        ("a.mtx", b"%%MatrixMarket matrix coordinate integer general\n3 2 2\n1 1 5\n3 2 -7\n".to_vec()),
        ("a.mtx", b"%%MatrixMarket matrix coordinate pattern skew-symmetric\n3 3 1\n3 2\n".to_vec()),
        ("a.safetensors", safetensors),
    ]
}

/// The characters that mean something in some format.
const ALPHABET: &[u8] = b"0123456789[](){}\"',:/-+.eE \n%#";

/// Reads the bytes in every way; an error must have its code, one line of message, and a finite help.
fn read_in_every_way(name: &str, bytes: &[u8]) {
    for name in [name, "-"] {
        for outcome in
            [read_bytes(name, bytes), read_vector_bytes(name, bytes), read_tensor_bytes(name, bytes, "w")]
        {
            if let Err(error) = outcome {
                let message = error.to_string();
                assert!(error.code().starts_with("read::"), "{message}");
                assert!(!message.contains('\n') && message.len() < 1000, "{message:?}");
                assert!(!error.help().is_empty(), "{message}");
            }
        }
    }
}

#[test]
fn the_valid_files_are_valid() {
    for (name, bytes) in valid_files() {
        assert_eq!(code(&read_bytes(name, &bytes)), "read", "{name}");
        assert_eq!(
            read_bytes("-", &bytes),
            read_bytes(name, &bytes),
            "{name} is recognised by its first bytes"
        );
    }
}

#[test]
fn every_truncation_of_a_valid_file_is_read_without_a_panic() {
    for (name, bytes) in valid_files() {
        for length in 0..bytes.len() {
            read_in_every_way(name, &bytes[..length]);
        }
    }
}

#[test]
fn every_truncation_of_a_binary_file_is_refused() {
    for (name, bytes) in
        valid_files().into_iter().filter(|(name, _)| matches!(*name, "a.npy" | "a.safetensors"))
    {
        for length in 0..bytes.len() {
            assert_eq!(
                code(&read_bytes(name, &bytes[..length])),
                "read::truncated",
                "{name}, {length} bytes"
            );
        }
    }
}

#[test]
fn a_name_is_refused_where_arrays_have_none_and_archives_are_recognised() {
    let error = read_tensor_bytes("a.csv", b"1", "w").unwrap_err();
    assert_eq!(error.to_string(), "a.csv is a CSV file: its array has no name, 'w' was asked for");
    for archive in [&b"PK\x03\x04"[..], b"\x1f\x8b"] {
        let error = read_bytes("a.npz", archive).unwrap_err();
        assert_eq!(error.code(), "read::format");
        assert!(!error.help().is_empty());
    }
}

#[test]
fn files_are_read_from_the_disk() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("matrix");
    std::fs::write(&path, "[[0.1], [2]]").unwrap();
    let source = Source::Path(path);
    let expected = matrix(2, 1, &["1/10", "2"]);
    assert_eq!(read_matrix(&source, None), Ok(expected.clone()));
    assert_eq!(read_vectors(&source), Ok(expected));
}

/// The matrix as JSON, fractions as strings and integers as numbers.
fn json_text(matrix: &DMatrix<Rational>) -> String {
    let entry =
        |value: &Rational| if value.is_integer() { value.to_string() } else { format!("\"{value}\"") };
    let row = |entries: Vec<String>| format!("[{}]", entries.join(", "));
    row(matrix.row_iter().map(|entries| row(entries.iter().map(entry).collect())).collect())
}

/// The matrix as a Matrix Market file with all entries, in reverse.
fn coordinate_text(matrix: &DMatrix<Rational>) -> String {
    let (rows, columns) = matrix.shape();
    let mut text =
        format!("%%MatrixMarket matrix coordinate real general\n{rows} {columns} {}\n", rows * columns);
    for row in (0..rows).rev() {
        for column in (0..columns).rev() {
            text += &format!("{} {} {}\n", row + 1, column + 1, matrix[(row, column)]);
        }
    }
    text
}

proptest! {
    #[test]
    fn matrices_written_as_text_are_read_back(matrix in matrices()) {
        prop_assert_eq!(read_bytes("a.json", json_text(&matrix).as_bytes()), Ok(matrix.clone()));
        prop_assert_eq!(read_bytes("a.mtx", coordinate_text(&matrix).as_bytes()), Ok(matrix.clone()));
        let array: String = matrix.iter().map(|value| format!("{value}\n")).collect();
        let (rows, columns) = matrix.shape();
        let array = format!("%%MatrixMarket matrix array real general\n{rows} {columns}\n{array}");
        prop_assert_eq!(read_bytes("a.mtx", array.as_bytes()), Ok(matrix));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn random_bytes_never_panic(
        bytes in proptest::collection::vec(any::<u8>(), 0..200),
        kind in 0..8_usize,
        kept in 0..60_usize,
    ) {
        // Behind the beginning of a valid file, random bytes come further.
        let (name, valid) = &valid_files()[kind];
        read_in_every_way(name, &bytes);
        read_in_every_way(name, &[&valid[..kept.min(valid.len())], &bytes[..]].concat());
    }

    #[test]
    fn mutated_files_never_panic(
        kind in 0..8_usize,
        edits in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..4_u8), 1..6),
    ) {
        let (name, mut bytes) = valid_files().swap_remove(kind);
        for (at, byte, edit) in edits {
            let at = at.index(bytes.len().max(1)).min(bytes.len());
            match edit {
                0 if at < bytes.len() => bytes[at] = byte,
                1 if at < bytes.len() => { bytes.remove(at); }
                2 => bytes.insert(at, ALPHABET[usize::from(byte) % ALPHABET.len()]),
                _ => bytes.extend_from_within(at..),
            }
        }
        read_in_every_way(name, &bytes);
    }
}
