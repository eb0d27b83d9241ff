//! Certificates of layers that are chosen here, exported.

use std::path::{Path, PathBuf};

use nalgebra::DMatrix;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::common::algebra::{product_of_layers, to_json};
use crate::common::flowcert;
use crate::common::program::text;
use crate::common::weights::Weights;

/// A certificate in a folder of its own.
pub(super) struct Exported {
    folder: TempDir,
    pub(super) certificate: Value,
}

impl Exported {
    /// The certificate, in signed mode, of these layers; its matrix is what they make.
    pub(super) fn new(partition: [usize; 2], layers: &Value) -> Self {
        let mut certificate = json!({
            "format": "flowcert/1", "kind": "factorization", "arith": "exact", "mode": "signed",
            "partition": partition, "layers": layers, "error_bound": "0",
        });
        certificate["matrix"] = to_json(&product_of_layers(&certificate));
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("certificate.json"), certificate.to_string()).expect("written");
        Self { folder, certificate }
    }

    /// Four layers on 2 + 2 coordinates with negative scales at both ends and in the middle, an additive one among them.
    pub(super) fn of_many_signs() -> Self {
        Self::new(
            [2, 2],
            &json!([
                { "writes": "second", "shift": [["1", "-2/3"], ["3/2", "1/5"]], "scale": ["-2", "3"] },
                { "writes": "first", "shift": [["0", "1"], ["-1/7", "2"]], "scale": ["1/3", "-1"] },
                { "writes": "second", "shift": [["1/2", "-1"], ["4", "0"]], "scale": ["1", "1"] },
                { "writes": "first", "shift": [["-3", "1/9"], ["1", "5/3"]], "scale": ["-5", "-1/4"] },
            ]),
        )
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// What `flowcert export --to TARGET` writes, and what it prints.
    #[track_caller]
    pub(super) fn to(&self, target: &str, options: &[&str]) -> (Weights, String) {
        let output = self.path("weights.safetensors");
        let printed = export(&self.path("certificate.json"), target, &output, options);
        (Weights::read(&output), printed)
    }

    /// The matrix in doubles.
    pub(super) fn matrix(&self) -> DMatrix<f64> {
        let rows = product_of_layers(&self.certificate);
        DMatrix::from_fn(rows.len(), rows.len(), |i, j| rows[i][j].to_f64())
    }
}

/// Exports a certificate to a file.
#[track_caller]
pub(super) fn export(certificate: &Path, target: &str, output: &Path, options: &[&str]) -> String {
    let arguments = ["export", text(certificate), "--to", target, "-o", text(output)];
    flowcert(arguments.iter().chain(options)).succeeds()
}
