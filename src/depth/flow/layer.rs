//! One coupling layer, as stored.

use rug::Rational;

use crate::coupling::Half;

/// What a unit does to its input; both are 1-Lipschitz and map 0 to 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Activation {
    /// max(t, 0).
    Relu,
    /// min(max(t, 0), height), the height fixed.
    Clamp {
        /// The largest value.
        height: Rational,
    },
}

/// One hidden unit of a conditioner: t ↦ `output`·activation(`weight`·t + `bias`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// The weight of the coordinate that is read.
    pub weight: Rational,
    /// The bias.
    pub bias: Rational,
    /// What is added to the half that is written, for one unit of activation.
    pub output: Vec<Rational>,
}

/// A coupling layer that writes one half y ∈ ℝ^m, m = n/2.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Layer {
    /// y ← scale·y + shift, entry by entry.
    Affine {
        /// The half that is written.
        writes: Half,
        /// Positive numbers, the exponentials of the log-scales.
        scale: Vec<Rational>,
        /// What is added.
        shift: Vec<Rational>,
    },
    /// y ← y + Σ units(t), t the first coordinate of the other half.
    Shift {
        /// The half that is written.
        writes: Half,
        /// What the units have in common.
        activation: Activation,
        /// The units.
        units: Vec<Unit>,
    },
}

impl Layer {
    /// The half that is written.
    #[must_use]
    pub fn writes(&self) -> Half {
        match self {
            Self::Affine { writes, .. } | Self::Shift { writes, .. } => *writes,
        }
    }

    /// The parameters that depend on the means of the target: the biases of a diagonal layer; weight, bias and outputs of
    /// every unit.
    #[must_use]
    pub fn free_parameters(&self) -> usize {
        match self {
            Self::Affine { shift, .. } => shift.len(),
            Self::Shift { units, .. } => units.iter().map(|unit| 2 + unit.output.len()).sum(),
        }
    }

    /// The parameters that are the same for all targets of one n, k, σ and τ: the log-scales.
    #[must_use]
    pub fn fixed_parameters(&self) -> usize {
        match self {
            Self::Affine { scale, .. } => scale.len(),
            Self::Shift { .. } => 0,
        }
    }

    /// Applies the layer to a point of ℝⁿ.
    pub(super) fn apply_exact(&self, point: &mut [Rational]) {
        let half = point.len() / 2;
        let (first, second) = point.split_at_mut(half);
        let (written, read) = match self.writes() {
            Half::First => (first, &second[0]),
            Half::Second => (second, &first[0]),
        };
        match self {
            Self::Affine { scale, shift, .. } => {
                for ((entry, scale), shift) in written.iter_mut().zip(scale).zip(shift) {
                    *entry *= scale;
                    *entry += shift;
                }
            }
            Self::Shift { activation, units, .. } => {
                for unit in units {
                    let activity = activation.exact(Rational::from(&unit.weight * read) + &unit.bias);
                    if activity.is_zero() {
                        continue;
                    }
                    for (entry, output) in written.iter_mut().zip(&unit.output) {
                        *entry += Rational::from(output * &activity);
                    }
                }
            }
        }
    }
}

impl Activation {
    fn exact(&self, t: Rational) -> Rational {
        match self {
            _ if t.is_negative() => Rational::new(),
            Self::Clamp { height } if t > *height => height.clone(),
            _ => t,
        }
    }
}
