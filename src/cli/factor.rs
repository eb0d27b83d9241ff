//! `flowcert factor`: a matrix as at most six coupling layers.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use clap::{Args, ValueEnum};
use flowcert_check::{Certificate, Factorization, check};
use nalgebra::DMatrix;
use serde_json::json;

use super::failure::{BAD_INPUT, Failure, INTERNAL};
use super::field::{OverField, over_field};
use super::{Outcome, OutputFormat, print, progress};
use crate::coupling::Mode;
use crate::coupling::files::{Source, read_matrix, write_atomically};
use crate::linear::six::{self, Route, Strategy};
use crate::matrix::exact::ExactField;
use crate::report::{brief, largest};
use crate::scalar::{Field, Rational};

/// Factor an invertible matrix into at most six coupling layers, exactly
///
/// The size must be even; the partition is half and half. INPUT is a file .json (rows of numbers or "p/q" strings), .csv,
/// .npy, .mtx (Matrix Market) or .safetensors, of shape (n, n) or (n, n, 1, 1), or - for standard input. Decimals in text
/// are exact (0.1 is 1/10); floats in binary files are the rational numbers that they are. At most 4096 rows are read; exact
/// factors of a generic 64 × 64 matrix take a second, and the time grows with the fourth power of the size.
///
/// The result is checked by the independent checker before it is printed or written.
#[derive(Args)]
pub(super) struct Arguments {
    /// The matrix, or - for standard input
    input: OsString,
    /// What the scales may be [default: additive if the determinant is 1, positive if it is positive]
    #[arg(long, value_enum)]
    mode: Option<ModeArgument>,
    /// What to prefer
    #[arg(long, value_enum, default_value = "small")]
    strategy: StrategyArgument,
    /// Work over the field with P elements, P prime, instead of the rational numbers
    #[arg(long, value_name = "P")]
    field: Option<u64>,
    /// The tensor to read from a .safetensors file
    #[arg(long, value_name = "NAME")]
    tensor: Option<String>,
    /// The arithmetic
    #[arg(long, value_enum, default_value = "exact")]
    arith: Arithmetic,
    /// Seed of the restarts that structured matrices may need
    #[arg(long, value_name = "N", default_value_t = 0)]
    seed: u64,
    /// Write the certificate to this file
    #[arg(long, short, value_name = "CERT")]
    output: Option<PathBuf>,
    /// How to print the result
    #[arg(long, value_enum, default_value_t)]
    format: OutputFormat,
}

#[derive(Clone, Copy, ValueEnum)]
enum ModeArgument {
    /// Every scale is 1: determinant 1 only
    Additive,
    /// Scales > 0: positive determinants only
    Positive,
    /// Scales ≠ 0
    Signed,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum StrategyArgument {
    /// The smallest numbers
    Small,
    /// The fewest layers
    Fewest,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Arithmetic {
    /// Rational numbers (or residues), no rounding
    Exact,
}

impl ModeArgument {
    fn mode(self) -> Mode {
        match self {
            Self::Additive => Mode::Additive,
            Self::Positive => Mode::Positive,
            Self::Signed => Mode::Signed,
        }
    }
}

impl StrategyArgument {
    fn strategy(self) -> Strategy {
        match self {
            Self::Small => Strategy::Small,
            Self::Fewest => Strategy::Fewest,
        }
    }
}

/// What was found, no longer tied to a field.
struct Found {
    factorization: Factorization,
    route: Route,
    seconds: f64,
    check_seconds: f64,
}

struct Job<'a> {
    matrix: &'a DMatrix<Rational>,
    arguments: &'a Arguments,
}

pub(super) fn run(arguments: &Arguments, quiet: bool) -> Outcome {
    let source = Source::from(arguments.input.clone());
    let matrix = read_matrix(&source, arguments.tensor.as_deref())?;
    let size = matrix.nrows();
    let spinner = progress::spinner(quiet, format!("factoring {size} × {size}"));
    let found = over_field(arguments.field, Job { matrix: &matrix, arguments })?;
    spinner.finish_and_clear();
    let found = found?;
    if let Some(path) = &arguments.output {
        let certificate = Certificate::Factorization(found.factorization.clone());
        write_atomically(path, |out| flowcert_check::write(&certificate, out))
            .map_err(|error| Failure::output(path, &error))?;
    }
    match arguments.format {
        OutputFormat::Json => print(&format!("{:#}\n", found.as_json(&source, arguments)))?,
        OutputFormat::Text if quiet => {}
        OutputFormat::Text => print(&found.as_text(&source, arguments))?,
    }
    Ok(ExitCode::SUCCESS)
}

impl OverField for Job<'_> {
    type Output = Result<Found, Failure>;

