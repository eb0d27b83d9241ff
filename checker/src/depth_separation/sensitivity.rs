//! The sensitivity Λ: if two flows of L layers of the class have parameters that differ by at most d, the images of N(0, I_n) under
//! them are within Λ·d of each other in W1. Map the same x_0 ~ N(0, I_n) with both: E‖x_L − x′_L‖ ≤ Λ·d. Constants as in `layers.rs`.
//!
//! **General.** E‖x_0‖ ≤ m_0 = √n and e_0 = 0; by induction E‖x_ℓ‖ ≤ m_ℓ and E‖x_ℓ − x′_ℓ‖ ≤ e_ℓ·d for m_{ℓ+1} = a + b·m_ℓ and
//! e_{ℓ+1} = b·e_ℓ + a′ + b′·m_ℓ. Λ = e_L. One step is the map of (m, e, 1) with the matrix [b 0 a; b′ b a′; 0 0 1], and L steps are
//! its power, by repeated squaring; no entry is negative, so no digits cancel.
//!
//! **Lipschitz:** every part f_L ∘ ⋯ ∘ f_{ℓ+1} of a flow of the class, the empty one included, has the Lipschitz constant R ≥ 1, and
//! E‖x_ℓ‖ ≤ μ = √n + `mean_excess` for all ℓ < L. Change the parameters of one layer after the other, the last one first: layer ℓ changes
//! its output by at most (a′ + b′·μ)·d in the mean, and the layers after it multiply that by at most R. Λ = R·L·(a′ + b′·μ).
//!
//! **Budgets:** f_ℓ has the Lipschitz constant b_ℓ ≥ 1, and the product of all b_ℓ is at most R. As above the ℓ-th change costs at most
//! Π_{j>ℓ} b_j·(a′ + b′·E‖x_{ℓ−1}‖), and E‖x_{ℓ−1}‖ ≤ Π_{j<ℓ} b_j·√n + a·Σ_{i<ℓ} Π_{i<j<ℓ} b_j. All these products are at most R:
//! Λ = R·Σ_ℓ (a′ + b′·√n + a·b′·(ℓ − 1)) = R·L·(a′ + b′·√n + a·b′·(L − 1)/2).

use rug::Rational;

use super::interval::Interval;
use super::layers::{Constants, constants};
use crate::certificate::{Class, DepthSeparation};

/// Λ for flows of one layer fewer than are needed, to so many bits.
pub(super) fn sensitivity(it: &DepthSeparation, precision: u32) -> Interval {
    let (layers, constants) = (it.layers_needed - 1, constants(it, precision));
    let root = Interval::whole(it.dimension, precision).sqrt();
    let exact = |value: &Rational| Interval::rational(value, precision);
    match &it.class {
        Class::General => general(&constants, root, layers),
        Class::Lipschitz { lipschitz, mean_excess } => {
            let Constants { change, change_with_norm, .. } = constants;
            exact(lipschitz) * layers * (change + change_with_norm * (root + exact(mean_excess)))
        }
        Class::Budgets { lipschitz, .. } => {
            let Constants { change, change_with_norm, offset, .. } = constants;
            let later = offset * layers.saturating_sub(1) / Interval::whole(2, precision);
            exact(lipschitz) * layers * (change + change_with_norm * (root + later))
        }
    }
}

/// The map (m, e) ↦ (x·m + u, y·m + x·e + v) of some layers.
#[derive(Clone)]
struct Steps {
    x: Interval,
    u: Interval,
    y: Interval,
    v: Interval,
}

impl Steps {
    /// These steps after others.
    fn after(&self, first: &Self) -> Self {
        let of = Interval::clone;
        Self {
            x: of(&self.x) * of(&first.x),
            u: of(&self.x) * of(&first.u) + of(&self.u),
            y: of(&self.y) * of(&first.x) + of(&self.x) * of(&first.y),
            v: of(&self.y) * of(&first.u) + of(&self.x) * of(&first.v) + of(&self.v),
        }
    }
}

/// e_L, from m_0.
fn general(constants: &Constants, start: Interval, layers: u64) -> Interval {
    let Constants { offset, stretch, change, change_with_norm } = constants.clone();
    let whole = |value| Interval::whole(value, start.precision());
    let mut power = Steps { x: stretch, u: offset, y: change_with_norm, v: change };
    let mut all = Steps { x: whole(1), u: whole(0), y: whole(0), v: whole(0) };
    let mut left = layers;
    while left > 0 {
        if left % 2 == 1 {
            all = power.after(&all);
        }
        left /= 2;
        if left > 0 {
            power = power.after(&power);
        }
    }
    all.y * start + all.v
}

#[cfg(test)]
mod tests {
    use super::*;

    fn simple(offset: u64, stretch: u64, change: u64, change_with_norm: u64) -> Constants {
        let [offset, stretch, change, change_with_norm] =
            [offset, stretch, change, change_with_norm].map(|value| Interval::whole(value, 256));
        Constants { offset, stretch, change, change_with_norm }
    }

    #[test]
    fn the_recursion_by_hand() {
        for (layers, expected) in [(0, 0), (1, 14), (2, 109), (3, 645)] {
            let found = general(&simple(1, 4, 2, 3), Interval::whole(4, 256), layers);
            assert_eq!(*found.low().expect("finite"), expected, "{layers}");
            assert_eq!(*found.high().expect("finite"), expected, "{layers}");
        }
    }

    /// Layer by layer, with integers.
    #[test]
    fn powers_are_steps() {
        let [a, b, c, d] = [3_u64, 2, 5, 7];
        let (mut norm, mut error) = (rug::Integer::from(9), rug::Integer::new());
        for layers in 0..100 {
            let found = general(&simple(a, b, c, d), Interval::whole(9, 256), layers);
            assert_eq!(*found.low().expect("finite"), error, "{layers}");
            assert_eq!(*found.high().expect("finite"), error, "{layers}");
            error = error * b + c + rug::Integer::from(&norm * d);
            norm = norm * b + a;
        }
    }
}
