//! **Theorem 2.** Every M ∈ SO(2d) is a product of six additive couplings L U L U L U whose shifts have spectral norms at most
//! 1, 2, √5, 1, 2, (3 + √5)/2 < 2.62. For determinant −1 one scale is −1.
//!
//! Proof idea: the CS decomposition gives w of norm at most 1 with C + wA orthogonal; what is left is one rotation G, a product
//! of two reflections R1·R2, and R1 = Θ·R2·Θᵀ with Θ the square root of G. Nothing is inverted but orthogonal matrices.

mod common;

use std::f64::consts::{FRAC_PI_2, PI};

use common::floats::{Doubles, exact, norm, rounding_limit, verified};
use common::permutation::{matrix as permutation_matrix, symmetric_group};
use flowcert::coupling::{Flow, Half, Mode};
use flowcert::linear::certified::residual;
use flowcert::linear::{LinearError, orthogonal};
use flowcert::matrix::DMatrix;
use flowcert::matrix::float::{FloatField, spectral_norm};
use flowcert::scalar::{Field, Mpfr, Rational};

/// What rounding may add.
const ROOM: f64 = 1e-8;

fn mode_of<F: Field>(flow: &Flow<F>) -> Mode {
    let signs = flow.layers().iter().flat_map(|layer| &layer.scale).filter(|scale| !scale.is_one()).count();
    if signs == 0 { Mode::Additive } else { Mode::Signed }
}

/// The six norms are within their bounds one by one, the certificate is verified, and the error is rounding.
#[track_caller]
fn assert_rotation(matrix: &DMatrix<f64>) -> Flow<f64> {
    let flow = orthogonal::construct(matrix).unwrap_or_else(|error| panic!("{error}: {matrix}"));
    let (layers, bound) = orthogonal::bound();
    assert!(flow.layers().len() <= layers);
    let promised = verified(&flow, matrix, mode_of(&flow));
    assert!(promised.norm <= bound.to_f64(), "{}: {matrix}", promised.norm);
    assert!(promised.error <= 1e-13, "{:e}: {matrix}", promised.error);
    if flow.layers().len() == layers {
        let root = 5_f64.sqrt();
        // In the order of application, U first.
        let bounds = [f64::midpoint(3.0, root), 2.0, 1.0, root, 2.0, 1.0];
        for (layer, bound) in flow.layers().iter().zip(bounds) {
            let norm = spectral_norm(&layer.shift).unwrap();
            assert!(norm <= bound + ROOM, "{norm} > {bound}: {matrix}");
        }
    }
    flow
}

#[test]
fn random_rotations() {
    let draw = &mut Doubles::new(1);
    for half in [1, 2, 3, 4, 5, 8, 13, 24] {
        for _ in 0..4 {
            assert_rotation(&draw.rotation(2 * half));
        }
    }
}

/// The error is at most ten times what rounding the stored weights costs.
#[test]
fn the_error_is_at_the_rounding_limit() {
    let draw = &mut Doubles::new(8);
    for half in [2, 8, 32, 64] {
        let matrix = draw.rotation(2 * half);
        let flow = orthogonal::construct(&matrix).unwrap();
        let ratio = norm(&residual(&flow, &exact(&matrix))) / rounding_limit(&flow);
        println!("n = {}: {ratio:.2} of the rounding limit", 2 * half);
        assert!(ratio <= 10.0, "n = {}: {ratio}", 2 * half);
    }
}

#[test]
fn every_even_permutation_of_four_and_of_six_coordinates_and_the_bounds_are_attained() {
    let mut largest = [0.0_f64; 6];
    for size in [4, 6] {
        for image in symmetric_group(size) {
            let matrix = permutation_matrix::<f64>(&image, |_| false);
            if matrix.determinant() > 0.0 {
                let flow = assert_rotation(&matrix);
                for (k, layer) in flow.layers().iter().enumerate().filter(|_| flow.layers().len() == 6) {
                    largest[k] = largest[k].max(spectral_norm(&layer.shift).unwrap());
                }
            }
        }
    }
    assert!(largest.iter().all(|norm| *norm >= 1.0 - ROOM), "{largest:?}");
    assert!(largest[3] >= 2.0 && largest[1] >= 2.0 - ROOM, "the bounds are not loose: {largest:?}");
}

#[test]
fn signed_permutations_of_determinant_minus_one_have_one_negative_scale() {
    for image in symmetric_group(4) {
        let matrix = permutation_matrix::<f64>(&image, |_| false);
        if matrix.determinant() < 0.0 {
            let flow = assert_rotation(&matrix);
            let negative =
                flow.layers().iter().flat_map(|layer| &layer.scale).filter(|scale| **scale < 0.0).count();
            assert_eq!((negative, mode_of(&flow)), (1, Mode::Signed));
        }
    }
}

