//! **Lemma 0 (the scales can be pulled out).** For K ≥ 2, a product of K couplings with scales is a product of the same
//! alternating word of K additive couplings times one block diagonal diag(Γ₁, Γ₂), and conversely diag(Γ₁, Γ₂) is
//! absorbed into the two rightmost layers.
//!
//! Proof: a diagonal conjugates a coupling to a coupling, diag(Γ₁, Γ₂)·L(S) = L(Γ₂SΓ₁⁻¹)·diag(Γ₁, Γ₂), so that it
//! moves through the word to its right end; and U(X)L(S)·diag(Γ₁, Γ₂) = [Γ₁ X; 0 I]·[I 0; SΓ₁ Γ₂]. Beside the lemma,
//! the laws that flows obey as a group of matrices: composition, inverse, determinant, exchange of the halves.

mod common;

use common::draw::{Draw, Height};
use flowcert::coupling::{CouplingError, Flow, Half, Layer, Mode, Partition};
use flowcert::matrix::exact::ExactField;
use flowcert::matrix::{Blocks, DMatrix};
use flowcert::scalar::{Field, Fp, Rational};
use proptest::prelude::*;
use quickcheck::{Arbitrary, Gen, quickcheck};

type Matrix = DMatrix<Rational>;

/// A flow of zero to six random signed layers on halves of one to three coordinates, which may differ.
#[derive(Clone, Debug)]
struct RandomFlow(Flow<Rational>);

impl Arbitrary for RandomFlow {
    fn arbitrary(source: &mut Gen) -> Self {
        let length = |source: &mut Gen| *source.choose(&[1, 2, 3]).expect("a choice of three");
        let partition = Partition { first: length(source), second: length(source) };
        let count = *source.choose(&[0, 1, 2, 3, 4, 6]).expect("a choice of six");
        let layers: Vec<_> = (0..count).map(|_| random_layer(partition, source)).collect();
        Self(Flow::new(partition, layers).expect("the layers fit the partition"))
    }

    fn shrink(&self) -> Box<dyn Iterator<Item = Self>> {
        let without = |place: usize| {
            let mut layers = self.0.layers().to_vec();
            layers.remove(place);
            Self(Flow::new(self.0.partition(), layers).expect("fewer layers fit as well"))
        };
        let shorter: Vec<_> = (0..self.0.layers().len()).map(without).collect();
        Box::new(shorter.into_iter())
    }
}

fn random_layer(partition: Partition, source: &mut Gen) -> Layer<Rational> {
    let writes = if bool::arbitrary(source) { Half::First } else { Half::Second };
    let (rows, columns) = (partition.length(writes), partition.length(writes.other()));
    let shift = DMatrix::from_fn(rows, columns, |_, _| Rational::from((i8::arbitrary(source), 7)));
    let scale = (0..rows).map(|_| nonzero(i8::arbitrary(source))).collect();
    Layer { writes, shift, scale }
}

fn nonzero(value: i8) -> Rational {
    if value == 0 { Rational::from(1) } else { Rational::from((value, 3)) }
}

/// The diagonals of a block diagonal, cut from numbers without end.
fn diagonals(partition: Partition, numbers: &[i8]) -> [Vec<Rational>; 2] {
    let mut numbers = numbers.iter().copied().chain(std::iter::repeat(-2)).map(nonzero);
    [partition.first, partition.second].map(|length| numbers.by_ref().take(length).collect())
}

fn block_diagonal<F: Field>(first: &[F], second: &[F]) -> DMatrix<F> {
    let entries: Vec<F> = first.iter().chain(second).cloned().collect();
    DMatrix::from_diagonal(&entries.into())
}

fn word<F: Field>(flow: &Flow<F>) -> Vec<Half> {
    flow.layers().iter().map(|layer| layer.writes).collect()
}

fn dense(partition: Partition, layer: &Layer<Rational>) -> Matrix {
    let (first, second) = (partition.first, partition.second);
    let scale = DMatrix::from_diagonal(&layer.scale.clone().into());
    let (b, c) = (DMatrix::zeros(first, second), DMatrix::zeros(second, first));
    match layer.writes {
        Half::First => Blocks { a: scale, b: layer.shift.clone(), c, d: DMatrix::identity(second, second) },
        Half::Second => Blocks { a: DMatrix::identity(first, first), b, c: layer.shift.clone(), d: scale },
    }
    .join()
}

