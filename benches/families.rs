//! The table of docs/float-table.md: layers, norms, certified errors and times for families of matrices of every size and
//! condition.
//!
//! ```console
//! $ cargo bench --bench families                    # writes docs/float-table.md, some minutes
//! $ cargo bench --bench families -- --max-half 32   # prints the smaller sizes only
//! ```
//!
//! It fails if a bound of the theorems is exceeded, or if a relative error is not below 10⁻¹².

use std::fmt::Write as _;
use std::process::ExitCode;
use std::time::Instant;

use flowcert::coupling::Flow;
use flowcert::linear::certified::{CertifiedField, largest_shift_norm};
use flowcert::linear::{bounded, orthogonal};
use flowcert::matrix::float::determinant::{Sign, enclose_doubles};
use flowcert::matrix::float::{FloatField, spectral_norm};
use flowcert::matrix::{DMatrix, Product};
use flowcert::scalar::{Field, Mpfr, Rational};
use indicatif::ProgressBar;
use rand::seq::SliceRandom;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

const HALVES: [usize; 10] = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512];
const SEED: u64 = 1;
/// Condition numbers are computed with so many bits, for matrices of at most so many rows.
const BITS: u32 = 1200;
const MEASURED: usize = 16;
/// What rounding may add to a norm.
const ROOM: f64 = 1.0 + 1e-8;

struct Case {
    family: String,
    matrix: DMatrix<f64>,
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let most = match &arguments[..] {
        [] => usize::MAX,
        [flag, number] if flag == "--max-half" => number.parse().unwrap_or(usize::MAX),
        _ => {
            eprintln!("Usage: cargo bench --bench families -- [--max-half N]");
            return ExitCode::from(2);
        }
    };
    let sizes: Vec<usize> = HALVES.into_iter().filter(|&half| half <= most).collect();
    let bar = ProgressBar::new(sizes.len() as u64);
    let mut text = String::new();
    for half in sizes {
        for case in cases(half) {
            text += &row(&case);
        }
        bar.inc(1);
    }
    bar.finish_and_clear();
    let page = format!("{HEAD}\n{text}");
    if most == usize::MAX {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/float-table.md");
        if let Err(error) = std::fs::write(path, &page) {
            eprintln!("{path}: {error}");
            return ExitCode::from(2);
        }
    }
    print!("{page}");
    ExitCode::SUCCESS
}

const HEAD: &str = "\
# Six and ten layers in doubles

Written by `cargo bench --bench families`, on one thread (d up to 512, seed 1): the constructions of Theorem 2 (orthogonal) and
Theorem 3 (bounded) for families of matrices. *κ* is that of the doubles as stored: computed with 1200 bits up to 16 rows; for
larger ones ≈ is what doubles give, ≥ a ratio of column lengths, which is a lower bound. *norm / bound* compares the
largest spectral norm of a shift with 2.62 or max(2.62, 5.55‖M‖). *error* is the certified bound on ‖product − M‖ / ‖M‖. The
program fails if a norm exceeds its bound or an error is not below 10⁻¹². *seconds* are those of the construction.

| family | n | κ | method | sign | layers | largest norm | norm / bound | error | seconds |
|---|---|---|---|---|---|---|---|---|---|";

/// The families at half size d, in the order of the table; some have fixed sizes.
fn cases(half: usize) -> Vec<Case> {
    let size = 2 * half;
    let mut random = ChaCha8Rng::seed_from_u64(SEED + size as u64);
    let mut cases = Vec::new();
    let mut add = |family: &str, matrix: DMatrix<f64>| cases.push(Case { family: family.to_owned(), matrix });
    let rotation = rotation(size, &mut random);
    add("SO(2d)", rotation.clone());
    add("Gaussian", gaussian(size, &mut random));
    for condition in [1e3, 1e6, 1e9, 1e14] {
        add(&format!("κ = {condition:.0e}"), of_condition(condition, &rotation, &mut random));
    }
    for digits in [20.0, 100.0, 300.0] {
        let scaled = DMatrix::from_fn(size, size, |i, j| {
            rotation[(i, j)] * 10_f64.powf(-digits * j as f64 / (size as f64 - 1.0))
        });
        add(&format!("columns graded to 1e-{digits:.0}"), scaled);
    }
    add("Toeplitz 2^−|i−j|", DMatrix::from_fn(size, size, |i, j| 0.5_f64.powi(i.abs_diff(j) as i32)));
    add("DCT", dct(size));
    add("permutation", permutation(size, &mut random));
    if [8, 16, 32].contains(&size) {
        add("Hilbert", DMatrix::from_fn(size, size, |i, j| 1.0 / (i + j + 1) as f64));
    }
    if size <= 128 {
        add("Kahan, θ = 1.2", kahan(size));
        let node = |i: usize| (i as f64 + 0.5) / size as f64;
        add("Vandermonde", DMatrix::from_fn(size, size, |i, j| node(i).powi(j as i32)));
    }
    cases
}

