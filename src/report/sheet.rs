//! A table of text, in the forms in which tables are read: with lines for people, Markdown, CSV.

use comfy_table::{ContentArrangement, Table, presets};

/// A title, a header, and rows as long as the header.
pub(crate) struct Sheet {
    title: String,
    header: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Sheet {
    pub(crate) fn new(title: impl Into<String>, header: Vec<String>, rows: Vec<Vec<String>>) -> Self {
        Self { title: title.into(), header, rows }
    }

    /// With lines, as wide as the terminal or 150 characters.
    pub(crate) fn as_text(&self) -> String {
        let mut table = Table::new();
        table.load_style(presets::UTF8_FULL_CONDENSED);
        table.set_content_arrangement(ContentArrangement::Dynamic);
        table.set_header(&self.header);
        if table.width().is_none() {
            table.set_width(150);
        }
        table.add_rows(&self.rows);
        format!("{}\n{table}\n", self.title)
    }

    /// A heading and a Markdown table.
    pub(crate) fn as_markdown(&self) -> String {
        let line = |cells: &[String]| {
            let cells = cells.iter().map(|cell| cell.replace('|', "\\|")).collect::<Vec<_>>();
            format!("| {} |\n", cells.join(" | "))
        };
        let rule = format!("|{}\n", "---|".repeat(self.header.len()));
        let rows: String = self.rows.iter().map(|row| line(row)).collect();
        format!("### {}\n\n{}{rule}{rows}", self.title, line(&self.header))
    }

    /// The header and the rows, comma separated.
    pub(crate) fn as_csv(&self) -> Result<String, csv::Error> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(&self.header)?;
        for row in &self.rows {
            writer.write_record(row)?;
        }
        let bytes = writer.into_inner().map_err(csv::IntoInnerError::into_error)?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }
}

/// Four significant digits; a power of ten where the number is large.
pub(crate) fn significant(number: f64) -> String {
    match number {
        _ if !number.is_finite() => "∞".to_owned(),
        0.0 => "0".to_owned(),
        _ if number.abs() >= 9999.5 || number.abs() < 1e-3 => format!("{number:.3e}"),
        _ => {
            // Rounded first: 0.99999 has one digit before the point.
            let rounded: f64 = format!("{number:.3e}").parse().unwrap_or(number);
            let digits = (3.0 - rounded.abs().log10().floor()).max(0.0) as usize;
            format!("{rounded:.digits$}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_digits() {
        let cases = [
            (1.18931, "1.189"),
            (0.62, "0.6200"),
            (54.1758, "54.18"),
            (4233.0, "4233"),
            (10_000.0, "1.000e4"),
            (0.0, "0"),
            (0.999_999, "1.000"),
            (2.5e-5, "2.500e-5"),
            (f64::INFINITY, "∞"),
        ];
        for (number, text) in cases {
            assert_eq!(significant(number), text);
        }
    }

    #[test]
    fn every_form_has_all_cells() {
        let cells = |texts: [&str; 2]| texts.map(str::to_owned).to_vec();
        let sheet = Sheet::new("Title", cells(["a", "b, c"]), vec![cells(["1|2", "3"])]);
        assert_eq!(sheet.as_markdown(), "### Title\n\n| a | b, c |\n|---|---|\n| 1\\|2 | 3 |\n");
        assert_eq!(sheet.as_csv().expect("CSV"), "a,\"b, c\"\n1|2,3\n");
        assert!(sheet.as_text().starts_with("Title\n"));
        assert!(["a", "b, c", "1|2", "3"].iter().all(|cell| sheet.as_text().contains(cell)));
    }
}
