//! Invertibility costs depth: Theorems 10 and 11 in numbers.

use flowcert::depth::counting::{Hypothesis, Problem, bits_per_parameter, certify, corollary, least_layers};
use flowcert::depth::table::FlowClass;
use flowcert::depth::{DepthError, LinearCode, codebook, family, flow};
use flowcert::scalar::Rational;
use flowcert_check::{Codebook, DepthSeparation, LayerFamily, Separation, Targets};
use proptest::prelude::*;
use rug::Integer;

/// R = n.
fn with_dimension(problem: &Problem) -> Problem {
    FlowClass::Dimension.of(problem)
}

fn general(problem: &Problem) -> Problem {
    FlowClass::General.of(problem)
}

/// n, k, p; log₂N; the least L for general flows, for R = n and for R = 36k²/τ².
type Reference = ((u32, u32, u64), f64, [u64; 3]);

const ROWS: [Reference; 3] = [
    ((64, 1 << 8, 64), 14_764.9, [3, 6, 4]),
    ((256, 1 << 12, 256), 990_762.0, [12, 69, 46]),
    ((1024, 1 << 16, 100_000), 6.464e7, [4, 10, 7]),
];

#[test]
fn reference_values() {
    for ((dimension, modes, parameters), log2_targets, layers) in ROWS {
        let problem = Problem::new(dimension, modes, parameters);
        assert!(problem.margin().contains(&Rational::from((65, 16384))));
        let problems = [general(&problem), with_dimension(&problem), problem.clone()];
        for (problem, layers) in problems.iter().zip(layers) {
            let least = least_layers(problem).expect("a bound");
            assert_eq!(least.layers, layers, "{dimension} {modes} {:?}", problem.hypothesis);
            let found = least.log2_targets.lower().to_f64();
            assert!((found / log2_targets - 1.0).abs() < 1e-4, "{found} {log2_targets}");
            assert!(least.log2_targets.relative_width() < 1e-20);
        }
    }
    let problem = general(&Problem::new(256, 1 << 12, 256));
    let bits = bits_per_parameter(&problem, 12).lower().to_f64();
    assert!((bits - 355.689).abs() < 1e-3, "{bits}");
}

#[test]
fn sixteen_modes_are_vacuous() {
    for (dimension, parameters) in [(16, 16), (64, 64), (1024, 1024), (1024, 100_000)] {
        for problem in
            [Problem::new(dimension, 16, parameters), general(&Problem::new(dimension, 16, parameters))]
        {
            assert!(!least_layers(&problem).expect("a bound").bites(), "{dimension} {parameters}");
        }
    }
}

#[test]
fn the_two_sides_never_cross() {
    for dimension in [16, 64, 256] {
        for exponent in [6, 8, 10, 12, 14, 16, 18, 20] {
            let modes = 1_u32 << exponent;
            let squared = u64::from(dimension).pow(2) / 2;
            for parameters in [u64::from(dimension), 10 * u64::from(dimension), squared, 100_000] {
                let needed =
                    least_layers(&Problem::new(dimension, modes, parameters)).expect("a bound").layers;
                let units = flow::Units::Clamp;
                let enough = flow::bound::enough_layers(dimension.into(), modes.into(), parameters, units);
                assert!(enough.is_none_or(|enough| needed <= enough), "{dimension} {modes} {parameters}");
            }
        }
    }
}

#[test]
fn the_corollary_is_weaker() {
    for dimension in [64, 100, 256, 1024] {
        for exponent in [1, 4, 7, 10, 14, 18, 22] {
            for parameters in [1, 64, 1000, 100_000] {
                let problem = Problem::new(dimension, 1 << exponent, parameters);
                let least = least_layers(&problem).expect("a bound").layers;
                let corollary = corollary(dimension, 1 << exponent, parameters);
                assert!(corollary <= least, "{dimension} {exponent} {parameters}: {corollary} {least}");
            }
        }
    }
}

#[test]
fn what_is_no_problem_is_refused() {
    let problem = Problem::new(64, 256, 64);
    let code = |problem: Problem| match least_layers(&problem) {
        Ok(least) => format!("{}", least.layers),
        Err(error) => error.code().to_owned(),
    };
    let positive = "depth::not-positive";
    assert_eq!(code(Problem { dimension: 0, ..problem.clone() }), "depth::one-half");
    assert_eq!(code(Problem { dimension: 1, ..problem.clone() }), "depth::one-half");
    assert_eq!(code(Problem { parameters: 0, ..problem.clone() }), positive);
    assert_eq!(code(Problem { accuracy: Rational::new(), ..problem.clone() }), positive);
    assert_eq!(code(Problem { accuracy: Rational::from((1, 8)), ..problem.clone() }), "depth::margin");
    assert_eq!(code(Problem { modes: 1, shared: 0, ..problem.clone() }), "depth::sharing");
    assert_eq!(code(Problem { shared: 256, ..problem.clone() }), "depth::sharing");
    assert_eq!(code(Problem { separation: Separation::InnerProduct, ..problem.clone() }), "depth::not-unit");
    assert_eq!(code(Problem { dimension: 2, ..problem.clone() }), "depth::few-points");
    let odd = Problem { dimension: 65, family: LayerFamily::Linear, ..problem.clone() };
    assert_eq!(code(odd), "depth::odd-dimension");
    assert!(matches!(certify(&Problem { modes: 0, ..problem }), Err(DepthError::Sharing { .. })));
}

