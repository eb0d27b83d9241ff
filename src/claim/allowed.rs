//! What a claim allows the factorization of one instance, and what a verified certificate has.

use flowcert_check::{Factorization, Half, Mode, VerifiedFactorization};

use crate::scalar::{Rational, nearest_double};

/// What a claim allows the certificate of one instance. Every field bounds something that the checker has verified, or that
/// is read off the certificate it verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allowed {
    /// The most layers.
    pub layers: usize,
    /// The mode: what the scales may be.
    pub mode: Mode,
    /// What else is claimed of the scales.
    pub scales: Scales,
    /// The longest numerator or denominator, in bits.
    pub bits: Option<u64>,
    /// The largest spectral norm of a shift.
    pub shift_norm: Option<Rational>,
    /// The largest ‖product − M‖ / ‖M‖ in the Frobenius norm: 0 for exact products.
    pub error: Rational,
}

/// What a claim says of the scales beyond the mode.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scales {
    /// Nothing.
    OfMode,
    /// At most so many layers have a scale other than 1.
    InLayers(usize),
    /// All couplings are additive, up to one scalar factor of the whole map: the scale of each layer is a scalar, and
    /// every coordinate is scaled by the same number in all.
    OneScalar,
}

/// What a verified certificate has, or the most that several have.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// The number of layers, 0 without a factorization.
    pub layers: usize,
    /// The number of layers that are needed, where the claim says so: of several, the least.
    pub needed: Option<usize>,
    /// The bits of the longest numerator or denominator.
    pub bits: u64,
    /// The relative error, 0 for exact products.
    pub error: Rational,
    /// The largest spectral norm of a shift, where the claim bounds it.
    pub shift_norm: Option<Rational>,
    /// The largest ratio of that norm to the one that is allowed.
    pub norm_ratio: Option<Rational>,
}

impl Allowed {
    /// At most so many layers in a mode, exactly.
    pub(super) fn exactly(layers: usize, mode: Mode) -> Self {
        Self { layers, mode, scales: Scales::OfMode, bits: None, shift_norm: None, error: Rational::new() }
    }

    /// What the certificate has, or what it has too much of. `verified` is what the checker says of `certificate`.
    pub(super) fn judge(
        &self,
        verified: &VerifiedFactorization,
        certificate: &Factorization,
    ) -> Result<Found, String> {
        let VerifiedFactorization { layers, mode, largest_bits: bits, error_bound: error, .. } = verified;
        if *layers > self.layers {
            return Err(format!("{layers} layers, more than {}", self.layers));
        }
        if *mode != self.mode {
            return Err(format!("the mode is {mode}, not {}", self.mode));
        }
        if !self.scales.hold(certificate) {
            return Err(format!("the scales are not {}", self.scales.name()));
        }
        if let Some(most) = self.bits.filter(|most| bits > most) {
            return Err(format!("{bits} bits, more than {most}"));
        }
        if *error > self.error {
            return Err(format!(
                "the relative error is bounded by {}, more than {}",
                decimal(error),
                decimal(&self.error)
            ));
        }
        let norm = self.judge_norm(verified.max_shift_norm.as_ref())?;
        Ok(Found {
            layers: *layers,
            needed: None,
            bits: *bits,
            error: error.clone(),
            norm_ratio: self.shift_norm.as_ref().zip(norm).map(|(most, norm)| Rational::from(norm / most)),
            shift_norm: norm.cloned(),
        })
    }

    /// The verified norm where one is asked for.
    fn judge_norm<'a>(&self, norm: Option<&'a Rational>) -> Result<Option<&'a Rational>, String> {
        match (&self.shift_norm, norm) {
            (None, _) => Ok(None),
            (Some(_), None) => Err("the certificate does not bound the shifts".to_owned()),
            (Some(most), Some(norm)) if norm > most => Err(format!(
                "the shifts' spectral norms are bounded by {}, more than {}",
                decimal(norm),
                decimal(most)
            )),
            (Some(_), norm) => Ok(norm),
        }
    }
}

