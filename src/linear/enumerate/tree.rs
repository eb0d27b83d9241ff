//! Shortest words: read off the levels, one layer after the other from the left.

use nalgebra::DMatrix;

use super::EnumerationError;
use super::count::both_endings;
use super::levels::Levels;
use super::packed::{MOST_ROWS, Packed};
use super::space::Kind;
use crate::coupling::{Flow, Half, Layer};
use crate::scalar::{Modulus, Residue};

impl Levels {
    /// The least number of additive coupling layers whose product is the matrix.
    ///
    /// # Errors
    ///
    /// [`EnumerationError`]: the matrix has another size, another field, or another determinant than 1.
    pub fn minimal_layers<M: Modulus>(
        &self,
        matrix: &DMatrix<Residue<M>>,
    ) -> Result<usize, EnumerationError> {
        let (packed, inverse) = self.packed(matrix)?;
        Ok(self.endings(&packed, &inverse).map_or(0, |(u, l)| usize::from(u.min(l))))
    }

    /// A product of that many layers, the matrix. The same matrix always has the same layers.
    ///
    /// # Errors
    ///
    /// [`EnumerationError`]: the matrix has another size, another field, or another determinant than 1.
    pub fn factor<M: Modulus>(
        &self,
        matrix: &DMatrix<Residue<M>>,
    ) -> Result<Flow<Residue<M>>, EnumerationError> {
        let (packed, inverse) = self.packed(matrix)?;
        let mut flow = Flow::identity(self.space.partition);
        let Some((u, l)) = self.endings(&packed, &inverse) else { return Ok(flow) };
        // Of words from the left, layers act from the right.
        let layers: Vec<Layer<Residue<M>>> = if u <= l {
            self.word(packed, u).into_iter().rev().map(|layer| self.layer(layer)).collect()
        } else if l.is_multiple_of(2) {
            self.word(inverse, l).into_iter().map(|layer| negated(self.layer(layer))).collect()
        } else {
            self.word(packed.transpose(), l).into_iter().map(|layer| transposed(&self.layer(layer))).collect()
        };
        layers.into_iter().for_each(|layer| flow.push(layer));
        Ok(flow)
    }

    /// The lengths of the shortest words that end in a U and in an L, `None` for the identity.
    fn endings(&self, matrix: &Packed, inverse: &Packed) -> Option<(u8, u8)> {
        let is_identity = *matrix == Packed::identity(self.space.size());
        (!is_identity).then(|| both_endings(&self.space, &self.classes, &self.state, matrix, inverse))
    }

    /// The layers of a word of this length that ends in a U, from the left; its codes.
    fn word(&self, mut matrix: Packed, length: u8) -> Vec<(Kind, u64)> {
        let (space, field) = (&self.space, &self.space.field);
        let mut word = Vec::new();
        for length in (2..=length).rev() {
            let kind = Kind::of_length(length);
            let (walk, other) = (space.walk(kind), kind.other());
            let mut next = None;
            walk.each(field, &matrix, |code, product| {
                let class = self.classes[other as usize].of(space.cosets(other).number(product));
                if next.is_none() && self.state.level_of(other, class) < length {
                    next = Some((code, *product));
                }
            });
            let (code, product) = next.expect("a double coset was reached from one before it");
            word.push((kind, walk.negative(field, code)));
            matrix = product;
        }
        word.push((Kind::U, space.walk(Kind::U).code(field, &matrix)));
        word
    }

    fn layer<M: Modulus>(&self, (kind, code): (Kind, u64)) -> Layer<Residue<M>> {
        let partition = self.space.partition;
        let (rows, columns) = (partition.length(kind.writes()), partition.length(kind.writes().other()));
        let entries = self.space.walk(kind).shift(self.space.field.prime, code);
        let shift = DMatrix::from_row_iterator(rows, columns, entries.into_iter().map(Residue::new));
        Layer::additive(kind.writes(), shift)
    }

    /// The matrix and its inverse in packed form.
    fn packed<M: Modulus>(&self, matrix: &DMatrix<Residue<M>>) -> Result<(Packed, Packed), EnumerationError> {
        let (size, field) = (self.space.size(), &self.space.field);
        if matrix.shape() != (size, size) {
            return Err(EnumerationError::Shape { rows: matrix.nrows(), columns: matrix.ncols(), size });
        }
        if M::prime() != field.prime {
            return Err(EnumerationError::Field { found: M::prime(), field: field.prime });
        }
        let mut packed = Packed([0; MOST_ROWS]);
        for (i, row) in matrix.row_iter().enumerate() {
            row.iter().enumerate().for_each(|(j, value)| packed.set(i, j, value.residue()));
        }
        let determinant = field.determinant(&packed, size);
        let inverse = field.inverse_matrix(&packed, size).filter(|_| determinant == 1);
        inverse.map(|inverse| (packed, inverse)).ok_or(EnumerationError::Determinant { determinant })
    }
}

/// The inverse layer.
fn negated<M: Modulus>(layer: Layer<Residue<M>>) -> Layer<Residue<M>> {
    Layer::additive(layer.writes, -layer.shift)
}

/// L(s)ᵀ = U(sᵀ).
fn transposed<M: Modulus>(layer: &Layer<Residue<M>>) -> Layer<Residue<M>> {
    Layer::additive(Half::other(layer.writes), layer.shift.transpose())
}
