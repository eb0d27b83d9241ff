//! The table of depth against norm: for people, as Markdown, CSV and JSON.

use serde_json::{Value, json};

use super::sheet::{Sheet, significant};
use crate::linear::depth_norm::{
    BlowUp, ClosedForm, DepthNorm, Effort, Found, LAYERS, NearMissNorm, Row, SEED, TOLERANCE,
};

/// What proves that five layers cannot make a matrix, and how large they are near it.
const PROPOSITION: &str = "proposition of docs/depth-vs-norm.md";

/// The three tables: the smallest norms found, the constructions, five layers near what they cannot make.
pub(crate) fn depth_norm_sheets(table: &DepthNorm) -> [Sheet; 3] {
    [found_sheet(&table.rows), closed_form_sheet(&table.rows), blow_up_sheet(&table.blow_ups)]
}

/// What the tables mean and how they were made, line by line.
pub(crate) fn depth_norm_notes(effort: &Effort) -> Vec<String> {
    vec![
        format!(
            "Found: the smallest largest spectral norm of a shift over additive layers. Empirical (upper bounds): {} \
             random starts for each entry from seed {SEED}, constructions and the result with one layer less as further \
             starts, the best {} refined; each is a factorization with relative error ≤ {TOLERANCE:e}, multiplied out.",
            effort.restarts, effort.refined
        ),
        "∞: proved (docs/depth-vs-norm.md): five additive layers cannot make this matrix.".to_owned(),
        "Constructions: 'proved' is exact over ℚ; 'certified' is in doubles, with the error of its product."
            .to_owned(),
        format!(
            "Five layers at relative error ε (Frobenius): found is empirical ({} random starts each), over products whose \
             error is in the block that the outermost layer reads; 'at least' is proved (docs/depth-vs-norm.md). The \
             exponent α of norm ~ ε^(−α) is a least squares fit: empirical.",
            effort.restarts
        ),
    ]
}

fn found_sheet(rows: &[Row]) -> Sheet {
    let mut header = vec!["matrix".to_owned(), "family".to_owned()];
    header.extend(LAYERS.map(|layers| format!("K = {layers}")));
    header.push("evidence".to_owned());
    let cell = |found: &Option<Found>, excluded: bool| match found {
        Some(found) => significant(found.norm),
        None if excluded => "∞".to_owned(),
        None => "–".to_owned(),
    };
    let row = |row: &Row| {
        let mut cells = vec![row.instance.name.clone(), row.instance.family.to_owned()];
        let places = row.found.iter().enumerate();
        cells.extend(places.map(|(place, found)| cell(found, place == 0 && row.instance.witness)));
        cells
            .push(if row.instance.witness { "K = 5 proved, else empirical" } else { "empirical" }.to_owned());
        cells
    };
    Sheet::new("Smallest norm found with K additive layers", header, rows.iter().map(row).collect())
}

fn closed_form_sheet(rows: &[Row]) -> Sheet {
    let header = ["matrix", "construction", "K", "mode", "norm", "relative error", "evidence"];
    let row = |row: &Row, form: &ClosedForm| {
        vec![
            row.instance.name.clone(),
            form.name.to_owned(),
            form.layers().to_string(),
            mode(form),
            significant(form.norm),
            if form.error == 0.0 { "0".to_owned() } else { format!("{:.0e}", form.error) },
            form.evidence.name().to_owned(),
        ]
    };
    let rows = rows.iter().flat_map(|it| it.closed_forms.iter().map(move |form| row(it, form))).collect();
    Sheet::new("Constructions, evaluated", header.map(str::to_owned).into(), rows)
}

/// In words: what the scales are.
fn mode(form: &ClosedForm) -> String {
    match form.mode {
        crate::coupling::Mode::Additive => "additive".to_owned(),
        other => format!("with scales ({})", other.name()),
    }
}

