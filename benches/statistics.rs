//! Medians, spreads and growth exponents, as text for a table; "–" where there is nothing to show.

const NOTHING: &str = "–";

/// The median.
pub(crate) fn median(values: &[f64], digits: usize) -> String {
    middle(values).map_or_else(|| NOTHING.to_owned(), |value| format!("{value:.digits$}"))
}

/// The median, and the least and the largest value.
pub(crate) fn spread(values: &[f64], digits: usize) -> String {
    let least = values.iter().copied().fold(f64::INFINITY, f64::min);
    let largest = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    middle(values).map_or_else(
        || NOTHING.to_owned(),
        |value| format!("{value:.digits$} ({least:.digits$}–{largest:.digits$})"),
    )
}

/// The slope of the least squares line through the points (log d, log of the median of the figures at d).
pub(crate) fn exponent(points: impl Iterator<Item = (f64, Vec<f64>)>) -> String {
    let points: Vec<(f64, f64)> =
        points.filter_map(|(size, values)| Some((size.ln(), middle(&values)?.ln()))).collect();
    if points.len() < 2 {
        return NOTHING.to_owned();
    }
    let count = points.len() as f64;
    let mean_x = points.iter().map(|(x, _)| x).sum::<f64>() / count;
    let mean_y = points.iter().map(|(_, y)| y).sum::<f64>() / count;
    let covariance: f64 = points.iter().map(|(x, y)| (x - mean_x) * (y - mean_y)).sum();
    let variance: f64 = points.iter().map(|(x, _)| (x - mean_x).powi(2)).sum();
    format!("{:.2}", covariance / variance)
}

fn middle(values: &[f64]) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let (lower, upper) = (sorted.get((sorted.len().max(1) - 1) / 2)?, sorted.get(sorted.len() / 2)?);
    Some(f64::midpoint(*lower, *upper))
}

/// The peak memory of this process: `VmHWM`, where the system has it.
pub(crate) fn peak_memory_kilobytes() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse().ok()
}
