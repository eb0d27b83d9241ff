//! Files that are there whole or not at all: written beside, then renamed; and folders that go with the process.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Writes a file through a temporary one in the same folder, so that at no time, and after no failure, `path`
/// holds half of it.
///
/// `write` is given the buffered file; its result is returned. A new file has the permissions that the
/// process's mask leaves, a replaced one keeps its own. A symbolic link is followed. Devices and pipes, such
/// as `/dev/stdout`, are written directly: renaming a file over one would destroy it.
///
/// # Errors
///
/// Those of `write` and of the file system; the temporary file is removed then.
///
/// ```
/// use flowcert::coupling::files::write_atomically;
///
/// let folder = tempfile::tempdir()?;
/// let path = folder.path().join("report.txt");
/// write_atomically(&path, |out| writeln!(out, "done"))?;
/// assert_eq!(std::fs::read_to_string(&path)?, "done\n");
/// # Ok::<(), std::io::Error>(())
/// ```
pub fn write_atomically<T>(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> io::Result<T>,
) -> io::Result<T> {
    let existing = match fs::metadata(path) {
        Ok(metadata) if metadata.is_dir() => return Err(io::ErrorKind::IsADirectory.into()),
        Ok(metadata) if !metadata.is_file() => {
            return buffered(&mut fs::OpenOptions::new().write(true).open(path)?, write);
        }
        Ok(metadata) => Some(metadata),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(error),
    };
    // A link that leads somewhere: the file behind it is the one to replace.
    let target = if existing.is_some() { fs::canonicalize(path)? } else { path.to_owned() };
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if ENDING.load(Ordering::SeqCst) {
        return Err(io::ErrorKind::Interrupted.into());
    }
    let mut temporary = temporary_file(folder)?;
    let _unfinished = Unfinished::register(temporary.path());
    let result = buffered(temporary.as_file_mut(), write)?;
    if let Some(metadata) = existing {
        temporary.as_file().set_permissions(metadata.permissions())?;
    }
    // The bytes must be on the disk before the name is.
    temporary.as_file().sync_all()?;
    temporary.persist(&target)?;
    Ok(result)
}

/// A folder in the system's place for temporary files, removed with everything in it when this value is dropped, or by
/// [`remove_unfinished`].
pub struct TemporaryFolder {
    folder: tempfile::TempDir,
    _unfinished: Unfinished,
}

impl TemporaryFolder {
    /// A new, empty folder.
    ///
    /// # Errors
    ///
    /// Those of the file system.
    pub fn new() -> io::Result<Self> {
        let folder = tempfile::Builder::new().prefix("flowcert-").tempdir()?;
        let unfinished = Unfinished::register(folder.path());
        Ok(Self { folder, _unfinished: unfinished })
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.folder.path()
    }
}

/// Whether the process is about to end.
static ENDING: AtomicBool = AtomicBool::new(false);

/// The temporary files that are being written now, and the temporary folders.
static UNFINISHED: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

fn unfinished() -> MutexGuard<'static, Vec<PathBuf>> {
    UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Removes the temporary files of every write under way, and every [`TemporaryFolder`]: for a process that is about to end
/// before they do.
///
/// Writes that other threads begin after this fail.
pub fn remove_unfinished() {
    ENDING.store(true, Ordering::SeqCst);
    remove_unfinished_in(Path::new(""));
}

/// Those in one folder, or all of them in the empty one.
fn remove_unfinished_in(folder: &Path) {
    for path in unfinished().extract_if(.., |path| path.starts_with(folder)) {
        // A thread that was about to create a file in a folder may do so while the folder is emptied: then again.
        for _ in 0..100 {
            let removed = if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
            if removed.is_ok() || !path.exists() {
                break;
            }
        }
    }
}

/// The entry of a temporary file or folder in the list, for as long as it exists.
struct Unfinished(PathBuf);

