//! The couplings as floats.
//!
//! Exponentials are positive, so the libraries need the signs of the scales elsewhere. A layer with the signs F on the
//! half that it writes is the layer with |Λ| after F: Λy + Sx = |Λ|·Fy + Sx. A diagonal of signs σ moves past a layer with
//! its scale unchanged, σ·(Λ, S) = (Λ, σSσ)·σ, so all of them come to the front, without any rounding.

use flowcert_check::Factorization;
use nalgebra::DMatrix;
use rug::Rational;

use super::{ExportError, Precision};
use crate::coupling::{Half, Partition};
use crate::scalar::{binary_exponent, logarithm, nearest_double, nearest_single};

/// How scales are stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scales {
    /// As they are.
    Any,
    /// Positive, the signs at the front.
    Positive,
    /// By their logarithms, the signs at the front.
    Logarithms,
}

/// One coupling of rounded numbers.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Layer {
    pub(super) writes: Half,
    /// (Written half) × (other half).
    pub(super) shift: DMatrix<f64>,
    /// As they are stored: the scales, or their logarithms.
    pub(super) scale: Vec<f64>,
    /// Whether every scale is 1, once signs are at the front.
    pub(super) additive: bool,
}

/// The couplings in the order in which they are applied, after the signs.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Layers {
    pub(super) partition: Partition,
    pub(super) scales: Scales,
    /// ±1 for each coordinate: what it is multiplied by before the first coupling.
    pub(super) signs: Vec<f64>,
    pub(super) layers: Vec<Layer>,
}

impl Layers {
    pub(super) fn new(
        factorization: &Factorization,
        scales: Scales,
        precision: Precision,
    ) -> Result<Self, ExportError> {
        let [first, second] = factorization.partition;
        let partition = Partition { first, second };
        let layers = factorization.layers.iter().enumerate();
        let layers = layers
            .map(|(place, layer)| rounded(layer, place, partition, scales, precision))
            .collect::<Result<Vec<_>, _>>()?;
        let mut result = Self { partition, scales, signs: vec![1.0; partition.size()], layers };
        if scales != Scales::Any {
            result.move_signs_to_the_front(factorization);
        }
        Ok(result)
    }

    /// The coordinates whose sign changes.
    pub(super) fn flipped(&self) -> Vec<usize> {
        (0..self.signs.len()).filter(|&coordinate| self.signs[coordinate] < 0.0).collect()
    }

    fn move_signs_to_the_front(&mut self, factorization: &Factorization) {
        for (layer, exact) in self.layers.iter_mut().zip(&factorization.layers).rev() {
            let (written, read) =
                (self.partition.start(layer.writes), self.partition.start(layer.writes.other()));
            for i in 0..layer.shift.nrows() {
                for j in 0..layer.shift.ncols() {
                    if self.signs[written + i] * self.signs[read + j] < 0.0 {
                        // From 0, so that 0 stays 0.
                        layer.shift[(i, j)] = 0.0 - layer.shift[(i, j)];
                    }
                }
            }
            for (sign, scale) in self.signs[written..].iter_mut().zip(&exact.scale) {
                if scale.is_negative() {
                    *sign = -*sign;
                }
            }
        }
    }
}

fn rounded(
    layer: &flowcert_check::Layer,
    place: usize,
    partition: Partition,
    scales: Scales,
    precision: Precision,
) -> Result<Layer, ExportError> {
    let (rows, columns) = (partition.length(layer.writes), partition.length(layer.writes.other()));
    let entries = layer.shift.iter().flatten().map(|entry| round(entry, place, precision));
    let shift = DMatrix::from_row_iterator(rows, columns, entries.collect::<Result<Vec<_>, _>>()?);
    let scale = layer.scale.iter().enumerate();
    let scale = scale.map(|(coordinate, scale)| stored(scale, [place, coordinate], scales, precision));
    let unit = |scale: &Rational| if scales == Scales::Any { *scale == 1 } else { *scale.as_abs() == 1 };
    Ok(Layer {
        writes: layer.writes,
        shift,
        scale: scale.collect::<Result<_, _>>()?,
        additive: layer.scale.iter().all(unit),
    })
}

