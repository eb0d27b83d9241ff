//! **Halves of two coordinates: the minimal number of layers is decided, in every mode.**
//!
//! Additive, over any field: six layers are needed exactly for M = diag(u, v) where (u − I, v⁻¹ − I) is no Flanders pair. Signed:
//! exactly for M = diag(u, v) where one of u, v has zero diagonal and the other exactly one zero on its diagonal. Positive, over
//! ℚ: let the class of a 2 × 2 matrix be the set of the signs on its diagonal, zeros ignored; six are needed exactly for
//! M = diag(u, v) with class(u) ≠ class(v⁻¹), neither of them {+, −}.

mod common;

use std::collections::HashSet;

use flowcert::coupling::{Half, Mode, Partition};
use flowcert::linear::minimal::{bounds, construct};
use flowcert::matrix::exact::{ExactField, rank};
use flowcert::matrix::{Blocks, DMatrix};
use flowcert::scalar::{Field, Fp, Rational};
use flowcert_check::check;

/// A 4 × 4 matrix over F_2, bit 4i + j the entry (i, j).
type Bits = u16;

const IDENTITY: Bits = 0b1000_0100_0010_0001;

/// L(S) or U(S) times the matrix, S by its four bits: row operations.
fn layer(matrix: Bits, writes: Half, shift: u16) -> Bits {
    let row = |i: u16| (matrix >> (4 * i)) & 0b1111;
    let (written, read) = if writes == Half::Second { (2, 0) } else { (0, 2) };
    let mut result = matrix;
    for i in 0..2 {
        for j in 0..2 {
            if shift >> (2 * i + j) & 1 == 1 {
                result ^= row(read + j) << (4 * (written + i));
            }
        }
    }
    result
}

/// The products of each word: of length ℓ ≤ `longest`, by the half that the leftmost layer writes.
fn words(longest: usize) -> Vec<[HashSet<Bits>; 2]> {
    let start = HashSet::from([IDENTITY]);
    let mut words = vec![[start.clone(), start]];
    for length in 1..=longest {
        let [first, second] = &words[length - 1];
        let after = |set: &HashSet<Bits>, writes: Half| -> HashSet<Bits> {
            set.iter().flat_map(|&m| (0..16).map(move |shift| layer(m, writes, shift))).collect()
        };
        words.push([after(second, Half::First), after(first, Half::Second)]);
    }
    words
}

fn matrix(bits: Bits) -> DMatrix<Fp<2>> {
    DMatrix::from_fn(4, 4, |i, j| Fp::from_i64(i64::from(bits >> (4 * i + j) & 1)))
}

#[test]
fn every_word_over_f_2_is_decided_as_by_breadth_first_search() {
    let words = words(6);
    let everything: HashSet<Bits> = &words[6][0] | &words[6][1];
    assert_eq!(everything.len(), 20_160);
    for (length, [first, second]) in words.iter().enumerate() {
        for (leading, set) in [(Half::First, first), (Half::Second, second)] {
            for &bits in &everything {
                let found =
                    construct(&matrix(bits), Partition::halves(2), Mode::Additive, length, leading, 0);
                assert_eq!(found.is_some(), set.contains(&bits), "{length}, {leading:?}: {}", matrix(bits));
            }
        }
    }
}

#[test]
fn the_bounds_over_f_2_are_those_of_breadth_first_search() {
    let words = words(6);
    let mut counts = [0; 7];
    for bits in &words[6][0] | &words[6][1] {
        let least = (0..=6).find(|&length| words[length].iter().any(|set| set.contains(&bits)));
        let found = bounds(&matrix(bits), Partition::halves(2), Mode::Additive, 0).expect("determinant 1");
        assert_eq!((Some(found.lower()), Some(found.upper())), (least, least), "{}", matrix(bits));
        counts[found.upper()] += 1;
        for certificate in found.certify(&matrix(bits), Mode::Additive) {
            assert!(check(&certificate).is_ok(), "{}", matrix(bits));
        }
    }
    assert_eq!(counts.iter().sum::<usize>(), 20_160);
    assert!(counts.iter().all(|&count| count > 0), "{counts:?}");
}

/// What the classification says of M = diag(u, v), with v⁻¹; the same for M with B ≠ 0 or C ≠ 0 would be `false`.
fn needs_six(u: &DMatrix<Rational>, v_inverse: &DMatrix<Rational>, mode: Mode) -> bool {
    let diagonals = [u, v_inverse].map(|block| [block[(0, 0)].clone(), block[(1, 1)].clone()]);
    match mode {
        Mode::Additive => !is_flanders_pair(u, v_inverse),
        Mode::Positive => {
            let class =
                |diagonal: &[Rational; 2]| (diagonal.iter().any(|x| *x > 0), diagonal.iter().any(|x| *x < 0));
            let [one, other] = [class(&diagonals[0]), class(&diagonals[1])];
            one != other && one != (true, true) && other != (true, true)
        }
        _ => {
            let zeros = diagonals.map(|diagonal| diagonal.iter().filter(|x| x.is_zero()).count());
            zeros == [2, 1] || zeros == [1, 2]
        }
    }
}

/// Whether u and w have the same Jordan structure away from 1, and sorted block sizes at 1 that differ by at most 1: with the
/// same characteristic polynomial, one of them must not be scalar, but for I, unless both are.
fn is_flanders_pair(u: &DMatrix<Rational>, w: &DMatrix<Rational>) -> bool {
    let identity = DMatrix::identity(2, 2);
    let scalar = |m: &DMatrix<Rational>| m[(0, 1)].is_zero() && m[(1, 0)].is_zero() && m[(0, 0)] == m[(1, 1)];
    let characteristic = |m: &DMatrix<Rational>| [m.trace(), ExactField::determinant(m)];
    characteristic(u) == characteristic(w) && (scalar(u) == scalar(w) || *u == identity || *w == identity)
}

