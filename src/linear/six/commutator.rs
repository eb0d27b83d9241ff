//! Step 3: every N of determinant 1 is a commutator N = T·X·T⁻¹·X⁻¹, constructively, over a field with more than d
//! elements.

use nalgebra::DMatrix;

use super::unit_pivots;
use crate::matrix::exact::{ExactField, krylov_basis};
use crate::matrix::{as_scalar, unit_column};
use crate::scalar::Field;

/// X and T, both invertible, with N·X = T·X·T⁻¹.
#[derive(Clone, Debug)]
pub(in crate::linear) struct Commutator<F: Field> {
    pub(in crate::linear) x: DMatrix<F>,
    pub(in crate::linear) t: DMatrix<F>,
}

/// How far to go for a commutator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::linear) enum Effort {
    /// Scalar and cyclic N only: the choices with small numbers.
    Cheap,
    /// Any N, by the recursion of the unit pivots where it is derogatory.
    Complete,
}

/// A commutator of determinant-1 `target`; with [`Effort::Complete`] there always is one.
pub(in crate::linear) fn construct<F: ExactField>(
    target: &DMatrix<F>,
    effort: Effort,
) -> Option<Commutator<F>> {
    let groups = summands(target);
    let mut whole = Commutator { x: identity(target.nrows()), t: identity(target.nrows()) };
    for group in &groups {
        let block = submatrix(target, group);
        let part = indecomposable(&block, effort)?;
        embed(&mut whole.x, &part.x, group);
        embed(&mut whole.t, &part.t, group);
    }
    Some(whole)
}

fn identity<F: Field>(size: usize) -> DMatrix<F> {
    DMatrix::identity(size, size)
}

fn submatrix<F: Field>(matrix: &DMatrix<F>, indices: &[usize]) -> DMatrix<F> {
    DMatrix::from_fn(indices.len(), indices.len(), |i, j| matrix[(indices[i], indices[j])].clone())
}

fn embed<F: Field>(whole: &mut DMatrix<F>, part: &DMatrix<F>, indices: &[usize]) {
    for (i, &row) in indices.iter().enumerate() {
        for (j, &column) in indices.iter().enumerate() {
            whole[(row, column)] = part[(i, j)].clone();
        }
    }
}

/// Sets of coordinates that N does not mix, each with determinant 1: what has another determinant is put together.
/// A commutator of each summand is a commutator of the sum, and small summands have small numbers.
fn summands<F: ExactField>(target: &DMatrix<F>) -> Vec<Vec<usize>> {
    let mut groups = Vec::new();
    let mut rest = Vec::new();
    for component in components(target) {
        if F::determinant(&submatrix(target, &component)).is_one() {
            groups.push(component);
        } else {
            rest.extend(component);
        }
    }
    if !rest.is_empty() {
        rest.sort_unstable();
        groups.push(rest);
    }
    groups
}

/// The connected components of the graph with an edge i – j for every nonzero N_ij.
fn components<F: Field>(target: &DMatrix<F>) -> Vec<Vec<usize>> {
    let size = target.nrows();
    let mut seen = vec![false; size];
    let mut components = Vec::new();
    for start in 0..size {
        if seen[start] {
            continue;
        }
        seen[start] = true;
        let mut component = vec![start];
        let mut next = 0;
        while let Some(&i) = component.get(next) {
            next += 1;
            for j in 0..size {
                let linked = !target[(i, j)].is_zero() || !target[(j, i)].is_zero();
                if linked && !seen[j] {
                    seen[j] = true;
                    component.push(j);
                }
            }
        }
        component.sort_unstable();
        components.push(component);
    }
    components
}

fn indecomposable<F: ExactField>(target: &DMatrix<F>, effort: Effort) -> Option<Commutator<F>> {
    if let Some(scalar) = as_scalar(target) {
        return Some(scalar_commutator(&scalar, target.nrows()));
    }
    let basis = match (cyclic_basis(target), effort) {
        (Some(basis), _) => basis,
        (None, Effort::Cheap) => return None,
        (None, Effort::Complete) => unit_pivots::basis(target)?,
    };
    let (x, t) = unit_pivots::commutator_in_basis(target, &basis)?;
    Some(Commutator { x, t })
}

/// N = αI with α^d = 1: X = diag(1, α, …, α^{d−1}), and T e_{k+1} = e_k shifts it to αX.
fn scalar_commutator<F: Field>(scalar: &F, size: usize) -> Commutator<F> {
    if scalar.is_one() {
        return Commutator { x: identity(size), t: identity(size) };
    }
    let mut x = DMatrix::zeros(size, size);
    let mut power = F::one();
    for k in 0..size {
        x[(k, k)] = power.clone();
        power = power.times(scalar);
    }
    let shifts = |i: usize, j: usize| j == (i + 1) % size;
    Commutator { x, t: DMatrix::from_fn(size, size, |i, j| if shifts(i, j) { F::one() } else { F::zero() }) }
}

/// A Krylov basis v, (N − I)v, (N − I)²v, … for a unit vector v, or a sum of two: in it N has unit pivots, the lower
/// factor bidiagonal and the upper one I plus its last column.
fn cyclic_basis<F: ExactField>(target: &DMatrix<F>) -> Option<DMatrix<F>> {
    let size = target.nrows();
    let reduced = target - identity::<F>(size);
    let sum = DMatrix::from_element(size, 1, F::one());
    (0..size.min(4))
        .map(|i| unit_column(size, i))
        .chain([sum])
        .map(|start| krylov_basis(&reduced, &start))
        .find(|basis| !F::determinant(basis).is_zero())
}
