//! How far two mixtures of a family are from each other (docs/math/depth-separation.md, Lemma 3).
//!
//! Two mixtures of k of the points, of which they share at most s, differ by at least
//!
//! - (1 − s/k)·(r − 2σ√n), by the distance to the points of one of them;
//! - (1 − s/k)·(r²/2 − σ√(2 ln(k + 1))), by inner products with them, if they are unit vectors.

use flowcert_check::{Codebook, Separation};
use rug::Rational;

use super::codebook::{distance, distance_squared};
use crate::scalar::Ball;

/// The lower bound on W1 between two mixtures; it may be negative. `sigma_root_dimension` is σ√n.
///
/// ```
/// use flowcert::depth::separation::separation;
/// use flowcert::scalar::Rational;
/// use flowcert_check::{Codebook, Separation};
///
/// let packing = Codebook::BallPacking { distance: Rational::from((9, 32)) };
/// let sigma = Rational::from((1, 1024));
/// let bound = separation(Separation::Distance, &packing, 64, 256, 136, &sigma, 64);
/// // (15/32)·(9/32 − 2/1024)
/// assert!(bound.contains(&Rational::from((15 * 286, 32 * 1024))));
/// ```
#[must_use]
pub fn separation(
    by: Separation,
    codebook: &Codebook,
    dimension: u32,
    modes: u32,
    shared: u32,
    sigma_root_dimension: &Rational,
    precision: u32,
) -> Ball {
    let ball = |number: &Rational| Ball::enclose(number, precision);
    let of_one = match by {
        Separation::Distance => {
            distance(codebook, dimension, precision) - ball(&Rational::from(2 * sigma_root_dimension))
        }
        Separation::InnerProduct => {
            let sigma = ball(sigma_root_dimension) / Ball::enclose(dimension, precision).sqrt();
            let largest =
                (Ball::enclose(u64::from(modes) + 1, precision).ln() * Ball::enclose(2, precision)).sqrt();
            ball(&(distance_squared(codebook, dimension) / 2_u32)) - sigma * largest
        }
    };
    of_one * ball(&Rational::from((modes - shared, modes)))
}
