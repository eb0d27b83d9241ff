//! Rule `scalar-blocks` (additive, both words of seven layers): a multiple of the identity on each half, d1 < d2 ≤ 2·d1.
//!
//! Of a block diagonal M seven layers can be made six. If L(s₁)U(x₁)L(s₂)U(x₂)L(s₃)U(x₃) = M = diag(κI, λI), then the
//! eigenvalues of L(−s₁)·M·U(−y), y = x₁ + x₂ + x₃, are d2 − d1 times λ and 2·d1 others in pairs with the product κλ; and with
//! x also 1/x is one, as often. So with 1/λ ≠ λ many others are among the pairs, d2 − d1 times each; often too many (Theorem 7,
//! docs/math/unequal-halves.md).

use flowcert_check::Rule;
use nalgebra::DMatrix;

use super::sides::Sides;
use crate::coupling::Partition;
use crate::matrix::Blocks;
use crate::matrix::exact::ExactField;
use crate::scalar::{Field, Rational};

/// So many layers are needed where there is this reason.
pub(super) const LAYERS: usize = 8;

pub(super) fn find<F: ExactField>(sides: &Sides<F>) -> Option<Rule> {
    let [d1, d2] = sides.halves();
    let Sides { matrix: Blocks { a, d, .. }, .. } = sides.exchanged_if(d1 > d2);
    let (shorter, surplus) = (a.nrows(), d.nrows() - a.nrows());
    if !sides.is_block_diagonal() || surplus == 0 || surplus > shorter {
        return None;
    }
    let forced = count_forced(&multiple(&a)?, &multiple(&d)?, 2 * shorter / surplus)?;
    (forced * surplus > 2 * shorter).then_some(Rule::ScalarBlocks)
}

/// κ of κI.
fn multiple<F: Field>(matrix: &DMatrix<F>) -> Option<F> {
    let first = matrix.get((0, 0))?;
    let side = matrix.nrows();
    (*matrix == DMatrix::from_diagonal_element(side, side, first.clone())).then(|| first.clone())
}

/// The size of the least set that contains 1/λ, with x also κλ/x, and with x also 1/x unless that is λ: all of it, or at least
/// one more than `most`. `None` if λ² = 1.
fn count_forced<F: Field>(kappa: &F, lambda: &F, most: usize) -> Option<usize> {
    let product = kappa.times(lambda);
    let mut forced = vec![lambda.inverse().filter(|inverse| inverse != lambda)?];
    let mut next = 0;
    while let Some(inverse) = forced.get(next).filter(|_| forced.len() <= most).map(F::inverse) {
        next += 1;
        let inverse = inverse?;
        let partner = product.times(&inverse);
        for new in [Some(partner), Some(inverse).filter(|inverse| inverse != lambda)].into_iter().flatten() {
            if !forced.contains(&new) {
                forced.push(new);
            }
        }
    }
    Some(forced.len())
}

/// Powers of two that need eight layers, on halves d1 < d2 < 2·d1 where d2 − d1 does not divide 2·d1: diag(2^(−d2/g)·I,
/// 2^(d1/g)·I), g the greatest common divisor of d1 and d2. `None` for other halves.
pub(super) fn witness(partition: Partition) -> Option<DMatrix<Rational>> {
    let Partition { first, second } = partition;
    if !is_sharp(partition) {
        return None;
    }
    let divisor = greatest_common_divisor(first, second);
    let power = |exponent: usize| Some(Rational::from(1) << u32::try_from(exponent / divisor).ok()?);
    let (above, below) = (power(first)?, power(second)?);
    let scalars = [(first, below.recip()), (second, above)];
    let diagonal: Vec<Rational> =
        scalars.iter().flat_map(|(side, scalar)| vec![scalar.clone(); *side]).collect();
    Some(DMatrix::from_diagonal(&nalgebra::DVector::from_vec(diagonal)))
}

/// Whether these halves, d1 ≤ d2, have a [`witness`].
pub(super) fn is_sharp(Partition { first, second }: Partition) -> bool {
    first < second && second < 2 * first && !(2 * first).is_multiple_of(second - first)
}

fn greatest_common_divisor(a: usize, b: usize) -> usize {
    if b == 0 { a } else { greatest_common_divisor(b, a % b) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scalar::Fp;

    #[test]
    fn eigenvalues_that_are_forced() {
        // 5, 2, 4 and 6, of F_7.
        assert_eq!(count_forced(&Fp::<7>::new(1), &Fp::new(3), 10), Some(4));
        assert_eq!(count_forced(&Fp::<7>::new(1), &Fp::new(6), 10), None);
        // Exponents of two: −3, 3 − 2, 2 − 3, 3 − 4, … : −3, 1, −1, −1 again.
        let powers =
            |kappa: (i64, i64), lambda| count_forced(&Rational::from(kappa), &Rational::from(lambda), 10);
        assert_eq!(powers((1, 32), 8), Some(3));
        assert!(powers((1, 128), 16) > Some(10));
    }

    #[test]
    fn the_first_halves_that_have_a_witness() {
        let all = (1..=6).flat_map(|first| (first..=12).map(move |second| Partition { first, second }));
        let sharp: Vec<_> = all.filter(|partition| witness(*partition).is_some()).collect();
        let expected = [(4, 7), (5, 8), (5, 9), (6, 11)];
        assert!(sharp.iter().map(|p| (p.first, p.second)).eq(expected), "{sharp:?}");
    }
}
