//! The columns of the product so far, and layers applied to all of them.

use rug::{Complete, Integer};

use super::ball::Ball;
use super::error::Sums;
use super::fixed::Fixed;
use crate::certificate::{Half, Layer, Matrix};
use crate::factorization::parallel;
use crate::rejection::Rejection;

/// How many columns a thread takes at once: a row of a shift is fetched once for all of them.
const TOGETHER: usize = 8;

/// The columns of a matrix with d1 + d2 rows, each in two halves.
pub(super) struct Columns {
    partition: [usize; 2],
    columns: Vec<[Ball; 2]>,
}

/// A layer in fixed point, and the norms that its errors are multiplied by.
struct FixedLayer {
    shift: Fixed,
    /// The length of the half that is read, at least 1.
    read: usize,
    shift_norm: Integer,
    shift_slack: Integer,
    /// Nothing if every scale is 1.
    scale: Option<(Fixed, Integer)>,
}

impl Columns {
    /// The identity times an integer.
    pub(super) fn identity(partition: [usize; 2], multiplier: &Integer) -> Self {
        let [first, second] = partition;
        let column = |index: usize| {
            let mut halves = [Ball::zero(first), Ball::zero(second)];
            let entry = halves.iter_mut().flat_map(|half| &mut half.integers).nth(index);
            entry.into_iter().for_each(|entry| entry.clone_from(multiplier));
            halves
        };
        Self { partition, columns: (0..first + second).map(column).collect() }
    }

    /// Applies a layer, with numbers of so many bits.
    pub(super) fn apply(&mut self, layer: &Layer, bits: u64) {
        let fixed = FixedLayer::new(layer, layer.writes.other().length(self.partition), bits);
        parallel::for_each(self.columns.chunks_mut(TOGETHER), |panel| fixed.apply(layer.writes, panel, bits));
    }

    /// What the difference to a matrix amounts to; column by column, so that the sums are exact and in one order.
    pub(super) fn compare(self, matrix: &Matrix, multiplier: &Integer, bits: u64) -> Result<Sums, Rejection> {
        let mut sums = Sums::default();
        let [first, _] = self.partition;
        for (index, halves) in self.columns.into_iter().enumerate() {
            let entries = matrix.iter().filter_map(|row| row.get(index));
            let (upper, lower) = (entries.clone().take(first), entries.skip(first));
            let [product_above, product_below] = halves;
            let above = Ball::of_fixed(Fixed::new(upper, multiplier, bits));
            sums.add(product_above, above, bits)?;
            let below = Ball::of_fixed(Fixed::new(lower, multiplier, bits));
            sums.add(product_below, below, bits)?;
        }
        Ok(sums)
    }
}

impl FixedLayer {
    fn new(layer: &Layer, read: usize, bits: u64) -> Self {
        let one = Integer::from(1);
        let shift = Fixed::new(layer.shift.iter().flatten(), &one, bits);
        let scale = layer.scale.iter().any(|scale| *scale != 1).then(|| {
            let fixed = Fixed::new(layer.scale.iter(), &one, bits);
            let largest = fixed.integers.iter().map(|integer| integer.abs_ref().complete()).max();
            let norm = largest.unwrap_or_default() + u32::from(fixed.rounded);
            (fixed, norm)
        });
        Self { read, shift_norm: shift.norm(), shift_slack: shift.slack(), shift, scale }
    }

    /// written ← Λ·written + S·other, for some columns.
    fn apply(&self, writes: Half, panel: &mut [[Ball; 2]], bits: u64) {
        let products = self.shift_products(writes.other(), panel);
        for (column, product) in panel.iter_mut().zip(products) {
            let written = &mut column[position(writes)];
            let scaled = self.scaled(std::mem::take(written));
            *written = scaled.sum(product, bits);
        }
    }

    /// (N·2^e + R)·(n·2^f + δ) for each column: the product of the integers, ‖R‖·‖n·2^f‖ for what was rounded off
    /// from the shift, and ‖S‖·‖δ‖ for the error of the vector.
    fn shift_products(&self, reads: Half, panel: &[[Ball; 2]]) -> Vec<Ball> {
        let read: Vec<&Ball> = panel.iter().map(|column| &column[position(reads)]).collect();
        // Half of the unit vectors are 0 where the first layer reads, and the others have one entry.
        let support: Vec<Vec<usize>> = read.iter().map(|ball| nonzero(&ball.integers)).collect();
        let mut products: Vec<Ball> = read.iter().map(|ball| self.product_radius(ball)).collect();
        for row in self.shift.integers.chunks_exact(self.read) {
            for ((product, ball), support) in products.iter_mut().zip(&read).zip(&support) {
                product.integers.push(dot(row, &ball.integers, support));
            }
        }
        products
    }

    /// The product with a vector, but for its integers.
    fn product_radius(&self, ball: &Ball) -> Ball {
        let mut radius = (&self.shift_norm * &ball.radius).complete();
        if !self.shift_slack.is_zero() {
            radius += &self.shift_slack * ball.norm();
        }
        Ball { integers: Vec::new(), exponent: self.shift.exponent + ball.exponent, radius }
    }

    /// Λ·v: an entry's error is that of Λ, at most 1, times it, and the largest scale times its own.
    fn scaled(&self, mut ball: Ball) -> Ball {
        let Some((scale, norm)) = &self.scale else { return ball };
        let rounding = if scale.rounded { ball.norm() } else { Integer::new() };
        ball.integers.iter_mut().zip(&scale.integers).for_each(|(entry, scale)| *entry *= scale);
        ball.radius = ball.radius * norm + rounding;
        ball.exponent += scale.exponent;
        ball
    }
}

fn position(half: Half) -> usize {
    match half {
        Half::First => 0,
        Half::Second => 1,
    }
}

fn nonzero(integers: &[Integer]) -> Vec<usize> {
    integers.iter().enumerate().filter(|(_, integer)| !integer.is_zero()).map(|(index, _)| index).collect()
}

/// The inner product of a row and a vector that is 0 outside `support`.
fn dot(row: &[Integer], vector: &[Integer], support: &[usize]) -> Integer {
    let mut sum = Integer::new();
    if support.len() == vector.len() {
        row.iter().zip(vector).for_each(|(factor, entry)| sum += factor * entry);
        return sum;
    }
    for &index in support {
        if let (Some(factor), Some(entry)) = (row.get(index), vector.get(index)) {
            sum += factor * entry;
        }
    }
    sum
}
