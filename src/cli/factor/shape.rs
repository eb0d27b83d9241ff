//! Matrices of odd size, and partitions other than the first half against the second.

use nalgebra::DMatrix;

use super::super::failure::{BAD_INPUT, Failure};
use super::choice::Choice;
use crate::coupling::Partition;
use crate::linear::{LinearError, half_size};
use crate::scalar::{Field, Rational};

/// A matrix as it is factored, and how it comes from the one that was given.
pub(super) struct Shaped {
    pub(super) matrix: DMatrix<Rational>,
    pub(super) partition: Partition,
    /// What was done, for people.
    pub(super) notes: Vec<String>,
}

/// The matrix as it is factored: padded to an even size in floating point, with the coordinates of the mask first.
pub(super) fn shaped(
    matrix: DMatrix<Rational>,
    choice: Choice,
    lengths: Option<&[usize]>,
    mask: Option<&[usize]>,
) -> Result<Shaped, Failure> {
    let (matrix, notes) = if choice == Choice::Exact { (matrix, Vec::new()) } else { padded(matrix) };
    let partition = partition(&matrix, choice, lengths, mask)?;
    let shaped = Shaped { matrix, partition, notes };
    match mask {
        Some(mask) => masked(shaped, mask),
        None => Ok(shaped),
    }
}

/// The halves that were asked for; equal ones in floating point, and wherever nothing was asked for.
fn partition(
    matrix: &DMatrix<Rational>,
    choice: Choice,
    lengths: Option<&[usize]>,
    mask: Option<&[usize]>,
) -> Result<Partition, Failure> {
    let (size, columns) = matrix.shape();
    if size != columns {
        return Err(LinearError::NotSquare { rows: size, columns }.into());
    }
    let asked = match (lengths, mask) {
        (Some(&[first, second]), _) => Partition { first, second },
        (Some(_), _) => return Err(wrong_lengths(size)),
        // Any coordinates but all of them may be the first half.
        (None, Some(mask)) if choice == Choice::Exact && !mask.is_empty() && mask.len() < size => {
            Partition { first: mask.len(), second: size - mask.len() }
        }
        _ => Partition::halves(half_size(matrix)?),
    };
    let Partition { first, second } = asked;
    if first == 0 || second == 0 || first.checked_add(second).is_none_or(|sum| sum != size) {
        return Err(wrong_lengths(size));
    }
    if first != second && choice != Choice::Exact {
        return Err(Failure::new(
            BAD_INPUT,
            "factor::partition",
            format!("the halves of {first} and {second} coordinates are not equal, and this is floating point"),
        )
        .with_help(
            "unequal halves are for exact arithmetic: use --arith exact; in floating point choose any n/2 coordinates as the \
             first half with --mask",
        ));
    }
    Ok(asked)
}

/// The halves that were asked for with `--partition`, for exact arithmetic; equal ones where nothing was asked for.
pub(in super::super) fn exact_partition(
    matrix: &DMatrix<Rational>,
    lengths: Option<&[usize]>,
) -> Result<Partition, Failure> {
    partition(matrix, Choice::Exact, lengths, None)
}

fn wrong_lengths(size: usize) -> Failure {
    let message = format!("the partition must be two lengths, neither of them 0, whose sum is {size}");
    let (first, second) = (size / 2, size - size / 2);
    Failure::new(BAD_INPUT, "factor::partition", message).with_help(format!(
        "use --partition {first},{second}, for instance, or leave it out for an even size"
    ))
}

/// M ⊕ 1 for a matrix of odd size.
fn padded(matrix: DMatrix<Rational>) -> (DMatrix<Rational>, Vec<String>) {
    let size = matrix.nrows();
    if !matrix.is_square() || size.is_multiple_of(2) {
        return (matrix, Vec::new());
    }
    let mut larger = DMatrix::identity(size + 1, size + 1);
    larger.view_mut((0, 0), (size, size)).copy_from(&matrix);
    let note = format!(
        "odd size: one channel is added, which the matrix leaves alone; channel {} of {} is passed through",
        size + 1,
        size + 1
    );
    (larger, vec![note])
}

/// The matrix with the coordinates of the mask first, each group in its own order.
fn masked(shaped: Shaped, mask: &[usize]) -> Result<Shaped, Failure> {
    let (size, wanted) = (shaped.partition.size(), shaped.partition.first);
    let wrong = |problem: &str| wrong_mask(problem, wanted, size);
    let mut first = vec![false; size];
    for &coordinate in mask {
        match first.get_mut(coordinate) {
            Some(entry @ false) => *entry = true,
            Some(_) => return Err(wrong(&format!("coordinate {coordinate} occurs twice"))),
            None => {
                return Err(wrong(&format!(
                    "there is no coordinate {coordinate}: they are 0 to {}",
                    size.max(1) - 1
                )));
            }
        }
    }
    if mask.len() != wanted {
        return Err(wrong(&format!("it has {} coordinates, but {wanted} of {size} are needed", mask.len())));
    }
    let half = |wanted: bool| (0..size).filter(|&i| first[i] == wanted).collect::<Vec<_>>();
    let order = [half(true), half(false)].concat();
    let Shaped { matrix, partition, mut notes } = shaped;
    notes.push(format!(
        "the certificate is for the coordinates in the order {}: those of the mask are its first half",
        order.iter().map(ToString::to_string).collect::<Vec<_>>().join(",")
    ));
    let matrix = DMatrix::from_fn(size, size, |i, j| matrix[(order[i], order[j])].clone());
    Ok(Shaped { matrix, partition, notes })
}

fn wrong_mask(problem: &str, wanted: usize, size: usize) -> Failure {
    let example = (0..size).step_by(2).take(wanted).map(|i| i.to_string()).collect::<Vec<_>>().join(",");
    Failure::new(BAD_INPUT, "factor::mask", format!("the mask is not the first half: {problem}")).with_help(format!(
        "give different coordinates, counted from 0 and separated by commas, such as --mask {example}: half of them in \
         floating point, in exact arithmetic as many as the first half has"
    ))
}

/// The nearest doubles.
pub(in super::super) fn doubles(matrix: &DMatrix<Rational>) -> Result<DMatrix<f64>, Failure> {
    let entries: Option<Vec<f64>> = matrix.iter().map(f64::from_rational).collect();
    entries.map(|entries| DMatrix::from_vec(matrix.nrows(), matrix.ncols(), entries)).ok_or_else(|| {
        Failure::new(BAD_INPUT, "factor::range", "an entry is beyond the largest double, 1.8e308")
            .with_help("divide the matrix by a power of two, or use --arith mpfr:BITS")
    })
}
