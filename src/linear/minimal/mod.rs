//! The least number of layers of a given matrix: a lower bound with a reason, an upper bound with layers.
//!
//! A *word* is an alternating product, given by its length and by the half that its leftmost layer writes. [`construct`]
//! makes M a product of a given word. Where it says that it is complete, `None` means that M is no such product.
//!
//! | length | additive | positive, signed |
//! |---|---|---|
//! | 0, 1, 2 | complete | complete |
//! | 3: linear equations (`three.rs`) | complete | complete (signed over a large finite field: by random choice) |
//! | 4: similarity, Flanders' theorem, linear equations (`four.rs`) | complete | complete for halves of two coordinates over ℚ and small fields, and where the corner block is 0; else diagonals to try |
//! | 5: a shift that makes it four (`five.rs`, `intertwined.rs`) | complete where C is invertible or 0, and over small fields; else by search | as for four |
//! | 6 and more (`longer.rs`) | always, for equal halves and more than d elements | always, likewise |
//!
//! The other side, reasons why a word is impossible, is [`lower_bound`](super::lower_bound).

mod bounds;
mod cut;
mod diagonals;
mod five;
mod flanders;
mod four;
mod intertwined;
mod longer;
mod positive;
mod scales;
mod similarity;
mod small_vectors;
mod three;
mod two_by_two;

use nalgebra::DMatrix;

pub use self::bounds::{Bounds, Word, bounds};
use self::cut::{Cut, Diagonal};
use super::six::read_off::{diagonal_of_mode, lower_upper};
use crate::coupling::{Flow, Half, Layer, Mode, Partition};
use crate::matrix::Blocks;
use crate::matrix::exact::{ExactField, Polynomial};
use crate::scalar::Field;

/// M as a product of at most `length` layers of the mode that write the halves alternately, the leftmost one (the last to be
/// applied) the half `leading`; `None` if it is none, or (see the table of this module) none is found.
///
/// Layers that would be the identity are left out. The product has been multiplied out and compared with the matrix.
///
/// ```
/// use flowcert::coupling::{Half, Mode, Partition};
/// use flowcert::linear::minimal::construct;
/// use flowcert::matrix::DMatrix;
/// use flowcert::scalar::Rational;
///
/// // A diagonal matrix of determinant 1 on two coordinates is four layers and not three.
/// let matrix = DMatrix::from_row_slice(2, 2, &[(2, 1), (0, 1), (0, 1), (1, 2)].map(Rational::from));
/// let word = |length| construct(&matrix, Partition::halves(1), Mode::Additive, length, Half::Second, 0);
/// assert_eq!(word(3), None);
/// assert_eq!(word(4).map(|flow| flow.matrix()), Some(matrix.clone()));
/// ```
///
/// # Panics
///
/// If the matrix is not square or not of the partition's size.
#[must_use]
pub fn construct<F: ExactField>(
    matrix: &DMatrix<F>,
    partition: Partition,
    mode: Mode,
    length: usize,
    leading: Half,
    seed: u64,
) -> Option<Flow<F>> {
    let cut = Cut::of(matrix, partition)?;
    let flow = word(&cut, mode, length, leading, seed)?;
    let right = flow.matrix() == *matrix && fits(&flow, length, leading);
    debug_assert!(right, "a construction of {length} layers is wrong: {matrix}");
    right.then_some(flow)
}

/// Whether the layers are a part of the word.
fn fits<F: Field>(flow: &Flow<F>, length: usize, leading: Half) -> bool {
    let used = flow.layers().len();
    flow.layers().last().is_none_or(|last| used + usize::from(last.writes != leading) <= length)
}

fn word<F: ExactField>(cut: &Cut<F>, mode: Mode, length: usize, leading: Half, seed: u64) -> Option<Flow<F>> {
    // Every length is written down for one leading half: five for the first, the others for the second.
    let written = if length == 5 { Half::First } else { Half::Second };
    if leading != written {
        return Some(word(&cut.clone().swapped(), mode, length, written, seed)?.swapped());
    }
    match length {
        0 => identity(cut),
        1 => lower(&cut.blocks, mode),
        2 => lower_upper(&cut.blocks, mode),
        3 => three::construct(cut, mode, seed),
        4 => with_scales(cut, &diagonals::for_four(cut, mode, seed), four::construct),
        5 if cut.blocks.c.iter().all(F::is_zero) => {
            with_scales(cut, &diagonals::for_four(cut, mode, seed), four::construct)
        }
        5 => with_scales(cut, &diagonals::for_five(cut, mode), |rest| five::construct(rest, seed)),
        _ => with_scales(cut, &diagonals::for_five(cut, mode), |rest| longer::construct(rest, length, seed)),
    }
}

fn identity<F: ExactField>(cut: &Cut<F>) -> Option<Flow<F>> {
    let size = cut.partition().size();
    (cut.blocks.join() == DMatrix::identity(size, size)).then(|| Flow::identity(cut.partition()))
}

/// One layer [I 0; S Λ].
fn lower<F: ExactField>(blocks: &Blocks<F>, mode: Mode) -> Option<Flow<F>> {
    let Blocks { a, b, c, d } = blocks;
    let scale = diagonal_of_mode(d, mode)?;
    if *a != DMatrix::identity(a.nrows(), a.nrows()) || b.iter().any(|entry| !entry.is_zero()) {
        return None;
    }
    let mut flow = Flow::identity(Partition { first: a.nrows(), second: d.nrows() });
    flow.push(Layer { writes: Half::Second, shift: c.clone(), scale });
    Some(flow)
}

/// Lemma 0: additive layers of M·Γ⁻¹, then Γ, for the first Γ that has such layers.
fn with_scales<F: ExactField>(
    cut: &Cut<F>,
    diagonals: &[Diagonal<F>],
    additive: impl Fn(&Cut<F>) -> Option<Flow<F>>,
) -> Option<Flow<F>> {
    diagonals.iter().find_map(|diagonal| {
        let flow = additive(&cut.without_diagonal(diagonal)?)?;
        Some(flow.after_diagonal(diagonal.first.clone(), diagonal.second.clone()))
    })
}

/// A characteristic polynomial without its factors t − 1.
fn without_ones<F: Field>(characteristic: &[F]) -> Vec<F> {
    let one = Polynomial::linear(&F::one());
    let mut rest = Polynomial::new(characteristic.to_vec());
    while let Some(quotient) = rest.quotient(&one) {
        rest = quotient;
    }
    rest.coefficients().to_vec()
}
