//! Named tensors, and beside them what their names do not say.
//!
//! State dicts hold numbers only. What else a library's constructors need (the classes, in which order, with which
//! arguments) is in the metadata of the file, as JSON under the one key `flowcert`: one key, since the order of several
//! would differ from run to run.

use std::borrow::Cow;
use std::collections::HashMap;

use flowcert_check::Factorization;
use nalgebra::DMatrix;
use safetensors::{Dtype, View};
use serde_json::{Value, json};

use super::{ExportError, Format, Precision, Shape};

/// The tensors of a file, and the layers that they belong to.
pub(super) struct Tensors {
    format: Format,
    tensors: Vec<(String, Tensor)>,
    layers: Vec<Value>,
}

struct Tensor {
    dtype: Dtype,
    shape: Vec<usize>,
    bytes: Vec<u8>,
}

impl Tensors {
    pub(super) fn new(format: Format) -> Self {
        Self { format, tensors: Vec::new(), layers: Vec::new() }
    }

    /// Says which class the next layer is and how it is made; returns its number.
    pub(super) fn layer(&mut self, description: Value) -> usize {
        self.layers.push(description);
        self.layers.len() - 1
    }

    /// Numbers of the file's precision; they must be such numbers already.
    pub(super) fn numbers(&mut self, name: String, shape: &[usize], values: impl IntoIterator<Item = f64>) {
        let values = values.into_iter();
        let (dtype, bytes) = match self.format.precision {
            Precision::Single => {
                (Dtype::F32, values.flat_map(|value| (value as f32).to_le_bytes()).collect())
            }
            Precision::Double => (Dtype::F64, values.flat_map(f64::to_le_bytes).collect()),
        };
        self.tensors.push((name, Tensor { dtype, shape: shape.to_vec(), bytes }));
    }

    /// Coordinates, counted from 0.
    pub(super) fn coordinates(&mut self, name: String, values: impl ExactSizeIterator<Item = usize>) {
        let shape = vec![values.len()];
        let bytes = values.flat_map(|value| (value as i64).to_le_bytes()).collect();
        self.tensors.push((name, Tensor { dtype: Dtype::I64, shape, bytes }));
    }

    /// A matrix, whatever the couplings act on.
    pub(super) fn matrix(&mut self, name: String, matrix: &DMatrix<f64>) {
        self.numbers(name, &[matrix.nrows(), matrix.ncols()], by_rows(matrix));
    }

    /// The weight of `torch.nn.Linear` or `torch.nn.Conv2d`.
    pub(super) fn weight(&mut self, name: String, weight: &DMatrix<f64>) {
        let sides = self.sides([weight.nrows(), weight.ncols()]);
        self.numbers(name, &sides, by_rows(weight));
    }

    /// The shape, with two more sides of length 1 on images.
    pub(super) fn sides<const N: usize>(&self, shape: [usize; N]) -> Vec<usize> {
        match self.format.shape {
            Shape::Vectors => shape.to_vec(),
            Shape::Images => shape.into_iter().chain([1, 1]).collect(),
        }
    }

    /// The bytes of the file. `library` is what was read to learn the names, `container` what the layers are put into.
    pub(super) fn serialize(
        self,
        factorization: &Factorization,
        library: &str,
        container: &str,
    ) -> Result<Vec<u8>, ExportError> {
        let about = json!({
            "format": "flowcert-weights/1", "library": library, "container": container,
            "partition": factorization.partition, "mode": factorization.mode.name(),
            "images": self.format.shape == Shape::Images, "layers": self.layers,
        });
        file(self.tensors, &about)
    }
}

/// A named tensor of doubles, its entries row by row.
pub(crate) struct DoubleTensor {
    pub(crate) name: &'static str,
    pub(crate) shape: Vec<usize>,
    pub(crate) values: Vec<f64>,
}

impl DoubleTensor {
    pub(crate) fn matrix(name: &'static str, matrix: &DMatrix<f64>) -> Self {
        Self { name, shape: vec![matrix.nrows(), matrix.ncols()], values: by_rows(matrix).collect() }
    }

    pub(crate) fn vector(name: &'static str, values: &[f64]) -> Self {
        Self { name, shape: vec![values.len()], values: values.to_vec() }
    }
}

/// The bytes of a file with these tensors; `about` goes into the metadata.
pub(crate) fn tensors_of_doubles(
    tensors: impl IntoIterator<Item = DoubleTensor>,
    about: &Value,
) -> Result<Vec<u8>, ExportError> {
    let tensor = |DoubleTensor { name, shape, values }| {
        let bytes = values.into_iter().flat_map(f64::to_le_bytes).collect();
        (name.to_owned(), Tensor { dtype: Dtype::F64, shape, bytes })
    };
    file(tensors.into_iter().map(tensor).collect(), about)
}

fn file(tensors: Vec<(String, Tensor)>, about: &Value) -> Result<Vec<u8>, ExportError> {
    let metadata = HashMap::from([("flowcert".to_owned(), about.to_string())]);
    safetensors::serialize(tensors, Some(metadata))
        .map_err(|error| ExportError::Tensors { reason: error.to_string() })
}

/// The entries row by row, as files have them.
fn by_rows(matrix: &DMatrix<f64>) -> impl Iterator<Item = f64> {
    (0..matrix.nrows()).flat_map(move |i| (0..matrix.ncols()).map(move |j| matrix[(i, j)]))
}

impl View for Tensor {
    fn dtype(&self) -> Dtype {
        self.dtype
    }

    fn shape(&self) -> &[usize] {
        &self.shape
    }

    fn data(&self) -> Cow<'_, [u8]> {
        Cow::Borrowed(&self.bytes)
    }

    fn data_len(&self) -> usize {
        self.bytes.len()
    }
}
