//! The minimization: the method of multipliers, with L-BFGS inside.
//!
//! log N + λ·r + (weight/2)‖r‖² is minimized, r the residual; then λ grows by weight·r, which draws the next minimum
//! towards r = 0 without a weight so large that the problem is hard. The power p of the soft maximum N grows from
//! one stage to the next.

use std::cell::RefCell;

use argmin::core::{CostFunction, Error, Executor, Gradient};
use argmin::solver::linesearch::MoreThuenteLineSearch;
use argmin::solver::quasinewton::LBFGS;

use super::Square;
use super::chart::{Chart, length};
use super::soft_norm::log_soft_norm;

/// How long, and how sharp the maximum.
#[derive(Clone, Copy, Debug)]
pub(super) struct Schedule {
    /// log₂ of the powers p, stage by stage.
    pub(super) doublings: &'static [u32],
    /// Rounds with new multipliers in each stage.
    pub(super) rounds: usize,
    /// Steps of L-BFGS in each round.
    pub(super) steps: u64,
}

/// The first weight; log N is of order one.
const FIRST_WEIGHT: f64 = 10.0;
/// The weight grows by this factor where a round has not made the residual four times smaller.
const GROWTH: f64 = 4.0;
/// Beyond this weight rounding would count.
const LARGEST_WEIGHT: f64 = 1e6;
/// How many steps L-BFGS remembers.
const MEMORY: usize = 12;

/// Coordinates with a small soft maximum and a small residual, from a start.
pub(super) fn minimize<const D: usize>(
    chart: &impl Chart<D>,
    start: Vec<f64>,
    schedule: Schedule,
) -> Vec<f64> {
    let mut point = start;
    let mut residual = chart.forward(&point).residual;
    let mut multipliers = vec![0.0; residual.len()];
    let mut weight = FIRST_WEIGHT;
    for &doublings in schedule.doublings {
        for _ in 0..schedule.rounds {
            let before = length(&residual);
            let penalty =
                Penalty { chart, multipliers: &multipliers, weight, doublings, last: RefCell::default() };
            point = descend(penalty, point, schedule.steps);
            residual = chart.forward(&point).residual;
            for (multiplier, entry) in multipliers.iter_mut().zip(&residual) {
                *multiplier += weight * entry;
            }
            if length(&residual) > before / 4.0 {
                weight = (weight * GROWTH).min(LARGEST_WEIGHT);
            }
        }
    }
    point
}

/// L-BFGS; where the line search fails, the best point so far.
fn descend<const D: usize>(penalty: Penalty<'_, D, impl Chart<D>>, start: Vec<f64>, steps: u64) -> Vec<f64> {
    let solver = LBFGS::new(MoreThuenteLineSearch::new(), MEMORY);
    let run = Executor::new(penalty, solver)
        .configure(|state| state.param(start.clone()).max_iters(steps))
        .timer(false)
        .run();
    let best = run.ok().and_then(|mut run| run.state.take_best_param());
    best.filter(|point| point.iter().all(|entry| entry.is_finite())).unwrap_or(start)
}

/// The function that is minimized in one round.
struct Penalty<'a, const D: usize, C> {
    chart: &'a C,
    multipliers: &'a [f64],
    weight: f64,
    doublings: u32,
    /// The last point and its gradient: the solver asks for value and gradient one after the other.
    last: RefCell<(Vec<f64>, Vec<f64>)>,
}

impl<const D: usize, C: Chart<D>> Penalty<'_, D, C> {
    fn value_and_gradient(&self, point: &[f64]) -> (f64, Vec<f64>) {
        let forward = self.chart.forward(point);
        let (norm, by_shifts): (f64, Vec<Square<D>>) = log_soft_norm(&forward.shifts, self.doublings);
        let mut value = norm;
        let by_residual: Vec<f64> = forward
            .residual
            .iter()
            .zip(self.multipliers)
            .map(|(entry, multiplier)| {
                value += entry * (multiplier + self.weight / 2.0 * entry);
                multiplier + self.weight * entry
            })
            .collect();
        (value, self.chart.backward(&forward, &by_shifts, &by_residual))
    }
}

impl<const D: usize, C: Chart<D>> CostFunction for Penalty<'_, D, C> {
    type Param = Vec<f64>;
    type Output = f64;

    fn cost(&self, point: &Vec<f64>) -> Result<f64, Error> {
        let (value, gradient) = self.value_and_gradient(point);
        *self.last.borrow_mut() = (point.clone(), gradient);
        // Outside of the chart nothing is better than here.
        Ok(if value.is_finite() { value } else { f64::MAX })
    }
}

impl<const D: usize, C: Chart<D>> Gradient for Penalty<'_, D, C> {
    type Param = Vec<f64>;
    type Gradient = Vec<f64>;

    fn gradient(&self, point: &Vec<f64>) -> Result<Vec<f64>, Error> {
        let (last, gradient) = &*self.last.borrow();
        if last == point {
            return Ok(gradient.clone());
        }
        Ok(self.value_and_gradient(point).1)
    }
}
