//! `flowcert layers`: the least number of layers of a matrix, with reasons.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use clap::Args;
use flowcert_check::{Certificate, Layer, Reasons, check};
use nalgebra::DMatrix;
use serde_json::{Value, json};

use super::factor::{ModeArgument, duration, exact_partition, in_field};
use super::failure::{Failure, INTERNAL};
use super::field::{OverField, over_field};
use super::{Outcome, OutputFormat, print, progress};
use crate::coupling::files::{Source, read_matrix_file, write_atomically};
use crate::coupling::{Mode, Partition};
use crate::linear::{minimal, unequal};
use crate::matrix::exact::ExactField;
use crate::report::{largest_bits, layer_records, layer_table, reason_lines, word_name};
use crate::scalar::Rational;

/// Find the least number of coupling layers of a matrix, exactly: a lower bound with its reasons, an upper bound with layers
///
/// INPUT is a file .json (rows of numbers or "p/q" strings), .csv, .npy, .mtx (Matrix Market) or .safetensors, of shape (n, n)
/// or (n, n, 1, 1), or - for standard input. The numbers are taken exactly, floats too.
///
/// The two bounds are equal for all matrices of up to four layers in additive mode, for halves of two coordinates in every
/// mode, and for most others; where they are not, both are printed, and that is an answer.
///
/// Both bounds are checked by the independent checker before they are printed or written.
#[derive(Args)]
pub(super) struct Arguments {
    /// The matrix, or - for standard input
    input: OsString,
    /// What the scales may be [default: additive if that is enough, else positive]
    #[arg(long, value_enum)]
    mode: Option<ModeArgument>,
    /// The lengths of the halves [default: n/2,n/2]
    #[arg(long, value_name = "D1,D2", value_delimiter = ',')]
    partition: Option<Vec<usize>>,
    /// Work over the field with P elements, P prime, instead of the rational numbers
    #[arg(long, value_name = "P")]
    field: Option<u64>,
    /// The tensor to read from a .safetensors file
    #[arg(long, value_name = "NAME")]
    tensor: Option<String>,
    /// Seed of what is tried at random
    #[arg(long, value_name = "N", default_value_t = 0)]
    seed: u64,
    /// Write the certificate to this file; where the bounds differ, one beside it for each, with the extensions
    /// .factorization.json and .lower-bound.json
    #[arg(long, short, value_name = "CERT")]
    output: Option<PathBuf>,
    /// How to print the result
    #[arg(long, value_enum, default_value_t)]
    format: OutputFormat,
}

struct Job<'a> {
    matrix: &'a DMatrix<Rational>,
    partition: Partition,
    arguments: &'a Arguments,
}

/// What was found, no longer tied to a field.
struct Found {
    mode: Mode,
    partition: Partition,
    lower: usize,
    reasons: Reasons,
    layers: Vec<Layer>,
    undecided: Vec<minimal::Word>,
    certificates: Vec<Certificate>,
    seconds: f64,
    check_seconds: f64,
}

pub(super) fn run(arguments: &Arguments, quiet: bool) -> Outcome {
    let source = Source::from(arguments.input.clone());
    let matrix = read_matrix_file(&source, arguments.tensor.as_deref())?.matrix;
    let partition = exact_partition(&matrix, arguments.partition.as_deref())?;
    let size = partition.size();
    let spinner = progress::spinner(quiet, format!("counting layers of {size} × {size}"));
    let found = over_field(arguments.field, Job { matrix: &matrix, partition, arguments })??;
    spinner.finish_and_clear();
    let paths = found.write(arguments.output.as_deref())?;
    match arguments.format {
        OutputFormat::Json => print(&format!("{:#}\n", found.as_json(&source, arguments, &paths)))?,
        OutputFormat::Text if quiet => {}
        OutputFormat::Text => print(&found.as_text(&source, arguments, &paths))?,
    }
    Ok(ExitCode::SUCCESS)
}

impl OverField for Job<'_> {
    type Output = Result<Found, Failure>;

    fn run<F: ExactField>(self) -> Self::Output {
        let matrix = in_field::<F>(self.matrix)?;
        let mode = match self.arguments.mode {
            Some(mode) => mode.mode(),
            None => unequal::default_mode(&matrix)?,
        };
        let start = Instant::now();
        let bounds = minimal::bounds(&matrix, self.partition, mode, self.arguments.seed)?;
        let seconds = start.elapsed().as_secs_f64();
        let certificates = bounds.certify(&matrix, mode);
        let start = Instant::now();
        for certificate in &certificates {
            verified(certificate)?;
        }
        let check_seconds = start.elapsed().as_secs_f64();
        let layers = bounds.flow.certificate(&matrix, mode).layers;
        Ok(Found {
            mode,
            partition: self.partition,
            lower: bounds.lower(),
            reasons: bounds.lower.reasons,
            layers,
            undecided: bounds.undecided,
            certificates,
            seconds,
            check_seconds,
        })
    }
}