impl Unfinished {
    fn register(path: &Path) -> Self {
        unfinished().push(path.to_owned());
        Self(path.to_owned())
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        unfinished().retain(|path| *path != self.0);
    }
}

/// Readable and writable by all, less what the mask takes away, as for any new file.
fn temporary_file(folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder.prefix(".flowcert-").tempfile_in(folder)
}

fn buffered<T>(file: &mut File, write: impl FnOnce(&mut dyn Write) -> io::Result<T>) -> io::Result<T> {
    let mut buffer = BufWriter::new(file);
    let result = write(&mut buffer)?;
    buffer.flush()?;
    Ok(result)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_leaves_the_old_file_and_nothing_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        fs::write(&path, "old").unwrap();
        let outcome = write_atomically(&path, |out| {
            out.write_all(&[b'x'; 100_000])?;
            Err::<(), _>(io::Error::other("stop"))
        });
        assert_eq!(outcome.unwrap_err().to_string(), "stop");
        assert_eq!(fs::read_to_string(&path).unwrap(), "old");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        assert_eq!(write_atomically(&path, |out| write!(out, "new").map(|()| 7)).unwrap(), 7);
        assert_eq!(fs::read_to_string(&path).unwrap(), "new");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn an_interruption_removes_what_is_being_written() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        let outcome = write_atomically(&path, |out| {
            out.write_all(b"half")?;
            assert_eq!(fs::read_dir(folder.path())?.count(), 1);
            remove_unfinished_in(folder.path());
            assert_eq!(fs::read_dir(folder.path())?.count(), 0);
            Ok(())
        });
        assert!(outcome.is_err(), "there is nothing left to rename");
        assert!(!path.exists());
    }

    #[test]
    fn a_temporary_folder_goes_with_its_value_or_with_the_process() {
        let dropped = TemporaryFolder::new().unwrap();
        let path = dropped.path().to_owned();
        fs::write(path.join("file"), "1").unwrap();
        drop(dropped);
        assert!(!path.exists());

        let interrupted = TemporaryFolder::new().unwrap();
        fs::write(interrupted.path().join("file"), "1").unwrap();
        remove_unfinished_in(interrupted.path());
        assert!(!interrupted.path().exists());
    }

    #[test]
    fn folders_and_missing_folders_are_errors() {
        let folder = tempfile::tempdir().unwrap();
        let nothing = |_: &mut dyn Write| Ok(());
        assert_eq!(write_atomically(folder.path(), nothing).unwrap_err().kind(), io::ErrorKind::IsADirectory);
        let missing = folder.path().join("missing").join("file");
        assert_eq!(write_atomically(&missing, nothing).unwrap_err().kind(), io::ErrorKind::NotFound);
    }

    #[test]
    #[cfg(unix)]
    fn permissions_are_those_of_any_file_and_links_and_special_files_survive() {
        use std::os::unix::fs::{FileTypeExt, PermissionsExt, symlink};
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let mode = |name: &str| fs::metadata(at(name)).unwrap().permissions().mode() & 0o777;
        fs::write(at("ordinary"), "").unwrap();
        write_atomically(&at("new"), |out| out.write_all(b"1")).unwrap();
        assert_eq!(mode("new"), mode("ordinary"));

        fs::set_permissions(at("ordinary"), fs::Permissions::from_mode(0o640)).unwrap();
        symlink("ordinary", at("link")).unwrap();
        write_atomically(&at("link"), |out| out.write_all(b"2")).unwrap();
        assert!(fs::symlink_metadata(at("link")).unwrap().is_symlink());
        assert_eq!((fs::read(at("ordinary")).unwrap(), mode("ordinary")), (b"2".to_vec(), 0o640));

        // A socket stands for the devices: it cannot be opened, and must not be replaced either.
        let _socket = std::os::unix::net::UnixListener::bind(at("socket")).unwrap();
        assert!(write_atomically(&at("socket"), |out| out.write_all(b"3")).is_err());
        assert!(fs::metadata(at("socket")).unwrap().file_type().is_socket());
    }
}
