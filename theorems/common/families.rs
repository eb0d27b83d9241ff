//! Families of invertible matrices, random within their structure, over any field with more than two elements.

pub(crate) mod blocks;
pub(crate) mod spectral;
pub(crate) mod transforms;

use flowcert::coupling::Mode;
use flowcert::matrix::DMatrix;
use flowcert::matrix::exact::ExactField;
use flowcert::scalar::Field;

use super::draw::Draw;
use super::permutation;

/// A family of `2d × 2d` matrices by the name of its structure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Family {
    /// All entries random.
    Dense,
    /// The identity.
    Identity,
    /// α·I, −I among them.
    Scalar,
    /// diag(1, …, a, …, 1/a, …, 1), the pair at any two places.
    MovedPair,
    /// A random diagonal.
    Diagonal,
    /// [αI βI; γI δI].
    ScalarBlocks,
    /// [A 0; 0 D].
    BlockDiagonal,
    /// [0 B; C 0].
    BlockAntidiagonal,
    /// [A B; 0 D] or [A 0; C D].
    BlockTriangular,
    /// Blocks of random ranks.
    BlockRanks,
    /// B and C nilpotent.
    NilpotentOffDiagonal,
    /// A permutation.
    Permutation,
    /// A permutation with signs.
    SignedPermutation,
    /// A permutation with random nonzero entries.
    Monomial,
    /// The companion matrix of a random polynomial.
    Companion,
    /// Jordan blocks, eigenvalues repeated in several of them.
    Jordan,
    /// A Jordan matrix in a random unimodular basis.
    ConjugatedJordan,
    /// Five layers need a prescribed derogatory N as a commutator: C is invertible.
    PrescribedCommutator,
    /// The same with A = 0 or nilpotent.
    PrescribedCommutatorSingularCorner,
    /// Walsh–Hadamard, for d a power of two.
    Hadamard,
    /// The 4 × 4 core transform of H.264, on the diagonal where it fits, in a random order of coordinates.
    IntegerTransform,
    /// A product of elementary integer matrices.
    Unimodular,
    /// The Cayley transform of a skew-symmetric matrix.
    Orthogonal,
    /// I + small entries.
    NearIdentity,
    /// I + u·vᵀ.
    RankOneUpdate,
    /// A product of two to five random couplings with scales.
    FewCouplings,
}

impl Family {
    pub(crate) const ALL: [Self; 26] = [
        Self::Dense,
        Self::Identity,
        Self::Scalar,
        Self::MovedPair,
        Self::Diagonal,
        Self::ScalarBlocks,
        Self::BlockDiagonal,
        Self::BlockAntidiagonal,
        Self::BlockTriangular,
        Self::BlockRanks,
        Self::NilpotentOffDiagonal,
        Self::Permutation,
        Self::SignedPermutation,
        Self::Monomial,
        Self::Companion,
        Self::Jordan,
        Self::ConjugatedJordan,
        Self::PrescribedCommutator,
        Self::PrescribedCommutatorSingularCorner,
        Self::Hadamard,
        Self::IntegerTransform,
        Self::Unimodular,
        Self::Orthogonal,
        Self::NearIdentity,
        Self::RankOneUpdate,
        Self::FewCouplings,
    ];

    /// An invertible `2d × 2d` member of the family; where there is none of this size, a dense one.
    pub(crate) fn member<F: ExactField>(self, half: usize, draw: &mut Draw) -> DMatrix<F> {
        loop {
            let matrix = self.candidate(half, draw).unwrap_or_else(|| draw.invertible(2 * half));
            if !F::determinant(&matrix).is_zero() {
                return matrix;
            }
        }
    }

