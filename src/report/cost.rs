//! The table of costs: couplings beside the dense matrix that they replace.

use serde_json::{Value, json};

use super::sheet::{Sheet, significant};
use crate::linear::cost::{Cost, Method, SEED, Timing};

/// One row for each number of channels and method, for people.
pub(crate) fn cost_sheet(costs: &[Cost]) -> Sheet {
    let header = [
        "channels",
        "direction",
        "method",
        "multiplications",
        "× n²",
        "KiB",
        "median",
        "least … largest",
        "× dense",
    ];
    let row = |cost: &Cost| {
        let square = (cost.channels * cost.channels) as f64;
        vec![
            cost.channels.to_string(),
            direction(cost).to_owned(),
            cost.method.name().to_owned(),
            cost.count.multiplications.to_string(),
            format!("{:.2}", cost.count.multiplications as f64 / square),
            format!("{:.1}", bytes(cost) as f64 / 1024.0),
            duration(cost.latency.median),
            format!("{} … {}", duration(cost.latency.least), duration(cost.latency.largest)),
            format!("{:.2}", cost.latency.median / dense_latency(cost, costs)),
        ]
    };
    let title = "Couplings in place of one 1×1 convolution: multiplications and latency per vector";
    Sheet::new(title, header.map(str::to_owned).into(), costs.iter().map(row).collect())
}

/// The same for programs: seconds and bytes.
pub(crate) fn cost_records(costs: &[Cost]) -> Sheet {
    let header = [
        "channels",
        "direction",
        "method",
        "multiplications",
        "parameters",
        "bytes",
        "median_seconds",
        "least_seconds",
        "largest_seconds",
        "relative_error",
    ];
    let row = |cost: &Cost| {
        let counts = [cost.count.multiplications, cost.count.parameters, bytes(cost)];
        let times = [cost.latency.median, cost.latency.least, cost.latency.largest, cost.error];
        let mut cells =
            vec![cost.channels.to_string(), direction(cost).to_owned(), cost.method.name().to_owned()];
        cells.extend(counts.map(|count| count.to_string()));
        cells.extend(times.map(|time| format!("{time:e}")));
        cells
    };
    Sheet::new("cost", header.map(str::to_owned).into(), costs.iter().map(row).collect())
}

/// What the table means, line by line.
pub(crate) fn cost_notes(timing: Timing) -> Vec<String> {
    vec![
        "Multiplications per vector, and as many numbers stored, are exact counts: n² for the matrix, its inverse and an LU solve, 6·(n/2)² = \
         1.5 n² for six additive couplings, 10·(n/2)² + n = 2.5 n² + n for ten of which two scale."
            .to_owned(),
        format!(
            "Latencies are this machine's: doubles, one thread, one product kernel for both sides, a batch of {} vectors, \
             {} timings, random matrices from seed {SEED}. '× dense' compares with one product by the matrix (forward) or \
             by the precomputed inverse; precomputing it, or the LU factors, is not in the time.",
            timing.batch, timing.repeats
        ),
        "Six couplings are for rotations, ten for any matrix; log|det| of couplings is a sum over the scales, of a matrix \
         an LU factorization for each weight."
            .to_owned(),
    ]
}

/// Everything, for programs; times in seconds.
pub(crate) fn cost_json(costs: &[Cost], timing: Timing) -> Value {
    let rows = costs.iter().map(|cost| {
        json!({
            "channels": cost.channels, "direction": direction(cost), "method": cost.method.name(),
            "multiplications": cost.count.multiplications, "parameters": cost.count.parameters,
            "bytes": bytes(cost), "relative_error": cost.error,
            "latency": {
                "median": cost.latency.median, "least": cost.latency.least, "largest": cost.latency.largest,
            },
        })
    });
    json!({
        "table": "cost", "seed": SEED, "batch": timing.batch, "repeats": timing.repeats, "threads": 1, "scalar": "f64",
        "latencies": "measured on this machine", "rows": rows.collect::<Vec<_>>(),
    })
}

fn direction(cost: &Cost) -> &'static str {
    if cost.method.is_inverse() { "inverse" } else { "forward" }
}

/// Doubles have eight bytes.
fn bytes(cost: &Cost) -> usize {
    8 * cost.count.parameters
}

/// The median of the product with the matrix, or with its inverse.
fn dense_latency(cost: &Cost, costs: &[Cost]) -> f64 {
    let dense = if cost.method.is_inverse() { Method::DenseInverse } else { Method::Dense };
    let same = |other: &&Cost| other.channels == cost.channels && other.method == dense;
    costs.iter().find(same).map_or(f64::NAN, |dense| dense.latency.median)
}

/// Nanoseconds or microseconds, three digits.
fn duration(seconds: f64) -> String {
    let nanoseconds = seconds * 1e9;
    if nanoseconds < 1e4 {
        format!("{} ns", significant(nanoseconds))
    } else {
        format!("{} µs", significant(nanoseconds / 1e3))
    }
}