#[test]
fn counts_of_the_reference() {
    let points = codebook::gilbert_varshamov(64, 16);
    assert_eq!(points, 82087);
    let log = family::log2_greedy_count(&points, 16, 8, 64).lower().to_f64();
    assert!((log - 101.491).abs() < 1e-3, "{log}");
}

fn problems() -> impl Strategy<Value = Problem> {
    let numbers = (2_u32..40, 4_u32..12, 1_u64..4000, 0_u32..3, 1_i32..200);
    (numbers, 0..4).prop_map(|((half, exponent, parameters, hypothesis, bound), family)| {
        let problem = Problem::new(16 + 2 * half, 1 << exponent, parameters);
        let family = match family {
            0 => LayerFamily::Linear,
            1 => LayerFamily::Additive { width: 5 },
            2 => LayerFamily::Clamped { width: 3, clamp: Rational::from(2), slope: Rational::from((1, 2)) },
            _ => LayerFamily::Sparse,
        };
        let problem = Problem { family, bound_squared: Rational::from(bound), ..problem };
        match hypothesis {
            0 => general(&problem),
            1 => with_dimension(&problem),
            _ => problem,
        }
    })
}

fn layers(problem: &Problem) -> u64 {
    least_layers(problem).expect("a bound").layers
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn the_bound_is_monotone(problem in problems()) {
        let here = layers(&problem);
        let more = |change: fn(&mut Problem)| {
            let mut changed = problem.clone();
            change(&mut changed);
            layers(&changed)
        };
        prop_assert!(more(|it| it.parameters += 7) <= here, "parameters");
        prop_assert!(more(|it| it.bound_squared *= 3) <= here, "bound of the parameters");
        prop_assert!(more(|it| it.accuracy *= Rational::from((65, 64))) <= here, "accuracy");
        prop_assert!(more(|it| it.generator_error *= Rational::from((9, 8))) <= here, "error of the generator");
        prop_assert!(more(|it| it.sigma_root_dimension *= Rational::from((9, 8))) <= here, "σ");
        let steeper = more(|it| {
            if let Hypothesis::Lipschitz { lipschitz, .. } = &mut it.hypothesis {
                *lipschitz *= 5;
            }
        });
        prop_assert!(steeper <= here, "Lipschitz constant");
        let larger = more(|it| {
            if let Hypothesis::Lipschitz { mean_excess, .. } = &mut it.hypothesis {
                *mean_excess += 5;
            }
        });
        prop_assert!(larger <= here, "mean norms");
        if let LayerFamily::Additive { width } = problem.family {
            let wider = Problem { family: LayerFamily::Additive { width: width + 4 }, ..problem.clone() };
            prop_assert!(layers(&wider) <= here, "width");
        }
    }

    #[test]
    fn more_modes_need_no_fewer_layers(problem in problems()) {
        // With twice the modes, B and R as they are.
        let more = Problem { modes: 2 * problem.modes, shared: 2 * problem.shared, ..problem.clone() };
        prop_assert!(layers(&more) >= layers(&problem));
    }

    #[test]
    fn one_layer_less_is_excluded(problem in problems()) {
        let least = least_layers(&problem).expect("a bound");
        if least.bites() {
            let below = least.layers - 1;
            let bits = bits_per_parameter(&problem, below).upper().to_f64();
            prop_assert!((below * problem.parameters) as f64 * bits < least.log2_targets.lower().to_f64());
        }
        let bits = bits_per_parameter(&problem, least.layers).upper().to_f64();
        prop_assert!((least.layers * problem.parameters) as f64 * bits >= least.log2_targets.lower().to_f64() * 0.999_999);
    }
}

#[test]
fn codes_and_inner_products() {
    // Unit vectors, σ√n = 1/4: the bound by distances is lost, the one by inner products is not.
    let coarse = Problem {
        codebook: Codebook::GilbertVarshamov { hamming: 64 },
        sigma_root_dimension: Rational::from((1, 2)),
        accuracy: Rational::from((1, 64)),
        ..Problem::new(256, 1024, 256)
    };
    assert!(matches!(least_layers(&coarse), Err(DepthError::Margin { .. })));
    let by_products = Problem { separation: Separation::InnerProduct, ..coarse };
    assert!(least_layers(&by_products).expect("a bound").bites());
}

