//! The table of claims.

use comfy_table::{ContentArrangement, Table, presets};

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
        let Evidence { instances, verified, most_layers, most_bits, .. } = self.evidence;
        if self.verdict == Verdict::NotChecked {
            return "–".to_owned();
        }
        format!(
            "{}; {verified} of {instances} certificates, ≤\u{a0}{most_layers}\u{a0}layers, ≤\u{a0}{most_bits}\u{a0}bits",
            self.claim.theorem
        )
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
