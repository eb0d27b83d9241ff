//! Necklaces with two colours, the halves: sequences up to rotation. A bead is true in the second half.

/// A necklace, held as the first of its rotations in lexicographic order.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Necklace(Vec<bool>);

impl Necklace {
    /// The necklace of a nonempty sequence.
    pub(super) fn new(colours: &[bool]) -> Self {
        let rotation = |by: usize| [&colours[by..], &colours[..by]].concat();
        Self((0..colours.len()).map(rotation).min().unwrap_or_default())
    }

    pub(super) fn colours(&self) -> &[bool] {
        &self.0
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// How many of its elements are in each half.
    pub(super) fn counts(&self) -> [usize; 2] {
        let second = self.0.iter().filter(|bead| **bead).count();
        [self.0.len() - second, second]
    }

    /// The number of rotations that leave the sequence as it is.
    pub(super) fn rotations(&self) -> usize {
        let fixes = |by: usize| self.0[by..].iter().chain(&self.0[..by]).eq(&self.0);
        (0..self.0.len()).filter(|by| fixes(*by)).count()
    }
}

/// All necklaces with at most `most` elements in each half, short ones first.
pub(super) fn necklaces(most: usize) -> Vec<Necklace> {
    let mut found: Vec<Necklace> = (1..=2 * most)
        .flat_map(|length| (0..1_u32 << length).map(move |colours| of_bits(colours, length)))
        .filter(|necklace| necklace.counts().iter().all(|count| *count <= most))
        .collect();
    found.sort_by(|one, other| (one.len(), one).cmp(&(other.len(), other)));
    found.dedup();
    found
}

fn of_bits(colours: u32, length: usize) -> Necklace {
    let beads: Vec<bool> = (0..length).map(|place| colours >> place & 1 == 1).collect();
    Necklace::new(&beads)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn necklaces_are_counted() {
        // 2, 3, 4, 6 necklaces of one to four beads.
        let lengths: Vec<usize> = necklaces(4).iter().map(Necklace::len).collect();
        let count = |length| lengths.iter().filter(|it| **it == length).count();
        assert_eq!([count(1), count(2), count(3), count(4)], [2, 3, 4, 6]);
        assert!(necklaces(1).iter().all(|necklace| necklace.len() <= 2));
    }

    #[test]
    fn rotations_are_symmetries() {
        assert_eq!(Necklace::new(&[false, true, false, true]).rotations(), 2);
        assert_eq!(Necklace::new(&[true; 3]).rotations(), 3);
        assert_eq!(Necklace::new(&[true, false, false]), Necklace::new(&[false, false, true]));
    }
}
