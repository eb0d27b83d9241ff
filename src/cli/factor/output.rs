//! What `factor` prints for a float factorization.

use flowcert_check::{Arith, Layer};
use rug::Rational;
use serde_json::{Value, json};

use super::float::FloatFound;
use super::{Arguments, duration};
use crate::coupling::Mode;
use crate::coupling::files::Source;
use crate::matrix::float::determinant::Sign;

pub(super) fn as_text(found: &FloatFound, source: &Source, arguments: &Arguments) -> String {
    let factorization = &found.factorization;
    let size = factorization.matrix.len();
    let mut text = format!(
        "{source}: {size} × {size}, {}\n{} layers ({}: {}), mode {}{}, found in {}\n",
        matrix_facts(found),
        factorization.layers.len(),
        found.method.name(),
        found.reason,
        factorization.mode,
        mode_remark(found),
        duration(found.seconds),
    );
    for note in &found.notes {
        text += &format!("note: {note}\n");
    }
    text += &format!("\n  largest spectral norm of a shift  {}\n", norm_facts(found));
    text +=
        &format!("  relative error (Frobenius norm)   at most {}\n", scientific(&factorization.error_bound));
    if let Some(error) = found.inverse_error {
        text +=
            &format!("  inverse · matrix − identity       about {error:.1e} (in doubles, not certified)\n");
    }
    text += &determinant_facts(found);
    text += "\n  layer  writes   shift        largest entry  scales\n";
    for (k, layer) in factorization.layers.iter().enumerate() {
        text += &layer_row(k, layer);
    }
    text += &format!("\nverified by the checker in {}", duration(found.check_seconds));
    match &arguments.output {
        Some(path) => text + &format!("; certificate in {}\n", path.display()),
        None => text + "; keep the certificate with -o CERT\n",
    }
}

fn matrix_facts(found: &FloatFound) -> String {
    let sign = match found.determinant.sign {
        Sign::Positive => "determinant positive".to_owned(),
        Sign::Negative => "determinant negative".to_owned(),
        Sign::Zero => format!("singular, rank {}", found.determinant.rank),
    };
    format!("{sign}, κ {}, stored {}", condition(found.condition), arith(found.factorization.arith))
}

fn arith(arith: Arith) -> String {
    match arith {
        Arith::Exact => "exactly".to_owned(),
        Arith::F64 => "as doubles".to_owned(),
        Arith::Mpfr { precision } => format!("with {precision} bits"),
    }
}

/// Doubles see condition numbers up to about 10¹⁵.
fn condition(value: f64) -> String {
    if value.is_infinite() {
        "infinite".to_owned()
    } else if value > 1e15 {
        "> 1e15".to_owned()
    } else {
        format!("≈ {value:.1e}")
    }
}

fn mode_remark(found: &FloatFound) -> &'static str {
    match (found.factorization.mode, found.determinant.sign) {
        (Mode::Singular, Sign::Zero) => " (some scales are 0: this map is no longer invertible)",
        (Mode::Signed, Sign::Negative) => " (one scale is negative, as the determinant is)",
        _ => "",
    }
}

fn norm_facts(found: &FloatFound) -> String {
    let norm = found.factorization.max_shift_norm.as_ref().map_or(0.0, Rational::to_f64);
    match found.promised_norm {
        Some(promised) => format!("{norm:.4} (the theorem: at most {promised:.4})"),
        None => format!("{norm:.4}"),
    }
}

fn determinant_facts(found: &FloatFound) -> String {
    match found.determinant.log_abs {
        Some([low, high]) => format!(
            "  log |determinant|                 between {low:.12} and {high:.12}\n  \
             Σ log |scales|                    {:.12} (of the layers as stored)\n",
            found.log_scales
        ),
        None => "  log |determinant|                 −∞\n".to_owned(),
    }
}

fn layer_row(k: usize, layer: &Layer) -> String {
    let shape = format!("{} × {}", layer.shift.len(), layer.shift.first().map_or(0, Vec::len));
    let largest = layer.shift.iter().flatten().map(|x| x.to_f64().abs()).fold(0.0, f64::max);
    let scales = if layer.scale.iter().all(|scale| *scale == 1) {
        "1".to_owned()
    } else {
        let values = || layer.scale.iter().map(Rational::to_f64);
        let (low, high) =
            (values().fold(f64::INFINITY, f64::min), values().fold(f64::NEG_INFINITY, f64::max));
        format!("{low:.3e} … {high:.3e}")
    };
    format!("  {:<6} {:8} {shape:11} {largest:>14.4}  {scales}\n", k + 1, layer.writes.name())
}

fn scientific(bound: &Rational) -> String {
    if bound.is_zero() { "0".to_owned() } else { format!("{:.2e}", bound.to_f64()) }
}

pub(super) fn as_json(found: &FloatFound, source: &Source, arguments: &Arguments) -> Value {
    let factorization = &found.factorization;
    let precision = match factorization.arith {
        Arith::Mpfr { precision } => Some(precision),
        _ => None,
    };
    let layers = factorization.layers.iter().map(|layer| {
        json!({
            "writes": layer.writes.name(), "rows": layer.shift.len(),
            "columns": layer.shift.first().map_or(0, Vec::len),
        })
    });
    json!({
        "input": source.to_string(), "size": factorization.matrix.len(), "arith": factorization.arith.name(),
        "precision": precision, "mode": factorization.mode.name(), "method": found.method.name(),
        "reason": found.reason, "notes": found.notes, "layers": layers.collect::<Vec<_>>(),
        "max_shift_norm": factorization.max_shift_norm.as_ref().map(Rational::to_f64),
        "promised_norm": found.promised_norm, "error_bound": factorization.error_bound.to_f64(),
        "inverse_error": found.inverse_error,
        "condition": Some(found.condition).filter(|value| value.is_finite()),
        "determinant_sign": match found.determinant.sign { Sign::Positive => 1, Sign::Negative => -1, Sign::Zero => 0 },
        "rank": found.determinant.rank, "log_abs_determinant": found.determinant.log_abs,
        "log_abs_scales": Some(found.log_scales).filter(|value| value.is_finite()),
        "seconds": found.seconds, "verified": true, "check_seconds": found.check_seconds,
        "certificate": arguments.output,
    })
}
