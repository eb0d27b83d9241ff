//! Flows to and from certificates.

use flowcert_check::{self as check, Arith, Factorization, Ground};
use nalgebra::DMatrix;
use rug::Rational;

use super::{CouplingError, Flow, Layer, Mode, Partition};
use crate::scalar::Field;

/// What a certificate of a rounded factorization promises, for the checker to confirm.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// An upper bound on ‖product − M‖ / ‖M‖ in the Frobenius norm.
    pub error: Rational,
    /// An upper bound on the spectral norm of every shift.
    pub max_shift_norm: Option<Rational>,
}

impl<F: Field> Flow<F> {
    /// The certificate (kind `factorization`) that this flow of floats is `matrix` up to the bounds.
    ///
    /// # Panics
    ///
    /// If a number is not finite.
    #[must_use]
    pub fn rounded_certificate(
        &self,
        matrix: &DMatrix<Rational>,
        mode: Mode,
        arith: Arith,
        bounds: Bounds,
    ) -> Factorization {
        let partition = self.partition();
        Factorization {
            arith,
            ground: Ground::Rationals,
            mode,
            partition: [partition.first, partition.second],
            matrix: rows(matrix),
            layers: self.layers().iter().map(checked_layer).collect(),
            error_bound: bounds.error,
            max_shift_norm: bounds.max_shift_norm,
        }
    }

    /// The certificate (kind `factorization`, exact) that this flow's matrix is `matrix`, for the checker to judge.
    #[must_use]
    pub fn certificate(&self, matrix: &DMatrix<F>, mode: Mode) -> Factorization {
        let partition = self.partition();
        Factorization {
            arith: Arith::Exact,
            ground: F::order().map_or(Ground::Rationals, Ground::Prime),
            mode,
            partition: [partition.first, partition.second],
            matrix: rows(matrix),
            layers: self.layers().iter().map(checked_layer).collect(),
            error_bound: Rational::new(),
            max_shift_norm: None,
        }
    }

    /// The flow that a certificate holds.
    ///
    /// # Errors
    ///
    /// [`CouplingError::NotInField`] if a number has no image in this field, [`CouplingError::Shape`] if a layer does
    /// not fit the partition.
    pub fn from_certificate(certificate: &Factorization) -> Result<Self, CouplingError> {
        let number = |value: &Rational| {
            F::from_rational(value).ok_or_else(|| CouplingError::NotInField { number: value.to_string() })
        };
        let [first, second] = certificate.partition;
        let partition = Partition { first, second };
        let mut layers = Vec::with_capacity(certificate.layers.len());
        for layer in &certificate.layers {
            let columns = partition.length(layer.writes.other());
            let entries = layer.shift.iter().flatten().map(number).collect::<Result<Vec<_>, _>>()?;
            let shift = DMatrix::from_row_iterator(entries.len() / columns.max(1), columns, entries);
            let scale = layer.scale.iter().map(number).collect::<Result<_, _>>()?;
            layers.push(Layer { writes: layer.writes, shift, scale });
        }
        Self::new(partition, layers)
    }
}

fn checked_layer<F: Field>(layer: &Layer<F>) -> check::Layer {
    check::Layer {
        writes: layer.writes,
        shift: rows(&layer.shift),
        scale: layer.scale.iter().map(F::to_rational).collect(),
    }
}

/// The matrix as a certificate writes it.
pub(crate) fn rows<F: Field>(matrix: &DMatrix<F>) -> check::Matrix {
    matrix.row_iter().map(|row| row.iter().map(F::to_rational).collect()).collect()
}
