//! The constructions of the theorems, evaluated on a matrix: how large their shifts are.

use std::f64::consts::PI;

use nalgebra::DMatrix;

use super::{largest_norm, mode_of, relative_error};
use crate::coupling::{Flow, Half, Layer, Mode, Partition};
use crate::linear::bounded::Sign;
use crate::linear::six::{self, Strategy};
use crate::linear::{bounded, conditioned, orthogonal};
use crate::matrix::exact::ExactField;
use crate::scalar::{Field, Rational};

/// What a factorization rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// Exact over ℚ: the product is the matrix.
    Proved,
    /// In doubles, with an error that has been computed from the product.
    Certified,
}

impl Evidence {
    /// The word that tables print.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Proved => "proved",
            Self::Certified => "certified",
        }
    }
}

/// A construction, evaluated on a matrix.
#[derive(Clone, Debug, PartialEq)]
pub struct ClosedForm {
    /// The construction.
    pub name: &'static str,
    /// Whether scales are used.
    pub mode: Mode,
    /// The largest spectral norm of a shift.
    pub norm: f64,
    /// The error of the product relative to ‖M‖, 0 for an exact one.
    pub error: f64,
    /// What it rests on.
    pub evidence: Evidence,
    /// The layers, rounded to doubles.
    pub flow: Flow<f64>,
}

impl ClosedForm {
    /// The number of layers.
    #[must_use]
    pub fn layers(&self) -> usize {
        self.flow.layers().len()
    }

    fn certified(name: &'static str, flow: Flow<f64>, matrix: &DMatrix<f64>) -> Self {
        let (norm, error, mode) = (largest_norm(&flow), relative_error(&flow, matrix), mode_of(&flow));
        Self { name, mode, norm, error, evidence: Evidence::Certified, flow }
    }
}

/// Every construction that applies, in the order of the number of layers. The place for further ones: a construction that
/// gives a `Flow<f64>` is one more line here.
pub(super) fn all(matrix: &DMatrix<f64>) -> Vec<ClosedForm> {
    let certified = |name, flow: Option<Flow<f64>>| Some(ClosedForm::certified(name, flow?, matrix));
    let mut forms: Vec<ClosedForm> = [
        exact("Theorem 1, fewest layers", matrix, Strategy::Fewest),
        exact("Theorem 1, small numbers", matrix, Strategy::Small),
        certified("rotations, six layers", orthogonal::construct(matrix).ok()),
        certified("one scalar, eight layers", conditioned::construct_within(matrix, 1e-9).ok()),
        certified("bounded, ten layers", bounded::construct(matrix, Sign::Positive).ok()),
    ]
    .into_iter()
    .flatten()
    .collect();
    forms.extend(
        (2..=5).filter_map(|pairs| certified("(L(t)U(−t))ᵐ, t = 2 sin(π/2m)", equal_pairs(matrix, pairs))),
    );
    forms.sort_by_key(ClosedForm::layers);
    forms
}

/// Theorem 1 over ℚ: doubles are rational numbers, so this is exact, in positive mode where their determinant is not
/// exactly 1.
fn exact(name: &'static str, matrix: &DMatrix<f64>, strategy: Strategy) -> Option<ClosedForm> {
    let exact = matrix.map(|entry| entry.to_rational());
    let mode = if Rational::determinant(&exact) == 1 { Mode::Additive } else { Mode::Positive };
    let flow = six::construct(&exact, mode, strategy, super::SEED).ok()?.flow;
    let evidence = if flow.matrix() == exact { Evidence::Proved } else { return None };
    let layers = flow.layers().iter().map(|layer| {
        let shift = layer.shift.map(|entry| f64::from_rational(&entry).unwrap_or(f64::INFINITY));
        let scale = layer.scale.iter().map(|entry| f64::from_rational(entry).unwrap_or(f64::INFINITY));
        Layer { writes: layer.writes, shift, scale: scale.collect() }
    });
    let rounded = Flow::new(flow.partition(), layers).ok()?;
    Some(ClosedForm { name, mode, norm: largest_norm(&rounded), error: 0.0, evidence, flow: rounded })
}

/// −I = (L(tI)U(−tI))ᵐ, t = 2 sin(π/2m): the trace of L(t)U(−t) is 2 − t² = 2 cos(π/m), so its m-th power is −1.
fn equal_pairs(matrix: &DMatrix<f64>, pairs: usize) -> Option<Flow<f64>> {
    let (size, half) = (matrix.nrows(), matrix.nrows() / 2);
    if *matrix != -DMatrix::<f64>::identity(size, size) {
        return None;
    }
    let shift = DMatrix::identity(half, half) * (2.0 * (PI / (2 * pairs) as f64).sin());
    let pair = [Layer::additive(Half::First, -shift.clone()), Layer::additive(Half::Second, shift)];
    Flow::new(Partition::halves(half), pair.iter().cycle().take(2 * pairs).cloned()).ok()
}
