//! The reason for one word, and for both.

use flowcert_check::{Reasons, Rule};

use super::ranks::Ranks;
use super::sides::Sides;
use super::{invariants, kernels, principal_minors, read_off, real_roots, scalar_blocks, three_layers};
use crate::coupling::{Half, Mode};
use crate::matrix::exact::ExactField;
use crate::scalar::Field;

/// A matrix and what excludes words of every length.
pub(super) struct Search<F: Field> {
    sides: Sides<F>,
    mode: Mode,
    ranks: Option<Ranks>,
}

impl<F: ExactField> Search<F> {
    pub(super) fn new(sides: Sides<F>, mode: Mode) -> Self {
        let ranks = Ranks::new(&sides, mode);
        Self { sides, mode, ranks }
    }

    /// The most layers for which it is worth to look.
    pub(super) fn most(&self) -> usize {
        let by_scalars = if self.scalar_blocks().is_some() { scalar_blocks::LAYERS } else { 0 };
        self.ranks.as_ref().map_or(0, Ranks::most).max(by_scalars).max(6)
    }

    /// Why no product of fewer layers is the matrix: one reason for both words where there is one.
    pub(super) fn reasons(&self, layers_needed: usize) -> Option<Reasons> {
        let Some(length) = layers_needed.checked_sub(1) else { return Some(Reasons::None) };
        if let Some(rule) = self.both(length) {
            return Some(Reasons::Both(rule));
        }
        let starts_with_l = self.exclude(length, Half::Second)?;
        let starts_with_u = self.exclude(length, Half::First)?;
        Some(Reasons::Each { starts_with_l, starts_with_u })
    }

    fn both(&self, length: usize) -> Option<Rule> {
        match length {
            0 => {
                let joined = self.sides.matrix.join();
                let size = joined.nrows();
                (joined != nalgebra::DMatrix::identity(size, size)).then_some(Rule::NotIdentity)
            }
            4 | 5 if self.sides.is_block_diagonal() => {
                let unchanged = length == 4;
                self.ranks_of_both(length).or_else(|| self.pair(&self.sides, !unchanged, false))
            }
            7 => self.ranks_of_both(length).or_else(|| self.scalar_blocks()),
            _ => self.ranks_of_both(length),
        }
    }

    /// For both words of seven layers.
    fn scalar_blocks(&self) -> Option<Rule> {
        (self.mode == Mode::Additive).then(|| scalar_blocks::find(&self.sides))?
    }

    fn ranks_of_both(&self, length: usize) -> Option<Rule> {
        let excluded =
            |ranks: &&Ranks| [Half::First, Half::Second].iter().all(|&half| ranks.exclude(length, half));
        self.ranks.as_ref().filter(excluded).map(Ranks::rule)
    }

    /// A rule that excludes the word of `length` layers whose leftmost one writes `leading`.
    pub(super) fn exclude(&self, length: usize, leading: Half) -> Option<Rule> {
        if let Some(ranks) = self.ranks.as_ref().filter(|ranks| length != 2 && ranks.exclude(length, leading))
        {
            return Some(ranks.rule());
        }
        // Of five layers one is peeled off; the rest starts with the other half.
        let exchange = (leading == Half::First) != (length == 5);
        let sides = self.sides.exchanged_if(exchange);
        match length {
            1 => read_off::one_layer(&sides, self.mode),
            2 => read_off::two_layers(&sides, self.mode),
            3 => three_layers::find(&sides, self.mode),
            4 => self.pair(&sides, false, true),
            5 => self.pair(&sides, true, false),
            _ => None,
        }
    }

    /// A rule about the pair (A, W); `is_peeled` if a layer U(x) acts after the word L U L U, else the rules about
    /// the kernels of A belong to it.
    fn pair(&self, sides: &Sides<F>, is_peeled: bool, with_kernels: bool) -> Option<Rule> {
        if self.mode == Mode::Additive {
            return invariants::find(sides, is_peeled)
                .or_else(|| with_kernels.then(|| kernels::system(sides))?);
        }
        if is_peeled && !super::sides::is_zero(&sides.matrix.c) {
            return None;
        }
        principal_minors::find(sides, self.mode, 1)
            .or_else(|| real_roots::find(sides, self.mode))
            .or_else(|| with_kernels.then(|| kernels::balance(sides, self.mode))?)
            .or_else(|| {
                (2..=sides.matrix.a.nrows()).find_map(|k| principal_minors::find(sides, self.mode, k))
            })
    }
}
