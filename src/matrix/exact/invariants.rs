//! Invariant factors: a square matrix up to similarity, over any field and without factoring polynomials.

use nalgebra::DMatrix;

use super::{ExactField, Polynomial, kernel, solve};
use crate::matrix::{concatenate_columns, concatenate_rows, unit_column};
use crate::scalar::Field;

/// The invariant factors of degree at least 1 of a square matrix, monic, each a divisor of the one before: the first
/// is the minimal polynomial, their product the characteristic polynomial.
///
/// A vector whose order is the minimal polynomial spans, with its images, a direct summand of the module; what
/// remains is the quotient by it.
///
/// ```
/// use flowcert::matrix::{DMatrix, exact::invariant_factors};
/// use flowcert::scalar::Rational;
///
/// let matrix = DMatrix::from_row_slice(3, 3, &[2, 1, 0, 0, 2, 0, 0, 0, 2].map(Rational::from));
/// let degrees: Vec<usize> = invariant_factors(&matrix).iter().map(|factor| factor.degree()).collect();
/// assert_eq!(degrees, [2, 1]);
/// ```
///
/// # Panics
///
/// If the matrix is not square.
pub fn invariant_factors<F: ExactField>(matrix: &DMatrix<F>) -> Vec<Polynomial<F>> {
    let characteristic = Polynomial::new(F::characteristic_polynomial(matrix));
    if characteristic.degree() > 0 && characteristic.gcd(&characteristic.derivative()).degree() == 0 {
        return vec![characteristic];
    }
    let (mut factors, mut rest) = (Vec::new(), matrix.clone());
    while rest.nrows() > 0 {
        let Chain { basis, order, .. } = maximal_chain(&rest);
        rest = quotient(&rest, &basis);
        factors.push(order);
    }
    factors
}

/// p(i) = dim ker f(A)^i − dim ker f(A)^(i−1) for i = 1, 2, … until it is 0, read from the invariant factors of A:
/// deg f times the number of those that f^i divides.
///
/// f must be squarefree, and all its primes must have the same exponent in each factor, as those of a member of a
/// [`coprime_base`](super::coprime_base) do.
#[must_use]
pub fn kernel_growth<F: Field>(factors: &[Polynomial<F>], f: &Polynomial<F>) -> Vec<usize> {
    let exponents: Vec<usize> = factors.iter().map(|factor| factor.multiplicity_of(f)).collect();
    let largest = exponents.iter().copied().max().unwrap_or(0);
    (1..=largest).map(|i| f.degree() * exponents.iter().filter(|&&exponent| exponent >= i).count()).collect()
}

/// A basis, as columns, of the largest A-invariant subspace of ker C, that is ker[C; CA; CA²; …]: the unobservable
/// space of the pair (C, A). C is `m × n`, A is `n × n`.
pub fn unobservable_space<F: ExactField>(output: &DMatrix<F>, matrix: &DMatrix<F>) -> DMatrix<F> {
    let mut seen = row_basis(output);
    loop {
        let more = row_basis(&concatenate_rows(&seen, &F::multiply(&seen, matrix)));
        if more.nrows() == seen.nrows() {
            return kernel(&seen);
        }
        seen = more;
    }
}

/// The matrix of A on an invariant subspace, in the basis that its columns are; `None` if the subspace is not
/// invariant.
pub fn restriction<F: ExactField>(matrix: &DMatrix<F>, basis: &DMatrix<F>) -> Option<DMatrix<F>> {
    solve(basis, &F::multiply(matrix, basis))
}

fn row_basis<F: ExactField>(matrix: &DMatrix<F>) -> DMatrix<F> {
    let form = F::echelon(matrix);
    form.matrix.rows(0, form.pivots.len()).into_owned()
}

/// A vector v, its independent images v, Av, A²v, … and its order: the monic polynomial of least degree with f(A)v =
/// 0.
struct Chain<F: Field> {
    vector: DMatrix<F>,
    basis: DMatrix<F>,
    order: Polynomial<F>,
}

