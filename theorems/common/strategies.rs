//! Strategies of proptest: random matrices whose entries shrink, and families.

use flowcert::matrix::DMatrix;
use flowcert::scalar::Rational;
use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;
use rug::Integer;
use rug::integer::Order;

use super::{Family, Height};

/// `cases` cases; failures are kept in the named file, for the repository.
pub(crate) fn configuration(cases: u32, regressions: &'static str) -> ProptestConfig {
    ProptestConfig {
        failure_persistence: Some(Box::new(FileFailurePersistence::Direct(regressions))),
        ..ProptestConfig::with_cases(cases)
    }
}

fn entry(height: Height) -> BoxedStrategy<Rational> {
    let long =
        || any::<[u64; 4]>().prop_map(|digits| Integer::from_digits(&digits, Order::Lsf).keep_bits(200));
    match height {
        Height::Integers => (-9_i64..=9).prop_map(Rational::from).boxed(),
        Height::Fractions => (-9_i64..=9, 1_i64..=9).prop_map(Rational::from).boxed(),
        Height::Huge => (any::<bool>(), long(), long())
            .prop_map(|(negative, numerator, below)| {
                Rational::from((if negative { -numerator } else { numerator }, below + 1_u32))
            })
            .boxed(),
    }
}

/// `2d × 2d` matrices, singular ones among them.
pub(crate) fn square_of_half(half: usize, height: Height) -> impl Strategy<Value = DMatrix<Rational>> {
    let size = 2 * half;
    prop::collection::vec(entry(height), size * size)
        .prop_map(move |entries| DMatrix::from_row_slice(size, size, &entries))
}

/// Invertible `2d × 2d` matrices for d in the range.
pub(crate) fn invertible(
    halves: std::ops::RangeInclusive<usize>,
    height: Height,
) -> impl Strategy<Value = DMatrix<Rational>> {
    use flowcert::matrix::exact::ExactField;
    halves
        .prop_flat_map(move |half| square_of_half(half, height))
        .prop_filter("singular", |matrix| !Rational::determinant(matrix).is_zero())
}

/// An invertible matrix and the lengths of its halves, at most `first` and `second`.
pub(crate) fn with_lengths(
    first: usize,
    second: usize,
    height: Height,
) -> impl Strategy<Value = ([usize; 2], DMatrix<Rational>)> {
    use flowcert::matrix::exact::ExactField;
    (1..=first, 1..=second)
        .prop_flat_map(move |(first, second)| {
            let size = first + second;
            prop::collection::vec(entry(height), size * size)
                .prop_map(move |entries| ([first, second], DMatrix::from_row_slice(size, size, &entries)))
        })
        .prop_filter("singular", |(_, matrix)| !Rational::determinant(matrix).is_zero())
}

/// A family, a half size in the range, a height, and a seed for the draw; long numbers only for d ≤ 2, since those of the
/// layers are longer by a factor of some 30·d².
pub(crate) fn family(
    halves: std::ops::RangeInclusive<usize>,
) -> impl Strategy<Value = (Family, usize, Height, u64)> {
    let parts = (
        prop::sample::select(&Family::ALL[..]),
        halves,
        prop::sample::select(&Height::ALL[..]),
        any::<u64>(),
    );
    parts.prop_map(|(family, half, height, seed)| {
        let longest = if height == Height::Huge { 2 } else { half };
        (family, half.min(longest), height, seed)
    })
}
