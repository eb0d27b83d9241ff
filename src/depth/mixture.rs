//! The target: an equal-weight mixture of Gaussians ν = (1/k)·Σ N(μᵢ, σ²I) with exact means.

use nalgebra::DMatrix;
use rand::RngExt;
use rand_distr::{Distribution, StandardNormal};
use rug::Rational;

use super::{DepthError, SquareRoot, normal};
use crate::scalar::{Ball, nearest_double};

/// k points of ℝⁿ, each a vector of rational numbers times one common factor whose square is rational: the sign vectors
/// ±1/√n among them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Means {
    numerators: Vec<Vec<Rational>>,
    scale: SquareRoot,
}

impl Means {
    /// The points √`scale_squared` · `numerators[i]`.
    ///
    /// # Errors
    ///
    /// [`DepthError::NoModes`], [`DepthError::Length`] for points of different lengths, [`DepthError::NotPositive`] for a
    /// square that is not positive.
    pub fn new(numerators: Vec<Vec<Rational>>, scale_squared: Rational) -> Result<Self, DepthError> {
        let dimension = numerators.first().map_or(0, Vec::len);
        if dimension == 0 {
            return Err(DepthError::NoModes);
        }
        if let Some(mode) = numerators.iter().position(|mean| mean.len() != dimension) {
            return Err(DepthError::Length { mode, expected: dimension, found: numerators[mode].len() });
        }
        let scale = positive_root("square of the means' factor", scale_squared)?;
        Ok(Self { numerators, scale })
    }

    /// Rational points.
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new).
    pub fn rational(points: Vec<Vec<Rational>>) -> Result<Self, DepthError> {
        Self::new(points, Rational::from(1))
    }

    /// The unit vectors ±1/√n of a binary code: `true` is −1/√n.
    ///
    /// # Errors
    ///
    /// [`DepthError::NoModes`], [`DepthError::Length`] for words of different lengths.
    ///
    /// ```
    /// use flowcert::depth::Means;
    ///
    /// let means = Means::signs(&[vec![false, true], vec![true, true]])?;
    /// assert_eq!((means.modes(), means.dimension()), (2, 2));
    /// assert_eq!(means.norm_squared(0), 1);
    /// assert_eq!(means.distance_squared(0, 1), 2); // Hamming distance 1: 4·1/n
    /// # Ok::<(), flowcert::depth::DepthError>(())
    /// ```
    pub fn signs(words: &[Vec<bool>]) -> Result<Self, DepthError> {
        let sign = |minus: &bool| Rational::from(if *minus { -1 } else { 1 });
        let numerators: Vec<Vec<Rational>> =
            words.iter().map(|word| word.iter().map(sign).collect()).collect();
        let dimension = numerators.first().map_or(1, Vec::len).max(1);
        Self::new(numerators, Rational::from((1, dimension)))
    }

    /// k, the number of points.
    #[must_use]
    pub fn modes(&self) -> usize {
        self.numerators.len()
    }

    /// n, the length of each.
    #[must_use]
    pub fn dimension(&self) -> usize {
        self.numerators[0].len()
    }

    /// The points without their common factor.
    #[must_use]
    pub fn numerators(&self) -> &[Vec<Rational>] {
        &self.numerators
    }

    /// The common factor.
    #[must_use]
    pub fn scale(&self) -> &SquareRoot {
        &self.scale
    }

    /// ‖μᵢ‖², exactly.
    #[must_use]
    pub fn norm_squared(&self, i: usize) -> Rational {
        let squares = self.numerators[i].iter().map(|entry| Rational::from(entry.square_ref()));
        squares.fold(Rational::new(), |sum, square| sum + square) * self.scale.square()
    }

    /// ‖μᵢ − μⱼ‖², exactly.
    #[must_use]
    pub fn distance_squared(&self, i: usize, j: usize) -> Rational {
        let pairs = self.numerators[i].iter().zip(&self.numerators[j]);
        let squares = pairs.map(|(x, y)| Rational::from(x - y).square());
        squares.fold(Rational::new(), |sum, square| sum + square) * self.scale.square()
    }

    /// The points as rational numbers: themselves where the factor is rational, else within 2⁻¹²⁷ relatively.
    #[must_use]
    pub fn approximations(&self) -> Vec<Vec<Rational>> {
        let scale = self.scale.approximation();
        let scaled = |mean: &Vec<Rational>| mean.iter().map(|entry| Rational::from(entry * &scale)).collect();
        self.numerators.iter().map(scaled).collect()
    }

    /// The distance ‖μᵢ − x‖ from a rational point x, enclosed.
    pub(super) fn distance_from(&self, i: usize, point: &[Rational]) -> Ball {
        let zero = Ball::enclose(0, normal::PRECISION);
        let pairs = self.numerators[i].iter().zip(point);
        if let Some(scale) = self.scale.rational() {
            let squares = pairs.map(|(x, y)| (Rational::from(x * &scale) - y).square());
            let square = squares.fold(Rational::new(), |sum, square| sum + square);
            return Ball::enclose(&square, normal::PRECISION).sqrt();
        }
        // More bits: differences of nearly equal numbers.
        let precision = 2 * normal::PRECISION;
        let scale = self.scale.ball(precision);
        let difference = |(x, y)| Ball::enclose(x, precision) * &scale - Ball::enclose(y, precision);
        pairs.map(difference).fold(zero, |sum, difference| sum + difference.square()).sqrt()
    }

    /// The points as the columns of an n × k matrix of doubles.
    ///
    /// # Errors
    ///
    /// [`DepthError::Range`].
    pub fn to_doubles(&self) -> Result<DMatrix<f64>, DepthError> {
        let entries = self.approximations().into_iter().flatten();
        let doubles: Option<Vec<f64>> = entries.map(|entry| nearest_double(&entry)).collect();
        let doubles = doubles.ok_or(DepthError::Range { what: "a mean" })?;
        Ok(DMatrix::from_vec(self.dimension(), self.modes(), doubles))
    }

    /// The same points in another order: number i of the result is number `order[i]` here.
    pub(super) fn reordered(&self, order: &[usize]) -> Self {
        let numerators = order.iter().map(|&i| self.numerators[i].clone()).collect();
        Self { numerators, scale: self.scale.clone() }
    }
}

