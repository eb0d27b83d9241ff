//! Permutations and signed permutations of 2d coordinates, up to what leaves the number of layers alone.
//!
//! Conjugation by a block diagonal signed permutation diag(p1, p2) carries layers to layers, in every mode, so it is enough to
//! look at one matrix for each conjugacy class under these. A class is a multiset of *coloured cycles*: the cycle of a
//! coordinate, read as the sequence of the halves through which it runs, up to rotation (a necklace with two colours), and
//! the product of its signs.
//!
//! ```
//! use flowcert::linear::permutations::classes;
//!
//! let all = classes(2, false);
//! assert_eq!(all.iter().map(|class| class.size()).sum::<u64>(), 24); // 4! permutations
//! assert_eq!(all.len(), 10);
//! ```

mod necklace;

use nalgebra::DMatrix;

use crate::scalar::Rational;
use necklace::Necklace;

/// The largest d for which classes are listed: sizes are 64-bit integers.
pub const MOST_HALF: usize = 8;

/// A class of signed permutations of 2d coordinates under conjugation by block diagonal ones.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Class {
    /// The cycles with how often each occurs, ascending.
    cycles: Vec<(Cycle, usize)>,
    half: usize,
    size: u64,
}

/// A coloured cycle.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Cycle {
    necklace: Necklace,
    negative: bool,
}

impl Class {
    /// The number of (signed) permutations in the class.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Whether the determinant is −1: the signature of each cycle times its sign.
    #[must_use]
    pub fn is_odd(&self) -> bool {
        self.each().filter(|cycle| (cycle.necklace.len() % 2 == 0) != cycle.negative).count() % 2 == 1
    }

    /// The representative in cycle notation, coordinates counted from 1, the bar between the halves left out; a cycle with
    /// sign −1 is followed by −. Fixed points are not written; the identity is "id".
    #[must_use]
    pub fn notation(&self) -> String {
        notation(&self.numbered())
    }

    /// The representative, 2d × 2d: column j has its entry ±1 in the row to which e_j goes. The sign of a cycle stands in the
    /// column of its last element.
    #[must_use]
    pub fn representative(&self) -> DMatrix<Rational> {
        let mut matrix = DMatrix::from_element(2 * self.half, 2 * self.half, Rational::new());
        for (places, negative) in self.numbered() {
            for (at, &from) in places.iter().enumerate() {
                let last = at + 1 == places.len();
                let to = if last { places[0] } else { places[at + 1] };
                matrix[(to, from)] = Rational::from(if last && negative { -1 } else { 1 });
            }
        }
        matrix
    }

    /// The cycles, each as often as it occurs.
    fn each(&self) -> impl Iterator<Item = &Cycle> {
        self.cycles.iter().flat_map(|(cycle, count)| std::iter::repeat_n(cycle, *count))
    }

    /// The cycles with coordinates given in order, from 0: the first half's first.
    fn numbered(&self) -> Vec<(Vec<usize>, bool)> {
        let (mut first, mut second) = (0, self.half);
        let mut next = |in_second: &bool| {
            let counter = if *in_second { &mut second } else { &mut first };
            *counter += 1;
            *counter - 1
        };
        self.each()
            .map(|cycle| (cycle.necklace.colours().iter().map(&mut next).collect(), cycle.negative))
            .collect()
    }
}

/// Cycles in cycle notation, with coordinates from 0 counted from 1; a sign −1 is true.
pub(super) fn notation(cycles: &[(Vec<usize>, bool)]) -> String {
    let text: String = cycles
        .iter()
        .filter(|(places, negative)| places.len() > 1 || *negative)
        .map(|(places, negative)| {
            let places: Vec<String> = places.iter().map(|place| (place + 1).to_string()).collect();
            format!("({}){}", places.join(" "), if *negative { "−" } else { "" })
        })
        .collect();
    if text.is_empty() { "id".to_owned() } else { text }
}

/// The classes of all permutations of 2·`half` coordinates, with the signed ones if `signed`.
///
/// # Panics
///
/// If `half` is 0 or more than [`MOST_HALF`].
#[must_use]
pub fn classes(half: usize, signed: bool) -> Vec<Class> {
    assert!((1..=MOST_HALF).contains(&half), "halves of 1 to {MOST_HALF} coordinates");
    let signs: &[bool] = if signed { &[false, true] } else { &[false] };
    let cycles: Vec<Cycle> = necklace::necklaces(half)
        .into_iter()
        .flat_map(|necklace| {
            signs.iter().map(move |&negative| Cycle { necklace: necklace.clone(), negative })
        })
        .collect();
    let mut found = Vec::new();
    choose(&cycles, [half, half], &mut Vec::new(), &mut |chosen| {
        let size = size(chosen, half, signed);
        found.push(Class { cycles: chosen.to_vec(), half, size });
    });
    found
}

