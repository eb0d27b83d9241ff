//! The certificate of kind `depth-separation`.

use flowcert_check::{Class, DepthSeparation};
use rug::Rational;

use super::{Hypothesis, Least, Problem, bits_per_parameter, least_layers, sensitivity};
use crate::depth::DepthError;
use crate::scalar::{Ball, Float};

/// Bits of the numbers that are stored: they are rounded against the claim.
const STORED: u32 = 64;

/// What [`least_layers`] finds, for the checker, and the certificate.
///
/// ```
/// use flowcert::depth::counting::{Problem, certify};
///
/// let (least, certificate) = certify(&Problem::new(64, 256, 64))?;
/// assert_eq!((least.layers, certificate.layers_needed), (4, 4));
/// # Ok::<(), flowcert::depth::DepthError>(())
/// ```
///
/// # Errors
///
/// Those of [`least_layers`].
pub fn certify(problem: &Problem) -> Result<(Least, DepthSeparation), DepthError> {
    let least = least_layers(problem)?;
    let below = least.layers - 1;
    let (sensitivity, bits) = if below == 0 {
        (Rational::new(), Rational::new())
    } else {
        (above(&sensitivity(problem, below).log2()), above(&bits_per_parameter(problem, below)))
    };
    let class = match &problem.hypothesis {
        Hypothesis::General => Class::General,
        Hypothesis::Lipschitz { lipschitz, mean_excess } => {
            Class::Lipschitz { lipschitz: lipschitz.clone(), mean_excess: mean_excess.clone() }
        }
    };
    let certificate = DepthSeparation {
        dimension: problem.dimension.into(),
        modes: problem.modes.into(),
        accuracy: problem.accuracy.clone(),
        sigma_root_dimension: problem.sigma_root_dimension.clone(),
        ramp_width: problem.ramp_width(),
        generator_error: problem.generator_error.clone(),
        points: problem.points(),
        codebook: problem.codebook.clone(),
        shared: problem.shared.into(),
        targets: problem.targets.clone(),
        separation: problem.separation,
        family: problem.family.clone(),
        parameters: problem.parameters,
        bound_squared: problem.bound_squared.clone(),
        class,
        log2_targets: below_of(&least.log2_targets),
        log2_sensitivity: sensitivity,
        bits_per_parameter: bits,
        layers_needed: least.layers,
    };
    Ok((least, certificate))
}

/// A number of [`STORED`] bits that is not below the ball.
fn above(ball: &Ball) -> Rational {
    rational(ball.with_precision(STORED).upper())
}

/// A number of [`STORED`] bits that is not above the ball.
fn below_of(ball: &Ball) -> Rational {
    rational(ball.with_precision(STORED).lower())
}

fn rational(float: &Float) -> Rational {
    float.to_rational().unwrap_or_default()
}
