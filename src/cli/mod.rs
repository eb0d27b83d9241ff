//! The command line: one file for each subcommand.

mod apply;
mod check;
mod claims;
mod depth;
mod enumerate;
mod export;
mod factor;
mod failure;
mod field;
mod layers;
mod processes;
mod progress;
mod show;
mod table;
mod verify;

use std::io::{self, ErrorKind, IsTerminal};
use std::process::ExitCode;

use clap::{Parser, Subcommand, ValueEnum};
use miette::{GraphicalReportHandler, GraphicalTheme};

use self::failure::Failure;
use crate::coupling::files;

const ABOUT: &str = "What affine coupling flows can and cannot do: constructions with certificates.";

const LONG_ABOUT: &str = "\
What affine coupling flows can and cannot do: constructions with certificates.

An affine coupling layer cuts x into two halves and writes one of them: x2 ← Λ·x2 + S·x1, Λ diagonal, or \
x1 ← Λ·x1 + S·x2. Every invertible matrix of even size is a product of at most six such layers with one fixed cut; \
'factor' finds them exactly, and writes a certificate that 'verify' (or the separate program flowcert-check, which \
shares no code with the construction) checks from the file alone. 'check' does so for every claim of the register.";

const AFTER_HELP: &str = "\
Examples:
  flowcert check --quick                      every claim, in seconds
  flowcert factor examples/h264-core-4.mtx -o h264.json
  flowcert layers examples/h264-core-4.mtx    the least number of layers, and why
  flowcert verify h264.json
  flowcert show h264.json
  echo '1,2,3,4' | flowcert apply h264.json -
  flowcert export h264.json --to normflows -o h264.safetensors
  flowcert enumerate --field 2 --partition 3,3
  flowcert depth --dim 64 --modes 256 --params-per-layer 64
  flowcert table depth-vs-norm --quick        layers against the size of their weights

Exit codes: 0 holds or verified; 1 does not hold or rejected; 2 bad usage, or input that cannot be opened or understood;
3 internal error.";

/// What a command comes to: an exit code, or a failure to show.
type Outcome = Result<ExitCode, Failure>;

#[derive(Parser)]
#[command(name = "flowcert", version, about = ABOUT, long_about = LONG_ABOUT, after_help = AFTER_HELP)]
struct CommandLine {
    /// Print errors and asked-for results only
    #[arg(long, short, global = true)]
    quiet: bool,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Check(check::Arguments),
    Claims(claims::Arguments),
    Factor(factor::Arguments),
    Layers(layers::Arguments),
    Verify(verify::Arguments),
    Show(show::Arguments),
    Apply(apply::Arguments),
    Export(export::Arguments),
    Enumerate(enumerate::Arguments),
    Depth(depth::Arguments),
    Table(table::Arguments),
}

/// How a result is printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum OutputFormat {
    /// For people
    #[default]
    Text,
    /// For programs
    Json,
}

/// Runs the command line of this process.
pub fn run() -> ExitCode {
    // A file is written beside and then renamed; what lies beside goes when the process is interrupted.
    let _ = ctrlc::set_handler(|| {
        files::remove_unfinished();
        std::process::exit(130);
    });
    let CommandLine { quiet, command } = CommandLine::parse();
    let outcome = match command {
        Command::Check(arguments) => check::run(&arguments, quiet),
        Command::Claims(arguments) => claims::run(&arguments),
        Command::Factor(arguments) => factor::run(&arguments, quiet),
        Command::Layers(arguments) => layers::run(&arguments, quiet),
        Command::Verify(arguments) => verify::run(&arguments, quiet),
        Command::Show(arguments) => show::run(&arguments),
        Command::Apply(arguments) => apply::run(&arguments, quiet),
        Command::Export(arguments) => export::run(&arguments, quiet),
        Command::Enumerate(arguments) => enumerate::run(&arguments, quiet),
        Command::Depth(arguments) => depth::run(&arguments, quiet),
        Command::Table(arguments) => table::run(&arguments, quiet),
    };
    outcome.unwrap_or_else(|failure| {
        complain(&failure);
        ExitCode::from(failure.exit)
    })
}

/// To standard error; in colour on a terminal.
fn complain(failure: &Failure) {
    let theme = if io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none() {
        GraphicalTheme::unicode()
    } else {
        GraphicalTheme::unicode_nocolor()
    };
    let mut text = String::new();
    let handler = GraphicalReportHandler::new_themed(theme).with_width(100);
    if handler.render_report(&mut text, failure).is_err() {
        text = format!("error[{}]: {}", failure.code, failure.message);
    }
    eprintln!("{}", text.trim_matches('\n'));
}

/// A reader that closes our output early has what it wanted.
fn ignore_closed_pipe(result: io::Result<()>) -> io::Result<()> {
    match result {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}

/// Prints to standard output.
fn print(text: &str) -> Result<(), Failure> {
    use std::io::Write;
    let mut output = io::stdout().lock();
    let written = output.write_all(text.as_bytes()).and_then(|()| output.flush());
    Ok(ignore_closed_pipe(written)?)
}
