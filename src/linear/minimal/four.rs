//! Four additive layers L U L U, decided and made, with halves of any lengths over any field.
//!
//! M = L(a)U(b)L(c)U(e) means A = I + bc, B = Ae + b, C = aA + c, D = Ce + I + ab; and then W = I + cb, where
//! M⁻¹ = [P Q; R W]. So c carries A to W, cA = Wc. Both are split into their generalized eigenspaces for 0, for 1 and for
//! everything else, which c respects:
//!
//! - *the rest*: bc = A − I is invertible there, so A and W are similar; any similarity is a c, and b = (A − I)c⁻¹;
//! - *at 1*: bc = A − I and cb = W − I are nilpotent: Flanders' theorem (`flanders.rs`);
//! - *at 0*: C = aA + c gives cy = Cy for y ∈ ker A, and B = Ae + b gives zᵀBc = zᵀbc = zᵀ(A − I) = −zᵀ for zᵀA = 0. With
//!   cA = Wc these are linear equations for c. Any solution is invertible: if y ∈ ker A and cy = 0 then M·(y, 0) = 0, so c is
//!   injective; and zᵀB runs through the left kernel of W, because zᵀBW = −zᵀAQ = 0 and M is invertible, so it is surjective.
//!   Then b = (A − I)c⁻¹.
//!
//! Conversely these b and c give a from aA = C − c, which vanishes on ker A, and e from Ae = B − b: zᵀb lives on the
//! generalized eigenspace of 0, as zᵀB does, and there zᵀbc = −zᵀ = zᵀBc. What remains is D. Let Δ = D − (Ce + I + ab). The
//! product differs from M by [0 0; 0 Δ], and the inverses of both have W as their lower right block: hence WΔW = 0. Since C
//! maps ker A onto ker W, and zᵀ ↦ zᵀB the left kernel of A onto that of W, there are ε with Aε = 0 and α with αA = 0 and
//! Δ = Cε + αB; e + ε and a + α are right.

use nalgebra::DMatrix;

use super::cut::Cut;
use super::similarity::intertwiner;
use super::{flanders, without_ones};
use crate::coupling::{Flow, Half};
use crate::matrix::exact::{
    ExactField, MatrixEquations, Polynomial, kernel, left_kernel, solve, solve_from_left,
};
use crate::matrix::{Blocks, concatenate_columns};
use crate::scalar::Field;

/// M = L(a)U(b)L(c)U(e); complete: `None` means that there are no such layers.
pub(super) fn construct<F: ExactField>(cut: &Cut<F>) -> Option<Flow<F>> {
    let Blocks { a, b, c, d } = &cut.blocks;
    let w = &cut.inverse.d;
    let characteristic = F::characteristic_polynomial(a);
    if without_ones(&characteristic) != without_ones(&F::characteristic_polynomial(w)) {
        return None;
    }
    let (of_a, of_w) = (Split::of(a, &characteristic)?, Split::of(w, &F::characteristic_polynomial(w))?);
    let at_one = flanders::pair(&minus_one(&of_a.block(a, 1)), &minus_one(&of_w.block(w, 1)))?;
    let at_zero = at_zero(cut, &of_a, &of_w)?;
    let rest = similar(&of_a.block(a, 2), &of_w.block(w, 2))?;
    let (inner_b, inner_c) = assembled(&of_a, &of_w, &[at_zero, at_one, rest]);
    let e = solve(a, &(b - &inner_b))?;
    let outer = solve_from_left(a, &(c - &inner_c))?;
    let defect = d - F::multiply(c, &e) - identity::<F>(d.nrows()) - F::multiply(&outer, &inner_b);
    let (alpha, epsilon) = correction(&cut.blocks, &defect)?;
    let factors = [
        (Half::Second, outer + alpha),
        (Half::First, inner_b),
        (Half::Second, inner_c),
        (Half::First, e + epsilon),
    ];
    Some(Flow::of_factors(cut.partition(), factors))
}

fn identity<F: Field>(size: usize) -> DMatrix<F> {
    DMatrix::identity(size, size)
}

fn minus_one<F: Field>(matrix: &DMatrix<F>) -> DMatrix<F> {
    matrix - identity::<F>(matrix.nrows())
}

/// A basis adapted to the generalized eigenspaces for 0, for 1 and for the rest.
struct Split<F: Field> {
    basis: DMatrix<F>,
    inverse: DMatrix<F>,
    /// Where the parts end.
    ends: [usize; 3],
}

impl<F: ExactField> Split<F> {
    fn of(matrix: &DMatrix<F>, characteristic: &[F]) -> Option<Self> {
        let size = matrix.nrows();
        let (zero, one) = (Polynomial::linear(&F::zero()), Polynomial::linear(&F::one()));
        let whole = Polynomial::new(characteristic.to_vec());
        let (zeros, ones) = (whole.multiplicity_of(&zero), whole.multiplicity_of(&one));
        let ends = [zeros, zeros + ones, size];
        if ends[1] == 0 {
            return Some(Self { basis: identity(size), inverse: identity(size), ends });
        }
        let power = |factor: &Polynomial<F>, times: usize| {
            (0..times).fold(Polynomial::one(), |product, _| product.times(factor))
        };
        let known = [power(&zero, zeros), power(&one, ones)];
        let rest = whole.quotient(&known[0].times(&known[1]))?;
        let [at_zero, at_one] = known;
        let empty = DMatrix::zeros(size, 0);
        let basis = [at_zero, at_one, rest]
            .iter()
            .filter(|factor| factor.degree() > 0)
            .fold(empty, |basis, factor| concatenate_columns(&basis, &kernel(&factor.at_matrix(matrix))));
        let inverse = F::invert(&basis)?;
        Some(Self { basis, inverse, ends })
    }

