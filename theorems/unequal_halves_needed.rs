//! **Theorems 6 and 7 (unequal halves need many layers).** Let d1 ≤ d2 be the lengths of the halves and m = ⌈d2/d1⌉. A matrix diag(A, D)
//! of determinant 1 without eigenvalue 1 is no product of fewer than 2m + 2 additive couplings; in signed mode some need
//! 2·⌈(n − 1)/d1⌉. With halves of 4 and 7, and all d1 < d2 < 2·d1 where d2 − d1 does not divide 2·d1, some diag(κI, λI) over ℚ
//! needs all 2m + 4 = 8 that Theorem 5 allows.
//!
//! Proof idea: a word with k couplings L is a product of k matrices I + (rank ≤ d1), times U(y). For 2m + 4, of six couplings
//! three are L's, and L(−s)·diag(κI, λI)·U(−y) is a product of two matrices I + R with R² = 0: its eigenvalues come with their
//! inverses. But they are d2 − d1 times λ, and pairs with product κλ, and that is possible only for certain κ and λ.

mod common;

use common::judge::{STRATEGIES, made_unimodular};
use common::unequal::{additive, block_diagonal, factored, partition, partitions, scalar, word};
use common::{Draw, Height};
use flowcert::coupling::{Flow, Half, Layer, Mode, Partition};
use flowcert::linear::six::Strategy;
use flowcert::linear::unequal::bound;
use flowcert::linear::{lower_bound, minimal};
use flowcert::matrix::DMatrix;
use flowcert::matrix::exact::{ExactField, rank};
use flowcert::scalar::{Field, Fp, Rational};
use flowcert_check::{Certificate, Reasons, Rule, check};
use nalgebra::DVector;
use proptest::prelude::*;

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
        for swapped in [false, true] {
            let (halves, blocks) =
                if swapped { ((second, first), (&v, &u)) } else { ((first, second), (&u, &v)) };
            let matrix = block_diagonal(blocks.0.clone(), blocks.1.clone());
            let halves = partition(halves.0, halves.1);
            let needed = 2 * (size - 1).div_ceil(first);
            let found = lower_bound::construct(&matrix, halves, Mode::Signed, needed).expect("invertible");
            let found = found.unwrap_or_else(|| panic!("no reason for {needed}, {halves:?}"));
            check(&lower_bound::certify(&matrix, halves, Mode::Signed, found).into())
                .unwrap_or_else(|rejection| panic!("{rejection}: {halves:?}"));
        }
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

