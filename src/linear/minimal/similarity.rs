//! Similarity over any field, decided and made: cyclic summands whose polynomials divide one another.
//!
//! No polynomial is factored. A vector whose order is the minimal polynomial exists over every field, and two vectors of
//! orders f and g give one of order lcm(f, g): with lcm(f, g) = f'g', f' | f and g' | g coprime, take
//! (f/f')(N)·u + (g/g')(N)·v. Its cyclic space has an invariant complement.

use nalgebra::DMatrix;

use crate::matrix::exact::{ExactField, Polynomial, kernel, solve, solve_from_left};
use crate::matrix::{concatenate_columns, unit_column};
use crate::scalar::Field;

/// A cyclic summand: the chain v, Nv, …, N^{m−1}v as columns, and the order of v, of degree m.
#[derive(Clone, Debug)]
pub(super) struct Summand<F: Field> {
    pub(super) polynomial: Polynomial<F>,
    pub(super) chain: DMatrix<F>,
}

/// The space as a direct sum of cyclic ones, the polynomial of each a multiple of the next: the invariant factors.
pub(super) fn cyclic_summands<F: ExactField>(matrix: &DMatrix<F>) -> Vec<Summand<F>> {
    let mut summands = Vec::new();
    let mut rest = matrix.clone();
    let mut basis = DMatrix::identity(matrix.nrows(), matrix.nrows());
    while rest.nrows() > 0 {
        let (polynomial, vector) = vector_of_largest_order(&rest);
        let chain = chain(&rest, &vector, polynomial.degree());
        let complement = invariant_complement(&rest, &chain);
        summands.push(Summand { polynomial, chain: F::multiply(&basis, &chain) });
        rest = solve(&complement, &F::multiply(&rest, &complement))
            .expect("the complement is invariant, and its basis is independent");
        basis = F::multiply(&basis, &complement);
    }
    summands
}

/// An invertible c with c·A = W·c; `None` if A and W are not similar.
pub(super) fn intertwiner<F: ExactField>(a: &DMatrix<F>, w: &DMatrix<F>) -> Option<DMatrix<F>> {
    if a.shape() != w.shape() {
        return None;
    }
    if a == w {
        return Some(DMatrix::identity(a.nrows(), a.nrows()));
    }
    let (of_a, of_w) = (cyclic_summands(a), cyclic_summands(w));
    let same = of_a.len() == of_w.len()
        && of_a.iter().zip(&of_w).all(|(one, other)| one.polynomial == other.polynomial);
    let basis = |summands: &[Summand<F>]| {
        let empty = DMatrix::zeros(a.nrows(), 0);
        summands.iter().fold(empty, |basis, summand| concatenate_columns(&basis, &summand.chain))
    };
    if same { F::divide(&basis(&of_w), &basis(&of_a)) } else { None }
}

/// The monic polynomial f of least degree with f(N)·v = 0.
fn order<F: ExactField>(matrix: &DMatrix<F>, vector: &DMatrix<F>) -> Polynomial<F> {
    let form = F::echelon(&chain(matrix, vector, matrix.nrows() + 1));
    let degree = form.pivots.len();
    let mut coefficients: Vec<F> = (0..degree).map(|i| -form.matrix[(i, degree)].clone()).collect();
    coefficients.push(F::one());
    Polynomial::new(coefficients)
}

fn chain<F: ExactField>(matrix: &DMatrix<F>, vector: &DMatrix<F>, length: usize) -> DMatrix<F> {
    let mut columns = DMatrix::zeros(matrix.nrows(), length);
    let mut next = vector.clone();
    for k in 0..length {
        columns.column_mut(k).copy_from(&next.column(0));
        if k + 1 < length {
            next = F::multiply(matrix, &next);
        }
    }
    columns
}

/// The minimal polynomial, and a vector of this order.
fn vector_of_largest_order<F: ExactField>(matrix: &DMatrix<F>) -> (Polynomial<F>, DMatrix<F>) {
    let size = matrix.nrows();
    let mut vector = unit_column(size, 0);
    let mut polynomial = order(matrix, &vector);
    for i in 1..size {
        if polynomial.degree() == size {
            break;
        }
        let unit = unit_column(size, i);
        if polynomial.at_matrix_times(matrix, &unit).iter().all(F::is_zero) {
            continue;
        }
        let of_unit = order(matrix, &unit);
        let (f, g) = coprime_parts(&polynomial, &of_unit);
        let part = |whole: &Polynomial<F>, kept: &Polynomial<F>, vector: &DMatrix<F>| {
            let quotient = whole.quotient(kept).expect("a part divides the whole");
            quotient.at_matrix_times(matrix, vector)
        };
        vector = part(&polynomial, &f, &vector) + part(&of_unit, &g, &unit);
        polynomial = f.times(&g);
    }
    (polynomial, vector)
}

