//! The text of a lower bound, and of a least number of layers, which has layers as well.

use std::io::{self, Write};

use rug::Rational;

use super::{write_fraction, write_layers, write_matrix, write_row};
use crate::certificate::{Arith, Ground, Layer, LowerBound, Matrix, RankEvidence, Reasons, Rule};

/// The indentation of a rule's keys.
const INDENT: &str = "      ";

pub(super) fn write<W: Write>(bound: &LowerBound, layers: Option<&[Layer]>, out: &mut W) -> io::Result<()> {
    let [first, second] = bound.partition;
    let kind = if layers.is_some() { "minimal-layers" } else { "lower-bound" };
    writeln!(out, "{{")?;
    writeln!(out, "  \"format\": \"flowcert/1\",")?;
    writeln!(out, "  \"kind\": \"{kind}\",")?;
    writeln!(out, "  \"mode\": \"{}\",", bound.mode)?;
    if let Ground::Prime(prime) = bound.ground {
        writeln!(out, "  \"field\": {prime},")?;
    }
    writeln!(out, "  \"partition\": [{first}, {second}],")?;
    write!(out, "  \"matrix\": ")?;
    write_matrix(&bound.matrix, "  ", out, write_fraction)?;
    writeln!(out, ",")?;
    if let Some(layers) = layers {
        write_layers(layers, Arith::Exact, out)?;
        writeln!(out, ",")?;
    }
    writeln!(out, "  \"layers_needed\": {},", bound.layers_needed)?;
    write_reasons(&bound.reasons, out)?;
    writeln!(out, "}}")
}

fn write_reasons<W: Write>(reasons: &Reasons, out: &mut W) -> io::Result<()> {
    match reasons {
        Reasons::None => return writeln!(out, "  \"reasons\": {{}}"),
        Reasons::Both(rule) => {
            writeln!(out, "  \"reasons\": {{")?;
            write_rule("both", rule, out)?;
        }
        Reasons::Each { starts_with_l, starts_with_u } => {
            writeln!(out, "  \"reasons\": {{")?;
            write_rule("starts_with_L", starts_with_l, out)?;
            writeln!(out, ",")?;
            write_rule("starts_with_U", starts_with_u, out)?;
        }
    }
    write!(out, "\n  }}\n")
}

fn write_rule<W: Write>(key: &str, rule: &Rule, out: &mut W) -> io::Result<()> {
    writeln!(out, "    \"{key}\": {{")?;
    write!(out, "{INDENT}\"rule\": \"{}\"", rule.name())?;
    match rule {
        Rule::NotIdentity | Rule::NotOneLayer | Rule::NotTwoLayers | Rule::ScalarBlocks => {}
        Rule::ThreeLayers { y, z } => write_matrices(&[("y", y), ("z", z)], out)?,
        Rule::Invariant { polynomial, power } => {
            write!(out, ",\n{INDENT}\"polynomial\": ")?;
            write_row(polynomial, out, write_fraction)?;
            write!(out, ",\n{INDENT}\"power\": {power}")?;
        }
        Rule::BlocksAtOne { power } => write!(out, ",\n{INDENT}\"power\": {power}")?,
        Rule::Degrees { factors } => {
            write!(out, ",\n{INDENT}\"factors\": ")?;
            write_rows(factors, out)?;
        }
        Rule::PrincipalMinorSigns { k } | Rule::LonePrincipalMinor { k } => {
            write!(out, ",\n{INDENT}\"k\": {k}")?;
        }
        Rule::NonRealRoots { cycle_in, cycle } => {
            write!(out, ",\n{INDENT}\"cycle_in\": \"{}\"", cycle_in.name())?;
            write!(out, ",\n{INDENT}\"cycle\": {cycle:?}")?;
        }
        Rule::KernelSystem { f, g, h } => write_matrices(&[("f", f), ("g", g), ("h", h)], out)?,
        Rule::KernelBalance { h } => write_matrices(&[("h", h)], out)?,
        Rule::Ranks { first, second } => {
            write!(out, ",\n{INDENT}\"first\": {}", evidence(first))?;
            write!(out, ",\n{INDENT}\"second\": {}", evidence(second))?;
        }
    }
    write!(out, "\n    }}")
}

fn write_matrices<W: Write>(matrices: &[(&str, &Matrix)], out: &mut W) -> io::Result<()> {
    for (key, matrix) in matrices {
        write!(out, ",\n{INDENT}\"{key}\": ")?;
        write_rows(matrix, out)?;
    }
    Ok(())
}

fn write_rows<W: Write>(rows: &[Vec<Rational>], out: &mut W) -> io::Result<()> {
    if rows.is_empty() {
        return write!(out, "[]");
    }
    write_matrix(rows, INDENT, out, write_fraction)
}

/// The list of indices as Rust shows it is JSON.
fn evidence(evidence: &RankEvidence) -> String {
    match evidence {
        RankEvidence::Rank | RankEvidence::Minors | RankEvidence::Cycle => {
            format!("{{ \"by\": \"{}\" }}", evidence.name())
        }
        RankEvidence::Staircase { rows, columns } => {
            format!("{{ \"by\": \"staircase\", \"rows\": {rows:?}, \"columns\": {columns:?} }}")
        }
    }
}
