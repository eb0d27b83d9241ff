//! Factorizations that have to be accepted, and their forgeries, which have to be rejected.

use crate::support::{
    Accepted, Ending, Rejected, factorization, group, layer, matrix, rational, replace, text,
};
use flowcert_check::Half::{First, Second};
use flowcert_check::Mode::{Additive, Positive, Signed};
use flowcert_check::{Certificate, Factorization, Ground, Rejection, check, check_bytes};

const Q: Ground = Ground::Rationals;

/// No layers: the identity.
fn nothing() -> Factorization {
    factorization(Q, Additive, [2, 2], vec![])
}

/// −I over d = 1 as (L(1)·U(−1))³.
fn minus_identity() -> Factorization {
    let pair = [layer(First, &[&["-1"]], &["1"]), layer(Second, &[&["1"]], &["1"])];
    let mut made = factorization(Q, Additive, [1, 1], [pair.clone(), pair.clone(), pair].concat());
    made.matrix = matrix(&[&["-1", "0"], &["0", "-1"]]);
    made
}

/// x2 ← 3·x2 + 2·x1, then x1 ← x1/2 + 5·x2, by hand: rows (1/2 + 10, 15) and (2, 3).
fn positive() -> Factorization {
    let layers = vec![layer(Second, &[&["2"]], &["3"]), layer(First, &[&["5"]], &["1/2"])];
    let mut made = factorization(Q, Positive, [1, 1], layers);
    made.matrix = matrix(&[&["21/2", "15"], &["2", "3"]]);
    made
}

fn signed() -> Factorization {
    let layers = vec![
        layer(First, &[&["1/3", "2"], &["0", "-7/5"]], &["-1", "2/3"]),
        layer(Second, &[&["4", "1/2"], &["-1", "0"]], &["5", "-1/7"]),
        layer(First, &[&["0", "11"], &["1", "1"]], &["1", "-3"]),
    ];
    factorization(Q, Signed, [2, 2], layers)
}

fn unequal() -> Factorization {
    let layers = vec![
        layer(Second, &[&["1"], &["2"], &["3/2"]], &["1", "1", "1"]),
        layer(First, &[&["4", "5", "-6"]], &["1"]),
        layer(Second, &[&["0"], &["1/9"], &["7"]], &["1", "1", "1"]),
        layer(First, &[&["1", "0", "1"]], &["1"]),
    ];
    factorization(Q, Additive, [1, 3], layers)
}

/// Over `F_5`: x1 ← 2·x1 + 3·x2, then x2 ← 4·x2 + x1, by hand: rows (2, 3) and (2, 4 + 3 = 2).
fn five() -> Factorization {
    let layers = vec![layer(First, &[&["3"]], &["2"]), layer(Second, &[&["1"]], &["4"])];
    let mut made = factorization(Ground::Prime(5), Signed, [1, 1], layers);
    made.matrix = matrix(&[&["2", "3"], &["2", "2"]]);
    made
}

fn case(made: Factorization, ending: Ending) -> (&'static str, String, Ending) {
    ("as it is", text(made), ending)
}

/// A factorization after a change.
fn changed(mut made: Factorization, change: impl FnOnce(&mut Factorization)) -> String {
    let before = made.clone();
    change(&mut made);
    assert_ne!(made, before, "a forgery changes something");
    text(made)
}

#[test]
fn products_that_are_the_matrix() {
    for made in [nothing(), minus_identity(), positive(), signed(), unequal(), five()] {
        group("the product is the matrix", &[case(made, Accepted)]);
    }
    let one_layer = factorization(Q, Additive, [1, 1], vec![layer(First, &[&["9"]], &["1"])]);
    group("one layer", &[case(one_layer, Accepted)]);
    let largest_field = factorization(
        Ground::Prime(4_294_967_291),
        Signed,
        [1, 1],
        vec![layer(First, &[&["4294967290"]], &["4294967290"]), layer(Second, &[&["4294967290"]], &["2"])],
    );
    group("the largest prime below 2^32", &[case(largest_field, Accepted)]);
}

#[test]
fn one_number_changed() {
    group(
        "one number changed",
        &[
            ("matrix", changed(minus_identity(), |it| it.matrix[0][1] += 1), Rejected("product-differs")),
            ("sign", changed(minus_identity(), |it| it.matrix[1][1] *= -1), Rejected("product-differs")),
            (
                "shift",
                changed(minus_identity(), |it| it.layers[3].shift[0][0] += 1),
                Rejected("product-differs"),
            ),
            ("scale", changed(signed(), |it| it.layers[1].scale[1] += 1), Rejected("product-differs")),
            ("F_5", changed(five(), |it| it.layers[0].shift[0][0] += 1), Rejected("product-differs")),
            ("identity", changed(nothing(), |it| it.matrix[3][0] += 1), Rejected("product-differs")),
            ("tiny", changed(signed(), |it| it.matrix[2][3] += rational("1/1000000000000000000000000")), {
                Rejected("product-differs")
            }),
        ],
    );
}

