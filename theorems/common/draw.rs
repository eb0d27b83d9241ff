//! Seeded random numbers and matrices, over any field.

use flowcert::coupling::{Flow, Half, Layer, Mode, Partition};
use flowcert::matrix::DMatrix;
use flowcert::matrix::exact::ExactField;
use flowcert::scalar::{Field, Rational};
use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rug::Integer;

/// The size of the entries that are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Height {
    /// Integers of absolute value at most 9.
    Integers,
    /// Quotients of such integers.
    Fractions,
    /// Numerators and denominators of 200 bits.
    Huge,
}

impl Height {
    pub(crate) const ALL: [Self; 3] = [Self::Integers, Self::Fractions, Self::Huge];
}

/// A source of random numbers; the same seed draws the same numbers.
pub(crate) struct Draw {
    random: ChaCha8Rng,
    height: Height,
}

impl Draw {
    pub(crate) fn new(seed: u64, height: Height) -> Self {
        Self { random: ChaCha8Rng::seed_from_u64(seed), height }
    }

    pub(crate) fn below(&mut self, bound: usize) -> usize {
        self.random.random_range(0..bound)
    }

    pub(crate) fn integer(&mut self, magnitude: i64) -> i64 {
        self.random.random_range(-magnitude..=magnitude)
    }

    pub(crate) fn coin(&mut self) -> bool {
        self.random.random_range(0..2) == 1
    }

    /// A seed for a construction.
    pub(crate) fn seed(&mut self) -> u64 {
        self.random.next_u64()
    }

    fn rational(&mut self) -> Rational {
        match self.height {
            Height::Integers => Rational::from(self.integer(9)),
            Height::Fractions => Rational::from((self.integer(9), self.random.random_range(1..=9))),
            Height::Huge => {
                let numerator = self.long_integer();
                let magnitude = self.long_integer();
                Rational::from(if self.coin() { (numerator, magnitude) } else { (-numerator, magnitude) })
            }
        }
    }

    /// A positive integer of exactly 200 bits.
    fn long_integer(&mut self) -> Integer {
        let mut digits = [0_u64; 4];
        digits.fill_with(|| self.random.next_u64());
        let mut number = Integer::from_digits(&digits, rug::integer::Order::Lsf).keep_bits(199);
        number.set_bit(199, true);
        number
    }

    /// An element of the field.
    pub(crate) fn number<F: Field>(&mut self) -> F {
        loop {
            // Over F_p a denominator may vanish.
            if let Some(number) = F::from_rational(&self.rational()) {
                return number;
            }
        }
    }

    /// An element of the field that is not zero.
    pub(crate) fn nonzero<F: Field>(&mut self) -> F {
        loop {
            let number: F = self.number();
            if !number.is_zero() {
                return number;
            }
        }
    }

    pub(crate) fn matrix<F: Field>(&mut self, rows: usize, columns: usize) -> DMatrix<F> {
        DMatrix::from_fn(rows, columns, |_, _| self.number())
    }

    pub(crate) fn invertible<F: ExactField>(&mut self, size: usize) -> DMatrix<F> {
        loop {
            let matrix = self.matrix(size, size);
            if !F::determinant(&matrix).is_zero() {
                return matrix;
            }
        }
    }

    /// A strictly upper triangular matrix in a random basis.
    pub(crate) fn nilpotent<F: ExactField>(&mut self, size: usize) -> DMatrix<F> {
        let triangular = DMatrix::from_fn(size, size, |i, j| if i < j { self.number() } else { F::zero() });
        let basis = self.unimodular_integers(size);
        conjugated(&triangular, &basis)
    }

    /// A product of elementary integer matrices: determinant 1, small entries.
    pub(crate) fn unimodular_integers<F: Field>(&mut self, size: usize) -> DMatrix<F> {
        let mut matrix = DMatrix::<F>::identity(size, size);
        for _ in 0..if size < 2 { 0 } else { 2 * size } {
            let target = self.below(size);
            let source = (target + 1 + self.below(size - 1)) % size;
            let factor = F::from_i64(self.integer(2));
            for j in 0..size {
                let addend = matrix[(source, j)].clone();
                matrix[(target, j)].add_product(&factor, &addend);
            }
        }
        matrix
    }

    pub(crate) fn permutation(&mut self, size: usize) -> Vec<usize> {
        let mut image: Vec<usize> = (0..size).collect();
        for k in (1..size).rev() {
            image.swap(k, self.below(k + 1));
        }
        image
    }

    /// `layers` couplings of the mode that write the halves alternately.
    pub(crate) fn flow<F: Field>(&mut self, half: usize, layers: usize, mode: Mode) -> Flow<F> {
        let mut flow = Flow::identity(Partition::halves(half));
        let mut writes = if self.coin() { Half::First } else { Half::Second };
        for _ in 0..layers {
            let scale = (0..half).map(|_| self.scale(mode)).collect();
            flow.push(Layer { writes, shift: self.matrix(half, half), scale });
            writes = writes.other();
        }
        flow
    }

    fn scale<F: Field>(&mut self, mode: Mode) -> F {
        let number: F = self.nonzero();
        match mode {
            Mode::Additive => F::one(),
            Mode::Positive if number.is_positive() == Some(false) => -number,
            Mode::Positive | Mode::Signed | Mode::Singular => number,
        }
    }
}

/// Q·N·Q⁻¹.
///
/// # Panics
///
/// If Q is singular.
pub(crate) fn conjugated<F: ExactField>(matrix: &DMatrix<F>, basis: &DMatrix<F>) -> DMatrix<F> {
    F::divide(&F::multiply(basis, matrix), basis).expect("a basis is an invertible matrix")
}
