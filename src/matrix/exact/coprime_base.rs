//! Polynomials that tell others apart, without factoring any.

use super::Polynomial;
use crate::scalar::Field;

/// Pairwise coprime, monic, squarefree polynomials of degree at least 1 such that each of the given ones (zero
/// excluded) is a constant times a product of their powers: all primes in one member have the same exponent,
/// whichever of the given polynomials one looks at. Members of lower degree come first.
///
/// ```
/// use flowcert::matrix::exact::{Polynomial, coprime_base};
/// use flowcert::scalar::Rational;
///
/// let polynomial = |coefficients: &[i64]| {
///     Polynomial::new(coefficients.iter().copied().map(Rational::from).collect())
/// };
/// // t²·(t² − 2) and t·(t − 5): the base is t, t − 5 and t² − 2.
/// let base = coprime_base(&[polynomial(&[0, 0, -2, 0, 1]), polynomial(&[0, -5, 1])]);
/// assert_eq!(base, [polynomial(&[0, 1]), polynomial(&[-5, 1]), polynomial(&[-2, 0, 1])]);
/// ```
#[must_use]
pub fn coprime_base<F: Field>(polynomials: &[Polynomial<F>]) -> Vec<Polynomial<F>> {
    let mut base = Vec::new();
    for polynomial in polynomials.iter().filter(|polynomial| !polynomial.is_zero()) {
        for factor in squarefree_factors(polynomial) {
            insert(&mut base, factor);
        }
    }
    base.sort_by_key(|member| (member.degree(), member.largest_bits()));
    base
}

/// Splits the members at their common divisors with a squarefree polynomial; all quotients are coprime because
/// nothing is there twice.
fn insert<F: Field>(base: &mut Vec<Polynomial<F>>, mut polynomial: Polynomial<F>) {
    for index in 0..base.len() {
        let common = base[index].gcd(&polynomial);
        if common.degree() == 0 {
            continue;
        }
        let others = [&base[index], &polynomial].map(|whole| whole.quotient(&common));
        if let [Some(rest_of_member), Some(rest)] = others {
            base[index] = common;
            if rest_of_member.degree() > 0 {
                base.push(rest_of_member);
            }
            polynomial = rest;
        }
    }
    if polynomial.degree() > 0 {
        base.push(polynomial.monic());
    }
}

/// Coprime squarefree polynomials g₁, g₂, … with f = c·Π g_k^(e_k), the exponents e_k different. (Yun's algorithm;
/// over F_p what remains is a p-th power.)
fn squarefree_factors<F: Field>(polynomial: &Polynomial<F>) -> Vec<Polynomial<F>> {
    let mut factors = Vec::new();
    // Invariant: `repeated` = Π g_k^(e_k − i), `product` = Π g_k, over the k with e_k ≥ i not a multiple of p; and
    // `repeated` has also all of the p-th powers.
    let mut repeated = polynomial.gcd(&polynomial.derivative());
    let mut product = exact(polynomial, &repeated);
    while product.degree() > 0 {
        let remaining = product.gcd(&repeated);
        let factor = exact(&product, &remaining);
        if factor.degree() > 0 {
            factors.push(factor.monic());
        }
        repeated = exact(&repeated, &remaining);
        product = remaining;
    }
    if let Some(root) = p_th_root(&repeated) {
        factors.extend(squarefree_factors(&root));
    }
    factors
}

/// The quotient by a divisor.
fn exact<F: Field>(polynomial: &Polynomial<F>, divisor: &Polynomial<F>) -> Polynomial<F> {
    let quotient = polynomial.quotient(divisor);
    debug_assert!(quotient.is_some(), "{divisor:?} divides {polynomial:?}");
    quotient.unwrap_or_else(Polynomial::one)
}

/// The g with g^p = f, for an f of degree at least 1 whose derivative is zero: f = Σ c_k t^(pk) = (Σ c_k t^k)^p over
/// F_p.
fn p_th_root<F: Field>(polynomial: &Polynomial<F>) -> Option<Polynomial<F>> {
    let p = usize::try_from(F::order()?).ok()?;
    let root = polynomial.coefficients().iter().step_by(p).cloned().collect();
    (polynomial.degree() > 0).then(|| Polynomial::new(root))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scalar::{Fp, Rational};

    fn linear<F: Field>(root: i64) -> Polynomial<F> {
        Polynomial::linear(&F::from_i64(root))
    }

    fn power<F: Field>(base: &Polynomial<F>, exponent: usize) -> Polynomial<F> {
        (0..exponent).fold(Polynomial::one(), |product, _| product.times(base))
    }

    /// Π (t − root)^exponent.
    fn product<F: Field>(factors: &[(i64, usize)]) -> Polynomial<F> {
        factors.iter().fold(Polynomial::one(), |product, &(root, exponent)| {
            product.times(&power(&linear(root), exponent))
        })
    }

    fn assert_base<F: Field>(given: &[Polynomial<F>]) -> Vec<Polynomial<F>> {
        let base = coprime_base(given);
        for (k, member) in base.iter().enumerate() {
            assert_eq!(member.gcd(&member.derivative()), Polynomial::one(), "squarefree");
            assert!(base[..k].iter().all(|other| other.gcd(member).degree() == 0), "coprime");
        }
        for polynomial in given {
            let product = base.iter().fold(Polynomial::one(), |product, member| {
                product.times(&power(member, polynomial.multiplicity_of(member)))
            });
            assert_eq!(product, polynomial.monic(), "a product of powers of members");
        }
        base
    }

    #[test]
    fn exponents_are_told_apart() {
        let given = [product::<Rational>(&[(2, 3), (3, 3), (5, 1)]), product(&[(3, 1), (7, 2)])];
        assert_eq!(assert_base(&given).len(), 4);
        // Nothing tells 2 and 3 apart.
        assert_eq!(assert_base(&[product::<Rational>(&[(2, 2), (3, 2)])]), [product(&[(2, 1), (3, 1)])]);
    }

    #[test]
    fn p_th_powers_are_taken_apart() {
        let given = [product::<Fp<3>>(&[(0, 3), (1, 4), (2, 9)]), product(&[(0, 6), (2, 1)])];
        assert_eq!(assert_base(&given).len(), 3);
        let given = [product::<Fp<2>>(&[(0, 4), (1, 2)]), product(&[(1, 1)])];
        let base = assert_base(&given);
        assert!(base.len() == 2 && base.contains(&linear(0)) && base.contains(&linear(1)));
    }

    #[test]
    fn constants_have_an_empty_base() {
        assert!(coprime_base(&[Polynomial::<Rational>::one(), Polynomial::new(vec![])]).is_empty());
    }
}
