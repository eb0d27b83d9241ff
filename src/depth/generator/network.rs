//! The generator as a network: two matrices and two vectors of doubles.

use nalgebra::DMatrix;
use rug::Rational;

use super::Generator;
use crate::depth::{DepthError, Means, normal};
use crate::matrix::Product;
use crate::scalar::{Ball, nearest_double};

/// `output_weight`·relu(`hidden_weight`·x + `hidden_bias`) + `output_bias` for x = (z₀, z) ∈ ℝⁿ⁺¹, all numbers doubles.
///
/// Of the h = 2(k − 1) + 2n hidden neurons, numbers 2i and 2i + 1 are the two of ramp i; the last 2n are relu(±zⱼ).
#[derive(Clone, Debug, PartialEq)]
pub struct Network {
    /// h × (n + 1).
    pub hidden_weight: DMatrix<f64>,
    /// Length h.
    pub hidden_bias: Vec<f64>,
    /// n × h.
    pub output_weight: DMatrix<f64>,
    /// Length n: μ₁.
    pub output_bias: Vec<f64>,
}

impl Network {
    /// The number of weights and biases different from 0.
    #[must_use]
    pub fn nonzero_weights(&self) -> usize {
        let matrices = self.hidden_weight.iter().chain(self.output_weight.iter());
        matrices.chain(&self.hidden_bias).chain(&self.output_bias).filter(|weight| **weight != 0.0).count()
    }

    /// The number of hidden neurons.
    #[must_use]
    pub fn neurons(&self) -> usize {
        self.hidden_bias.len()
    }

    /// The images of the columns of an (n + 1) × N matrix, by two products of matrices.
    ///
    /// Far to the right of a ramp its two neurons are large and nearly cancel; [`Generator::apply`] does without.
    ///
    /// # Errors
    ///
    /// [`DepthError::Vectors`] for columns of another length.
    pub fn apply(&self, inputs: &DMatrix<f64>) -> Result<DMatrix<f64>, DepthError> {
        if inputs.nrows() != self.hidden_weight.ncols() {
            return Err(DepthError::Vectors { expected: self.hidden_weight.ncols(), found: inputs.nrows() });
        }
        let mut hidden = f64::multiply(&self.hidden_weight, inputs);
        for mut column in hidden.column_iter_mut() {
            for (neuron, bias) in column.iter_mut().zip(&self.hidden_bias) {
                *neuron = (*neuron + bias).max(0.0);
            }
        }
        let mut images = f64::multiply(&self.output_weight, &hidden);
        for mut column in images.column_iter_mut() {
            for (entry, bias) in column.iter_mut().zip(&self.output_bias) {
                *entry += bias;
            }
        }
        Ok(images)
    }
}

impl Generator {
    /// The weights, each the nearest double.
    ///
    /// # Errors
    ///
    /// [`DepthError::Range`].
    pub fn network(&self) -> Result<Network, DepthError> {
        let (dimension, ramps) = (self.mixture.dimension(), self.breakpoints.len());
        let double = |x: &Rational, what| nearest_double(x).ok_or(DepthError::Range { what });
        let slope = double(&Rational::from(self.ramp_width.recip_ref()), "the inverse width of the ramps")?;
        let sigma = self.mixture.sigma_to_double()?;
        let mut hidden_weight = DMatrix::zeros(self.neurons(), dimension + 1);
        let mut hidden_bias = vec![0.0; self.neurons()];
        let mut output_weight = DMatrix::zeros(dimension, self.neurons());
        let points = self.mixture.means().approximations();
        for (i, breakpoint) in self.breakpoints.iter().enumerate() {
            for (neuron, bias) in [2 * i, 2 * i + 1].into_iter().zip(biases(breakpoint, &self.ramp_width)) {
                hidden_weight[(neuron, 0)] = slope;
                hidden_bias[neuron] = double(&bias, "a bias")?;
            }
            for (row, (low, high)) in points[i].iter().zip(&points[i + 1]).enumerate() {
                let step = double(&Rational::from(high - low), "a mean")?;
                output_weight[(row, 2 * i)] = step;
                output_weight[(row, 2 * i + 1)] = -step;
            }
        }
        for coordinate in 0..dimension {
            for (neuron, sign) in [(2 * (ramps + coordinate), 1.0), (2 * (ramps + coordinate) + 1, -1.0)] {
                hidden_weight[(neuron, coordinate + 1)] = sign;
                output_weight[(coordinate, neuron)] = sign * sigma;
            }
        }
        let output_bias: Result<Vec<f64>, DepthError> =
            points[0].iter().map(|x| double(x, "a mean")).collect();
        Ok(Network { hidden_weight, hidden_bias, output_weight, output_bias: output_bias? })
    }

    /// An enclosure of an upper bound of E‖network(z₀, z) − g(z₀, z)‖ in exact arithmetic: what rounding the weights to doubles
    /// may add to the distance from the mixture. `None` where a weight of the hidden layer is rounded.
    ///
    /// # Errors
    ///
    /// [`DepthError::Range`].
    pub fn rounding(&self, network: &Network) -> Result<Option<Ball>, DepthError> {
        let exactly =
            |double: f64, x: &Rational| Rational::from_f64(double).is_some_and(|double| double == *x);
        let slope = Rational::from(self.ramp_width.recip_ref());
        let hidden_is_exact = self.breakpoints.iter().enumerate().all(|(i, breakpoint)| {
            let biases = biases(breakpoint, &self.ramp_width);
            (0..2).all(|j| {
                exactly(network.hidden_weight[(2 * i + j, 0)], &slope)
                    && exactly(network.hidden_bias[2 * i + j], &biases[j])
            })
        });
        if !hidden_is_exact {
            return Ok(None);
        }
        // Each ramp is between 0 and 1, and multiplies the rounding of its step; |σ − σ'|·E‖z‖ ≤ |σ − σ'|·√n.
        let means = self.mixture.means();
        let steps = (0..self.breakpoints.len()).map(|i| step_error(means, i, network));
        let first: Vec<Rational> =
            network.output_bias.iter().filter_map(|x| Rational::from_f64(*x)).collect();
        let sigma = Ball::enclose(self.mixture.sigma_to_double()?, normal::PRECISION);
        let noise = (self.mixture.sigma().ball(2 * normal::PRECISION) - sigma).abs()
            * Ball::enclose(&Rational::from(means.dimension()), normal::PRECISION).sqrt();
        let terms: Vec<Ball> = steps.chain([means.distance_from(0, &first), noise]).collect();
        Ok(Some(normal::sum(&terms)))
    }
}

/// ½ − q/δ and −½ − q/δ.
fn biases(breakpoint: &Rational, ramp_width: &Rational) -> [Rational; 2] {
    let place = Rational::from(breakpoint / ramp_width);
    [(1, 2), (-1, 2)].map(|half| Rational::from(half) - &place)
}

/// ‖(μᵢ₊₁ − μᵢ) − the stored step‖.
fn step_error(means: &Means, i: usize, network: &Network) -> Ball {
    let precision = 2 * normal::PRECISION;
    let scale = means.scale().ball(precision);
    let numerators = means.numerators();
    let pairs = numerators[i].iter().zip(&numerators[i + 1]).enumerate();
    let errors = pairs.map(|(row, (low, high))| {
        let step = Ball::enclose(&Rational::from(high - low), precision) * &scale;
        (step - Ball::enclose(network.output_weight[(row, 2 * i)], precision)).square()
    });
    errors.fold(Ball::enclose(0, precision), |sum, square| sum + square).sqrt()
}
