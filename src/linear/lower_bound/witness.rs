//! Matrices that need many layers.

use flowcert_check::limits::MAX_ALL_MINORS_SIDE;
use nalgebra::DMatrix;

use super::scalar_blocks;
use crate::coupling::{Mode, Partition};
use crate::matrix::Blocks;
use crate::matrix::exact::ExactField;
use crate::scalar::Rational;

type Matrix = DMatrix<Rational>;

/// A `2d × 2d` matrix that needs six layers of the mode, for every d ≥ 2: diag(u, v) with
///
/// | mode | d | u | v |
/// |---|---|---|---|
/// | additive | ≥ 2 | diag(2, 1/2, 1, …, 1) | I |
/// | positive | ≥ 2 | \[0 −1; 1 0\] ⊕ I | I |
/// | signed | 2 | \[0 −1; 1 0\] | \[0 1; −1 1\] |
/// | signed | ≥ 3 | a cycle of length 3 ⊕ I | I |
///
/// `None` for d < 2, where four layers are enough, and in mode singular, where there is no bound.
///
/// ```
/// use flowcert::coupling::{Mode, Partition};
/// use flowcert::linear::lower_bound;
///
/// let matrix = lower_bound::witness(Mode::Signed, 4).unwrap();
/// let bound = lower_bound::best(&matrix, Partition::halves(4), Mode::Signed)?;
/// assert_eq!(bound.layers_needed, 6);
/// # Ok::<(), flowcert::linear::LinearError>(())
/// ```
#[must_use]
pub fn witness(mode: Mode, half: usize) -> Option<Matrix> {
    if half < 2 {
        return None;
    }
    let one = Matrix::identity(half, half);
    match (mode, half) {
        (Mode::Additive, _) => Some(joined(&stretch(half), &one)),
        (Mode::Positive, _) => Some(joined(&padded(&rotation(), half), &one)),
        (Mode::Signed, 2) => Some(joined(&rotation(), &small([0, 1, -1, 1]))),
        (Mode::Signed, _) => Some(joined(&padded(&cycle(3), half), &one)),
        (Mode::Singular, _) => None,
    }
}

/// A matrix for unequal halves that needs [`bound`] layers, `None` where that is `None`: block diagonal with blocks
/// far from all scales, in rank; where that shows fewer than six layers, with a block that has non-real eigenvalues
/// beside I; in additive mode, where these need more, multiples of I, powers of two.
///
/// −I has no eigenvalue 1, and no negative scale is allowed in positive mode; in signed mode it is two layers, and
/// cycles take its place: of two, one is as far from all scales as −I, by their determinants.
#[must_use]
pub fn unequal_witness(mode: Mode, partition: Partition) -> Option<Matrix> {
    let Partition { first, second } = partition;
    if first == second {
        return witness(mode, first);
    }
    if first > second {
        let matrix = unequal_witness(mode, partition.swapped())?;
        return Some(Blocks::of(&matrix, second).swapped().join());
    }
    if let Some(matrix) = scalar_blocks::witness(partition).filter(|_| mode == Mode::Additive) {
        return Some(matrix);
    }
    let layers = bound(mode, partition)?;
    let blocks = far_blocks(mode, partition);
    let one = Matrix::identity(first, first);
    Some(match mode {
        _ if layers_by_ranks(&blocks, partition) == layers => far_matrix(mode, &blocks),
        Mode::Positive => joined(&one, &padded(&rotation(), second)),
        _ => joined(&one, &padded(&cycle(second.min(3)), second)),
    })
}

/// How many layers [`witness`] and [`unequal_witness`] need, with m = ⌈d2/d1⌉ for d1 ≤ d2:
///
/// - d1 = d2 ≥ 2: six in every mode.
/// - additive: 2m + 2, but 2m + 4 = 8 where d1 < d2 < 2·d1 and d2 − d1 does not divide 2·d1, first for 4 and 7.
/// - positive: 2⌈ρ/d1⌉ and at least six, with ρ = n, but n − 1 for odd n and if a half has more than 12 coordinates.
///   So 2m + 2 for short halves, but 2m if n is odd and d1 divides d2 − 1.
/// - signed: 2⌈(n − 1)/d1⌉ and at least six, but four for halves of 1 and 2: 2m + 2, but 2m if d1 divides d2 − 1.
///
/// `None` for empty halves, for two halves of length 1, and in mode singular.
#[must_use]
pub fn bound(mode: Mode, partition: Partition) -> Option<usize> {
    let (smaller, larger) = (partition.first.min(partition.second), partition.first.max(partition.second));
    if mode == Mode::Singular || smaller == 0 || larger < 2 {
        return None;
    }
    if smaller == larger {
        return Some(6);
    }
    let partition = Partition { first: smaller, second: larger };
    if mode == Mode::Additive && scalar_blocks::is_sharp(partition) {
        return Some(scalar_blocks::LAYERS);
    }
    let otherwise = if mode == Mode::Signed && larger == 2 { 4 } else { 6 };
    Some(layers_by_ranks(&far_blocks(mode, partition), partition).max(otherwise))
}

