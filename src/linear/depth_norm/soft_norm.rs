//! A smooth maximum of the spectral norms of the shifts.
//!
//! The Schatten norm of all shifts together, N = (Σ_k tr (S_kᵀS_k)^p)^(1/2p), is at least the largest spectral norm and at
//! most (number of singular values)^(1/2p) times it. Its gradient needs powers of S_kᵀS_k only, no singular vectors, so it
//! is smooth where singular values coincide, and at the optimum many do.

use super::Square;

/// log N, and its derivative by every shift. `doublings` is the logarithm of p to base 2.
pub(super) fn log_soft_norm<const D: usize>(shifts: &[Square<D>], doublings: u32) -> (f64, Vec<Square<D>>) {
    let unit = unit(shifts);
    let mut sum = 0.0;
    let mut gradient = Vec::with_capacity(shifts.len());
    for shift in shifts {
        let shift = shift / unit;
        let gram = shift.transpose() * shift;
        // (G^(p−1), G^p) for p = 1, 2, 4, …
        let (mut below, mut power) = (Square::<D>::identity(), gram);
        for _ in 0..doublings {
            below *= power;
            power *= power;
        }
        sum += power.trace();
        gradient.push(shift * below);
    }
    // ∂ tr G^p = 2p·S·G^(p−1), and log N = log(sum)/2p + log(unit).
    for part in &mut gradient {
        *part /= sum * unit;
    }
    let power = f64::from(1_u32 << doublings);
    (sum.ln() / (2.0 * power) + unit.ln(), gradient)
}

/// log₂ of the power with which the unit is estimated.
const ROUGH: u32 = 3;

/// The largest spectral norm up to a few percent: in this unit no power overflows, nor does the largest one vanish.
fn unit<const D: usize>(shifts: &[Square<D>]) -> f64 {
    let largest = shifts.iter().map(Square::norm).fold(f64::MIN_POSITIVE, f64::max);
    let trace_of_power = |shift: &Square<D>| {
        let shift = shift / largest;
        let mut power = shift.transpose() * shift;
        for _ in 0..ROUGH {
            power *= power;
        }
        power.trace()
    };
    let trace = shifts.iter().map(trace_of_power).fold(f64::MIN_POSITIVE, f64::max);
    largest * trace.powf(0.5 / f64::from(1_u32 << ROUGH))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_between_the_maximum_and_a_root_of_the_count_times_it() {
        let shifts = [Square::<2>::new(3.0, 0.0, 0.0, -1.0), Square::<2>::new(0.0, 2.0, 3.0, 0.0)];
        for doublings in 0..=11 {
            let norm = log_soft_norm(&shifts, doublings).0.exp();
            let most = 3.0 * 4_f64.powf(0.5 / f64::from(1_u32 << doublings));
            assert!((3.0 - 1e-12..=most).contains(&norm), "{doublings}: {norm}");
        }
        // Two singular values are the largest one.
        let norm = log_soft_norm(&shifts, 8).0.exp();
        assert!((norm - 3.0 * 2_f64.powf(1.0 / 512.0)).abs() < 1e-12, "{norm}");
    }

    #[test]
    fn the_gradient_is_that_of_differences() {
        let shifts = [Square::<2>::new(1.0, 0.5, -0.3, 0.8), Square::<2>::new(0.2, 1.1, 0.7, -0.4)];
        let (_, gradient) = log_soft_norm(&shifts, 3);
        let step = 1e-6;
        for k in 0..2 {
            for entry in 0..4 {
                let moved = |by: f64| {
                    let mut shifts = shifts;
                    shifts[k][entry] += by;
                    log_soft_norm(&shifts, 3).0
                };
                let slope = (moved(step) - moved(-step)) / (2.0 * step);
                assert!((slope - gradient[k][entry]).abs() < 1e-8, "{k}, {entry}: {slope}");
            }
        }
    }
}
