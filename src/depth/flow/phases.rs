//! The ramps of a flow, read back from its layers: bounds are computed from what is stored, not from what was meant.

use rug::Rational;

use super::{Activation, Layer, Unit};
use crate::coupling::Half;

/// One diagonal layer and the ramps after it, which all write the same half: y ← scale·y + a path through the points that
/// goes from each to the next while t crosses a ramp.
pub(super) struct Phase {
    pub(super) scale: Vec<Rational>,
    /// One more than there are ramps.
    pub(super) points: Vec<Vec<Rational>>,
    pub(super) ramps: Vec<Ramp>,
}

/// An interval of t.
pub(super) struct Ramp {
    pub(super) start: Rational,
    pub(super) end: Rational,
}

impl Ramp {
    pub(super) fn centre(&self) -> Rational {
        Rational::from(&self.start + &self.end) / 2_u32
    }

    pub(super) fn width(&self) -> Rational {
        Rational::from(&self.end - &self.start)
    }
}

/// The two phases: the first writes the second half, the second one the first. `None` for layers in another order, or whose
/// units are not ramps that follow each other without overlap.
pub(super) fn phases(layers: &[Layer]) -> Option<[Phase; 2]> {
    let mut phases: Vec<Phase> = Vec::new();
    let order = [Half::Second, Half::First];
    for layer in layers {
        match layer {
            Layer::Affine { scale, shift, .. } => {
                phases.push(Phase { scale: scale.clone(), points: vec![shift.clone()], ramps: Vec::new() });
            }
            Layer::Shift { activation, units, .. } => {
                let phase = phases.last_mut()?;
                let per_ramp = if *activation == Activation::Relu { 2 } else { 1 };
                for units in units.chunks(per_ramp) {
                    phase.append(activation, units)?;
                }
            }
        }
        if order.get(phases.len() - 1) != Some(&layer.writes()) {
            return None;
        }
    }
    phases.try_into().ok()
}

impl Phase {
    fn append(&mut self, activation: &Activation, units: &[Unit]) -> Option<()> {
        let (ramp, height) = ramp(activation, units)?;
        let follows = self.ramps.last().is_none_or(|last| last.end <= ramp.start);
        if !follows || ramp.start >= ramp.end {
            return None;
        }
        let steps = self.points.last()?.iter().zip(&units[0].output);
        let next = steps.map(|(entry, output)| Rational::from(output * &height) + entry).collect();
        self.points.push(next);
        self.ramps.push(ramp);
        Some(())
    }
}

/// Where the units rise from 0 to their full height, and this height.
fn ramp(activation: &Activation, units: &[Unit]) -> Option<(Ramp, Rational)> {
    let first = &units[0];
    if !first.weight.is_positive() {
        return None;
    }
    let height = match (activation, units) {
        (Activation::Clamp { height }, [_]) => height.clone(),
        (Activation::Relu, [first, second]) => {
            let outputs = first.output.iter().zip(&second.output);
            let opposite =
                first.weight == second.weight && outputs.clone().all(|(x, y)| *x == Rational::from(-y));
            opposite.then(|| Rational::from(&first.bias - &second.bias))?
        }
        _ => return None,
    };
    let start = -Rational::from(&first.bias / &first.weight);
    let end = Rational::from(&height / &first.weight) + &start;
    Some((Ramp { start, end }, height))
}
