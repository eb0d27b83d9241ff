//! The program `flowcert`, run as a user runs it, and what it answers.

use std::ffi::OsStr;
use std::path::Path;

use assert_cmd::Command;
use assert_cmd::cargo::cargo_bin_cmd;

/// What one run said, and its exit code.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) exit: Option<i32>,
    pub(crate) output: String,
    pub(crate) complaint: String,
}

/// The program, not yet started.
pub(crate) fn program() -> Command {
    cargo_bin_cmd!("flowcert")
}

/// Runs `flowcert` with these arguments.
pub(crate) fn flowcert<A: AsRef<OsStr>>(arguments: impl IntoIterator<Item = A>) -> Answer {
    Answer::of(program().args(arguments))
}

/// Runs `flowcert` with these arguments and this standard input.
pub(crate) fn flowcert_with_input<A: AsRef<OsStr>>(
    arguments: impl IntoIterator<Item = A>,
    input: impl Into<Vec<u8>>,
) -> Answer {
    Answer::of(program().args(arguments).write_stdin(input))
}

/// A path as an argument; the folders of the tests have names in UTF-8.
pub(crate) fn text(path: &Path) -> &str {
    path.to_str().expect("a path in UTF-8")
}

impl Answer {
    pub(crate) fn of(command: &mut Command) -> Self {
        let output = command.output().expect("the program starts");
        let utf8 = |bytes: Vec<u8>| String::from_utf8(bytes).expect("the program writes UTF-8");
        Self { exit: output.status.code(), output: utf8(output.stdout), complaint: utf8(output.stderr) }
    }

    /// Standard output of a run that succeeds and complains of nothing.
    #[track_caller]
    pub(crate) fn succeeds(self) -> String {
        assert_eq!((self.exit, self.complaint.as_str()), (Some(0), ""), "{self:#?}");
        self.output
    }

    /// Standard error of a run that fails with this exit code: exactly one error with this code and a help line, no panic,
    /// and nothing on standard output.
    #[track_caller]
    pub(crate) fn fails(self, exit: i32, code: &str) -> String {
        let errors = self.complaint.lines().filter(|line| line.starts_with("  × ")).count();
        assert_eq!((self.exit, self.output.as_str(), errors), (Some(exit), "", 1), "{self:#?}");
        assert_eq!(self.complaint.lines().next(), Some(code), "{self:#?}");
        assert!(!self.complaint.contains("panicked"), "{self:#?}");
        assert!(self.complaint.contains("\n  help: "), "no way out is named: {self:#?}");
        self.complaint
    }

    /// A usage error, as the parser of the command line prints it.
    #[track_caller]
    pub(crate) fn misused(self) -> String {
        let errors = self.complaint.lines().filter(|line| line.starts_with("error: ")).count();
        assert_eq!((self.exit, self.output.as_str(), errors), (Some(2), "", 1), "{self:#?}");
        assert!(!self.complaint.contains("panicked"), "{self:#?}");
        self.complaint
    }
}
