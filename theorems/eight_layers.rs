//! **Theorem 4.** Every M ∈ GL⁺(2d, ℝ) is det(M)^(1/2d) times a product of eight additive couplings, whose shifts have spectral
//! norms bounded by a polynomial in the condition number, whatever d.
//!
//! Proof idea: two pairs of layers multiply (A, Σ) by (H, K⁻¹) for any conjugates H ~ K each; with the polar decomposition
//! G = O·P, O = R1·R2 and a cyclic shift W of the eigenvectors of P, A = R1·W and its partner is a product of conjugates of the
//! same two.

mod common;

use common::floats::{Doubles, verified};
use flowcert::coupling::Mode;
use flowcert::linear::certified::largest_shift_norm;
use flowcert::linear::{LinearError, conditioned};
use flowcert::matrix::DMatrix;
use flowcert::matrix::float::FloatField;

#[test]
fn eight_layers_with_one_scalar_scale() {
    let draw = &mut Doubles::new(1);
    for half in [1, 2, 3, 5, 8] {
        for condition in [1.0, 10.0, 1e3] {
            let matrix = draw.of_condition(2 * half, condition);
            let flow = conditioned::construct_within(&matrix, 1e-8)
                .unwrap_or_else(|error| panic!("{error}: {matrix}"));
            assert!(flow.layers().len() <= 8);
            let scales =
                || flow.layers().iter().flat_map(|layer| &layer.scale).filter(|scale| **scale != 1.0);
            let first = scales().next().copied().unwrap_or(1.0);
            assert!(scales().all(|scale| *scale == first), "one scalar");
            assert!(verified(&flow, &matrix, Mode::Positive).error <= 1e-8);
        }
    }
}

/// 10 000 matrices: the bound holds, and by how much.
#[test]
fn shifts_are_bounded_by_the_polynomial_in_the_condition_number() {
    let draw = &mut Doubles::new(4);
    let (mut closest, mut refused) = (0.0_f64, 0);
    for k in 0..10_000 {
        let half = 1 + k % 5;
        let condition = 10_f64.powf(draw.uniform(0.0, 4.0));
        let matrix = if k % 2 == 0 {
            draw.of_condition(2 * half, condition)
        } else {
            draw.gaussian(2 * half, 2 * half)
        };
        let values = f64::svd(&matrix).unwrap().values;
        let condition = values[0] / values[2 * half - 1];
        let scale = (values.iter().map(|value| value.ln()).sum::<f64>() / (2 * half) as f64).exp();
        match conditioned::construct_within(&(matrix / scale), 1e-6) {
            Ok(flow) => {
                let (layers, bound) = conditioned::bound(condition);
                let norm = largest_shift_norm(&flow).unwrap();
                assert!(
                    flow.layers().len() <= layers && norm <= bound,
                    "{norm} > {bound} at κ = {condition}"
                );
                closest = closest.max(norm / bound);
            }
            // Gaussian matrices come with any condition number.
            Err(LinearError::Tolerance { .. }) => {
                refused += 1;
                assert!(condition > 1e3, "κ = {condition} is refused");
            }
            Err(error) => panic!("{error}"),
        }
    }
    println!("the norms reach {closest:.3} of the bound; {refused} of 10 000 refused at tolerance 1e-6");
    assert!(refused < 1000 && closest > 0.01, "{refused} {closest}");
}

#[test]
fn a_negative_determinant_is_one_negative_scale() {
    let mut matrix = Doubles::new(2).of_condition(6, 10.0);
    matrix.column_mut(1).neg_mut();
    let flow = conditioned::construct_within(&matrix, 1e-10).unwrap();
    assert_eq!(flow.layers().iter().flat_map(|layer| &layer.scale).filter(|scale| **scale < 0.0).count(), 1);
    verified(&flow, &matrix, Mode::Signed);
}

#[test]
fn what_misses_the_tolerance_is_refused() {
    let draw = &mut Doubles::new(3);
    let ill = draw.of_condition(16, 1e12);
    assert!(matches!(conditioned::construct_within(&ill, 1e-9), Err(LinearError::Tolerance { .. })));
    let singular = DMatrix::from_element(4, 4, 1.0);
    assert!(matches!(conditioned::construct_within(&singular, 1e-9), Err(LinearError::Tolerance { .. })));
}