/// The permutation matrix that exchanges the halves.
fn exchange(partition: Partition) -> Matrix {
    let size = partition.size();
    DMatrix::from_fn(size, size, |i, j| Rational::from(u8::from((i + partition.first) % size == j)))
}

fn composed(earlier: &Flow<Rational>, later: &Flow<Rational>) -> Flow<Rational> {
    let layers = earlier.layers().iter().chain(later.layers()).cloned();
    Flow::new(earlier.partition(), layers).expect("flows of one partition compose")
}

quickcheck! {
    fn a_flow_is_the_product_of_its_layers(flow: RandomFlow) -> bool {
        let partition = flow.0.partition();
        let identity = Matrix::identity(partition.size(), partition.size());
        flow.0.layers().iter().fold(identity, |product, layer| dense(partition, layer) * product) == flow.0.matrix()
    }

    fn the_inverse_flow_has_the_inverse_matrix(flow: RandomFlow) -> bool {
        let inverse = flow.0.inverse().expect("no scale is zero");
        inverse.matrix() * flow.0.matrix() == Matrix::identity(flow.0.partition().size(), flow.0.partition().size())
    }

    fn the_inverse_of_the_inverse_is_the_flow(flow: RandomFlow) -> bool {
        flow.0.inverse().and_then(|inverse| inverse.inverse()) == Ok(flow.0)
    }

    fn applying_is_multiplying_by_the_matrix(flow: RandomFlow, entries: Vec<i8>) -> bool {
        let size = flow.0.partition().size();
        let entries: Vec<_> = entries.into_iter().map(Rational::from).collect();
        let vectors = DMatrix::from_column_slice(size, entries.len() / size, &entries[..entries.len() / size * size]);
        flow.0.apply(&vectors) == Ok(flow.0.matrix() * vectors)
    }

    fn the_scales_multiply_to_the_determinant(flow: RandomFlow) -> bool {
        flow.0.determinant() == Rational::determinant(&flow.0.matrix())
    }

    fn exchanging_the_halves_conjugates(flow: RandomFlow) -> bool {
        let exchange = exchange(flow.0.partition());
        &exchange * flow.0.matrix() * exchange.transpose() == flow.0.swapped().matrix()
    }

    fn exchanging_the_halves_twice_changes_nothing(flow: RandomFlow) -> bool {
        flow.0.clone().swapped().swapped() == flow.0
    }

    fn neighbours_write_different_halves_and_do_something(flow: RandomFlow) -> bool {
        word(&flow.0).windows(2).all(|pair| pair[0] != pair[1]) && !flow.0.layers().iter().any(Layer::is_identity)
    }

    fn a_flow_followed_by_its_inverse_is_empty(flow: RandomFlow) -> bool {
        composed(&flow.0, &flow.0.inverse().expect("no scale is zero")).layers().is_empty()
    }

    fn composition_is_the_product_and_associative(flow: RandomFlow, cuts: (usize, usize)) -> bool {
        let (partition, layers) = (flow.0.partition(), flow.0.layers());
        let (i, j) = (cuts.0 % (layers.len() + 1), cuts.1 % (layers.len() + 1));
        let cut = |range: std::ops::Range<usize>| Flow::new(partition, layers[range].to_vec());
        let part = |range| cut(range).expect("layers of the flow fit its partition");
        let [x, y, z] = [part(0..i.min(j)), part(i.min(j)..i.max(j)), part(i.max(j)..layers.len())];
        composed(&composed(&x, &y), &z) == composed(&x, &composed(&y, &z))
            && z.matrix() * y.matrix() * x.matrix() == flow.0.matrix()
    }

    fn a_block_diagonal_passes_into_the_layers(flow: RandomFlow, numbers: Vec<i8>) -> bool {
        let [first, second] = diagonals(flow.0.partition(), &numbers);
        let product = flow.0.matrix() * block_diagonal(&first, &second);
        flow.0.after_diagonal(first, second).matrix() == product
    }
}

fn signed_flow<F: Field>(half: usize, layers: usize, seed: u64) -> (Flow<F>, [Vec<F>; 2]) {
    let mut draw = Draw::new(seed, Height::Fractions);
    let flow = draw.flow(half, layers, Mode::Signed);
    let diagonals = [(); 2].map(|()| (0..half).map(|_| draw.nonzero()).collect());
    (flow, diagonals)
}

