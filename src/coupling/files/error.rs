//! What can be wrong with a file: one variant per cause, with the values that caused it.

use std::fmt;

use thiserror::Error;

use super::number::{MAX_DIGITS, MAX_EXPONENT};
use super::source::Source;

/// Where in the input something is wrong; everything is counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// An entry of the matrix.
    Entry {
        /// Its row, from 1.
        row: usize,
        /// Its column, from 1.
        column: usize,
    },
    /// A field of a line of text.
    Field {
        /// The line of the file, from 1.
        line: usize,
        /// The field (CSV, Matrix Market) or the byte (JSON) of that line, from 1.
        column: usize,
    },
    /// A line of text.
    Line {
        /// The line of the file, from 1.
        line: usize,
    },
}

impl fmt::Display for Place {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Entry { row, column } => write!(formatter, "row {row}, column {column}"),
            Self::Field { line, column } => write!(formatter, "line {line}, column {column}"),
            Self::Line { line } => write!(formatter, "line {line}"),
        }
    }
}

/// Why a matrix or a list of vectors could not be read.
///
/// `Display` is one sentence, [`ReadError::code`] a stable name for programs, [`ReadError::help`] a way out.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[expect(missing_docs, reason = "the fields are the values that the message shows")]
pub enum ReadError {
    /// There is no such file.
    #[error("{input} does not exist")]
    NotFound { input: Source },
    /// The file may not be read.
    #[error("no permission to read {input}")]
    Permission { input: Source },
    /// A directory was named instead of a file.
    #[error("{input} is a directory, not a file")]
    Directory { input: Source },
    /// A folder without a file that could be a matrix.
    #[error("{input} holds no matrix file")]
    NoMatrices { input: Source },
    /// The operating system failed while the bytes were read.
    #[error("{input} could not be read: {reason}")]
    Unreadable { input: Source, reason: String },
    /// Nothing but blanks and comments.
    #[error("{input} is empty: it holds no numbers")]
    Empty { input: Source },
    /// The input ends before what it promised.
    #[error("{input} ends too early: expected {expected}, found {found}")]
    Truncated { input: Source, expected: String, found: String },
    /// The input, or the matrix in it, exceeds a documented limit.
    #[error("{input} has at least {found} {quantity}; at most {limit} are read")]
    TooLarge { input: Source, quantity: &'static str, found: u64, limit: u64 },
    /// A number of more than [`MAX_DIGITS`] digits.
    #[error("{input}, {place}: a number of {digits} digits; at most {MAX_DIGITS} are read")]
    TooManyDigits { input: Source, place: Place, digits: usize },
    /// A decimal exponent beyond ±[`MAX_EXPONENT`].
    #[error("{input}, {place}: the exponent {exponent} is beyond ±{MAX_EXPONENT}")]
    ExponentTooLarge { input: Source, place: Place, exponent: String },
    /// A text that is no number.
    #[error("{input}, {place}: '{text}' is not a number")]
    NotANumber { input: Source, place: Place, text: String },
    /// NaN or an infinity, which no rational number is.
    #[error("{input}, {place}: '{text}' is not finite")]
    NotFinite { input: Source, place: Place, text: String },
    /// A fraction p/0.
    #[error("{input}, {place}: '{text}' divides by zero")]
    ZeroDenominator { input: Source, place: Place, text: String },
    /// A row whose length is not that of the first.
    #[error("{input}, {place}: a row of length {found} after rows of length {expected}")]
    Ragged { input: Source, place: Place, expected: usize, found: usize },
    /// An array that is neither a matrix nor a list of vectors.
    #[error("{input}: an array of shape {} is not {wanted}", tuple(.shape))]
    Shape { input: Source, shape: Vec<u64>, wanted: &'static str },
    /// An element type that is no exact real number.
    #[error("{input}: elements of type {dtype} are not read")]
    Dtype { input: Source, dtype: String },
    /// The tensor asked for is not there.
    #[error("{input} has no tensor '{name}'; those that fit: {}", listing(.available, *.total))]
    NoSuchTensor { input: Source, name: String, available: Vec<String>, total: usize },
    /// No tensor was named, and there is not exactly one that fits.
    #[error("{input} has {total} tensors that fit, not one: {}", listing(.available, *.total))]
    WhichTensor { input: Source, available: Vec<String>, total: usize },
    /// A tensor was named, but only safetensors files name their arrays.
    #[error("{input} is a {format} file: its array has no name, '{name}' was asked for")]
    UnnamedArray { input: Source, format: &'static str, name: String },
    /// The input breaks the rules of its format at a known place.
    #[error("{input}, {place}: {problem} ({format})")]
    FormatAt { input: Source, format: &'static str, place: Place, problem: String },
    /// The input breaks the rules of its format as a whole.
    #[error("{input}: {problem} ({format})")]
    Format { input: Source, format: &'static str, problem: String },
}

impl ReadError {
    /// The stable name of the cause, for programs.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotFound { .. } => "read::not-found",
            Self::Permission { .. } => "read::permission",
            Self::Directory { .. } => "read::directory",
            Self::Unreadable { .. } => "read::io",
            Self::NoMatrices { .. } => "read::no-matrices",
            Self::Empty { .. } => "read::empty",
            Self::Truncated { .. } => "read::truncated",
            Self::TooLarge { .. } | Self::TooManyDigits { .. } | Self::ExponentTooLarge { .. } => {
                "read::too-large"
            }
            Self::NotANumber { .. } => "read::not-a-number",
            Self::NotFinite { .. } => "read::not-finite",
            Self::ZeroDenominator { .. } => "read::zero-denominator",
            Self::Ragged { .. } => "read::ragged",
            Self::Shape { .. } => "read::shape",
            Self::Dtype { .. } => "read::dtype",
            Self::NoSuchTensor { .. } | Self::UnnamedArray { .. } => "read::no-such-tensor",
            Self::WhichTensor { .. } => "read::which-tensor",
            Self::FormatAt { .. } | Self::Format { .. } => "read::format",
        }
    }

    /// A way out.
    #[must_use]
    pub fn help(&self) -> &'static str {
        match self {
            Self::NotFound { .. } => "check the spelling, or write - for standard input",
            Self::Permission { .. } => "allow this user to read it, or copy it to where that is so",
            Self::Directory { .. } => "name one file in it",
            Self::Unreadable { .. } => "check the path and the disk, or copy the file and read the copy",
            Self::NoMatrices { .. } => "put .json, .csv, .npy, .mtx or .safetensors files into it",
            Self::Empty { .. } => "expected rows of numbers, such as 1,2 on one line and 3,4 on the next",
            Self::Truncated { .. } => "the file may have been cut off while it was copied: write it again",
            Self::TooLarge { .. } => "factor the blocks of the matrix one by one; the limits are in --help",
            Self::TooManyDigits { .. } | Self::ExponentTooLarge { .. } => {
                "scale the matrix, or write fewer digits"
            }
            Self::NotANumber { text, place, .. } => not_a_number_help(text, *place),
            Self::NotFinite { .. } => "only finite numbers are rational: remove or replace this entry",
            Self::ZeroDenominator { .. } => "write the fraction with a denominator that is not 0",
            Self::Ragged { .. } => "every row needs the same number of entries; write zeros out",
            Self::Shape { .. } => "reshape it to (n, m); (n, m, 1, 1), a 1 × 1 convolution, is read as well",
            Self::Dtype { .. } => {
                "convert to float64, float32, float16 or an integer type; these are read without rounding"
            }
            Self::NoSuchTensor { .. } | Self::WhichTensor { .. } => "name one of the tensors in the file",
            Self::UnnamedArray { .. } => "leave the tensor's name out: only .safetensors files have names",
            Self::FormatAt { format, problem, .. } | Self::Format { format, problem, .. } => {
                format_help(format, problem)
            }
        }
    }
}

/// What to do with a file that is not of its format.
fn format_help(format: &str, problem: &str) -> &'static str {
    match format {
        "ZIP" => "extract one array, for example with numpy.load, as .npy",
        "gzip" => "decompress the file first",
        "JSON" if problem.contains('/') => "put fractions in quotes: \"1/3\"",
        _ => "write the file again, or name it by its format: the extension tells how it is read",
    }
}

/// What the rejected text looks like decides what to advise.
fn not_a_number_help(text: &str, place: Place) -> &'static str {
    let header = matches!(place, Place::Field { line: 1, column: 1 });
    if text.is_empty() {
        "an entry is missing here, or the line ends in a comma"
    } else if text.contains([';', '\t', ' ']) || text.contains("\\t") {
        "separate the numbers by commas and write decimals with a point"
    } else if header && text.contains(char::is_alphabetic) {
        "a CSV file has no header here: remove the line, or put # in front of it"
    } else {
        "numbers are written 12, -0.5, 2.5e-3 or 1/3"
    }
}

/// `(2, 3)` in Python's notation.
fn tuple(shape: &[u64]) -> String {
    let sides: Vec<String> = shape.iter().map(ToString::to_string).collect();
    match sides.as_slice() {
        [one] => format!("({one},)"),
        sides => format!("({})", sides.join(", ")),
    }
}

/// The first few names, and how many more there are.
fn listing(names: &[String], total: usize) -> String {
    if names.is_empty() {
        return "none".to_owned();
    }
    let more = match total.saturating_sub(names.len()) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    format!("{}{more}", names.join(", "))
}