impl<F: ExactField> Chain<F> {
    fn of(matrix: &DMatrix<F>, vector: DMatrix<F>) -> Self {
        let size = matrix.nrows();
        let mut images = DMatrix::zeros(size, size + 1);
        let mut image = vector.clone();
        for k in 0..=size {
            images.set_column(k, &image.column(0));
            image = F::multiply(matrix, &image);
        }
        // Once an image depends on those before it, so do all that follow: the pivots are the first columns.
        let form = F::echelon(&images);
        let length = form.pivots.len();
        let mut order: Vec<F> = (0..length).map(|k| -form.matrix[(k, length)].clone()).collect();
        order.push(F::one());
        let basis = images.columns(0, length).into_owned();
        Self { vector, basis, order: Polynomial::new(order) }
    }
}

/// A chain whose order is the minimal polynomial.
fn maximal_chain<F: ExactField>(matrix: &DMatrix<F>) -> Chain<F> {
    let size = matrix.nrows();
    let mut chain = Chain::of(matrix, unit_column(size, 0));
    for j in 1..size {
        let unit = unit_column(size, j);
        if chain.order.at_matrix_times(matrix, &unit).iter().all(F::is_zero) {
            continue;
        }
        let vector = joined(matrix, &chain, &Chain::of(matrix, unit));
        chain = Chain::of(matrix, vector);
    }
    chain
}

/// A vector whose order is the least common multiple of the orders f of u and g of v: f'·g' with f' the part of f at
/// the primes where f has at least the exponent of g, g' the part of g at the other ones; (f/f')u and (g/g')v have
/// the coprime orders f' and g'.
fn joined<F: ExactField>(matrix: &DMatrix<F>, one: &Chain<F>, other: &Chain<F>) -> DMatrix<F> {
    let (f, g) = (&one.order, &other.order);
    let (_, at) = split(g, &quotient_by_gcd(g, f));
    let (_, rest_of_f) = split(f, &at);
    let (rest_of_g, _) = split(g, &at);
    rest_of_f.at_matrix_times(matrix, &one.vector) + rest_of_g.at_matrix_times(matrix, &other.vector)
}

/// g / gcd(g, f).
fn quotient_by_gcd<F: Field>(g: &Polynomial<F>, f: &Polynomial<F>) -> Polynomial<F> {
    g.quotient(&g.gcd(f)).unwrap_or_else(Polynomial::one)
}

/// The polynomial as (the part without the primes of `primes`) · (the part at those primes).
fn split<F: Field>(polynomial: &Polynomial<F>, primes: &Polynomial<F>) -> (Polynomial<F>, Polynomial<F>) {
    let (mut away, mut at) = (polynomial.clone(), Polynomial::one());
    loop {
        let common = away.gcd(primes);
        match away.quotient(&common) {
            Some(rest) if common.degree() > 0 => {
                away = rest;
                at = at.times(&common);
            }
            _ => return (away, at),
        }
    }
}

