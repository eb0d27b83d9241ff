//! Kind `minimal-layers`: a lower bound and a factorization that agree.

use flowcert_check::Half::{First, Second};
use flowcert_check::{Certificate, Layer, LowerBound, MinimalLayers, Reasons, Rule, check, check_bytes};

use super::support::{bound, each, matrix, positive, text};
use crate::support::{Accepted, Ending, Rejected, expect, layer, replace};

fn turn(layers: Vec<Layer>) -> MinimalLayers {
    let reasons = each(Rule::NotTwoLayers, Rule::NotTwoLayers);
    MinimalLayers { lower_bound: bound([1, 1], matrix(&["0 -1", "1 0"]), 3, reasons), layers }
}

fn three() -> Vec<Layer> {
    let (outer, inner) = (layer(First, &[&["-1"]], &["1"]), layer(Second, &[&["1"]], &["1"]));
    vec![outer.clone(), inner, outer]
}

fn judge(case: &str, minimal: MinimalLayers, ending: Ending) {
    expect("minimal-layers", case, text(minimal).as_bytes(), ending);
    println!("minimal-layers         {case:70} {ending:?}");
}

#[test]
fn the_bound_and_the_layers_agree() {
    judge("the quarter turn in three layers", turn(three()), Accepted);
    judge("the last layer missing", turn(three()[..2].to_vec()), Rejected("layer-count"));
    let mut longer = three();
    longer.push(layer(Second, &[&["0"]], &["1"]));
    judge("a layer that does nothing at the end", turn(longer), Rejected("layer-count"));
    let mut other = three();
    other[1] = layer(Second, &[&["2"]], &["1"]);
    judge("a shift off by one", turn(other), Rejected("product-differs"));
    let mut scaled = three();
    scaled[1] = layer(Second, &[&["1"]], &["2"]);
    judge("a scale that is not of the mode", turn(scaled), Rejected("mode-violated"));
    let mut twice = three();
    twice[1].writes = First;
    judge("a half written twice", turn(twice), Rejected("consecutive-halves"));
    let wrong = MinimalLayers {
        lower_bound: bound([1, 1], matrix(&["2 1", "1 1"]), 3, each(Rule::NotTwoLayers, Rule::NotTwoLayers)),
        layers: three(),
    };
    judge("a lower bound that is false", wrong, Rejected("reason-fails"));
    let in_positive = MinimalLayers { lower_bound: positive(turn(three()).lower_bound), ..turn(three()) };
    judge("positive", in_positive, Accepted);
}

#[test]
fn no_layers_at_all() {
    let of = |rows: &[&str]| MinimalLayers {
        lower_bound: bound([1, 1], matrix(rows), 0, Reasons::None),
        layers: vec![],
    };
    judge("the identity", of(&["1 0", "0 1"]), Accepted);
    judge("a shear", of(&["1 1", "0 1"]), Rejected("product-differs"));
    let with_reason =
        LowerBound { reasons: Reasons::Both(Rule::NotIdentity), ..of(&["1 0", "0 1"]).lower_bound };
    judge(
        "a reason for nothing",
        MinimalLayers { lower_bound: with_reason, layers: vec![] },
        Rejected("reasons"),
    );
    let without = MinimalLayers {
        lower_bound: LowerBound { reasons: Reasons::None, ..turn(three()).lower_bound },
        layers: three(),
    };
    judge("no reason", without, Rejected("reasons"));
}

#[test]
fn what_was_verified_is_said() {
    let minimal = text(turn(three()));
    let said = check_bytes(minimal.as_bytes()).expect("true").to_string();
    assert_eq!(said, "the matrix over Q needs exactly 3 additive coupling layers with halves of 1 and 1");
    let lower = Certificate::from(positive(turn(three()).lower_bound));
    assert_eq!(
        check(&lower).expect("true").to_string(),
        "no product of fewer than 3 positive coupling layers with halves of 1 and 1 is the matrix over Q"
    );
    let rejection =
        check_bytes(replace(&minimal, "\"0\", \"-1\"", "\"1\", \"-1\"").as_bytes()).expect_err("forged");
    assert_eq!(
        rejection.to_string(),
        "reasons.starts_with_L: the rule not-two-layers does not exclude the word that starts with L, of length 2: A and W are \
         diagonal with entries of the mode",
    );
}
