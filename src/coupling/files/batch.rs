//! Many matrices at once: the files of a folder, or the slices of a `.npy` array of shape (k, n, n).

use std::fs;
use std::path::{Path, PathBuf};

use super::error::ReadError;
use super::input::{Input, Rows};
use super::matrix_file::MatrixFile;
use super::npy::{self, Stack};
use super::source::Source;
use super::{MAX_BATCH, read_matrix_file};

/// The extensions of the files that a folder is searched for.
const EXTENSIONS: [&str; 5] = ["json", "csv", "npy", "mtx", "safetensors"];

/// A list of matrices, each read when it is asked for. It can be shared between threads.
#[derive(Debug)]
pub enum Batch {
    /// The matrix files of a folder, by name.
    Folder(Vec<PathBuf>),
    /// The slices of an array.
    Array(Source, Stack),
}

impl Batch {
    /// Opens a folder with matrix files, or a `.npy` array of shape (k, n, m); `None` for what is one matrix.
    ///
    /// ```
    /// use flowcert::coupling::files::{Batch, Source};
    ///
    /// let folder = tempfile::tempdir()?;
    /// std::fs::write(folder.path().join("b.csv"), "1,2\n3,4\n")?;
    /// std::fs::write(folder.path().join("a.json"), "[[1, 0], [0, 1]]")?;
    /// std::fs::write(folder.path().join("notes.txt"), "no matrix")?;
    /// let batch = Batch::open(&Source::Path(folder.path().into()))?.expect("a folder");
    /// assert_eq!(batch.len(), 2);
    /// assert_eq!(batch.name(1), "b.csv");
    /// assert_eq!(batch.read(1)?.matrix[(1, 0)], 3);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// A [`ReadError`]: the folder cannot be read or holds no matrix files, the array is not of its format.
    pub fn open(source: &Source) -> Result<Option<Self>, ReadError> {
        match source {
            Source::Path(path) if path.is_dir() => Ok(Some(Self::Folder(matrix_files(source, path)?))),
            Source::Path(path) if has_extension(path, &["npy"]) => {
                let bytes = source.load()?;
                let stack = npy::stack(&Input::new(source, &bytes, Rows::OfMatrix))?;
                Ok(stack.map(|stack| Self::Array(source.clone(), stack)))
            }
            _ => Ok(None),
        }
    }

    /// How many matrices there are.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::Folder(files) => files.len(),
            Self::Array(_, stack) => stack.len(),
        }
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The name of a matrix, different for each: its file's, or its place in the array with leading zeros.
    ///
    /// # Panics
    ///
    /// If there are not so many matrices.
    #[must_use]
    pub fn name(&self, index: usize) -> String {
        match self {
            Self::Folder(files) => {
                files[index].file_name().unwrap_or_default().to_string_lossy().into_owned()
            }
            Self::Array(..) => format!("{index:0width$}", width = (self.len() - 1).to_string().len()),
        }
    }

    /// Reads a matrix.
    ///
    /// # Errors
    ///
    /// Those of [`read_matrix`](super::read_matrix).
    ///
    /// # Panics
    ///
    /// If there are not so many matrices.
    pub fn read(&self, index: usize) -> Result<MatrixFile, ReadError> {
        match self {
            Self::Folder(files) => read_matrix_file(&Source::Path(files[index].clone()), None),
            Self::Array(source, stack) => stack.read(&Input::new(source, &[], Rows::OfMatrix), index),
        }
    }
}

/// The matrix files of a folder, sorted by name.
fn matrix_files(source: &Source, folder: &Path) -> Result<Vec<PathBuf>, ReadError> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .map_err(|error| source.explain(&error))?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.is_file() && has_extension(path, &EXTENSIONS))
        .collect();
    files.sort();
    if files.is_empty() {
        return Err(ReadError::NoMatrices { input: source.clone() });
    }
    if files.len() > MAX_BATCH {
        let (found, limit) = (files.len() as u64, MAX_BATCH as u64);
        return Err(ReadError::TooLarge { input: source.clone(), quantity: "matrices", found, limit });
    }
    Ok(files)
}