/// ν = (1/k)·Σ N(μᵢ, σ²I) on ℝⁿ, with exact means and an exact variance.
///
/// ```
/// use flowcert::depth::{Means, Mixture};
/// use flowcert::scalar::Rational;
///
/// let means = Means::signs(&[vec![false, false], vec![true, true]])?;
/// let mixture = Mixture::new(means, Rational::from((1, 10_000)))?; // σ = 1/100
/// let samples = mixture.sample(1000, 7)?;
/// assert_eq!(samples.shape(), (2, 1000));
/// // Every sample is near one of ±(1, 1)/√2.
/// assert!(samples.column_iter().all(|x| (x.norm() - 1.0).abs() < 0.1));
/// # Ok::<(), flowcert::depth::DepthError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mixture {
    means: Means,
    sigma: SquareRoot,
}

impl Mixture {
    /// The mixture with these means and the variance σ².
    ///
    /// # Errors
    ///
    /// [`DepthError::NotPositive`] for σ² ≤ 0.
    pub fn new(means: Means, sigma_squared: Rational) -> Result<Self, DepthError> {
        let sigma = positive_root("variance", sigma_squared)?;
        Ok(Self { means, sigma })
    }

    /// k, the number of components.
    #[must_use]
    pub fn modes(&self) -> usize {
        self.means.modes()
    }

    /// n, the dimension.
    #[must_use]
    pub fn dimension(&self) -> usize {
        self.means.dimension()
    }

    /// The means.
    #[must_use]
    pub fn means(&self) -> &Means {
        &self.means
    }

    /// σ, the standard deviation of every component in every direction.
    #[must_use]
    pub fn sigma(&self) -> &SquareRoot {
        &self.sigma
    }

    /// σ as a double.
    pub(super) fn sigma_to_double(&self) -> Result<f64, DepthError> {
        nearest_double(&self.sigma.approximation()).ok_or(DepthError::Range { what: "σ" })
    }

    /// `count` independent samples, one in each column of an n × `count` matrix, from `ChaCha8` with this seed.
    ///
    /// # Errors
    ///
    /// [`DepthError::Range`].
    pub fn sample(&self, count: usize, seed: u64) -> Result<DMatrix<f64>, DepthError> {
        let (means, sigma) = (self.means.to_doubles()?, self.sigma_to_double()?);
        let mut samples = DMatrix::zeros(self.dimension(), count);
        normal::in_streams(samples.as_mut_slice(), self.dimension(), seed, |random, column| {
            let mode = random.random_range(0..means.ncols());
            for (entry, mean) in column.iter_mut().zip(means.column(mode).iter()) {
                let noise: f64 = StandardNormal.sample(random);
                *entry = mean + sigma * noise;
            }
        });
        Ok(samples)
    }

    /// The components in another order.
    pub(super) fn reordered(&self, order: &[usize]) -> Self {
        Self { means: self.means.reordered(order), sigma: self.sigma.clone() }
    }
}

/// √square of a positive number.
fn positive_root(what: &'static str, square: Rational) -> Result<SquareRoot, DepthError> {
    let refused = DepthError::NotPositive { what, value: square.to_string() };
    SquareRoot::of(square).filter(|root| root.square().is_positive()).ok_or(refused)
}
