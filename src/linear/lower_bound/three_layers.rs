//! Rule `three-layers`: M is no word L U L, by multipliers Y and Z.
//!
//! The word asks for D − xB = Γ2 and P + Qx = Γ1⁻¹. Multipliers with BY = ZQ give the equation
//! tr(YD) + tr(ZP) = Σ Y_ii (Γ2)_ii + Σ Z_ii (Γ1)_ii⁻¹, and all of these are
//!
//! Y = XQ + K with BK = 0,    Z = BX + G with GQ = 0:
//!
//! if BY = ZQ then Z maps im Q into im B, so Z = BX on im Q for some X, and G = Z − BX vanishes there; then B(Y − XQ)
//! = GQ = 0. The part of X in the left side is tr(X(QD + PB)) = 0. So every equation is a sum of those that one entry
//! of X, one vector of ker B or one of the left kernel of Q gives, with at most two unknown scales each.

use flowcert_check::Rule;
use nalgebra::DMatrix;

use super::balance::contradiction;
use super::sides::Sides;
use crate::coupling::{Mode, rows};
use crate::matrix::exact::{ExactField, kernel};
use crate::scalar::Field;

pub(super) fn find<F: ExactField>(sides: &Sides<F>, mode: Mode) -> Option<Rule> {
    let multipliers = Multipliers::new(sides);
    let combination = contradiction(&multipliers.equations(sides), mode)?;
    let [y, z] = multipliers.combined(sides, combination.as_slice());
    Some(Rule::ThreeLayers { y: rows(&y), z: rows(&z) })
}

/// The parameters of Y and Z: X (d2 × d1), then K = V·(kernel × d2), then G = (d1 × left kernel)·Zᵀ, each column by
/// column.
struct Multipliers<F: Field> {
    halves: [usize; 2],
    /// A basis of ker B, as columns.
    kernel: DMatrix<F>,
    /// A basis of the left kernel of Q, as rows.
    left_kernel: DMatrix<F>,
}

impl<F: ExactField> Multipliers<F> {
    fn new(sides: &Sides<F>) -> Self {
        let left_kernel = kernel(&sides.inverse.b.transpose()).transpose();
        Self { halves: sides.halves(), kernel: kernel(&sides.matrix.b), left_kernel }
    }

    /// The number of parameters of X, K and G.
    fn counts(&self) -> [usize; 3] {
        let [d1, d2] = self.halves;
        [d2 * d1, self.kernel.ncols() * d2, d1 * self.left_kernel.nrows()]
    }

    /// The coefficients of (Γ2)_ii, of (Γ1)_ii⁻¹, and of 1 (minus the left side), one column for each parameter.
    fn equations(&self, sides: &Sides<F>) -> DMatrix<F> {
        let [d1, d2] = self.halves;
        let [of_x, of_k, of_g] = self.counts();
        let (b, q) = (&sides.matrix.b, &sides.inverse.b);
        let mut equations = DMatrix::zeros(d2 + d1 + 1, of_x + of_k + of_g);
        for parameter in 0..of_x {
            let (i, j) = (parameter % d2, parameter / d2);
            equations[(i, parameter)] = q[(j, i)].clone();
            equations[(d2 + j, parameter)] = b[(j, i)].clone();
        }
        let images = F::multiply(&sides.matrix.d, &self.kernel);
        for parameter in 0..of_k {
            let (v, i) = (parameter % self.kernel.ncols(), parameter / self.kernel.ncols());
            equations[(i, of_x + parameter)] = self.kernel[(i, v)].clone();
            equations[(d2 + d1, of_x + parameter)] = -images[(i, v)].clone();
        }
        let images = F::multiply(&self.left_kernel, &sides.inverse.a);
        for parameter in 0..of_g {
            let (j, z) = (parameter % d1, parameter / d1);
            equations[(d2 + j, of_x + of_k + parameter)] = self.left_kernel[(z, j)].clone();
            equations[(d2 + d1, of_x + of_k + parameter)] = -images[(z, j)].clone();
        }
        equations
    }

    /// Y and Z.
    fn combined(&self, sides: &Sides<F>, parameters: &[F]) -> [DMatrix<F>; 2] {
        let [d1, d2] = self.halves;
        let [of_x, of_k, _] = self.counts();
        let x = DMatrix::from_column_slice(d2, d1, &parameters[..of_x]);
        let k = DMatrix::from_column_slice(self.kernel.ncols(), d2, &parameters[of_x..of_x + of_k]);
        let g = DMatrix::from_column_slice(d1, self.left_kernel.nrows(), &parameters[of_x + of_k..]);
        [
            F::multiply(&x, &sides.inverse.b) + F::multiply(&self.kernel, &k),
            F::multiply(&sides.matrix.b, &x) + F::multiply(&g, &self.left_kernel),
        ]
    }
}
