//! A sequence of coupling layers with one partition.

use nalgebra::DMatrix;

use super::{CouplingError, Half, Layer, Partition};
use crate::matrix::Product;
use crate::matrix::float::FloatField;
use crate::scalar::Field;

/// Coupling layers in the order in which they are applied; consecutive ones write different halves, and none is the
/// identity.
///
/// ```
/// use flowcert::coupling::{Flow, Half, Layer, Partition};
/// use flowcert::matrix::DMatrix;
/// use flowcert::scalar::Rational;
///
/// // −I on ℚ² is three pairs L(1)U(−1).
/// let one = DMatrix::from_element(1, 1, Rational::from(1));
/// let mut flow = Flow::identity(Partition::halves(1));
/// for _ in 0..3 {
///     flow.push(Layer::additive(Half::First, -one.clone()));
///     flow.push(Layer::additive(Half::Second, one.clone()));
/// }
/// assert_eq!(flow.matrix(), -DMatrix::identity(2, 2));
/// assert_eq!(flow.inverse()?.matrix(), flow.matrix());
/// # Ok::<(), flowcert::coupling::CouplingError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Flow<F: Field> {
    partition: Partition,
    layers: Vec<Layer<F>>,
}

impl<F: Field> Flow<F> {
    /// The flow without layers.
    #[must_use]
    pub fn identity(partition: Partition) -> Self {
        Self { partition, layers: Vec::new() }
    }

    /// A flow from layers in the order of application; neighbours that write the same half are merged.
    ///
    /// # Errors
    ///
    /// [`CouplingError::Shape`] for a layer that does not fit the partition.
    pub fn new(
        partition: Partition,
        layers: impl IntoIterator<Item = Layer<F>>,
    ) -> Result<Self, CouplingError> {
        let mut flow = Self::identity(partition);
        for (place, layer) in layers.into_iter().enumerate() {
            check_shape(partition, &layer, place)?;
            flow.push(layer);
        }
        Ok(flow)
    }

    /// The product of additive factors written as on paper, the leftmost acting last.
    ///
    /// # Panics
    ///
    /// If a factor does not fit the partition.
    #[must_use]
    pub fn of_factors<const K: usize>(partition: Partition, factors: [(Half, DMatrix<F>); K]) -> Self {
        let mut flow = Self::identity(partition);
        for (writes, shift) in factors.into_iter().rev() {
            flow.push(Layer::additive(writes, shift));
        }
        flow
    }

    /// Appends a layer, which acts last; it is merged with the layer before it where both write the same half, and
    /// left out where nothing remains of it.
    ///
    /// # Panics
    ///
    /// If the layer does not fit the partition.
    pub fn push(&mut self, layer: Layer<F>) {
        let fits = check_shape(self.partition, &layer, self.layers.len());
        assert!(fits.is_ok(), "a layer must fit its flow's partition: {fits:?}");
        let layer = match self.layers.pop_if(|last| last.writes == layer.writes) {
            Some(last) => last.then(&layer),
            None => layer,
        };
        if !layer.is_identity() {
            self.layers.push(layer);
        }
    }

    /// The partition.
    #[must_use]
    pub fn partition(&self) -> Partition {
        self.partition
    }

    /// The layers in the order of application.
    #[must_use]
    pub fn layers(&self) -> &[Layer<F>] {
        &self.layers
    }

    /// The determinant of the flow, the exact product of all scales; its logarithm is the log-determinant.
    #[must_use]
    pub fn determinant(&self) -> F {
        self.layers
            .iter()
            .flat_map(|layer| &layer.scale)
            .fold(F::one(), |product, scale| product.times(scale))
    }

    /// The largest size in bits of a number in the layers, 0 without layers.
    #[must_use]
    pub fn largest_bits(&self) -> u64 {
        self.layers.iter().map(Layer::largest_bits).max().unwrap_or(0)
    }

    /// The same flow with the two halves exchanged: its matrix is that of `self` conjugated by the exchange.
    #[must_use]
    pub fn swapped(mut self) -> Self {
        for layer in &mut self.layers {
            layer.writes = layer.writes.other();
        }
        Self { partition: self.partition.swapped(), layers: self.layers }
    }

