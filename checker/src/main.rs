//! The command `flowcert-check`: arguments; the work is done by [`flowcert_check::command`].

use std::ffi::OsString;
use std::io::{self, Write};
use std::process::ExitCode;

use flowcert_check::command;

const HELP: &str = "\
Checks certificates of the format flowcert/1: reads each file, recomputes everything, trusts nothing.

Usage: flowcert-check [--quiet] CERT...

  CERT       a certificate's path, or - for standard input; files of up to 1 GiB are read
  --quiet    print nothing for certificates that are verified
  --help     print this text
  --version  print the version
  --         what follows are paths

For each certificate one line: 'verified PATH: what' or 'rejected PATH [code]: why'.

Exit code: 0 all verified, 1 at least one rejected, 2 bad usage or a file that cannot be read.
";

/// What the command line asks for.
enum Request {
    Print(String),
    Check { paths: Vec<OsString>, quiet: bool },
}

fn main() -> ExitCode {
    match parse(std::env::args_os().skip(1)) {
        Ok(Request::Print(text)) => match io::stdout().write_all(text.as_bytes()) {
            Ok(()) => ExitCode::SUCCESS,
            Err(_) => ExitCode::from(command::UNREADABLE),
        },
        Ok(Request::Check { paths, quiet }) => command::check_files("flowcert-check", &paths, quiet),
        Err(problem) => {
            // If even standard error is closed, the exit code remains.
            let _ = writeln!(io::stderr(), "flowcert-check: {problem}\nTry 'flowcert-check --help'.");
            ExitCode::from(command::UNREADABLE)
        }
    }
}

fn parse(arguments: impl Iterator<Item = OsString>) -> Result<Request, String> {
    let (mut paths, mut quiet, mut options) = (Vec::new(), false, true);
    for argument in arguments {
        match argument.to_str().filter(|_| options) {
            Some("--help" | "-h") => return Ok(Request::Print(HELP.to_owned())),
            Some("--version" | "-V") => {
                return Ok(Request::Print(format!("flowcert-check {}\n", env!("CARGO_PKG_VERSION"))));
            }
            Some("--quiet" | "-q") => quiet = true,
            Some("--") => options = false,
            Some(option) if option.starts_with('-') && option != "-" => {
                return Err(format!("unknown option '{option}'"));
            }
            _ => paths.push(argument),
        }
    }
    if paths.is_empty() {
        Err("no certificate is given".to_owned())
    } else {
        Ok(Request::Check { paths, quiet })
    }
}
