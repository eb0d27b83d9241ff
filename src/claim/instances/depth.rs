//! Instances of the depth separation: so many layers are needed for so many modes.

use flowcert_check::Certificate;

use super::Instance;
use crate::claim::Suite;
use crate::claim::expected::Expected;
use crate::depth::counting::{Problem, certify, corollary};
use crate::depth::table::{FlowClass, LayerSize};

/// Dimensions, numbers of modes and sizes of layers for which the corollary of Theorem 11 excludes flows, for both classes of
/// Lipschitz flows.
pub(in crate::claim) fn depth(suite: Suite) -> Vec<Instance> {
    let (dimensions, exponents) =
        if suite.quick { (vec![64, 256], 8..=12) } else { (vec![64, 100, 256, 1024], 6..=20) };
    let mut instances = Vec::new();
    for dimension in dimensions {
        for exponent in exponents.clone() {
            for size in LayerSize::ALL {
                let problem = Problem::new(dimension, 1 << exponent, size.parameters(dimension));
                let layers = corollary(dimension, 1 << exponent, problem.parameters);
                if layers >= 2 {
                    instances.extend(
                        [FlowClass::Dimension, FlowClass::Star]
                            .map(|class| instance(&problem, class, layers)),
                    );
                }
            }
        }
    }
    instances
}

fn instance(problem: &Problem, class: FlowClass, layers: u64) -> Instance {
    let problem = class.of(problem);
    let Problem { dimension, modes, parameters, .. } = &problem;
    let name = format!("n{dimension}-k{modes}-p{parameters}-{}", class.name());
    let construct = move || Ok(Certificate::from(certify(&problem)?.1));
    Instance { name, expected: Expected::Depth { layers }, construct: Box::new(construct) }
}
