//! No accepted reason contradicts a plain search: over F_2 and F_3, with halves (1, 1), (1, 2), (1, 3) and (2, 2), every product of few
//! layers is found by multiplying layers, and many candidates for reasons are handed to the checker.

mod candidates;
mod small;
mod words;

use std::collections::BTreeMap;

use flowcert_check::{Ground, LowerBound, Mode, Reasons, Rule, check};

use super::support::staircase;
use candidates::candidates;
use small::{Random, Small};
use words::{Start, Words};

/// What is tried in one field, for one partition, in one mode.
struct Trial {
    words: Words,
    random: Random,
    /// By rule: how many candidates were accepted, how many rejected.
    outcomes: BTreeMap<&'static str, [usize; 2]>,
    /// By number of layers: how many words are not the matrix, and how many of these a candidate excludes.
    excluded: BTreeMap<usize, [usize; 2]>,
}

impl Trial {
    fn new(prime: u8, partition: [usize; 2], mode: Mode) -> Self {
        let words = Words::new(prime, partition, mode);
        Self { words, random: Random::new(7), outcomes: BTreeMap::new(), excluded: BTreeMap::new() }
    }

    fn certificate(&self, matrix: &Small, length: usize, reasons: Reasons) -> LowerBound {
        LowerBound {
            ground: Ground::Prime(u64::from(self.words.prime)),
            mode: self.words.mode,
            partition: self.words.partition,
            matrix: matrix.rationals(),
            layers_needed: length + 1,
            reasons,
        }
    }

    /// Whether the checker takes the rule as a reason against the word that starts with L. (The reasons are judged in turn, so
    /// a complaint about the other one says that this one was taken; the other one stands anywhere and fails or not.)
    fn accepts_first(&self, matrix: &Small, length: usize, rule: &Rule) -> bool {
        let filler = if length == 1 {
            Rule::NotOneLayer
        } else {
            Rule::Ranks { first: staircase(&[], &[]), second: staircase(&[], &[]) }
        };
        let reasons = Reasons::Each { starts_with_l: rule.clone(), starts_with_u: filler };
        match check(&self.certificate(matrix, length, reasons).into()) {
            Ok(_) => true,
            Err(rejection) => rejection.to_string().starts_with("reasons.starts_with_U: "),
        }
    }

    /// Tries all candidates against both words of a length, each as the first reason, and the pairs that were taken together.
    fn try_words(&mut self, matrix: &Small, length: usize) {
        let mut taken: [Option<Rule>; 2] = [None, None];
        for (index, start) in [Start::L, Start::U].into_iter().enumerate() {
            // With the halves exchanged, the word that starts with U is the one that starts with L.
            let words = match start {
                Start::L => None,
                Start::U => Some(self.exchanged()),
            };
            let is_product = self.words.contains(matrix, start, length);
            let subject = words.as_ref().map_or(*matrix, |_| matrix.exchanged(self.words.partition));
            for rule in candidates(&self.words, matrix, start, length, &mut self.random) {
                let accepted = match &words {
                    None => self.accepts_first(&subject, length, &rule),
                    Some(exchanged) => exchanged.accepts_first(&subject, length, &of_exchanged(&rule)),
                };
                self.outcomes.entry(rule.name()).or_default()[usize::from(!accepted)] += 1;
                assert!(
                    !(accepted && is_product),
                    "{rule:?} excludes {start:?}, {length} layers, which is {matrix:?}"
                );
                if accepted {
                    taken[index] = Some(rule);
                }
            }
            if !is_product {
                let [words, excluded] = self.excluded.entry(length).or_default();
                *words += 1;
                *excluded += usize::from(taken[index].is_some());
            }
        }
        if let [Some(starts_with_l), Some(starts_with_u)] = taken {
            let reasons = Reasons::Each { starts_with_l, starts_with_u };
            let outcome = check(&self.certificate(matrix, length, reasons).into());
            assert!(outcome.is_ok(), "both reasons were taken: {outcome:?}");
        }
    }

