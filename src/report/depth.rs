//! What counting says about the depth of flows, in words and for programs.

use flowcert_check::{Codebook, LayerFamily, Separation};
use serde_json::{Value, json};

use super::number::decimal;
use crate::depth::counting::{Hypothesis, Least, Problem};
use crate::depth::generator;
use crate::scalar::{Ball, Rational};

/// A page for people.
pub(crate) fn depth_lines(problem: &Problem, least: &Least, enough: Option<u64>) -> String {
    let Problem { dimension, modes, parameters, accuracy, .. } = problem;
    let mut text = format!(
        "{modes} modes in {dimension} dimensions, {parameters} parameters per layer, W1 up to {accuracy}\n"
    );
    text += &if least.bites() {
        format!("bites: a flow of fewer than {} layers misses one of the targets at least\n", least.layers)
    } else {
        "vacuous: counting excludes no flow\n".to_owned()
    };
    let of = |words: &str, value: String| format!("  {words:<22} {value}\n");
    text += "\n";
    text += &of("targets", format!("at least 2^{}", floor(&least.log2_targets)));
    text += &of("their means", codebook(problem));
    text += &of("Δ", decimal(&rational(least.margin.lower())));
    text += &of("bits per parameter", upper(&least.bits_per_parameter));
    text += &of("layers", family(&problem.family));
    text += &of("parameters", format!("at most {} each", bound(&problem.bound_squared)));
    text += &of("flows", hypothesis(&problem.hypothesis));
    text += &of("least layers", format!("{} (certified)", least.layers));
    text += &of("enough layers", enough_text(problem, enough));
    text += &of(
        "generator",
        format!("one hidden layer, {} neurons, {} weights", neurons(problem), weights(problem)),
    );
    text += "\nCounting does not use that flows are invertible; which target is missed, it does not say.\n";
    text
}

/// The same for programs.
pub(crate) fn depth_json(problem: &Problem, least: &Least, enough: Option<u64>) -> Value {
    json!({
        "dimension": problem.dimension, "modes": problem.modes, "parameters_per_layer": problem.parameters,
        "accuracy": problem.accuracy.to_string(), "sigma_root_dimension": problem.sigma_root_dimension.to_string(),
        "generator_error": problem.generator_error.to_string(), "bound_squared": problem.bound_squared.to_string(),
        "family": problem.family.name(), "class": class(&problem.hypothesis),
        "codebook": problem.codebook.name(), "distance_squared": distance_squared(problem),
        "shared": problem.shared, "separation": problem.separation.name(),
        "log2_targets": least.log2_targets.lower().to_f64(),
        "bits_per_parameter": least.bits_per_parameter.upper().to_f64(),
        "margin": least.margin.lower().to_f64(),
        "least_layers": least.layers, "enough_layers": enough,
        "generator_neurons": neurons(problem), "generator_weights": weights(problem),
        "verdict": if least.bites() { "bites" } else { "vacuous" },
    })
}

fn neurons(problem: &Problem) -> u64 {
    generator::neurons(problem.dimension.into(), problem.modes.into())
}

fn weights(problem: &Problem) -> u64 {
    generator::weights(problem.dimension.into(), problem.modes.into())
}

fn codebook(problem: &Problem) -> String {
    let Problem { codebook, shared, modes, .. } = problem;
    let by = match problem.separation {
        Separation::Distance => "distances",
        Separation::InnerProduct => "inner products",
    };
    let points = match codebook {
        Codebook::BallPacking { distance } => format!("a packing of the unit ball, {distance} apart"),
        _ => format!("signs ±1/√n, r² = {}", distance_squared(problem)),
    };
    format!("{points}; at most {shared} of {modes} shared; separated by {by}")
}

fn distance_squared(problem: &Problem) -> String {
    crate::depth::codebook::distance_squared(&problem.codebook, problem.dimension).to_string()
}

fn family(family: &LayerFamily) -> String {
    match family {
        LayerFamily::Linear => "linear affine couplings with bias".to_owned(),
        LayerFamily::Additive { width } => format!("additive couplings, networks of {width} neurons"),
        LayerFamily::Clamped { width, clamp, slope } => {
            format!(
                "affine couplings clamped at {clamp}, log-scales up to {slope}, two networks of {width} neurons"
            )
        }
        LayerFamily::Sparse => "affine couplings with sparse networks, log-scales not above 0".to_owned(),
    }
}

fn hypothesis(hypothesis: &Hypothesis) -> String {
    match hypothesis {
        Hypothesis::General => "nothing supposed".to_owned(),
        Hypothesis::Lipschitz { lipschitz, mean_excess } => {
            format!("every suffix {}-Lipschitz, mean norms at most √n + {mean_excess}", decimal(lipschitz))
        }
    }
}

fn class(hypothesis: &Hypothesis) -> Value {
    match hypothesis {
        Hypothesis::General => json!({ "by": "general" }),
        Hypothesis::Lipschitz { lipschitz, mean_excess } => {
            json!({ "by": "lipschitz", "lipschitz": lipschitz.to_string(), "mean_excess": mean_excess.to_string() })
        }
    }
}

fn enough_text(problem: &Problem, enough: Option<u64>) -> String {
    match enough {
        Some(layers) => format!("{layers} (Theorem U: sparse layers of clamp units)"),
        None => format!("not said: {} parameters hold no ramp, which takes n/2 + 2", problem.parameters),
    }
}

fn bound(squared: &Rational) -> String {
    let root = Ball::enclose(squared, 64).sqrt();
    decimal(&rational(root.upper()))
}

fn floor(ball: &Ball) -> String {
    rational(ball.lower()).floor().to_string()
}

fn upper(ball: &Ball) -> String {
    decimal(&rational(ball.upper()))
}

fn rational(float: &crate::scalar::Float) -> Rational {
    float.to_rational().unwrap_or_default()
}
