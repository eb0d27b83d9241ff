//! safetensors: the length of a header (8 bytes, little endian), a JSON header that gives each tensor's name,
//! element type, shape and place, and the elements, little endian, row by row.
//!
//! The safetensors crate reads and checks the header (the tensors cover the data without gaps or overlaps),
//! but not the whole file: its own check of the whole adds offsets without a check for overflow.

use safetensors::tensor::{Dtype, Metadata, TensorInfo};

use super::element::{ByteOrder, Element, ElementOrder, Layout};
use super::error::ReadError;
use super::input::{Input, excerpt};
use super::matrix_file::MatrixFile;

const FORMAT: &str = "safetensors";

/// The longest header that is read: 32 MiB, some hundred thousand tensors.
const MAX_HEADER: u64 = 1 << 25;

/// How many names an error lists.
const LISTED: usize = 8;

pub(super) fn read(input: &Input<'_>, tensor: Option<&str>) -> Result<MatrixFile, ReadError> {
    let (metadata, data) = split(input)?;
    let info = match tensor {
        Some(name) => metadata.info(name).ok_or_else(|| {
            let (available, total) = candidates(input, &metadata);
            ReadError::NoSuchTensor { input: input.name(), name: excerpt(name), available, total }
        })?,
        None => only_candidate(input, &metadata)?,
    };
    let (rows, columns) = input.sides(&shape(info))?;
    let element = element(info.dtype)
        .ok_or_else(|| ReadError::Dtype { input: input.name(), dtype: info.dtype.to_string() })?;
    let (start, end) = info.data_offsets;
    let layout = Layout { element, bytes: ByteOrder::Little, order: ElementOrder::ByRows, rows, columns };
    let matrix = layout.read(input, data.get(start..end).unwrap_or_default())?;
    Ok(MatrixFile { matrix, numbers: element.numbers() })
}

/// Whether these are the first bytes of a safetensors file.
pub(super) fn begins(bytes: &[u8]) -> bool {
    // Text would be a length of at least 2^56.
    bytes
        .split_first_chunk()
        .is_some_and(|(length, rest)| u64::from_le_bytes(*length) <= MAX_HEADER && rest.starts_with(b"{"))
}

/// The header and the data, which must be as long as the header says.
fn split<'a>(input: &Input<'a>) -> Result<(Metadata, &'a [u8]), ReadError> {
    let bytes = input.bytes();
    let found = || format!("{} bytes", bytes.len());
    let (length, rest) = bytes
        .split_first_chunk()
        .ok_or_else(|| input.truncated("the length of a header in 8 bytes", found()))?;
    let length = u64::from_le_bytes(*length);
    if length > MAX_HEADER {
        return Err(
            input.format(FORMAT, format!("a header of {length} bytes is longer than any that is read"))
        );
    }
    let (header, data) = usize::try_from(length)
        .ok()
        .and_then(|length| rest.split_at_checked(length))
        .ok_or_else(|| input.truncated(format!("a header of {length} bytes"), found()))?;
    let metadata: Metadata = serde_json::from_slice(header).map_err(|error| {
        input.format(FORMAT, format!("the header is not understood: {}", excerpt(&error.to_string())))
    })?;
    let expected = metadata.data_len();
    if data.len() < expected {
        return Err(input.truncated(format!("{expected} bytes of data"), data.len().to_string()));
    }
    match data.len() - expected {
        0 => Ok((metadata, data)),
        surplus => Err(input.format(FORMAT, format!("{surplus} more bytes follow the tensors"))),
    }
}

fn shape(info: &TensorInfo) -> Vec<u64> {
    info.shape.iter().map(|&side| side as u64).collect()
}

/// The names of the tensors whose shape fits, a few of them, and how many there are.
fn candidates(input: &Input<'_>, metadata: &Metadata) -> (Vec<String>, usize) {
    let tensors = metadata.tensors();
    let mut names: Vec<&String> =
        tensors.iter().filter(|(_, info)| input.sides(&shape(info)).is_ok()).map(|(name, _)| name).collect();
    names.sort_unstable();
    (names.iter().take(LISTED).map(|name| excerpt(name)).collect(), names.len())
}

fn only_candidate<'m>(input: &Input<'_>, metadata: &'m Metadata) -> Result<&'m TensorInfo, ReadError> {
    let tensors = metadata.tensors();
    let mut fitting = tensors.values().filter(|info| input.sides(&shape(info)).is_ok());
    match (fitting.next(), fitting.next()) {
        (Some(info), None) => Ok(*info),
        _ => {
            let (available, total) = candidates(input, metadata);
            Err(ReadError::WhichTensor { input: input.name(), available, total })
        }
    }
}

