//! The second half, made unit piece by piece until a core of twice the first half's length is left.
//!
//! Everything is multiplied to M from the right: L(s) adds columns of the second half to those of the first, U(t) columns
//! of the first half to those of the second. A piece J is *finished* when the rows J are those of the identity; a
//! finished piece is not touched again, because L(s) with s = 0 in the rows J leaves the columns of the first half 0 there,
//! and U(t) then adds nothing to the rows J.

use nalgebra::DMatrix;
use rand::RngExt;
use rand_chacha::ChaCha8Rng;

use super::widen::Word;
use crate::coupling::{Flow, Half, Layer, Partition};
use crate::matrix::exact::{ExactField, kernel, solve};
use crate::scalar::Field;

/// What the reduction may and must do.
pub(super) struct Goal<'a> {
    /// Whether an L(s) before the first piece is allowed: the layer that acts first.
    pub(super) first_layer: bool,
    /// Whether the block C of the core must be invertible.
    pub(super) invertible_c: bool,
    /// Where to take random multiples of columns from.
    pub(super) noise: Option<&'a mut ChaCha8Rng>,
}

/// M·(couplings), unit in the rows of all finished pieces.
pub(super) struct Reduced<F: Field> {
    partition: Partition,
    matrix: DMatrix<F>,
    /// The inverses of the couplings, in the order of application.
    undone: Vec<Layer<F>>,
    finished: Vec<usize>,
    open: Vec<usize>,
}

/// The lengths of the pieces before the last one, which has the length of the first half: the shortest comes first, since
/// the rank of C decides whether it needs a coupling before it.
pub(super) fn piece_lengths(partition: Partition) -> Vec<usize> {
    let Partition { first, second } = partition;
    let count = second.div_ceil(first) - 1;
    let mut lengths = vec![first; count];
    if let Some(shortest) = lengths.first_mut() {
        *shortest = second - count * first;
    }
    lengths
}

/// Finishes all pieces but the last one of `matrix`, whose first half is the shorter one. `None` if a coupling before the
/// first piece is needed and not allowed.
pub(super) fn reduce<F: ExactField>(
    matrix: &DMatrix<F>,
    partition: Partition,
    mut goal: Goal<'_>,
) -> Option<Reduced<F>> {
    let mut reduced = Reduced {
        partition,
        matrix: matrix.clone(),
        undone: Vec::new(),
        finished: Vec::new(),
        open: (partition.first..partition.size()).collect(),
    };
    for (place, length) in piece_lengths(partition).into_iter().enumerate() {
        let may_prepare = place > 0 || goal.first_layer;
        if let (true, Some(random)) = (may_prepare, goal.noise.as_deref_mut()) {
            reduced.add_noise(random);
        }
        let piece = reduced.best_piece(length);
        if reduced.complete(&piece) && !may_prepare {
            return None;
        }
        reduced.finish(&piece, goal.noise.as_deref_mut())?;
    }
    if goal.invertible_c {
        reduced.complete(&reduced.open.clone());
    }
    Some(reduced)
}

/// −1, 0 or 1.
fn small<F: Field>(random: &mut ChaCha8Rng) -> F {
    F::from_i64(random.random_range(-1..=1))
}

impl<F: ExactField> Reduced<F> {
    fn first_half(&self) -> Vec<usize> {
        (0..self.partition.first).collect()
    }

    fn block(&self, rows: &[usize], columns: &[usize]) -> DMatrix<F> {
        self.matrix.select_rows(rows).select_columns(columns)
    }

    /// Multiplies by L(s) or U(s) from the right.
    fn multiply(&mut self, writes: Half, shift: DMatrix<F>) {
        let Partition { first, second } = self.partition;
        let (left, right) = (self.matrix.columns(0, first), self.matrix.columns(first, second));
        match writes {
            Half::Second => {
                let sum = left + F::multiply(&right.into_owned(), &shift);
                self.matrix.columns_mut(0, first).copy_from(&sum);
            }
            Half::First => {
                let sum = right + F::multiply(&left.into_owned(), &shift);
                self.matrix.columns_mut(first, second).copy_from(&sum);
            }
        }
        self.undone.push(Layer::additive(writes, -shift));
    }

    /// L(s) with entries −1, 0, 1 in the open rows.
    fn add_noise(&mut self, random: &mut ChaCha8Rng) {
        let mut shift = DMatrix::zeros(self.partition.second, self.partition.first);
        for &row in &self.open {
            for j in 0..self.partition.first {
                shift[(row - self.partition.first, j)] = small(random);
            }
        }
        self.multiply(Half::Second, shift);
    }

