//! The table of claims.

use comfy_table::{ContentArrangement, Table, presets};

use super::number::rounded_up;
use crate::claim::{Claim, Evidence, Verdict};

/// One claim and what running it gave.
pub(crate) struct ClaimRow {
    pub(crate) claim: &'static Claim,
    pub(crate) verdict: Verdict,
    pub(crate) evidence: Evidence,
    pub(crate) seconds: f64,
}

impl ClaimRow {
    /// What the verdict rests on, in words.
    fn evidence(&self) -> String {
        if self.verdict == Verdict::NotChecked {
            return "–".to_owned();
        }
        let Evidence { instances, verified, .. } = &self.evidence;
        format!("{}; {verified} of {instances} certificates, {}", self.claim.theorem, self.found())
    }

    /// The most that the certificates have, in words.
    fn found(&self) -> String {
        let Evidence { verified, lower_bounds, most, common_norm, .. } = &self.evidence;
        let at_most = |what: &str| format!("≤\u{a0}{what}");
        let layers = at_most(&format!("{}\u{a0}layers", most.layers));
        match (most.needed, most.layers, &most.shift_norm, &most.norm_ratio) {
            (Some(needed), 0, ..) => format!("≥\u{a0}{needed}\u{a0}layers"),
            (Some(needed), layers, ..) if needed == layers && lower_bounds == verified => {
                format!("=\u{a0}{layers}\u{a0}layers")
            }
            (Some(_), ..) => format!("{layers}; {lower_bounds} of them lower bounds"),
            (None, _, Some(norm), Some(ratio)) => {
                let norm = match common_norm {
                    Some(_) => rounded_up(norm, 5),
                    None => format!("{}·bound", rounded_up(ratio, 2)),
                };
                let error = rounded_up(&most.error, 2);
                format!("{layers}, norm\u{a0}{}, error\u{a0}{}", at_most(&norm), at_most(&error))
            }
            _ => format!("{layers}, {}", at_most(&format!("{}\u{a0}bits", most.bits))),
        }
    }
}

/// The table: claim, paper, here, evidence, verdict, seconds.
pub(crate) fn claim_table(rows: &[ClaimRow]) -> String {
    let mut table = Table::new();
    table.load_style(presets::UTF8_FULL_CONDENSED);
    table.set_content_arrangement(ContentArrangement::Dynamic);
    table.set_header(["claim", "paper", "here", "evidence", "verdict", "seconds"]);
    if table.width().is_none() {
        table.set_width(120);
    }
    let or_dash = |text: &'static str| if text.is_empty() { "–" } else { text };
    for row in rows {
        let seconds =
            if row.verdict == Verdict::NotChecked { "–".to_owned() } else { format!("{:.1}", row.seconds) };
        table.add_row([
            row.claim.id.to_owned(),
            or_dash(row.claim.paper_bound).to_owned(),
            or_dash(row.claim.our_bound).to_owned(),
            row.evidence(),
            row.verdict.name().to_owned(),
            seconds,
        ]);
    }
    table.to_string()
}
