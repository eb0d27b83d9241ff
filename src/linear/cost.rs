//! What couplings cost in place of one dense matrix: multiplications and numbers stored are counted, latencies measured.
//!
//! A coupling layer of n = 2d channels has one d × d product, n²/4 multiplications for each vector, and d more where it
//! scales. Six additive layers are 1.5 n² multiplications, ten bounded ones 2.5 n² + n, one dense matrix is n². In return
//! the inverse costs what the map costs and the log-determinant is a sum.

use std::hint::black_box;
use std::time::Instant;

use nalgebra::DMatrix;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::bounded::Sign;
use super::{LinearError, bounded, orthogonal};
use crate::coupling::{Flow, Layer};
use crate::matrix::Product;
use crate::matrix::float::{FloatField, Lu, has_positive_determinant};

/// The seed of the matrices and vectors that are timed.
pub const SEED: u64 = 1;

/// How a linear map is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// One product with the matrix.
    Dense,
    /// One product with the inverse, computed beforehand.
    DenseInverse,
    /// Two triangular solves with the LU factors.
    LuSolve,
    /// Six couplings, for a rotation.
    Six,
    /// The six couplings inverted, last first.
    SixInverse,
    /// Ten couplings, for any matrix.
    Ten,
    /// The ten couplings inverted, last first.
    TenInverse,
}

impl Method {
    /// All of them, forward and inverse in turns.
    pub const ALL: [Self; 7] = [
        Self::Dense,
        Self::Six,
        Self::Ten,
        Self::DenseInverse,
        Self::LuSolve,
        Self::SixInverse,
        Self::TenInverse,
    ];

    /// The method in words.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Dense => "1×1 convolution",
            Self::DenseInverse => "precomputed inverse",
            Self::LuSolve => "LU solve",
            Self::Six | Self::SixInverse => "six couplings",
            Self::Ten | Self::TenInverse => "ten couplings",
        }
    }

    /// Whether it computes the inverse.
    #[must_use]
    pub fn is_inverse(self) -> bool {
        !matches!(self, Self::Dense | Self::Six | Self::Ten)
    }
}

/// Multiplications for each vector and numbers stored, exactly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count {
    /// Multiplications (in an LU solve, divisions count as well).
    pub multiplications: usize,
    /// Numbers stored.
    pub parameters: usize,
}

impl Count {
    /// Of one product with, or one LU solve for, an n × n matrix: n² of both.
    fn dense(channels: usize) -> Self {
        Self { multiplications: channels * channels, parameters: channels * channels }
    }

    /// Of a flow: the shifts' entries, and the scales that are not 1.
    fn of(flow: &Flow<f64>) -> Self {
        let scales = |layer: &Layer<f64>| if is_additive(layer) { 0 } else { layer.scale.len() };
        let numbers = flow.layers().iter().map(|layer| layer.shift.len() + scales(layer)).sum();
        Self { multiplications: numbers, parameters: numbers }
    }
}

fn is_additive(layer: &Layer<f64>) -> bool {
    layer.scale.iter().all(|scale| *scale == 1.0)
}

/// Repeated timings of one vector in a batch, in seconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Latency {
    /// The median.
    pub median: f64,
    /// The least.
    pub least: f64,
    /// The largest.
    pub largest: f64,
}

/// One method for one number of channels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cost {
    /// The number of channels n.
    pub channels: usize,
    /// The method.
    pub method: Method,
    /// What is counted.
    pub count: Count,
    /// What is measured, on this machine.
    pub latency: Latency,
    /// ‖image − image under the matrix‖ / ‖image‖ on the batch (for the inverse, of the preimage): that the same map is timed.
    pub error: f64,
}

/// How much is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timing {
    /// Vectors in a batch, all handed over at once.
    pub batch: usize,
    /// Repeated timings.
    pub repeats: usize,
}

impl Default for Timing {
    fn default() -> Self {
        Self { batch: 256, repeats: 15 }
    }
}

/// The costs of all methods for one number of channels, on one thread and with one product kernel for all.
///
/// The six couplings are those of a random rotation, the ten couplings and the dense matrix those of a random Gaussian
/// matrix.
///
/// # Errors
///
/// [`LinearError`]: an odd number of channels, or no convergence.
pub fn measure(channels: usize, timing: Timing) -> Result<Vec<Cost>, LinearError> {
    let mut random = ChaCha8Rng::seed_from_u64(SEED);
    let mut uniform =
        |rows, columns| DMatrix::from_fn(rows, columns, |_, _| 2.0 * random.random::<f64>() - 1.0);
    let (matrix, vectors) = (uniform(channels, channels), uniform(channels, timing.batch));
    let rotation = f64::orthogonal_factor(&uniform(channels, channels));
    let positive = Lu::of(&matrix).determinant_is_positive();
    let sign = if positive { Sign::Positive } else { Sign::Negative };
    let maps = Maps {
        six: orthogonal::construct(&oriented(rotation.clone()))?,
        ten: bounded::construct(&matrix, sign)?,
        rotation: oriented(rotation),
        lu: Lu::of(&matrix),
        matrix,
    };
    Method::ALL.into_iter().map(|method| maps.cost(method, &vectors, timing)).collect()
}

