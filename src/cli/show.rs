//! `flowcert show`: a certificate as a person reads it.

use std::ffi::OsString;
use std::process::ExitCode;

use clap::Args;
use flowcert_check::{Arith, Factorization, Half, Layer, Rejection};

use super::failure::{BAD_INPUT, DOES_NOT_HOLD, Failure};
use super::{Outcome, print};
use crate::report::{brief, decimal, grid};
use crate::scalar::Rational;

/// Show a certificate's layers as a person reads them
///
/// Small numbers are shown in full, large ones by their leading digits and their bits, and of large blocks the corners.
/// The certificate is read, not checked: that is 'flowcert verify'.
#[derive(Args)]
pub(super) struct Arguments {
    /// The certificate, or - for standard input
    certificate: OsString,
}

pub(super) fn run(arguments: &Arguments) -> Outcome {
    let factorization = read(&arguments.certificate)?;
    print(&as_text(&factorization))?;
    Ok(ExitCode::SUCCESS)
}

/// Reads a factorization: a file that cannot be opened is bad input, as is a certificate of another kind; one that is
/// malformed is rejected.
pub(super) fn read(path: &OsString) -> Result<Factorization, Failure> {
    let name = path.to_string_lossy();
    let bytes = flowcert_check::command::load(path).map_err(|error| {
        Failure::new(BAD_INPUT, "read::io", format!("cannot read {name}: {error}"))
            .with_help("name a certificate, as 'flowcert factor -o CERT' writes it")
    })?;
    let malformed = |rejection: Rejection| {
        let message = format!("{name} is rejected: {rejection}");
        Failure::new(DOES_NOT_HOLD, rejection.code(), message).with_help(
            "a certificate is what 'flowcert factor -o CERT' writes; docs/certificate-format.md describes it",
        )
    };
    let certificate = bytes.and_then(|bytes| flowcert_check::read(&bytes)).map_err(malformed)?;
    let kind = certificate.kind();
    certificate.into_factorization().ok_or_else(|| {
        let message =
            format!("{name} is a certificate of kind {kind}, and this command takes a factorization");
        Failure::new(BAD_INPUT, "certificate::kind", message)
            .with_help("name a certificate of kind factorization; 'flowcert verify' checks every kind")
    })
}

fn as_text(factorization: &Factorization) -> String {
    let Factorization { arith, ground, mode, partition: [first, second], matrix, layers, .. } = factorization;
    let place = match arith {
        Arith::Exact => format!("over {ground}"),
        Arith::F64 => "in doubles".to_owned(),
        Arith::Mpfr { precision } => format!("in floats of {precision} bits"),
    };
    let number = if *arith == Arith::Exact { brief } else { decimal };
    let mut text = format!(
        "factorization {place}, mode {}, {} layers\nx = (x1, x2), x1 of length {first}, x2 of length {second}\n\n\
         matrix M\n{}",
        mode.name(),
        layers.len(),
        grid(matrix, "  ", number)
    );
    for (k, layer) in layers.iter().enumerate() {
        text += &format!("\nlayer {} of {}: {}", k + 1, layers.len(), layer_text(layer, number));
    }
    if *arith == Arith::Exact {
        return text + "\nM is the product of the layers, the last one leftmost.\n";
    }
    let error = decimal(&factorization.error_bound);
    text + &format!(
        "\nM is the product of the layers, the last one leftmost, up to a relative error of at most {error}.\n"
    )
}

fn layer_text(layer: &Layer, number: fn(&Rational) -> String) -> String {
    let (written, read) = match layer.writes {
        Half::First => ("x1", "x2"),
        Half::Second => ("x2", "x1"),
    };
    let shift = grid(&layer.shift, "  ", number);
    if layer.scale.iter().all(|scale| *scale == 1) {
        return format!("{written} ← {written} + S·{read}, S =\n{shift}");
    }
    let scales = layer.scale.iter().map(number).collect::<Vec<_>>().join(", ");
    format!("{written} ← Λ·{written} + S·{read}, Λ = diag({scales}), S =\n{shift}")
}
