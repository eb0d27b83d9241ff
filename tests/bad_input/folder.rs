//! A folder of inputs and a folder for outputs, and what must not be found in the latter.

use std::fs;
use std::path::PathBuf;

use tempfile::TempDir;

use crate::common::flowcert;
use crate::common::program::text;

/// Two folders that go when the test ends.
pub(super) struct Folder(TempDir);

impl Folder {
    pub(super) fn new() -> Self {
        let folder = Self(tempfile::tempdir().expect("a folder"));
        fs::create_dir(folder.output("")).expect("a folder for outputs");
        folder
    }

    /// The path of an input.
    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Writes an input.
    pub(super) fn with(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        fs::write(self.path(name), bytes).expect("written");
        self.path(name)
    }

    /// A path in the folder of outputs, or that folder.
    pub(super) fn output(&self, name: &str) -> PathBuf {
        self.path("outputs").join(name)
    }

    /// Neither a result nor a temporary file.
    #[track_caller]
    pub(super) fn assert_nothing_left(&self) {
        let left = fs::read_dir(self.output("")).expect("the folder of outputs");
        let left: Vec<_> = left.map(|entry| entry.expect("an entry").file_name()).collect();
        assert!(left.is_empty(), "left behind: {left:?}");
    }
}

/// What `flowcert factor` says of an input that it refuses with this code, on one line; it leaves nothing behind.
#[track_caller]
pub(super) fn refused(name: &str, bytes: impl AsRef<[u8]>, options: &[&str], code: &str) -> String {
    let folder = Folder::new();
    let input = folder.with(name, bytes);
    let output = folder.output("certificate.json");
    let arguments = ["factor", text(&input), "-o", text(&output)];
    let complaint = flowcert(arguments.iter().chain(options)).fails(2, code);
    folder.assert_nothing_left();
    on_one_line(&complaint)
}

/// The lines of an error joined, without its frame.
pub(super) fn on_one_line(complaint: &str) -> String {
    complaint.split_whitespace().filter(|word| *word != "│").collect::<Vec<_>>().join(" ")
}

/// An array of `.npy` with doubles.
pub(super) fn npy(shape: &str, doubles: &[f64]) -> Vec<u8> {
    let header = format!("{{'descr': '<f8', 'fortran_order': False, 'shape': {shape}, }}\n");
    let length = u16::try_from(header.len()).expect("a short header").to_le_bytes();
    let data: Vec<u8> = doubles.iter().copied().flat_map(f64::to_le_bytes).collect();
    [b"\x93NUMPY\x01\x00", &length[..], header.as_bytes(), &data].concat()
}
