//! A verified enumeration.

use std::fmt;

use rug::Integer;

/// The number of matrices of determinant 1 that need so many layers, for every number of layers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifiedEnumeration {
    /// The field's prime.
    pub field: u64,
    /// The lengths of the two halves.
    pub partition: [usize; 2],
    /// The number of matrices that need k additive layers and no fewer, for each k.
    pub counts: Vec<Integer>,
}

impl fmt::Display for VerifiedEnumeration {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { field, partition: [first, second], counts } = self;
        let (side, all): (_, Integer) = (first + second, counts.iter().sum());
        let counts = counts.iter().enumerate().map(|(k, count)| format!("{k}: {count}")).collect::<Vec<_>>();
        write!(
            formatter,
            "the {all} matrices of SL({side}, F_{field}) by the least number of additive coupling layers with halves of \
             {first} and {second}: {}",
            counts.join(", ")
        )
    }
}
