//! The first entry in which a product is not the matrix, for people who look for the defect.

use rug::Rational;

use crate::abbreviate;
use crate::certificate::Matrix;
use crate::rejection::Rejection;

/// Compares row by row; nothing if the two are equal.
pub(super) fn first(product: impl Iterator<Item = Vec<Rational>>, matrix: &Matrix) -> Option<Rejection> {
    for (row, (products, entries)) in product.zip(matrix).enumerate() {
        for (column, (product, entry)) in products.iter().zip(entries).enumerate() {
            if product != entry {
                let (product, matrix) = (abbreviate::number(product), abbreviate::number(entry));
                return Some(Rejection::ProductDiffers { row, column, product, matrix });
            }
        }
    }
    None
}
