//! `ranks` {first, second}: too few layers of one kind. For words of any length ≥ 2, any mode, any halves; the halves are never
//! exchanged.
//!
//! Let κ be the number of L's in a word. Each is I plus a matrix of rank at most m = min(d1, d2), the U's without them multiply
//! to some U(y), and conjugating by U's does not change ranks: so the word times U(−y) is I plus a matrix of rank at most κ·m.
//! If the word is M·diag(Γ1, Γ2)⁻¹ and C = 0, that product is block triangular with A·Γ1⁻¹ and D·Γ2⁻¹ on the diagonal, and
//!
//! κ·m ≥ rank(A·Γ1⁻¹ − I) + rank(D·Γ2⁻¹ − I) = rank(A − Γ1) + rank(D − Γ2).
//!
//! If B = 0, the same holds for the number of U's. Evidence that rank(A − Γ) is at least ρ whatever the scales Γ of the mode:
//! - `rank`, additive: ρ = rank(A − I).
//! - `minors`, positive: if no principal minor of −A is negative, then det(Γ − A) = Σ_S Π_{i ∉ S} γ_i · minor_S(−A) is at least
//!   Π γ_i > 0, so ρ is the number of rows.
//! - `staircase`, any mode: rows r_1, …, r_ρ and columns c_1, …, c_ρ such that A[r_k, c_k] ≠ 0 off the diagonal and, for j > k,
//!   A[r_k, c_j] = 0 off the diagonal. Γ does not touch these entries, and the submatrix is triangular.
//! - `cycle`, any mode: off the diagonal A has one cycle through all d coordinates, and nothing else; ρ = d − 1, by a staircase.
//!
//! If both blocks are cycles, their ranks do not always fall to d1 − 1 and d2 − 1 at once. Leave out the diagonal of a block with
//! one row only. If a_1, … are the diagonals and c the product of a cycle (for one row, the entry), det(Γ − A) = Π(γ_i − a_i) − c,
//! and det(A) = (−1)^(d + 1)·c if at most one a_i is not 0. The scales multiply to det M = det(A)·det(D), with c1 and c2 the two
//! products to (−1)^n·c1·c2.
//! - All a_i are 0: if both are singular, the scales multiply to c1·c2, impossible for odd n unless −1 = 1.
//! - One of them, α, is not 0, say in D: if both are singular, Γ1 has the product c1, so Γ2 the product (−1)^n·c2, and
//!   (−1)^n·c2 − α·(the product of the other scales of Γ2) = c2: impossible for even n, or if −1 = 1.
//!
//! Then ρ is one more for both together: n − 1.

use crate::certificate::{Matrix, Mode, RankEvidence};
use crate::limits::MAX_ALL_MINORS_SIDE;
use crate::lower_bound::algebra::matrix::{identity, is_zero};
use crate::lower_bound::context::Context;
use crate::lower_bound::setting::{Setting, Word};
use crate::rejection::Rejection;

pub(in crate::lower_bound) fn check_form(
    setting: &Setting,
    first: &RankEvidence,
    second: &RankEvidence,
) -> Result<(), Rejection> {
    setting.require_length(2..=usize::MAX)?;
    let [d1, d2] = setting.halves;
    check_evidence(setting, "first", first, d1)?;
    check_evidence(setting, "second", second, d2)
}

fn check_evidence(
    setting: &Setting,
    key: &str,
    evidence: &RankEvidence,
    side: usize,
) -> Result<(), Rejection> {
    match evidence {
        RankEvidence::Rank if setting.mode != Mode::Additive => Err(setting
            .not_applicable(format!("takes a rank as evidence in mode additive, not {}", setting.mode))),
        RankEvidence::Minors if setting.mode != Mode::Positive => Err(setting
            .not_applicable(format!("takes minors as evidence in mode positive, not {}", setting.mode))),
        RankEvidence::Minors => setting.require_range(&format!("{key}, rows"), side, 1..=MAX_ALL_MINORS_SIDE),
        RankEvidence::Rank | RankEvidence::Cycle => Ok(()),
        RankEvidence::Staircase { rows, columns } => {
            setting.require_indices(&format!("{key}.rows"), rows, side)?;
            setting.require_indices(&format!("{key}.columns"), columns, side)?;
            if rows.len() == columns.len() {
                return Ok(());
            }
            Err(setting.hypothesis(format!("as many rows as columns in {key}")))
        }
    }
}

