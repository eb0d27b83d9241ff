//! The chart of all products of K additive layers: the coordinates are the entries of the shifts.

use nalgebra::DMatrix;

use super::chart::{Chart, Forward, pack, unpack};
use super::{Square, Word};
use crate::matrix::float::{FloatField, scale_columns, scale_rows};

/// The blocks of a matrix, `[upper or lower][left or right]`.
pub(super) type Quarters<const D: usize> = [[Square<D>; 2]; 2];

/// The products P of K additive layers that should be M = U·Σ·Vᵀ (singular values).
///
/// The residual is Σ^(−½)·Uᵀ·P·V·Σ^(−½) − I: what is small in M counts as much as what is large, without which
/// ill-conditioned matrices are never reached.
pub(super) struct Products<const D: usize> {
    word: Word,
    /// Σ^(−½)·Uᵀ.
    left: Quarters<D>,
    /// V·Σ^(−½).
    right: Quarters<D>,
}

impl<const D: usize> Products<D> {
    /// `None` if the singular values cannot be computed, or one is zero.
    pub(super) fn new(matrix: &DMatrix<f64>, word: Word) -> Option<Self> {
        let svd = f64::svd(matrix).ok()?;
        let roots: Vec<f64> = svd.values.iter().map(|value| value.sqrt().recip()).collect();
        let left = quarters(&scale_rows(&roots, &svd.left.transpose()));
        let right = quarters(&scale_columns(&svd.right, &roots));
        roots.iter().all(|root| f64::is_finite(*root)).then_some(Self { word, left, right })
    }
}

/// The blocks of a `2D × 2D` matrix.
pub(super) fn quarters<const D: usize>(matrix: &DMatrix<f64>) -> Quarters<D> {
    [0, D].map(|row| [0, D].map(|column| matrix.fixed_view::<D, D>(row, column).into_owned()))
}

/// The product of matrices in blocks.
fn product<const D: usize>(left: &Quarters<D>, right: &Quarters<D>) -> Quarters<D> {
    [0, 1].map(|row| [0, 1].map(|column| left[row][0] * right[0][column] + left[row][1] * right[1][column]))
}

/// What an additive layer does: block row `written` becomes itself plus `shift` times block row `read`.
pub(super) fn add_row<const D: usize>(
    shift: &Square<D>,
    state: &mut Quarters<D>,
    written: usize,
    read: usize,
) {
    let changes = state[read].map(|block| shift * block);
    for (block, change) in state[written].iter_mut().zip(changes) {
        *block += change;
    }
}

impl<const D: usize> Chart<D> for Products<D> {
    /// The products of the layers so far with `right`.
    type Trace = Vec<Quarters<D>>;

    fn forward(&self, coordinates: &[f64]) -> Forward<D, Self::Trace> {
        let shifts = unpack::<D>(coordinates);
        let mut state = self.right;
        let mut trace = vec![state];
        for (place, shift) in shifts.iter().enumerate() {
            let (written, read) = self.word.rows(place);
            add_row(shift, &mut state, written, read);
            trace.push(state);
        }
        let [[a, b], [c, d]] = product(&self.left, &state);
        let one = Square::<D>::identity();
        Forward { shifts, residual: pack(&[a - one, b, c, d - one]), trace }
    }

    fn backward(
        &self,
        forward: &Forward<D, Self::Trace>,
        by_shifts: &[Square<D>],
        by_residual: &[f64],
    ) -> Vec<f64> {
        let blocks = unpack::<D>(by_residual);
        let [[a, b], [c, d]] = self.left;
        let transposed = [[a.transpose(), c.transpose()], [b.transpose(), d.transpose()]];
        let mut by_state = product(&transposed, &[[blocks[0], blocks[1]], [blocks[2], blocks[3]]]);
        let mut gradient = by_shifts.to_vec();
        for place in (0..forward.shifts.len()).rev() {
            let (written, read) = self.word.rows(place);
            for (change, block) in by_state[written].iter().zip(&forward.trace[place][read]) {
                gradient[place] += change * block.transpose();
            }
            add_row(&forward.shifts[place].transpose(), &mut by_state, read, written);
        }
        pack(&gradient)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::linear::depth_norm::chart::assert_gradient;

    #[test]
    fn the_gradient_is_that_of_differences() {
        let matrix = DMatrix::from_fn(6, 6, |i, j| ((7 * i * i + 3 * j + i * j) as f64).cos());
        for word in [Word::StartsFirst, Word::StartsSecond] {
            let coordinates: Vec<f64> = (0..5 * 9).map(|k| (k as f64 * 1.7).sin()).collect();
            assert_gradient(&Products::<3>::new(&matrix, word).expect("an invertible matrix"), &coordinates);
        }
    }
}
