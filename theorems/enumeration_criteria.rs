//! **The criteria against the enumeration.** Over F_2 and F_3, halves of two coordinates, the least number of layers that the
//! criteria for words give (lower_bounds.rs, minimal_layers.rs) is the one that the enumeration of all products finds
//! (enumeration.rs), for every matrix of SL(4, F_2) and for one matrix of each class of SL(4, F_3) under block conjugation, which
//! leaves the number alone. Neither side knows of the other: the enumeration uses no theorem, the criteria no search over products.
//!
//! Every number is certified: so many layers that multiply to the matrix, and a reason why fewer do not.

use flowcert::coupling::{Mode, Partition};
use flowcert::linear::enumerate::{Levels, Symmetry};
use flowcert::linear::minimal::bounds;
use flowcert::matrix::DMatrix;
use flowcert::matrix::exact::ExactField;
use flowcert::scalar::{Field, Fp};
use flowcert_check::{Verified, check};
use num_traits::One;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;

const HALVES: Partition = Partition { first: 2, second: 2 };

/// The matrix whose entries are the digits of `index` to the base P.
fn matrix<const P: u64>(index: u64) -> DMatrix<Fp<P>> {
    DMatrix::from_fn(4, 4, |i, j| Fp::new(index / P.pow((4 * i + j) as u32)))
}

fn index<const P: u64>(matrix: &DMatrix<Fp<P>>) -> u64 {
    (0..16).rev().fold(0, |index, place| P * index + matrix[(place / 4, place % 4)].residue())
}

/// The criteria's number is the enumeration's, and is certified.
fn assert_agrees<const P: u64>(levels: &Levels, matrix: &DMatrix<Fp<P>>) -> usize {
    let layers = levels.minimal_layers(matrix).expect("a matrix of the group");
    let bounds = bounds(matrix, HALVES, Mode::Additive, 0).expect("determinant 1");
    assert_eq!((bounds.lower(), bounds.upper()), (layers, layers), "over F_{P}: {matrix}");
    let [certificate] = &bounds.certify(matrix, Mode::Additive)[..] else {
        panic!("decided, but not in one certificate: {matrix}")
    };
    match check(certificate) {
        Ok(Verified::MinimalLayers(verified)) => assert_eq!(verified.layers, layers),
        other => panic!("{other:?}: {matrix}"),
    }
    let shortest = levels.factor(matrix).expect("a matrix of the group");
    assert!(shortest.layers().len() == layers && shortest.matrix() == *matrix, "{matrix}");
    layers
}

/// How many matrices need 0, 1, 2, … layers.
fn tally(layers: &[(usize, u64)]) -> Vec<u64> {
    let mut counts = vec![0; layers.iter().map(|(layers, _)| layers + 1).max().unwrap_or(0)];
    for (layers, matrices) in layers {
        counts[*layers] += matrices;
    }
    counts
}

#[test]
fn every_matrix_of_sl_4_f_2() {
    let levels = Levels::search(2, HALVES, Symmetry::Conjugation).expect("a small group");
    let of_group =
        (0..1_u64 << 16).into_par_iter().map(matrix::<2>).filter(|it| Fp::determinant(it).is_one());
    let layers: Vec<(usize, u64)> = of_group.map(|matrix| (assert_agrees(&levels, &matrix), 1)).collect();
    assert_eq!(tally(&layers), [1, 30, 441, 4053, 10645, 4974, 16]);
}

#[test]
fn random_matrices_of_sl_4_f_3() {
    let levels = Levels::search(3, HALVES, Symmetry::Conjugation).expect("a small group");
    let mut random = ChaCha8Rng::seed_from_u64(1);
    let matrices: Vec<DMatrix<Fp<3>>> = (0..4_000).map(|_| random_unimodular(&mut random)).collect();
    let layers: Vec<usize> = matrices.par_iter().map(|matrix| assert_agrees(&levels, matrix)).collect();
    assert!((3..=5).all(|k| layers.contains(&k)));
}

fn random_unimodular(random: &mut ChaCha8Rng) -> DMatrix<Fp<3>> {
    loop {
        let matrix = matrix::<3>(random.random_range(0..3_u64.pow(16)));
        if Fp::determinant(&matrix).is_one() {
            return matrix;
        }
    }
}

#[test]
#[ignore = "12 130 560 matrices in classes, and 100 000 at random: minutes"]
fn every_class_of_sl_4_f_3() {
    let levels = Levels::search(3, HALVES, Symmetry::Conjugation).expect("a small group");
    let classes = classes();
    let layers: Vec<(usize, u64)> = classes
        .par_iter()
        .map(|(representative, size)| (assert_agrees(&levels, &matrix::<3>(*representative)), *size))
        .collect();
    println!("{} classes under block conjugation", classes.len());
    assert_eq!(tally(&layers), [1, 160, 12_736, 710_128, 5_948_237, 5_458_544, 754]);
    let mut random = ChaCha8Rng::seed_from_u64(2);
    let matrices: Vec<DMatrix<Fp<3>>> = (0..100_000).map(|_| random_unimodular(&mut random)).collect();
    matrices.par_iter().for_each(|matrix| {
        assert_agrees(&levels, matrix);
    });
}

/// One matrix of each class of SL(4, F_3) under conjugation by GL(2) × GL(2), and the size of the class.
fn classes() -> Vec<(u64, u64)> {
    let generators = generators();
    let mut seen = vec![false; 3_usize.pow(16)];
    let mut classes = Vec::new();
    for start in 0..3_u64.pow(16) {
        if seen[start as usize] || !Fp::determinant(&matrix::<3>(start)).is_one() {
            continue;
        }
        let (mut open, mut size) = (vec![start], 0);
        seen[start as usize] = true;
        while let Some(member) = open.pop() {
            size += 1;
            let member = matrix::<3>(member);
            for [generator, inverse] in &generators {
                let conjugate = index(&(generator * &member * inverse));
                if !std::mem::replace(&mut seen[conjugate as usize], true) {
                    open.push(conjugate);
                }
            }
        }
        classes.push((start, size));
    }
    classes
}

/// Generators of GL(2, F_3) × GL(2, F_3) with their inverses.
fn generators() -> Vec<[DMatrix<Fp<3>>; 2]> {
    let one = DMatrix::identity(2, 2);
    let small = |entries: [i64; 4]| DMatrix::from_row_slice(2, 2, &entries.map(Fp::<3>::from_i64));
    let joined = |u: &DMatrix<Fp<3>>, v: &DMatrix<Fp<3>>| {
        DMatrix::from_fn(4, 4, |i, j| match (i / 2, j / 2) {
            (0, 0) => u[(i, j)],
            (1, 1) => v[(i - 2, j - 2)],
            _ => Fp::from_i64(0),
        })
    };
    let of_gl = [small([1, 1, 0, 1]), small([1, 0, 1, 1]), small([2, 0, 0, 1])];
    of_gl
        .iter()
        .flat_map(|it| [joined(it, &one), joined(&one, it)])
        .map(|it| {
            let inverse = Fp::invert(&it).expect("invertible");
            [it, inverse]
        })
        .collect()
}
