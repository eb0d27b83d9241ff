//! All products of up to three layers, found by multiplying, and longer ones by peeling layers off.

use std::collections::HashSet;

use flowcert_check::Mode;

use super::small::{Random, Rows, Small, all};

/// The leftmost layer of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Start {
    L,
    U,
}

impl Start {
    fn other(self) -> Self {
        match self {
            Self::L => Self::U,
            Self::U => Self::L,
        }
    }
}

/// The words of a field, a partition and a mode.
pub(super) struct Words {
    pub(super) prime: u8,
    pub(super) partition: [usize; 2],
    pub(super) mode: Mode,
    /// The layers that write the second half, and those that write the first.
    layers: [Vec<Small>; 2],
    /// Their inverses.
    inverses: [Vec<Small>; 2],
    /// The products of 0, 1, 2 and 3 layers that start with L, and with U.
    products: [Vec<HashSet<Small>>; 2],
    /// Matrices that M is divided by on the right, to be a word of layers without scales; the identity alone where the layers
    /// have their scales themselves. See `layers`.
    scales: Vec<Small>,
}

impl Words {
    pub(super) fn new(prime: u8, partition: [usize; 2], mode: Mode) -> Self {
        let mut words = Self::without_products(prime, partition, mode);
        let identity = Small::identity(prime, partition[0] + partition[1]);
        words.products = [Start::L, Start::U].map(|start| {
            let mut sets = vec![HashSet::from([identity])];
            for length in 1..=3 {
                // The innermost layer comes last; `length` more layers to its left alternate up to the start.
                let mut set = HashSet::from([identity]);
                for place in (0..length).rev() {
                    let kind = if place % 2 == 0 { start } else { start.other() };
                    let layers = &words.layers[kind as usize];
                    set = set
                        .iter()
                        .flat_map(|product| layers.iter().map(move |layer| layer.times(product)))
                        .collect();
                }
                sets.push(set);
            }
            sets
        });
        words
    }

    /// For the layers alone. Over F_3 with halves of 2 and 2, signed layers are too many: there the scales are pulled out of
    /// the word, on the right, as Lemma 0 allows for two layers or more. Everywhere else layers have their scales.
    pub(super) fn without_products(prime: u8, partition: [usize; 2], mode: Mode) -> Self {
        let pulled_out = prime == 3 && partition == [2, 2] && mode == Mode::Signed;
        let side = partition[0] + partition[1];
        let scale_count = |length: usize| match mode {
            Mode::Additive => 1,
            _ => usize::from(prime - 1).pow(u32::try_from(length).expect("small")),
        };
        let scale = |number: usize, place: usize| {
            1 + u8::try_from(
                number / usize::from(prime - 1).max(1).pow(u32::try_from(place).expect("small"))
                    % usize::from(prime - 1).max(1),
            )
            .expect("a digit")
        };
        let [first, second] = partition;
        let layers = |start: Start| -> Vec<Small> {
            let (written, other) = if start == Start::L { (second, first) } else { (first, second) };
            let (top, left) = if start == Start::L { (first, 0) } else { (0, first) };
            let layer = |shift: &Rows, number: usize| {
                Small::from_fn(prime, side, |row, column| {
                    if (top..top + written).contains(&row) && (left..left + other).contains(&column) {
                        shift[row - top][column - left]
                    } else if row != column {
                        0
                    } else if (top..top + written).contains(&row) {
                        scale(number, row - top)
                    } else {
                        1
                    }
                })
            };
            let scales = if pulled_out { 1 } else { scale_count(written) };
            all(prime, written, other)
                .iter()
                .flat_map(|shift| (0..scales).map(move |number| layer(shift, number)))
                .collect()
        };
        let diagonal = |number| {
            Small::from_fn(prime, side, |row, column| if row == column { scale(number, row) } else { 0 })
        };
        let scales = if pulled_out {
            (0..scale_count(side)).map(diagonal).collect()
        } else {
            vec![Small::identity(prime, side)]
        };
        let layers = [layers(Start::L), layers(Start::U)];
        let inverses = layers.clone().map(|layers| layers.iter().map(Small::inverse).collect());
        Self { prime, partition, mode, layers, inverses, products: [vec![], vec![]], scales }
    }

