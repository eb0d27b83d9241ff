//! Rule `ranks`: a word has too few layers of one kind.
//!
//! A word with κ layers L is a product of κ matrices I + (rank ≤ m), m = min(d1, d2), times some U(y). If C = 0 this
//! is at least rank(A − Γ1) + rank(D − Γ2) away from I, whatever y and the scales. If B = 0, the same with the layers
//! U. If A and D are cycles, comparing determinants may show that not both ranks are as low as they can be.

use flowcert_check::{RankEvidence, Rule};
use nalgebra::DMatrix;

use super::principal_minors::none_is_negative;
use super::sides::{Sides, is_zero};
use super::staircase::longest;
use crate::coupling::{Half, Mode};
use crate::matrix::exact::{ExactField, rank};

/// The evidence for the two blocks, and what it excludes.
pub(super) struct Ranks {
    evidence: [RankEvidence; 2],
    /// ρ: rank(A − Γ1) + rank(D − Γ2) is at least this.
    total: usize,
    /// m = min(d1, d2).
    smaller: usize,
    b_is_zero: bool,
    c_is_zero: bool,
}

impl Ranks {
    /// `None` if neither B nor C is 0, or there is no evidence of any rank.
    pub(super) fn new<F: ExactField>(sides: &Sides<F>, mode: Mode) -> Option<Self> {
        let (b_is_zero, c_is_zero) = (is_zero(&sides.matrix.b), is_zero(&sides.matrix.c));
        if !b_is_zero && !c_is_zero {
            return None;
        }
        let [d1, d2] = sides.halves();
        let (first, of_first) = evidence(&sides.matrix.a, mode);
        let (second, of_second) = evidence(&sides.matrix.d, mode);
        let (mut evidence, mut total) = ([first, second], of_first + of_second);
        if total + 1 < d1 + d2 && are_cycles_apart(&sides.matrix.a, &sides.matrix.d) {
            (evidence, total) = ([RankEvidence::Cycle, RankEvidence::Cycle], d1 + d2 - 1);
        }
        let ranks = Self { evidence, total, smaller: d1.min(d2), b_is_zero, c_is_zero };
        (total > 0).then_some(ranks)
    }

    /// Whether the word of this length that starts with the layer that writes `leading` is excluded.
    pub(super) fn exclude(&self, length: usize, leading: Half) -> bool {
        let (more, fewer) = (length.div_ceil(2), length / 2);
        let (of_l, of_u) = match leading {
            Half::Second => (more, fewer),
            Half::First => (fewer, more),
        };
        let is_short = |count: usize| count * self.smaller < self.total;
        length >= 2 && ((self.c_is_zero && is_short(of_l)) || (self.b_is_zero && is_short(of_u)))
    }

    /// The most layers that can be shown to be needed: of a word of 2⌈ρ/m⌉ layers half are L's, and half U's.
    pub(super) fn most(&self) -> usize {
        2 * self.total.div_ceil(self.smaller)
    }

    pub(super) fn rule(&self) -> Rule {
        let [first, second] = self.evidence.clone();
        Rule::Ranks { first, second }
    }
}

/// Evidence that rank(matrix − Γ) is at least the number, for all scales Γ of the mode.
fn evidence<F: ExactField>(matrix: &DMatrix<F>, mode: Mode) -> (RankEvidence, usize) {
    let side = matrix.nrows();
    match mode {
        Mode::Additive => (RankEvidence::Rank, rank(&(matrix - DMatrix::identity(side, side)))),
        Mode::Positive if none_is_negative(&-matrix) => (RankEvidence::Minors, side),
        Mode::Positive | Mode::Signed | Mode::Singular => {
            let [rows, columns] = longest(matrix);
            let length = rows.len();
            (RankEvidence::Staircase { rows, columns }, length)
        }
    }
}

/// Whether both blocks are cycles off the diagonal, and no scales make both A − Γ1 and D − Γ2 singular: by the determinants, if
/// the diagonals of the blocks of more than one row have no entry other than 0 for odd n, one for even n or where −1 = 1.
fn are_cycles_apart<F: ExactField>(a: &DMatrix<F>, d: &DMatrix<F>) -> bool {
    let diagonal = |block: &DMatrix<F>| {
        let entries = block.diagonal();
        if block.nrows() == 1 { 0 } else { entries.iter().filter(|entry| !entry.is_zero()).count() }
    };
    let is_odd = (a.nrows() + d.nrows()) % 2 == 1 && -F::one() != F::one();
    diagonal(a) + diagonal(d) == usize::from(!is_odd) && is_cycle(a) && is_cycle(d)
}

/// Whether the entries off the diagonal that are not 0 are one cycle through all coordinates.
fn is_cycle<F: ExactField>(matrix: &DMatrix<F>) -> bool {
    let side = matrix.nrows();
    let images: Option<Vec<usize>> = (0..side)
        .map(|column| {
            let mut rows = (0..side).filter(|&row| row != column && !matrix[(row, column)].is_zero());
            rows.next().filter(|_| rows.next().is_none())
        })
        .collect();
    let Some(images) = images else { return side == 1 };
    let cycle = std::iter::successors(Some(images[0]), |&at| Some(images[at]).filter(|_| at != 0));
    cycle.take(side + 1).count() == side
}
