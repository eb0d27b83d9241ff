//! The header of a `.npy` file: a Python dictionary of three keys, read without a Python parser.

/// What the header says. A `descr` that is a list, for records, is kept as its text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Header<'a> {
    pub(super) dtype: &'a str,
    pub(super) by_columns: bool,
    pub(super) shape: Vec<u64>,
}

impl<'a> Header<'a> {
    /// Reads a dictionary of exactly the three keys, in any order.
    pub(super) fn parse(bytes: &'a [u8]) -> Option<Self> {
        let text = std::str::from_utf8(bytes).ok()?.trim_ascii();
        let mut rest = text.strip_prefix('{')?.strip_suffix('}')?.trim_ascii();
        let (mut dtype, mut by_columns, mut shape) = (None, None, None);
        while !rest.is_empty() {
            let (key, after) = quoted(rest)?;
            let value = after.trim_ascii_start().strip_prefix(':')?.trim_ascii_start();
            let after = match key {
                "descr" if dtype.is_none() => store(&mut dtype, description(value)?),
                "fortran_order" if by_columns.is_none() => store(&mut by_columns, boolean(value)?),
                "shape" if shape.is_none() => store(&mut shape, sides(value)?),
                _ => return None,
            };
            let after = after.trim_ascii_start();
            rest = match after.strip_prefix(',') {
                Some(next) => next.trim_ascii_start(),
                None if after.is_empty() => after,
                None => return None,
            };
        }
        Some(Self { dtype: dtype?, by_columns: by_columns?, shape: shape? })
    }
}

/// Keeps the value and gives back the text after it.
fn store<'a, T>(place: &mut Option<T>, (value, rest): (T, &'a str)) -> &'a str {
    *place = Some(value);
    rest
}

/// A string in single or double quotes, and the text after it.
fn quoted(text: &str) -> Option<(&str, &str)> {
    let quote = text.chars().next().filter(|first| matches!(first, '\'' | '"'))?;
    text.get(1..)?.split_once(quote)
}

/// A type string; or a list of fields, whose end is the last `]` of the header.
fn description(text: &str) -> Option<(&str, &str)> {
    if text.starts_with('[') { text.split_at_checked(text.rfind(']')? + 1) } else { quoted(text) }
}

fn boolean(text: &str) -> Option<(bool, &str)> {
    let (name, value) = if text.starts_with("True") { ("True", true) } else { ("False", false) };
    text.strip_prefix(name).map(|rest| (value, rest))
}

/// A tuple of sides: `()`, `(3,)`, `(3, 4)`, `(3, 4, )`.
fn sides(text: &str) -> Option<(Vec<u64>, &str)> {
    let (inside, rest) = text.strip_prefix('(')?.split_once(')')?;
    let inside = inside.trim_ascii();
    if inside.is_empty() {
        return Some((Vec::new(), rest));
    }
    let inside = inside.strip_suffix(',').unwrap_or(inside);
    let sides = inside.split(',').map(|side| side.trim_ascii().trim_end_matches('L').parse().ok());
    Some((sides.collect::<Option<_>>()?, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_three_keys_are_read_in_any_order_and_layout() {
        let expected = Some(Header { dtype: "<f8", by_columns: true, shape: vec![3, 4] });
        for text in [
            "{'descr': '<f8', 'fortran_order': True, 'shape': (3, 4), }     \n",
            "{'shape':(3,4),'descr':'<f8','fortran_order':True}",
            "{ \"fortran_order\" : True , \"shape\" : ( 3L, 4L, ) , \"descr\" : \"<f8\" }",
        ] {
            assert_eq!(Header::parse(text.as_bytes()), expected, "{text}");
        }
        let shape = |text: &str| sides(text).map(|(shape, _)| shape);
        assert_eq!(shape("()"), Some(vec![]));
        assert_eq!(shape("(5,)"), Some(vec![5]));
    }

    #[test]
    fn a_record_type_is_kept_as_its_text() {
        let text = b"{'descr': [('a', '<f8'), ('b', '<f4')], 'fortran_order': False, 'shape': (2,), }";
        assert_eq!(Header::parse(text).map(|header| header.dtype), Some("[('a', '<f8'), ('b', '<f4')]"));
    }

    #[test]
    fn anything_else_is_not_a_header() {
        for text in [
            "",
            "{}",
            "{'descr': '<f8', 'fortran_order': True}",
            "{'descr': '<f8', 'fortran_order': True, 'shape': (3, 4), 'more': 1}",
            "{'descr': '<f8', 'descr': '<f4', 'fortran_order': True, 'shape': (3, 4)}",
            "{'descr': '<f8' 'fortran_order': True, 'shape': (3, 4)}",
            "{'descr': '<f8', 'fortran_order': 1, 'shape': (3, 4)}",
            "{'descr': '<f8', 'fortran_order': True, 'shape': (3, -4)}",
            "{'descr': '<f8', 'fortran_order': True, 'shape': (3, , 4)}",
            "{'descr': '<f8', 'fortran_order': True, 'shape': [3, 4]}",
            "{'descr': '<f8, 'fortran_order': True, 'shape': (3, 4)}",
            "{'descr': '<f8', 'fortran_order': True, 'shape': (3, 4)",
        ] {
            assert_eq!(Header::parse(text.as_bytes()), None, "{text}");
        }
    }
}
