//! Candidates for reasons: all multipliers that satisfy the hypotheses where they are few, samples where they are many, and all small
//! polynomials, powers and sizes.

use flowcert_check::{CycleIn, RankEvidence, Rule};
use rug::Rational;

use super::super::support::staircase;
use super::small::{Random, Rows, Small, all, difference, product, rationals};
use super::words::{Start, Words};

/// The blocks that a rule speaks of.
struct Blocks {
    prime: u8,
    halves: [usize; 2],
    a: Rows,
    b: Rows,
    q: Rows,
    w: Rows,
}

impl Blocks {
    fn new(words: &Words, matrix: &Small, start: Start, length: usize) -> Self {
        let exchange = (start == Start::U) != (length == 5);
        let [first, second] = words.partition;
        let (matrix, halves) = if exchange {
            (matrix.exchanged(words.partition), [second, first])
        } else {
            (*matrix, words.partition)
        };
        let inverse = matrix.inverse();
        let (upper, lower) = (0..halves[0], halves[0]..matrix.side);
        Self {
            prime: words.prime,
            halves,
            a: matrix.block(upper.clone(), upper.clone()),
            b: matrix.block(upper.clone(), lower.clone()),
            q: inverse.block(upper, lower.clone()),
            w: inverse.block(lower.clone(), lower),
        }
    }
}

pub(super) fn candidates(
    words: &Words,
    matrix: &Small,
    start: Start,
    length: usize,
    random: &mut Random,
) -> Vec<Rule> {
    let blocks = &Blocks::new(words, matrix, start, length);
    let mut rules = match length {
        1 => vec![Rule::NotOneLayer],
        2 => vec![Rule::NotTwoLayers],
        3 => three_layers(blocks),
        4 => [pair_rules(blocks, random), kernel_system(blocks), kernel_balance(blocks)].concat(),
        _ => pair_rules(blocks, random),
    };
    if length >= 2 {
        rules.extend(ranks(words, random));
    }
    rules
}

/// At most so many, spread evenly.
fn thinned(rules: Vec<Rule>, most: usize) -> Vec<Rule> {
    let step = rules.len().div_ceil(most).max(1);
    rules.into_iter().step_by(step).collect()
}

/// All Y and Z with B·Y = Z·Q.
fn three_layers(blocks: &Blocks) -> Vec<Rule> {
    let &Blocks { prime, halves: [first, second], ref b, ref q, .. } = blocks;
    let mut by_product = std::collections::HashMap::<Rows, Vec<Rows>>::new();
    for z in all(prime, first, first) {
        by_product.entry(product(prime, &z, q)).or_default().push(z);
    }
    let rules = all(prime, second, second).into_iter().flat_map(|y| {
        let fitting = by_product.get(&product(prime, b, &y)).cloned().unwrap_or_default();
        fitting.into_iter().map(move |z| Rule::ThreeLayers { y: rationals(&y), z: rationals(&z) })
    });
    thinned(rules.collect(), 300)
}

/// All F and H, and the G that the equation asks for: those with H·A = 0 and A·G = 0, and some of the others.
fn kernel_system(blocks: &Blocks) -> Vec<Rule> {
    let &Blocks { prime, halves: [first, second], ref a, ref b, ref w, .. } = blocks;
    let is_zero = |rows: &Rows| rows.iter().flatten().all(|entry| *entry == 0);
    let (mut fitting, mut others) = (Vec::new(), Vec::new());
    let multipliers = all(prime, first, first);
    for f in all(prime, first, second) {
        let commutator = difference(prime, &product(prime, &f, w), &product(prime, a, &f));
        for h in &multipliers {
            let g = difference(prime, &commutator, &product(prime, h, b));
            let fits = is_zero(&product(prime, a, &g)) && is_zero(&product(prime, h, a));
            let rule = Rule::KernelSystem { f: rationals(&f), g: rationals(&g), h: rationals(h) };
            if fits { fitting.push(rule) } else { others.push(rule) }
        }
    }
    [thinned(fitting, 300), thinned(others, 40)].concat()
}

/// All H.
fn kernel_balance(blocks: &Blocks) -> Vec<Rule> {
    let [first, _] = blocks.halves;
    all(blocks.prime, first, first).iter().map(|h| Rule::KernelBalance { h: rationals(h) }).collect()
}

/// All monic polynomials of degree 1 and 2.
fn polynomials(prime: u8) -> Vec<Vec<Rational>> {
    let lower = (1..=2).flat_map(|degree| all(prime, 1, degree));
    lower.map(|rows| rows[0].iter().copied().chain([1]).map(Rational::from).collect()).collect()
}

fn pair_rules(blocks: &Blocks, random: &mut Random) -> Vec<Rule> {
    let [first, second] = blocks.halves;
    let most = first.max(second);
    let polynomials = polynomials(blocks.prime);
    let mut rules = Vec::new();
    for power in 1..=most {
        rules.push(Rule::BlocksAtOne { power });
        rules.extend(
            polynomials.iter().map(|polynomial| Rule::Invariant { polynomial: polynomial.clone(), power }),
        );
        rules.extend([Rule::LonePrincipalMinor { k: power }, Rule::PrincipalMinorSigns { k: power }]);
    }
    rules.push(Rule::Degrees { factors: Vec::new() });
    for _ in 0..12 {
        let factors =
            (0..random.below(4)).map(|_| polynomials[random.below(polynomials.len())].clone()).collect();
        rules.push(Rule::Degrees { factors });
    }
    // Over a finite field never a reason.
    rules.push(Rule::NonRealRoots { cycle_in: CycleIn::Matrix, cycle: (0..first).collect() });
    rules
}

fn ranks(words: &Words, random: &mut Random) -> Vec<Rule> {
    let mut evidence = |side: usize| -> RankEvidence {
        let mut choose = || (0..random.below(side + 1)).map(|_| random.below(side)).collect::<Vec<_>>();
        let (rows, columns) = (choose(), choose());
        let length = rows.len().min(columns.len());
        staircase(&rows[..length], &columns[..length])
    };
    let [first, second] = words.partition;
    let same = |evidence: RankEvidence| Rule::Ranks { first: evidence.clone(), second: evidence };
    let mut rules = vec![same(RankEvidence::Rank), same(RankEvidence::Cycle)];
    for _ in 0..6 {
        rules.push(Rule::Ranks { first: evidence(first), second: evidence(second) });
        rules.push(Rule::Ranks { first: RankEvidence::Rank, second: evidence(second) });
    }
    rules
}
