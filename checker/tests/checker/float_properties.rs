//! Laws for random certificates of floats: verdicts are those of exact fractions, texts and values correspond.

use std::cmp::Ordering;

use flowcert_check::{
    Arith, Certificate, Factorization, Half, Layer, Matrix, Mode, check, check_bytes, read, write,
};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use rug::{Integer, Rational};

use crate::support::stored;

const WIDE: Arith = Arith::Mpfr { precision: 130 };

fn arith() -> impl Strategy<Value = Arith> {
    select(vec![Arith::F64, WIDE])
}

/// A double: few digits, any digits, or any bits at all; for `mpfr` the square of one.
fn number(arith: Arith) -> impl Strategy<Value = Rational> {
    let double = prop_oneof![
        2 => Just(0.0),
        4 => (-8..=8_i8).prop_map(|eighths| f64::from(eighths) / 8.0),
        4 => -2.0..2.0_f64,
        1 => any::<f64>().prop_map(|double| if double.is_finite() { double } else { 1.5 }),
    ];
    double.prop_map(move |double| {
        let number = Rational::from_f64(double).expect("finite");
        if arith == Arith::F64 { number } else { number.square() }
    })
}

fn layer(writes: Half, arith: Arith, [d1, d2]: [usize; 2]) -> impl Strategy<Value = Layer> {
    let (written, other) = if writes == Half::First { (d1, d2) } else { (d2, d1) };
    let scales = prop_oneof![Just(vec![Rational::from(1); written]), vec(number(arith), written)];
    (vec(vec(number(arith), other), written), scales).prop_map(move |(shift, scale)| Layer {
        writes,
        shift,
        scale,
    })
}

/// A random product of up to four layers, halves of up to three: the bound 0 holds.
fn product() -> impl Strategy<Value = Factorization> {
    (arith(), 1..=3_usize, 1..=3_usize, 0..=4_usize).prop_flat_map(|(arith, d1, d2, count)| {
        let writes = |index: usize| if index.is_multiple_of(2) { Half::First } else { Half::Second };
        let layers: Vec<_> = (0..count).map(|index| layer(writes(index), arith, [d1, d2])).collect();
        layers.prop_map(move |layers| stored(arith, Mode::Singular, [d1, d2], layers))
    })
}

fn text(factorization: &Factorization) -> Vec<u8> {
    let mut bytes = Vec::new();
    write(&Certificate::Factorization(factorization.clone()), &mut bytes).expect("memory");
    bytes
}

fn verdict(factorization: &Factorization) -> Result<(), &'static str> {
    check(&Certificate::Factorization(factorization.clone())).map(drop).map_err(|rejection| rejection.code())
}

fn square(matrix: &Matrix) -> Rational {
    matrix.iter().flatten().fold(Rational::new(), |sum, entry| sum + entry.clone().square())
}

fn difference(left: &Matrix, right: &Matrix) -> Matrix {
    let row = |(left, right): (&Vec<Rational>, &Vec<Rational>)| {
        left.iter().zip(right).map(|(left, right)| Rational::from(left - right)).collect()
    };
    left.iter().zip(right).map(row).collect()
}

/// About √x·(1 + parts/2^40), for a relative error below 2^-60 of the root.
fn about_root(square: &Rational, parts: i64) -> Rational {
    let short = square.denom().significant_bits().saturating_sub(square.numer().significant_bits());
    let half = short / 2 + 64;
    let scaled = Integer::from(square.numer() << (2 * half)) / square.denom();
    let root = Rational::from(scaled.sqrt()) >> half;
    root * Rational::from(((1_i64 << 40) + parts, 1_i64 << 40))
}