    /// So many open coordinates, their rows of C independent as far as that is possible.
    fn best_piece(&self, length: usize) -> Vec<usize> {
        let rows = self.block(&self.open, &self.first_half());
        let independent = F::echelon(&rows.transpose()).pivots;
        let others = (0..self.open.len()).filter(|k| !independent.contains(k));
        let mut piece: Vec<usize> =
            independent.iter().copied().chain(others).take(length).map(|k| self.open[k]).collect();
        piece.sort_unstable();
        piece
    }

    /// L(s) that makes the rows `piece` of C independent, s with as few entries 1 as possible and no others; whether any
    /// was needed. (Step 4 of Theorem 1, for columns.)
    fn complete(&mut self, piece: &[usize]) -> bool {
        let first = self.partition.first;
        let columns = [self.first_half(), self.open.clone()].concat();
        let pivots = F::echelon(&self.block(piece, &columns)).pivots;
        // The columns of C outside its first column basis on these rows, and the open columns that complete it.
        let dependent = (0..first).filter(|column| !pivots.contains(column));
        let completing = pivots.iter().filter(|&&pivot| pivot >= first).map(|&pivot| columns[pivot]);
        let mut shift = DMatrix::zeros(self.partition.second, first);
        let mut needed = false;
        for (column, coordinate) in dependent.zip(completing) {
            shift[(coordinate - first, column)] = F::one();
            needed = true;
        }
        if needed {
            self.multiply(Half::Second, shift);
        }
        needed
    }

    /// U(t), which makes the columns of the second half unit in the rows of the piece, and L(s), which clears those of the
    /// first. `None` if the rows of C are dependent.
    fn finish(&mut self, piece: &[usize], noise: Option<&mut ChaCha8Rng>) -> Option<()> {
        let (first, size) = (self.partition.first, self.partition.size());
        let second_half: Vec<usize> = (first..size).collect();
        let c = self.block(piece, &self.first_half());
        let unit = DMatrix::from_fn(piece.len(), second_half.len(), |i, j| {
            if piece[i] == second_half[j] { F::one() } else { F::zero() }
        });
        let mut shift = solve(&c, &(unit - self.block(piece, &second_half)))?;
        if let Some(random) = noise {
            // A piece shorter than the first half leaves a choice.
            let kernel = kernel(&c);
            let factors = DMatrix::from_fn(kernel.ncols(), second_half.len(), |_, _| small(random));
            shift += F::multiply(&kernel, &factors);
        }
        self.multiply(Half::First, shift);
        let mut shift = DMatrix::zeros(self.partition.second, first);
        for (i, coordinate) in piece.iter().enumerate() {
            shift.set_row(coordinate - first, &(-c.row(i).into_owned()));
        }
        self.multiply(Half::Second, shift);
        self.finished.extend(piece);
        self.open.retain(|coordinate| !piece.contains(coordinate));
        Some(())
    }

    /// The core: what is left on the first half and the last piece, of determinant 1.
    pub(super) fn core(&self) -> DMatrix<F> {
        let core = [self.first_half(), self.open.clone()].concat();
        self.block(&core, &core)
    }

    /// The couplings of M from those of the core; `None` if they cannot be widened to the finished columns.
    pub(super) fn flow(&self, core: &Word<F>) -> Option<Flow<F>> {
        let rows = [self.first_half(), self.open.clone()].concat();
        let finished = self.block(&rows, &self.finished);
        let mut wide = core.widened(&self.core(), &finished)?.into_iter();
        let mut flow = Flow::identity(self.partition);
        // M·R₁⋯R_k = core, so M = core·R_k⁻¹⋯R₁⁻¹, and R₁⁻¹ is applied first.
        for layer in &self.undone {
            flow.push(layer.clone());
        }
        for layer in core.layers() {
            let additional = if layer.writes == Half::First { wide.next() } else { None };
            flow.push(Layer::additive(layer.writes, self.embedded(&layer.shift, additional.as_ref())));
        }
        Some(flow)
    }

    /// A shift of the core as one of M; a shift of the first half gets `additional` in the finished columns.
    fn embedded(&self, shift: &DMatrix<F>, additional: Option<&DMatrix<F>>) -> DMatrix<F> {
        let Partition { first, second } = self.partition;
        let Some(additional) = additional else {
            let mut embedded = DMatrix::zeros(second, first);
            for (i, coordinate) in self.open.iter().enumerate() {
                embedded.set_row(coordinate - first, &shift.row(i));
            }
            return embedded;
        };
        let mut embedded = DMatrix::zeros(first, second);
        for (columns, source) in [(&self.open, shift), (&self.finished, additional)] {
            for (j, coordinate) in columns.iter().enumerate() {
                embedded.set_column(coordinate - first, &source.column(j));
            }
        }
        embedded
    }
}
