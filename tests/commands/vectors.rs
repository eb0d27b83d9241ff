//! A certificate in a folder of its own, and vectors to which it is applied.

use std::fs;
use std::path::{Path, PathBuf};

use rug::Rational;
use serde_json::Value;
use tempfile::TempDir;

use crate::common::Matrix;
use crate::common::algebra::{from_csv, image, matrix, to_csv};
use crate::common::examples::certificate;
use crate::common::flowcert_with_input;
use crate::common::program::text;

pub(super) struct Certified {
    folder: TempDir,
    pub(super) matrix: Matrix,
}

impl Certified {
    /// Factors an example.
    pub(super) fn new(example: &Path, options: &[&str]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let bytes = certificate(example, options);
        let parsed: Value = serde_json::from_slice(&bytes).expect("JSON");
        fs::write(folder.path().join("certificate.json"), bytes).expect("written");
        Self { folder, matrix: matrix(&parsed["matrix"]) }
    }

    pub(super) fn certificate(&self) -> PathBuf {
        self.path("certificate.json")
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// What `flowcert apply` prints for vectors on standard input.
    #[track_caller]
    pub(super) fn apply(&self, vectors: &Matrix, options: &[&str]) -> Matrix {
        from_csv(&self.apply_text(&to_csv(vectors), options))
    }

    #[track_caller]
    pub(super) fn apply_text(&self, vectors: &str, options: &[&str]) -> String {
        let certificate = self.certificate();
        let arguments = ["apply", text(&certificate), "-"];
        flowcert_with_input(arguments.iter().chain(options), vectors).succeeds()
    }

    /// M·x for each vector x, computed here.
    pub(super) fn images(&self, vectors: &Matrix) -> Matrix {
        vectors.iter().map(|vector| image(&self.matrix, vector)).collect()
    }

    /// A few vectors of the right length: the unit vectors, and fractions without a pattern.
    pub(super) fn vectors(&self) -> Matrix {
        let size = self.matrix.len();
        let entry = |i: usize, j: usize| match i.checked_sub(size) {
            None => Rational::from(u8::from(i == j)),
            Some(i) => Rational::from(((7 * i + 11 * j * j) as i64 % 19 - 9, (3 * i + j) as i64 % 7 + 1)),
        };
        (0..size + 3).map(|i| (0..size).map(|j| entry(i, j)).collect()).collect()
    }
}
