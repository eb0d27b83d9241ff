//! Five layers near R_θ ⊕ I₂, in closed form.
//!
//! **Proposition.** R_θ ⊕ I₂, 0 < θ ≤ π, which five layers cannot make, is within η (Frobenius) of a product of five
//! additive layers whose largest shift has spectral norm 2√2·sin(θ/4)/η, as soon as η is small.
//!
//! The proof is docs/depth-vs-norm.md. Complex numbers z stand for the matrices [Re z, −Im z; Im z, Re z], J for the
//! reflection diag(1, −1). In the coordinates of `near_miss.rs`, ŵ = 1/√2 and y = ζ·exp(−i(π − θ)/2) with
//! ζ = −√2·sin(θ/2) − i·√2·(1 − cos(θ/2)); then X = I + bc = exp(iθ) − yŵ, and Y = I + cb has to be its conjugate J·X·J:
//! c = J and b = (X − 1)·J.

use nalgebra::{Complex, DMatrix, Matrix2};

use super::chart::pack;

/// The coordinates b, c, y, w of the product for R_θ ⊕ I₂; `None` for any other matrix.
pub(super) fn coordinates(matrix: &DMatrix<f64>) -> Option<Vec<f64>> {
    let rotation = rotation(matrix)?;
    let angle = rotation.arg().abs();
    let (sine, cosine) = (angle / 2.0).sin_cos();
    let root = 2_f64.sqrt();
    let zeta = Complex::new(-root * sine, -root * (1.0 - cosine));
    let y = zeta * Complex::from_polar(1.0, -(std::f64::consts::PI - angle) / 2.0);
    // A rotation by −θ is that by θ, conjugated.
    let y = if rotation.im < 0.0 { y.conj() } else { y };
    let reflection = Matrix2::new(1.0, 0.0, 0.0, -1.0);
    let b = as_matrix(rotation - y / root - 1.0) * reflection;
    Some(pack(&[b, reflection, as_matrix(y), as_matrix(Complex::new(1.0, 0.0))]))
}

/// exp(iθ) for the matrix R_θ ⊕ I₂, θ not 0.
fn rotation(matrix: &DMatrix<f64>) -> Option<Complex<f64>> {
    if matrix.shape() != (4, 4) {
        return None;
    }
    let rotation = Complex::new(matrix[(0, 0)], matrix[(1, 0)]);
    let mut expected = DMatrix::identity(4, 4);
    expected.view_mut((0, 0), (2, 2)).copy_from(&as_matrix(rotation));
    let holds = *matrix == expected && (rotation.norm() - 1.0).abs() <= f64::EPSILON;
    (holds && rotation != Complex::new(1.0, 0.0)).then_some(rotation)
}

fn as_matrix(number: Complex<f64>) -> Matrix2<f64> {
    Matrix2::new(number.re, -number.im, number.im, number.re)
}

#[cfg(test)]
mod tests {
    use super::super::Square;
    use super::super::chart::Chart;
    use super::super::near_miss::NearMiss;
    use super::*;

    #[test]
    fn the_product_is_near_and_the_norm_is_the_formulas() {
        for angle in [0.3, 1.0, std::f64::consts::FRAC_PI_2, 2.5, std::f64::consts::PI, -1.0] {
            let u = as_matrix(Complex::from_polar(1.0, angle));
            let mut matrix = DMatrix::identity(4, 4);
            matrix.view_mut((0, 0), (2, 2)).copy_from(&u);
            let coordinates = coordinates(&matrix).expect("a rotation");
            let error = 1e-5;
            let forward = NearMiss { u, v: Square::identity(), error }.forward(&coordinates);
            assert!(
                forward.residual.iter().all(|entry| entry.abs() < 1e-10),
                "{angle}: {:?}",
                forward.residual
            );
            let norms = forward.shifts.iter().map(|shift| shift.singular_values().max());
            let (norm, expected) =
                (norms.fold(0.0, f64::max), 8_f64.sqrt() * (angle / 4.0).sin().abs() / error);
            assert!((norm / expected - 1.0).abs() < 1e-4, "{angle}: {norm}, not {expected}");
        }
    }

    #[test]
    fn other_matrices_are_left_alone() {
        let mut matrix = DMatrix::identity(4, 4);
        assert_eq!(coordinates(&matrix), None, "the identity");
        matrix[(0, 0)] = 2.0;
        assert_eq!(coordinates(&matrix), None, "no rotation");
        assert_eq!(coordinates(&DMatrix::identity(6, 6)), None, "too large");
    }
}