/// The two directions of the lemma for one flow of at least two layers.
fn assert_lemma<F: ExactField>(half: usize, layers: usize, seed: u64) {
    let (flow, [first, second]) = signed_flow::<F>(half, layers, seed);
    let nonzero_shifts = flow.layers().iter().all(|layer| layer.shift.iter().any(|entry| !entry.is_zero()));
    let absorbed = flow.clone().after_diagonal(first.clone(), second.clone());
    assert_eq!(absorbed.matrix(), flow.matrix() * block_diagonal(&first, &second));
    if nonzero_shifts && flow.layers().len() == layers {
        assert_eq!(word(&absorbed), word(&flow));
        let unchanged = |k: usize| absorbed.layers()[k].scale == flow.layers()[k].scale;
        assert!((2..layers).all(unchanged), "only the two rightmost factors take up the diagonal");
    }
    assert_additive_word(&flow);
}

/// M = (the same word of additive layers)·diag(Γ₁, Γ₂), Γ the products of the scales. With Γ(k) the products up to layer
/// k, the diagonal that has passed to the left of layer k makes its shift Γ(k)⁻¹·S·Γ'(k), and the conjugation by the
/// whole diagonal, which brings it back to the right, Γ·Γ(k)⁻¹·S·Γ'(k)·Γ'⁻¹.
fn assert_additive_word<F: ExactField>(flow: &Flow<F>) {
    let partition = flow.partition();
    let [first, second] = products_of_scales(flow.layers(), partition);
    let mut additive = Flow::identity(partition);
    for (k, layer) in flow.layers().iter().enumerate() {
        let so_far = products_of_scales(&flow.layers()[..=k], partition);
        let [rows, columns] = match layer.writes {
            Half::First => [quotients(&first, &so_far[0]), quotients(&so_far[1], &second)],
            Half::Second => [quotients(&second, &so_far[1]), quotients(&so_far[0], &first)],
        };
        let conjugated = |i: usize, j: usize| rows[i].times(&layer.shift[(i, j)]).times(&columns[j]);
        let shift = DMatrix::from_fn(rows.len(), columns.len(), conjugated);
        additive.push(Layer::additive(layer.writes, shift));
    }
    assert_eq!(additive.matrix() * block_diagonal(&first, &second), flow.matrix());
}

fn products_of_scales<F: Field>(layers: &[Layer<F>], partition: Partition) -> [Vec<F>; 2] {
    [Half::First, Half::Second].map(|half| {
        let ones = vec![F::one(); partition.length(half)];
        let of_half = layers.iter().filter(|layer| layer.writes == half);
        of_half
            .fold(ones, |product, layer| product.iter().zip(&layer.scale).map(|(x, y)| x.times(y)).collect())
    })
}

fn quotients<F: Field>(numerators: &[F], divisors: &[F]) -> Vec<F> {
    let quotient = |(x, y): (&F, &F)| x.times(&y.inverse().expect("no scale is zero"));
    numerators.iter().zip(divisors).map(quotient).collect()
}

proptest! {
    #![proptest_config(common::strategies::configuration(128, "theorems/regressions/lemma_zero.txt"))]

    #[test]
    fn a_block_diagonal_leaves_the_word_and_the_number_of_layers(
        half in 1..=4_usize, layers in 2..=7_usize, seed in any::<u64>(),
    ) {
        assert_lemma::<Rational>(half, layers, seed);
        assert_lemma::<Fp<5>>(half, layers, seed);
        assert_lemma::<Fp<101>>(half, layers, seed);
    }
}

#[test]
fn one_layer_takes_up_a_diagonal_as_a_second_one() {
    let (flow, [first, second]) = signed_flow::<Rational>(2, 1, 1);
    let product = flow.matrix() * block_diagonal(&first, &second);
    let absorbed = flow.after_diagonal(first, second);
    assert_eq!(absorbed.matrix(), product);
    assert_eq!(absorbed.layers().len(), 2);
}

#[test]
fn a_zero_scale_has_no_inverse() {
    let partition = Partition::halves(2);
    let singular = Layer::scaling(Half::Second, partition, [1, 0].map(Rational::from).to_vec());
    let flow = Flow::new(partition, [singular]).expect("the layer fits the partition");
    assert_eq!(flow.inverse(), Err(CouplingError::NotInvertible { layer: 0, coordinate: 1 }));
    assert_eq!(flow.determinant(), 0);
}
