//! Short vectors over a prime field as numbers: the digits to the base q are the entries, the first one lowest.

/// The vectors of one length, and their sums and multiples.
pub(super) struct Vectors {
    pub(super) prime: usize,
    /// q^length, the number of vectors.
    pub(super) count: usize,
    sums: Vec<u16>,
    multiples: Vec<u16>,
}

impl Vectors {
    /// At most 2¹³ vectors, so that the table of sums stays small.
    pub(super) fn new(prime: usize, length: usize) -> Self {
        let count = prime.pow(length as u32);
        let by_digit = |combine: &dyn Fn(usize) -> usize| {
            let mut place = 1;
            let mut result = 0;
            for index in 0..length {
                result += place * (combine(index) % prime);
                place *= prime;
            }
            result as u16
        };
        let pairs = (0..count).flat_map(|a| (0..count).map(move |b| (a, b)));
        let sums = pairs.map(|(a, b)| by_digit(&|i| digit(prime, a, i) + digit(prime, b, i))).collect();
        let scaled = (0..prime).flat_map(|factor| (0..count).map(move |a| (factor, a)));
        let multiples = scaled.map(|(factor, a)| by_digit(&|i| factor * digit(prime, a, i))).collect();
        Self { prime, count, sums, multiples }
    }

    pub(super) fn sum(&self, left: u16, right: u16) -> u16 {
        self.sums[usize::from(left) * self.count + usize::from(right)]
    }

    pub(super) fn times(&self, factor: usize, vector: u16) -> u16 {
        self.multiples[factor * self.count + usize::from(vector)]
    }

    /// Σ digits of `coefficients` times the vectors.
    pub(super) fn combination(&self, coefficients: usize, vectors: &[u16]) -> u16 {
        let terms = vectors.iter().enumerate();
        terms.fold(0, |sum, (i, vector)| {
            self.sum(sum, self.times(digit(self.prime, coefficients, i), *vector))
        })
    }
}

/// One digit of a number.
pub(super) fn digit(prime: usize, number: usize, index: usize) -> usize {
    number / prime.pow(index as u32) % prime
}

/// The inverse of a nonzero residue.
pub(super) fn inverse(prime: usize, value: usize) -> usize {
    (1..prime).find(|other| value * other % prime == 1).unwrap_or(0)
}
