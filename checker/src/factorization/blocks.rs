//! A matrix in four blocks, and coupling layers that are multiplied to it or peeled off.

use rug::Rational;

use super::scaled::Scaled;
use crate::certificate::{Half, Layer, Matrix};
use crate::rejection::Rejection;

/// The blocks of a matrix M = [A B; C D] for the halves of a partition.
#[derive(Clone, Debug)]
pub(super) struct Blocks {
    upper_left: Scaled,
    upper_right: Scaled,
    lower_left: Scaled,
    lower_right: Scaled,
}

/// A coupling layer whose shift S is a [`Scaled`] matrix.
#[derive(Clone, Debug)]
pub(super) struct ScaledLayer {
    pub(super) writes: Half,
    pub(super) shift: Scaled,
    pub(super) scale: Vec<Rational>,
}

impl Blocks {
    pub(super) fn new(matrix: &Matrix, [first, second]: [usize; 2]) -> Result<Self, Rejection> {
        let upper = matrix.iter().take(first).map(|row| row.split_at(first));
        let lower = matrix.iter().skip(first).map(|row| row.split_at(first));
        Ok(Self {
            upper_left: Scaled::from_rows(upper.clone().map(|(left, _)| left), first)?,
            upper_right: Scaled::from_rows(upper.map(|(_, right)| right), second)?,
            lower_left: Scaled::from_rows(lower.clone().map(|(left, _)| left), first)?,
            lower_right: Scaled::from_rows(lower.map(|(_, right)| right), second)?,
        })
    }

    /// The block in the rows of one half and the columns of another.
    pub(super) fn at(&mut self, rows: Half, columns: Half) -> &mut Scaled {
        match (rows, columns) {
            (Half::First, Half::First) => &mut self.upper_left,
            (Half::First, Half::Second) => &mut self.upper_right,
            (Half::Second, Half::First) => &mut self.lower_left,
            (Half::Second, Half::Second) => &mut self.lower_right,
        }
    }

    /// M ← layer⁻¹·M: the written rows y become Λ⁻¹·(y − S·(the other rows)).
    pub(super) fn peel_left(&mut self, layer: &ScaledLayer) -> Result<(), Rejection> {
        for columns in [Half::First, Half::Second] {
            let mut target = std::mem::take(self.at(layer.writes, columns));
            target.subtract_product(&layer.shift, self.at(layer.writes.other(), columns))?;
            target.divide_rows(&layer.scale)?;
            *self.at(layer.writes, columns) = target;
        }
        Ok(())
    }

    /// M ← M·layer⁻¹: the written columns y become y·Λ⁻¹, then the other columns lose y·S.
    pub(super) fn peel_right(&mut self, layer: &ScaledLayer) -> Result<(), Rejection> {
        for rows in [Half::First, Half::Second] {
            let mut written = std::mem::take(self.at(rows, layer.writes));
            written.divide_columns(&layer.scale)?;
            self.at(rows, layer.writes.other()).subtract_product(&written, &layer.shift)?;
            *self.at(rows, layer.writes) = written;
        }
        Ok(())
    }

    /// The rows of the whole matrix.
    pub(super) fn rows(&self) -> impl Iterator<Item = impl Iterator<Item = Rational> + '_> {
        let upper = self.upper_left.rows().zip(self.upper_right.rows());
        let lower = self.lower_left.rows().zip(self.lower_right.rows());
        upper.map(|(left, right)| left.chain(right)).chain(lower.map(|(left, right)| left.chain(right)))
    }
}

impl ScaledLayer {
    pub(super) fn new(layer: &Layer, partition: [usize; 2]) -> Result<Self, Rejection> {
        let columns = layer.writes.other().length(partition);
        let shift = Scaled::from_rows(layer.shift.iter().map(Vec::as_slice), columns)?;
        Ok(Self { writes: layer.writes, shift, scale: layer.scale.clone() })
    }

    /// The layer that does nothing.
    pub(super) fn identity(writes: Half, partition: [usize; 2]) -> Result<Self, Rejection> {
        let (written, other) = (writes.length(partition), writes.other().length(partition));
        let layer = Layer {
            writes,
            shift: vec![vec![Rational::new(); other]; written],
            scale: vec![Rational::from(1); written],
        };
        Self::new(&layer, partition)
    }

    /// The inverse layer, with shift −Λ⁻¹·S and scale Λ⁻¹.
    pub(super) fn inverse(mut self) -> Result<Self, Rejection> {
        self.shift.divide_rows(&self.scale)?;
        self.shift.negate();
        self.scale.iter_mut().for_each(Rational::recip_mut);
        Ok(self)
    }
}
