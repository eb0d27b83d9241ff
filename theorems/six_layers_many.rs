//! **Theorem 1 at length.** At least 100 000 matrices, random ones and members of every family, over ℚ and over prime
//! fields: the layers are counted, at most six each time, and every product is exactly the matrix.
//!
//! The proof is that of `six_layers.rs`; here the structures that it distinguishes (blocks singular or not, N scalar,
//! cyclic or derogatory, chains full or not) are met in bulk, and every construction of the library must have been the
//! one that answered.

mod common;

use std::collections::BTreeMap;
use std::fmt;
use std::time::{Duration, Instant};

use common::judge::{STRATEGIES, factored, made_unimodular, modes_of};
use common::{Draw, Family, Height};
use flowcert::linear::six::Strategy;
use flowcert::matrix::exact::ExactField;
use flowcert::scalar::{Fp, Rational};
use rayon::prelude::*;

/// Matrices per family over ℚ, and over each of the prime fields.
const RATIONAL_CASES: u64 = 6_000;
const FINITE_CASES: u64 = 1_500;

/// What was found in one row of the table.
#[derive(Clone, Default)]
struct Tally {
    /// How often there were 0, …, 6 layers.
    layers: [u64; 7],
    /// How often each construction answered.
    routes: BTreeMap<&'static str, u64>,
    largest_bits: u64,
    slowest: Duration,
    total: Duration,
}

impl Tally {
    fn merge(&mut self, other: &Self) {
        for (count, more) in self.layers.iter_mut().zip(other.layers) {
            *count += more;
        }
        for (route, more) in &other.routes {
            *self.routes.entry(route).or_default() += more;
        }
        self.largest_bits = self.largest_bits.max(other.largest_bits);
        self.slowest = self.slowest.max(other.slowest);
        self.total += other.total;
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for count in self.layers {
            write!(formatter, "{count:>7}")?;
        }
        let [slowest, total] = [self.slowest, self.total].map(|time| time.as_secs_f64());
        write!(formatter, "{:>9} bits {slowest:>8.3} s {total:>8.1} s", self.largest_bits)
    }
}

/// A row: the family, the field, the mode, the strategy.
type Row = (usize, &'static str, &'static str, &'static str);
type Table = BTreeMap<Row, Tally>;

fn merged(mut one: Table, other: Table) -> Table {
    for (row, tally) in other {
        one.entry(row).or_default().merge(&tally);
    }
    one
}

/// Mostly small matrices, few large ones: the work grows with a high power of d.
fn half_of(case: u64, field_size: Option<u64>) -> usize {
    let half = match case % 40 {
        0 => 5 + (case / 40 % 4) as usize,
        1..=4 => 4,
        5..=14 => 3,
        15..=30 => 2,
        _ => 1,
    };
    field_size.map_or(half, |order| half.min(order as usize - 1))
}

/// Long numbers only in small matrices.
fn height_of(case: u64, half: usize) -> Height {
    match (case / 7 % 8, half) {
        (0, ..=2) => Height::Huge,
        (1..=2, ..=4) => Height::Fractions,
        _ => Height::Integers,
    }
}

/// Factors one matrix of the family, in a mode and with a strategy that take turns.
fn judged<F: ExactField>(index: usize, field: &'static str, case: u64) -> Table {
    let half = half_of(case, F::order());
    let seed = case << 8 | index as u64;
    let mut draw = Draw::new(seed, height_of(case, half));
    let mut matrix = Family::ALL[index].member::<F>(half, &mut draw);
    if case.is_multiple_of(3) {
        matrix = made_unimodular(&matrix, draw.below(2 * half));
    }
    let mode = modes_of(&F::determinant(&matrix))[0];
    let strategy = STRATEGIES[(case / 3 % 2) as usize];
    let start = Instant::now();
    let found = factored(&matrix, mode, strategy, seed);
    let spent = start.elapsed();
    let mut tally =
        Tally { largest_bits: found.flow.largest_bits(), slowest: spent, total: spent, ..Tally::default() };
    tally.layers[found.flow.layers().len()] = 1;
    tally.routes.insert(found.route.name(), 1);
    Table::from([((index, field, mode.name(), name_of(strategy)), tally)])
}

fn name_of(strategy: Strategy) -> &'static str {
    match strategy {
        Strategy::Small => "small",
        Strategy::Fewest => "fewest",
    }
}

fn run<F: ExactField>(field: &'static str, cases: u64) -> Table {
    let indices = 0..Family::ALL.len();
    let pairs: Vec<(usize, u64)> =
        indices.flat_map(|index| (0..cases).map(move |case| (index, case))).collect();
    pairs.into_par_iter().map(|(index, case)| judged::<F>(index, field, case)).reduce(Table::new, merged)
}

fn print(table: &Table) -> Tally {
    let mut all = Tally::default();
    println!("layers: {:>66}", "0      1      2      3      4      5      6");
    for ((index, field, mode, strategy), tally) in table {
        let family = format!("{:?}", Family::ALL[*index]);
        println!("{family:<36}{field:<7}{mode:<10}{strategy:<8}{tally}");
        all.merge(tally);
    }
    println!("{:<61}{all}", "all");
    println!("{:?}", all.routes);
    all
}

#[test]
#[ignore = "long: run with `cargo test --test six_layers_many -- --ignored --nocapture`"]
fn at_most_six_layers_for_100_000_matrices() {
    println!("the seed of case k of family number i is 256·k + i");
    let fields = [
        run::<Rational>("Q", RATIONAL_CASES),
        run::<Fp<5>>("F_5", FINITE_CASES),
        run::<Fp<7>>("F_7", FINITE_CASES),
        run::<Fp<11>>("F_11", FINITE_CASES),
        run::<Fp<101>>("F_101", FINITE_CASES),
    ];
    let all = print(&fields.into_iter().fold(Table::new(), merged));
    assert!(all.layers.iter().sum::<u64>() >= 100_000);
    assert_eq!(all.routes.len(), 5, "every construction has answered");
}