fn verified(certificate: &Certificate) -> Result<(), Failure> {
    check(certificate).map(|_| ()).map_err(|rejection| {
        Failure::new(INTERNAL, "layers::internal", format!("the checker rejects this result: {rejection}"))
            .with_help("this is a mistake of the program; please report it with the matrix")
    })
}

impl Found {
    fn is_decided(&self) -> bool {
        self.lower == self.layers.len()
    }

    /// Writes what there is to one file, or to two beside it; the files.
    fn write(&self, output: Option<&Path>) -> Result<Vec<PathBuf>, Failure> {
        let Some(path) = output else { return Ok(Vec::new()) };
        let beside =
            ["factorization.json", "lower-bound.json"].map(|extension| path.with_extension(extension));
        let paths = if self.certificates.len() == 1 { vec![path.to_owned()] } else { beside.to_vec() };
        for (path, certificate) in paths.iter().zip(&self.certificates) {
            write_atomically(path, |out| flowcert_check::write(certificate, out))
                .map_err(|error| Failure::output(path, &error))?;
        }
        Ok(paths)
    }

    fn as_text(&self, source: &Source, arguments: &Arguments, paths: &[PathBuf]) -> String {
        let Partition { first, second } = self.partition;
        let ground = arguments.field.map_or_else(|| "Q".to_owned(), |prime| format!("F_{prime}"));
        let halves =
            if first == second { String::new() } else { format!(" with halves of {first} and {second}") };
        let size = self.partition.size();
        let mut text =
            format!("{source}: {size} × {size} over {ground}{halves}, mode {}\n", self.mode.name());
        let upper = self.layers.len();
        text += &if self.is_decided() {
            format!("exactly {}", counted(upper))
        } else {
            format!("between {} and {}", self.lower, counted(upper))
        };
        text += &format!(", found in {}\n", duration(self.seconds));
        let reasons = reason_lines(&self.reasons, self.lower);
        if !reasons.is_empty() {
            text += &format!("\nno fewer than {}, M = [A B; C D], M⁻¹ = [P Q; R W]:\n", self.lower);
        }
        for line in reasons {
            text += &format!("  {line}\n");
        }
        if !self.undecided.is_empty() {
            let words: Vec<String> = self.undecided_words();
            text += &format!("undecided: {} (neither made nor excluded)\n", words.join(", "));
        }
        if upper > 0 {
            text += &format!("\nno more than {upper}:\n{}", layer_table(&self.layers));
        }
        text += &format!("\nverified by the checker in {}", duration(self.check_seconds));
        let names: Vec<String> = paths.iter().map(|path| path.display().to_string()).collect();
        match names.as_slice() {
            [] => text + "; keep the certificate with -o CERT\n",
            [path] => text + &format!("; certificate in {path}\n"),
            paths => text + &format!("; certificates of the two bounds in {}\n", paths.join(" and ")),
        }
    }

    fn undecided_words(&self) -> Vec<String> {
        self.undecided.iter().map(|word| word_name(word.length, word.leading)).collect()
    }

    fn as_json(&self, source: &Source, arguments: &Arguments, paths: &[PathBuf]) -> Value {
        let rules = match &self.reasons {
            Reasons::None => json!({}),
            Reasons::Both(rule) => json!({ "both": rule.name() }),
            Reasons::Each { starts_with_l, starts_with_u } => {
                json!({ "starts_with_L": starts_with_l.name(), "starts_with_U": starts_with_u.name() })
            }
        };
        json!({
            "input": source.to_string(), "size": self.partition.size(),
            "partition": [self.partition.first, self.partition.second], "field": arguments.field,
            "mode": self.mode.name(), "seed": arguments.seed,
            "lower": self.lower, "upper": self.layers.len(), "decided": self.is_decided(),
            "rules": rules, "reasons": reason_lines(&self.reasons, self.lower),
            "undecided": self.undecided_words(),
            "layers": layer_records(&self.layers), "largest_bits": largest_bits(&self.layers),
            "seconds": self.seconds, "verified": true, "check_seconds": self.check_seconds,
            "certificates": paths,
        })
    }
}

fn counted(layers: usize) -> String {
    format!("{layers} layer{}", if layers == 1 { "" } else { "s" })
}
