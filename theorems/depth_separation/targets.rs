//! Codebooks with all their points, and families of sets of them.

use flowcert::depth::codebook::distance;
use flowcert::depth::{LinearCode, family};
use flowcert::matrix::DMatrix;
use flowcert::scalar::Rational;
use flowcert_check::Codebook;

/// Points, and k-subsets of them.
pub(crate) struct Targets {
    pub(crate) name: &'static str,
    pub(crate) codebook: Codebook,
    /// The words of a code; none for other points.
    pub(crate) words: Vec<Vec<bool>>,
    /// The points, one in each column.
    pub(crate) points: DMatrix<f64>,
    pub(crate) modes: usize,
    pub(crate) shared: usize,
    pub(crate) sets: Vec<Vec<u64>>,
}

impl Targets {
    pub(crate) fn dimension(&self) -> u32 {
        self.points.nrows() as u32
    }

    /// r, as the library has it.
    pub(crate) fn distance(&self) -> f64 {
        distance(&self.codebook, self.dimension(), 64).lower().to_f64()
    }

    /// The pairs of sets, the first few; those that share as many points as they may come first.
    pub(crate) fn pairs(&self, count: usize) -> Vec<(&[u64], &[u64])> {
        let mut pairs: Vec<(&[u64], &[u64])> = Vec::new();
        for (i, one) in self.sets.iter().enumerate() {
            pairs.extend(self.sets[..i].iter().map(|other| (one.as_slice(), other.as_slice())));
        }
        pairs.sort_by_key(|(one, other)| std::cmp::Reverse(overlap(one, other)));
        pairs.truncate(count);
        pairs
    }
}

/// How many elements both have: every pair is looked at.
pub(crate) fn overlap(one: &[u64], other: &[u64]) -> usize {
    one.iter().map(|x| other.iter().filter(|y| x == *y).count()).sum()
}

/// All sums of the rows, each once.
pub(crate) fn all_words(code: &LinearCode) -> Vec<Vec<bool>> {
    let mut words = vec![vec![false; code.length()]];
    for row in code.generator() {
        let sums: Vec<Vec<bool>> = words.iter().map(|word| sum(word, &row)).collect();
        words.extend(sums);
    }
    words
}

fn sum(one: &[bool], other: &[bool]) -> Vec<bool> {
    one.iter().zip(other).map(|(x, y)| x ^ y).collect()
}

/// In how many places two words differ.
pub(crate) fn hamming(one: &[bool], other: &[bool]) -> usize {
    one.iter().zip(other).filter(|(x, y)| x != y).count()
}

/// The least number of places in which two of the words differ, over all pairs.
pub(crate) fn least_hamming(words: &[Vec<bool>]) -> usize {
    let pairs = words.iter().enumerate().flat_map(|(i, one)| words[..i].iter().map(move |it| (one, it)));
    pairs.map(|(one, other)| hamming(one, other)).min().expect("two words")
}

/// The words of n bits in increasing order, each kept if it differs from those before it in at least h places.
pub(crate) fn lexicode(length: usize, distance: u32) -> Vec<Vec<bool>> {
    let mut kept: Vec<u32> = Vec::new();
    for word in 0..1_u32 << length {
        if kept.iter().all(|other| (other ^ word).count_ones() >= distance) {
            kept.push(word);
        }
    }
    kept.iter().map(|word| (0..length).map(|bit| word >> bit & 1 == 1).collect()).collect()
}

/// The points ±1/√n of a code; `true` is minus.
fn signs(words: &[Vec<bool>]) -> DMatrix<f64> {
    let length = words[0].len();
    let entry = 1.0 / (length as f64).sqrt();
    DMatrix::from_fn(length, words.len(), |i, j| if words[j][i] { -entry } else { entry })
}

/// Points on the circle, equally far from each other.
pub(crate) fn circle(count: usize) -> DMatrix<f64> {
    let angle = |j: usize| std::f64::consts::TAU * j as f64 / count as f64;
    DMatrix::from_fn(2, count, |i, j| if i == 0 { angle(j).cos() } else { angle(j).sin() })
}

const FAMILY_SEED: u64 = 11;

fn drawn(points: usize, modes: usize, shared: usize) -> Vec<Vec<u64>> {
    family::drawn(points, modes, shared, 12, 20_000, FAMILY_SEED)
}

fn of_linear_code(name: &'static str, code: &LinearCode, modes: usize, shared: usize) -> Targets {
    let words = all_words(code);
    let hamming = code.least_weight().expect("two words") as u64;
    let (points, sets) = (signs(&words), drawn(words.len(), modes, shared));
    Targets {
        name,
        codebook: Codebook::LinearCode { generator: code.generator(), hamming },
        words,
        points,
        modes,
        shared,
        sets,
    }
}

pub(crate) fn of_list(
    name: &'static str,
    words: Vec<Vec<bool>>,
    hamming: u64,
    modes: usize,
    shared: usize,
) -> Targets {
    let (points, sets) = (signs(&words), drawn(words.len(), modes, shared));
    Targets {
        name,
        codebook: Codebook::ListedCode { words: words.clone(), hamming },
        words,
        points,
        modes,
        shared,
        sets,
    }
}

/// Twelve points of the circle, more than 517/1000 from each other.
pub(crate) fn of_circle(modes: usize, shared: usize) -> Targets {
    let points = circle(12);
    Targets {
        name: "12 points of the circle, n = 2",
        codebook: Codebook::BallPacking { distance: Rational::from((517, 1000)) },
        words: Vec::new(),
        points,
        modes,
        shared,
        sets: drawn(12, modes, shared),
    }
}

/// The families on which separation is tried.
pub(crate) fn all() -> Vec<Targets> {
    vec![
        of_circle(3, 1),
        of_circle(4, 2),
        of_list("signs, n = 2", lexicode(2, 1), 1, 2, 1),
        of_linear_code("Reed–Muller, n = 8", &LinearCode::reed_muller(3), 4, 2),
        of_linear_code("Reed–Muller, n = 16", &LinearCode::reed_muller(4), 6, 3),
        of_linear_code("random linear code, n = 16", &LinearCode::random(16, 6, 5), 5, 2),
        of_list("lexicode h = 3, n = 8", lexicode(8, 3), 3, 5, 2),
        of_list("all words, n = 8", lexicode(8, 1), 1, 4, 2),
        of_linear_code("extended Golay, n = 24", &LinearCode::golay(), 8, 3),
        of_list("32 words of Golay's, n = 24", all_words(&LinearCode::golay())[..32].to_vec(), 8, 8, 4),
    ]
}
