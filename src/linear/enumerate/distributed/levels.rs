//! Breadth-first search on many ranks.

use super::record::Stored;
use super::{Known, Shared};
use crate::linear::enumerate::EnumerationError;
use crate::linear::enumerate::packed::Packed;
use crate::linear::enumerate::space::Kind;
use crate::linear::enumerate::state::Stage;

impl Shared<'_> {
    /// Searches until nothing new is reached.
    pub(super) fn search(&self, known: &mut Known) -> Result<(), EnumerationError> {
        if known.level == 1 {
            let identity = self.space.cosets(Kind::U).number(&Packed::identity(self.space.size()));
            self.reach(known, Kind::U, 1, vec![identity]);
        }
        while known.level > 0 {
            let (level, kind) = (known.level, Kind::of_length(known.level));
            let at_level = |(class, found): (usize, &u8)| (*found == level).then_some(class);
            let front: Vec<usize> =
                known.levels[kind as usize].iter().enumerate().filter_map(at_level).collect();
            let rounds = front.len().div_ceil(self.ranks.count()) as u64;
            while known.done.0 < rounds {
                let class = front.get(known.done.0 as usize * self.ranks.count() + self.ranks.rank());
                let neighbours = class.map_or_else(Vec::new, |class| self.neighbours(known, kind, *class));
                self.reach(known, kind.other(), level + 1, neighbours);
                known.done.0 += 1;
                self.progress(Stage::Level(level), known.done.0, rounds);
                self.keep(|| Stored::Levels(known.clone()))?;
            }
            known.done = (0, 0);
            known.level = if front.is_empty() { 0 } else { level + 1 };
        }
        Ok(())
    }

    /// The double cosets of the other kind next to one of a class, each once.
    fn neighbours(&self, known: &Known, kind: Kind, class: usize) -> Vec<u64> {
        let (number, _) = known.classes[kind as usize][class];
        let Some(matrix) = self.space.cosets(kind).representative(number) else { return Vec::new() };
        let other = self.space.cosets(kind.other());
        let mut neighbours = Vec::with_capacity(self.space.layers() as usize);
        self.space
            .walk(kind)
            .each(&self.space.field, &matrix, |_, product| neighbours.push(other.number(product)));
        neighbours.sort_unstable();
        neighbours.dedup();
        neighbours
    }

    /// Gives the classes of all numbers that the ranks have this level, unless they have one.
    fn reach(&self, known: &mut Known, kind: Kind, level: u8, numbers: Vec<u64>) {
        let outgoing = self.to_owners(numbers.into_iter().map(|number| (number, [number])));
        let class = |number: &u64| u64::from(known.ids[kind as usize][self.slot(*number)]);
        let mut own: Vec<u64> = self.ranks.exchange_numbers(&outgoing).concat().iter().map(class).collect();
        own.sort_unstable();
        own.dedup();
        for class in self.ranks.gather_numbers(&own) {
            let entry = &mut known.levels[kind as usize][class as usize];
            if *entry == 0 {
                *entry = level;
            }
        }
    }
}