    /// `self` after diag(`first`, `second`), the diagonal pulled into the layers (Lemma 0): into the earliest layer that
    /// writes each half, or into a new last layer where there is none.
    ///
    /// # Panics
    ///
    /// If the diagonals do not have the halves' lengths.
    #[must_use]
    pub fn after_diagonal(self, first: Vec<F>, second: Vec<F>) -> Self {
        let partition = self.partition;
        assert!(
            first.len() == partition.first && second.len() == partition.second,
            "a block diagonal must have the lengths of the halves"
        );
        let (mut pending_first, mut pending_second) = (Some(first), Some(second));
        let mut result = Self::identity(partition);
        for mut layer in self.layers {
            let (own, other) = match layer.writes {
                Half::First => (&mut pending_first, &pending_second),
                Half::Second => (&mut pending_second, &pending_first),
            };
            // A pending diagonal of the half that is read has not happened yet; the shift makes up for it.
            if let Some(diagonal) = other {
                layer.shift = layer.shift_with_columns_scaled(diagonal);
            }
            if let Some(diagonal) = own.take() {
                layer = Layer::scaling(layer.writes, partition, diagonal).then(&layer);
            }
            result.push(layer);
        }
        for (half, pending) in [(Half::First, pending_first), (Half::Second, pending_second)] {
            if let Some(diagonal) = pending {
                result.push(Layer::scaling(half, partition, diagonal));
            }
        }
        result
    }

    /// The inverse flow: the inverse layers in reverse order.
    ///
    /// # Errors
    ///
    /// [`CouplingError::NotInvertible`] if a scale is zero.
    pub fn inverse(&self) -> Result<Self, CouplingError> {
        let mut inverse = Self::identity(self.partition);
        for (place, layer) in self.layers.iter().enumerate().rev() {
            let layer = layer
                .inverse()
                .map_err(|coordinate| CouplingError::NotInvertible { layer: place, coordinate })?;
            inverse.push(layer);
        }
        Ok(inverse)
    }
}

impl<F: Product> Flow<F> {
    /// The images of the columns of `vectors`.
    ///
    /// # Errors
    ///
    /// [`CouplingError::Length`] if the columns do not have the flow's dimension.
    pub fn apply(&self, vectors: &DMatrix<F>) -> Result<DMatrix<F>, CouplingError> {
        if vectors.nrows() != self.partition.size() {
            return Err(CouplingError::Length { expected: self.partition.size(), found: vectors.nrows() });
        }
        let mut images = vectors.clone();
        for layer in &self.layers {
            layer.apply(self.partition, &mut images);
        }
        Ok(images)
    }

    /// The flow's matrix, the product of its layers, of the partition's size.
    #[must_use]
    pub fn matrix(&self) -> DMatrix<F> {
        let mut product = DMatrix::identity(self.partition.size(), self.partition.size());
        for layer in &self.layers {
            layer.apply(self.partition, &mut product);
        }
        product
    }
}

impl<F: FloatField> Flow<F> {
    /// The same layers with their numbers rounded to doubles.
    #[must_use]
    pub fn to_doubles(&self) -> Flow<f64> {
        let mut flow = Flow::identity(self.partition);
        for layer in &self.layers {
            let shift = layer.shift.map(|entry| entry.to_double());
            flow.push(Layer {
                writes: layer.writes,
                shift,
                scale: layer.scale.iter().map(F::to_double).collect(),
            });
        }
        flow
    }
}

impl Flow<f64> {
    /// The same layers with their numbers rounded to singles; a scale stays different from 0. `None` if a number is beyond the
    /// largest single.
    #[must_use]
    pub fn rounded_to_singles(&self) -> Option<Self> {
        let smallest = f64::from(f32::from_bits(1));
        let single = |x: &f64| f64::from(*x as f32);
        let scale = |x: &f64| if *x != 0.0 && single(x) == 0.0 { smallest.copysign(*x) } else { single(x) };
        let mut flow = Self::identity(self.partition);
        for layer in &self.layers {
            let layer = Layer {
                writes: layer.writes,
                shift: layer.shift.map(|x| single(&x)),
                scale: layer.scale.iter().map(scale).collect(),
            };
            if !layer.shift.iter().chain(&layer.scale).all(FloatField::is_finite) {
                return None;
            }
            flow.push(layer);
        }
        Some(flow)
    }
}

fn check_shape<F: Field>(partition: Partition, layer: &Layer<F>, place: usize) -> Result<(), CouplingError> {
    let expected = (partition.length(layer.writes), partition.length(layer.writes.other()));
    if layer.shift.shape() == expected && layer.scale.len() == expected.0 {
        return Ok(());
    }
    Err(CouplingError::Shape {
        layer: place,
        expected_rows: expected.0,
        expected_columns: expected.1,
        rows: layer.shift.nrows(),
        columns: layer.shift.ncols(),
        scales: layer.scale.len(),
    })
}
