//! The float peers' process: one Python for a whole table, a line in and a line out for each matrix.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use flowcert::matrix::DMatrix;
use serde_json::{Value, json};
use tempfile::TempDir;

/// The peer's figures for one matrix.
pub(crate) struct PeerRun {
    pub(crate) seconds: f64,
    pub(crate) error: f64,
}

/// A running peer.
pub(crate) struct Peer {
    process: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
    folder: TempDir,
    version: String,
}

impl Peer {
    /// Starts a script of `peers/` on one thread; nothing, and a word on how to get it, where there is no Python with SciPy.
    pub(crate) fn start(script: &str) -> Result<Option<Self>, String> {
        let python = std::env::var("FLOWCERT_PEER_PYTHON").unwrap_or_else(|_| "python3".to_owned());
        let Some(version) = version(&python) else {
            println!(
                "No peer: {python} has no SciPy (pip install scipy); name another Python in FLOWCERT_PEER_PYTHON."
            );
            return Ok(None);
        };
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/peers").join(script);
        let mut command = Command::new(&python);
        for threads in ["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"] {
            command.env(threads, "1");
        }
        let mut process = command
            .arg(path)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| format!("cannot start {python}: {error}"))?;
        let input = process.stdin.take();
        let output = BufReader::new(process.stdout.take().ok_or("the peer has no standard output")?);
        let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
        Ok(Some(Self { process, input, output, folder, version }))
    }

    /// The versions of the libraries that the peer uses.
    pub(crate) fn version(&self) -> &str {
        &self.version
    }

    /// Has the peer factor one matrix.
    pub(crate) fn run(
        &mut self,
        matrix: &DMatrix<f64>,
        method: &str,
        steps: usize,
    ) -> Result<PeerRun, String> {
        let file = self.folder.path().join("matrix");
        // Row by row.
        let bytes: Vec<u8> = matrix.transpose().iter().flat_map(|entry| entry.to_le_bytes()).collect();
        std::fs::write(&file, bytes).map_err(|error| error.to_string())?;
        let question =
            json!({ "file": file, "size": matrix.nrows(), "method": method, "steps": steps, "seed": 1 });
        let input = self.input.as_mut().ok_or("the peer's input is closed")?;
        writeln!(input, "{question}").map_err(|error| format!("the peer does not listen: {error}"))?;
        let mut answer = String::new();
        self.output.read_line(&mut answer).map_err(|error| format!("the peer does not answer: {error}"))?;
        let wrong = || format!("the peer failed on a {0} × {0} matrix: {answer:?}", matrix.nrows());
        let answer: Value = serde_json::from_str(&answer).map_err(|_| wrong())?;
        let figure = |name: &str| answer[name].as_f64().ok_or_else(wrong);
        Ok(PeerRun { seconds: figure("seconds")?, error: figure("error")? })
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        // The end of its input ends the peer.
        drop(self.input.take());
        let _ = self.process.wait();
    }
}

/// The versions of NumPy and SciPy, if this Python has them.
fn version(python: &str) -> Option<String> {
    let question = "import numpy, scipy; print('NumPy', numpy.__version__ + ', SciPy', scipy.__version__)";
    let output = Command::new(python).args(["-c", question]).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| text.trim().to_owned())
}
