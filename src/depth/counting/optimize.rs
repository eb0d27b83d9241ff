//! The best distance of the points and the best part that targets share.

use flowcert_check::Codebook;
use rug::Rational;

use super::problem::shared;
use super::{Least, Problem, least_layers};
use crate::depth::DepthError;

/// Steps of r and λ, coarse to fine.
const STEPS: [u32; 4] = [16, 32, 64, 128];

/// A problem like this one with the r of its packing (or the h of its code, if it exists by Gilbert and Varshamov) and the shared
/// part λ chosen for the largest log₂N / bits per parameter, by going to the best neighbour on finer and finer grids. What is
/// found is at least as good as what the search begins with.
///
/// # Errors
///
/// Those of [`least_layers`].
pub fn optimize(problem: &Problem) -> Result<Problem, DepthError> {
    let mut best = problem.clone();
    let mut value = objective(&least_layers(problem)?);
    for step in STEPS {
        loop {
            let better = neighbours(&best, step).into_iter().filter_map(|candidate| {
                let value = objective(&least_layers(&candidate).ok()?);
                Some((value, candidate))
            });
            let better = better.max_by(|(one, _), (other, _)| one.total_cmp(other));
            match better {
                Some((found, candidate)) if found > value => (value, best) = (found, candidate),
                _ => break,
            }
        }
    }
    Ok(best)
}

/// L·p is at least so much.
fn objective(least: &Least) -> f64 {
    least.log2_targets.lower().to_f64() / least.bits_per_parameter.upper().to_f64()
}

/// The problems one step of 1/`step` away in r or λ or both.
fn neighbours(problem: &Problem, step: u32) -> Vec<Problem> {
    let mut found = Vec::new();
    for of_distance in -1..=1_i32 {
        for of_part in -1..=1_i32 {
            let Some(codebook) = moved(problem, of_distance, step) else { continue };
            let part = Rational::from((problem.shared, problem.modes)) + Rational::from((of_part, step));
            if (0..1).contains(&part) {
                let shared = shared(problem.modes, &part);
                found.push(Problem { codebook, shared, ..problem.clone() });
            }
        }
    }
    found.retain(|candidate| candidate != problem);
    found
}

fn moved(problem: &Problem, by: i32, step: u32) -> Option<Codebook> {
    match &problem.codebook {
        Codebook::BallPacking { distance } => {
            let distance = distance + Rational::from((by, step));
            (distance > 0 && distance <= 2).then_some(Codebook::BallPacking { distance })
        }
        Codebook::GilbertVarshamov { hamming } => {
            let by = i64::from(by) * i64::from(problem.dimension.div_ceil(4 * step));
            let hamming = hamming.checked_add_signed(by)?;
            (1..=u64::from(problem.dimension))
                .contains(&hamming)
                .then_some(Codebook::GilbertVarshamov { hamming })
        }
        codebook => Some(codebook.clone()),
    }
}
