//! The peer's process: one Python for the whole bench, a line in and a line out for each matrix.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use flowcert::matrix::DMatrix;
use flowcert::scalar::Rational;
use serde_json::Value;

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/peers/six_small.py");

/// The peer's figures for one matrix.
pub(crate) struct PeerRun {
    pub(crate) seconds: f64,
    pub(crate) bits: u64,
}

/// A running peer.
pub(crate) struct Peer {
    process: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
    version: String,
}

impl Peer {
    /// Starts the peer; nothing, and a word on how to get it, where there is no Python with python-flint.
    pub(crate) fn start(chain: &str, threads: usize) -> Result<Option<Self>, String> {
        let python = std::env::var("FLOWCERT_PEER_PYTHON").unwrap_or_else(|_| "python3".to_owned());
        let Some(version) = version(&python) else {
            println!(
                "No peer: {python} has no python-flint. Install it (pip install python-flint), in a virtual environment \
                 if you like, and name its Python in FLOWCERT_PEER_PYTHON. Our side runs alone.\n"
            );
            return Ok(None);
        };
        let mut process = Command::new(&python)
            .args([SCRIPT, "--chain", chain, "--threads", &threads.to_string()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| format!("cannot start {python}: {error}"))?;
        let input = process.stdin.take();
        let output = BufReader::new(process.stdout.take().ok_or("the peer has no standard output")?);
        Ok(Some(Self { process, input, output, version }))
    }

    /// The versions of the libraries that the peer uses.
    pub(crate) fn version(&self) -> &str {
        &self.version
    }

    /// Has the peer factor one matrix.
    pub(crate) fn run(&mut self, matrix: &DMatrix<Rational>) -> Result<PeerRun, String> {
        let rows: Vec<Vec<String>> =
            matrix.row_iter().map(|row| row.iter().map(ToString::to_string).collect()).collect();
        let question = serde_json::to_string(&[rows]).map_err(|error| error.to_string())?;
        let input = self.input.as_mut().ok_or("the peer's input is closed")?;
        writeln!(input, "{question}").map_err(|error| format!("the peer does not listen: {error}"))?;
        let mut answer = String::new();
        self.output.read_line(&mut answer).map_err(|error| format!("the peer does not answer: {error}"))?;
        let wrong = || format!("the peer failed on a {0} × {0} matrix: {answer:?}", matrix.nrows());
        let answer: Value = serde_json::from_str(&answer).map_err(|_| wrong())?;
        let seconds = answer[0]["seconds"].as_f64().ok_or_else(wrong)?;
        let bits = answer[0]["bits"].as_u64().ok_or_else(wrong)?;
        Ok(PeerRun { seconds, bits })
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        // The end of its input ends the peer.
        drop(self.input.take());
        let _ = self.process.wait();
    }
}

/// The versions of python-flint and FLINT, if this Python has them.
fn version(python: &str) -> Option<String> {
    let question =
        "import flint; print('python-flint', flint.__version__ + ', FLINT', flint.__FLINT_VERSION__)";
    let output = Command::new(python).args(["-c", question]).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| text.trim().to_owned())
}