    fn candidate<F: ExactField>(self, half: usize, draw: &mut Draw) -> Option<DMatrix<F>> {
        let size = 2 * half;
        match self {
            Self::Dense => Some(draw.invertible(size)),
            Self::Identity => Some(DMatrix::identity(size, size)),
            Self::Scalar => Some(scalar(size, draw)),
            Self::MovedPair => Some(random_moved_pair(size, draw)),
            Self::Diagonal => Some(DMatrix::from_fn(size, size, |i, j| diagonal_entry(i, j, draw))),
            Self::ScalarBlocks => Some(blocks::scalar_blocks(half, draw)),
            Self::BlockDiagonal => Some(blocks::block_diagonal(half, draw)),
            Self::BlockAntidiagonal => Some(blocks::block_antidiagonal(half, draw)),
            Self::BlockTriangular => Some(blocks::block_triangular(half, draw)),
            Self::BlockRanks => Some(blocks::random_ranks(half, draw)),
            Self::NilpotentOffDiagonal => Some(blocks::nilpotent_off_diagonal(half, draw)),
            Self::Permutation => Some(permutation::matrix(&draw.permutation(size), |_| false)),
            Self::SignedPermutation => Some(signed_permutation(size, draw)),
            Self::Monomial => Some(monomial(size, draw)),
            Self::Companion => Some(spectral::companion(size, draw)),
            Self::Jordan => Some(spectral::jordan(size, draw)),
            Self::ConjugatedJordan => Some(spectral::conjugated_jordan(size, draw)),
            Self::PrescribedCommutator => Some(spectral::prescribed_commutator(half, draw, false)),
            Self::PrescribedCommutatorSingularCorner => {
                Some(spectral::prescribed_commutator(half, draw, true))
            }
            Self::Hadamard => transforms::hadamard(size),
            Self::IntegerTransform => transforms::integer_transform(size, draw),
            Self::Unimodular => Some(draw.unimodular_integers(size)),
            Self::Orthogonal => transforms::orthogonal(size, draw),
            Self::NearIdentity => Some(near_identity(size, draw)),
            Self::RankOneUpdate => Some(rank_one_update(size, draw)),
            Self::FewCouplings => {
                let layers = 2 + draw.below(4);
                Some(draw.flow(half, layers, Mode::Signed).matrix())
            }
        }
    }
}

fn scalar<F: Field>(size: usize, draw: &mut Draw) -> DMatrix<F> {
    let value = if draw.coin() { -F::one() } else { draw.nonzero() };
    DMatrix::from_diagonal_element(size, size, value)
}

fn diagonal_entry<F: Field>(i: usize, j: usize, draw: &mut Draw) -> F {
    if i == j { draw.nonzero() } else { F::zero() }
}

/// diag(1, …, a at `place`, …, 1/a at `other`, …, 1).
pub(crate) fn moved_pair<F: Field>(size: usize, place: usize, other: usize, value: &F) -> DMatrix<F> {
    let mut matrix = DMatrix::identity(size, size);
    matrix[(place, place)] = value.clone();
    matrix[(other, other)] = value.inverse().expect("the moved number is not zero");
    matrix
}

fn random_moved_pair<F: Field>(size: usize, draw: &mut Draw) -> DMatrix<F> {
    let place = draw.below(size);
    let other = (place + 1 + draw.below(size - 1)) % size;
    moved_pair(size, place, other, &draw.nonzero())
}

fn signed_permutation<F: Field>(size: usize, draw: &mut Draw) -> DMatrix<F> {
    let image = draw.permutation(size);
    let negative: Vec<bool> = image.iter().map(|_| draw.coin()).collect();
    permutation::matrix(&image, |coordinate| negative[coordinate])
}

fn monomial<F: ExactField>(size: usize, draw: &mut Draw) -> DMatrix<F> {
    let image = draw.permutation(size);
    DMatrix::from_fn(size, size, |i, j| if image[j] == i { draw.nonzero() } else { F::zero() })
}

fn near_identity<F: Field>(size: usize, draw: &mut Draw) -> DMatrix<F> {
    let tiny = F::from_i64(1 << 20).inverse().unwrap_or_else(F::one);
    DMatrix::identity(size, size) + draw.matrix::<F>(size, size).map(|entry| entry.times(&tiny))
}

fn rank_one_update<F: ExactField>(size: usize, draw: &mut Draw) -> DMatrix<F> {
    let (u, v) = (draw.matrix(size, 1), draw.matrix(1, size));
    DMatrix::identity(size, size) + F::multiply(&u, &v)
}
