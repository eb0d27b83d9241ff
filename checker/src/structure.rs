//! What can be said of a factorization without arithmetic: sizes, shapes, alternation, membership in the field,
//! and what its mode allows.
//!
//! Re-derived: all of it, for typed values as well as for those that the reader built. Nothing later looks at a
//! number before this has passed.

pub(crate) mod depth_separation;
pub(crate) mod enumeration;
pub(crate) mod lower_bound;

use rug::Rational;

use crate::abbreviate;
use crate::certificate::{Arith, Factorization, Ground, Half, Layer, Matrix, Mode};
use crate::float;
use crate::limits::{MAX_LAYERS, MAX_PRIME, MAX_SIDE};
use crate::rejection::Rejection;

/// Checks everything but the product and the norms.
pub(crate) fn check(factorization: &Factorization) -> Result<(), Rejection> {
    let side = check_setting(factorization.setting())?;
    check_count("layers", "their number", factorization.layers.len(), MAX_LAYERS)?;
    check_matrix("matrix", &factorization.matrix, [side, side], factorization.ground)?;
    check_layers(&factorization.layers, factorization.setting())?;
    check_error_bound(factorization)
}

/// What decides which layers and numbers there may be.
#[derive(Clone, Copy)]
pub(crate) struct Setting {
    arith: Arith,
    ground: Ground,
    mode: Mode,
    partition: [usize; 2],
}

impl Factorization {
    fn setting(&self) -> Setting {
        let Self { arith, ground, mode, partition, .. } = *self;
        Setting { arith, ground, mode, partition }
    }
}

/// The partition, the field and the mode; the side d1 + d2 of the matrix.
fn check_setting(setting: Setting) -> Result<usize, Rejection> {
    let side = check_partition(setting.partition)?;
    check_ground(setting.ground)?;
    check_arith(setting.arith, setting.ground)?;
    match (setting.mode, setting.ground, setting.arith) {
        (Mode::Positive, Ground::Prime(prime), _) => Err(Rejection::PositiveOverPrime { prime }),
        (Mode::Singular, _, Arith::Exact) => Err(Rejection::SingularExact),
        _ => Ok(side),
    }
}

/// Layers that write the halves in turn, each as the partition, the field and the mode ask for.
fn check_layers(layers: &[Layer], setting: Setting) -> Result<(), Rejection> {
    let mut before = None;
    for (index, layer) in layers.iter().enumerate() {
        if before == Some(layer.writes) {
            return Err(Rejection::ConsecutiveHalves { layer: index, half: layer.writes });
        }
        before = Some(layer.writes);
        check_layer(index, layer, setting)?;
    }
    Ok(())
}

/// What can be said of the bound before the product is known.
fn check_error_bound(factorization: &Factorization) -> Result<(), Rejection> {
    let bound = &factorization.error_bound;
    if bound.is_zero() {
        return Ok(());
    }
    let found = abbreviate::number(bound);
    if factorization.arith == Arith::Exact {
        Err(Rejection::ErrorBound { found })
    } else if *bound < 0 {
        Err(Rejection::ErrorBoundNegative { found })
    } else if factorization.matrix.iter().flatten().all(Rational::is_zero) {
        Err(Rejection::ErrorBoundOfZero { found })
    } else {
        Ok(())
    }
}

/// The side d1 + d2 of the matrix.
fn check_partition(partition: [usize; 2]) -> Result<usize, Rejection> {
    for half in [Half::First, Half::Second] {
        if half.length(partition) == 0 {
            return Err(Rejection::EmptyHalf { half });
        }
    }
    let [first, second] = partition;
    let side = first.saturating_add(second);
    check_count("partition", "the number of coordinates", side, MAX_SIDE)?;
    Ok(side)
}

fn check_ground(ground: Ground) -> Result<(), Rejection> {
    let Ground::Prime(found) = ground else { return Ok(()) };
    if found > MAX_PRIME {
        let place = "field".to_owned();
        return Err(Rejection::TooLarge { place, what: "the prime", found, limit: MAX_PRIME });
    }
    if is_prime(found) { Ok(()) } else { Err(Rejection::NotPrime { found }) }
}

/// Floats have a precision within the limits and are rational numbers.
fn check_arith(arith: Arith, ground: Ground) -> Result<(), Rejection> {
    if let Arith::Mpfr { precision } = arith {
        float::check_precision(u64::from(precision))?;
    }
    match ground {
        Ground::Prime(prime) if arith != Arith::Exact => Err(Rejection::FloatOverPrime { arith, prime }),
        _ => Ok(()),
    }
}

