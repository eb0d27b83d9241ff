//! Many matrices: each is factored on one thread, `--jobs` of them at a time.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use flowcert_check::Factorization;
use indicatif::ProgressBar;
use rayon::prelude::*;
use serde_json::{Value, json};

use super::super::failure::{BAD_INPUT, Failure, INTERNAL};
use super::super::{Outcome, OutputFormat, print, progress};
use super::choice::{Choice, choose};
use super::shape::{Shaped, shaped};
use super::{Arguments, exact, float};
use crate::coupling::Partition;
use crate::coupling::files::{Batch, Source, write_atomically};

/// So many matrices are listed one by one.
const LISTED: usize = 40;

/// What became of one matrix.
struct Row {
    name: String,
    result: Result<Done, Failure>,
}

/// A factorization that was found, or kept from an earlier run.
struct Done {
    size: usize,
    method: String,
    layers: usize,
    norm: Option<f64>,
    error: f64,
    kept: bool,
}

pub(super) fn run(batch: &Batch, source: &Source, arguments: &Arguments, quiet: bool) -> Outcome {
    if let Some(folder) = &arguments.output {
        fs::create_dir_all(folder).map_err(|error| Failure::output(folder, &error))?;
    }
    let threads = arguments.jobs.unwrap_or(0);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().map_err(|error| {
        Failure::new(INTERNAL, "factor::threads", format!("{threads} threads cannot be started: {error}"))
    })?;
    let bar = progress::bar(quiet);
    bar.set_message("factoring");
    bar.set_length(batch.len() as u64);
    let start = Instant::now();
    // In the order of the batch, on any number of threads.
    let rows: Vec<Row> =
        pool.install(|| (0..batch.len()).into_par_iter().map(|k| row(batch, k, arguments, &bar)).collect());
    bar.finish_and_clear();
    let seconds = start.elapsed().as_secs_f64();
    match arguments.format {
        OutputFormat::Json => print(&format!("{:#}\n", as_json(&rows, source, seconds)))?,
        OutputFormat::Text if quiet => {}
        OutputFormat::Text => print(&as_text(&rows, source, arguments, seconds))?,
    }
    let failed = rows.iter().filter_map(|row| row.result.as_ref().err()).map(|failure| failure.exit).max();
    Ok(failed.map_or(ExitCode::SUCCESS, ExitCode::from))
}

fn row(batch: &Batch, index: usize, arguments: &Arguments, bar: &ProgressBar) -> Row {
    let name = batch.name(index);
    let path = arguments.output.as_ref().map(|folder| folder.join(&name).with_added_extension("json"));
    let result = factored(batch, index, arguments, path.as_deref());
    bar.inc(1);
    Row { name, result }
}

fn factored(
    batch: &Batch,
    index: usize,
    arguments: &Arguments,
    path: Option<&Path>,
) -> Result<Done, Failure> {
    let file = batch.read(index)?;
    let size = file.matrix.nrows();
    let choice = choose(arguments.arith, arguments.method, arguments.field, file.numbers, size)?;
    let shaped = shaped(file.matrix, choice, arguments.partition.as_deref(), arguments.mask.as_deref())?;
    if let Some(factorization) = path.and_then(|path| kept(path, &shaped)) {
        return Ok(Done::of(&factorization, "kept".to_owned(), true));
    }
    let (factorization, method) = if choice == Choice::Exact {
        let found = exact::factor(&shaped, arguments)?;
        let method = found.method();
        (found.factorization, method.to_owned())
    } else {
        let found = float::factor(shaped, file.numbers, choice, arguments)?;
        (found.factorization, found.method.name().to_owned())
    };
    let done = Done::of(&factorization, method, false);
    if let Some(path) = path {
        let certificate = factorization.into();
        write_atomically(path, |out| flowcert_check::write(&certificate, out))
            .map_err(|error| Failure::output(path, &error))?;
    }
    Ok(done)
}

