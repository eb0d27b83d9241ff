//! Every matrix looked up in the two tables, of those whose upper left blocks are conjugate only one.

use std::sync::Mutex;
use std::sync::PoisonError;

use rug::Integer;

use super::frames::MOST_ROWS;
use super::levels::Levels;
use super::vectors::{digit, inverse};
use crate::factorization::parallel;

/// Longer words than this are not needed in any group within the limits.
const MOST_LAYERS: usize = 256;

/// What is to be counted: the table of the words that end in U, and that of the exchanged halves.
pub(super) struct Count<'a> {
    table: &'a Levels,
    exchanged: &'a Levels,
    /// The frames that are counted, and for how many each stands.
    frames: Vec<(usize, u64)>,
}

impl<'a> Count<'a> {
    pub(super) fn new(table: &'a Levels, exchanged: &'a Levels) -> Self {
        let weights = class_weights(table.prime, table.first);
        let corner = |code: u32| {
            let entries = (0..table.first).flat_map(|row| (0..table.first).map(move |column| (row, column)));
            entries.enumerate().fold(0, |corner, (index, (row, column))| {
                corner + table.frames.entry(table.prime, code, row, column) * table.prime.pow(index as u32)
            })
        };
        let weigh = |(number, code): (usize, u32)| (number, weights[corner(code)]);
        let codes = table.frames.list.iter().map(|frame| frame.code).enumerate();
        let frames = codes.map(weigh).filter(|(_, weight)| *weight > 0).collect();
        Self { table, exchanged, frames }
    }

    /// How many matrices are looked up.
    pub(super) fn matrices(&self) -> u128 {
        let Levels { prime, first, second, .. } = *self.table;
        let special = self.table.rest.list.len() / (prime - 1);
        self.frames.len() as u128 * special as u128 * (prime as u128).pow((first * second) as u32)
    }

    /// The numbers of matrices by their numbers of layers.
    pub(super) fn counts(&self) -> Vec<Integer> {
        let total = Mutex::new(vec![Integer::new(); MOST_LAYERS]);
        parallel::for_each(self.frames.iter(), |&(frame, weight)| {
            let found = self.count_frame(frame);
            let mut total = total.lock().unwrap_or_else(PoisonError::into_inner);
            for (sum, count) in total.iter_mut().zip(found) {
                *sum += Integer::from(count) * weight;
            }
        });
        let mut counts = total.into_inner().unwrap_or_else(PoisonError::into_inner);
        // The identity was taken for a layer; nothing else has none.
        counts[0] += 1_u32;
        counts[1] -= 1_u32;
        while counts.last().is_some_and(|last| *last == 0) {
            counts.pop();
        }
        counts
    }

    fn count_frame(&self, frame: usize) -> [u64; MOST_LAYERS] {
        let mut found = [0; MOST_LAYERS];
        for rest in 0..self.table.rest.list.len() {
            let level = self.table.of(frame, rest);
            if level > 0 {
                self.count_coset(frame, rest, level, &mut found);
            }
        }
        found
    }

    /// The matrices M = [F | G + F·y] for all y.
    fn count_coset(&self, frame: usize, rest: usize, level: u8, found: &mut [u64; MOST_LAYERS]) {
        let (table, exchanged) = (self.table, self.exchanged);
        let own = &table.frames.list[frame];
        let left: Vec<[usize; MOST_ROWS]> = (0..table.first)
            .map(|column| self.exchanged_rows(|row| table.frames.entry(table.prime, own.code, row, column)))
            .collect();
        let lines: Vec<Vec<usize>> = table.rest.list[rest]
            .iter()
            .enumerate()
            .map(|(index, column)| {
                let vector = self.exchanged_rows(|row| {
                    let free =
                        own.free_rows[..table.second].iter().position(|free| usize::from(*free) == row);
                    free.map_or(0, |place| digit(table.prime, usize::from(*column), place))
                });
                self.line(&vector, &left, index)
            })
            .collect();
        let choices = lines.first().map_or(1, Vec::len);
        for choice in 0..choices.pow(table.second as u32) {
            let mut rest_of_choice = choice;
            let mut code = 0;
            for line in &lines {
                code += line[rest_of_choice % choices];
                rest_of_choice /= choices;
            }
            let other = exchanged.frames.number(code);
            let coordinates = &exchanged.frames.list[other].coordinates;
            let columns = left.iter().map(|column| {
                let rows = column.iter().zip(coordinates);
                rows.filter(|(entry, _)| **entry > 0).fold(0, |sum, (entry, unit)| {
                    exchanged.quotient.sum(sum, exchanged.quotient.times(*entry, *unit))
                })
            });
            let other_level = exchanged.of(other, exchanged.rest.number(columns));
            found[usize::from(level.min(other_level))] += 1;
        }
    }

