//! `flowcert verify`: certificates, checked as the program flowcert-check does.

use std::ffi::OsString;

use clap::Args;

use super::Outcome;

/// Check certificates: verified, or rejected and why
///
/// This is the independent checker (also built as the separate program flowcert-check): it reads the file and nothing
/// else, and recomputes everything.
#[derive(Args)]
pub(super) struct Arguments {
    /// The certificates, or - for standard input
    #[arg(required = true, value_name = "CERT")]
    certificates: Vec<OsString>,
}

pub(super) fn run(arguments: &Arguments, quiet: bool) -> Outcome {
    Ok(flowcert_check::command::check_files("flowcert verify", &arguments.certificates, quiet))
}
