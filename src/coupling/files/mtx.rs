//! NIST's Matrix Market: a banner `%%MatrixMarket matrix <layout> <field> <symmetry>`, comments `%`, a line
//! of sizes, entries.
//!
//! Read are the layouts `array` (every entry, column by column) and `coordinate` (row, column, value, counted
//! from 1), the fields `real`, `integer` and `pattern` (every entry that is listed is 1), the symmetries
//! `general`, `symmetric` and `skew-symmetric` (the entries of one triangle are given). The parser is our own
//! because decimal text must stay exact, and nalgebra-sparse would take it through a float: 0.1 is 1/10 here.
//! Fractions p/q are allowed.

use nalgebra::DMatrix;
use rug::Rational;

use super::error::{Place, ReadError};
use super::input::{Input, excerpt};
use super::mtx_entries::{Field, Reader, Symmetry};

pub(super) const FORMAT: &str = "Matrix Market";

/// The first bytes of every Matrix Market file, in any case.
pub(super) const MAGIC: &[u8] = b"%%MatrixMarket";

pub(super) fn read(input: &Input<'_>) -> Result<DMatrix<Rational>, ReadError> {
    let mut lines = input.text(FORMAT)?.lines().map(str::trim).zip(1..);
    let (banner, _) = lines.next().unwrap_or(("", 1));
    let words: Vec<String> = banner.split_whitespace().map(str::to_ascii_lowercase).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let ["%%matrixmarket", "matrix", layout, field, symmetry] = words[..] else {
        let problem = "the first line is not '%%MatrixMarket matrix <layout> <field> <symmetry>'";
        return Err(input.format_at(FORMAT, Place::Line { line: 1 }, problem));
    };
    let (field, symmetry) = (parse_field(input, field)?, parse_symmetry(input, symmetry)?);
    let mut lines = lines.filter(|(line, _)| !line.is_empty() && !line.starts_with('%'));
    let (sizes, line) =
        lines.next().ok_or_else(|| input.truncated("a line of sizes", "the end of the text"))?;
    let place = Place::Line { line };
    let sizes: Vec<Option<u64>> = sizes.split_whitespace().map(|size| size.parse().ok()).collect();
    let reader = |rows, columns| Reader::new(input, (rows, columns), field, symmetry, place);
    match (layout, field, &sizes[..]) {
        ("array", Field::Pattern, _) => Err(input.format(FORMAT, "an array has values, a pattern has none")),
        ("array", _, &[Some(rows), Some(columns)]) => reader(rows, columns)?.array(lines),
        ("coordinate", _, &[Some(rows), Some(columns), Some(entries)]) => {
            reader(rows, columns)?.coordinate(lines, entries)
        }
        ("array", ..) => Err(input.format_at(FORMAT, place, "rows and columns are expected")),
        ("coordinate", ..) => Err(input.format_at(FORMAT, place, "rows, columns and entries are expected")),
        _ => Err(input.format(FORMAT, format!("the layout '{}' is unknown", excerpt(layout)))),
    }
}

fn parse_field(input: &Input<'_>, field: &str) -> Result<Field, ReadError> {
    match field {
        // Some programs write double for real.
        "real" | "double" => Ok(Field::Real),
        "integer" => Ok(Field::Integer),
        "pattern" => Ok(Field::Pattern),
        _ => Err(ReadError::Dtype { input: input.name(), dtype: excerpt(field) }),
    }
}

