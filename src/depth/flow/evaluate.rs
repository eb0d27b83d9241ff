//! The flow and its inverse in doubles.

use nalgebra::DMatrix;
use rayon::prelude::*;
use rug::Rational;

use super::phases::phases;
use super::{Activation, Flow, Layer, Units};
use crate::coupling::Half;
use crate::depth::DepthError;
use crate::scalar::nearest_double;

/// Columns that one task takes through all layers.
const COLUMNS: usize = 32;

/// The flow with every number rounded to a double.
#[derive(Clone, Debug, PartialEq)]
pub struct DoubleFlow {
    dimension: usize,
    layers: Vec<DoubleLayer>,
}

#[derive(Clone, Debug, PartialEq)]
struct DoubleLayer {
    writes: Half,
    map: Map,
}

#[derive(Clone, Debug, PartialEq)]
enum Map {
    Affine {
        scale: Vec<f64>,
        shift: Vec<f64>,
    },
    /// One column of `outputs` for each unit; the height is ∞ for ReLUs.
    Shift {
        height: f64,
        weights: Vec<f64>,
        biases: Vec<f64>,
        outputs: DMatrix<f64>,
    },
}

impl DoubleFlow {
    /// The images of the columns of an n × N matrix.
    ///
    /// # Errors
    ///
    /// [`DepthError::Vectors`] for columns of another length.
    pub fn apply(&self, inputs: &DMatrix<f64>) -> Result<DMatrix<f64>, DepthError> {
        self.each_block(inputs, |block| {
            for layer in &self.layers {
                layer.for_columns(block, self.dimension, DoubleLayer::apply);
            }
        })
    }

    /// The columns whose images these are: the inverse layers in reverse order.
    ///
    /// # Errors
    ///
    /// As [`apply`](Self::apply).
    pub fn invert(&self, images: &DMatrix<f64>) -> Result<DMatrix<f64>, DepthError> {
        self.each_block(images, |block| {
            for layer in self.layers.iter().rev() {
                layer.for_columns(block, self.dimension, DoubleLayer::invert);
            }
        })
    }

    fn each_block(
        &self,
        vectors: &DMatrix<f64>,
        work: impl Fn(&mut [f64]) + Send + Sync,
    ) -> Result<DMatrix<f64>, DepthError> {
        if vectors.nrows() != self.dimension {
            return Err(DepthError::Vectors { expected: self.dimension, found: vectors.nrows() });
        }
        let mut result = vectors.clone();
        result.as_mut_slice().par_chunks_mut(COLUMNS * self.dimension).for_each(work);
        Ok(result)
    }
}

impl DoubleLayer {
    fn for_columns(&self, block: &mut [f64], dimension: usize, map: impl Fn(&Self, &mut [f64], f64)) {
        for column in block.chunks_exact_mut(dimension) {
            let (first, second) = column.split_at_mut(dimension / 2);
            let (written, read) = match self.writes {
                Half::First => (first, second[0]),
                Half::Second => (second, first[0]),
            };
            map(self, written, read);
        }
    }

    fn apply(&self, written: &mut [f64], read: f64) {
        match &self.map {
            Map::Affine { scale, shift } => {
                for ((entry, scale), shift) in written.iter_mut().zip(scale).zip(shift) {
                    *entry = *entry * scale + shift;
                }
            }
            Map::Shift { .. } => self.add(written, read, 1.0),
        }
    }

    fn invert(&self, written: &mut [f64], read: f64) {
        match &self.map {
            Map::Affine { scale, shift } => {
                for ((entry, scale), shift) in written.iter_mut().zip(scale).zip(shift) {
                    *entry = (*entry - shift) / scale;
                }
            }
            Map::Shift { .. } => self.add(written, read, -1.0),
        }
    }

    /// Adds the units, or subtracts them.
    fn add(&self, written: &mut [f64], read: f64, sign: f64) {
        let Map::Shift { height, weights, biases, outputs } = &self.map else { return };
        for (unit, (weight, bias)) in weights.iter().zip(biases).enumerate() {
            let activity = (weight * read + bias).max(0.0).min(*height);
            if activity == 0.0 {
                // Units are in the order of their thresholds: the others are at rest too.
                break;
            }
            for (entry, output) in written.iter_mut().zip(outputs.column(unit).iter()) {
                *entry += sign * activity * output;
            }
        }
    }
}

impl Flow {
    /// The flow with every number rounded to the nearest double.
    ///
    /// # Errors
    ///
    /// [`DepthError::Range`], also for a scale that is rounded to 0.
    pub fn to_doubles(&self) -> Result<DoubleFlow, DepthError> {
        let layers: Option<Vec<DoubleLayer>> = self.layers.par_iter().map(double_layer).collect();
        let layers = layers.ok_or(DepthError::Range { what: "a number of the layers" })?;
        Ok(DoubleFlow { dimension: self.mixture.dimension(), layers })
    }

