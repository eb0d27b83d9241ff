//! What a claim expects of one instance: a factorization with few layers, a proof that so many are needed, or both.

use flowcert_check::{Certificate, Mode, Rejection, Verified, VerifiedLowerBound, VerifiedMinimalLayers};

use super::allowed::{Allowed, Found};

/// What the certificate of an instance has to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expected {
    /// Kind `factorization`, within what is allowed.
    Factorization(Allowed),
    /// Kind `lower-bound`: at least so many layers are needed.
    AtLeast {
        /// The number of layers.
        layers: usize,
        /// The mode.
        mode: Mode,
    },
    /// Kind `minimal-layers`: so many layers are needed and suffice.
    Exactly {
        /// The number of layers.
        layers: usize,
        /// The mode.
        mode: Mode,
    },
    /// Kind `depth-separation`: flows need at least so many layers.
    Depth {
        /// The number of layers.
        layers: u64,
    },
}

impl Expected {
    /// What is allowed of a factorization, where one is expected.
    #[must_use]
    pub fn allowed(&self) -> Option<&Allowed> {
        match self {
            Self::Factorization(allowed) => Some(allowed),
            Self::AtLeast { .. } | Self::Exactly { .. } | Self::Depth { .. } => None,
        }
    }

    /// Has the certificate checked, and compares what the checker says with what is expected.
    pub(super) fn judge(&self, certificate: &Certificate) -> Result<Found, Judgement> {
        match (self, certificate) {
            (Self::Factorization(allowed), Certificate::Factorization(factorization)) => {
                let verified = flowcert_check::check_factorization(factorization)?;
                Ok(allowed.judge(&verified, factorization)?)
            }
            (Self::AtLeast { layers, mode }, Certificate::LowerBound(bound)) => {
                let VerifiedLowerBound { layers_needed, mode: found, .. } =
                    flowcert_check::check_lower_bound(bound)?;
                require_mode(*mode, found)?;
                if layers_needed < *layers {
                    return Err(format!("{layers_needed} layers are needed, less than {layers}").into());
                }
                Ok(Found { needed: Some(layers_needed), ..Found::default() })
            }
            (Self::Exactly { layers, mode }, Certificate::MinimalLayers(minimal)) => {
                let VerifiedMinimalLayers { layers: least, mode: found, .. } =
                    flowcert_check::check_minimal_layers(minimal)?;
                require_mode(*mode, found)?;
                if least != *layers {
                    return Err(format!("the least number of layers is {least}, not {layers}").into());
                }
                Ok(Found { layers: least, needed: Some(least), ..Found::default() })
            }
            (Self::Depth { layers }, Certificate::DepthSeparation(_)) => {
                let Verified::DepthSeparation(verified) = flowcert_check::check(certificate)? else {
                    return Err("the checker speaks of another kind".to_owned().into());
                };
                if verified.layers_needed < *layers {
                    return Err(
                        format!("{} layers are needed, less than {layers}", verified.layers_needed).into()
                    );
                }
                let needed = usize::try_from(verified.layers_needed).ok();
                Ok(Found { needed, ..Found::default() })
            }
            _ => Err(format!("the certificate is of kind {}", certificate.kind()).into()),
        }
    }
}

fn require_mode(expected: Mode, found: Mode) -> Result<(), String> {
    if expected == found { Ok(()) } else { Err(format!("the mode is {found}, not {expected}")) }
}

/// Why a certificate is not what is expected.
#[derive(Debug)]
pub(super) enum Judgement {
    /// The checker rejects it.
    Rejected(Rejection),
    /// It is true, and something else.
    Other(String),
}

impl From<Rejection> for Judgement {
    fn from(rejection: Rejection) -> Self {
        Self::Rejected(rejection)
    }
}

impl From<String> for Judgement {
    fn from(reason: String) -> Self {
        Self::Other(reason)
    }
}
