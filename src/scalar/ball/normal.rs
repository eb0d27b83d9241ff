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
    let z = over_root_two(x, work, round);
    let (twice, _) = Float::with_val_round(precision, (-z).erfc_ref(), round);
    x.assign_round(&twice / 2u32, round);
}

/// x/√2 in `work` bits: the quotient is rounded as asked, hence √2 so that it errs to the same side.
fn over_root_two(x: &Float, work: u32, round: Round) -> Float {
    let mut root_two = Float::with_val(work, 2);
    root_two.sqrt_round(if x.is_sign_positive() { opposite(round) } else { round });
    // By reference: a quotient by value would be rounded to nearest before it is rounded as asked.
    Float::with_val_round(work, x / &root_two, round).0
}

pub(super) fn opposite(round: Round) -> Round {
    if round == Round::Up { Round::Down } else { Round::Up }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_quotient_by_the_root_of_two_errs_to_the_side_asked_for() {
        for numerator in (-400..400).filter(|numerator| *numerator != 0) {
            let x = Float::with_val(12, numerator);
            let [below, above] = [Round::Down, Round::Up].map(|round| over_root_two(&x, 12, round));
            // z < x/√2 is 2z·|z| < x·|x|, exact in 30 bits.
            let signed_square = |y: &Float| Float::with_val(30, y * &y.clone().abs());
            let square = signed_square(&x);
            assert!(signed_square(&below) * 2u32 < square, "{below} from {x}");
            assert!(signed_square(&above) * 2u32 > square, "{above} from {x}");
        }
    }
}
