//! Spectral norms of large shifts: ‖S‖ ≤ x proved, or disproved, with integers of a fixed size.
//!
//! S = (N + Δ)·2^e with an integer matrix N of B bits and ‖Δ‖ ≤ s, so that ‖N‖ ≤ X for X = ⌊x/2^e⌋ − s suffices, and
//! ‖N‖ > ⌈x/2^e⌉ + s refutes. Let G = N·Nᵀ (or Nᵀ·N, whichever is smaller), n × n, and A = 4^q·(X²·I − G) for a small q.
//! With t = 2n·X·2^q, an integer Cholesky factorization of A − t·I is computed, column by column:
//!
//! - c = the entry less the product of the rows of L found so far, exactly;
//! - L_jj = ⌊√c⌋ on the diagonal, L_ij = c / L_jj rounded towards 0 below it.
//!
//! What is left over is at most 2·L_jj on the diagonal and less than L_jj below, and L_jj² ≤ A_jj ≤ (X·2^q)². So
//! A − t·I = L·Lᵀ + E exactly, with ‖E‖ ≤ ‖E‖_F ≤ n·2·X·2^q = t, and A = L·Lᵀ + (E + t·I) ⪰ 0. It is a proof as soon as
//! every c on the diagonal is positive, and it finds one if x exceeds the norm by a relative n·2^(4 − B) or so.
//!
//! If some c is not positive, the vector v = (−y, 1, 0, …) with L₁·L₁ᵀ·y = the entries before it makes vᵀ(A − t·I)v about
//! c ≤ 0. Whether really ‖Nᵀv‖ > (⌈x/2^e⌉ + s)·‖v‖ is computed exactly: then the bound is refuted.

use rug::{Complete, Integer, Rational};

use super::fixed::{Fixed, largest_bits, shifted, sum_of_squares};

/// The q above: with it, numbers of L have some more bits than those of N.
const GUARD_BITS: u32 = 16;
/// The bits of v after the point.
const VECTOR_BITS: u32 = 128;

/// Whether the spectral norm of a matrix is at most x ≥ 0, if that can be told with so many bits.
pub(in crate::factorization) fn is_bounded(
    rows: &[Vec<Rational>],
    bound: &Rational,
    bits: u64,
) -> Option<bool> {
    let shift = filled(Fixed::new(rows.iter().flatten(), &Integer::from(1), bits), bits);
    let slack = shift.slack();
    let (below, exact) = floor(bound, shift.exponent);
    let above = (&below + &slack).complete() + u32::from(!exact);
    let below = below - slack;
    let gram = gram(&vectors(shift.integers, rows.first().map_or(1, Vec::len)));
    if below < 0 {
        return is_refuted_by_trace(&gram, &above).then_some(false);
    }
    let square = below.square_ref().complete();
    let trace: Integer = gram.iter().filter_map(|row| row.last()).sum();
    if trace <= square {
        return Some(true);
    }
    match factor(shifted_gram(&gram, &below, &square)) {
        Ok(()) => Some(true),
        Err(vector) => is_refuted(&gram, &vector, &above).then_some(false),
    }
}

/// The same numbers with zeros appended: x is rounded to a multiple of 2^e, however few digits the shift has.
fn filled(mut shift: Fixed, bits: u64) -> Fixed {
    let spare = bits.saturating_sub(largest_bits(&shift.integers));
    // What was rounded has its bits already.
    if let (Ok(spare), false) = (u32::try_from(spare), shift.rounded) {
        shift.integers.iter_mut().for_each(|integer| *integer <<= spare);
        shift.exponent -= i64::from(spare);
    }
    shift
}

/// ⌊x/2^e⌋, and whether it is x/2^e.
fn floor(number: &Rational, exponent: i64) -> (Integer, bool) {
    let (numerator, denominator) = if exponent <= 0 {
        (shifted(number.numer(), -exponent), number.denom().clone())
    } else {
        (number.numer().clone(), shifted(number.denom(), exponent))
    };
    let (quotient, rest) = numerator.div_rem_floor(denominator);
    (quotient, rest.is_zero())
}

