//! **Invertibility costs depth**: the pieces of the counting argument, each beside a computation that does not know it.
//!
//! - Mixtures of k of M points that share at most s are far from each other: against exact W1 (`mixtures.rs`, `no_bounds.rs`),
//!   and against samples (`samples.rs`).
//! - There are many points, and many sets of them: against all words, and all sets (`families.rs`).
//! - Flows of few parameters are few: the constants of layers (`constants.rs`), the cells of their parameters (`cells.rs`), and
//!   tiny flows on a grid of their parameters, which miss targets as the bound says (`grid.rs`).
//!
//! All numbers are printed with `--nocapture`, with their seeds.

mod common;

mod depth_separation {
    mod cells;
    mod constants;
    mod families;
    mod grid;
    mod mixtures;
    mod no_bounds;
    mod samples;

    pub(super) mod layers;
    pub(super) mod targets;
}