    fn run<F: ExactField>(self) -> Self::Output {
        let matrix = in_field::<F>(self.matrix)?;
        let mode = match self.arguments.mode {
            Some(mode) => mode.mode(),
            None => six::default_mode(&matrix)?,
        };
        let start = Instant::now();
        let found = six::construct(&matrix, mode, self.arguments.strategy.strategy(), self.arguments.seed)?;
        let seconds = start.elapsed().as_secs_f64();
        let certificate = six::certify(&matrix, mode, &found.flow);
        let start = Instant::now();
        check(&certificate).map_err(|rejection| {
            Failure::new(
                INTERNAL,
                "factor::internal",
                format!("the checker rejects this result: {rejection}"),
            )
            .with_help("this is a mistake of the program; please report it with the matrix")
        })?;
        let check_seconds = start.elapsed().as_secs_f64();
        let Certificate::Factorization(factorization) = certificate;
        Ok(Found { factorization, route: found.route, seconds, check_seconds })
    }
}

/// The matrix with its entries taken into the field.
pub(super) fn in_field<F: Field>(matrix: &DMatrix<Rational>) -> Result<DMatrix<F>, Failure> {
    let entries = matrix.iter().map(|entry| {
        F::from_rational(entry).ok_or_else(|| {
            let message = format!("the entry {} has a denominator that is 0 in this field", brief(entry));
            Failure::new(BAD_INPUT, "field::denominator", message).with_help("choose another prime")
        })
    });
    Ok(DMatrix::from_vec(matrix.nrows(), matrix.ncols(), entries.collect::<Result<_, _>>()?))
}

impl Found {
    fn largest_bits(&self) -> u64 {
        self.factorization.layers.iter().map(layer_bits).max().unwrap_or(0)
    }

    fn as_text(&self, source: &Source, arguments: &Arguments) -> String {
        let Factorization { ground, mode, matrix, layers, .. } = &self.factorization;
        let size = matrix.len();
        let mut text = format!(
            "{source}: {size} × {size} over {ground}, mode {}\n{} layers ({}), numbers of at most {} bits, found in \
             {}\n",
            mode.name(),
            layers.len(),
            self.route.name(),
            self.largest_bits(),
            duration(self.seconds)
        );
        if !layers.is_empty() {
            text += "\n  layer  writes   shift      bits  largest entry\n";
        }
        for (k, layer) in layers.iter().enumerate() {
            let shape = format!("{} × {}", layer.shift.len(), layer.shift.first().map_or(0, Vec::len));
            let (bits, entry) = (layer_bits(layer), brief(&largest(numbers(layer))));
            text += &format!("  {:<6} {:8} {shape:9} {bits:>5}  {entry}\n", k + 1, layer.writes.name());
        }
        text += &format!("\nverified by the checker in {}", duration(self.check_seconds));
        match &arguments.output {
            Some(path) => text + &format!("; certificate in {}\n", path.display()),
            None => text + "; keep the certificate with -o CERT\n",
        }
    }

    fn as_json(&self, source: &Source, arguments: &Arguments) -> serde_json::Value {
        let layers = self.factorization.layers.iter().map(|layer| {
            json!({
                "writes": layer.writes.name(), "rows": layer.shift.len(),
                "columns": layer.shift.first().map_or(0, Vec::len), "bits": layer_bits(layer),
                "largest_entry": brief(&largest(numbers(layer))),
            })
        });
        json!({
            "input": source.to_string(), "size": self.factorization.matrix.len(), "field": arguments.field,
            "arith": "exact", "mode": self.factorization.mode.name(), "route": self.route.name(),
            "seed": arguments.seed, "layers": layers.collect::<Vec<_>>(), "largest_bits": self.largest_bits(),
            "seconds": self.seconds, "verified": true, "check_seconds": self.check_seconds,
            "certificate": arguments.output,
        })
    }
}

fn numbers(layer: &flowcert_check::Layer) -> impl Iterator<Item = &Rational> {
    layer.shift.iter().flatten().chain(&layer.scale)
}

fn layer_bits(layer: &flowcert_check::Layer) -> u64 {
    numbers(layer).map(Field::bits).max().unwrap_or(0)
}

/// Seconds, or milliseconds where there are few.
fn duration(seconds: f64) -> String {
    if seconds < 1.0 { format!("{:.1} ms", seconds * 1e3) } else { format!("{seconds:.1} s") }
}
