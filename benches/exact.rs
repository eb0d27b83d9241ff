//! Exact factorization and checking, side by side with the peer, python-flint running the same construction.
//!
//! ```console
//! $ cargo bench --bench exact                                   # d = 4, 8, 16, 24, 32
//! $ cargo bench --bench exact -- --max-half 16 --runs 9
//! $ FLOWCERT_PEER_PYTHON=venv/bin/python cargo bench --bench exact -- --peer-chain powers
//! ```
//!
//! For each half size d and each run one seeded random matrix, its entries integers in [−9, 9], the last column divided by
//! the determinant. Both sides factor the very same matrix, one right after the other, in this order in every run. Ours
//! is timed from the matrix to the layers, then from the certificate's bytes to the verdict; reading and printing text is
//! in neither time. See README.md beside this file.

mod peer;
mod statistics;

use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

use flowcert::coupling::Mode;
use flowcert::linear::six::{self, Strategy};
use flowcert::matrix::DMatrix;
use flowcert::matrix::exact::ExactField;
use flowcert::scalar::Rational;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use peer::{Peer, PeerRun};
use statistics::{exponent, median, peak_memory_kilobytes, spread};

const HALVES: [usize; 5] = [4, 8, 16, 24, 32];
/// The growth is fitted from this half size on: below, fixed costs count.
const FITTED_FROM: usize = 8;

const HELP: &str = "\
Usage: cargo bench --bench exact -- [--max-half N] [--runs N] [--peer-chain minors|powers] [--no-peer]

  --max-half N    leave out half sizes d above N
  --runs N        matrices for each d (default 5)
  --peer-chain C  the peer's formulas: minors, as ours (default), or powers
  --no-peer       our side only

Environment: FLOWCERT_PEER_PYTHON, a Python with python-flint (default python3); RAYON_NUM_THREADS, the threads of both
sides (default: all cores).
";

struct Options {
    max_half: usize,
    runs: usize,
    peer_chain: Option<String>,
}

enum Request {
    Bench(Options),
    /// The child process that factors one matrix and prints its peak memory.
    PeakMemory(usize),
    Help,
}

fn main() -> ExitCode {
    match parse(std::env::args().skip(1)) {
        Ok(Request::Bench(options)) => match bench(&options) {
            Ok(()) => ExitCode::SUCCESS,
            Err(problem) => fail(&problem),
        },
        Ok(Request::PeakMemory(half)) => {
            let _ = Ours::run(&random_matrix(half, 0));
            println!("{}", peak_memory_kilobytes().unwrap_or(0));
            ExitCode::SUCCESS
        }
        Ok(Request::Help) => {
            print!("{HELP}");
            ExitCode::SUCCESS
        }
        Err(problem) => fail(&format!("{problem}\n{HELP}")),
    }
}

fn fail(problem: &str) -> ExitCode {
    eprintln!("{problem}");
    ExitCode::from(2)
}

fn parse(mut arguments: impl Iterator<Item = String>) -> Result<Request, String> {
    let mut options = Options { max_half: usize::MAX, runs: 5, peer_chain: Some("minors".to_owned()) };
    while let Some(argument) = arguments.next() {
        let mut number = || {
            let value = arguments.next().and_then(|text| text.parse().ok()).filter(|&number| number > 0);
            value.ok_or_else(|| format!("{argument} needs a positive number"))
        };
        match argument.as_str() {
            "--bench" => {} // cargo says so to every bench
            "--max-half" => options.max_half = number()?,
            "--runs" => options.runs = number()?,
            "--peak-memory" => return Ok(Request::PeakMemory(number()?)),
            "--no-peer" => options.peer_chain = None,
            "--peer-chain" => {
                let chain = arguments.next().filter(|chain| chain == "minors" || chain == "powers");
                options.peer_chain = Some(chain.ok_or("--peer-chain needs minors or powers")?);
            }
            "--help" => return Ok(Request::Help),
            _ => return Err(format!("unknown argument {argument}")),
        }
    }
    Ok(Request::Bench(options))
}

fn bench(options: &Options) -> Result<(), String> {
    let threads = rayon::current_num_threads();
    let mut peer = match &options.peer_chain {
        Some(chain) => Peer::start(chain, threads)?,
        None => None,
    };
    println!("{threads} threads for each side, {} matrices for each d", options.runs);
    if let Some(peer) = &peer {
        println!("peer: {}, chain of {}", peer.version(), options.peer_chain.as_deref().unwrap_or("none"));
    }
    // Both sides warm up on a small matrix.
    let small = random_matrix(HALVES[0], 0);
    let _ = Ours::run(&small);
    if let Some(peer) = &mut peer {
        peer.run(&small)?;
    }
    println!(
        "\n| d | bits | peer bits | find, s | peer, s | peer / find | check, s | check / find | certificate, kB | \
         peak memory, MB |\n|---|---|---|---|---|---|---|---|---|---|"
    );
    let halves: Vec<usize> = HALVES.into_iter().filter(|&half| half <= options.max_half).collect();
    let mut rows = Vec::new();
    for half in halves {
        let row = Row::measure(half, options.runs, peer.as_mut())?;
        println!("{row}");
        rows.push(row);
    }
    print_exponents(&rows);
    Ok(())
}

