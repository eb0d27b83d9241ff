//! Laws for random certificates: products are accepted, changed ones are not, and no bytes make the checker panic.

use flowcert_check::{
    Certificate, Factorization, Ground, Half, Layer, Mode, check, check_bytes, read, write,
};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use rug::{Integer, Rational};

use crate::support::factorization;

fn ground() -> impl Strategy<Value = Ground> {
    prop_oneof![
        3 => Just(Ground::Rationals),
        1 => select(vec![2, 3, 5, 101, 65_537, 4_294_967_291]).prop_map(Ground::Prime),
    ]
}

/// A number with small or large parts; over `F_p` one of 0, …, p − 1.
fn number(ground: Ground) -> BoxedStrategy<Rational> {
    match ground {
        Ground::Prime(prime) => (0..prime).prop_map(Rational::from).boxed(),
        Ground::Rationals => prop_oneof![
            2 => Just(Rational::new()),
            4 => (-9..=9_i32, 1..=6_i32).prop_map(Rational::from),
            1 => (any::<i128>(), 1..=u64::MAX).prop_map(|(above, below)| {
                Rational::from((Integer::from(above).square() - 1, Integer::from(below)))
            }),
        ]
        .boxed(),
    }
}

fn scale(ground: Ground, mode: Mode) -> BoxedStrategy<Rational> {
    let nonzero = |value: Rational| if value.is_zero() { Rational::from(1) } else { value };
    match mode {
        Mode::Additive => Just(Rational::from(1)).boxed(),
        Mode::Positive => number(ground).prop_map(move |value| nonzero(value.abs())).boxed(),
        Mode::Signed => number(ground).prop_map(nonzero).boxed(),
        Mode::Singular => number(ground),
    }
}

fn layer(writes: Half, ground: Ground, mode: Mode, partition: [usize; 2]) -> impl Strategy<Value = Layer> {
    let (written, other) = (writes.length(partition), writes.other().length(partition));
    (vec(vec(number(ground), other), written), vec(scale(ground, mode), written))
        .prop_map(move |(shift, scale)| Layer { writes, shift, scale })
}

/// A random product of up to seven layers, halves of up to three.
fn product() -> impl Strategy<Value = Factorization> {
    let modes = select(vec![Mode::Additive, Mode::Positive, Mode::Signed]);
    let first = select(vec![Half::First, Half::Second]);
    (ground(), modes, 1..=3_usize, 1..=3_usize, 0..=7_usize, first).prop_flat_map(
        |(ground, mode, d1, d2, count, first)| {
            // F_p has no order.
            let mode = match ground {
                Ground::Prime(_) if mode == Mode::Positive => Mode::Signed,
                _ => mode,
            };
            let writes = move |index: usize| if index.is_multiple_of(2) { first } else { first.other() };
            let layers: Vec<_> =
                (0..count).map(|index| layer(writes(index), ground, mode, [d1, d2])).collect();
            layers.prop_map(move |layers| factorization(ground, mode, [d1, d2], layers))
        },
    )
}

fn text(factorization: &Factorization) -> Vec<u8> {
    let mut bytes = Vec::new();
    write(&Certificate::Factorization(factorization.clone()), &mut bytes).expect("memory");
    bytes
}

/// Every number of the matrix, the shifts and the scales.
fn numbers(factorization: &mut Factorization) -> Vec<&mut Rational> {
    let layers = factorization.layers.iter_mut();
    let of_layers = layers.flat_map(|layer| layer.shift.iter_mut().chain([&mut layer.scale]));
    factorization.matrix.iter_mut().chain(of_layers).flatten().collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn products_are_accepted(made in product()) {
        let verified = check_bytes(&text(&made));
        prop_assert!(verified.is_ok(), "{verified:?}");
        prop_assert_eq!(verified, check(&Certificate::Factorization(made)));
    }

    /// A product of matrices of which all but one are invertible and unchanged changes with that one.
    #[test]
    fn one_changed_number_is_rejected(made in product(), index: Index, by in prop_oneof![
        Just(Rational::from(1)), Just(Rational::from((-1, 3))), Just(Rational::from((1_u128 << 127, 7))),
    ]) {
        let mut forged = made.clone();
        let mut all = numbers(&mut forged);
        let target = index.get_mut(&mut all);
        **target += match made.ground {
            Ground::Rationals => by,
            Ground::Prime(_) => Rational::from(1),
        };
        if let Ground::Prime(prime) = made.ground && **target == prime {
            **target = Rational::new();
        }
        let outcome = check_bytes(&text(&forged));
        let code = outcome.map_err(|rejection| rejection.code());
        prop_assert!(matches!(code, Err("product-differs" | "mode-violated")), "{code:?}");
    }

    /// The named entry really differs, and everything before it agrees.
    #[test]
    fn the_first_difference_is_named(made in product(), at: Index) {
        let mut forged = made.clone();
        let side = forged.matrix.len();
        let (row, column) = (at.index(side * side) / side, at.index(side * side) % side);
        let entry = &mut forged.matrix[row][column];
        *entry = if entry.is_zero() { Rational::from(1) } else { Rational::new() };
        let rejection = check(&Certificate::Factorization(forged)).expect_err("forged");
        let named = matches!(rejection, flowcert_check::Rejection::ProductDiffers { row: r, column: c, .. }
            if (r, c) == (row, column));
        prop_assert!(named, "{rejection:?}");
    }

    #[test]
    fn writing_and_reading_are_inverse(made in product()) {
        let bytes = text(&made);
        let certificate = read(&bytes).expect("written by the writer");
        prop_assert_eq!(&certificate, &Certificate::Factorization(made));
        let mut again = Vec::new();
        write(&certificate, &mut again).expect("memory");
        prop_assert_eq!(bytes, again);
    }

    #[test]
    fn random_bytes_are_rejected(bytes in vec(any::<u8>(), 0..200)) {
        prop_assert!(check_bytes(&bytes).is_err());
    }

    /// Changed bytes never panic; if they are accepted, the certificate still says the truth: its canonical form is
    /// accepted as well.
    #[test]
    fn changed_bytes_never_panic(
        made in product(),
        changes in vec((any::<Index>(), any::<u8>(), 0..3_u8), 1..4),
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
            prop_assert!(check_bytes(&text(&accepted)).is_ok());
            let product = crate::support::product(accepted.ground, accepted.partition, &accepted.layers);
            prop_assert_eq!(product, accepted.matrix);
        }
    }

    /// Tokens in random order reach deeper into the reader than bytes do.
    #[test]
    fn random_tokens_never_panic(tokens in vec(select(vec![
        "{", "}", "[", "]", ",", ":", "\"0\"", "\"1\"", "\"1/2\"", "1", "1e999", "null", "\"format\"",
        "\"flowcert/1\"", "\"kind\"", "\"layers\"", "\"shift\"", "\"matrix\"", " ",
    ]), 0..40)) {
        let prefix = r#"{"format":"flowcert/1","kind":"factorization","arith":"exact","layers":[{"shift":"#;
        prop_assert!(check_bytes(tokens.concat().as_bytes()).is_err());
        let inside = [prefix, &tokens.concat()].concat();
        prop_assert!(check_bytes(inside.as_bytes()).is_err());
    }
}
