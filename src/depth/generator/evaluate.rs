//! The generator's values.

use std::cmp::Ordering;

use nalgebra::DMatrix;
use rayon::prelude::*;
use rug::Rational;

use super::Generator;
use crate::depth::{DepthError, SquareRoot};
use crate::scalar::{Ball, nearest_double};

/// g(z₀, z) for rational z₀ and z, exactly: √s·`along_means` + σ·`along_noise`, with √s the common factor of the means.
#[derive(Clone, Debug, PartialEq)]
pub struct ExactImage {
    /// What √s multiplies.
    pub along_means: Vec<Rational>,
    /// √s.
    pub scale: SquareRoot,
    /// What σ multiplies: z.
    pub along_noise: Vec<Rational>,
    /// σ.
    pub sigma: SquareRoot,
}

impl ExactImage {
    /// The image as rational numbers, where both roots are rational.
    #[must_use]
    pub fn rational(&self) -> Option<Vec<Rational>> {
        let (scale, sigma) = (self.scale.rational()?, self.sigma.rational()?);
        let entries = self.along_means.iter().zip(&self.along_noise);
        Some(
            entries
                .map(|(mean, noise)| Rational::from(mean * &scale) + Rational::from(noise * &sigma))
                .collect(),
        )
    }

    /// An enclosure of each coordinate.
    #[must_use]
    pub fn enclosures(&self, precision: u32) -> Vec<Ball> {
        let (scale, sigma) = (self.scale.ball(precision), self.sigma.ball(precision));
        let times = |x: &Rational, root: &Ball| Ball::enclose(x, precision) * root;
        let entries = self.along_means.iter().zip(&self.along_noise);
        entries.map(|(mean, noise)| times(mean, &scale) + times(noise, &sigma)).collect()
    }
}

impl Generator {
    /// The images in ℝⁿ of the columns of an (n + 1) × N matrix, each (z₀, z), in doubles. Only the ramps that z₀ is on are
    /// added up; those to the left of it make a mean.
    ///
    /// # Errors
    ///
    /// [`DepthError::Vectors`] for columns of another length, [`DepthError::Range`].
    pub fn apply(&self, inputs: &DMatrix<f64>) -> Result<DMatrix<f64>, DepthError> {
        let dimension = self.mixture.dimension();
        if inputs.nrows() != dimension + 1 {
            return Err(DepthError::Vectors { expected: dimension + 1, found: inputs.nrows() });
        }
        let doubles = Doubles::of(self)?;
        let mut images = DMatrix::zeros(dimension, inputs.ncols());
        let columns = images.as_mut_slice().par_chunks_exact_mut(dimension);
        columns.zip(inputs.as_slice().par_chunks_exact(dimension + 1)).for_each(|(image, input)| {
            doubles.image(input[0], &input[1..], image);
        });
        Ok(images)
    }

    /// The image of a rational point (z₀, z), exactly.
    ///
    /// # Errors
    ///
    /// [`DepthError::Vectors`] for a point of another length than n + 1.
    ///
    /// ```
    /// use flowcert::depth::{Means, Mixture, generator};
    /// use flowcert::scalar::Rational;
    ///
    /// let means = Means::signs(&[vec![false, false], vec![true, true]])?;
    /// let mixture = Mixture::new(means, Rational::from((1, 4)))?;
    /// let made = generator::with_ramp_width(&mixture, &Rational::from((1, 2)))?;
    /// // A quarter of the way up the ramp from (1, 1)/√2 to −(1, 1)/√2, whose centre is 0.
    /// let image = made.apply_exact(&[Rational::from((-1, 8)), Rational::from(1), Rational::new()])?;
    /// assert_eq!(image.along_means, [Rational::from((1, 2)), Rational::from((1, 2))]);
    /// assert_eq!(image.along_noise, [1, 0]);
    /// # Ok::<(), flowcert::depth::DepthError>(())
    /// ```
    pub fn apply_exact(&self, point: &[Rational]) -> Result<ExactImage, DepthError> {
        let dimension = self.mixture.dimension();
        let [first, noise @ ..] = point else {
            return Err(DepthError::Vectors { expected: dimension + 1, found: 0 });
        };
        if noise.len() != dimension {
            return Err(DepthError::Vectors { expected: dimension + 1, found: point.len() });
        }
        let numerators = self.mixture.means().numerators();
        let mut along_means = numerators[0].clone();
        for (pair, breakpoint) in numerators.windows(2).zip(&self.breakpoints) {
            let height = ramp(Rational::from(first - breakpoint) / &self.ramp_width + Rational::from((1, 2)));
            for ((entry, low), high) in along_means.iter_mut().zip(&pair[0]).zip(&pair[1]) {
                *entry += Rational::from(high - low) * &height;
            }
        }
        let (scale, sigma) = (self.mixture.means().scale().clone(), self.mixture.sigma().clone());
        Ok(ExactImage { along_means, scale, along_noise: noise.to_vec(), sigma })
    }
}

/// ρ(t) = relu(t) − relu(t − 1): t, within \[0, 1].
fn ramp(t: Rational) -> Rational {
    match (t.cmp0(), t.partial_cmp(&1)) {
        (Ordering::Less, _) => Rational::new(),
        (_, Some(Ordering::Greater)) => Rational::from(1),
        _ => t,
    }
}

/// The generator's numbers in doubles.
struct Doubles {
    means: DMatrix<f64>,
    breakpoints: Vec<f64>,
    ramp_width: f64,
    sigma: f64,
}

impl Doubles {
    fn of(generator: &Generator) -> Result<Self, DepthError> {
        let breakpoints: Option<Vec<f64>> = generator.breakpoints.iter().map(nearest_double).collect();
        let ramp_width = nearest_double(&generator.ramp_width).filter(|width| *width > 0.0);
        Ok(Self {
            means: generator.mixture.means().to_doubles()?,
            breakpoints: breakpoints.ok_or(DepthError::Range { what: "a breakpoint" })?,
            ramp_width: ramp_width.ok_or(DepthError::Range { what: "the width of the ramps" })?,
            sigma: generator.mixture.sigma_to_double()?,
        })
    }

    fn image(&self, first: f64, noise: &[f64], image: &mut [f64]) {
        let height = |breakpoint: &f64| (first - breakpoint) / self.ramp_width + 0.5;
        // The breakpoints increase: those that are passed come first.
        let passed = self.breakpoints.partition_point(|breakpoint| height(breakpoint) >= 1.0);
        image.copy_from_slice(self.means.column(passed).as_slice());
        for (ramp, breakpoint) in self.breakpoints.iter().enumerate().skip(passed) {
            let height = height(breakpoint);
            if height <= 0.0 {
                break;
            }
            let (low, high) = (self.means.column(ramp), self.means.column(ramp + 1));
            for ((entry, low), high) in image.iter_mut().zip(low.iter()).zip(high.iter()) {
                *entry += (high - low) * height;
            }
        }
        for (entry, noise) in image.iter_mut().zip(noise) {
            *entry += self.sigma * noise;
        }
    }
}
