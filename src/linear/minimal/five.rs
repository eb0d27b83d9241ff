//! Five additive layers U L U L U: a shift x for which U(−x)·M is L U L U.
//!
//! Its blocks for the four-layer criterion are A − xC and W + Rx. If C is invertible, Theorem 1 has an x; if C = 0, x changes
//! nothing. In between the search is for x with the same characteristic polynomial on both sides, linear equations where x is
//! free in one column or one row only: x = x̂ + u·vᵀ with
//!
//! ```text
//! χ(A' − u·vᵀC) = χ(A') + vᵀ·C·adj(t − A')·u,    χ(W' + R·u·vᵀ) = χ(W') − vᵀ·adj(t − W')·R·u,
//! ```
//!
//! A' = A − x̂C and W' = W + Rx̂. If C = c·γᵀ has rank 1, so has R = ρ·σᵀ, and f = xc and g = σᵀx may be any vectors with
//! σᵀf = gc: then A − xC = A − f·γᵀ and W + Rx = W + ρ·g depend on different unknowns, both linearly.
//! These find x with generic invariant factors. Where they must be special, `intertwined.rs` takes the similarity first.
//! Every candidate is judged by the four-layer criterion.

use nalgebra::DMatrix;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

use super::cut::Cut;
use super::{four, intertwined, small_vectors};
use crate::coupling::{Flow, Half, Layer};
use crate::linear::six::commutator::Effort;
use crate::linear::six::five_layers;
use crate::matrix::exact::{ExactField, Solutions, adjugate_chain, solve, solve_from_left};
use crate::matrix::{Blocks, column, concatenate_columns, concatenate_rows, row};
use crate::scalar::Field;

/// A finite field with at most so many shifts x is run through: then the answer is complete.
const EXHAUSTIVE: u64 = 20_000;
/// Random choices of x̂ and u or v.
const TRIES: usize = 12;
/// Points of each space of solutions.
const POINTS: usize = 4;

/// M = U(x)L(a)U(b)L(c)U(e), if such layers are found.
pub(super) fn construct<F: ExactField>(cut: &Cut<F>, seed: u64) -> Option<Flow<F>> {
    let c = &cut.blocks.c;
    if let Some(flow) = four::construct(cut) {
        return Some(flow);
    }
    let rank = F::rank(c);
    if rank == 0 {
        return None;
    }
    if c.is_square() && rank == c.nrows() && F::order().is_none_or(|order| order > rank as u64) {
        return five_layers::construct(&cut.blocks, Effort::Complete);
    }
    let unknowns = u32::try_from(c.len()).ok();
    let number = F::order().zip(unknowns).and_then(|(order, unknowns)| order.checked_pow(unknowns));
    let placed = || if rank == 1 { rank_one(cut, seed) } else { generic(cut, seed) };
    match number.filter(|&number| number <= EXHAUSTIVE) {
        Some(number) => (1..number).find_map(|index| {
            let entries = small_vectors::digits(index, c.len());
            judged(cut, &DMatrix::from_vec(c.ncols(), c.nrows(), entries))
        }),
        None => placed().or_else(|| intertwined::shifts(cut, seed).find_map(|x| judged(cut, &x))),
    }
}

/// U(x)·(L U L U), if the rest is of this form.
fn judged<F: ExactField>(cut: &Cut<F>, x: &DMatrix<F>) -> Option<Flow<F>> {
    let mut flow = four::construct(&cut.without_upper(x))?;
    flow.push(Layer::additive(Half::First, x.clone()));
    Some(flow)
}

