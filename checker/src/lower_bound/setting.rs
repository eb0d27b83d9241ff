//! Where a rule stands: which word it excludes, of how many layers, in which mode and field. And how it complains.

use std::ops::RangeInclusive;

use rug::Rational;

use crate::certificate::{Ground, LowerBound, Matrix, Mode, Rule};
use crate::rejection::Rejection;
use crate::structure;

/// Which words a reason excludes. A word starts on the left, with the layer that acts last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word {
    Both,
    StartsWithL,
    StartsWithU,
}

impl Word {
    fn key(self) -> &'static str {
        match self {
            Self::Both => "both",
            Self::StartsWithL => "starts_with_L",
            Self::StartsWithU => "starts_with_U",
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Both => "both words",
            Self::StartsWithL => "the word that starts with L,",
            Self::StartsWithU => "the word that starts with U,",
        }
    }
}

/// A rule's place, and what is known there before any number is looked at.
#[derive(Clone, Debug)]
pub(super) struct Setting {
    pub(super) word: Word,
    /// The number of layers ℓ of the word.
    pub(super) length: usize,
    pub(super) mode: Mode,
    /// Whether the rule is to be read with the halves exchanged.
    pub(super) swapped: bool,
    /// The lengths of the halves d1 and d2, exchanged where the halves are.
    pub(super) halves: [usize; 2],
    ground: Ground,
    rule: &'static str,
}

impl Setting {
    pub(super) fn new(bound: &LowerBound, word: Word, rule: &Rule) -> Self {
        let length = bound.layers_needed.saturating_sub(1);
        let swapped = match (rule, word) {
            // Speaks of both blocks of the diagonal, whatever the word.
            (Rule::Ranks { .. }, _) | (_, Word::Both) => false,
            // Of five layers one is peeled off; what is left starts with the other letter.
            (_, Word::StartsWithL) => length == 5,
            (_, Word::StartsWithU) => length != 5,
        };
        let [first, second] = bound.partition;
        let halves = if swapped { [second, first] } else { [first, second] };
        let LowerBound { mode, ground, .. } = *bound;
        Self { word, length, mode, swapped, halves, ground, rule: rule.name() }
    }

    fn place(&self) -> String {
        format!("reasons.{}", self.word.key())
    }

    /// The rule may not stand here: "… is for …".
    pub(super) fn not_applicable(&self, why: impl Into<String>) -> Rejection {
        Rejection::RuleNotApplicable { place: self.place(), rule: self.rule, why: why.into() }
    }

    /// The numbers lack what the rule supposes: "… supposes …".
    pub(super) fn hypothesis(&self, what: impl Into<String>) -> Rejection {
        Rejection::Hypothesis { place: self.place(), rule: self.rule, what: what.into() }
    }

    /// The numbers do not exclude the word.
    pub(super) fn fails(&self, numbers: impl Into<String>) -> Rejection {
        let (place, rule, word, length) = (self.place(), self.rule, self.word.name(), self.length);
        Rejection::ReasonFails { place, rule, word, length, numbers: numbers.into() }
    }

    /// The rule is about words of these lengths.
    pub(super) fn require_length(&self, lengths: RangeInclusive<usize>) -> Result<(), Rejection> {
        if lengths.contains(&self.length) {
            return Ok(());
        }
        let (least, most) = lengths.into_inner();
        let allowed = match most {
            most if most == least => format!("{least}"),
            usize::MAX => format!("{least} or more"),
            _ => format!("{least} to {most}"),
        };
        Err(self.not_applicable(format!("is for words of {allowed} layers, not of {}", self.length)))
    }

    /// The rule is about these modes.
    pub(super) fn require_mode(&self, modes: &[Mode]) -> Result<(), Rejection> {
        if modes.contains(&self.mode) {
            return Ok(());
        }
        let names = modes.iter().map(|mode| mode.name()).collect::<Vec<_>>().join(" or ");
        Err(self.not_applicable(format!("is for mode {names}, not {}", self.mode)))
    }

    /// The rule excludes one word at a time.
    pub(super) fn require_one_word(&self) -> Result<(), Rejection> {
        if self.word == Word::Both {
            return Err(self.not_applicable("excludes one word, not both"));
        }
        Ok(())
    }

    /// The rule needs the order of Q.
    pub(super) fn require_rationals(&self) -> Result<(), Rejection> {
        match self.ground {
            Ground::Rationals => Ok(()),
            ground @ Ground::Prime(_) => {
                Err(self.not_applicable(format!("is for matrices over Q, not over {ground}")))
            }
        }
    }

    /// The rule needs halves of equal length.
    pub(super) fn require_equal_halves(&self) -> Result<(), Rejection> {
        let [first, second] = self.halves;
        if first == second {
            return Ok(());
        }
        Err(self.not_applicable(format!("is for halves of equal length, not {first} and {second}")))
    }

    /// A number of the rule is one of those that there are.
    pub(super) fn require_range(
        &self,
        key: &str,
        found: usize,
        range: RangeInclusive<usize>,
    ) -> Result<(), Rejection> {
        if range.contains(&found) {
            return Ok(());
        }
        let (least, most) = range.into_inner();
        Err(Rejection::OutOfRange { place: format!("{}.{key}", self.place()), found, least, most })
    }

    /// Indices are those of `length` coordinates, and different.
    pub(super) fn require_indices(
        &self,
        key: &str,
        indices: &[usize],
        length: usize,
    ) -> Result<(), Rejection> {
        let mut seen = vec![false; length];
        for (index, &found) in indices.iter().enumerate() {
            self.require_range(&format!("{key}[{index}]"), found, 0..=length.saturating_sub(1))?;
            if std::mem::replace(&mut seen[found], true) {
                return Err(
                    self.hypothesis(format!("different indices in {key}, but {found} is there twice"))
                );
            }
        }
        Ok(())
    }

    /// A matrix of the rule has this shape, and elements of the field.
    pub(super) fn require_matrix(
        &self,
        key: &str,
        matrix: &Matrix,
        shape: [usize; 2],
    ) -> Result<(), Rejection> {
        structure::check_matrix(&format!("{}.{key}", self.place()), matrix, shape, self.ground)
    }

    /// A polynomial of the rule is not constant, ends with its leading coefficient, and has coefficients in the field. It has no
    /// more than d1 + d2 roots: more than A and W have together are of no use.
    pub(super) fn require_polynomial(&self, key: &str, polynomial: &[Rational]) -> Result<(), Rejection> {
        structure::check_elements(&format!("{}.{key}", self.place()), polynomial, self.ground)?;
        let [first, second] = self.halves;
        match polynomial {
            [_, .., leading] if !leading.is_zero() => {
                self.require_range(&format!("{key}, its degree"), polynomial.len() - 1, 1..=first + second)
            }
            _ => Err(self.hypothesis(format!(
                "a leading coefficient other than 0 in {key}, and a degree of at least 1"
            ))),
        }
    }
}