/// Entries in [−9, 9], the last column divided by the determinant; the same for the same half size and run.
fn random_matrix(half: usize, run: usize) -> DMatrix<Rational> {
    let mut random = ChaCha8Rng::seed_from_u64((1000 * half + run) as u64);
    let side = 2 * half;
    loop {
        let mut matrix = DMatrix::from_fn(side, side, |_, _| Rational::from(random.random_range(-9..=9)));
        let determinant = Rational::determinant(&matrix);
        if determinant != 0 {
            matrix.column_mut(side - 1).iter_mut().for_each(|entry| *entry /= &determinant);
            return matrix;
        }
    }
}

/// Our side of one run.
struct Ours {
    find: f64,
    check: f64,
    bits: u64,
    bytes: usize,
}

impl Ours {
    fn run(matrix: &DMatrix<Rational>) -> Self {
        let (found, find) = timed(|| six::construct(matrix, Mode::Additive, Strategy::Small, 0));
        let flow = found.expect("the determinant is 1").flow;
        let mut bytes = Vec::new();
        flowcert_check::write(&six::certify(matrix, Mode::Additive, &flow).into(), &mut bytes)
            .expect("memory is writable");
        let (verified, check) = timed(|| flowcert_check::check_bytes(&bytes));
        let verified = verified.expect("the checker accepts what was constructed");
        let layers = verified.into_factorization().expect("a factorization").layers;
        assert!(layers <= six::bound(matrix.nrows() / 2), "{layers} layers");
        Self {
            find: find.as_secs_f64(),
            check: check.as_secs_f64(),
            bits: flow.largest_bits(),
            bytes: bytes.len(),
        }
    }
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let result = work();
    (result, start.elapsed())
}

/// The line of the table for one half size.
struct Row {
    half: usize,
    ours: Vec<Ours>,
    peer: Vec<PeerRun>,
    memory_kilobytes: Option<u64>,
}

impl Row {
    fn measure(half: usize, runs: usize, mut peer: Option<&mut Peer>) -> Result<Self, String> {
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        for run in 0..runs {
            let matrix = random_matrix(half, run);
            ours.push(Ours::run(&matrix));
            if let Some(peer) = &mut peer {
                theirs.push(peer.run(&matrix)?);
            }
        }
        Ok(Self { half, ours, peer: theirs, memory_kilobytes: memory_of_child(half) })
    }

    fn ours(&self, figure: impl Fn(&Ours) -> f64) -> Vec<f64> {
        self.ours.iter().map(figure).collect()
    }

    fn peer(&self, figure: impl Fn(&PeerRun) -> f64) -> Vec<f64> {
        self.peer.iter().map(figure).collect()
    }
}

impl std::fmt::Display for Row {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let ratios: Vec<f64> =
            self.peer.iter().zip(&self.ours).map(|(peer, ours)| peer.seconds / ours.find).collect();
        let megabytes =
            self.memory_kilobytes.map(|kilobytes| vec![kilobytes as f64 / 1024.0]).unwrap_or_default();
        let cells = [
            self.half.to_string(),
            median(&self.ours(|run| run.bits as f64), 0),
            median(&self.peer(|run| run.bits as f64), 0),
            spread(&self.ours(|run| run.find), 4),
            spread(&self.peer(|run| run.seconds), 4),
            spread(&ratios, 2),
            spread(&self.ours(|run| run.check), 4),
            median(&self.ours(|run| run.check / run.find), 2),
            median(&self.ours(|run| run.bytes as f64 / 1000.0), 0),
            median(&megabytes, 0),
        ];
        write!(formatter, "| {} |", cells.join(" | "))
    }
}

fn print_exponents(rows: &[Row]) {
    let fitted: Vec<&Row> = rows.iter().filter(|row| row.half >= FITTED_FROM).collect();
    let fit = |figures: &dyn Fn(&Row) -> Vec<f64>| {
        exponent(fitted.iter().map(|row| (row.half as f64, figures(row))))
    };
    println!("\nGrowth like d^x from d = {FITTED_FROM} on (least squares, log against log):");
    println!("\n| find | peer | check | bits | certificate |\n|---|---|---|---|---|");
    let cells = [
        fit(&|row| row.ours(|run| run.find)),
        fit(&|row| row.peer(|run| run.seconds)),
        fit(&|row| row.ours(|run| run.check)),
        fit(&|row| row.ours(|run| run.bits as f64)),
        fit(&|row| row.ours(|run| run.bytes as f64)),
    ];
    println!("| {} |", cells.join(" | "));
}

/// The peak memory of a process of its own that factors and checks the first matrix of this size.
fn memory_of_child(half: usize) -> Option<u64> {
    let executable = std::env::current_exe().ok()?;
    let output = Command::new(executable).args(["--peak-memory", &half.to_string()]).output().ok()?;
    String::from_utf8(output.stdout).ok()?.trim().parse().ok().filter(|&kilobytes| kilobytes > 0)
}
