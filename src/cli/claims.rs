//! `flowcert claims`: the register, in words.

use std::process::ExitCode;

use clap::Args;
use serde_json::json;

use super::check::find;
use super::{Outcome, OutputFormat, print};
use crate::claim::{CLAIMS, Claim};

/// List the claims, or explain one: the statement and the idea of the proof in words
#[derive(Args)]
pub(super) struct Arguments {
    /// The claim to explain
    id: Option<String>,
    /// How to print it
    #[arg(long, value_enum, default_value_t)]
    format: OutputFormat,
}

pub(super) fn run(arguments: &Arguments) -> Outcome {
    let claims = match &arguments.id {
        Some(id) => std::slice::from_ref(find(id)?),
        None => CLAIMS,
    };
    print(&match (arguments.format, &arguments.id) {
        (OutputFormat::Json, _) => {
            format!("{:#}\n", claims.iter().map(as_json).collect::<serde_json::Value>())
        }
        (OutputFormat::Text, Some(_)) => claims.iter().map(explanation).collect(),
        (OutputFormat::Text, None) => list(),
    })?;
    Ok(ExitCode::SUCCESS)
}

fn list() -> String {
    let lines =
        CLAIMS.iter().map(|claim| format!("{:20} {:14} {}\n", claim.id, paper_bound(claim), here(claim)));
    let header = format!("{:20} {:14} {}\n", "claim", "paper", "here");
    header
        + &lines.collect::<String>()
        + "\n'flowcert claims ID' explains one, 'flowcert check --claim ID' checks it.\n"
}

fn paper_bound(claim: &Claim) -> &'static str {
    if claim.paper_bound.is_empty() { "–" } else { claim.paper_bound }
}

fn here(claim: &Claim) -> &'static str {
    if claim.instances.is_some() { claim.our_bound } else { "not checked here" }
}

fn explanation(claim: &Claim) -> String {
    let proof = match claim.theorem {
        "" => "none here yet".to_owned(),
        theorem => format!("{theorem}, {}", claim.proof),
    };
    [
        ("claim", claim.id),
        ("source", claim.source.name()),
        ("statement", claim.statement),
        ("paper", paper_bound(claim)),
        ("here", here(claim)),
        ("idea", claim.idea),
        ("proof", &proof),
    ]
    .iter()
    .map(|(name, text)| format!("{name:10} {}\n", wrapped(text, 11, 100)))
    .collect()
}

/// Lines of at most `width` characters, all but the first indented.
fn wrapped(text: &str, indent: usize, width: usize) -> String {
    let (mut result, mut column) = (String::new(), indent);
    for word in text.split_whitespace() {
        let length = word.chars().count();
        if column > indent && column + 1 + length > width {
            result += "\n";
            result += &" ".repeat(indent);
            column = indent;
        } else if column > indent {
            result.push(' ');
            column += 1;
        }
        result += word;
        column += length;
    }
    result
}

fn as_json(claim: &Claim) -> serde_json::Value {
    json!({
        "claim": claim.id, "statement": claim.statement, "source": claim.source.name(),
        "paper": claim.paper_bound, "here": claim.our_bound, "idea": claim.idea, "theorem": claim.theorem,
        "proof": claim.proof,
        "checked": claim.instances.is_some(),
    })
}
