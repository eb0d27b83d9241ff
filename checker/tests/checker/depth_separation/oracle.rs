//! The numbers of a depth separation, computed in another way: floats of 2200 bits without enclosures, lnΓ wherever there is a
//! factorial, the recursion layer by layer. Nothing of the checker's.

use flowcert_check::{Class, Codebook, DepthSeparation, LayerFamily, Separation, Targets};
use rug::ops::{CompleteRound, Pow};
use rug::{Float, Integer, Rational};

/// Enough for the 1869 bits of the number of points in 1024 dimensions.
const PRECISION: u32 = 2200;

pub(super) fn float<T>(value: T) -> Float
where
    Float: rug::Assign<T>,
{
    Float::with_val(PRECISION, value)
}

/// log₂ binom(n, k).
pub(super) fn log2_binomial(n: &Integer, k: u64) -> Float {
    let factorial = |n: Integer| float(n + 1).ln_gamma();
    let ln = factorial(n.clone()) - factorial(Integer::from(k)) - factorial(Integer::from(n - k));
    ln / float(2).ln()
}

/// log₂N, N rounded up: the first term of the sum with the geometric series of its first ratio if there are many terms, else
/// all of them.
pub(super) fn log2_targets(it: &DepthSeparation) -> Float {
    if let Targets::Listed { sets } = &it.targets {
        return float(sets.len()).log2();
    }
    let (k, m) = (it.modes, &it.points);
    let rest = Integer::from(m - k);
    let term = |i: u64| log2_binomial(&Integer::from(k), i) + log2_binomial(&rest, k - i);
    let excluded = if k <= 64 {
        let sum = (it.shared + 1..=k).filter(|i| rest >= k - i).map(|i| term(i).exp2());
        sum.fold(float(0), |sum, term| sum + term).log2()
    } else {
        let i = it.shared + 1;
        let below = (Integer::from(m - 2 * k) + (i + 1)) * (i + 1);
        let ratio = float(Integer::from(k - i).square()) / below;
        term(i) - (1_u32 - ratio).log2()
    };
    let targets = log2_binomial(m, k) - excluded;
    if targets < 1000 { targets.exp2().ceil().log2() } else { targets }
}

/// Δ.
pub(super) fn gap(it: &DepthSeparation) -> Float {
    let (n, k) = (float(it.dimension), float(it.modes));
    let own = 1_u32 - float(it.shared) / &k;
    let distance = match &it.codebook {
        Codebook::BallPacking { distance } => float(distance),
        Codebook::GilbertVarshamov { hamming }
        | Codebook::LinearCode { hamming, .. }
        | Codebook::ListedCode { hamming, .. } => (float(*hamming) / &n).sqrt() * 2_u32,
    };
    let apart = match it.separation {
        Separation::Distance => distance - float(&it.sigma_root_dimension) * 2_u32,
        Separation::InnerProduct => {
            let sigma = float(&it.sigma_root_dimension) / n.sqrt();
            distance.square() / 2_u32 - sigma * ((k + 1_u32).ln() * 2_u32).sqrt()
        }
    };
    own * apart - float(&it.generator_error) * 2_u32 - float(&it.accuracy) * 2_u32
}

/// The norm of [1 0; t e]: the square root of the larger eigenvalue of its Gram matrix.
fn norm(t: &Float, e: &Float) -> Float {
    let trace = float(1) + t.clone().square() + e.clone().square();
    let discriminant = trace.clone().square() - float(e.clone().square() * 4_u32);
    ((trace + discriminant.sqrt()) / 2_u32).sqrt()
}

