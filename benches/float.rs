//! Float factorizations, side by side with NumPy and LAPACK running the same steps, and with training.
//!
//! ```console
//! $ FLOWCERT_PEER_PYTHON=venv/bin/python cargo bench --bench float
//! $ cargo bench --bench float -- --max-size 256 --runs 9
//! ```
//!
//! For each size and run one seeded random matrix with nearly Gaussian entries; both sides factor the very same one, one
//! right after the other, on one thread each. Then a batch of small matrices, on one thread and on all. See README.md
//! beside this file.

mod float_peer;
mod statistics;

use std::process::{Command, ExitCode};
use std::time::Instant;

use flowcert::coupling::Flow;
use flowcert::linear::bounded::{self, Sign};
use flowcert::linear::certified::{CertifiedField, largest_shift_norm};
use flowcert::linear::{conditioned, orthogonal};
use flowcert::matrix::DMatrix;
use flowcert::matrix::float::FloatField;
use flowcert::matrix::float::determinant::enclose_doubles;
use flowcert::scalar::Field;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;

use float_peer::{Peer, PeerRun};
use statistics::{exponent, median, spread};

const SIZES: [usize; 4] = [64, 256, 512, 1024];
const TRAINED: [usize; 3] = [8, 16, 32];
const STEPS: usize = 3000;
const BATCH: usize = 10_000;

struct Options {
    max_size: usize,
    runs: usize,
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    if let [flag, size] = &arguments[..]
        && flag == "--peak-memory"
    {
        let matrix = gaussian(size.parse().unwrap_or(64), 0);
        let sign = enclose_doubles(&matrix).sign;
        let _ = bounded::construct(&matrix, sign);
        println!("{}", statistics::peak_memory_kilobytes().unwrap_or(0));
        return ExitCode::SUCCESS;
    }
    match parse(&arguments).and_then(|options| bench(&options)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("{problem}\nUsage: cargo bench --bench float -- [--max-size N] [--runs N]");
            ExitCode::from(2)
        }
    }
}

fn parse(arguments: &[String]) -> Result<Options, String> {
    let mut options = Options { max_size: usize::MAX, runs: 5 };
    for pair in arguments.chunks(2) {
        let [name, value] = pair else { return Err(format!("{} needs a number", pair[0])) };
        let value = value.parse().map_err(|_| format!("{name} needs a number"))?;
        match name.as_str() {
            "--max-size" => options.max_size = value,
            "--runs" if value > 0 => options.runs = value,
            _ => return Err(format!("unknown argument {name}")),
        }
    }
    Ok(options)
}

fn bench(options: &Options) -> Result<(), String> {
    println!("one thread for each side, {} matrices for each size, seeds 1000·n + run", options.runs);
    for method in [Method::Bounded, Method::Orthogonal, Method::Conditioned] {
        compare(method, options)?;
    }
    against_training(options)?;
    batch();
    Ok(())
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Method {
    Bounded,
    Orthogonal,
    Conditioned,
}

impl Method {
    fn name(self) -> &'static str {
        match self {
            Self::Bounded => "bounded",
            Self::Orthogonal => "orthogonal",
            Self::Conditioned => "conditioned",
        }
    }

    fn construct(self, matrix: &DMatrix<f64>, sign: Sign) -> Flow<f64> {
        match self {
            Self::Bounded => bounded::construct(matrix, sign),
            Self::Orthogonal => orthogonal::construct(matrix),
            Self::Conditioned => conditioned::construct(matrix),
        }
        .expect("the bench's matrices are tame")
    }

    fn matrix(self, size: usize, run: usize) -> DMatrix<f64> {
        let mut matrix = gaussian(size, run);
        if self == Self::Orthogonal {
            matrix = f64::orthogonal_factor(&matrix);
        }
        // Neither side's time is to depend on a sign.
        if enclose_doubles(&matrix).sign == Sign::Negative {
            matrix.row_mut(0).neg_mut();
        }
        matrix
    }
}

/// Nearly Gaussian entries; the same for the same size and run.
fn gaussian(size: usize, run: usize) -> DMatrix<f64> {
    let mut random = ChaCha8Rng::seed_from_u64((1000 * size + run) as u64);
    DMatrix::from_fn(size, size, |_, _| (0..12).map(|_| random.random::<f64>()).sum::<f64>() - 6.0)
}

/// Our side of one run.
struct Ours {
    seconds: f64,
    svd: f64,
    error: f64,
    norm: f64,
}

impl Ours {
    fn run(method: Method, matrix: &DMatrix<f64>) -> Self {
        let start = Instant::now();
        let flow = method.construct(matrix, Sign::Positive);
        let seconds = start.elapsed().as_secs_f64();
        let start = Instant::now();
        f64::svd(matrix).expect("it converges");
        let svd = start.elapsed().as_secs_f64();
        let error = (flow.matrix() - matrix).norm() / matrix.norm();
        Self { seconds, svd, error, norm: largest_shift_norm(&flow).expect("it converges") }
    }
}

