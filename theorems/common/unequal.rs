//! Matrices and couplings with halves of any lengths, and the judge of their factorizations.

use flowcert::coupling::{Flow, Half, Layer, Mode, Partition};
use flowcert::linear::six::Strategy;
use flowcert::linear::unequal::{self, UnequalHalves, bound};
use flowcert::matrix::exact::ExactField;
use flowcert::matrix::{Blocks, DMatrix};
use flowcert::scalar::Field;
use flowcert_check::check;

use super::families::moved_pair;
use super::judge::assert_scales;
use super::{Draw, permutation};

pub(crate) fn partition(first: usize, second: usize) -> Partition {
    Partition { first, second }
}

/// Factors the matrix and checks all that the theorem says of it, in this program and by the checker.
pub(crate) fn factored<F: ExactField>(
    matrix: &DMatrix<F>,
    partition: Partition,
    mode: Mode,
    strategy: Strategy,
    seed: u64,
) -> UnequalHalves<F> {
    let case =
        || format!("{partition:?}, {mode}, {strategy:?}, seed {seed}, over {:?}: {matrix}", F::order());
    let found = unequal::construct(matrix, partition, mode, strategy, seed)
        .unwrap_or_else(|error| panic!("{error}: {}", case()));
    let layers = found.flow.layers().len();
    assert!(layers <= bound(partition), "{layers} layers by {:?}: {}", found.route, case());
    assert_eq!(found.flow.partition(), partition, "{}", case());
    assert!(found.flow.matrix() == *matrix, "{:?}: another product: {}", found.route, case());
    assert_scales(&found.flow, mode, &case);
    if let Err(rejection) = check(&unequal::certify(matrix, mode, &found.flow).into()) {
        panic!("{rejection}: {}", case());
    }
    found
}

/// Every pair of lengths d1 ≤ 4, d2 ≤ 9, in both orders.
pub(crate) fn partitions() -> impl Iterator<Item = Partition> {
    let ordered = (1..=4).flat_map(|first| (first..=9).map(move |second| partition(first, second)));
    ordered.flat_map(|partition| [partition, partition.swapped()])
}

pub(crate) fn block_diagonal<F: Field>(u: DMatrix<F>, v: DMatrix<F>) -> DMatrix<F> {
    let (b, c) = (DMatrix::zeros(u.nrows(), v.nrows()), DMatrix::zeros(v.nrows(), u.nrows()));
    Blocks { a: u, b, c, d: v }.join()
}

pub(crate) fn scalar<F: Field>(size: usize, value: &F) -> DMatrix<F> {
    DMatrix::from_diagonal_element(size, size, value.clone())
}

/// Invertible matrices with structure.
pub(crate) fn families<F: ExactField>(
    Partition { first, second }: Partition,
    draw: &mut Draw,
) -> Vec<DMatrix<F>> {
    let size = first + second;
    let two = if F::from_i64(2).is_zero() { F::one() } else { F::from_i64(2) };
    let identity = || DMatrix::<F>::identity(size, size);
    let mut members = vec![draw.invertible(size), draw.unimodular_integers(size), identity(), -identity()];
    members.extend([(0, 1), (size - 1, size - 2), (0, size - 1)].map(|(i, j)| moved_pair(size, i, j, &two)));
    for image in [draw.permutation(size), (0..size).rev().collect()] {
        members.push(permutation::matrix(&image, |_| false));
        members.push(permutation::matrix(&image, |coordinate| coordinate % 3 == 1));
    }
    // Transvections inside the halves and between them.
    for (i, j) in [(0, size - 1), (size - 1, 0), (size - 1, size - 2), (0, 1)] {
        let mut transvection = identity();
        transvection[(i, j)] = draw.nonzero();
        members.push(transvection);
    }
    let (u, v) = (draw.invertible(first), draw.invertible(second));
    members.push(block_diagonal(u.clone(), v.clone()));
    members.push(block_diagonal(scalar(first, &draw.nonzero::<F>()), scalar(second, &draw.nonzero::<F>())));
    members.push(block_diagonal(DMatrix::identity(first, first), v.clone()));
    // B and C of rank at most 1, or one of them 0.
    let column_times_row = |rows, columns, draw: &mut Draw| {
        F::multiply(&draw.matrix::<F>(rows, 1), &draw.matrix::<F>(1, columns))
    };
    let b = column_times_row(first, second, draw);
    let c = column_times_row(second, first, draw);
    members
        .push(Blocks { a: u.clone(), b: b.clone(), c: DMatrix::zeros(second, first), d: v.clone() }.join());
    members
        .push(Blocks { a: u.clone(), b: DMatrix::zeros(first, second), c: c.clone(), d: v.clone() }.join());
    members.push(Blocks { a: u, b, c, d: v }.join());
    members.retain(|matrix| !F::determinant(matrix).is_zero());
    members
}

/// A product of random additive couplings.
pub(crate) fn word<F: Field>(draw: &mut Draw, partition: Partition, layers: usize) -> Flow<F> {
    let mut flow = Flow::identity(partition);
    let mut writes = if draw.coin() { Half::First } else { Half::Second };
    for _ in 0..layers {
        flow.push(additive(draw, partition, writes));
        writes = writes.other();
    }
    flow
}

pub(crate) fn additive<F: Field>(draw: &mut Draw, partition: Partition, writes: Half) -> Layer<F> {
    Layer::additive(writes, draw.matrix(partition.length(writes), partition.length(writes.other())))
}