/// Codes that are written down, and targets that are listed: certificates that leave nothing to existence.
#[test]
fn explicit_codes_and_targets() {
    let code = LinearCode::golay();
    let sets = family::drawn(1 << code.rank(), 12, 4, 200, 10_000, 3);
    assert_eq!(sets.len(), 200);
    let explicit = Problem {
        codebook: Codebook::LinearCode { generator: code.generator(), hamming: 8 },
        shared: 4,
        targets: Targets::Listed { sets: sets.clone() },
        // Parameters so small that each has two cells, the least number that is counted.
        bound_squared: Rational::from((1, 1_u64 << 40)),
        hypothesis: Hypothesis::General,
        ..Problem::new(24, 12, 3)
    };
    let (least, certificate) = certify(&explicit).expect("a bound");
    // 2·3·1 + 1 ≤ log₂200 < 3·3·1 + 1
    assert_eq!(least.layers, 3);
    let check = |certificate: DepthSeparation| flowcert_check::check(&certificate.into());
    check(certificate.clone()).expect("verified");
    let by_count = Problem { targets: Targets::Counting, ..explicit.clone() };
    let (more, counted) = certify(&by_count).expect("a bound");
    assert!(more.layers >= least.layers);
    check(counted).expect("verified");

    let mut doubled = sets.clone();
    doubled[7] = sets[3].clone();
    let forged = DepthSeparation { targets: Targets::Listed { sets: doubled.clone() }, ..certificate };
    assert!(check(forged).is_err());
    let refused = least_layers(&Problem { targets: Targets::Listed { sets: doubled }, ..explicit });
    assert!(matches!(refused, Err(DepthError::Target { index: 7 })));
}

#[test]
fn every_row_of_the_reference_is_verified() {
    for ((dimension, modes, parameters), _, layers) in ROWS {
        let problem = Problem::new(dimension, modes, parameters);
        for (problem, layers) in
            [general(&problem), with_dimension(&problem), problem.clone()].iter().zip(layers)
        {
            let (_, certificate) = certify(problem).expect("a bound");
            assert!(flowcert_check::check(&certificate.clone().into()).is_ok());
            let deeper = DepthSeparation { layers_needed: layers + 1, ..certificate };
            assert!(flowcert_check::check(&deeper.into()).is_err(), "{dimension} {modes} {layers}");
        }
    }
}

/// log₂N/(kn) for τ = 1/16 in high dimension: signs with r = 1 and λ = ½, the best signs, the best packing.
#[test]
fn rates_in_high_dimension() {
    let (dimension, modes) = (1 << 13, 1 << 10);
    let signs = |hamming| Codebook::GilbertVarshamov { hamming };
    let packing = |distance: (u32, u32)| Codebook::BallPacking { distance: Rational::from(distance) };
    for (codebook, part, expected) in [
        (signs(1 << 11), (1, 2), 0.094),
        (signs(307), (66, 100), 0.51),
        (packing((29, 100)), (555, 1000), 0.98),
    ] {
        let tiny = Rational::from((1, 1 << 20));
        let problem = Problem {
            codebook,
            sigma_root_dimension: tiny.clone(),
            generator_error: tiny,
            ..Problem::new(dimension, modes, 1)
        };
        let problem = problem.sharing(&Rational::from(part)).expect("a part");
        assert!(problem.margin().sign() == Some(std::cmp::Ordering::Greater), "{}", problem.margin());
        let rate = problem.log2_targets().lower().to_f64() / f64::from(dimension) / f64::from(modes);
        assert!((rate - expected).abs() < 0.012, "{rate} {expected}");
    }
}

/// As τ → 0 the layers of Theorem U's class have L·p of (¼ − o(1))·k·n at least, and about 2·k·n is enough for p = n.
#[test]
fn both_sides_as_the_accuracy_falls() {
    let power = |exponent: u32| Rational::from((1, Integer::from(1) << exponent));
    let accuracy = power(2000);
    let problem = Problem {
        bound_squared: Problem::star_bound_squared(256, &accuracy),
        hypothesis: Problem::star(256, &accuracy),
        sigma_root_dimension: power(2010),
        generator_error: power(2010),
        codebook: Codebook::BallPacking { distance: power(1993) },
        accuracy,
        ..Problem::new(64, 256, 64)
    };
    let problem = problem.sharing(&Rational::from((31, 32))).expect("a part");
    let product = least_layers(&problem).expect("a bound").layers * 64;
    assert!(product as f64 > 0.23 * 256.0 * 64.0, "{product}");
    assert!(product < 256 * 64 / 4, "{product}");
}

/// With p = n: two layers near k = 2⁶, ten near k = 2⁹ … 2¹².
#[test]
fn where_it_bites() {
    for dimension in [16, 64, 256, 1024] {
        let layers = |exponent: u32, class: FlowClass| {
            let problem = class.of(&Problem::new(dimension, 1 << exponent, dimension.into()));
            least_layers(&problem).expect("a bound").layers
        };
        for class in FlowClass::ALL {
            let reaches = |most: u64| (4..=20).find(|exponent| layers(*exponent, class) >= most);
            assert!(reaches(2).is_some_and(|exponent| (5..=8).contains(&exponent)), "{dimension} {class:?}");
            assert!(
                reaches(10).is_some_and(|exponent| (8..=12).contains(&exponent)),
                "{dimension} {class:?}"
            );
        }
    }
}
