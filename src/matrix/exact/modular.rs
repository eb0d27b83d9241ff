//! Elimination modulo one word-sized prime, chosen at run time.

use nalgebra::DMatrix;
use rug::Integer;
use rug::integer::IntegerExt64;

/// A `rows × columns` matrix over ℤ/q, q a prime below 2⁶², in row-major order.
#[derive(Clone)]
pub(super) struct ModularMatrix {
    columns: usize,
    prime: u64,
    entries: Vec<u64>,
}

/// Multiplication by a fixed factor modulo q without division (Shoup): with s = ⌊factor·2⁶⁴/q⌋ the estimate
/// ⌊s·x/2⁶⁴⌋ of ⌊factor·x/q⌋ is at most one too small.
struct Multiplier {
    factor: u64,
    scaled: u64,
    prime: u64,
}

impl Multiplier {
    fn new(factor: u64, prime: u64) -> Self {
        Self { factor, scaled: ((u128::from(factor) << 64) / u128::from(prime)) as u64, prime }
    }

    fn times(&self, x: u64) -> u64 {
        let estimate = ((u128::from(self.scaled) * u128::from(x)) >> 64) as u64;
        let rest = self.factor.wrapping_mul(x).wrapping_sub(estimate.wrapping_mul(self.prime));
        if rest >= self.prime { rest - self.prime } else { rest }
    }
}

pub(super) fn multiply(a: u64, b: u64, prime: u64) -> u64 {
    ((u128::from(a) * u128::from(b)) % u128::from(prime)) as u64
}

fn negate(x: u64, prime: u64) -> u64 {
    if x == 0 { 0 } else { prime - x }
}

fn add(a: u64, b: u64, prime: u64) -> u64 {
    let sum = a + b;
    if sum >= prime { sum - prime } else { sum }
}

/// The inverse of x ≠ 0 modulo q, by the extended Euclidean algorithm.
pub(super) fn inverse(x: u64, prime: u64) -> u64 {
    let (mut r0, mut r1) = (i128::from(prime), i128::from(x));
    let (mut t0, mut t1) = (0_i128, 1_i128);
    while r1 != 0 {
        let quotient = r0 / r1;
        (r0, r1) = (r1, r0 - quotient * r1);
        (t0, t1) = (t1, t0 - quotient * t1);
    }
    t0.rem_euclid(i128::from(prime)) as u64
}

impl ModularMatrix {
    pub(super) fn reduce(matrix: &DMatrix<Integer>, prime: u64) -> Self {
        let columns = matrix.ncols();
        let mut entries = Vec::with_capacity(matrix.len());
        for i in 0..matrix.nrows() {
            entries.extend((0..columns).map(|j| matrix[(i, j)].mod_u64(prime)));
        }
        Self { columns, prime, entries }
    }

    pub(super) fn entries(&self) -> &[u64] {
        &self.entries
    }

    fn size(&self) -> usize {
        self.columns
    }

    pub(super) fn at(&self, i: usize, j: usize) -> u64 {
        self.entries[i * self.columns + j]
    }

    fn swap_rows(&mut self, i: usize, k: usize) {
        for j in 0..self.columns {
            self.entries.swap(i * self.columns + j, k * self.columns + j);
        }
    }

    fn swap_columns(&mut self, j: usize, k: usize) {
        for i in 0..self.rows() {
            self.entries.swap(i * self.columns + j, i * self.columns + k);
        }
    }

    /// Row `target` += `factor` · row `source`, from column `from` on.
    fn add_row(&mut self, target: usize, source: usize, factor: u64, from: usize) {
        let multiplier = Multiplier::new(factor, self.prime);
        let (t, s, prime) = (target * self.columns, source * self.columns, self.prime);
        let (low, high) = self.entries.split_at_mut(t.max(s));
        let (target_row, source_row) = if t < s {
            (&mut low[t..t + self.columns], &high[..self.columns])
        } else {
            (&mut high[..self.columns], &low[s..s + self.columns])
        };
        for (x, y) in target_row[from..].iter_mut().zip(&source_row[from..]) {
            *x = add(*x, multiplier.times(*y), prime);
        }
    }

    fn scale_row(&mut self, i: usize, factor: u64) {
        let multiplier = Multiplier::new(factor, self.prime);
        for x in &mut self.entries[i * self.columns..(i + 1) * self.columns] {
            *x = multiplier.times(*x);
        }
    }

    fn rows(&self) -> usize {
        self.entries.len().checked_div(self.columns).unwrap_or(0)
    }

    fn pivot(&self, j: usize, from: usize) -> Option<usize> {
        (from..self.rows()).find(|&i| self.at(i, j) != 0)
    }

    /// The determinant of a square matrix.
    pub(super) fn determinant(mut self) -> u64 {
        let mut product = 1 % self.prime;
        for j in 0..self.size() {
            let Some(i) = self.pivot(j, j) else { return 0 };
            if i != j {
                self.swap_rows(i, j);
                product = negate(product, self.prime);
            }
            product = multiply(product, self.at(j, j), self.prime);
            let inverse = inverse(self.at(j, j), self.prime);
            for i in j + 1..self.size() {
                let factor = negate(multiply(self.at(i, j), inverse, self.prime), self.prime);
                self.add_row(i, j, factor, j);
            }
        }
        product
    }