fn blow_up_sheet(blow_ups: &[BlowUp]) -> Sheet {
    let mut header = vec!["matrix".to_owned(), "".to_owned()];
    let grid = blow_ups.iter().map(|it| &it.norms).max_by_key(|norms| norms.len());
    header.extend(grid.iter().flat_map(|norms| norms.iter().map(|it| format!("ε = {:e}", it.allowed))));
    header.push("exponent α".to_owned());
    let rows = blow_ups.iter().flat_map(|it| {
        let found = it.norms.iter().map(|norm| significant(norm.norm));
        let bound = it.norms.iter().map(|norm| significant(norm.lower_bound));
        let fit = format!("{:.4} (residual {:.0e})", it.fit.exponent, it.fit.residual);
        let line = |name: &str, what: &str, cells: Vec<String>, end: String| {
            [vec![name.to_owned(), what.to_owned()], cells, vec![end]].concat()
        };
        let closed: Vec<String> = it
            .norms
            .iter()
            .filter_map(|norm| norm.closed_form.as_ref())
            .map(|form| significant(form.norm))
            .collect();
        let mut lines = vec![
            line(&it.name, "found (empirical)", found.collect(), fit),
            line("", "at least (proved)", bound.collect(), "≥ 1".to_owned()),
        ];
        if closed.len() == it.norms.len() {
            lines.push(line("", "closed form (proved)", closed, "1".to_owned()));
        }
        lines
    });
    Sheet::new("Five layers at relative error ε", header, rows.collect())
}

/// The columns of [`depth_norm_records`].
const COLUMNS: [&str; 13] = [
    "table",
    "matrix",
    "family",
    "size",
    "layers",
    "mode",
    "allowed_error",
    "norm",
    "relative_error",
    "evidence",
    "origin",
    "seed",
    "restarts",
];

/// One line for each number of all three tables.
pub(crate) fn depth_norm_records(table: &DepthNorm, effort: &Effort) -> Sheet {
    let restarts = effort.restarts.to_string();
    let found = table.rows.iter().flat_map(|row| found_records(row, &restarts));
    let constructions = table.rows.iter().flat_map(construction_records);
    let five = table.blow_ups.iter().flat_map(|blow_up| five_layer_records(blow_up, &restarts));
    let rows = found.chain(constructions).chain(five).map(|cells| cells.to_vec()).collect();
    Sheet::new("depth against norm", COLUMNS.map(str::to_owned).into(), rows)
}

type Record = [String; COLUMNS.len()];

fn found_records(row: &Row, restarts: &str) -> Vec<Record> {
    let (size, seed) = (row.instance.matrix.nrows().to_string(), SEED.to_string());
    let record = |layers: usize, found: &Option<Found>| {
        let (layers, excluded) = (layers.to_string(), layers == 5 && row.instance.witness);
        let start = ["found", &row.instance.name, row.instance.family, &size, &layers, "additive", ""];
        let end = match found {
            Some(it) => {
                let (norm, error, origin) =
                    (it.norm.to_string(), it.error.to_string(), it.origin.to_string());
                [norm, error, "empirical".to_owned(), origin, seed.clone(), restarts.to_owned()]
            }
            None if excluded => ["inf", "", "proved", PROPOSITION, "", ""].map(str::to_owned),
            None => ["", "", "none found", "", &seed, restarts].map(str::to_owned),
        };
        joined(start, end)
    };
    LAYERS.zip(&row.found).map(|(layers, found)| record(layers, found)).collect()
}

fn construction_records(row: &Row) -> Vec<Record> {
    let size = row.instance.matrix.nrows().to_string();
    let record = |form: &ClosedForm| {
        let (layers, mode) = (form.layers().to_string(), form.mode.name());
        let start = ["construction", &row.instance.name, row.instance.family, &size, &layers, mode, ""];
        let end = [&form.norm.to_string(), &form.error.to_string(), form.evidence.name(), form.name, "", ""];
        joined(start, end.map(str::to_owned))
    };
    row.closed_forms.iter().map(record).collect()
}

