//! `NumPy`'s `.npy`: the magic bytes, a version, the length of a header, a header such as
//! `{'descr': '<f8', 'fortran_order': False, 'shape': (3, 4), }`, and the elements.
//!
//! The header is read here, strictly, and not by npyz, which believes it: npyz allocates the length that it
//! claims, multiplies its sides without a check, and takes time exponential in the depth of its brackets.

use super::MAX_BATCH;
use super::element::{ByteOrder, Element, ElementOrder, Layout};
use super::error::ReadError;
use super::input::{Input, excerpt};
use super::matrix_file::MatrixFile;
use super::npy_header::Header;

const FORMAT: &str = "NPY";

/// The first bytes of every `.npy` file.
pub(super) const MAGIC: &[u8] = b"\x93NUMPY";

pub(super) fn read(input: &Input<'_>) -> Result<MatrixFile, ReadError> {
    let (header, data) = header(input)?;
    let layout = layout(input, &header, &header.shape)?;
    refuse_surplus(input, layout.size(), data)?;
    Ok(MatrixFile { matrix: layout.read(input, data)?, numbers: layout.element.numbers() })
}

/// The parsed header and the bytes after it.
fn header<'a>(input: &Input<'a>) -> Result<(Header<'a>, &'a [u8]), ReadError> {
    let (header, data) = split(input)?;
    let parsed = Header::parse(header).ok_or_else(|| {
        let shown = excerpt(&String::from_utf8_lossy(header));
        input.format(FORMAT, format!("the header is not understood: {shown}"))
    })?;
    Ok((parsed, data))
}

fn layout(input: &Input<'_>, header: &Header<'_>, shape: &[u64]) -> Result<Layout, ReadError> {
    let (element, bytes) = element(header.dtype)
        .ok_or_else(|| ReadError::Dtype { input: input.name(), dtype: excerpt(header.dtype) })?;
    let (rows, columns) = input.sides(shape)?;
    let order = if header.by_columns { ElementOrder::ByColumns } else { ElementOrder::ByRows };
    Ok(Layout { element, bytes, order, rows, columns })
}

fn refuse_surplus(input: &Input<'_>, size: Option<usize>, data: &[u8]) -> Result<(), ReadError> {
    match size.and_then(|size| data.len().checked_sub(size)) {
        Some(surplus @ 1..) => Err(input.format(FORMAT, format!("{surplus} more bytes follow the array"))),
        _ => Ok(()),
    }
}

/// The matrices of an array of shape (k, n, m).
#[derive(Debug)]
pub struct Stack {
    layout: Layout,
    count: usize,
    data: Vec<u8>,
}

/// The array, if it has three dimensions.
pub(super) fn stack(input: &Input<'_>) -> Result<Option<Stack>, ReadError> {
    let (header, data) = header(input)?;
    let [count, rows, columns] = header.shape[..] else { return Ok(None) };
    if count == 0 {
        return Err(input.not_a_matrix(&header.shape));
    }
    let layout = layout(input, &header, &[rows, columns])?;
    input.within("matrices", count, MAX_BATCH as u64)?;
    let count = usize::try_from(count).unwrap_or(usize::MAX);
    let size = layout.size().and_then(|size| size.checked_mul(count));
    refuse_surplus(input, size, data)?;
    if size != Some(data.len()) {
        let expected = format!("{count} matrices of {rows} × {columns} elements");
        return Err(input.truncated(expected, format!("{} bytes", data.len())));
    }
    Ok(Some(Stack { layout, count, data: data.to_vec() }))
}

impl Stack {
    pub(super) fn len(&self) -> usize {
        self.count
    }

    /// The matrix with this index.
    pub(super) fn read(&self, input: &Input<'_>, index: usize) -> Result<MatrixFile, ReadError> {
        let size = self.data.len() / self.count;
        let numbers = self.layout.element.numbers();
        let matrix = match self.layout.order {
            ElementOrder::ByRows => self.layout.read(input, &self.data[index * size..(index + 1) * size]),
            // Here the index of the matrix is the one that runs fastest.
            ElementOrder::ByColumns => {
                let element = self.layout.element.size();
                let own = self.data.chunks_exact(element).skip(index).step_by(self.count);
                self.layout.read(input, &own.flatten().copied().collect::<Vec<u8>>())
            }
        }?;
        Ok(MatrixFile { matrix, numbers })
    }
}

