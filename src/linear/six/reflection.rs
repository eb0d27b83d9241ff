//! Six layers with small numbers, by one reflection and one pole placement.
//!
//! Write M⁻¹ = [P Q; R S], A invertible. Whatever Y = C + wA and x₀ = Aq are, after L(w) and U(−x₀) the four-layer
//! criterion asks that A(I − qY) be similar to S(I − Yq). With Z = I − Yq a reflection diag(1, …, 1 − c at j, …, 1) and
//! x₀ = c·b·e_jᵀ, b = A·e_i, this is pole placement for a single input: the row ρ that gives X = A − bρ the
//! characteristic polynomial f of S' = S·Z.
//!
//! The formulas keep to short numbers. adj(t − X)b = adj(t − A)b for every ρ, so the coefficients H of adj(t − A)b and H'
//! of adj(t − S')S·e_j, entries made of minors, give P = H'H⁻¹ with P·X = S'·P and ρ = (f − χ_A)·H⁻¹ at once; and since
//! b = A·e_i, X = A(I − e_iρ) has the inverse (I + e_iρ/(1 − c))·A⁻¹.

use nalgebra::DMatrix;

use super::five_layers::after_peeling;
use super::partition_of;
use crate::coupling::{Flow, Half};
use crate::matrix::exact::{ExactField, adjugate_chain};
use crate::matrix::{Blocks, column, concatenate_columns, concatenate_rows, row};
use crate::scalar::Field;

/// At most this many columns j are tried for a reflection.
const REFLECTIONS: usize = 4;

/// Six layers L U L U L U, or U L U L U L with the halves exchanged; `None` if A and D are both singular or their chains
/// are not full (for structured matrices).
pub(super) fn construct<F: ExactField>(blocks: &Blocks<F>, inverse: &Blocks<F>) -> Option<Flow<F>> {
    one_word(blocks, &inverse.d).or_else(|| {
        let blocks = blocks.clone().swapped();
        Some(one_word(&blocks, &inverse.a)?.swapped())
    })
}

/// Six layers L U L U L U, where A is invertible and two chains are full; S is the lower right block of M⁻¹.
pub(in crate::linear) fn one_word<F: ExactField>(blocks: &Blocks<F>, s: &DMatrix<F>) -> Option<Flow<F>> {
    let input = Input::find(&blocks.a)?;
    let mut order: Vec<usize> = (0..s.nrows()).collect();
    // Where the determinant was divided into one column of M, one row of S has no denominators.
    order.sort_by_cached_key(|&j| s.row(j).iter().map(|x| x.to_rational().denom().significant_bits()).max());
    [2, -1]
        .into_iter()
        .map(F::from_i64)
        .filter(|c| !c.is_zero() && !c.is_one())
        .flat_map(|c| order.iter().take(REFLECTIONS).map(move |&j| (c.clone(), j)))
        .find_map(|(c, j)| layers(blocks, &input, &Placement::find(&input, s, c, j)?))
}

/// The side of A: b = A·e_i with a full chain.
struct Input<F: Field> {
    i: usize,
    b: DMatrix<F>,
    a: DMatrix<F>,
    a_inverse: DMatrix<F>,
    characteristic: Vec<F>,
    chain: DMatrix<F>,
}

impl<F: ExactField> Input<F> {
    fn find(a: &DMatrix<F>) -> Option<Self> {
        let a_inverse = F::invert(a)?;
        let characteristic = F::characteristic_polynomial(a);
        (0..a.nrows()).find_map(|i| {
            let b = column(a, i);
            let chain = adjugate_chain(a, &b, &characteristic);
            if F::determinant(&chain).is_zero() {
                return None;
            }
            let (a, a_inverse, characteristic) = (a.clone(), a_inverse.clone(), characteristic.clone());
            Some(Self { i, b, a, a_inverse, characteristic, chain })
        })
    }
}

/// The side of S: the chain H' of S' from S·e_j, and ρ and P with it.
struct Placement<F: Field> {
    c: F,
    j: usize,
    chain: DMatrix<F>,
    /// ρ·H, the coefficients of f − χ_A.
    difference: DMatrix<F>,
    rho: DMatrix<F>,
    p: DMatrix<F>,
}

