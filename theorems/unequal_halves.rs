//! **Theorem 5 (unequal halves).** Let d1 ≤ d2 be the lengths of the halves, in either order, and m = ⌈d2/d1⌉. Over ℚ, or a
//! field with more than d1 elements, every matrix of determinant 1 is a product of at most 2m + 4 additive couplings, of
//! 2m + 2 for d1 = 1 over any field; hence of as many with positive scales if its determinant is positive, and with
//! nonzero scales always. Let j = d2 − (m − 1)·d1 be what is left of d2: if B or C has rank j, one layer fewer is enough.
//!
//! Proof idea: multiply from the right. Where d1 rows of C are independent, one U makes the columns of the longer half unit
//! in these rows, and one L clears the rest of them; after m − 1 pieces a core of size 2·d1 is left, which Theorem 1
//! factors, and two of its U's can be widened to the columns of the pieces. What cannot be had with fewer layers: a matrix
//! diag(A, D) without eigenvalue 1 needs 2m + 2, and certain diag(κI, λI) with halves of 4 and 7 need all of 2m + 4.

mod common;

use common::families::moved_pair;
use common::judge::{STRATEGIES, assert_scales, made_unimodular, modes_of};
use common::strategies::{configuration, with_lengths};
use common::{Draw, Height, permutation};
use flowcert::coupling::{Flow, Half, Layer, Mode, Partition};
use flowcert::linear::LinearError;
use flowcert::linear::six::Strategy;
use flowcert::linear::unequal::{self, UnequalHalves, bound};
use flowcert::matrix::exact::{ExactField, rank};
use flowcert::matrix::{Blocks, DMatrix};
use flowcert::scalar::{Field, Fp, Rational};
use flowcert_check::{check, check_bytes, write};
use nalgebra::DVector;
use proptest::prelude::*;

fn partition(first: usize, second: usize) -> Partition {
    Partition { first, second }
}