/// All multisets of the cycles that use exactly so many coordinates of each half.
fn choose(
    cycles: &[Cycle],
    left: [usize; 2],
    chosen: &mut Vec<(Cycle, usize)>,
    found: &mut impl FnMut(&[(Cycle, usize)]),
) {
    if left == [0, 0] {
        return found(chosen);
    }
    let Some((cycle, rest)) = cycles.split_first() else { return };
    let [first, second] = cycle.necklace.counts();
    choose(rest, left, chosen, found);
    let mut count = 1;
    while first * count <= left[0] && second * count <= left[1] {
        chosen.push((cycle.clone(), count));
        choose(rest, [left[0] - first * count, left[1] - second * count], chosen, found);
        chosen.pop();
        count += 1;
    }
}

/// The order of the group of block diagonal (signed) permutations, divided by that of the centralizer: each cycle can be turned
/// by its rotations that keep the colours (and multiplied by −1), equal cycles can be exchanged.
fn size(cycles: &[(Cycle, usize)], half: usize, signed: bool) -> u64 {
    let per_cycle: u64 = if signed { 2 } else { 1 };
    let group = factorial(half).pow(2) * per_cycle.pow(2 * half as u32);
    let centralizer: u64 = cycles
        .iter()
        .map(|(cycle, count)| {
            (cycle.necklace.rotations() as u64 * per_cycle).pow(*count as u32) * factorial(*count)
        })
        .product();
    group / centralizer
}

fn factorial(n: usize) -> u64 {
    (1..=n as u64).product()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::matrix::exact::ExactField;

    #[test]
    fn the_classes_are_all_permutations() {
        for half in 1..=5 {
            let sum = |signed| classes(half, signed).iter().map(Class::size).sum::<u64>();
            assert_eq!(sum(false), factorial(2 * half), "{half}");
            assert_eq!(sum(true), factorial(2 * half) << (2 * half), "{half}, signed");
        }
    }

    /// Every permutation of four coordinates, by its class: a count that knows no centralizers.
    #[test]
    fn sizes_are_counts() {
        let mut counts: BTreeMap<Vec<(Vec<bool>, bool)>, u64> = BTreeMap::new();
        for images in permutations(4) {
            for signs in 0..16_u32 {
                *counts.entry(coloured_cycles(&images, signs)).or_default() += 1;
            }
        }
        let classes = classes(2, true);
        assert_eq!(classes.len(), counts.len());
        for class in &classes {
            let mut key: Vec<(Vec<bool>, bool)> =
                class.each().map(|cycle| (cycle.necklace.colours().to_vec(), cycle.negative)).collect();
            key.sort();
            assert_eq!(counts.get(&key), Some(&class.size()), "{}", class.notation());
        }
    }

    fn permutations(size: usize) -> Vec<Vec<usize>> {
        if size == 0 {
            return vec![Vec::new()];
        }
        let insert = |shorter: Vec<usize>| {
            (0..size).map(move |place| {
                let mut longer = shorter.clone();
                longer.insert(place, size - 1);
                longer
            })
        };
        permutations(size - 1).into_iter().flat_map(insert).collect()
    }

    fn coloured_cycles(images: &[usize], signs: u32) -> Vec<(Vec<bool>, bool)> {
        let mut seen = vec![false; images.len()];
        let mut cycles = Vec::new();
        for start in 0..images.len() {
            let (mut colours, mut negative, mut at) = (Vec::new(), false, start);
            while !seen[at] {
                seen[at] = true;
                colours.push(at >= images.len() / 2);
                negative ^= signs >> at & 1 == 1;
                at = images[at];
            }
            if !colours.is_empty() {
                cycles.push((Necklace::new(&colours).colours().to_vec(), negative));
            }
        }
        cycles.sort();
        cycles
    }

    #[test]
    fn representatives_have_the_determinant_that_is_said() {
        for class in classes(3, true) {
            let expected = Rational::from(if class.is_odd() { -1 } else { 1 });
            assert_eq!(Rational::determinant(&class.representative()), expected, "{}", class.notation());
        }
    }

    #[test]
    fn notation_is_read_off_the_representative() {
        let names: Vec<String> = classes(1, true).iter().map(Class::notation).collect();
        for expected in ["id", "(1)−", "(2)−", "(1)−(2)−", "(1 2)", "(1 2)−"] {
            assert!(names.iter().any(|name| name == expected), "{expected}: {names:?}");
        }
        assert_eq!(names.len(), 6);
    }
}
