//! Which arithmetic and which method: what was asked for, or what suits the matrix, and why.

use std::str::FromStr;

use clap::ValueEnum;
use nalgebra::DMatrix;

use super::super::failure::{BAD_INPUT, Failure};
use crate::coupling::files::Numbers;
use crate::linear::orthogonal;

/// The largest d for which exact fractions are chosen unasked: a generic 32 × 32 matrix takes 1 700 bits.
const LARGEST_EXACT_HALF: usize = 16;

/// The most bits of an MPFR number that are accepted.
const MAX_BITS: u32 = 16_384;

/// `--arith`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ArithArgument {
    Auto,
    Exact,
    F64,
    Mpfr(u32),
}

impl FromStr for ArithArgument {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "auto" => return Ok(Self::Auto),
            "exact" => return Ok(Self::Exact),
            "f64" => return Ok(Self::F64),
            _ => {}
        }
        let bits = text.strip_prefix("mpfr:").and_then(|bits| bits.parse().ok());
        match bits {
            Some(bits @ 24..=MAX_BITS) => Ok(Self::Mpfr(bits)),
            Some(_) => Err(format!("mpfr takes 24 to {MAX_BITS} bits")),
            None => Err("choose auto, exact, f64 or mpfr:BITS".to_owned()),
        }
    }
}

/// `--method`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum MethodArgument {
    /// What suits the matrix
    Auto,
    /// At most six layers, exactly (Theorem 1)
    Six,
    /// Six layers with shifts of norm below 2.62, for orthogonal matrices (Theorem 2)
    Orthogonal,
    /// Ten layers with bounded shifts, whatever the condition number (Theorem 3)
    Bounded,
    /// Eight layers with one scalar scale, for well-conditioned matrices (Theorem 4)
    Conditioned,
}

/// A construction in floating point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Method {
    Orthogonal,
    Bounded,
    Conditioned,
}

impl Method {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Orthogonal => "orthogonal",
            Self::Bounded => "bounded",
            Self::Conditioned => "conditioned",
        }
    }
}

/// What will be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Choice {
    /// Six layers in exact arithmetic.
    Exact,
    /// Doubles.
    Double(Option<Method>),
    /// Floats of so many bits.
    Mpfr(u32, Option<Method>),
}

/// The choice before the matrix is looked at, but for its size and the numbers of its file.
pub(super) fn choose(
    arith: ArithArgument,
    method: MethodArgument,
    field: Option<u64>,
    numbers: Numbers,
    size: usize,
) -> Result<Choice, Failure> {
    let wanted = match method {
        MethodArgument::Auto | MethodArgument::Six => None,
        MethodArgument::Orthogonal => Some(Method::Orthogonal),
        MethodArgument::Bounded => Some(Method::Bounded),
        MethodArgument::Conditioned => Some(Method::Conditioned),
    };
    let exact_suits = numbers == Numbers::Exact && size <= 2 * LARGEST_EXACT_HALF;
    match arith {
        ArithArgument::Exact | ArithArgument::Auto if field.is_some() && wanted.is_none() => {
            Ok(Choice::Exact)
        }
        _ if field.is_some() => Err(conflict("--field works over a finite field, which has no floats")),
        ArithArgument::Exact if wanted.is_none() => Ok(Choice::Exact),
        ArithArgument::Exact => {
            Err(conflict("this method computes in floats: its square roots have no exact value"))
        }
        ArithArgument::Auto if method == MethodArgument::Six => Ok(Choice::Exact),
        ArithArgument::Auto if wanted.is_none() && exact_suits => Ok(Choice::Exact),
        _ if method == MethodArgument::Six => {
            Err(conflict("six layers for any matrix are for exact arithmetic: rounding would ruin them"))
        }
        ArithArgument::Auto | ArithArgument::F64 => Ok(Choice::Double(wanted)),
        ArithArgument::Mpfr(_) if wanted == Some(Method::Conditioned) => {
            Err(conflict("the eight-layer method works in doubles only"))
        }
        ArithArgument::Mpfr(bits) => Ok(Choice::Mpfr(bits, wanted)),
    }
}

fn conflict(message: &str) -> Failure {
    Failure::new(BAD_INPUT, "factor::method", message)
        .with_help("--method six goes with --arith exact; orthogonal and bounded go with f64 and mpfr:BITS, conditioned with f64")
}

/// The method that suits a matrix, and why.
pub(super) fn suitable_method(matrix: &DMatrix<f64>, numbers: Numbers) -> (Method, &'static str) {
    let (epsilon, reason) = match numbers {
        Numbers::Float32 => (f64::from(f32::EPSILON), "MᵀM = I up to the rounding of 32-bit floats"),
        Numbers::Exact | Numbers::Float64 => (f64::EPSILON, "MᵀM = I up to rounding"),
    };
    // What rounding the entries of an orthogonal matrix does to MᵀM.
    let rounding = (16.0 * epsilon * matrix.nrows() as f64).min(orthogonal::MAX_DEVIATION);
    if orthogonal::deviation(matrix) <= rounding {
        (Method::Orthogonal, reason)
    } else {
        (Method::Bounded, "MᵀM ≠ I")
    }
}
