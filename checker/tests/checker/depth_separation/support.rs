//! Certificates to begin with.

use flowcert_check::{
    Class, Codebook, DepthSeparation, LayerFamily, Rejection, Separation, Targets, Verified,
    VerifiedDepthSeparation, check,
};
use rug::ops::Pow;
use rug::{Integer, Rational};

use super::oracle::{filled, least};
use crate::support::rational;

/// As in the table: τ = 1/16, ball packing with r = 9/32, λ = 17/32, sparse layers with B² = 36k/τ. Δ = 65/16384.
pub(super) fn row(dimension: u64, modes: u64, parameters: u64, class: Class) -> DepthSeparation {
    let points = {
        let (above, below) = [32, 9].map(|base| Integer::from(base).pow(dimension as u32)).into();
        above.div_rem_ceil(below).0
    };
    DepthSeparation {
        dimension,
        modes,
        accuracy: rational("1/16"),
        sigma_root_dimension: rational("1/1024"),
        ramp_width: Rational::from((1, modes * 512)),
        generator_error: rational("1/1024"),
        points,
        codebook: Codebook::BallPacking { distance: rational("9/32") },
        shared: modes * 17 / 32,
        targets: Targets::Counting,
        separation: Separation::Distance,
        family: LayerFamily::Sparse,
        parameters,
        bound_squared: Rational::from(modes * 36 * 16),
        class,
        log2_targets: Rational::new(),
        log2_sensitivity: Rational::new(),
        bits_per_parameter: Rational::new(),
        layers_needed: 1,
    }
}

/// R, with the mean excess 2.
pub(super) fn lipschitz(bound: u64) -> Class {
    Class::Lipschitz { lipschitz: Rational::from(bound), mean_excess: rational("2") }
}

/// R* = 36k²/τ².
pub(super) fn star(modes: u64) -> Class {
    lipschitz(36 * 256 * modes * modes)
}

/// The rows of the first line of the table, for the least number of layers.
pub(super) fn small() -> DepthSeparation {
    filled(row(64, 256, 64, star(256)), 4)
}

/// Weak layers, so that few targets exclude some: p = 1, B = 1/50.
fn weak(it: DepthSeparation) -> DepthSeparation {
    let it = DepthSeparation { parameters: 1, bound_squared: rational("1/2500"), ..it };
    let layers = least(&it);
    assert!(layers > 1, "layers are excluded: {it:?}");
    filled(it, layers)
}

/// The first-order Reed–Muller code of length 32: 64 words, 16 apart. 16 modes, 8 shared.
pub(super) fn linear_code() -> DepthSeparation {
    let generator = (0..6).map(|row| (0..32_u32).map(|place| row == 5 || place >> row & 1 == 1).collect());
    let generator = generator.collect();
    let codebook = Codebook::LinearCode { generator, hamming: 16 };
    let it = row(32, 16, 1, lipschitz(1));
    weak(DepthSeparation { points: Integer::from(64), codebook, ..it })
}

/// The 8 words of 3 bits, each repeated 7 times: length 21, 7 apart. The targets are the lines of the Fano plane, any two of which
/// share one point; the last point is on none.
pub(super) fn listed() -> DepthSeparation {
    let words = (0..8_u32).map(|word| {
        let bit = |place: u32| (word >> (place % 3)) & 1 == 1;
        (0..21).map(bit).collect()
    });
    let sets = [[0, 1, 2], [0, 3, 4], [0, 5, 6], [1, 3, 5], [1, 4, 6], [2, 3, 6], [2, 4, 5]];
    let it = row(21, 3, 1, lipschitz(1));
    weak(DepthSeparation {
        points: Integer::from(8),
        codebook: Codebook::ListedCode { words: words.collect(), hamming: 7 },
        shared: 1,
        targets: Targets::Listed { sets: sets.map(Vec::from).to_vec() },
        ..it
    })
}

/// 82 087 words of length 64, 16 apart; 16 modes, 8 shared; by inner products.
pub(super) fn gilbert_varshamov() -> DepthSeparation {
    let it = row(64, 16, 1, Class::General);
    weak(DepthSeparation {
        points: Integer::from(82_087),
        codebook: Codebook::GilbertVarshamov { hamming: 16 },
        separation: Separation::InnerProduct,
        ..it
    })
}

/// The first row of the table with layers of another family and budgets for them: 2, 1, 1, …, for R = 2.
pub(super) fn budgets(family: LayerFamily) -> DepthSeparation {
    let class = |layers: u64| {
        let budgets = (1..layers).map(|layer| Rational::from(if layer == 1 { 2 } else { 1 })).collect();
        Class::Budgets { lipschitz: rational("2"), budgets }
    };
    let it = DepthSeparation { family, bound_squared: rational("9/4"), ..row(64, 256, 64, class(1)) };
    let layers = least(&it);
    assert!(layers > 2, "layers are excluded");
    filled(DepthSeparation { class: class(layers), ..it }, layers)
}

pub(super) fn verified(it: &DepthSeparation) -> Result<VerifiedDepthSeparation, Rejection> {
    match check(&it.clone().into())? {
        Verified::DepthSeparation(verified) => Ok(verified),
        other => panic!("{other:?}"),
    }
}

pub(super) fn code(it: &DepthSeparation) -> &'static str {
    verified(it).map_or_else(|rejection| rejection.code(), |_| "verified")
}

/// The canonical text.
pub(super) fn text(it: &DepthSeparation) -> String {
    let mut bytes = Vec::new();
    flowcert_check::write(&it.clone().into(), &mut bytes).expect("memory");
    String::from_utf8(bytes).expect("UTF-8")
}