/// The certificate of an interrupted run, if it is for this matrix and the checker verifies it.
fn kept(path: &Path, shaped: &Shaped) -> Option<Factorization> {
    let factorization = flowcert_check::read(&fs::read(path).ok()?).ok()?.into_factorization()?;
    flowcert_check::check_factorization(&factorization).ok()?;
    let Partition { first, second } = shaped.partition;
    let same = factorization.partition == [first, second]
        && factorization.matrix.len() == shaped.matrix.nrows()
        && factorization
            .matrix
            .iter()
            .zip(shaped.matrix.row_iter())
            .all(|(own, row)| own.iter().eq(row.iter()));
    same.then_some(factorization)
}

impl Done {
    fn of(factorization: &Factorization, method: String, kept: bool) -> Self {
        Self {
            size: factorization.matrix.len(),
            method,
            layers: factorization.layers.len(),
            norm: factorization.max_shift_norm.as_ref().map(rug::Rational::to_f64),
            error: factorization.error_bound.to_f64(),
            kept,
        }
    }
}

fn as_text(rows: &[Row], source: &Source, arguments: &Arguments, seconds: f64) -> String {
    let mut text = format!("{source}: {} matrices\n\n", rows.len());
    for row in rows.iter().filter(|row| rows.len() <= LISTED || row.result.is_err()) {
        text += &match &row.result {
            Ok(done) => format!(
                "  {:24} {:>4} × {:<4} {:11} {:>2} layers  {}error ≤ {:.1e}\n",
                row.name,
                done.size,
                done.size,
                done.method,
                done.layers,
                done.norm.map_or_else(String::new, |norm| format!("norm ≤ {norm:<9.4} ")),
                done.error
            ),
            Err(failure) => format!("  {:24} {}: {}\n", row.name, failure.code, failure.message),
        };
    }
    let done: Vec<&Done> = rows.iter().filter_map(|row| row.result.as_ref().ok()).collect();
    let largest = |of: fn(&Done) -> f64| done.iter().map(|done| of(done)).fold(0.0, f64::max);
    let kept = done.iter().filter(|done| done.kept).count();
    text += &format!(
        "\n{} factored, {kept} kept from an earlier run, {} failed; at most {} layers, norms up to {:.4}, relative errors up to \
         {:.1e}\n{:.1} s, {:.0} matrices per second, each verified by the checker",
        done.len() - kept,
        rows.len() - done.len(),
        done.iter().map(|done| done.layers).max().unwrap_or(0),
        largest(|done| done.norm.unwrap_or(0.0)),
        largest(|done| done.error),
        seconds,
        rows.len() as f64 / seconds
    );
    match &arguments.output {
        Some(folder) => text + &format!("; certificates in {}\n", folder.display()),
        None => text + "; keep the certificates with -o FOLDER\n",
    }
}

fn as_json(rows: &[Row], source: &Source, seconds: f64) -> Value {
    let matrices = rows.iter().map(|row| match &row.result {
        Ok(done) => json!({
            "name": row.name, "size": done.size, "method": done.method, "layers": done.layers,
            "max_shift_norm": done.norm, "error_bound": done.error, "kept": done.kept, "verified": true,
        }),
        Err(failure) => json!({ "name": row.name, "code": failure.code, "error": failure.message }),
    });
    json!({ "input": source.to_string(), "matrices": matrices.collect::<Vec<_>>(), "seconds": seconds })
}

/// Refuses what belongs to one matrix.
pub(super) fn check_arguments(arguments: &Arguments) -> Result<(), Failure> {
    let file: Option<&PathBuf> = arguments.output.as_ref().filter(|path| path.is_file());
    match file {
        None => Ok(()),
        Some(path) => Err(Failure::new(
            BAD_INPUT,
            "factor::folder",
            format!("{} is a file, but the certificates of many matrices need a folder", path.display()),
        )
        .with_help("name a folder with -o; it is made if it does not exist")),
    }
}
