//! **Depth against conditioning**: for K layers, the smallest largest norm of a shift that is found for a matrix.
//!
//! Theorem 1 says how many layers a matrix needs, Theorems 2 and 3 how large the shifts of six and of ten layers have to
//! be at most. What lies between is searched for numerically, here: upper bounds, each with a factorization that has been
//! multiplied out again, but **empirical** as far as "smallest" goes. Five layers cannot make certain matrices, yet come
//! arbitrarily near: how the norm grows then is in [`BlowUp`], with a proved lower bound. The results and the proof are in
//! docs/depth-vs-norm.md.
//!
//! | file | idea |
//! |---|---|
//! | `instances.rs` | the matrices |
//! | `closed_forms.rs` | the constructions, evaluated |
//! | `soft_norm.rs` | a smooth maximum of spectral norms |
//! | `chart.rs`, `product.rs`, `near_miss.rs` | coordinates: products of K layers, five-layer products at distance ε |
//! | `multipliers.rs`, `polish.rs` | minimization with L-BFGS, Newton's method for the last digits |
//! | `search.rs` | starts, restarts, the best for K = 5 … 10 |
//! | `near_rotation.rs` | five layers near R_θ ⊕ I₂ in closed form |
//! | `blow_up.rs` | the norm of five layers as the error goes to 0, and the fitted exponent |
//!
//! Every start comes from [`SEED`] and its place in the table, so results depend neither on the number of threads nor on
//! the order of work.

mod blow_up;
mod chart;
mod closed_forms;
mod instances;
mod multipliers;
mod near_miss;
mod near_rotation;
mod polish;
mod product;
mod search;
mod soft_norm;

use nalgebra::{DMatrix, SMatrix};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;

use crate::coupling::{Flow, Half, Mode};
use crate::matrix::float::FloatField;

pub use blow_up::{BlowUp, ClosedNearMiss, Fit, NearMissNorm};
pub use closed_forms::{ClosedForm, Evidence};
pub use instances::Instance;
pub use search::{Found, Origin};

/// The seed of every random choice.
pub const SEED: u64 = 1;
/// The numbers of layers of the table.
pub const LAYERS: std::ops::RangeInclusive<usize> = 5..=10;
/// The largest error, relative to ‖M‖ (Frobenius), that still counts as a factorization of M in doubles.
pub const TOLERANCE: f64 = 1e-12;

/// The blocks' type: the sizes are known at compile time, which makes small products fast.
type Square<const D: usize> = SMatrix<f64, D, D>;

/// How much work goes into the search.
#[derive(Clone, Debug, PartialEq)]
pub struct Effort {
    /// Random starts for each matrix and number of layers.
    pub restarts: usize,
    /// How many of the best are continued to the end.
    pub refined: usize,
    /// The largest half size d of a matrix.
    pub largest_half: usize,
    /// The relative errors at which five layers are asked how large they must be, descending.
    pub errors: Vec<f64>,
}

impl Effort {
    /// A few minutes on two cores.
    #[must_use]
    pub fn full() -> Self {
        Self {
            restarts: 128,
            refined: 10,
            largest_half: 4,
            errors: (1..=6).map(|k| 10_f64.powi(-k)).collect(),
        }
    }

    /// Seconds.
    #[must_use]
    pub fn quick() -> Self {
        Self { restarts: 6, refined: 2, largest_half: 2, errors: vec![1e-1, 1e-2, 1e-3] }
    }
}

/// Which half the layer that acts first writes; layers alternate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Word {
    StartsFirst,
    StartsSecond,
}

impl Word {
    /// The block rows that the layer at this place writes and reads.
    fn rows(self, place: usize) -> (usize, usize) {
        let written = (place + usize::from(self == Self::StartsSecond)) % 2;
        (written, 1 - written)
    }

    fn half(self, place: usize) -> Half {
        if self.rows(place).0 == 0 { Half::First } else { Half::Second }
    }
}

/// What was found for one matrix.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The matrix.
    pub instance: Instance,
    /// The constructions that apply, evaluated.
    pub closed_forms: Vec<ClosedForm>,
    /// The best for each number of layers in [`LAYERS`]; `None` where no additive product was found, which is certain for
    /// five layers and a matrix that five cannot make.
    pub found: Vec<Option<Found>>,
}

/// Both halves of the table.
#[derive(Clone, Debug, PartialEq)]
pub struct DepthNorm {
    /// One row for each matrix.
    pub rows: Vec<Row>,
    /// Five layers near each matrix that they cannot make.
    pub blow_ups: Vec<BlowUp>,
}

/// Searches for all rows. `progress` is called with the total number of steps after each of them.
pub fn table(effort: &Effort, progress: &(dyn Fn(usize) + Sync)) -> DepthNorm {
    let instances = instances::all(effort.largest_half);
    let witnesses: Vec<&Instance> = instances.iter().filter(|instance| instance.witness).collect();
    let total = instances.len() * LAYERS.count() + witnesses.len() * effort.errors.len();
    let done = || progress(total);
    let (rows, blow_ups) = rayon::join(
        || {
            let row = |(place, instance): (usize, &Instance)| row(instance, place as u64, effort, &done);
            instances.par_iter().enumerate().map(row).collect()
        },
        || {
            let blow_up = |instance: &&Instance| blow_up::blow_up(instance, effort, &done);
            witnesses.par_iter().map(blow_up).collect()
        },
    );
    DepthNorm { rows, blow_ups }
}

fn row(instance: &Instance, place: u64, effort: &Effort, done: &(dyn Fn() + Sync)) -> Row {
    let closed_forms = closed_forms::all(&instance.matrix);
    let found = match instance.half() {
        2 => search::all::<2>(instance, place, &closed_forms, effort, done),
        3 => search::all::<3>(instance, place, &closed_forms, effort, done),
        4 => search::all::<4>(instance, place, &closed_forms, effort, done),
        half => unreachable!("no instance has halves of {half}"),
    };
    Row { instance: instance.clone(), closed_forms, found }
}

/// The random numbers of one place in the table.
fn random(place: u64, layers: usize, attempt: usize) -> ChaCha8Rng {
    let mut random = ChaCha8Rng::seed_from_u64(SEED);
    random.set_stream((place * 100 + layers as u64) * 10_000 + attempt as u64);
    random
}

/// The largest spectral norm of a shift; infinite where it cannot be computed.
#[must_use]
pub fn largest_norm(flow: &Flow<f64>) -> f64 {
    flow.layers().iter().map(|layer| spectral_norm(&layer.shift)).fold(0.0, f64::max)
}

/// The spectral norm; infinite where it cannot be computed.
fn spectral_norm(matrix: &DMatrix<f64>) -> f64 {
    f64::svd(matrix).map_or(f64::INFINITY, |svd| svd.values[0])
}

/// ‖product − M‖ / ‖M‖ in the Frobenius norm, the product multiplied out from the layers.
#[must_use]
pub fn relative_error(flow: &Flow<f64>, matrix: &DMatrix<f64>) -> f64 {
    (flow.matrix() - matrix).norm() / matrix.norm()
}

/// The least mode that allows the scales of a flow.
fn mode_of(flow: &Flow<f64>) -> Mode {
    let scales = || flow.layers().iter().flat_map(|layer| &layer.scale);
    if scales().all(|scale| *scale == 1.0) {
        Mode::Additive
    } else if scales().all(|scale| *scale > 0.0) {
        Mode::Positive
    } else {
        Mode::Signed
    }
}
