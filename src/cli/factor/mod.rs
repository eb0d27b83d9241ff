//! `flowcert factor`: a matrix as few coupling layers, exactly or in floating point.

mod batch;
mod choice;
mod exact;
mod float;
mod output;
mod shape;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use clap::{Args, ValueEnum};
use flowcert_check::{Factorization, check_factorization};

use self::choice::{ArithArgument, Choice, MethodArgument, choose};
use super::failure::{Failure, INTERNAL};
use super::{Outcome, OutputFormat, print, progress};
use crate::coupling::Mode;
use crate::coupling::files::{Batch, Source, read_matrix_file, write_atomically};
use crate::linear::six::Strategy;

pub(super) use self::exact::in_field;
pub(super) use self::shape::{doubles, exact_partition};

/// Factor a matrix into few coupling layers: exactly, or in floating point with a certified error
///
/// INPUT is a file .json (rows of numbers or "p/q" strings), .csv, .npy, .mtx (Matrix Market) or .safetensors, of shape (n, n)
/// or (n, n, 1, 1), or - for standard input. At most 4096 rows are read. A folder of such files, or a .npy array of shape
/// (k, n, n), is a batch: every matrix is factored, in parallel; certificates that are there already are kept.
///
/// Integers, fractions and decimals in text (0.1 is 1/10) are factored exactly, up to 32 × 32: at most six layers, and with
/// unequal halves (--partition), which a matrix of odd size needs, at most 2m + 4, m the longer length divided by the shorter
/// one and rounded up. Floats in
/// binary files, and larger matrices, are factored in doubles: six layers for orthogonal matrices, ten for any other, with
/// shifts of norm at most max(2.62, 5.55 times the matrix's) whatever its condition number. The error of the stored numbers is
/// bounded rigorously. A matrix of odd size is padded by one channel in floating point.
///
/// The result is checked by the independent checker before it is printed or written.
#[derive(Args)]
pub(super) struct Arguments {
    /// The matrix, or - for standard input
    input: OsString,
    /// The arithmetic: auto, exact, f64 or mpfr:BITS
    #[arg(long, default_value = "auto")]
    arith: ArithArgument,
    /// The construction
    #[arg(long, value_enum, default_value = "auto")]
    method: MethodArgument,
    /// What the scales may be [default: additive if that is enough, else positive; in floating point signed if the
    /// determinant is negative]
    #[arg(long, value_enum)]
    mode: Option<ModeArgument>,
    /// Fail unless every shift has spectral norm at most X
    #[arg(long, value_name = "X", value_parser = positive)]
    max_norm: Option<f64>,
    /// Largest relative error that --method conditioned may have
    #[arg(long, value_name = "E", default_value_t = 1e-9, value_parser = positive)]
    tolerance: f64,
    /// The floats that the layers are stored in
    #[arg(long, value_enum, default_value = "f64")]
    store: Store,
    /// The lengths of the halves, unequal ones in exact arithmetic only [default: n/2,n/2]
    #[arg(long, value_name = "D1,D2", value_delimiter = ',')]
    partition: Option<Vec<usize>>,
    /// The coordinates of the first half, counted from 0: in exact arithmetic any number of them [default: the first ones]
    #[arg(long, value_name = "LIST", value_delimiter = ',')]
    mask: Option<Vec<usize>>,
    /// What to prefer in exact arithmetic
    #[arg(long, value_enum, default_value = "small")]
    strategy: StrategyArgument,
    /// Work over the field with P elements, P prime, instead of the rational numbers
    #[arg(long, value_name = "P")]
    field: Option<u64>,
    /// The tensor to read from a .safetensors file
    #[arg(long, value_name = "NAME")]
    tensor: Option<String>,
    /// Seed of the restarts that structured matrices may need in exact arithmetic
    #[arg(long, value_name = "N", default_value_t = 0)]
    seed: u64,
    /// How many matrices of a batch are factored at a time [default: the number of processors]
    #[arg(long, value_name = "N")]
    jobs: Option<usize>,
    /// Write the certificate to this file, those of a batch to files in this folder
    #[arg(long, short, value_name = "CERT")]
    output: Option<PathBuf>,
    /// How to print the result
    #[arg(long, value_enum, default_value_t)]
    format: OutputFormat,
}