/// What the matrix is changed by: an entry of it, and its factor or a number added.
fn perturbation() -> impl Strategy<Value = Rational> {
    prop_oneof![
        Just(Rational::new()),
        (0..200_u32, -3..=3_i8).prop_map(|(exponent, factor)| Rational::from(factor) >> exponent),
        (1..9_i32, 3..99_i32).prop_map(Rational::from),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    /// The bound is 0, a little above or below the true error, or far from it; the verdict is that of fractions.
    #[test]
    fn error_bounds_are_judged_as_by_fractions(
        made in product(),
        changes in vec((any::<Index>(), perturbation(), any::<bool>()), 1..3),
        parts in select(vec![i64::MIN, -(1 << 39), -(1 << 30), -1, 0, 1, 1 << 30, 1 << 42]),
    ) {
        let mut made = made;
        let product = made.matrix.clone();
        for (index, by, relative) in changes {
            let mut all: Vec<&mut Rational> = made.matrix.iter_mut().flatten().collect();
            let target = index.get_mut(&mut all);
            let by = if relative { Rational::from(&**target * &by) } else { by };
            **target += by;
        }
        let (error, size) = (square(&difference(&product, &made.matrix)), square(&made.matrix));
        if !size.is_zero() && parts != i64::MIN {
            made.error_bound = about_root(&Rational::from(&error / &size), parts);
        }
        let holds = error.partial_cmp(&(made.error_bound.clone().square() * &size)) != Some(Ordering::Greater);
        prop_assert_eq!(verdict(&made), if holds { Ok(()) } else { Err("error-bound") });
    }

    /// The verdict on norms is that of the exact elimination for the same numbers.
    #[test]
    fn norms_are_judged_as_exact_ones(
        layer in (1..=3_usize, 1..=4_usize).prop_flat_map(|halves| {
            layer(Half::First, Arith::F64, [halves.0, halves.1])
        }),
        parts in select(vec![-(1_i64 << 39), -(1 << 20), -1, 0, 1, 1 << 20, 1 << 39]),
        few in 0.3..1.0_f64,
    ) {
        let partition = [layer.shift.len(), layer.shift[0].len()];
        let scale = vec![Rational::from(1); partition[0]];
        let mut made = stored(Arith::F64, Mode::Additive, partition, vec![Layer { scale, ..layer }]);
        // A multiple of the Frobenius norm: below, at and above the spectral one.
        let frobenius = about_root(&square(&made.layers[0].shift), parts);
        made.max_shift_norm = Some(frobenius * Rational::from_f64(few).expect("finite"));
        let exact = Factorization { arith: Arith::Exact, ..made.clone() };
        prop_assert_eq!(verdict(&made), verdict(&exact));
    }

    #[test]
    fn writing_and_reading_are_inverse(made in product(), bound in (0..9_u32, 1..9_u32)) {
        let mut made = made;
        made.matrix[0][0] += Rational::from((1, 3));
        made.error_bound = Rational::from(bound);
        let bytes = text(&made);
        let certificate = read(&bytes).expect("written by the writer");
        prop_assert_eq!(&certificate, &Certificate::Factorization(made));
        let mut again = Vec::new();
        write(&certificate, &mut again).expect("memory");
        prop_assert_eq!(bytes, again);
    }

    /// Every finite double is read from its shortest digits, in two arrangements, and from no other digits.
    #[test]
    fn doubles_are_read_from_their_shortest_digits(double in any::<f64>().prop_filter("finite", |it| it.is_finite() && *it != 0.0)) {
        let with = |digits: &str| format!(
            "{{\"format\":\"flowcert/1\",\"kind\":\"factorization\",\"arith\":\"f64\",\"mode\":\"singular\",\
             \"partition\":[1,1],\"matrix\":[[{digits},0.0],[0.0,1.0]],\"error_bound\":\"0\",\
             \"layers\":[{{\"writes\":\"first\",\"shift\":[[0.0]],\"scale\":[{digits}]}}]}}"
        );
        let code = |digits: &str| check_bytes(with(digits).as_bytes()).map(drop).map_err(|rejection| rejection.code());
        prop_assert_eq!(code(&format!("{double:?}")), Ok(()));
        prop_assert_eq!(code(&format!("{double:e}")), Ok(()));
        prop_assert_eq!(code(&format!("{double:.25e}")), Err("not-canonical"));
        prop_assert_eq!(code(&format!("{double:e}").replace('e', "0e")), Err("not-canonical"));
    }

    /// Changed bytes never panic; what is accepted is true.
    #[test]
    fn changed_bytes_never_panic(
        made in product(),
        changes in vec((any::<Index>(), select(b"0123456789.eExp-\"[],".to_vec()), 0..3_u8), 1..4),
    ) {
        let mut bytes = text(&made);
        for (index, byte, change) in changes {
            let at = index.index(bytes.len());
            match change {
                0 => bytes[at] = byte,
                1 => bytes.insert(at, byte),
                _ => drop(bytes.remove(at)),
            }
        }
        if check_bytes(&bytes).is_ok() {
            let accepted = read(&bytes).expect("accepted").into_factorization().expect("its kind did not change");
            let product = crate::support::product(accepted.ground, accepted.partition, &accepted.layers);
            let error = square(&difference(&product, &accepted.matrix));
            prop_assert!(error <= accepted.error_bound.clone().square() * square(&accepted.matrix));
        }
    }
}
