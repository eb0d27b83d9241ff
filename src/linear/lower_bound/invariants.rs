//! Rules `invariant`, `blocks-at-one`, `degrees` (additive): the pair (A, W) of a word of four or five layers has
//! Jordan blocks that do not fit together.
//!
//! A word L U L U makes A = I + bc and W = I + cb; of U L U L U the same holds for A − xC and W + Rx with some x.
//! Their numbers of blocks, p(i) for each polynomial, are known up to r = rank C from A and Wᵀ on the spaces that C
//! and Rᵀ do not see (Lemmas 5 and 7). All that the rules need is read off the invariant factors there, and a coprime
//! base of these takes the place of prime factors: every prime in a member behaves alike.

use flowcert_check::Rule;

use super::sides::Sides;
use crate::matrix::exact::{
    ExactField, Polynomial, coprime_base, invariant_factors, kernel_growth, rank, restriction,
    unobservable_space,
};
use crate::scalar::Field;

/// The first reason among: a mismatch of p(i) for one member of the base, of low degree before high; and `degrees`. A
/// layer U(x) is peeled off a word of five.
pub(super) fn find<F: ExactField>(sides: &Sides<F>, is_peeled: bool) -> Option<Rule> {
    Pair::new(sides, is_peeled)?.reason(sides.halves())
}

/// A member of the coprime base, with p(1), p(2), … of A and of W.
struct Member<F: Field> {
    polynomial: Polynomial<F>,
    is_at_one: bool,
    of_a: Vec<usize>,
    of_w: Vec<usize>,
}

struct Pair<F: Field> {
    /// r: the rank of C if a layer is peeled off, else 0.
    rank: usize,
    members: Vec<Member<F>>,
}

impl<F: ExactField> Pair<F> {
    fn new(sides: &Sides<F>, is_peeled: bool) -> Option<Self> {
        let (a, w) = (&sides.matrix.a, sides.inverse.d.transpose());
        let (a, w, rank) = if is_peeled {
            let c = &sides.matrix.c;
            let a = restriction(a, &unobservable_space(c, a))?;
            let w = restriction(&w, &unobservable_space(&sides.inverse.c.transpose(), &w))?;
            (a, w, rank(c))
        } else {
            (a.clone(), w, 0)
        };
        let (of_a, of_w) = (invariant_factors(&a), invariant_factors(&w));
        let at_one = Polynomial::linear(&F::one());
        let all: Vec<_> = std::iter::once(&at_one).chain(&of_a).chain(&of_w).cloned().collect();
        let member = |polynomial: Polynomial<F>| Member {
            is_at_one: polynomial == at_one,
            of_a: kernel_growth(&of_a, &polynomial),
            of_w: kernel_growth(&of_w, &polynomial),
            polynomial,
        };
        Some(Self { rank, members: coprime_base(&all).into_iter().map(member).collect() })
    }

    fn reason(&self, halves: [usize; 2]) -> Option<Rule> {
        let mismatch = self.members.iter().find_map(|member| self.mismatch(member));
        mismatch.or_else(|| self.degrees(halves)).or_else(|| self.difference(halves))
    }

    fn mismatch(&self, member: &Member<F>) -> Option<Rule> {
        if member.is_at_one { self.blocks_at_one(member) } else { self.invariant(member) }
    }

    /// |p_A(i) − p_W(i)| > r·deg f.
    fn invariant(&self, member: &Member<F>) -> Option<Rule> {
        let Member { polynomial, of_a, of_w, .. } = member;
        let allowed = self.rank * polynomial.degree();
        let power =
            (1..=of_a.len().max(of_w.len())).find(|&i| at(of_a, i).abs_diff(at(of_w, i)) > allowed)?;
        Some(Rule::Invariant { polynomial: coefficients(polynomial), power })
    }

    /// p_A(i + 1) > p_W(i) + r, or with A and W exchanged.
    fn blocks_at_one(&self, Member { of_a, of_w, .. }: &Member<F>) -> Option<Rule> {
        let too_many = |one: &[usize], other: &[usize], i: usize| at(one, i + 1) > at(other, i) + self.rank;
        let power =
            (1..of_a.len().max(of_w.len())).find(|&i| too_many(of_a, of_w, i) || too_many(of_w, of_a, i))?;
        Some(Rule::BlocksAtOne { power })
    }

    /// More dimensions than d1 or d2 have: the largest terms first, and no more than are needed.
    fn degrees(&self, [d1, d2]: [usize; 2]) -> Option<Rule> {
        let one = self.members.iter().find(|member| member.is_at_one)?;
        let mut of_x = joined(&one.of_a, one.of_w.get(1..).unwrap_or_default());
        let mut of_y = joined(&one.of_w, one.of_a.get(1..).unwrap_or_default());
        let mut others: Vec<_> = self.members.iter().filter(|member| !member.is_at_one).collect();
        others.sort_by_key(|member| std::cmp::Reverse(joined(&member.of_a, &member.of_w)));
        let mut others = others.into_iter();
        let mut factors = Vec::new();
        while of_x <= d1 && of_y <= d2 {
            let member = others.next()?;
            let dimension = joined(&member.of_a, &member.of_w);
            of_x += dimension;
            of_y += dimension;
            factors.push(coefficients(&member.polynomial));
        }
        Some(Rule::Degrees { factors })
    }