/// The rows or the columns of a matrix, whichever are fewer.
fn vectors(entries: Vec<Integer>, columns: usize) -> Vec<Vec<Integer>> {
    let rows = entries.len() / columns.max(1);
    let count = rows.min(columns);
    let mut vectors: Vec<Vec<Integer>> = vec![Vec::new(); count];
    for (index, entry) in entries.into_iter().enumerate() {
        let position = if rows <= columns { index / columns } else { index % columns };
        if let Some(vector) = vectors.get_mut(position) {
            vector.push(entry);
        }
    }
    vectors
}

/// The lower triangle of the Gram matrix, row by row.
fn gram(vectors: &[Vec<Integer>]) -> Vec<Vec<Integer>> {
    let row = |index: usize| {
        let (vector, before) = (vectors.get(index), vectors.iter().take(index + 1));
        before.map(|other| dot(vector.map_or(&[], Vec::as_slice), other)).collect()
    };
    (0..vectors.len()).map(row).collect()
}

/// The lower triangle of A − t·I.
fn shifted_gram(gram: &[Vec<Integer>], bound: &Integer, square: &Integer) -> Vec<Vec<Integer>> {
    let slack = (bound << GUARD_BITS).complete() * (2 * gram.len());
    let mut shifted: Vec<Vec<Integer>> = gram.to_vec();
    for row in &mut shifted {
        row.iter_mut().for_each(rug::ops::NegAssign::neg_assign);
        row.last_mut().into_iter().for_each(|diagonal| *diagonal += square);
        row.iter_mut().for_each(|entry| *entry <<= 2 * GUARD_BITS);
        row.last_mut().into_iter().for_each(|diagonal| *diagonal -= &slack);
    }
    shifted
}

/// The factorization of a matrix given by its lower triangle: it exists, or a direction in which the matrix is not
/// positive. Row by row: all that a row needs of the earlier ones is there.
fn factor(mut rows: Vec<Vec<Integer>>) -> Result<(), Vec<Integer>> {
    for index in 0..rows.len() {
        let (before, rest) = rows.split_at_mut(index);
        let Some(row) = rest.first_mut() else { return Ok(()) };
        for (column, pivots) in before.iter().enumerate() {
            let (found, open) = row.split_at_mut(column);
            if let (Some(entry), Some(pivot)) = (open.first_mut(), pivots.last()) {
                *entry -= dot(found, pivots);
                *entry /= pivot;
            }
        }
        let Some(mut pivot) = row.pop() else { return Ok(()) };
        pivot -= sum_of_squares(row);
        if pivot <= 0 {
            return Err(direction(before, row));
        }
        row.push(pivot.sqrt());
    }
    Ok(())
}

/// The vector (−y, 1) in fixed point, with Lᵀ·y = the row.
fn direction(factor: &[Vec<Integer>], row: &[Integer]) -> Vec<Integer> {
    let mut rest: Vec<Integer> = row.iter().map(|entry| (entry << VECTOR_BITS).complete()).collect();
    let mut vector = vec![Integer::from(1) << VECTOR_BITS];
    for pivots in factor.iter().rev() {
        let (Some(mut entry), Some((pivot, left))) = (rest.pop(), pivots.split_last()) else { break };
        entry /= pivot;
        rest.iter_mut().zip(left).for_each(|(target, factor)| *target -= factor * &entry);
        vector.push(-entry);
    }
    vector.reverse();
    vector
}

/// Whether vᵀ·G·v > x²·‖v‖²: then the norm is larger than x ≥ 0. The vector may be shorter than G: it ends with zeros.
fn is_refuted(gram: &[Vec<Integer>], vector: &[Integer], bound: &Integer) -> bool {
    let mut form = Integer::new();
    for (row, entry) in gram.iter().zip(vector) {
        // Each entry off the diagonal counts twice.
        let (Some(diagonal), before) =
            (row.last(), dot(row.split_last().map_or(&[], |(_, left)| left), vector))
        else {
            return false;
        };
        form += (diagonal * entry).complete() * entry + before * entry * 2;
    }
    form > bound.square_ref().complete() * sum_of_squares(vector)
}

