//! Rational matrices as integer matrices with a denominator for each row, and the sizes that Hadamard's inequality
//! promises for what is computed from them.

use nalgebra::DMatrix;
use rug::Integer;

use crate::scalar::Rational;

/// A rational matrix as diag(`scales`) · `numerators`, every row of `numerators` primitive (its entries have no common
/// divisor), a zero row with scale 1.
pub(super) struct ClearedRows {
    pub(super) numerators: DMatrix<Integer>,
    pub(super) scales: Vec<Rational>,
}

pub(super) fn clear_rows(matrix: &DMatrix<Rational>) -> ClearedRows {
    let mut numerators = DMatrix::from_element(matrix.nrows(), matrix.ncols(), Integer::new());
    let mut scales = Vec::with_capacity(matrix.nrows());
    for i in 0..matrix.nrows() {
        let denominator = common_denominator(matrix.row(i).iter());
        for j in 0..matrix.ncols() {
            numerators[(i, j)] = over(&matrix[(i, j)], &denominator);
        }
        let content = content(numerators.row(i).iter());
        if content > 1 {
            for j in 0..matrix.ncols() {
                numerators[(i, j)].div_exact_mut(&content);
            }
        }
        let scale = if content.is_zero() { Integer::from(1) } else { content };
        scales.push(Rational::from((scale, denominator)));
    }
    ClearedRows { numerators, scales }
}

/// The least common multiple of the denominators.
pub(super) fn common_denominator<'a>(entries: impl Iterator<Item = &'a Rational>) -> Integer {
    let mut multiple = Integer::from(1);
    for entry in entries {
        // Most denominators divide what is there already; a division is far cheaper than a gcd.
        if !multiple.is_divisible(entry.denom()) {
            multiple.lcm_mut(entry.denom());
        }
    }
    multiple
}

/// The numerator of `entry` written over `denominator`, a multiple of its own.
pub(super) fn over(entry: &Rational, denominator: &Integer) -> Integer {
    if entry.denom() == denominator {
        return entry.numer().clone();
    }
    Integer::from(denominator.div_exact_ref(entry.denom())) * entry.numer()
}

fn content<'a>(entries: impl Iterator<Item = &'a Integer>) -> Integer {
    let mut divisor = Integer::new();
    for entry in entries {
        divisor.gcd_mut(entry);
        if divisor == 1 {
            break;
        }
    }
    divisor
}

/// A number of bits b such that |det N| and every minor of the square integer matrix N are at most 2^b: Hadamard's
/// inequality over the rows or over the columns, whichever promises less. (A zero row counts as norm 1.)
pub(super) fn minor_bits(matrix: &DMatrix<Integer>) -> u64 {
    let rows: u64 = (0..matrix.nrows()).map(|i| norm_bits_twice(matrix.row(i).iter())).sum();
    let columns: u64 = (0..matrix.ncols()).map(|j| norm_bits_twice(matrix.column(j).iter())).sum();
    rows.min(columns).div_ceil(2)
}

/// A number of bits b such that every minor with `order` rows is at most 2^b, for a matrix of any shape: the same with
/// the longest rows or columns only.
pub(super) fn largest_minor_bits(matrix: &DMatrix<Integer>, order: usize) -> u64 {
    let longest = |mut norms: Vec<u64>| {
        norms.sort_unstable_by(|x, y| y.cmp(x));
        norms.into_iter().take(order).sum::<u64>()
    };
    let rows = longest(matrix.row_iter().map(|row| norm_bits_twice(row.iter())).collect());
    let columns = longest(matrix.column_iter().map(|column| norm_bits_twice(column.iter())).collect());
    rows.min(columns).div_ceil(2)
}

/// A number of bits b such that every coefficient of det(t − N) is at most 2^b in absolute value: the coefficient of
/// t^{d−k} is a sum of k × k principal minors, hence at most the elementary symmetric polynomial of the row norms, and
/// Σ_k e_k(norms) = Π (1 + norm) ≤ Π 2·max(1, norm).
pub(super) fn characteristic_bits(matrix: &DMatrix<Integer>) -> u64 {
    (0..matrix.nrows()).map(|i| norm_bits_twice(matrix.row(i).iter()).div_ceil(2) + 1).sum()
}

/// 2·log₂ of the Euclidean norm, rounded upwards, at least 0.
fn norm_bits_twice<'a>(entries: impl Iterator<Item = &'a Integer>) -> u64 {
    let mut square = Integer::new();
    for entry in entries {
        square += entry * entry;
    }
    u64::from(square.significant_bits())
}

/// How many primes above 2^61 make a product larger than 2^(bits + 1), enough to tell integers of absolute value at
/// most 2^bits apart.
pub(super) fn primes_needed(bits: u64) -> u64 {
    (bits + 2).div_ceil(61)
}