    /// The blocks at 1 cannot differ in dimension as the halves do: factors are of no use.
    fn difference(&self, [d1, d2]: [usize; 2]) -> Option<Rule> {
        let one = self.members.iter().find(|member| member.is_at_one)?;
        let is_excluded = difference_is_short([d1, d2], &one.of_a, &one.of_w, self.rank)
            || difference_is_short([d2, d1], &one.of_w, &one.of_a, self.rank);
        is_excluded.then(|| Rule::Degrees { factors: Vec::new() })
    }
}

/// d1 − d2 > p_A(1) + r − Σ_i max(0, p_W(i) − p_A(i + 1) − r): the right side is the most that Σ p_X(i) − Σ p_Y(i) can be.
fn difference_is_short([d1, d2]: [usize; 2], of_a: &[usize], of_w: &[usize], rank: usize) -> bool {
    let excess: usize = (1..=of_w.len()).map(|i| at(of_w, i).saturating_sub(at(of_a, i + 1) + rank)).sum();
    d2 + at(of_a, 1) + rank < d1 + excess
}

/// p(i), 0 beyond the end of the list.
fn at(growth: &[usize], i: usize) -> usize {
    growth.get(i - 1).copied().unwrap_or(0)
}

/// Σ_i max(p(i), p'(i)).
fn joined(one: &[usize], other: &[usize]) -> usize {
    (1..=one.len().max(other.len())).map(|i| at(one, i).max(at(other, i))).sum()
}

fn coefficients<F: Field>(polynomial: &Polynomial<F>) -> Vec<rug::Rational> {
    polynomial.coefficients().iter().map(F::to_rational).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scalar::Rational;

    /// All p(1) ≥ p(2) ≥ … > 0 with a sum of at most `most` and p(1) ≤ `first`.
    fn growths(most: usize, first: usize) -> Vec<Vec<usize>> {
        let longer = (1..=first.min(most)).flat_map(|p| {
            let rest = growths(most - p, p).into_iter();
            rest.map(move |rest| [vec![p], rest].concat())
        });
        std::iter::once(vec![]).chain(longer).collect()
    }

    /// Lemma 7: p_A(i) ≤ p_X(i) ≤ p_A(i) + r.
    fn is_near(of_x: &[usize], of_a: &[usize], rank: usize) -> bool {
        (1..=of_x.len().max(of_a.len()))
            .all(|i| at(of_a, i) <= at(of_x, i) && at(of_x, i) <= at(of_a, i) + rank)
    }

    /// Lemma 5 at the eigenvalue 1.
    fn are_together(of_x: &[usize], of_y: &[usize]) -> bool {
        (1..=of_x.len().max(of_y.len()))
            .all(|i| at(of_x, i + 1) <= at(of_y, i) && at(of_y, i + 1) <= at(of_x, i))
    }

    /// A pair that has the polynomial t, `elsewhere` times, and these blocks at 1.
    fn pair(of_a: &[usize], of_w: &[usize], elsewhere: usize, rank: usize) -> Pair<Rational> {
        let at_one = Member {
            polynomial: Polynomial::linear(&Rational::from(1)),
            is_at_one: true,
            of_a: of_a.to_vec(),
            of_w: of_w.to_vec(),
        };
        let other = Member {
            polynomial: Polynomial::linear(&Rational::from(0)),
            is_at_one: false,
            of_a: vec![elsewhere],
            of_w: vec![elsewhere],
        };
        Pair { rank, members: vec![other, at_one] }
    }

    /// There is a reason exactly if no p_X and p_Y satisfy Lemmas 5 and 7 and have the right sums.
    #[test]
    fn what_the_rules_miss_about_the_numbers_is_nothing() {
        const MOST: usize = 4;
        let all = growths(MOST, MOST);
        let sum = |growth: &[usize]| growth.iter().sum::<usize>();
        let mut found = [0_u32; 2];
        for (of_a, of_w, rank) in
            all.iter().flat_map(|a| all.iter().flat_map(move |w| (0..3).map(move |rank| (a, w, rank))))
        {
            let xs = || all.iter().filter(|x| is_near(x, of_a, rank));
            let ys = |x| all.iter().filter(move |y| is_near(y, of_w, rank) && are_together(x, y));
            let sums: std::collections::HashSet<[usize; 2]> =
                xs().flat_map(|x| ys(x).map(move |y| [sum(x), sum(y)])).collect();
            for (d1, d2) in (0..=MOST).flat_map(|d1| (0..=MOST).map(move |d2| (d1, d2))) {
                for elsewhere in 0..=d1.min(d2) {
                    let is_possible = sums.iter().any(|[x, y]| x + d2 == y + d1 && x + elsewhere <= d1);
                    let reason = pair(of_a, of_w, elsewhere, rank).reason([d1, d2]);
                    assert_eq!(
                        reason.is_none(),
                        is_possible,
                        "{of_a:?}, {of_w:?}, r = {rank}, {elsewhere} elsewhere, {d1} + {d2}: {reason:?}"
                    );
                    found[usize::from(is_possible)] += 1;
                }
            }
        }
        assert!(found.iter().all(|&count| count > 1000), "some of each: {found:?}");
    }
}
