//! Between how many layers and how many: constructions from below, reasons, and the general theorems.

use flowcert_check::{Certificate, MinimalLayers};
use nalgebra::DMatrix;

use super::construct;
use crate::coupling::{Flow, Half, Mode, Partition};
use crate::linear::lower_bound::{self, LowerBound};
use crate::linear::six::Strategy;
use crate::linear::{LinearError, unequal};
use crate::matrix::exact::ExactField;
use crate::scalar::Field;

/// Words of at most so many layers are tried one by one before the general theorems.
const WORDS: usize = 5;
/// Words that are tried over fields too small for the general theorems have at most so many layers more than these promise.
const LONGER: usize = 4;

/// The least number of layers of a matrix lies between a lower bound with its reasons and the number of layers of a flow.
#[derive(Clone, Debug, PartialEq)]
pub struct Bounds<F: Field> {
    /// No product of fewer layers is the matrix, and why.
    pub lower: LowerBound,
    /// Layers whose product is the matrix.
    pub flow: Flow<F>,
    /// The words, of at least `lower` and of less than `upper` layers, that were neither made nor excluded.
    pub undecided: Vec<Word>,
}

/// An alternating product: its length and the half that its leftmost layer, the last to be applied, writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    /// The number of layers.
    pub length: usize,
    /// What the leftmost layer writes.
    pub leading: Half,
}

impl<F: Field> Bounds<F> {
    /// No fewer layers.
    #[must_use]
    pub fn lower(&self) -> usize {
        self.lower.layers_needed
    }

    /// So many layers are enough.
    #[must_use]
    pub fn upper(&self) -> usize {
        self.flow.layers().len()
    }

    /// Whether the two are equal.
    #[must_use]
    pub fn is_decided(&self) -> bool {
        self.lower() == self.upper()
    }

    /// What the checker needs: one certificate of kind `minimal-layers` where the number is decided, else two, of kinds
    /// `factorization` and `lower-bound`.
    #[must_use]
    pub fn certify(&self, matrix: &DMatrix<F>, mode: Mode) -> Vec<Certificate> {
        let lower_bound = lower_bound::certify(matrix, self.flow.partition(), mode, self.lower.clone());
        let factorization = self.flow.certificate(matrix, mode);
        if self.is_decided() {
            vec![MinimalLayers { lower_bound, layers: factorization.layers }.into()]
        } else {
            vec![factorization.into(), lower_bound.into()]
        }
    }
}

/// Bounds for the least number of layers of the mode whose product is the matrix.
///
/// Every word of at most five layers is tried; where none is found, [`unequal::construct`] (for equal halves
/// [`six`](crate::linear::six)) has the layers, and over a field too small for it longer words are tried. The lower bound is
/// that of [`lower_bound`](crate::linear::lower_bound). `seed` drives what is tried at random; the same seed gives the same
/// bounds.
///
/// ```
/// use flowcert::coupling::{Mode, Partition};
/// use flowcert::linear::minimal::bounds;
/// use flowcert::matrix::DMatrix;
/// use flowcert::scalar::Rational;
///
/// // The rotation by 90° of one pair of four coordinates.
/// let rotation = DMatrix::from_row_slice(4, 4, &[
///     0, -1, 0, 0,
///     1, 0, 0, 0,
///     0, 0, 1, 0,
///     0, 0, 0, 1,
/// ].map(Rational::from));
/// let bounds = bounds(&rotation, Partition::halves(2), Mode::Positive, 0)?;
/// assert!(bounds.is_decided());
/// assert_eq!(bounds.upper(), 6);
/// for certificate in bounds.certify(&rotation, Mode::Positive) {
///     assert!(flowcert_check::check(&certificate).is_ok());
/// }
/// # Ok::<(), flowcert::linear::LinearError>(())
/// ```
///
/// # Errors
///
/// [`LinearError`]: the matrix is not square, the halves do not make it up, or one of them is empty; it is singular; its
/// determinant is out of the mode's reach; the field is not ordered (positive mode); the mode is singular; and
/// [`LinearError::FieldTooSmall`] if the field has too few elements for the general theorems and no layers are found by search.
pub fn bounds<F: ExactField>(
    matrix: &DMatrix<F>,
    partition: Partition,
    mode: Mode,
    seed: u64,
) -> Result<Bounds<F>, LinearError> {
    // Whatever is wrong with the input is said here.
    lower_bound::construct(matrix, partition, mode, 0)?;
    let mut undecided = Vec::new();
    let flow = match shortest(matrix, partition, mode, seed, 0..=WORDS, &mut undecided)? {
        Some(flow) => flow,
        None => general(matrix, partition, mode, seed, &mut undecided)?,
    };
    let upper = flow.layers().len();
    let mut lower = None;
    for layers_needed in (0..=upper).rev() {
        lower = lower_bound::construct(matrix, partition, mode, layers_needed)?;
        if lower.is_some() {
            break;
        }
    }
    let lower = lower.unwrap_or(LowerBound { layers_needed: 0, reasons: flowcert_check::Reasons::None });
    undecided.retain(|word| (lower.layers_needed..upper).contains(&word.length));
    Ok(Bounds { lower, flow, undecided })
}

/// The first word that is made; words that are neither made nor excluded are noted.
fn shortest<F: ExactField>(
    matrix: &DMatrix<F>,
    partition: Partition,
    mode: Mode,
    seed: u64,
    lengths: std::ops::RangeInclusive<usize>,
    undecided: &mut Vec<Word>,
) -> Result<Option<Flow<F>>, LinearError> {
    for length in lengths {
        for leading in [Half::First, Half::Second] {
            // A reason is found faster than a search gives up.
            let reason =
                || lower_bound::exclude(matrix, partition, mode, length, leading).map(|rule| rule.is_some());
            if length > 3 && reason()? {
                continue;
            }
            if let Some(flow) = construct(matrix, partition, mode, length, leading, seed) {
                return Ok(Some(flow));
            }
            if length > 3 || (length > 0 && !reason()?) {
                undecided.push(Word { length, leading });
            }
        }
    }
    Ok(None)
}

/// The layers of the general theorems; over a field too small for them, those of a longer word that is found by search.
fn general<F: ExactField>(
    matrix: &DMatrix<F>,
    partition: Partition,
    mode: Mode,
    seed: u64,
    undecided: &mut Vec<Word>,
) -> Result<Flow<F>, LinearError> {
    // Equal halves: the shortest numbers in six layers. Unequal ones: the fewest layers.
    let strategy = if partition.first == partition.second { Strategy::Small } else { Strategy::Fewest };
    match unequal::construct(matrix, partition, mode, strategy, seed) {
        Ok(found) => {
            for length in WORDS + 1..found.flow.layers().len() {
                undecided.extend([Half::First, Half::Second].map(|leading| Word { length, leading }));
            }
            Ok(found.flow)
        }
        Err(error @ LinearError::FieldTooSmall { .. }) => {
            let lengths = WORDS + 1..=unequal::bound(partition) + LONGER;
            shortest(matrix, partition, mode, seed, lengths, undecided)?.ok_or(error)
        }
        Err(error) => Err(error),
    }
}
