//! The quantile function of the normal distribution, by a bracket that is proved.
//!
//! An approximation x̃ of Φ⁻¹(p) is found by Newton's method, which proves nothing. Then the floats next to x̃ are tried:
//! Φ increases, so that Φ(x) < p, proved with an enclosure of Φ, proves x < Φ⁻¹(p).

use std::cmp::Ordering;

use rug::Assign;
use rug::float::{Constant, Round, Special};
use rug::ops::NegAssign;

use super::normal::opposite;
use super::{Ball, Float};

/// Bits in the search and in the proofs beyond those of the result.
const GUARD: u32 = 32;

/// How many floats on each side of the approximation are tried.
const ATTEMPTS: usize = 4;

impl Ball {
    /// Φ⁻¹(p), the x at which the normal distribution function is p ∈ (0, 1); −∞ and ∞ as ends where the ball touches
    /// 0 and 1, the whole line where it reaches out of \[0, 1\].
    ///
    /// Within a factor 2²⁰ of the smallest float, about 2^(−2³⁰), an end may be −∞ or 0 all the same.
    ///
    /// A p near 1 holds few bits of 1 − p: where q = 1 − p is known, −Φ⁻¹(q) is sharper.
    ///
    /// ```
    /// use flowcert::scalar::{Ball, Rational};
    ///
    /// let quantile = Ball::enclose(&Rational::from((975, 1000)), 53).normal_quantile();
    /// assert_eq!(format!("{quantile:.13}"), "[1.959963984540, 1.959963984541]");
    /// ```
    #[must_use]
    pub fn normal_quantile(&self) -> Self {
        let inside = self.lower >= 0 && self.upper <= 1;
        if inside { self.increasing(round_quantile) } else { Self::whole_line(self.precision()) }
    }
}

/// A bound of Φ⁻¹(p), 0 ≤ p ≤ 1, in the precision of p.
fn round_quantile(p: &mut Float, round: Round) {
    if *p > 0.5 {
        // 1 − p is exact: a multiple of the last place of p, and below ½.
        *p = Float::with_val(p.prec(), 1 - &*p);
        round_quantile(p, opposite(round));
        p.neg_assign();
    } else if p.is_zero() {
        p.assign(Special::NegInfinity);
    } else if *p == 0.5 {
        p.assign(0);
    } else {
        let problem = Problem::new(p);
        *p = problem.bound(&problem.solve(), round);
    }
}

/// Φ(x) = p for 0 < p < ½, in terms of t = −x/√2 > 0 and of whichever of erf and erfc is small.
struct Problem {
    precision: u32,
    work: u32,
    side: Side,
}

/// The equation for t, its right side exact.
enum Side {
    /// erf t = 1 − 2p, for p ≥ ¼: as p nears ½, t keeps its relative precision.
    Centre(Float),
    /// erfc t = 2p, for p < ¼.
    Tail(Float),
}

impl Problem {
    fn new(p: &Float) -> Self {
        let precision = p.prec();
        let twice = Float::with_val(precision, p * 2u32);
        if *p >= 0.25 {
            // Exact, as 1 − p is for p > ½.
            let side = Side::Centre(Float::with_val(precision, 1 - twice));
            return Self { precision, work: precision + GUARD, side };
        }
        // t² is about −ln 2p, below −exponent. A relative error δ of t is one of about 2t²·δ in erfc t.
        let work = precision + GUARD + exponent(&twice).unsigned_abs().ilog2() + 1;
        Self { precision, work, side: Side::Tail(twice) }
    }

    /// An approximation of Φ⁻¹(p), in as many bits as the work needs.
    ///
    /// erf and −ln erfc are concave and convex on t > 0 and increase; Newton's method started at a t below, above the
    /// root stays there and moves towards it. It starts with few bits, and doubles them as it gains them.
    fn solve(&self) -> Float {
        let doublings = (self.work / 64).checked_ilog2().map_or(0, |log| log + 1);
        let precisions = (0..=doublings).rev().map(|halvings| self.work.div_ceil(1 << halvings));
        let mut t = self.start(self.work);
        for bits in precisions {
            t.set_prec(bits);
            // The first precision takes a few steps and the others one or two. A step that is no number occurs next to
            // the smallest float.
            for _ in 0..30 {
                let step = self.newton_step(&t);
                if !step.is_finite() {
                    break;
                }
                t -= &step;
                // The error is now about the square of the step, which the guard bits allow to be a little larger.
                if step.is_zero() || exponent(&step) < exponent(&t) - i64::from(bits / 2) + 8 {
                    break;
                }
            }
        }
        -t * Float::with_val(self.work, 2).sqrt()
    }

    /// Below the root in the centre, where erf t ≤ 2t/√π; above it in the tail, where erfc t ≤ e^(−t²).
    fn start(&self, bits: u32) -> Float {
        match &self.side {
            Side::Centre(target) => Float::with_val(bits, Constant::Pi).sqrt() / 2u32 * target,
            Side::Tail(target) => (-Float::with_val(bits, target.ln_ref())).sqrt(),
        }
    }

    fn newton_step(&self, t: &Float) -> Float {
        let bits = t.prec();
        let pi = Float::with_val(bits, Constant::Pi);
        let slope = Float::with_val(bits, -Float::with_val(bits, t.square_ref())).exp() * 2u32 / pi.sqrt();
        match &self.side {
            Side::Centre(target) => (Float::with_val(bits, t.erf_ref()) - target) / slope,
            Side::Tail(target) => {
                let value = Float::with_val(bits, t.erfc_ref());
                let ratio = Float::with_val(bits, target / &value);
                ratio.ln() * value / slope
            }
        }
    }

    /// The float nearest to the approximation that is proved to be on the side of Φ⁻¹(p) to which it is rounded;
    /// failing that, −∞, or zero, which is above since p < ½.
    fn bound(&self, approximation: &Float, round: Round) -> Float {
        let below = round == Round::Down;
        let proved = if below { Ordering::Less } else { Ordering::Greater };
        let (mut x, _) = Float::with_val_round(self.precision, approximation, round);
        for _ in 0..ATTEMPTS {
            if self.compare(&x) == Some(proved) {
                return x;
            }
            if below { x.next_down() } else { x.next_up() }
        }
        Float::with_val(self.precision, if below { Special::NegInfinity } else { Special::Zero })
    }

    /// How x compares with Φ⁻¹(p), where enclosures tell. This alone carries the proof.
    fn compare(&self, x: &Float) -> Option<Ordering> {
        let x = Ball::at(x).with_precision(self.work);
        match &self.side {
            Side::Centre(target) => {
                let t = -x / Ball::enclose(2, self.work).sqrt();
                Ball::at(target).compare(&t.erf())
            }
            Side::Tail(target) => {
                (x.normal_distribution() * Ball::enclose(2, self.work)).compare(&Ball::at(target))
            }
        }
    }
}

/// The e for which |x| is between 2^(e − 1) and 2^e.
fn exponent(x: &Float) -> i64 {
    x.get_exp().map_or(0, i64::from)
}