/// The matrix on the quotient by the invariant subspace that the independent columns of `subspace` span.
fn quotient<F: ExactField>(matrix: &DMatrix<F>, subspace: &DMatrix<F>) -> DMatrix<F> {
    let (size, length) = subspace.shape();
    let units = F::echelon(&concatenate_columns(subspace, &DMatrix::identity(size, size))).pivots;
    let units: Vec<usize> = units.into_iter().skip(length).map(|pivot| pivot - length).collect();
    let complement =
        DMatrix::from_fn(size, units.len(), |i, k| if i == units[k] { F::one() } else { F::zero() });
    let images = matrix.select_columns(&units);
    let coordinates = solve(&concatenate_columns(subspace, &complement), &images);
    debug_assert!(coordinates.is_some(), "a completed basis spans the space");
    coordinates.unwrap_or(images).rows(length, units.len()).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matrix::exact::{coprime_base, rank};
    use crate::scalar::{Fp, Rational};
    use rand::{RngExt, SeedableRng};
    use rand_chacha::ChaCha8Rng;

    /// A matrix with blocks of companion form, its basis changed.
    fn with_blocks<F: ExactField>(blocks: &[&[i64]], random: &mut ChaCha8Rng) -> DMatrix<F> {
        let size = blocks.iter().map(|block| block.len()).sum();
        let mut matrix = DMatrix::<F>::zeros(size, size);
        let mut start = 0;
        for block in blocks {
            for (k, &coefficient) in block.iter().enumerate() {
                matrix[(start + k, start + block.len() - 1)] = F::from_i64(-coefficient);
                if k > 0 {
                    matrix[(start + k, start + k - 1)] = F::one();
                }
            }
            start += block.len();
        }
        loop {
            let basis = DMatrix::from_fn(size, size, |_, _| F::from_i64(random.random_range(-2..=2)));
            if let Some(inverse) = F::invert(&basis) {
                return F::multiply(&F::multiply(&basis, &matrix), &inverse);
            }
        }
    }

    fn monic<F: Field>(lower: &[i64]) -> Polynomial<F> {
        Polynomial::new(lower.iter().chain(&[1]).map(|&c| F::from_i64(c)).collect())
    }

    fn assert_factors<F: ExactField>(blocks: &[&[i64]], expected: &[&[i64]]) {
        let mut random = ChaCha8Rng::seed_from_u64(7);
        let matrix = with_blocks::<F>(blocks, &mut random);
        let expected: Vec<Polynomial<F>> = expected.iter().map(|lower| monic(lower)).collect();
        assert_eq!(invariant_factors(&matrix), expected);
        assert_growth_is_that_of_ranks(&matrix);
    }

    fn assert_growth_is_that_of_ranks<F: ExactField>(matrix: &DMatrix<F>) {
        let (factors, size) = (invariant_factors(matrix), matrix.nrows());
        for f in coprime_base(&factors) {
            let value = f.at_matrix(matrix);
            let (mut power, mut growths) = (value.clone(), vec![size - rank(&value)]);
            while growths.last().is_some_and(|&growth| growth > 0) {
                let next = F::multiply(&power, &value);
                growths.push(rank(&power) - rank(&next));
                power = next;
            }
            growths.pop();
            assert_eq!(kernel_growth(&factors, &f), growths);
        }
    }

    #[test]
    fn companion_blocks_that_divide_each_other_are_the_factors() {
        assert_factors::<Rational>(&[&[0, -2, 0], &[0, -2, 0]], &[&[0, -2, 0], &[0, -2, 0]]);
        assert_factors::<Rational>(&[&[-1], &[1, -2], &[-1]], &[&[1, -2], &[-1], &[-1]]);
        assert_factors::<Fp<2>>(&[&[1, 1, 0, 1], &[1]], &[&[1, 1, 0, 1], &[1]]);
    }

    #[test]
    fn coprime_blocks_are_joined() {
        // t − 2 and t² + 1, of different size: one factor (t − 2)(t² + 1)², and t² + 1.
        assert_factors::<Rational>(&[&[1, 0], &[-2], &[1, 0, 2, 0]], &[&[-2, 1, -4, 2, -2], &[1, 0]]);
        // Over F_2: t, t, t + 1, t² + t + 1 make t(t³ + 1) = t⁴ + t and t.
        assert_factors::<Fp<2>>(&[&[0], &[1], &[0], &[1, 1]], &[&[0, 1, 0, 0], &[0]]);
    }

    #[test]
    fn growths_of_random_matrices_are_those_of_ranks() {
        let mut random = ChaCha8Rng::seed_from_u64(1);
        for size in 1..=5 {
            for _ in 0..30 {
                let entries = DMatrix::from_fn(size, size, |_, _| random.random_range(-1..=1_i64));
                assert_growth_is_that_of_ranks(&entries.map(Rational::from));
                assert_growth_is_that_of_ranks(&entries.map(Fp::<2>::from_i64));
                assert_growth_is_that_of_ranks(&entries.map(Fp::<3>::from_i64));
            }
        }
    }

    #[test]
    fn the_unobservable_space_is_invariant_and_unseen() {
        let matrix = DMatrix::from_row_slice(3, 3, &[1, 1, 0, 0, 1, 0, 0, 0, 5].map(Rational::from));
        let output = DMatrix::from_row_slice(1, 3, &[0, 1, 0].map(Rational::from));
        // e₂ is seen, e₁ is its image but does not come back.
        let space = unobservable_space(&output, &matrix);
        assert_eq!(space.ncols(), 2);
        let restricted = restriction(&matrix, &space).unwrap();
        assert_eq!(rank(&(restricted - DMatrix::identity(2, 2))), 1);
        let seen = DMatrix::from_row_slice(1, 3, &[1, 0, 0].map(Rational::from));
        assert_eq!(unobservable_space(&seen, &matrix), unit_column(3, 2));
        assert_eq!(restriction(&matrix, &unit_column(3, 1)), None);
    }

    #[test]
    fn the_empty_matrix_has_no_factors() {
        assert!(invariant_factors(&DMatrix::<Rational>::zeros(0, 0)).is_empty());
    }
}
