//! The text of a depth separation.

use std::io::{self, Write};

use rug::Rational;

use super::{write_fraction, write_row};
use crate::certificate::{Class, Codebook, DepthSeparation, LayerFamily, Targets};

pub(super) fn write<W: Write>(it: &DepthSeparation, out: &mut W) -> io::Result<()> {
    writeln!(out, "{{")?;
    writeln!(out, "  \"format\": \"flowcert/1\",")?;
    writeln!(out, "  \"kind\": \"depth-separation\",")?;
    writeln!(out, "  \"dimension\": {},", it.dimension)?;
    writeln!(out, "  \"modes\": {},", it.modes)?;
    writeln!(out, "  \"accuracy\": \"{}\",", it.accuracy)?;
    writeln!(out, "  \"sigma_root_dimension\": \"{}\",", it.sigma_root_dimension)?;
    let (width, error) = (&it.ramp_width, &it.generator_error);
    writeln!(out, "  \"generator\": {{ \"ramp_width\": \"{width}\", \"error\": \"{error}\" }},")?;
    write_codebook(it, out)?;
    write_targets(it, out)?;
    writeln!(out, "  \"separation\": \"{}\",", it.separation.name())?;
    write_layers(it, out)?;
    write_class(&it.class, out)?;
    writeln!(out, "  \"log2_targets\": \"{}\",", it.log2_targets)?;
    writeln!(out, "  \"log2_sensitivity\": \"{}\",", it.log2_sensitivity)?;
    writeln!(out, "  \"bits_per_parameter\": \"{}\",", it.bits_per_parameter)?;
    writeln!(out, "  \"layers_needed\": {}", it.layers_needed)?;
    writeln!(out, "}}")
}

fn write_codebook<W: Write>(it: &DepthSeparation, out: &mut W) -> io::Result<()> {
    write!(out, "  \"codebook\": {{ \"points\": \"{}\", \"by\": \"{}\"", it.points, it.codebook.name())?;
    match &it.codebook {
        Codebook::BallPacking { distance } => write!(out, ", \"distance\": \"{distance}\"")?,
        Codebook::GilbertVarshamov { hamming } => write!(out, ", \"hamming\": {hamming}")?,
        Codebook::LinearCode { generator, hamming } => {
            write!(out, ", \"hamming\": {hamming}, \"generator\": ")?;
            write_lines(generator, out, |word, out| write_word(word, out))?;
        }
        Codebook::ListedCode { words, hamming } => {
            write!(out, ", \"hamming\": {hamming}, \"words\": ")?;
            write_lines(words, out, |word, out| write_word(word, out))?;
        }
    }
    writeln!(out, " }},")
}

fn write_targets<W: Write>(it: &DepthSeparation, out: &mut W) -> io::Result<()> {
    write!(out, "  \"targets\": {{ \"shared\": {}, \"by\": \"{}\"", it.shared, it.targets.name())?;
    if let Targets::Listed { sets } = &it.targets {
        write!(out, ", \"sets\": ")?;
        // A list of integers as Rust shows it is JSON.
        write_lines(sets, out, |set, out| write!(out, "{set:?}"))?;
    }
    writeln!(out, " }},")
}

fn write_layers<W: Write>(it: &DepthSeparation, out: &mut W) -> io::Result<()> {
    write!(out, "  \"layers\": {{ \"family\": \"{}\"", it.family.name())?;
    match &it.family {
        LayerFamily::Linear | LayerFamily::Sparse => {}
        LayerFamily::Additive { width } => write!(out, ", \"width\": {width}")?,
        LayerFamily::Clamped { width, clamp, slope } => {
            write!(out, ", \"width\": {width}, \"clamp\": \"{clamp}\", \"slope\": \"{slope}\"")?;
        }
    }
    writeln!(out, ", \"parameters\": {}, \"bound_squared\": \"{}\" }},", it.parameters, it.bound_squared)
}

fn write_class<W: Write>(class: &Class, out: &mut W) -> io::Result<()> {
    write!(out, "  \"class\": {{ \"by\": \"{}\"", class.name())?;
    let lipschitz = |bound: &Rational, out: &mut W| write!(out, ", \"lipschitz\": \"{bound}\"");
    match class {
        Class::General => {}
        Class::Lipschitz { lipschitz: bound, mean_excess } => {
            lipschitz(bound, out)?;
            write!(out, ", \"mean_excess\": \"{mean_excess}\"")?;
        }
        Class::Budgets { lipschitz: bound, budgets } => {
            lipschitz(bound, out)?;
            write!(out, ", \"budgets\": ")?;
            write_row(budgets, out, write_fraction)?;
        }
    }
    writeln!(out, " }},")
}

fn write_word<W: Write>(word: &[bool], out: &mut W) -> io::Result<()> {
    let digits: String = word.iter().map(|bit| if *bit { '1' } else { '0' }).collect();
    write!(out, "\"{digits}\"")
}

/// A list with a line for each entry.
fn write_lines<T, W: Write>(
    list: &[T],
    out: &mut W,
    entry: impl Fn(&T, &mut W) -> io::Result<()>,
) -> io::Result<()> {
    write!(out, "[")?;
    for (index, item) in list.iter().enumerate() {
        write!(out, "{}\n    ", if index == 0 { "" } else { "," })?;
        entry(item, out)?;
    }
    write!(out, "{}]", if list.is_empty() { "" } else { "\n  " })
}
