//! The error function and the normal distribution.

use rug::float::Round;
use rug::ops::AssignRound;

use super::{Ball, Float};

impl Ball {
    /// erf x = 2/√π · ∫₀ˣ e^(−t²) dt.
    #[must_use]
    pub fn erf(&self) -> Self {
        self.increasing(Float::erf_round)
    }

    /// erfc x = 1 − erf x, with its full relative precision where it is small.
    #[must_use]
    pub fn erfc(&self) -> Self {
        self.decreasing(Float::erfc_round)
    }

    /// Φ(x), the probability that a standard normal variable is at most x, with its full relative precision in the
    /// lower tail. For the upper tail, 1 − Φ(x) = Φ(−x).
    ///
    /// ```
    /// # use flowcert::scalar::Ball;
    /// let tail = Ball::enclose(-40, 53).normal_distribution();
    /// assert_eq!(format!("{tail:.5}"), "[3.6558e-350, 3.6559e-350]");
    /// ```
    #[must_use]
    pub fn normal_distribution(&self) -> Self {
        self.increasing(round_normal_distribution)
    }
}

/// Φ(x) = erfc(−z)/2 with z = x/√2, rounded to the precision of x. It increases with z, so that z is rounded as the
/// result is.
fn round_normal_distribution(x: &mut Float, round: Round) {
    let precision = x.prec();
    // A relative error δ of z is one of about 2z²·δ in the tail: twice the exponent of x in extra bits. Above 2³² all
    // that is left is underflow, however z is rounded.
    let exponent = x.get_exp().unwrap_or(0).clamp(0, 32).unsigned_abs();
    let work = precision + 2 * exponent + 8;
    let mut root_two = Float::with_val(work, 2);
    root_two.sqrt_round(if x.is_sign_positive() { opposite(round) } else { round });
    let (z, _) = Float::with_val_round(work, &*x / &root_two, round);
    let (twice, _) = Float::with_val_round(precision, (-z).erfc_ref(), round);
    x.assign_round(&twice / 2u32, round);
}

pub(super) fn opposite(round: Round) -> Round {
    if round == Round::Up { Round::Down } else { Round::Up }
}