/// The text of the header and the bytes after it.
fn split<'a>(input: &Input<'a>) -> Result<(&'a [u8], &'a [u8]), ReadError> {
    let bytes = input.bytes();
    let cut = || input.truncated("a header", format!("{} bytes", bytes.len()));
    let rest = match bytes.strip_prefix(MAGIC) {
        Some(rest) => rest,
        None if MAGIC.starts_with(bytes) => return Err(cut()),
        None => return Err(input.format(FORMAT, "it does not start with the magic bytes \\x93NUMPY")),
    };
    let (version, rest) = rest.split_first_chunk::<2>().ok_or_else(cut)?;
    let (length, rest) = match version {
        [1, 0] => {
            rest.split_first_chunk().map(|(length, rest)| (u32::from(u16::from_le_bytes(*length)), rest))
        }
        [2 | 3, 0] => rest.split_first_chunk().map(|(length, rest)| (u32::from_le_bytes(*length), rest)),
        [major, minor] => return Err(input.format(FORMAT, format!("version {major}.{minor} is unknown"))),
    }
    .ok_or_else(cut)?;
    let length = usize::try_from(length).unwrap_or(usize::MAX);
    rest.split_at_checked(length).ok_or_else(|| {
        input.truncated(format!("a header of {length} bytes"), format!("{} bytes", rest.len()))
    })
}

/// The element of a `descr` such as `<f8`.
fn element(dtype: &str) -> Option<(Element, ByteOrder)> {
    let (bytes, kind) = match dtype.split_at_checked(1)? {
        (">", kind) => (ByteOrder::Big, kind),
        ("<", kind) => (ByteOrder::Little, kind),
        ("|", kind @ ("i1" | "u1")) => (ByteOrder::Little, kind),
        _ => return None,
    };
    let element = match kind {
        "f8" => Element::Float64,
        "f4" => Element::Float32,
        "f2" => Element::Float16,
        "i1" => Element::Signed(1),
        "i2" => Element::Signed(2),
        "i4" => Element::Signed(4),
        "i8" => Element::Signed(8),
        "u1" => Element::Unsigned(1),
        "u2" => Element::Unsigned(2),
        "u4" => Element::Unsigned(4),
        "u8" => Element::Unsigned(8),
        _ => return None,
    };
    Some((element, bytes))
}

#[cfg(test)]
mod tests {
    use npyz::WriterBuilder;
    use proptest::prelude::*;

    use super::super::tests::{code, matrix, npy_file, read_bytes, read_vector_bytes};
    use rug::Rational;

    #[test]
    fn every_element_type_and_both_orders_are_read() {
        let doubles = [1.0_f64, 2.0, 3.0, 0.5, -4.0, 0.0].map(f64::to_be_bytes).concat();
        let by_rows = matrix(2, 3, &["1", "2", "3", "1/2", "-4", "0"]);
        assert_eq!(read_bytes("a.npy", &npy_file(">f8", false, "(2, 3)", &doubles)), Ok(by_rows));
        let by_columns = matrix(2, 3, &["1", "3", "-4", "2", "1/2", "0"]);
        assert_eq!(read_bytes("a.npy", &npy_file(">f8", true, "(2, 3)", &doubles)), Ok(by_columns.clone()));
        assert_eq!(read_bytes("a.npy", &npy_file(">f8", true, "(2, 3, 1, 1)", &doubles)), Ok(by_columns));
        for (dtype, bytes) in [
            ("<f8", &(-2.0_f64).to_le_bytes()[..]),
            ("<f4", &(-2.0_f32).to_le_bytes()),
            (">f4", &(-2.0_f32).to_be_bytes()),
            ("<f2", &[0x00, 0xc0]),
            ("|i1", &[0xfe]),
            ("<i2", &(-2_i16).to_le_bytes()),
            (">i4", &(-2_i32).to_be_bytes()),
            ("<i8", &(-2_i64).to_le_bytes()),
        ] {
            assert_eq!(
                read_bytes("a.npy", &npy_file(dtype, false, "(1, 1)", bytes)),
                Ok(matrix(1, 1, &["-2"]))
            );
        }
        for (dtype, bytes) in [("|u1", &[200][..]), ("<u2", &[200, 0]), (">u4", &[0, 0, 0, 200])] {
            assert_eq!(
                read_bytes("a.npy", &npy_file(dtype, false, "(1, 1)", bytes)),
                Ok(matrix(1, 1, &["200"]))
            );
        }
    }

