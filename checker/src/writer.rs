//! The canonical writer: one text for each certificate, one line for each row of a matrix, streamed.
//!
//! Reused: nothing but `rug`'s decimal digits. Every string that is written consists of digits, `-`, `/` and the
//! format's own words, so nothing needs escaping.

use std::io::{self, Write};

use rug::Rational;

use crate::certificate::{Certificate, Factorization, Ground, Layer, Matrix};

/// Writes a certificate in its canonical form: the form depends on the certificate's value only, a person can
/// compare two of them line by line, and memory does not grow with its size.
///
/// # Errors
///
/// Those of `out`.
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
    }
}

fn write_factorization(factorization: &Factorization, out: &mut impl Write) -> io::Result<()> {
    let [first, second] = factorization.partition;
    writeln!(out, "{{")?;
    writeln!(out, "  \"format\": \"flowcert/1\",")?;
    writeln!(out, "  \"kind\": \"factorization\",")?;
    writeln!(out, "  \"arith\": \"exact\",")?;
    writeln!(out, "  \"mode\": \"{}\",", factorization.mode)?;
    if let Ground::Prime(prime) = factorization.ground {
        writeln!(out, "  \"field\": {prime},")?;
    }
    writeln!(out, "  \"partition\": [{first}, {second}],")?;
    write!(out, "  \"matrix\": ")?;
    write_matrix(&factorization.matrix, "  ", out)?;
    writeln!(out, ",")?;
    write_layers(&factorization.layers, out)?;
    if let Some(bound) = &factorization.max_shift_norm {
        writeln!(out, "  \"max_shift_norm\": \"{bound}\",")?;
    }
    writeln!(out, "  \"error_bound\": \"{}\"", factorization.error_bound)?;
    writeln!(out, "}}")
}

fn write_layers(layers: &[Layer], out: &mut impl Write) -> io::Result<()> {
    write!(out, "  \"layers\": [")?;
    for (index, layer) in layers.iter().enumerate() {
        writeln!(out, "{}", if index == 0 { "" } else { "," })?;
        writeln!(out, "    {{")?;
        writeln!(out, "      \"writes\": \"{}\",", layer.writes)?;
        write!(out, "      \"shift\": ")?;
        write_matrix(&layer.shift, "      ", out)?;
        write!(out, ",\n      \"scale\": ")?;
        write_row(&layer.scale, out)?;
        write!(out, "\n    }}")?;
    }
    writeln!(out, "{}],", if layers.is_empty() { "" } else { "\n  " })
}

fn write_matrix(matrix: &Matrix, indent: &str, out: &mut impl Write) -> io::Result<()> {
    write!(out, "[")?;
    for (index, row) in matrix.iter().enumerate() {
        write!(out, "{}\n{indent}  ", if index == 0 { "" } else { "," })?;
        write_row(row, out)?;
    }
    write!(out, "\n{indent}]")
}

fn write_row(row: &[Rational], out: &mut impl Write) -> io::Result<()> {
    write!(out, "[")?;
    for (index, number) in row.iter().enumerate() {
        write!(out, "{}\"{number}\"", if index == 0 { "" } else { ", " })?;
    }
    write!(out, "]")
}
