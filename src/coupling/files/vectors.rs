//! Writers of vectors, one per row: exact text, or doubles with the exact error of the rounding.

use std::fmt::Display;
use std::io::{self, Write};

use nalgebra::{DMatrix, Scalar};
use npyz::WriterBuilder;
use rug::Rational;

use crate::scalar::nearest_double;

/// Writes each row of `vectors` as one line of numbers in their own text, separated by commas; rational numbers as `p/q`,
/// exactly.
///
/// [`read_vectors`](super::read_vectors) reads rational numbers back as they were.
///
/// # Errors
///
/// Those of `out`.
///
/// ```
/// use flowcert::coupling::files::write_vectors_csv;
/// use nalgebra::DMatrix;
/// use rug::Rational;
///
/// let mut text = Vec::new();
/// let vectors = DMatrix::from_row_slice(1, 2, &[Rational::from((1, 3)), Rational::from(2)]);
/// write_vectors_csv(&mut text, &vectors)?;
/// assert_eq!(text, b"1/3,2\n");
/// # Ok::<(), std::io::Error>(())
/// ```
pub fn write_vectors_csv<T: Scalar + Display>(mut out: impl Write, vectors: &DMatrix<T>) -> io::Result<()> {
    for row in vectors.row_iter() {
        for (column, value) in row.iter().enumerate() {
            let separator = if column == 0 { "" } else { "," };
            write!(out, "{separator}{value}")?;
        }
        writeln!(out)?;
    }
    out.flush()
}

/// Writes `vectors` as a `.npy` array of float64 of the same shape, each entry rounded to the nearest double
/// (ties to even), and returns the largest absolute rounding error, exactly.
///
/// # Errors
///
/// `InvalidData`, before anything is written, if an entry is beyond the range of doubles; otherwise those of
/// `out`.
///
/// ```
/// use flowcert::coupling::files::write_vectors_npy;
/// use nalgebra::DMatrix;
/// use rug::Rational;
///
/// let mut bytes = Vec::new();
/// let vectors = DMatrix::from_row_slice(1, 2, &[Rational::from((1, 3)), Rational::from((1, 2))]);
/// let error = write_vectors_npy(&mut bytes, &vectors)?;
/// // 1/3 is 6004799503160661.33… · 2^−54.
/// assert_eq!(error, Rational::from((1, 3)) >> 54_u32);
/// # Ok::<(), std::io::Error>(())
/// ```
pub fn write_vectors_npy(mut out: impl Write, vectors: &DMatrix<Rational>) -> io::Result<Rational> {
    // Rounded before anything is written. In the order of the file: row by row.
    let rounded: io::Result<Vec<(f64, Rational)>> =
        vectors.row_iter().flat_map(|row| row.iter().map(round).collect::<Vec<_>>()).collect();
    let (doubles, errors): (Vec<f64>, Vec<Rational>) = rounded?.into_iter().unzip();
    let shape = [vectors.nrows() as u64, vectors.ncols() as u64];
    let options = npyz::WriteOptions::new().default_dtype().shape(&shape).writer(&mut out);
    let mut writer = options.begin_nd()?;
    writer.extend(doubles)?;
    writer.finish()?;
    out.flush()?;
    Ok(errors.into_iter().max().unwrap_or_default())
}

/// The nearest double and its distance.
fn round(value: &Rational) -> io::Result<(f64, Rational)> {
    let nearest = nearest_double(value);
    nearest.and_then(|double| Some((double, (value - Rational::from_f64(double)?).abs()))).ok_or_else(|| {
        io::Error::new(io::ErrorKind::InvalidData, "a number is beyond the range of doubles, about 1.8e308")
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rug::{Integer, ops::Pow};

    use super::super::tests::{matrices, read_vector_bytes};
    use super::*;

    #[test]
    fn what_no_double_can_hold_is_refused_before_anything_is_written() {
        let huge = DMatrix::from_element(1, 2, Rational::from(Integer::from(10).pow(309)));
        let mut bytes = Vec::new();
        assert_eq!(write_vectors_npy(&mut bytes, &huge).unwrap_err().kind(), io::ErrorKind::InvalidData);
        assert!(bytes.is_empty());
    }

    proptest! {
        #[test]
        fn text_is_read_back_as_it_was(vectors in matrices()) {
            let mut text = Vec::new();
            write_vectors_csv(&mut text, &vectors).unwrap();
            prop_assert_eq!(read_vector_bytes("a.csv", &text), Ok(vectors));
        }

        #[test]
        fn the_rounding_error_is_exact_and_at_most_half_an_ulp(vectors in matrices()) {
            let mut bytes = Vec::new();
            let error = write_vectors_npy(&mut bytes, &vectors).unwrap();
            let read = read_vector_bytes("a.npy", &bytes).unwrap();
            prop_assert_eq!(read.shape(), vectors.shape());
            let distances = read.iter().zip(&vectors).map(|(read, value)| Rational::from(read - value).abs());
            prop_assert_eq!(&error, &distances.clone().max().unwrap());
            for (distance, read) in distances.zip(&read) {
                let double = read.to_f64().abs();
                let ulp = Rational::from_f64(double.next_up()).unwrap() - Rational::from_f64(double).unwrap();
                prop_assert!(distance * 2_u32 <= ulp);
            }
        }
    }
}
