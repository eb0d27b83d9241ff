//! `flowcert check`: every claim on its instances.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use clap::Args;
use indicatif::ProgressBar;
use serde_json::json;

use super::failure::{BAD_INPUT, DOES_NOT_HOLD, Failure};
use super::{Outcome, OutputFormat, print, progress};
use crate::claim::{self, CLAIMS, Claim, Suite, Verdict};
use crate::coupling::files;
use crate::report::{ClaimRow, claim_table};

/// Check every claim: factor its instances, write the certificates, read them back and verify them
///
/// A claim is a universal statement, proved in docs/; what the program proves are its instances, each by a certificate
/// that the independent checker accepts. Claims of the paper that the program does not reach yet are listed as not
/// checked here. Exit code 0 only if everything that is checked holds.
///
/// The work is spread over all processors; `RAYON_NUM_THREADS` limits them. The results do not depend on their number.
#[derive(Args)]
pub(super) struct Arguments {
    /// Check this claim only; may be given several times ('flowcert claims' lists them)
    #[arg(long = "claim", value_name = "ID")]
    claims: Vec<String>,
    /// Keep the certificates, in DIR/CLAIM/INSTANCE.json (otherwise they are written to a temporary folder)
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Seed of the random instances
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// Fewer and smaller instances: seconds instead of minutes
    #[arg(long)]
    quick: bool,
    /// How to print the table
    #[arg(long, value_enum, default_value_t)]
    format: OutputFormat,
}

pub(super) fn run(arguments: &Arguments, quiet: bool) -> Outcome {
    let claims = selected(&arguments.claims)?;
    let temporary;
    let folder = match &arguments.out {
        Some(folder) => folder.as_path(),
        None => {
            temporary = files::TemporaryFolder::new()?;
            temporary.path()
        }
    };
    let suite = Suite { seed: arguments.seed, quick: arguments.quick };
    let bar = progress::bar(quiet);
    let rows =
        claims.into_iter().map(|claim| verify(claim, suite, folder, &bar)).collect::<Result<Vec<_>, _>>()?;
    bar.finish_and_clear();
    print(&match arguments.format {
        OutputFormat::Json => format!("{:#}\n", as_json(&rows, suite)),
        OutputFormat::Text => as_text(&rows, arguments, quiet),
    })?;
    let holds = rows.iter().all(|row| matches!(row.verdict, Verdict::Proved | Verdict::NotChecked));
    Ok(if holds { ExitCode::SUCCESS } else { ExitCode::from(DOES_NOT_HOLD) })
}

fn selected(ids: &[String]) -> Result<Vec<&'static Claim>, Failure> {
    if ids.is_empty() {
        return Ok(CLAIMS.iter().collect());
    }
    ids.iter().map(|id| find(id)).collect()
}

/// The claim with this name, or the failure that lists the names.
pub(super) fn find(id: &str) -> Result<&'static Claim, Failure> {
    claim::find(id).ok_or_else(|| {
        let known = CLAIMS.iter().map(|claim| claim.id).collect::<Vec<_>>().join(", ");
        Failure::new(BAD_INPUT, "claim::unknown", format!("there is no claim '{id}'"))
            .with_help(format!("the claims are: {known}"))
    })
}

fn verify(
    claim: &'static Claim,
    suite: Suite,
    folder: &Path,
    bar: &ProgressBar,
) -> Result<ClaimRow, Failure> {
    let folder = folder.join(claim.id);
    if claim.instances.is_some() {
        fs::create_dir_all(&folder).map_err(|error| Failure::output(&folder, &error))?;
    }
    bar.set_message(claim.id);
    bar.set_position(0);
    let start = Instant::now();
    let (verdict, evidence) =
        claim::verify(claim, suite, &|name, bytes| store(&folder, name, bytes), &|total| {
            bar.set_length(total as u64);
            bar.inc(1);
        });
    Ok(ClaimRow { claim, verdict, evidence, seconds: start.elapsed().as_secs_f64() })
}

/// Writes a certificate and reads it back.
fn store(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<Vec<u8>> {
    let path = folder.join(name).with_added_extension("json");
    files::write_atomically(&path, |out| out.write_all(bytes))?;
    fs::read(&path)
}

fn as_text(rows: &[ClaimRow], arguments: &Arguments, quiet: bool) -> String {
    let mut text = claim_table(rows) + "\n";
    for row in rows {
        for failure in &row.evidence.failures {
            text += &format!("{} {}: {}\n", row.claim.id, failure.instance, failure.reason);
        }
    }
    if quiet {
        return text;
    }
    text += "A verdict rests on the proof of the theorem (docs/math/) and on certificates verified by the independent checker.\n";
    let instances: usize = rows.iter().map(|row| row.evidence.instances).sum();
    text += &format!("{instances} instances, random ones from seed {}", arguments.seed);
    match &arguments.out {
        Some(folder) => text + &format!("; certificates in {}\n", folder.display()),
        None => text + "; keep the certificates with --out DIR\n",
    }
}

fn as_json(rows: &[ClaimRow], suite: Suite) -> serde_json::Value {
    let claims = rows.iter().map(|row| {
        let failures = row
            .evidence
            .failures
            .iter()
            .map(|failure| json!({ "instance": failure.instance, "reason": failure.reason }))
            .collect::<Vec<_>>();
        let most = &row.evidence.most;
        json!({
            "claim": row.claim.id, "paper": row.claim.paper_bound, "here": row.claim.our_bound,
            "theorem": row.claim.theorem, "proof": row.claim.proof, "verdict": row.verdict.name(), "seconds": row.seconds,
            "instances": row.evidence.instances, "verified": row.evidence.verified,
            "lower_bounds": row.evidence.lower_bounds, "least_layers_needed": most.needed,
            "most_layers": most.layers, "most_bits": most.bits, "error_bound": most.error.to_string(),
            "max_shift_norm": most.shift_norm.as_ref().map(ToString::to_string), "failures": failures,
        })
    });
    json!({ "seed": suite.seed, "quick": suite.quick, "claims": claims.collect::<Vec<_>>() })
}
