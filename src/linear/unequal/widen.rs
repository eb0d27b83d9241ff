//! Couplings of the core, widened to the finished columns.

use nalgebra::DMatrix;

use crate::coupling::{Flow, Half, Layer};
use crate::matrix::Blocks;
use crate::matrix::exact::{ExactField, solve};
use crate::scalar::Field;

/// Additive couplings in the order of application, U(0) among them where it may be widened.
pub(super) struct Word<F: Field> {
    half: usize,
    layers: Vec<Layer<F>>,
}

impl<F: ExactField> Word<F> {
    /// The couplings of a flow with halves of one length, with U(0) at the ends that a U has in the word: `left`, acting
    /// last, and `right`, acting first.
    pub(super) fn of(flow: &Flow<F>, [left, right]: [bool; 2]) -> Self {
        let half = flow.partition().first;
        let mut layers = flow.layers().to_vec();
        let needs = |layer: Option<&Layer<F>>| layer.is_none_or(|layer| layer.writes == Half::Second);
        let nothing = || Layer::additive(Half::First, DMatrix::zeros(half, half));
        if right && needs(layers.first()) {
            layers.insert(0, nothing());
        }
        if left && needs(layers.last()) {
            layers.push(nothing());
        }
        Self { half, layers }
    }

    pub(super) fn largest_bits(&self) -> u64 {
        self.layers.iter().map(Layer::largest_bits).max().unwrap_or(0)
    }

    pub(super) fn layers(&self) -> &[Layer<F>] {
        &self.layers
    }

    /// For a word with the product N, and columns T: a matrix b_k for each coupling U(S_k), in the order of application,
    /// such that the couplings with the shifts [S_k b_k] have the product [N T; 0 I]. `None` if none are found.
    ///
    /// A finished coordinate is never written, so U([S_k b_k]) adds b_k·e to the first half, and what acts after it, the
    /// product P_k, carries this on: T = Σ P_k·(b_k; 0).
    pub(super) fn widened(&self, product: &DMatrix<F>, columns: &DMatrix<F>) -> Option<Vec<DMatrix<F>>> {
        self.by_two(product, columns).or_else(|| self.by_all(columns))
    }

    fn count_writers(&self) -> usize {
        self.layers.iter().filter(|layer| layer.writes == Half::First).count()
    }

    /// By the U that acts first, whose P is N·L(−e) on the first half, and the U that acts last, whose P is L(s): after
    /// L(−s), the former alone reaches the second half, and the latter the first one. It fails if the lower left block of
    /// L(−s)·N·L(−e) is singular; without L(s) and L(e) that is the block C of N.
    fn by_two(&self, product: &DMatrix<F>, columns: &DMatrix<F>) -> Option<Vec<DMatrix<F>>> {
        let (half, writers) = (self.half, self.count_writers());
        let [first, .., last] = &self.layers[..] else { return None };
        if writers < 2 {
            return None;
        }
        let Blocks { mut a, b, mut c, d } = Blocks::of(product, half);
        let mut lower = columns.rows(half, half).into_owned();
        let upper = columns.rows(0, half).into_owned();
        if first.writes == Half::Second {
            a -= F::multiply(&b, &first.shift);
            c -= F::multiply(&d, &first.shift);
        }
        if last.writes == Half::Second {
            c -= F::multiply(&last.shift, &a);
            lower -= F::multiply(&last.shift, &upper);
        }
        let inner = F::divide(&lower.transpose(), &c.transpose())?.transpose();
        let mut wide = vec![DMatrix::zeros(half, columns.ncols()); writers];
        wide[writers - 1] = upper - F::multiply(&a, &inner);
        wide[0] = inner;
        Some(wide)
    }

    /// By all U's: one system of linear equations.
    fn by_all(&self, columns: &DMatrix<F>) -> Option<Vec<DMatrix<F>>> {
        let (half, writers) = (self.half, self.count_writers());
        let mut system = DMatrix::zeros(2 * half, writers * half);
        // From the coupling that acts last to the one that acts first, so that simple coefficients become pivots.
        let mut after = DMatrix::<F>::identity(2 * half, 2 * half);
        let mut place = 0;
        for layer in self.layers.iter().rev() {
            let (written, read) = match layer.writes {
                Half::First => (0, half),
                Half::Second => (half, 0),
            };
            if layer.writes == Half::First {
                system.columns_mut(place, half).copy_from(&after.columns(0, half));
                place += half;
            }
            let source = after.columns(written, half).into_owned();
            let mut target = after.columns_mut(read, half);
            target += F::multiply(&source, &layer.shift);
        }
        let solution = solve(&system, columns)?;
        Some((0..writers).rev().map(|k| solution.rows(k * half, half).into_owned()).collect())
    }
}
