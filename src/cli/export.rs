//! `flowcert export`: a certificate's couplings as weights for flow libraries.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use flowcert_check::Factorization;

use super::failure::{BAD_INPUT, Failure};
use super::{Outcome, print, show};
use crate::coupling::files::export::{Export, Format, Precision, Shape, Target, export};
use crate::coupling::files::write_atomically;

/// Write the couplings of a certificate as weights that flow libraries load
///
/// The file holds x ↦ M·x as the forward direction of the library's own layers, under the names of their state dicts; which
/// layers they are, and the arguments of their constructors, is in its metadata, as JSON under the key 'flowcert'.
/// examples/interop/ loads each of them. The certificate is verified first, over the rational numbers only.
///
/// Every number is rounded to the nearest float, and the distance of the rounded product from the matrix is printed. The
/// scales of the libraries are positive: negative ones become changes of sign of coordinates, one layer before the first
/// coupling.
#[derive(Args)]
pub(super) struct Arguments {
    /// The certificate, or - for standard input
    certificate: OsString,
    /// What the weights are for
    #[arg(long, value_enum)]
    to: TargetArgument,
    /// The type of the numbers [default: f32 for the libraries, whose layers are made so; f64 for safetensors and json]
    #[arg(long, value_enum)]
    dtype: Option<PrecisionArgument>,
    /// Couplings of the channels of images instead of vectors: tensors of weights have shape (out, in, 1, 1), as those of
    /// 1 × 1 convolutions
    #[arg(long)]
    conv: bool,
    /// Write the weights to this file; only JSON may be printed instead
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Clone, Copy, ValueEnum)]
enum TargetArgument {
    /// Tensors layers.K.shift and layers.K.scale
    Safetensors,
    /// AffineCouplingBlock
    Normflows,
    /// AdditiveCouplingTransform and PointwiseAffineTransform
    Nflows,
    /// GLOWCouplingBlock
    Freia,
    /// Plain numbers
    Json,
}

#[derive(Clone, Copy, ValueEnum)]
enum PrecisionArgument {
    /// Single precision
    F32,
    /// Double precision
    F64,
}

impl TargetArgument {
    fn target(self) -> Target {
        match self {
            Self::Safetensors => Target::Safetensors,
            Self::Normflows => Target::Normflows,
            Self::Nflows => Target::Nflows,
            Self::Freia => Target::Freia,
            Self::Json => Target::Json,
        }
    }
}

impl Arguments {
    fn format(&self) -> Format {
        let target = self.to.target();
        let precision = match (self.dtype, target) {
            (Some(PrecisionArgument::F32), _) => Precision::Single,
            (Some(PrecisionArgument::F64), _) | (None, Target::Safetensors | Target::Json) => {
                Precision::Double
            }
            (None, Target::Normflows | Target::Nflows | Target::Freia) => Precision::Single,
        };
        Format { target, precision, shape: if self.conv { Shape::Images } else { Shape::Vectors } }
    }
}

pub(super) fn run(arguments: &Arguments, quiet: bool) -> Outcome {
    let format = arguments.format();
    // Before the work: bytes on a terminal help nobody.
    if arguments.output.is_none() && format.target != Target::Json {
        return Err(Failure::new(BAD_INPUT, "export::no-output", "tensors are written to a file")
            .with_help("name one: -o FILE"));
    }
    let factorization = &show::read(&arguments.certificate)?;
    flowcert_check::check_factorization(factorization)?;
    let written = export(factorization, format)?;
    match &arguments.output {
        None => print(&String::from_utf8_lossy(&written.bytes))?,
        Some(path) => {
            write_atomically(path, |out| out.write_all(&written.bytes))
                .map_err(|error| Failure::output(path, &error))?;
            if !quiet {
                print(&summary(path, factorization, format, &written))?;
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn summary(path: &Path, factorization: &Factorization, format: Format, written: &Export) -> String {
    let count = factorization.layers.len();
    let mut text = format!("{}: {count} couplings in {}", path.display(), format.precision.name());
    if !written.flipped.is_empty() {
        let coordinates = written.flipped.iter().map(usize::to_string).collect::<Vec<_>>().join(", ");
        text += &format!(", after a change of sign of x[{coordinates}]");
    }
    match written.relative_error {
        Some(error) => text + &format!("; their product is the matrix up to ≈{error:.1e} of its norm\n"),
        None => text + "; the matrix itself is beyond the range of doubles\n",
    }
}