    /// How fine doubles are for this flow; `None` where the layers are not those of the theorem.
    #[must_use]
    pub fn resolution(&self) -> Option<Resolution> {
        let [second, first] = phases(&self.layers)?;
        let size = |x: &Rational| nearest_double(x).unwrap_or(f64::INFINITY).abs();
        let largest = |values: &mut dyn Iterator<Item = f64>| values.fold(0.0, f64::max);
        let ulp = |x: f64| x.next_up() - x;
        let widths = |ramps: &[super::phases::Ramp]| {
            ramps.iter().map(|ramp| size(&ramp.width())).fold(f64::INFINITY, f64::min)
        };
        let name = largest(&mut second.points.iter().map(|point| size(&point[0])));
        let steps = || second.points.windows(2).map(|pair| size(&Rational::from(&pair[1][0] - &pair[0][0])));
        // On a ramp: t and the unit's bias are rounded at the size of t, here up to 8, and the ramp multiplies that.
        let on_ramp = ulp(8.0) / widths(&second.ramps);
        let units = if self
            .layers
            .iter()
            .any(|layer| matches!(layer, Layer::Shift { activation: Activation::Relu, .. }))
        {
            Units::Relu
        } else {
            Units::Clamp
        };
        let name_error = match units {
            // Two ReLUs nearly cancel to the right of their ramp: every ramp that was passed adds as much.
            Units::Relu => steps().sum::<f64>() * on_ramp + ulp(name) * second.ramps.len() as f64,
            Units::Clamp => largest(&mut steps()) * on_ramp + ulp(name) * second.ramps.len() as f64,
        };
        Some(Resolution {
            first_ramp_ulps: widths(&second.ramps) / ulp(8.0),
            second_ramp_ulps: widths(&first.ramps) / ulp(name),
            name_noise: size(&second.scale[0]),
            name_noise_ulps: size(&second.scale[0]) / ulp(name),
            name_error,
        })
    }
}

/// What doubles resolve of a flow: estimates to first order, not certified.
///
/// The widths are in units of the last place at the largest |t| < 16 and at the largest name: below some thousand, ramps are
/// staircases. The name's noise s₀ must be well above the error of the name, or the second phase reads wrong names: then the
/// samples are wrong by jumps between means, although each layer is computed to full precision.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Resolution {
    /// δ = τ/(2k) in units of the last place of t.
    pub first_ramp_ulps: f64,
    /// η/3 in units of the last place of the names.
    pub second_ramp_ulps: f64,
    /// s₀, at most η/18.
    pub name_noise: f64,
    /// The same in units of the last place of the names.
    pub name_noise_ulps: f64,
    /// An estimate of the largest rounding error of a name: about 2k·ulp for clamp units, times 2k/τ for ReLUs, which cancel.
    pub name_error: f64,
}

impl Resolution {
    /// Whether doubles are too coarse: names may be wrong by more than s₀/16, or a ramp has fewer than 4096 steps.
    #[must_use]
    pub fn is_too_coarse(&self) -> bool {
        let narrowest = self.first_ramp_ulps.min(self.second_ramp_ulps);
        narrowest < 4096.0 || self.name_error > self.name_noise / 16.0
    }
}

fn double_layer(layer: &Layer) -> Option<DoubleLayer> {
    let doubles = |entries: &[Rational]| entries.iter().map(nearest_double).collect::<Option<Vec<f64>>>();
    let map = match layer {
        Layer::Affine { scale, shift, .. } => {
            let scale = doubles(scale).filter(|scale| scale.iter().all(|scale| *scale > 0.0))?;
            Map::Affine { scale, shift: doubles(shift)? }
        }
        Layer::Shift { activation, units, .. } => {
            let height = match activation {
                Activation::Relu => f64::INFINITY,
                Activation::Clamp { height } => nearest_double(height)?,
            };
            let outputs =
                units.iter().map(|unit| doubles(&unit.output)).collect::<Option<Vec<_>>>()?.concat();
            let rows = outputs.len() / units.len().max(1);
            Map::Shift {
                height,
                weights: units.iter().map(|unit| nearest_double(&unit.weight)).collect::<Option<_>>()?,
                biases: units.iter().map(|unit| nearest_double(&unit.bias)).collect::<Option<_>>()?,
                outputs: DMatrix::from_vec(rows, units.len(), outputs),
            }
        }
    };
    Some(DoubleLayer { writes: layer.writes(), map })
}
