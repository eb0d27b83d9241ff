//! The matrices of the folder examples/, as it is listed now, and their certificates.

use std::fs;
use std::path::{Path, PathBuf};

use super::flowcert;
use super::program::text;

/// The folder of the examples.
pub(crate) fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples")
}

/// The matrix of this name.
pub(crate) fn example(name: &str) -> PathBuf {
    folder().join(name)
}

/// Every file of the folder whose name is that of a matrix, in the order of their names.
pub(crate) fn matrices() -> Vec<PathBuf> {
    let is_matrix = |path: &PathBuf| {
        let extension = path.extension().and_then(|extension| extension.to_str());
        matches!(extension, Some("json" | "csv" | "npy" | "mtx" | "safetensors"))
    };
    let entries = fs::read_dir(folder()).expect("the folder of the examples");
    let mut paths: Vec<PathBuf> =
        entries.map(|entry| entry.expect("an entry").path()).filter(is_matrix).collect();
    paths.sort();
    assert!(paths.len() >= 9, "examples are missing: {paths:?}");
    paths
}

/// The name of an example's file.
pub(crate) fn name(path: &Path) -> String {
    path.file_name().expect("a file").to_string_lossy().into_owned()
}

/// The bytes of the exact certificate that `flowcert factor` writes for a matrix, with further options.
#[track_caller]
pub(crate) fn certificate(matrix: &Path, options: &[&str]) -> Vec<u8> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("certificate.json");
    let arguments = ["factor", text(matrix), "--arith", "exact", "--quiet", "-o", text(&path)];
    let output = flowcert(arguments.iter().chain(options)).succeeds();
    assert_eq!(output, "", "--quiet prints nothing");
    fs::read(&path).expect("the certificate")
}
