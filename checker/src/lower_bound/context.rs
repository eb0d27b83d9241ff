//! What a rule looks at: its setting, the blocks of M and M⁻¹, the field; and what the rules of a pair share.

use rug::Rational;

use super::algebra::field::Field;
use super::algebra::matrix::{is_zero, transposed};
use super::algebra::polynomial::{growths, observability};
use super::blocks::Blocks;
use super::setting::{Setting, Word};
use crate::certificate::Matrix;
use crate::rejection::Rejection;

/// A rule's surroundings, with the halves exchanged where the rule is to be read so.
pub(super) struct Context<'c> {
    pub(super) field: &'c Field,
    pub(super) setting: Setting,
    pub(super) blocks: Blocks,
}

impl Context<'_> {
    /// A reason for both words of 4 or 5 layers supposes a block diagonal matrix.
    ///
    /// Then M = diag(u, v), and U's and L's that are peeled off change neither A = u nor W = v⁻¹: at either length one word
    /// asks that u·Γ1⁻¹ = I + bc and Γ2·v⁻¹ = I + cb for some b and c, the other one the same of v and u⁻¹. These are
    /// equivalent: if the first holds, then Γ1·u⁻¹ = I − b(I + cb)⁻¹c and v·Γ2⁻¹ = I − (I + cb)⁻¹cb, which is
    /// I + c'b' and I + b'c' for c' = b and b' = −(I + cb)⁻¹c.
    pub(super) fn require_pair(&self) -> Result<(), Rejection> {
        let block_diagonal = is_zero(&self.blocks.b) && is_zero(&self.blocks.c);
        if self.setting.word == Word::Both && !block_diagonal {
            return Err(self.setting.hypothesis("B = 0 and C = 0, to exclude both words"));
        }
        Ok(())
    }

    /// As [`require_pair`](Self::require_pair), and the layer that is peeled off a word of five changes neither A nor W.
    pub(super) fn require_unchanged_pair(&self) -> Result<(), Rejection> {
        self.require_pair()?;
        if self.setting.length == 5 && !is_zero(&self.blocks.c) {
            let block = if self.setting.swapped { "B" } else { "C" };
            return Err(self.setting.hypothesis(format!("{block} = 0 for this word of 5 layers")));
        }
        Ok(())
    }

    /// The pair (A, W) of a word of 4 or 5 layers, for rules about invariant factors.
    pub(super) fn pair(&self) -> Result<Pair<'_>, Rejection> {
        self.require_pair()?;
        let Blocks { a, c, r, w, .. } = &self.blocks;
        let w = transposed(w);
        let (field, peeled) = (self.field, self.setting.length == 5);
        if !peeled {
            return Ok(Pair { field, matrices: [a.clone(), w], unseen: [vec![], vec![]], rank: 0 });
        }
        let unseen = [observability(field, c, a)?, observability(field, &transposed(r), &w)?];
        Ok(Pair { field, matrices: [a.clone(), w], unseen, rank: field.rank(c)? })
    }
}

/// A and Wᵀ, on the subspaces where they are known.
///
/// A word LULU that is M (in additive mode) makes A = I + bc and W = I + cb. Of a word ULULU = U(x)·LULU the same holds for
/// X = A − x·C and Y = W + R·x. On the largest subspace of ker C that A maps into itself, X is A; there are the kernels of
/// [C; CA; CA²; …]. Modulo it X is observable through C, so the quotient has at most r = rank C invariant factors. Hence, for
/// every polynomial f, with p(i) = dim ker f^i − dim ker f^(i−1):
///
/// p of the restricted A ≤ p of X ≤ p of the restricted A + r·deg f.
///
/// (f^(i−1)·V contains f^(i−1)·K with a quotient that r elements generate, and p(i) is the dimension of the kernel of f
/// there.) Likewise for Yᵀ = Wᵀ + xᵀ·Rᵀ, and rank R = rank C, since the ranks of complementary blocks of M and M⁻¹ agree in
/// their nullities.
pub(super) struct Pair<'c> {
    field: &'c Field,
    matrices: [Matrix; 2],
    unseen: [Matrix; 2],
    /// r: the rank of C where a layer is peeled off, 0 where none is.
    pub(super) rank: usize,
}

impl Pair<'_> {
    /// p(1), …, p(`up_to`) of A and of W, on the subspaces.
    pub(super) fn growths(
        &self,
        polynomial: &[Rational],
        up_to: usize,
    ) -> Result<[Vec<usize>; 2], Rejection> {
        let [a, w] = &self.matrices;
        let [unseen_by_a, unseen_by_w] = &self.unseen;
        Ok([
            growths(self.field, polynomial, a, unseen_by_a, up_to)?,
            growths(self.field, polynomial, w, unseen_by_w, up_to)?,
        ])
    }
}
