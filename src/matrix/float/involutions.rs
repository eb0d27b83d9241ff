//! Every rotation is a product of two reflections: G = R1·R2 with symmetric orthogonal involutions, without eigenvalues.
//!
//! An orthonormal basis Z is built in which R1 and R2 are block diagonal with blocks of at most 2 × 2, in turn
//! (the form of Cantero, Moral and Velázquez). With R2 z0 = z0, the plane of z0 and G z0 = R1 z0 is invariant under R1; with
//! its second vector z1, the plane of z1 and Gᵀ R1 z1 = R2 z1 is invariant under R2; and so on. It takes d products
//! with G or Gᵀ, and each new vector is made orthogonal to all before. The proof is in docs/math/conditioned.md.

use nalgebra::{DMatrix, DVector};

use super::{CosineSine, FloatError, FloatField};

/// G = R1·R2 and R1 = Θ·R2·Θᵀ, all `d × d` and orthogonal.
#[derive(Clone, Debug)]
pub struct Involutions<F: FloatField> {
    /// R1, symmetric, R1² = I.
    pub first: DMatrix<F>,
    /// R2, symmetric, R2² = I, with as many eigenvalues −1 as R1: ⌊d/2⌋.
    pub second: DMatrix<F>,
    /// Θ, the intertwiner nearest to I: its symmetric part is positive semidefinite.
    pub intertwiner: DMatrix<F>,
}

impl<F: FloatField> Involutions<F> {
    /// Splits a rotation.
    ///
    /// ```
    /// use flowcert::matrix::DMatrix;
    /// use flowcert::matrix::float::Involutions;
    ///
    /// let quarter_turn = DMatrix::from_row_slice(2, 2, &[0.0, -1.0, 1.0, 0.0]);
    /// let pair = Involutions::of(&quarter_turn)?;
    /// assert!((&pair.first * &pair.second - &quarter_turn).norm() < 1e-15);
    /// assert!((&pair.first * &pair.intertwiner - &pair.intertwiner * &pair.second).norm() < 1e-15);
    /// # Ok::<(), flowcert::matrix::float::FloatError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`FloatError::NotARotation`] if the matrix is not orthogonal with determinant 1 up to rounding,
    /// [`FloatError::NoConvergence`].
    pub fn of(rotation: &DMatrix<F>) -> Result<Self, FloatError> {
        let size = rotation.nrows();
        let Chain { basis, blocks } = Chain::of(rotation);
        let (even, odd) = (Eigenvectors::of(&blocks, 0), Eigenvectors::of(&blocks, 1));
        if even.plus.len() != odd.plus.len() {
            return Err(FloatError::NotARotation { size });
        }
        let (even, odd) = (even.matrix(size), odd.matrix(size));
        let halves = CosineSine::of(&F::multiply(&even.transpose(), &odd), size - size / 2)?;
        let principal = join_diagonal(
            &F::multiply(&halves.first_left, &halves.first_right.transpose()),
            &F::multiply(&halves.second_left, &halves.second_right.transpose()),
        );
        let intertwiner = F::multiply(&F::multiply(&even, &principal), &odd.transpose());
        let in_basis = |matrix: &DMatrix<F>| F::multiply(&F::multiply(&basis, matrix), &basis.transpose());
        Ok(Self {
            first: in_basis(&reflections(&blocks, 0)),
            second: in_basis(&reflections(&blocks, 1)),
            intertwiner: in_basis(&intertwiner),
        })
    }
}

/// One block: [α ρ; ρ −α] in the basis vectors k and k + 1, or [α], α = ±1, for the last k.
#[derive(Clone, Debug)]
struct Block<F> {
    cosine: F,
    sine: F,
}

/// The basis Z as columns, and block k of the chain: of R1 for even k, of R2 for odd k.
struct Chain<F: FloatField> {
    basis: DMatrix<F>,
    blocks: Vec<Block<F>>,
}

impl<F: FloatField> Chain<F> {
    fn of(rotation: &DMatrix<F>) -> Self {
        let size = rotation.nrows();
        let mut basis = DMatrix::zeros(size, size);
        let mut blocks = Vec::with_capacity(size);
        let mut start = DVector::zeros(size);
        start[0] = F::one();
        basis.set_column(0, &start);
        for k in 0..size {
            let image = if k % 2 == 0 { rotation * &start } else { rotation.tr_mul(&start) };
            let cosine = basis.column(k).dot(&image);
            if k + 1 == size {
                let sign = if cosine < F::zero() { -F::one() } else { F::one() };
                blocks.push(Block { cosine: sign, sine: F::zero() });
                break;
            }
            let (sine, next) = next_direction(&basis, k + 1, image);
            let length = cosine.times(&cosine).plus(&sine.times(&sine)).square_root();
            let block = Block { cosine: cosine.over(&length), sine: sine.over(&length) };
            // What the reflection makes of the new vector: it starts the next plane.
            start = basis.column(k) * block.sine.clone() - &next * block.cosine.clone();
            basis.set_column(k + 1, &next);
            blocks.push(block);
        }
        Self { basis, blocks }
    }
}

