//! Depth needed and depth that is enough, over dimensions, numbers of modes and sizes of layers.
//!
//! A row is one (n, k, p) with the usual hypotheses ([`Problem::new`]) and each of three classes of flows. Every least number of
//! layers has a certificate, which is written, read back and verified.

use flowcert_check::{Certificate, Rejection};
use rug::Rational;
use thiserror::Error;

use super::DepthError;
use super::counting::{Hypothesis, Problem, certify};
use super::flow::Units;
use crate::linear::ranks::{Message, Ranks, sweep};
use crate::scalar::PowerLaw;

/// The classes of flows, in the order of the columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FlowClass {
    /// Nothing supposed.
    General,
    /// Suffixes are n-Lipschitz.
    Dimension,
    /// Suffixes are R*-Lipschitz, R* = 36k²/τ².
    Star,
}

impl FlowClass {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::General, Self::Dimension, Self::Star];

    /// A name for programs.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::General => "general",
            Self::Dimension => "lipschitz-n",
            Self::Star => "star",
        }
    }

    /// The problem with what this class supposes.
    #[must_use]
    pub fn of(self, problem: &Problem) -> Problem {
        let hypothesis = match self {
            Self::General => Hypothesis::General,
            Self::Dimension => Hypothesis::lipschitz(Rational::from(problem.dimension)),
            Self::Star => Problem::star(problem.modes, &problem.accuracy),
        };
        Problem { hypothesis, ..problem.clone() }
    }
}

/// How many parameters a layer has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LayerSize {
    /// n.
    Dimension,
    /// 10n.
    TenDimensions,
    /// n²/2.
    HalfSquare,
    /// So many.
    Fixed(u64),
}

impl LayerSize {
    /// The sizes of the table.
    pub const ALL: [Self; 4] = [Self::Dimension, Self::TenDimensions, Self::HalfSquare, Self::Fixed(100_000)];

    /// p in dimension n.
    #[must_use]
    pub fn parameters(self, dimension: u32) -> u64 {
        let dimension = u64::from(dimension);
        match self {
            Self::Dimension => dimension,
            Self::TenDimensions => 10 * dimension,
            Self::HalfSquare => dimension * dimension / 2,
            Self::Fixed(parameters) => parameters,
        }
    }

    /// The formula.
    #[must_use]
    pub fn name(self) -> String {
        match self {
            Self::Dimension => "n".to_owned(),
            Self::TenDimensions => "10n".to_owned(),
            Self::HalfSquare => "n²/2".to_owned(),
            Self::Fixed(parameters) => parameters.to_string(),
        }
    }
}

/// One row.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// n.
    pub dimension: u32,
    /// k.
    pub modes: u32,
    /// p, as a formula.
    pub size: LayerSize,
    /// A lower bound on log₂N.
    pub log2_targets: f64,
    /// No flow of fewer layers reaches all targets, for each of [`FlowClass::ALL`].
    pub least: [u64; 3],
    /// So many are enough: Theorem U, clamp units.
    pub enough: Option<u64>,
}

impl Row {
    /// p.
    #[must_use]
    pub fn parameters(&self) -> u64 {
        self.size.parameters(self.dimension)
    }

    /// Whether counting says something about the flows of Theorem U's class.
    #[must_use]
    pub fn bites(&self) -> bool {
        self.least[FlowClass::Star as usize] >= 2
    }
}

/// Which rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extent {
    /// The dimensions n.
    pub dimensions: Vec<u32>,
    /// log₂k.
    pub exponents: Vec<u32>,
}

impl Extent {
    /// n = 16 … 1024, k = 2⁴ … 2²⁴.
    #[must_use]
    pub fn full() -> Self {
        Self { dimensions: vec![16, 64, 256, 1024], exponents: (4..=24).step_by(2).collect() }
    }

    /// n = 16, 64, k = 2⁴ … 2¹².
    #[must_use]
    pub fn quick() -> Self {
        Self { dimensions: vec![16, 64], exponents: (4..=12).step_by(4).collect() }
    }

    /// n, k, p of all rows.
    #[must_use]
    pub fn cases(&self) -> Vec<(u32, u32, LayerSize)> {
        let mut cases = Vec::new();
        for &dimension in &self.dimensions {
            for size in LayerSize::ALL {
                cases.extend(self.exponents.iter().map(|exponent| (dimension, 1 << exponent, size)));
            }
        }
        cases
    }
}

