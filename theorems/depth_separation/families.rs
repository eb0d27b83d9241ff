//! How many points, and how many sets of them: against looking at all.

use flowcert::depth::codebook::{distance_squared, gilbert_varshamov, points};
use flowcert::depth::{LinearCode, family};
use flowcert::scalar::Rational;
use rug::Integer;

use super::targets::{all, all_words, least_hamming, lexicode, overlap};

#[test]
fn the_families_are_what_they_are_said_to_be() {
    for targets in all() {
        let (count, n) = (targets.points.ncols(), targets.dimension());
        // A packing is said to have fewer points than there are on the circle.
        let said = points(&targets.codebook, n);
        assert!(said == count || (targets.words.is_empty() && said <= count), "{}", targets.name);
        let squared = distance_squared(&targets.codebook, n).to_f64();
        let (mut least, mut most_shared) = (f64::INFINITY, 0);
        for i in 0..count {
            for j in 0..i {
                least = least.min((targets.points.column(i) - targets.points.column(j)).norm_squared());
            }
            assert!((targets.points.column(i).norm() - 1.0).abs() < 1e-12);
        }
        for (i, one) in targets.sets.iter().enumerate() {
            assert!(one.is_sorted_by(|x, y| x < y) && one.iter().all(|&point| point < count as u64));
            assert_eq!(one.len(), targets.modes);
            most_shared =
                targets.sets[..i].iter().map(|other| overlap(one, other)).fold(most_shared, usize::max);
        }
        let (modes, shared) = (targets.modes as u32, targets.shared as u32);
        let promised = family::greedy_count(&count.into(), modes, shared);
        println!(
            "{}: M = {count}, k = {modes}, s = {shared}: {} sets drawn, share at most {most_shared}; {promised} exist at least",
            targets.name,
            targets.sets.len()
        );
        assert!(least >= squared - 1e-12 && most_shared <= targets.shared, "{least} {squared}");
        assert!(least <= 1.01 * squared, "the distance is attained");
    }
}

/// The sets of k bits out of M, in increasing order.
fn subsets(points: u32, modes: u32) -> Vec<u32> {
    (0..1_u32 << points).filter(|set| set.count_ones() == modes).collect()
}

#[test]
fn greedy_counts_by_counting_neighbours() {
    for points in 1..=10 {
        for modes in 1..=points {
            let all = subsets(points, modes);
            for shared in 0..modes {
                let one = all[all.len() / 2];
                let neighbours = all.iter().filter(|other| (one & *other).count_ones() > shared).count();
                let expected = all.len().div_ceil(neighbours);
                let found = family::greedy_count(&points.into(), modes, shared);
                assert_eq!(found, expected, "{points} {modes} {shared}");
                let log = family::log2_greedy_count(&points.into(), modes, shared, 64);
                assert!((log.lower().to_f64() - (expected as f64).log2()).abs() < 1e-12);
            }
        }
    }
}

/// Sets in lexicographic order, each taken if it shares little with those before: nothing can be added to them in the end.
#[test]
fn maximal_families_are_as_large_as_promised() {
    let (mut equal, mut cases, mut largest) = (0, 0, 0.0_f64);
    for points in 2..=12 {
        for modes in 1..=points.min(6) {
            let all = subsets(points, modes);
            for shared in 0..modes {
                let fits = |sets: &[u32], set: u32| sets.iter().all(|it| (it & set).count_ones() <= shared);
                let mut sets = Vec::new();
                for &set in &all {
                    if fits(&sets, set) {
                        sets.push(set);
                    }
                }
                assert!(all.iter().all(|set| !fits(&sets, *set) || sets.contains(set)), "it is maximal");
                let promised = family::greedy_count(&points.into(), modes, shared);
                assert!(sets.len() >= promised, "{points} {modes} {shared}: {} {promised}", sets.len());
                equal += usize::from(sets.len() == promised);
                largest = largest.max(sets.len() as f64 / promised.to_f64());
                cases += 1;
            }
        }
    }
    println!(
        "lexicographic families, M ≤ 12, k ≤ 6: {cases} cases, {equal} of them of just the promised size, at most {largest:.2} times it"
    );
    assert!(equal > 0 && equal < cases);
}

/// Families that are drawn until nothing can be added.
#[test]
fn drawn_families_are_as_large_as_promised() {
    for (points, modes, shared) in [(8, 4, 2), (10, 3, 1), (12, 4, 2), (12, 6, 3), (14, 5, 2)] {
        let all = subsets(points as u32, modes as u32);
        let promised = family::greedy_count(&points.into(), modes as u32, shared as u32);
        for seed in 0..4 {
            let sets = family::drawn(points, modes, shared, usize::MAX, 60 * all.len(), seed);
            let bits: Vec<u32> = sets.iter().map(|set| set.iter().map(|point| 1 << point).sum()).collect();
            let fits = |set: &u32| bits.iter().all(|it| (it & set).count_ones() as usize <= shared);
            // Each set was drawn about 60 times.
            assert!(!all.iter().any(fits) && sets.len() >= promised, "{points} {modes} {shared} {seed}");
        }
    }
}

/// Where sets cannot help sharing more, there is one: the count by factorials says no more than that.
#[test]
fn sets_of_more_than_half_of_the_points() {
    let modes = 200_000_u32;
    for shared in [0, 50_000, 99_999, 150_000, 199_000] {
        for points in
            [modes, modes + 1, 2 * modes - shared - 3, 2 * modes - shared - 2, 2 * modes - shared - 1]
        {
            if points < modes {
                continue;
            }
            let log = family::log2_greedy_count(&Integer::from(points), modes, shared, 64);
            assert!(*log.lower() <= 0, "{points} {modes} {shared}: {log}");
        }
    }
}

#[test]
fn lexicodes_are_as_large_as_gilbert_and_varshamov_say() {
    let mut equal = 0;
    for length in 1..=10 {
        for distance in 1..=length as u32 {
            let words = lexicode(length, distance);
            assert!(words.len() < 2 || least_hamming(&words) >= distance as usize);
            let promised = gilbert_varshamov(length as u32, distance);
            assert!(words.len() >= promised, "{length} {distance}: {} {promised}", words.len());
            equal += usize::from(words.len() == promised);
        }
    }
    println!("lexicodes, n ≤ 10: {equal} of 55 of just the size of Gilbert and Varshamov");
    assert!(equal > 0 && equal < 55);
}

#[test]
fn least_weights_are_least_distances() {
    let mut codes: Vec<LinearCode> = (1..=6).map(LinearCode::reed_muller).collect();
    codes.push(LinearCode::golay());
    codes.extend((0..40).map(|seed| LinearCode::random(1 + 3 * seed as usize, 1 + seed as usize % 9, seed)));
    for code in &codes {
        let words = all_words(code);
        assert_eq!(words.len(), 1 << code.rank());
        assert_eq!(code.least_weight(), Some(least_hamming(&words)), "{} {}", code.length(), code.rank());
    }
    let hamming = |words: &[Vec<bool>]| Rational::from((4 * least_hamming(words), 24));
    assert_eq!(hamming(&all_words(&LinearCode::golay())), Rational::from((4, 3)));
}
