//! Writers of the weights of a factorization, for the layers of flow libraries.
//!
//! | file | idea |
//! |---|---|
//! | [`layers`] | the couplings as floats: rounded, with the signs of the scales moved to the front |
//! | [`distance`] | how far the product of the rounded couplings is from the matrix |
//! | [`tensors`] | named tensors, and beside them what their names do not say |
//! | [`normflows`], [`nflows`], [`freia`] | the layers of each library that hold a coupling, by their own names |
//! | [`plain`] | the couplings as they are, as tensors or as JSON |
//! | [`error`] | what floats and libraries cannot hold |
//!
//! Every format holds x ↦ M·x as the forward direction of layers that are applied from number 0 up.

use flowcert_check::{Factorization, Ground};

use self::layers::{Layers, Scales};

pub use self::error::ExportError;
pub(crate) use self::tensors::{DoubleTensor, tensors_of_doubles};

mod distance;
mod error;
mod freia;
mod layers;
mod nflows;
mod normflows;
mod plain;
mod tensors;

/// What the weights are written for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// Tensors `layers.K.shift` and `layers.K.scale`.
    Safetensors,
    /// normflows: `AffineCouplingBlock`.
    Normflows,
    /// nflows: `AdditiveCouplingTransform` and `PointwiseAffineTransform`.
    Nflows,
    /// `FrEIA`: `GLOWCouplingBlock`.
    Freia,
    /// JSON with plain numbers.
    Json,
}

/// The type of the numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Precision {
    /// IEEE 754 binary32.
    Single,
    /// IEEE 754 binary64.
    Double,
}

/// What the couplings act on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Vectors of length n: the weights are matrices, of `torch.nn.Linear`.
    Vectors,
    /// The n channels at each pixel of an image: the weights have two more sides of length 1, as `torch.nn.Conv2d` has.
    Images,
}

/// What is written, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Format {
    /// The library.
    pub target: Target,
    /// The type of the numbers.
    pub precision: Precision,
    /// What the couplings act on.
    pub shape: Shape,
}

/// A file of weights.
#[derive(Clone, Debug)]
pub struct Export {
    /// The bytes of the file.
    pub bytes: Vec<u8>,
    /// The coordinates whose sign is changed before the first coupling; the scales are positive then.
    pub flipped: Vec<usize>,
    /// ‖product of the rounded couplings − M‖ / ‖M‖ in the Frobenius norm, computed in doubles; `None` if M exceeds their
    /// range.
    pub relative_error: Option<f64>,
}

impl Precision {
    /// The name that `NumPy` and `PyTorch` have for it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Single => "float32",
            Self::Double => "float64",
        }
    }
}

impl Target {
    /// The libraries scale by exponentials, or by positive numbers; plain formats hold any scale.
    fn scales(self) -> Scales {
        match self {
            Self::Safetensors | Self::Json => Scales::Any,
            Self::Nflows => Scales::Positive,
            Self::Normflows | Self::Freia => Scales::Logarithms,
        }
    }
}

/// The weights of a factorization over ℚ that the checker accepts.
///
/// # Errors
///
/// [`ExportError`]: the certificate is over a finite field, a number is beyond the range of the floats, or the library has
/// no layer for it: a scale 0, halves of other lengths, a sign of a channel.
///
/// ```
/// use flowcert::coupling::files::export::{Format, Precision, Shape, Target, export};
/// use flowcert_check::read;
///
/// let text = br#"{
///     "format": "flowcert/1", "kind": "factorization", "arith": "exact", "mode": "signed",
///     "partition": [1, 1], "matrix": [["-2", "1/2"], ["0", "1"]], "error_bound": "0",
///     "layers": [{"writes": "first", "shift": [["1/2"]], "scale": ["-2"]}]
/// }"#;
/// let factorization = read(text)?.into_factorization().expect("a factorization");
/// let format = Format { target: Target::Nflows, precision: Precision::Single, shape: Shape::Vectors };
/// let written = export(&factorization, format)?;
/// // x1 ← −2·x1 + x2/2 is a change of the sign of x1, and then x1 ← 2·x1 + x2/2.
/// assert_eq!((written.flipped, written.relative_error), (vec![0], Some(0.0)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn export(factorization: &Factorization, format: Format) -> Result<Export, ExportError> {
    if let Ground::Prime(prime) = factorization.ground {
        return Err(ExportError::FiniteField { prime });
    }
    let layers = Layers::new(factorization, format.target.scales(), format.precision)?;
    let bytes = match format.target {
        Target::Safetensors => plain::tensors(factorization, &layers, format)?,
        Target::Json => plain::json(factorization, &layers, format),
        Target::Normflows => normflows::tensors(factorization, &layers, format)?,
        Target::Nflows => nflows::tensors(factorization, &layers, format)?,
        Target::Freia => freia::tensors(factorization, &layers, format)?,
    };
    let relative_error = distance::relative_error(&layers, &factorization.matrix);
    Ok(Export { bytes, flipped: layers.flipped(), relative_error })
}