    /// The rank of a matrix of any shape.
    pub(super) fn rank(mut self) -> usize {
        let mut rank = 0;
        for j in 0..self.columns {
            let Some(i) = self.pivot(j, rank) else { continue };
            self.swap_rows(i, rank);
            let inverse = inverse(self.at(rank, j), self.prime);
            for i in rank + 1..self.rows() {
                let factor = negate(multiply(self.at(i, j), inverse, self.prime), self.prime);
                self.add_row(i, rank, factor, j);
            }
            rank += 1;
        }
        rank
    }

    /// The reduced row echelon form of a matrix of any shape, and its pivot columns.
    pub(super) fn echelon(mut self) -> (Self, Vec<usize>) {
        let mut pivots = Vec::new();
        for j in 0..self.columns {
            let r = pivots.len();
            let Some(i) = self.pivot(j, r) else { continue };
            self.swap_rows(i, r);
            self.scale_row(r, inverse(self.at(r, j), self.prime));
            for i in (0..self.rows()).filter(|&i| i != r) {
                let factor = negate(self.at(i, j), self.prime);
                self.add_row(i, r, factor, j);
            }
            pivots.push(j);
        }
        (self, pivots)
    }

    /// The determinant and the adjugate det·M⁻¹ of a square matrix, `None` if it is singular modulo q.
    ///
    /// Gauss–Jordan in place: column j, once cleared, holds column j of the growing inverse.
    pub(super) fn determinant_and_adjugate(mut self) -> Option<(u64, Self)> {
        let (size, prime) = (self.size(), self.prime);
        let mut product = 1 % prime;
        let mut exchanges = Vec::with_capacity(size);
        for j in 0..size {
            let i = self.pivot(j, j)?;
            if i != j {
                self.swap_rows(i, j);
                product = negate(product, prime);
            }
            exchanges.push(i);
            let pivot = self.at(j, j);
            product = multiply(product, pivot, prime);
            self.entries[j * size + j] = 1;
            self.scale_row(j, inverse(pivot, prime));
            for i in (0..size).filter(|&i| i != j) {
                let factor = negate(self.at(i, j), prime);
                self.entries[i * size + j] = 0;
                self.add_row(i, j, factor, 0);
            }
        }
        for (j, &i) in exchanges.iter().enumerate().rev() {
            self.swap_columns(i, j);
        }
        for i in 0..size {
            self.scale_row(i, product);
        }
        Some((product, self))
    }

    /// The coefficients of det(t − M), lowest degree first, through Hessenberg form.
    pub(super) fn characteristic_polynomial(mut self) -> Vec<u64> {
        for j in 0..self.size().saturating_sub(2) {
            if let Some(i) = self.pivot(j, j + 1) {
                self.clear_below_subdiagonal(j, i);
            }
        }
        self.polynomial_of_hessenberg()
    }

    fn clear_below_subdiagonal(&mut self, j: usize, pivot: usize) {
        let (size, prime) = (self.size(), self.prime);
        self.swap_rows(pivot, j + 1);
        self.swap_columns(pivot, j + 1);
        let inverse = inverse(self.at(j + 1, j), prime);
        for i in j + 2..size {
            let factor = multiply(self.at(i, j), inverse, prime);
            self.add_row(i, j + 1, negate(factor, prime), j);
            let multiplier = Multiplier::new(factor, prime);
            for k in 0..size {
                let product = multiplier.times(self.at(k, i));
                self.entries[k * size + j + 1] = add(self.at(k, j + 1), product, prime);
            }
        }
    }

    /// The recurrence of [`super::hessenberg`], modulo q.
    fn polynomial_of_hessenberg(&self) -> Vec<u64> {
        let prime = self.prime;
        let mut leading: Vec<Vec<u64>> = vec![vec![1 % prime]];
        for k in 0..self.size() {
            let mut next = vec![0];
            next.extend_from_slice(&leading[k]);
            let mut subdiagonal = 1 % prime;
            for i in (0..=k).rev() {
                let factor = negate(multiply(subdiagonal, self.at(i, k), prime), prime);
                let multiplier = Multiplier::new(factor, prime);
                for (target, source) in next.iter_mut().zip(&leading[i]) {
                    *target = add(*target, multiplier.times(*source), prime);
                }
                if i > 0 {
                    subdiagonal = multiply(subdiagonal, self.at(i, i - 1), prime);
                }
            }
            leading.push(next);
        }
        leading.pop().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn multiplication_by_a_fixed_factor_agrees_with_division() {
        let prime = (1_u64 << 62) - 57;
        for factor in [0, 1, 2, prime / 2, prime - 1, 0x0123_4567_89ab_cdef] {
            let multiplier = Multiplier::new(factor, prime);
            for x in [0, 1, 3, prime / 3, prime - 1, 0x0fed_cba9_8765_4321] {
                assert_eq!(multiplier.times(x), multiply(factor, x, prime));
            }
        }
    }

    #[test]
    fn inverses_multiply_to_one() {
        let prime = (1_u64 << 62) - 57;
        for x in [1, 2, 12_345, prime - 1, prime / 7] {
            assert_eq!(multiply(x, inverse(x, prime), prime), 1);
        }
    }
}
