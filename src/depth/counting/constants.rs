//! What one layer does at most: Lemma 4.

use flowcert_check::LayerFamily;

use super::{PRECISION, Problem};
use crate::scalar::Ball;

/// ‖f(x)‖ ≤ a + b‖x‖, ‖f(x) − f(y)‖ ≤ b‖x − y‖, and at fixed x, ‖f_θ(x) − f_θ'(x)‖ ≤ (a' + b'‖x‖)·‖θ − θ'‖_∞.
#[derive(Clone, Debug)]
pub struct Constants {
    /// a.
    pub offset: Ball,
    /// b.
    pub lipschitz: Ball,
    /// a'.
    pub change: Ball,
    /// b'.
    pub change_slope: Ball,
}

/// The constants of a family of layers whose parameters are in [−B, B]; m = n/2, rounded up where sparse layers have an odd
/// dimension.
///
/// | family | b | a | a' | b' |
/// |---|---|---|---|---|
/// | `linear` | ν(Bm, e^B) | B√m | √m | √(m² + e^(2B)) |
/// | `additive` | ν(B²hm, 1) | B√m(1 + Bh) | √m(1 + 2Bh) | 2Bhm |
/// | `clamped`, c = 1 + ρκe^κ | ν(cB²hm, e^κ) | B√m(1 + Bh) | c√m(1 + 2Bh) | 2cBhm |
/// | `sparse` | 1 + B²p/2 | B²p/2 + B√m | Bp + √m | Bp + 1 |
///
/// ν(t, e) is the spectral norm of [1 0; t e].
#[must_use]
pub fn constants(problem: &Problem) -> Constants {
    let ball = |number: u64| Ball::enclose(number, PRECISION);
    let one = || ball(1);
    let b_squared = Ball::enclose(&problem.bound_squared, PRECISION);
    let b = b_squared.sqrt();
    let m = Ball::enclose(problem.dimension.div_ceil(2), PRECISION);
    let root = m.sqrt();
    match &problem.family {
        LayerFamily::Linear => {
            let scale = b.exp();
            let change_slope = (m.square() + scale.square()).sqrt();
            Constants { lipschitz: norm(&(&b * &m), &scale), offset: &b * &root, change: root, change_slope }
        }
        LayerFamily::Additive { width } => {
            let h = ball(*width);
            let lipschitz = norm(&(&b_squared * &h * &m), &one());
            network(&b, &h, &m, &one(), lipschitz)
        }
        LayerFamily::Clamped { width, clamp, slope } => {
            let h = ball(*width);
            let (clamp, slope) = (Ball::enclose(clamp, PRECISION), Ball::enclose(slope, PRECISION));
            let scale = slope.exp();
            let c = one() + clamp * slope * &scale;
            let lipschitz = norm(&(&c * &b_squared * &h * &m), &scale);
            network(&b, &h, &m, &c, lipschitz)
        }
        LayerFamily::Sparse => {
            let p = ball(problem.parameters);
            let half = &b_squared * &p / ball(2);
            Constants {
                lipschitz: one() + &half,
                offset: half + &b * &root,
                change: &b * &p + root,
                change_slope: b * p + one(),
            }
        }
    }
}

/// What a network with one hidden layer of h neurons adds, c times for the parameters.
fn network(b: &Ball, h: &Ball, m: &Ball, c: &Ball, lipschitz: Ball) -> Constants {
    let one = Ball::enclose(1, PRECISION);
    let two_b_h = Ball::enclose(2, PRECISION) * b * h;
    Constants {
        lipschitz,
        offset: b * m.sqrt() * (&one + b * h),
        change: c * m.sqrt() * (one + &two_b_h),
        change_slope: c * two_b_h * m,
    }
}

/// The spectral norm of [1 0; t e]: its square is the larger root of z² − (1 + t² + e²)z + e².
fn norm(t: &Ball, e: &Ball) -> Ball {
    let one = Ball::enclose(1, PRECISION);
    let two = Ball::enclose(2, PRECISION);
    let trace = one + t.square() + e.square();
    let root = (trace.square() - Ball::enclose(4, PRECISION) * e.square()).sqrt();
    ((trace + root) / two).sqrt()
}
