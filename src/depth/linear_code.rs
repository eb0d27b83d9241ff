//! Linear codes over F_2, and how many words they have of each weight.

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// The words that rows of bits span.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinearCode {
    length: usize,
    /// Independent words, 64 bits in each number.
    basis: Vec<Vec<u64>>,
}

impl LinearCode {
    /// The code that the rows span; they need not be independent.
    ///
    /// # Panics
    ///
    /// If the rows are not equally long.
    #[must_use]
    pub fn new(rows: &[Vec<bool>]) -> Self {
        let length = rows.first().map_or(0, Vec::len);
        assert!(rows.iter().all(|row| row.len() == length), "rows of different lengths");
        let mut code = Self { length, basis: Vec::new() };
        rows.iter().for_each(|row| code.add(packed(row)));
        code
    }

    /// Hadamard's code, the Reed–Muller code of first order with the all-one word: length 2^m, rank m + 1, weights 2^(m−1).
    ///
    /// ```
    /// use flowcert::depth::LinearCode;
    ///
    /// let code = LinearCode::reed_muller(4);
    /// assert_eq!((code.length(), code.rank(), code.least_weight()), (16, 5, Some(8)));
    /// ```
    ///
    /// # Panics
    ///
    /// If m is more than 20.
    #[must_use]
    pub fn reed_muller(m: u32) -> Self {
        assert!(m <= 20, "the code is too long");
        let coordinate = |bit: u32| (0..1_usize << m).map(|place| place >> bit & 1 == 1).collect();
        let all_one = vec![true; 1 << m];
        Self::new(&(0..m).map(coordinate).chain([all_one]).collect::<Vec<_>>())
    }

    /// The extended Golay code: length 24, rank 12, weights 0, 8, 12, 16, 24.
    ///
    /// ```
    /// use flowcert::depth::LinearCode;
    ///
    /// let weights = LinearCode::golay().weights();
    /// assert_eq!((weights[0], weights[8], weights[12], weights[16], weights[24]), (1, 759, 2576, 759, 1));
    /// ```
    #[must_use]
    pub fn golay() -> Self {
        // Multiples of x¹¹ + x¹⁰ + x⁶ + x⁵ + x⁴ + x² + 1, which divides x²³ + 1, with a parity bit.
        let row = |shift: usize| {
            let mut word = vec![false; 24];
            [0, 2, 4, 5, 6, 10, 11].iter().for_each(|power| word[power + shift] = true);
            word[23] = true;
            word
        };
        Self::new(&(0..12).map(row).collect::<Vec<_>>())
    }

    /// A code that random rows span.
    ///
    /// ```
    /// use flowcert::depth::LinearCode;
    ///
    /// assert_eq!(LinearCode::random(64, 12, 7).rank(), 12);
    /// ```
    #[must_use]
    pub fn random(length: usize, rank: usize, seed: u64) -> Self {
        let mut random = ChaCha8Rng::seed_from_u64(seed);
        let mut code = Self { length, basis: Vec::new() };
        while code.rank() < rank.min(length) {
            let row: Vec<bool> = (0..length).map(|_| random.random()).collect();
            code.add(packed(&row));
        }
        code
    }

    /// The number of bits of a word.
    #[must_use]
    pub fn length(&self) -> usize {
        self.length
    }

    /// The dimension: there are 2^rank words.
    #[must_use]
    pub fn rank(&self) -> usize {
        self.basis.len()
    }

    /// Words that span the code.
    #[must_use]
    pub fn generator(&self) -> Vec<Vec<bool>> {
        let bits = |word: &Vec<u64>| {
            (0..self.length).map(|place| word[place / 64] >> (place % 64) & 1 == 1).collect()
        };
        self.basis.iter().map(bits).collect()
    }

    /// The number of words of each weight 0, 1, …, n, by looking at all of them: 2^rank·n/64 steps.
    ///
    /// # Panics
    ///
    /// If the rank is 64 or more.
    #[must_use]
    pub fn weights(&self) -> Vec<u64> {
        assert!(self.rank() < 64, "too many words");
        let mut counts = vec![0; self.length + 1];
        let mut word = vec![0; self.length.div_ceil(64)];
        counts[0] = 1;
        // In Gray's order, each word differs from the one before it by one of the basis.
        for step in 1..1_u64 << self.rank() {
            add_to(&mut word, &self.basis[step.trailing_zeros() as usize]);
            counts[word.iter().map(|bits| bits.count_ones() as usize).sum::<usize>()] += 1;
        }
        counts
    }

    /// The least number of bits in which two words differ; `None` if there is only one word.
    ///
    /// # Panics
    ///
    /// Those of [`weights`](Self::weights).
    #[must_use]
    pub fn least_weight(&self) -> Option<usize> {
        (self.rank() > 0)
            .then(|| self.weights().iter().skip(1).position(|count| *count > 0).map(|weight| weight + 1))?
    }

    /// Adds a word to the basis if it is not spanned.
    fn add(&mut self, word: Vec<u64>) {
        let mut rest = word;
        for row in &self.basis {
            let Some(lead) = lead(row) else { continue };
            if rest[lead / 64] >> (lead % 64) & 1 == 1 {
                add_to(&mut rest, row);
            }
        }
        if lead(&rest).is_some() {
            self.basis.push(rest);
        }
    }
}

fn packed(row: &[bool]) -> Vec<u64> {
    let mut word = vec![0; row.len().div_ceil(64)];
    for (place, _) in row.iter().enumerate().filter(|(_, bit)| **bit) {
        word[place / 64] |= 1 << (place % 64);
    }
    word
}

/// The first bit that is set.
fn lead(word: &[u64]) -> Option<usize> {
    let place = word.iter().position(|bits| *bits != 0)?;
    Some(64 * place + word[place].trailing_zeros() as usize)
}

fn add_to(word: &mut [u64], other: &[u64]) {
    word.iter_mut().zip(other).for_each(|(bits, other)| *bits ^= other);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All sums, without Gray's order.
    fn weights_by_hand(rows: &[Vec<bool>]) -> Vec<u64> {
        let length = rows[0].len();
        let mut words = std::collections::BTreeSet::from([vec![false; length]]);
        for row in rows {
            let sums: Vec<Vec<bool>> =
                words.iter().map(|word| word.iter().zip(row).map(|(a, b)| a ^ b).collect()).collect();
            words.extend(sums);
        }
        let mut counts = vec![0; length + 1];
        words.iter().for_each(|word| counts[word.iter().filter(|bit| **bit).count()] += 1);
        counts
    }

    #[test]
    fn weights_are_those_of_all_words() {
        for (length, rank, seed) in [(5, 3, 1), (70, 9, 2), (130, 4, 3), (64, 1, 4), (3, 9, 5)] {
            let code = LinearCode::random(length, rank, seed);
            assert_eq!(code.rank(), rank.min(length));
            assert_eq!(code.weights(), weights_by_hand(&code.generator()));
        }
    }

    #[test]
    fn dependent_rows_count_once() {
        let row = |bits: &str| bits.chars().map(|bit| bit == '1').collect::<Vec<_>>();
        let code = LinearCode::new(&[row("1100"), row("0110"), row("1010"), row("0000")]);
        assert_eq!((code.rank(), code.least_weight()), (2, Some(2)));
        assert_eq!(LinearCode::new(&[row("000")]).least_weight(), None);
    }
}