/// A rotation from an orthogonal matrix.
fn oriented(mut orthogonal: DMatrix<f64>) -> DMatrix<f64> {
    if !has_positive_determinant(&orthogonal) {
        orthogonal.row_mut(0).neg_mut();
    }
    orthogonal
}

/// What is timed.
struct Maps {
    matrix: DMatrix<f64>,
    rotation: DMatrix<f64>,
    lu: Lu,
    six: Flow<f64>,
    ten: Flow<f64>,
}

impl Maps {
    fn cost(&self, method: Method, vectors: &DMatrix<f64>, timing: Timing) -> Result<Cost, LinearError> {
        let channels = self.matrix.nrows();
        let dense = Count::dense(channels);
        // The inverses are prepared outside of the timing, for both sides.
        let finite = |flow: &Flow<f64>| flow.inverse().map_err(|_| LinearError::Overflow);
        let (count, (latency, images)) = match method {
            Method::Dense => (dense, timed(|| f64::multiply(&self.matrix, vectors), timing)),
            Method::DenseInverse => {
                let inverse = self.lu.inverse();
                (dense, timed(|| f64::multiply(&inverse, vectors), timing))
            }
            Method::LuSolve => (dense, timed(|| self.lu.solve(vectors), timing)),
            Method::Six => self.flow(&self.six, vectors, timing),
            Method::SixInverse => self.flow(&finite(&self.six)?, vectors, timing),
            Method::Ten => self.flow(&self.ten, vectors, timing),
            Method::TenInverse => self.flow(&finite(&self.ten)?, vectors, timing),
        };
        let error = self.error(method, vectors, &images);
        Ok(Cost { channels, method, count, latency, error })
    }

    fn flow(
        &self,
        flow: &Flow<f64>,
        vectors: &DMatrix<f64>,
        timing: Timing,
    ) -> (Count, (Latency, DMatrix<f64>)) {
        let apply = || flow.apply(vectors).unwrap_or_else(|_| vectors.clone());
        (Count::of(flow), timed(apply, timing))
    }

    /// The error against the plain product with the matrix.
    fn error(&self, method: Method, vectors: &DMatrix<f64>, images: &DMatrix<f64>) -> f64 {
        let matrix =
            if matches!(method, Method::Six | Method::SixInverse) { &self.rotation } else { &self.matrix };
        if method.is_inverse() {
            (f64::multiply(matrix, images) - vectors).norm() / vectors.norm()
        } else {
            let expected = f64::multiply(matrix, vectors);
            (images - &expected).norm() / expected.norm()
        }
    }
}

/// The least time that one timing takes: enough runs in a row are timed as one.
const LEAST_SECONDS: f64 = 2e-3;

/// Repeated timings of a map on a batch, and its result.
fn timed(map: impl Fn() -> DMatrix<f64>, timing: Timing) -> (Latency, DMatrix<f64>) {
    let seconds = |runs: usize| {
        let start = Instant::now();
        for _ in 0..runs {
            black_box(map());
        }
        start.elapsed().as_secs_f64()
    };
    let images = map();
    let once = seconds(1).max(1e-9);
    let runs = (LEAST_SECONDS / once).ceil() as usize;
    let mut times: Vec<f64> =
        (0..timing.repeats.max(1)).map(|_| seconds(runs) / (runs * timing.batch) as f64).collect();
    times.sort_by(f64::total_cmp);
    let latency =
        Latency { median: times[times.len() / 2], least: times[0], largest: times[times.len() - 1] };
    (latency, images)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_counts_are_those_of_the_formulas_and_every_map_is_the_same_map() {
        for channels in [4, 8, 16, 32] {
            let costs = measure(channels, Timing { batch: 4, repeats: 1 }).expect("an even number");
            assert_eq!(costs.len(), Method::ALL.len());
            for cost in costs {
                let square = channels * channels;
                let expected = match cost.method {
                    Method::Six | Method::SixInverse => 3 * square / 2,
                    Method::Ten | Method::TenInverse => 5 * square / 2 + channels,
                    _ => square,
                };
                assert_eq!(cost.count, Count { multiplications: expected, parameters: expected }, "{cost:?}");
                assert!(cost.error < 1e-9, "{cost:?}");
                assert!(0.0 < cost.latency.least && cost.latency.least <= cost.latency.median, "{cost:?}");
            }
        }
    }

    #[test]
    fn an_odd_number_of_channels_has_no_halves() {
        let timing = Timing { batch: 1, repeats: 1 };
        assert_eq!(measure(3, timing), Err(LinearError::NoHalves { size: 3 }));
    }
}
