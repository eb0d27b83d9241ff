//! For each rule a certificate that just keeps it and one that just breaks it.

use flowcert_check::{Class, Codebook, DepthSeparation, LayerFamily, Separation, Targets};
use rug::{Integer, Rational};

use super::oracle::{filled, least, log2_targets};
use super::support::{budgets, code, gilbert_varshamov, linear_code, listed, row, small, star};
use crate::support::rational;

/// The same with a change.
fn with(it: &DepthSeparation, change: impl FnOnce(&mut DepthSeparation)) -> DepthSeparation {
    let mut it = it.clone();
    change(&mut it);
    it
}

/// The same with a change, and the numbers that belong to it.
fn refilled(it: &DepthSeparation, change: impl FnOnce(&mut DepthSeparation)) -> DepthSeparation {
    let changed = with(it, change);
    let layers = changed.layers_needed;
    filled(changed, layers)
}

/// Kept, broken, how that is rejected.
#[track_caller]
fn mirrored(kept: &DepthSeparation, broken: &DepthSeparation, rejected: &str) {
    assert_ne!(kept, broken);
    assert_eq!((code(kept), code(broken)), ("verified", rejected));
}

#[test]
fn honest_certificates() {
    let widths = [1, 5];
    let clamped = |width| LayerFamily::Clamped { width, clamp: rational("3"), slope: rational("1/2") };
    let mut all = vec![small(), linear_code(), listed(), gilbert_varshamov()];
    all.extend([LayerFamily::Linear, LayerFamily::Sparse].map(budgets));
    all.extend(widths.map(|width| budgets(LayerFamily::Additive { width })));
    all.extend(widths.map(|width| budgets(clamped(width))));
    for it in &all {
        assert_eq!(code(it), "verified", "{it:?}");
        let more = with(it, |it| it.layers_needed += 1);
        assert_ne!(code(&more), "verified", "{more:?}");
        for family in
            [LayerFamily::Linear, LayerFamily::Additive { width: 2 }, clamped(2), LayerFamily::Sparse]
        {
            let bare = with(it, |it| {
                it.family = family;
                it.class = Class::General;
                it.dimension += it.dimension % 2;
            });
            let codes = matches!(it.codebook, Codebook::LinearCode { .. } | Codebook::ListedCode { .. });
            if !codes {
                let layers = least(&bare);
                assert_eq!(code(&filled(bare.clone(), layers)), "verified", "{bare:?}");
                assert_eq!(code(&filled(bare, layers + 1)), "too-few-targets");
            }
        }
    }
}

/// 4·√(2π)/(2·255·1024) = 1.9199052…e-5.
#[test]
fn ramps() {
    let kept = with(&small(), |it| it.ramp_width = rational("1919905/100000000000"));
    let broken = with(&small(), |it| it.ramp_width = rational("1919906/100000000000"));
    mirrored(&kept, &broken, "generator-error");
    let broken = with(&kept, |it| it.generator_error = rational("1/1025"));
    mirrored(&kept, &broken, "generator-error");
}

#[test]
fn points() {
    let many = [small(), linear_code(), gilbert_varshamov()];
    for kept in many.into_iter().chain([listed()]) {
        mirrored(&kept, &refilled(&kept, |it| it.points += 1), "too-many-points");
    }
    for kept in [small(), gilbert_varshamov()] {
        let fewer = with(&kept, |it| it.points = Integer::from(&it.points / 2));
        mirrored(&kept, &fewer, "bound-not-proved");
    }
    let sixteen = with(&gilbert_varshamov(), |it| {
        it.dimension = 16;
        it.codebook = Codebook::GilbertVarshamov { hamming: 4 };
        it.points = Integer::from(95);
    });
    assert_ne!(code(&sixteen), "too-many-points");
    assert_eq!(code(&with(&sixteen, |it| it.points += 1)), "too-many-points");
}

