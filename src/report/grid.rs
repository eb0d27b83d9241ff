//! A matrix as a grid of text.

use crate::scalar::Rational;

/// At most this many rows and columns are shown.
const SHOWN: usize = 8;

/// The rows of a matrix, one line each, columns aligned to the right, each number in the text that `number`
/// gives it; the middle of a large one is left out.
pub(crate) fn grid(rows: &[Vec<Rational>], indent: &str, number: fn(&Rational) -> String) -> String {
    let columns = rows.first().map_or(0, Vec::len);
    let cells: Vec<Vec<String>> =
        shown(rows.len()).map(|i| shown(columns).map(|j| cell(rows, i, j, number)).collect()).collect();
    let width = |k: usize| cells.iter().map(|row| row[k].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..cells.first().map_or(0, Vec::len)).map(width).collect();
    let mut text = String::new();
    for row in &cells {
        text.push_str(indent);
        for (cell, width) in row.iter().zip(&widths) {
            text.push_str(&" ".repeat(2 + width - cell.chars().count()));
            text.push_str(cell);
        }
        text.push('\n');
    }
    text
}

/// The indices that are shown; `None` stands for those left out.
fn shown(length: usize) -> impl Iterator<Item = Option<usize>> {
    let (head, tail) = if length <= SHOWN { (length, length) } else { (SHOWN - 2, length - 1) };
    let gap = (length > SHOWN).then_some(None);
    (0..head).map(Some).chain(gap).chain((tail..length).map(Some))
}

fn cell(
    rows: &[Vec<Rational>],
    i: Option<usize>,
    j: Option<usize>,
    number: fn(&Rational) -> String,
) -> String {
    match (i, j) {
        (Some(i), Some(j)) => rows[i].get(j).map_or_else(String::new, number),
        _ => "…".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::brief;
    use super::*;

    fn matrix(size: u32) -> Vec<Vec<Rational>> {
        (0..size).map(|i| (0..size).map(|j| Rational::from(10 * i + j)).collect()).collect()
    }

    #[test]
    fn columns_are_aligned() {
        assert_eq!(grid(&matrix(2), " ", brief), "    0   1\n   10  11\n");
    }

    #[test]
    fn large_matrices_leave_out_the_middle() {
        let text = grid(&matrix(12), "", brief);
        assert_eq!(text.lines().count(), SHOWN);
        assert!(text.lines().nth(6).unwrap().trim_start().starts_with('…'), "{text}");
        assert!(text.lines().last().unwrap().ends_with("121"), "{text}");
    }
}
