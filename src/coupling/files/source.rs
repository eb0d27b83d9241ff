//! Where bytes come from: a path or standard input, at most [`MAX_BYTES`] of them.

use std::ffi::OsString;
use std::fmt;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read};
use std::path::PathBuf;

use super::error::ReadError;

/// The most bytes that are read from one input: 1 GiB.
pub const MAX_BYTES: u64 = 1 << 30;

/// A file, or standard input (written `-`).
///
/// ```
/// use flowcert::coupling::files::Source;
///
/// assert_eq!(Source::from("-"), Source::Stdin);
/// assert_eq!(Source::from("matrix.csv"), Source::Path("matrix.csv".into()));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// The file at this path.
    Path(PathBuf),
    /// Standard input, whose format is told from its first bytes.
    Stdin,
}

impl From<&str> for Source {
    fn from(text: &str) -> Self {
        Self::from(OsString::from(text))
    }
}

impl From<OsString> for Source {
    fn from(text: OsString) -> Self {
        if text == "-" { Self::Stdin } else { Self::Path(text.into()) }
    }
}

impl fmt::Display for Source {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Path(path) => write!(formatter, "{}", path.display()),
            Self::Stdin => formatter.write_str("standard input"),
        }
    }
}

impl Source {
    /// All bytes of the source.
    pub(super) fn load(&self) -> Result<Vec<u8>, ReadError> {
        let bytes = self.read(MAX_BYTES).map_err(|error| self.explain(&error))?;
        let found = bytes.len() as u64;
        if found == 0 {
            return Err(ReadError::Empty { input: self.clone() });
        }
        if found > MAX_BYTES {
            return Err(ReadError::TooLarge {
                input: self.clone(),
                quantity: "bytes",
                found,
                limit: MAX_BYTES,
            });
        }
        Ok(bytes)
    }

    /// At most `limit + 1` bytes, so that the caller sees whether there were too many.
    fn read(&self, limit: u64) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        match self {
            Self::Stdin => io::stdin().lock().take(limit + 1).read_to_end(&mut bytes)?,
            Self::Path(path) => {
                // Opening a directory succeeds on some systems and is "permission denied" on others.
                if fs::metadata(path)?.is_dir() {
                    return Err(ErrorKind::IsADirectory.into());
                }
                File::open(path)?.take(limit + 1).read_to_end(&mut bytes)?
            }
        };
        Ok(bytes)
    }

    pub(super) fn explain(&self, error: &io::Error) -> ReadError {
        let input = self.clone();
        match error.kind() {
            ErrorKind::NotFound => ReadError::NotFound { input },
            ErrorKind::PermissionDenied => ReadError::Permission { input },
            ErrorKind::IsADirectory => ReadError::Directory { input },
            _ => ReadError::Unreadable { input, reason: error.to_string() },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_way_to_have_no_bytes_is_its_own_error() {
        let folder = tempfile::tempdir().unwrap();
        let source = |name: &str| Source::Path(folder.path().join(name));
        fs::write(folder.path().join("empty"), b"").unwrap();
        assert_eq!(source("absent").load().unwrap_err().code(), "read::not-found");
        assert_eq!(source("empty").load().unwrap_err().code(), "read::empty");
        assert_eq!(Source::Path(folder.path().into()).load().unwrap_err().code(), "read::directory");
        // Superusers may read anything, so the mapping is what can be tested everywhere.
        assert_eq!(source("x").explain(&ErrorKind::PermissionDenied.into()).code(), "read::permission");
        assert_eq!(source("x").explain(&ErrorKind::Other.into()).code(), "read::io");
    }

    #[test]
    fn one_byte_more_than_the_limit_is_read_and_no_more() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("bytes");
        fs::write(&path, [7; 100]).unwrap();
        assert_eq!(Source::Path(path).read(10).unwrap().len(), 11);
    }
}