#[test]
fn distances() {
    let kept = linear_code();
    let Codebook::LinearCode { generator, .. } = kept.codebook.clone() else { panic!("a linear code") };
    let hamming = |hamming| {
        let generator = generator.clone();
        refilled(&kept, |it| it.codebook = Codebook::LinearCode { generator, hamming })
    };
    mirrored(&kept, &hamming(17), "code-distance");
    let mut flipped = generator.clone();
    flipped[3][7] = !flipped[3][7];
    let codebook = Codebook::LinearCode { generator: flipped, hamming: 16 };
    mirrored(&kept, &with(&kept, |it| it.codebook = codebook), "code-distance");
    let mut dependent = generator.clone();
    dependent[0] = dependent[1].clone();
    let codebook = Codebook::LinearCode { generator: dependent, hamming: 1 };
    mirrored(&kept, &with(&kept, |it| it.codebook = codebook), "code-distance");
    // The distance of a packing.
    let kept = small();
    let nearer =
        |distance| with(&kept, |it| it.codebook = Codebook::BallPacking { distance: rational(distance) });
    mirrored(&kept, &nearer("9001/32000"), "too-many-points");
}

/// One bit of one word brings one pair nearer.
#[test]
fn one_bad_pair() {
    let kept = listed();
    let Codebook::ListedCode { words, hamming } = kept.codebook.clone() else { panic!("a listed code") };
    for (word, place) in [(0, 0), (3, 20), (7, 11)] {
        let mut words = words.clone();
        words[word][place] = !words[word][place];
        let codebook = Codebook::ListedCode { words, hamming };
        mirrored(&kept, &with(&kept, |it| it.codebook = codebook), "code-distance");
    }
}

#[test]
fn targets() {
    let kept = listed();
    mirrored(&kept, &refilled(&kept, |it| it.shared = 0), "targets-overlap");
    let Targets::Listed { sets } = kept.targets.clone() else { panic!("listed") };
    let change = |set: usize, points: &[u64]| {
        let mut sets = sets.clone();
        sets[set] = points.to_vec();
        with(&kept, |it| it.targets = Targets::Listed { sets })
    };
    mirrored(&change(6, &[2, 5, 7]), &change(6, &[2, 3, 5]), "targets-overlap");
    mirrored(&kept, &change(6, &sets[0]), "targets-overlap");
    mirrored(&kept, &change(6, &[2, 5, 4]), "out-of-range");
    mirrored(&kept, &change(6, &[2, 4, 4]), "out-of-range");
    mirrored(&change(6, &[4, 5, 7]), &change(6, &[4, 5, 8]), "out-of-range");
    mirrored(&kept, &change(6, &[2, 4]), "shape");
    mirrored(&kept, &change(6, &[2, 4, 5, 7]), "shape");
    let without = |count: usize| {
        let sets = sets[..count].to_vec();
        with(&kept, |it| it.targets = Targets::Listed { sets })
    };
    mirrored(&kept, &without(6), "bound-not-proved");
    mirrored(&kept, &without(0), "bound-not-proved");
}

/// Each number is stored with six decimals, away from the truth by at most a unit of the last one.
#[test]
fn numbers_rounded_to_the_wrong_side() {
    for kept in [small(), linear_code(), listed(), gilbert_varshamov(), budgets(LayerFamily::Linear)] {
        let unit = rational("1/1000000");
        mirrored(&kept, &with(&kept, |it| it.log2_targets += &unit), "bound-not-proved");
        mirrored(&kept, &with(&kept, |it| it.log2_sensitivity -= &unit), "bound-not-proved");
        mirrored(&kept, &with(&kept, |it| it.bits_per_parameter -= &unit), "bound-not-proved");
    }
}

/// V without its largest term, i = s + 1.
#[test]
fn an_off_by_one_sum() {
    for kept in [small(), gilbert_varshamov()] {
        let other = log2_targets(&with(&kept, |it| it.shared += 1));
        let claimed = Rational::from(other.floor().to_integer().expect("finite"));
        assert!(claimed > kept.log2_targets);
        mirrored(&kept, &with(&kept, |it| it.log2_targets = claimed), "bound-not-proved");
    }
}

