//! Checking files from a command line: one line for each certificate, and an exit code.
//!
//! Shared by the program `flowcert-check` and by every other front end that verifies certificates. Here: files, lines,
//! exit codes; the checking is the rest of the library.

use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io::{self, Read, Write};
use std::process::ExitCode;

use crate::limits::MAX_FILE_BYTES;
use crate::{Rejection, Verified, check_bytes};

/// Exit code: at least one certificate is rejected.
pub const REJECTED: u8 = 1;
/// Exit code: bad usage, or a file that cannot be read.
pub const UNREADABLE: u8 = 2;

/// Checks each file (`-` is standard input) and prints `verified PATH: what` or `rejected PATH [code]: why` for it; with
/// `quiet` only the rejections. `program` names whoever complains of unreadable files on standard error. The exit code is
/// that of the worst file: 0 verified, 1 rejected, 2 unreadable.
#[must_use]
pub fn check_files(program: &str, paths: &[OsString], quiet: bool) -> ExitCode {
    // Whoever closes our output early has not heard every answer: no success is claimed.
    ExitCode::from(check_all(program, paths, quiet).unwrap_or(UNREADABLE))
}

fn check_all(program: &str, paths: &[OsString], quiet: bool) -> io::Result<u8> {
    let mut output = io::stdout().lock();
    let mut worst = 0;
    for path in paths {
        let name = path.to_string_lossy();
        let outcome = match check_file(path) {
            Ok(Ok(verified)) => {
                if !quiet {
                    writeln!(output, "verified {name}: {verified}")?;
                }
                0
            }
            Ok(Err(rejection)) => {
                writeln!(output, "rejected {name} [{}]: {rejection}", rejection.code())?;
                REJECTED
            }
            Err(error) => {
                // If even standard error is closed, the exit code remains.
                let _ = writeln!(io::stderr(), "{program}: cannot read {name}: {error}");
                UNREADABLE
            }
        };
        worst = worst.max(outcome);
    }
    output.flush()?;
    Ok(worst)
}

fn check_file(path: &OsStr) -> io::Result<Result<Verified, Rejection>> {
    Ok(load(path)?.and_then(|bytes| check_bytes(&bytes)))
}

/// The bytes of a certificate, `-` for standard input; rejected if there are more than [`MAX_FILE_BYTES`].
///
/// # Errors
///
/// Those of opening and reading the file.
pub fn load(path: &OsStr) -> io::Result<Result<Vec<u8>, Rejection>> {
    let mut bytes = Vec::new();
    if path == "-" {
        io::stdin().lock().take(MAX_FILE_BYTES + 1).read_to_end(&mut bytes)?;
    } else {
        File::open(path)?.take(MAX_FILE_BYTES + 1).read_to_end(&mut bytes)?;
    }
    let (found, limit) = (bytes.len() as u64, MAX_FILE_BYTES);
    if found > limit {
        let place = "the file".to_owned();
        return Ok(Err(Rejection::TooLarge { place, what: "the number of bytes read", found, limit }));
    }
    Ok(Ok(bytes))
}