    /// A column with the halves exchanged.
    fn exchanged_rows(&self, entry: impl Fn(usize) -> usize) -> [usize; MOST_ROWS] {
        let Levels { first, second, .. } = *self.table;
        let mut column = [0; MOST_ROWS];
        for row in 0..first + second {
            column[if row < first { row + second } else { row - first }] = entry(row);
        }
        column
    }

    /// The vectors v + left·y for all y, as the digits of column `index` of a frame.
    fn line(&self, vector: &[usize; MOST_ROWS], left: &[[usize; MOST_ROWS]], index: usize) -> Vec<usize> {
        let (prime, rows) = (self.table.prime, self.table.frames.rows);
        let code = |y: usize| {
            (0..rows).fold(0, |code, row| {
                let terms = left.iter().enumerate().map(|(i, column)| digit(prime, y, i) * column[row]);
                let entry = (vector[row] + terms.sum::<usize>()) % prime;
                code + entry * prime.pow((index * rows + row) as u32)
            })
        };
        (0..prime.pow(left.len() as u32)).map(code).collect()
    }
}

/// For every square matrix the number of its conjugates, where it is the least of them, else 0.
fn class_weights(prime: usize, size: usize) -> Vec<u64> {
    let mut weights = vec![0; prime.pow((size * size) as u32)];
    let mut seen = vec![false; weights.len()];
    for start in 0..weights.len() {
        if std::mem::replace(&mut seen[start], true) {
            continue;
        }
        let mut open = vec![start];
        while let Some(code) = open.pop() {
            weights[start] += 1;
            for conjugate in conjugates(prime, size, code) {
                if !std::mem::replace(&mut seen[conjugate], true) {
                    open.push(conjugate);
                }
            }
        }
    }
    weights
}

/// By I + e_ij for i ≠ j, and by the diagonal matrices with one entry other than 1.
fn conjugates(prime: usize, size: usize, code: usize) -> Vec<usize> {
    let entry = |row: usize, column: usize| digit(prime, code, row * size + column);
    let encode = |entry: &dyn Fn(usize, usize) -> usize| {
        let entries = (0..size).flat_map(|row| (0..size).map(move |column| (row, column)));
        entries.enumerate().fold(0, |code, (index, (row, column))| {
            code + entry(row, column) % prime * prime.pow(index as u32)
        })
    };
    let mut found = Vec::new();
    for (i, j) in (0..size).flat_map(|i| (0..size).map(move |j| (i, j))) {
        if i != j {
            // Row i becomes row i + row j, then column j becomes column j − column i.
            let rows =
                |row: usize, column: usize| entry(row, column) + if row == i { entry(j, column) } else { 0 };
            found.push(encode(&|row, column| {
                rows(row, column) + if column == j { (prime - 1) * rows(row, i) } else { 0 }
            }));
        }
    }
    for (i, factor) in (0..size).flat_map(|i| (2..prime).map(move |factor| (i, factor))) {
        let back = inverse(prime, factor);
        found.push(encode(&|row, column| {
            let by_row = if row == i { factor } else { 1 };
            let by_column = if column == i { back } else { 1 };
            entry(row, column) * by_row * by_column
        }));
    }
    found
}
