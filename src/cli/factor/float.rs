//! The float path: orthogonal, bounded or conditioned, in doubles or in MPFR, certified.

use std::time::Instant;

use flowcert_check::Factorization;
use nalgebra::DMatrix;

use super::super::failure::{BAD_INPUT, DOES_NOT_HOLD, Failure};
use super::choice::{Choice, Method, suitable_method};
use super::shape::{Shaped, doubles};
use super::{Arguments, ModeArgument, Store, verified};
use crate::coupling::files::Numbers;
use crate::coupling::{Flow, Mode};
use crate::linear::certified::{self, CertifiedField};
use crate::linear::{LinearError, bounded, conditioned, orthogonal};
use crate::matrix::float::FloatField;
use crate::matrix::float::determinant::{Determinant, Sign, enclose};
use crate::scalar::{Mpfr, Rational};

/// A float factorization, certified and verified, and what is known of the matrix.
pub(super) struct FloatFound {
    pub(super) factorization: Factorization,
    pub(super) method: Method,
    /// Why this method.
    pub(super) reason: &'static str,
    pub(super) notes: Vec<String>,
    pub(super) determinant: Determinant,
    /// σ_max / σ_min as doubles give it; infinite for a singular matrix.
    pub(super) condition: f64,
    /// What the method promises for every shift, if it promises anything.
    pub(super) promised_norm: Option<f64>,
    /// Σ log |scales|.
    pub(super) log_scales: f64,
    /// About ‖flow⁻¹·M − I‖ / √n, computed in doubles; none for singular maps.
    pub(super) inverse_error: Option<f64>,
    pub(super) seconds: f64,
    pub(super) check_seconds: f64,
}

pub(super) fn factor(
    shaped: Shaped,
    numbers: Numbers,
    choice: Choice,
    arguments: &Arguments,
) -> Result<FloatFound, Failure> {
    let Shaped { matrix, notes, .. } = shaped;
    let approximate = doubles(&matrix)?;
    let determinant = enclose(&matrix);
    let mode = mode(arguments.mode, &determinant, matrix.nrows())?;
    let asked = match choice {
        Choice::Double(method) | Choice::Mpfr(_, method) => method,
        Choice::Exact => None,
    };
    let (method, reason) =
        asked.map_or_else(|| suitable_method(&approximate, numbers), |method| (method, "as asked for"));
    if mode == Mode::Additive && method != Method::Orthogonal {
        return Err(no_scales());
    }
    let job = Job { matrix: &matrix, approximate: &approximate, method, reason, mode, arguments };
    match choice {
        Choice::Mpfr(bits, _) => {
            let floats = matrix.map(|entry| Mpfr::new(bits, &entry));
            let start = Instant::now();
            let flow = construct(&floats, method, determinant.sign)?;
            job.finish(&flow, determinant, notes, start)
        }
        Choice::Double(_) | Choice::Exact => {
            let start = Instant::now();
            let flow = match method {
                Method::Conditioned => conditioned::construct_within(&approximate, arguments.tolerance)?,
                _ => construct(&approximate, method, determinant.sign)?,
            };
            let flow = match arguments.store {
                Store::F64 => flow,
                Store::F32 => flow.rounded_to_singles().ok_or(LinearError::Overflow)?,
            };
            job.finish(&flow, determinant, notes, start)
        }
    }
}

fn construct<F: FloatField>(matrix: &DMatrix<F>, method: Method, sign: Sign) -> Result<Flow<F>, LinearError> {
    match method {
        Method::Orthogonal => orthogonal::construct(matrix),
        Method::Bounded | Method::Conditioned => bounded::construct(matrix, sign),
    }
}