fn five_layer_records(blow_up: &BlowUp, restarts: &str) -> Vec<Record> {
    let record = |it: &NearMissNorm| {
        let (size, allowed) = (it.flow.partition().size().to_string(), format!("{:e}", it.allowed));
        let start = ["five layers", &blow_up.name, "six-layer witness", &size, "5", "additive", &allowed];
        let (norm, error, seed) = (it.norm.to_string(), it.error.to_string(), SEED.to_string());
        let found = [&norm, &error, "empirical", "search", &seed, restarts].map(str::to_owned);
        let bound = [&it.lower_bound.to_string(), "", "proved", PROPOSITION, "", ""].map(str::to_owned);
        let closed = it.closed_form.as_ref().map(|form| {
            let (norm, error) = (form.norm.to_string(), form.error.to_string());
            joined(start, [&norm, &error, "proved", "closed form", "", ""].map(str::to_owned))
        });
        [joined(start, found), joined(start, bound)].into_iter().chain(closed)
    };
    blow_up.norms.iter().flat_map(record).collect()
}

fn joined(start: [&str; 7], end: [String; 6]) -> Record {
    let mut cells = start.iter().map(|cell| (*cell).to_owned()).chain(end);
    std::array::from_fn(|_| cells.next().unwrap_or_default())
}

/// Everything, for programs.
pub(crate) fn depth_norm_json(table: &DepthNorm, effort: &Effort, quick: bool) -> Value {
    json!({
        "table": "depth-vs-norm", "seed": SEED, "quick": quick, "restarts": effort.restarts, "refined": effort.refined,
        "errors": effort.errors, "tolerance": TOLERANCE, "layers": LAYERS.collect::<Vec<_>>(),
        "rows": table.rows.iter().map(row_json).collect::<Vec<_>>(),
        "five_layers": table.blow_ups.iter().map(blow_up_json).collect::<Vec<_>>(),
    })
}

fn row_json(row: &Row) -> Value {
    let found = LAYERS.zip(&row.found).map(|(layers, found)| match found {
        Some(it) => json!({
            "layers": layers, "mode": "additive", "norm": it.norm, "relative_error": it.error, "evidence": "empirical",
            "origin": it.origin.to_string(), "layers_used": it.flow.layers().len(),
        }),
        None if layers == 5 && row.instance.witness => {
            json!({ "layers": layers, "mode": "additive", "norm": null, "evidence": "proved", "origin": PROPOSITION })
        }
        None => json!({ "layers": layers, "mode": "additive", "norm": null, "evidence": "none found" }),
    });
    let constructions = row.closed_forms.iter().map(|form| {
        json!({
            "name": form.name, "layers": form.layers(), "mode": form.mode.name(), "norm": form.norm,
            "relative_error": form.error, "evidence": form.evidence.name(),
        })
    });
    json!({
        "matrix": row.instance.name, "family": row.instance.family, "size": row.instance.matrix.nrows(),
        "entries": row.instance.matrix.row_iter().map(|row| row.iter().copied().collect::<Vec<_>>()).collect::<Vec<_>>(),
        "found": found.collect::<Vec<_>>(), "constructions": constructions.collect::<Vec<_>>(),
    })
}

fn blow_up_json(blow_up: &BlowUp) -> Value {
    let norms = blow_up.norms.iter().map(|it| {
        json!({
            "allowed_error": it.allowed, "relative_error": it.error, "norm": it.norm, "evidence": "empirical",
            "lower_bound": it.lower_bound, "lower_bound_evidence": "proved",
            "closed_form": it.closed_form.as_ref().map(|form| {
                json!({ "norm": form.norm, "relative_error": form.error, "evidence": "proved" })
            }),
        })
    });
    json!({
        "matrix": blow_up.name, "norms": norms.collect::<Vec<_>>(),
        "fit": {
            "exponent": blow_up.fit.exponent, "factor": blow_up.fit.factor, "residual": blow_up.fit.residual,
            "evidence": "empirical",
        },
    })
}
