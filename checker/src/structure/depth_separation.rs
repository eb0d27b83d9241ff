//! The form of a depth separation: sizes, signs, lengths, and what goes together.

use rug::{Integer, Rational};

use crate::abbreviate;
use crate::certificate::{Class, Codebook, DepthSeparation, LayerFamily, Separation, Targets};
use crate::limits::{
    MAX_DEPTH_BITS, MAX_DEPTH_DIMENSION, MAX_DEPTH_EXACT_BITS, MAX_DEPTH_LAYERS, MAX_DEPTH_MODES,
};
use crate::rejection::Rejection;

/// Checks everything but distances, counts and bounds.
pub(crate) fn check(it: &DepthSeparation) -> Result<(), Rejection> {
    check_sizes(it)?;
    check_numbers(it)?;
    check_codebook(it)?;
    check_targets(it)?;
    check_layers(it)?;
    check_class(it)
}

/// The whole numbers.
fn check_sizes(it: &DepthSeparation) -> Result<(), Rejection> {
    at_most("dimension", "it", it.dimension, MAX_DEPTH_DIMENSION)?;
    at_most("modes", "it", it.modes, MAX_DEPTH_MODES)?;
    at_most("layers_needed", "it", it.layers_needed, MAX_DEPTH_LAYERS)?;
    let bits = u64::from(it.points.significant_bits());
    at_most("codebook.points", "the number of bits", bits, MAX_DEPTH_EXACT_BITS)?;
    suits("dimension", it.dimension >= 2, &it.dimension, "at least 2")?;
    suits("modes", it.modes >= 1, &it.modes, "at least 1")?;
    suits("layers_needed", it.layers_needed >= 1, &it.layers_needed, "at least 1")?;
    let more = it.points > it.modes;
    suits("codebook.points", more, &integer(&it.points), "more than the number of modes")?;
    suits("targets.shared", it.shared < it.modes, &it.shared, "less than the number of modes")?;
    suits("layers.parameters", it.parameters >= 1, &it.parameters, "at least 1")
}

/// The fractions, but those of the codebook, the layers and the class.
fn check_numbers(it: &DepthSeparation) -> Result<(), Rejection> {
    positive("accuracy", &it.accuracy)?;
    positive("sigma_root_dimension", &it.sigma_root_dimension)?;
    positive("generator.ramp_width", &it.ramp_width)?;
    positive("generator.error", &it.generator_error)?;
    positive("layers.bound_squared", &it.bound_squared)?;
    for (place, number) in [
        ("log2_targets", &it.log2_targets),
        ("log2_sensitivity", &it.log2_sensitivity),
        ("bits_per_parameter", &it.bits_per_parameter),
    ] {
        short(place, number)?;
        if it.layers_needed == 1 && place != "log2_targets" {
            suits(place, number.is_zero(), &abbreviate::number(number), "0, as no layer asks for")?;
        }
    }
    Ok(())
}

fn check_codebook(it: &DepthSeparation) -> Result<(), Rejection> {
    let length = it.dimension;
    let check_words = |place: &str, words: &[Vec<bool>]| {
        words.iter().enumerate().try_for_each(|(index, word)| {
            has_length(|| format!("{place}[{index}]"), "bits", word.len(), length)
        })
    };
    let hamming = match &it.codebook {
        Codebook::BallPacking { distance } => {
            if it.separation == Separation::InnerProduct {
                let why = "is for unit vectors, which the points of a ball packing need not be".to_owned();
                let (place, rule) = ("separation".to_owned(), "inner-product");
                return Err(Rejection::RuleNotApplicable { place, rule, why });
            }
            positive("codebook.distance", distance)?;
            return suits("codebook.distance", *distance <= 2, &abbreviate::number(distance), "at most 2");
        }
        Codebook::GilbertVarshamov { hamming } => hamming,
        Codebook::LinearCode { generator, hamming } => {
            check_words("codebook.generator", generator)?;
            hamming
        }
        Codebook::ListedCode { words, hamming } => {
            check_words("codebook.words", words)?;
            hamming
        }
    };
    suits("codebook.hamming", (1..=length).contains(hamming), hamming, "from 1 to the dimension")
}

