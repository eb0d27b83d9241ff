//! Classes of conjugates: the least number goes round.

use std::collections::HashMap;

use rayon::prelude::*;

use super::record::Stored;
use super::{Known, ROUND, Shared};
use crate::linear::enumerate::EnumerationError;
use crate::linear::enumerate::conjugation::Conjugation;
use crate::linear::enumerate::packed::Packed;
use crate::linear::enumerate::space::Kind;
use crate::linear::enumerate::state::Stage;

/// The label of a number that stands for no matrix.
const VOID: u64 = u64::MAX;

impl Shared<'_> {
    /// The classes; `labels` are those of an interrupted run.
    pub(super) fn classes(&self, labels: Option<[Vec<u64>; 2]>) -> Result<Known, EnumerationError> {
        let mut labels = labels.unwrap_or_else(|| Kind::BOTH.map(|kind| self.own_numbers(kind)));
        for kind in Kind::BOTH {
            self.settle(kind, &mut labels)?;
        }
        let mut known = Known { level: 1, ..Known::default() };
        for kind in Kind::BOTH {
            let labels = std::mem::take(&mut labels[kind as usize]);
            let (classes, ids) = self.numbered(&labels);
            known.levels[kind as usize] = vec![0; classes.len()];
            known.classes[kind as usize] = classes;
            known.ids[kind as usize] = ids;
        }
        Ok(known)
    }

    fn own_numbers(&self, kind: Kind) -> Vec<u64> {
        let cosets = self.space.cosets(kind);
        let mut numbers: Vec<u64> = (0..self.owned(kind)).map(|slot| self.number(slot)).collect();
        numbers.par_iter_mut().for_each(|number| {
            if cosets.representative(*number).is_none() {
                *number = VOID;
            }
        });
        numbers
    }

    /// Passes labels on until they no longer change. Labels only fall, so a run that begins with those of an earlier one, and
    /// with all of them to be passed on, ends with the same.
    fn settle(&self, kind: Kind, labels: &mut [Vec<u64>; 2]) -> Result<(), EnumerationError> {
        let own = &labels[kind as usize];
        let mut front: Vec<usize> = (0..own.len()).filter(|slot| own[*slot] != VOID).collect();
        let mut is_next = vec![false; own.len()];
        loop {
            let rounds = self.most(front.len().div_ceil(ROUND));
            if rounds == 0 {
                return Ok(());
            }
            let mut next = Vec::new();
            for round in 0..rounds {
                let piece = front.iter().skip(round * ROUND).take(ROUND).copied().collect::<Vec<_>>();
                piece.iter().for_each(|slot| is_next[*slot] = false);
                let outgoing = self.images(kind, &labels[kind as usize], &piece);
                let own = &mut labels[kind as usize];
                for message in self.ranks.exchange_numbers(&outgoing).concat().as_chunks().0 {
                    let [number, label] = *message;
                    let slot = self.slot(number);
                    if label < own[slot] {
                        own[slot] = label;
                        if !std::mem::replace(&mut is_next[slot], true) {
                            next.push(slot);
                        }
                    }
                }
                self.progress(Stage::Classes, round as u64, rounds as u64);
                self.keep(|| Stored::Labels(labels.clone()))?;
            }
            front = next;
        }
    }

    /// Messages (number, label) to the owners of the conjugates.
    fn images(&self, kind: Kind, labels: &[u64], slots: &[usize]) -> Vec<Vec<u64>> {
        let (space, generators, cosets) = (&self.space, &self.generators, self.space.cosets(kind));
        let senders: Vec<(u64, u64)> = slots.iter().map(|slot| (self.number(*slot), labels[*slot])).collect();
        let images = |&(number, label): &(u64, u64)| {
            let matrix = cosets.representative(number);
            let image = |(generator, matrix): (&Conjugation, Packed)| {
                cosets.number(&generator.apply(&space.field, &matrix))
            };
            let pairs = matrix.into_iter().flat_map(|matrix| generators.iter().map(move |it| (it, matrix)));
            // No number has a larger label than itself.
            pairs
                .map(image)
                .filter(|number| label < *number)
                .map(|number| (number, [number, label]))
                .collect::<Vec<_>>()
        };
        let here: Vec<(u64, [u64; 2])> = senders.par_iter().flat_map_iter(images).collect();
        self.to_owners(here.into_iter())
    }

    /// The classes in the order of their least numbers, with their sizes; and for each number of this rank its class.
    fn numbered(&self, labels: &[u64]) -> (Vec<(u64, u64)>, Vec<u32>) {
        let is_least = |(slot, label): (usize, &u64)| (*label == self.number(slot)).then_some(*label);
        let own: Vec<u64> = labels.iter().enumerate().filter_map(is_least).collect();
        let mut least = self.ranks.gather_numbers(&own);
        least.sort_unstable();
        let places: HashMap<u64, u32> =
            least.iter().zip(0..).map(|(number, class)| (*number, class)).collect();
        let mut sizes = vec![0_u128; least.len()];
        let ids = labels.iter().map(|label| {
            let class = places.get(label).copied().unwrap_or(u32::MAX);
            if let Some(size) = sizes.get_mut(class as usize) {
                *size += 1;
            }
            class
        });
        let ids = ids.collect();
        let sizes = self.ranks.sums(&sizes);
        (least.into_iter().zip(sizes.into_iter().map(|size| size as u64)).collect(), ids)
    }

    /// The largest of the numbers that the ranks have.
    pub(super) fn most(&self, own: usize) -> usize {
        self.ranks.gather_numbers(&[own as u64]).into_iter().max().unwrap_or(0) as usize
    }
}
