//! Matrices of integers over one common denominator.
//!
//! A [`Scaled`] matrix is N / e with integers N and e > 0, always *reduced*: the content gcd(e, N) is 1. So equal
//! matrices have equal fields, and no entry needs a greatest common divisor of its own.

use std::borrow::Cow;

use rug::ops::NegAssign;
use rug::{Complete, Integer, Rational};

use super::size;
use crate::rejection::Rejection;

/// A rows × columns matrix N / e in reduced form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Scaled {
    columns: usize,
    numerators: Vec<Integer>,
    denominator: Integer,
}

impl Scaled {
    /// The matrix with these rows, all of the length `columns` ≥ 1.
    pub(super) fn from_rows<'m>(
        rows: impl Iterator<Item = &'m [Rational]> + Clone,
        columns: usize,
    ) -> Result<Self, Rejection> {
        let entries = rows.flatten();
        let count = entries.clone().count();
        let mut denominator = Integer::from(1);
        for entry in entries.clone() {
            if *entry.denom() != denominator {
                size::check(size::bits(&denominator) + size::bits(entry.denom()), count)?;
                denominator.lcm_mut(entry.denom());
            }
        }
        let numerators = entries
            .map(|entry| {
                if *entry.denom() == denominator {
                    entry.numer().clone()
                } else {
                    denominator.div_exact_ref(entry.denom()).complete() * entry.numer()
                }
            })
            .collect();
        Ok(Self { columns, numerators, denominator })
    }

    /// The diagonal matrix with these entries.
    pub(super) fn diagonal(entries: &[Rational]) -> Result<Self, Rejection> {
        let side = entries.len();
        let mut flat = vec![Rational::new(); side * side];
        for (slot, entry) in flat.iter_mut().step_by(side + 1).zip(entries) {
            slot.clone_from(entry);
        }
        Self::from_rows(flat.chunks_exact(side), side)
    }

    /// Whether every entry is 0.
    pub(super) fn is_zero(&self) -> bool {
        self.numerators.iter().all(Integer::is_zero)
    }

    /// The rows' entries as rational numbers.
    pub(super) fn rows(&self) -> impl Iterator<Item = impl Iterator<Item = Rational> + '_> {
        self.numerators
            .chunks_exact(self.columns)
            .map(|row| row.iter().map(|entry| Rational::from((entry, &self.denominator))))
    }

    /// The common denominator e.
    pub(super) fn denominator(&self) -> &Integer {
        &self.denominator
    }

    /// Nᵀ·N or N·Nᵀ, whichever is smaller.
    pub(super) fn gram(&self) -> Vec<Vec<Integer>> {
        let rows: Vec<Vec<&Integer>> =
            self.numerators.chunks_exact(self.columns).map(|row| row.iter().collect()).collect();
        let columns: Vec<Vec<&Integer>> =
            self.transposed().chunks_exact(rows.len().max(1)).map(<[_]>::to_vec).collect();
        let vectors = if rows.len() < columns.len() { rows } else { columns };
        let dot = |left: &[&Integer], right: &[&Integer]| {
            let mut sum = Integer::new();
            left.iter().zip(right).for_each(|(factor, entry)| sum += *factor * *entry);
            sum
        };
        vectors.iter().map(|left| vectors.iter().map(|right| dot(left, right)).collect()).collect()
    }

    /// The bits of the largest numerator.
    pub(super) fn bits(&self) -> u64 {
        self.numerators.iter().map(size::bits).max().unwrap_or(0)
    }

    /// X ← −X.
    pub(super) fn negate(&mut self) {
        self.numerators.iter_mut().for_each(NegAssign::neg_assign);
    }

    /// X ← X − left·right.
    pub(super) fn subtract_product(&mut self, left: &Self, right: &Self) -> Result<(), Rejection> {
        if left.is_zero() || right.is_zero() {
            return Ok(());
        }
        self.check_difference(left, right)?;
        let denominator = (&left.denominator * &right.denominator).complete();
        let common = self.denominator.lcm_ref(&denominator).complete();
        let own_factor = common.div_exact_ref(&self.denominator).complete();
        let product_factor = common.div_exact(&denominator);
        let columns = right.transposed();
        let rows = left.numerators.chunks_exact(left.columns);
        for (row, targets) in rows.zip(self.numerators.chunks_exact_mut(self.columns)) {
            for (column, target) in columns.chunks_exact(left.columns).zip(targets) {
                let mut sum = Integer::new();
                for (factor, entry) in row.iter().zip(column) {
                    sum += factor * *entry;
                }
                *target *= &own_factor;
                *target -= sum * &product_factor;
            }
        }
        self.denominator *= own_factor;
        self.reduce();
        Ok(())
    }

    /// Refuses X − left·right if it could be too large: before reduction, a numerator has the bits of X times the
    /// product's denominator, or of the product times X's, and a sum of n < 2¹³ products has 13 bits more.
    fn check_difference(&self, left: &Self, right: &Self) -> Result<(), Rejection> {
        let [own, first, second] = [self, left, right].map(|matrix| size::bits(&matrix.denominator));
        let own = own.max(self.bits());
        let product = (first + second).max(left.bits() + right.bits() + 13);
        size::check(own + product + 1, self.numerators.len())
    }

    /// X ← Λ⁻¹·X for the diagonal Λ of nonzero `scale`, as long as a column of X.
    pub(super) fn divide_rows(&mut self, scale: &[Rational]) -> Result<(), Rejection> {
        let Some((factors, common)) = inverse_factors(scale, self.numerators.len())? else { return Ok(()) };
        for (row, factor) in self.numerators.chunks_exact_mut(self.columns).zip(&factors) {
            row.iter_mut().for_each(|entry| *entry *= factor);
        }
        self.denominator *= common;
        self.reduce();
        Ok(())
    }

    /// X ← X·Λ⁻¹ for the diagonal Λ of nonzero `scale`, as long as a row of X.
    pub(super) fn divide_columns(&mut self, scale: &[Rational]) -> Result<(), Rejection> {
        let Some((factors, common)) = inverse_factors(scale, self.numerators.len())? else { return Ok(()) };
        for row in self.numerators.chunks_exact_mut(self.columns) {
            row.iter_mut().zip(&factors).for_each(|(entry, factor)| *entry *= factor);
        }
        self.denominator *= common;
        self.reduce();
        Ok(())
    }

    /// The entries column by column.
    fn transposed(&self) -> Vec<&Integer> {
        let column = |index| self.numerators.iter().skip(index).step_by(self.columns);
        (0..self.columns).flat_map(column).collect()
    }

    /// Divides numerators and denominator by their content.
    fn reduce(&mut self) {
        let mut content = Cow::Borrowed(&self.denominator);
        for entry in &self.numerators {
            if *content == 1 {
                return;
            }
            content = Cow::Owned(content.gcd_ref(entry).complete());
        }
        let content = content.into_owned();
        self.numerators.iter_mut().for_each(|entry| entry.div_exact_mut(&content));
        self.denominator.div_exact_mut(&content);
    }
}

/// Integers f and N > 0 with Λ⁻¹ = diag(f) / N, or nothing if Λ = I.
fn inverse_factors(scale: &[Rational], entries: usize) -> Result<Option<(Vec<Integer>, Integer)>, Rejection> {
    if scale.iter().all(|entry| *entry == 1) {
        return Ok(None);
    }
    let mut common = Integer::from(1);
    for entry in scale {
        size::check(size::bits(&common) + size::bits(entry.numer()) + size::bits(entry.denom()), entries)?;
        common.lcm_mut(entry.numer());
    }
    let factor = |entry: &Rational| common.div_exact_ref(entry.numer()).complete() * entry.denom();
    Ok(Some((scale.iter().map(factor).collect(), common)))
}
