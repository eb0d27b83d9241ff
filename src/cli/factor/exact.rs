//! The exact path: layers over ℚ or a prime field, at most six for equal halves.

use std::time::Instant;

use flowcert_check::Factorization;
use indicatif::ProgressBar;
use nalgebra::DMatrix;
use serde_json::json;

use super::super::failure::{BAD_INPUT, DOES_NOT_HOLD, Failure};
use super::super::field::{OverField, over_field};
use super::shape::Shaped;
use super::{Arguments, duration, verified};
use crate::coupling::Partition;
use crate::coupling::files::Source;
use crate::linear::unequal::{self, Route};
use crate::matrix::exact::ExactField;
use crate::report::{brief, largest_bits, layer_records, layer_table};
use crate::scalar::{Field, Rational};

/// What was found, no longer tied to a field.
pub(super) struct ExactFound {
    pub(super) factorization: Factorization,
    route: Route,
    seconds: f64,
    check_seconds: f64,
}

struct Job<'a> {
    shaped: &'a Shaped,
    arguments: &'a Arguments,
}

pub(super) fn factor(shaped: &Shaped, arguments: &Arguments) -> Result<ExactFound, Failure> {
    over_field(arguments.field, Job { shaped, arguments })?
}

/// Says on standard error what exact numbers of a large matrix cost, before they are computed.
pub(super) fn announce(partition: Partition, spinner: &ProgressBar) {
    let size = partition.size();
    let half = size as f64 / 2.0;
    if half > 32.0 {
        let (bits, seconds) = (7.0 * half * half, 0.5 * (half / 32.0).powf(3.75));
        let time = if partition.first == partition.second {
            format!("take about {seconds:.0} s on two cores")
        } else {
            "take longer than those of equal halves".to_owned()
        };
        spinner.suspend(|| {
            eprintln!(
                "exact layers of a generic {size} × {size} matrix have numbers of about {bits:.0} bits, and {time}"
            );
        });
    }
}

/// As [`verified`], but a norm that was asked for and not reached is the user's affair.
fn checked(factorization: &Factorization) -> Result<f64, Failure> {
    let start = Instant::now();
    match flowcert_check::check_factorization(factorization) {
        Err(rejection @ flowcert_check::Rejection::NormNotProved { .. }) => {
            Err(Failure::new(DOES_NOT_HOLD, "factor::max-norm", rejection.to_string()).with_help(
                "exact layers have no bound on their norm; use --arith f64, where orthogonal and bounded have one",
            ))
        }
        Err(_) => verified(factorization),
        Ok(_) => Ok(start.elapsed().as_secs_f64()),
    }
}

impl OverField for Job<'_> {
    type Output = Result<ExactFound, Failure>;

    fn run<F: ExactField>(self) -> Self::Output {
        let matrix = in_field::<F>(&self.shaped.matrix)?;
        let mode = match self.arguments.mode {
            Some(mode) => mode.mode(),
            None => unequal::default_mode(&matrix)?,
        };
        let start = Instant::now();
        let (strategy, seed) = (self.arguments.strategy.strategy(), self.arguments.seed);
        let found = unequal::construct(&matrix, self.shaped.partition, mode, strategy, seed)?;
        let seconds = start.elapsed().as_secs_f64();
        let mut factorization = unequal::certify(&matrix, mode, &found.flow);
        factorization.max_shift_norm = self.arguments.max_norm.and_then(Rational::from_f64);
        let check_seconds = checked(&factorization)?;
        Ok(ExactFound { factorization, route: found.route, seconds, check_seconds })
    }
}

/// The matrix with its entries taken into the field.
pub(in super::super) fn in_field<F: Field>(matrix: &DMatrix<Rational>) -> Result<DMatrix<F>, Failure> {
    let entries = matrix.iter().map(|entry| {
        F::from_rational(entry).ok_or_else(|| {
            let message = format!("the entry {} has a denominator that is 0 in this field", brief(entry));
            Failure::new(BAD_INPUT, "field::denominator", message).with_help("choose another prime")
        })
    });
    Ok(DMatrix::from_vec(matrix.nrows(), matrix.ncols(), entries.collect::<Result<_, _>>()?))
}

impl ExactFound {
    /// The theorem, by the name of its module.
    pub(super) fn method(&self) -> &'static str {
        if matches!(self.route, Route::Equal(_)) { "six" } else { "unequal" }
    }

    pub(super) fn as_text(&self, source: &Source, notes: &[String], arguments: &Arguments) -> String {
        let Factorization { ground, mode, matrix, layers, partition: [first, second], .. } =
            &self.factorization;
        let size = matrix.len();
        let halves =
            if first == second { String::new() } else { format!(" with halves of {first} and {second}") };
        let mut text = format!(
            "{source}: {size} × {size} over {ground}{halves}, mode {}\n{} layers ({}), numbers of at most {} bits, found in \
             {}\n",
            mode.name(),
            layers.len(),
            self.route.name(),
            largest_bits(layers),
            duration(self.seconds)
        );
        for note in notes {
            text += &format!("note: {note}\n");
        }
        if !layers.is_empty() {
            text += &format!("\n{}", layer_table(layers));
        }
        text += &format!("\nverified by the checker in {}", duration(self.check_seconds));
        match &arguments.output {
            Some(path) => text + &format!("; certificate in {}\n", path.display()),
            None => text + "; keep the certificate with -o CERT\n",
        }
    }

    pub(super) fn as_json(&self, source: &Source, arguments: &Arguments) -> serde_json::Value {
        json!({
            "input": source.to_string(), "size": self.factorization.matrix.len(),
            "partition": self.factorization.partition, "field": arguments.field,
            "arith": "exact", "mode": self.factorization.mode.name(), "route": self.route.name(),
            "seed": arguments.seed, "layers": layer_records(&self.factorization.layers),
            "largest_bits": largest_bits(&self.factorization.layers),
            "seconds": self.seconds, "verified": true, "check_seconds": self.check_seconds,
            "certificate": arguments.output,
        })
    }
}