/// Whether a number below 2³² is prime, by trial division: at most 2¹⁶ steps, and nothing to trust.
fn is_prime(number: u64) -> bool {
    number >= 2
        && (2..)
            .take_while(|divisor| divisor * divisor <= number)
            .all(|divisor| !number.is_multiple_of(divisor))
}

fn check_layer(index: usize, layer: &Layer, setting: Setting) -> Result<(), Rejection> {
    let Setting { arith, ground, mode, partition } = setting;
    let (written, other) = (layer.writes.length(partition), layer.writes.other().length(partition));
    check_matrix(&format!("layers[{index}].shift"), &layer.shift, [written, other], ground)?;
    let place = format!("layers[{index}].scale");
    check_row(&place, &layer.scale, written, ground)?;
    check_stored(index, layer, arith)?;
    let forbidden = layer.scale.iter().enumerate().find(|(_, scale)| !mode_allows(mode, scale));
    match forbidden {
        None => Ok(()),
        Some((entry, scale)) => Err(Rejection::ModeViolated {
            place: format!("{place}[{entry}]"),
            mode,
            value: abbreviate::number(scale),
        }),
    }
}

/// Every number of a layer is one of the arithmetic: for typed values, which no reader has judged.
fn check_stored(index: usize, layer: &Layer, arith: Arith) -> Result<(), Rejection> {
    let judge = |place: String, row: &[Rational]| {
        let strange = row.iter().enumerate().find_map(|(entry, number)| {
            float::problem(number, arith).map(|problem| (entry, number, problem))
        });
        let Some((entry, number, problem)) = strange else { return Ok(()) };
        let (place, text) = (format!("{place}[{entry}]"), abbreviate::number(number));
        Err(Rejection::NotCanonical { place, text, problem })
    };
    for (row, numbers) in layer.shift.iter().enumerate() {
        judge(format!("layers[{index}].shift[{row}]"), numbers)?;
    }
    judge(format!("layers[{index}].scale"), &layer.scale)
}

pub(crate) fn mode_allows(mode: Mode, scale: &Rational) -> bool {
    match mode {
        Mode::Additive => *scale == 1,
        Mode::Positive => *scale > 0,
        Mode::Signed => !scale.is_zero(),
        Mode::Singular => true,
    }
}

/// The shape, and that the entries are elements of the field.
pub(crate) fn check_matrix(
    place: &str,
    matrix: &Matrix,
    shape: [usize; 2],
    ground: Ground,
) -> Result<(), Rejection> {
    let [rows, columns] = shape;
    check_length(place, "rows", matrix.len(), rows)?;
    for (index, row) in matrix.iter().enumerate() {
        check_row(&format!("{place}[{index}]"), row, columns, ground)?;
    }
    Ok(())
}

fn check_row(place: &str, row: &[Rational], length: usize, ground: Ground) -> Result<(), Rejection> {
    check_length(place, "entries", row.len(), length)?;
    check_elements(place, row, ground)
}

/// That numbers are elements of the field.
pub(crate) fn check_elements(place: &str, row: &[Rational], ground: Ground) -> Result<(), Rejection> {
    let Ground::Prime(prime) = ground else { return Ok(()) };
    for (index, number) in row.iter().enumerate() {
        if !number.is_integer() || *number < 0 || *number >= prime {
            let (place, value) = (format!("{place}[{index}]"), abbreviate::number(number));
            return Err(Rejection::NotInField { place, value, prime });
        }
    }
    Ok(())
}

fn check_length(place: &str, what: &'static str, found: usize, expected: usize) -> Result<(), Rejection> {
    if found == expected {
        return Ok(());
    }
    Err(Rejection::Shape { place: place.to_owned(), what, found, expected })
}

fn check_count(place: &str, what: &'static str, found: usize, limit: usize) -> Result<(), Rejection> {
    if found <= limit {
        return Ok(());
    }
    let (found, limit) = (found as u64, limit as u64);
    Err(Rejection::TooLarge { place: place.to_owned(), what, found, limit })
}

#[cfg(test)]
mod tests {
    use super::is_prime;

    #[test]
    fn primes_are_told_from_composites() {
        let primes: Vec<u64> = (0..50).filter(|&number| is_prime(number)).collect();
        assert_eq!(primes, [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47]);
        assert!(is_prime(4_294_967_291));
        assert!(!is_prime(65_521 * 65_521));
        assert!(!is_prime(561), "a Carmichael number");
    }
}