fn gaussian(size: usize, random: &mut ChaCha8Rng) -> DMatrix<f64> {
    DMatrix::from_fn(size, size, |_, _| (0..12).map(|_| random.random::<f64>()).sum::<f64>() - 6.0)
}

fn rotation(size: usize, random: &mut ChaCha8Rng) -> DMatrix<f64> {
    let mut matrix = f64::orthogonal_factor(&gaussian(size, random));
    if enclose_doubles(&matrix).sign == Sign::Negative {
        matrix.column_mut(0).neg_mut();
    }
    matrix
}

/// Singular values from 1 to 1/κ at equal ratios.
fn of_condition(condition: f64, left: &DMatrix<f64>, random: &mut ChaCha8Rng) -> DMatrix<f64> {
    let size = left.nrows();
    let right = rotation(size, random);
    let scaled =
        DMatrix::from_fn(size, size, |i, j| left[(i, j)] * condition.powf(-(j as f64) / (size as f64 - 1.0)));
    f64::multiply(&scaled, &right)
}

/// The discrete cosine transform II, orthonormal.
fn dct(size: usize) -> DMatrix<f64> {
    let n = size as f64;
    DMatrix::from_fn(size, size, |k, i| {
        let scale = if k == 0 { (1.0 / n).sqrt() } else { (2.0 / n).sqrt() };
        scale * (std::f64::consts::PI * k as f64 * (i as f64 + 0.5) / n).cos()
    })
}

fn permutation(size: usize, random: &mut ChaCha8Rng) -> DMatrix<f64> {
    let mut images: Vec<usize> = (0..size).collect();
    images.shuffle(random);
    DMatrix::from_fn(size, size, |i, j| if images[j] == i { 1.0 } else { 0.0 })
}

fn kahan(size: usize) -> DMatrix<f64> {
    let (sine, cosine) = 1.2_f64.sin_cos();
    DMatrix::from_fn(size, size, |i, j| {
        let own = match j.cmp(&i) {
            std::cmp::Ordering::Less => 0.0,
            std::cmp::Ordering::Equal => 1.0,
            std::cmp::Ordering::Greater => -cosine,
        };
        own * sine.powi(i as i32)
    })
}

/// The line of one matrix; panics if a promise is broken.
fn row(case: &Case) -> String {
    let Case { family, matrix } = case;
    let size = matrix.nrows();
    let sign = enclose_doubles(matrix).sign;
    let is_orthogonal = orthogonal::deviation(matrix) <= 16.0 * f64::EPSILON * size as f64;
    let start = Instant::now();
    let flow: Flow<f64> =
        if is_orthogonal { orthogonal::construct(matrix) } else { bounded::construct(matrix, sign) }
            .unwrap_or_else(|error| panic!("{family}, n = {size}: {error}"));
    let seconds = start.elapsed().as_secs_f64();
    let norm = largest_shift_norm(&flow).expect("it converges");
    let bound = if is_orthogonal {
        orthogonal::bound().1.to_f64()
    } else {
        (5.55 * spectral_norm(matrix).expect("it converges")).max(2.62)
    };
    let error = f64::relative_error(&flow, &matrix.map(|entry| entry.to_rational()));
    assert!(norm <= bound * ROOM, "{family}, n = {size}: the norm {norm} exceeds {bound}");
    assert!(error < 1e-12, "{family}, n = {size}: the error {error:e}");
    let mut text = String::new();
    let _ = writeln!(
        text,
        "| {family} | {size} | {} | {} | {} | {} | {norm:.4} | {:.3} | {error:.1e} | {seconds:.4} |",
        condition(matrix),
        if is_orthogonal { "orthogonal" } else { "bounded" },
        match sign {
            Sign::Positive => "+",
            Sign::Negative => "−",
            Sign::Zero => "0",
        },
        flow.layers().len(),
        norm / bound,
    );
    text
}

fn condition(matrix: &DMatrix<f64>) -> String {
    if matrix.nrows() <= MEASURED {
        let floats = matrix.map(|entry| Mpfr::new(BITS, &Rational::from_f64(entry).unwrap_or_default()));
        let values = Mpfr::svd(&floats).expect("it converges").values;
        let (largest, smallest) = (&values[0], &values[values.len() - 1]);
        return if smallest.to_double() == 0.0 && num_traits::Zero::is_zero(smallest) {
            "∞".to_owned()
        } else {
            format!("{:.1e}", largest.over(smallest).float())
        };
    }
    let values = f64::svd(matrix).expect("it converges").values;
    let ratio = values[0] / values[values.len() - 1];
    if ratio < 1e14 {
        return format!("≈ {ratio:.1e}");
    }
    let lengths: Vec<f64> = matrix.column_iter().map(|column| column.amax()).collect();
    let (least, largest) =
        (lengths.iter().copied().fold(f64::INFINITY, f64::min), lengths.iter().copied().fold(0.0, f64::max));
    let root = (matrix.nrows() as f64).sqrt();
    if largest / (least * root) > 1e14 {
        format!("≥ {:.1e}", largest / (least * root))
    } else {
        "> 1e14".to_owned()
    }
}
