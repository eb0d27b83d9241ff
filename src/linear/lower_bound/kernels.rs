//! Rules `kernel-system` and `kernel-balance`: what c does on the kernels of A in a word L U L U.
//!
//! In additive mode c satisfies the linear equations cA = Wc, cy = Cy for y ∈ ker A, zᵀBc = −zᵀ for zᵀA = 0. They
//! concern the generalized kernels 𝒱 of A and 𝒲 of W only: c maps one into the other; Cy ∈ 𝒲 since WCy = −RAy = 0;
//! and zᵀB vanishes on im W, since zᵀBW = −zᵀAQ = 0. So the multipliers are looked for there. With ι the inclusion of
//! 𝒱, π the projection to 𝒲 along im W^d2, Aι = ιA₀ and πW = W₀π, they are F = ι·F₀·π, G = ι·G₀·π, H = ι·H₀·Λ, where
//! the columns of ιG₀ are in ker A, and Λ has a basis of the left kernel of A as its rows.

use flowcert_check::Rule;
use nalgebra::DMatrix;

use super::balance::contradiction;
use super::sides::Sides;
use crate::coupling::{Mode, rows};
use crate::matrix::exact::{ExactField, kernel, rank, restriction, solve, solve_from_left};
use crate::scalar::Field;

/// The equations have no solution, additive mode.
pub(super) fn system<F: ExactField>(sides: &Sides<F>) -> Option<Rule> {
    let (a, c) = (&sides.matrix.a, &sides.matrix.c);
    let kernel_of_a = kernel(a);
    if kernel_of_a.ncols() == 0 {
        return None;
    }
    let left_kernel = left_kernel(a);
    let inclusion = generalized_kernel(a);
    let projection = generalized_kernel(&sides.inverse.d.transpose()).transpose();
    let part = Part {
        a: restriction(a, &inclusion)?,
        w: solve_from_left(&projection, &F::multiply(&projection, &sides.inverse.d))?,
        kernel: solve(&inclusion, &kernel_of_a)?,
        left: solve_from_left(&projection, &F::multiply(&left_kernel, &sides.matrix.b))?,
        image: F::multiply(&projection, &F::multiply(c, &kernel_of_a)),
        value: F::multiply(&left_kernel, &inclusion),
    };
    let [f, g, h] = part.multipliers()?;
    let lifted =
        |inner: &DMatrix<F>, right: &DMatrix<F>| rows(&F::multiply(&F::multiply(&inclusion, inner), right));
    Some(Rule::KernelSystem {
        f: lifted(&f, &projection),
        g: lifted(&F::multiply(&part.kernel, &g), &projection),
        h: lifted(&h, &left_kernel),
    })
}

/// The equations for c₀: 𝒱 → 𝒲 are c₀A₀ = W₀c₀, c₀·kernel = image, left·c₀ = −value.
struct Part<F: Field> {
    a: DMatrix<F>,
    w: DMatrix<F>,
    kernel: DMatrix<F>,
    left: DMatrix<F>,
    image: DMatrix<F>,
    value: DMatrix<F>,
}

impl<F: ExactField> Part<F> {
    /// F, G, H with AF − FW + kernel·G + H·left = 0 and tr(image·G) − tr(value·H) = 1: Fredholm's alternative, hence
    /// `None` if the equations for c₀ have a solution.
    fn multipliers(&self) -> Option<[DMatrix<F>; 3]> {
        let (v, w, k) = (self.a.nrows(), self.w.nrows(), self.kernel.ncols());
        let (left_kernel, shapes) = (self.left.nrows(), [(v, w), (k, w), (v, self.left.nrows())]);
        let [of_f, of_g, of_h] = shapes.map(|(rows, columns)| rows * columns);
        let mut system = DMatrix::zeros(v * w + 1, of_f + of_g + of_h);
        // Entry (i, j) of the matrix equation is row i + v·j; the unknowns are F, G, H, each column by column.
        for (i, j) in (0..w).flat_map(|j| (0..v).map(move |i| (i, j))) {
            let row = i + v * j;
            for l in 0..v {
                system[(row, l + v * j)] += self.a[(i, l)].clone();
            }
            for l in 0..w {
                system[(row, i + v * l)] -= self.w[(l, j)].clone();
            }
            for l in 0..k {
                system[(row, of_f + l + k * j)] = self.kernel[(i, l)].clone();
            }
            for l in 0..left_kernel {
                system[(row, of_f + of_g + i + v * l)] = self.left[(l, j)].clone();
            }
        }
        for (l, j) in (0..w).flat_map(|j| (0..k).map(move |l| (l, j))) {
            system[(v * w, of_f + l + k * j)] = self.image[(j, l)].clone();
        }
        for (i, l) in (0..left_kernel).flat_map(|l| (0..v).map(move |i| (i, l))) {
            system[(v * w, of_f + of_g + i + v * l)] = -self.value[(l, i)].clone();
        }
        let solution = solve(&system, &crate::matrix::unit_column(v * w + 1, v * w))?;
        let starts = [0, of_f, of_f + of_g];
        Some(std::array::from_fn(|part| {
            let ((rows, columns), start) = (shapes[part], starts[part]);
            DMatrix::from_column_slice(rows, columns, &solution.as_slice()[start..start + rows * columns])
        }))
    }
}

/// zᵀ(BΓ2⁻¹C + Γ1)y = 0 for all y ∈ ker A and zᵀA = 0 has no solution of the mode: H is a sum of products y·zᵀ.
pub(super) fn balance<F: ExactField>(sides: &Sides<F>, mode: Mode) -> Option<Rule> {
    let (right, left) = (kernel(&sides.matrix.a), left_kernel(&sides.matrix.a));
    let (seen, read) = (F::multiply(&sides.matrix.c, &right), F::multiply(&left, &sides.matrix.b));
    let ([d1, d2], [k, l]) = (sides.halves(), [right.ncols(), left.nrows()]);
    // The coefficients of (Γ1)_ii and (Γ2)_ii⁻¹, one column for each y and z.
    let equations = DMatrix::from_fn(d1 + d2, k * l, |i, pair| {
        let (y, z) = (pair % k, pair / k);
        if i < d1 { right[(i, y)].times(&left[(z, i)]) } else { seen[(i - d1, y)].times(&read[(z, i - d1)]) }
    });
    let combination = contradiction(&equations, mode)?;
    let combination = DMatrix::from_column_slice(k, l, combination.as_slice());
    Some(Rule::KernelBalance { h: rows(&F::multiply(&F::multiply(&right, &combination), &left)) })
}

/// A basis of {z : zᵀA = 0}, as rows.
fn left_kernel<F: ExactField>(matrix: &DMatrix<F>) -> DMatrix<F> {
    kernel(&matrix.transpose()).transpose()
}

/// A basis of the kernel of a high power, as columns.
fn generalized_kernel<F: ExactField>(matrix: &DMatrix<F>) -> DMatrix<F> {
    let mut power = matrix.clone();
    loop {
        let square = F::multiply(&power, &power);
        if rank(&square) == rank(&power) {
            return kernel(&power);
        }
        power = square;
    }
}
