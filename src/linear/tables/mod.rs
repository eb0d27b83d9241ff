//! Tables of the least numbers of layers of many matrices, each entry with certificates that the checker has accepted.
//!
//! [`entry`] is one cell: the bounds of [`minimal`](super::minimal::bounds), their certificates written to bytes, stored, read back and
//! verified. The tables are lists of independent rows, which are made on all threads of all [ranks](super::ranks).
//!
//! | table | file |
//! |---|---|
//! | permutations and signed permutations of 2d coordinates | `permutations.rs` |
//! | matrices that need as many layers as is known to be needed | `witnesses.rs` |

mod error;
pub mod permutations;
mod wire;
pub mod witnesses;

use std::io;

use flowcert_check::{Certificate, Layer, Reasons};
use nalgebra::DMatrix;

use super::minimal::{self, Word};
use crate::coupling::{Mode, Partition};
use crate::scalar::Rational;

pub use error::TableError;

/// The modes of exact factorizations, the fewest scales first.
pub const MODES: [Mode; 3] = [Mode::Additive, Mode::Positive, Mode::Signed];

/// Seed of what is tried at random.
pub const SEED: u64 = 0;

/// Takes the name and the bytes of a certificate, and gives back the bytes as they were stored.
pub type Store<'a> = dyn Fn(&str, &[u8]) -> io::Result<Vec<u8>> + Sync + 'a;

/// The least number of layers of one matrix in one mode, as the checker has verified it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// No product of fewer layers is the matrix.
    pub lower: usize,
    /// Why not.
    pub reasons: Reasons,
    /// Layers whose product is the matrix, in the order in which they are applied.
    pub layers: Vec<Layer>,
    /// The words that were neither made nor excluded; none if and only if the number is decided.
    pub undecided: Vec<Word>,
    /// What the checker has accepted: one certificate where the number is decided, else two.
    pub certificates: Vec<Certificate>,
}

impl Entry {
    /// What the certificates of [`Bounds::certify`](minimal::Bounds::certify) say; `None` for others.
    fn new(certificates: Vec<Certificate>, undecided: Vec<Word>) -> Option<Self> {
        let (bound, layers) = match certificates.as_slice() {
            [Certificate::MinimalLayers(minimal)] => (&minimal.lower_bound, &minimal.layers),
            [Certificate::Factorization(factorization), Certificate::LowerBound(bound)] => {
                (bound, &factorization.layers)
            }
            _ => return None,
        };
        let (lower, reasons, layers) = (bound.layers_needed, bound.reasons.clone(), layers.clone());
        Some(Self { lower, reasons, layers, undecided, certificates })
    }

    /// So many layers are enough.
    #[must_use]
    pub fn upper(&self) -> usize {
        self.layers.len()
    }

    /// Whether the bounds are equal.
    #[must_use]
    pub fn is_decided(&self) -> bool {
        self.lower == self.upper()
    }

    /// The numbers of all shifts and scales of the layers.
    pub fn numbers(&self) -> impl Iterator<Item = &Rational> {
        self.layers.iter().flat_map(|layer| layer.shift.iter().flatten().chain(&layer.scale))
    }
}

/// Bounds for one matrix, with their certificates verified from the bytes that `store` gives back. The names of the
/// certificates start with `name` and the mode.
///
/// # Errors
///
/// [`TableError`]: those of [`minimal::bounds`] and of `store`; a certificate that the checker rejects, or that comes back as
/// another one.
pub fn entry(
    matrix: &DMatrix<Rational>,
    partition: Partition,
    mode: Mode,
    name: &str,
    store: &Store<'_>,
) -> Result<Entry, TableError> {
    let name = format!("{name}-{}", mode.name());
    let bounds = minimal::bounds(matrix, partition, mode, SEED)
        .map_err(|error| TableError::Linear { entry: name.clone(), error })?;
    let certificates = bounds.certify(matrix, mode);
    for certificate in &certificates {
        let name =
            if certificates.len() == 1 { name.clone() } else { format!("{name}-{}", certificate.kind()) };
        verify(certificate, &name, store)?;
    }
    Entry::new(certificates, bounds.undecided).ok_or(TableError::Differs { entry: name })
}

/// Written, stored, read back, checked, and the same as before.
fn verify(certificate: &Certificate, name: &str, store: &Store<'_>) -> Result<(), TableError> {
    let entry = || name.to_owned();
    let mut bytes = Vec::new();
    let stored = flowcert_check::write(certificate, &mut bytes)
        .and_then(|()| store(name, &bytes))
        .map_err(|error| TableError::Store { entry: entry(), error })?;
    let rejected = |rejection| TableError::Rejected { entry: entry(), rejection };
    let read = flowcert_check::read(&stored).map_err(rejected)?;
    flowcert_check::check(&read).map_err(rejected)?;
    if read == *certificate { Ok(()) } else { Err(TableError::Differs { entry: entry() }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rotation() -> DMatrix<Rational> {
        let entries = [0, -1, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];
        DMatrix::from_row_slice(4, 4, &entries.map(Rational::from))
    }

    fn stored(store: &Store<'_>) -> Result<Entry, TableError> {
        entry(&rotation(), Partition::halves(2), Mode::Positive, "rotation", store)
    }

    #[test]
    fn nothing_but_what_is_stored_is_believed() {
        let found = stored(&|name, bytes| {
            assert_eq!(name, "rotation-positive");
            Ok(bytes.to_vec())
        })
        .unwrap();
        assert_eq!((found.lower, found.upper(), found.certificates.len()), (6, 6, 1));

        let forged = stored(&|_, bytes| {
            let text = String::from_utf8_lossy(bytes);
            Ok(text.replacen("\"layers_needed\": 6", "\"layers_needed\": 5", 1).into_bytes())
        });
        assert!(matches!(forged, Err(TableError::Rejected { .. })), "{forged:?}");

        let other = stored(&|_, _| {
            let text = br#"{"format": "flowcert/1", "kind": "minimal-layers", "mode": "positive", "partition": [1, 1],
                "matrix": [["1", "0"], ["0", "1"]], "layers_needed": 0, "reasons": {}, "layers": []}"#;
            Ok(text.to_vec())
        });
        assert!(matches!(other, Err(TableError::Differs { .. })), "{other:?}");

        let full = stored(&|_, _| Err(io::Error::other("no space left")));
        assert!(matches!(full, Err(TableError::Store { .. })), "{full:?}");
    }
}