fn compare(method: Method, options: &Options) -> Result<(), String> {
    let mut peer = Peer::start("float_layers.py")?;
    let small = method.matrix(SIZES[0], 0);
    Ours::run(method, &small);
    if let Some(peer) = &mut peer {
        println!("\n## {}, against {}\n", method.name(), peer.version());
        peer.run(&small, method.name(), 0)?;
    } else {
        println!("\n## {}\n", method.name());
    }
    println!(
        "| n | ours, s | NumPy, s | NumPy / ours | ours / one SVD | error | NumPy's error | largest norm | peak memory, MB |\n\
         |---|---|---|---|---|---|---|---|---|"
    );
    let mut times = Vec::new();
    for size in SIZES.into_iter().filter(|&size| size <= options.max_size) {
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        for run in 0..options.runs {
            let matrix = method.matrix(size, run);
            ours.push(Ours::run(method, &matrix));
            if let Some(peer) = &mut peer {
                theirs.push(peer.run(&matrix, method.name(), 0)?);
            }
        }
        print_row(size, &ours, &theirs, method);
        times.push((size as f64, ours.iter().map(|run| run.seconds).collect()));
    }
    println!("\nGrowth like n^x: {}", exponent(times.into_iter()));
    Ok(())
}

fn print_row(size: usize, ours: &[Ours], theirs: &[PeerRun], method: Method) {
    let figures = |of: fn(&Ours) -> f64| ours.iter().map(of).collect::<Vec<_>>();
    let of_peer = |of: fn(&PeerRun) -> f64| theirs.iter().map(of).collect::<Vec<_>>();
    let ratios: Vec<f64> = theirs.iter().zip(ours).map(|(peer, ours)| peer.seconds / ours.seconds).collect();
    let largest = |values: Vec<f64>| values.into_iter().fold(0.0, f64::max);
    let memory = (method == Method::Bounded).then(|| memory_of_child(size)).flatten();
    println!(
        "| {size} | {} | {} | {} | {} | {:.1e} | {:.1e} | {:.3} | {} |",
        spread(&figures(|run| run.seconds), 4),
        spread(&of_peer(|run| run.seconds), 4),
        spread(&ratios, 2),
        spread(&figures(|run| run.seconds / run.svd), 2),
        largest(figures(|run| run.error)),
        largest(of_peer(|run| run.error)),
        largest(figures(|run| run.norm)),
        memory.map_or_else(|| "–".to_owned(), |kilobytes| format!("{:.0}", kilobytes as f64 / 1024.0)),
    );
}

fn against_training(options: &Options) -> Result<(), String> {
    let Some(mut peer) = Peer::start("train_layers.py")? else { return Ok(()) };
    println!("\n## bounded, against training (L-BFGS, {STEPS} steps, six additive layers and a diagonal)\n");
    println!("| n | our error | our s | error after training | its s |\n|---|---|---|---|---|");
    for size in TRAINED.into_iter().filter(|&size| size <= options.max_size) {
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        for run in 0..options.runs {
            let matrix = Method::Bounded.matrix(size, run);
            ours.push(Ours::run(Method::Bounded, &matrix));
            theirs.push(peer.run(&matrix, "train", STEPS)?);
        }
        println!(
            "| {size} | {:.1e} | {} | {} | {} |",
            ours.iter().map(|run| run.error).fold(0.0, f64::max),
            median(&ours.iter().map(|run| run.seconds).collect::<Vec<_>>(), 5),
            range(&theirs.iter().map(|run| run.error).collect::<Vec<_>>()),
            median(&theirs.iter().map(|run| run.seconds).collect::<Vec<_>>(), 1),
        );
    }
    Ok(())
}

/// The least and the largest of some errors.
fn range(values: &[f64]) -> String {
    let least = values.iter().copied().fold(f64::INFINITY, f64::min);
    format!("{least:.1e} … {:.1e}", values.iter().copied().fold(0.0, f64::max))
}

/// 10 000 matrices of 16 × 16 on one thread and on all, with their certified errors.
fn batch() {
    let matrices: Vec<DMatrix<f64>> = (0..BATCH).map(|run| Method::Bounded.matrix(16, run)).collect();
    let factor = |matrix: &DMatrix<f64>| {
        let flow = bounded::construct(matrix, Sign::Positive).expect("tame");
        let error = f64::relative_error(&flow, &matrix.map(|entry| entry.to_rational()));
        (flow, error)
    };
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads start");
        let mut best = f64::INFINITY;
        let mut found = Vec::new();
        for _ in 0..3 {
            let start = Instant::now();
            found = pool.install(|| matrices.par_iter().map(factor).collect::<Vec<_>>());
            best = best.min(start.elapsed().as_secs_f64());
        }
        (found, best)
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let ((one, alone), (all, together)) = (on(1), on(threads));
    assert!(one == all, "the results depend on the number of threads");
    println!("\n## {BATCH} matrices of 16 × 16: layers and certified error, the best of three\n");
    println!("| threads | s | matrices per second | efficiency |\n|---|---|---|---|");
    println!("| 1 | {alone:.2} | {:.0} | 1 |", BATCH as f64 / alone);
    let efficiency = alone / together / threads as f64;
    println!("| {threads} | {together:.2} | {:.0} | {efficiency:.2} |", BATCH as f64 / together);
    println!("\nThe layers are the same bit for bit on any number of threads.");
}

/// The peak memory of a process of its own that factors the first matrix of this size.
fn memory_of_child(size: usize) -> Option<u64> {
    let executable = std::env::current_exe().ok()?;
    let output = Command::new(executable).args(["--peak-memory", &size.to_string()]).output().ok()?;
    String::from_utf8(output.stdout).ok()?.trim().parse().ok().filter(|&kilobytes| kilobytes > 0)
}