/// Factors the matrix and checks all that the theorem says of it, in this program and by the checker.
fn factored<F: ExactField>(
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

/// The matrix in every mode that reaches it; and with one column divided by its determinant in additive mode, where the ranks
/// of B and C may save a layer.
fn assert_theorem<F: ExactField>(matrix: &DMatrix<F>, partition: Partition, seed: u64) {
    for mode in modes_of(&F::determinant(matrix)) {
        for strategy in STRATEGIES {
            factored(matrix, partition, mode, strategy, seed);
        }
    }
    let unimodular = made_unimodular(matrix, seed as usize % matrix.ncols());
    factored(&unimodular, partition, Mode::Additive, Strategy::Small, seed);
    let fewest = factored(&unimodular, partition, Mode::Additive, Strategy::Fewest, seed);
    let Blocks { b, c, .. } = Blocks::of(&unimodular, partition.first);
    if rank(&b).max(rank(&c)) >= remainder(partition) && partition.first != partition.second {
        assert!(fewest.flow.layers().len() < bound(partition), "{partition:?}: {unimodular}");
    }
}

/// j = d2 − (m − 1)·d1.
fn remainder(Partition { first, second }: Partition) -> usize {
    let (shorter, longer) = (first.min(second), first.max(second));
    longer - (longer.div_ceil(shorter) - 1) * shorter
}

fn block_diagonal<F: Field>(u: DMatrix<F>, v: DMatrix<F>) -> DMatrix<F> {
    let (b, c) = (DMatrix::zeros(u.nrows(), v.nrows()), DMatrix::zeros(v.nrows(), u.nrows()));
    Blocks { a: u, b, c, d: v }.join()
}

fn scalar<F: Field>(size: usize, value: &F) -> DMatrix<F> {
    DMatrix::from_diagonal_element(size, size, value.clone())
}

/// Invertible matrices with structure.
fn families<F: ExactField>(Partition { first, second }: Partition, draw: &mut Draw) -> Vec<DMatrix<F>> {
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

/// Every pair of lengths d1 ≤ 4, d2 ≤ 9, in both orders.
fn partitions() -> impl Iterator<Item = Partition> {
    let ordered = (1..=4).flat_map(|first| (first..=9).map(move |second| partition(first, second)));
    ordered.flat_map(|partition| [partition, partition.swapped()])
}

fn assert_families<F: ExactField>(shorter: std::ops::RangeInclusive<usize>, seed: u64) {
    for partition in partitions().filter(|p| shorter.contains(&p.first.min(p.second))) {
        let mut draw = Draw::new(seed, Height::Integers);
        for matrix in families::<F>(partition, &mut draw) {
            assert_theorem(&matrix, partition, draw.seed());
        }
    }
}

#[test]
fn families_over_the_rationals() {
    assert_families::<Rational>(1..=4, 1);
}

#[test]
fn families_over_prime_fields_with_more_elements_than_the_shorter_half() {
    assert_families::<Fp<5>>(1..=4, 2);
    assert_families::<Fp<7>>(1..=4, 3);
    assert_families::<Fp<11>>(1..=4, 4);
}

#[test]
fn one_coordinate_against_the_rest_over_the_smallest_fields() {
    assert_families::<Fp<2>>(1..=1, 5);
    assert_families::<Fp<3>>(1..=2, 6);
}

/// The invertible matrix whose entries are the digits of `index` to the base P, if it is one.
fn invertible_of_digits<const P: u64>(size: usize, mut index: u64) -> Option<DMatrix<Fp<P>>> {
    let matrix = DMatrix::from_fn(size, size, |_, _| {
        let digit = index % P;
        index /= P;
        Fp::new(digit)
    });
    ExactField::determinant(&matrix).inverse().map(|_| matrix)
}

fn assert_group<const P: u64>(partition: Partition) -> usize {
    let size = partition.size();
    let all = 0..P.pow((size * size) as u32);
    let members = all.filter_map(|index| invertible_of_digits::<P>(size, index));
    members.map(|matrix| assert_theorem(&matrix, partition, 0)).count()
}

#[test]
fn every_matrix_of_the_small_groups() {
    for partition in [partition(1, 2), partition(2, 1)] {
        assert_eq!(assert_group::<2>(partition), 168);
        assert_eq!(assert_group::<3>(partition), 11_232);
    }
    assert_eq!(assert_group::<2>(partition(1, 3)), 20_160);
}

proptest! {
    #![proptest_config(configuration(96, "theorems/regressions/unequal_halves.txt"))]

    #[test]
    fn random_integers(([first, second], matrix) in with_lengths(4, 9, Height::Integers), seed in any::<u64>()) {
        for partition in [partition(first, second), partition(second, first)] {
            assert_theorem(&matrix, partition, seed);
        }
    }

    #[test]
    fn random_fractions(([first, second], matrix) in with_lengths(3, 6, Height::Fractions), seed in any::<u64>()) {
        assert_theorem(&matrix, partition(first, second), seed);
    }

    #[test]
    fn certificates_survive_the_way_through_bytes(
        ([first, second], matrix) in with_lengths(3, 5, Height::Fractions),
    ) {
        let partition = partition(first, second);
        let found = factored(&matrix, partition, Mode::Signed, Strategy::Small, 0);
        let mut bytes = Vec::new();
        write(&unequal::certify(&matrix, Mode::Signed, &found.flow).into(), &mut bytes).expect("a vector takes every byte");
        prop_assert!(check_bytes(&bytes).is_ok());
    }

    #[test]
    fn a_product_of_at_most_three_additive_couplings_is_read_off(
        first in 1..=4_usize, second in 1..=6_usize, layers in 0..=3_usize, seed in any::<u64>(),
    ) {
        let mut draw = Draw::new(seed, Height::Integers);
        let flow = word::<Rational>(&mut draw, partition(first, second), layers);
        for strategy in STRATEGIES {
            let found = factored(&flow.matrix(), flow.partition(), Mode::Additive, strategy, seed);
            prop_assert!(found.flow.layers().len() <= layers);
        }
    }

    #[test]
    fn the_same_seed_gives_the_same_layers_with_one_thread_and_with_two(
        ([first, second], matrix) in with_lengths(3, 6, Height::Integers), seed in any::<u64>(),
    ) {
        for strategy in STRATEGIES {
            let construct = || unequal::construct(&matrix, partition(first, second), Mode::Signed, strategy, seed);
            let pools = [1, 2].map(|threads| rayon::ThreadPoolBuilder::new().num_threads(threads).build());
            for pool in pools {
                let pool = pool.expect("one or two threads are available");
                prop_assert_eq!(pool.install(construct), construct());
            }
        }
    }
}

/// A product of random additive couplings.
fn word<F: Field>(draw: &mut Draw, partition: Partition, layers: usize) -> Flow<F> {
    let mut flow = Flow::identity(partition);
    let mut writes = if draw.coin() { Half::First } else { Half::Second };
    for _ in 0..layers {
        flow.push(additive(draw, partition, writes));
        writes = writes.other();
    }
    flow
}

fn additive<F: Field>(draw: &mut Draw, partition: Partition, writes: Half) -> Layer<F> {
    Layer::additive(writes, draw.matrix(partition.length(writes), partition.length(writes.other())))
}

/// 2m + 2 layers for matrices without structure, where m ≥ 2 and d1 ≥ 2: as many as diag(A, D) without eigenvalue 1 needs.
#[test]
fn dense_matrices_in_two_layers_less_than_the_bound() {
    for partition in partitions().filter(|p| p.first != p.second && p.first.min(p.second) > 1) {
        let mut draw = Draw::new(7, Height::Integers);
        let matrix = made_unimodular(&draw.invertible::<Rational>(partition.size()), 0);
        let found = factored(&matrix, partition, Mode::Additive, Strategy::Fewest, 0);
        assert_eq!(found.flow.layers().len() + 2, bound(partition), "{partition:?}");
    }
}

/// diag(A, D) without structure in its blocks: 2m + 2 layers, and it cannot be done in fewer.
#[test]
fn block_diagonal_matrices_in_exactly_2m_plus_2() {
    for partition in partitions().filter(|p| p.first != p.second && p.first.min(p.second) > 1) {
        let mut draw = Draw::new(3, Height::Integers);
        let blocks = block_diagonal(draw.invertible(partition.first), draw.invertible(partition.second));
        let matrix = made_unimodular::<Rational>(&blocks, 0);
        let size = partition.size();
        assert_eq!(rank(&(&matrix - DMatrix::identity(size, size))), size, "no eigenvalue 1");
        let found = factored(&matrix, partition, Mode::Additive, Strategy::Fewest, 1);
        assert_eq!(found.flow.layers().len() + 2, bound(partition), "{partition:?}");
    }
}

/// −I has no eigenvalue 1: with d1 = 1 it needs every layer that the theorem allows, but in signed mode only two.
#[test]
fn minus_the_identity_needs_all_layers_of_one_coordinate_against_the_rest() {
    for second in [3, 5, 7, 9] {
        let matrix = -DMatrix::<Rational>::identity(1 + second, 1 + second);
        for partition in [partition(1, second), partition(second, 1)] {
            for strategy in STRATEGIES {
                let layers = |mode| factored(&matrix, partition, mode, strategy, 0).flow.layers().len();
                assert_eq!([Mode::Additive, Mode::Positive].map(layers), [2 * second + 2; 2]);
                assert_eq!(layers(Mode::Signed), 2);
            }
        }
    }
}

/// The lower bound 2m + 2: a word with k couplings L is a product of k matrices I + (rank ≤ d1), times U(y), y the sum of
/// its U's.
#[test]
fn a_word_is_as_far_from_the_identity_as_it_has_couplings() {
    let mut draw = Draw::new(11, Height::Integers);
    for (first, second, layers) in [(1, 4, 5), (2, 5, 4), (2, 7, 6), (3, 7, 4)] {
        let partition = partition(first, second);
        for _ in 0..8 {
            let flow = word::<Rational>(&mut draw, partition, layers);
            let sum = |half| {
                let start = DMatrix::zeros(partition.length(half), partition.length(half.other()));
                let written = flow.layers().iter().filter(|layer| layer.writes == half);
                (written.clone().count(), written.fold(start, |sum, layer| sum + &layer.shift))
            };
            let (lower, _) = sum(Half::Second);
            let (_, shift) = sum(Half::First);
            let mut undone = Flow::identity(partition);
            undone.push(Layer::additive(Half::First, -shift));
            for layer in flow.layers() {
                undone.push(layer.clone());
            }
            let size = partition.size();
            assert_eq!(rank(&(undone.matrix() - DMatrix::identity(size, size))), (lower * first).min(size));
        }
    }
}

/// e_1 → e_2 → … → e_d → w·e_1, with α added in the first place.
fn cycle(size: usize, weight: i64, alpha: i64) -> DMatrix<Rational> {
    let mut matrix = DMatrix::from_fn(size, size, |i, j| Rational::from(u8::from(i == j + 1)));
    matrix[(0, size - 1)] += Rational::from(weight);
    matrix[(0, 0)] += Rational::from(alpha);
    matrix
}

/// A diagonal of nonzero numbers with this product.
fn diagonal_of_product(draw: &mut Draw, size: usize, product: &Rational) -> Vec<Rational> {
    let mut diagonal: Vec<Rational> = (1..size).map(|_| draw.nonzero()).collect();
    let rest = diagonal.iter().fold(product.clone(), |rest, entry| rest / entry);
    diagonal.push(rest);
    diagonal
}

/// The lower bound 2·⌈(n − 1)/d1⌉ of signed mode: whatever the scales are, diag(u, v) − Γ has rank n − 1 at least, if Γ has the
/// determinant of diag(u, v). Each of u − Γ₁ and v − Γ₂ alone can be made singular.
#[test]
fn scales_of_any_sign_take_away_one_from_the_rank() {
    let mut draw = Draw::new(17, Height::Fractions);
    for (first, second) in [(1, 2), (1, 3), (2, 2), (2, 3), (2, 5), (3, 5), (3, 6)] {
        let size = first + second;
        let [w1, w2] = [3, -5];
        let (u, v) = (cycle(first, w1, 0), cycle(second, w2, i64::from(size.is_multiple_of(2))));
        let determinant = Rational::determinant(&u) * Rational::determinant(&v);
        let rank_without = |block: &DMatrix<Rational>, gamma: &[Rational]| {
            rank(&(block - DMatrix::from_diagonal(&DVector::from_column_slice(gamma))))
        };
        let mut least = size;
        for attempt in 0..64 {
            let product = if attempt % 2 == 0 { Rational::from(w1) } else { draw.nonzero() };
            let gamma1 = diagonal_of_product(&mut draw, first, &product);
            let gamma2 = diagonal_of_product(&mut draw, second, &Rational::from(&determinant / &product));
            least = least.min(rank_without(&u, &gamma1) + rank_without(&v, &gamma2));
        }
        assert_eq!(least, size - 1, "{first} + {second}");
    }
}

/// κ and λ, powers of two with κ^d1·λ^d2 = 1.
fn powers_of_two(Partition { first, second }: Partition) -> [Rational; 2] {
    let divisor = greatest_common_divisor(first, second);
    [Rational::from((1, 1_u64 << (second / divisor))), Rational::from(1_u64 << (first / divisor))]
}

fn greatest_common_divisor(a: usize, b: usize) -> usize {
    if b == 0 { a } else { greatest_common_divisor(b, a % b) }
}

/// diag(κI, λI).
fn two_scalars<F: Field>(Partition { first, second }: Partition, [kappa, lambda]: &[F; 2]) -> DMatrix<F> {
    block_diagonal(scalar(first, kappa), scalar(second, lambda))
}

/// The set 𝒮 of the proof (empty for λ² = 1), or more than `enough` of its elements: 1/λ, with x also κλ/x, and 1/x unless that is λ. If M were
/// a product of seven couplings, each would be an eigenvalue of a certain matrix d2 − d1 times, among 2·d1.
fn forced_eigenvalues<F: Field>([kappa, lambda]: &[F; 2], enough: usize) -> Vec<F> {
    let inverse = |x: &F| x.inverse().expect("products of κ and λ");
    let product = kappa.times(lambda);
    // λ = 1/λ forces nothing.
    let mut forced: Vec<F> = Some(inverse(lambda)).filter(|inverse| inverse != lambda).into_iter().collect();
    let mut next = 0;
    while let Some(x) = forced.get(next).cloned().filter(|_| forced.len() <= enough) {
        next += 1;
        let inverse = inverse(&x);
        let partner = product.times(&inverse);
        let both = [Some(partner), Some(inverse).filter(|inverse| inverse != lambda)];
        for new in both.into_iter().flatten() {
            if !forced.contains(&new) {
                forced.push(new);
            }
        }
    }
    forced
}

fn needs_eight<F: Field>(Partition { first, second }: Partition, scalars: &[F; 2]) -> bool {
    forced_eigenvalues(scalars, 2 * first).len() * (second - first) > 2 * first
}

fn assert_two_scalars<F: ExactField>(partition: Partition, scalars: &[F; 2]) {
    let matrix = two_scalars(partition, scalars);
    for strategy in STRATEGIES {
        let layers = factored(&matrix, partition, Mode::Additive, strategy, 0).flow.layers().len();
        assert!(layers == 8 || !needs_eight(partition, scalars), "{partition:?}: {layers} layers");
    }
}

/// **2m + 4 is sharp** over ℚ for d1 < d2 < 2·d1 where d2 − d1 does not divide 2·d1, 4 + 7 being the first: there
/// diag(κI, λI) is a product of eight couplings, and of no fewer.
#[test]
fn two_scalars_need_eight_layers() {
    let mut sharp = Vec::new();
    for first in 2..=6 {
        for second in first + 1..=2 * first {
            let partition = partition(first, second);
            let scalars = powers_of_two(partition);
            let divides = (2 * first).is_multiple_of(second - first);
            assert_eq!(needs_eight(partition, &scalars), !divides, "{partition:?}");
            assert_two_scalars(partition, &scalars);
            if !divides {
                sharp.push((first, second));
            }
        }
    }
    assert_eq!(sharp, [(4, 7), (5, 8), (5, 9), (6, 11)]);
}

/// Over finite fields also for d2 = 2·d1: diag(I, 3I) over F_7, where the eigenvalues 5, 2, 4, 6 are forced three times each,
/// among six.
#[test]
fn two_scalars_need_eight_layers_over_f_7() {
    let scalars = [Fp::<7>::new(1), Fp::new(3)];
    assert_eq!(forced_eigenvalues(&scalars, 6), [5, 2, 4, 6].map(Fp::new));
    assert!(needs_eight(partition(3, 6), &scalars));
    assert_two_scalars(partition(3, 6), &scalars);
    // −1 is its own inverse.
    assert!(!needs_eight(partition(3, 6), &[Fp::<7>::new(2), Fp::new(6)]));
}

fn conjugated_lower(draw: &mut Draw, partition: Partition) -> DMatrix<Rational> {
    let shift: Layer<Rational> = additive(draw, partition, Half::First);
    let inverse = Layer::additive(Half::First, -shift.shift.clone());
    let flow = Flow::new(partition, [inverse, additive(draw, partition, Half::Second), shift]);
    flow.expect("layers of the partition").matrix()
}

/// What the lower bound of eight rests on. The characteristic polynomial of L(s)·diag(κI, λI)·U(y) is (t − λ)^(d2 − d1)
/// times one whose roots come in pairs with product κλ; that of a product of two couplings L conjugated by U's is
/// palindromic.
#[test]
fn eigenvalues_in_pairs() {
    let mut draw = Draw::new(13, Height::Integers);
    for (first, second) in [(1, 2), (2, 3), (3, 5), (4, 7), (3, 6)] {
        let partition = partition(first, second);
        let scalars = powers_of_two(partition);
        let matrix = two_scalars(partition, &scalars);
        let [kappa, lambda] = scalars;
        let product = Rational::from(&kappa * &lambda);
        for _ in 0..4 {
            let side = |draw: &mut Draw, half| {
                Flow::new(partition, [additive(draw, partition, half)])
                    .expect("a layer of the partition")
                    .matrix()
            };
            let around = side(&mut draw, Half::Second) * &matrix * side(&mut draw, Half::First);
            let mut rest = Rational::characteristic_polynomial(&around);
            for _ in first..second {
                rest = divided_by_root(&rest, &lambda).expect("λ is an eigenvalue d2 − d1 times");
            }
            // t^(2·d1)·f(κλ/t) = (κλ)^d1·f(t).
            let degree = rest.len() - 1;
            for k in 0..=degree {
                let power = |exponent: usize| (0..exponent).fold(Rational::from(1), |x, _| x * &product);
                assert_eq!(&rest[degree - k] * power(degree - k), power(first) * &rest[k]);
            }
            let two = conjugated_lower(&mut draw, partition) * conjugated_lower(&mut draw, partition);
            let coefficients = Rational::characteristic_polynomial(&two);
            let sign = if partition.size().is_multiple_of(2) { 1 } else { -1 };
            let reversed: Vec<Rational> = coefficients.iter().rev().map(|x| x.clone() * sign).collect();
            assert_eq!(coefficients, reversed);
        }
    }
}

/// f(t) / (t − root), lowest degree first, if root is one.
fn divided_by_root(polynomial: &[Rational], root: &Rational) -> Option<Vec<Rational>> {
    let mut quotient = Vec::new();
    let mut carry = Rational::new();
    for coefficient in polynomial.iter().rev() {
        carry = carry * root + coefficient;
        quotient.push(carry.clone());
    }
    let remainder = quotient.pop()?;
    quotient.reverse();
    remainder.is_zero().then_some(quotient)
}

fn error<F: ExactField>(matrix: &DMatrix<F>, partition: Partition, mode: Mode) -> LinearError {
    let [small, fewest] = STRATEGIES
        .map(|strategy| unequal::construct(matrix, partition, mode, strategy, 0).map(|found| found.route));
    assert_eq!(small, fewest);
    small.expect_err("the matrix has no such factorization")
}

#[test]
fn halves_that_do_not_make_up_the_matrix_are_rejected() {
    let matrix = DMatrix::<Rational>::identity(5, 5);
    for (first, second) in [(0, 5), (5, 0), (2, 2), (3, 3), (usize::MAX, 6)] {
        let expected = LinearError::Partition { first, second, size: 5 };
        assert_eq!(error(&matrix, partition(first, second), Mode::Signed), expected);
    }
    let rectangle = DMatrix::from_element(2, 3, Rational::from(1));
    let expected = LinearError::NotSquare { rows: 2, columns: 3 };
    assert_eq!(error(&rectangle, partition(1, 1), Mode::Signed), expected);
}

#[test]
fn what_the_mode_does_not_reach_is_rejected() {
    let mut matrix = DMatrix::<Rational>::identity(3, 3);
    matrix[(0, 0)] = Rational::from(-2);
    let partition = partition(1, 2);
    let determinant = "-2".to_owned();
    let expected = LinearError::DeterminantNotOne { determinant: determinant.clone() };
    assert_eq!(error(&matrix, partition, Mode::Additive), expected);
    assert_eq!(
        error(&matrix, partition, Mode::Positive),
        LinearError::DeterminantNotPositive { determinant }
    );
    assert_eq!(error(&matrix, partition, Mode::Singular), LinearError::SingularMode);
    matrix[(0, 0)] = Rational::new();
    assert_eq!(error(&matrix, partition, Mode::Signed), LinearError::Singular { rank: 2, size: 3 });
    let residues = DMatrix::<Fp<5>>::identity(3, 3);
    assert_eq!(error(&residues, partition, Mode::Positive), LinearError::NoOrder { order: 5 });
}

fn assert_too_small<const P: u64>(half: usize) {
    let size = 2 * half + 1;
    let reversal = permutation::matrix::<Fp<P>>(&(0..size).rev().collect::<Vec<_>>(), |_| false);
    let expected = LinearError::FieldTooSmall { order: P, size, half };
    for partition in [partition(half, half + 1), partition(half + 1, half)] {
        assert_eq!(error(&reversal, partition, Mode::Signed), expected);
    }
    let smaller = permutation::matrix::<Fp<P>>(&(0..size).rev().collect::<Vec<_>>(), |_| false);
    assert_theorem(&smaller, partition(P as usize - 1, size + 1 - P as usize), 0);
}

#[test]
fn a_field_with_as_many_elements_as_the_shorter_half_is_too_small() {
    assert_too_small::<2>(2);
    assert_too_small::<3>(3);
    assert_too_small::<5>(5);
}
