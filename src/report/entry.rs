//! The least number of layers of one matrix in one mode, as tables print it.

use std::path::Path;

use flowcert_check::Reasons;
use serde_json::{Value, json};

use super::{largest_bits, word_name};
use crate::linear::tables::Entry;

/// `5`, or `5–6` where it is not decided.
pub(super) fn bounds_text(lower: usize, upper: usize) -> String {
    if lower == upper { lower.to_string() } else { format!("{lower}–{upper}") }
}

/// The words that were neither made nor excluded: `L U L U L, U L U L U`.
pub(super) fn undecided_text(entry: &Entry) -> String {
    let words = entry.undecided.iter().map(|word| word_name(word.length, word.leading));
    words.collect::<Vec<_>>().join(", ")
}

/// The rules of the reasons: one for both words, or the one for the word that starts with L before the other.
pub(super) fn rules_text(reasons: &Reasons) -> String {
    match reasons {
        Reasons::None => String::new(),
        Reasons::Both(rule) => rule.name().to_owned(),
        Reasons::Each { starts_with_l, starts_with_u } => {
            format!("{}, {}", starts_with_l.name(), starts_with_u.name())
        }
    }
}

/// The same for programs.
pub(super) fn entry_json(entry: &Entry) -> Value {
    let words = entry.undecided.iter().map(|word| word_name(word.length, word.leading));
    let rules = match &entry.reasons {
        Reasons::None => json!({}),
        Reasons::Both(rule) => json!({ "both": rule.name() }),
        Reasons::Each { starts_with_l, starts_with_u } => {
            json!({ "starts_with_L": starts_with_l.name(), "starts_with_U": starts_with_u.name() })
        }
    };
    json!({
        "lower": entry.lower, "upper": entry.upper(), "decided": entry.is_decided(), "rules": rules,
        "undecided": words.collect::<Vec<_>>(), "largest_bits": largest_bits(&entry.layers),
        "certificates": entry.certificates.len(),
    })
}

/// How many certificates were verified, and where they are.
pub(super) fn certificates_note<'a>(entries: impl Iterator<Item = &'a Entry>, out: Option<&Path>) -> String {
    let (mut certificates, mut decided, mut all) = (0, 0, 0);
    for entry in entries {
        certificates += entry.certificates.len();
        decided += usize::from(entry.is_decided());
        all += 1;
    }
    let place = match out {
        Some(folder) => format!("they are in {}", folder.display()),
        None => "keep them with --out DIR".to_owned(),
    };
    let open = match all - decided {
        0 => String::new(),
        open => format!(", and two for each of the {open} numbers that are not decided"),
    };
    format!(
        "{certificates} of {certificates} certificates verified by the independent checker: {decided} of least numbers of \
         layers{open}; {place}."
    )
}
