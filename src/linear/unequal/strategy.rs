//! Which couplings of the core are tried when, and which result is kept.

use nalgebra::DMatrix;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

use super::UnequalHalves;
use super::pieces::{Goal, Reduced, reduce};
use super::widen::Word;
use crate::coupling::{Flow, Half, Layer, Partition};
use crate::linear::six::commutator::{self, Commutator, Effort};
use crate::linear::six::{self, Strategy, five_layers, read_off, reflection, signed_permutation};
use crate::matrix::Blocks;
use crate::matrix::exact::ExactField;
use crate::scalar::Field;

/// The construction behind a factorization.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Route {
    /// The halves are equal: Theorem 1.
    Equal(six::Route),
    /// At most three layers, read off.
    ReadOff,
    /// Pieces, and a core of six layers that is a signed permutation.
    SignedPermutation,
    /// Pieces, and a core of six layers by one reflection.
    Reflection,
    /// Pieces, and a core of at most five layers by a commutator.
    Commutator,
}

impl Route {
    /// The construction in words.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Equal(route) => route.name(),
            Self::ReadOff => "read off",
            Self::SignedPermutation => "pieces, signed permutation",
            Self::Reflection => "pieces, reflection",
            Self::Commutator => "pieces, commutator",
        }
    }
}

/// Seeded attempts for fewer layers than the bound.
const ATTEMPTS: u64 = 4;

/// A matrix of determinant 1, its first half the shorter one.
struct Problem<'a, F: Field> {
    matrix: &'a DMatrix<F>,
    /// Mᵀ: its couplings, transposed and in the opposite order, are those of M, with B in the place of C.
    transpose: DMatrix<F>,
    partition: Partition,
    seed: u64,
}

/// At most 2m + 4 additive layers of a matrix of determinant 1, the first half shorter than the second, over a field with
/// more than d1 elements.
pub(super) fn special_linear<F: ExactField>(
    matrix: &DMatrix<F>,
    partition: Partition,
    strategy: Strategy,
    seed: u64,
) -> UnequalHalves<F> {
    if let Some(flow) = read_off::three(&Blocks::of(matrix, partition.first)) {
        return UnequalHalves { flow, route: Route::ReadOff };
    }
    let problem = Problem { matrix, transpose: matrix.transpose(), partition, seed };
    let (flow, route) = match strategy {
        Strategy::Small => problem.small(),
        Strategy::Fewest => problem.fewest(),
    }
    .unwrap_or_else(|| (problem.certain(), Route::Commutator));
    UnequalHalves { flow, route }
}

type Found<F> = Option<(Flow<F>, Route)>;

/// The couplings of the core, by the one that acts last.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    /// U L U L U, or U L U L U L, whose L on the right goes into the coupling before it.
    Upper,
    /// L U L U L, whose L on the right goes into the coupling before it, or L U L U L U.
    Lower,
}

/// One way to factor M: 2m + 2 layers for L U L U L, 2m + 3 for U L U L U and U L U L U L, 2m + 4 for L U L U L U, and one more
/// with an L before the first piece.
#[derive(Clone, Copy)]
struct Way {
    /// Whether the couplings are those of Mᵀ.
    transposed: bool,
    /// Whether an L before the first piece is allowed.
    first_layer: bool,
    route: Route,
    side: Side,
    /// The number of a random attempt.
    noise: Option<u64>,
}

/// A core in its couplings, not yet widened.
struct Prepared<F: Field> {
    reduced: Reduced<F>,
    core: Word<F>,
    transposed: bool,
}

impl<F: ExactField> Prepared<F> {
    fn flow(&self) -> Option<Flow<F>> {
        let flow = self.reduced.flow(&self.core)?;
        Some(if self.transposed { transposed_flow(&flow) } else { flow })
    }
}

