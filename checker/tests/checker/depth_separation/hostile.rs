//! Sizes that would take too long, numbers that would be too long: refused, and soon.

use std::time::{Duration, Instant};

use flowcert_check::{Class, Codebook, DepthSeparation, LayerFamily, Targets, limits};
use rug::ops::Pow;
use rug::{Integer, Rational};

use super::oracle::filled;
use super::support::{code, lipschitz, listed, row, small};
use crate::support::rational;

/// A bound for tests that catches minutes, not milliseconds.
#[track_caller]
fn soon(it: &DepthSeparation, expected: &str) {
    let start = Instant::now();
    assert_eq!(code(it), expected);
    assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
}

fn changed(change: impl FnOnce(&mut DepthSeparation)) -> DepthSeparation {
    let mut it = small();
    change(&mut it);
    it
}

#[test]
fn sizes() {
    for size in [1 << 27, u64::MAX] {
        soon(&changed(|it| it.dimension = size), "too-large");
        soon(&changed(|it| it.modes = size), "too-large");
        soon(&changed(|it| it.layers_needed = size), "too-large");
        soon(&changed(|it| it.parameters = size), "bound-not-proved");
        soon(&changed(|it| it.shared = size), "out-of-range");
        soon(&changed(|it| it.codebook = Codebook::GilbertVarshamov { hamming: size }), "out-of-range");
    }
    for width in [1 << 60, u64::MAX] {
        let clamped = LayerFamily::Clamped { width, clamp: rational("1"), slope: rational("1") };
        for family in [LayerFamily::Additive { width }, clamped] {
            soon(&changed(|it| it.family = family), "bound-not-proved");
        }
    }
}

#[test]
fn long_numbers() {
    let long = Rational::from(Integer::from(10).pow(1 << 20));
    let tiny = Rational::from(long.recip_ref());
    for number in [long, tiny] {
        soon(&changed(|it| it.accuracy = number.clone()), "too-large");
        soon(&changed(|it| it.sigma_root_dimension = number.clone()), "too-large");
        soon(&changed(|it| it.ramp_width = number.clone()), "too-large");
        soon(&changed(|it| it.generator_error = number.clone()), "too-large");
        soon(&changed(|it| it.bound_squared = number.clone()), "too-large");
        soon(&changed(|it| it.log2_targets = number.clone()), "too-large");
        soon(&changed(|it| it.log2_sensitivity = number.clone()), "too-large");
        soon(&changed(|it| it.bits_per_parameter = number.clone()), "too-large");
        soon(&changed(|it| it.codebook = Codebook::BallPacking { distance: number.clone() }), "too-large");
        let class = |lipschitz, mean_excess| Class::Lipschitz { lipschitz, mean_excess };
        soon(&changed(|it| it.class = class(number.clone(), rational("1"))), "too-large");
        soon(&changed(|it| it.class = class(rational("1"), number.clone())), "too-large");
    }
    soon(&changed(|it| it.points = Integer::from(10).pow(2_000_000)), "too-large");
}

/// Exponentials and powers beyond the exponents of MPFR.
#[test]
fn large_bounds() {
    let huge = || Rational::from(Integer::from(10).pow(4000));
    let general = |change: &dyn Fn(&mut DepthSeparation)| {
        changed(|it| {
            it.class = Class::General;
            change(it);
        })
    };
    let linear =
        |bound: Rational| general(&|it| (it.family, it.bound_squared) = (LayerFamily::Linear, bound.clone()));
    soon(&linear(huge()), "too-large");
    soon(&linear(huge().recip()), "verified");
    soon(&linear(Rational::from(1_u64 << 40)), "bound-not-proved");
    let slope = |slope: Rational| {
        let family = LayerFamily::Clamped { width: 1, clamp: slope.clone(), slope };
        general(&|it| it.family = family.clone())
    };
    soon(&slope(huge()), "too-large");
    let deep = general(&|it| (it.layers_needed, it.bound_squared) = (limits::MAX_DEPTH_LAYERS, huge()));
    soon(&deep, "too-large");
}

/// 2²⁶ layers with a small bound: the recursion is not run layer by layer.
#[test]
fn many_layers() {
    let mut it = row(1024, 1 << 26, 1, lipschitz(1));
    it.bound_squared = rational("1/1000000000000000000000000");
    it.class = Class::General;
    it.log2_targets = rational("60000000000");
    it.log2_sensitivity = rational("64");
    it.bits_per_parameter = rational("16");
    it.layers_needed = 1 << 26;
    soon(&it, "verified");
}

/// Large, and allowed.
#[test]
fn the_largest_sizes() {
    let points = |it: &mut DepthSeparation, points: Integer| {
        it.points = points;
        it.log2_targets = rational("11/10");
    };
    for dimension in [1 << 16, (1 << 16) - 1] {
        let mut it = row(dimension, 1 << 26, 1 << 20, lipschitz(4));
        (it.log2_targets, it.layers_needed) = (rational("4000000000000"), 2);
        (it.log2_sensitivity, it.bits_per_parameter) = (rational("100"), rational("200"));
        soon(&it, "verified");
    }
    // Gilbert–Varshamov in the largest dimension.
    let mut it = filled(row(64, 16, 1, lipschitz(4)), 1);
    (it.dimension, it.codebook) = (1 << 16, Codebook::GilbertVarshamov { hamming: 1 << 15 });
    points(&mut it, Integer::from(17));
    soon(&it, "too-many-points");
    // As many terms as the exact sum may have.
    let mut it = row(1024, 50_000, 1, lipschitz(4));
    it.shared = 0;
    (it.accuracy, it.layers_needed) = (rational("1/1000"), 1);
    points(&mut it, Integer::from((1 << 20) - 1));
    soon(&it, "bound-not-proved");
    it.shared = 10_000;
    soon(&it, "verified");
}

#[test]
fn codes_and_lists() {
    let generator = |rank: usize, length: usize| -> Vec<Vec<bool>> {
        (0..rank).map(|row| (0..length).map(|place| place % rank == row).collect()).collect()
    };
    let code = |rank, length: usize, hamming| {
        changed(|it| {
            it.dimension = length as u64;
            it.points = Integer::from(512);
            it.codebook = Codebook::LinearCode { generator: generator(rank, length), hamming };
        })
    };
    soon(&code(25, 64, 1), "too-large");
    soon(&code(24, 8192, 1), "too-large");
    soon(&code(24, 1024, 43), "code-distance");
    soon(&code(24, 1024, 42), "bound-not-proved");
    let words = vec![vec![false; 64]; 100_000];
    soon(&changed(|it| it.codebook = Codebook::ListedCode { words, hamming: 1 }), "too-large");
    let mut it = listed();
    it.targets = Targets::Listed { sets: vec![vec![0, 1, 2]; 100_000] };
    soon(&it, "too-large");
}

/// Budgets whose product is a number of millions of digits.
#[test]
fn long_budgets() {
    let budget = Rational::from((Integer::from(10).pow(2000) + 1, Integer::from(10).pow(2000)));
    let budgets = |count: usize, lipschitz: &str| {
        changed(|it| {
            it.layers_needed = count as u64 + 1;
            it.class =
                Class::Budgets { lipschitz: rational(lipschitz), budgets: vec![budget.clone(); count] };
        })
    };
    soon(&budgets(300, "1"), "lipschitz-budget");
    soon(&budgets(300, "2"), "bound-not-proved");
    soon(&budgets(3000, "2"), "too-large");
}