/// Why there is no table.
#[derive(Debug, Error)]
pub enum TableError {
    /// A row has no bound.
    #[error("{0}")]
    Depth(#[from] DepthError),
    /// The checker rejects a certificate: a mistake of the program.
    #[error("the checker rejects the certificate for n = {dimension}, k = {modes}: {rejection}")]
    Rejected {
        /// n.
        dimension: u32,
        /// k.
        modes: u32,
        /// Why.
        rejection: Rejection,
    },
    /// Another rank has failed.
    #[error("another rank has failed")]
    OtherRank,
}

/// All rows, on all ranks. `progress` is told, after each row of this rank, of how many these are.
///
/// ```
/// use flowcert::depth::table::{Extent, table};
/// use flowcert::linear::ranks::Alone;
///
/// let extent = Extent { dimensions: vec![64], exponents: vec![4, 8] };
/// let rows = table(&Alone, &extent, &|_| ())?;
/// assert_eq!(rows.iter().map(|row| row.least).take(2).collect::<Vec<_>>(), [[1, 1, 1], [3, 6, 4]]);
/// # Ok::<(), flowcert::depth::table::TableError>(())
/// ```
///
/// # Errors
///
/// [`TableError`], on all ranks.
pub fn table(
    ranks: &dyn Ranks,
    extent: &Extent,
    progress: &(dyn Fn(usize) + Sync),
) -> Result<Vec<Row>, TableError> {
    let cases = extent.cases();
    let share = cases.len().div_ceil(ranks.count());
    let made = sweep(ranks, cases.len(), |index| {
        let (dimension, modes, size) = cases[index];
        let found = verified(&Problem::new(dimension, modes, size.parameters(dimension)))?;
        progress(share);
        Ok(found)
    });
    let made = made.map_err(|error| error.or(TableError::OtherRank))?;
    let row = |(&(dimension, modes, size), found): (&(u32, u32, LayerSize), Found)| {
        let problem = Problem::new(dimension, modes, size.parameters(dimension));
        let (Found { log2_targets, least }, enough) = (found, problem.enough_layers(Units::Clamp));
        Row { dimension, modes, size, log2_targets, least, enough }
    };
    Ok(cases.iter().zip(made).map(row).collect())
}

/// log₂N and the least layers of each class, as the checker has accepted them.
struct Found {
    log2_targets: f64,
    least: [u64; 3],
}

impl Message for Found {
    fn to_bytes(&self) -> Vec<u8> {
        [&self.log2_targets.to_le_bytes()[..], self.least.map(u64::to_le_bytes).as_flattened()].concat()
    }

    fn of_bytes(bytes: &[u8]) -> Option<Self> {
        let [log2_targets, least @ ..] = *bytes.as_chunks().0.first_chunk::<4>()?;
        Some(Self { log2_targets: f64::from_le_bytes(log2_targets), least: least.map(u64::from_le_bytes) })
    }
}

fn verified(problem: &Problem) -> Result<Found, TableError> {
    let Problem { dimension, modes, .. } = *problem;
    let mut found = Found { log2_targets: 0.0, least: [0; 3] };
    for (place, class) in found.least.iter_mut().zip(FlowClass::ALL) {
        let (least, certificate) = certify(&class.of(problem))?;
        flowcert_check::check_bytes(&Certificate::from(certificate).to_bytes())
            .map_err(|rejection| TableError::Rejected { dimension, modes, rejection })?;
        found.log2_targets = least.log2_targets.lower().to_f64();
        *place = least.layers;
    }
    Ok(found)
}

/// The exponent a of L ≈ c·xᵃ through the points (x, L), and the residual; `None` for fewer than two points.
#[must_use]
pub fn growth(points: &[(f64, f64)]) -> Option<(f64, f64)> {
    let PowerLaw { exponent, residual, .. } = PowerLaw::fit(points.iter().copied());
    (points.len() >= 2).then_some((exponent, residual))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::linear::ranks::{Alone, on_threads};

    #[test]
    fn growth_of_a_power() {
        let points: Vec<(f64, f64)> = (1..6).map(|x| (f64::from(x), 3.0 * f64::from(x).powf(0.7))).collect();
        let (slope, residual) = growth(&points).unwrap();
        assert!((slope - 0.7).abs() < 1e-12 && residual < 1e-12);
        assert_eq!(growth(&points[..1]), None);
    }

    #[test]
    fn all_ranks_have_the_rows_of_one() {
        let extent = Extent { dimensions: vec![16], exponents: vec![4, 8] };
        let alone = table(&Alone, &extent, &|_| ()).unwrap();
        for rows in on_threads(3, |ranks| table(ranks, &extent, &|_| ())) {
            assert_eq!(rows.unwrap(), alone);
        }
    }
}