/// The elements that are read exactly.
fn element(dtype: Dtype) -> Option<Element> {
    Some(match dtype {
        Dtype::F64 => Element::Float64,
        Dtype::F32 => Element::Float32,
        Dtype::F16 => Element::Float16,
        Dtype::BF16 => Element::BrainFloat16,
        Dtype::I64 => Element::Signed(8),
        Dtype::I32 => Element::Signed(4),
        Dtype::I16 => Element::Signed(2),
        Dtype::I8 => Element::Signed(1),
        Dtype::U64 => Element::Unsigned(8),
        Dtype::U32 => Element::Unsigned(4),
        Dtype::U16 => Element::Unsigned(2),
        Dtype::U8 => Element::Unsigned(1),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use ::safetensors::tensor::{TensorView, serialize};

    use super::super::tests::{matrix, read_bytes, read_tensor_bytes};
    use super::*;

    fn file(tensors: &[(&str, Dtype, &[usize], &[u8])]) -> Vec<u8> {
        let views = tensors.iter().map(|(name, dtype, shape, data)| {
            (*name, TensorView::new(*dtype, shape.to_vec(), data).unwrap())
        });
        serialize(views, None).unwrap()
    }

    #[test]
    fn every_element_type_is_read_exactly() {
        for (dtype, bytes) in [
            (Dtype::F64, &(-2.0_f64).to_le_bytes()[..]),
            (Dtype::F32, &(-2.0_f32).to_le_bytes()),
            (Dtype::F16, &[0x00, 0xc0]),
            (Dtype::BF16, &[0x00, 0xc0]),
            (Dtype::I64, &(-2_i64).to_le_bytes()),
            (Dtype::I32, &(-2_i32).to_le_bytes()),
            (Dtype::I16, &(-2_i16).to_le_bytes()),
            (Dtype::I8, &[0xfe]),
        ] {
            let read = read_bytes("a.safetensors", &file(&[("w", dtype, &[1, 1], bytes)]));
            assert_eq!(read, Ok(matrix(1, 1, &["-2"])), "{dtype}");
        }
        let bytes = file(&[("w", Dtype::U8, &[2, 3, 1, 1], &[1, 2, 3, 4, 5, 255])]);
        assert_eq!(read_bytes("a.safetensors", &bytes), Ok(matrix(2, 3, &["1", "2", "3", "4", "5", "255"])));
    }

    #[test]
    fn a_tensor_is_chosen_by_name_or_because_it_is_the_only_matrix() {
        let bytes = file(&[("bias", Dtype::U8, &[2], &[8, 9]), ("weight", Dtype::U8, &[1, 1], &[7])]);
        let seven = Ok(matrix(1, 1, &["7"]));
        assert_eq!(read_bytes("a.safetensors", &bytes), seven);
        assert_eq!(read_tensor_bytes("a.safetensors", &bytes, "weight"), seven);
        let error = read_tensor_bytes("a.safetensors", &bytes, "w").unwrap_err();
        assert_eq!(error.to_string(), "a.safetensors has no tensor 'w'; those that fit: weight");
        assert_eq!(error.code(), "read::no-such-tensor");
        let error = read_tensor_bytes("a.safetensors", &bytes, "bias").unwrap_err();
        assert_eq!(error.to_string(), "a.safetensors: an array of shape (2,) is not a matrix");

        let names: Vec<String> = (0..12).map(|index| format!("t{index:02}")).collect();
        let many: Vec<(&str, Dtype, &[usize], &[u8])> =
            names.iter().map(|name| (name.as_str(), Dtype::U8, &[1, 1][..], &[0_u8][..])).collect();
        let error = read_bytes("a.safetensors", &file(&many)).unwrap_err();
        assert_eq!(error.code(), "read::which-tensor");
        assert!(
            error
                .to_string()
                .ends_with("12 tensors that fit, not one: t00, t01, t02, t03, t04, t05, t06, t07 and 4 more")
        );
    }

    #[test]
    fn claims_that_the_bytes_do_not_keep_are_refused() {
        let bytes = file(&[("w", Dtype::F32, &[1, 2], &[0, 0, 0, 0, 0, 0, 0x80, 0x7f])]);
        let code = |bytes: &[u8]| read_bytes("a.safetensors", bytes).unwrap_err().code();
        assert_eq!(code(&bytes), "read::not-finite");
        assert_eq!(code(&bytes[..bytes.len() - 1]), "read::truncated");
        assert_eq!(code(&bytes[..20]), "read::truncated");
        assert_eq!(code(&bytes[..7]), "read::truncated");
        assert_eq!(code(&[&bytes[..], &[0]].concat()), "read::format");
        assert_eq!(code(&[0xff; 20]), "read::format");
        assert_eq!(code(&file(&[("w", Dtype::BOOL, &[1, 1], &[1])])), "read::dtype");
        assert_eq!(code(&file(&[("w", Dtype::U8, &[1, 1, 1], &[1])])), "read::which-tensor");
    }

    /// With these offsets the safetensors crate itself (0.8.0) overflows.
    #[test]
    fn offsets_near_the_end_of_the_address_space_are_refused() {
        let size = (1_u64 << 61) - 1;
        let tensor = |index: u64| {
            let (start, end) = (index * size, (index + 1) * size);
            format!(r#""t{index}":{{"dtype":"U8","shape":[1,{size}],"data_offsets":[{start},{end}]}}"#)
        };
        let header = format!("{{{}}}", (0..8).map(tensor).collect::<Vec<_>>().join(","));
        let bytes = [&(header.len() as u64).to_le_bytes(), header.as_bytes()].concat();
        assert_eq!(read_bytes("a.safetensors", &bytes).unwrap_err().code(), "read::truncated");
    }
}