#[test]
fn the_first_difference_is_named() {
    let forged = changed(signed(), |it| {
        it.matrix[1][2] = rational("77");
        it.matrix[2][0] = rational("1");
    });
    let product = signed().matrix[1][2].to_string();
    let expected = Rejection::ProductDiffers { row: 1, column: 2, product, matrix: "77".to_owned() };
    assert_eq!(check_bytes(forged.as_bytes()), Err(expected));
    let forged = changed(five(), |it| it.matrix[1][1] = rational("3"));
    let expected =
        Rejection::ProductDiffers { row: 1, column: 1, product: "2".to_owned(), matrix: "3".to_owned() };
    assert_eq!(check_bytes(forged.as_bytes()), Err(expected));
}

#[test]
fn long_values_are_abbreviated() {
    let forged = changed(nothing(), |it| it.matrix[0][1] = rational(&"7".repeat(1000)));
    let message = check_bytes(forged.as_bytes()).expect_err("forged").to_string();
    assert!(message.ends_with("0 instead of 7777777777777777… (3322 bits)"), "{message}");
}

#[test]
fn layers_of_other_number_or_order() {
    group(
        "layers of other number or order",
        &[
            (
                "the last dropped",
                changed(minus_identity(), |it| drop(it.layers.pop())),
                Rejected("product-differs"),
            ),
            (
                "the first dropped",
                changed(minus_identity(), |it| drop(it.layers.remove(0))),
                Rejected("product-differs"),
            ),
            (
                "one inside dropped",
                changed(unequal(), |it| drop(it.layers.remove(1))),
                Rejected("consecutive-halves"),
            ),
            (
                "neighbours swapped",
                changed(unequal(), |it| it.layers.swap(0, 1)),
                Rejected("consecutive-halves"),
            ),
            (
                "first and third swapped",
                changed(unequal(), |it| it.layers.swap(0, 2)),
                Rejected("product-differs"),
            ),
            ("reversed", changed(signed(), |it| it.layers.reverse()), Rejected("product-differs")),
            ("all dropped", changed(minus_identity(), |it| it.layers.clear()), Rejected("product-differs")),
            (
                "other half",
                changed(positive(), |it| it.layers[0].writes = First),
                Rejected("consecutive-halves"),
            ),
            (
                "both other halves",
                changed(positive(), |it| {
                    it.layers[0].writes = First;
                    it.layers[1].writes = Second;
                }),
                Rejected("product-differs"),
            ),
        ],
    );
}

#[test]
fn scales_that_the_mode_forbids() {
    let with_scale =
        |value: &'static str| move |it: &mut Factorization| it.layers[0].scale[0] = rational(value);
    group(
        "scales that the mode forbids",
        &[
            ("negative, positive", changed(positive(), with_scale("-3")), Rejected("mode-violated")),
            ("zero, positive", changed(positive(), with_scale("0")), Rejected("mode-violated")),
            ("zero, signed", changed(signed(), with_scale("0")), Rejected("mode-violated")),
            ("zero, F_5", changed(five(), with_scale("0")), Rejected("mode-violated")),
            ("two, additive", changed(minus_identity(), with_scale("2")), Rejected("mode-violated")),
            ("called additive", changed(positive(), |it| it.mode = Additive), Rejected("mode-violated")),
            ("called positive", changed(signed(), |it| it.mode = Positive), Rejected("mode-violated")),
            ("called signed", changed(positive(), |it| it.mode = Signed), Accepted),
            ("positive over F_5", changed(five(), |it| it.mode = Positive), Rejected("mode-violated")),
            ("additive over F_5", changed(five(), |it| it.mode = Additive), Rejected("mode-violated")),
        ],
    );
}

#[test]
fn fields() {
    let field = |found| move |it: &mut Factorization| it.ground = Ground::Prime(found);
    group(
        "fields",
        &[
            ("0", changed(five(), field(0)), Rejected("not-prime")),
            ("1", changed(five(), field(1)), Rejected("not-prime")),
            ("4", changed(five(), field(4)), Rejected("not-prime")),
            ("561", changed(five(), field(561)), Rejected("not-prime")),
            ("another prime", changed(five(), field(7)), Rejected("product-differs")),
            ("smaller prime", changed(five(), field(3)), Rejected("not-in-field")),
            ("2^32 + 15 is prime", changed(five(), field(4_294_967_311)), Rejected("too-large")),
            ("Q", changed(five(), |it| it.ground = Q), Rejected("product-differs")),
            ("entry 5", changed(five(), |it| it.matrix[0][0] = rational("5")), Rejected("not-in-field")),
            (
                "entry -1",
                changed(five(), |it| it.layers[0].shift[0][0] = rational("-2")),
                Rejected("not-in-field"),
            ),
            (
                "entry 1/2",
                changed(five(), |it| it.layers[0].scale[0] = rational("1/2")),
                Rejected("not-in-field"),
            ),
        ],
    );
}