/// What is asked for, or the least mode that reaches the matrix: with a negative scale only if the determinant is negative.
fn mode(asked: Option<ModeArgument>, determinant: &Determinant, size: usize) -> Result<Mode, Failure> {
    let mode = asked.map(ModeArgument::mode);
    let sign = |text: &str| LinearError::DeterminantNotPositive { determinant: text.to_owned() };
    match (mode, determinant.sign) {
        (Some(Mode::Singular), _) => Ok(Mode::Singular),
        (_, Sign::Zero) => Err(LinearError::SingularFloat { rank: determinant.rank, size }.into()),
        (Some(Mode::Positive | Mode::Additive), Sign::Negative) => Err(sign("negative").into()),
        (Some(mode), _) => Ok(mode),
        (None, Sign::Positive) => Ok(Mode::Positive),
        (None, Sign::Negative) => Ok(Mode::Signed),
    }
}

fn no_scales() -> Failure {
    Failure::new(BAD_INPUT, "factor::mode", "additive couplings have no scales, and this method needs them")
        .with_help("leave --mode out; --mode additive goes with --method orthogonal, or with --arith exact")
}

struct Job<'a> {
    matrix: &'a DMatrix<Rational>,
    approximate: &'a DMatrix<f64>,
    method: Method,
    reason: &'static str,
    mode: Mode,
    arguments: &'a Arguments,
}

impl Job<'_> {
    fn finish<F: CertifiedField>(
        &self,
        flow: &Flow<F>,
        determinant: Determinant,
        notes: Vec<String>,
        start: Instant,
    ) -> Result<FloatFound, Failure> {
        let seconds = start.elapsed().as_secs_f64();
        let scales = || flow.layers().iter().flat_map(|layer| &layer.scale);
        // A flow of a rotation has no scale but 1: that is additive, which is more than positive.
        let mode = match self.mode {
            Mode::Positive if self.arguments.mode.is_none() && scales().all(num_traits::One::is_one) => {
                Mode::Additive
            }
            mode => mode,
        };
        let factorization = certified::certify(flow, self.matrix, mode)?;
        let check_seconds = verified(&factorization)?;
        self.check_norm(&factorization)?;
        let values = f64::svd(self.approximate).map_err(LinearError::from)?.values;
        let (largest, smallest) =
            (values.first().copied().unwrap_or(0.0), values.last().copied().unwrap_or(0.0));
        let promised_norm = match self.method {
            Method::Orthogonal => Some(orthogonal::bound().1.to_f64()),
            Method::Bounded => Rational::from_f64(largest).map(|norm| bounded::bound(&norm).1.to_f64()),
            Method::Conditioned => None,
        };
        Ok(FloatFound {
            factorization,
            method: self.method,
            reason: self.reason,
            notes,
            condition: if determinant.sign == Sign::Zero { f64::INFINITY } else { largest / smallest },
            determinant,
            promised_norm,
            log_scales: scales().map(|scale| scale.to_double().abs().ln()).sum(),
            inverse_error: inverse_error(flow, self.approximate),
            seconds,
            check_seconds,
        })
    }

    /// `--max-norm`.
    fn check_norm(&self, factorization: &Factorization) -> Result<(), Failure> {
        let (Some(limit), Some(norm)) = (self.arguments.max_norm, &factorization.max_shift_norm) else {
            return Ok(());
        };
        if norm.to_f64() <= limit {
            return Ok(());
        }
        let message =
            format!("the largest spectral norm of a shift is {:.4}, more than {limit}", norm.to_f64());
        Err(Failure::new(DOES_NOT_HOLD, "factor::max-norm", message)
            .with_help("rotations have shifts below 2.62, other matrices with --method bounded below 5.55 times their norm"))
    }
}

/// ‖flow⁻¹·M − I‖ / √n, all in doubles.
fn inverse_error<F: FloatField>(flow: &Flow<F>, matrix: &DMatrix<f64>) -> Option<f64> {
    let inverse = flow.to_doubles().inverse().ok()?;
    let size = matrix.nrows();
    let image = inverse.apply(matrix).ok()?;
    Some((image - DMatrix::identity(size, size)).norm() / (size as f64).sqrt())
}
