//! All products of so many layers over a small field, by multiplying them out.

use std::collections::HashSet;

use flowcert::coupling::{Flow, Half, Layer, Mode, Partition};
use flowcert::matrix::DMatrix;
use flowcert::scalar::{Field, Fp};

/// The entries of a matrix, row by row.
pub(crate) type Entries = Vec<u8>;

/// For ℓ = 0, 1, 2, …, all products of ℓ layers that write the halves in turn: `[0]` those whose leftmost layer
/// writes the first half, `[1]` the second.
pub(crate) struct Words<const P: u64> {
    pub(crate) partition: Partition,
    pub(crate) of_length: Vec<[HashSet<Entries>; 2]>,
}

impl<const P: u64> Words<P> {
    /// All words of at most `longest` layers of the mode.
    pub(crate) fn up_to(longest: usize, partition: Partition, mode: Mode) -> Self {
        let identity =
            HashSet::from([entries(&DMatrix::<Fp<P>>::identity(partition.size(), partition.size()))]);
        let layers = [Half::First, Half::Second].map(|writes| all_layers::<P>(partition, writes, mode));
        let mut of_length = vec![[identity.clone(), identity]];
        for length in 0..longest {
            let [first, second] = &of_length[length];
            let size = partition.size();
            let next = [products::<P>(&layers[0], second, size), products::<P>(&layers[1], first, size)];
            of_length.push(next);
        }
        Self { partition, of_length }
    }

    /// Whether the matrix is such a word.
    pub(crate) fn contains(&self, matrix: &Entries, length: usize, leading: Half) -> bool {
        self.of_length[length][usize::from(leading == Half::Second)].contains(matrix)
    }

    /// The least number of layers, if it is not larger than the longest words.
    pub(crate) fn layers_needed(&self, matrix: &Entries) -> Option<usize> {
        self.of_length.iter().position(|words| words.iter().any(|words| words.contains(matrix)))
    }

    /// All products.
    pub(crate) fn all(&self) -> HashSet<Entries> {
        self.of_length.iter().flatten().flatten().cloned().collect()
    }
}

/// Every layer that writes this half.
pub(crate) fn all_layers<const P: u64>(partition: Partition, writes: Half, mode: Mode) -> Vec<Entries> {
    let (rows, columns) = (partition.length(writes), partition.length(writes.other()));
    let scales = if mode == Mode::Additive { 1 } else { P - 1 };
    let shifts = P.pow((rows * columns) as u32);
    let mut layers = Vec::new();
    for index in 0..shifts * scales.pow(rows as u32) {
        let (mut shift_digits, mut scale_digits) = (index % shifts, index / shifts);
        let shift = DMatrix::from_fn(rows, columns, |_, _| Fp::<P>::new(digit(&mut shift_digits, P)));
        let scale = (0..rows).map(|_| Fp::new(1 + digit(&mut scale_digits, scales))).collect();
        let mut flow = Flow::identity(partition);
        flow.push(Layer { writes, shift, scale });
        layers.push(entries(&flow.matrix()));
    }
    layers
}

fn digit(number: &mut u64, base: u64) -> u64 {
    let digit = *number % base;
    *number /= base;
    digit
}

fn products<const P: u64>(left: &[Entries], right: &HashSet<Entries>, size: usize) -> HashSet<Entries> {
    left.iter().flat_map(|x| right.iter().map(|y| product::<P>(x, y, size))).collect()
}

pub(crate) fn product<const P: u64>(left: &Entries, right: &Entries, size: usize) -> Entries {
    let entry = |i: usize, j: usize| {
        let sum: u64 =
            (0..size).map(|k| u64::from(left[i * size + k]) * u64::from(right[k * size + j])).sum();
        (sum % P) as u8
    };
    (0..size * size).map(|index| entry(index / size, index % size)).collect()
}

pub(crate) fn entries<const P: u64>(matrix: &DMatrix<Fp<P>>) -> Entries {
    matrix
        .row_iter()
        .flat_map(|row| row.iter().map(|entry| entry.residue() as u8).collect::<Vec<_>>())
        .collect()
}

pub(crate) fn matrix<const P: u64>(entries: &Entries, size: usize) -> DMatrix<Fp<P>> {
    DMatrix::from_row_iterator(size, size, entries.iter().map(|&entry| Fp::from_i64(i64::from(entry))))
}