/// f' | f and g' | g, coprime, with f'·g' = lcm(f, g): f' takes the primes that occur more often in f than in g.
fn coprime_parts<F: Field>(f: &Polynomial<F>, g: &Polynomial<F>) -> (Polynomial<F>, Polynomial<F>) {
    let excess = f.quotient(&f.gcd(g)).expect("a common divisor divides");
    let without = |polynomial: &Polynomial<F>| {
        let mut rest = polynomial.clone();
        loop {
            let common = rest.gcd(&excess);
            match rest.quotient(&common) {
                Some(quotient) if common.degree() > 0 => rest = quotient,
                _ => return rest,
            }
        }
    };
    let own = f.quotient(&without(f)).expect("what remains divides");
    (own, without(g))
}

/// A complement of a cyclic space that is invariant, if the order of the chain's start is the minimal polynomial: with a row
/// φ that is 0 on the chain but for 1 on its last vector, the common kernel of φ, φN, …, φN^{m−1}.
fn invariant_complement<F: ExactField>(matrix: &DMatrix<F>, chain_of_start: &DMatrix<F>) -> DMatrix<F> {
    let length = chain_of_start.ncols();
    let last = unit_column::<F>(length, length - 1).transpose();
    let functional = solve_from_left(chain_of_start, &last).expect("the chain is independent");
    kernel(&chain(&matrix.transpose(), &functional.transpose(), length).transpose())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scalar::{Fp, Rational};

    fn block_diagonal<F: Field>(blocks: &[DMatrix<F>]) -> DMatrix<F> {
        let size = blocks.iter().map(DMatrix::nrows).sum();
        let mut matrix = DMatrix::zeros(size, size);
        let mut start = 0;
        for block in blocks {
            matrix.view_mut((start, start), block.shape()).copy_from(block);
            start += block.nrows();
        }
        matrix
    }

    fn jordan<F: Field>(size: usize, eigenvalue: i64) -> DMatrix<F> {
        DMatrix::from_fn(size, size, |i, j| match (i == j, i + 1 == j) {
            (true, _) => F::from_i64(eigenvalue),
            (_, true) => F::one(),
            _ => F::zero(),
        })
    }

    /// Unit triangular times unit triangular: invertible over every field.
    fn basis<F: Field>(size: usize) -> DMatrix<F> {
        let entry = |i: usize, j: usize| F::from_i64((3 * i + 7 * j + i * j) as i64 % 5 - 2);
        let lower = DMatrix::from_fn(size, size, |i, j| match i.cmp(&j) {
            std::cmp::Ordering::Greater => entry(i, j),
            std::cmp::Ordering::Equal => F::one(),
            std::cmp::Ordering::Less => F::zero(),
        });
        &lower.transpose() * &lower
    }

    fn assert_decides<F: ExactField>() {
        let irreducible = DMatrix::from_row_slice(2, 2, &[0, -1, 1, -1].map(F::from_i64));
        let structures = [
            vec![jordan(2, 0), jordan(1, 0), jordan(2, 1)],
            vec![jordan(3, 0), jordan(2, 1)],
            vec![jordan(2, 0), jordan(1, 0), jordan(1, 1), jordan(1, 1)],
            vec![irreducible.clone(), irreducible.clone(), jordan(1, 0)],
            vec![irreducible, jordan(3, 1)],
            vec![jordan(1, 0); 5],
        ];
        for (i, one) in structures.iter().enumerate() {
            for (j, other) in structures.iter().enumerate() {
                let a = block_diagonal(one);
                let q = basis(5);
                let w = F::divide(&F::multiply(&q, &block_diagonal(other)), &q).expect("a basis");
                let found = intertwiner(&a, &w);
                assert_eq!(found.is_some(), i == j, "{a}{w}");
                if let Some(c) = found {
                    assert_eq!(F::multiply(&c, &a), F::multiply(&w, &c));
                    assert!(!F::determinant(&c).is_zero());
                }
            }
        }
    }

    #[test]
    fn similar_matrices_are_recognized_over_every_field() {
        assert_decides::<Rational>();
        assert_decides::<Fp<2>>();
        assert_decides::<Fp<3>>();
        assert_decides::<Fp<101>>();
    }

    #[test]
    fn the_polynomials_divide_one_another() {
        let matrix = block_diagonal::<Fp<2>>(&[jordan(1, 0), jordan(2, 1), jordan(3, 0), jordan(1, 1)]);
        let summands = cyclic_summands(&matrix);
        let degrees: Vec<usize> = summands.iter().map(|summand| summand.polynomial.degree()).collect();
        assert_eq!(degrees, [5, 2]);
        assert!(summands[0].polynomial.quotient(&summands[1].polynomial).is_some());
    }
}