pub(in crate::lower_bound) fn check(
    context: &Context<'_>,
    first: &RankEvidence,
    second: &RankEvidence,
) -> Result<(), Rejection> {
    let (blocks, setting) = (&context.blocks, &context.setting);
    let rank = least_rank(context, "first", &blocks.a, first)?
        + least_rank(context, "second", &blocks.d, second)?
        + usize::from(
            *first == RankEvidence::Cycle && *second == RankEvidence::Cycle && never_at_once(context),
        );
    let (b_is_zero, c_is_zero) = (is_zero(&blocks.b), is_zero(&blocks.c));
    if !b_is_zero && !c_is_zero {
        return Err(setting.hypothesis("B = 0 or C = 0"));
    }
    let [d1, d2] = setting.halves;
    let smaller = d1.min(d2);
    // The letter that a word starts with is there once more if the length is odd.
    let (more, fewer) = (setting.length.div_ceil(2), setting.length / 2);
    let excluded = |of_l: usize, of_u: usize| {
        (c_is_zero && of_l * smaller < rank) || (b_is_zero && of_u * smaller < rank)
    };
    let excludes = match setting.word {
        Word::StartsWithL => excluded(more, fewer),
        Word::StartsWithU => excluded(fewer, more),
        Word::Both => excluded(more, fewer) && excluded(fewer, more),
    };
    if excludes {
        return Ok(());
    }
    let zero = if c_is_zero { "C = 0" } else { "B = 0" };
    Err(setting.fails(format!("{zero}, the ranks add to {rank}, and each layer has at most {smaller}")))
}

/// A number ρ with rank(matrix − Γ) ≥ ρ for all scales Γ of the mode.
fn least_rank(
    context: &Context<'_>,
    key: &str,
    matrix: &Matrix,
    evidence: &RankEvidence,
) -> Result<usize, Rejection> {
    let Context { field, setting, .. } = context;
    let side = matrix.len();
    match evidence {
        RankEvidence::Rank => field.rank(&field.difference(matrix, &identity(side))),
        RankEvidence::Minors => {
            let zero = vec![vec![rug::Rational::new(); side]; side];
            let negated = field.difference(&zero, matrix);
            for k in 1..=side {
                if field.minor_signs(&negated, k)?.negative > 0 {
                    let what =
                        format!("no negative principal minor of size {k} of the negated block ({key})");
                    return Err(setting.hypothesis(what));
                }
            }
            Ok(side)
        }
        RankEvidence::Staircase { rows, columns } => {
            if is_staircase(matrix, rows, columns) {
                return Ok(rows.len());
            }
            Err(setting.hypothesis(format!("a triangular part off the diagonal in {key}")))
        }
        RankEvidence::Cycle => {
            if is_cycle(matrix) {
                return Ok(side.saturating_sub(1));
            }
            Err(setting.hypothesis(format!("one cycle off the diagonal, and nothing else, in {key}")))
        }
    }
}

/// Whether A − Γ1 and D − Γ2, A and D cycles, are not both singular, whatever the scales.
fn never_at_once(context: &Context<'_>) -> bool {
    let Context { field, setting, blocks } = context;
    let on_diagonals = [&blocks.a, &blocks.d]
        .into_iter()
        .filter(|block| block.len() > 1)
        .flat_map(|block| block.iter().enumerate().map(|(index, row)| &row[index]))
        .filter(|entry| !entry.is_zero())
        .count();
    let [first, second] = setting.halves;
    let is_odd = !(first + second).is_multiple_of(2) && field.minus_one() != 1;
    on_diagonals == usize::from(!is_odd)
}

/// Whether the entries off the diagonal that are not 0 are one cycle through all coordinates.
fn is_cycle(matrix: &Matrix) -> bool {
    let side = matrix.len();
    let next = |column: usize| {
        let mut rows = (0..side).filter(|&row| row != column && !matrix[row][column].is_zero());
        rows.next().filter(|_| rows.next().is_none())
    };
    // A column with one entry leads to its row; all coordinates have been met if 0 is met again after so many steps, not sooner.
    let mut at = 0;
    for step in 1..=side {
        match next(at) {
            Some(row) => at = row,
            None => return side == 1,
        }
        if (at == 0) != (step == side) {
            return false;
        }
    }
    true
}

fn is_staircase(matrix: &Matrix, rows: &[usize], columns: &[usize]) -> bool {
    rows.iter().enumerate().all(|(k, &row)| {
        columns.iter().enumerate().skip(k).all(|(j, &column)| {
            let is_zero = matrix[row][column].is_zero();
            row != column && is_zero == (j > k)
        })
    })
}