/// The part of `image` that is orthogonal to the first `known` columns: its length, and a unit vector along it; where nothing
/// remains of it, 0 and any unit vector orthogonal to them.
fn next_direction<F: FloatField>(basis: &DMatrix<F>, known: usize, image: DVector<F>) -> (F, DVector<F>) {
    let noise = 64.0 * image[0].unit_roundoff();
    let remainder = orthogonalized(basis, known, orthogonalized(basis, known, image));
    let length = length(&remainder);
    if length.to_double() > noise {
        let next = orthogonalized(basis, known, unit(&remainder));
        return (length, unit(&next));
    }
    let other = unit(&orthogonalized(basis, known, least_covered(basis, known)));
    (F::zero(), unit(&orthogonalized(basis, known, other)))
}

/// `vector` without its components along the first `known` columns of the basis.
fn orthogonalized<F: FloatField>(basis: &DMatrix<F>, known: usize, mut vector: DVector<F>) -> DVector<F> {
    let columns = basis.columns(0, known);
    let components = columns.tr_mul(&vector);
    vector.gemv(-F::one(), &columns, &components, F::one());
    vector
}

/// The coordinate vector with the longest part orthogonal to the first `known` columns.
fn least_covered<F: FloatField>(basis: &DMatrix<F>, known: usize) -> DVector<F> {
    let covered = |i: usize| (0..known).map(|k| basis[(i, k)].to_double().powi(2)).sum::<f64>();
    let coordinate = (0..basis.nrows()).min_by(|&i, &j| covered(i).total_cmp(&covered(j))).unwrap_or(0);
    DVector::from_fn(basis.nrows(), |i, _| if i == coordinate { F::one() } else { F::zero() })
}

fn length<F: FloatField>(vector: &DVector<F>) -> F {
    vector.dot(vector).square_root()
}

fn unit<F: FloatField>(vector: &DVector<F>) -> DVector<F> {
    let length = length(vector);
    vector.map(|entry| entry.over(&length))
}

/// The blocks of one parity as an orthogonal matrix; the coordinates that they leave out are fixed.
fn reflections<F: FloatField>(blocks: &[Block<F>], parity: usize) -> DMatrix<F> {
    let size = blocks.len();
    let mut matrix = DMatrix::identity(size, size);
    for k in (parity..size).step_by(2) {
        let Block { cosine, sine } = &blocks[k];
        matrix[(k, k)] = cosine.clone();
        if k + 1 < size {
            matrix[(k, k + 1)] = sine.clone();
            matrix[(k + 1, k)] = sine.clone();
            matrix[(k + 1, k + 1)] = -cosine.clone();
        }
    }
    matrix
}

/// The eigenvectors of the blocks of one parity: each has at most two entries, of a coordinate k and of k + 1.
struct Eigenvectors<F> {
    plus: Vec<(usize, F, F)>,
    minus: Vec<(usize, F, F)>,
}

impl<F: FloatField> Eigenvectors<F> {
    fn of(blocks: &[Block<F>], parity: usize) -> Self {
        let size = blocks.len();
        let mut vectors = Self { plus: Vec::new(), minus: Vec::new() };
        if parity == 1 {
            vectors.plus.push((0, F::one(), F::zero()));
        }
        for k in (parity..size).step_by(2) {
            let block = &blocks[k];
            if k + 1 < size {
                let (cosine, sine) = block.half_angle();
                vectors.plus.push((k, cosine.clone(), sine.clone()));
                vectors.minus.push((k, -sine, cosine));
            } else {
                let own = if block.cosine < F::zero() { &mut vectors.minus } else { &mut vectors.plus };
                own.push((k, F::one(), F::zero()));
            }
        }
        vectors
    }

    /// The eigenvectors as columns, those of +1 first.
    fn matrix(&self, size: usize) -> DMatrix<F> {
        let mut matrix = DMatrix::zeros(size, size);
        for (column, (k, first, second)) in self.plus.iter().chain(&self.minus).enumerate() {
            matrix[(*k, column)] = first.clone();
            if k + 1 < size {
                matrix[(k + 1, column)] = second.clone();
            }
        }
        matrix
    }
}

impl<F: FloatField> Block<F> {
    /// (cos ψ, sin ψ) for the α = cos 2ψ and ρ = sin 2ψ ≥ 0, without cancellation.
    fn half_angle(&self) -> (F, F) {
        let two = F::from_i64(2);
        let larger = F::one().plus(&self.cosine.magnitude()).over(&two).square_root();
        let smaller = self.sine.over(&larger.times(&two));
        if self.cosine < F::zero() { (smaller, larger) } else { (larger, smaller) }
    }
}

/// [A 0; 0 B].
fn join_diagonal<F: FloatField>(first: &DMatrix<F>, second: &DMatrix<F>) -> DMatrix<F> {
    let (p, q) = (first.nrows(), second.nrows());
    let mut matrix = DMatrix::zeros(p + q, p + q);
    matrix.view_mut((0, 0), (p, p)).copy_from(first);
    matrix.view_mut((p, p), (q, q)).copy_from(second);
    matrix
}
