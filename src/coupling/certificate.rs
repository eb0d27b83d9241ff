//! Flows to and from certificates.

use flowcert_check::{self as check, Arith, Factorization, Ground};
use nalgebra::DMatrix;
use rug::Rational;

use super::{CouplingError, Flow, Layer, Mode, Partition};
use crate::scalar::Field;

impl<F: Field> Flow<F> {
    /// The certificate (kind `factorization`, exact) that this flow's matrix is `matrix`, for the checker to judge.
    #[must_use]
    pub fn certificate(&self, matrix: &DMatrix<F>, mode: Mode) -> Factorization {
        let layer = |layer: &Layer<F>| check::Layer {
            writes: layer.writes,
            shift: rows(&layer.shift),
            scale: layer.scale.iter().map(F::to_rational).collect(),
        };
        let partition = self.partition();
        Factorization {
            arith: Arith::Exact,
            ground: F::order().map_or(Ground::Rationals, Ground::Prime),
            mode,
            partition: [partition.first, partition.second],
            matrix: rows(matrix),
            layers: self.layers().iter().map(layer).collect(),
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

fn rows<F: Field>(matrix: &DMatrix<F>) -> check::Matrix {
    matrix.row_iter().map(|row| row.iter().map(F::to_rational).collect()).collect()
}
