//! The network as a safetensors file.

use std::path::Path;

use serde_json::json;

use super::Generator;
use crate::coupling::files::export::{DoubleTensor, tensors_of_doubles};
use crate::coupling::files::write_atomically;
use crate::depth::DepthError;

/// The bytes of a safetensors file with the float64 tensors `generator.hidden.weight` (h × (n + 1)), `generator.hidden.bias`,
/// `generator.output.weight` (n × h) and `generator.output.bias`, as two `torch.nn.Linear` with a ReLU between hold them; the
/// metadata say n, k, δ and the certified error.
///
/// # Errors
///
/// [`DepthError::Range`], [`DepthError::Write`].
pub fn safetensors(generator: &Generator) -> Result<Vec<u8>, DepthError> {
    let network = generator.network()?;
    let tensors = [
        DoubleTensor::matrix("generator.hidden.weight", &network.hidden_weight),
        DoubleTensor::vector("generator.hidden.bias", &network.hidden_bias),
        DoubleTensor::matrix("generator.output.weight", &network.output_weight),
        DoubleTensor::vector("generator.output.bias", &network.output_bias),
    ];
    let about = json!({
        "format": "flowcert-weights/1", "kind": "generator",
        "dimension": generator.mixture.dimension(), "modes": generator.mixture.modes(),
        "ramp_width": generator.ramp_width.to_string(), "error": format!("{:.6}", generator.bound()),
    });
    tensors_of_doubles(tensors, &about).map_err(|error| DepthError::Write { reason: error.to_string() })
}

/// Writes the file of [`safetensors()`], whole or not at all.
///
/// # Errors
///
/// As [`safetensors()`].
///
/// ```
/// use flowcert::depth::{Means, Mixture, generator};
/// use flowcert::scalar::Rational;
///
/// let means = Means::signs(&[vec![false, false], vec![true, true]])?;
/// let mixture = Mixture::new(means, Rational::from((1, 10_000)))?;
/// let made = generator::construct(&mixture, &Rational::from((1, 1024)))?;
/// let folder = tempfile::tempdir()?;
/// generator::write_safetensors(&made, &folder.path().join("generator.safetensors"))?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn write_safetensors(generator: &Generator, path: &Path) -> Result<(), DepthError> {
    let bytes = safetensors(generator)?;
    write_atomically(path, |out| out.write_all(&bytes))
        .map_err(|error| DepthError::Write { reason: error.to_string() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coupling::files::{Source, read_matrix};
    use crate::depth::{Means, Mixture, generator};
    use crate::scalar::Rational;

    /// The project's own reader finds the same matrices under their names.
    #[test]
    fn the_file_holds_the_network() {
        let words = [[false, false, true], [true, false, true], [true, true, false]].map(Vec::from);
        let mixture = Mixture::new(Means::signs(&words).unwrap(), Rational::from((1, 100))).unwrap();
        let made = generator::construct(&mixture, &Rational::from((1, 64))).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("generator.safetensors");
        write_safetensors(&made, &path).unwrap();
        let network = made.network().unwrap();
        for (name, expected) in [("hidden", &network.hidden_weight), ("output", &network.output_weight)] {
            let name = format!("generator.{name}.weight");
            let found = read_matrix(&Source::Path(path.clone()), Some(&name)).unwrap();
            assert_eq!(found, expected.map(|x| Rational::from_f64(x).unwrap()));
        }
        let missing = write_safetensors(&made, &folder.path().join("missing").join("file"));
        assert_eq!(missing.unwrap_err().code(), "depth::write");
    }
}
