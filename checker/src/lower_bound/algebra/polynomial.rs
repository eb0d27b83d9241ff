//! Polynomials as lists of coefficients c0, c1, …, the last one not 0.

use rug::Rational;

use super::field::Field;
use super::matrix::identity;
use crate::certificate::Matrix;
use crate::rejection::Rejection;

/// The degree.
pub(in crate::lower_bound) fn degree(polynomial: &[Rational]) -> usize {
    polynomial.len().saturating_sub(1)
}

impl Field {
    /// f(1).
    pub(in crate::lower_bound) fn value_at_one(
        &self,
        polynomial: &[Rational],
    ) -> Result<Rational, Rejection> {
        self.total(polynomial.iter())
    }

    /// f(A), by Horner's rule.
    pub(in crate::lower_bound) fn value_at(
        &self,
        polynomial: &[Rational],
        matrix: &Matrix,
    ) -> Result<Matrix, Rejection> {
        let mut value = vec![vec![Rational::new(); matrix.len()]; matrix.len()];
        for coefficient in polynomial.iter().rev() {
            value = self.product(&value, matrix)?;
            for (index, row) in value.iter_mut().enumerate() {
                let entry = std::mem::take(&mut row[index]);
                row[index] = self.element(entry + coefficient);
            }
        }
        Ok(value)
    }

    /// Whether two polynomials of degree at least 1 have no common factor: whether Sylvester's matrix, whose rows are the
    /// multiples t^i·f and t^j·g of degree below deg f + deg g, is invertible.
    pub(in crate::lower_bound) fn are_coprime(
        &self,
        f: &[Rational],
        g: &[Rational],
    ) -> Result<bool, Rejection> {
        let side = degree(f).saturating_add(degree(g));
        // Before the matrix takes any memory.
        self.spend((side as u64).saturating_pow(3), 64)?;
        let shifted = |polynomial: &[Rational], by: usize| {
            let mut row = vec![Rational::new(); side];
            row[by..by + polynomial.len()].clone_from_slice(polynomial);
            row
        };
        let multiples_of_f = (0..degree(g)).map(|by| shifted(f, by));
        let multiples_of_g = (0..degree(f)).map(|by| shifted(g, by));
        Ok(self.rank(&multiples_of_f.chain(multiples_of_g).collect())? == side)
    }
}

/// A basis of the rows C, C·A, C·A², …: their common kernel is the largest subspace of ker C that A maps into itself.
pub(in crate::lower_bound) fn observability(
    field: &Field,
    c: &Matrix,
    a: &Matrix,
) -> Result<Matrix, Rejection> {
    let mut basis = field.row_basis(c)?;
    loop {
        // The span of b and b·A for the rows b found so far; once it does not grow, A maps it into itself.
        let images = field.product(&basis, a)?;
        let larger = field.row_basis(&[basis.clone(), images].concat())?;
        if larger.len() == basis.len() {
            return Ok(basis);
        }
        basis = larger;
    }
}

/// For each i = 1, …, `up_to` the number p(i) = ν(i) − ν(i − 1), where ν(i) is the dimension of the kernel of f(A)^i within
/// that of the rows `unseen`, a subspace that A maps into itself.
pub(in crate::lower_bound) fn growths(
    field: &Field,
    polynomial: &[Rational],
    a: &Matrix,
    unseen: &Matrix,
    up_to: usize,
) -> Result<Vec<usize>, Rejection> {
    let value = field.value_at(polynomial, a)?;
    let mut power = identity(a.len());
    let mut before = 0;
    let mut restricted = unseen.clone();
    let mut growths = Vec::new();
    while growths.len() < up_to {
        power = field.product(&power, &value)?;
        restricted.truncate(unseen.len());
        restricted.extend(power.iter().cloned());
        let nullity = a.len() - field.rank(&restricted)?;
        let growth = nullity - before;
        growths.push(growth);
        if growth == 0 {
            // The kernels of powers grow no more once they do not grow.
            break;
        }
        before = nullity;
    }
    growths.resize(up_to, 0);
    Ok(growths)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::certificate::Ground;

    fn numbers(row: &[i32]) -> Vec<Rational> {
        row.iter().copied().map(Rational::from).collect()
    }

    fn matrix(rows: &[&[i32]]) -> Matrix {
        rows.iter().map(|row| numbers(row)).collect()
    }

    #[test]
    fn common_factors_are_found() {
        let field = Field::new(Ground::Rationals);
        let (f, g, h) = (numbers(&[-6, 1, 1]), numbers(&[-2, 1]), numbers(&[1, 0, 1]));
        assert_eq!(field.are_coprime(&f, &g), Ok(false));
        assert_eq!(field.are_coprime(&f, &h), Ok(true));
        assert_eq!(field.are_coprime(&h, &h), Ok(false));
        // t² + 1 = (t + 1)² over F_2.
        assert_eq!(Field::new(Ground::Prime(2)).are_coprime(&h, &numbers(&[1, 1])), Ok(false));
    }

    #[test]
    fn blocks_are_counted() {
        let field = Field::new(Ground::Rationals);
        // Blocks of sizes 3 and 1 at 2, and one of size 1 at 5.
        let a = matrix(&[
            &[2, 1, 0, 0, 0],
            &[0, 2, 1, 0, 0],
            &[0, 0, 2, 0, 0],
            &[0, 0, 0, 2, 0],
            &[0, 0, 0, 0, 5],
        ]);
        let at_two = numbers(&[-2, 1]);
        assert_eq!(growths(&field, &at_two, &a, &Vec::new(), 5), Ok(vec![2, 1, 1, 0, 0]));
        // (t − 2)(t − 5), whose first power has what both have.
        assert_eq!(growths(&field, &numbers(&[10, -7, 1]), &a, &Vec::new(), 4), Ok(vec![3, 1, 1, 0]));
        // Seeing the coordinate 2 sees 2 alone; seeing the coordinate 0 sees the whole block.
        let see = |coordinate: usize| vec![identity(5)[coordinate].clone()];
        let left = |coordinate| {
            let unseen = observability(&field, &see(coordinate), &a).expect("small");
            growths(&field, &at_two, &a, &unseen, 3).expect("small")
        };
        assert_eq!((left(2), left(0)), (vec![2, 1, 0], vec![1, 0, 0]));
    }
}