/// The scale at a place (layer, coordinate) as it is stored.
fn stored(
    scale: &Rational,
    [layer, coordinate]: [usize; 2],
    scales: Scales,
    precision: Precision,
) -> Result<f64, ExportError> {
    if scale.is_zero() && scales != Scales::Any {
        return Err(ExportError::ScaleZero { layer, coordinate });
    }
    let magnitude = scale.clone().abs();
    match scales {
        Scales::Any => round(scale, layer, precision),
        // A scale must not become 0.
        Scales::Positive => match round(&magnitude, layer, precision)? {
            0.0 => Err(range(scale, layer, precision)),
            rounded => Ok(rounded),
        },
        Scales::Logarithms => {
            let logarithm = logarithm(&magnitude).ok_or_else(|| range(scale, layer, precision))?;
            // The exponential must be a number of the type again.
            round(&magnitude, layer, precision).and_then(|rounded| match (rounded, precision) {
                (0.0, _) => Err(range(scale, layer, precision)),
                (_, Precision::Single) => Ok(f64::from(logarithm as f32)),
                (_, Precision::Double) => Ok(logarithm),
            })
        }
    }
}

fn round(value: &Rational, layer: usize, precision: Precision) -> Result<f64, ExportError> {
    let nearest = match precision {
        Precision::Single => nearest_single(value).map(f64::from),
        Precision::Double => nearest_double(value),
    };
    nearest.ok_or_else(|| range(value, layer, precision))
}

fn range(value: &Rational, layer: usize, precision: Precision) -> ExportError {
    let exponent = binary_exponent(&value.clone().abs());
    ExportError::Range { layer, exponent, precision: precision.name() }
}

#[cfg(test)]
mod tests {
    use flowcert_check::{Ground, Mode};

    use super::*;

    /// One layer that writes the first of two coordinates; layers know nothing of the matrix.
    fn factorization(scale: Rational) -> Factorization {
        let shift = vec![vec![Rational::from((1, 3))]];
        Factorization {
            arith: flowcert_check::Arith::Exact,
            ground: Ground::Rationals,
            mode: Mode::Signed,
            partition: [1, 1],
            matrix: vec![],
            layers: vec![flowcert_check::Layer { writes: Half::First, shift, scale: vec![scale] }],
            error_bound: Rational::new(),
            max_shift_norm: None,
        }
    }

    fn scale(scale: Rational, scales: Scales, precision: Precision) -> Result<f64, ExportError> {
        Layers::new(&factorization(scale), scales, precision).map(|layers| layers.layers[0].scale[0])
    }

    #[test]
    fn a_scale_zero_is_refused_where_scales_are_positive() {
        let zero = Rational::new;
        let refused = Err(ExportError::ScaleZero { layer: 0, coordinate: 0 });
        assert_eq!(scale(zero(), Scales::Positive, Precision::Double), refused);
        assert_eq!(scale(zero(), Scales::Logarithms, Precision::Double), refused);
        assert_eq!(scale(zero(), Scales::Any, Precision::Double), Ok(0.0));
    }

    #[test]
    fn a_scale_that_would_become_zero_is_out_of_range() {
        let tiny = -(Rational::from(3) >> 160_u32);
        let refused = Err(ExportError::Range { layer: 0, exponent: -159, precision: "float32" });
        assert_eq!(scale(tiny.clone(), Scales::Positive, Precision::Single), refused);
        assert_eq!(scale(tiny.clone(), Scales::Logarithms, Precision::Single), refused);
        assert!(scale(tiny.clone(), Scales::Positive, Precision::Double).is_ok_and(|scale| scale > 0.0));
        assert_eq!(scale(tiny, Scales::Any, Precision::Single), Ok(0.0));
    }

    #[test]
    fn scales_and_their_logarithms_are_rounded_to_the_precision() {
        let scale = |scales, precision| scale(Rational::from((-1, 3)), scales, precision).unwrap();
        assert_eq!(scale(Scales::Any, Precision::Double), -1.0 / 3.0);
        assert_eq!(scale(Scales::Positive, Precision::Single), f64::from(1_f32 / 3.0));
        assert_eq!(scale(Scales::Logarithms, Precision::Double), (1_f64 / 3.0).ln());
        assert_eq!(scale(Scales::Logarithms, Precision::Single), f64::from((1_f64 / 3.0).ln() as f32));
    }
}
