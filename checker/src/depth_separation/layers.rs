//! The layers: how much they stretch, and how much they change with their parameters.
//!
//! A layer f_θ writes one half of the coordinates, of m entries, and reads the other; θ are its parameters, all in [−B, B]. Four
//! constants a, b, a′, b′ are such that, for all x and y and all θ and θ′ of the family,
//!
//! ‖f_θ(x) − f_θ(y)‖ ≤ b·‖x − y‖,   ‖f_θ(0)‖ ≤ a,   ‖f_θ(x) − f_θ′(x)‖ ≤ (a′ + b′·‖x‖)·|θ − θ′|_∞.
//!
//! The matrix [I 0; T E] has a norm of at most ν(‖T‖, ‖E‖), ν(t, e) the norm of the 2 × 2 matrix [1 0; t e]; the square of that is
//! the larger root of z² − (1 + t² + e²)·z + e². A matrix with q entries in [−B, B], all others 0, has a Frobenius norm of at
//! most B√q. Write d = |θ − θ′|_∞; x1 is the half that is read.
//!
//! **Linear:** x2 ← e^s ⊙ x2 + S·x1 + t, parameters s, S, t. ‖S‖ ≤ Bm: b = ν(Bm, e^B). ‖t‖ ≤ B√m = a. With θ′ the layer differs by at
//! most d·(m‖x1‖ + e^B‖x2‖ + √m): a′ = √m, b′ = √(m² + e^(2B)).
//!
//! **Additive:** x2 ← x2 + t(x1), t(u) = W·relu(V·u + v) + w with h neurons, parameters V, v, W, w. ‖W‖·‖V‖ ≤ B²hm: b = ν(B²hm, 1).
//! ‖t(0)‖ ≤ B√(hm)·B√h + B√m: a = B√m·(1 + Bh). A change of W costs d·√(hm)·(B√(hm)·‖u‖ + B√h), one of V and v costs
//! B√(hm)·d·(√(hm)·‖u‖ + √h), one of w costs d√m: a′ = √m·(1 + 2Bh), b′ = 2Bhm.
//!
//! **Clamped:** x2 ← x2 + (e^σ(x1) − 1) ⊙ clamp(x2) + t(x1), clamp to [−ρ, ρ], σ = κ·tanh of a network of the form of t. In x2 the
//! derivative is 1 or e^σ ≤ e^κ. In x1, and in the parameters, the second term changes by at most ρ·e^κ·κ times its network: with
//! c = 1 + ρκe^κ, b = ν(cB²hm, e^κ), a as before, a′ = c√m·(1 + 2Bh), b′ = 2cBhm.
//!
//! **Sparse:** x2 ← e^s ⊙ x2 + t(x1), −B ≤ s ≤ 0, t as before with any number of neurons. At most p numbers are free, which ones is
//! fixed; the other entries of V, v and W are 0. If W has q of them and V and v the rest, √(q(p − q)) ≤ p/2: ‖W‖·‖V‖ ≤ B²p/2 and
//! e^s ≤ 1, so b = 1 + B²p/2. Likewise a = B²p/2 + B√m, and a′ = Bp + √m, b′ = Bp + 1, the 1 for s.
//!
//! In the first three a parameter that is not free may have any fixed value in [−B, B]. If n is odd, a sparse layer's m is at
//! most (n + 1)/2.

#[cfg(test)]
mod samples;

use super::interval::Interval;
use crate::certificate::{DepthSeparation, LayerFamily};

/// The constants of a family.
#[derive(Clone)]
pub(super) struct Constants {
    /// a
    pub(super) offset: Interval,
    /// b
    pub(super) stretch: Interval,
    /// a′
    pub(super) change: Interval,
    /// b′
    pub(super) change_with_norm: Interval,
}

/// B.
pub(super) fn bound(it: &DepthSeparation, precision: u32) -> Interval {
    Interval::rational(&it.bound_squared, precision).sqrt()
}

