//! Binary codes: how far apart their words are, by looking at all of them.
//!
//! Words are sums modulo 2, and two words of a linear code differ where their sum, a word of the code, is 1: the least distance
//! is the least weight. All 2^rank − 1 sums that are not empty are looked at, in the order of a Gray code, one addition for
//! each; if every one has a weight ≥ 1 they differ, and are 2^rank words.

use crate::limits::{MAX_CODE_RANK, MAX_DEPTH_STEPS};
use crate::rejection::Rejection;

/// That all sums of the words of a generator, but the empty sum, have so many ones.
pub(super) fn check_linear(generator: &[Vec<bool>], hamming: u64) -> Result<(), Rejection> {
    let rows = packed(generator);
    let rank = rows.len();
    if rank > MAX_CODE_RANK {
        let (place, what) = ("codebook.generator".to_owned(), "the number of words");
        return Err(Rejection::TooLarge { place, what, found: rank as u64, limit: MAX_CODE_RANK as u64 });
    }
    let length = rows.first().map_or(0, Vec::len);
    at_most("codebook.generator", (1 << rank) * length as u128)?;
    let mut sum = vec![0_u64; length];
    for step in 1..1_u64 << rank {
        let changed = step.trailing_zeros() as usize;
        let weight = add_and_weigh(&mut sum, &rows[changed]);
        if weight < hamming {
            let gray = step ^ (step >> 1);
            let summands: Vec<usize> = (0..rank).filter(|row| gray >> row & 1 == 1).collect();
            let words = format!("the sum of the words {summands:?} and 0");
            return Err(Rejection::CodeDistance { words, distance: weight, hamming });
        }
    }
    Ok(())
}

/// That any two words differ in so many places.
pub(super) fn check_listed(words: &[Vec<bool>], hamming: u64) -> Result<(), Rejection> {
    let words = packed(words);
    let (count, length) = (words.len() as u128, words.first().map_or(0, Vec::len) as u128);
    at_most("codebook.words", count * count / 2 * length)?;
    for (second, word) in words.iter().enumerate() {
        for (first, other) in words[..second].iter().enumerate() {
            let distance = word.iter().zip(other).map(|(x, y)| u64::from((x ^ y).count_ones())).sum();
            if distance < hamming {
                let words = format!("the words {first} and {second}");
                return Err(Rejection::CodeDistance { words, distance, hamming });
            }
        }
    }
    Ok(())
}

/// Refuses what would take too long.
pub(super) fn at_most(place: &str, steps: u128) -> Result<(), Rejection> {
    if steps <= u128::from(MAX_DEPTH_STEPS) {
        return Ok(());
    }
    let (what, found) = ("the number of steps", u64::try_from(steps).unwrap_or(u64::MAX));
    Err(Rejection::TooLarge { place: place.to_owned(), what, found, limit: MAX_DEPTH_STEPS })
}

fn add_and_weigh(sum: &mut [u64], row: &[u64]) -> u64 {
    let mut weight = 0;
    for (sum, row) in sum.iter_mut().zip(row) {
        *sum ^= row;
        weight += u64::from(sum.count_ones());
    }
    weight
}

/// The bits, 64 to a number.
fn packed(words: &[Vec<bool>]) -> Vec<Vec<u64>> {
    let pack = |bits: &[bool]| bits.iter().rev().fold(0, |number, bit| number << 1 | u64::from(*bit));
    words.iter().map(|word| word.chunks(64).map(pack).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(digits: &str) -> Vec<bool> {
        digits.chars().map(|digit| digit == '1').collect()
    }

    #[test]
    fn the_least_weight_is_found() {
        // The Hamming code of length 7.
        let generator = ["1000110", "0100101", "0010011", "0001111"].map(word);
        assert!(check_linear(&generator, 3).is_ok());
        let rejection = check_linear(&generator, 4).expect_err("distance 3");
        assert!(matches!(rejection, Rejection::CodeDistance { distance: 3, hamming: 4, .. }), "{rejection}");
        let dependent = ["110", "011", "101"].map(word);
        let rejection = check_linear(&dependent, 1).expect_err("dependent");
        assert!(matches!(rejection, Rejection::CodeDistance { distance: 0, .. }), "{rejection}");
    }

    #[test]
    fn long_words() {
        let ones = |places: &[usize]| (0..130).map(|place| places.contains(&place)).collect::<Vec<_>>();
        let words = [ones(&[]), ones(&[0, 64, 129]), ones(&[1, 64, 128])];
        assert!(check_listed(&words, 3).is_ok());
        let rejection = check_listed(&words, 4).expect_err("3 and 4");
        assert!(matches!(rejection, Rejection::CodeDistance { distance: 3, .. }), "{rejection}");
        assert!(check_linear(&words[1..], 3).is_ok());
    }
}
