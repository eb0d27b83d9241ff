//! The best products of K layers: starts, restarts, refinement.

use nalgebra::DMatrix;
use rayon::prelude::*;

use super::chart::{Chart, length, unpack};
use super::closed_forms::ClosedForm;
use super::instances::{Instance, normal_number};
use super::multipliers::{Schedule, minimize};
use super::polish::polish;
use super::product::Products;
use super::{Effort, LAYERS, TOLERANCE, Word, largest_norm, random, relative_error};
use crate::coupling::{Flow, Half, Layer, Partition};

/// Where the best product comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// From a random start, by its number.
    Random(usize),
    /// From a construction.
    ClosedForm(&'static str),
    /// From the best product with one layer less.
    FewerLayers,
}

impl std::fmt::Display for Origin {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Random(attempt) => write!(formatter, "random start {attempt}"),
            Self::ClosedForm(name) => write!(formatter, "closed form ({name})"),
            Self::FewerLayers => formatter.write_str("one layer less"),
        }
    }
}

/// A product of additive layers that is the matrix up to [`TOLERANCE`].
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// The layers.
    pub flow: Flow<f64>,
    /// The largest spectral norm of a shift.
    pub norm: f64,
    /// The error of the product relative to ‖M‖.
    pub error: f64,
    /// The start.
    pub origin: Origin,
}

/// A first look at a start.
const COARSE: Schedule = Schedule { doublings: &[2, 4], rounds: 6, steps: 100 };
/// The way to the end for the best ones.
const FINE: Schedule = Schedule { doublings: &[4, 6, 8, 10, 11], rounds: 5, steps: 300 };
/// A construction with larger shifts than this is no useful start.
const LARGEST_START: f64 = 1e4;

struct Start {
    word: Word,
    coordinates: Vec<f64>,
    origin: Origin,
}

/// The best for each number of layers; never worse than with fewer.
pub(super) fn all<const D: usize>(
    instance: &Instance,
    place: u64,
    closed_forms: &[ClosedForm],
    effort: &Effort,
    done: &(dyn Fn() + Sync),
) -> Vec<Option<Found>> {
    let mut results: Vec<Option<Found>> = Vec::new();
    for layers in LAYERS {
        let fewer = results.last().cloned().flatten();
        // No search can find what does not exist.
        let result = if layers == 5 && instance.witness {
            None
        } else {
            let mut starts: Vec<Start> =
                closed_forms.iter().filter_map(|form| of_closed_form(form, layers)).collect();
            starts.extend(fewer.iter().flat_map(|fewer| of_fewer(fewer, layers)));
            starts.extend((0..effort.restarts).map(|attempt| at_random::<D>(place, layers, attempt)));
            best::<D>(&instance.matrix, starts, effort.refined)
        };
        let candidates = [result, fewer.map(|fewer| Found { origin: Origin::FewerLayers, ..fewer })];
        results.push(candidates.into_iter().flatten().min_by(|one, other| one.norm.total_cmp(&other.norm)));
        done();
    }
    results
}

/// Every start is looked at, the best are refined; of equal ones the earliest counts, whatever the order of work.
fn best<const D: usize>(matrix: &DMatrix<f64>, starts: Vec<Start>, refined: usize) -> Option<Found> {
    let coarse = |start: Start| {
        let chart = Products::<D>::new(matrix, start.word)?;
        let coordinates = minimize(&chart, start.coordinates, COARSE);
        let forward = chart.forward(&coordinates);
        // A residual left over will cost norm.
        let score = largest_norm(&flow::<D>(&coordinates, start.word)) + 10.0 * length(&forward.residual);
        Some((score, Start { coordinates, ..start }))
    };
    let mut looked_at: Vec<(f64, Start)> = starts.into_par_iter().filter_map(coarse).collect();
    looked_at.sort_by(|(one, _), (other, _)| one.total_cmp(other));
    looked_at.truncate(refined);
    let fine = |(_, start): (f64, Start)| {
        let chart = Products::<D>::new(matrix, start.word)?;
        let coordinates = polish(&chart, minimize(&chart, start.coordinates, FINE));
        let flow = flow::<D>(&coordinates, start.word);
        let (norm, error) = (largest_norm(&flow), relative_error(&flow, matrix));
        (error <= TOLERANCE).then_some(Found { flow, norm, error, origin: start.origin })
    };
    let found: Vec<Option<Found>> = looked_at.into_par_iter().map(fine).collect();
    found.into_iter().flatten().min_by(|one, other| one.norm.total_cmp(&other.norm))
}

fn flow<const D: usize>(coordinates: &[f64], word: Word) -> Flow<f64> {
    let mut flow = Flow::identity(Partition::halves(D));
    for (place, shift) in unpack::<D>(coordinates).iter().enumerate() {
        let shift = DMatrix::from_column_slice(D, D, shift.as_slice());
        flow.push(Layer::additive(word.half(place), shift));
    }
    flow
}

/// Shifts of spectral norm about ½, 1 and 2, in turns.
fn at_random<const D: usize>(place: u64, layers: usize, attempt: usize) -> Start {
    let mut random = random(place, layers, attempt);
    let size = [0.25, 0.5, 1.0][attempt / 2 % 3] / (D as f64).sqrt();
    let coordinates = (0..layers * D * D).map(|_| size * normal_number(&mut random)).collect();
    let word = if attempt.is_multiple_of(2) { Word::StartsFirst } else { Word::StartsSecond };
    Start { word, coordinates, origin: Origin::Random(attempt) }
}

/// The shifts of a construction, scales left out where they are 1 up to rounding.
fn of_closed_form(form: &ClosedForm, layers: usize) -> Option<Start> {
    let additive =
        form.flow.layers().iter().flat_map(|layer| &layer.scale).all(|scale| (scale - 1.0).abs() < 1e-6);
    let useful = additive && form.norm < LARGEST_START && form.layers() <= layers && form.layers() > 0;
    useful.then(|| padded(&form.flow, layers, 0, Origin::ClosedForm(form.name)))
}

/// The layers of the best with fewer, and layers that do nothing after or before them.
fn of_fewer(fewer: &Found, layers: usize) -> Vec<Start> {
    let missing = layers - fewer.flow.layers().len();
    [0, missing].map(|before| padded(&fewer.flow, layers, before, Origin::FewerLayers)).into()
}

fn padded(flow: &Flow<f64>, layers: usize, before: usize, origin: Origin) -> Start {
    let entries = flow.layers().iter().flat_map(|layer| layer.shift.iter().copied());
    let block = flow.partition().first * flow.partition().second;
    let mut coordinates = vec![0.0; before * block];
    coordinates.extend(entries);
    coordinates.resize(layers * block, 0.0);
    let first = flow.layers()[0].writes;
    let starts_first = (first == Half::First) == before.is_multiple_of(2);
    let word = if starts_first { Word::StartsFirst } else { Word::StartsSecond };
    Start { word, coordinates, origin }
}
