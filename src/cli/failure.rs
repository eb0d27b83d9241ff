//! Errors as the command line shows them: one message, a code, a way out, an exit code.

use std::fmt;
use std::io;
use std::path::Path;

use flowcert_check::Rejection;
use miette::Diagnostic;

use crate::coupling::CouplingError;
use crate::coupling::files::ReadError;
use crate::coupling::files::export::ExportError;
use crate::linear::LinearError;

/// The claim does not hold, or the certificate is rejected.
pub(super) const DOES_NOT_HOLD: u8 = 1;
/// Bad usage, or input that cannot be opened or understood.
pub(super) const BAD_INPUT: u8 = 2;
/// A mistake of this program.
pub(super) const INTERNAL: u8 = 3;

/// Why a command stopped.
#[derive(Debug)]
pub(super) struct Failure {
    pub(super) message: String,
    pub(super) code: String,
    pub(super) help: Option<String>,
    pub(super) exit: u8,
}

impl Failure {
    pub(super) fn new(exit: u8, code: impl Into<String>, message: impl Into<String>) -> Self {
        Self { message: message.into(), code: code.into(), help: None, exit }
    }

    pub(super) fn with_help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }

    /// A file that cannot be written.
    pub(super) fn output(path: &Path, error: &io::Error) -> Self {
        // The error may name the temporary file, which means nothing to the user: its kind says what is wrong.
        Self::new(BAD_INPUT, "write::io", format!("cannot write {}: {}", path.display(), error.kind()))
            .with_help("name a file in a folder that exists and can be written to; nothing was left behind")
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl std::error::Error for Failure {}

impl Diagnostic for Failure {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(&self.code))
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.help.as_ref().map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }
}

impl From<ReadError> for Failure {
    fn from(error: ReadError) -> Self {
        Self::new(BAD_INPUT, error.code(), error.to_string()).with_help(error.help())
    }
}

impl From<LinearError> for Failure {
    fn from(error: LinearError) -> Self {
        Self::new(BAD_INPUT, error.code(), error.to_string()).with_help(error.help())
    }
}

impl From<Rejection> for Failure {
    fn from(rejection: Rejection) -> Self {
        Self::new(DOES_NOT_HOLD, rejection.code(), format!("the certificate is rejected: {rejection}"))
            .with_help("ask whoever wrote the certificate; nothing in a rejected one can be relied on")
    }
}

impl From<CouplingError> for Failure {
    fn from(error: CouplingError) -> Self {
        Self::new(BAD_INPUT, error.code(), error.to_string()).with_help(error.help())
    }
}

impl From<ExportError> for Failure {
    fn from(error: ExportError) -> Self {
        Self::new(BAD_INPUT, error.code(), error.to_string()).with_help(error.help())
    }
}

/// Standard output is closed, or the disk is full.
impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::new(BAD_INPUT, "write::io", format!("cannot write the result: {error}"))
            .with_help("free the disk, or send the output elsewhere")
    }
}