/// x = x̂ + u·vᵀ with random x̂, and v or u from linear equations.
fn generic<F: ExactField>(cut: &Cut<F>, seed: u64) -> Option<Flow<F>> {
    let (rows, columns) = (cut.blocks.a.nrows(), cut.blocks.d.nrows());
    let mut source = ChaCha8Rng::seed_from_u64(seed);
    (0..TRIES).find_map(|attempt| {
        let range = 1 + attempt as i64 / 4;
        let start = if attempt % 4 == 0 {
            DMatrix::zeros(rows, columns)
        } else {
            small_vectors::random(rows, columns, range, &mut source)
        };
        let moved = cut.without_upper(&start);
        let u = small_vectors::random(rows, 1, range, &mut source);
        let v = small_vectors::random(1, columns, range, &mut source);
        let candidates = points(row_equations(&moved, &u), range, &mut source)
            .into_iter()
            .map(|row| F::multiply(&u, &row.transpose()))
            .chain(
                points(column_equations(&moved, &v), range, &mut source)
                    .into_iter()
                    .map(|column| F::multiply(&column, &v)),
            );
        candidates.into_iter().find_map(|change| judged(cut, &(&start + change)))
    })
}

/// Some points of a space of solutions.
fn points<F: ExactField>(all: Option<Solutions<F>>, range: i64, source: &mut ChaCha8Rng) -> Vec<DMatrix<F>> {
    let Some(all) = all else { return Vec::new() };
    let number = if all.dimension() == 0 { 1 } else { POINTS };
    let point = |k: usize| {
        let range = if k == 0 { 0 } else { range };
        let coordinates = small_vectors::random::<F>(all.dimension(), 1, range, source);
        all.at(coordinates.as_slice())
    };
    (0..number).map(point).collect()
}

/// Polynomials whose coefficients are rows, the constant first: linear forms in unknowns.
type Forms<F> = Vec<DMatrix<F>>;

/// The rows of coefficients of adj(t − A)·u, transposed, the constant one first.
fn adjugate_forms<F: ExactField>(matrix: &DMatrix<F>, start: &DMatrix<F>, characteristic: &[F]) -> Forms<F> {
    let chain = adjugate_chain(matrix, start, characteristic);
    (0..matrix.nrows()).rev().map(|k| column(&chain, k).transpose()).collect()
}

/// One side of an equation of characteristic polynomials: `constant` + `forms`·(unknowns).
struct Side<F: Field> {
    constant: Vec<F>,
    forms: Forms<F>,
}

impl<F: ExactField> Side<F> {
    /// Multiplied by t − 1.
    fn times_linear(self) -> Self {
        let Self { mut constant, mut forms } = self;
        let width = forms.first().map_or(0, DMatrix::ncols);
        constant.insert(0, F::zero());
        forms.insert(0, DMatrix::zeros(1, width));
        for k in 0..constant.len() - 1 {
            let next = constant[k + 1].clone();
            constant[k] = constant[k].minus(&next);
        }
        for k in 0..forms.len() - 1 {
            let next = forms[k + 1].clone();
            forms[k] -= next;
        }
        Self { constant, forms }
    }

    /// The unknowns for which both sides are equal, up to factors t − 1 that make up for different degrees, and which also
    /// satisfy `more` = 0.
    fn equal(self, other: Self, more: Option<DMatrix<F>>) -> Option<Solutions<F>> {
        let (mut one, mut other) = (self, other);
        while one.constant.len() < other.constant.len() {
            one = one.times_linear();
        }
        while other.constant.len() < one.constant.len() {
            other = other.times_linear();
        }
        let width = one.forms.first()?.ncols();
        let mut matrix = DMatrix::zeros(0, width);
        for (form, minus) in one.forms.iter().zip(&other.forms) {
            matrix = concatenate_rows(&matrix, &(form - minus));
        }
        let mut right: Vec<F> = other.constant.iter().zip(&one.constant).map(|(a, b)| a.minus(b)).collect();
        right.truncate(matrix.nrows());
        if let Some(more) = more {
            right.extend((0..more.nrows()).map(|_| F::zero()));
            matrix = concatenate_rows(&matrix, &more);
        }
        Solutions::of(&matrix, &DMatrix::from_vec(right.len(), 1, right))
    }
}

