//! Exact readers of matrices and vectors, writers of vectors and of weights.
//!
//! Everything becomes a matrix over ℚ. Decimal text is exact (`0.1` is 1/10, never the double beside it);
//! binary floats are the rational numbers that they are. Each row of a list of vectors is one vector.
//!
//! | file | format or idea |
//! |---|---|
//! | [`json`], [`csv`], [`mtx`] with [`mtx_entries`] | text: rows, comma separated, Matrix Market |
//! | [`npy`] with [`npy_header`], [`safetensors`] | binary: `NumPy` arrays, named tensors |
//! | [`format`] | which of them an input is |
//! | [`number`], [`element`], [`gathered`] | one number exactly from text, from bytes; rows of them |
//! | [`source`], [`input`], [`error`] | the bytes; what they may claim; what can be wrong with them |
//! | [`matrix_file`], [`batch`] | what was read; many matrices at once |
//! | [`vectors`], [`atomic`] | the way out: text or nearest doubles, whole files or none |
//! | [`export`] | the weights of a factorization, for the layers of flow libraries |
//!
//! Input is not trusted: at most [`MAX_BYTES`] are read, sides are at most [`MAX_SIDE`] (for vectors, at most
//! [`MAX_VECTORS`] rows), numbers have at most [`MAX_DIGITS`] digits and exponents within ±[`MAX_EXPONENT`],
//! and no length that a header claims is allocated before the file is seen to have it.

#![allow(rustdoc::private_intra_doc_links)] // the table is the map for those who read the source

mod atomic;
mod batch;
mod csv;
mod element;
mod error;
pub mod export;
mod format;
mod gathered;
mod input;
mod json;
mod matrix_file;
mod mtx;
mod mtx_entries;
mod npy;
mod npy_header;
mod number;
mod safetensors;
mod source;
mod vectors;

#[cfg(test)]
mod tests;

use nalgebra::DMatrix;
use rug::Rational;

use self::format::Format;
use self::input::{Input, Rows, excerpt};

pub use self::atomic::{TemporaryFolder, remove_unfinished, write_atomically};
pub use self::batch::Batch;
pub use self::error::{Place, ReadError};
pub use self::input::{MAX_SIDE, MAX_VECTORS};
pub use self::matrix_file::{MatrixFile, Numbers};
pub use self::npy::Stack;
pub(crate) use self::number::parse_number;
pub use self::number::{MAX_DIGITS, MAX_EXPONENT};
pub use self::source::{MAX_BYTES, Source};
pub use self::vectors::{write_vectors_csv, write_vectors_npy};

/// The most matrices of one batch.
pub const MAX_BATCH: usize = 1 << 20;

/// Reads a matrix of any shape up to [`MAX_SIDE`] × [`MAX_SIDE`], exactly.
///
/// The format is that of the extension (`.json`, `.csv`, `.npy`, `.mtx`, `.safetensors`); standard input and
/// files with other extensions are told by their first bytes. Arrays of shape (n, m) and (n, m, 1, 1), the
/// weight of a 1 × 1 convolution, are matrices. `tensor` names one of the tensors of a safetensors file; it
/// may be left out if only one of them is a matrix.
///
/// # Errors
///
/// A [`ReadError`] with the place and the value: the source cannot be read
/// ([`NotFound`](ReadError::NotFound), [`Permission`](ReadError::Permission),
/// [`Directory`](ReadError::Directory)), its numbers are not rational ([`NotANumber`](ReadError::NotANumber),
/// [`NotFinite`](ReadError::NotFinite)), they are not a matrix ([`Ragged`](ReadError::Ragged),
/// [`Shape`](ReadError::Shape), [`Empty`](ReadError::Empty)), they exceed a limit
/// ([`TooLarge`](ReadError::TooLarge)), or the file is not of its format
/// ([`Truncated`](ReadError::Truncated), [`Format`](ReadError::Format)).
///
/// ```
/// use flowcert::coupling::files::{Source, read_matrix};
/// use rug::Rational;
///
/// let folder = tempfile::tempdir()?;
/// let path = folder.path().join("matrix.json");
/// std::fs::write(&path, r#"[[1, 0.1], ["1/3", -2.5e-3]]"#)?;
/// let matrix = read_matrix(&Source::Path(path), None)?;
/// assert_eq!(matrix[(0, 1)], Rational::from((1, 10)));
/// assert_eq!(matrix[(1, 1)], Rational::from((-1, 400)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn read_matrix(source: &Source, tensor: Option<&str>) -> Result<DMatrix<Rational>, ReadError> {
    Ok(read_matrix_file(source, tensor)?.matrix)
}

/// Reads a matrix as [`read_matrix`] does, and says what its numbers are in the file.
///
/// # Errors
///
/// As [`read_matrix`].
///
/// ```
/// use flowcert::coupling::files::{Numbers, Source, read_matrix_file};
///
/// let folder = tempfile::tempdir()?;
/// let path = folder.path().join("matrix.csv");
/// std::fs::write(&path, "1,0.1\n1/3,-2.5e-3\n")?;
/// let file = read_matrix_file(&Source::Path(path), None)?;
/// assert_eq!(file.numbers, Numbers::Exact);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn read_matrix_file(source: &Source, tensor: Option<&str>) -> Result<MatrixFile, ReadError> {
    parse(&Input::new(source, &source.load()?, Rows::OfMatrix), tensor)
}

/// Reads vectors, one per row, exactly: up to [`MAX_VECTORS`] rows of up to [`MAX_SIDE`] numbers, and no more
/// numbers than the largest matrix has.
///
/// The formats are those of [`read_matrix`]. An array of shape (m,), one line of CSV and a JSON list without
/// inner brackets are one vector.
///
/// # Errors
///
/// As [`read_matrix`].
///
/// ```
/// use flowcert::coupling::files::{Source, read_vectors};
///
/// let folder = tempfile::tempdir()?;
/// let path = folder.path().join("points.csv");
/// std::fs::write(&path, "1, 0.5, 1/3\n")?;
/// assert_eq!(read_vectors(&Source::Path(path.clone()))?.shape(), (1, 3));
///
/// std::fs::write(&path, "1,2\n3,x\n")?;
/// let error = read_vectors(&Source::Path(path)).unwrap_err();
/// assert_eq!(error.code(), "read::not-a-number");
/// assert!(error.to_string().ends_with("points.csv, line 2, column 2: 'x' is not a number"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn read_vectors(source: &Source) -> Result<DMatrix<Rational>, ReadError> {
    Ok(parse(&Input::new(source, &source.load()?, Rows::Vectors), None)?.matrix)
}

/// Hands the bytes to the reader of their format.
fn parse(input: &Input<'_>, tensor: Option<&str>) -> Result<MatrixFile, ReadError> {
    let format = Format::of(&input.name(), input.bytes());
    if let (Some(name), true) = (tensor, format != Format::Safetensors) {
        let name = excerpt(name);
        return Err(ReadError::UnnamedArray { input: input.name(), format: format.name(), name });
    }
    match format {
        Format::Json => json::read(input).map(MatrixFile::exact),
        Format::Csv => csv::read(input).map(MatrixFile::exact),
        Format::Npy => npy::read(input),
        Format::MatrixMarket => mtx::read(input).map(MatrixFile::exact),
        Format::Safetensors => safetensors::read(input, tensor),
        Format::Zip | Format::Gzip => Err(input.format(format.name(), "compressed archives are not read")),
    }
}