/// Whether some vector of the Gram matrix alone is longer than x.
fn is_refuted_by_trace(gram: &[Vec<Integer>], bound: &Integer) -> bool {
    let square = bound.square_ref().complete();
    gram.iter().filter_map(|row| row.last()).any(|length| *length > square)
}

/// The inner product of two vectors, of which one may be longer.
fn dot(left: &[Integer], right: &[Integer]) -> Integer {
    let mut sum = Integer::new();
    left.iter().zip(right).for_each(|(factor, entry)| sum += factor * entry);
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bounded(rows: &[Vec<Rational>], bound: (i64, i64)) -> Option<bool> {
        is_bounded(rows, &Rational::from(bound), 60)
    }

    fn matrix<const COLUMNS: usize>(rows: &[[i32; COLUMNS]]) -> Vec<Vec<Rational>> {
        rows.iter().map(|row| row.iter().copied().map(Rational::from).collect()).collect()
    }

    #[test]
    fn bounds_are_proved_or_refuted() {
        // Wide and tall: all ones, of norm √6 = 2.449489742783178…
        for ones in [matrix(&[[1, 1]; 3]), matrix(&[[1, 1, 1]; 2])] {
            assert_eq!(bounded(&ones, (2_449_489_742_784, 1_000_000_000_000)), Some(true));
            assert_eq!(bounded(&ones, (2_449_489_742_783, 1_000_000_000_000)), Some(false));
            assert_eq!(bounded(&ones, (3, 1)), Some(true), "the Frobenius norm");
            assert_eq!(bounded(&ones, (0, 1)), Some(false));
        }
        // diag(1, 1/1024), and a matrix whose first two leading minors are harmless.
        let diagonal = [[(1, 1), (0, 1)], [(0, 1), (1, 1024)]];
        let diagonal: Vec<Vec<Rational>> =
            diagonal.iter().map(|row| row.iter().copied().map(Rational::from).collect()).collect();
        assert_eq!(bounded(&diagonal, (1_000_000_001, 1_000_000_000)), Some(true));
        assert_eq!(bounded(&diagonal, (999_999_999, 1_000_000_000)), Some(false));
        let last = matrix(&[[1, 0, 0], [0, 1, 0], [0, 0, 5]]);
        assert_eq!(bounded(&last, (5_000_001, 1_000_000)), Some(true));
        assert_eq!(bounded(&last, (4_999_999, 1_000_000)), Some(false));
    }

    #[test]
    fn rounded_matrices_are_bounded_as_well() {
        // 2^100·[1 1; 1 1] and a tiny matrix of the same kind: norm 2^101 plus next to nothing.
        let large = Rational::from(Integer::from(1) << 100);
        let rows = vec![vec![large.clone() + 1, large.clone()], vec![large.clone() - 1, large.clone()]];
        let twice = Rational::from(&large * 2);
        assert_eq!(is_bounded(&rows, &(twice.clone() + Rational::from(&large >> 30)), 60), Some(true));
        assert_eq!(is_bounded(&rows, &(twice.clone() - Rational::from(&large >> 30)), 60), Some(false));
        assert_eq!(is_bounded(&rows, &twice, 60), None, "norm 2^101 + 2^-100 or so");
        assert_eq!(is_bounded(&rows, &Rational::from((1, 3)), 60), Some(false));
    }

    #[test]
    fn equality_is_left_open() {
        assert_eq!(bounded(&matrix(&[[1, 0], [0, 1]]), (1, 1)), None);
        assert_eq!(bounded(&matrix(&[[0, 0], [0, 0]]), (0, 1)), Some(true));
    }
}
