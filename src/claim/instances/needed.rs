//! Instances of lower bounds: so many layers are needed, and sometimes suffice.

use flowcert_check::{Certificate, MinimalLayers};
use nalgebra::DMatrix;

use super::Instance;
use crate::claim::Suite;
use crate::claim::allowed::Allowed;
use crate::claim::expected::Expected;
use crate::coupling::{Mode, Partition};
use crate::linear::six::Strategy;
use crate::linear::{LinearError, lower_bound, unequal};
use crate::scalar::Rational;

pub(super) const MODES: [Mode; 3] = [Mode::Additive, Mode::Positive, Mode::Signed];

/// The matrix needs at least so many layers.
fn at_least(
    name: String,
    matrix: DMatrix<Rational>,
    partition: Partition,
    mode: Mode,
    layers: usize,
) -> Instance {
    let construct = move || Ok(Certificate::LowerBound(lower(&matrix, partition, mode, layers)?));
    Instance { name, expected: Expected::AtLeast { layers, mode }, construct: Box::new(construct) }
}

/// The matrix needs exactly so many layers.
pub(super) fn exactly(
    name: String,
    matrix: DMatrix<Rational>,
    partition: Partition,
    mode: Mode,
    layers: usize,
) -> Instance {
    let construct = move || {
        let lower_bound = lower(&matrix, partition, mode, layers)?;
        let flow = unequal::construct(&matrix, partition, mode, Strategy::Fewest, 0)?.flow;
        let layers = unequal::certify(&matrix, mode, &flow).layers;
        Ok(Certificate::MinimalLayers(MinimalLayers { lower_bound, layers }))
    };
    Instance { name, expected: Expected::Exactly { layers, mode }, construct: Box::new(construct) }
}

fn lower(
    matrix: &DMatrix<Rational>,
    partition: Partition,
    mode: Mode,
    layers: usize,
) -> Result<flowcert_check::LowerBound, LinearError> {
    let bound = lower_bound::construct(matrix, partition, mode, layers)?;
    Ok(lower_bound::certify(matrix, partition, mode, bound.ok_or(LinearError::NoReason { layers })?))
}

/// The witnesses of Theorem 8 that four layers are not enough, with positive scales.
pub(in crate::claim) fn four_layers(suite: Suite) -> Vec<Instance> {
    let witness = |half| {
        let matrix = lower_bound::witness(Mode::Positive, half)?;
        Some(at_least(format!("witness-{half}"), matrix, Partition::halves(half), Mode::Positive, 5))
    };
    (2..=largest_half(suite)).filter_map(witness).collect()
}

/// The witnesses of Theorem 8, in every mode.
pub(in crate::claim) fn five_layers(suite: Suite) -> Vec<Instance> {
    witnesses(suite, at_least)
}

/// The same with six layers that make them.
pub(in crate::claim) fn six_sharp(suite: Suite) -> Vec<Instance> {
    witnesses(suite, exactly)
}

fn witnesses(
    suite: Suite,
    instance: fn(String, DMatrix<Rational>, Partition, Mode, usize) -> Instance,
) -> Vec<Instance> {
    let halves = 2..=largest_half(suite);
    let of_mode = |mode: Mode| {
        halves.clone().filter_map(move |half| {
            let name = format!("{}-{half}", mode.name());
            Some(instance(name, lower_bound::witness(mode, half)?, Partition::halves(half), mode, 6))
        })
    };
    MODES.into_iter().flat_map(of_mode).collect()
}

fn largest_half(suite: Suite) -> usize {
    if suite.quick { 6 } else { 16 }
}

/// Unequal halves: matrices that need 2m + 2 layers, that they are no more than 2m + 4, and one that is exactly these.
pub(in crate::claim) fn unequal_halves(suite: Suite) -> Vec<Instance> {
    let (most_first, most_second) = if suite.quick { (2, 6) } else { (4, 12) };
    let mut instances = Vec::from_iter(two_m_plus_four(Partition { first: 4, second: 7 }));
    for first in 1..=most_first {
        for second in first + 1..=most_second {
            for partition in [Partition { first, second }, Partition { first: second, second: first }] {
                instances.extend(MODES.into_iter().flat_map(|mode| of_partition(partition, mode)));
            }
        }
    }
    instances
}

/// diag(κI, λI) of Theorem 7.
fn two_m_plus_four(partition: Partition) -> Option<Instance> {
    let (mode, Partition { first, second }) = (Mode::Additive, partition);
    let matrix = lower_bound::unequal_witness(mode, partition)?;
    Some(exactly(format!("{}-{first}+{second}-exactly", mode.name()), matrix, partition, mode, 8))
}

fn of_partition(partition: Partition, mode: Mode) -> Vec<Instance> {
    let Partition { first, second } = partition;
    let needed = lower_bound::bound(mode, partition);
    let Some((matrix, needed)) = lower_bound::unequal_witness(mode, partition).zip(needed) else {
        return Vec::new();
    };
    let name = format!("{}-{first}+{second}", mode.name());
    let allowed = Allowed::exactly(unequal::bound(partition), mode);
    let factored = matrix.clone();
    let construct = move || {
        let flow = unequal::construct(&factored, partition, mode, Strategy::Small, 0)?.flow;
        Ok(unequal::certify(&factored, mode, &flow).into())
    };
    vec![
        at_least(format!("{name}-needed"), matrix, partition, mode, needed),
        Instance {
            name: format!("{name}-enough"),
            expected: Expected::Factorization(allowed),
            construct: Box::new(construct),
        },
    ]
}
