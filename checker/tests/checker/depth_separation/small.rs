//! Small cases by looking at everything: distances of codes, targets by the greedy choice, the count of subsets.

use flowcert_check::{Codebook, DepthSeparation, Targets};
use proptest::collection::vec;
use proptest::prelude::*;
use rug::{Integer, Rational};

use super::support::{code, linear_code, lipschitz, row};

/// All sums of the rows, the empty one first.
fn words(generator: &[Vec<bool>], length: usize) -> Vec<Vec<bool>> {
    let mut words = vec![vec![false; length]];
    for row in generator {
        let sums: Vec<_> =
            words.iter().map(|word: &Vec<bool>| word.iter().zip(row).map(|(x, y)| x ^ y).collect()).collect();
        words.extend(sums);
    }
    words
}

/// The least distance of any two.
fn least_distance(words: &[Vec<bool>]) -> usize {
    let distance = |x: &[bool], y: &[bool]| x.iter().zip(y).filter(|(x, y)| x != y).count();
    let pairs = (0..words.len()).flat_map(|second| (0..second).map(move |first| (first, second)));
    pairs.map(|(first, second)| distance(&words[first], &words[second])).min().expect("two words")
}

thread_local! {
    static HONEST: DepthSeparation = linear_code();
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn distances_of_codes(rank in 1..6_usize, half in 3..40_usize, seed in vec(any::<u64>(), 12)) {
        let length = 2 * half;
        let bit = |row: usize, place: usize| seed[row + 6 * (place / 64)] >> (place % 64) & 1 == 1;
        let generator: Vec<Vec<bool>> =
            (0..rank).map(|row| (0..length).map(|place| bit(row, place)).collect()).collect();
        let words = words(&generator, length);
        let distance = least_distance(&words) as u64;
        let honest = HONEST.with(DepthSeparation::clone);
        let with = |codebook: Codebook| {
            let it = DepthSeparation { dimension: length as u64, points: Integer::from(words.len()), codebook, ..honest.clone() };
            let it = DepthSeparation { modes: 1, shared: 0, ..it };
            code(&it) == "code-distance"
        };
        for (hamming, near) in [(distance, false), (distance + 1, true)] {
            if hamming >= 1 && hamming <= length as u64 {
                let codebook = Codebook::LinearCode { generator: generator.clone(), hamming };
                prop_assert_eq!(with(codebook), near, "a linear code, {} for {}", hamming, distance);
                let codebook = Codebook::ListedCode { words: words.clone(), hamming };
                prop_assert_eq!(with(codebook), near, "a listed code, {} for {}", hamming, distance);
            }
        }
    }
}

/// All sets of k of the numbers below M, as bits.
fn sets(points: u32, modes: u32) -> Vec<u32> {
    (0..1_u32 << points).filter(|set| set.count_ones() == modes).collect()
}

/// The greedy choice finds as many targets as counting says, and these are accepted as a list.
#[test]
fn the_greedy_choice_finds_as_many_targets_as_are_counted() {
    for (points, modes, shared) in [(8, 3, 1), (9, 4, 1), (10, 4, 2), (11, 3, 0), (12, 5, 2), (7, 5, 4)] {
        let mut chosen: Vec<u32> = vec![];
        let all = sets(points, modes);
        for set in &all {
            if chosen.iter().all(|other| (other & set).count_ones() <= shared) {
                chosen.push(*set);
            }
        }
        let excluded = all.iter().filter(|set| (*set & all[0]).count_ones() > shared).count();
        let counted = all.len().div_ceil(excluded);
        assert!(chosen.len() >= counted, "{points} {modes} {shared}");
        let bare =
            DepthSeparation { shared: u64::from(shared), ..row(16, u64::from(modes), 1, lipschitz(1)) };
        let at = |points| DepthSeparation { points: Integer::from(points), ..bare.clone() };
        let claim = |targets: Targets, log2_targets: Rational| {
            let it = DepthSeparation { targets, log2_targets, ..at(points) };
            code(&DepthSeparation { accuracy: Rational::from((1, 1000)), ..it })
        };
        // A millionth of a bit below and above log₂ of the number.
        let logarithm = |number: usize, by: i64| {
            let millionths = rug::Float::with_val(200, number).log2() * 1_000_000_u32;
            Rational::from((millionths.floor().to_integer().expect("finite") + by, Integer::from(1_000_000)))
        };
        if counted > 1 {
            assert_eq!(claim(Targets::Counting, logarithm(counted, 0)), "verified");
            assert_eq!(claim(Targets::Counting, logarithm(counted, 1) + 1), "bound-not-proved");
        }
        if !counted.is_power_of_two() {
            assert_eq!(claim(Targets::Counting, logarithm(counted, 1)), "bound-not-proved");
        }
        let indices = |set: &u32| (0..u64::from(points)).filter(|point| set >> point & 1 == 1).collect();
        let listed = Targets::Listed { sets: chosen.iter().map(indices).collect() };
        assert_eq!(claim(listed.clone(), logarithm(chosen.len(), 0)), "verified");
        assert_eq!(claim(listed, logarithm(chosen.len() + 1, 0)), "bound-not-proved");
    }
}