/// a, b, a′, b′.
fn constants(it: &DepthSeparation) -> [Float; 4] {
    let m = float(it.dimension.div_ceil(2));
    let root = m.clone().sqrt();
    let bound = float(&it.bound_squared).sqrt();
    let network = |width: u64, factor: Float, scale: Float| {
        let h = float(width);
        let product = (&bound * &bound).complete(PRECISION) * &h * &m;
        [
            (&bound * &root).complete(PRECISION) * (float(1) + &bound * &h),
            norm(&(product * &factor), &scale),
            (&factor * &root).complete(PRECISION) * (float(1) + (&bound * &h).complete(PRECISION) * 2_u32),
            factor * 2_u32 * &bound * &h * &m,
        ]
    };
    match &it.family {
        LayerFamily::Linear => {
            let scale = bound.clone().exp();
            let stretch = norm(&(&bound * &m).complete(PRECISION), &scale);
            let change = (m.square() + scale.square()).sqrt();
            [bound * &root, stretch, root, change]
        }
        LayerFamily::Additive { width } => network(*width, float(1), float(1)),
        LayerFamily::Clamped { width, clamp, slope } => {
            let scale = float(slope).exp();
            network(*width, float(1) + float(clamp) * slope * &scale, scale)
        }
        LayerFamily::Sparse => {
            let (p, half) = (float(it.parameters), float(&it.bound_squared) * it.parameters / 2_u32);
            let change = (&bound * &p).complete(PRECISION);
            [half.clone() + bound * &root, half + 1_u32, change.clone() + root, change + 1_u32]
        }
    }
}

/// Λ for so many layers.
pub(super) fn sensitivity(it: &DepthSeparation, layers: u64) -> Float {
    let [a, b, change, with_norm] = constants(it);
    let root = float(it.dimension).sqrt();
    match &it.class {
        Class::General => {
            let (mut norm, mut error) = (root, float(0));
            for _ in 0..layers {
                error = error * &b + &change + (&with_norm * &norm).complete(PRECISION);
                norm = norm * &b + &a;
            }
            error
        }
        Class::Lipschitz { lipschitz, mean_excess } => {
            (change + with_norm * (root + mean_excess)) * layers * lipschitz
        }
        Class::Budgets { lipschitz, .. } => {
            let later = a * &with_norm * layers.saturating_sub(1) / 2_u32;
            (change + with_norm * root + later) * layers * lipschitz
        }
    }
}

/// log₂(⌊2BΛ/Δ⌋ + 1).
pub(super) fn bits(it: &DepthSeparation, layers: u64) -> Float {
    let bound = float(&it.bound_squared).sqrt();
    let cells = (bound * 2_u32 * sensitivity(it, layers) / gap(it)).floor() + 1_u32;
    cells.max(&float(2)).log2()
}

/// Rounded to so many decimals, away from the truth by at most one unit, on the side that is asked for.
fn rounded(value: &Float, decimals: u32, up: bool) -> Rational {
    let unit = Integer::from(10).pow(decimals);
    let scaled = Float::with_val(PRECISION, value * &unit);
    let whole = if up { scaled.ceil() } else { scaled.floor() };
    Rational::from((whole.to_integer().expect("finite"), unit))
}

/// The certificate for so many layers, its three numbers filled in.
pub(super) fn filled(mut it: DepthSeparation, layers_needed: u64) -> DepthSeparation {
    it.layers_needed = layers_needed;
    it.log2_targets = rounded(&log2_targets(&it), 6, false);
    let layers = layers_needed - 1;
    if layers > 0 {
        it.log2_sensitivity = rounded(&sensitivity(&it, layers).log2(), 6, true);
        it.bits_per_parameter = rounded(&bits(&it, layers), 6, true);
    } else {
        (it.log2_sensitivity, it.bits_per_parameter) = (Rational::new(), Rational::new());
    }
    it
}

/// The least number of layers that the count allows.
pub(super) fn least(it: &DepthSeparation) -> u64 {
    let most = log2_targets(it) - 1_u32;
    let excluded = |layers: u64| bits(it, layers) * layers * it.parameters <= most;
    (1..).find(|layers| !excluded(*layers)).expect("some number")
}