    #[test]
    fn claims_that_the_bytes_do_not_keep_are_refused() {
        let four = [0; 32];
        for (dtype, shape, data, expected, shown) in [
            ("<f8", "(2, 2)", &four[..31], "read::truncated", "31 bytes"),
            ("<f8", "(2, 2)", &[0; 33], "read::format", "1 more bytes"),
            ("<f8", "(1000000, 1000000)", &four, "read::too-large", "1000000 rows"),
            ("<f8", "(4096, 4096)", &four, "read::truncated", "4096 × 4096"),
            ("<f8", "(18446744073709551615, 18446744073709551615)", &four, "read::too-large", "rows"),
            ("<f8", "(18446744073709551616, 2)", &four, "read::format", "header"),
            ("<f8", "(4,)", &four, "read::shape", "(4,)"),
            ("<f8", "()", &four, "read::shape", "()"),
            ("<f8", "(2, 1, 2)", &four, "read::shape", "(2, 1, 2)"),
            ("<f8", "(2, 2, 3, 3)", &four, "read::shape", "(2, 2, 3, 3)"),
            ("<f8", "(0, 2)", &[], "read::shape", "(0, 2)"),
            ("<f8", "(-1, 2)", &four, "read::format", "header"),
            ("<c16", "(1, 2)", &four, "read::dtype", "<c16"),
            ("|b1", "(1, 2)", &[1, 0], "read::dtype", "|b1"),
            ("|O", "(1, 2)", &four, "read::dtype", "|O"),
            ("<f16", "(1, 2)", &four, "read::dtype", "<f16"),
            ("<é", "(1, 2)", &four, "read::dtype", "<é"),
        ] {
            let error = read_bytes("a.npy", &npy_file(dtype, false, shape, data)).unwrap_err();
            assert_eq!(error.code(), expected, "{dtype} {shape}: {error}");
            assert!(error.to_string().contains(shown), "{dtype} {shape}: {error}");
        }
    }

    #[test]
    fn a_header_that_lies_about_its_length_allocates_nothing() {
        let error = read_bytes("a.npy", b"\x93NUMPY\x02\x00\xff\xff\xff\xff{}").unwrap_err();
        assert_eq!(error.code(), "read::truncated");
        assert!(error.to_string().contains("4294967295 bytes"), "{error}");
        assert_eq!(code(&read_bytes("a.npy", b"\x93NUMPY\x09\x00\x02\x00{}")), "read::format");
        assert_eq!(code(&read_bytes("a.npy", b"\x93NUM")), "read::truncated");
        let nested = npy_file("<f8", false, &"(".repeat(60_000), &[]);
        assert_eq!(code(&read_bytes("a.npy", &nested)), "read::format");
    }

    #[test]
    fn nan_and_infinity_are_refused_with_their_place() {
        let data = [1.0, 2.0, f64::NAN, 4.0, f64::NEG_INFINITY, 6.0].map(f64::to_le_bytes).concat();
        let by_rows = read_bytes("a.npy", &npy_file("<f8", false, "(3, 2)", &data)).unwrap_err();
        assert!(by_rows.to_string().contains("row 2, column 1: 'NaN'"), "{by_rows}");
        let by_columns = read_bytes("a.npy", &npy_file("<f8", true, "(3, 2)", &data)).unwrap_err();
        assert!(by_columns.to_string().contains("row 3, column 1: 'NaN'"), "{by_columns}");
        assert_eq!(by_columns.code(), "read::not-finite");
    }

    #[test]
    fn one_dimension_is_one_vector() {
        let data = [1.0_f64, 0.25].map(f64::to_le_bytes).concat();
        let vector = npy_file("<f8", false, "(2,)", &data);
        assert_eq!(read_vector_bytes("a.npy", &vector), Ok(matrix(1, 2, &["1", "1/4"])));
    }

    proptest! {
        /// npyz writes, this file reads: nothing is shared.
        #[test]
        fn doubles_written_by_npyz_are_read_exactly(
            bits in proptest::collection::vec(any::<u64>(), 6),
            by_columns: bool,
        ) {
            let mut doubles: Vec<f64> = bits.into_iter().map(f64::from_bits).collect();
            doubles.retain(|double| double.is_finite());
            prop_assume!(!doubles.is_empty());
            let mut bytes = Vec::new();
            let order = if by_columns { npyz::Order::Fortran } else { npyz::Order::C };
            let shape = [1, doubles.len() as u64];
            let options = npyz::WriteOptions::new().default_dtype().shape(&shape).order(order);
            let mut writer = options.writer(&mut bytes).begin_nd().unwrap();
            writer.extend(doubles.iter().copied()).unwrap();
            writer.finish().unwrap();
            let read = read_bytes("a.npy", &bytes).unwrap();
            let expected = doubles.iter().map(|&double| Rational::from_f64(double).unwrap());
            prop_assert!(read.iter().cloned().eq(expected));
        }
    }
}