#[test]
fn shapes() {
    group(
        "shapes",
        &[
            ("halves swapped", changed(unequal(), |it| it.partition = [3, 1]), Rejected("shape")),
            ("empty half", changed(minus_identity(), |it| it.partition = [0, 2]), Rejected("shape")),
            ("other empty half", changed(minus_identity(), |it| it.partition = [2, 0]), Rejected("shape")),
            ("ragged matrix", changed(signed(), |it| drop(it.matrix[2].pop())), Rejected("shape")),
            ("missing row", changed(signed(), |it| drop(it.matrix.pop())), Rejected("shape")),
            ("no rows", changed(signed(), |it| it.matrix.clear()), Rejected("shape")),
            (
                "ragged shift",
                changed(signed(), |it| it.layers[1].shift[0].push(rational("0"))),
                Rejected("shape"),
            ),
            ("missing shift row", changed(signed(), |it| drop(it.layers[1].shift.pop())), Rejected("shape")),
            ("short scale", changed(signed(), |it| drop(it.layers[1].scale.pop())), Rejected("shape")),
            ("long scale", changed(signed(), |it| it.layers[2].scale.push(rational("1"))), Rejected("shape")),
            ("10^9", changed(signed(), |it| it.partition = [1_000_000_000; 2]), Rejected("too-large")),
            ("largest", changed(signed(), |it| it.partition = [usize::MAX; 2]), Rejected("too-large")),
        ],
    );
    let forged = changed(signed(), |it| drop(it.layers[1].shift[1].pop()));
    let message = check_bytes(forged.as_bytes()).expect_err("forged").to_string();
    assert_eq!(message, "layers[1].shift[1]: the number of entries is 1, but the partition asks for 2");
}

#[test]
fn error_bounds() {
    let bound = |value: &'static str| changed(signed(), |it| it.error_bound = rational(value));
    group(
        "error bounds",
        &[
            ("1", bound("1"), Rejected("error-bound")),
            ("-1", bound("-1"), Rejected("error-bound")),
            ("tiny", bound("1/1000000000000000000000000000000"), Rejected("error-bound")),
        ],
    );
}

#[test]
fn shift_norms() {
    // The largest shift of `rotation` is [3 -4; 4 3]/5, of spectral norm 1 and Frobenius norm sqrt 2.
    let rotation = || {
        let layers = vec![
            layer(First, &[&["3/5", "-4/5"], &["4/5", "3/5"]], &["1", "1"]),
            layer(Second, &[&["1/2", "0"], &["0", "1/2"]], &["1", "1"]),
        ];
        factorization(Q, Additive, [2, 2], layers)
    };
    let bound = |made: Factorization, value: &'static str| {
        changed(made, |it| it.max_shift_norm = Some(rational(value)))
    };
    group(
        "shift norms",
        &[
            ("exact", bound(rotation(), "1"), Accepted),
            ("larger", bound(rotation(), "3/2"), Accepted),
            ("a little less", bound(rotation(), "999999999999/1000000000000"), Rejected("norm-not-proved")),
            ("negative", bound(rotation(), "-1"), Rejected("norm-not-proved")),
            ("zero", bound(rotation(), "0"), Rejected("norm-not-proved")),
            ("no layers", bound(nothing(), "0"), Accepted),
            ("negative, no layers", bound(nothing(), "-1"), Rejected("norm-not-proved")),
            ("unequal halves", bound(unequal(), "9"), Accepted),
            ("unequal halves, sqrt 77 > 8", bound(unequal(), "8"), Rejected("norm-not-proved")),
            ("F_5", bound(five(), "9"), Rejected("norm-not-proved")),
        ],
    );
}

#[test]
fn typed_values_are_not_trusted() {
    let mut made = five();
    made.matrix[0][0] = rational("7");
    let rejection = check(&Certificate::Factorization(made)).expect_err("7 is not in F_5");
    assert_eq!(rejection.code(), "not-in-field");
    let mut made = signed();
    made.layers[2].shift.clear();
    assert_eq!(check(&Certificate::Factorization(made)).expect_err("shape").code(), "shape");
}

#[test]
fn what_was_verified_is_said() {
    let verified = check_bytes(text(unequal()).as_bytes()).expect("accepted");
    let verified = verified.into_factorization().expect("a factorization");
    assert_eq!((verified.layers, verified.partition, verified.mode), (4, [1, 3], Additive));
    assert_eq!(
        check_bytes(text(five()).as_bytes()).expect("accepted").to_string(),
        "the matrix over F_5 is exactly the product of 2 signed coupling layers with halves of 1 and 1; \
         numbers of up to 3 bits"
    );
    let forged = replace(&text(positive()), "\"21/2\"", "\"21/4\"");
    assert_eq!(check_bytes(forged.as_bytes()).expect_err("forged").code(), "product-differs");
}
