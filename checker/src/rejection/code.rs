//! The names of the reasons for programs.

use super::Rejection;

impl Rejection {
    /// The reason's stable name for programs.
    ///
    /// ```
    /// let rejection = flowcert_check::check_bytes(b"[]").unwrap_err();
    /// assert_eq!(rejection.code(), "malformed");
    /// ```
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotUtf8 { .. } => "not-utf8",
            Self::NotJson { .. } => "not-json",
            Self::Truncated { .. } => "truncated",
            Self::TrailingBytes { .. } => "trailing-bytes",
            Self::Malformed { .. } => "malformed",
            Self::MissingKey { .. } => "missing-key",
            Self::DuplicateKey { .. } => "duplicate-key",
            Self::UnknownKey { .. } => "unknown-key",
            Self::NotCanonical { .. } => "not-canonical",
            Self::TooLarge { .. } => "too-large",
            Self::Format { .. } => "wrong-format",
            Self::Unsupported { .. } => "unsupported",
            Self::Shape { .. } | Self::EmptyHalf { .. } | Self::Length { .. } => "shape",
            Self::ConsecutiveHalves { .. } => "consecutive-halves",
            Self::ModeViolated { .. } | Self::PositiveOverPrime { .. } | Self::SingularExact => {
                "mode-violated"
            }
            Self::NotInField { .. } | Self::FloatOverPrime { .. } => "not-in-field",
            Self::NotPrime { .. } => "not-prime",
            Self::ErrorBound { .. }
            | Self::ErrorBoundNegative { .. }
            | Self::ErrorBoundOfZero { .. }
            | Self::ErrorTooLarge { .. } => "error-bound",
            Self::ProductDiffers { .. } => "product-differs",
            Self::NormNotProved { .. }
            | Self::NormOpen { .. }
            | Self::NormNegative { .. }
            | Self::NormOverPrime { .. } => "norm-not-proved",
            Self::SingularMatrix { .. } => "singular-matrix",
            Self::Determinant { .. } => "determinant",
            Self::Reasons { .. } => "reasons",
            Self::LayerCount { .. } => "layer-count",
            Self::LastCount => "not-canonical",
            Self::CountDiffers { .. } => "count-differs",
            Self::OddDimension { .. } => "odd-dimension",
            Self::GeneratorError { .. } => "generator-error",
            Self::TooManyPoints { .. } => "too-many-points",
            Self::CodeDistance { .. } => "code-distance",
            Self::TargetsOverlap { .. } => "targets-overlap",
            Self::NoSeparation { .. } => "no-separation",
            Self::LipschitzBudget { .. } => "lipschitz-budget",
            Self::BoundNotProved { .. } => "bound-not-proved",
            Self::TooFewTargets { .. } => "too-few-targets",
            Self::RuleNotApplicable { .. } => "rule-not-applicable",
            Self::OutOfRange { .. } | Self::Unsuitable { .. } => "out-of-range",
            Self::Hypothesis { .. } => "hypothesis",
            Self::ReasonFails { .. } => "reason-fails",
            Self::Internal => "internal",
        }
    }
}