#[derive(Clone, Copy, ValueEnum)]
pub(super) enum ModeArgument {
    /// Every scale is 1: determinant 1 only
    Additive,
    /// Scales > 0: positive determinants only
    Positive,
    /// Scales ≠ 0
    Signed,
    /// Scales may be 0: for singular matrices, in floating point
    Singular,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum StrategyArgument {
    /// The smallest numbers
    Small,
    /// The fewest layers
    Fewest,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Store {
    /// Doubles
    F64,
    /// Singles: the certificate is for the rounded numbers
    F32,
}

impl ModeArgument {
    pub(super) fn mode(self) -> Mode {
        match self {
            Self::Additive => Mode::Additive,
            Self::Positive => Mode::Positive,
            Self::Signed => Mode::Signed,
            Self::Singular => Mode::Singular,
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

fn positive(text: &str) -> Result<f64, String> {
    let number = text.parse().map_err(|_| "not a number".to_owned())?;
    if number > 0.0 && f64::is_finite(number) { Ok(number) } else { Err("must be positive".to_owned()) }
}

pub(super) fn run(arguments: &Arguments, quiet: bool) -> Outcome {
    let source = Source::from(arguments.input.clone());
    if let Some(batch) = Batch::open(&source)? {
        batch::check_arguments(arguments)?;
        return batch::run(&batch, &source, arguments, quiet);
    }
    let file = read_matrix_file(&source, arguments.tensor.as_deref())?;
    let size = file.matrix.nrows();
    let choice = choose(arguments.arith, arguments.method, arguments.field, file.numbers, size)?;
    let shaped =
        shape::shaped(file.matrix, choice, arguments.partition.as_deref(), arguments.mask.as_deref())?;
    let spinner = progress::spinner(quiet, format!("factoring {size} × {size}"));
    if choice == Choice::Exact && !quiet {
        exact::announce(shaped.partition, &spinner);
    }
    let (factorization, json, text) = if choice == Choice::Exact {
        let found = exact::factor(&shaped, arguments)?;
        let (json, text) =
            (found.as_json(&source, arguments), found.as_text(&source, &shaped.notes, arguments));
        (found.factorization, json, text)
    } else {
        let found = float::factor(shaped, file.numbers, choice, arguments)?;
        let (json, text) =
            (output::as_json(&found, &source, arguments), output::as_text(&found, &source, arguments));
        (found.factorization, json, text)
    };
    spinner.finish_and_clear();
    if let Some(path) = &arguments.output {
        let certificate = factorization.into();
        write_atomically(path, |out| flowcert_check::write(&certificate, out))
            .map_err(|error| Failure::output(path, &error))?;
    }
    match arguments.format {
        OutputFormat::Json => print(&format!("{json:#}\n"))?,
        OutputFormat::Text if quiet => {}
        OutputFormat::Text => print(&text)?,
    }
    Ok(ExitCode::SUCCESS)
}

/// The seconds that the checker took to verify a certificate of ours.
fn verified(factorization: &Factorization) -> Result<f64, Failure> {
    let start = Instant::now();
    check_factorization(factorization).map_err(|rejection| {
        Failure::new(INTERNAL, "factor::internal", format!("the checker rejects this result: {rejection}"))
            .with_help("this is a mistake of the program; please report it with the matrix")
    })?;
    Ok(start.elapsed().as_secs_f64())
}

/// Seconds, or milliseconds where there are few.
pub(super) fn duration(seconds: f64) -> String {
    if seconds < 1.0 { format!("{:.1} ms", seconds * 1e3) } else { format!("{seconds:.1} s") }
}
