//! Known rows: least numbers of layers, log₂N, bits.

use flowcert_check::{Class, check_bytes};
use rug::Rational;

use super::oracle::{filled, gap, least};
use super::support::{code, lipschitz, row, star, text, verified};
use crate::support::rational;

/// n, k, p, about log₂N; the least number of layers of all flows, for R = n, for R = R*.
const ROWS: [(u64, u64, u64, f64, [u64; 3]); 3] = [
    (64, 1 << 8, 64, 14_764.9, [3, 6, 4]),
    (256, 1 << 12, 256, 990_762.0, [12, 69, 46]),
    (1024, 1 << 16, 100_000, 6.464e7, [4, 10, 7]),
];

#[test]
fn the_least_numbers_of_layers_are_verified_and_more_are_not() {
    for (n, k, p, targets, layers) in ROWS {
        for (class, layers) in [Class::General, lipschitz(n), star(k)].into_iter().zip(layers) {
            let bare = row(n, k, p, class);
            assert_eq!(least(&bare), layers, "n = {n}: {:?}", bare.class);
            let honest = filled(bare, layers);
            let bits = honest.log2_targets.to_f64();
            assert!((bits / targets - 1.0).abs() < 1e-4, "n = {n}: log2 N = {bits}, not {targets}");
            let outcome = verified(&honest);
            assert!(outcome.is_ok(), "n = {n}, {layers} layers, {:?}: {outcome:?}", honest.class);
            assert!(check_bytes(text(&honest).as_bytes()).is_ok());
            let more = filled(honest, layers + 1);
            assert_eq!(code(&more), "too-few-targets", "n = {n}, {:?}", more.class);
        }
    }
}

#[test]
fn the_gap_of_the_table() {
    let found = gap(&row(64, 256, 64, Class::General));
    assert_eq!(Rational::try_from(found).expect("finite"), rational("65/16384"));
}

/// n = 256, k = 2¹², p = 256, 12 layers: 355.689 bits.
#[test]
fn bits_per_parameter() {
    let honest = filled(row(256, 1 << 12, 256, Class::General), 13);
    assert!((honest.bits_per_parameter.to_f64() - 355.689).abs() < 5e-4, "{}", honest.bits_per_parameter);
    assert_eq!(code(&honest), "too-few-targets");
    let twelve = filled(honest, 12);
    let short = flowcert_check::DepthSeparation {
        bits_per_parameter: twelve.bits_per_parameter.clone() - rational("1/100000"),
        ..twelve.clone()
    };
    assert_eq!((code(&twelve), code(&short)), ("verified", "bound-not-proved"));
}

#[test]
fn what_is_said() {
    let outcome = verified(&filled(row(64, 256, 64, Class::General), 3)).expect("verified");
    assert_eq!(outcome.generator_neurons(), 638);
    assert_eq!(
        outcome.to_string(),
        "dimension 64, 256 modes: some mixture needs at least 3 layers: a generator with one hidden layer of 638 ReLUs comes \
         within 1/1024 of it (W1), and no flow of fewer sparse layers, each with 64 parameters in [-B, B], B^2 = 147456, \
         comes within 1/16 of that generator"
    );
}

/// k = 2²⁰ modes in 1024 dimensions, 2³⁰ bits of targets.
#[test]
fn a_million_modes() {
    let bare = row(1024, 1 << 20, 100_000, star(1 << 20));
    let layers = least(&bare);
    assert_eq!(code(&filled(bare.clone(), layers)), "verified");
    assert_eq!(code(&filled(bare, layers + 1)), "too-few-targets");
    assert!(layers > 50, "{layers}");
}
