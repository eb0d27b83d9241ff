//! How much there is to enumerate, and how much memory that takes, before any of it is taken.

use rug::Integer;
use rug::ops::Pow;

use super::error::EnumerationError;
use super::packed::{LARGEST_PRIME, MOST_ROWS};
use crate::coupling::{Half, Partition};
use crate::scalar::is_prime;

/// (rows, columns) of B', C'ᵀ and D'' where the corner has this rank; `None` if no invertible matrix has such a corner.
pub(super) fn shapes(size: usize, upper: usize, left: usize, rank: usize) -> Option<[(usize, usize); 3]> {
    let rest = (size + rank).checked_sub(upper + left)?;
    Some([(upper - rank, size - left), (left - rank, size - upper), (rest, rest)])
}

/// The order of SL(n, F_q): q^(n(n−1)/2) · (q² − 1) ⋯ (qⁿ − 1).
#[must_use]
pub fn order(field: u64, size: usize) -> Integer {
    let prime = Integer::from(field);
    let power = |exponent: usize| prime.clone().pow(exponent as u32);
    (2..=size).fold(power(size * size.saturating_sub(1) / 2), |product, k| product * (power(k) - 1_u32))
}

/// The number of rows × columns matrices of this rank: ∏ (qᵐ − qⁱ)(qⁿ − qⁱ)/(q^r − qⁱ).
fn of_rank(field: u64, rows: usize, columns: usize, rank: usize) -> Integer {
    let prime = Integer::from(field);
    let power = |exponent: usize| prime.clone().pow(exponent as u32);
    let (mut above, mut below) = (Integer::from(1), Integer::from(1));
    for i in 0..rank {
        above *= (power(rows) - power(i)) * (power(columns) - power(i));
        below *= power(rank) - power(i);
    }
    above / below
}

/// The number of double cosets X·M·U, and the bytes of the tables that number them.
fn of_kind(field: u64, partition: Partition, writes: Half) -> (Integer, Integer) {
    let (size, upper, left) = (partition.size(), partition.length(writes.other()), partition.first);
    let power = |exponent: usize| Integer::from(field).pow(exponent as u32);
    // A corner has some sixty bytes, a code of the other tables at most twelve.
    let (mut count, mut bytes) = (Integer::new(), power(upper * left) * 64_u32);
    for rank in 0..=upper.min(left) {
        let Some([right, below, rest]) = shapes(size, upper, left, rank) else { continue };
        let full = |(rows, columns): (usize, usize)| of_rank(field, rows, columns, rows);
        let special = if rest.0 == 0 { Integer::from(1) } else { order(field, rest.0) };
        count += of_rank(field, upper, left, rank) * full(right) * full(below) * special;
        bytes += [right, below, rest]
            .map(|(rows, columns)| power(rows * columns) * 12_u32)
            .iter()
            .sum::<Integer>();
    }
    (count, bytes)
}

/// One more than the largest code of a table.
fn largest_code(field: u64, partition: Partition) -> Integer {
    let (first, second) = (partition.first, partition.second);
    // D'' has at most the size of the larger half; every other table is smaller, or at most d1 × d2 or d1 × d1.
    Integer::from(field).pow(first.max(second).pow(2) as u32)
}

/// The bytes that an enumeration takes on each of some ranks: the tables, and for each double coset that it owns `per_coset` bytes.
#[must_use]
pub fn bytes(field: u64, partition: Partition, per_coset: u64, ranks: u64) -> Integer {
    [Half::First, Half::Second].into_iter().fold(Integer::new(), |sum, writes| {
        let (count, tables) = of_kind(field, partition, writes);
        sum + tables + count * per_coset / ranks
    })
}

/// Refuses what is no field, no partition, or too large for one process.
pub(super) fn check(
    field: u64,
    partition: Partition,
    per_coset: u64,
    memory: u64,
) -> Result<(), EnumerationError> {
    check_shared(field, partition, per_coset, memory, 1)
}

/// Refuses what is no field, no partition, or too large for one of the ranks.
pub(super) fn check_shared(
    field: u64,
    partition: Partition,
    per_coset: u64,
    memory: u64,
    ranks: u64,
) -> Result<(), EnumerationError> {
    if !is_prime(field) {
        return Err(EnumerationError::NotPrime { field });
    }
    if partition.first == 0 || partition.second == 0 {
        return Err(EnumerationError::EmptyHalf { partition });
    }
    if field > LARGEST_PRIME || partition.size() > MOST_ROWS || largest_code(field, partition) > u32::MAX {
        return Err(EnumerationError::OutOfRange { field, partition });
    }
    let needed = bytes(field, partition, per_coset, ranks);
    if needed > memory {
        return Err(EnumerationError::Memory { field, partition, needed: needed.to_string(), memory });
    }
    Ok(())
}

/// The memory that is free now, as Linux counts it; 4 GiB where it does not say.
#[must_use]
pub fn free_memory() -> u64 {
    let kibibytes = || {
        let text = std::fs::read_to_string("/proc/meminfo").ok()?;
        let line = text.lines().find_map(|line| line.strip_prefix("MemAvailable:"))?;
        line.split_whitespace().next()?.parse::<u64>().ok()
    };
    kibibytes().map_or(4 << 30, |number| number << 10)
}
