//! The canonical writer: one text for each certificate, one line for each row of a matrix, streamed.
//!
//! Reused: `rug`'s digits, the standard library's shortest digits of a double. Every string that is written consists of
//! digits, `-`, `/`, hexadecimal floats and the format's own words, so nothing needs escaping.

mod depth_separation;
mod enumeration;
mod lower_bound;

use std::io::{self, Write};

use rug::Rational;

use crate::certificate::{Arith, Certificate, Factorization, Ground, Layer};
use crate::float;

/// Writes a certificate in its canonical form: the form depends on the certificate's value only, a person can
/// compare two of them line by line, and memory does not grow with its size.
///
/// # Errors
///
/// Those of `out`; `InvalidInput` if a number of a layer is none of the certificate's arithmetic, such as 1/3 among
/// doubles. (In the matrix, such numbers are written as fractions.)
///
/// ```
/// use flowcert_check::{read, write};
///
/// let text = br#"{"format": "flowcert/1", "kind": "factorization", "arith": "exact", "mode": "additive",
///     "partition": [1, 1], "matrix": [["1", "0"], ["0", "1"]], "layers": [], "error_bound": "0"}"#;
/// let certificate = read(text)?;
/// let mut canonical = Vec::new();
/// write(&certificate, &mut canonical)?;
/// assert_eq!(read(&canonical)?, certificate);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn write(certificate: &Certificate, mut out: impl Write) -> io::Result<()> {
    match certificate {
        Certificate::Factorization(factorization) => write_factorization(factorization, &mut out),
        Certificate::LowerBound(bound) => lower_bound::write(bound, None, &mut out),
        Certificate::MinimalLayers(minimal) => {
            lower_bound::write(&minimal.lower_bound, Some(&minimal.layers), &mut out)
        }
        Certificate::Enumeration(enumeration) => enumeration::write(enumeration, &mut out),
        Certificate::DepthSeparation(separation) => depth_separation::write(separation, &mut out),
    }
}

fn write_factorization<W: Write>(factorization: &Factorization, out: &mut W) -> io::Result<()> {
    let [first, second] = factorization.partition;
    writeln!(out, "{{")?;
    writeln!(out, "  \"format\": \"flowcert/1\",")?;
    writeln!(out, "  \"kind\": \"factorization\",")?;
    writeln!(out, "  \"arith\": \"{}\",", factorization.arith)?;
    if let Arith::Mpfr { precision } = factorization.arith {
        writeln!(out, "  \"precision\": {precision},")?;
    }
    writeln!(out, "  \"mode\": \"{}\",", factorization.mode)?;
    if let Ground::Prime(prime) = factorization.ground {
        writeln!(out, "  \"field\": {prime},")?;
    }
    writeln!(out, "  \"partition\": [{first}, {second}],")?;
    write!(out, "  \"matrix\": ")?;
    let arith = factorization.arith;
    write_matrix(&factorization.matrix, "  ", out, |number, out| match stored(number, arith) {
        Some(text) => write!(out, "{text}"),
        None => write!(out, "\"{number}\""),
    })?;
    writeln!(out, ",")?;
    write_layers(&factorization.layers, arith, out)?;
    writeln!(out, ",")?;
    if let Some(bound) = &factorization.max_shift_norm {
        writeln!(out, "  \"max_shift_norm\": \"{bound}\",")?;
    }
    writeln!(out, "  \"error_bound\": \"{}\"", factorization.error_bound)?;
    writeln!(out, "}}")
}

fn write_layers<W: Write>(layers: &[Layer], arith: Arith, out: &mut W) -> io::Result<()> {
    let entry = |number: &Rational, out: &mut W| match stored(number, arith) {
        Some(text) => write!(out, "{text}"),
        None => {
            Err(io::Error::new(io::ErrorKind::InvalidInput, format!("{number} cannot be stored as {arith}")))
        }
    };
    write!(out, "  \"layers\": [")?;
    for (index, layer) in layers.iter().enumerate() {
        writeln!(out, "{}", if index == 0 { "" } else { "," })?;
        writeln!(out, "    {{")?;
        writeln!(out, "      \"writes\": \"{}\",", layer.writes)?;
        write!(out, "      \"shift\": ")?;
        write_matrix(&layer.shift, "      ", out, entry)?;
        write!(out, ",\n      \"scale\": ")?;
        write_row(&layer.scale, out, entry)?;
        write!(out, "\n    }}")?;
    }
    write!(out, "{}]", if layers.is_empty() { "" } else { "\n  " })
}

/// A number as a fraction.
fn write_fraction<W: Write>(number: &Rational, out: &mut W) -> io::Result<()> {
    write!(out, "\"{number}\"")
}

/// The text of a number that the arithmetic can store, with its quotation marks.
fn stored(number: &Rational, arith: Arith) -> Option<String> {
    match arith {
        Arith::Exact => Some(format!("\"{number}\"")),
        Arith::F64 => float::shortest_digits(number),
        Arith::Mpfr { precision } => Some(format!("\"{}\"", float::hexadecimal(number, precision)?)),
    }
}

fn write_matrix<W: Write>(
    matrix: &[Vec<Rational>],
    indent: &str,
    out: &mut W,
    entry: impl Fn(&Rational, &mut W) -> io::Result<()>,
) -> io::Result<()> {
    write!(out, "[")?;
    for (index, row) in matrix.iter().enumerate() {
        write!(out, "{}\n{indent}  ", if index == 0 { "" } else { "," })?;
        write_row(row, out, &entry)?;
    }
    write!(out, "\n{indent}]")
}

fn write_row<W: Write>(
    row: &[Rational],
    out: &mut W,
    entry: impl Fn(&Rational, &mut W) -> io::Result<()>,
) -> io::Result<()> {
    write!(out, "[")?;
    for (index, number) in row.iter().enumerate() {
        write!(out, "{}", if index == 0 { "" } else { ", " })?;
        entry(number, out)?;
    }
    write!(out, "]")
}