/// A block with a large rank of block − Γ, for all scales Γ.
#[derive(Clone, Copy, PartialEq)]
enum Far {
    /// Without eigenvalue 1, or the negative of the identity: the rank is full.
    Full(usize),
    /// A cycle: the rank is one less, but of two cycles not both ranks are.
    Cycle(usize),
}

impl Far {
    fn rank(self) -> usize {
        match self {
            Self::Full(side) => side,
            Self::Cycle(side) => side - 1,
        }
    }
}

/// Positive scales move −I only where the checker computes all minors; and some scales come near a matrix of odd size
/// and positive determinant, since det(Γ − M) has different signs for small and large Γ.
fn far_blocks(mode: Mode, Partition { first, second }: Partition) -> [Far; 2] {
    let is_odd = (first + second) % 2 == 1;
    [(first, second), (second, first)].map(|(side, other)| {
        let is_full = match mode {
            Mode::Additive => true,
            Mode::Positive => {
                let is_cycle_needed = is_odd && side % 2 == 1 && other <= MAX_ALL_MINORS_SIDE;
                side <= MAX_ALL_MINORS_SIDE && !is_cycle_needed
            }
            Mode::Signed | Mode::Singular => false,
        };
        if is_full { Far::Full(side) } else { Far::Cycle(side) }
    })
}

/// Words with κ layers of either kind are excluded for κ·d1 < ρ.
fn layers_by_ranks(blocks: &[Far; 2], partition: Partition) -> usize {
    let together = usize::from(matches!(blocks, [Far::Cycle(_), Far::Cycle(_)]));
    2 * (blocks[0].rank() + blocks[1].rank() + together).div_ceil(partition.first)
}

/// The block diagonal matrix of these blocks, with determinant 1.
fn far_matrix(mode: Mode, blocks: &[Far; 2]) -> Matrix {
    let [first, second] = blocks.map(|block| match block {
        Far::Full(side) => -Matrix::identity(side, side),
        Far::Cycle(side) => cycle(side),
    });
    let split = first.nrows();
    let mut matrix = joined(&first, &second);
    if let ([Far::Cycle(_), Far::Cycle(_)], true) = (blocks, matrix.nrows().is_multiple_of(2)) {
        // For even n an entry on the diagonal of one of them keeps the blocks apart, and the determinant.
        matrix[(split, split)] = Rational::from(1);
    }
    if <Rational as ExactField>::determinant(&matrix) < 0 {
        let last = matrix.nrows() - 1;
        match (mode, blocks) {
            // diag(…, 2, −1/2) instead of diag(…, −1, −1).
            (Mode::Additive, _) => {
                matrix[(last - 1, last - 1)] = Rational::from(2);
                matrix[(last, last)] = Rational::from((-1, 2));
            }
            // The entry of a cycle in the first column of its block.
            (_, [Far::Cycle(side), _]) => matrix[(1 % side, 0)] *= -1,
            (_, [_, Far::Cycle(side)]) => matrix[(split + 1 % side, split)] *= -1,
            _ => {}
        }
    }
    matrix
}

fn joined(u: &Matrix, v: &Matrix) -> Matrix {
    let (first, second) = (u.nrows(), v.nrows());
    let (b, c) = (Matrix::zeros(first, second), Matrix::zeros(second, first));
    Blocks { a: u.clone(), b, c, d: v.clone() }.join()
}

/// The block diagonal of the block and the identity, of this side.
fn padded(block: &Matrix, side: usize) -> Matrix {
    let rest = side - block.nrows();
    joined(block, &Matrix::identity(rest, rest))
}

/// diag(2, 1/2, 1, …, 1).
fn stretch(side: usize) -> Matrix {
    let mut matrix = Matrix::identity(side, side);
    matrix[(0, 0)] = Rational::from(2);
    matrix[(1, 1)] = Rational::from((1, 2));
    matrix
}

/// The rotation by 90°.
fn rotation() -> Matrix {
    small([0, -1, 1, 0])
}

fn small(entries: [i64; 4]) -> Matrix {
    DMatrix::from_row_slice(2, 2, &entries.map(Rational::from))
}

/// The permutation matrix e_j ↦ e_(j+1), the last to the first.
fn cycle(side: usize) -> Matrix {
    DMatrix::from_fn(side, side, |i, j| Rational::from(u8::from((j + 1) % side == i)))
}
