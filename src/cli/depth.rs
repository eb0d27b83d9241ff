//! `flowcert depth`: how many layers a flow needs for what a generator with one hidden layer makes.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use clap::{Args, ValueEnum};
use flowcert_check::{Certificate, Codebook, DepthSeparation, LayerFamily, Rejection, Separation};
use serde_json::json;

use super::factor::duration;
use super::failure::{BAD_INPUT, Failure, INTERNAL};
use super::{Outcome, OutputFormat, print, progress};
use crate::coupling::files::{parse_number, write_atomically};
use crate::depth::DepthError;
use crate::depth::counting::{Hypothesis, Problem, certify, optimize};
use crate::depth::flow::Units;
use crate::report::{depth_json, depth_lines};
use crate::scalar::Rational;

/// How many layers a flow needs to make what a generator with one hidden layer makes, with a certificate
///
/// Targets are mixtures of K Gaussians in N dimensions, W1 is the Wasserstein distance. For each of many targets there is a
/// generator with one hidden layer; flows of few layers, with at most P free parameters each, are too few to come within TAU of
/// all of them. This is counting: it does not use that flows are invertible, and one target at least is missed, no one says
/// which. Beside it stands how many layers are enough for each target (Theorem U).
///
/// The certificate is checked by the independent checker before it is printed or written.
#[derive(Args)]
pub(super) struct Arguments {
    /// The dimension of the data
    #[arg(long, value_name = "N")]
    dim: u32,
    /// The components of a target
    #[arg(long, value_name = "K")]
    modes: u32,
    /// The most free parameters of a layer
    #[arg(long, value_name = "P")]
    params_per_layer: u64,
    /// How near a flow has to come, in W1
    #[arg(long, value_name = "TAU", default_value = "1/16", value_parser = parse_number)]
    accuracy: Rational,
    /// What is supposed of the flows
    #[arg(long, value_enum, default_value_t)]
    class: ClassArgument,
    /// The Lipschitz constant of every suffix of a flow, for class lipschitz [default: N]
    #[arg(long, value_name = "R", value_parser = parse_number)]
    lipschitz: Option<Rational>,
    /// The form of the layers
    #[arg(long, value_enum, default_value_t)]
    family: FamilyArgument,
    /// The neurons of a network, for the families additive and clamped [default: as many as P allows]
    #[arg(long, value_name = "H")]
    width: Option<u64>,
    /// The square of the bound on every parameter [default: 36·K/TAU]
    #[arg(long, value_name = "B²", value_parser = parse_number)]
    bound_squared: Option<Rational>,
    /// The standard deviation of the components times √N
    #[arg(long, value_name = "S", default_value = "1/1024", value_parser = parse_number)]
    sigma_root_dim: Rational,
    /// The error of the generators, in W1
    #[arg(long, value_name = "ERR", default_value = "1/1024", value_parser = parse_number)]
    generator_error: Rational,
    /// The distance of the means, which are a packing of the unit ball
    #[arg(long, value_name = "D", default_value = "9/32", value_parser = parse_number)]
    distance: Rational,
    /// The means are signs ±1/√N instead, which differ in at least H places
    #[arg(long, value_name = "H", conflicts_with = "distance")]
    hamming: Option<u64>,
    /// The part of their means that two targets may share
    #[arg(long, value_name = "LAMBDA", default_value = "17/32", value_parser = parse_number)]
    overlap: Rational,
    /// Bound the distance of targets by inner products; for signs
    #[arg(long, requires = "hamming")]
    inner_products: bool,
    /// Choose the distance and the overlap for the largest log₂N / bits per parameter
    #[arg(long)]
    optimize: bool,
    /// Write the certificate to this file
    #[arg(long, short, value_name = "CERT")]
    output: Option<PathBuf>,
    /// How to print the result
    #[arg(long, value_enum, default_value_t)]
    format: OutputFormat,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum ClassArgument {
    /// Nothing but the form of the layers and the range of their parameters
    General,
    /// Every suffix of a flow has the Lipschitz constant R, mean norms are at most √N + 2
    Lipschitz,
    /// The same with R = 36·K²/TAU², which the flows of Theorem U have
    #[default]
    Star,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum FamilyArgument {
    /// x2 ← e^s·x2 + T·x1 + t
    Linear,
    /// x2 ← x2 + t(x1), t a network with one hidden layer
    Additive,
    /// x2 ← x2 + (e^s(x1) − 1)·clamp(x2) + t(x1), two such networks; clamp at 1, s = tanh of the network
    Clamped,
    /// x2 ← e^s·x2 + t(x1), s from −B to 0, all weights but P of them fixed
    #[default]
    Sparse,
}

pub(super) fn run(arguments: &Arguments, quiet: bool) -> Outcome {
    let mut problem = arguments.problem()?;
    let spinner = progress::spinner(quiet, "counting flows".to_owned());
    if arguments.optimize {
        problem = optimize(&problem)?;
    }
    let (least, certificate) = certify(&problem)?;
    let start = Instant::now();
    let certificate = verified(certificate)?;
    let seconds = start.elapsed().as_secs_f64();
    spinner.finish_and_clear();
    if let Some(path) = &arguments.output {
        write_atomically(path, |out| flowcert_check::write(&certificate, out))
            .map_err(|error| Failure::output(path, &error))?;
    }
    let enough = problem.enough_layers(Units::Clamp);
    match arguments.format {
        OutputFormat::Json => {
            let mut value = depth_json(&problem, &least, enough);
            value["certificate"] = json!(arguments.output);
            value["verified"] = json!(true);
            print(&format!("{value:#}\n"))?;
        }
        OutputFormat::Text if quiet => {}
        OutputFormat::Text => {
            let place = match &arguments.output {
                Some(path) => format!("certificate in {}", path.display()),
                None => "keep the certificate with -o CERT".to_owned(),
            };
            let lines = depth_lines(&problem, &least, enough);
            print(&format!("{lines}\nverified by the checker in {}; {place}\n", duration(seconds)))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// The certificate, as bytes and back, if the checker accepts it.
fn verified(separation: DepthSeparation) -> Result<Certificate, Failure> {
    let certificate = Certificate::from(separation);
    let internal = |what: String| {
        Failure::new(INTERNAL, "depth::internal", what)
            .with_help("this is a mistake of the program; please report it with the command")
    };
    let mut bytes = Vec::new();
    flowcert_check::write(&certificate, &mut bytes).map_err(|error| internal(error.to_string()))?;
    flowcert_check::check_bytes(&bytes).map_err(|rejection| match rejection {
        Rejection::TooLarge { .. } => Failure::new(
            BAD_INPUT,
            "depth::too-large",
            format!("these numbers are beyond the limits of the checker: {rejection}"),
        )
        .with_help("give numbers of fewer digits, a smaller bound on the parameters, or fewer modes"),
        _ => internal(format!("the checker rejects this result: {rejection}")),
    })?;
    Ok(certificate)
}

impl Arguments {
    fn problem(&self) -> Result<Problem, Failure> {
        if self.lipschitz.is_some() && self.class != ClassArgument::Lipschitz {
            return Err(Failure::new(BAD_INPUT, "depth::class", "--lipschitz is for the class lipschitz")
                .with_help("add --class lipschitz, or leave --lipschitz out"));
        }
        let mut problem = Problem::new(self.dim, self.modes, self.params_per_layer);
        if self.accuracy > 0 {
            problem.bound_squared = Problem::star_bound_squared(self.modes, &self.accuracy);
            problem.hypothesis = Problem::star(self.modes, &self.accuracy);
        }
        problem.accuracy = self.accuracy.clone();
        if let Some(squared) = &self.bound_squared {
            problem.bound_squared = squared.clone();
        }
        problem.hypothesis = match self.class {
            ClassArgument::General => Hypothesis::General,
            ClassArgument::Lipschitz => {
                Hypothesis::lipschitz(self.lipschitz.clone().unwrap_or_else(|| Rational::from(self.dim)))
            }
            ClassArgument::Star => problem.hypothesis,
        };
        problem.sigma_root_dimension = self.sigma_root_dim.clone();
        problem.generator_error = self.generator_error.clone();
        problem.codebook = match self.hamming {
            Some(hamming) => Codebook::GilbertVarshamov { hamming },
            None => Codebook::BallPacking { distance: self.distance.clone() },
        };
        problem.family = self.layer_family();
        if self.inner_products {
            problem.separation = Separation::InnerProduct;
        }
        Ok(problem.sharing(&self.overlap)?)
    }

    fn layer_family(&self) -> LayerFamily {
        let half = u64::from(self.dim / 2);
        // A network of h neurons has h·(2m + 1) + m parameters.
        let fits = |parameters: u64| (parameters.saturating_sub(half) / (2 * half + 1)).max(1);
        let width = |parameters: u64| self.width.unwrap_or_else(|| fits(parameters));
        match self.family {
            FamilyArgument::Linear => LayerFamily::Linear,
            FamilyArgument::Additive => LayerFamily::Additive { width: width(self.params_per_layer) },
            FamilyArgument::Clamped => LayerFamily::Clamped {
                width: width(self.params_per_layer / 2),
                clamp: Rational::from(1),
                slope: Rational::from(1),
            },
            FamilyArgument::Sparse => LayerFamily::Sparse,
        }
    }
}

impl From<DepthError> for Failure {
    fn from(error: DepthError) -> Self {
        Self::new(BAD_INPUT, error.code(), error.to_string()).with_help(error.help())
    }
}
