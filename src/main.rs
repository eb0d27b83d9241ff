//! The command `flowcert`.

use std::process::ExitCode;

fn main() -> ExitCode {
    flowcert::cli::run()
}