#[track_caller]
fn assert_classified(matrix: &DMatrix<Rational>, mode: Mode) {
    let blocks = Blocks::of(matrix, 2);
    let block_diagonal = blocks.b.iter().chain(&blocks.c).all(Rational::is_zero);
    let expected = block_diagonal
        && needs_six(&blocks.a, &ExactField::invert(&blocks.d).expect("an invertible block"), mode);
    let bounds = bounds(matrix, Partition::halves(2), mode, 0).expect("the mode reaches the matrix");
    assert_eq!(bounds.lower(), bounds.upper(), "{mode}: {matrix}");
    assert_eq!(bounds.upper() == 6, expected, "{mode}: {matrix}");
    for certificate in bounds.certify(matrix, mode) {
        assert!(check(&certificate).is_ok(), "{mode}: {matrix}");
    }
}

/// All modes that reach the matrix.
fn modes(matrix: &DMatrix<Rational>) -> Vec<Mode> {
    let determinant = ExactField::determinant(matrix);
    let additive = (determinant == 1).then_some(Mode::Additive);
    let positive = (determinant > 0).then_some(Mode::Positive);
    let signed = (!determinant.is_zero()).then_some(Mode::Signed);
    additive.into_iter().chain(positive).chain(signed).collect()
}

#[test]
fn all_signed_permutations_are_as_classified() {
    let mut six = [0; 3];
    for image in permutations(4) {
        for signs in 0..16_u32 {
            let matrix = DMatrix::from_fn(4, 4, |i, j| match (image[j] == i, signs >> j & 1) {
                (true, 0) => Rational::from(1),
                (true, _) => Rational::from(-1),
                _ => Rational::new(),
            });
            for mode in modes(&matrix) {
                assert_classified(&matrix, mode);
                let blocks = Blocks::of(&matrix, 2);
                if rank(&blocks.c) == 0 {
                    let inverse = ExactField::invert(&blocks.d).expect("a signed permutation");
                    six[mode as usize] += usize::from(needs_six(&blocks.a, &inverse, mode));
                }
            }
        }
    }
    assert!(six[Mode::Additive as usize] > 0 && six[Mode::Positive as usize] > 0, "{six:?}");
}

fn permutations(size: usize) -> Vec<Vec<usize>> {
    if size == 0 {
        return vec![vec![]];
    }
    let shorter = permutations(size - 1);
    let inserted = |image: &Vec<usize>, place: usize| {
        let mut longer = image.clone();
        longer.insert(place, size - 1);
        longer
    };
    shorter.iter().flat_map(|image| (0..size).map(move |place| inserted(image, place))).collect()
}

/// The 2 × 2 matrices with these entries that are invertible.
fn invertible_blocks(entries: std::ops::RangeInclusive<i64>) -> Vec<DMatrix<Rational>> {
    let entries: Vec<i64> = entries.collect();
    let mut blocks = Vec::new();
    for a in &entries {
        for b in &entries {
            for c in &entries {
                for d in &entries {
                    if a * d != b * c {
                        blocks.push(DMatrix::from_row_slice(2, 2, &[*a, *b, *c, *d].map(Rational::from)));
                    }
                }
            }
        }
    }
    blocks
}

fn block_diagonal(u: &DMatrix<Rational>, v: &DMatrix<Rational>) -> DMatrix<Rational> {
    let zero = DMatrix::zeros(2, 2);
    Blocks { a: u.clone(), b: zero.clone(), c: zero, d: v.clone() }.join()
}

#[test]
fn small_block_diagonals_are_as_classified() {
    let blocks = invertible_blocks(-1..=1);
    for u in &blocks {
        for v in &blocks {
            let matrix = block_diagonal(u, v);
            for mode in modes(&matrix) {
                assert_classified(&matrix, mode);
            }
        }
    }
}

#[test]
fn larger_block_diagonals_are_as_classified() {
    let blocks = invertible_blocks(-3..=3);
    for (k, u) in blocks.iter().enumerate().step_by(7) {
        for v in blocks.iter().skip(k % 61).step_by(61) {
            let matrix = block_diagonal(u, v);
            for mode in modes(&matrix) {
                assert_classified(&matrix, mode);
            }
        }
    }
}

#[test]
fn whatever_is_not_block_diagonal_is_five() {
    for ranks in 1..=2_usize {
        for (k, u) in invertible_blocks(-1..=1).iter().enumerate() {
            for (l, v) in invertible_blocks(-1..=1).iter().enumerate().skip(k % 5).step_by(5) {
                let mut matrix = block_diagonal(u, v);
                // Row k + l of C, or all of it.
                for i in 0..ranks {
                    matrix[(2 + (k + l + i) % 2, (l + i) % 2)] = Rational::from(1 + (k % 3) as i64);
                }
                let shear = DMatrix::from_fn(4, 4, |i, j| {
                    Rational::from(i64::from(i == j) + i64::from(i < 2 && j >= 2) * ((k + i + j) % 3) as i64)
                });
                for matrix in [matrix.clone(), matrix.transpose(), &matrix * shear] {
                    for mode in modes(&matrix) {
                        assert_classified(&matrix, mode);
                    }
                }
            }
        }
    }
}