fn parse_symmetry(input: &Input<'_>, symmetry: &str) -> Result<Symmetry, ReadError> {
    match symmetry {
        "general" => Ok(Symmetry::General),
        "symmetric" => Ok(Symmetry::Symmetric),
        "skew-symmetric" => Ok(Symmetry::Skew),
        "hermitian" => Err(input.format(FORMAT, "hermitian matrices are complex, which is not read")),
        _ => Err(input.format(FORMAT, format!("the symmetry '{}' is unknown", excerpt(symmetry)))),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{matrix, read_bytes};

    fn read(text: &str) -> Result<nalgebra::DMatrix<rug::Rational>, super::ReadError> {
        read_bytes("a.mtx", format!("%%MatrixMarket matrix {text}").as_bytes())
    }

    #[test]
    fn arrays_are_read_column_by_column() {
        let expected = Ok(matrix(2, 3, &["1", "1/10", "5", "2", "-4", "1/3"]));
        assert_eq!(read("array real general\n% c\n2 3\n1\n2\n\n1e-1\n-4\n5\n1/3\n"), expected);
        let symmetric = Ok(matrix(2, 2, &["1", "2", "2", "3"]));
        assert_eq!(read("Array Integer Symmetric\n2 2\n1\n2\n3\n"), symmetric);
        let skew = Ok(matrix(3, 3, &["0", "-1", "-2", "1", "0", "-3", "2", "3", "0"]));
        assert_eq!(read("array real skew-symmetric\n3 3\n1\n2\n3\n"), skew);
    }

    #[test]
    fn coordinates_are_read_in_any_order_and_the_rest_is_zero() {
        let general = Ok(matrix(2, 3, &["0", "0", "1/10", "-2", "0", "0"]));
        assert_eq!(read("coordinate real general\n2 3 2\n2 1 -2\n1 3 0.1\n"), general);
        assert_eq!(
            read("coordinate pattern symmetric\n2 2 1\n2 1\n"),
            Ok(matrix(2, 2, &["0", "1", "1", "0"]))
        );
        let skew = Ok(matrix(2, 2, &["0", "-5", "5", "0"]));
        assert_eq!(read("coordinate integer skew-symmetric\n2 2 1\n2 1 5\n"), skew);
    }

    #[test]
    fn what_breaks_the_format_is_refused_with_its_line() {
        for (text, code, shown) in [
            (
                "coordinate real general\n2 2 2\n1 1 1\n1 1 2\n",
                "read::format",
                "line 4: the entry (1, 1) was given before",
            ),
            (
                "coordinate real symmetric\n2 2 2\n2 1 1\n1 2 1\n",
                "read::format",
                "the entry (2, 1) was given before",
            ),
            ("coordinate real general\n2 2 1\n3 1 1\n", "read::format", "(3, 1) is outside of 2 × 2"),
            ("coordinate real general\n2 2 1\n0 1 1\n", "read::format", "outside"),
            ("coordinate real general\n2 2 2\n1 1 1\n", "read::truncated", "expected 2 entries, found 1"),
            (
                "coordinate real general\n2 2 1\n1 1 1\n2 2 1\n",
                "read::format",
                "line 4, column 1: '2' follows",
            ),
            ("coordinate real general\n2 2 1\n1 1\n", "read::format", "a row, a column and a value"),
            ("coordinate pattern general\n2 2 1\n1 1 1\n", "read::format", "a row and a column"),
            ("coordinate real skew-symmetric\n2 2 1\n1 1 1\n", "read::format", "diagonal"),
            ("coordinate real symmetric\n2 3 0\n", "read::format", "2 × 3"),
            ("coordinate real general\n2 2 1\n1 1 x\n", "read::not-a-number", "line 3, column 3: 'x'"),
            ("coordinate integer general\n2 2 1\n1 1 0.5\n", "read::format", "'0.5' is not an integer"),
            ("array real general\n2 2\n1\n2\n3\n", "read::truncated", "expected 4 entries, found 3"),
            ("array real general\n1 1\n1\n2\n", "read::format", "'2' follows the last entry"),
            ("array real general\n1 1\nnan\n", "read::not-finite", "line 3, column 1"),
            ("array real general\n4096 4096\n1\n", "read::truncated", "16777216 entries, found 1"),
            ("array real general\n4097 1\n1\n", "read::too-large", "4097 rows"),
            ("array real general\n0 1\n", "read::shape", "(0, 1)"),
            ("array real general\n2 2 2\n", "read::format", "rows and columns"),
            ("coordinate real general\n2 2\n", "read::format", "rows, columns and entries"),
            ("coordinate real general\n", "read::truncated", "a line of sizes"),
            ("array pattern general\n1 1\n", "read::format", "pattern"),
            ("array complex general\n1 1\n1 0\n", "read::dtype", "complex"),
            ("array real hermitian\n1 1\n1\n", "read::format", "hermitian"),
            ("array real odd\n1 1\n1\n", "read::format", "'odd' is unknown"),
            ("heap real general\n1 1\n1\n", "read::format", "'heap' is unknown"),
            ("vector", "read::format", "line 1"),
        ] {
            let error = read(text).unwrap_err();
            assert_eq!(error.code(), code, "{text:?}: {error}");
            assert!(error.to_string().contains(shown), "{text:?}: {error}");
        }
    }
}