/// The rows vᵀ with χ(A − u·vᵀC) = χ(W + R·u·vᵀ).
fn row_equations<F: ExactField>(cut: &Cut<F>, u: &DMatrix<F>) -> Option<Solutions<F>> {
    let (a, c) = (&cut.blocks.a, &cut.blocks.c);
    let (w, r) = (&cut.inverse.d, &cut.inverse.c);
    let (of_a, of_w) = (F::characteristic_polynomial(a), F::characteristic_polynomial(w));
    let first = adjugate_forms(a, u, &of_a).iter().map(|form| F::multiply(form, &c.transpose())).collect();
    let second = adjugate_forms(w, &F::multiply(r, u), &of_w).iter().map(|form| -form).collect();
    Side { constant: of_a, forms: first }.equal(Side { constant: of_w, forms: second }, None)
}

/// The columns u with χ(A − u·vᵀC) = χ(W + R·u·vᵀ).
fn column_equations<F: ExactField>(cut: &Cut<F>, v: &DMatrix<F>) -> Option<Solutions<F>> {
    let (a, c) = (&cut.blocks.a, &cut.blocks.c);
    let (w, r) = (&cut.inverse.d, &cut.inverse.c);
    let (of_a, of_w) = (F::characteristic_polynomial(a), F::characteristic_polynomial(w));
    let first = adjugate_forms(&a.transpose(), &F::multiply(v, c).transpose(), &of_a);
    let second = adjugate_forms(&w.transpose(), &v.transpose(), &of_w);
    let second = second.iter().map(|form| -F::multiply(form, r)).collect();
    Side { constant: of_a, forms: first }.equal(Side { constant: of_w, forms: second }, None)
}

/// C = c·γᵀ and R = ρ·σᵀ: f and g with χ(A − f·γᵀ) = χ(W + ρ·g) and σᵀf = gc, then x with xc = f and σᵀx = g.
fn rank_one<F: ExactField>(cut: &Cut<F>, seed: u64) -> Option<Flow<F>> {
    let Blocks { a, c, .. } = &cut.blocks;
    let (w, r) = (&cut.inverse.d, &cut.inverse.c);
    let ((c, gamma), (rho, sigma)) = (rank_one_factors(c)?, rank_one_factors(r)?);
    let (of_a, of_w) = (F::characteristic_polynomial(a), F::characteristic_polynomial(w));
    let (first, second) = (a.nrows(), w.nrows());
    // The unknowns are f and then gᵀ.
    let of_f = adjugate_forms(&a.transpose(), &gamma.transpose(), &of_a);
    let of_f = of_f.iter().map(|form| concatenate_columns(form, &DMatrix::zeros(1, second))).collect();
    let of_g = adjugate_forms(w, &rho, &of_w);
    let of_g = of_g.iter().map(|form| concatenate_columns(&DMatrix::zeros(1, first), &-form)).collect();
    let relation = concatenate_columns(&sigma, &-c.transpose());
    let all =
        Side { constant: of_a, forms: of_f }.equal(Side { constant: of_w, forms: of_g }, Some(relation))?;
    let left = solve_from_left(&c, &DMatrix::identity(1, 1))?;
    let right = solve(&sigma, &DMatrix::identity(1, 1))?;
    let mut source = ChaCha8Rng::seed_from_u64(seed);
    (0..TRIES as i64).find_map(|attempt| {
        points(Some(all.clone()), 1 + attempt / 4, &mut source).into_iter().find_map(|point| {
            let f = point.rows(0, first).into_owned();
            let g = point.rows(first, second).transpose();
            let rest = g - F::multiply(&F::multiply(&sigma, &f), &left);
            judged(cut, &(F::multiply(&f, &left) + F::multiply(&right, &rest)))
        })
    })
}

/// A column and a row whose product is a matrix of rank 1.
fn rank_one_factors<F: ExactField>(matrix: &DMatrix<F>) -> Option<(DMatrix<F>, DMatrix<F>)> {
    let form = F::echelon(matrix);
    let &[pivot] = form.pivots.as_slice() else { return None };
    Some((column(matrix, pivot), row(&form.matrix, 0)))
}
