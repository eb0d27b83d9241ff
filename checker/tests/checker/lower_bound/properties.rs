//! Laws for random lower bounds over Q: a product of few layers is never said to need more, changed bytes never panic.

use flowcert_check::{
    Certificate, CycleIn, Ground, Half, Layer, LowerBound, Mode, RankEvidence, Reasons, Rule, check,
    check_bytes, read, write,
};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use rug::Rational;

use super::support::{bound, diagonal_blocks, staircase};

/// Mostly 0 and ±1, so that blocks are often singular, triangular or 0.
fn number() -> impl Strategy<Value = Rational> {
    prop_oneof![
        5 => Just(Rational::new()),
        4 => select(vec![1, -1]).prop_map(Rational::from),
        1 => (-4..=4_i32, 1..=3_i32).prop_map(Rational::from),
    ]
}

fn scale(mode: Mode) -> BoxedStrategy<Rational> {
    match mode {
        Mode::Additive => Just(Rational::from(1)).boxed(),
        Mode::Positive => (1..=3_i32, 1..=2_i32).prop_map(Rational::from).boxed(),
        _ => select(vec![1, -1, 2, -3]).prop_map(Rational::from).boxed(),
    }
}

fn layer(writes: Half, mode: Mode, partition: [usize; 2]) -> impl Strategy<Value = Layer> {
    let (written, other) = (writes.length(partition), writes.other().length(partition));
    (vec(vec(number(), other), written), vec(scale(mode), written)).prop_map(move |(shift, scale)| Layer {
        writes,
        shift,
        scale,
    })
}

/// A word that starts with L: its leftmost layer, which is the last one, writes the second half.
#[derive(Clone, Debug)]
struct Product {
    mode: Mode,
    partition: [usize; 2],
    layers: Vec<Layer>,
}

fn word() -> impl Strategy<Value = Product> {
    let modes = select(vec![Mode::Additive, Mode::Positive, Mode::Signed]);
    let partitions = select(vec![[1, 1], [1, 2], [2, 1], [2, 2], [2, 2], [3, 3], [2, 3]]);
    (modes, partitions, 1..=5_usize).prop_flat_map(|(mode, partition, length)| {
        let writes = move |place: usize| {
            if (length - 1 - place).is_multiple_of(2) { Half::Second } else { Half::First }
        };
        let layers: Vec<_> = (0..length).map(|place| layer(writes(place), mode, partition)).collect();
        layers.prop_map(move |layers| Product { mode, partition, layers })
    })
}

fn indices(side: usize) -> impl Strategy<Value = Vec<usize>> {
    vec(0..side, 0..=side)
}

fn evidence(side: usize) -> impl Strategy<Value = RankEvidence> {
    prop_oneof![
        Just(RankEvidence::Rank),
        Just(RankEvidence::Minors),
        Just(RankEvidence::Cycle),
        (indices(side), indices(side)).prop_map(|(rows, columns)| {
            let length = rows.len().min(columns.len());
            staircase(&rows[..length], &columns[..length])
        }),
    ]
}

fn square(side: usize) -> impl Strategy<Value = Vec<Vec<Rational>>> {
    vec(vec(number(), side), side)
}

fn linear() -> impl Strategy<Value = Vec<Rational>> {
    (-3..=3_i32, 1..=2_i32).prop_map(|(root, leading)| vec![Rational::from(-root), Rational::from(leading)])
}

/// Any rule, with numbers that fit the halves d1 and d2 in one order or the other.
fn rule([first, second]: [usize; 2]) -> impl Strategy<Value = Rule> {
    let pair = prop_oneof![
        (linear(), 1..=3_usize).prop_map(|(polynomial, power)| Rule::Invariant { polynomial, power }),
        (1..=3_usize).prop_map(|power| Rule::BlocksAtOne { power }),
        vec(linear(), 0..4).prop_map(|factors| Rule::Degrees { factors }),
        (1..=3_usize).prop_map(|k| Rule::PrincipalMinorSigns { k }),
        (1..=3_usize).prop_map(|k| Rule::LonePrincipalMinor { k }),
        (select(vec![CycleIn::Matrix, CycleIn::Inverse]), indices(first.max(second)))
            .prop_map(|(cycle_in, cycle)| Rule::NonRealRoots { cycle_in, cycle }),
    ];
    let others = prop_oneof![
        Just(Rule::NotOneLayer),
        Just(Rule::NotTwoLayers),
        (square(second), square(first)).prop_map(|(y, z)| Rule::ThreeLayers { y, z }),
        square(first).prop_map(|h| Rule::KernelBalance { h }),
        (evidence(first), evidence(second)).prop_map(|(first, second)| Rule::Ranks { first, second }),
    ];
    prop_oneof![3 => pair, 2 => others]
}