    /// A reason for both words, of a block diagonal matrix.
    fn try_both(&mut self, matrix: &Small, length: usize) {
        let is_product = [Start::L, Start::U].map(|start| self.words.contains(matrix, start, length));
        // The pair of A and W is read without an exchange.
        let start = if length == 5 { Start::U } else { Start::L };
        for rule in candidates(&self.words, matrix, start, length, &mut self.random) {
            let accepted =
                check(&self.certificate(matrix, length, Reasons::Both(rule.clone())).into()).is_ok();
            assert!(
                !(accepted && is_product != [false, false]),
                "{rule:?} excludes both words of {length}: {matrix:?}"
            );
            self.outcomes.entry("both words").or_default()[usize::from(!accepted)] += 1;
        }
    }

    fn exchanged(&self) -> Self {
        let [first, second] = self.words.partition;
        Self {
            words: Words::without_products(self.words.prime, [second, first], self.words.mode),
            random: Random::new(0),
            outcomes: BTreeMap::new(),
            excluded: BTreeMap::new(),
        }
    }

    fn run(mut self, matrices: usize) -> Self {
        for _ in 0..matrices {
            let matrix = self.words.random(&mut self.random);
            (1..=5).for_each(|length| self.try_words(&matrix, length));
            let diagonal = self.words.random_block_diagonal(&mut self.random);
            (2..=5).for_each(|length| self.try_words(&diagonal, length));
            (4..=5).for_each(|length| self.try_both(&diagonal, length));
            if let Some(exchange) = self.words.random_exchange(&mut self.random) {
                self.try_words(&exchange, 4);
            }
        }
        let Words { prime, partition, mode, .. } = self.words;
        println!("F_{prime}, halves {partition:?}, {mode}: accepted and rejected {:?}", self.outcomes);
        println!("  by length, words that are not the matrix, and those excluded: {:?}", self.excluded);
        self
    }

    /// Every word of so many layers that is not the matrix was excluded.
    fn all_excluded(&self, lengths: impl IntoIterator<Item = usize>) {
        for length in lengths {
            let [words, excluded] = self.excluded[&length];
            assert!(words > 0 && words == excluded, "{length} layers: {excluded} of {words} excluded");
        }
    }

    fn accepted(&self, rules: &[&str]) {
        for rule in rules {
            assert!(self.outcomes[rule][0] > 0, "{rule}: {:?}", self.outcomes);
        }
    }
}

/// The rule for the matrix with the halves exchanged: the same, except for the one that names both blocks.
fn of_exchanged(rule: &Rule) -> Rule {
    match rule.clone() {
        Rule::Ranks { first, second } => Rule::Ranks { first: second, second: first },
        rule => rule,
    }
}

#[test]
fn additive_over_two_elements() {
    Trial::new(2, [1, 1], Mode::Additive).run(6).all_excluded(1..=2);
    Trial::new(2, [1, 2], Mode::Additive).run(40).all_excluded(1..=3);
    let trial = Trial::new(2, [2, 2], Mode::Additive).run(40);
    trial.all_excluded(1..=4);
    trial.accepted(&[
        "three-layers",
        "invariant",
        "degrees",
        "kernel-system",
        "kernel-balance",
        "ranks",
        "both words",
    ]);
}

/// Where the halves differ by more than rank C, `degrees` needs no eigenvalue.
#[test]
fn additive_over_two_elements_with_halves_far_from_equal() {
    for partition in [[1, 3], [3, 1]] {
        let trial = Trial::new(2, partition, Mode::Additive).run(40);
        trial.all_excluded(1..=2);
        trial.accepted(&["three-layers", "degrees", "kernel-system", "ranks", "both words"]);
    }
}

#[test]
fn additive_over_three_elements() {
    Trial::new(3, [1, 1], Mode::Additive).run(20).all_excluded(1..=3);
    Trial::new(3, [1, 2], Mode::Additive).run(40).all_excluded(1..=3);
    let trial = Trial::new(3, [2, 2], Mode::Additive).run(20);
    trial.all_excluded(1..=4);
    trial.accepted(&["three-layers", "invariant", "degrees", "kernel-system", "ranks", "both words"]);
}

#[test]
fn signed() {
    Trial::new(2, [2, 2], Mode::Signed).run(30).accepted(&["three-layers", "lone-principal-minor"]);
    Trial::new(3, [1, 1], Mode::Signed).run(20).all_excluded(1..=2);
    Trial::new(3, [1, 2], Mode::Signed).run(40).all_excluded(1..=2);
    let trial = Trial::new(3, [2, 2], Mode::Signed).run(15);
    trial.all_excluded(1..=2);
    trial.accepted(&["three-layers", "lone-principal-minor", "kernel-balance"]);
}
