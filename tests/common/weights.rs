//! Files of weights, read with the safetensors crate.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use nalgebra::DMatrix;
use safetensors::{Dtype, SafeTensors};
use serde_json::Value;

/// What a file says about its layers, and its tensors.
pub(crate) struct Weights {
    pub(crate) about: Value,
    tensors: BTreeMap<String, Tensor>,
}

struct Tensor {
    dtype: Dtype,
    shape: Vec<usize>,
    values: Vec<f64>,
}

impl Weights {
    #[track_caller]
    pub(crate) fn read(path: &Path) -> Self {
        let bytes = fs::read(path).expect("the weights");
        let (_, metadata) = SafeTensors::read_metadata(&bytes).expect("a header");
        let about = &metadata.metadata().as_ref().expect("metadata")["flowcert"];
        let file = SafeTensors::deserialize(&bytes).expect("a safetensors file");
        let tensors = file.iter().map(|(name, view)| {
            let values = values(view.dtype(), view.data());
            (name.to_owned(), Tensor { dtype: view.dtype(), shape: view.shape().to_vec(), values })
        });
        Self { about: serde_json::from_str(about).expect("JSON"), tensors: tensors.collect() }
    }

    /// `name type shape` of each tensor, in the order of their names.
    pub(crate) fn signatures(&self) -> Vec<String> {
        let signature =
            |(name, tensor): (&String, &Tensor)| format!("{name} {} {:?}", tensor.dtype, tensor.shape);
        self.tensors.iter().map(signature).collect()
    }

    /// The layers' descriptions, in the order in which they are applied.
    #[track_caller]
    pub(crate) fn layers(&self) -> &[Value] {
        self.about["layers"].as_array().expect("a list of layers")
    }

    #[track_caller]
    pub(crate) fn values(&self, name: &str) -> &[f64] {
        &self.tensors.get(name).unwrap_or_else(|| panic!("no {name} in {:?}", self.signatures())).values
    }

    /// A tensor of two sides, or of four of which the last two are 1.
    #[track_caller]
    pub(crate) fn matrix(&self, name: &str) -> DMatrix<f64> {
        let values = self.values(name);
        match self.tensors[name].shape[..] {
            [rows, columns] | [rows, columns, 1, 1] => DMatrix::from_row_slice(rows, columns, values),
            ref shape => panic!("{name} is no matrix: {shape:?}"),
        }
    }
}

fn values(dtype: Dtype, data: &[u8]) -> Vec<f64> {
    match dtype {
        Dtype::F32 => data.as_chunks().0.iter().map(|bytes| f64::from(f32::from_le_bytes(*bytes))).collect(),
        Dtype::F64 => data.as_chunks().0.iter().map(|bytes| f64::from_le_bytes(*bytes)).collect(),
        Dtype::I64 => data.as_chunks().0.iter().map(|bytes| i64::from_le_bytes(*bytes) as f64).collect(),
        other => panic!("tensors of type {other} are not expected"),
    }
}
