//! Counting on many ranks: questions to the owners, and their answers.

use super::record::Stored;
use super::{Known, ROUND, Shared};
use crate::linear::enumerate::EnumerationError;
use crate::linear::enumerate::count::{MOST_LEVELS, Task, each_member, tasks_of};
use crate::linear::enumerate::packed::Packed;
use crate::linear::enumerate::space::Kind;
use crate::linear::enumerate::stabilizers;
use crate::linear::enumerate::state::Stage;

impl Shared<'_> {
    /// The numbers of all matrices by their numbers of layers, the same on all ranks.
    pub(super) fn tally(&self, known: &mut Known) -> Result<Vec<u128>, EnumerationError> {
        known.counts.resize(MOST_LEVELS, 0);
        let classes = known.classes[Kind::L as usize].len() as u64;
        let mut tasks = Vec::new();
        let mut tasks_are_of = None;
        loop {
            let class = known.done.0 * self.ranks.count() as u64 + self.ranks.rank() as u64;
            if !self.ranks.any(class < classes) {
                return Ok(self.ranks.sums(&known.counts));
            }
            if class < classes && tasks_are_of != Some(class) {
                (tasks, tasks_are_of) = (self.tasks(known, class as usize), Some(class));
            }
            let start = if class < classes { known.done.1 as usize } else { tasks.len() };
            let questions = 2 + 2 * self.space.layers() as usize;
            let end = (start + (ROUND / questions).max(1)).min(tasks.len());
            self.count_tasks(known, &tasks[start..end]);
            if class < classes {
                known.done =
                    if end < tasks.len() { (known.done.0, end as u64) } else { (known.done.0 + 1, 0) };
            }
            self.progress(Stage::Count, class.min(classes), classes);
            self.keep(|| Stored::Levels(known.clone()))?;
        }
    }

    fn tasks(&self, known: &Known, class: usize) -> Vec<Task> {
        let (number, size) = known.classes[Kind::L as usize][class];
        let drawn = stabilizers::drawn(&self.space, Kind::L, &self.generators, number, size);
        tasks_of(&self.space, number, size, &drawn)
    }

    /// Counts the matrices of some cosets. All ranks do so at the same time, some of them for none.
    fn count_tasks(&self, known: &mut Known, tasks: &[Task]) {
        let questions: Vec<Vec<(Kind, u64)>> = tasks.iter().map(|task| self.questions(task)).collect();
        let answers = self.answers(known, &questions.concat());
        let mut answers = answers.as_slice();
        for (task, questions) in tasks.iter().zip(&questions) {
            let (own, rest) = answers.split_at(questions.len());
            answers = rest;
            let pairs = own.as_chunks::<2>().0.iter().map(|[l, u]| *l.min(u));
            let mut pairs = pairs;
            let with_u = pairs.next().unwrap_or(0);
            for with_l in pairs {
                known.counts[usize::from(with_u.min(with_l))] += task.weight;
            }
        }
    }

    /// The double cosets of M, then of the inverse and the transpose of each M·U(y).
    fn questions(&self, task: &Task) -> Vec<(Kind, u64)> {
        let (space, matrix) = (&self.space, &task.matrix);
        let ask = |kind: Kind, matrix: &Packed| (kind, space.cosets(kind).number(matrix));
        let mut questions = vec![ask(Kind::L, matrix), ask(Kind::U, matrix)];
        if let Some(inverse) = space.field.inverse_matrix(matrix, space.size()) {
            each_member(space, matrix, &inverse, |inverse, transpose| {
                questions.extend([ask(Kind::L, inverse), ask(Kind::U, transpose)]);
            });
        }
        questions
    }

    /// The levels of double cosets, from their owners.
    fn answers(&self, known: &Known, questions: &[(Kind, u64)]) -> Vec<u8> {
        // The kind is the lowest bit of a question.
        let ask = |(kind, number): &(Kind, u64)| (*number, [number << 1 | *kind as u64]);
        let incoming = self.ranks.exchange_numbers(&self.to_owners(questions.iter().map(ask)));
        let answer = |question: &u64| {
            let kind = (question & 1) as usize;
            known.levels[kind][known.ids[kind][self.slot(question >> 1)] as usize]
        };
        let replies = incoming.iter().map(|list| list.iter().map(answer).collect()).collect();
        let replies = self.ranks.exchange(replies);
        let mut replies: Vec<_> = replies.iter().map(|list| list.iter()).collect();
        // Each owner answers in the order of the questions.
        let reply = |(_, number): &(Kind, u64)| *replies[self.owner(*number)].next().unwrap_or(&0);
        questions.iter().map(reply).collect()
    }
}
