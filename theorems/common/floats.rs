//! Matrices of doubles, and the judge of a float factorization: the certificate's bounds, verified by the checker.

use flowcert::coupling::{Flow, Mode};
use flowcert::linear::certified::{CertifiedField, certify};
use flowcert::matrix::DMatrix;
use flowcert::matrix::Product;
use flowcert::matrix::float::{FloatField, spectral_norm};
use flowcert::scalar::Rational;
use flowcert_check::check_factorization;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// What a verified certificate promises.
pub(crate) struct Promised {
    pub(crate) error: f64,
    pub(crate) norm: f64,
}

/// Certifies the flow, has the checker verify the certificate, and returns its bounds.
#[track_caller]
pub(crate) fn verified<F: CertifiedField>(flow: &Flow<F>, matrix: &DMatrix<F>, mode: Mode) -> Promised {
    let factorization = certify(flow, &exact(matrix), mode).expect("norms are found");
    if let Err(rejection) = check_factorization(&factorization) {
        panic!("{rejection}: {matrix}");
    }
    let norm = factorization.max_shift_norm.expect("it is always given");
    Promised { error: factorization.error_bound.to_f64(), norm: norm.to_f64() }
}

pub(crate) fn exact<F: FloatField>(matrix: &DMatrix<F>) -> DMatrix<Rational> {
    matrix.map(|entry| entry.to_rational())
}

pub(crate) fn exact_determinant(matrix: &DMatrix<f64>) -> Rational {
    use flowcert::matrix::exact::ExactField;
    Rational::determinant(&exact(matrix))
}

/// What rounding the stored weights may cost: ε·Σ ‖left_k‖·‖S_k‖·‖right_k‖, left_k and right_k the products of the layers left
/// and right of layer k, and S_k its shift (spectral norms; ε = 2⁻⁵²).
pub(crate) fn rounding_limit(flow: &Flow<f64>) -> f64 {
    let layers = flow.layers();
    let product = |range: std::ops::Range<usize>| {
        let part = Flow::new(flow.partition(), layers[range].iter().cloned()).expect("it fits");
        norm(&part.matrix())
    };
    let cost = |k: usize| product(0..k) * norm(&layers[k].shift) * product(k + 1..layers.len());
    f64::EPSILON * (0..layers.len()).map(cost).sum::<f64>()
}

/// A source of random matrices of doubles.
pub(crate) struct Doubles(ChaCha8Rng);

impl Doubles {
    pub(crate) fn new(seed: u64) -> Self {
        Self(ChaCha8Rng::seed_from_u64(seed))
    }

    pub(crate) fn uniform(&mut self, low: f64, high: f64) -> f64 {
        self.0.random_range(low..high)
    }

    pub(crate) fn below(&mut self, bound: usize) -> usize {
        self.0.random_range(0..bound)
    }

    /// Nearly Gaussian entries of variance 1.
    pub(crate) fn gaussian(&mut self, rows: usize, columns: usize) -> DMatrix<f64> {
        DMatrix::from_fn(rows, columns, |_, _| (0..12).map(|_| self.0.random::<f64>()).sum::<f64>() - 6.0)
    }

    /// A random rotation.
    pub(crate) fn rotation(&mut self, size: usize) -> DMatrix<f64> {
        let mut matrix = f64::orthogonal_factor(&self.gaussian(size, size));
        if matrix.determinant() < 0.0 {
            matrix.column_mut(0).neg_mut();
        }
        matrix
    }

    /// A random matrix with these singular values, and a positive determinant if they are positive.
    pub(crate) fn with_singular_values(&mut self, values: &[f64]) -> DMatrix<f64> {
        let (mut left, right) = (self.rotation(values.len()), self.rotation(values.len()));
        for (mut column, value) in left.column_iter_mut().zip(values) {
            column *= *value;
        }
        f64::multiply(&left, &right)
    }

    /// Singular values from 1 down to 1/κ, at equal ratios.
    pub(crate) fn of_condition(&mut self, size: usize, condition: f64) -> DMatrix<f64> {
        let exponent = |k: usize| -(k as f64) / (size as f64 - 1.0).max(1.0);
        let values: Vec<f64> = (0..size).map(|k| condition.powf(exponent(k))).collect();
        self.with_singular_values(&values)
    }

    /// Plane rotations by the angles in a random orthonormal basis; the rest is fixed.
    pub(crate) fn rotation_by(&mut self, angles: &[f64], size: usize) -> DMatrix<f64> {
        let mut blocks = DMatrix::identity(size, size);
        for (k, angle) in angles.iter().enumerate() {
            let (i, j) = (2 * k, 2 * k + 1);
            (blocks[(i, i)], blocks[(i, j)], blocks[(j, i)], blocks[(j, j)]) =
                (angle.cos(), -angle.sin(), angle.sin(), angle.cos());
        }
        let basis = self.rotation(size);
        f64::multiply(&f64::multiply(&basis, &blocks), &basis.transpose())
    }
}

/// The largest singular value.
pub(crate) fn norm(matrix: &DMatrix<f64>) -> f64 {
    spectral_norm(matrix).expect("it converges")
}
