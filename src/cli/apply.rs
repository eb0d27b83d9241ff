//! `flowcert apply`: a certificate's couplings, run on vectors.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use flowcert_check::{Arith, Factorization, Ground};
use nalgebra::DMatrix;

use super::failure::{BAD_INPUT, Failure};
use super::field::{OverField, over_field};
use super::{Outcome, print, show};
use crate::coupling::files::{Source, read_vectors, write_atomically, write_vectors_csv, write_vectors_npy};
use crate::coupling::{Flow, Mode};
use crate::matrix::Product;
use crate::matrix::exact::ExactField;
use crate::matrix::float::FloatField;
use crate::report::brief;
use crate::scalar::{Mpfr, Rational};

/// Run the couplings of a certificate on vectors, or invert them, in the arithmetic of the certificate
///
/// VECTORS is a .csv, .json or .npy file with one vector in each row, or - for standard input. Exact certificates give exact
/// images, printed as p/q text, one vector in each line; with -o they go to a .csv file, exactly, or to a .npy file, rounded
/// to double precision, and the largest rounding error is printed. Certificates in floating point are run in theirs. The
/// certificate is verified first.
#[derive(Args)]
pub(super) struct Arguments {
    /// The certificate
    certificate: OsString,
    /// The vectors, or - for standard input
    vectors: OsString,
    /// Apply the inverse
    #[arg(long)]
    inverse: bool,
    /// Write the images to this file, .csv or .npy
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

struct Job<'a> {
    factorization: &'a Factorization,
    /// One vector in each column.
    vectors: DMatrix<Rational>,
    inverse: bool,
}

pub(super) fn run(arguments: &Arguments, quiet: bool) -> Outcome {
    let factorization = &show::read(&arguments.certificate)?;
    flowcert_check::check_factorization(factorization)?;
    let vectors = read_vectors(&Source::from(arguments.vectors.clone()))?.transpose();
    if arguments.inverse && factorization.mode == Mode::Singular {
        return Err(Failure::new(
            BAD_INPUT,
            "coupling::not-invertible",
            "the certificate's mode is singular: the map has no inverse",
        )
        .with_help("apply it forwards, or factor an invertible matrix"));
    }
    let job = Job { factorization, vectors, inverse: arguments.inverse };
    let images = job.images()?;
    match &arguments.output {
        None => {
            let mut text = Vec::new();
            write_vectors_csv(&mut text, &images.text)?;
            print(&String::from_utf8_lossy(&text))?;
        }
        Some(path) => write(path, &images, quiet)?,
    }
    Ok(ExitCode::SUCCESS)
}

/// The images, one in each row: their exact values, and their text.
struct Images {
    exact: DMatrix<Rational>,
    text: DMatrix<String>,
}

impl Job<'_> {
    fn images(self) -> Result<Images, Failure> {
        match (self.factorization.arith, self.factorization.ground) {
            (Arith::Exact, ground) => {
                let prime = match ground {
                    Ground::Rationals => None,
                    Ground::Prime(prime) => Some(prime),
                };
                let exact = over_field(prime, self)??;
                Ok(Images { text: exact.map(|entry| entry.to_string()), exact })
            }
            (Arith::F64, _) => {
                let vectors = super::factor::doubles(&self.vectors)?;
                let images = self.applied(&vectors)?;
                // The shortest digits that read back as the same double.
                Ok(Images { text: images.map(|entry| format!("{entry:?}")), exact: exact(&images)? })
            }
            (Arith::Mpfr { precision }, _) => {
                let vectors = self.vectors.map(|entry| Mpfr::new(precision, &entry));
                let images = self.applied(&vectors)?;
                Ok(Images { text: images.map(|entry| entry.to_string()), exact: exact(&images)? })
            }
        }
    }

    /// The images of the columns of `vectors`, one in each row.
    fn applied<F: Product>(&self, vectors: &DMatrix<F>) -> Result<DMatrix<F>, Failure> {
        let flow = Flow::<F>::from_certificate(self.factorization)?;
        let flow = if self.inverse { flow.inverse()? } else { flow };
        Ok(flow.apply(vectors)?.transpose())
    }
}

/// The values of floats, unless one is infinite or NaN.
fn exact<F: FloatField>(images: &DMatrix<F>) -> Result<DMatrix<Rational>, Failure> {
    if images.iter().all(FloatField::is_finite) {
        return Ok(images.map(|entry| entry.to_rational()));
    }
    Err(Failure::new(
        BAD_INPUT,
        "apply::range",
        "an image is beyond the range of the certificate's arithmetic",
    )
    .with_help("divide the vectors by a power of two"))
}

impl OverField for Job<'_> {
    type Output = Result<DMatrix<Rational>, Failure>;

    fn run<F: ExactField>(self) -> Self::Output {
        let vectors = super::factor::in_field::<F>(&self.vectors)?;
        Ok(self.applied(&vectors)?.map(|entry| entry.to_rational()))
    }
}

fn write(path: &Path, images: &Images, quiet: bool) -> Result<(), Failure> {
    let failed = |error: std::io::Error| Failure::output(path, &error);
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("csv") => write_atomically(path, |out| write_vectors_csv(out, &images.text)).map_err(failed),
        Some("npy") => {
            let error =
                write_atomically(path, |out| write_vectors_npy(out, &images.exact)).map_err(failed)?;
            if quiet {
                return Ok(());
            }
            print(&format!("{}: rounded to doubles, by at most {}\n", path.display(), brief(&error)))
        }
        _ => Err(Failure::new(
            BAD_INPUT,
            "write::format",
            format!("{} is neither .csv nor .npy", path.display()),
        )
        .with_help("name the output .csv for exact p/q text, .npy for doubles")),
    }
}