/// A product, and rules that claim that it is not one.
fn claims() -> impl Strategy<Value = (Product, Vec<Rule>)> {
    word().prop_flat_map(|product| {
        let [first, second] = product.partition;
        let rules = vec(prop_oneof![rule([first, second]), rule([second, first])], 30);
        (Just(product), rules)
    })
}

/// A reason that the checker reads at any length, and that fails or not.
fn filler(length: usize) -> Rule {
    match length {
        1 => Rule::NotOneLayer,
        _ => Rule::Ranks { first: staircase(&[], &[]), second: staircase(&[], &[]) },
    }
}

fn certificate(product: &Product, reasons: Reasons) -> LowerBound {
    let matrix = crate::support::product(Ground::Rationals, product.partition, &product.layers);
    LowerBound { mode: product.mode, ..bound(product.partition, matrix, product.layers.len() + 1, reasons) }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// The reason against the word that the product is fails, whatever is said of the other word.
    #[test]
    fn no_reason_excludes_a_product((made, rules) in claims()) {
        for rule in rules {
            let both = check(&certificate(&made, Reasons::Both(rule.clone())).into());
            prop_assert!(both.is_err(), "{rule:?}");
            let reasons = Reasons::Each { starts_with_l: rule.clone(), starts_with_u: filler(made.layers.len()) };
            let outcome = check(&certificate(&made, reasons).into());
            let rejection = outcome.expect_err("the matrix is a product of that length");
            // The first of two reasons is judged first: if the second was, the first has passed.
            let passed = rejection.to_string().starts_with("reasons.starts_with_U: ");
            prop_assert!(!passed, "{rule:?}: {rejection}");
        }
    }

    /// Scaling the coordinates of both halves conjugates layers to layers, and a lower bound to a lower bound.
    #[test]
    fn conjugating_by_scales_changes_no_verdict(scales in vec(scale(Mode::Positive), 4), power in 1..=2_usize) {
        let mut matrix = diagonal_blocks(&["2 0", "1 1/2"], &["1 1", "0 1"]);
        for (row, entries) in matrix.iter_mut().enumerate() {
            for (column, entry) in entries.iter_mut().enumerate() {
                *entry *= &scales[row];
                *entry /= &scales[column];
            }
        }
        let rule = Rule::Invariant { polynomial: vec![Rational::from(-2), Rational::from(1)], power };
        let verdict = check(&bound([2, 2], matrix, 6, Reasons::Both(rule)).into()).is_ok();
        prop_assert_eq!(verdict, power == 1);
    }

    /// Changed bytes never panic; what is still accepted is accepted in its canonical form.
    #[test]
    fn changed_bytes_never_panic(
        (made, rules) in claims(),
        changes in vec((any::<Index>(), any::<u8>(), 0..3_u8), 0..4),
    ) {
        let reasons = Reasons::Each { starts_with_l: rules[0].clone(), starts_with_u: rules[1].clone() };
        let mut bytes = Vec::new();
        write(&certificate(&made, reasons).into(), &mut bytes).expect("memory");
        for (index, byte, change) in changes {
            let at = index.index(bytes.len());
            match change {
                0 => bytes[at] = byte,
                1 => bytes.insert(at, byte),
                _ => drop(bytes.remove(at)),
            }
        }
        if check_bytes(&bytes).is_ok() {
            let accepted = read(&bytes).expect("accepted");
            let mut canonical = Vec::new();
            write(&accepted, &mut canonical).expect("memory");
            prop_assert!(check_bytes(&canonical).is_ok());
        }
    }

    /// Tokens in random order reach deep into the reader.
    #[test]
    fn random_tokens_never_panic(tokens in vec(select(vec![
        "{", "}", "[", "]", ",", ":", "\"0\"", "\"1/2\"", "1", "1e9", "null", "\"both\"", "\"rule\"", "\"invariant\"",
        "\"power\"", "\"polynomial\"", "\"first\"", "\"by\"", "\"rows\"", "\"ranks\"", " ",
    ]), 0..40)) {
        for prefix in ["", "{\"both\":{", "{\"both\":{\"rule\":\"ranks\",\"first\":{"] {
            let text = format!(r#"{{"format":"flowcert/1","kind":"lower-bound","reasons":{prefix}{}"#, tokens.concat());
            prop_assert!(check_bytes(text.as_bytes()).is_err());
        }
    }

    #[test]
    fn writing_and_reading_are_inverse((made, rules) in claims(), both: bool) {
        let [one, other] = [rules[0].clone(), rules[1].clone()];
        let reasons = if both { Reasons::Both(one) } else { Reasons::Each { starts_with_l: one, starts_with_u: other } };
        let certificate = Certificate::from(certificate(&made, reasons));
        let mut bytes = Vec::new();
        write(&certificate, &mut bytes).expect("memory");
        // What the reader refuses is refused for its form, as the typed certificate is.
        match read(&bytes) {
            Ok(read) => prop_assert_eq!(read, certificate),
            Err(rejection) => prop_assert_eq!(Err(rejection), check(&certificate)),
        }
    }
}
