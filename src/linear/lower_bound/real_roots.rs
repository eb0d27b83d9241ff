//! Rule `non-real-roots`: one matrix of the pair has eigenvalues that are not real, the other has none, whatever the
//! scales.
//!
//! Scales do not change which entries are 0, so they keep the strongly connected components of the digraph with an
//! edge j → i where the entry (i, j) is not 0; the eigenvalues are those of the blocks on the components. A block
//! that is one cycle of m entries has the characteristic polynomial tᵐ − w.

use flowcert_check::{CycleIn, Rule};
use nalgebra::DMatrix;

use super::sides::Sides;
use crate::coupling::Mode;
use crate::matrix::exact::ExactField;
use crate::scalar::Field;

/// The shortest cycle of A, or of W, against the other one. Over ℚ only.
pub(super) fn find<F: ExactField>(sides: &Sides<F>, mode: Mode) -> Option<Rule> {
    F::one().is_positive()?;
    let (a, w) = (&sides.matrix.a, &sides.inverse.d);
    let (of_a, of_w) = (components(a), components(w));
    let are_real = |matrix: &DMatrix<F>, components: &[Vec<usize>]| {
        components.iter().all(|component| has_real_roots(matrix, component, mode))
    };
    let shortest = |matrix: &DMatrix<F>, components: &[Vec<usize>]| {
        let cycles = components.iter().filter_map(|component| non_real_cycle(matrix, component, mode));
        cycles.min_by_key(Vec::len)
    };
    if are_real(w, &of_w) {
        Some(Rule::NonRealRoots { cycle_in: CycleIn::Matrix, cycle: shortest(a, &of_a)? })
    } else if are_real(a, &of_a) {
        Some(Rule::NonRealRoots { cycle_in: CycleIn::Inverse, cycle: shortest(w, &of_w)? })
    } else {
        None
    }
}

/// The coordinates in the order of the cycle, if the block on the component is one and has a root that is not real.
fn non_real_cycle<F: Field>(matrix: &DMatrix<F>, component: &[usize], mode: Mode) -> Option<Vec<usize>> {
    let start = *component.first()?;
    let mut cycle = vec![start];
    loop {
        // The block must have one entry other than 0 in each column, and the component is connected.
        let from = *cycle.last()?;
        let mut targets = component.iter().copied().filter(|&to| !matrix[(to, from)].is_zero());
        match (targets.next()?, targets.next()) {
            (to, None) if to == start => break,
            (to, None) => cycle.push(to),
            (_, Some(_)) => return None,
        }
    }
    let is_non_real = match *cycle.as_slice() {
        [one, other] => mode == Mode::Positive && sign_of_product(matrix, one, other) == Some(false),
        _ => cycle.len() >= 3,
    };
    is_non_real.then_some(cycle)
}

/// Whether the block on the component has real eigenvalues only, whatever the scales: one coordinate; in positive
/// mode a symmetric block S, as ΓS is similar to Γ^½·S·Γ^½, or two coordinates whose entries off the diagonal have a
/// positive product.
fn has_real_roots<F: Field>(matrix: &DMatrix<F>, component: &[usize], mode: Mode) -> bool {
    match *component {
        [_] => true,
        _ if mode != Mode::Positive => false,
        [one, other] => sign_of_product(matrix, one, other) == Some(true),
        _ => component.iter().all(|&i| component.iter().all(|&j| matrix[(i, j)] == matrix[(j, i)])),
    }
}

/// Whether the product of the entries (i, j) and (j, i), neither of them 0, is positive.
fn sign_of_product<F: Field>(matrix: &DMatrix<F>, i: usize, j: usize) -> Option<bool> {
    matrix[(i, j)].times(&matrix[(j, i)]).is_positive()
}

/// The strongly connected components, each ascending, by the transitive closure.
fn components<F: Field>(matrix: &DMatrix<F>) -> Vec<Vec<usize>> {
    let side = matrix.nrows();
    let mut reaches = DMatrix::from_fn(side, side, |to, from| to == from || !matrix[(to, from)].is_zero());
    for via in 0..side {
        for from in (0..side).filter(|&from| reaches[(via, from)]).collect::<Vec<_>>() {
            for to in 0..side {
                reaches[(to, from)] |= reaches[(to, via)];
            }
        }
    }
    let is_joined = |i: usize, j: usize| reaches[(i, j)] && reaches[(j, i)];
    let is_first = |i: usize| (0..i).all(|j| !is_joined(i, j));
    (0..side).filter(|&i| is_first(i)).map(|i| (i..side).filter(|&j| is_joined(i, j)).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scalar::Rational;

    fn matrix<const N: usize>(side: usize, entries: [i64; N]) -> DMatrix<Rational> {
        DMatrix::from_row_slice(side, side, &entries.map(Rational::from))
    }

    #[test]
    fn components_of_a_chain_into_a_cycle() {
        // 0 → 1 ⇄ 2, and 3 alone.
        let digraph = matrix(4, [1, 0, 0, 0, 1, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0]);
        assert_eq!(components(&digraph), [vec![0], vec![1, 2], vec![3]]);
        assert_eq!(non_real_cycle(&digraph, &[1, 2], Mode::Positive), None);
        assert!(has_real_roots(&digraph, &[1, 2], Mode::Positive));
        assert!(!has_real_roots(&digraph, &[1, 2], Mode::Signed));
    }

    #[test]
    fn cycles_are_followed_in_their_direction() {
        let cycle = matrix(3, [0, 0, 2, 5, 0, 0, 0, -1, 0]);
        assert_eq!(non_real_cycle(&cycle, &[0, 1, 2], Mode::Signed), Some(vec![0, 1, 2]));
        let with_diagonal = matrix(3, [1, 0, 2, 5, 0, 0, 0, -1, 0]);
        assert_eq!(non_real_cycle(&with_diagonal, &[0, 1, 2], Mode::Signed), None);
    }
}