#[test]
fn layers() {
    for kept in [small(), linear_code(), gilbert_varshamov(), budgets(LayerFamily::Sparse)] {
        let more = with(&kept, |it| {
            it.layers_needed += 1;
            if let Class::Budgets { budgets, .. } = &mut it.class {
                budgets.push(Rational::from(1));
            }
        });
        mirrored(&kept, &filled(more.clone(), more.layers_needed), "too-few-targets");
        mirrored(&kept, &more, "bound-not-proved");
        mirrored(&kept, &with(&kept, |it| it.layers_needed = 0), "out-of-range");
    }
    // The one bit for shorter flows: exactly enough, and a millionth short of it.
    let it = small();
    let cells = Rational::from(&it.bits_per_parameter * (3 * 64));
    let exact = with(&it, |it| it.log2_targets = cells.clone() + 1);
    let short = with(&it, |it| it.log2_targets = cells + rational("999999/1000000"));
    mirrored(&exact, &short, "too-few-targets");
}

#[test]
fn no_layer_at_all() {
    let one = filled(small(), 1);
    let number = |change: fn(&mut DepthSeparation)| with(&one, change);
    mirrored(&one, &number(|it| it.log2_sensitivity = Rational::from(1)), "out-of-range");
    mirrored(&one, &number(|it| it.bits_per_parameter = Rational::from(1)), "out-of-range");
    mirrored(&one, &number(|it| it.log2_targets = Rational::new()), "too-few-targets");
    mirrored(&one, &number(|it| it.log2_targets = Rational::from(-1)), "too-few-targets");
}

#[test]
fn budgets_and_lipschitz_constants() {
    let kept = budgets(LayerFamily::Sparse);
    let Class::Budgets { budgets: list, .. } = kept.class.clone() else { panic!("budgets") };
    let change = |layer: usize, budget: &str| {
        let mut budgets = list.clone();
        budgets[layer] = rational(budget);
        with(&kept, |it| it.class = Class::Budgets { lipschitz: rational("2"), budgets })
    };
    mirrored(&kept, &change(1, "1000000001/1000000000"), "lipschitz-budget");
    mirrored(&kept, &change(1, "999999999/1000000000"), "out-of-range");
    let class = |lipschitz: &str, budgets: &[Rational]| Class::Budgets {
        lipschitz: rational(lipschitz),
        budgets: budgets.to_vec(),
    };
    mirrored(&kept, &with(&kept, |it| it.class = class("2", &list[1..])), "shape");
    mirrored(&kept, &with(&kept, |it| it.class = class("1/2", &list)), "out-of-range");
    mirrored(&kept, &with(&kept, |it| it.class = class("19/10", &list)), "lipschitz-budget");
    mirrored(&kept, &with(&kept, |it| it.class = class("21/10", &list)), "bound-not-proved");
    let class = |lipschitz: &str, excess: &str| Class::Lipschitz {
        lipschitz: rational(lipschitz),
        mean_excess: rational(excess),
    };
    let kept = refilled(&small(), |it| it.class = class("1", "0"));
    mirrored(&kept, &with(&kept, |it| it.class = class("999/1000", "0")), "out-of-range");
    mirrored(&kept, &with(&kept, |it| it.class = class("1", "-1/1000")), "out-of-range");
    mirrored(&kept, &with(&kept, |it| it.class = class("1001/1000", "0")), "bound-not-proved");
    mirrored(&kept, &with(&kept, |it| it.class = class("1", "1/1000")), "bound-not-proved");
    mirrored(&kept, &with(&kept, |it| it.class = Class::General), "bound-not-proved");
}

