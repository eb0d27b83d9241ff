//! Breadth-first search: which double cosets the words of each length reach.
//!
//! E_1 = U, and E_{k+1} = X·E_k for the kind X of layers that the words of length k + 1 begin with. These sets grow, and
//! E_k is a union of double cosets X·M·U: a byte for each of these holds the first k that reaches it. A coset M·U is in E_k if
//! and only if one of its two double cosets, L·M·U and U·M·U, is. So the neighbours of X·M·U are the double cosets of the
//! other kind of x·M, for all layers x of the kind X; each is visited once in each direction, when it is new.

use rayon::prelude::*;

use super::EnumerationError;
use super::classes::Classes;
use super::packed::Packed;
use super::space::{Kind, Space};
use super::state::{Stage, State, Watch};

/// Layers that are tried between two offers of a checkpoint.
const BETWEEN_CHECKPOINTS: u64 = 1 << 24;

/// Searches until no word reaches anything new; goes on where the state is.
pub(super) fn search(
    space: &Space,
    classes: &[Classes; 2],
    state: &mut State,
    watch: &dyn Watch,
) -> Result<(), EnumerationError> {
    let identity = space.cosets(Kind::U).number(&Packed::identity(space.size()));
    state.reach(Kind::U, classes[Kind::U as usize].of(identity), 1);
    while let Some(level) = state.level {
        let kind = Kind::of_length(level);
        let front = state.at(kind, level);
        if front.is_empty() {
            (state.level, state.done) = (None, 0);
            watch.keep(state)?;
            break;
        }
        let piece = (BETWEEN_CHECKPOINTS / space.layers()).max(1);
        while state.done < front.len() as u64 {
            let end = (state.done + piece).min(front.len() as u64);
            front[state.done as usize..end as usize]
                .par_iter()
                .for_each(|class| visit_neighbours(space, classes, state, level, *class));
            state.done = end;
            watch.progress(Stage::Level(level), end, front.len() as u64);
            watch.keep(state)?;
        }
        (state.level, state.done) = (Some(level + 1), 0);
    }
    Ok(())
}

fn visit_neighbours(space: &Space, classes: &[Classes; 2], state: &State, level: u8, class: u64) {
    let kind = Kind::of_length(level);
    let (number, _) = classes[kind as usize].member(class);
    // Numbers that stand for nothing are never reached.
    let Some(matrix) = space.cosets(kind).representative(number) else { return };
    let (other, reached) = (kind.other(), &classes[kind.other() as usize]);
    space.walk(kind).each(&space.field, &matrix, |_, neighbour| {
        state.reach(other, reached.of(space.cosets(other).number(neighbour)), level + 1);
    });
}