fn has_extension(path: &Path, known: &[&str]) -> bool {
    let extension = path.extension().map(|text| text.to_string_lossy().to_ascii_lowercase());
    extension.is_some_and(|extension| known.contains(&extension.as_str()))
}

#[cfg(test)]
mod tests {
    use super::super::tests::npy_file;
    use super::*;

    fn opened(name: &str, bytes: &[u8]) -> Result<Option<Batch>, ReadError> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        Batch::open(&Source::Path(path))
    }

    #[test]
    fn an_array_of_matrices_in_both_orders() {
        // Entry (i, r, c) is 100i + 10r + c.
        let value = |i: usize, r: usize, c: usize| (100 * i + 10 * r + c) as f64;
        let places = (0..3).flat_map(|i| (0..2).flat_map(move |r| (0..2).map(move |c| (i, r, c))));
        let by_rows: Vec<u8> = places.flat_map(|(i, r, c)| value(i, r, c).to_le_bytes()).collect();
        let places = (0..2).flat_map(|c| (0..2).flat_map(move |r| (0..3).map(move |i| (i, r, c))));
        let by_columns: Vec<u8> = places.flat_map(|(i, r, c)| value(i, r, c).to_le_bytes()).collect();
        for (fortran, bytes) in [(false, by_rows), (true, by_columns)] {
            let batch = opened("a.npy", &npy_file("<f8", fortran, "(3, 2, 2)", &bytes)).unwrap().unwrap();
            assert_eq!((batch.len(), batch.name(2).as_str()), (3, "2"));
            for i in 0..3 {
                let matrix = batch.read(i).unwrap().matrix;
                assert!((0..2).all(|r| (0..2).all(|c| matrix[(r, c)] == value(i, r, c))), "{i} {fortran}");
            }
        }
    }

    #[test]
    fn one_matrix_is_no_batch() {
        assert!(
            opened("a.npy", &npy_file("<f8", false, "(1, 1)", &1.0_f64.to_le_bytes())).unwrap().is_none()
        );
        assert!(
            opened("a.npy", &npy_file("<f8", false, "(1, 1, 1, 1)", &1.0_f64.to_le_bytes()))
                .unwrap()
                .is_none()
        );
        assert!(opened("a.csv", b"1,2\n").unwrap().is_none());
    }

    #[test]
    fn what_is_no_array_of_matrices_is_an_error() {
        let code = |shape: &str, bytes: &[u8]| {
            opened("a.npy", &npy_file("<f8", false, shape, bytes)).map(|_| ()).unwrap_err().code()
        };
        assert_eq!(code("(2, 1, 1)", &1.0_f64.to_le_bytes()), "read::truncated");
        assert_eq!(code("(1, 1, 1)", &[0; 16]), "read::format");
        assert_eq!(code("(0, 1, 1)", &[]), "read::shape");
        assert_eq!(code("(1, 0, 1)", &[]), "read::shape");
        assert_eq!(code("(18446744073709551615, 4096, 4096)", &[]), "read::too-large");
        assert_eq!(code("(2, 5000, 1)", &[]), "read::too-large");
        let empty = tempfile::tempdir().unwrap();
        let error = Batch::open(&Source::Path(empty.path().into())).unwrap_err();
        assert_eq!(error.code(), "read::no-matrices");
    }

    #[test]
    fn an_entry_that_is_not_finite_spoils_its_own_matrix_only() {
        let bytes = [1.0, f64::NAN].map(f64::to_le_bytes).concat();
        let batch = opened("a.npy", &npy_file("<f8", false, "(2, 1, 1)", &bytes)).unwrap().unwrap();
        assert!(batch.read(0).is_ok());
        assert_eq!(batch.read(1).unwrap_err().code(), "read::not-finite");
    }
}