/// The rule `scalar-blocks` is found exactly where the theorem holds, in either order of the halves; then eight layers are the
/// least number, with one certificate.
fn assert_two_scalars<F: ExactField>(halves: Partition, scalars: &[F; 2]) {
    let matrix = two_scalars(halves, scalars);
    let sharp = needs_eight(halves, scalars);
    for strategy in STRATEGIES {
        let layers = factored(&matrix, halves, Mode::Additive, strategy, 0).flow.layers().len();
        assert!(layers == 8 || !sharp, "{halves:?}: {layers} layers");
    }
    let [kappa, lambda] = scalars.clone();
    let exchanged = two_scalars(halves.swapped(), &[lambda, kappa]);
    for (partition, matrix) in [(halves, matrix), (halves.swapped(), exchanged)] {
        let seven = lower_bound::construct(&matrix, partition, Mode::Additive, 8).expect("determinant 1");
        let by_scalars = Some(Reasons::Both(Rule::ScalarBlocks));
        assert_eq!(seven.map(|bound| bound.reasons), by_scalars.filter(|_| sharp), "{partition:?}");
        if !sharp {
            continue;
        }
        assert_eq!(lower_bound::best(&matrix, partition, Mode::Additive).expect("the same").layers_needed, 8);
        let bounds = minimal::bounds(&matrix, partition, Mode::Additive, 0).expect("eight layers");
        assert_eq!((bounds.lower(), bounds.upper()), (8, 8), "{partition:?}");
        match &bounds.certify(&matrix, Mode::Additive)[..] {
            [certificate @ Certificate::MinimalLayers(_)] => {
                check(certificate).unwrap_or_else(|rejection| panic!("{rejection}: {partition:?}"));
            }
            other => panic!("{} certificates: {partition:?}", other.len()),
        }
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
            let witness = lower_bound::unequal_witness(Mode::Additive, partition);
            assert_eq!(witness == Some(two_scalars(partition, &scalars)), !divides, "{partition:?}");
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

/// Whether the finder has the reason for eight layers, by the rule `scalar-blocks` for both words, and the checker verifies it.
fn has_the_reason<F: ExactField>(matrix: &DMatrix<F>, partition: Partition) -> bool {
    let found = lower_bound::construct(matrix, partition, Mode::Additive, 8).expect("in reach");
    let Some(found) = found else { return false };
    assert_eq!(found.reasons, Reasons::Both(Rule::ScalarBlocks), "{partition:?}");
    assert_eq!(lower_bound::best(matrix, partition, Mode::Additive).expect("in reach"), found);
    let certificate = lower_bound::certify(matrix, partition, Mode::Additive, found);
    check(&certificate.into()).expect("the checker's rule is the same");
    true
}

/// The finder has the reason for diag(κI, λI) over `F_P` if and only if the criterion of the theorem holds.
fn assert_finder_is_the_criterion<const P: u64>(lengths: &[(usize, usize)]) -> usize {
    let mut found = 0;
    for &(first, second) in lengths {
        let lengths = partition(first, second);
        for lambda in (1..P).map(Fp::<P>::new) {
            for kappa in (1..P).map(Fp::<P>::new) {
                let scalars = [kappa, lambda];
                let matrix = two_scalars(lengths, &scalars);
                if Fp::<P>::determinant(&matrix) != Fp::new(1) {
                    continue;
                }
                let expected = needs_eight(lengths, &scalars);
                assert_eq!(has_the_reason(&matrix, lengths), expected, "{lengths:?} over F_{P}: {scalars:?}");
                let exchanged = two_scalars(lengths.swapped(), &[lambda, kappa]);
                assert_eq!(has_the_reason(&exchanged, lengths.swapped()), expected);
                found += usize::from(expected);
            }
        }
    }
    found
}

#[test]
fn the_finder_is_the_criterion_over_small_fields() {
    let lengths = [(1, 2), (2, 3), (2, 4), (3, 4), (3, 5), (3, 6), (4, 5), (4, 6), (4, 7), (4, 8)];
    assert_finder_is_the_criterion::<2>(&lengths);
    assert_finder_is_the_criterion::<3>(&lengths);
    assert!(assert_finder_is_the_criterion::<7>(&lengths) > 0);
    assert!(assert_finder_is_the_criterion::<11>(&lengths) > 0);
    assert!(assert_finder_is_the_criterion::<13>(&lengths) > 0);
}

/// Where a hypothesis fails there is no reason for eight.
#[test]
fn no_reason_where_the_criterion_does_not_apply() {
    let lengths = partition(4, 7);
    let matrix = two_scalars(lengths, &powers_of_two(lengths));
    let changed = |entries: &[(usize, usize, Rational)]| {
        let mut changed = matrix.clone();
        for (row, column, entry) in entries {
            changed[(*row, *column)] = entry.clone();
        }
        changed
    };
    let one = || Rational::from(1);
    let others = [
        ("an entry of B", changed(&[(0, 4, one())])),
        ("an entry of C", changed(&[(10, 3, one())])),
        ("an entry of A beside the diagonal", changed(&[(1, 0, one())])),
        ("an entry of D beside the diagonal", changed(&[(9, 10, one())])),
        ("another diagonal", changed(&[(9, 9, Rational::from(8)), (10, 10, Rational::from(32))])),
    ];
    for (what, other) in others {
        assert!(!has_the_reason(&other, lengths), "{what}");
    }
    // Cut elsewhere, or with 2 dividing 6; the other modes have two layers.
    assert!(!has_the_reason(&matrix, partition(5, 6)));
    assert!(!has_the_reason(&two_scalars(partition(3, 5), &powers_of_two(partition(3, 5))), partition(3, 5)));
    for mode in [Mode::Positive, Mode::Signed] {
        assert_eq!(lower_bound::construct(&matrix, lengths, mode, 8), Ok(None));
    }
    // λ = −1 is its own inverse, and equal halves and halves far apart have no such rule.
    let apart = two_scalars(partition(2, 5), &powers_of_two(partition(2, 5)));
    for (matrix, lengths) in [
        (two_scalars(partition(4, 6), &[one(), -one()]), partition(4, 6)),
        (two_scalars(partition(4, 4), &powers_of_two(partition(4, 4))), partition(4, 4)),
        (apart, partition(2, 5)),
    ] {
        let found = lower_bound::construct(&matrix, lengths, Mode::Additive, 8).expect("in reach");
        let by_scalars = found.is_some_and(|found| found.reasons == Reasons::Both(Rule::ScalarBlocks));
        assert!(!by_scalars, "{lengths:?}");
    }
}

/// L(s) and U(s) with the shift s ⊗ I_k: a word for M ⊗ I_k, halves of k times the lengths.
fn repeated<F: Field>(flow: &Flow<F>, times: usize) -> Flow<F> {
    let Partition { first, second } = flow.partition();
    let mut repeated = Flow::identity(partition(first * times, second * times));
    for Layer { writes, shift, .. } in flow.layers() {
        let (rows, columns) = shift.shape();
        let shift = DMatrix::from_fn(rows * times, columns * times, |i, j| {
            if i % times == j % times { shift[(i / times, j / times)].clone() } else { F::zero() }
        });
        repeated.push(Layer::additive(*writes, shift));
    }
    repeated
}

/// diag(κI, λI) with κλ² = 1 and halves of k and 2k is a product of six layers: those of k copies of three coordinates.
fn assert_six_layers_are_not_excluded<F: ExactField>(lambda: &F, times: usize) {
    let kappa = lambda.times(lambda).inverse().expect("λ ≠ 0");
    for (scalars, lengths) in
        [([kappa.clone(), lambda.clone()], partition(1, 2)), ([lambda.clone(), kappa], partition(2, 1))]
    {
        let single =
            factored(&two_scalars(lengths, &scalars), lengths, Mode::Additive, Strategy::Small, 0).flow;
        let flow = repeated(&single, times);
        assert!(flow.layers().len() <= 6);
        assert_eq!(flow.matrix(), two_scalars(flow.partition(), &scalars));
        assert!(!has_the_reason(&flow.matrix(), flow.partition()), "{times} times {lengths:?}: {scalars:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    /// Products of seven layers have no reason to need eight.
    #[test]
    fn products_of_seven_layers_have_no_reason(
        seed: u64, first in 1_usize..5, more in 1_usize..5, exchange: bool, layers in 0_usize..=7,
    ) {
        let lengths = partition(first, first + more.min(first));
        let lengths = if exchange { lengths.swapped() } else { lengths };
        let mut draw = Draw::new(seed, Height::Integers);
        prop_assert!(!has_the_reason(&word::<Rational>(&mut draw, lengths, layers).matrix(), lengths));
        prop_assert!(!has_the_reason(&word::<Fp<2>>(&mut draw, lengths, layers).matrix(), lengths));
        prop_assert!(!has_the_reason(&word::<Fp<7>>(&mut draw, lengths, layers).matrix(), lengths));
    }

    /// Random products are hardly ever multiples of the identity on the halves; these always are.
    #[test]
    fn multiples_of_the_identity_in_six_layers_have_no_reason(
        numerator in -9_i64..=9, denominator in 1_i64..=9, residue in 1_u64..101, times in 1_usize..5,
    ) {
        prop_assume!(numerator != 0);
        assert_six_layers_are_not_excluded(&Rational::from((numerator, denominator)), times);
        assert_six_layers_are_not_excluded(&Fp::<101>::new(residue), times);
    }
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
