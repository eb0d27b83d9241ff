//! The decompositions give back what was decomposed, in both arithmetics, on the delicate inputs too.

use nalgebra::DMatrix;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::*;
use crate::scalar::{Field, Mpfr, Rational};

/// Largest entry of the difference.
fn distance<F: FloatField>(left: &DMatrix<F>, right: &DMatrix<F>) -> f64 {
    left.iter().zip(right.iter()).map(|(x, y)| x.minus(y).to_double().abs()).fold(0.0, f64::max)
}

fn is_orthogonal<F: FloatField>(matrix: &DMatrix<F>, tolerance: f64) -> bool {
    let size = matrix.nrows();
    distance(&F::multiply(matrix, &matrix.transpose()), &DMatrix::identity(size, size)) <= tolerance
}

fn random(size: usize, generator: &mut ChaCha8Rng) -> DMatrix<f64> {
    DMatrix::from_fn(size, size, |_, _| (0..12).map(|_| generator.random::<f64>()).sum::<f64>() - 6.0)
}

fn rotation(size: usize, generator: &mut ChaCha8Rng) -> DMatrix<f64> {
    let mut matrix = f64::orthogonal_factor(&random(size, generator));
    if matrix.determinant() < 0.0 {
        matrix.column_mut(0).neg_mut();
    }
    matrix
}

fn multiprecision(matrix: &DMatrix<f64>, bits: u32) -> DMatrix<Mpfr> {
    matrix.map(|entry| Mpfr::new(bits, &Rational::from_f64(entry).unwrap()))
}

/// Plane rotations by the angles, then ones, in a random orthonormal basis.
fn rotation_by(angles: &[f64], size: usize, generator: &mut ChaCha8Rng) -> DMatrix<f64> {
    let mut blocks = DMatrix::identity(size, size);
    for (k, angle) in angles.iter().enumerate() {
        let (i, j) = (2 * k, 2 * k + 1);
        (blocks[(i, i)], blocks[(i, j)], blocks[(j, i)], blocks[(j, j)]) =
            (angle.cos(), -angle.sin(), angle.sin(), angle.cos());
    }
    let basis = rotation(size, generator);
    &basis * blocks * basis.transpose()
}

fn check_involutions<F: FloatField>(rotation: &DMatrix<F>, tolerance: f64) {
    let size = rotation.nrows();
    let identity = DMatrix::identity(size, size);
    let Involutions { first, second, intertwiner } = Involutions::of(rotation).unwrap();
    assert!(distance(&F::multiply(&first, &second), rotation) <= tolerance);
    for involution in [&first, &second] {
        assert!(distance(&F::multiply(involution, involution), &identity) <= tolerance);
        assert!(distance(involution, &involution.transpose()) <= tolerance);
    }
    assert!(is_orthogonal(&intertwiner, tolerance));
    let (left, right) = (F::multiply(&first, &intertwiner), F::multiply(&intertwiner, &second));
    assert!(distance(&left, &right) <= tolerance);
    let symmetric = (&intertwiner + intertwiner.transpose()).map(|entry| entry.to_double());
    assert!(
        symmetric.symmetric_eigenvalues().min() >= -tolerance,
        "the real part of an eigenvalue is negative"
    );
}

#[test]
fn singular_values_and_qr_give_back_the_matrix() {
    let generator = &mut ChaCha8Rng::seed_from_u64(1);
    for size in [1, 2, 3, 7, 16] {
        let mut matrix = random(size, generator);
        if size > 2 {
            matrix.column_mut(1).fill(0.0);
        }
        check_decompositions(&matrix, 1e-13);
        check_decompositions(&multiprecision(&matrix, 200), 1e-55);
    }
}

fn check_decompositions<F: FloatField>(matrix: &DMatrix<F>, tolerance: f64) {
    let Svd { left, values, right } = F::svd(matrix).unwrap();
    assert!(is_orthogonal(&left, tolerance) && is_orthogonal(&right, tolerance));
    assert!(values.windows(2).all(|pair| pair[0] >= pair[1]));
    assert!(distance(&F::multiply(&scale_columns(&left, &values), &right.transpose()), matrix) <= tolerance);
    let orthogonal = F::orthogonal_factor(matrix);
    assert!(is_orthogonal(&orthogonal, tolerance));
    let triangular = F::multiply(&orthogonal.transpose(), matrix).map(|entry| entry.to_double());
    for j in 0..matrix.ncols() {
        assert!(triangular[(j, j)] >= -tolerance);
        assert!((j + 1..matrix.nrows()).all(|i| triangular[(i, j)].abs() <= tolerance));
    }
}

#[test]
fn the_orthogonal_factor_of_a_tall_matrix_is_square() {
    let tall = random(6, &mut ChaCha8Rng::seed_from_u64(2)).columns(0, 2).into_owned();
    let orthogonal = f64::orthogonal_factor(&tall);
    assert_eq!(orthogonal.shape(), (6, 6));
    assert!(is_orthogonal(&orthogonal, 1e-14));
    assert!((orthogonal.transpose() * tall).rows(2, 4).amax() < 1e-14);
}