/// For messages: 2.62, 1e-12, and all digits of what is beyond doubles.
fn decimal(number: &Rational) -> String {
    nearest_double(number)
        .map_or_else(|| number.to_string(), |double| format!("{double:?}").trim_end_matches(".0").to_owned())
}

impl Scales {
    fn name(self) -> String {
        match self {
            Self::OfMode => "those of the mode".to_owned(),
            Self::InLayers(most) => format!("1 in all but {most} layers"),
            Self::OneScalar => "one scalar factor".to_owned(),
        }
    }

    fn hold(self, certificate: &Factorization) -> bool {
        let layers = &certificate.layers;
        match self {
            Self::OfMode => true,
            Self::InLayers(most) => {
                layers.iter().filter(|layer| layer.scale.iter().any(|scale| *scale != 1)).count() <= most
            }
            Self::OneScalar => {
                let scalar = |scale: &[Rational]| scale.windows(2).all(|pair| pair[0] == pair[1]);
                // Scalars pass through the layers, so all that counts is their product for each half.
                let factor = |half: Half| -> Rational {
                    let written = layers.iter().filter(|layer| layer.writes == half);
                    written.filter_map(|layer| layer.scale.first()).fold(Rational::from(1), |x, y| x * y)
                };
                layers.iter().all(|layer| scalar(&layer.scale)) && factor(Half::First) == factor(Half::Second)
            }
        }
    }
}

impl Found {
    /// The most of both.
    pub(super) fn most(self, other: Self) -> Self {
        Self {
            layers: self.layers.max(other.layers),
            needed: self.needed.into_iter().chain(other.needed).min(),
            bits: self.bits.max(other.bits),
            error: self.error.max(other.error),
            shift_norm: self.shift_norm.max(other.shift_norm),
            norm_ratio: self.norm_ratio.max(other.norm_ratio),
        }
    }
}

#[cfg(test)]
mod tests {
    use flowcert_check::{Arith, Ground, Layer};

    use super::*;

    fn layer(writes: Half, scale: [i32; 2]) -> Layer {
        let shift = vec![vec![Rational::new(); 2]; 2];
        Layer { writes, shift, scale: scale.map(Rational::from).to_vec() }
    }

    fn holds(scales: Scales, layers: &[Layer]) -> bool {
        scales.hold(&Factorization {
            arith: Arith::F64,
            ground: Ground::Rationals,
            mode: Mode::Signed,
            partition: [2, 2],
            matrix: Vec::new(),
            layers: layers.to_vec(),
            error_bound: Rational::new(),
            max_shift_norm: None,
        })
    }

    #[test]
    fn scales_are_counted_by_layers() {
        let layers = [layer(Half::First, [1, 1]), layer(Half::Second, [1, 3]), layer(Half::First, [2, -1])];
        assert!(holds(Scales::InLayers(2), &layers) && !holds(Scales::InLayers(1), &layers));
        assert!(holds(Scales::InLayers(0), &layers[..1]) && holds(Scales::OfMode, &layers));
    }

    #[test]
    fn one_scalar_is_the_same_for_every_coordinate() {
        let (first, second, ones) =
            (layer(Half::First, [3, 3]), layer(Half::Second, [3, 3]), layer(Half::First, [1, 1]));
        let holds = |layers: &[&Layer]| {
            holds(Scales::OneScalar, &layers.iter().map(|layer| (*layer).clone()).collect::<Vec<_>>())
        };
        assert!(holds(&[]) && holds(&[&ones]) && holds(&[&ones, &second, &first]));
        assert!(!holds(&[&first]), "the first half only");
        assert!(!holds(&[&first, &second, &first]), "the first half twice");
        assert!(!holds(&[&layer(Half::First, [3, 1]), &layer(Half::Second, [3, 1])]), "no scalar");
    }
}