fn check_targets(it: &DepthSeparation) -> Result<(), Rejection> {
    let Targets::Listed { sets } = &it.targets else { return Ok(()) };
    for (index, set) in sets.iter().enumerate() {
        let place = || format!("targets.sets[{index}]");
        has_length(place, "points", set.len(), it.modes)?;
        let disorder = set.windows(2).find(|pair| pair[0] >= pair[1]);
        if let Some(&[_, second]) = disorder {
            return suits(&place(), false, &second, "larger than the index before it");
        }
        let last = set.last().copied().unwrap_or(0);
        suits(&place(), it.points > last, &last, "less than the number of points")?;
    }
    Ok(())
}

fn check_layers(it: &DepthSeparation) -> Result<(), Rejection> {
    if it.family != LayerFamily::Sparse && !it.dimension.is_multiple_of(2) {
        return Err(Rejection::OddDimension { dimension: it.dimension, family: it.family.name() });
    }
    match &it.family {
        LayerFamily::Linear | LayerFamily::Sparse => Ok(()),
        LayerFamily::Additive { width } => suits("layers.width", *width >= 1, width, "at least 1"),
        LayerFamily::Clamped { width, clamp, slope } => {
            suits("layers.width", *width >= 1, width, "at least 1")?;
            positive("layers.clamp", clamp)?;
            positive("layers.slope", slope)
        }
    }
}

/// The constants of the class; the product of budgets is at most R.
fn check_class(it: &DepthSeparation) -> Result<(), Rejection> {
    let at_least_one = |place: &str, number: &Rational| {
        short(place, number)?;
        suits(place, *number >= 1, &abbreviate::number(number), "at least 1")
    };
    match &it.class {
        Class::General => Ok(()),
        Class::Lipschitz { lipschitz, mean_excess } => {
            at_least_one("class.lipschitz", lipschitz)?;
            let place = "class.mean_excess";
            short(place, mean_excess)?;
            suits(place, *mean_excess >= 0, &abbreviate::number(mean_excess), "at least 0")
        }
        Class::Budgets { lipschitz, budgets } => {
            at_least_one("class.lipschitz", lipschitz)?;
            has_length(|| "class.budgets".to_owned(), "budgets", budgets.len(), it.layers_needed - 1)?;
            for (index, budget) in budgets.iter().enumerate() {
                at_least_one(&format!("class.budgets[{index}]"), budget)?;
            }
            let bits = budgets.iter().map(bits).sum();
            at_most("class.budgets", "the number of bits of all", bits, MAX_DEPTH_EXACT_BITS)?;
            if product(budgets) > *lipschitz {
                return Err(Rejection::LipschitzBudget { lipschitz: abbreviate::number(lipschitz) });
            }
            Ok(())
        }
    }
}

/// The product of both halves of the list: numbers of about the same length are multiplied.
fn product(numbers: &[Rational]) -> Rational {
    match numbers {
        [] => Rational::from(1),
        [number] => number.clone(),
        _ => {
            let (first, second) = numbers.split_at(numbers.len() / 2);
            product(first) * product(second)
        }
    }
}

fn bits(number: &Rational) -> u64 {
    u64::from(number.numer().significant_bits()) + u64::from(number.denom().significant_bits())
}

fn integer(number: &Integer) -> String {
    abbreviate::number(&Rational::from(number))
}

/// A positive number that is not too long.
fn positive(place: &str, number: &Rational) -> Result<(), Rejection> {
    short(place, number)?;
    suits(place, *number > 0, &abbreviate::number(number), "positive")
}

fn short(place: &str, number: &Rational) -> Result<(), Rejection> {
    at_most(place, "the number of bits", bits(number), MAX_DEPTH_BITS)
}

fn at_most(place: &str, what: &'static str, found: u64, limit: u64) -> Result<(), Rejection> {
    if found <= limit {
        return Ok(());
    }
    Err(Rejection::TooLarge { place: place.to_owned(), what, found, limit })
}

fn suits(place: &str, holds: bool, found: &impl ToString, what: &'static str) -> Result<(), Rejection> {
    if holds {
        return Ok(());
    }
    Err(Rejection::Unsuitable { place: place.to_owned(), found: found.to_string(), what })
}

fn has_length(
    place: impl Fn() -> String,
    what: &'static str,
    found: usize,
    expected: u64,
) -> Result<(), Rejection> {
    let found = found as u64;
    if found == expected {
        return Ok(());
    }
    Err(Rejection::Length { place: place(), what, found, expected })
}