/// Δ = (15/32)·(9/32 − 2/1024) − 2/1024 − 2τ: for τ = 2113/32768 it is 0.
#[test]
fn the_gap() {
    let accuracy = |accuracy: &str| refilled(&filled(small(), 1), |it| it.accuracy = rational(accuracy));
    mirrored(&accuracy("2112/32768"), &accuracy("2113/32768"), "no-separation");
    mirrored(&accuracy("21129999/327680000"), &accuracy("2/10"), "no-separation");
    let kept = filled(gilbert_varshamov(), 1);
    let noisy = |noise: &str| with(&kept, |it| it.sigma_root_dimension = rational(noise));
    // (1/2)·(1/2 − x·√(2·ln 17/64)) > 2/1024 + 1/8 for x < 0.8270….
    mirrored(&noisy("8269/10000"), &noisy("8271/10000"), "no-separation");
    // By distances: (1/2)·(1 − 2x) > 2/1024 + 1/8 for x < 0.373….
    let by_distance = |noise| with(&noisy(noise), |it| it.separation = Separation::Distance);
    mirrored(&by_distance("373/1000"), &by_distance("374/1000"), "no-separation");
    // By inner products there is less noise and less signal.
    mirrored(&noisy("374/1000"), &by_distance("374/1000"), "no-separation");
}

#[test]
fn what_does_not_go_together() {
    let kept = gilbert_varshamov();
    let ball = with(&kept, |it| {
        it.codebook = Codebook::BallPacking { distance: rational("1/2") };
    });
    mirrored(&kept, &ball, "rule-not-applicable");
    // Sparse layers may write any half of an odd number of coordinates.
    let odd = |family| filled(with(&row(65, 256, 64, star(256)), |it| it.family = family), 1);
    let sparse = odd(LayerFamily::Sparse);
    mirrored(&sparse, &odd(LayerFamily::Linear), "odd-dimension");
    mirrored(&sparse, &odd(LayerFamily::Additive { width: 3 }), "odd-dimension");
    let clamped = |width, clamp: &str, slope: &str| LayerFamily::Clamped {
        width,
        clamp: rational(clamp),
        slope: rational(slope),
    };
    mirrored(&sparse, &odd(clamped(3, "1", "1")), "odd-dimension");
    let even = |family| filled(with(&small(), |it| it.family = family), 1);
    let kept = even(clamped(3, "1", "1"));
    mirrored(&kept, &even(clamped(0, "1", "1")), "out-of-range");
    mirrored(&kept, &even(clamped(3, "0", "1")), "out-of-range");
    mirrored(&kept, &even(clamped(3, "1", "-1")), "out-of-range");
    mirrored(&kept, &even(LayerFamily::Additive { width: 0 }), "out-of-range");
}

#[test]
fn ranges() {
    let kept = small();
    let broken = |change: fn(&mut DepthSeparation)| mirrored(&kept, &with(&kept, change), "out-of-range");
    broken(|it| it.accuracy = Rational::new());
    broken(|it| it.accuracy = Rational::from(-1));
    broken(|it| it.sigma_root_dimension = Rational::new());
    broken(|it| it.ramp_width = Rational::from(-1));
    broken(|it| it.generator_error = Rational::new());
    broken(|it| it.bound_squared = Rational::new());
    broken(|it| it.parameters = 0);
    broken(|it| it.modes = 0);
    broken(|it| it.dimension = 1);
    broken(|it| it.shared = 256);
    broken(|it| it.points = Integer::from(256));
    broken(|it| it.points = Integer::from(-1));
    broken(|it| it.codebook = Codebook::BallPacking { distance: Rational::new() });
    broken(|it| it.codebook = Codebook::BallPacking { distance: rational("2000001/1000000") });
    broken(|it| it.codebook = Codebook::GilbertVarshamov { hamming: 0 });
    broken(|it| it.codebook = Codebook::GilbertVarshamov { hamming: 65 });
    let kept = linear_code();
    let Codebook::LinearCode { mut generator, hamming } = kept.codebook.clone() else {
        panic!("a linear code")
    };
    generator[2].pop();
    let codebook = Codebook::LinearCode { generator, hamming };
    mirrored(&kept, &with(&kept, |it| it.codebook = codebook), "shape");
}