    /// Whether the matrix is a product of so many layers that starts so.
    pub(super) fn contains(&self, matrix: &Small, start: Start, length: usize) -> bool {
        if length == 1 && self.scales.len() > 1 {
            // One layer has scales in the half that it writes only.
            return self.is_one_layer(matrix, start);
        }
        self.scales.iter().any(|scale| self.is_word(&matrix.times(scale), start, length))
    }

    fn is_word(&self, matrix: &Small, start: Start, length: usize) -> bool {
        if let Some(products) = self.products[start as usize].get(length) {
            return products.contains(matrix);
        }
        self.inverses[start as usize]
            .iter()
            .any(|inverse| self.is_word(&inverse.times(matrix), start.other(), length - 1))
    }

    fn is_one_layer(&self, matrix: &Small, start: Start) -> bool {
        let layers = &self.layers[start as usize];
        let written = |row: usize| (row < self.partition[0]) == (start == Start::U);
        self.scales.iter().any(|scale| {
            let touches_the_other = (0..matrix.side).any(|row| !written(row) && scale.at(row, row) != 1);
            !touches_the_other && layers.contains(&matrix.times(scale))
        })
    }

    /// A product of up to six layers, of which about half are the identity.
    pub(super) fn random(&self, random: &mut Random) -> Small {
        let mut product = self.scales[random.below(self.scales.len())];
        let count = random.below(7);
        for place in 0..count {
            let layers = &self.layers[place % 2];
            if random.below(3) > 0 {
                product = layers[random.below(layers.len())].times(&product);
            }
        }
        product
    }

    /// A product with both blocks off the diagonal 0; the identity if none is found soon.
    pub(super) fn random_block_diagonal(&self, random: &mut Random) -> Small {
        let [first, _] = self.partition;
        let side = self.partition[0] + self.partition[1];
        let is_diagonal = |matrix: &Small| {
            (0..side).all(|row| {
                (0..side).all(|column| (row < first) == (column < first) || matrix.at(row, column) == 0)
            })
        };
        let mut made = || {
            let digits: Vec<u8> = (0..side * side)
                .map(|_| u8::try_from(random.below(usize::from(self.prime))).expect("a digit"))
                .collect();
            Small::from_fn(self.prime, side, |row, column| {
                if (row < first) == (column < first) { digits[row * side + column] } else { 0 }
            })
        };
        let in_reach = |matrix: &Small| match determinant(matrix) {
            0 => false,
            1 => true,
            _ => self.mode == Mode::Signed,
        };
        let found = (0..1000).map(|_| made()).find(|matrix| is_diagonal(matrix) && in_reach(matrix));
        found.unwrap_or_else(|| Small::identity(self.prime, side))
    }

    /// With equal halves: a matrix with both blocks on the diagonal 0.
    pub(super) fn random_exchange(&self, random: &mut Random) -> Option<Small> {
        let [first, second] = self.partition;
        let sign = |row: usize| if row < first { self.prime - 1 } else { 1 };
        let exchange = Small::from_fn(self.prime, first + second, |row, column| {
            if row % first == column % first && row != column { sign(row) } else { 0 }
        });
        (first == second).then(|| self.random_block_diagonal(random).times(&exchange))
    }
}

/// By permutations.
fn determinant(matrix: &Small) -> u8 {
    let mut sum = 0_i32;
    let mut order: Vec<usize> = (0..matrix.side).collect();
    permute(&mut order, 0, 1, &mut |order, sign| {
        sum += sign
            * order
                .iter()
                .enumerate()
                .map(|(row, &column)| i32::from(matrix.at(row, column)))
                .product::<i32>();
    });
    u8::try_from(sum.rem_euclid(i32::from(matrix.prime))).expect("a remainder")
}

fn permute(order: &mut Vec<usize>, from: usize, sign: i32, visit: &mut impl FnMut(&[usize], i32)) {
    if from == order.len() {
        return visit(order, sign);
    }
    for other in from..order.len() {
        order.swap(from, other);
        permute(order, from + 1, if other == from { sign } else { -sign }, visit);
        order.swap(from, other);
    }
}