/// The constants, to so many bits.
pub(super) fn constants(it: &DepthSeparation, precision: u32) -> Constants {
    let whole = |value| Interval::whole(value, precision);
    let half = it.dimension.div_ceil(2);
    let (bound, root) = (bound(it, precision), whole(half).sqrt());
    match &it.family {
        LayerFamily::Linear => {
            let scale = bound.clone().exp();
            let square = whole(half) * half + scale.clone() * scale.clone();
            Constants {
                offset: bound.clone() * root.clone(),
                stretch: norm(&(bound * half), &scale),
                change: root,
                change_with_norm: square.sqrt(),
            }
        }
        LayerFamily::Additive { width } => network(it, *width, whole(1), &whole(1), precision),
        LayerFamily::Clamped { width, clamp, slope } => {
            let rational = |value| Interval::rational(value, precision);
            let scale = rational(slope).exp();
            let factor = whole(1) + rational(clamp) * rational(slope) * scale.clone();
            network(it, *width, factor, &scale, precision)
        }
        LayerFamily::Sparse => {
            let product = Interval::rational(&it.bound_squared, precision) * it.parameters / whole(2);
            let linear = bound.clone() * it.parameters;
            Constants {
                offset: product.clone() + bound * root.clone(),
                stretch: product + whole(1),
                change: linear.clone() + root,
                change_with_norm: linear + whole(1),
            }
        }
    }
}

/// Of a layer with networks of so many neurons, for c and the largest scale.
fn network(
    it: &DepthSeparation,
    width: u64,
    factor: Interval,
    scale: &Interval,
    precision: u32,
) -> Constants {
    let whole = |value| Interval::whole(value, precision);
    let half = it.dimension.div_ceil(2);
    let (bound, root) = (bound(it, precision), whole(half).sqrt());
    let weights = Interval::rational(&it.bound_squared, precision) * width * half;
    let wide = bound.clone() * width;
    Constants {
        offset: bound * root.clone() * (whole(1) + wide.clone()),
        stretch: norm(&(factor.clone() * weights), scale),
        change: factor.clone() * root * (whole(1) + wide.clone() * 2),
        change_with_norm: factor * wide * half * 2,
    }
}

/// ν(t, e). The discriminant (1 + t² + e²)² − 4e² is (t² + (1 − e)²)·(t² + (1 + e)²), without a difference of large numbers.
fn norm(shift: &Interval, scale: &Interval) -> Interval {
    let whole = |value| Interval::whole(value, shift.precision());
    let (shift, square) = (shift.clone() * shift.clone(), scale.clone() * scale.clone());
    let trace = whole(1) + shift.clone() + square;
    // e ≥ 1.
    let (less, more) = (scale.clone() - whole(1), scale.clone() + whole(1));
    let root = ((shift.clone() + less.clone() * less) * (shift + more.clone() * more)).sqrt();
    ((trace + root) / whole(2)).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The norm of [1 0; t e] by its largest value on many unit vectors.
    #[test]
    fn norms_of_two_by_two_matrices() {
        for (t, e) in [(1_u64, 1_u64), (3, 1), (2, 5), (7, 100)] {
            let found = norm(&Interval::whole(t, 96), &Interval::whole(e, 96));
            let (low, high) = (found.low().expect("finite").to_f64(), found.high().expect("finite").to_f64());
            let (t, e) = (t as f64, e as f64);
            let largest = (0..100_000)
                .map(|step| f64::from(step) * std::f64::consts::PI / 100_000.0)
                .map(|angle| angle.cos().hypot(t * angle.cos() + e * angle.sin()))
                .fold(0.0, f64::max);
            assert!(
                high - low < 1e-12 && (high - largest).abs() < 1e-6 * high,
                "{t} {e}: {low} {high} {largest}"
            );
            assert!(high <= e.max(1.0) + t);
        }
    }
}
