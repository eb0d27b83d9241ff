//! Why a word is not a matrix, in words.

use flowcert_check::{CycleIn, Reasons, Rule};

use crate::coupling::Half;
use crate::scalar::Rational;

/// A word by its layers: `L U L U`; the leftmost acts last.
pub(crate) fn word_name(length: usize, leading: Half) -> String {
    let mut half = leading;
    let mut letters = Vec::with_capacity(length);
    for _ in 0..length {
        letters.push(if half == Half::Second { "L" } else { "U" });
        half = half.other();
    }
    letters.join(" ")
}

/// One line for each reason why no product of fewer than so many layers is the matrix.
pub(crate) fn reason_lines(reasons: &Reasons, layers_needed: usize) -> Vec<String> {
    let Some(length) = layers_needed.checked_sub(1) else { return Vec::new() };
    match reasons {
        Reasons::None => Vec::new(),
        Reasons::Both(rule) if length == 0 => vec![reason(rule, 0, Half::Second)],
        // In a reason for both, the halves are not exchanged, and nothing is peeled off.
        Reasons::Both(rule) => {
            vec![format!("{length} layers, either word: {}", reason(rule, 4, Half::Second))]
        }
        Reasons::Each { starts_with_l, starts_with_u } => {
            [(starts_with_l, Half::Second), (starts_with_u, Half::First)]
                .into_iter()
                .map(|(rule, leading)| {
                    format!("{}: {}", word_name(length, leading), reason(rule, length, leading))
                })
                .collect()
        }
    }
}

/// The reason, M = [A B; C D] and M⁻¹ = [P Q; R W]. The rules speak of one word of each length; for the other one the names of
/// the blocks are those after the exchange of the halves.
fn reason(rule: &Rule, length: usize, leading: Half) -> String {
    let peeled = length == 5;
    let exchanged = (leading == Half::First) != peeled;
    let [a, c, w] = if exchanged { ["D", "B", "P"] } else { ["A", "C", "W"] };
    let pair = if peeled { format!("{a} − x{c} and {w} + Rx") } else { format!("{a} and {w}") };
    let pair = if exchanged { pair.replace("Rx", "Qx") } else { pair };
    match rule {
        Rule::NotIdentity => "M is not the identity".to_owned(),
        Rule::NotOneLayer => "M is no such layer".to_owned(),
        Rule::NotTwoLayers => format!("{a} or {w} is no diagonal matrix with such scales"),
        Rule::ThreeLayers { .. } => "the linear equations for its shifts have no solution".to_owned(),
        Rule::Invariant { polynomial, power } => format!(
            "the Jordan blocks of {pair} differ, for f = {} those of size ≥ {power}",
            polynomial_text(polynomial)
        ),
        Rule::BlocksAtOne { power } => {
            format!(
                "the Jordan blocks of {pair} at the eigenvalue 1 differ too much, by those of size > {power}"
            )
        }
        Rule::Degrees { factors } if factors.is_empty() => format!(
            "the Jordan blocks at 1 that {pair} must have do not fit into the dimensions, or cannot differ as these do"
        ),
        Rule::Degrees { .. } => {
            format!("the invariant factors that {pair} must have in common do not fit into the dimensions")
        }
        Rule::PrincipalMinorSigns { k } => {
            format!(
                "the {k} × {k} principal minors of {a} and {w} have opposite signs, and so have their sums"
            )
        }
        Rule::LonePrincipalMinor { k } => {
            format!("of {a} and {w}, one has a single {k} × {k} principal minor ≠ 0 and the other none")
        }
        Rule::NonRealRoots { cycle_in, cycle } => {
            let (own, other) = if *cycle_in == CycleIn::Matrix { (a, w) } else { (w, a) };
            let cycle = cycle.iter().map(ToString::to_string).collect::<Vec<_>>().join(" → ");
            format!(
                "{own} has the cycle {cycle}, whose eigenvalues are not all real, and those of {other} are, whatever the scales"
            )
        }
        Rule::KernelSystem { .. } => {
            format!("{a} is singular, and the linear equations for the inner shift have no solution")
        }
        Rule::KernelBalance { .. } => {
            format!("{a} is singular, and its kernels balance scales that cannot be")
        }
        Rule::ScalarBlocks => {
            "with multiples of the identity on halves of these lengths, seven layers would have too many eigenvalues"
                .to_owned()
        }
        Rule::Ranks { .. } => {
            "the ranks of A − Γ1 and D − Γ2 are too large for so few layers of one kind".to_owned()
        }
    }
}

/// Such as `t^2 − 1/2·t + 1`.
fn polynomial_text(coefficients: &[Rational]) -> String {
    let mut text = String::new();
    for (k, coefficient) in coefficients.iter().enumerate().rev().filter(|(_, c)| !c.is_zero()) {
        let negative = *coefficient < 0;
        text += match (text.is_empty(), negative) {
            (true, false) => "",
            (true, true) => "−",
            (false, false) => " + ",
            (false, true) => " − ",
        };
        let magnitude = Rational::from(coefficient.abs_ref());
        let power = match k {
            0 => String::new(),
            1 => "t".to_owned(),
            _ => format!("t^{k}"),
        };
        text += &match (k, magnitude == 1) {
            (0, _) => super::brief(&magnitude),
            (_, true) => power,
            (_, false) => format!("{}·{power}", super::brief(&magnitude)),
        };
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_polynomials_as_they_are_written() {
        assert_eq!(word_name(5, Half::First), "U L U L U");
        assert_eq!(word_name(0, Half::First), "");
        let polynomial = |coefficients: &[(i64, i64)]| {
            polynomial_text(&coefficients.iter().copied().map(Rational::from).collect::<Vec<_>>())
        };
        assert_eq!(polynomial(&[(1, 1), (-1, 2), (1, 1)]), "t^2 − 1/2·t + 1");
        assert_eq!(polynomial(&[(-2, 1), (-1, 1)]), "−t − 2");
    }

    #[test]
    fn the_other_word_is_said_with_the_blocks_exchanged() {
        let rule = || Rule::PrincipalMinorSigns { k: 1 };
        let reasons = Reasons::Each { starts_with_l: rule(), starts_with_u: rule() };
        let lines = reason_lines(&reasons, 5);
        assert!(lines[0].starts_with("L U L U: the 1 × 1 principal minors of A and W "), "{lines:?}");
        assert!(lines[1].starts_with("U L U L: the 1 × 1 principal minors of D and P "), "{lines:?}");
        // One of five layers is peeled off, and the rest starts with the other half.
        let lines = reason_lines(&reasons, 6);
        assert!(lines[0].starts_with("L U L U L: the 1 × 1 principal minors of D and P "), "{lines:?}");
    }
}
