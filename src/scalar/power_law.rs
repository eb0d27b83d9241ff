//! Powers fitted to measured numbers.

/// y ≈ factor·x^exponent.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PowerLaw {
    /// The exponent.
    pub exponent: f64,
    /// The factor.
    pub factor: f64,
    /// The root mean square of the residuals of ln y.
    pub residual: f64,
}

impl PowerLaw {
    /// The line through the points (ln x, ln y), by least squares. It has NaNs for fewer than two points.
    ///
    /// ```
    /// use flowcert::scalar::PowerLaw;
    ///
    /// let fit = PowerLaw::fit([(1.0, 3.0), (4.0, 6.0), (16.0, 12.0)].into_iter());
    /// assert!((fit.exponent - 0.5).abs() < 1e-12 && (fit.factor - 3.0).abs() < 1e-12);
    /// ```
    #[must_use]
    pub fn fit(points: impl Iterator<Item = (f64, f64)>) -> Self {
        let points: Vec<(f64, f64)> = points.map(|(x, y)| (x.ln(), y.ln())).collect();
        let count = points.len() as f64;
        let mean = |value: fn(&(f64, f64)) -> f64| points.iter().map(value).sum::<f64>() / count;
        let (mean_x, mean_y) = (mean(|point| point.0), mean(|point| point.1));
        let covariance: f64 = points.iter().map(|(x, y)| (x - mean_x) * (y - mean_y)).sum();
        let variance: f64 = points.iter().map(|(x, _)| (x - mean_x).powi(2)).sum();
        let exponent = covariance / variance;
        let squares = points.iter().map(|(x, y)| (y - mean_y - exponent * (x - mean_x)).powi(2));
        let residual = (squares.sum::<f64>() / count).sqrt();
        Self { exponent, factor: (mean_y - exponent * mean_x).exp(), residual }
    }
}
