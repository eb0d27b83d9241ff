//! Comma separated values: one row per line, numbers as `12`, `-0.5`, `2.5e-3` or `1/3`, no header.
//!
//! Blanks around numbers, blank lines and lines that start with `#` are skipped.

use nalgebra::DMatrix;
use rug::Rational;

use super::error::{Place, ReadError};
use super::gathered::Gathered;
use super::input::Input;

const FORMAT: &str = "CSV";

pub(super) fn read(input: &Input<'_>) -> Result<DMatrix<Rational>, ReadError> {
    let text = input.text(FORMAT)?;
    let mut reader = ::csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true) // rows of unequal length are our error, with our numbers in it
        .comment(Some(b'#'))
        .trim(::csv::Trim::All)
        .from_reader(text.as_bytes());
    let mut gathered = Gathered::new(input);
    let mut lines = Lines { text: text.as_bytes(), line: 1, byte: 0 };
    let mut record = ::csv::StringRecord::new();
    while reader.read_record(&mut record).map_err(|error| input.format(FORMAT, error.to_string()))? {
        let line = lines.line_of(record.position().map_or(0, ::csv::Position::byte));
        let blank = record.iter().eq([""]);
        let indented_comment = record.get(0).is_some_and(|first| first.starts_with('#'));
        if blank || indented_comment {
            continue;
        }
        for (field, number) in record.iter().enumerate() {
            gathered.push(input.number(Place::Field { line, column: field + 1 }, number)?)?;
        }
        gathered.end_row(Place::Line { line })?;
    }
    gathered.finish()
}

/// Counts lines along with the reader, whose own count leaves out the blank lines and comments before a
/// record.
struct Lines<'a> {
    text: &'a [u8],
    line: usize,
    byte: usize,
}

impl Lines<'_> {
    /// The line, from 1, of the record whose blank lines and comments begin at `start`; starts only grow.
    fn line_of(&mut self, start: u64) -> usize {
        let start = usize::try_from(start).unwrap_or(usize::MAX);
        let mut in_comment = false;
        while let Some(&byte) = self.text.get(self.byte) {
            let before_record = self.byte < start;
            in_comment = !before_record && (in_comment || byte == b'#') && byte != b'\n';
            if !(before_record || in_comment || matches!(byte, b'\n' | b'\r')) {
                break;
            }
            self.line += usize::from(byte == b'\n');
            self.byte += 1;
        }
        self.line
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{matrix, read_bytes, read_vector_bytes};

    #[test]
    fn blanks_comments_and_blank_lines_are_skipped() {
        let expected = Ok(matrix(2, 2, &["1", "1/3", "-1/400", "0"]));
        assert_eq!(read_bytes("a.csv", b"1,1/3\n-2.50e-3,0\n"), expected);
        assert_eq!(
            read_bytes("a.csv", b"\xef\xbb\xbf# a, \"b\n\n 1 ,\t1/3\r\n   \r\n  # c\r\n\"-2.50e-3\",0"),
            expected
        );
    }

    #[test]
    fn one_line_is_one_vector_and_one_column_many() {
        assert_eq!(read_vector_bytes("a.csv", b"1,2,3"), Ok(matrix(1, 3, &["1", "2", "3"])));
        assert_eq!(read_vector_bytes("a.csv", b"1\n2\n"), Ok(matrix(2, 1, &["1", "2"])));
    }

    #[test]
    fn errors_name_line_column_and_a_way_out() {
        for (text, code, shown, help) in [
            ("abc,1\n1,2", "read::not-a-number", "line 1, column 1: 'abc' is not a number", "header"),
            ("1,2\n\n# c\n\n3,x", "read::not-a-number", "line 5, column 2: 'x'", "1/3"),
            ("1,2\r\n\r\n#\r\n3,4\r\n5,x\r\n", "read::not-a-number", "line 5, column 2: 'x'", "1/3"),
            ("1,2,\n", "read::not-a-number", "line 1, column 3: ''", "comma"),
            ("1;2\n", "read::not-a-number", "'1;2'", "commas"),
            ("1\t2\n", "read::not-a-number", "'1\\t2'", "commas"),
            ("1,\"2\n3", "read::not-a-number", "'2\\n3'", "1/3"),
            ("1,2\n#\n3\n", "read::ragged", "line 3: a row of length 1 after rows of length 2", "same"),
            ("1,2\n3,4,5\n", "read::ragged", "line 2: a row of length 3", "same"),
            ("1,nan", "read::not-finite", "line 1, column 2: 'nan'", "finite"),
            ("1,1/0", "read::zero-denominator", "line 1, column 2: '1/0'", ""),
            ("1e999999999", "read::too-large", "exponent 999999999", "scale"),
            ("\n# only\n \n", "read::empty", "no numbers", "rows"),
        ] {
            let error = read_bytes("a.csv", text.as_bytes()).unwrap_err();
            assert_eq!(error.code(), code, "{text:?}: {error}");
            assert!(error.to_string().contains(shown), "{text:?}: {error}");
            assert!(error.help().contains(help), "{text:?}: {:?}", error.help());
        }
        let error = read_bytes("a.csv", b"1,\xff").unwrap_err();
        assert_eq!(error.to_string(), "a.csv: byte 3 is not UTF-8 text (CSV)");
    }

    #[test]
    fn too_many_rows_or_columns_are_refused() {
        let wide = vec!["1"; 4097].join(",");
        assert!(read_bytes("a.csv", wide.as_bytes()).unwrap_err().to_string().contains("4097 columns"));
        let tall = "1\n".repeat(4097);
        assert!(read_bytes("a.csv", tall.as_bytes()).unwrap_err().to_string().contains("4097 rows"));
        assert_eq!(read_vector_bytes("a.csv", tall.as_bytes()).map(|read| read.nrows()), Ok(4097));
        // Short text, 1.3 GiB of digits.
        let powers = format!("{}\n", vec!["1e4096"; 900].join(",")).repeat(900);
        assert!(read_bytes("a.csv", powers.as_bytes()).unwrap_err().to_string().contains("bits"));
    }
}