impl<F: ExactField> Placement<F> {
    fn find(input: &Input<F>, s: &DMatrix<F>, c: F, j: usize) -> Option<Self> {
        let size = s.nrows();
        let start = column(s, j);
        let mut reflected = s.clone();
        for entry in &mut reflected.column_mut(j) {
            *entry = entry.times(&F::one().minus(&c));
        }
        let characteristic = F::characteristic_polynomial(&reflected);
        let chain = adjugate_chain(&reflected, &start, &characteristic);
        let difference = DMatrix::from_fn(1, size, |_, k| {
            characteristic[size - 1 - k].minus(&input.characteristic[size - 1 - k])
        });
        // [P; ρ], with one division.
        let stacked = F::divide(&concatenate_rows(&chain, &difference), &input.chain)?;
        let (p, rho) = (stacked.rows(0, size).into_owned(), row(&stacked, size));
        Some(Self { c, j, chain, difference, rho, p })
    }

    /// Y·H or, for H = I, Y: the permutation that exchanges e_i and e_j, with row j replaced by ρ/c. Comparing determinants
    /// of X and S' gives ρ_i = c, so Y·e_i = e_j, c·e_jᵀY = ρ and det Y = ±1.
    fn y_times(&self, i: usize, right: &DMatrix<F>, rho_times_right: &DMatrix<F>) -> Option<DMatrix<F>> {
        let mut product = right.clone();
        product.swap_rows(i, self.j);
        product.set_row(self.j, &scaled(rho_times_right, &self.c.inverse()?).row(0));
        Some(product)
    }
}

/// The six layers, `None` if the chain of S' is not full.
fn layers<F: ExactField>(blocks: &Blocks<F>, input: &Input<F>, placement: &Placement<F>) -> Option<Flow<F>> {
    let [w, x0, a, b, p, e] = six_factors(blocks, input, placement)?;
    let inner = [(Half::First, x0), (Half::Second, a), (Half::First, b), (Half::Second, p), (Half::First, e)];
    Some(after_peeling(Flow::of_factors(partition_of(blocks), inner), &w))
}

/// w, x₀, a, b̂, P, e with M = L(−w)U(x₀)L(a)U(b̂)L(P)U(e):
/// w = (Y − C)A⁻¹, x₀ = c·b·e_jᵀ, a = (Y − P)X⁻¹, b̂ = (X − I)P⁻¹, e = X⁻¹(B − x₀(D + wB) − b̂).
fn six_factors<F: ExactField>(
    blocks: &Blocks<F>,
    input: &Input<F>,
    placement: &Placement<F>,
) -> Option<[DMatrix<F>; 6]> {
    let Placement { c, j, chain, difference, rho, p } = placement;
    let (size, i) = (p.nrows(), input.i);

    // XH = AH − b·ρH and YH are as short as H; P = H'H⁻¹ stays a quotient of chains in a and b̂.
    let xh = F::multiply(
        &concatenate_columns(&input.a, &-input.b.clone()),
        &concatenate_rows(&input.chain, difference),
    );
    let b_hat = F::divide(&(&xh - &input.chain), chain)?;
    let a = F::divide(&(placement.y_times(i, &input.chain, difference)? - chain), &xh)?;

    let y = placement.y_times(i, &DMatrix::identity(size, size), rho)?;
    let w = F::multiply(&(y - &blocks.c), &input.a_inverse);

    // X⁻¹ = (I + e_iρ/(1 − c))·A⁻¹: A⁻¹ with one row changed.
    let mut x_inverse = input.a_inverse.clone();
    let mut changed = x_inverse.row_mut(i);
    changed += scaled(&F::multiply(rho, &input.a_inverse), &F::one().minus(c).inverse()?);

    // x₀(D + wB) = c·b·(row j of D + wB).
    let moved_row = row(&blocks.d, *j) + F::multiply(&row(&w, *j), &blocks.b);
    let scaled_b = scaled(&input.b, c);
    let e = F::multiply(&x_inverse, &(&blocks.b - F::multiply(&scaled_b, &moved_row) - &b_hat));
    let mut x0 = DMatrix::zeros(size, size);
    x0.set_column(*j, &scaled_b.column(0));
    Some([w, x0, a, b_hat, p.clone(), e])
}

fn scaled<F: Field>(matrix: &DMatrix<F>, factor: &F) -> DMatrix<F> {
    matrix.map(|entry| entry.times(factor))
}