#[test]
fn cosines_and_sines_of_zero() {
    let draw = &mut Doubles::new(2);
    for half in [1, 2, 3, 6] {
        let (zero, u, v) = (DMatrix::zeros(half, half), draw.rotation(half), draw.rotation(half));
        let join = |a: &DMatrix<f64>, b: &DMatrix<f64>, c: &DMatrix<f64>, d: &DMatrix<f64>| {
            let mut matrix = DMatrix::zeros(2 * half, 2 * half);
            for (block, (i, j)) in [(a, (0, 0)), (b, (0, half)), (c, (half, 0)), (d, (half, half))] {
                matrix.view_mut((i, j), (half, half)).copy_from(block);
            }
            matrix
        };
        assert_rotation(&join(&u, &zero, &zero, &v)); // every sine is 0
        assert_rotation(&join(&zero, &-&u, &v, &zero)); // every cosine is 0
        assert_rotation(&DMatrix::identity(2 * half, 2 * half));
        assert_rotation(&-DMatrix::<f64>::identity(2 * half, 2 * half));
    }
}

#[test]
fn equal_cosines() {
    let draw = &mut Doubles::new(3);
    for half in [2, 3, 5, 8] {
        // c and s are the same in every plane: [c·U −s·V; s·U c·V].
        let (u, v) = (draw.rotation(half), draw.rotation(half));
        for angle in [0.3, FRAC_PI_2 / 2.0, 1e-8, FRAC_PI_2 - 1e-8] {
            let (sine, cosine): (f64, f64) = angle.sin_cos();
            let mut matrix = DMatrix::zeros(2 * half, 2 * half);
            matrix.view_mut((0, 0), (half, half)).copy_from(&(&u * cosine));
            matrix.view_mut((0, half), (half, half)).copy_from(&(&v * -sine));
            matrix.view_mut((half, 0), (half, half)).copy_from(&(&u * sine));
            matrix.view_mut((half, half), (half, half)).copy_from(&(&v * cosine));
            assert_rotation(&matrix);
        }
    }
}

#[test]
fn eigenvalues_at_one_and_minus_one_in_odd_counts_and_clusters() {
    let draw = &mut Doubles::new(4);
    for half in [2, 3, 4, 7] {
        for planes in 1..=half {
            for offset in [0.0, PI] {
                let cluster: Vec<f64> = (0..planes).map(|k| offset + 1e-12 * k as f64).collect();
                assert_rotation(&draw.rotation_by(&cluster, 2 * half));
                assert_rotation(&draw.rotation_by(&vec![offset; planes], 2 * half));
            }
        }
    }
}

#[test]
fn nearly_the_identity_and_nearly_orthogonal() {
    let draw = &mut Doubles::new(5);
    for size in [2, 4, 10, 16] {
        for angle in [1e-3, 1e-8, 1e-12, 1e-16] {
            assert_rotation(&draw.rotation_by(&vec![angle; size / 2], size));
        }
        // Rounded to singles, the matrix is orthogonal up to 1e-7, and the error is no more.
        let rounded = draw.rotation(size).map(|entry| f64::from(entry as f32));
        let flow = orthogonal::construct(&rounded).unwrap();
        let error = verified(&flow, &rounded, mode_of(&flow)).error;
        assert!(error < 1e-6, "{error:e}");
    }
}

#[test]
fn one_coordinate_in_each_half() {
    for k in 0..64 {
        let (sine, cosine) = (f64::from(k) * PI / 32.0).sin_cos();
        assert_rotation(&DMatrix::from_row_slice(2, 2, &[cosine, -sine, sine, cosine]));
    }
}

#[test]
fn what_is_not_orthogonal_is_refused() {
    let mut matrix = DMatrix::<f64>::identity(4, 4);
    matrix[(0, 3)] = 0.01;
    assert!(matches!(orthogonal::construct(&matrix), Err(LinearError::NotOrthogonal { .. })));
    assert!(matches!(
        orthogonal::construct(&DMatrix::<f64>::identity(3, 3)),
        Err(LinearError::NoHalves { size: 3 })
    ));
    assert!(matches!(
        orthogonal::construct(&DMatrix::<f64>::zeros(2, 4)),
        Err(LinearError::NotSquare { .. })
    ));
    let nothing = DMatrix::from_element(2, 2, f64::NAN);
    assert!(orthogonal::construct(&nothing).is_err(), "NaN is no matrix");
}

#[test]
fn at_any_precision() {
    for bits in [64, 113, 300] {
        for half in [1, 2, 4] {
            let rounded = Doubles::new(6).gaussian(2 * half, 2 * half);
            let floats = rounded.map(|entry| Mpfr::new(bits, &Rational::from_f64(entry).unwrap()));
            let rotation = Mpfr::orthogonal_factor(&floats);
            let flow = orthogonal::construct(&rotation).unwrap();
            let promised = verified(&flow, &rotation, mode_of(&flow));
            assert!(promised.norm <= 2.62);
            let rounding = 2_f64.powi(-(bits as i32));
            assert!(promised.error <= 200.0 * rounding, "{} bits: {:e}", bits, promised.error);
            assert!(
                flow.layers().iter().all(|layer| layer.writes == Half::First || layer.shift.nrows() == half)
            );
        }
    }
}
