//! The pictures that a table may be drawn into.

use std::io;
use std::path::{Path, PathBuf};

use crate::cli::failure::{BAD_INPUT, Failure, INTERNAL};
use crate::coupling::files::write_atomically;
use crate::report::{Picture, PictureFormat, picture};

/// Files and their formats.
pub(super) struct Pictures<'a>(Vec<(&'a Path, PictureFormat)>);

impl<'a> Pictures<'a> {
    /// A picture that cannot be drawn or written is refused here, before the work, not after it.
    pub(super) fn new(paths: &'a [PathBuf]) -> Result<Self, Failure> {
        paths.iter().map(|path| Ok((path.as_path(), format(path)?))).collect::<Result<_, _>>().map(Self)
    }

    /// Draws and writes all of them.
    pub(super) fn write(&self, drawn: &impl Picture) -> Result<(), Failure> {
        for &(path, format) in &self.0 {
            let bytes = picture(drawn, format).map_err(|error| {
                Failure::new(INTERNAL, "plot::internal", format!("the picture cannot be drawn: {error}"))
                    .with_help("this is a mistake of the program; please report it")
            })?;
            write_atomically(path, |out| out.write_all(&bytes))
                .map_err(|error| Failure::output(path, &error))?;
        }
        Ok(())
    }
}

fn format(path: &Path) -> Result<PictureFormat, Failure> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    if folder.is_some_and(|folder| !folder.is_dir()) {
        return Err(Failure::output(path, &io::ErrorKind::NotFound.into()));
    }
    PictureFormat::of(path).ok_or_else(|| {
        Failure::new(BAD_INPUT, "plot::format", format!("{} is neither .svg nor .png", path.display()))
            .with_help("name the picture .svg for lines that scale, .png for pixels")
    })
}