#[test]
fn random_rotations_are_products_of_involutions() {
    let generator = &mut ChaCha8Rng::seed_from_u64(3);
    for size in [1, 2, 3, 4, 5, 8, 17, 64, 129] {
        check_involutions(&rotation(size, generator), 1e-13);
    }
    for size in [1, 2, 5, 8] {
        let orthogonal = Mpfr::orthogonal_factor(&multiprecision(&random(size, generator), 200));
        let mut rotation = orthogonal.clone();
        if orthogonal.map(|entry| entry.to_double()).determinant() < 0.0 {
            rotation.set_column(0, &-orthogonal.column(0));
        }
        check_involutions(&rotation, 1e-55);
    }
}

#[test]
fn eigenvalues_at_and_near_one_and_minus_one_are_no_trouble() {
    let generator = &mut ChaCha8Rng::seed_from_u64(4);
    let pi = std::f64::consts::PI;
    let tiny = [0.0, 1e-300, 1e-17, 1e-16, 3e-15, 1e-12, 1e-9, 1e-8, 1e-5];
    for size in [20, 21] {
        for offset in [0.0, pi, pi / 2.0] {
            let angles: Vec<f64> = tiny.iter().map(|distance| offset - distance).collect();
            check_involutions(&rotation_by(&angles, size, generator), 1e-13);
            check_involutions(&rotation_by(&[offset; 8], size, generator), 1e-13);
        }
        let mixed: Vec<f64> =
            (0..9).map(|k| if k % 2 == 0 { 1e-13 * f64::from(k) } else { pi - 1e-13 }).collect();
        check_involutions(&rotation_by(&mixed, size, generator), 1e-13);
    }
}

#[test]
fn signed_permutations_are_split_without_rounding_trouble() {
    let generator = &mut ChaCha8Rng::seed_from_u64(5);
    for size in 1..12 {
        check_involutions(&DMatrix::<f64>::identity(size, size), 1e-15);
        let mut matrix = DMatrix::<f64>::zeros(size, size);
        let mut images: Vec<usize> = (0..size).collect();
        for i in (1..size).rev() {
            images.swap(i, generator.random_range(0..=i));
        }
        for (i, &j) in images.iter().enumerate() {
            matrix[(i, j)] = if generator.random() { 1.0 } else { -1.0 };
        }
        if matrix.determinant() < 0.0 {
            matrix.row_mut(0).neg_mut();
        }
        check_involutions(&matrix, 1e-14);
    }
    check_involutions(&-DMatrix::<f64>::identity(6, 6), 1e-15);
}

#[test]
fn a_reflection_is_refused() {
    let mut matrix = DMatrix::<f64>::identity(4, 4);
    matrix[(2, 2)] = -1.0;
    assert!(matches!(Involutions::of(&matrix), Err(FloatError::NotARotation { size: 4 })));
}

#[test]
fn exponents_and_shifts_reach_the_subnormal_numbers() {
    for exponent in [-1073, -1022, -1, 0, 1, 1023] {
        let power = 1.0_f64.shifted(exponent);
        assert_eq!(FloatField::exponent(&power), Some(exponent + 1));
        assert_eq!(power.shifted(-exponent), 1.0);
    }
    assert_eq!(FloatField::exponent(&0.0), None);
    assert_eq!(FloatField::exponent(&-3.0), Some(2));
    assert_eq!(Mpfr::from_i64(-3).exponent(), Some(2));
}

#[test]
fn the_cs_decomposition_gives_back_the_matrix() {
    let generator = &mut ChaCha8Rng::seed_from_u64(6);
    for size in 2..14_usize {
        let first = size - size / 2;
        // Rotations by tiny angles in many planes, by an angle near a quarter turn, and blocks of both.
        let tiny: Vec<f64> = (0..size / 2).map(|k| 1e-9 * (1.0 + 1e-3 * k as f64)).collect();
        let quarter: Vec<f64> = tiny.iter().map(|angle| std::f64::consts::FRAC_PI_2 - angle).collect();
        for matrix in [
            rotation(size, generator),
            DMatrix::identity(size, size),
            rotation_by(&[1e-9], size, generator),
            rotation_by(&tiny, size, generator),
            rotation_by(&quarter, size, generator),
            rotation_by(&[quarter[0], tiny[0]][..(size / 2).min(2)], size, generator),
        ] {
            let halves = CosineSine::of(&matrix, first).unwrap();
            let (p, q) = (first, size / 2);
            for (orthogonal, _) in [
                (&halves.first_left, p),
                (&halves.second_left, q),
                (&halves.first_right, p),
                (&halves.second_right, q),
            ] {
                assert!(is_orthogonal(orthogonal, 1e-14));
            }
            let mut middle = DMatrix::identity(size, size);
            for j in 0..q {
                (middle[(j, j)], middle[(j, p + j)]) = (halves.cosines[j], -halves.sines[j]);
                (middle[(p + j, j)], middle[(p + j, p + j)]) = (halves.sines[j], halves.cosines[j]);
            }
            let join = |first: &DMatrix<f64>, second: &DMatrix<f64>| {
                let mut joined = DMatrix::zeros(size, size);
                joined.view_mut((0, 0), (p, p)).copy_from(first);
                joined.view_mut((p, p), (q, q)).copy_from(second);
                joined
            };
            let product = join(&halves.first_left, &halves.second_left)
                * middle
                * join(&halves.first_right, &halves.second_right).transpose();
            assert!(distance(&product, &matrix) < 1e-14, "size {size}");
        }
    }
}
