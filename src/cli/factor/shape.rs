//! Matrices of odd size, and partitions other than the first half against the second.

use nalgebra::DMatrix;

use super::super::failure::{BAD_INPUT, Failure};
use super::choice::Choice;
use crate::scalar::{Field, Rational};

/// A matrix as it is factored, and how it comes from the one that was given.
pub(super) struct Shaped {
    pub(super) matrix: DMatrix<Rational>,
    /// What was done, for people.
    pub(super) notes: Vec<String>,
}

/// The matrix as it is factored: padded to an even size in floating point, with the coordinates of the mask first.
pub(super) fn shaped(
    matrix: DMatrix<Rational>,
    choice: Choice,
    mask: Option<&[usize]>,
) -> Result<Shaped, Failure> {
    let shaped = if choice == Choice::Exact { Shaped { matrix, notes: Vec::new() } } else { padded(matrix) };
    match mask {
        Some(mask) => masked(shaped, mask),
        None => Ok(shaped),
    }
}

/// M ⊕ 1 for a matrix of odd size.
fn padded(matrix: DMatrix<Rational>) -> Shaped {
    let size = matrix.nrows();
    if !matrix.is_square() || size.is_multiple_of(2) {
        return Shaped { matrix, notes: Vec::new() };
    }
    let mut larger = DMatrix::identity(size + 1, size + 1);
    larger.view_mut((0, 0), (size, size)).copy_from(&matrix);
    let note = format!(
        "odd size: one channel is added, which the matrix leaves alone; channel {} of {} is passed through",
        size + 1,
        size + 1
    );
    Shaped { matrix: larger, notes: vec![note] }
}

/// The matrix with the coordinates of the mask first, each group in its own order.
fn masked(shaped: Shaped, mask: &[usize]) -> Result<Shaped, Failure> {
    crate::linear::half_size(&shaped.matrix)?;
    let size = shaped.matrix.nrows();
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
    if 2 * mask.len() != size {
        return Err(wrong(&format!("it has {} coordinates, but half of {size} are needed", mask.len())));
    }
    let half = |wanted: bool| (0..size).filter(|&i| first[i] == wanted).collect::<Vec<_>>();
    let order = [half(true), half(false)].concat();
    let Shaped { matrix, mut notes } = shaped;
    notes.push(format!(
        "the certificate is for the coordinates in the order {}: those of the mask are its first half",
        order.iter().map(ToString::to_string).collect::<Vec<_>>().join(",")
    ));
    Ok(Shaped { matrix: DMatrix::from_fn(size, size, |i, j| matrix[(order[i], order[j])].clone()), notes })
}

fn wrong(problem: &str) -> Failure {
    Failure::new(BAD_INPUT, "factor::mask", format!("the mask is not half of the coordinates: {problem}"))
        .with_help(
            "give n/2 different coordinates, counted from 0 and separated by commas, such as --mask 0,2,4,6",
        )
}

/// `--partition D1,D2`: the lengths of the halves.
pub(super) fn check_partition(lengths: &[usize], size: usize) -> Result<(), Failure> {
    let even = size + size % 2;
    match lengths {
        [first, second] if first == second && first + second == even => Ok(()),
        [first, second] if first + second == even => Err(Failure::new(
            BAD_INPUT,
            "factor::partition",
            format!("the halves of {first} and {second} coordinates are not equal"),
        )
        .with_help("unequal halves are not constructed yet; choose any n/2 coordinates as the first half with --mask")),
        _ => Err(Failure::new(
            BAD_INPUT,
            "factor::partition",
            format!("the partition must be two lengths whose sum is {even}"),
        )
        .with_help(format!("use --partition {},{}, or leave it out", even / 2, even / 2))),
    }
}

/// The nearest doubles.
pub(in super::super) fn doubles(matrix: &DMatrix<Rational>) -> Result<DMatrix<f64>, Failure> {
    let entries: Option<Vec<f64>> = matrix.iter().map(f64::from_rational).collect();
    entries.map(|entries| DMatrix::from_vec(matrix.nrows(), matrix.ncols(), entries)).ok_or_else(|| {
        Failure::new(BAD_INPUT, "factor::range", "an entry is beyond the largest double, 1.8e308")
            .with_help("divide the matrix by a power of two, or use --arith mpfr:BITS")
    })
}