impl<F: ExactField> Problem<'_, F> {
    fn attempt(&self, way: Way) -> Option<Flow<F>> {
        self.prepare(way)?.flow()
    }

    fn prepare(&self, way: Way) -> Option<Prepared<F>> {
        let matrix = if way.transposed { &self.transpose } else { self.matrix };
        let mut random = way.noise.map(|attempt| {
            let mut random = ChaCha8Rng::seed_from_u64(self.seed);
            random.set_stream(attempt);
            random
        });
        let invertible_c = way.route == Route::Commutator && way.side == Side::Upper;
        let goal = Goal { first_layer: way.first_layer, invertible_c, noise: random.as_mut() };
        let reduced = reduce(matrix, self.partition, goal)?;
        let core = core(&reduced.core(), way.route, way.side)?;
        Some(Prepared { reduced, core, transposed: way.transposed })
    }

    /// The way that cannot fail.
    fn certain(&self) -> Flow<F> {
        let way = Way {
            transposed: false,
            first_layer: true,
            route: Route::Commutator,
            side: Side::Upper,
            noise: None,
        };
        self.attempt(way)
            .expect("Theorem 5: the pieces can be completed, and every N of determinant 1 is a commutator")
    }

    fn small(&self) -> Found<F> {
        // A core of size 2 is U L U.
        if self.partition.first == 1 {
            return self.fewest();
        }
        let six = [Route::SignedPermutation, Route::Reflection];
        let ways =
            six.into_iter().flat_map(|route| [(route, true, Side::Upper), (route, false, Side::Lower)]);
        for (route, first_layer, side) in ways {
            let prepare =
                |transposed| self.prepare(Way { transposed, first_layer, route, side, noise: None });
            // Widening takes longest, and does not make the numbers much longer.
            let mut prepared: Vec<_> = [false, true].into_iter().filter_map(prepare).collect();
            prepared.sort_by_cached_key(|prepared| prepared.core.largest_bits());
            if let Some(flow) = prepared.iter().find_map(Prepared::flow) {
                return Some((flow, route));
            }
        }
        None
    }

    fn fewest(&self) -> Found<F> {
        // A core of size 2 is U L U, which is less than L U L U L.
        let attempts = if self.partition.first == 1 { 0 } else { ATTEMPTS };
        let ways = |first_layer, side, attempts: u64| {
            let numbers = (0..attempts).map(|attempt| (attempt > 0).then_some(attempt));
            numbers.flat_map(move |noise| {
                let way = |transposed| Way { transposed, first_layer, route: Route::Commutator, side, noise };
                [false, true].map(way)
            })
        };
        let mut ways = ways(false, Side::Lower, attempts).chain(ways(false, Side::Upper, 1)).chain(ways(
            true,
            Side::Lower,
            attempts,
        ));
        let flow = ways.find_map(|way| self.attempt(way)).unwrap_or_else(|| self.certain());
        let flow = self.closed(flow);
        // Where 2m + 2 are not reached, short numbers may have fewer layers: some of them may be the identity.
        let many = attempts > 0 && flow.layers().len() + 2 > super::bound(self.partition);
        let other = many.then(|| self.small()).flatten();
        [(flow, Route::Commutator)].into_iter().chain(other).min_by_key(|(flow, _)| flow.layers().len())
    }

    /// Without the last layer, where it can be moved past M to the first: if B = 0, L(a)⁻¹·M = M·L(−D⁻¹aA), and if C = 0,
    /// U(a)⁻¹·M = M·U(−A⁻¹aD).
    fn closed(&self, flow: Flow<F>) -> Flow<F> {
        let Blocks { a, b, c, d } = Blocks::of(self.matrix, self.partition.first);
        let [.., last] = flow.layers() else { return flow };
        let (passes, own, other) = match last.writes {
            Half::Second => (b.iter().all(F::is_zero), d, a),
            Half::First => (c.iter().all(F::is_zero), a, d),
        };
        let odd = flow.layers().len() % 2 == 1;
        let Some(inverse) = F::invert(&own).filter(|_| passes && odd) else { return flow };
        let moved = F::multiply(&inverse, &F::multiply(&last.shift, &other));
        let mut closed = Flow::identity(flow.partition());
        closed.push(Layer::additive(last.writes, moved));
        for layer in &flow.layers()[..flow.layers().len() - 1] {
            closed.push(layer.clone());
        }
        closed
    }
}

fn core<F: ExactField>(matrix: &DMatrix<F>, route: Route, side: Side) -> Option<Word<F>> {
    let blocks = Blocks::of(matrix, matrix.nrows() / 2);
    let inverse = || Some(Blocks::of(&F::invert(matrix)?, matrix.nrows() / 2));
    let flow = match (route, side) {
        (Route::SignedPermutation, Side::Lower) => signed_permutation::construct(&blocks)?,
        (Route::SignedPermutation, Side::Upper) => {
            signed_permutation::construct(&blocks.swapped())?.swapped()
        }
        (Route::Reflection, Side::Lower) => reflection::one_word(&blocks, &inverse()?.d)?,
        (Route::Reflection, Side::Upper) => reflection::one_word(&blocks.swapped(), &inverse()?.a)?.swapped(),
        (_, Side::Upper) => five_layers::construct(&blocks, Effort::Complete)?,
        (_, Side::Lower) => lower(&blocks)?,
    };
    // Five layers have the same kind at both ends, six different ones.
    let left = side == Side::Upper;
    Some(Word::of(&flow, [left, left == (route == Route::Commutator)]))
}

/// L U L U L, the L in the middle invertible: with N = T·X·T⁻¹·X⁻¹ it is (X − I)·(something invertible), and a multiple
/// κX serves as well as X, so κ is chosen such that 1 is no eigenvalue of κX.
fn lower<F: ExactField>(blocks: &Blocks<F>) -> Option<Flow<F>> {
    let blocks = blocks.clone().swapped();
    let target = five_layers::commutator_target(&blocks)?;
    let Commutator { x, t } = commutator::construct(&target, Effort::Complete)?;
    let size = x.nrows();
    let multiple = |factor: F| {
        let x = x.map(|entry| entry.times(&factor));
        let invertible =
            !factor.is_zero() && !F::determinant(&(&x - DMatrix::identity(size, size))).is_zero();
        invertible.then_some(x)
    };
    let x = (0..=2 * size as i64 + 2)
        .map(|k| if k % 2 == 0 { k / 2 + 1 } else { -(k / 2 + 1) })
        .find_map(|k| multiple(F::from_i64(k)))?;
    Some(five_layers::from_commutator(&blocks, &Commutator { x, t })?.swapped())
}

/// The additive couplings whose product is the transpose: L(S)ᵀ = U(Sᵀ).
fn transposed_flow<F: Field>(flow: &Flow<F>) -> Flow<F> {
    let mut result = Flow::identity(flow.partition());
    for layer in flow.layers().iter().rev() {
        result.push(Layer::additive(layer.writes.other(), layer.shift.transpose()));
    }
    result
}
