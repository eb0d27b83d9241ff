//! The kernels for floats of any precision: one-sided Jacobi rotations and Householder reflections.

use std::cmp::Ordering;

use nalgebra::{DMatrix, DVector};
use rug::Float;

use super::{FloatError, FloatField, Svd};
use crate::matrix::Product;
use crate::scalar::{Field, Mpfr};

/// Convergence is quadratic in the end: a few sweeps more than for doubles suffice at any precision.
const MOST_SWEEPS: usize = 100;

impl Product for Mpfr {}

impl FloatField for Mpfr {
    fn unit_roundoff(&self) -> f64 {
        // The smallest positive double stands for what is smaller still.
        Float::with_val(2, Float::i_exp(1, -(self.precision() as i32))).to_f64().max(f64::from_bits(1))
    }

    fn square_root(&self) -> Self {
        Self::square_root(self)
    }

    fn over(&self, divisor: &Self) -> Self {
        Self::over(self, divisor)
    }

    fn shifted(&self, exponent: i32) -> Self {
        Self::from(self.float().clone() << exponent)
    }

    fn exponent(&self) -> Option<i32> {
        self.float().get_exp()
    }

    fn to_double(&self) -> f64 {
        self.float().to_f64().clamp(f64::MIN, f64::MAX)
    }

    fn is_finite(&self) -> bool {
        self.float().is_finite()
    }

    /// One-sided Jacobi: rotate pairs of columns until all are orthogonal; they are left · diag(values) then.
    fn svd(matrix: &DMatrix<Self>) -> Result<Svd<Self>, FloatError> {
        let size = matrix.nrows();
        let mut columns = matrix.clone();
        let mut right = DMatrix::identity(size, size);
        let mut sweeps = 0;
        while sweep(&mut columns, &mut right) {
            sweeps += 1;
            if sweeps == MOST_SWEEPS {
                return Err(FloatError::NoConvergence { size });
            }
        }
        let lengths: Vec<Self> =
            columns.column_iter().map(|column| column.dot(&column).square_root()).collect();
        let mut order: Vec<usize> = (0..size).collect();
        order.sort_by(|&i, &j| lengths[j].partial_cmp(&lengths[i]).unwrap_or(Ordering::Equal));
        let sorted = columns.select_columns(&order);
        // Columns of length 0 have no direction: QR finds one for them.
        let left = Self::orthogonal_factor(&sorted);
        let values = order.iter().map(|&j| lengths[j].clone()).collect();
        Ok(Svd { left, values, right: right.select_columns(&order) })
    }

    fn orthogonal_factor(matrix: &DMatrix<Self>) -> DMatrix<Self> {
        let (rows, columns) = matrix.shape();
        let mut triangular = matrix.clone();
        let mut orthogonal = DMatrix::identity(rows, rows);
        for j in 0..columns {
            let Some(reflector) = reflector(&triangular, j) else { continue };
            reflect_rows(&mut triangular, &reflector);
            reflect_rows(&mut orthogonal, &reflector);
        }
        let mut orthogonal = orthogonal.transpose();
        for j in 0..columns {
            if triangular[(j, j)] < Self::from_i64(0) {
                for i in 0..rows {
                    orthogonal[(i, j)] = -orthogonal[(i, j)].clone();
                }
            }
        }
        orthogonal
    }
}

/// Rotates every pair of columns that is not orthogonal yet; whether there was one.
fn sweep(columns: &mut DMatrix<Mpfr>, right: &mut DMatrix<Mpfr>) -> bool {
    let size = columns.ncols();
    let mut rotated = false;
    for i in 0..size {
        for j in i + 1..size {
            let (first, second) = (columns.column(i), columns.column(j));
            let (p, q, r) = (first.dot(&first), second.dot(&second), first.dot(&second));
            let Some((cosine, sine)) = rotation(&p, &q, &r, size) else { continue };
            rotate(columns, i, j, &cosine, &sine);
            rotate(right, i, j, &cosine, &sine);
            rotated = true;
        }
    }
    rotated
}

/// Cosine and sine of the rotation that makes columns of squared lengths p, q and scalar product r orthogonal; `None` if
/// they are so up to rounding.
fn rotation(p: &Mpfr, q: &Mpfr, r: &Mpfr, size: usize) -> Option<(Mpfr, Mpfr)> {
    let tolerance = Mpfr::from_i64(size as i64).shifted(2 - r.precision() as i32);
    if r.magnitude() <= tolerance.times(&p.times(q).square_root()) {
        return None;
    }
    let (one, two) = (Mpfr::from_i64(1), Mpfr::from_i64(2));
    let zeta = q.minus(p).over(&r.times(&two));
    let root = one.plus(&zeta.times(&zeta)).square_root();
    let tangent = one.over(&zeta.magnitude().plus(&root));
    let tangent = if zeta < Mpfr::from_i64(0) { -tangent } else { tangent };
    let cosine = one.over(&one.plus(&tangent.times(&tangent)).square_root());
    let sine = cosine.times(&tangent);
    Some((cosine, sine))
}

/// (x, y) ← (c·x − s·y, s·x + c·y) for the columns i and j.
fn rotate(matrix: &mut DMatrix<Mpfr>, i: usize, j: usize, cosine: &Mpfr, sine: &Mpfr) {
    for k in 0..matrix.nrows() {
        let (x, y) = (matrix[(k, i)].clone(), matrix[(k, j)].clone());
        let mut first = cosine.times(&x);
        first.subtract_product(sine, &y);
        let mut second = sine.times(&x);
        second.add_product(cosine, &y);
        matrix[(k, i)] = first;
        matrix[(k, j)] = second;
    }
}

/// The unit vector v for which I − 2vvᵀ clears column j below its diagonal; `None` if it is clear.
fn reflector(matrix: &DMatrix<Mpfr>, j: usize) -> Option<DVector<Mpfr>> {
    let zero = Mpfr::from_i64(0);
    let mut vector =
        DVector::from_fn(matrix.nrows(), |i, _| if i < j { zero.clone() } else { matrix[(i, j)].clone() });
    if vector.iter().skip(j + 1).all(num_traits::Zero::is_zero) {
        return None;
    }
    let length = vector.dot(&vector).square_root();
    let longer = if vector[j] < zero { vector[j].minus(&length) } else { vector[j].plus(&length) };
    vector[j] = longer;
    let length = vector.dot(&vector).square_root();
    Some(vector.map(|entry| entry.over(&length)))
}

/// (I − 2vvᵀ) · matrix.
fn reflect_rows(matrix: &mut DMatrix<Mpfr>, reflector: &DVector<Mpfr>) {
    let twice = reflector * Mpfr::from_i64(2);
    let components = matrix.tr_mul(reflector);
    for j in 0..matrix.ncols() {
        for i in 0..matrix.nrows() {
            if !num_traits::Zero::is_zero(&twice[i]) {
                matrix[(i, j)].subtract_product(&twice[i], &components[j]);
            }
        }
    }
}