    /// Where a part starts, and its dimension.
    fn part(&self, k: usize) -> (usize, usize) {
        let start = if k == 0 { 0 } else { self.ends[k - 1] };
        (start, self.ends[k] - start)
    }

    /// The matrix on a part.
    fn block(&self, matrix: &DMatrix<F>, k: usize) -> DMatrix<F> {
        between(self, matrix, self, k)
    }
}

/// Part k of a map from the space of `right` to that of `left`.
fn between<F: ExactField>(left: &Split<F>, matrix: &DMatrix<F>, right: &Split<F>, k: usize) -> DMatrix<F> {
    let ((i, rows), (j, columns)) = (left.part(k), right.part(k));
    if rows == 0 || columns == 0 {
        return DMatrix::zeros(rows, columns);
    }
    let onto = left.inverse.rows(i, rows).into_owned();
    let from = right.basis.columns(j, columns).into_owned();
    F::multiply(&F::multiply(&onto, matrix), &from)
}

type Pair<F> = (DMatrix<F>, DMatrix<F>);

/// b and c from their three parts.
fn assembled<F: ExactField>(of_a: &Split<F>, of_w: &Split<F>, parts: &[Pair<F>; 3]) -> Pair<F> {
    let (rows, columns) = (of_a.basis.nrows(), of_w.basis.nrows());
    let (mut b, mut c) = (DMatrix::zeros(rows, columns), DMatrix::zeros(columns, rows));
    for (k, (part_b, part_c)) in parts.iter().enumerate() {
        let (i, j) = (of_a.part(k).0, of_w.part(k).0);
        b.view_mut((i, j), part_b.shape()).copy_from(part_b);
        c.view_mut((j, i), part_c.shape()).copy_from(part_c);
    }
    (
        F::multiply(&F::multiply(&of_a.basis, &b), &of_w.inverse),
        F::multiply(&F::multiply(&of_w.basis, &c), &of_a.inverse),
    )
}

/// b = (A − I)c⁻¹ and c, for an invertible c with cA = Wc.
fn with_similarity<F: ExactField>(a: &DMatrix<F>, c: DMatrix<F>) -> Option<Pair<F>> {
    if c.is_empty() {
        return Some((DMatrix::zeros(a.nrows(), c.nrows()), c));
    }
    Some((F::divide(&minus_one(a), &c)?, c))
}

fn similar<F: ExactField>(a: &DMatrix<F>, w: &DMatrix<F>) -> Option<Pair<F>> {
    with_similarity(a, intertwiner(a, w)?)
}

/// On the generalized eigenspaces of 0: cA = Wc, cy = Cy on ker A, zᵀBc = −zᵀ on the left kernel.
fn at_zero<F: ExactField>(cut: &Cut<F>, of_a: &Split<F>, of_w: &Split<F>) -> Option<Pair<F>> {
    let a = of_a.block(&cut.blocks.a, 0);
    let w = of_w.block(&cut.inverse.d, 0);
    if a.shape() != w.shape() || a.is_empty() {
        return (a.shape() == w.shape()).then(|| (a.clone(), w));
    }
    let b = between(of_a, &cut.blocks.b, of_w, 0);
    let c = between(of_w, &cut.blocks.c, of_a, 0);
    let size = a.nrows();
    let (y, z) = (kernel(&a), left_kernel(&a));
    let one = identity::<F>(size);
    let mut equations = MatrixEquations::new(&[(size, size)]);
    equations.require(&[(0, &one, &a), (0, &-&w, &one)], &DMatrix::zeros(size, size), |_, _| true);
    equations.require(&[(0, &one, &y)], &F::multiply(&c, &y), |_, _| true);
    equations.require(&[(0, &F::multiply(&z, &b), &one)], &-&z, |_, _| true);
    let solution = equations.solutions()?;
    with_similarity(&a, equations.unknown(&solution.point, 0))
}

/// α and ε with αA = 0, Aε = 0 and Cε + αB = Δ.
fn correction<F: ExactField>(blocks: &Blocks<F>, defect: &DMatrix<F>) -> Option<Pair<F>> {
    let Blocks { a, b, c, d } = blocks;
    if defect.iter().all(F::is_zero) {
        return Some((DMatrix::zeros(d.nrows(), a.nrows()), DMatrix::zeros(a.nrows(), d.nrows())));
    }
    // The columns of CY are a basis of ker W, the rows of ZB one of its left kernel. G·CY = I makes CY·G a projection onto
    // ker W, and Δ − CY·GΔ vanishes on the image of W.
    let (y, z) = (kernel(a), left_kernel(a));
    let image = F::multiply(c, &y);
    let projection = solve_from_left(&image, &identity(y.ncols()))?;
    let coordinates = F::multiply(&projection, defect);
    let rest = defect - F::multiply(&image, &coordinates);
    let rows = solve_from_left(&F::multiply(&z, b), &rest)?;
    Some((F::multiply(&rows, &z), F::multiply(&y, &coordinates)))
}
